"""What stands on an office's memoranda: telephone, e-mail, addressee and its own picture, of the plan of a year."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from core.faults import FileRefusal, InputRefusal
from core.office.plan.types import Letterhead, PlanFinding
from core.office.records.service import RecordService
from core.office.session import Session
from core.plan.emblem import MOST_POINTS, opened, unprintable
from core.plan.model import Plan
from core.plan.record_rules import EMBLEM_SIZE, is_picture
from core.registers.declare import Value
from core.store.log.changes import Changes
from core.store.tables.records import Row
from core.thai.folding import fold_case

YEARS = "plan_years"
FIELDS = ("telephone", "email", "addressee")


def letterhead(session: Session, records: RecordService, year: int) -> Letterhead:
    """What stands there; of a picture that can't be printed why."""
    plan = session.plan(year)
    own = records.record(YEARS, _record(session, year) or "").values["emblem"]
    fault = unprintable(plan.emblem)
    shown = _small(plan.emblem) if plan.emblem and not fault else b""
    return Letterhead(plan.telephone, plan.email, plan.addressee, shown, fault, bool(own))


def to_its_signer(plan: Plan, signers: Iterable[Row]) -> Iterator[PlanFinding]:
    """A finding where the memorandum is handed to the very person who signs it; ``signers`` are the register's rows."""
    signs = [r.values for r in signers if (r.values["unit"], r.values["role"]) == ("office", "approver")]
    if plan.addressee and any(_same(plan.addressee, str(values["position"] or "")) for values in signs):
        yield PlanFinding(
            "memo.addressee",
            f"บันทึกข้อความเรียน “{plan.addressee}” ซึ่งเป็นตำแหน่งของผู้ลงนามเอง โปรดแก้ช่องเรียนในหน้าตั้งค่า หรือผู้อนุมัติในทะเบียนผู้ลงนาม",
            "บันทึกข้อความ",
        )


def _same(one: str, other: str) -> bool:
    return fold_case(one).replace(" ", "") == fold_case(other).replace(" ", "")


def save(session: Session, records: RecordService, year: int, values: Mapping[str, Value | None]) -> Changes:
    """Change some of it. InputRefusal as for any record."""
    return records.save(YEARS, values, _record(session, year)).changes


def _record(session: Session, year: int) -> str | None:
    return session.register(YEARS).id_for({"fiscal_year": session.plan(year).fiscal_year})


def picture_in(path: Path) -> str:
    """The picture of a file as it is kept (base64). FileRefusal where it can't be read, InputRefusal where it is no PNG or
    JPEG, too large, or can't be printed."""
    try:
        with path.open("rb") as file:
            content = file.read(EMBLEM_SIZE + 1)
    except OSError as fault:
        raise FileRefusal(f"อ่านแฟ้มภาพ “{path.name}” ไม่ได้ โปรดตรวจว่าแฟ้มยังอยู่และเปิดอ่านได้") from fault
    if not is_picture(content):
        raise InputRefusal(
            f"“{path.name}” ใช้เป็นภาพครุฑไม่ได้ โปรดเลือกแฟ้ม PNG หรือ JPEG ที่เปิดได้ "
            f"ขนาดไม่เกิน {EMBLEM_SIZE // 1000} กิโลไบต์ และ {MOST_POINTS // 1_000_000} ล้านจุด"
        )
    return b64encode(content).decode()


def _small(content: bytes) -> bytes:
    """A picture as it is printed, as a PNG for the screen."""
    target = BytesIO()
    opened(content).save(target, "PNG")
    return target.getvalue()
