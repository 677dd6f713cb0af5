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
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
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
from core.plan.office_records import OFFICE_RECORDS
from core.plan.proposals import PLAN_PROPOSALS, WRITTEN_THROUGH
from core.plan.records import PLAN_REGISTERS
from core.plan.register_records import REGISTER_RECORDS
from core.registers.clocks import Clock
from core.registers.declare import Register
from core.registers.fields import Field, Storage
from core.store.tables.declared_registers import declared_in
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

# The registers of every file, whose tables come with its format: the plan's own, what declares the office's, the
# proposals to change these, and what the office keeps of its people, months and evidence.
FIXED: Registers = MappingProxyType(
    {
        register.name: register
        for register in (*PLAN_REGISTERS, *REGISTER_RECORDS, PLAN_PROPOSALS, *OFFICE_RECORDS)
    }
)
# With those of the office that the program ships: a file has them where it declares them.
SHIPPED: Registers = MappingProxyType({**{register.name: register for register in registers.ALL}, **FIXED})


def registers_of(connection: Connection | Engine) -> Registers:
    """The registers of the file a connection or engine is to, as they were when it was first asked or ``learn`` was called."""
    known: Registers | None = connection.get_execution_options().get("registers")
    if known is not None:
        return known
    return learn(connection) if isinstance(connection, Connection) else FIXED


def learn(connection: Connection) -> Registers:
    """Read the registers that the file declares as it is now; from here on they are the connection's."""
    known = _with_references(declared_in(connection, taken_names()))
    connection.execution_options(registers=known)
    return known


@lru_cache(MOST_TABLES)
def _with_references(declared: tuple[Register, ...]) -> Registers:
    known = {**{register.name: register for register in declared}, **FIXED}
    return MappingProxyType(
        {name: _as_known(one, _broken_references(one, known)) for name, one in known.items()}
    )


def _broken_references(register: Register, known: Registers) -> frozenset[str]:
    """The fields that point to what isn't there: declarations come apart, and what one of them names may not have come."""
    fit = (f.name for f in register.fields if _refers(f, known) and _goes_through(f, register, known))
    return frozenset(register.by_name.keys() - set(fit))


def _refers(field: Field, known: Registers) -> bool:
    """True where a field's reference, if it has one, is to a register whose records one value names."""
    return not field.refers_to or (field.refers_to in known and len(known[field.refers_to].key_fields) == 1)


def _goes_through(field: Field, register: Register, known: Registers) -> bool:
    """True where the field that a field is written through to, if any, is there, in a record that the values name."""
    other, _, name = field.through.partition(".")
    if not field.through or other not in known:
        return not field.through
    return name in known[other].by_name and register.by_name.keys() >= {*known[other].key_fields}


@lru_cache(MOST_TABLES)
def _as_known(register: Register, broken: frozenset[str]) -> Register:
    """The register with those fields holding what is typed, and nothing more; one that lives elsewhere is only shown where no
    register may write there. The same where nothing changes."""
    told = {f.name: replace(f, refers_to="", through="") for f in register.fields if f.name in broken}
    shown = (f for f in register.fields if f.through and f.through not in WRITTEN_THROUGH)
    told = {f.name: replace(f, shown_only=True) for f in shown} | told
    if not told:
        return register
    return replace(register, fields=tuple(told.get(f.name, f) for f in register.fields))


@cache
def taken_names() -> frozenset[str]:
    """The names of the tables and indexes that every file has: no register of a file's own goes by one of them."""
    tables = all_tables(FIXED).values()
    return frozenset({table.name for table in tables} | {str(i.name) for t in tables for i in t.indexes})


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
    # With a dot a register's own index can't go by the name of another register.
    named = register.name + ("_" if register.name in FIXED else ".")
    if register.key_fields:
        Index(f"{named}nkey", table.c.nkey)
    if register.date_field:
        Index(f"{named}when", table.c[register.date_field], table.c.id)
    for clock in register.clocks:
        Index(f"{named}clock.{clock.name}", *(table.c[name] for name in _counted_by(register, clock)))
    if not register.internal:
        # Figures ask with every save whether anything is disputed: of what is not, nothing is kept here.
        Index(f"{named}disputed", table.c.id, sqlite_where=text(DISPUTED))
    return table


def _counted_by(register: Register, clock: Clock) -> tuple[str, ...]:
    """What counting by a clock reads: a year of ten is counted from the index alone (docs/architecture.md, "Decisions"). After
    the day it begins on come the choices, by which most filters ask."""
    choices = (f.name for f in register.stored_fields if f.choices)
    ends = (clock.stopped_by, clock.until, clock.out_since, clock.restarts_on)
    return tuple(dict.fromkeys((clock.since, *choices, "deleted", "twin", *filter(None, ends))))


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
    return tuple(statement for table in all_tables(known).values() for statement in making(table))


def making(table: Table) -> tuple[str, ...]:
    """The statements that make a table and its indexes, in order."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    statements: list[ExecutableDDLElement] = [CreateTable(table), *map(CreateIndex, indexes)]
    return tuple(map(_statement, statements))


def _statement(statement: ExecutableDDLElement) -> str:
    return str(statement.compile(dialect=sqlite.dialect())).strip()
