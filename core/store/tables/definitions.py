"""The tables of an office file: the change log, and one table a register, made from its declaration.

Register tables hold wire values (satang, ISO text, codes) and, beside the declared fields:

``base``      ``entries.n`` of the entry that created the record;
``heads``     JSON of only the fields written later: field -> list of ``n`` (see ``fold``);
``nkey``      the natural key as text, NULL while there is none;
``twin``      1 where a lower id holds the same natural key: the record doesn't count until a person settles it;
``deleted``   1 where the record is deleted and nobody disputes it;
``disputed``  how many fields have rival values nobody has settled.

There is no UNIQUE and no foreign key between merged rows: folding never refuses.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement
from sqlalchemy.types import UserDefinedType

from core import registers
from core.plan.proposals import PLAN_PROPOSALS
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Register
from core.registers.fields import Storage


class IsoDate(UserDefinedType[str]):
    """A column declared DATE that holds ISO text as it is.

    Declared TEXT, SQLite leaves the index unused when the column is joined with a table of days.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The column's declaration."""
        return "DATE"


COLUMN_TYPES: dict[Storage, Any] = {
    Storage.TEXT: Text,
    Storage.DAY: IsoDate,
    Storage.WHOLE: Integer,
    Storage.LARGE: BigInteger,
}

DISPUTED = "disputed > 0"
BOOKKEEPING = ("id", "base", "heads", "nkey", "twin", "deleted", "disputed")

metadata = MetaData()

META = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# ``n`` is the order of folding; ``body`` the entry's bytes (zlib where ``packed``) and never written anew.
ENTRIES = Table(
    "entries",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", LargeBinary(32), nullable=False),
    Column("replica", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("packed", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("id"),
    Index("entries_chain", "replica", "seq"),
)

# Entries whose past is missing wait here, outside the fold: each for the one entry it ``lacks`` (NULL: nobody has
# looked yet), those that fit no chain for themselves, which is for good.
WAITING = Table(
    "waiting",
    metadata,
    Column("id", LargeBinary(32), primary_key=True),
    Column("replica", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("lacks", LargeBinary(32)),
    Column("body", LargeBinary, nullable=False),
    Index("waiting_chain", "replica", "seq"),
    Index("waiting_lacks", "lacks"),
)

# What this file knows of its exchanges with others. These three tables stay here; nothing in them travels.

# The PCs whose packages are taken in: their public keys, and who trusted them when.
TRUSTED = Table(
    "trusted_keys",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("pc", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# How far other copies had come by their own last word: ``holds`` is JSON, replica -> [seq, id].
PEERS = Table(
    "peers",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("replica", Text, primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    Column("pc", Text, nullable=False),
    Column("written_ms", BigInteger, nullable=False),
    Column("holds", Text, nullable=False),
)

# What was sent, received and taken back. ``copy`` names the copy made before a merge, ``upto`` the last entry after it.
EXCHANGES = Table(
    "exchanges",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("pc", Text, nullable=False),
    Column("package", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("copy", Text, nullable=False),
    Column("upto", Integer, nullable=False),
)

# Rival values of a field, one row a head, only while there is more than one.
RIVALS = Table(
    "rivals",
    metadata,
    Column("register", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("value", Text, nullable=False),
)

# The texts of a record, folded, where search doesn't find them letter by letter: entries of older programs hold text as it
# was typed. What is written today is stored clean, and nothing of it stands here.
SEARCHED = Table(
    "search_texts",
    metadata,
    Column("register", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("words", Text, nullable=False),
)


def _register_table(register: Register) -> Table:
    fields = [Column(f.name, COLUMN_TYPES[f.type.storage]) for f in register.stored_fields]
    table = Table(
        register.name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("base", Integer, nullable=False),
        Column("heads", Text),
        Column("nkey", Text),
        Column("twin", Integer, nullable=False, default=0),
        Column("deleted", Integer, nullable=False, default=0),
        Column("disputed", Integer, nullable=False, default=0),
        *fields,
    )
    if register.key_fields:
        Index(f"{register.name}_nkey", table.c.nkey)
    if register.date_field:
        Index(f"{register.name}_when", table.c[register.date_field], table.c.id)
    if not register.internal:
        # Figures ask with every save whether anything is disputed: of what is not, nothing is kept here.
        Index(f"{register.name}_disputed", table.c.id, sqlite_where=text(DISPUTED))
    return table


def all_registers() -> tuple[Register, ...]:
    """Every register whose records live in the file: the office's, the plan's own, and the proposals to change it."""
    return (*registers.ALL, *PLAN_REGISTERS, PLAN_PROPOSALS)


def _tables(declared: Iterable[Register]) -> dict[str, Table]:
    return {r.name: _register_table(r) for r in declared}


REGISTERS: dict[str, Register] = {r.name: r for r in all_registers()}
TABLES: dict[str, Table] = _tables(REGISTERS.values())

# What the log is folded into: emptied and filled anew when it is folded again.
DERIVED = (*TABLES.values(), RIVALS, SEARCHED)

# What counting indicator 3 reads, so that a year of ten is counted from the index alone (docs/architecture.md, "Decisions").
_requests = TABLES["finance_requests"]
Index(
    "finance_requests_due",
    *(
        _requests.c[name]
        for name in (
            "received_on",
            "procurement",
            "deleted",
            "twin",
            "cancelled_on",
            "cheque_on",
            "returned_on",
            "resubmitted_on",
        )
    ),
)


@cache
def schema() -> tuple[str, ...]:
    """The statements that make the tables and indexes of the current format, in order."""
    statements: list[ExecutableDDLElement] = []
    for table in metadata.sorted_tables:
        statements.append(CreateTable(table))
        statements.extend(CreateIndex(i) for i in sorted(table.indexes, key=lambda index: str(index.name)))
    return tuple(str(statement.compile(dialect=sqlite.dialect())).strip() for statement in statements)
