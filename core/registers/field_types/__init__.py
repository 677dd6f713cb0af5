"""The types of fields (``core.registers.fields.FieldType``), a module for each family.

Another type is one more class, in the family it belongs to, and its object in that family's ``TYPES``.
"""

from core.registers.field_types import choices, days, numbers, texts
from core.registers.fields import FieldType

FIELD_TYPES: tuple[FieldType, ...] = (*texts.TYPES, *numbers.TYPES, *days.TYPES, *choices.TYPES)

__all__ = ["FIELD_TYPES"]
