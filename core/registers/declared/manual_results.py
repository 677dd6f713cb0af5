"""Results as the owning agencies set them (ผลตามที่หน่วยงานกำหนด), entered by hand with their source: dimensions 2-4.

Source: docs/domain.md sections 3 and 4.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.faults import Finding
from core.registers import rules
from core.registers.declare import Record, Register, RuleContext, Values, day, long_text, number, rule, text

ENTERED = "entered"


class ManualResult(Record):
    """One value of one indicator as of a day."""

    indicator: str | None = text(
        "ตัวชี้วัด", required=True, max_length=20, code_of="plan_indicators", help="รหัสตัวชี้วัดตามแผน เช่น D3.1"
    )
    as_of: date | None = day("วันที่ของผล", required=True, help="วันที่ผลนี้มีผล")
    value: Decimal | None = number("ผล", required=True, help="ตัวเลข ทศนิยมไม่เกินสองตำแหน่ง")
    source: str | None = text("ที่มา", required=True, max_length=500, help="หนังสือหรือรายงานของหน่วยงานเจ้าภาพ")
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


@rule("ตัวชี้วัดต้องมีอยู่ในแผน และเป็นตัวชี้วัดที่รับค่าที่กรอกเอง", reads=("indicator",))
def takes_entered_values(values: Values, context: RuleContext) -> Iterable[Finding]:
    """The indicator is in the plan and is not one that is computed from registers."""
    code = values.get("indicator")
    if not code:
        return
    rows = context.lookup.where("plan_indicators", code=code)
    changed = context.lookup.where("plan_definitions", indicator=code)  # redefined in mid-year
    quoted = rules.quoted(str(code))
    if not rows:
        yield Finding(
            "indicator.unknown", f"ตัวชี้วัด {quoted} ไม่มีในแผน โปรดใช้รหัสตามแผน เช่น D3.1", "indicator", str(code)
        )
    elif all(r["formula"] != ENTERED for r in (*rows, *changed)):
        yield Finding(
            "indicator.computed",
            f"ตัวชี้วัด {quoted} คำนวณจากทะเบียน กรอกผลเองไม่ได้ โปรดบันทึกในทะเบียนของตัวชี้วัดนั้น",
            "indicator",
            str(code),
        )


REGISTER = Register(
    name="manual_results",
    place=13,
    title="ผลตามที่หน่วยงานกำหนด",
    short_title="ผลตามที่หน่วยงานกำหนด",
    unit="admin",
    record=ManualResult,
    date_field="as_of",
    order_by=("as_of", "indicator"),
    new_label="บันทึกผล",
    rules=(
        takes_entered_values,
        rules.not_in_future(ManualResult, "as_of"),
        rules.no_near_duplicate("manual_results", ManualResult, "indicator", "as_of"),
    ),
)
