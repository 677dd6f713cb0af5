"""What a formula counts: which records of a register, by which day they belong to a year, and what of them.

A formula says its measure of its parameters; ``core.store.facts`` counts measures in SQL, whichever formula asks. What stands
here says the same of one record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.indicators.words import run_on
from core.registers.as_of import by, day_of, later_fields
from core.registers.clocks import OFFICE_TIME, WORKING_DAYS, Clock
from core.registers.declare import Register, Value, Values
from core.registers.filters import Filter
from core.thai.fiscal import FIRST_MONTH, Month, first_day_of, last_day_of, stretch_of

WHOLE_YEAR = 12  # months
EVERY = Filter()  # keeps every record
# The registers of the plan that planned months, and the months adopted of them, follow from.
PLANNED_IN = ("plan_steps", "plan_adoptions")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Records of which fiscal year (Buddhist), as of the end of which day: those of the whole year, or of the quarter (3
    ``months``) or month (1) of it alone that the day lies in."""

    fiscal_year: int
    as_of: date
    months: int = WHOLE_YEAR

    @property
    def year_first(self) -> date:
        """The fiscal year's first day."""
        return first_day_of(self.fiscal_year)

    @property
    def first(self) -> date:
        """The first day whose records count."""
        return self._stretch[0].first_day

    @property
    def end(self) -> date:
        """The last day whose records will count."""
        return self._stretch[1].last_day

    @property
    def last(self) -> date:
        """The last day whose records are there: the as-of day, or the year's last."""
        return min(self.as_of, last_day_of(self.fiscal_year))

    @property
    def is_over(self) -> bool:
        """True from the end of the year's last day on."""
        return self.as_of >= last_day_of(self.fiscal_year)

    @property
    def is_part(self) -> bool:
        """True where it begins later than the year."""
        return self.first > self.year_first

    @property
    def _stretch(self) -> tuple[Month, Month]:
        return stretch_of(Month.of(max(self.last, self.year_first)), self.months)


@dataclass(frozen=True, slots=True)
class Selection:
    """The records of a register that ``filter`` keeps. ``day`` is the field that says to which year and month a record
    belongs, "" for one whose records are of every year. A record that states a fiscal year is of that one, whatever its day,
    once the day has come."""

    register: Register
    day: str
    filter: Filter = EVERY

    @property
    def says(self) -> str:
        """The records in Thai: เรื่องร้องเรียน (ประเภทเป็น ขยะ)."""
        told = self.filter.says
        return f"{self.register.short_title} ({told})" if told else self.register.short_title

    def says_with(self, more: str) -> str:
        """The same with what is said of them behind: เรื่องร้องเรียนที่มีคะแนน."""
        return run_on(self.says, more)

    @property
    def states_a_year(self) -> bool:
        """True where a record says its fiscal year."""
        return any(field.name == "fiscal_year" for field in self.register.stored_fields)

    @property
    def stops(self) -> tuple[str, ...]:
        """The fields from whose day on a record counts nowhere."""
        return tuple(dict.fromkeys(c.stopped_by for c in self.register.clocks if c.stopped_by))

    def seen(self, values: Values, as_of: date) -> Mapping[str, Value | None]:
        """The values of a record with what is written after the end of a day empty."""
        return {**values, **{field.name: None for field in later_fields(self.register, values, as_of)}}

    def chooses(self, values: Values, span: DaySpan) -> bool:
        """True where the record with these values is of the span and the filter keeps it."""
        return self.is_of(values, span) and self.filter.holds(self.seen(values, span.as_of))

    def is_of(self, values: Values, span: DaySpan) -> bool:
        """True where the record is of the year, there at the end of the day, and not stopped by then."""
        if any(by(values.get(name), span.as_of) for name in self.stops):
            return False
        begins = self.register.begins
        if begins and begins != self.day and not by(values.get(begins), span.as_of):
            return False
        return self._of_the_year(values, span)

    def month(self, values: Values, span: DaySpan) -> Month | None:
        """The month a record of the span belongs to; one of before the year, the year's first. None without a day."""
        day = day_of(values.get(self.day)) if self.day else None
        return None if day is None else Month.of(max(day, span.year_first))

    def _of_the_year(self, values: Values, span: DaySpan) -> bool:
        day: Any = day_of(values.get(self.day)) if self.day else None
        if self.day and (day is None or day > span.last):
            return False
        if self.states_a_year:
            stated = values.get("fiscal_year")
            if stated is not None or not self.register.may_tell_no_year:
                return stated == span.fiscal_year and not (self.day and span.is_part and day < span.first)
        return not self.day or day >= span.first


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records, or with ``distinct`` how many different filled values of a field (texts that look alike are one), by
    the month they first came in."""

    selection: Selection
    distinct: str = ""


@dataclass(frozen=True, slots=True)
class Tallied:
    """The records of each month, or with ``by`` of each value of a field: how many, how many of them meet ``meets``, how many
    have the field ``value`` filled, and its sum."""

    selection: Selection
    by: str = ""
    value: str = ""
    meets: Filter = EVERY


@dataclass(frozen=True, slots=True)
class InTime:
    """By the month (or ``quarterly``) of their day, how many records were in time by a clock, late, or are still open; with
    ``each`` how many different values of a field: late where one of its records is, else open where one is."""

    selection: Selection
    clock: Clock
    each: str = ""
    quarterly: bool = False

    def period(self, month: Month) -> Month:
        """The month a record of a month is counted in: with ``quarterly`` the first of its quarter."""
        return month.next(-((month.month - FIRST_MONTH) % 3)) if self.quarterly else month


@dataclass(frozen=True, slots=True)
class Passed:
    """The records of the register ``items``, by in how many of the calendar ``months`` an audit found them at ``at_least`` or
    more, and how many may still be audited: a month is open until the end of the ``grace``-th after it. ``audits`` are of
    any year; their fields ``item``, ``month`` and ``score`` say of which item, of which month, and what was found."""

    items: Register
    audits: Selection
    item: str
    month: str
    score: str
    at_least: Decimal
    months: tuple[int, ...]
    grace: int = 1


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a project of the plan, or the parts of its study (``project`` None), and when each was finished: on the
    selection's day, in the record whose field ``ordinal`` is its number. With ``levels`` a step weighs what progress has
    come to with it, else its own share."""

    selection: Selection
    ordinal: str
    project: int | None = None
    levels: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """Each record with the share in its field ``share``, and when it was finished: on the day in ``done``."""

    selection: Selection
    share: str
    done: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The value of a field in the latest record that has it, of several of one day that of the greater id; ``source`` is the
    field that says where it comes from, "" for none."""

    selection: Selection
    field: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """The amounts of a year and of the one before, by what was done with them: the fields ``kind`` and ``amount``."""

    selection: Selection
    kind: str
    amount: str


@dataclass(frozen=True, slots=True)
class Referred:
    """The value of another indicator of the plan."""

    code: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Several figures that are put together: sums (of a tally with a ``value``) or counts of records, or other indicators."""

    of: tuple[Tallied | Referred, ...]


