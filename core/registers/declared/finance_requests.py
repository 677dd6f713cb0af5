"""Requests for disbursement (ใบขอเบิกเงิน) of the finance division: indicator 3.

Source: docs/domain.md section 4; the procedure is the five steps of the 2563 plan's project 3 (receive, check, approve the
voucher, send to the finance department, take the transfer and make out the cheque).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.clocks import Clock
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
)
from core.thai.fiscal import fiscal_year_of

PROCUREMENTS = {"w119": "ว.119", "other": "อื่น ๆ"}


class FinanceRequest(Record):
    """One request for disbursement."""

    request_no: str | None = text(
        "เลขที่ใบขอเบิก", required=True, max_length=50, help="ไม่ซ้ำกันในปีงบประมาณเดียวกัน เช่น 63/0431"
    )
    requesting_unit: str | None = text("ส่วนราชการผู้ขอเบิก", in_list=False, help="ส่วนราชการที่ส่งใบขอเบิก")
    description: str | None = text("รายการ", max_length=500, in_list=False, help="สิ่งที่จัดซื้อหรือจัดจ้าง")
    procurement: str | None = choice(
        "ประเภท", PROCUREMENTS, required=True, in_list=False, help="ตัวชี้วัดที่ 3 นับเฉพาะ ว.119"
    )
    payee: str | None = text("เจ้าหนี้/ผู้มีสิทธิรับเงิน", help="ชื่อร้านค้าหรือบุคคลที่จะรับเงิน")
    amount: Decimal | None = money(
        "จำนวนเงิน", required=True, minimum=rules.ZERO, above_zero=True, help="บาท ทศนิยมไม่เกินสองตำแหน่ง"
    )
    received_on: date | None = day(
        "วันที่รับ", required=True, help="วันที่ฝ่ายการคลังรับใบขอเบิก เริ่มนับ 7 วันทำการในวันถัดไป"
    )
    checked_on: date | None = day("ตรวจสอบ", in_list=False, help="วันที่ตรวจสอบเอกสารเสร็จ")
    returned_on: date | None = day("ส่งคืนแก้ไข", in_list=False, help="วันที่ส่งคืนให้ผู้ขอเบิกแก้ไข ถ้ามี")
    resubmitted_on: date | None = day("รับคืน", in_list=False, help="วันที่ได้รับเอกสารที่แก้ไขแล้ว")
    approved_on: date | None = day("อนุมัติฎีกา", in_list=False, help="วันที่อนุมัติหน้าฎีกา")
    voucher_no: str | None = text("เลขที่ฎีกา", max_length=50, in_list=False, help="เช่น ฎ.1187/63")
    sent_on: date | None = day("ส่งกองการเงิน", in_list=False, help="วันที่ส่งหน้าฎีกาให้กองการเงิน")
    transferred_on: date | None = day("รับโอน", in_list=False, help="วันที่ได้รับโอนเงินจากกองการเงิน")
    cheque_on: date | None = day("จัดทำเช็ค", help="วันที่จัดทำเช็คพร้อมสั่งจ่าย ใช้วันที่นี้ตัดสินว่าทันกำหนด")
    cheque_no: str | None = text("เลขที่เช็ค", max_length=50, in_list=False, help="เลขที่บนเช็ค")
    cancelled_on: date | None = day("ยกเลิก", in_list=False, help="วันที่ยกเลิกใบขอเบิก ใบที่ยกเลิกไม่นับในตัวชี้วัด")
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


PROCEDURE = (
    "received_on",
    "checked_on",
    "returned_on",
    "resubmitted_on",
    "approved_on",
    "sent_on",
    "transferred_on",
    "cheque_on",
)
DAYS = (*PROCEDURE, "cancelled_on")


def _key(number: str | None, received: date | None) -> str | None:
    return f"{fiscal_year_of(received)}|{number}" if received and number else None


def _key_label(values: Mapping[str, Any]) -> str:
    return f"เลขที่ใบขอเบิก {rules.quoted(values['request_no'])} ของปีงบประมาณ {fiscal_year_of(values['received_on'])}"


@rule(
    "รับคืนได้เมื่อมีวันที่ส่งคืนแก้ไข และเมื่ออนุมัติฎีกาแล้วควรมีวันที่รับคืน",
    reads=("returned_on", "resubmitted_on", "approved_on"),
)
def returned_and_resubmitted(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """A request comes back only after it was returned; approved while away is a remark."""
    returned, back, approved = (values.get(n) for n in ("returned_on", "resubmitted_on", "approved_on"))
    if back and not returned:
        yield Finding(
            "returned.missing",
            f"มีวันที่รับคืน ({rules.shown_in(FinanceRequest, 'resubmitted_on', back)}) แต่ไม่มีวันที่ส่งคืนแก้ไข "
            "โปรดกรอกวันที่ส่งคืนแก้ไข หรือลบวันที่รับคืน",
            "resubmitted_on",
            rules.shown_in(FinanceRequest, "resubmitted_on", back),
        )
    if returned and approved and not back:
        yield Finding(
            "resubmitted.missing",
            f"อนุมัติฎีกาแล้ว ({rules.shown_in(FinanceRequest, 'approved_on', approved)}) แต่ยังไม่มีวันที่รับคืนหลังส่งคืนแก้ไข "
            "โปรดกรอกวันที่รับคืนถ้ามี",
            "resubmitted_on",
            None,
            Severity.REMARK,
        )


@rule("ใบขอเบิกที่ยกเลิกแล้วจัดทำเช็คไม่ได้", reads=("cancelled_on", "cheque_on"))
def cancelled_and_paid(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Cancelled and paid at once is refused."""
    cancelled, paid = values.get("cancelled_on"), values.get("cheque_on")
    if cancelled and paid:
        yield Finding(
            "cancelled.paid",
            f"ใบขอเบิกนี้ยกเลิกแล้ว ({rules.shown_in(FinanceRequest, 'cancelled_on', cancelled)}) "
            f"แต่มีวันที่จัดทำเช็ค ({rules.shown_in(FinanceRequest, 'cheque_on', paid)}) โปรดลบวันใดวันหนึ่ง",
            "cancelled_on",
            rules.shown_in(FinanceRequest, "cancelled_on", cancelled),
        )


