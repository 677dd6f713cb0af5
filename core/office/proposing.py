"""Proposing instead of writing: changes of the plan made where it isn't kept, and of records that are another unit's
(docs/domain.md, "Rights")."""

from collections.abc import Callable, Collection, Mapping, Sequence

from core.faults import InputRefusal
from core.office.session import Session
from core.plan.proposals import (
    CHANGES_LENGTH,
    LABEL_LENGTH,
    PLAN_NAMES,
    PLAN_PROPOSALS,
    ProposedAction,
    ProposedChange,
    ProposedValue,
    packed,
)
from core.registers.declare import Register, Wire
from core.store.connection import Connection
from core.store.log.changes import Change, Delete, Put, Restore
from core.store.tables import records
from core.store.tables.records import Row
from core.store.tables.register_tables import registers_of

Whose = Callable[[Connection, Change], str]  # the unit that decides a change
Keeps = Callable[[Connection, Change], Change | None]  # as much of a change as is written


def proposed(
    session: Session,
    connection: Connection,
    changes: Sequence[Change],
    label: str,
    keeps: Keeps,
    whose: Whose = lambda *_: "",
) -> tuple[list[Change], bool]:
    """The changes as a proposal to each unit that decides some (``whose``), with those beside it that are written (``keeps``);
    and whether there are such.

    InputRefusal where they are too many for one proposal.
    """
    split = [(change, keeps(connection, change)) for change in changes]
    own = [kept for _, kept in split if kept is not None]
    by_unit: dict[str, list[ProposedChange]] = {}
    for change, kept in split:
        part = _part(connection, change, _written(kept)) if kept != change else None
        if part is not None:
            by_unit.setdefault(whose(connection, change), []).append(part)
    year = _year(session, connection, changes) if by_unit else 0
    return [*own, *(_proposal(session, year, label, parts) for parts in by_unit.values())], bool(own)


def _proposal(session: Session, year: int, label: str, parts: Sequence[ProposedChange]) -> Put:
    stored = packed(parts)
    if len(stored) > CHANGES_LENGTH:
        raise InputRefusal("ข้อเสนอนี้แก้ไขหลายรายการเกินไปสำหรับข้อเสนอเดียว โปรดแบ่งเสนอทีละส่วน")
    given: dict[str, Wire] = {
        "fiscal_year": year,
        "title": label[:LABEL_LENGTH],
        "unit": session.acting_unit,
        "state": "open",
        "changes": stored,
    }
    return Put(PLAN_PROPOSALS.name, session.new_id(), given)


def _written(kept: Change | None) -> Collection[str]:
    return kept.values.keys() if isinstance(kept, Put) else ()


def _part(connection: Connection, change: Change, left_out: Collection[str]) -> ProposedChange | None:
    register = registers_of(connection)[change.register]
    row = records.row(connection, register, change.record)
    standing = row is not None and not row.deleted
    if isinstance(change, Delete):
        return ProposedChange(register.name, change.record, ProposedAction.DELETE) if standing else None
    if isinstance(change, Restore):
        return None if standing else ProposedChange(register.name, change.record, ProposedAction.RESTORE)
    held = _wires(register, row) if row is not None and standing else {}
    wishes = {
        name: ProposedValue(held.get(name), wire)
        for name, wire in change.values.items()
        if name not in left_out and (not standing or held.get(name) != wire)
    }
    action = ProposedAction.CHANGE if standing else ProposedAction.ADD
    return ProposedChange(register.name, change.record, action, wishes) if wishes else None


def _wires(register: Register, row: Row) -> dict[str, Wire]:
    return {f.name: f.to_wire(row.values[f.name]) for f in register.stored_fields}


def _year(session: Session, connection: Connection, changes: Sequence[Change]) -> int:
    """The fiscal year of what is changed: that of the first record of the plan among the changes, else of the first; the year
    worked in where it is of none (what declares registers)."""
    change = next((c for c in changes if c.register in PLAN_NAMES), changes[0])
    row = records.row(connection, registers_of(connection)[change.register], change.record)
    given: Mapping[str, object] = change.values if isinstance(change, Put) else {}
    year = (row.values if row is not None else given).get("fiscal_year")
    return year if isinstance(year, int) else session.default_year(session.today())
