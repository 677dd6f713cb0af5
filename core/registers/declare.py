"""How a register is declared: fields, rules, key and owner, once.

A register's record is an SQLModel class whose fields are made with the types of fields (``text``, ``money``, ``day`` ...),
each of which declares a field when it is called. From that one declaration come the table in the file, the form, the
list's columns, import and export columns, the messages and the printed register.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID, uuid5

from sqlmodel import SQLModel

from core.faults import Finding
from core.registers.clocks import Clock
from core.registers.field_types.choices import FLAG, choice
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MONEY, NUMBER, WHOLE
from core.registers.field_types.pictures import PICTURE
from core.registers.field_types.texts import LONG_TEXT, TEXT
from core.registers.fields import Choice, Field, FieldType, Value, Values, Wire
from core.registers.line import LineFields
from core.registers.prints import Print
from core.registers.views import LIST, View
from core.thai.fiscal import fiscal_year_of
from core.thai.folding import fold, fold_all

__all__ = [
    "NUMBER_OF",
    "Calendar",
    "Choice",
    "Field",
    "FieldType",
    "Lookup",
    "Record",
    "Register",
    "Rule",
    "RuleContext",
    "StatedRule",
    "Value",
    "Values",
    "Wire",
    "all_compared",
    "choice",
    "compared",
    "day",
    "field_of",
    "fields_by_name",
    "fields_of",
    "flag",
    "joined",
    "long_text",
    "moment",
    "money",
    "month",
    "number",
    "picture",
    "rule",
    "text",
    "whole",
    "within_year",
]

text, long_text, flag, picture = TEXT, LONG_TEXT, FLAG, PICTURE
money, number, whole = MONEY, NUMBER, WHOLE
day, month, moment = DAY, MONTH, MOMENT

# How the label of a paper's number begins.
NUMBER_OF = "เลขที่"

COUNTED_IN = "รายการ"

NAMESPACE = UUID("5b0f2d0e-6c1a-5b6e-9a53-7068616e0001")


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
    """What a rule may look at beside the record: other records, the calendar, today, the file's registers by name, the
    record's own id, and the fiscal years (Buddhist) the file holds a plan for."""

    lookup: Lookup
    calendar: Calendar
    today: date
    registers: "Mapping[str, Register]"
    record_id: str | None = None
    plan_years: tuple[int, ...] = ()


Rule = Callable[[Any, RuleContext], Iterable[Finding]]


@dataclass(frozen=True)
class StatedRule:
    """A rule that can say what it asks for: ``says`` is one Thai sentence, ``find`` the pure function.

    It may say what it looks at, so that many records are asked about together: whether it finds something follows from
    the values of the fields it ``reads`` and from which of those it ``notices`` are filled in, beside other registers
    and the calendar. With ``each`` it says of every field by itself what that field's value calls for. ``alike``: it
    compares these fields with those of the register's other records, and is quiet where one of them is empty. ``beside`` is
    the other register it looks at, if any, which it does for records that hold the values ``given``.
    """

    says: str
    find: Rule
    reads: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    each: bool = False
    alike: tuple[str, ...] = ()
    beside: str = ""
    given: tuple[tuple[str, Value | None], ...] = ()

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


def within_year(*parts: Any) -> str | None:
    """A natural key that is told apart by fiscal year: of values as they are written, the last of them its day."""
    *named, on = parts
    return joined(fiscal_year_of(on) if on else None, *named)


