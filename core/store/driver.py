"""The database driver of every office file: SQLite as SQLCipher brings it, which reads plain files and encrypted ones alike.

It is the standard library's module under another name, exceptions and codes of its own included; that one would open no
encrypted file, and two SQLites in one process would let go of each other's locks. Source: docs/architecture.md, "Decisions".
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3  # its types, which SQLCipher's module has none of
else:
    from sqlcipher3 import dbapi2 as sqlite3

__all__ = ["sqlite3"]
