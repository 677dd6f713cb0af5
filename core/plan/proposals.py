"""Proposals to change the plan: plan edits belong to the unit that keeps the plan, and what another unit would change
travels to it as a record of this register, with its next package (docs/architecture.md, "The log, precisely": plan edits).

A proposal holds what its proposer saw and what is wished instead, so that the keeper sees where the plan has moved on
since. It is a record like any other: it merges, is undone and is disputed as they are. Until it is taken up the plan
stands as it was.

What the year brings is no edit of the plan, though it lies in the plan's records: a project's contract, and the planned
months that a step's record writes through (docs/domain.md section 4: ``project_steps``). The unit that owns the project
fills these in.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.plan.records import PLAN_REGISTERS, PlanProject
from core.plan.register_records import REGISTER_RECORDS
from core.registers import declare as d
from core.registers.declare import Record, Register, Wire, fields_by_name, fields_of

STATES = {"open": "รอพิจารณา", "taken": "รับแล้ว", "declined": "ไม่รับ", "withdrawn": "ถอนแล้ว"}
PLAN_NAMES = frozenset(r.name for r in (*PLAN_REGISTERS, *REGISTER_RECORDS))
# Fields of the plan's records that hold what the year brought.
FACTS: Mapping[str, frozenset[str]] = {
    "plan_projects": frozenset(name for name in fields_by_name(PlanProject) if name.startswith("contract_")),
}
# Fields of the plan that a register's ``through`` may write: facts of the year, too. What declarations say is no part of this,
# for they come from other files: any other field that lives elsewhere is only shown.
WRITTEN_THROUGH = frozenset({"plan_steps.planned_from", "plan_steps.planned_to"})

LABEL_LENGTH = 500
ANSWER_LENGTH = 500
CHANGES_LENGTH = 400_000  # letters: one entry of the log must hold it


class PlanProposalRecord(Record):
    """A wish to change the plan. ``unit`` is the proposing unit's code, ``changes`` what ``packed`` makes."""

    fiscal_year: int | None = d.whole("ปีงบประมาณ", required=True)
    title: str | None = d.text("เรื่อง", required=True, max_length=LABEL_LENGTH)
    unit: str | None = d.text("ส่วนราชการที่เสนอ", max_length=60)
    state: str | None = d.choice("ผลการพิจารณา", STATES, required=True)
    answer: str | None = d.text("เหตุผล", max_length=ANSWER_LENGTH)
    changes: str | None = d.long_text("รายการที่เสนอ", required=True, max_length=CHANGES_LENGTH, in_list=False)


PLAN_PROPOSALS = Register(
    name="plan_proposals",
    title="ข้อเสนอแก้ไขแผน",
    short_title="ข้อเสนอแก้ไขแผน",
    unit="",
    fields=fields_of(PlanProposalRecord),
    internal=True,
    order_by=("-id",),
)


class ProposedAction(StrEnum):
    """What is wished of a record."""

    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A field's wire value as the proposer saw it, and the one wished instead."""

    was: Wire
    wanted: Wire


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """What a proposal wishes of one record; ``fields`` are those that would change, none of a delete or restore."""

    register: str
    record: str
    action: ProposedAction
    fields: Mapping[str, ProposedValue] = field(default_factory=dict)


def is_the_keepers(register: str, field: str) -> bool:
    """True for a field of the plan that only the unit that keeps it writes: no fact of the year, and none that another
    register writes through."""
    fact = field in FACTS.get(register, ()) or f"{register}.{field}" in WRITTEN_THROUGH
    return register in PLAN_NAMES and not fact


def packed(parts: Iterable[ProposedChange]) -> str:
    """A proposal's parts as they are stored and sent."""
    told = [
        {
            "register": part.register,
            "record": part.record,
            "action": part.action.value,
            "fields": {name: [wish.was, wish.wanted] for name, wish in part.fields.items()},
        }
        for part in parts
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def unpacked(stored: str | None) -> tuple[ProposedChange, ...]:
    """The parts of a stored proposal; those that make no sense here (a later version's) are left out, as folding
    refuses nothing."""
    try:
        told = json.loads(stored or "[]")
    except ValueError:
        return ()
    return tuple(part for one in (told if isinstance(told, list) else ()) if (part := _part(one)))


def _part(told: Any) -> ProposedChange | None:
    try:
        fields = {str(name): ProposedValue(was, wanted) for name, (was, wanted) in told["fields"].items()}
        return ProposedChange(
            str(told["register"]), str(told["record"]), ProposedAction(told["action"]), fields
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
