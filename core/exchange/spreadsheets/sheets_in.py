"""Spreadsheets in: a file becomes a source of rows, and its headings become fields of a register."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from core.exchange.csv_in import CsvSource
from core.exchange.spreadsheets.table import SheetTable, Source, table_of
from core.exchange.spreadsheets.workbook import WorkbookSource
from core.faults import FileRefusal, Finding, InputRefusal
from core.path_kinds import refuse_no_source
from core.registers.declare import Field, Register
from core.thai.folding import fold_case
from core.thai.quote import quoted

__all__ = ["ENDINGS", "REASON", "field_of", "match_columns", "open_source", "sheet_named", "table_for"]

_READERS: dict[str, Callable[[Path], Source]] = {
    ".csv": CsvSource,
    ".xlsx": WorkbookSource,
    ".xls": WorkbookSource,
    ".ods": WorkbookSource,
}
_TO_BE_SAVED_ANEW = {
    ".xlsm": "มีมาโคร โปรดบันทึกเป็น .xlsx ที่ไม่มีมาโครแล้วนำเข้าใหม่",
    ".xlsb": "เป็นแบบที่อ่านไม่ได้ โปรดเปิดใน Excel แล้วบันทึกเป็น .xlsx ก่อนนำเข้า",
}
ENDINGS = tuple(_READERS)
REASON = "สิ่งที่ต้องแก้ไข"  # heading of the column that says why a row was given back; read by nobody
_LARGEST = 500 << 20  # bytes
REGISTERS = 200  # whose headings are kept in mind


def open_source(path: Path) -> Source:
    """The spreadsheet in a ``.csv``, ``.xlsx``, ``.xls`` or ``.ods`` file, held open for reading.

    Raises FileRefusal where the file is missing, of another kind, or too big; one that is damaged or locked by a password is
    refused when it is read.
    """
    refuse_no_source(path, "ตาราง .xlsx .xls .ods หรือ .csv")
    ending = path.suffix.lower()
    reader = _READERS.get(ending)
    if reader is None and ending not in _TO_BE_SAVED_ANEW:
        raise FileRefusal(f"นำเข้าไฟล์ {path.name} ไม่ได้ โปรดใช้ไฟล์ .xlsx .xls .ods หรือ .csv")
    try:
        if path.stat().st_size > _LARGEST:
            raise FileRefusal(f"ไฟล์ {path.name} ใหญ่เกิน {_LARGEST >> 20} MB โปรดแบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์")
        if reader is None:
            raise FileRefusal(f"ไฟล์ {path.name} {_TO_BE_SAVED_ANEW[ending]}")
        return reader(path)
    except OSError:
        raise FileRefusal(f"เปิดไฟล์ {path.name} ไม่ได้ โปรดปิดโปรแกรมที่เปิดไฟล์นี้อยู่และตรวจสิทธิ์การอ่าน") from None


def sheet_named(source: Source, name: str) -> int:
    """The place of the sheet of that name; FileRefusal where there is none."""
    asked = fold_case(name)
    found = next((n for n, sheet in enumerate(source.sheets) if fold_case(sheet.name) == asked), None)
    if found is None:
        known = ", ".join(quoted(sheet.name) for sheet in source.sheets)
        raise FileRefusal(f"ไฟล์ {source.name} ไม่มีแผ่นงาน {quoted(name)} โปรดใช้แผ่นใดแผ่นหนึ่งต่อไปนี้ {known}")
    return found


def table_for(register: Register, source: Source, sheet: int = 0) -> SheetTable:
    """The table on a sheet, its heading found by what the register's columns are called."""
    return table_of(source, sheet, lambda heading: field_of(register, heading) is not None)


def field_of(register: Register, heading: str) -> Field | None:
    """The field a heading means: its name or its Thai label, however it is broken into lines and typed; None for none."""
    return _by_heading(register).get(as_compared(heading)) if heading else None


def as_compared(heading: str) -> str:
    """A heading as it is compared: what looks the same is the same, and spaces are where a line was broken."""
    return fold_case(heading).replace(" ", "")


def match_columns(register: Register, headings: Sequence[str]) -> tuple[Field | None, ...]:
    """The field each column holds, found by field name or Thai label; None for a column without heading.

    Raises InputRefusal that names every heading the register doesn't have, and every field headed twice.
    """
    matched = tuple(field_of(register, heading) for heading in headings)
    findings = (*_unknown(register, headings, matched), *_doubled(headings, matched))
    if findings:
        raise InputRefusal(" ".join(dict.fromkeys(f.message for f in findings)), findings)
    return matched


@lru_cache(REGISTERS)
def _by_heading(register: Register) -> dict[str, Field]:
    labels = {as_compared(f.label): f for f in register.fields}
    return labels | {as_compared(f.name): f for f in register.fields}


def _unknown(
    register: Register, headings: Sequence[str], matched: Sequence[Field | None]
) -> Iterator[Finding]:
    found = zip(headings, matched, strict=True)
    unknown = [h for h, field in found if h and h != REASON and field is None]
    if unknown:
        named = ", ".join(quoted(h) for h in unknown)
        message = f"{register.title}ไม่มีคอลัมน์ {named} โปรดแก้หัวคอลัมน์ให้ตรงกับทะเบียนหรือลบคอลัมน์นั้น"
        yield from (Finding("heading.unknown", message, None, h, row=1) for h in unknown)


def _doubled(headings: Sequence[str], matched: Sequence[Field | None]) -> Iterator[Finding]:
    counted = Counter(field for field in matched if field is not None)
    for field in (f for f, count in counted.items() if count > 1):
        same = [h for h, found in zip(headings, matched, strict=True) if found == field]
        message = f"คอลัมน์ {', '.join(quoted(h) for h in same)} ซ้ำกัน โปรดเหลือไว้คอลัมน์เดียว"
        yield Finding("heading.doubled", message, field.name, same[-1], row=1)
