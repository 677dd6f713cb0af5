"""What of a year's plan doesn't go on into the next: chosen projects, indicators and registers, and all that is tied to them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.plan.model import Plan, PrintedText
from core.plan.printed import sheets, unprinted
from core.plan.printed.prose import LISTED, listed_no_more
from core.plan.ties import BORN

Made = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left behind: projects by number, indicators by code, registers by name; ``unread`` registers are used on, but
    begin empty: no indicator that goes on counts what comes with a year's plan there."""

    projects: frozenset[int] = frozenset()
    indicators: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()

    def __or__(self, other: "Left") -> "Left":
        """What either leaves."""
        return Left(
            self.projects | other.projects,
            self.indicators | other.indicators,
            self.registers | other.registers,
            self.unread | other.unread,
        )

    @classmethod
    def of(
        cls, projects: Collection[int] = (), indicators: Collection[str] = (), registers: Collection[str] = ()
    ) -> "Left":
        """Of whatever holds them."""
        return cls(frozenset(projects), frozenset(indicators), frozenset(registers))


def emptied_measures(plan: Plan, left: Left) -> frozenset[str]:
    """The measures nothing of which goes on: they had projects or indicators, and all of these are left."""
    had, kept = set(), set()
    for project in plan.projects:
        had.add(project.measure)
        kept |= {project.measure} if project.number not in left.projects else set()
    for measure in plan.measures:
        had |= {measure.code} if measure.indicators else set()
        kept |= {measure.code} if {*measure.indicators} - left.indicators else set()
    return frozenset(code for code in had - kept if code)


def leave_behind(made: Made, before: Plan, left: Left) -> None:
    """Takes what is left out of the records of next year's plan, with its steps, parts and measures. What stays and named it
    names it no more."""
    measures = emptied_measures(before, left)
    kept: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
        "plan_projects": lambda r: r["number"] not in left.projects,
        "plan_steps": lambda r: r["project"] not in left.projects,
        "plan_indicators": lambda r: r["code"] not in left.indicators,
        "plan_measures": lambda r: r["code"] not in measures,
    }
    for name, stays in kept.items():
        made[name] = [record for record in made[name] if stays(record)]
    for name, born in BORN.items():
        if born.register in left.registers | left.unread:
            made[name] = []
    for indicator in made["plan_indicators"]:
        if indicator["project"] in left.projects:
            indicator["project"] = None
        if indicator["measure"] in measures:
            indicator["measure"] = None


def leave_wording(made: Made, before: Plan, after: Plan) -> None:
    """Takes out the wording that was printed ``before`` and is printed nowhere in the plan ``after``, for what it is about
    stayed behind; a table none of whose rows is printed any more goes whole."""
    lost = _unprinted(after) - _unprinted(before)
    held = {
        table.name: {row.ordinal for row in table.rows if row.ref and row.kind in ("row", "lead")}
        for table in after.tables
    }
    empty = {name for name, rows in held.items() if rows and {(name, n) for n in rows} <= lost}
    made["plan_printed_tables"] = [t for t in made["plan_printed_tables"] if t["name"] not in empty]
    made["plan_printed_rows"] = [
        row
        for row in made["plan_printed_rows"]
        if row["table_name"] not in empty and (row["table_name"], row["ordinal"]) not in lost
    ]
    gone = {text.ordinal for text in _with_what_follows(after, before)}
    made["plan_texts"] = [t for t in made["plan_texts"] if t["section"] != LISTED or t["ordinal"] not in gone]


def _with_what_follows(after: Plan, before: Plan) -> Iterator[PrintedText]:
    """The texts that list indicators which stayed behind, each with the lines below it."""
    was = {text.ordinal for text in listed_no_more(before)}
    heads = {text.ordinal for text in listed_no_more(after)} - was
    inside = False
    for text in after.section(LISTED):
        inside = text.ordinal in heads or (inside and not text.number.endswith("."))
        if inside:
            yield text


def _unprinted(plan: Plan) -> set[tuple[str, int]]:
    return {(table.name, row.ordinal) for table, row in unprinted(plan, sheets(plan))}
