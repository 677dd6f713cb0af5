"""Deliverables made from the study (ชิ้นงาน): indicator 4.2. Source: docs/domain.md sections 4 and 6."""

from collections.abc import Iterator
from datetime import date

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.declare import Record, Register, RuleContext, Values, day, long_text, rule, text


class Deliverable(Record):
    """One piece of work."""

    title: str | None = text("ชื่อชิ้นงาน", required=True, max_length=500, help="ชื่อสั้น ๆ ของชิ้นงาน")
    description: str | None = long_text("รายละเอียด", help="ชิ้นงานนี้ทำอะไร ใครใช้")
    delivered_on: date | None = day("วันที่ส่งมอบ", required=True, help="วันที่ชิ้นงานใช้ได้จริง")
    fiscal_year: int | None = rules.fiscal_year("ปี พ.ศ. ของแผนที่ชิ้นงานนี้นับให้ เว้นว่างหมายถึงปีของวันที่ส่งมอบ")


@rule("ปีงบประมาณที่ชิ้นงานนับให้ต้องมีแผนในแฟ้ม", reads=("fiscal_year",))
def counts_for_a_plan(values: Values, context: RuleContext) -> Iterator[Finding]:
    """A piece counts for the year it tells; of a year without a plan it counts for nothing."""
    year = values.get("fiscal_year")
    if year is not None and context.plan_years and year not in context.plan_years:
        said = f"แฟ้มนี้ไม่มีแผนปีงบประมาณ {year} ชิ้นงานนี้จึงยังไม่นับ โปรดตรวจปีงบประมาณ"
        yield Finding("year.no_plan", said, "fiscal_year", str(year), Severity.WARNING)


REGISTER = Register(
    name="deliverables",
    place=12,
    title="ชิ้นงานจากผลการศึกษา",
    short_title="ชิ้นงาน",
    unit="complaints",
    record=Deliverable,
    date_field="delivered_on",
    order_by=("delivered_on", "title"),
    new_label="เพิ่มชิ้นงาน",
    rules=(
        rules.not_in_future(Deliverable, "delivered_on"),
        counts_for_a_plan,
        rules.counts_in_its_year(Deliverable, "delivered_on"),
        rules.no_near_duplicate("deliverables", Deliverable, "title"),
    ),
)
