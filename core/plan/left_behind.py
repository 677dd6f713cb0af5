"""What of a year's plan doesn't go on into the next: chosen projects, indicators and registers, and all that is tied to them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.plan.model import Plan, PrintedRow
from core.plan.ties import BORN

Made = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left behind: projects by number, indicators by code, registers by name."""

    projects: frozenset[int] = frozenset()
    indicators: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()

    def __or__(self, other: "Left") -> "Left":
        """What either leaves."""
        return Left(
            self.projects | other.projects,
            self.indicators | other.indicators,
            self.registers | other.registers,
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
    """Takes what is left out of the records of next year's plan, with its steps, parts, measures and printed rows. What stays
    and named it names it no more."""
    measures = emptied_measures(before, left)
    gone = {
        "project": frozenset(map(str, left.projects)),
        "indicator": left.indicators,
        "measure": measures,
    }
    tables = {f"steps.{number}" for number in left.projects}
    parts = {name for name, born in BORN.items() if born.register in left.registers}
    kept: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
        "plan_projects": lambda r: r["number"] not in left.projects,
        "plan_steps": lambda r: r["project"] not in left.projects,
        "plan_indicators": lambda r: r["code"] not in left.indicators,
        "plan_measures": lambda r: r["code"] not in measures,
        "plan_printed_tables": lambda r: r["name"] not in tables,
        "plan_printed_rows": lambda r: r["table_name"] not in tables and not _names(r, gone),
    }
    for name, stays in kept.items():
        made[name] = [record for record in made[name] if stays(record)]
    for name in parts - {"plan_steps"}:
        made[name] = []
    for indicator in made["plan_indicators"]:
        if indicator["project"] in left.projects:
            indicator["project"] = None
        if indicator["measure"] in measures:
            indicator["measure"] = None


def _names(row: Mapping[str, Any], gone: Mapping[str, frozenset[str]]) -> bool:
    """True for a printed row about something that is gone."""
    refs = PrintedRow(0, "row", (), str(row.get("ref") or "")).refs
    steps = {code.partition(".")[0] for kind, code in refs if kind == "step"}
    return any(code in gone.get(kind, ()) for kind, code in refs) or bool(steps & gone["project"])
