"""Commands about proposals to change the plan: proposals, decide."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import File, Json, Year
from core.thai.dates import moment_short

if TYPE_CHECKING:
    from core.office import PlanProposal, ProposedRecord


class Decision(StrEnum):
    """What may be decided: the unit that keeps the plan takes or declines, the proposer withdraws."""

    TAKE = "take"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


DONE = {Decision.TAKE: "รับข้อเสนอแล้ว", Decision.DECLINE: "บันทึกว่าไม่รับแล้ว", Decision.WITHDRAW: "ถอนข้อเสนอแล้ว"}


def proposals(file: File, year: Year = None, as_json: Json = False) -> None:
    """ข้อเสนอแก้ไขแผน หรือรายการของส่วนราชการอื่น"""
    with opened(file, read_only=True) as office:
        found = office.plan.proposals(year)
    if as_json:
        output.answer({"proposals": [_proposal_json(one) for one in found]})
    else:
        _print_proposals(found)


def _proposal_json(found: "PlanProposal") -> dict[str, Any]:
    return {
        "id": found.id,
        "fiscal_year": found.year,
        "title": found.title,
        "unit": found.unit,
        "by": found.author,
        "at": found.at.isoformat(),
        "state": found.state,
        "moved": found.moved,
        "answer": found.answer or None,
        "decided_by": found.decided_by or None,
        "records": [_record_json(one) for one in found.records],
    }


def _record_json(wished: "ProposedRecord") -> dict[str, Any]:
    return {
        "register": wished.register,
        "record": wished.record,
        "record_id": wished.record_id,
        "action": wished.action.value,
        "fields": [
            {"field": f.name, "was": f.was, "wanted": f.wanted, "now": f.now, "moved": f.moved}
            for f in wished.fields
        ],
    }


def _print_proposals(found: "tuple[PlanProposal, ...]") -> None:
    output.table(
        ("รหัส", "สถานะ", "เสนอเมื่อ", "ผู้เสนอ", "เรื่อง"),
        [(p.id, p.state_label, moment_short(p.at), f"{p.author} ({p.unit})", p.title) for p in found],
    )


def decide(
    file: File,
    proposal: Annotated[str, typer.Argument(metavar="PROPOSAL", help="รหัสข้อเสนอ (ดู phaenctl proposals)")],
    decision: Annotated[Decision, typer.Argument(help="รับ ไม่รับ หรือถอนข้อเสนอของตน")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="เหตุผล ต้องมีเมื่อไม่รับ", show_default=False)
    ] = "",
) -> None:
    """รับ ไม่รับ หรือถอนข้อเสนอแก้ไข"""
    with opened(file) as office:
        if decision is Decision.TAKE:
            office.plan.take_proposals([proposal], reason)
        elif decision is Decision.DECLINE:
            office.plan.decline_proposals([proposal], reason)
        else:
            office.plan.withdraw_proposals([proposal])
    print(DONE[decision])
