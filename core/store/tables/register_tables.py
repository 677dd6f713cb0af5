"""The registers of an office file, and one table a register, made from its declaration.

Which registers there are is asked of the connection to the file (``registers_of``), a register's table of its declaration
(``table_of``). A table holds wire values (satang, ISO text, codes) and, beside the declared fields:

``base``      ``entries.n`` of the entry that created the record;
``heads``     JSON of only the fields written later: field -> list of ``n`` (see ``fold``);
``nkey``      the natural key as text, NULL while there is none;
``twin``      1 where a lower id holds the same natural key: the record doesn't count until a person settles it;
``deleted``   1 where the record is deleted and nobody disputes it;
``disputed``  how many fields have rival values nobody has settled.

There is no UNIQUE and no foreign key between merged rows: folding never refuses.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
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
from core.store.tables.definitions import RIVALS, SEARCHED, metadata

Registers = Mapping[str, Register]  # by name

MOST_TABLES = 1000  # kept, so that what is compiled for a table is found again


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

# What counting indicator 3 reads, so that a year of ten is counted from the index alone (docs/architecture.md, "Decisions").
_DUE = (
    "received_on",
    "procurement",
    "deleted",
    "twin",
    "cancelled_on",
    "cheque_on",
    "returned_on",
    "resubmitted_on",
)

# The office's registers, the plan's own, and the proposals to change it.
SHIPPED: Registers = MappingProxyType(
    {register.name: register for register in (*registers.ALL, *PLAN_REGISTERS, PLAN_PROPOSALS)}
)


def knowing(engine: Engine, known: Registers) -> Engine:
    """The engine of a file that has these registers instead of those the program ships."""
    return engine.execution_options(registers=known)


def registers_of(connection: Connection | Engine) -> Registers:
    """The registers of the file a connection or engine is to: those the program ships, where the file has no others."""
    known: Registers = connection.get_execution_options().get("registers", SHIPPED)
    return known


def table_named(connection: Connection, register: str) -> Table:
    """The table of a register of that name. KeyError where the file has none."""
    return table_of(registers_of(connection)[register])


@lru_cache(MOST_TABLES)
def table_of(register: Register) -> Table:
    """The table that a register's declaration makes."""
    fields = [Column(f.name, COLUMN_TYPES[f.type.storage]) for f in register.stored_fields]
    table = Table(
        register.name,
        MetaData(),
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
    if register.name == "finance_requests":
        Index("finance_requests_due", *(table.c[name] for name in _DUE))
    if not register.internal:
        # Figures ask with every save whether anything is disputed: of what is not, nothing is kept here.
        Index(f"{register.name}_disputed", table.c.id, sqlite_where=text(DISPUTED))
    return table


def counted(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions under which a record counts: not deleted, and no lower id holds the same natural key."""
    return table.c.deleted == 0, table.c.twin == 0


def within_days(register: Register, field: str, first: date, last: date) -> ColumnElement[bool]:
    """A field's day, moment or month lies between two days, both included."""
    dated, column = register.field(field).type, table_of(register).c[field]
    return (column >= dated.wire_at(first)) & (column < dated.wire_after(last))


def counted_within(
    connection: Connection, register: str, field: str, first: date, last: date
) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a record counts and its field's day lies between two days, both included."""
    declared = registers_of(connection)[register]
    return (*counted(table_of(declared)), within_days(declared, field, first, last))


def folded_tables(known: Registers) -> tuple[Table, ...]:
    """What the log is folded into: emptied and filled anew when it is folded again."""
    return (*map(table_of, known.values()), RIVALS, SEARCHED)


def all_tables(known: Registers) -> dict[str, Table]:
    """Every table of a file with these registers, by name and in its order."""
    tables = {**metadata.tables, **{name: table_of(register) for name, register in known.items()}}
    return dict(sorted(tables.items()))


def schema(known: Registers) -> tuple[str, ...]:
    """The statements that make the tables and indexes of the current format, in order."""
    statements: list[ExecutableDDLElement] = []
    for table in all_tables(known).values():
        statements.append(CreateTable(table))
        statements.extend(CreateIndex(i) for i in sorted(table.indexes, key=lambda index: str(index.name)))
    return tuple(str(statement.compile(dialect=sqlite.dialect())).strip() for statement in statements)
