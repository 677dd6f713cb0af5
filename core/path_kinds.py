"""What lies under a path a person names: told from its first and last bytes, in one place for every file that is opened.

Only a regular file is ever opened: a pipe would wait for its writer for ever, and a device may act when it is read.
"""

import stat
from enum import Enum
from pathlib import Path

from core.faults import FileRefusal, is_in_cloud, is_too_long
from core.whole_files import patiently

APPLICATION_ID = 0x50484145  # "PHAE", in the header of an office file (SQLite file format, 1.3.15)
ENCRYPTED = b"PHE1"  # what an encrypted office file begins with
HEAD_BYTES = 16  # bytes of such a file that are not encrypted
_APPLICATION = slice(68, 72)
_LOOKED_AT = 1 << 16  # bytes at each end: a zip names its parts at both
_SQLITE = b"SQLite format 3\0"
_SQLITE_HEADER = 100  # bytes
_AGE = b"age-encryption.org/"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a")


class Kind(Enum):
    """What a path is, in Thai words; ``way`` says what a person who wanted an office file does now."""

    MISSING = ("ไม่มีอยู่", "โปรดตรวจชื่อและโฟลเดอร์")
    FOLDER = ("เป็นโฟลเดอร์", "โปรดเลือกแฟ้มที่อยู่ข้างในโฟลเดอร์นั้น")
    DEVICE = ("เป็นอุปกรณ์หรือช่องทางของระบบ ไม่ใช่แฟ้ม", "โปรดเลือกแฟ้มที่เก็บไว้ในโฟลเดอร์")
    TOO_LONG = ("มีที่อยู่ยาวเกินกว่าที่ Windows รับได้", "โปรดย้ายไปไว้ในโฟลเดอร์ที่ชื่อสั้นกว่า หรือตั้งชื่อให้สั้นลง")
    IN_CLOUD = (
        "อยู่ใน OneDrive และยังไม่ได้ลงมาไว้ในเครื่องนี้",
        "โปรดต่ออินเทอร์เน็ต คลิกขวาที่แฟ้ม เลือก เก็บไว้ในอุปกรณ์นี้เสมอ แล้วเปิดใหม่",
    )
    UNREADABLE = ("อ่านไม่ได้", "โปรดปิดโปรแกรมที่เปิดแฟ้มนี้อยู่และตรวจสิทธิการอ่าน")
    EMPTY = ("ว่างเปล่า ไม่มีข้อมูลเลย", "อาจคัดลอกมาไม่ครบ โปรดขอแฟ้มใหม่จากต้นทาง")
    OFFICE = ("เป็นแฟ้มงานของโปรแกรมแผน", "โปรดเปิดด้วยโปรแกรมแผน")
    ENCRYPTED = ("เป็นแฟ้มงานของโปรแกรมแผนที่เข้ารหัสไว้", "โปรดเปิดด้วยโปรแกรมแผน")
    DATABASE = ("เป็นฐานข้อมูลของโปรแกรมอื่น", "โปรดเปิดด้วยโปรแกรมนั้น แล้วเลือกแฟ้มงานแทน")
    PACKAGE = ("เป็นแพ็กเกจแลกเปลี่ยน (.phaenx)", "โปรดเปิดแฟ้มงานก่อน แล้วรับแพ็กเกจนี้ในหน้ารับ–ส่งข้อมูล")
    SHEET = ("เป็นตารางคำนวณ (เช่น .xlsx .ods)", "โปรดเปิดแฟ้มงานก่อน แล้วนำเข้าตารางนี้ในหน้าทะเบียน")
    DOCUMENT = ("เป็นเอกสารของโปรแกรมสำนักงาน (เช่น Word)", "โปรดเปิดด้วยโปรแกรมนั้น แล้วเลือกแฟ้มงานแทน")
    ZIP = ("เป็นแฟ้มบีบอัด (.zip)", "โปรดแตกแฟ้มก่อน แล้วเปิดแฟ้ม .phaen ที่อยู่ข้างใน")
    PDF = ("เป็นเอกสาร PDF", "โปรดเปิดด้วยโปรแกรมอ่าน PDF แล้วเลือกแฟ้มงานแทน")
    PICTURE = ("เป็นรูปภาพ", "โปรดเปิดด้วยโปรแกรมดูรูป แล้วเลือกแฟ้มงานแทน")
    TEXT = ("เป็นแฟ้มข้อความ", "โปรดเปิดด้วยโปรแกรมข้อความ แล้วเลือกแฟ้มงานแทน หากเป็นตาราง .csv ให้นำเข้าในหน้าทะเบียน")
    UNKNOWN = ("มีเนื้อหาที่โปรแกรมไม่รู้จัก อาจเสียหายตั้งแต่ต้นแฟ้ม", "โปรดเลือกแฟ้มที่ลงท้ายด้วย .phaen")

    def __init__(self, words: str, way: str) -> None:
        self.words = words
        self.way = way


