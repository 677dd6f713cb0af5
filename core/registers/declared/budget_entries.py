"""Budget spending (การใช้จ่ายงบประมาณ) by project. Source: docs/domain.md section 4, "Budget"."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.faults import Finding
from core.registers import rules
from core.registers.declare import (
    Record,
    Register,
    RuleContext,
    Values,
    choice,
    day,
    long_text,
    money,
    rule,
    text,
    whole,
)

KINDS = {"allocated": "จัดสรร", "committed": "ก่อหนี้ผูกพัน", "disbursed": "เบิกจ่าย"}


class BudgetEntry(Record):
    """One entry; a negative amount corrects an earlier one."""

    project: int | None = whole("โครงการ", required=True, minimum=Decimal(1), help="เลขโครงการตามแผน เช่น 1")
    entry_on: date | None = day("วันที่รายการ", required=True, help="วันที่จัดสรร ก่อหนี้ หรือเบิกจ่าย")
    kind: str | None = choice("ประเภท", KINDS, required=True, help="จัดสรร ก่อหนี้ผูกพัน หรือเบิกจ่าย")
    amount: Decimal | None = money("จำนวนเงิน", required=True, help="บาท จำนวนติดลบคือรายการแก้ไข ต้องมีหมายเหตุ")
    reference: str | None = text("เอกสารอ้างอิง", help="เลขที่ฎีกา สัญญา หรือหนังสือ")
    note: str | None = long_text("หมายเหตุ", help="เหตุผลของรายการแก้ไข")


@rule("จำนวนเงินต้องไม่เป็นศูนย์ และรายการแก้ไข (ติดลบ) ต้องมีหมายเหตุ", reads=("amount",), notices=("note",))
def amount_means_something(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """An amount is not nothing; a negative one is a correction and says why."""
    amount = values.get("amount")
    if not isinstance(amount, Decimal):
        return
    shown = rules.shown_in(BudgetEntry, "amount", amount)
    if amount == 0:
        yield Finding("amount.zero", f"จำนวนเงิน ({shown}) เป็นศูนย์ โปรดกรอกจำนวนเงินของรายการ", "amount", shown)
    if amount < 0 and not values.get("note"):
        yield Finding(
            "note.needed",
            f"จำนวนเงินติดลบ ({shown}) เป็นรายการแก้ไขแต่ไม่มีหมายเหตุ โปรดกรอกหมายเหตุว่าแก้ไขรายการใด",
            "note",
            None,
        )


REGISTER = Register(
    name="budget_entries",
    place=2,
    title="ทะเบียนการใช้จ่ายงบประมาณ",
    short_title="การใช้จ่ายงบประมาณ",
    unit="finance",
    record=BudgetEntry,
    date_field="entry_on",
    order_by=("entry_on", "project"),
    new_label="บันทึกการใช้จ่าย",
    rules=(
        rules.project_known(BudgetEntry),
        amount_means_something,
        rules.not_in_future(BudgetEntry, "entry_on"),
        rules.no_near_duplicate("budget_entries", BudgetEntry, "project", "entry_on", "kind", "amount"),
    ),
)
