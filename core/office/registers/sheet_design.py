"""A register proposed from the sheet that an office uses today: fields, choices, key and day by what stands in its cells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.cells import shown_cell
from core.exchange.spreadsheets.column_kind import NUMBERED, ColumnKind, kind_of
from core.exchange.spreadsheets.columns import column_letters, rows_said
from core.exchange.spreadsheets.row_numbers import numbers_rows
from core.exchange.spreadsheets.sheets_in import sheet_named
from core.exchange.spreadsheets.table import Source
from core.exchange.spreadsheets.unknown_sheet import LOOKED_AT, UnknownTable, unknown_table
from core.faults import FileRefusal
from core.office.registers.names import (
    REGISTER,
    choice_code,
    field_name,
    register_name,
    short_title,
)
from core.office.registers.types import Design, ProposedColumn
from core.registers.declaration import MOST_FIELDS
from core.registers.field_types.choices import CHOICE
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import NUMBER, WHOLE, Fixed
from core.registers.field_types.texts import TEXT
from core.registers.fields import Field
from core.registers.free_names import free_label
from core.registers.reading import Unreadable, read_value
from core.thai.fiscal import fiscal_year_of
from core.thai.folding import fold_case

SAMPLES = 5
MOSTLY = 0.9  # of the rows have their day filled in
HARDLY = 0.95  # of the rows have a number of their own; the others are slips
LONGEST_KEY = 60  # characters
LONGEST_RUNNING = 6  # digits of a number that begins anew each year

_RECEIVED, _BORN = "รับ", "เกิด"
_CONTACT = re.compile("โทร|เบอร์|มือถือ|อีเมล|ที่อยู่")
_YEAR = re.compile(
    r"\s*(ประจำ)?ปี(งบประมาณ)?\s*(พ\.ศ\.)?\s*[0-9๐-๙]{4}\s*$"
)  # registers go on from year to year
_DULL = re.compile(r"(sheet|แผ่น|แผ่นงาน|ชีต)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A column that becomes a field: its cells row by row, and the field's name and label."""

    place: int
    name: str
    label: str
    cells: Sequence[object]
    kind: ColumnKind

    @property
    def filled(self) -> int:
        return sum(cell is not None for cell in self.cells)

    @property
    def is_full(self) -> bool:
        return None not in self.cells


def sheet_place(source: Source, name: str) -> int:
    """The place of the sheet of that name, or of the first that anybody sees and that holds something. FileRefusal where there
    is no such sheet."""
    if name:
        return sheet_named(source, name)
    seen = (n for n, sheet in enumerate(source.sheets) if not sheet.hidden and source.is_filled(n))
    return next(seen, 0)


def design_of_sheet(source: Source, path: Path, name: str, taken: frozenset[str]) -> Design:
    """The register that a sheet proposes, under a name that isn't ``taken``. FileRefusal where the sheet is blank, has
    headings alone, more columns than a register can have fields, or can't be read."""
    place = sheet_place(source, name)
    table = unknown_table(source, place)
    parts, left_out = _parts(table, source.name)
    title = _title(table, source.sheets[place].name, path)
    day = _day(parts)
    key, per_year = _key(parts, day)
    written: dict[str, Any] = {
        "name": register_name(title, taken),
        "title": title,
        "short_title": short_title(title),
    }
    if key:
        written["key"] = [key.name]
    if per_year:
        written["per_year"] = True
    if day:
        written["day"] = day.name
    if order := [part.name for part in (day, key) if part]:
        written["order"] = order
    written["fields"] = [_field(part, needed=part.is_full or part is key) for part in parts]
    told = (_told(table, place, parts, day, key) for place in range(len(table.headings)))
    return Design(
        written,
        columns=tuple(column for column in told if column),
        left_out=left_out,
        source=path,
        sheet=source.sheets[place].name,
    )


def _parts(table: UnknownTable, file: str) -> tuple[tuple[_Part, ...], tuple[str, ...]]:
    """The columns that become fields, and what is said of the others and of rows passed over."""
    headed = sum(map(bool, table.headings))
    if headed > MOST_FIELDS:
        raise FileRefusal(
            f"ไฟล์ {file} มี {headed:,} คอลัมน์ แต่ทะเบียนมีได้ไม่เกิน {MOST_FIELDS} ช่อง โปรดเหลือเฉพาะคอลัมน์ที่ใช้"
        )
    parts: list[_Part] = []
    left_out = []
    for place, (heading, cells) in enumerate(zip(table.headings, table.columns, strict=True)):
        if not heading:
            if any(cell is not None for cell in cells):
                left_out.append(f"คอลัมน์ {column_letters(place)} ไม่มีหัวคอลัมน์ จึงยังไม่ได้ทำเป็นช่อง")
        elif not numbers_rows(heading, cells):
            label = free_label(heading, [part.label for part in parts])
            name = field_name(heading, [part.name for part in parts])
            parts.append(_Part(place, name, label, cells, kind_of(heading, cells)))
    if table.passed_over:
        left_out.append(f"{rows_said(table.passed_over)} เป็นหัวข้อหรือยอดรวม จึงไม่ได้นับเป็นรายการ")
    if table.records + len(table.passed_over) >= LOOKED_AT:
        left_out.append(f"ดูชนิดของช่องจาก {LOOKED_AT:,} แถวแรกเท่านั้น")
    if not parts:
        raise FileRefusal(f"ไฟล์ {file} ไม่มีคอลัมน์ที่ทำเป็นช่องได้ โปรดใส่หัวคอลัมน์เหนือรายการแล้วลองใหม่")
    return tuple(parts), tuple(left_out)


