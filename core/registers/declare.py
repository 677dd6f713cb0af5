"""How a register is declared: fields, rules, key and owner, once.

A register's record is an SQLModel class whose fields are made with the helpers of this module
(``text``, ``money``, ``day`` ...). From that one declaration come the table in the file, the form, the list's
columns, import and export columns, the messages and the printed register.

Every value has two forms. The *value* is what Python code works with (``Decimal`` baht, ``date``, ``Month``,
``datetime`` in Bangkok time without zone, ``str``, ``int``, ``bool``); the *wire* form is what is stored and sent
(satang and hundredths as integers, ISO text, codes, 0/1), so that folding the log converts nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID, uuid5

from sqlmodel import Field as ModelField
from sqlmodel import SQLModel

from core.faults import Finding
from core.thai.fiscal import Month
from core.thai.folding import clean, clean_lines, fold, fold_all

Value = str | int | bool | Decimal | date | datetime | Month
Wire = str | int | None
Values = Mapping[str, Value | None]

# How the label of a paper's number begins.
NUMBER_OF = "เลขที่"

NAMESPACE = UUID("5b0f2d0e-6c1a-5b6e-9a53-7068616e0001")


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    MONEY = "money"  # Decimal baht, two places; wire: integer satang
    NUMBER = "number"  # Decimal, two places at most; wire: integer hundredths
    WHOLE = "whole"  # int
    DAY = "day"  # date; wire: ISO day
    MONTH = "month"  # Month; wire: ISO month
    MOMENT = "moment"  # datetime to the minute, Bangkok time; wire: ISO minute
    CHOICE = "choice"  # a code of ``choices``
    FLAG = "flag"  # bool; wire: 0 or 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed code of a choice field, with its Thai label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register as every screen, file and message knows it.

    ``minimum`` and ``maximum`` are inclusive, except that money with ``minimum`` 0 and ``above_zero`` must be
    more than nothing. ``max_length`` counts characters. ``in_list`` puts it in the list's columns.
    ``refers_to`` names the register whose natural key the field holds, ``code_of`` the one of the plan whose ``code`` it
    holds; what is typed is stored as it is written there. ``through`` ("register.field") marks a column that lives
    elsewhere (planned months of a step live in the plan) and is written through to it.
    ``beforehand`` marks a day that is set, not one on which something happened (a holiday, a contract's end).
    """

    name: str
    label: str
    kind: Kind
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

    def to_wire(self, value: Value | None) -> Wire:
        """A value in the form that is stored and sent."""
        if value is None:
            return None
        if self.kind in (Kind.MONEY, Kind.NUMBER):
            assert isinstance(value, Decimal)
            return int((value * 100).to_integral_exact())
        if self.kind is Kind.DAY:
            assert isinstance(value, date)
            return value.isoformat()
        if self.kind is Kind.MOMENT:
            assert isinstance(value, datetime)
            return value.strftime("%Y-%m-%dT%H:%M")
        if self.kind is Kind.MONTH:
            return str(value)
        if self.kind is Kind.FLAG:
            return int(bool(value))
        assert isinstance(value, str | int)
        return value

    def from_wire(self, wire: Wire) -> Value | None:
        """The value a stored or received form means."""
        if wire is None:
            return None
        if self.kind in (Kind.MONEY, Kind.NUMBER):
            return Decimal(int(wire)) / 100
        if self.kind is Kind.DAY:
            return date.fromisoformat(str(wire))
        if self.kind is Kind.MOMENT:
            return datetime.fromisoformat(str(wire))
        if self.kind is Kind.MONTH:
            return Month.from_iso(str(wire))
        if self.kind is Kind.FLAG:
            return bool(wire)
        return int(wire) if self.kind is Kind.WHOLE else wire

    def tidy(self, text: str) -> str:
        """A text as this field stores it: without what nobody can see."""
        return clean_lines(text) if self.kind is Kind.LONG_TEXT else clean(text)

    def choice_label(self, code: str) -> str:
        """A code's Thai label; the code itself where it is unknown (folding never refuses)."""
        return next((c.label for c in self.choices if c.code == code), code)


class Record(SQLModel):
    """The base of every register's record: values by name, all optional, nothing coerced."""

    model_config = {"extra": "forbid", "arbitrary_types_allowed": True}


class Lookup(Protocol):
    """What rules may ask of the other records of the file; deleted records are never seen."""

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The record of that natural key, as values with ``id``."""
        ...

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The records whose named fields hold just these values, as values with ``id``."""
        ...


