"""The office's own additions to and removals from the government calendar, each with its source.

Source: docs/domain.md section 3, "Working days".
"""

from collections.abc import Iterable
from datetime import date

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.declare import Record, Register, RuleContext, Values, choice, day, rule, text

KINDS = {"add": "เพิ่มวันหยุด", "remove": "ตัดวันหยุด"}
SATURDAY = 5


class OfficeHoliday(Record):
    """One day added to, or removed from, the holidays."""

    day: date | None = day("วันที่", required=True, beforehand=True, help="วันที่เพิ่มหรือตัด")
    kind: str | None = choice("ประเภท", KINDS, required=True, help="เพิ่มวันหยุด หรือตัดวันหยุดออก")
    name: str | None = text("ชื่อวันหยุด", help="จำเป็นเมื่อเพิ่มวันหยุด")
    source: str | None = text(
        "ที่มา", required=True, max_length=500, help="เช่น มติคณะรัฐมนตรี หรือหนังสือเวียน พร้อมวันที่"
    )


@rule("วันหยุดที่เพิ่มต้องมีชื่อ")
def added_with_a_name(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """An added holiday has a name, for the due-day box names what it skips."""
    if values.get("kind") == "add" and not values.get("name"):
        yield Finding("name.missing", "ชื่อวันหยุดยังว่าง โปรดกรอกชื่อของวันหยุดที่เพิ่ม", "name")


@rule("วันเดียวกันเพิ่มและตัดพร้อมกันไม่ได้")
def not_both(values: Values, context: RuleContext) -> Iterable[Finding]:
    """One day isn't added and removed at once."""
    on, kind = values.get("day"), values.get("kind")
    if on is None or kind is None:
        return
    rows = rules.others(context.lookup.where("office_holidays", day=on), context)
    if any(r["kind"] not in (kind, None) for r in rows):
        shown = rules.shown_in(OfficeHoliday, "day", on)
        yield Finding(
            "holiday.both",
            f"วันที่ ({shown}) มีทั้งรายการเพิ่มและรายการตัดวันหยุด โปรดเก็บไว้เพียงรายการเดียว",
            "day",
            shown,
        )


@rule("เสาร์และอาทิตย์เป็นวันหยุดอยู่แล้ว")
def on_a_weekday(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Saturdays and Sundays are off anyway: a remark."""
    on = values.get("day")
    if isinstance(on, date) and on.weekday() >= SATURDAY:
        shown = rules.shown_in(OfficeHoliday, "day", on)
        yield Finding(
            "holiday.weekend",
            f"วันที่ ({shown}) เป็นวันเสาร์หรืออาทิตย์ ซึ่งไม่ใช่วันทำการอยู่แล้ว โปรดตรวจวันที่",
            "day",
            shown,
            Severity.REMARK,
        )


REGISTER = Register(
    name="office_holidays",
    place=16,
    title="วันหยุดที่สำนักงานเพิ่มหรือตัด",
    short_title="วันหยุดราชการ",
    unit="admin",
    record=OfficeHoliday,
    key_fields=("day", "kind"),
    date_field="day",
    order_by=("day", "kind"),
    new_label="เพิ่มวันหยุด",
    rules=(added_with_a_name, not_both, on_a_weekday),
)
