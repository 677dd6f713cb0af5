"""The checklist of an audit (เกณฑ์การตรวจ): criteria whose points add up to 100.

Source: sections 7 and 9 of the Official Information Act B.E. 2540; the list that comes with the plan is a sample, and
the office edits it.
"""

from collections.abc import Iterable
from decimal import Decimal

from core.faults import Finding, Severity
from core.registers.declare import Record, Register, RuleContext, Values, flag, number, rule, text, whole
from core.registers.field_types.numbers import plain
from core.registers.rules import ZERO

FULL = Decimal(100)


class AuditCriterion(Record):
    """One criterion of the checklist."""

    code: str | None = text("รหัส", required=True, max_length=20, help="เช่น 7.1 ไม่ซ้ำกัน")
    ordinal: int | None = whole("ลำดับ", minimum=Decimal(1), maximum=Decimal(999), help="ลำดับในแบบตรวจ")
    title: str | None = text("เกณฑ์", required=True, max_length=500, help="สิ่งที่ต้องมีในศูนย์")
    section: str | None = text("มาตรา", max_length=50, help="มาตราของ พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540")
    points: Decimal | None = number(
        "คะแนนเต็ม", required=True, minimum=ZERO, maximum=FULL, help="คะแนนเต็มทุกข้อที่ใช้รวมกันเป็น 100"
    )
    active: bool | None = flag("ใช้งาน", help="ข้อที่เลิกใช้ให้เลือก ไม่ใช่")


@rule("คะแนนเต็มของเกณฑ์ที่ใช้งานรวมกันต้องเป็น 100")
def adds_up_to_100(values: Values, context: RuleContext) -> Iterable[Finding]:
    """The points of the criteria in use add up to 100; else a warning, for criteria are edited one by one."""
    kept = [r for r in context.lookup.where("audit_criteria") if r["id"] != context.record_id]
    used = [r.get("points") or ZERO for r in (*kept, values) if r.get("active") is not False]
    total = sum((p for p in used if isinstance(p, Decimal)), ZERO)
    if total != FULL:
        yield Finding(
            "points.total",
            f"คะแนนเต็มของเกณฑ์ที่ใช้งานรวมกันได้ {plain(total)} โปรดปรับให้รวมเป็น 100",
            "points",
            plain(total),
            Severity.WARNING,
        )


REGISTER = Register(
    name="audit_criteria",
    place=5,
    title="เกณฑ์การตรวจติดตามศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์",
    short_title="เกณฑ์การตรวจ",
    unit="central",
    record=AuditCriterion,
    key_fields=("code",),
    plan_born=True,
    fixed_id=True,
    order_by=("ordinal", "code"),
    new_label="เพิ่มเกณฑ์",
    rules=(adds_up_to_100,),
)
