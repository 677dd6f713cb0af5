"""What each column of the official tables says of the object its row is about, found by the heading above it.

An official table is its heads and a list of subjects; a heading chosen by the office (its own table of 13, 15 or 16 columns for
the steps) is composed by the same words. What a cell of the plan's own wording tells as a fact (a number, a target, a budget,
a unit, a share) is printed while it says what the plan holds.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.plan.model import PrintedRow
from core.plan.money import (
    PROJECTS,
    amount_in,
    budget_in_words,
    budget_kept,
    counted_by,
    put,
    says_budget,
    with_amount,
)
from core.plan.printed.sheet import Refs, Setting, Subject, Sums
from core.plan.printed.words import cost_line, cost_of, named_alike, same, target_words
from core.plan.printed_targets import TargetCell, of_year, year_of
from core.plan.targets import NONE
from core.thai.digits import to_arabic

NUMBERED, BUDGET, SHARES = "ลำดับที่", "งบประมาณ", ("เนื้องาน", "คิดความก้าวหน้า")
_ORDINAL = re.compile(r"^(\s*)[0-9๐-๙]+(?=\s*[.)])")
_STEPS = re.compile(r"[0-9]+(?=\s*ขั้นตอน)")
_PERCENT = re.compile(r"(?<=ร้อยละ)(\s*)[0-9]+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

SWOT = "swot"
_FACTOR_CELLS = 2
_ITEM = re.compile(r"^\s*([SWOT])\s*([0-9]+)", re.IGNORECASE)

Kept = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as composed; ``says`` what it tells that must agree with the plan ("" for wording), ``kept`` what is printed of
    the plan's own wording."""

    text: str
    says: str = ""
    kept: Kept = str


def cells_of(at: Setting, about: Subject) -> tuple[Cell, ...]:
    """The cells of a row about a subject, one under each heading."""
    if about.ref.startswith(SWOT):
        return _factors(about)
    return tuple(_cell(at, about, head) for head in at.heads)


def _cell(at: Setting, about: Subject, head: str) -> Cell:
    if head.startswith(NUMBERED):
        return _fact("number", about.number)
    if about.indicators and (year := year_of(head, at.year)) is not None:
        return _target(about, year, at.year)
    if head == BUDGET:
        return _budget(about)
    for beginning, says, text in (
        ("แหล่งงบประมาณ", "source", about.source),
        ("ส่วนราชการ", "owner", about.owners),
    ):
        if head.startswith(beginning):
            return _name(says, text)
    for beginning, says, text in (
        ("ด้าน/แผนงาน", "area", about.area),
        (SHARES[0], "step", _percent(about.step.share if about.step else None)),
        (SHARES[1], "step", _percent(about.step.cumulative if about.step else None)),
    ):
        if head.startswith(beginning):
            return _fact(says, text)
    return _words(at, about, head)


def _words(at: Setting, about: Subject, head: str) -> Cell:
    """A column of wording, in which the plan's own is printed as it stands."""
    if "มาตรการ" in head and "ตัวชี้วัด" not in head and "โครงการ" not in head:
        return Cell(about.measure or NONE)
    if "นิยาม" in head:
        return Cell(about.definition or NONE)
    if head.startswith("ตัวชี้วัด"):
        return Cell(about.names or NONE)
    if head.startswith("ผลการดำเนินงาน"):
        return Cell(about.results or NONE)
    if head.startswith("ขั้นตอน"):
        return Cell(_step(at, about, head))
    if "โครงการ" in head:
        return Cell(f"{about.item} {about.titles}".strip() or NONE, kept=lambda own: _titles_kept(about, own))
    return Cell("")


def _fact(says: str, text: str) -> Cell:
    return Cell(text, says, lambda own: own if same(own, text) else text)


def _name(says: str, text: str) -> Cell:
    return Cell(text, says, lambda own: own if not text or named_alike(own, text) else text)


def _target(about: Subject, year: int, this_year: int) -> Cell:
    of = of_year(about.indicators, year, this_year)
    text = target_words(about.indicators, year)

    def kept(own: str) -> str:
        if not own.strip():
            return text if any(t and t.value is not None for _, t in of) else own
        return TargetCell(0, own, of).printed if any(t for _, t in of) else own

    return Cell(text, "target", kept)