class Calendar(Protocol):
    """What rules may ask of the government calendar."""

    def is_working_day(self, day: date) -> bool:
        """True on a working day of Bangkok government offices."""
        ...


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What a rule may look at beside the record: other records, the calendar, today, the record's own id, and the fiscal
    years (Buddhist) the file holds a plan for."""

    lookup: Lookup
    calendar: Calendar
    today: date
    record_id: str | None = None
    plan_years: tuple[int, ...] = ()


Rule = Callable[[Any, RuleContext], Iterable[Finding]]


@dataclass(frozen=True)
class StatedRule:
    """A rule that can say what it asks for: ``says`` is one Thai sentence, ``find`` the pure function.

    It may say what it looks at, so that many records are asked about together: whether it finds something follows from
    the values of the fields it ``reads`` and from which of those it ``notices`` are filled in, beside other registers
    and the calendar. With ``each`` it says of every field by itself what that field's value calls for. ``alike``: it
    compares these fields with those of the register's other records, and is quiet where one of them is empty.
    """

    says: str
    find: Rule
    reads: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    each: bool = False
    alike: tuple[str, ...] = ()

    def __call__(self, values: Any, context: RuleContext) -> Iterable[Finding]:
        return self.find(values, context)

    @property
    def says_what_it_reads(self) -> bool:
        """True where it can be asked about many records together."""
        return bool(self.reads or self.notices or self.alike)


def rule(
    says: str,
    *,
    reads: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
    each: bool = False,
    alike: tuple[str, ...] = (),
) -> Callable[[Rule], StatedRule]:
    """Marks a function as a register's rule, states it in Thai, and may say what it looks at (see ``StatedRule``)."""
    return lambda find: StatedRule(says, find, reads, notices, each, alike)


def compared(value: Any) -> Any:
    """A value as it is compared with another of its field: texts that look the same are the same."""
    return fold(value) if isinstance(value, str) else value


def all_compared(column: Sequence[Any]) -> Sequence[Any]:
    """Many values of a field as they are compared."""
    kinds = set(map(type, column))
    if str not in kinds:
        return column
    return fold_all(column) if kinds == {str} else list(map(compared, column))


def joined(*parts: Value | None) -> str | None:
    """A natural key of values as they are written, None where one is missing or nothing: 0 is no year and no step."""
    return "|".join(map(str, parts)) if all(parts) else None


@dataclass(frozen=True)
class Register:
    """A register, declared once.

    ``unit`` is the code of the unit that keeps it; ``owner_by`` ("project" or "indicator") names the field whose
    project's or indicator's owner owns the record instead. ``key_fields`` are the fields the natural key is made of,
    if any, ``key`` makes it of their values, in this order (None while it is incomplete). ``plan_born`` records come
    with the plan: they are updated and deactivated, never created or deleted by hand. ``fixed_id``: the record's id
    follows from its natural key (UUIDv5), else ids are UUIDv7. ``internal`` registers (the plan's own) have no page of
    their own. ``date_field`` is the field a record's fiscal year and month follow from; a register with its own
    ``fiscal_year`` field goes by that year, and by the day's where it may be left empty and is. ``exists_from`` is the
    field from whose day on a record is there (a month's from its first day), where that isn't the ``date_field``.
    ``order_by`` is the list's order, "-field" descending. ``key_label`` says the natural key in Thai where naming the key fields one by one wouldn't.
    """

    name: str
    title: str
    short_title: str
    unit: str
    record: type[Record]
    key_fields: tuple[str, ...] = ()
    key: Callable[..., str | None] = joined
    rules: tuple[Rule, ...] = ()
    plan_born: bool = False
    fixed_id: bool = False
    internal: bool = False
    owner_by: str = ""
    date_field: str = ""
    exists_from: str = ""
    order_by: tuple[str, ...] = ()
    new_label: str = ""
    key_label: Callable[[Mapping[str, Any]], str] | None = None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields in declared order."""
        return fields_of(self.record)

    @cached_property
    def stored_fields(self) -> tuple[Field, ...]:
        """The fields that live in this register's own table."""
        return tuple(f for f in self.fields if not f.through)

    @cached_property
    def text_fields(self) -> tuple[str, ...]:
        """The fields of this register's own table that hold free text."""
        return tuple(f.name for f in self.stored_fields if f.kind in (Kind.TEXT, Kind.LONG_TEXT))

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return fields_by_name(self.record)[name]

    @cached_property
    def begins(self) -> str:
        """The field from whose day on a record is there; "" where it is there on any day: it comes with the plan, or
        its day is set beforehand."""
        name = self.exists_from or self.date_field
        return "" if self.plan_born or not name or self.field(name).beforehand else name

    @cached_property
    def may_tell_no_year(self) -> bool:
        """True where a record may leave the fiscal year it counts for empty: its day tells it then."""
        has_year = any(f.name == "fiscal_year" for f in self.fields)
        return has_year and bool(self.date_field) and "fiscal_year" not in self.key_fields

    @cached_property
    def event_fields(self) -> tuple[Field, ...]:
        """The fields that hold a day or moment on which something happened."""
        return tuple(f for f in self.fields if f.kind in (Kind.DAY, Kind.MOMENT) and not f.beforehand)

    @cached_property
    def needed_fields(self) -> tuple[Field, ...]:
        """The fields no record may leave empty: the required ones, and those of the key."""
        return tuple(f for f in self.fields if f.required or f.name in self.key_fields)

    @cached_property
    def recurring_fields(self) -> tuple[Field, ...]:
        """The short texts whose values come again (payees, units, users): no key, no number of a paper, which is new each
        time, and nothing that is chosen from a list."""
        return tuple(
            f
            for f in self.stored_fields
            if f.kind is Kind.TEXT
            and not (f.choices or f in self.coded_fields or f.name in self.key_fields)
            and not f.label.startswith(NUMBER_OF)
        )

    @cached_property
    def reference_fields(self) -> tuple[Field, ...]:
        """The fields that hold another register's natural key."""
        return tuple(f for f in self.fields if f.refers_to)

    @cached_property
    def coded_fields(self) -> tuple[Field, ...]:
        """The fields that hold the code of another record."""
        return tuple(f for f in self.fields if f.refers_to or f.code_of)

    @cached_property
    def checked_in_columns(self) -> bool:
        """True where many new records can be checked together: their ids are drawn, and every rule says what it reads."""
        stated = all(isinstance(r, StatedRule) and r.says_what_it_reads for r in self.rules)
        return stated and not (self.fixed_id or self.plan_born or self.internal)

    @cached_property
    def may_be_doubled(self) -> bool:
        """True where two records can share a natural key: ids are drawn, or follow from a text that can be typed in ways
        that look the same."""
        typed = any(self.field(name).kind is Kind.TEXT for name in self.key_fields)
        return bool(self.key_fields) and (typed or not self.fixed_id)

    def natural_key(self, values: Mapping[str, Any]) -> str | None:
        """The natural key of a record's values (not wire) as it is compared: texts that look the same make the same key.
        None where it has none or not yet."""
        return self.key(*map(compared, map(values.get, self.key_fields))) if self.key_fields else None

    def natural_keys(self, columns: Sequence[Sequence[Any]]) -> list[str | None]:
        """The natural keys of many records, their values given for each of ``key_fields``, of which there are some."""
        return list(map(self.key, *map(all_compared, columns)))

    def id_for(self, values: Mapping[str, Any]) -> str | None:
        """The fixed id that follows from the natural key as it was typed, None where ids are drawn."""
        key = self.key(*map(values.get, self.key_fields)) if self.fixed_id and self.key_fields else None
        return str(uuid5(NAMESPACE, f"{self.name}|{key}")) if key is not None else None


