"""ใบกู้บัญชี: the page that opens an account again once its password is lost. Source: docs/domain.md, "Accounts"."""

from dataclasses import dataclass
from datetime import date

from core.reports.document import (
    Block,
    Document,
    DocumentTable,
    Heading,
    Paragraph,
    Section,
    Space,
    TableCell,
    TableColumn,
    body,
)
from core.reports.typesetting.linebreak import Span
from core.thai.dates import day_long

TITLE = "ใบกู้บัญชีผู้ใช้"
_GROUPS_A_LINE = 4
_CODE_SIZE = 26
_NUMBERED = 22.0  # indent of the lines behind a number

HOW = (
    "เปิดแฟ้มในโปรแกรมแผน เลือกชื่อของท่าน แล้วกดปุ่ม “ลืมรหัสผ่าน” ในหน้าลงชื่อเข้าใช้",
    "พิมพ์ตัวเลขทั้ง 8 กลุ่มตามลำดับ โปรแกรมจะบอกหากกลุ่มใดพิมพ์ผิด แล้วตั้งรหัสผ่านใหม่",
    "โปรแกรมออกใบใหม่ให้ทุกครั้งที่ใช้ใบนี้ โปรดพิมพ์ใบใหม่เก็บไว้ และทำลายใบนี้",
)
CARE = (
    "ผู้ที่ถือใบนี้และมีแฟ้มของสำนักงานลงชื่อเข้าใช้แทนท่านได้ โปรดใส่ซองปิดผนึก ลงชื่อกำกับรอยปิด และเก็บในตู้ที่ล็อกได้",
    "โปรแกรมไม่เก็บรหัสนี้ไว้ที่ใด หากใบนี้หายหรือมีผู้อื่นเห็น ให้ออกใบใหม่ในหน้าผู้ใช้ทันที",
)


@dataclass(frozen=True, slots=True)
class SheetData:
    """What stands on the sheet: whose it is, of which file, the code in its groups, and the day it was made."""

    name: str
    position: str
    unit: str
    office: str
    file: str
    code: str
    day: date


def document(data: SheetData) -> Document:
    """The sheet as a document of one page."""
    blocks: tuple[Block, ...] = (
        Heading(TITLE, level=0),
        Space(6),
        _whose(data),
        Space(10),
        Paragraph("รหัสกู้บัญชี", align="centre", after=2, keep_with_next=True),
        *(_code_line(line) for line in _lines(data.code)),
        Space(12),
        Heading("วิธีใช้เมื่อลืมรหัสผ่าน", level=2),
        *(_numbered(number, text) for number, text in enumerate(HOW, 1)),
        Space(8),
        Heading("การเก็บรักษา", level=2),
        *(_numbered(number, text) for number, text in enumerate(CARE, 1)),
    )
    return Document(TITLE, (Section("ใบกู้บัญชี", blocks, plain=True),), author=data.office)


def _whose(data: SheetData) -> DocumentTable:
    told = (
        ("ชื่อผู้ใช้", data.name),
        ("ตำแหน่ง", data.position),
        ("ส่วนราชการ", data.unit),
        ("สำนักงาน", data.office),
        ("แฟ้ม", data.file),
        ("วันที่ออกใบ", day_long(data.day)),
    )
    rows = tuple(body(TableCell(label, bold=True), text) for label, text in told if text)
    return DocumentTable((TableColumn(1), TableColumn(3.2)), (), rows, size=16)


def _lines(code: str) -> list[str]:
    groups = code.split("-")
    return ["    ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]


def _code_line(line: str) -> Paragraph:
    return Paragraph((Span(line, bold=True),), align="centre", size=_CODE_SIZE, after=2)


def _numbered(number: int, text: str) -> Paragraph:
    return Paragraph(f"{number}. {text}", rest=_NUMBERED)
