"""A register's list in SQL: which records, in which order, and how many each quick filter keeps, as of the end of a day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
)

from core.registers.declare import Field, Register
from core.store.tables.evidence import has_none, has_some
from core.store.tables.personal import told_from
from core.store.tables.records import Query, conditions, ordering
from core.store.tables.register_tables import Registers, registers_of, table_of
from core.thai.collation import sort_key

NO_EVIDENCE = "no_evidence"  # the quick filter every register's list has
Condition = ColumnElement[bool]
Expression = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a register's records stand at the end of a day, in SQL: which aren't there yet (``later``), which each quick
    filter keeps, in which order they are listed, and what columns beside the register's fields are sorted by."""

    register: Register
    as_of: date
    later: Condition
    filters: Mapping[str, Condition] = field(default_factory=dict)
    order: tuple[Expression, ...] = ()
    sorts: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListOrder:
    """By which column; what is empty comes last either way."""

    column: str
    descending: bool = False


def plain_frame(register: Register, as_of: date) -> Frame:
    """The frame of any register: what is dated later comes at the end."""
    later = _later(register, as_of)
    return Frame(register, as_of, later, order=(later, *ordering(register, Query())))


def with_evidence(frame: Frame) -> Frame:
    """The frame with a quick filter ``no_evidence`` more: what is there by the day and has no file attached."""
    lacks = and_(not_(frame.later), has_none(frame.register))
    return replace(frame, filters={**frame.filters, NO_EVIDENCE: lacks})


def tally(connection: Connection, frame: Frame, scope: Query) -> dict[str, int]:
    """How many records of a scope (year, month, deleted) each quick filter keeps."""
    table, wanted = table_of(frame.register), conditions(frame.register, scope)
    counted = {key: condition for key, condition in frame.filters.items() if key != NO_EVIDENCE}
    sums = [func.sum(case((condition, 1), else_=0)) for condition in counted.values()]
    there = not_(frame.later)
    whole = func.sum(case((there, 1), else_=0))
    there_by, *found = connection.execute(select(whole, *sums).select_from(table).where(*wanted)).one()
    kept = {key: n or 0 for key, n in zip(counted, found, strict=True)}
    if NO_EVIDENCE not in frame.filters:
        return kept
    # Counted by its complement, which is found from the evidence: what the others are counted by needs no record's id.
    proved = select(func.count()).select_from(table).where(has_some(frame.register), there, *wanted)
    return {**kept, NO_EVIDENCE: (there_by or 0) - connection.execute(proved).scalar_one()}


def listed(
    connection: Connection,
    frame: Frame,
    scope: Query,
    *,
    filters: Collection[str] = (),
    by: ListOrder | None = None,
    reads: Sequence[str] = (),
) -> Sequence[Sequence[Any]]:
    """The records of a scope that one of the filters keeps (none given: all), in order: id, whether it comes later, then
    the wires of the fields it ``reads`` (NULL for "", and for what isn't told any more)."""
    table, register = table_of(frame.register), frame.register
    wire_of = partial(_told, registers_of(connection), register, scope.personal_from)
    asked: Select[Any] = select(
        table.c.id, cast(frame.later, Integer), *(wire_of(name) for name in reads)
    ).where(*conditions(register, scope))
    if filters:
        asked = asked.where(or_(*(frame.filters[key] for key in filters)))
    order = ordering(register, scope) if scope.deleted else frame.order
    return connection.execute(asked.order_by(*(_sorted(wire_of, frame, by) if by else ()), *order)).all()


def _later(register: Register, as_of: date) -> Condition:
    if not register.begins:
        return literal(False)
    column, declared = table_of(register).c[register.begins], register.field(register.begins)
    return and_(column.is_not(None), not_(has_come(column, declared, as_of)))


def has_come(column: Expression, declared: Field, as_of: date) -> Condition:
    """A column's day, moment or month has come by the end of ``as_of``: never unknown, so that it can be negated."""
    return and_(column.is_not(None), column < declared.type.wire_after(as_of))


def _told(known: Registers, register: Register, personal_from: int, name: str) -> Expression:
    """A field's stored value where it is told; of personal data of fiscal years before ``personal_from`` none is."""
    value = _wire(known, register, name)
    if not personal_from or not any(f.name == name for f in register.personal_fields):
        return value
    return case((told_from(register, personal_from), value))


def _wire(known: Registers, register: Register, name: str) -> Expression:
    """A field's stored value; of one that lives in another register, the value of that one's record with the same key."""
    if not name:
        return null()
    declared = register.field(name)
    if not declared.through:
        return table_of(register).c[name]
    other, column = declared.through.split(".")
    there, here = table_of(known[other]).alias(), table_of(register).c.nkey
    found = select(there.c[column]).where(there.c.nkey == here, there.c.deleted == 0)
    return found.order_by(there.c.id).limit(1).scalar_subquery()


def _sorted(wire_of: Callable[[str], Expression], frame: Frame, by: ListOrder) -> tuple[Expression, ...]:
    if by.column in frame.sorts:
        value = key = frame.sorts[by.column]
    else:
        declared = frame.register.field(by.column)
        value = _shown(wire_of(declared.name), frame, declared)
        key = _key(value, declared)
    return (or_(value.is_(None), value == ""), key.desc() if by.descending else key.asc())


def _shown(value: Expression, frame: Frame, declared: Field) -> Expression:
    if declared in frame.register.event_fields and declared.name != frame.register.begins:
        return case((has_come(value, declared, frame.as_of), value))  # what comes later isn't shown yet
    return value


def _key(value: Expression, declared: Field) -> Expression:
    if declared.choices:
        ranked = sorted(declared.choices, key=lambda choice: sort_key(choice.label))
        return case({choice.code: n for n, choice in enumerate(ranked)}, value=value)
    return func.thai_key(value) if declared.type.is_text else value