_FIELDS: dict[type[Record], dict[str, Field]] = {}
_IN_ORDER: dict[type[Record], tuple[Field, ...]] = {}


def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields of a record class, in order."""
    if record not in _IN_ORDER:
        _IN_ORDER[record] = tuple(fields_by_name(record).values())
    return _IN_ORDER[record]


def field_of(record: type[Record], name: str) -> Field:
    """The declared field of that name; KeyError where there is none."""
    return fields_by_name(record)[name]


def fields_by_name(record: type[Record]) -> dict[str, Field]:
    """The declared fields in declared order, by name."""
    if record not in _FIELDS:
        _FIELDS[record] = {name: _declared(name, info) for name, info in record.model_fields.items()}
    return _FIELDS[record]


def _declared(name: str, info: Any) -> Field:
    spec = dict(info.json_schema_extra["phaen"])
    return Field(name=name, **spec)


def _field(kind: Kind, label: str, **spec: Any) -> Any:
    return ModelField(
        default=None,
        schema_extra={"json_schema_extra": {"phaen": {"kind": kind, "label": label, **spec}}},
    )


def text(label: str, **spec: Any) -> Any:
    """One line of text, 200 characters at most unless ``max_length`` says otherwise."""
    return _field(Kind.TEXT, label, **spec)


def long_text(label: str, **spec: Any) -> Any:
    """Text of several lines, 4,000 characters at most unless ``max_length`` says otherwise."""
    return _field(Kind.LONG_TEXT, label, **{"max_length": 4000, "in_list": False, **spec})


def money(label: str, **spec: Any) -> Any:
    """An amount in baht, ``Decimal`` with two places; stored as satang."""
    return _field(Kind.MONEY, label, **spec)


def number(label: str, **spec: Any) -> Any:
    """A number with two decimals at most; stored as hundredths."""
    return _field(Kind.NUMBER, label, **spec)


def whole(label: str, **spec: Any) -> Any:
    """A whole number."""
    return _field(Kind.WHOLE, label, **spec)


def day(label: str, **spec: Any) -> Any:
    """A day."""
    return _field(Kind.DAY, label, **spec)


def month(label: str, **spec: Any) -> Any:
    """A month."""
    return _field(Kind.MONTH, label, **spec)


def moment(label: str, **spec: Any) -> Any:
    """A day and minute, Bangkok time."""
    return _field(Kind.MOMENT, label, **spec)


def choice(label: str, choices: Mapping[str, str], **spec: Any) -> Any:
    """One of the codes of ``choices`` (code -> Thai label)."""
    return _field(Kind.CHOICE, label, choices=tuple(Choice(c, t) for c, t in choices.items()), **spec)


def flag(label: str, **spec: Any) -> Any:
    """Yes or no."""
    return _field(Kind.FLAG, label, **spec)
