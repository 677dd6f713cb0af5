"""One table a register: definitions, rows, lists, search, suggestions."""
