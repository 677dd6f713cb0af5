"""Following official letters by LINE@ (การติดตามหนังสือราชการ): indicators 5.1-5.3. Source: docs/domain.md section 4."""

from collections.abc import Iterable
from datetime import datetime, time

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.clocks import Clock
from core.registers.declare import Record, Register, RuleContext, Values, long_text, moment, rule, text


class LetterEnquiry(Record):
    """One enquiry about a letter."""

    user: str | None = text("ผู้ใช้บริการ", required=True, help="ชื่อหรือรหัสผู้ใช้ ใช้ชื่อเดิมทุกครั้งเพื่อให้นับคนได้ถูก")
    unit: str | None = text("หน่วยงาน", help="หน่วยงานของผู้ใช้บริการ")
    letter_no: str | None = text("เลขที่หนังสือ", max_length=100, help="เลขที่หนังสือที่ติดตาม")
    subject: str | None = text("เรื่อง", max_length=500, in_list=False, help="ชื่อเรื่องของหนังสือ")
    asked_at: datetime | None = moment("เวลาที่ถาม", required=True, help="วันและเวลา เช่น 31/01/2563 09:15")
    acknowledged_at: datetime | None = moment("เวลาที่ตอบรับ", help="ทันเมื่อไม่เกิน 15 นาทีนับจากเวลาที่ถาม")
    answered_at: datetime | None = moment("เวลาที่แจ้งผล", help="ทันเมื่อไม่เกิน 30 นาทีนับจากเวลาที่ถาม")
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


@rule("เรื่องที่แจ้งผลแล้วควรมีเวลาที่ตอบรับ และไม่ช้ากว่าเวลาที่แจ้งผล", reads=("acknowledged_at", "answered_at"))
def acknowledged_first(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Answered without acknowledging, or before it, is a remark: the enquiry stays unacknowledged."""
    acknowledged, answered = values.get("acknowledged_at"), values.get("answered_at")
    if not isinstance(answered, datetime):
        return
    shown = rules.shown_in(LetterEnquiry, "answered_at", answered)
    if acknowledged is None:
        yield Finding(
            "acknowledged.missing",
            f"แจ้งผลแล้ว ({shown}) แต่ไม่มีเวลาที่ตอบรับ จึงนับว่ายังไม่ได้ตอบรับ โปรดกรอกเวลาที่ตอบรับถ้ามี",
            "acknowledged_at",
            None,
            Severity.REMARK,
        )
    elif isinstance(acknowledged, datetime) and answered < acknowledged:
        yield Finding(
            "acknowledged.late",
            f"เวลาที่แจ้งผล ({shown}) มาก่อนเวลาที่ตอบรับ "
            f"({rules.shown_in(LetterEnquiry, 'acknowledged_at', acknowledged)}) ถ้าถูกต้องแล้วไม่ต้องแก้ไข",
            "answered_at",
            shown,
            Severity.REMARK,
        )


@rule(
    "เวลา 00:00 มักเป็นวันที่ที่ยังไม่ได้กรอกเวลา",
    reads=("asked_at", "acknowledged_at", "answered_at"),
    each=True,
)
def not_at_midnight(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Midnight is a warning: a cell that holds only a day reads as its midnight."""
    for name in ("asked_at", "acknowledged_at", "answered_at"):
        value = values.get(name)
        if isinstance(value, datetime) and value.time() == time():
            shown = rules.shown_in(LetterEnquiry, name, value)
            yield Finding(
                "time.midnight",
                f"{rules.label(LetterEnquiry, name)} ({shown}) เป็นเวลาเที่ยงคืน โปรดตรวจว่ากรอกเวลาแล้ว",
                name,
                shown,
                Severity.WARNING,
            )


REGISTER = Register(
    name="letter_enquiries",
    place=9,
    title="ทะเบียนการติดตามหนังสือผ่าน LINE@",
    short_title="ติดตามหนังสือ LINE@",
    unit="secretariat",
    record=LetterEnquiry,
    date_field="asked_at",
    order_by=("asked_at", "user"),
    new_label="รับเรื่องติดตาม",
    counted_in="เรื่อง",
    clocks=(
        Clock(
            name="acknowledge",
            label="ตอบรับ",
            since="asked_at",
            until="acknowledged_at",
            limit=15,
            unit="minutes",
        ),
        Clock(
            name="answer",
            label="แจ้งผล",
            since="asked_at",
            until="answered_at",
            limit=30,
            unit="minutes",
            waiting="รอตอบ",
            line="รอแจ้งผลหนังสือ {letter_no|subject} ถึง {user|ผู้ใช้บริการ}",
        ),
    ),
    rules=(
        rules.in_order(LetterEnquiry, "asked_at", "acknowledged_at", code="times.backwards"),
        rules.in_order(LetterEnquiry, "asked_at", "answered_at", code="times.backwards"),
        acknowledged_first,
        not_at_midnight,
        rules.not_in_future(LetterEnquiry, "asked_at", "acknowledged_at", "answered_at"),
        rules.no_near_duplicate("letter_enquiries", LetterEnquiry, "user", "asked_at"),
    ),
)
