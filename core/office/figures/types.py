"""What asking for figures hands out: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.indicators.evidence import WorkingRecord
from core.indicators.result import Result
from core.office.states import Chip
from core.plan.model import Indicator, Unit
from core.thai.calendar import Holiday
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator and its figures as of a day."""

    indicator: Indicator
    result: Result


@dataclass(frozen=True, slots=True)
class WorkingsView:
    """How a figure came about, with the records behind it."""

    indicator: Indicator
    result: Result
    records: tuple[WorkingRecord, ...]


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day in time: the days counted from the day after a clock began, and the holidays passed over (named ones
    only, plain weekends left out). ``working``: only working days count."""

    began_on: date
    due_on: date
    counted: tuple[date, ...]
    skipped: tuple[Holiday, ...]
    working: bool = True


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that falls due: when, how soon in words (tone ``bad``: overdue, ``warn``: near), what, and where to find
    it. ``count``: how many records the line speaks of; several are found in their register (``record_id`` None)."""

    day: date
    chip: Chip
    text: str
    register: str
    record_id: str | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Badge:
    """How many records of a register press: ``overdue``, and ``near`` their end, today's among these. ``waiting`` says what
    they all wait for, where what is owed is owed within minutes."""

    overdue: int
    near: int
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """How complete a unit's records are, month by month October to September."""

    unit: Unit
    cells: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class LaterRecord:
    """A record of a cell that comes after the day looked at: on which day, and its value."""

    record_id: str
    day: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One item of a grid: what stands for it in a record, its name ("" for none) and the id of its own record ("" for none);
    values and record ids of the grid's months (None: no record), months passed, months whose time isn't over and that have
    none, and its state in words (None where nothing is judged). ``later``: the records of these months that come after the
    day, and count for nothing yet."""

    item: str
    name: str
    record_id: str
    values: tuple[Decimal | None, ...]
    records: tuple[str | None, ...]
    passed: int
    open: int
    chip: Chip | None
    later: tuple[LaterRecord | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A register's items by months; ``passes``: the value from which a month has passed, None where nothing is judged;
    ``not_yet``: what is said of a cell without a record."""

    months: tuple[Month, ...]
    rows: tuple[GridRow, ...]
    passes: Decimal | None
    not_yet: str


@dataclass(frozen=True, slots=True)
class YearCell:
    """One year of an indicator: its target and its result as texts ("" for none). ``computed``: the result comes from the
    year's own records, not from what a later plan tells of it; ``contested``: what open conflicts make of it, in words."""

    target: str
    result: str
    computed: bool
    contested: str = ""


@dataclass(frozen=True, slots=True)
class YearRow:
    """An indicator over several years, one cell a year."""

    indicator: Indicator
    cells: tuple[YearCell, ...]


@dataclass(frozen=True, slots=True)
class YearComparison:
    """Targets and results of several years side by side, the years ascending; ``held`` are those whose plan the file holds."""

    years: tuple[int, ...]
    held: frozenset[int]
    rows: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class CountedIn:
    """How many records of a register are looked at, with the classifier they are counted in."""

    title: str
    records: int
    counted_in: str


@dataclass(frozen=True, slots=True)
class FormulaTrial:
    """What an indicator comes to with another formula or other parameters, and what of which registers is looked at."""

    result: Result
    counted: tuple[CountedIn, ...]


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """An indicator whose value as of a day differs between two states of a file; None where there is none."""

    code: str
    title: str
    unit: str
    before: Decimal | None
    after: Decimal | None
