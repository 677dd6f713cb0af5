"""The desk: a PySide6 window over core.office."""
