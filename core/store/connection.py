"""The connection a reading or writing transaction hands out: passed on as it is, looked into by the store alone."""

import sqlite3

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from core.store.log.entry import BadEntry

__all__ = ["Connection", "of_the_file"]


def of_the_file(fault: BaseException) -> bool:
    """True for what is wrong with the file itself (damaged, busy, full, gone) and not with a question to it."""
    if isinstance(fault, BadEntry):
        return True
    said = fault.orig if isinstance(fault, DatabaseError) else None
    # What Python itself says (a text that is no UTF-8) has no code.
    code = getattr(said, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return isinstance(said, sqlite3.Error) and code not in _OF_THE_QUESTION


# An unknown table or column, a sum too large; a statement misused; a value too long or of the wrong type.
_OF_THE_QUESTION = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_MISMATCH,
)
