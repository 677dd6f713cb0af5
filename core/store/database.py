"""How the SQLite database of an office file is opened: the one place that says how it behaves.

A file may come from anybody and is only data: nothing its schema brings along is trusted to run. What was committed is on
the disk, the removal of the journal that could undo it included (``synchronous=EXTRA``; docs/architecture.md, "Decisions").
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Engine, NullPool, QueuePool, create_engine, make_url
from sqlalchemy.util import LRUCache

from core.registers.declare import compared
from core.store.driver import sqlite3
from core.thai.collation import sort_key

if TYPE_CHECKING:
    from core.keys.file_key import FileKey  # brings cryptography

BUSY_MS = 5000
STATEMENTS = 500  # compiled ones that are kept
_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "cache_size = -65536",
    "trusted_schema = OFF",
)

# Said of every encrypted file, whatever a later SQLCipher takes for granted; what it would write to the terminal is not for
# a clerk.
_ENCRYPTED = ("PRAGMA cipher_log_level = NONE", 'PRAGMA key = "{}"', "PRAGMA cipher_compatibility = 4")


def connect(path: Path, key: "FileKey | None" = None) -> sqlite3.Connection:
    """A connection to a database that is there, written to where that is allowed; with ``key`` to an encrypted one.
    sqlite3.Error as it comes."""
    # mode=rw: a file that has gone away is not made anew, empty.
    connection = opened(path, "rw", key)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def reader(path: Path, key: "FileKey | None" = None) -> sqlite3.Connection:
    """A connection that never writes, not even to play a journal back. sqlite3.Error as it comes."""
    return opened(path, "ro", key)


def opened(path: Path, mode: str, key: "FileKey | None" = None) -> sqlite3.Connection:
    """A bare connection, which has read nothing of the file yet."""
    # Transactions are begun by hand (BEGIN IMMEDIATE to write), so the driver must not begin its own.
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if key is not None:
            for pragma in _ENCRYPTED:
                connection.execute(pragma.format(key.for_sqlcipher())).close()
        teach(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: sqlite3.Connection, path: Path, name: str, mode: str, key: "FileKey | None") -> None:
    """Have a connection see another database under a name. sqlite3.Error as it comes."""
    said = (f"{path.resolve().as_uri()}?mode={mode}", key.for_sqlcipher() if key is not None else "")
    connection.execute(f"ATTACH ? AS {name} KEY ?", said).close()


def teach(connection: sqlite3.Connection) -> None:
    """Let SQL know ``fold(value)``, by which texts that look the same are the same, and ``thai_key(text)``."""
    connection.create_function("fold", 1, compared, deterministic=True)
    connection.create_function("thai_key", 1, thai_key, deterministic=True)


@lru_cache(maxsize=1 << 16)
def thai_key(text: object) -> str | None:
    """Thai dictionary order as a function of SQL (elsewhere it would be a collation); NULL for NULL."""
    return None if text is None else sort_key(str(text))


def engine_of(path: Path, key: "FileKey | None" = None) -> Engine:
    """SQLAlchemy's engine over such connections; dispose of it at the end."""
    dialect, statements = _shared()

    def creator() -> Any:
        return connect(path, key)

    pool = QueuePool(creator, dialect=dialect)
    return Engine(pool, dialect, make_url("sqlite://")).execution_options(compiled_cache=statements)


@contextmanager
def connected(path: Path, key: "FileKey | None" = None) -> Iterator[Connection]:
    """A connection through an engine of its own, let go of at the end."""
    engine = engine_of(path, key)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def in_memory(statements: Iterable[str]) -> Iterator[Connection]:
    """A connection to a new database in memory whose tables these statements make."""
    engine = create_engine("sqlite://", module=sqlite3)
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            yield connection
    finally:
        engine.dispose()


@lru_cache(maxsize=1)
def _shared() -> tuple[Dialect, LRUCache[Any, Any]]:
    """One dialect and one cache of compiled statements for all files: what was compiled for one (a merge's dry run, a copy
    looked over) needn't be for the next. Compiling took a quarter of a test's time that opens several."""
    engine = create_engine(
        "sqlite://", module=sqlite3, creator=lambda: sqlite3.connect(":memory:"), poolclass=NullPool
    )
    with engine.connect():
        return engine.dialect, LRUCache(STATEMENTS)
