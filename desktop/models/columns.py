"""Columns of a record table: what a cell says, how it sorts, where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.office import Chip, Row
from core.registers.declare import Field, Kind, Register, Value
from core.registers.show import show
from core.thai.collation import sort_key
from core.thai.fiscal import Month

NOTHING = "–"
_RIGHT = (Kind.MONEY, Kind.NUMBER, Kind.WHOLE, Kind.DAY, Kind.MONTH, Kind.MOMENT)
_WIDTHS = {
    Kind.DAY: 88,
    Kind.MONTH: 88,
    Kind.MOMENT: 130,
    Kind.MONEY: 94,
    Kind.NUMBER: 84,
    Kind.WHOLE: 84,
    Kind.FLAG: 76,
    Kind.CHOICE: 130,
}
_TEXT_WIDTH = 150
_CODE_LENGTH, _LINE_LENGTH = 20, 200  # texts up to so many characters are codes, or ordinary lines


@dataclass(frozen=True)
class Column:
    """One column. ``text`` and ``sort`` are asked once a row; ``chip`` makes the cell a chip; ``width`` is px at
    text size 100 %, a share of what is left where the column ``stretches``."""

    name: str
    heading: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any]
    right: bool = False
    width: int = _TEXT_WIDTH
    chip: Callable[[Row], Chip] | None = None
    stretches: bool = False
    gives_way: int = 0  # where room is short the highest is left out first, 0 never


def columns_of(
    register: Register, names: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Column, ...]:
    """The columns of a register's list. ``names`` gives, per field, the names of the records it refers to."""
    fields = [f for f in register.fields if f.in_list]
    return tuple(field_column(f, (names or {}).get(f.name, {})) for f in fields)


def field_column(field: Field, names: Mapping[str, str] | None = None) -> Column:
    """The column of one field; a key is followed by the name it stands for."""
    known = names or {}

    def text(row: Row) -> str:
        value = row.values.get(field.name)
        said = show(field, value)
        return f"{said} {known.get(said, '')}".strip() or NOTHING

    return Column(
        name=field.name,
        heading=field.label,
        text=text,
        sort=lambda row: ordering(row.values.get(field.name), text(row)),
        right=field.kind in _RIGHT and not field.choices and not known,
        width=2 * _TEXT_WIDTH if known else _width(field),
        stretches=bool(known) or _is_text(field),
    )


def _is_text(field: Field) -> bool:
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT) and field.max_length > _CODE_LENGTH


def _width(field: Field) -> int:
    if field.kind not in (Kind.TEXT, Kind.LONG_TEXT):
        return _WIDTHS.get(field.kind, _TEXT_WIDTH)
    if field.max_length <= _CODE_LENGTH:
        return 96
    return 2 * _TEXT_WIDTH if field.max_length > _LINE_LENGTH else _TEXT_WIDTH


def ordering(value: Value | None, text: str = "") -> tuple[int, Any]:
    """A key that sorts a column's values: empty ones last, text by the Thai alphabet, the rest by size."""
    if value is None or value == "":
        return (1, "")
    if isinstance(value, datetime | date | Month | Decimal | int):
        return (0, value)
    return (0, sort_key(text or str(value)))
