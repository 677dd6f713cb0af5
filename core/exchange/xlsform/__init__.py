"""XLSForm, the field's standard for survey forms in a workbook, read into a declaration of a register.

``workbook`` takes the rows, which the guarded reader of workbooks hands over, to pyxform; ``conditions`` reads the
expressions, as far as rules can say them; ``questions`` makes fields and rules, and names what has no counterpart.
"""
