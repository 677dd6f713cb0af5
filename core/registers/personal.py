"""Personal data on its way out: what stands in the place of a value that isn't told. Source: docs/domain.md, "Personal data"."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.registers.as_of import day_of
from core.registers.declare import Field, Register, Value, Values
from core.registers.fields import MASK, WITHHELD, Covered
from core.thai.fiscal import fiscal_year_of

_TITLES = ("นางสาว", "นาง", "นาย", "น.ส.", "ด.ช.", "ด.ญ.", "บริษัท", "หจก.", "ร้าน")
_LEADING = "เแโใไ"  # vowels that are written before their consonant


def mask_of(field: Field, value: Value) -> Covered:
    """What is printed and exported for a personal value: of a text its first letter, behind a title, then always as many stars, so
    that neither its length nor the rest can be told; of anything else the stars alone. Equal values have equal masks, different
    ones may."""
    if isinstance(value, Covered):
        return value
    if not field.type.is_text or field.type.many_lines:
        return MASK
    text = str(value).strip()
    title = next((t for t in _TITLES if text.startswith(t) and text != t), "")
    name = text[len(title) :].lstrip()
    return Covered(name[: 2 if name[:1] in _LEADING else 1] + MASK)


def masked(register: Register, values: Values) -> Values:
    """The values of a record with its personal ones masked."""
    return _replaced(values, {f.name: mask_of(f, v) for f, v in _told(register, values)})


def withheld(register: Register, values: Values) -> Values:
    """The values of a record with its personal ones left out, which it says in their place."""
    return _replaced(values, {f.name: WITHHELD for f, _ in _told(register, values)})


def year_of(register: Register, values: Values) -> int | None:
    """The fiscal year a record belongs to: the one it states, else its day's; None where it tells none."""
    stated = values.get("fiscal_year")
    if isinstance(stated, int):
        return stated
    day = day_of(values.get(register.date_field)) if register.date_field else None
    return fiscal_year_of(day) if day else None


def first_year_told(today: date, years: int | None) -> int:
    """The first fiscal year whose personal data is told, where it is kept for some ``years`` after the record's own (None:
    without end, which makes it 0)."""
    return 0 if years is None else fiscal_year_of(today) - years


def _told(register: Register, values: Values) -> Iterable[tuple[Field, Value]]:
    return ((f, v) for f in register.personal_fields if (v := values.get(f.name)) is not None)


def _replaced(values: Values, by: Mapping[str, Value]) -> Values:
    return {**values, **by} if by else values