REGISTER = Register(
    name="finance_requests",
    place=1,
    title="ทะเบียนใบขอเบิกเงิน",
    short_title="ใบขอเบิกเงิน",
    unit="finance",
    record=FinanceRequest,
    key_fields=("request_no", "received_on"),
    key=_key,
    key_label=_key_label,
    date_field="received_on",
    order_by=("received_on", "request_no"),
    new_label="รับใบขอเบิก",
    counted_in="ฉบับ",
    clocks=(
        Clock(
            name="pay",
            label="จ่าย",
            since="received_on",
            until="cheque_on",
            limit=7,
            unit="working_days",
            stopped_by="cancelled_on",
            out_since="returned_on",
            restarts_on="resubmitted_on",
            runs_on=True,
            away="ส่งคืน",
            line="ใบขอเบิก {request_no} {payee}",
        ),
    ),
    rules=(
        rules.in_order(FinanceRequest, *PROCEDURE),
        rules.in_order(FinanceRequest, "received_on", "cancelled_on", code="cancelled.early"),
        returned_and_resubmitted,
        cancelled_and_paid,
        rules.together(FinanceRequest, "approved_on", "voucher_no"),
        rules.together(FinanceRequest, "cheque_on", "cheque_no"),
        rules.on_working_days(FinanceRequest, *DAYS),
        rules.not_in_future(FinanceRequest, *DAYS),
        rules.no_near_duplicate("finance_requests", FinanceRequest, "payee", "amount", "received_on"),
    ),
)
