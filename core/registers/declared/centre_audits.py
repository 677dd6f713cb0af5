"""Monthly audits of the information centres (ผลการตรวจติดตาม): indicator 2.

Source: docs/domain.md section 4; the 2563 plan's indicator 2 (rounds January to June, reported February to July). An audit's
month is its ``month``; it exists from ``audited_on`` on.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.declare import (
    Record,
    Register,
    RuleContext,
    Values,
    day,
    long_text,
    month,
    number,
    rule,
    text,
)
from core.registers.field_types.numbers import plain
from core.thai.dates import month_short
from core.thai.fiscal import Month


class CentreAudit(Record):
    """One centre's audit of one month."""

    centre: str | None = text(
        "ศูนย์", required=True, max_length=20, refers_to="info_centres", help="รหัสของศูนย์ข้อมูลข่าวสาร"
    )
    month: Month | None = month("เดือน", required=True, help="เดือนของรอบการตรวจ เช่น 2563-01 หรือ ม.ค. 63")
    audited_on: date | None = day("วันที่ตรวจ", required=True, help="วันที่ตรวจจริง อาจเป็นเดือนถัดไป")
    auditor: str | None = text("ผู้ตรวจ", help="ชื่อผู้ตรวจ")
    score: Decimal | None = number(
        "คะแนน", minimum=rules.ZERO, maximum=Decimal(100), help="0 ถึง 100 ผ่านเมื่อได้ตั้งแต่ 80"
    )
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


@rule("วันที่ตรวจต้องไม่มาก่อนเดือนของรอบการตรวจ และควรไม่เกินสิ้นเดือนถัดไป")
def audited_in_time(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Audited before its month begins is an error, after the following month a remark."""
    audited, of = values.get("audited_on"), values.get("month")
    if not isinstance(audited, date) or not isinstance(of, Month):
        return
    shown = rules.shown_in(CentreAudit, "audited_on", audited)
    if audited < of.first_day:
        yield Finding(
            "audit.early",
            f"วันที่ตรวจ ({shown}) มาก่อนเดือน {month_short(of)} ที่ตรวจ โปรดตรวจวันที่หรือเดือน",
            "audited_on",
            shown,
        )
    if audited > of.next().last_day:
        yield Finding(
            "audit.late",
            f"วันที่ตรวจ ({shown}) ช้ากว่าเดือนถัดจาก {month_short(of)} ถ้าถูกต้องแล้วไม่ต้องแก้ไข",
            "audited_on",
            shown,
            Severity.REMARK,
        )


@rule("การตรวจที่บันทึกแล้วควรมีคะแนน")
def scored(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """An audit without a score counts for nothing yet: a remark."""
    if values.get("score") is None and values.get("audited_on"):
        yield Finding(
            "score.missing",
            "ยังไม่มีคะแนน การตรวจครั้งนี้จึงยังไม่นับว่าผ่าน โปรดกรอกคะแนน 0 ถึง 100",
            "score",
            None,
            Severity.REMARK,
        )


@rule("คะแนนควรเท่ากับผลรวมของคะแนนรายข้อ ถ้าให้คะแนนรายข้อไว้")
def score_is_the_sum(values: Values, context: RuleContext) -> Iterable[Finding]:
    """A score that differs from the sum of its checklist is a warning."""
    score, centre, of = (values.get(n) for n in ("score", "centre", "month"))
    if not isinstance(score, Decimal) or not centre or not of:
        return
    items = context.lookup.where("audit_points", centre=centre, month=of)
    total = sum((i["points"] for i in items if i["points"] is not None), rules.ZERO)
    if items and total != score:
        yield Finding(
            "score.differs",
            f"คะแนน ({plain(score)}) ไม่เท่ากับผลรวมคะแนนรายข้อ ({plain(total)}) โปรดตรวจคะแนนทั้งสองทาง",
            "score",
            plain(score),
            Severity.WARNING,
        )


REGISTER = Register(
    name="centre_audits",
    place=3,
    title="ผลการตรวจติดตามศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์",
    short_title="ตรวจศูนย์ข้อมูลข่าวสาร",
    unit="central",
    record=CentreAudit,
    key_fields=("centre", "month"),
    fixed_id=True,
    date_field="month",
    exists_from="audited_on",
    order_by=("centre", "month"),
    new_label="บันทึกผลการตรวจ",
    rules=(
        audited_in_time,
        scored,
        score_is_the_sum,
        rules.on_working_days(CentreAudit, "audited_on"),
        rules.not_in_future(CentreAudit, "audited_on"),
    ),
)
