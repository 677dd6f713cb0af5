"""What a record's fields hold that happens only after the day looked at."""

from collections.abc import Mapping
from datetime import date

from core.registers.as_of import later_fields, later_words
from core.registers.declare import Register
from desktop.theme import set_later
from desktop.widgets.inputs.protocol import FieldInput, widget_of


def mark_later(register: Register, inputs: Mapping[str, FieldInput], as_of: date) -> str:
    """Marks the fields whose day lies after the day looked at; says in a sentence what isn't there yet, "" for nothing."""
    values = {name: field.value() for name, field in inputs.items()}
    later = {field.name for field in later_fields(register, values, as_of)}
    words = later_words(register, values, as_of)
    for name, field in inputs.items():
        set_later(widget_of(field), name in later)
        widget_of(field).setAccessibleDescription("หลังวันที่ดู ยังไม่นับ" if name in later else "")
    return words
