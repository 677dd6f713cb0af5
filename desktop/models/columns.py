"""Columns of a table of records: where a value stands, how much room it asks for, what a cell says."""

from collections.abc import Callable
from dataclasses import dataclass

from core.office import Row, is_reference
from core.registers.declare import Field, FieldType
from core.registers.show import show

NOTHING = "–"
_CODE_LENGTH, _LINE_LENGTH = 100, 200  # texts up to so many characters are codes, or ordinary lines
REFERENCE = 3  # the share of a key and the name it stands for


@dataclass(frozen=True)
class Column:
    """One column. ``text`` is asked once a row; running text has a ``share`` in the room that is left, everything else
    (share 0) stands whole."""

    name: str
    heading: str
    text: Callable[[Row], str]
    right: bool = False
    share: int = 0


def field_column(field: Field) -> Column:
    """The column of one field."""
    return Column(
        name=field.name,
        heading=field.label,
        text=lambda row: show(field, row.values.get(field.name)) or NOTHING,
        right=stands_right(field.type, field),
        share=text_share(field),
    )


def stands_right(held: FieldType | None, field: Field | None = None) -> bool:
    """True for what is compared digit by digit; a key that is followed by a name reads from the left."""
    named = field is not None and (bool(field.choices) or is_reference(field))
    return held is not None and held.by_digits and not named


def listed_share(field: Field | None) -> int:
    """A column's share in a list, where keys are followed by the names they stand for; 0 for what stands whole."""
    if field is None:
        return 0
    return REFERENCE if is_reference(field) else text_share(field)


def text_share(field: Field) -> int:
    """The share of a field's own text; 0 for what is no running text."""
    if not field.type.is_text or field.max_length <= _CODE_LENGTH:
        return 0
    return 2 if field.max_length > _LINE_LENGTH else 1
