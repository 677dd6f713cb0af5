"""Parameters of a formula: declared with default and limits, so that a year's plan may choose within them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

Reader = Callable[[Any], Any]


class Uncomputable(ValueError):
    """An indicator that can't be computed. ``why`` is Thai, what is wrong and what to do; ``code`` is the indicator's,
    "" where it isn't known yet; ``str`` is the sentence for the indicator's warnings."""

    def __init__(self, why: str, code: str = "") -> None:
        super().__init__(f"คำนวณตัวชี้วัดที่ {code} ไม่ได้: {why}" if code else why)
        self.why = why
        self.code = code


class BadParameter(Uncomputable):
    """A formula or a parameter that can't be used."""


class ParameterKind(StrEnum):
    """What a parameter names or holds, which says how it is chosen."""

    NUMBER = "number"
    CODE = "code"  # one of its choices
    MONTHS = "months"  # calendar months
    PROJECT = "project"
    INDICATOR = "indicator"
    REGISTER = "register"
    ITEMS = "items"  # a register whose records one field tells apart
    FIELD = "field"
    AMOUNT = "amount"  # a field that holds numbers
    DATED = "dated"  # a field that holds days, months or moments
    MONTH = "month"  # a field that holds months
    CLOCK = "clock"
    CONDITIONS = "conditions"
    FIGURE = "figure"  # a table: a sum or a count of a register, or another indicator
    WEIGHED = "weighed"  # other indicators, each with its weight


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name in the plan, its Thai label, its default, ``read``, which takes the plan's
    value (an int, a text, a list) to the value the formula uses or raises ValueError, and the Thai words of its codes where
    it is one of some. ``instead``: it chooses something in place of what the formula counts by itself.

    In the formula's sentence (``core.indicators.sentences``) it is chosen by its ``kind``. ``of`` is the parameter that names its
    register, ``unless`` the words for none, "" where there must be one, and ``blank`` what none is written as. ``worded`` is how a
    choice is said ("{} ที่ไม่ซ้ำ"), of conditions what stands before them."""

    name: str
    label: str
    default: Any
    read: Reader
    choices: Mapping[str, str] = field(default_factory=dict)
    instead: bool = False
    kind: ParameterKind = ParameterKind.NUMBER
    of: str = "register"
    unless: str = ""
    blank: Any = None
    worded: str = "{}"


def chosen(name: str, label: str, choices: Mapping[str, str]) -> Parameter:
    """A parameter that is one of the codes of ``choices`` (code -> Thai words), the first where the plan is silent."""
    return Parameter(name, label, next(iter(choices)), one_of(*choices), choices, kind=ParameterKind.CODE)


def settle(parameters: tuple[Parameter, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared parameter with its value, the default where the plan is silent. Raises BadParameter."""
    known = {p.name for p in parameters}
    for name in given:
        if name not in known:
            raise BadParameter(f"แผนกำหนดพารามิเตอร์ “{name}” ที่สูตรนี้ไม่มี โปรดแก้ไขพารามิเตอร์ในแผน")
    return {p.name: _settled(p, given) for p in parameters}


def _settled(parameter: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(parameter.name, parameter.default)
    if value == "":
        raise BadParameter(f"ยังไม่ได้เลือก{parameter.label} โปรดเลือกในวิธีคำนวณ")
    try:
        return parameter.read(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise BadParameter(
            f"พารามิเตอร์ “{parameter.label}” ในแผนมีค่า “{value}” ซึ่งใช้คำนวณไม่ได้ โปรดแก้ไขพารามิเตอร์ในแผน"
        ) from error


def whole(minimum: int, maximum: int) -> Reader:
    """Reads a whole number within limits, both inclusive."""

    def read(value: Any) -> int:
        number = exact(value)
        if number != number.to_integral_value() or not minimum <= number <= maximum:
            raise ValueError(value)
        return int(number)

    return read


def between(minimum: int, maximum: int) -> Reader:
    """Reads a decimal number within limits, both inclusive."""

    def read(value: Any) -> Decimal:
        number = exact(value)
        if not minimum <= number <= maximum:
            raise ValueError(value)
        return number

    return read


def one_of(*codes: str) -> Reader:
    """Reads one of the codes."""

    def read(value: Any) -> str:
        if value not in codes:
            raise ValueError(value)
        return str(value)

    return read


def optional(read: Reader) -> Reader:
    """Reads as ``read`` does, or takes None."""
    return lambda value: None if value is None else read(value)


def calendar_months(value: Any) -> tuple[int, ...]:
    """Reads a list of different calendar months, 1 to 12."""
    months = tuple(whole(1, 12)(month) for month in value)
    if isinstance(value, str) or not months or len(set(months)) != len(months):
        raise ValueError(value)
    return months


def exact(value: Any) -> Decimal:
    """An int, a Decimal or a text of digits as a finite Decimal; binary floats are refused."""
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal):
        raise TypeError(value)
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(value)
    return number


def conditions(value: Any) -> tuple[Any, ...]:
    """Reads a filter as it is written: a list of conditions; which fields it may name is the register's."""
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return tuple(value)


def name_of(value: Any) -> str:
    """Reads the name of a register, a field or a clock."""
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


def instead(*parameters: Parameter) -> tuple[Parameter, ...]:
    """Parameters that choose something in place of what the formula counts by itself."""
    return tuple(replace(parameter, instead=True) for parameter in parameters)


def renamed(parameter: Parameter, name: str, label: str, **said: Any) -> Parameter:
    """A parameter of the same kind, with what else is said of it."""
    return replace(parameter, name=name, label=label, **said)


# What formulas over any register choose.
REGISTER = Parameter("register", "ทะเบียน", None, optional(name_of), kind=ParameterKind.REGISTER)
FILTER = Parameter(
    "filter",
    "เงื่อนไข",
    (),
    conditions,
    kind=ParameterKind.CONDITIONS,
    unless="นับทุกรายการ",
    worded="เฉพาะรายการที่",
)
FIELD = Parameter("field", "ช่อง", None, optional(name_of), kind=ParameterKind.AMOUNT)
DAY_FIELD = Parameter(
    "day", "ช่องวันที่ที่ใช้นับ", None, optional(name_of), kind=ParameterKind.DATED, unless="วันของรายการ"
)
