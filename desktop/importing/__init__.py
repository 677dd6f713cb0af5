"""Spreadsheets, copied blocks and LINE exports on their way into a register."""
