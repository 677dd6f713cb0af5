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
_CODE_LENGTH, _LINE_LENGTH = 100, 200  # texts up to so many characters are codes, or ordinary lines
REFERENCE = 3  # the share of a key and the name it stands for


@dataclass(frozen=True)
class Column:
    """One column. ``text`` and ``sort`` are asked once a row; ``chip`` makes the cell a chip; running text has a
    ``share`` in the room that is left, everything else (share 0) stands whole."""

    name: str
    heading: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any]
    right: bool = False
    chip: Callable[[Row], Chip] | None = None
    share: int = 0


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
        share=REFERENCE if known else _share(field),
    )


def _share(field: Field) -> int:
    if field.kind not in (Kind.TEXT, Kind.LONG_TEXT) or field.max_length <= _CODE_LENGTH:
        return 0
    return 2 if field.max_length > _LINE_LENGTH else 1


def ordering(value: Value | None, text: str = "") -> tuple[int, Any]:
    """A key that sorts a column's values: empty ones last, text by the Thai alphabet, the rest by size."""
    if value is None or value == "":
        return (1, "")
    if isinstance(value, datetime | date | Month | Decimal | int):
        return (0, value)
    return (0, sort_key(text or str(value)))
