"""The connection a reading or writing transaction hands out: passed on as it is, looked into by the store alone."""

from sqlalchemy import Connection

__all__ = ["Connection"]
