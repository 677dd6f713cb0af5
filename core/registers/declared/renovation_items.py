"""The six fixtures of the toilet renovation (รายการปรับปรุงห้องน้ำ), project 1. Source: docs/domain.md section 4."""

from collections.abc import Iterable
from datetime import date

from core.faults import Finding
from core.registers import rules
from core.registers.declare import Record, Register, RuleContext, Values, choice, day, long_text, rule

ROOMS = {"men": "ห้องน้ำชาย", "women": "ห้องน้ำหญิง"}
FIXTURES = {"toilet": "โถชักโครก", "basin": "อ่างล้างมือ", "handrail": "ราวจับสแตนเลส"}
PROJECT, ACCEPTANCE_STEP = 1, 5


class RenovationItem(Record):
    """One kind of fixture in one room."""

    fiscal_year: int | None = rules.fiscal_year()
    room: str | None = choice("ห้อง", ROOMS, required=True, help="ห้องน้ำชายหรือห้องน้ำหญิง")
    fixture: str | None = choice("อุปกรณ์", FIXTURES, required=True, help="โถชักโครก อ่างล้างมือ หรือราวจับสแตนเลส")
    installed_on: date | None = day("วันที่ติดตั้ง", help="วันที่ติดตั้งแล้วเสร็จ")
    accepted_on: date | None = day("วันที่ตรวจรับ", help="วันที่คณะกรรมการตรวจรับ ต้องตรวจรับครบทุกรายการก่อนปิดขั้นตอนที่ 5")
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


@rule("ตรวจรับได้เมื่อมีวันที่ติดตั้ง")
def installed_before_accepted(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Nothing is accepted that wasn't installed."""
    accepted = values.get("accepted_on")
    if accepted and not values.get("installed_on"):
        shown = rules.shown_in(RenovationItem, "accepted_on", accepted)
        yield Finding(
            "installed.missing",
            f"มีวันที่ตรวจรับ ({shown}) แต่ไม่มีวันที่ติดตั้ง โปรดกรอกวันที่ติดตั้งก่อน",
            "accepted_on",
            shown,
        )


@rule("เมื่อขั้นตอนที่ 5 แล้วเสร็จ ทุกรายการต้องตรวจรับแล้วภายในวันนั้น")
def accepted_before_step_closed(values: Values, context: RuleContext) -> Iterable[Finding]:
    """Step 5 (ตรวจรับงาน) stays true: no item is unaccepted, or accepted later, once it has finished."""
    year, accepted = values.get("fiscal_year"), values.get("accepted_on")
    closed = context.lookup.where("project_steps", fiscal_year=year, project=PROJECT, step=ACCEPTANCE_STEP)
    finished = closed[0]["finished_on"] if closed else None
    if finished is None or (isinstance(accepted, date) and accepted <= finished):
        return
    yield Finding(
        "steps.not_accepted",
        f"ขั้นตอนที่ 5 ตรวจรับงาน แล้วเสร็จแล้ว ({rules.shown_in(RenovationItem, 'accepted_on', finished)}) "
        "รายการนี้จึงต้องตรวจรับภายในวันนั้น โปรดตรวจวันที่ตรวจรับ หรือแก้วันที่ของขั้นตอนก่อน",
        "accepted_on",
        rules.shown_in(RenovationItem, "accepted_on", accepted) or None,
    )


REGISTER = Register(
    name="renovation_items",
    place=7,
    title="รายการปรับปรุงห้องน้ำ",
    short_title="ปรับปรุงห้องน้ำ",
    unit="central",
    record=RenovationItem,
    key_fields=("fiscal_year", "room", "fixture"),
    plan_born=True,
    fixed_id=True,
    date_field="accepted_on",
    order_by=("fiscal_year", "room", "fixture"),
    rules=(
        installed_before_accepted,
        rules.in_order(RenovationItem, "installed_on", "accepted_on"),
        accepted_before_step_closed,
        rules.on_working_days(RenovationItem, "accepted_on"),
        rules.not_in_future(RenovationItem, "installed_on", "accepted_on"),
    ),
)