def _budget(about: Subject) -> Cell:
    if len(about.projects) != 1:
        return Cell("")
    (project,) = about.projects
    return Cell(budget_in_words(project), "budget", lambda own: budget_kept(own, project))


def _titles_kept(about: Subject, own: str) -> str:
    """Projects in the plan's own words, with the row's number before them and what one costs below where they say so."""
    if about.item:
        own = _ORDINAL.sub(rf"\g<1>{about.item[:-1]}", own)
    line = cost_line(own)
    if line is None or len(about.projects) != 1:
        return own
    (project,) = about.projects
    return own if says_budget(line, project) else own.replace(line, cost_of(project))


def letter_of(text: str) -> str:
    """The letter of a text of the analysis by its number: "S" of "S๑"; "" for none."""
    found = _ITEM.match(to_arabic(text))
    return found[1].upper() if found else ""


def implied(row: PrintedRow) -> Refs:
    """What a row is about, also where it doesn't name it: a letter of the analysis by the texts it lists."""
    letter = letter_of(row.cells[1]) if row.kind == "row" and len(row.cells) == _FACTOR_CELLS else ""
    return row.key or (frozenset({(SWOT, letter)}) if letter else frozenset())


def _factors(about: Subject) -> tuple[Cell, Cell]:
    """A letter of the analysis and its texts; of the plan's own wording those it doesn't number are added."""

    def kept(own: str) -> str:
        numbers = {m[0].strip() for line in own.split("\n") if (m := _ITEM.match(to_arabic(line)))}
        added = (f"{t.number} {t.text}" for t in about.items if to_arabic(t.number).strip() not in numbers)
        return "\n".join((own, *added))

    said = "\n".join(f"{t.number} {t.text}" for t in about.items) or NONE
    return Cell(about.number), Cell(said, kept=kept)


def _step(at: Setting, about: Subject, head: str) -> str:
    """A step's number and title, in two columns where the table has two."""
    if about.step is None:
        return ""
    if head == "ขั้นตอนที่":
        return about.step.label
    alone = "ขั้นตอนที่" not in at.heads
    return f"{about.step.label} {about.step.title}".strip() if alone else about.step.title


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def amount_of(about: Subject | None, row: PrintedRow, heads: tuple[str, ...]) -> Decimal | None:
    """The money a row tells: its project's budget; of a row of the table's own what it prints."""
    if BUDGET not in heads:
        return None
    if about is not None:
        return about.projects[0].budget if len(about.projects) == 1 else None
    return amount_in(row.cells[heads.index(BUDGET)]) if len(row.cells) > heads.index(BUDGET) else None


def total_cells(words: tuple[str, ...], heads: tuple[str, ...], sums: Sums) -> tuple[Cell, ...]:
    """The cells of a total: its words with the sums in them."""
    return tuple(_total(text, heads[n] if n < len(heads) else "", sums) for n, text in enumerate(words))


def _total(text: str, head: str, sums: Sums) -> Cell:
    if head == BUDGET and amount_in(text) is not None:
        return Cell(text if amount_in(text) == sums.money else with_amount(text, sums.money), "total")
    shares = sums.shares
    if head.startswith(SHARES) and shares is not None and _NUMBER.fullmatch(to_arabic(text.strip())):
        return Cell(text if Decimal(to_arabic(text.strip())) == shares else _percent(shares), "shares")
    if head.startswith("ขั้นตอน") and shares is not None:
        counted = _replaced(_STEPS, text, str(sums.steps))
        return Cell(_replaced(_PERCENT, counted, _percent(shares)), "shares")
    return Cell(text)


def _replaced(pattern: re.Pattern[str], text: str, number: str) -> str:
    """The text with another number where the pattern finds one; as it is where it says so already."""
    found = pattern.search(to_arabic(text))
    if found is None or found[0].strip() == number:
        return text
    return put(text, found.span(), f"{found[1] if pattern.groups else ''}{number}")


def count_cell(words: str, sums: Sums) -> Cell:
    """A line under a table that counts its projects, with the count in it."""
    found = PROJECTS.search(to_arabic(words))
    if found is None or not (words.startswith("รวม") or BUDGET in words):
        return Cell(words)
    count = str(sum(map(counted_by(words), sums.projects)))
    return Cell(words if found[1] == count else put(words, found.span(1), count), "count")
