"""Spreadsheets and LINE exports in, spreadsheets out."""
