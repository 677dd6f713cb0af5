"""Commands about months: months, month."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import File, Json, TheMonth, Year
from core.plan.months import MonthAction
from core.thai.dates import month_long, month_short

if TYPE_CHECKING:
    from core.office import Missing, UnitMonth

DONE = {
    MonthAction.SUBMIT: "ส่งแล้ว",
    MonthAction.APPROVE: "รับรองแล้ว",
    MonthAction.RETURN: "ส่งกลับแล้ว",
    MonthAction.REOPEN: "เปิดอีกครั้งแล้ว",
}


def months(file: File, year: Year = None, as_json: Json = False) -> None:
    """สถานะของเดือน แต่ละส่วนราชการและทั้งสำนักงาน"""
    with opened(file, read_only=True) as office:
        table = office.months.table(year)
    if as_json:
        output.answer(
            {"fiscal_year": table[0][0].month.fiscal_year, "months": [_json(m) for row in table for m in row]}
        )
        return
    heads = ("ส่วนราชการ", *(month_short(m.month) for m in table[0]))
    output.table(heads, [(row[0].name, *map(_cell, row)) for row in table])


def _cell(found: "UnitMonth") -> str:
    said = found.state.label if found.by else "-"
    return f"{said} (+{found.changes})" if found.changes else said


def _json(found: "UnitMonth") -> dict[str, Any]:
    edition = found.edition
    return {
        "unit": found.code,
        "month": str(found.month),
        "state": found.state.value,
        "by": found.by or None,
        "at": found.at.isoformat() if found.at else None,
        "reason": found.reason or None,
        "edition": {
            "number": edition.number,
            "approved_on": edition.approved_on.isoformat(),
            "code": edition.code,
        }
        if edition
        else None,
        "changes": found.changes,
        "disputed": found.disputed,
    }


def month(
    file: File,
    action: Annotated[MonthAction, typer.Argument(help="ส่ง รับรอง ส่งกลับ หรือเปิดอีกครั้ง")],
    month: TheMonth,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", help="รหัสส่วนราชการ (office: ทั้งสำนักงาน) เริ่มต้นที่ของแฟ้ม"),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="ต้องมีเมื่อส่งกลับหรือเปิดอีกครั้ง", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """ส่ง รับรอง ส่งกลับ หรือเปิดเดือนอีกครั้ง"""
    with opened(file) as office:
        whose = office.session.acting_unit if unit is None else "" if unit == "office" else unit
        lacking = office.months.missing(whose, month) if action is MonthAction.SUBMIT else ()
        office.months.act(action, whose, month, reason)
        done = office.months.month(whose, month)
    if as_json:
        output.answer({**_json(done), "missing": [_missing_json(one) for one in lacking]})
        return
    print(f"เดือน{month_long(month)} ของ{done.name} {DONE[action]}{_of_edition(done)}")
    for one in lacking:
        print(f"ยังขาด: {one.text}")


def _of_edition(done: "UnitMonth") -> str:
    return f" {done.edition.called} รหัส {done.edition.code}" if done.edition else ""


def _missing_json(found: "Missing") -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "message": found.text,
        "register": found.register or None,
        "record": found.record_id,
    }