def _day(parts: Sequence[_Part]) -> _Part | None:
    """The column a record's year and month follow from: the first day that is mostly filled in, that of receipt first."""
    for kind in (DAY, MOMENT, MONTH):
        of_kind = (p for p in parts if p.kind.type is kind and _BORN not in p.label)
        full = [p for p in of_kind if p.filled >= MOSTLY * len(p.cells)]
        if full:
            return next((part for part in full if _RECEIVED in part.label), full[0])
    return None


def _key(parts: Sequence[_Part], day: _Part | None) -> tuple[_Part | None, bool]:
    """The column that tells the records apart, and whether only within a fiscal year: a number as its heading says, else a
    code that nobody has twice."""
    may = [p for p in parts if p.kind.type in (TEXT, WHOLE)]
    for part in may:
        if NUMBERED.search(fold_case(part.label)) and _is_told_apart(part, HARDLY):
            running = all(_is_running(cell) for cell in part.cells if cell is not None)
            return part, running and day is not None
        if NUMBERED.search(fold_case(part.label)) and day and _is_told_apart(part, HARDLY, day):
            return part, True
    codes = (p for p in may if p.kind.type is TEXT and not _CONTACT.search(p.label) and _is_told_apart(p, 1))
    return next((part for part in codes if all(map(_is_code, part.cells))), None), False


def _is_running(cell: object) -> bool:
    """True for a number alone, as one that begins anew each year."""
    digits = str(cell).strip()
    return digits.isdigit() and len(digits) <= LONGEST_RUNNING


def _is_told_apart(part: _Part, share: float, day: _Part | None = None) -> bool:
    """True where so many of the rows have a value that no other row has, or none of the same fiscal year."""
    years = map(_year, day.cells) if day else [None] * len(part.cells)
    keys = Counter(
        (fold_case(str(cell)), year) for cell, year in zip(part.cells, years, strict=True) if cell is not None
    )
    return len(part.cells) > 1 and len(keys) >= share * len(part.cells)


def _is_code(cell: object) -> bool:
    text = str(cell)
    return len(text) <= LONGEST_KEY and any(letter.isdigit() for letter in text)


def _year(cell: object) -> int | None:
    """The fiscal year of a day's cell."""
    try:
        day = read_value(Field(name="", label="", type=DAY), cell)
    except Unreadable:
        return None
    return fiscal_year_of(day) if day else None  # type: ignore[arg-type]  # a day


def _field(part: _Part, *, needed: bool) -> dict[str, Any]:
    kind = part.kind.type
    field: dict[str, Any] = {"name": part.name, "type": kind.name, "label": part.label}
    if needed:
        field["required"] = True
    if isinstance(kind, Fixed) and kind.name == NUMBER.name and kind.places != NUMBER.places:
        field["decimals"] = kind.places
    if kind is CHOICE:
        codes: dict[str, str] = {}
        for label in part.kind.choices:
            codes[choice_code(label, codes)] = label
        field["choices"] = codes
    return field


def _told(
    table: UnknownTable, place: int, parts: Sequence[_Part], day: _Part | None, key: _Part | None
) -> ProposedColumn | None:
    """What is said of a column; None of one without a heading."""
    heading, cells = table.headings[place], table.columns[place]
    if not heading:
        return None
    filled = [cell for cell in cells if cell is not None]
    samples = tuple(dict.fromkeys(map(shown_cell, filled)))[:SAMPLES]
    counting = ProposedColumn(
        heading, "", "", "เป็นเพียงลำดับแถว จึงไม่ต้องเป็นช่อง", samples, len(filled), len(cells)
    )
    part = next((p for p in parts if p.place == place), None)
    if part is None:
        return counting
    why = [part.kind.why]
    if part is day:
        why.append("เสนอเป็นวันของรายการ")
    if part is key:
        why.append("ไม่ซ้ำกัน จึงเสนอเป็นเลขประจำรายการ")
    return replace(counting, field=part.name, type=part.kind.type.name, why=" · ".join(why))


def _title(table: UnknownTable, sheet: str, path: Path) -> str:
    """What the register is called: as the title above its heading says, else after its sheet or file."""
    if table.title.startswith(REGISTER):
        return _YEAR.sub("", table.title) or table.title
    name = path.stem if _DULL.fullmatch(sheet.strip()) else sheet
    words = " ".join(name.replace("_", " ").split())
    return words if words.isascii() or words.startswith(REGISTER) else f"{REGISTER}{words}"
