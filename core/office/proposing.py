"""Proposing instead of writing: changes of the plan made where the plan isn't kept (docs/architecture.md, "Plan edits")."""

from collections.abc import Mapping, Sequence

from core.faults import InputRefusal
from core.office.session import Session
from core.plan.proposals import (
    CHANGES_LENGTH,
    FACTS,
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


def proposed(
    session: Session, connection: Connection, changes: Sequence[Change], label: str
) -> tuple[list[Change], bool]:
    """The changes as a proposal, with those of the year's facts beside it; and whether there are such.

    InputRefusal where they are too many for one proposal.
    """
    own: list[Change] = [fact for change in changes if (fact := _fact(connection, change))]
    parts = [part for change in changes if (part := _part(connection, change))]
    if not parts:
        return own, bool(own)
    stored = packed(parts)
    if len(stored) > CHANGES_LENGTH:
        raise InputRefusal("ข้อเสนอนี้แก้แผนหลายรายการเกินไปสำหรับข้อเสนอเดียว โปรดแบ่งเสนอทีละส่วน")
    given: dict[str, Wire] = {
        "fiscal_year": _year(session, connection, changes),
        "title": label[:LABEL_LENGTH],
        "unit": session.unit,
        "state": "open",
        "changes": stored,
    }
    return [*own, Put(PLAN_PROPOSALS.name, session.new_id(), given)], bool(own)


def _fact(connection: Connection, change: Change) -> Put | None:
    """What a change writes of the year's facts into a record that is there; they are no edit of the plan."""
    facts = FACTS.get(change.register, frozenset())
    if not isinstance(change, Put) or not facts & change.values.keys():
        return None
    row = records.row(connection, registers_of(connection)[change.register], change.record)
    if row is None or row.deleted:
        return None
    return Put(change.register, change.record, {n: v for n, v in change.values.items() if n in facts})


def _part(connection: Connection, change: Change) -> ProposedChange | None:
    register = registers_of(connection)[change.register]
    row = records.row(connection, register, change.record)
    standing = row is not None and not row.deleted
    if isinstance(change, Delete):
        return ProposedChange(register.name, change.record, ProposedAction.DELETE) if standing else None
    if isinstance(change, Restore):
        return None if standing else ProposedChange(register.name, change.record, ProposedAction.RESTORE)
    held = _wires(register, row) if row is not None and standing else {}
    left_out = FACTS.get(register.name, frozenset()) if standing else frozenset()
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
    """The fiscal year of the plan that is changed: that of the first record of the plan among the changes; the year worked
    in where it is of none (what declares registers)."""
    change = next(c for c in changes if c.register in PLAN_NAMES)
    row = records.row(connection, registers_of(connection)[change.register], change.record)
    given: Mapping[str, object] = change.values if isinstance(change, Put) else {}
    year = (row.values if row is not None else given).get("fiscal_year")
    return year if isinstance(year, int) else session.default_year(session.today())
