"""Spreadsheets in and out.

In: ``sheets_in`` opens a file as a ``Source`` of numbered rows (``table``) and matches its headings with a register's
fields. Texts (``csv_in``) are read here; a workbook is read in a process of its own (``workbook``, ``child``).
"""
