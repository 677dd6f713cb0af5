"""What a formula is: a declaration, and a pure function from a question and its facts to figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from core.indicators.choosing import Choosing
from core.indicators.evidence import Records, WorkingRecord
from core.indicators.facts import Facts
from core.indicators.goals import Goal, Promised, goal_on, span_of, year_goal
from core.indicators.measures import WHOLE_YEAR, DaySpan, Measured
from core.indicators.parameters import Parameter, ParameterKind, settle
from core.indicators.result import Working
from core.indicators.sentences import Part, Slot, Way, begun, parts_of, with_value
from core.indicators.words import month_word
from core.thai.fiscal import Month, last_day_of

_STRETCHES = {WHOLE_YEAR: "ปี", 3: "ไตรมาส", 1: "เดือน"}


class Nature(StrEnum):
    """What kind of bounds a formula's figures have; it decides how they are judged (status.py)."""

    FINITE = "finite"  # the plan's own items: worst and best are true bounds
    COUNT = "count"  # a count that can only grow: what is reached is kept
    SHARE = "share"  # a share whose denominator grows: bounds speak of the items recorded so far
    ENTERED = "entered"  # a figure reported as it stands: no bounds


class IndicatorLike(Promised, Protocol):
    """What an indicator of the plan tells a formula: its code, its unit, its formula with the parameters given (None: they can't be
    read), and what it promises."""

    @property
    def code(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Any] | None: ...


class StepLike(Protocol):
    """A step's ordinal in its project, and its title."""

    @property
    def step(self) -> int: ...
    @property
    def title(self) -> str: ...


class ProjectLike(Protocol):
    """A project's number, its steps, and the level its progress has reached with each of them."""

    @property
    def steps(self) -> Sequence[StepLike]: ...
    @property
    def number(self) -> int: ...
    @property
    def levels(self) -> Sequence[Decimal]: ...


