"""What the office says about an indicator in a month's report: a remark, and cause and remedy where it is behind.

Source: issue of the monthly, quarterly and annual reports; the 2563 plan's report form asks for ปัญหาอุปสรรค and แนวทางแก้ไข.
"""

from core.registers import rules
from core.registers.declare import Record, Register, long_text, month, text
from core.thai.fiscal import Month


class IndicatorRemark(Record):
    """What is said about one indicator in one month."""

    indicator: str | None = text(
        "ตัวชี้วัด", required=True, max_length=20, code_of="plan_indicators", help="รหัสตัวชี้วัดตามแผน เช่น 3"
    )
    month: Month | None = month("เดือน", required=True, help="เดือนของรายงาน เช่น 2563-06 หรือ มิ.ย. 63")
    remark: str | None = long_text("หมายเหตุ", help="ข้อความที่พิมพ์ใต้ตัวชี้วัดในรายงาน")
    cause: str | None = long_text("ปัญหาอุปสรรค", help="สาเหตุที่ผลยังไม่ถึงเป้าหมาย")
    remedy: str | None = long_text("แนวทางแก้ไข", help="สิ่งที่จะทำเพื่อให้ถึงเป้าหมาย")


REGISTER = Register(
    name="indicator_remarks",
    place=14,
    title="หมายเหตุและปัญหาอุปสรรครายเดือน",
    short_title="หมายเหตุรายเดือน",
    unit="admin",
    record=IndicatorRemark,
    key_fields=("indicator", "month"),
    fixed_id=True,
    date_field="month",
    order_by=("month", "indicator"),
    new_label="เพิ่มหมายเหตุ",
    rules=(rules.indicator_known(IndicatorRemark), rules.says_something("remark", "cause", "remedy")),
)
