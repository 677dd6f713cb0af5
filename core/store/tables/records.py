"""Reading records: lists, single records, natural keys. Values come out as values, not wire."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, String, cast, exists, func, or_, select

from core.registers.declare import Field, Register, Value, Wire, compared
from core.store.tables.register_tables import counted, registers_of, table_of, within_days
from core.store.tables.search_texts import holds
from core.thai.fiscal import Month, first_day_of, last_day_of
from core.thai.folding import fold_case

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)

# What the database can take in one question; a search that long has found all it ever will.
MOST_WORDS = 50
LONGEST_WORD = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it is. ``duplicate``: a lower id holds the same natural key, so it doesn't count;
    ``conflict``: two people wrote different values and nobody has settled it; ``unreadable`` names the fields whose
    stored value makes no sense, ``far`` those whose day lies far from every plan of the file; ``findings`` counts all of
    these."""

    id: str
    values: dict[str, Value | None]
    deleted: bool = False
    duplicate: bool = False
    conflict: bool = False
    unreadable: tuple[str, ...] = ()
    far: tuple[str, ...] = ()

    @property
    def findings(self) -> int:
        """How many of the record's own troubles wait for a person."""
        return int(self.duplicate) + int(self.conflict) + len(self.unreadable) + len(self.far)


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, in which order. ``year`` (fiscal) and ``month`` go by the register's date field; every word of
    ``text`` is somewhere in its texts; ``equals`` names what fields hold. Texts that look the same are the same.
    ``order_by`` names fields, "-field" descending (default: the register's). By the end of ``as_of`` every day or moment
    named in ``done`` has come and none in ``undone`` has; ``counted`` leaves out duplicates. Personal data of fiscal years before
    ``personal_from`` isn't searched."""

    year: int | None = None
    month: Month | None = None
    text: str = ""
    equals: Mapping[str, Value | None] = field(default_factory=dict)
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0
    deleted: bool = False
    as_of: date | None = None
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    counted: bool = False
    personal_from: int = 0


def rows(connection: Connection, register: Register, query: Query) -> tuple[Row, ...]:
    """The records a query asks for."""
    table = table_of(register)
    statement = select(table).where(*conditions(register, query)).order_by(*ordering(register, query))
    if query.limit is not None or query.offset:
        statement = statement.limit(-1 if query.limit is None else query.limit).offset(query.offset)
    return read(connection, register, statement)


def count(connection: Connection, register: Register, query: Query) -> int:
    """How many records a query asks for."""
    table = table_of(register)
    return connection.execute(
        select(func.count()).select_from(table).where(*conditions(register, query))
    ).scalar_one()


def count_holding(connection: Connection, register: Register, field: str, wire: Wire = None) -> int:
    """How many undeleted records have something in a field, or just this; 0 where the register has no such column."""
    table = table_of(register)
    column = table.c.get(field)
    if column is None:
        return 0
    held = column.is_not(None) if wire is None else column == wire
    counting = select(func.count()).select_from(table).where(held, table.c.deleted == 0)
    return int(connection.execute(counting).scalar_one())


def count_lacking(connection: Connection, register: Register, fields: Sequence[str]) -> int:
    """How many undeleted records have nothing in one of some fields; all of them where the register has no such column."""
    table = table_of(register)
    columns = [table.c.get(name) for name in fields]
    lacking = [column.is_(None) for column in columns if column is not None]
    asked = select(func.count()).select_from(table).where(table.c.deleted == 0)
    if len(lacking) == len(columns):
        asked = asked.where(or_(*lacking))
    return int(connection.execute(asked).scalar_one())


def counted_values(
    connection: Connection, register: Register, fields: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """The different values of some stored fields in undeleted records, one after the other, and how many have them."""
    table = table_of(register)
    columns = [table.c[name] for name in fields]
    found = select(*columns, func.count()).where(table.c.deleted == 0).group_by(*columns)
    for *wires, number in connection.execute(found):
        values = (value_of(register.field(name), wire) for name, wire in zip(fields, wires, strict=True))
        yield (*values, number)


def any_holds(
    connection: Connection,
    register: Register,
    field: str,
    wire: Wire = None,
    *,
    standing: Collection[int] | None = None,
) -> bool:
    """True where a record has something in a field, or just this; False where it has no such column. Deleted records are asked,
    too; with ``standing`` only undeleted ones, but for those that these entries (by number) made."""
    table = table_of(register)
    column = table.c.get(field)
    if column is None:
        return False
    held = column.is_not(None) if wire is None else column == wire
    if standing is not None:
        held = held & (table.c.deleted == 0) & table.c.base.not_in(standing)
    return bool(connection.execute(select(exists().where(held))).scalar_one())


def count_by_month(connection: Connection, register: Register, query: Query) -> dict[Month, int]:
    """How many records a query asks for, by the month of the register's date field; months without any left out."""
    month = func.substr(cast(table_of(register).c[register.date_field], String), 1, 7)
    wanted = (*conditions(register, query), month.is_not(None))
    found = connection.execute(select(month, func.count()).where(*wanted).group_by(month))
    return {Month.from_iso(iso): number for iso, number in found if _MONTH.fullmatch(iso)}


def row(connection: Connection, register: Register, record: str) -> Row | None:
    """One record by id, deleted ones too; None where there is none."""
    table = table_of(register)
    found = read(connection, register, select(table).where(table.c.id == record))
    return found[0] if found else None


def rows_by_id(connection: Connection, register: Register, ids: Sequence[str]) -> tuple[Row, ...]:
    """Those of the records that exist, deleted ones too, in no order."""
    table = table_of(register)
    return read(connection, register, select(table).where(table.c.id.in_(ids))) if ids else ()


def by_key(connection: Connection, register: Register, key: str) -> Row | None:
    """The record of a natural key that counts; None where there is none."""
    table = table_of(register)
    statement = (
        select(table).where(table.c.nkey == compared(key), table.c.deleted == 0).order_by(table.c.id).limit(1)
    )
    found = read(connection, register, statement)
    return found[0] if found else None


def holders(connection: Connection, register: Register, key: str) -> tuple[Row, ...]:
    """The records of a natural key, by id: the first is the one that counts."""
    table = table_of(register)
    held = (table.c.nkey == compared(key), table.c.deleted == 0)
    return read(connection, register, select(table).where(*held).order_by(table.c.id))


def all_values(connection: Connection, register: Register) -> list[dict[str, Any]]:
    """Every undeleted record that counts, as values with ``id``, by id."""
    table = table_of(register)
    statement = select(table).where(*counted(table)).order_by(table.c.id)
    return [{"id": r.id, **r.values} for r in read(connection, register, statement)]


def read(connection: Connection, register: Register, statement: Select[Any]) -> tuple[Row, ...]:
    """The records a statement over the register's table gives."""
    fields = register.stored_fields
    return tuple(_row(fields, found) for found in connection.execute(statement).mappings())


def _row(fields: Sequence[Field], found: RowMapping) -> Row:
    values, unreadable = values_of(fields, found)
    return Row(
        id=found["id"],
        values=values,
        deleted=bool(found["deleted"]),
        duplicate=bool(found["twin"]),
        conflict=found["disputed"] > 0,
        unreadable=unreadable,
    )


def values_of(fields: Sequence[Field], wires: RowMapping) -> tuple[dict[str, Value | None], tuple[str, ...]]:
    """The values of stored wires, and the fields whose wire makes no sense (folding refuses nothing): these are
    read as empty."""
    try:
        # As ``Field.from_wire`` has it; without the call, for this is where lists spend their time.
        read = {f.name: None if (wire := wires[f.name]) is None else f.type.from_wire(wire) for f in fields}
        return read, ()
    except (ValueError, TypeError):
        values = {f.name: value_of(f, wires[f.name]) for f in fields}
        return values, tuple(n for n, value in values.items() if value is None and wires[n] is not None)


def value_of(declared: Field, wire: Any) -> Value | None:
    """The value of a wire; None where it makes no sense, for folding refuses nothing."""
    try:
        return declared.from_wire(wire)
    except (ValueError, TypeError):
        return None


def conditions(register: Register, query: Query) -> list[ColumnElement[bool]]:
    """The conditions under which a record is among those a query asks for."""
    table = table_of(register)
    wanted: list[ColumnElement[bool]] = [table.c.deleted == int(query.deleted)]
    if query.month is not None and register.date_field:
        wanted.append(within_days(register, register.date_field, query.month.first_day, query.month.last_day))
    elif query.year is not None and (register.date_field or "fiscal_year" in table.c):
        wanted.append(of_year(register, query.year))
    for name, value in query.equals.items():
        wanted.append(_equals(register.field(name), table.c[name], value))
    words = dict.fromkeys(word[:LONGEST_WORD] for word in fold_case(query.text).split())
    wanted.extend(holds(register, word, query.personal_from) for word in list(words)[:MOST_WORDS])
    wanted.extend([table.c.twin == 0] if query.counted else [])
    if query.as_of is not None:
        after = (query.as_of + timedelta(days=1)).isoformat()
        wanted.extend(table.c[name] < after for name in query.done)
        wanted.extend(or_(table.c[name].is_(None), table.c[name] >= after) for name in query.undone)
    return wanted


def of_year(register: Register, year: int) -> ColumnElement[bool]:
    """A record is of that fiscal year: the one it states, whatever its day; its day's where it states none."""
    table = table_of(register)
    stated = table.c.fiscal_year == year if "fiscal_year" in table.c else None
    if stated is not None and not register.may_tell_no_year:
        return stated
    by_day = within_days(register, register.date_field, first_day_of(year), last_day_of(year))
    return by_day if stated is None else or_(stated, table.c.fiscal_year.is_(None) & by_day)


def _equals(declared: Field, column: ColumnElement[Any], value: Value | None) -> ColumnElement[bool]:
    folds = isinstance(value, str) and declared.type.is_text
    equal: ColumnElement[bool] = (
        func.fold(column) == compared(value) if folds else column == declared.to_wire(value)
    )
    return equal


def ordering(register: Register, query: Query) -> list[Any]:
    """The order a query asks for, by id last."""
    table = table_of(register)
    names: Sequence[str] = query.order_by or register.order_by or register.key_fields
    ordered = []
    for name in names:
        column = table.c.get(name.removeprefix("-"))
        if column is None:
            continue  # lives in another register's table
        ordered.append(column.desc() if name.startswith("-") else column.asc())
    return [*ordered, table.c.id.asc()]


class FileLookup:
    """What rules ask of the other records, answered from an open file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The record of that natural key, as values with ``id``."""
        found = by_key(self._connection, registers_of(self._connection)[register], key)
        return {"id": found.id, **found.values} if found else None

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The records whose named fields hold just these values, as values with ``id``."""
        found = rows(self._connection, registers_of(self._connection)[register], Query(equals=equals))
        return [{"id": r.id, **r.values} for r in found if not r.duplicate]