class PartLike(Protocol):
    """A part of the study: its ordinal, its label as printed, its title, its share in percent."""

    @property
    def part(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def share(self) -> Decimal: ...


class PlanLike(Protocol):
    """What a plan tells formulas: the plan knows them, they don't know the plan."""

    @property
    def indicators(self) -> Sequence[IndicatorLike]: ...
    @property
    def projects(self) -> Sequence[ProjectLike]: ...
    @property
    def study_parts(self) -> Sequence[PartLike]: ...


@dataclass(frozen=True, slots=True)
class FormulaQuestion:
    """What is asked: which indicator, as of the end of which day, of which fiscal year (Buddhist), with which
    parameters (complete and checked), and what they have counted (None where only presets ask)."""

    indicator: IndicatorLike
    as_of: date
    fiscal_year: int
    parameters: Mapping[str, Any]
    measure: Measured | None = None

    @property
    def goal(self) -> Goal | None:
        """The goal as of the day, None where there is none."""
        return goal_on(self.indicator, self.fiscal_year, self.as_of)

    @property
    def year_goal(self) -> Goal | None:
        """The year's goal, None where there is none."""
        return year_goal(self.indicator, self.fiscal_year)

    @property
    def span(self) -> DaySpan:
        """The days whose records count."""
        return span_of(self.indicator, self.fiscal_year, self.as_of, self.measure)

    @property
    def in_all(self) -> str:
        """What the days counted are called in a sum: ``รวมทั้งปี``, ``รวมทั้งไตรมาส``, ``รวมทั้งเดือน``."""
        return f"รวมทั้ง{_STRETCHES[self.span.months]}"

    @property
    def counted_days(self) -> str:
        """Which days alone are counted, "" for the year's: ``นับเฉพาะ ม.ค.–มี.ค.``."""
        span = self.span
        first, last = (month_word(Month.of(day)) for day in (span.first, span.end))
        return "" if span.months == WHOLE_YEAR else f"นับเฉพาะ {first}" + (f"–{last}" if last != first else "")

    @property
    def year_over(self) -> bool:
        """True once nothing more of the year can happen: from the end of 30 September on."""
        return self.as_of >= last_day_of(self.fiscal_year)

    def short_of(self, value: Decimal | None) -> Decimal | None:
        """What is still to be reached: the least the goal asks for where the value isn't there yet and the year runs on;
        None where nothing is."""
        goal = self.goal
        if self.year_over or goal is None or value is None or not goal.under(value):
            return None
        return goal.least

    def meets(self, value: Decimal) -> bool:
        """True where there is a goal and a value meets it."""
        return self.goal is not None and self.goal.met(value)

    @property
    def limit(self) -> Decimal | None:
        """What must not be exceeded while the year runs; None where nothing bounds the value from above."""
        return self.goal.most if self.goal and not self.year_over else None

    @property
    def by_when(self) -> str:
        """The last month of the goal's time: ``ก.ย.``."""
        until = self.goal and self.goal.until
        return month_word(Month.of(until or last_day_of(self.fiscal_year)))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a formula computes; unit and meaning as in ``Result``, but that ``worst`` is always the least it can come to and
    ``best`` the greatest. ``nature`` is its own where that depends on what is
    counted, else the formula's."""

    value: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    open: int = 0
    planned: Decimal | None = None
    formula: str = ""
    workings: tuple[Working, ...] = ()
    warnings: tuple[str, ...] = ()
    to_do: str = ""
    nature: Nature | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """What the records behind a figure are explained by: the question, its plan, and the year's records of the register the
    formula reads (``register``) that are there by the day asked about."""

    question: FormulaQuestion
    plan: PlanLike
    register: str
    records: Records


PERCENT, AMOUNT = "percent", "number"  # what a formula gives


def nothing_lacking(_plan: PlanLike, _settings: Mapping[str, Any]) -> str:
    """Most formulas need nothing of the plan but their parameters."""
    return ""


def refers_to_none(_settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Most formulas take no other indicator's value."""
    return ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A kind of computation an indicator may choose: ``title`` is its Thai name, ``place`` where it stands among them.

    ``measure`` says what is to be counted with an indicator's settings; ``facts`` is the type of facts that come of
    it, ``compute`` the computation itself; ``counts`` the Thai classifier of what its workings divide, or บาท;
    ``lacking`` says in Thai what a plan must have for a set of parameters and hasn't ("" for nothing). ``explain``
    says of each record behind the figure whether it counted, in words of its own (None where it has none). ``refers``
    names the indicators whose values it takes. ``ways`` are how it reads as a sentence in which its parameters are
    chosen; ``gives`` is "percent" or "number" where its value is always a share in percent, or an amount.
    """

    name: str
    title: str
    place: int
    nature: Nature
    measure: Callable[[Choosing], Measured]
    facts: type[Facts] | tuple[type[Facts], ...]
    compute: Callable[[FormulaQuestion, Any], Figures]
    counts: str = ""
    parameters: tuple[Parameter, ...] = ()
    refers: Callable[[Mapping[str, Any]], tuple[str, ...]] = refers_to_none
    lacking: Callable[[PlanLike, Mapping[str, Any]], str] = nothing_lacking
    explain: Callable[[Behind], Iterable[WorkingRecord] | None] | None = None
    ways: tuple[Way, ...] = ()
    gives: str = ""

    @property
    def defaults(self) -> dict[str, Any]:
        """The parameters with their defaults."""
        return {p.name: p.default for p in self.parameters}

    def chooses(self, settings: Mapping[str, Any]) -> bool:
        """True where the settings choose something in place of what the formula counts by itself."""
        return any(settings.get(p.name) for p in self.parameters if p.instead and p.default is None)

    def settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The plan's parameters, checked, with the defaults filled in. Raises BadParameter."""
        return settle(self.parameters, given)

    def sentence(self, given: Mapping[str, Any]) -> tuple[Part, ...]:
        """The formula in words with its parameters in slots, as these are given."""
        return parts_of(self.ways, self.parameters, given)

    def chosen(self, slot: Slot, given: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """The parameters with another value in a slot of its sentence."""
        return with_value(slot, given, value, self.ways, self.parameters)

    def begun(
        self, before: Mapping[tuple[str, ParameterKind], Any] | None = None, way: int = 0
    ) -> dict[str, Any]:
        """The parameters one begins with when it is chosen, with what is ``carried`` over of the formula before."""
        return begun(self.ways, self.parameters, way, before)
