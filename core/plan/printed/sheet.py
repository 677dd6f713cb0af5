"""A table as composed, before and after the plan's own wording is laid over it."""

from dataclasses import dataclass
from decimal import Decimal

from core.plan.model import Indicator, PrintedRow, PrintedTable, PrintedText, Project, Step

Refs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one row of a table is about; each column says its part of it (``core.plan.printed.columns``).

    ``number`` and ``area`` are what stands in the columns of those names; ``measure``, ``names``, ``definition`` and
    ``titles`` are the words for the measure, the indicators, their definitions and the projects, ``item`` the number before
    those; ``owners`` names units, ``results`` says what was reached before, ``items`` are texts listed.
    """

    ref: str
    number: str = ""
    area: str = ""
    measure: str = ""
    names: str = ""
    definition: str = ""
    results: str = ""
    titles: str = ""
    item: str = ""
    owners: str = ""
    source: str = ""
    items: tuple[PrintedText, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    step: Step | None = None

    @property
    def key(self) -> Refs:
        """The objects it is about, by which wording of its own is found."""
        return PrintedRow(0, "row", (), self.ref).key


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a table: titles, leads and heads, and the rows below them. ``allowed``: leads of its own wording that
    may stand there, too. ``first``: rows about no object that open the stretch, or say that there is nothing."""

    frame: tuple[PrintedRow, ...]
    subjects: tuple[Subject, ...] = ()
    allowed: tuple[Refs, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ComposedTable:
    """An official table as composed. ``tail``: its totals and notes."""

    name: str
    bands: tuple[Band, ...]
    tail: tuple[PrintedRow, ...] = ()

    @property
    def family(self) -> str:
        """What tables of its kind are called: "targets" of "targets.2"."""
        return family_of(self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is printed; ``own`` the plan's own wording of it and ``table`` where that stands (None: composed), ``says``
    what each column tells that must agree with the plan ("" for wording)."""

    row: PrintedRow
    own: PrintedRow | None = None
    table: PrintedTable | None = None
    says: tuple[str, ...] = ()

    @property
    def outdated(self) -> tuple[tuple[int, str], ...]:
        """The columns in which its own wording isn't printed, for the plan says otherwise, each with what it tells."""
        if self.own is None:
            return ()
        pairs = enumerate(zip(self.own.cells, self.row.cells, strict=False))
        return tuple(
            (n, self.says[n] if n < len(self.says) else "") for n, (own, printed) in pairs if own != printed
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """An official table as it is printed."""

    table: PrintedTable
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the totals of a table add up: ``money`` in baht, ``shares`` in percent (None: it has none), ``projects`` and
    ``steps`` that stand in it."""

    money: Decimal = Decimal(0)
    shares: Decimal | None = None
    projects: tuple[Project, ...] = ()
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a row's cells are composed: of the plan of which year, under which heads (a cell's lines joined)."""

    year: int
    heads: tuple[str, ...]


def family_of(name: str) -> str:
    """What tables of a kind are called: "targets" of "targets.2", "dimension" of "dimension-3"."""
    for mark in (".", "-"):
        head, _, number = name.rpartition(mark)
        if head and number.isdigit():
            return head
    return name


def lead(text: str, ref: str = "") -> PrintedRow:
    """A lead of a table."""
    return PrintedRow(0, "lead", (text,), ref)


def title(text: str) -> PrintedRow:
    """A title of a table."""
    return PrintedRow(0, "title", (text,))


def head(*cells: str) -> PrintedRow:
    """A heading row."""
    return PrintedRow(0, "head", cells)
