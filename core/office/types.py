"""The plain records the office hands out: frozen, without database or screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.faults import Finding
from core.indicators.result import Result
from core.plan.model import Indicator, Unit
from core.plan.proposals import PLAN_PROPOSALS
from core.registers.declare import Value
from core.store.log.changes import Changes
from core.thai.calendar import Holiday
from core.thai.fiscal import Month

GOOD, WARN, BAD, INFO, NEUTRAL = "good", "warn", "bad", "info", "neutral"
FOR, AGAINST, OPEN, OUTSIDE = "for", "against", "open", "outside"
LATER = "later"  # the verdict on a record that isn't there yet at the end of the day looked at


def proposes(done: Changes) -> bool:
    """True for changes that made a proposal to change the plan instead of changing it."""
    return PLAN_PROPOSALS.name in done.registers


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that was saved: its id, what was touched, and the findings that don't hinder it."""

    record_id: str
    changes: Changes
    findings: tuple[Finding, ...] = ()

    @property
    def proposed(self) -> bool:
        """True where (some of) it went out as a proposal to change the plan: that part stands as it was."""
        return proposes(self.changes)


@dataclass(frozen=True, slots=True)
class Edit:
    """One record's new values (raw text or values); ``record_id`` None makes or finds the record by its key."""

    record_id: str | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One thing that happened to a record. ``action``: create, change, delete, restore; Bangkok time; ``reason`` where a
    person was asked for one. ``rivals`` are the values that stood against each other where it settled a conflict; of a
    delete or a restore only whether there are any tells something."""

    at: datetime
    author: str
    action: str
    field: str | None
    old: Value | None
    new: Value | None
    replica: str
    reason: str = ""
    rivals: tuple[Value | None, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator and its figures as of a day."""

    indicator: Indicator
    result: Result


@dataclass(frozen=True, slots=True)
class WorkingRecord:
    """A record behind a figure. ``verdict``: for, against, open, outside (in the register, not in the figure);
    ``disputed``: an open conflict of it touches the figure."""

    register: str
    record_id: str
    label: str
    verdict: str
    detail: str
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class WorkingsView:
    """How a figure came about, with the records behind it."""

    indicator: Indicator
    result: Result
    records: tuple[WorkingRecord, ...]


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day in time: the working days counted from the day after receipt, and the holidays passed over
    (named ones only, plain weekends left out)."""

    received_on: date
    due_on: date
    counted: tuple[date, ...]
    skipped: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in words. ``tone``: good, warn, bad, info, neutral."""

    tone: str
    text: str

    @classmethod
    def later(cls, did: str) -> "Chip":
        """What isn't there yet at the end of the day looked at; ``did`` says in a word what happens later."""
        return cls(NEUTRAL, f"{did}หลังวันที่ดู")


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
    """How many records of a register press: ``overdue``, and ``near`` their end, today's among these."""

    overdue: int
    near: int


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """How complete a unit's records are, month by month October to September."""

    unit: Unit
    cells: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class LaterAudit:
    """An audit made after the day looked at: when, and its score."""

    record_id: str
    audited_on: date
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One centre in the grid of audits: scores and audit ids of the plan's months (None = not audited), months
    passed, months that may still be audited, and its state in words. ``later``: the audits of these months that are made
    after the day, which count for nothing yet."""

    record_id: str
    code: str
    name: str | None
    kind: str | None
    scores: tuple[Decimal | None, ...]
    audits: tuple[str | None, ...]
    passed: int
    open: int
    chip: Chip
    later: tuple[LaterAudit | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to; ``problems`` and ``remarks`` carry spreadsheet rows, the first some thousand of them;
    ``unlisted`` counts the others. Of the rows accepted ``changed`` change a record, and ``same`` say what stands in the
    register already. Left out, and to be told of, are ``other_sheets`` that hold data beside ``sheet``, and ``hidden`` rows
    (their numbers)."""

    register: str
    read: int
    accepted: int
    rejected: int
    problems: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()
    unlisted: int = 0
    changed: int = 0
    same: int = 0
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """An official document the office can print; ``needs``: what the command line must be told (month, quarter);
    ``rhythm``: how often it is drawn up (month, quarter, year, plan)."""

    name: str
    title: str
    needs: tuple[str, ...]
    rhythm: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A document asked for: of which fiscal year, for which month, as of the end of which day (each None for what
    follows from the others and from today), with which digits."""

    name: str
    year: int | None = None
    month: Month | None = None
    as_of: date | None = None
    thai_digits: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """The documents of a month in a folder: the files in order, a sentence for each that couldn't be made, and one that
    names the characters printed as boxes ("" where there are none)."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One place where the plan contradicts itself: advice, never an error.

    ``message`` says what and what was probably meant; ``ref`` is for a jump to the place ("row:table-a.3/5",
    "project:6", "text:goal/4" ..., see ``core.plan.check``).
    """

    code: str
    message: str
    where: str
    ref: str = ""

    @property
    def of_draft(self) -> bool:
        """True for what is to be looked through in a draft, and asked of no plan in force."""
        return self.code.startswith("draft.")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """A demand the plan fails. ``waived`` is the reason it is let stand, None while nobody has settled it."""

    code: str
    message: str
    where: str
    ref: str
    waived: str | None = None


@dataclass(frozen=True, slots=True)
class PlanState:
    """How a year's plan stands: a ``draft`` is not the year's plan, whether nobody made it so or a fault is open."""

    year: int
    flagged: bool
    faults: tuple[PlanFault, ...]

    @property
    def open(self) -> tuple[PlanFault, ...]:
        """The faults nobody has settled or waived."""
        return tuple(f for f in self.faults if f.waived is None)

    @property
    def draft(self) -> bool:
        """True while it is not the year's plan."""
        return self.flagged or bool(self.open)


@dataclass(frozen=True, slots=True)
class ParameterInfo:
    """A parameter a formula may be given: its name in the plan, its Thai label, its default."""

    name: str
    label: str
    default: Any


@dataclass(frozen=True, slots=True)
class FormulaInfo:
    """A formula an indicator may choose."""

    name: str
    title: str
    parameters: tuple[ParameterInfo, ...]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A project's unspent money of the closing year, baht: ``free``, and ``committed`` but not yet disbursed."""

    project: int
    title: str
    free: Decimal
    committed: Decimal


@dataclass(frozen=True, slots=True)
class RolloverPreview:
    """What next year's plan would be made from: the year to make, the counts of what is copied, the closing year's results
    as of a day, and the projects with money left. ``source_draft``: the closing year's plan is a draft itself."""

    year: int
    source_draft: bool
    as_of: date
    copied: tuple[tuple[str, int], ...]
    results: tuple[IndicatorRow, ...]
    carried: tuple[CarriedOver, ...]


@dataclass(frozen=True, slots=True)
class RolledOver:
    """A draft that was made: its year, how many records, the money carried into it, and what was touched."""

    year: int
    records: int
    carried: tuple[CarriedOver, ...]
    changes: Changes


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
class RecordFinding:
    """A fault in a record that stands in the file already: advice, for the file is sound. ``where`` names the record in
    Thai; ``record_id`` is empty where it is said of the register."""

    code: str
    message: str
    where: str
    register: str
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Is the file sound, does the plan agree with itself, and what is wrong in records. ``problems`` are Thai sentences."""

    sound: bool
    problems: tuple[str, ...]
    plan_findings: tuple[PlanFinding, ...] = ()
    record_findings: tuple[RecordFinding, ...] = ()