Measured = Counted | Tallied | InTime | Passed | Steps | Shares | Latest | Spent | Terms


def selections(measure: Measured) -> tuple[Selection, ...]:
    """What of which registers a measure looks at."""
    if isinstance(measure, Terms):
        return tuple(term.selection for term in measure.of if isinstance(term, Tallied))
    return (measure.audits,) if isinstance(measure, Passed) else (measure.selection,)


def fields_read(measure: Measured) -> Mapping[str, frozenset[str]]:
    """By register the fields of its records whose values a measure goes by."""
    found: dict[str, set[str]] = {}
    for selection in selections(measure):
        found.setdefault(selection.register.name, set()).update(_chosen_by(selection))
    if isinstance(measure, Terms):
        for term in measure.of:
            if isinstance(term, Tallied):
                found[term.selection.register.name].update(_looked_at(term))
    else:
        found[selections(measure)[0].register.name].update(_looked_at(measure))
    if isinstance(measure, Passed):
        found.setdefault(measure.items.name, set()).update(measure.items.key_fields)
    return {name: frozenset(fields) - {""} for name, fields in found.items()}


def _chosen_by(selection: Selection) -> tuple[str, ...]:
    year = ("fiscal_year",) if selection.states_a_year else ()
    by = (selection.day, selection.register.begins, *selection.stops)
    return (*by, *selection.filter.reads, *selection.filter.notices, *year)


def _looked_at(measure: Measured) -> tuple[str, ...]:
    """The fields of its own register that a measure looks at in the records it has chosen."""
    match measure:
        case Counted():
            return (measure.distinct,)
        case Tallied():
            return (measure.by, measure.value, *measure.meets.reads, *measure.meets.notices)
        case InTime():
            return (*measure.clock.fields, measure.each)
        case Passed():
            return (measure.item, measure.month, measure.score)
        case Steps():
            return (measure.ordinal, "project") if measure.project is not None else (measure.ordinal,)
        case Shares():
            return (measure.share, measure.done)
        case Latest():
            return (measure.field, measure.source)
        case Spent():
            return (measure.kind, measure.amount)
        case Terms():
            return ()


def reads(measure: Measured) -> tuple[str, ...]:
    """The registers a measure counts, those of the plan and the office's holidays among them where they matter."""
    names = [selection.register.name for selection in selections(measure)]
    if isinstance(measure, Passed):
        names.append(measure.items.name)
    elif isinstance(measure, Steps) and measure.project is not None:
        names += PLANNED_IN
    elif isinstance(measure, InTime) and (
        measure.clock.unit == WORKING_DAYS or measure.clock.unit in OFFICE_TIME
    ):
        names.append("office_holidays")
    return tuple(dict.fromkeys(names))