_NOTHING_TO_READ = frozenset(
    {Kind.MISSING, Kind.FOLDER, Kind.DEVICE, Kind.TOO_LONG, Kind.IN_CLOUD, Kind.UNREADABLE, Kind.EMPTY}
)
# What no spreadsheet, chat export or package ever is, whatever it is called.
_SOMETHING_ELSE = frozenset({Kind.OFFICE, Kind.ENCRYPTED, Kind.DATABASE, Kind.PDF, Kind.PICTURE})


def kind_of(path: Path) -> Kind:
    """What lies under a path; a link is what it leads to."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return Kind.FOLDER if stat.S_ISDIR(mode) else Kind.DEVICE
        with patiently(lambda: path.open("rb")) as file:
            head = file.read(_LOOKED_AT)
            file.seek(max(len(head), file.seek(0, 2) - _LOOKED_AT))
            return _kind_of_bytes(head, file.read())
    except ValueError:  # no disk takes such a name
        return Kind.MISSING
    except OSError as fault:
        return _kind_of_fault(fault)


def _kind_of_fault(fault: OSError) -> Kind:
    if is_too_long(fault):
        return Kind.TOO_LONG
    if is_in_cloud(fault):
        return Kind.IN_CLOUD
    return Kind.MISSING if isinstance(fault, FileNotFoundError | NotADirectoryError) else Kind.UNREADABLE


def _kind_of_bytes(head: bytes, tail: bytes) -> Kind:
    if not head:
        return Kind.EMPTY
    if head.startswith(_SQLITE) and len(head) >= _SQLITE_HEADER:
        ours = head[_APPLICATION] == APPLICATION_ID.to_bytes(4, "big")
        return Kind.OFFICE if ours else Kind.DATABASE
    if head.startswith(ENCRYPTED) and len(head) >= HEAD_BYTES:
        return Kind.ENCRYPTED
    if head.startswith(b"PK\3\4"):
        return _kind_of_zip(head + tail)
    if head.startswith(_AGE):
        return Kind.PACKAGE
    if head.startswith(_OLE):
        names = (head + tail).decode("utf-16-le", errors="ignore")
        return Kind.SHEET if "Workbook" in names or "Book" in names else Kind.DOCUMENT
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(_PICTURES):
        return Kind.PICTURE
    return Kind.TEXT if _is_text(head) else Kind.UNKNOWN


def _kind_of_zip(ends: bytes) -> Kind:
    if b"manifest.json" in ends and b"signature" in ends:
        return Kind.PACKAGE
    if b"xl/workbook" in ends or b"opendocument.spreadsheet" in ends:
        return Kind.SHEET
    if b"[Content_Types].xml" in ends or b"vnd.oasis.opendocument" in ends:
        return Kind.DOCUMENT
    return Kind.ZIP


def _is_text(head: bytes) -> bool:
    return head.startswith(_UTF16) or not _NO_TEXT.intersection(head)


def refuse_no_file(path: Path, noun: str = "แฟ้ม") -> Kind:
    """FileRefusal where there is no file that can be read: nothing, a folder, a pipe or device, an empty or barred file.
    Else its kind. ``noun`` is what people call such a file."""
    kind = kind_of(path)
    if kind is Kind.MISSING:
        raise FileRefusal(f"ไม่พบ{noun} “{_name(path)}” {kind.way}")
    if kind in _NOTHING_TO_READ:
        raise FileRefusal(f"“{_name(path)}” {kind.words} {kind.way}")
    return kind


def refuse_no_source(path: Path, wanted: str) -> None:
    """FileRefusal where there is no file to take anything from, or one that can never be what is ``wanted`` (Thai)."""
    kind = refuse_no_file(path, "ไฟล์")
    if kind in _SOMETHING_ELSE:
        raise FileRefusal(f"“{_name(path)}” {kind.words} ไม่ใช่{wanted} โปรดเลือกไฟล์ใหม่")


def refuse_no_office_file(path: Path) -> None:
    """FileRefusal where no office file lies, in words that say what does and what to do now."""
    kind = refuse_no_file(path)
    if kind not in (Kind.OFFICE, Kind.ENCRYPTED):
        raise FileRefusal(f"“{_name(path)}” {kind.words} ไม่ใช่แฟ้มของโปรแกรมแผน {kind.way}")


def _name(path: Path) -> str:
    return path.name or str(path)
