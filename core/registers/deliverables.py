"""Deliverables made from the study (ชิ้นงาน): indicator 4.2. Source: DOMAIN.md section 4."""

from datetime import date

from core.registers import rules
from core.registers.declare import Record, Register, day, long_text, text


class Deliverable(Record):
    """One piece of work."""

    title: str | None = text("ชื่อชิ้นงาน", required=True, max_length=500, help="ชื่อสั้น ๆ ของชิ้นงาน")
    description: str | None = long_text("รายละเอียด", help="ชิ้นงานนี้ทำอะไร ใครใช้")
    delivered_on: date | None = day("วันที่ส่งมอบ", required=True, help="วันที่ชิ้นงานใช้ได้จริง")


DELIVERABLES = Register(
    name="deliverables",
    title="ชิ้นงานจากผลการศึกษา",
    short_title="ชิ้นงาน",
    unit="complaints",
    record=Deliverable,
    date_field="delivered_on",
    order_by=("delivered_on", "title"),
    new_label="เพิ่มชิ้นงาน",
    rules=(
        rules.not_in_future(Deliverable, "delivered_on"),
        rules.no_near_duplicate("deliverables", Deliverable, "title"),
    ),
)
