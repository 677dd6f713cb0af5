"""Numbers: amounts of baht, numbers with some decimals at most, whole numbers. Nothing is rounded."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from core.registers.field_types.choices import chosen
from core.registers.fields import Complaint, Field, FieldType, Storage, Value
from core.registers.reading import exact, parsed, refused
from core.thai.numbers import format_baht, format_decimal, parse_decimal
from core.thai.quote import quoted

LARGEST = Decimal(10_000_000_000)  # baht, inclusive: more than the office could ever spend
MOST_PLACES = 4

_HELP = "โปรดพิมพ์ตัวเลข เช่น 12,480.00"
_TOO_FINE = (
    "มีทศนิยม โปรดพิมพ์จำนวนเต็ม",
    *(f"มีทศนิยมเกิน{places}ตำแหน่ง โปรดพิมพ์ทศนิยมไม่เกิน{places}ตำแหน่ง" for places in ("หนึ่ง", "สอง", "สาม", "สี่")),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Fixed(FieldType):
    """A ``Decimal`` of so many ``places`` at most, kept as a whole number of its least parts (satang)."""

    places: int = 2

    @cached_property
    def least(self) -> Decimal:
        """The least part it tells apart: 0.01 of two places."""
        return Decimal(1).scaleb(-self.places)

    @cached_property
    def parts(self) -> Decimal:
        """How many of them make one."""
        return Decimal(10**self.places)

    def to_wire(self, value: Any) -> int:
        return int((value * self.parts).to_integral_exact())

    def from_wire(self, wire: Any) -> Decimal:
        return Decimal(int(wire)) / self.parts

    def from_toml(self, raw: object) -> Decimal | None:
        return Decimal(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None

    def read(self, field: Field, raw: object) -> Value:
        number = _read(field, raw)
        # All its places always, once nothing would be lost by it; what would be lost is refused by the limits.
        fits = abs(number) <= LARGEST and number == number.quantize(self.least)
        return number.quantize(self.least) + 0 if fits else number

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        if abs(value) > LARGEST:
            most = self.show(LARGEST)
            return "limit.magnitude", f"{field.label} {_quoted(value)} มากเกิน {most} โปรดตรวจจำนวนหลัก"
        if value != value.quantize(self.least):
            return "value.decimals", f"{field.label} {_quoted(value)} {_TOO_FINE[self.places]}"
        return _bounds(field, value)

    def show(self, value: Any) -> str:
        return format_baht(value) if self.is_money else plain(value)

    def to_csv(self, value: Any) -> str:
        return format_decimal(value) if self.is_money else f"{value:f}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Whole(FieldType):
    """An ``int``; where the field has choices, one of their codes."""

    def from_wire(self, wire: Any) -> int:
        return int(wire)

    def read(self, field: Field, raw: object) -> Value:
        number = Decimal(chosen(field, raw)) if field.choices else _read(field, raw)
        if number != number.to_integral_value():
            raise refused(field, raw, "ไม่ใช่จำนวนเต็ม", "โปรดพิมพ์จำนวนเต็ม เช่น 1", "value.whole")
        return int(number)

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        if abs(value) > LARGEST:
            return "limit.magnitude", f"{field.label} {quoted(str(value))} มากเกินไป โปรดตรวจจำนวนหลัก"
        return _bounds(field, Decimal(value))


def plain(number: Decimal) -> str:
    """A number without needless zeros: ``100``, ``82.5``."""
    return f"{number.normalize():f}" if number else "0"


def _read(field: Field, raw: object) -> Decimal:
    if isinstance(raw, str):
        return parsed(field, "value.number", parse_decimal, raw)
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return exact(field, raw)
    raise refused(field, raw, "ไม่ใช่ตัวเลข", _HELP, "value.number")


def _bounds(field: Field, value: Decimal) -> Complaint | None:
    low, high, show = field.minimum, field.maximum, field.type.show
    if field.above_zero and value <= 0:
        return "limit.zero", f"{field.label} {_quoted(value)} ต้องมากกว่า 0 โปรดตรวจจำนวน"
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    if low is not None and high is not None:
        allowed = f"ต้องอยู่ระหว่าง {show(low)} ถึง {show(high)}"
    elif low is not None:
        allowed = f"ต้องไม่น้อยกว่า {show(low)}"
    else:
        allowed = f"ต้องไม่เกิน {show(high)}"
    return "limit.range", f"{field.label} {_quoted(value)} {allowed} โปรดตรวจตัวเลข"


def _quoted(value: Decimal) -> str:
    return quoted(format(value, "f"))


MONEY = Fixed(
    name="money",
    title="จำนวนเงิน (บาท)",
    python=Decimal,
    storage=Storage.LARGE,
    is_number=True,
    is_money=True,
    width=16,
    number_format="#,##0.00",
)
NUMBER = Fixed(
    name="number",
    title="จำนวนมีทศนิยม",
    python=Decimal,
    storage=Storage.LARGE,
    is_number=True,
    number_format="0.00",
)


@lru_cache
def number_of(places: int) -> FieldType:
    """The type of numbers with so many decimals, 0 to ``MOST_PLACES``."""
    if places == NUMBER.places:
        return NUMBER
    return replace(NUMBER, places=places, number_format=f"0.{'0' * places}" if places else "0")


WHOLE = Whole(
    name="whole",
    title="จำนวนเต็ม",
    python=int,
    storage=Storage.WHOLE,
    is_number=True,
    labelled=True,
    number_format="0",
)
TYPES = (MONEY, NUMBER, WHOLE)
