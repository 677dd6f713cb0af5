"""The office's registers as records of the plan: one record each for a register, field, choice, clock, rule, view and printed
list.

So a declaration is logged, undone, proposed and merged part by part like everything else, and ids made apart agree: they
follow from the register's name and the part's (UUIDv5) and carry no year. That is why these stand beside
``core.plan.records.PLAN_REGISTERS``, whose records are each of a fiscal year, rolled over into the next and composed into
a ``Plan``: a declaration holds until it is retired, and ``used_from`` and ``used_to`` give the fiscal years it is used in.

Columns are named as the keys of docs/formats.md, what a key holds as a list or a table is JSON text (``core.plan.
register_mappings``). Records that come with the plan (its *items*) are records of the register itself.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.faults import Finding
from core.plan.record_rules import plan_key
from core.registers import declare as d
from core.registers.declare import Record, Register, RuleContext, Values, fields_of, rule

NAME_LENGTH = 120
WORDS_LENGTH = 500
JSON_LENGTH = 8000


def _name(label: str) -> Any:
    return d.text(label, required=True, max_length=NAME_LENGTH)


def _field(label: str) -> Any:
    return d.text(label, max_length=NAME_LENGTH)


def _words(label: str, *, required: bool = False) -> Any:
    return d.text(label, required=required, max_length=WORDS_LENGTH)


def _json(label: str) -> Any:
    return d.long_text(label, max_length=JSON_LENGTH, in_list=False)


class _Part(Record):
    """What every part of a declaration has: the fiscal years it is used in, and as a JSON object what it says for which
    there is no column (what a kind of rule or view takes)."""

    used_from: int | None = d.whole("ใช้ตั้งแต่ปีงบประมาณ")
    used_to: int | None = d.whole("ใช้ถึงปีงบประมาณ")
    retired: bool | None = d.flag("เลิกใช้")
    parameters: str | None = _json("ค่าอื่น ๆ")


class RegisterRecord(_Part):
    """A register; ``key`` and ``order`` are JSON lists, ``line`` a JSON object."""

    name: str | None = _name("ชื่อทะเบียนในระบบ")
    title: str | None = _words("ชื่อทะเบียน", required=True)
    short_title: str | None = _words("ชื่อย่อ")
    unit: str | None = _field("ส่วนราชการเจ้าของ")
    owner_by: str | None = _field("เจ้าของตาม")
    key: str | None = _json("เลขหรือรหัสประจำรายการ")
    per_year: bool | None = d.flag("เลขไม่ซ้ำกันในปีเดียวกัน")
    fixed_id: bool | None = d.flag("รหัสตายตัว")
    plan_born: bool | None = d.flag("รายการมากับแผน")
    items_per_year: bool | None = d.flag("รายการแยกตามปี")
    day: str | None = _field("วันของรายการ")
    exists_from: str | None = _field("เริ่มมีรายการตั้งแต่")
    order: str | None = _json("เรียงตาม")
    new_label: str | None = _words("ปุ่มเพิ่มรายการ")
    place: int | None = d.whole("ลำดับในเมนู")
    counted_in: str | None = _words("ลักษณนาม")
    line: str | None = _json("การรับจาก LINE")


class FieldRecord(_Part):
    """A field of a register; ``minimum``, ``maximum`` and ``default`` are JSON values."""

    register_name: str | None = _name("ทะเบียน")
    name: str | None = _name("ชื่อช่องในระบบ")
    ordinal: int | None = d.whole("ลำดับ")
    type: str | None = _field("ชนิด")
    label: str | None = _words("ป้ายของช่อง", required=True)
    help: str | None = _words("คำอธิบาย")
    required: bool | None = d.flag("ต้องกรอก")
    max_length: int | None = d.whole("ยาวไม่เกิน")
    pattern: str | None = _json("รูปแบบ")
    minimum: str | None = _json("ค่าต่ำสุด")
    maximum: str | None = _json("ค่าสูงสุด")
    above_zero: bool | None = d.flag("ต้องมากกว่าศูนย์")
    decimals: int | None = d.whole("จำนวนทศนิยม")
    refers_to: str | None = _field("อ้างถึง")
    default: str | None = _json("ค่าเริ่มต้น")
    in_list: bool | None = d.flag("อยู่ในรายการ")
    section: str | None = _words("ส่วนของแบบฟอร์ม")
    through: str | None = _field("บันทึกลงใน")
    beforehand: bool | None = d.flag("เป็นวันที่กำหนดล่วงหน้า")
    personal: bool | None = d.flag("เป็นข้อมูลส่วนบุคคล")


class ChoiceRecord(_Part):
    """One of the choices of a field."""

    register_name: str | None = _name("ทะเบียน")
    field_name: str | None = _name("ช่อง")
    code: str | None = _name("รหัสตัวเลือก")
    ordinal: int | None = d.whole("ลำดับ")
    label: str | None = _words("ป้ายของตัวเลือก", required=True)


class ClockRecord(_Part):
    """A time limit; all but its words name fields of the register."""

    register_name: str | None = _name("ทะเบียน")
    name: str | None = _name("ชื่อกำหนดเวลาในระบบ")
    ordinal: int | None = d.whole("ลำดับ")
    label: str | None = _words("กำหนดเวลา")
    from_field: str | None = _field("นับจาก")
    until: str | None = _field("จนถึง")
    limit: int | None = d.whole("ภายใน")
    unit: str | None = _field("หน่วยเวลา")
    stopped_by: str | None = _field("หยุดนับเมื่อ")
    out_since: str | None = _field("ส่งออกไปเมื่อ")
    restarts_on: str | None = _field("นับใหม่เมื่อ")


class RuleRecord(_Part):
    """A rule; what its kind takes are ``parameters``."""

    register_name: str | None = _name("ทะเบียน")
    name: str | None = d.text("ชื่อกติกาในระบบ", required=True, max_length=WORDS_LENGTH)
    ordinal: int | None = d.whole("ลำดับ")
    kind: str | None = _field("ชนิดของกติกา")
    severity: str | None = _field("ความสำคัญ")
    message: str | None = _words("ข้อความของหน่วยงาน")


class ViewRecord(_Part):
    """A view; what its kind takes are ``parameters``."""

    register_name: str | None = _name("ทะเบียน")
    name: str | None = d.text("ชื่อมุมมองในระบบ", required=True, max_length=WORDS_LENGTH)
    ordinal: int | None = d.whole("ลำดับ")
    kind: str | None = _field("ชนิดของมุมมอง")


class PrintRecord(_Part):
    """A printed list; ``columns``, ``totals`` and ``signers`` are JSON lists."""

    register_name: str | None = _name("ทะเบียน")
    name: str | None = _name("ชื่อรายการพิมพ์ในระบบ")
    ordinal: int | None = d.whole("ลำดับ")
    title: str | None = _words("ชื่อรายการพิมพ์")
    columns: str | None = _json("คอลัมน์")
    group: str | None = _field("จัดกลุ่มตาม")
    totals: str | None = _json("รวมยอด")
    period: str | None = _field("ช่วงเวลา")
    signers: str | None = _json("ผู้ลงนาม")
    landscape: bool | None = d.flag("แนวนอน")


# The columns whose texts are JSON.
JSON_COLUMNS = frozenset(
    {"key", "order", "line", "minimum", "maximum", "default", "columns", "totals", "signers", "parameters"}
)


@rule("ค่าของทะเบียนที่เป็น JSON ต้องอ่านได้")
def parts_readable(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """What is written as JSON must be readable, or it is left out of the declaration."""
    for name in sorted(JSON_COLUMNS & values.keys()):
        text = values[name]
        if text and read_json(str(text)) is None:
            yield Finding(
                "declaration.unreadable",
                "ค่าส่วนนี้ของทะเบียนอ่านไม่ได้ ทะเบียนจึงใช้โดยไม่มีส่วนนี้ โปรดแก้ไขหรือเว้นว่าง",
                name,
                str(text),
            )


def read_json(text: str) -> Any:
    """What a JSON text says, its numbers in ``Decimal``; None where it is none."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _register(name: str, title: str, record: type[Record], keys: tuple[str, ...]) -> Register:
    return Register(
        name=name,
        title=title,
        short_title=title,
        unit="",  # the unit that keeps the plan
        fields=fields_of(record),
        key_fields=keys,
        key=plan_key,
        rules=(parts_readable,),
        fixed_id=True,
        internal=True,
        order_by=keys,
    )


OF_REGISTER = ("register_name", "name")
REGISTERS = _register("plan_registers", "ทะเบียนของหน่วยงาน", RegisterRecord, ("name",))
FIELDS = _register("plan_register_fields", "ช่องของทะเบียน", FieldRecord, OF_REGISTER)
CHOICES = _register(
    "plan_register_choices", "ตัวเลือกของช่อง", ChoiceRecord, ("register_name", "field_name", "code")
)
CLOCKS = _register("plan_register_clocks", "กำหนดเวลาของทะเบียน", ClockRecord, OF_REGISTER)
RULES = _register("plan_register_rules", "กติกาของทะเบียน", RuleRecord, OF_REGISTER)
VIEWS = _register("plan_register_views", "มุมมองของทะเบียน", ViewRecord, OF_REGISTER)
PRINTS = _register("plan_register_prints", "รายการพิมพ์ของทะเบียน", PrintRecord, OF_REGISTER)

REGISTER_RECORDS: tuple[Register, ...] = (REGISTERS, FIELDS, CHOICES, CLOCKS, RULES, VIEWS, PRINTS)
