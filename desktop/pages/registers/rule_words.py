"""The kinds of rules in words: what each is called, and what is asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.registers.filters import COMPARISONS, OPERATORS
from desktop.pages.registers.field_words import BY_DAY, DATED, NUMERIC, TYPES

ANY = frozenset(TYPES)
# What is asked: a field, several fields, a condition, a comparison, a value or field, another register, one of its fields
# or several, a number, yes or no, a severity, a sentence, one of what is beside.
FIELD, FIELDS, IF, OP, RIGHT, REGISTER, THERE, THERES, COUNT, NUMBER, FLAG, SEVERITY, SENTENCE, ONE_OF = (
    range(14)
)


@dataclass(frozen=True)
class Blank:
    """One parameter of a kind: its name, what is asked, how it is called, the types of fields that fit, what is offered
    beside fields, and what is said where several may be picked and there is none."""

    name: str
    what: int
    words: str
    fits: frozenset[str] = ANY
    needed: bool = True
    beside: tuple[tuple[str, str], ...] = ()
    nothing: str = "ยังไม่มีช่องให้เลือก"


@dataclass(frozen=True)
class KindWords:
    """A kind: what it is called, and its parameters."""

    title: str
    asks: tuple[Blank, ...]


def _field(words: str = "ช่อง", fits: frozenset[str] = ANY) -> Blank:
    return Blank("field", FIELD, words, fits)


def _fields(words: str, fits: frozenset[str] = ANY) -> tuple[Blank, ...]:
    return (Blank("fields", FIELDS, words, fits),)


_IF = Blank("if", IF, "เมื่อ")
MONTH, MOMENT = frozenset(("month",)), frozenset(("moment",))
KINDS: Mapping[str, KindWords] = {
    "in_order": KindWords("วันต้องเรียงตามลำดับ", _fields("ช่องตามลำดับ (Space เลือก Alt+ลูกศร เลื่อน)", DATED)),
    "required_if": KindWords("ต้องกรอกเมื่อ…", (_field("ต้องกรอก"), _IF)),
    "only_if": KindWords("กรอกได้เฉพาะเมื่อ…", (_field("กรอกได้"), _IF)),
    "compare": KindWords(
        "เทียบกับอีกช่องหรือค่าหนึ่ง",
        (Blank("left", FIELD, "ช่อง"), Blank("op", OP, "ต้อง"), Blank("right", RIGHT, "อีกช่อง หรือค่า")),
    ),
    "together": KindWords("กรอกคู่กัน", _fields("ช่องที่กรอกคู่กัน")),
    "not_both": KindWords("กรอกพร้อมกันไม่ได้", _fields("ช่องที่กรอกพร้อมกันไม่ได้")),
    "one_of": KindWords("ต้องกรอกอย่างน้อยหนึ่งช่อง", _fields("อย่างน้อยหนึ่งช่องในนี้")),
    "not_in_future": KindWords("ไม่เป็นวันในอนาคต", _fields("ช่องวันที่", DATED)),
    "working_day": KindWords("ควรเป็นวันทำการ", _fields("ช่องวันที่", BY_DAY)),
    "weekday": KindWords("ไม่เป็นวันเสาร์หรืออาทิตย์", (_field("ช่องวันที่", BY_DAY),)),
    "not_midnight": KindWords("เวลาไม่เป็น 00.00 น.", _fields("ช่องเวลา", MOMENT)),
    "within_month": KindWords(
        "วันอยู่ในเดือนที่ระบุ",
        (
            _field("วันที่", BY_DAY),
            Blank("month", FIELD, "อยู่ในเดือนของช่อง", MONTH),
            Blank("after", COUNT, "ช้าได้อีกกี่เดือน", needed=False),
            Blank("late", SEVERITY, "เมื่อช้ากว่านั้น", needed=False),
            Blank("late_message", SENTENCE, "ข้อความเมื่อช้า", needed=False),
        ),
    ),
    "in_fiscal_year": KindWords(
        "วันอยู่ในปีงบประมาณ",
        (*_fields("ช่องวันที่", DATED), Blank("end_only", FLAG, "ดูเฉพาะวันสิ้นปี", needed=False)),
    ),
    "unique": KindWords("ไม่ซ้ำกับรายการอื่น", _fields("ช่องที่รวมกันแล้วไม่ซ้ำ")),
    "near_duplicate": KindWords("เตือนเมื่อเหมือนรายการอื่น", _fields("ช่องที่เหมือนกันทุกช่อง")),
    "sum_of_lines": KindWords(
        "เท่ากับผลรวมของอีกทะเบียน",
        (
            _field("ช่องตัวเลข", NUMERIC),
            Blank("register", REGISTER, "ผลรวมของทะเบียน"),
            Blank("lines_field", THERE, "ช่องที่รวม", NUMERIC),
            Blank("by", FIELDS, "โยงกันด้วยช่อง (เว้นว่าง: ตามที่อ้างถึง)", needed=False),
        ),
    ),
    "total": KindWords(
        "ผลรวมทั้งทะเบียนเป็นค่าหนึ่ง",
        (
            _field("ช่องตัวเลข", NUMERIC),
            Blank("equals", RIGHT, "รวมกันเป็น"),
            Blank("filter", IF, "เฉพาะรายการที่", needed=False),
        ),
    ),
    "all_done": KindWords(
        "ทุกรายการของอีกทะเบียนต้องครบ",
        (
            _IF,
            Blank("register", REGISTER, "ทะเบียนที่ต้องครบ"),
            Blank("field", THERE, "ทุกรายการต้องมี"),
            Blank("by", FIELD, "ภายในวันของช่อง", BY_DAY, needed=False),
            Blank("there_message", SENTENCE, "ข้อความที่ทะเบียนนั้น", needed=False),
            Blank("named", SENTENCE, "เรียกรายการว่า", needed=False),
        ),
    ),
    "in_plan": KindWords(
        "มีอยู่ในแผน",
        (
            _field("ช่องโครงการ ตัวชี้วัด หรือส่วนราชการ"),
            Blank("formula", SENTENCE, "วิธีคำนวณ (ถ้าระบุ)", needed=False),
        ),
    ),
    "steps_in_order": KindWords("ขั้นตอนเสร็จตามลำดับ", ()),
}
SEVERITIES: Mapping[str, str] = {
    "error": "ไม่ให้บันทึก",
    "warning": "เตือน แต่บันทึกได้",
    "remark": "ข้อสังเกต",
}
OPERATOR_WORDS: Mapping[str, str] = {
    "=": "เป็น",
    "!=": "ไม่เป็น",
    "<": "น้อยกว่า / ก่อน",
    "<=": "ไม่เกิน / ไม่หลัง",
    ">": "มากกว่า / หลัง",
    ">=": "ไม่น้อยกว่า / ไม่ก่อน",
    "filled": "กรอกแล้ว",
    "empty": "ยังว่าง",
}
COMPARED = {code: OPERATOR_WORDS[code] for code in COMPARISONS}
CONDITIONS = {code: OPERATOR_WORDS[code] for code in OPERATORS if code in OPERATOR_WORDS}
UNARY = ("filled", "empty")
