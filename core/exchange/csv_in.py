"""Records from a ``.csv`` file: encoding and separator are found out, nothing is guessed silently."""

import codecs
import csv
import re
from io import StringIO
from pathlib import Path

from core.exchange.table import RawTable, table_of
from core.faults import FileRefusal

_SEPARATORS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A mark or a vowel that can't stand where it stands: the bytes weren't Thai.
_NOT_THAI = re.compile(r"(?:^|[^ก-๙])[ัิ-ฺ็-๎]", re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')


def read_csv(path: Path) -> RawTable:
    """The table of a ``.csv`` file.

    Reads UTF-8 with or without BOM, UTF-16 with BOM, and Windows-874 (TIS-620), which Excel still writes on Thai
    PCs; columns parted by comma, semicolon or tab, whichever the heading has most of. Raises FileRefusal.
    """
    text = _decoded(path)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, 1):
            rows.append((number, tuple(cells)))
    except csv.Error as fault:
        raise FileRefusal(f"ไฟล์ {path.name} {_broken(fault, len(rows) + 1)}") from None
    return table_of(path.name, rows)


def _broken(fault: csv.Error, row: int) -> str:
    if "field limit" in str(fault):
        longest = f"{csv.field_size_limit():,}"
        return f'แถวที่ {row} มีช่องที่ยาวเกิน {longest} ตัวอักษร โปรดตัดให้สั้นลงหรือใส่เครื่องหมาย " ให้ครบคู่ แล้วนำเข้าใหม่'
    return f'ใส่เครื่องหมาย " ไม่ครบคู่ใกล้แถวที่ {row} โปรดแก้ไขแล้วนำเข้าใหม่'


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    for candidate in [encoding] if encoding else ["utf-8", "cp874"]:
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not (candidate == "cp874" and _NOT_THAI.search(text)):
            return text
    raise FileRefusal(f"อ่านตัวอักษรในไฟล์ {path.name} ไม่ได้ โปรดบันทึกจากโปรแกรมตารางเป็นแบบ CSV UTF-8 แล้วนำเข้าใหม่")


def _separator(text: str) -> str:
    filled = next((line for line in text.splitlines() if line.strip()), "")
    heading = _QUOTED.sub("", filled)
    return max(_SEPARATORS, key=heading.count)
