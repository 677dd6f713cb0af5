"""Spreadsheets in and out.

In: ``sheets_in`` opens a file as a ``Source`` of numbered rows (``table``) and matches its headings with a register's
fields. Texts (``core.exchange.csv_in``) are read by the program itself, a workbook by a process of its own (``workbook``,
``child``).
"""
