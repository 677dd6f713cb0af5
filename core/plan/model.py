"""The plan of one fiscal year as the rest of the house sees it: frozen, whole, without a database.

Source: แผนปฏิบัติราชการประจำปี พ.ศ. 2563 and docs/domain.md section 2. Money is ``Decimal`` baht,
shares and targets are ``Decimal`` percent (or a count, as ``Indicator.unit`` says), years are Buddhist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from core.thai.dates import month_short
from core.thai.fiscal import Month
from core.thai.folding import fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A piece of the plan's own prose. ``number`` is the label as printed ("S๑", "1.1", "" for none)."""

    section: str
    ordinal: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One of the office's units; ``duties`` in printed order, ``heading`` the line they are printed under."""

    code: str
    name: str
    ordinal: int
    duties: tuple[PrintedText, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the hierarchy. ``kind``: part, area, dimension, goal, objective; ``label`` is the printed word
    (เป้าหมายที่, เป้าประสงค์ที่ ...), ``number`` the printed number ("7.5.1.1")."""

    code: str
    kind: str
    label: str
    number: str
    title: str
    parent: str | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a year as printed ("ร้อยละ 80", "---") and as a number where it is one, up to ``value_to`` where it is
    to lie between two; of one ``quarter`` (1-4) or ``month`` of the year where it names one."""

    year: int
    text: str
    value: Decimal | None
    value_to: Decimal | None = None
    quarter: int | None = None
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """How an indicator is defined and computed from ``effective_from`` (inclusive) on; an empty formula, definition
    or calculation leaves what was there before, and so do parameters where ``keeps_parameters``; else they are None where
    what the plan holds can't be read. ``reason`` says why or which letter."""

    effective_from: date
    formula: str = ""
    parameters: Mapping[str, Any] | None = None
    definition: str = ""
    calculation: str = ""
    reason: str = ""
    keeps_parameters: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator (ตัวชี้วัด): what is promised and which formula computes it with which parameters.

    ``unit``: percent, piece, person, level, or the office's own word ("ตัน"). ``comparison``: "eq" (= target), "ge" (>= target),
    "le" (<= target) or "between". ``target`` (up to ``target_to``) is that of the plan's year, ``targets`` are those of whole years,
    ``period_targets`` those of quarters and months; with ``cumulative`` values count from the year's start, else the
    period's records alone. ``baseline`` is what it stood at before, ``baseline_note`` says when or whence.
    ``weight`` is percent of the whole (None: no score), ``levels`` the values that score 1 to 5 (none where there are none,
    None where what the plan holds can't be read), ``score`` "achievement" or "result", of which the score is made without levels.
    ``heading`` is the title of the indicator a group of sub-indicators stands under (4.1 and 4.2 under 4).
    ``dimension`` is the evaluation dimension 1-4, 1 where the plan names none; ``node`` the hierarchy node (dimension 1
    only). ``changes`` are the definitions changed in mid-year, oldest first; what stands in the indicator itself held
    before the first of them.
    ``parameters`` are None where what the plan holds can't be read.
    """

    code: str
    title: str
    short_title: str
    heading: str
    unit: str
    comparison: str
    target: Decimal | None
    targets: tuple[Target, ...]
    formula: str
    parameters: Mapping[str, Any] | None
    owner: str
    dimension: int
    negotiated: bool
    node: str | None
    ordinal: int
    definition: str = ""
    calculation: str = ""
    agency: str = ""
    project_text: str = ""
    target_to: Decimal | None = None
    period_targets: tuple[Target, ...] = ()
    cumulative: bool = True
    baseline: Decimal | None = None
    baseline_note: str = ""
    weight: Decimal | None = None
    levels: tuple[Decimal, ...] | None = ()
    score: str = "achievement"
    changes: tuple[DefinitionChange, ...] = ()

    @property
    def called(self) -> str:
        """What it is called in few words: its short title, its title where it has none."""
        return self.short_title or self.title

    def on(self, day: date) -> "Indicator":
        """The indicator as it is defined at the end of a day."""
        now = self
        for change in self.changes:
            if change.effective_from <= day:
                now = now._changed(change)
        return now

    def _changed(self, change: DefinitionChange) -> "Indicator":
        return replace(
            self,
            formula=change.formula or self.formula,
            parameters=self.parameters if change.keeps_parameters else change.parameters,
            definition=change.definition or self.definition,
            calculation=change.calculation or self.calculation,
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure (มาตรการ) that supports an objective; ``indicators`` are codes."""

    code: str
    number: str
    title: str
    node: str
    indicators: tuple[str, ...]
    ordinal: int


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a project's budget, baht."""

    ordinal: int
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Months:
    """A stretch of months, both ends inclusive."""

    first: Month
    last: Month

    @property
    def words(self) -> str:
        """``ต.ค. 62 – พ.ย. 62``, a month by itself once."""
        first, last = month_short(self.first), month_short(self.last)
        return first if first == last else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class Adoption:
    """Months of a step the office has adopted (None: none). They hold from the day ``on`` (inclusive; None: from the
    beginning), written ``by`` whom and when (Bangkok time); ``reason`` where the plan was adopted anew."""

    months: Months | None
    on: date | None = None
    by: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MovedMonths:
    """Who wrote a step's planned months last, and when (Bangkok time)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the log tells of a step's planned months: what was adopted, oldest first, and who wrote them last."""

    adoptions: tuple[Adoption, ...] = ()
    moved: MovedMonths | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a project. ``label`` as printed ("ขั้นตอนที่ 1", "๖.๑"), ``step`` its ordinal from 1.
    ``share`` and ``cumulative`` are percent *as printed* (None where the plan has none); planned months are
    inclusive and None until the office fills them in. They may be revised; ``schedule`` knows what was adopted."""

    project: int
    step: int
    label: str
    title: str
    share: Decimal | None
    cumulative: Decimal | None
    planned_from: Month | None
    planned_to: Month | None
    schedule: Schedule = Schedule()

    @property
    def planned(self) -> Months | None:
        """The months planned as they stand now, None unless both are known."""
        first, last = self.planned_from, self.planned_to
        return Months(first, last) if first is not None and last is not None else None

    def adopted(self, day: date) -> Adoption | None:
        """What the office has adopted by the end of a day; None where it has adopted nothing yet."""
        holding = [a for a in self.schedule.adoptions if a.on is None or a.on <= day]
        return holding[-1] if holding else None

    def due(self, day: date) -> Months | None:
        """The months lateness is measured against at the end of a day: those adopted, else those planned."""
        adopted = self.adopted(day)
        return self.planned if adopted is None else adopted.months

    def is_moved(self, day: date) -> bool:
        """True where the planned months are not those adopted by the end of a day."""
        return self.planned != self.due(day)


@dataclass(frozen=True, slots=True)
class Contract:
    """A project's contract; every part may still be unknown. Amount in baht."""

    contractor: str | None = None
    number: str | None = None
    amount: Decimal | None = None
    signed_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project or activity (โครงการ/กิจกรรม). ``budget`` in baht or None; ``priority`` is its row in the
    summary table; ``indicators`` are codes; ``negotiated`` False for project 6."""

    number: int
    title: str
    detail: str
    owner: str
    budget: Decimal | None
    budget_text: str
    source: str
    priority: int
    area: str
    note: str
    negotiated: bool
    measure: str | None
    indicators: tuple[str, ...]
    steps: tuple[Step, ...]
    budget_lines: tuple[BudgetLine, ...] = ()
    contract: Contract = field(default_factory=Contract)

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """Cumulative progress in percent after each step: as printed, else the level before and the step's share."""
        levels: list[Decimal] = []
        for step in self.steps:
            before = levels[-1] if levels else Decimal(0)
            levels.append(before + (step.share or Decimal(0)) if step.cumulative is None else step.cumulative)
        return tuple(levels)


@dataclass(frozen=True, slots=True)
class StudyPart:
    """One weighted part of indicator 4.1; ``share`` in percent."""

    part: int
    label: str
    title: str
    share: Decimal


@lru_cache(maxsize=4096)
def _parted(ref: str) -> tuple[tuple[str, str], ...]:
    """A reference taken apart, kept: checking a plan asks some thirty times for each row."""
    return tuple((kind, code) for kind, _, code in (part.partition(":") for part in ref.split()))


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of a table of the book, in wording of its own or as composed. ``kind``: title, lead, head, row, note, total;
    ``cells`` hold the text cell by cell (line breaks kept, an empty line is the bar of a fraction); ``ref`` names
    the nodes, measures, indicators, projects or steps it is about, with a space between ("indicator:3",
    "project:6", "node:o7.5.1.1", "step:1.4", "indicator:4.1 indicator:4.2"; "" for none).

    A title, a note or a lead has one cell and stands outside the grid. A head starts a grid, and the rows below it
    have as many cells; in a head an empty cell is spanned by the one left of it or, with none there, above it.
    """

    ordinal: int
    kind: str
    cells: tuple[str, ...]
    ref: str = ""

    @property
    def refs(self) -> tuple[tuple[str, str], ...]:
        """What the row is about: ``(("indicator", "4.1"), ("indicator", "4.2"))``."""
        return _parted(self.ref)

    @property
    def key(self) -> frozenset[tuple[str, str]]:
        """What the row is about, in any order: rows of a table about the same objects are one."""
        return frozenset(_parted(self.ref))


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A printed table of the plan book; its rows hold all that is printed, the title too. ``name`` is stable
    ("table-a.3", "steps.1", "summary", "basic-list", "past-results", "targets.1", "measure-targets.1", "projects.1",
    "dimension-2", "swot", "routine" ...)."""

    name: str
    ordinal: int
    title: str
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A demand the plan fails and that is let stand: the finding's code and place, and why."""

    code: str
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one fiscal year, whole.

    ``texts`` sections: cover, foreword, contents, information, swot, vision, mission, goal, key_indicator,
    past_result, implementation, besides foreword.signature, and the headings of sections (``heading``); the duties
    are the units'. Indicators are in printed order (1, 2, 3, 4.1 ... 6, D2.1 ... D4.2). A ``draft`` has not been
    made the year's plan yet. ``emblem`` is the office's own picture, a PNG or JPEG, empty for none.
    """

    fiscal_year: int
    title: str
    office: str
    department: str
    units: tuple[Unit, ...]
    nodes: tuple[Node, ...]
    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...]
    projects: tuple[Project, ...]
    study_parts: tuple[StudyPart, ...]
    texts: tuple[PrintedText, ...]
    tables: tuple[PrintedTable, ...]
    draft: bool = False
    keeper: str = ""
    addressee: str = ""
    telephone: str = ""
    email: str = ""
    emblem: bytes = b""
    waivers: tuple[Waiver, ...] = ()

    def on(self, day: date) -> "Plan":
        """The plan with each indicator as it is defined at the end of a day."""
        if not any(i.changes for i in self.indicators):
            return self
        return replace(self, indicators=tuple(i.on(day) for i in self.indicators))

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code, in either kind of digits; KeyError where there is none."""
        asked = fold(code)
        return _pick(self.indicators, lambda i: fold(i.code) == asked, code)

    def project(self, number: int) -> Project:
        """The project of that number; KeyError where there is none."""
        return _pick(self.projects, lambda p: p.number == number, number)

    def unit(self, code: str) -> Unit:
        """The unit of that code; KeyError where there is none."""
        return _pick(self.units, lambda u: u.code == code, code)

    def node(self, code: str) -> Node:
        """The hierarchy node of that code; KeyError where there is none."""
        return _pick(self.nodes, lambda n: n.code == code, code)

    def measure(self, code: str) -> Measure:
        """The measure of that code; KeyError where there is none."""
        return _pick(self.measures, lambda m: m.code == code, code)

    def table(self, name: str) -> PrintedTable:
        """The printed table of that name; KeyError where there is none."""
        return _pick(self.tables, lambda t: t.name == name, name)

    def answered_for(self, kind: str, unit: str) -> tuple[str | int, ...]:
        """The numbers of the projects (``kind`` "project") or the codes of the indicators that a unit answers for."""
        if kind == "project":
            return tuple(p.number for p in self.projects if p.owner == unit)
        return tuple(i.code for i in self.indicators if i.owner == unit)

    def section(self, name: str) -> tuple[PrintedText, ...]:
        """The texts of one section in printed order."""
        return tuple(t for t in self.texts if t.section == name)

    def heading(self, name: str) -> str:
        """The printed heading of a section, its lines parted by a newline; "" where it has none."""
        return "\n".join(t.text for t in self.section(f"{name}.heading"))


def _pick(items: tuple[T, ...], matches: Callable[[T], bool], key: object) -> T:
    for item in items:
        if matches(item):
            return item
    raise KeyError(key)
