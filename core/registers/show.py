"""A value as a Thai sentence names it."""

from core.registers.fields import Field, Value


def show(field: Field, value: Value | None) -> str:
    """The value as a person reads it: ``29 มิ.ย. 63``, ``12,480.00``, a choice's label; "" for none."""
    return field.show(value)
