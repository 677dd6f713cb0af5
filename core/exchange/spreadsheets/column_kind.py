"""What the cells of a column are: the type of a field that would take them, and why, in Thai. A guess; a person confirms it.

Every cell is read just as importing would read it, so that what is proposed can be taken in.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.exchange.spreadsheets.cells import BadCell, shown_cell
from core.registers.field_types.choices import CHOICE, FLAG
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MONEY, MOST_PLACES, NUMBER, WHOLE, number_of
from core.registers.field_types.texts import LONG_TEXT, TEXT
from core.registers.fields import Field, FieldType
from core.registers.reading import Unreadable, read_value
from core.thai.folding import clean, fold_case
from core.thai.numbers import parse_decimal
from core.thai.quote import quoted

NEARLY_ALL = Decimal("0.9")  # of the cells must be of a type for the column to be
MOST_CHOICES = 12
OFTEN = 3  # times a choice stands there on average
LONGEST_CHOICE = 60  # characters
LONGEST_LINE = 200  # characters of a text that isn't long

# What headings say of their columns.
NUMBERED = re.compile(r"^(เลข|รหัส|หมายเลข|ที่หนังสือ|no\b|number|id\b|code)")
_TOLD_APART = re.compile("^(ชื่อ|นาม|ผู้|เบอร์|ที่อยู่|หมายเหตุ|รายละเอียด)|โทร|อีเมล|มือถือ")
_MONEY = re.compile("บาท|เงิน|งบประมาณ|ราคา|ค่าใช้จ่าย|มูลค่า|amount|price|budget")
_MONTHS = re.compile("เดือน|month")

_DASHES = frozenset("-–—")  # how a clerk leaves a cell blank


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """The type that a column's field would have, why, and the labels of its choices, if it has any."""

    type: FieldType
    why: str
    choices: tuple[str, ...] = ()


def kind_of(heading: str, cells: Iterable[object]) -> ColumnKind:
    """What a column under a heading is, by its cells, of which those that are None are blank."""
    counted = Counter((type(cell), cell) for cell in cells)
    blank = counted.pop((type(None), None), 0)
    column = _Column(heading, counted, "ทุกแถวที่กรอก" if blank else "ทุกแถว")
    if not column.said:
        return ColumnKind(TEXT, "คอลัมน์นี้ยังไม่มีข้อมูล")
    guesses = (_flag, _dated, _number, _choice)
    return next((kind for guess in guesses if (kind := guess(column))), None) or _text(column)


@dataclass(frozen=True)
class _Column:
    """A column's heading, its filled cells, each different one with how often it stands there, and what these are called:
    all rows, or all that are filled."""

    label: str
    counted: Counter[tuple[type, object]]
    rows: str

    @cached_property
    def heading(self) -> str:
        return fold_case(self.label)

    @cached_property
    def said(self) -> Counter[object]:
        """The cells that say something."""
        return Counter({cell: n for (_, cell), n in self.counted.items() if not _is_dash(cell)})

    def is_nearly_all(self, kind: FieldType) -> bool:
        """True where the column's cells are of a type, but for a slip here and there."""
        good = sum(n for cell, n in self.said.items() if self.reads(kind, cell))
        return good >= NEARLY_ALL * self.said.total()

    def reads(self, kind: FieldType, cell: object) -> bool:
        """True where importing would read a cell as of this type."""
        if isinstance(cell, BadCell):
            return False
        longest = kind.defaults.get("max_length", LONGEST_LINE)
        try:
            read_value(Field(name="", label="", type=kind, max_length=longest), cell)
        except Unreadable:
            return False
        return True

    def kind(self, kind: FieldType, told: str = "") -> ColumnKind:
        """The column as one of a type; its cells that aren't are told of."""
        noun = kind.title
        bad = [(cell, n) for (_, cell), n in self.counted.items() if not self.reads(kind, cell)]
        told = told or f"{self.rows}เป็น{noun}"
        if bad:
            good, of = self.counted.total() - sum(n for _, n in bad), self.counted.total()
            shown = quoted(shown_cell(bad[0][0]))
            told = f"{good:,} จาก {of:,} แถวเป็น{noun} ที่เหลือ เช่น {shown} อ่านเป็น{noun}ไม่ได้ ต้องแก้ก่อนนำเข้า"
        return ColumnKind(kind, told)


def _is_dash(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip() in _DASHES


def _flag(column: _Column) -> ColumnKind | None:
    words = all(
        isinstance(cell, bool) or (isinstance(cell, str) and not cell.strip().isdigit())
        for cell in column.said
    )
    return column.kind(FLAG) if words and column.is_nearly_all(FLAG) else None


def _dated(column: _Column) -> ColumnKind | None:
    if column.is_nearly_all(DAY):
        firsts = all(isinstance(cell, date) and cell.day == 1 for cell in column.said)
        return column.kind(MONTH if firsts and _MONTHS.search(column.heading) else DAY)
    if column.is_nearly_all(MOMENT):
        return column.kind(MOMENT)
    numbered = NUMBERED.search(column.heading)  # "1/2563" is the number of a letter there
    return column.kind(MONTH) if not numbered and column.is_nearly_all(MONTH) else None


def _number(column: _Column) -> ColumnKind | None:
    if NUMBERED.search(column.heading) or _TOLD_APART.search(column.heading):
        return None
    numbers = [number for cell in column.said if (number := _as_number(cell)) is not None]
    if len(numbers) < NEARLY_ALL * len(column.said):
        return None
    places = max(max(-int(number.as_tuple().exponent), 0) for number in numbers)
    if _MONEY.search(column.heading):
        kind: FieldType = MONEY
    elif all(number == number.to_integral_value() for number in numbers):
        kind = WHOLE
    else:
        kind = number_of(min(max(places, NUMBER.places), MOST_PLACES))
    return column.kind(kind) if column.is_nearly_all(kind) else None


def _as_number(cell: object) -> Decimal | None:
    """The number in a cell; None for what only looks like one: 0812345678 and 007 are no amounts."""
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return Decimal(cell)
    if not isinstance(cell, str) or re.match("[0๐][0-9๐-๙]", cell.strip()):
        return None
    try:
        return parse_decimal(cell)
    except ValueError:
        return None


def _choice(column: _Column) -> ColumnKind | None:
    if NUMBERED.search(column.heading) or _TOLD_APART.search(column.heading):
        return None
    forms: dict[str, str] = {}
    for cell, _ in column.said.most_common():
        if not isinstance(cell, str) or len(cell) > LONGEST_CHOICE or "\n" in cell:
            return None
        forms.setdefault(fold_case(cell), clean(cell))
        if len(forms) > MOST_CHOICES:
            return None
    if len(forms) < 2 or column.said.total() < OFTEN * len(forms):
        return None
    return ColumnKind(CHOICE, f"มี {len(forms)} ค่าซ้ำกัน", tuple(forms.values()))


def _text(column: _Column) -> ColumnKind:
    texts = [cell for cell in column.said if isinstance(cell, str)]
    if any("\n" in text or len(text) > LONGEST_LINE for text in texts):
        return column.kind(LONG_TEXT, "มีข้อความหลายบรรทัดหรือยาว")
    if NUMBERED.search(column.heading):
        return column.kind(TEXT, "เป็นเลขหรือรหัส จึงเก็บตามที่พิมพ์")
    return column.kind(TEXT)
