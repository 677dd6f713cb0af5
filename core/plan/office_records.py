"""What an office file keeps of who works with it and of what they answered for: people and their keys, months closed and their
approved editions, evidence, settings, and who exported what.

Each is a record folded from the log like any other. They stand beside the plan's own registers (``core.plan.records``), but are
no edit of the plan: who may write them follows from a person's role, not from a proposal. No field has a default, and the names
stored are promises.
"""

from typing import Any

from core.registers import declare as d
from core.registers.declare import Record, Register, Value, fields_of

MONTH_STATES_SAID = {
    "typing": "กำลังกรอก",
    "submitted": "ส่งแล้ว",
    "approved": "รับรองแล้ว",
    "returned": "ส่งกลับแก้ไข",
}
EXPORT_KINDS = {
    "report": "พิมพ์รายงาน",
    "export": "ส่งออกข้อมูล",
    "package": "แพ็กเกจ",
    "evidence": "หลักฐาน",
    "list": "พิมพ์รายการ",
}

CODE_LENGTH = 60
NAME_LENGTH = 200
WORDS_LENGTH = 500
KEY_LENGTH = 64  # hexadecimal digits of a public key or of a file's SHA-256
SEALED_LENGTH = 2000  # a private key sealed under a secret, as JSON
FROZEN_LENGTH = 400_000  # letters: one entry of the log must hold an edition


def _code(label: str, *, required: bool = False) -> Any:
    return d.text(label, required=required, max_length=CODE_LENGTH)


def _name(label: str) -> Any:
    return d.text(label, required=True, max_length=NAME_LENGTH)


def _words(label: str) -> Any:
    return d.text(label, max_length=WORDS_LENGTH)


def _hex(label: str, *, required: bool = False) -> Any:
    return d.text(label, required=required, max_length=KEY_LENGTH)


def _json(label: str, longest: int = FROZEN_LENGTH) -> Any:
    return d.long_text(label, max_length=longest, in_list=False)


def _year() -> Any:
    return d.whole("ปีงบประมาณ")


class PersonRecord(Record):
    """Somebody with an account: ``roles`` are codes parted by a space, ``key`` is the public key, ``locked_key`` and
    ``recovery_key`` are the private one as ``core.keys.sealed_key`` seals it, under the password and the recovery sheet's code."""

    name: str | None = _name("ชื่อ")
    position: str | None = _words("ตำแหน่ง")
    unit: str | None = _code("ส่วนราชการ")
    roles: str | None = d.text("บทบาท", required=True, max_length=NAME_LENGTH)
    key: str | None = _hex("กุญแจสาธารณะ", required=True)
    locked_key: str | None = _json("กุญแจส่วนตัวที่ปิดผนึก", SEALED_LENGTH)
    recovery_key: str | None = _json("กุญแจส่วนตัวที่ปิดผนึกด้วยรหัสกู้คืน", SEALED_LENGTH)
    active: bool | None = d.flag("ใช้งานอยู่")
    note: str | None = _words("หมายเหตุ")


class RevocationRecord(Record):
    """A key that nobody may sign with any more."""

    key: str | None = _hex("กุญแจสาธารณะ", required=True)
    person: str | None = _code("ผู้ใช้")
    reason: str | None = _words("เหตุผล")
    revoked_on: Any = d.day("วันที่เพิกถอน")


class MonthStateRecord(Record):
    """How far a unit's month is; without ``unit`` the whole office's. ``edition`` is the id of the edition that was approved."""

    unit: str | None = _code("ส่วนราชการ")
    month: Any = d.month("เดือน", required=True)
    fiscal_year: int | None = _year()
    state: str | None = d.choice("สถานะ", MONTH_STATES_SAID, required=True)
    edition: str | None = _code("ฉบับที่รับรอง")
    reason: str | None = _words("เหตุผล")


class EditionRecord(Record):
    """A month as it was approved: ``figures``, ``calendar``, ``vector`` (replica -> [seq, id]) and ``changes`` (what differs
    from the edition before) are JSON, ``code`` proves it on paper."""

    unit: str | None = _code("ส่วนราชการ")
    month: Any = d.month("เดือน", required=True)
    fiscal_year: int | None = _year()
    number: int | None = d.whole("ฉบับที่", required=True)
    approved_on: Any = d.day("วันที่รับรอง", required=True)
    code: str | None = _code("รหัสตรวจสอบ")
    figures: str | None = _json("ตัวเลขที่รับรอง")
    calendar: str | None = _json("ปฏิทินที่ใช้")
    plan_digest: str | None = _hex("ลายพิมพ์ของแผน")
    vector: str | None = _json("ข้อมูลที่นับ")
    changes: str | None = _json("สิ่งที่ต่างจากฉบับก่อน")
    reason: str | None = _words("เหตุผล")


