"""Spreadsheets in: a file becomes a table of raw cells, and its headings become fields of a register."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from core.exchange.csv_in import read_csv
from core.exchange.table import RawTable
from core.exchange.xlsx_in import read_xlsx
from core.faults import FileRefusal, Finding, InputRefusal
from core.registers.declare import Field, Register
from core.thai.quote import quoted

__all__ = ["RawTable", "match_columns", "read_table"]

_READERS: dict[str, Callable[[Path], RawTable]] = {".csv": read_csv, ".xlsx": read_xlsx}


def read_table(path: Path) -> RawTable:
    """The table in a ``.csv`` or ``.xlsx`` file (there: on its first sheet).

    Raises FileRefusal where the file is missing, of another kind, damaged, or has no heading.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefusal(f"นำเข้าไฟล์ {path.name} ไม่ได้ โปรดใช้ไฟล์ .csv หรือ .xlsx")
    try:
        return reader(path)
    except FileNotFoundError:
        raise FileRefusal(f"ไม่พบไฟล์ {path.name} โปรดตรวจชื่อไฟล์และโฟลเดอร์") from None
    except OSError:
        raise FileRefusal(f"เปิดไฟล์ {path.name} ไม่ได้ โปรดปิดโปรแกรมที่เปิดไฟล์นี้อยู่และตรวจสิทธิ์การอ่าน") from None


def match_columns(register: Register, headings: Sequence[str]) -> tuple[Field | None, ...]:
    """The field each column holds, found by field name or Thai label; None for a column without heading.

    Raises InputRefusal that names every heading the register doesn't have, and every field headed twice.
    """
    by_heading = _by_heading(register)
    matched = tuple(by_heading.get(heading.casefold()) for heading in headings)
    findings = (*_unknown(register, headings, matched), *_doubled(headings, matched))
    if findings:
        raise InputRefusal(" ".join(dict.fromkeys(f.message for f in findings)), findings)
    return matched


def _by_heading(register: Register) -> dict[str, Field]:
    labels = {" ".join(f.label.split()).casefold(): f for f in register.fields}
    return labels | {f.name.casefold(): f for f in register.fields}


def _unknown(
    register: Register, headings: Sequence[str], matched: Sequence[Field | None]
) -> Iterator[Finding]:
    unknown = [h for h, field in zip(headings, matched, strict=True) if h and field is None]
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
