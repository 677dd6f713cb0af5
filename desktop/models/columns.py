"""Columns of a table of records: where a value stands, how much room it asks for, what a cell says."""

from collections.abc import Callable

from core.office import Row, is_reference
from core.registers.declare import Field, FieldType
from desktop.models.table_model import LEFT, RIGHT, ModelColumn, Roles
from desktop.widgets.delegates import MUTED_ROLE, ROW_TONE_ROLE

NOTHING = "–"
_CODE_LENGTH, _LINE_LENGTH = 100, 200  # texts up to so many characters are codes, or ordinary lines
REFERENCE = 3  # the share of a key and the name it stands for
RECORD_ROLES: Roles[Row] = {
    ROW_TONE_ROLE: lambda row: "bad" if row.conflict else "warn" if row.findings else None
}


def record_column(
    heading: str, text: Callable[[Row], str], align: int = LEFT, share: int = 0
) -> ModelColumn[Row]:
    """A column of a table of records; what is deleted, or isn't there, is muted."""
    roles: Roles[Row] = {MUTED_ROLE: lambda row: row.deleted or text(row) == NOTHING}
    return ModelColumn(heading, text, align, roles, share)


def field_column(field: Field, *, one_line: bool = False) -> ModelColumn[Row]:
    """The column of one field; ``one_line``: a long text without its line breaks, in whatever room there is."""

    def text(row: Row) -> str:
        shown = field.show(row.values.get(field.name)) or NOTHING
        return " ".join(shown.split()) if one_line else shown

    align = RIGHT if is_right_aligned(field.type, field) else LEFT
    return record_column(field.label, text, align, 1 if one_line else text_share(field))


def is_right_aligned(held: FieldType | None, field: Field | None = None) -> bool:
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
