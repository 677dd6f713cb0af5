"""Points of an audit, criterion by criterion (คะแนนรายข้อ). Source: docs/domain.md section 4, centre_audits."""

from collections.abc import Iterable
from decimal import Decimal

from core.faults import Finding
from core.registers.declare import Record, Register, RuleContext, Values, month, number, rule, text
from core.registers.field_types.numbers import plain
from core.registers.rules import ZERO
from core.thai.fiscal import Month


class AuditPoints(Record):
    """What one centre got for one criterion in one month."""

    centre: str | None = text(
        "ศูนย์", required=True, max_length=20, refers_to="info_centres", help="รหัสของศูนย์ข้อมูลข่าวสาร"
    )
    month: Month | None = month("เดือน", required=True, help="เดือนของรอบการตรวจ")
    criterion: str | None = text(
        "เกณฑ์", required=True, max_length=20, refers_to="audit_criteria", help="รหัสของเกณฑ์การตรวจ"
    )
    points: Decimal | None = number("คะแนนที่ได้", required=True, minimum=ZERO, help="ตั้งแต่ 0 ถึงคะแนนเต็มของข้อ")


@rule("คะแนนที่ได้ต้องไม่เกินคะแนนเต็มของข้อ")
def within_the_criterion(values: Values, context: RuleContext) -> Iterable[Finding]:
    """No more points than the criterion gives."""
    points, code = values.get("points"), values.get("criterion")
    criterion = context.lookup.by_key("audit_criteria", str(code)) if code else None
    full = criterion["points"] if criterion else None
    if isinstance(points, Decimal) and full is not None and points > full:
        yield Finding(
            "points.above",
            f"คะแนนที่ได้ ({plain(points)}) มากกว่าคะแนนเต็มของข้อ {code} ({plain(full)}) โปรดตรวจคะแนน",
            "points",
            plain(points),
        )


REGISTER = Register(
    name="audit_points",
    place=6,
    title="คะแนนรายข้อของการตรวจติดตาม",
    short_title="คะแนนรายข้อ",
    unit="central",
    record=AuditPoints,
    key_fields=("centre", "month", "criterion"),
    fixed_id=True,
    date_field="month",
    order_by=("centre", "month", "criterion"),
    new_label="ให้คะแนนรายข้อ",
    rules=(within_the_criterion,),
)
