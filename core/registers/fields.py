"""What a field is, and what a type of fields knows.

Every value has two forms. The *value* is what Python code works with (``Decimal`` baht, ``date``, ``Month``,
``datetime`` in Bangkok time without zone, ``str``, ``int``, ``bool``); the *wire* form is what is stored and sent
(satang and hundredths as integers, ISO text, codes, 0/1), so that folding the log converts nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlmodel import Field as ModelField

from core.thai.fiscal import Month
from core.thai.folding import clean

Value = str | int | bool | Decimal | date | datetime | Month
Wire = str | int | None
Values = Mapping[str, Value | None]
Complaint = tuple[str, str]  # a finding's code, and the Thai sentence


class Covered(str):
    """What is said in the place of a value that isn't told: its mask, or that it is kept no longer. No field holds one."""

    __slots__ = ()


MASK = Covered("*****")  # in every encoding a sheet may be saved in
_PART_OF_MASK = "**"
WITHHELD = Covered("พ้นกำหนดเก็บ")


def looks_covered(text: str) -> bool:
    """True for a text that stands in the place of a value which wasn't told, and is none itself."""
    return _PART_OF_MASK in text or WITHHELD in text


class Storage(Enum):
    """How a column keeps wire forms: text, an ISO day, or whole numbers of up to 32 or 64 bits."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    LARGE = "large"


@dataclass(frozen=True, kw_only=True, eq=False)
class FieldType(ABC):
    """A type of fields, one object each: everything that depends on what a field holds is asked of its type.

    ``name`` is its name in declarations and answers, ``title`` what a person calls it, ``python`` the type of its values. ``is_text``: free text, of
    ``many_lines`` or one; ``is_number``; ``is_money``: amounts of baht, which can be summed; ``is_dated``: a day, a month
    or a moment, called ``noun`` in a sentence. ``labelled``: a value says nothing without the field's label before it.
    In a spreadsheet ``width`` is what a column of it takes, in characters, ``number_format`` how its cells are formatted
    ("" for no format), ``form_format`` how those to be filled in are where that differs, ``typing_help`` what is said beside
    them.
    ``defaults`` are what a field of the type is declared with where its declaration says nothing else.
    """

    name: str
    title: str
    python: type
    storage: Storage = Storage.TEXT
    is_text: bool = False
    many_lines: bool = False
    is_number: bool = False
    is_money: bool = False
    is_dated: bool = False
    noun: str = ""
    labelled: bool = False
    width: int = 12
    number_format: str = ""
    form_format: str = ""
    typing_help: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, label: str, **spec: Any) -> Any:
        """Declares a field of this type in a record's class; ``spec`` is what ``Field`` says."""
        given = {"type": self, "label": label, **self.defaults, **spec}
        return ModelField(default=None, schema_extra={"json_schema_extra": {"phaen": given}})

    @property
    def tells_a_day(self) -> bool:
        """True for what tells the day itself: a day or a moment."""
        return issubclass(self.python, date)

    @property
    def by_digits(self) -> bool:
        """True for what is compared digit by digit, and stands on the right of a column."""
        return self.is_number or self.is_dated

    def to_wire(self, value: Any) -> Wire:
        """A value in the form that is stored and sent."""
        wire: Wire = value
        return wire

    def from_wire(self, wire: Any) -> Value:
        """The value of a wire; ValueError or TypeError where it makes no sense."""
        value: Value = wire
        return value

    def from_toml(self, raw: object) -> Value | None:
        """The value that a value of a plan's files means; None where it means none."""
        return raw if type(raw) is self.python else None  # type: ignore[return-value]  # a value's type

    def tidy(self, text: str) -> str:
        """A text as a field of this type stores it: without what nobody can see."""
        return clean(text)

    @abstractmethod
    def read(self, field: "Field", raw: object) -> Value:
        """The value of what was typed or stood in a cell, tidied and not empty; raises ``Unreadable``."""

    def complaint(self, _field: "Field", _value: Any) -> Complaint | None:
        """Why a value can't stand in a field, whoever made it; None where it can."""
        return None

    def show(self, value: Any) -> str:
        """A value as a person reads it."""
        return str(value)

    def show_in_full(self, value: Any) -> str:
        """The same with nothing shortened."""
        return self.show(value)

    def options(self, field: "Field") -> tuple[str, ...]:
        """What a person can choose from; () where anything can be typed."""
        return tuple(choice.label for choice in field.offered)

    def to_csv(self, value: Any) -> str:
        """A value in a file of comma-separated texts."""
        return str(self.to_wire(value))

    def native(self, value: Any) -> str | int | Decimal | date:
        """A value as a spreadsheet keeps it."""
        kept: str | int | Decimal | date = value
        return kept

    def on_day(self, _day: date) -> Value | None:
        """What a new record starts with on a day; None where that doesn't follow from the day."""
        return None

    def wire_at(self, day: date) -> str:
        """Of a dated type: the least wire of a day."""
        return day.isoformat()

    def wire_after(self, day: date) -> str:
        """Of a dated type: the least wire of what hasn't come by the end of a day."""
        return (day + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed code of a choice field, with its Thai label. A ``retired`` one is shown where it stands, and isn't offered
    any more."""

    code: str
    label: str
    retired: bool = False


class Start(Enum):
    """What a new record's field starts with that is no value of its own: the day looked at, what the record typed last
    has there, or the number after the highest of the year's."""

    TODAY = "today"
    LAST = "last"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register as every screen, file and message knows it.

    ``minimum`` and ``maximum`` are inclusive, except that money with ``minimum`` 0 and ``above_zero`` must be
    more than nothing. ``max_length`` counts characters. ``in_list`` puts it in the list's columns.
    ``refers_to`` names the register whose natural key the field holds, ``code_of`` the one of the plan whose ``code`` it
    holds; what is typed is stored as it is written there. ``through`` ("register.field") marks a column that lives
    elsewhere (planned months of a step live in the plan) and is written through to it.
    ``takes_own``: beside the field's choices stands any other text. ``beforehand`` marks a day that is set, not one on which something happened (a holiday, a contract's end).
    ``any_year`` marks a day that may lie far from every plan (a birthday, when an old asset was bought).
    A ``personal`` one holds personal data (a payee, a user of LINE).
    ``pattern`` is what a text must match from end to end, "" for anything. A new record starts with ``default``.
    ``section`` is the heading of the form under which the field stands. A ``retired`` field is filled in no more, one that is
    ``shown_only`` is filled in elsewhere: its value is seen where there is one.
    """

    name: str
    label: str
    type: FieldType
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 200
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above_zero: bool = False
    in_list: bool = True
    refers_to: str = ""
    code_of: str = ""
    through: str = ""
    beforehand: bool = False
    takes_own: bool = False
    pattern: str = ""
    default: "Value | Start | None" = None
    section: str = ""
    retired: bool = False
    shown_only: bool = False
    any_year: bool = False
    personal: bool = False

    @property
    def typed(self) -> bool:
        """True where a person fills it in here."""
        return not (self.retired or self.shown_only)

    @property
    def near_a_plan(self) -> bool:
        """True of a day, month or moment that lies in or near the years of the file's plans."""
        return self.type.is_dated and not self.any_year

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices a person can choose from."""
        return tuple(choice for choice in self.choices if not choice.retired)

    def to_wire(self, value: Value | None) -> Wire:
        """A value in the form that is stored and sent."""
        return None if value is None else self.type.to_wire(value)

    def from_wire(self, wire: Wire) -> Value | None:
        """The value a stored or received form means."""
        return None if wire is None else self.type.from_wire(wire)

    def show(self, value: Value | None) -> str:
        """The value as a person reads it: ``29 มิ.ย. 63``, ``12,480.00``, a choice's label; "" for none."""
        if value is None or isinstance(value, Covered):
            return value or ""
        return self.choice_label(str(value)) if self.choices else self.type.show(value)

    @property
    def called(self) -> str:
        """The label, of a day with what it is: days are often labelled by what was done on them (ตรวจสอบ)."""
        noun = self.type.noun
        return self.label if self.label.startswith(noun) else f"{noun}{self.label}"

    def choice_label(self, code: str) -> str:
        """A code's Thai label; the code itself where it is unknown (folding never refuses)."""
        return next((c.label for c in self.choices if c.code == code), code)