class PrintedReportRecord(Record):
    """A report of an approved edition as it was printed; ``file`` is the SHA-256 of its bytes, ``size`` their number."""

    edition: str | None = _code("ฉบับที่รับรอง", required=True)
    report: str | None = _code("รายงาน", required=True)
    title: str | None = _words("ชื่อรายงาน")
    file: str | None = _hex("แฟ้ม", required=True)
    size: int | None = d.whole("ขนาด")
    code: str | None = _code("รหัสตรวจสอบ")
    fiscal_year: int | None = _year()
    month: Any = d.month("เดือน")
    unit: str | None = _code("ส่วนราชการ")


class EvidenceRecord(Record):
    """A file attached to a record of a register: ``name`` is what it was called, ``file`` the SHA-256 of its bytes, ``size``
    their number, ``kind`` their media type."""

    register_name: str | None = _code("ทะเบียน", required=True)
    record: str | None = _code("รายการ", required=True)
    name: str | None = _name("ชื่อแฟ้ม")
    file: str | None = _hex("แฟ้ม", required=True)
    size: int | None = d.whole("ขนาด")
    kind: str | None = d.text("ชนิด", max_length=NAME_LENGTH)
    note: str | None = _words("หมายเหตุ")
    fiscal_year: int | None = _year()
    unit: str | None = _code("ส่วนราชการ")
    added_on: Any = d.day("วันที่แนบ")


class OfficeSettingRecord(Record):
    """A setting that holds for the whole office."""

    name: str | None = _code("ชื่อ", required=True)
    value: str | None = d.text("ค่า", max_length=WORDS_LENGTH)


class ExportRecord(Record):
    """That something left the program, and whether personal data was ``masked`` in it. ``target`` is a file's name without
    its folder; who and when are the entry's author and clock."""

    kind: str | None = d.choice("ชนิด", EXPORT_KINDS, required=True)
    name: str | None = d.text("เรื่อง", max_length=NAME_LENGTH)
    target: str | None = d.text("ชื่อแฟ้ม", max_length=NAME_LENGTH)
    rows: int | None = d.whole("จำนวนรายการ")
    masked: bool | None = d.flag("ปิดข้อมูลส่วนบุคคล")


def month_key(month: Value | None, unit: Value | None) -> str | None:
    """The natural key of a month's state: the whole office's is of the month alone."""
    return None if month is None else f"{month}|{unit or ''}"


def _register(
    name: str, title: str, record: type[Record], order_by: tuple[str, ...], **more: Any
) -> Register:
    return Register(
        name=name,
        title=title,
        short_title=title,
        unit="",
        fields=fields_of(record),
        internal=True,
        order_by=order_by,
        fixed_id="key_fields" in more,
        **more,
    )


PEOPLE = _register("office_people", "ผู้ใช้", PersonRecord, ("name", "id"))
REVOCATIONS = _register(
    "office_revocations", "กุญแจที่เพิกถอน", RevocationRecord, ("revoked_on", "id"), key_fields=("key",)
)
MONTH_STATES = _register(
    "office_month_states",
    "สถานะของเดือน",
    MonthStateRecord,
    ("month", "unit"),
    key_fields=("month", "unit"),
    key=month_key,
    may_lack=("unit",),
)
EDITIONS = _register("office_editions", "ฉบับที่รับรอง", EditionRecord, ("month", "unit", "number"))
PRINTED_REPORTS = _register(
    "office_printed_reports", "รายงานที่พิมพ์ไว้", PrintedReportRecord, ("month", "report")
)
EVIDENCE = _register("office_evidence", "หลักฐาน", EvidenceRecord, ("added_on", "id"))
OFFICE_SETTINGS = _register(
    "office_settings", "การตั้งค่าของสำนักงาน", OfficeSettingRecord, ("name",), key_fields=("name",)
)
EXPORTS = _register("office_exports", "การส่งออก", ExportRecord, ("-id",))

# What undo passes over: people, months and exports each have their own way back, and what came before can still be undone.
FOR_GOOD = frozenset(r.name for r in (PEOPLE, REVOCATIONS, MONTH_STATES, EDITIONS, PRINTED_REPORTS, EXPORTS))

OFFICE_RECORDS: tuple[Register, ...] = (
    PEOPLE,
    REVOCATIONS,
    MONTH_STATES,
    EDITIONS,
    PRINTED_REPORTS,
    EVIDENCE,
    OFFICE_SETTINGS,
    EXPORTS,
)
OFFICE_NAMES = frozenset(register.name for register in OFFICE_RECORDS)
