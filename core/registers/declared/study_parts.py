"""The four weighted parts of the complaint-system study (indicator 4.1). Source: docs/domain.md section 4."""

from datetime import date
from decimal import Decimal

from core.registers import rules
from core.registers.declare import Record, Register, day, long_text, whole


class StudyPartRecord(Record):
    """What happened to one part of the study; its title and share are the plan's."""

    fiscal_year: int | None = rules.fiscal_year()
    part: int | None = whole("ส่วนที่", required=True, minimum=Decimal(1), help="ส่วนที่ 1 ถึง 4 ตามแผน")
    finished_on: date | None = day("วันที่แล้วเสร็จ", help="วันที่ทำส่วนนี้เสร็จ เว้นว่างเมื่อยังไม่เสร็จ")
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


REGISTER = Register(
    name="study_parts",
    place=11,
    title="การศึกษาระบบเรื่องร้องเรียน กทม. 1555",
    short_title="การศึกษาระบบ",
    unit="complaints",
    record=StudyPartRecord,
    key_fields=("fiscal_year", "part"),
    plan_born=True,
    fixed_id=True,
    date_field="finished_on",
    order_by=("fiscal_year", "part"),
    rules=(
        rules.not_in_future(StudyPartRecord, "finished_on"),
        rules.counts_in_its_year(StudyPartRecord, "finished_on"),
    ),
)