@dataclass(frozen=True, eq=False)
class Register:
    """A register, declared once.

    ``unit`` is the code of the unit that keeps it, "" for the one that keeps the plan. ``key_fields`` are the fields
    the natural key is made of, if any, ``key`` makes it of their values, in this order (None while it is incomplete);
    those it ``may_lack`` may be empty. With ``per_year`` it is told apart from the same one of another fiscal year,
    which follows from the last of them, the ``date_field``. ``plan_born`` records come with the plan: they are
    updated and deactivated, never created or deleted by hand. ``fixed_id``: the record's id follows from its natural
    key (UUIDv5), else ids are UUIDv7. ``internal`` registers (the plan's own) have no page of their own.
    ``date_field`` is the field a record's fiscal year and month follow from; a register with its own ``fiscal_year``
    field goes by that year, and by the day's where it may be left empty and is. ``exists_from`` is the field from
    whose day on a record is there (a month's from its first day), where that isn't the ``date_field``. ``order_by``
    is the list's order, "-field" descending. ``clocks`` are its time limits, in the order in which what they ask for
    is done. ``counted_in`` is the Thai classifier of its records, ``views`` how they are shown beside list and form.
    ``items`` are the records that come with the plan, values by field name: each year's own where ``items_per_year``,
    else all years share them. ``place`` is where it stands in the desk's rail, whose units come one after the other.
    A ``retired`` register takes no more records, nor does one in a fiscal year before ``used_from`` or after
    ``used_to``; what it has stays. With ``owner_by`` ("project" or "indicator") a record belongs to the unit that
    answers for what it names. ``line``: the fields that LINE exports are taken into, None where they aren't.
    ``prints`` are its printed lists.
    """

    name: str
    title: str
    short_title: str
    unit: str
    fields: tuple[Field, ...]
    key_fields: tuple[str, ...] = ()
    key: Callable[..., str | None] = joined
    may_lack: tuple[str, ...] = ()
    per_year: bool = False
    rules: tuple[Rule, ...] = ()
    plan_born: bool = False
    fixed_id: bool = False
    internal: bool = False
    date_field: str = ""
    exists_from: str = ""
    order_by: tuple[str, ...] = ()
    new_label: str = ""
    place: int = 0
    clocks: tuple[Clock, ...] = ()
    counted_in: str = COUNTED_IN
    views: tuple[View, ...] = ()
    items: tuple[Mapping[str, Value | None], ...] = ()
    items_per_year: bool = False
    retired: bool = False
    used_from: int | None = None
    used_to: int | None = None
    owner_by: str = ""
    line: LineFields | None = None
    prints: tuple[Print, ...] = ()

    def used_in(self, year: int) -> bool:
        """True where new records of a fiscal year (Buddhist) may be typed."""
        return not self.retired and (self.used_from or year) <= year <= (self.used_to or year)

    @cached_property
    def owner_field(self) -> Field | None:
        """The field that names the project or indicator whose unit a record belongs to; None where that is the register's."""
        return owner_field(self.owner_by, self.fields)

    @cached_property
    def typed_fields(self) -> tuple[Field, ...]:
        """The fields a person fills in."""
        return tuple(f for f in self.fields if f.typed)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields in declared order, by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def stored_fields(self) -> tuple[Field, ...]:
        """The fields that live in this register's own table."""
        return tuple(f for f in self.fields if not f.through)

    @cached_property
    def personal_fields(self) -> tuple[Field, ...]:
        """The fields that hold personal data. What a record's day, year or standing follows from is none, whatever is declared."""
        telling = {self.date_field, self.exists_from, "fiscal_year"}
        telling |= {name for clock in self.clocks for name in clock.fields}
        return tuple(f for f in self.fields if f.personal and f.name not in telling)

    @cached_property
    def text_fields(self) -> tuple[str, ...]:
        """The fields of this register's own table that hold free text."""
        return tuple(f.name for f in self.stored_fields if f.type.is_text)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return self.by_name[name]

    def view(self, kind: str) -> View | None:
        """Its first view of a kind, None where it has none."""
        return next((view for view in self.views if view.kind == kind), None)

    @cached_property
    def listed(self) -> View:
        """How list and form are laid out; where nothing is said of them, as its fields have it."""
        return self.view(LIST) or View(kind=LIST)

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
        return tuple(f for f in self.fields if f.type.tells_a_day and not f.beforehand)

    @cached_property
    def needed_fields(self) -> tuple[Field, ...]:
        """The fields no record may leave empty: the required ones, and those of the key it can't lack."""
        key = {*self.key_fields} - {*self.may_lack}
        return tuple(f for f in self.fields if (f.required and f.typed) or f.name in key)

    @cached_property
    def recurring_fields(self) -> tuple[Field, ...]:
        """The short texts whose values come again (payees, units, users): no key, no number of a paper, which is new each
        time, and nothing that is chosen from a list."""
        return tuple(
            f
            for f in self.stored_fields
            if f.type.is_text
            and not f.type.many_lines
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
        typed = any(self.field(name).type.is_text for name in self.key_fields)
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


# By what a register's owner follows from: the register of the plan whose code tells it.
OWNERS = {"project": "plan_projects", "indicator": "plan_indicators"}
OWNER_CODES = {"project": "number", "indicator": "code"}  # the field of those that a record names them by


def owner_field(owner_by: str, fields: Iterable[Field]) -> Field | None:
    """The field that names the project or indicator, as ``owner_by`` says: one that holds its code, else the one called so."""
    fields = tuple(fields)
    coded = (f for f in fields if owner_by and f.code_of == OWNERS[owner_by])
    return next(coded, None) or next((f for f in fields if owner_by and f.name == owner_by), None)


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
