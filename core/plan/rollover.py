"""Next year's plan from this year's: the rows of a draft, by rule, without asking.

Copied: the office and its units, the hierarchy, measures, indicators with formulas and parameters as they hold at the
year's end, projects, steps with shares, study parts, texts and printed tables, whatever the office has edited in them.
Turned: the year itself, years named by rule (``core.plan.years``), the target columns (the oldest year goes, the new
year's target starts as the closing year's unless it was given already), last year's results, budgets
(``core.plan.carried``). The items that come with each year's plan are made again, in registers used in the new year. Left behind: planned months and what was adopted of them, contracts, waivers, what was recorded
in the registers (the ones born of the plan begin empty). Information centres and audit criteria belong to no year and
stay as they are. Projects, indicators and registers that are chosen not to go on are left out with all that is tied to them
(``core.plan.left_behind``). Record ids follow from stable codes and the year, so that two copies of a file that roll over apart
agree where their contents do.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.plan.carried import Budget, Unspent, next_budget
from core.plan.columns import column_heads
from core.plan.compose import plan_from_rows
from core.plan.left_behind import Left, Made, leave_behind, leave_wording
from core.plan.model import Plan
from core.plan.printed import sheets
from core.plan.records import PLAN_REGISTERS, WRITTEN
from core.plan.ties import BORN
from core.plan.years import YEARS_SHOWN, cells_moved_on, moved_on
from core.registers.declare import Register
from core.thai.fiscal import last_day_of

Record = Mapping[str, Any]
Rows = Mapping[str, Sequence[Record]]
Place = tuple[str, int]  # a printed table's name and a row's ordinal
Cells = tuple[str, ...]
NewRow = tuple[str, str, Mapping[str, Any]]

YEAR = "fiscal_year"
NOTHING_LEFT = Left()
RESULTS = "past_result"  # the section of the plan's prose that tells last year's results
RESULTS_TABLE = "past-results"
_DEFINED = ("formula", "parameters", "definition", "calculation")
_NO_WORDS = frozenset({"parameters", "cells", "levels", "baseline_note", "telephone", "email", "emblem"})
_OF_ITS_YEAR = frozenset({"plan_definitions", "plan_waivers", "plan_budget_lines", "plan_adoptions"})


@dataclass(frozen=True, slots=True)
class Closing:
    """What the closing year came to: ``unspent`` money by project; ``results`` as the plan's prose tells them (number as
    printed, text); ``result_cells`` for rows of the table of last year's results, by their ordinal."""

    unspent: Mapping[int, Unspent] = field(default_factory=dict)
    results: Sequence[tuple[str, str]] = ()
    result_cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def items_by_year(registers: Iterable[Register]) -> tuple[Register, ...]:
    """The registers whose records come with each year's plan, though the plan itself lists none of them."""
    told = {born.register for born in BORN.values()}
    return tuple(r for r in registers if r.plan_born and r.name not in told and YEAR in r.key_fields)


def next_plan(
    year: int, rows: Rows, closing: Closing, registers: Mapping[str, Register], left: Left = NOTHING_LEFT
) -> tuple[NewRow, ...]:
    """The rows of the draft for the year after ``year``: register name, record id, values of every stored field; without what
    is ``left`` behind.

    ``rows`` are the records' values by register name: of the plan's registers, and of ``items_by_year`` what the plan says of
    them. ``registers`` are the file's, by name. Nothing is refused; what lacks its key after a merge is no part of a plan and
    isn't copied.
    """
    before = plan_from_rows(year, rows)
    held = {name: [r for r in of if r.get("fiscal_year") == year] for name, of in rows.items()}
    made = {
        r.name: [_copied(r, record, year) for record in held.get(r.name, ())]
        for r in PLAN_REGISTERS
        if r.name not in _OF_ITS_YEAR
    }
    leave_behind(made, before, left)
    _settle_plan(made)
    _settle_indicators(made, held, year)
    codes = {indicator["code"] for indicator in made["plan_indicators"]}
    made["plan_targets"] = [target for target in _targets(held, year) if target["indicator"] in codes]
    _settle_budgets(made, before, closing, year)
    _settle_results(made, closing, year)
    _settle_print(made, before, closing, year)
    if left != NOTHING_LEFT:
        leave_wording(made, before, plan_from_rows(year + 1, made))
    used = {
        name: register
        for name, register in registers.items()
        if register.used_in(year + 1) and name not in left.registers | left.unread
    }
    made |= _born(made, used)
    items = items_by_year(used.values())
    made |= {r.name: [_copied(r, record, year) for record in held.get(r.name, ())] for r in items}
    return tuple(_with_ids(made, {**registers, **WRITTEN}))


def _copied(register: Register, record: Record, year: int) -> dict[str, Any]:
    """A record of the year as it goes into the next one, its wording moved on."""
    copy = {f.name: record.get(f.name) for f in register.stored_fields}
    for f in register.stored_fields:
        worded = f.type.is_text and f.name not in (*register.key_fields, *_NO_WORDS)
        if worded and copy[f.name]:
            copy[f.name] = moved_on(str(copy[f.name]), year)
    return {**copy, "fiscal_year": year + 1}


def _settle_plan(made: Made) -> None:
    for head in made["plan_years"]:
        head["draft"] = True
    for step in made["plan_steps"]:
        step.update(planned_from=None, planned_to=None)
    for project in made["plan_projects"]:
        project.update({name: None for name in project if name.startswith("contract_")})


def _settle_indicators(made: Made, held: Mapping[str, list[Record]], year: int) -> None:
    """Each indicator as it is defined at the year's end."""
    changes = [r for r in held.get("plan_definitions", ()) if _begun(r, year)]
    for change in sorted(changes, key=lambda r: r["effective_from"]):
        for indicator in made["plan_indicators"]:
            if indicator["code"] == change.get("indicator"):
                copy = _copied(WRITTEN["plan_definitions"], change, year)
                indicator.update({name: copy[name] for name in _DEFINED if copy[name]})


def _begun(change: Record, year: int) -> bool:
    day = change.get("effective_from")
    return isinstance(day, date) and day <= last_day_of(year)


def _targets(held: Mapping[str, list[Record]], year: int) -> Iterator[dict[str, Any]]:
    register = WRITTEN["plan_targets"]
    kept = [r for r in held.get("plan_targets", ()) if (r.get("year") or 0) > year + 1 - YEARS_SHOWN]
    given = {(r.get("indicator"), _of_a_period(r)) for r in kept if r.get("year") == year + 1}
    for target in kept:
        copy = {f.name: target.get(f.name) for f in register.stored_fields}
        if target.get("year") == year + 1 or not _of_a_period(target):
            yield {**copy, "fiscal_year": year + 1}
        if target.get("year") == year and (target.get("indicator"), _of_a_period(target)) not in given:
            later = {"year": year + 1, "month": copy["month"].next(12) if copy["month"] else None}
            yield {**_copied(register, target, year), **later}


def _of_a_period(target: Record) -> bool:
    return target.get("quarter") is not None or target.get("month") is not None


def _settle_budgets(made: Made, before: Plan, closing: Closing, year: int) -> None:
    kept = {project["number"] for project in made["plan_projects"]}
    budgets = {
        p.number: next_budget(p, closing.unspent.get(p.number, Unspent()), year)
        for p in before.projects
        if p.number in kept
    }
    for project in made["plan_projects"]:
        if project["number"] in budgets:
            budget = budgets[project["number"]]
            project.update(budget=budget.amount, budget_text=budget.text or None)
    made["plan_budget_lines"] = [line for n, b in budgets.items() for line in _lines(year + 1, n, b)]


def _lines(year: int, project: int, budget: Budget) -> Iterator[dict[str, Any]]:
    for ordinal, (title, amount) in enumerate(budget.lines, 1):
        about = {"fiscal_year": year, "project": project, "ordinal": ordinal}
        yield {**about, "title": title, "amount": amount}


def _settle_results(made: Made, closing: Closing, year: int) -> None:
    told = [
        {"fiscal_year": year + 1, "section": RESULTS, "ordinal": n, "number": number or None, "text": text}
        for n, (number, text) in enumerate(closing.results, 1)
    ]
    made["plan_texts"] = [t for t in made["plan_texts"] if t["section"] != RESULTS] + told


def _settle_print(made: Made, before: Plan, closing: Closing, year: int) -> None:
    """The printed rows: years and target columns moved on, last year's results, the amounts of the new budgets."""
    cells = {
        (table.name, row.ordinal): cells_moved_on(row, column_heads(table, row), year)
        for table in before.tables
        for row in table.rows
        if row.cells
    }
    cells |= {(RESULTS_TABLE, n): row for n, row in closing.result_cells.items()}
    cells |= dict(_budgets_reworded(made, before, cells))
    _print(made, cells)
    _print(made, dict(_as_printed(plan_from_rows(year + 1, made))))


def _budgets_reworded(
    made: Made, before: Plan, moved: Mapping[Place, Cells]
) -> Iterator[tuple[Place, Cells]]:
    """The cells of the rows that told a project's budget in the plan's own words, in the words of the new budget."""
    new = {project["number"]: project["budget_text"] or "" for project in made["plan_projects"]}
    was = {f"project:{p.number}": (p.budget_text, new.get(p.number, "")) for p in before.projects}
    for table in before.tables:
        for row in table.rows:
            old, text = was.get(row.ref, ("", ""))
            if text and old in row.cells and old != text:
                place = table.name, row.ordinal
                pairs = zip(row.cells, moved.get(place, row.cells), strict=True)
                yield place, tuple(text if own == old else cell for own, cell in pairs)


def _as_printed(plan: Plan) -> Iterator[tuple[Place, Cells]]:
    """The cells of the rows whose own wording told other budgets, totals or counts than the plan holds."""
    for line in (line for sheet in sheets(plan) for line in sheet.lines):
        if line.own and line.table and line.outdated:
            yield (line.table.name, line.own.ordinal), line.row.cells


def _print(made: Made, cells: Mapping[tuple[str, int], tuple[str, ...]]) -> None:
    for row in made["plan_printed_rows"]:
        if found := cells.get((str(row["table_name"]), int(row["ordinal"] or 0))):
            row["cells"] = json.dumps(found, ensure_ascii=False)


def _born(made: Made, used: Mapping[str, Register]) -> Made:
    """The records of what will really happen to parts of the plan: keys alone, nothing has happened yet."""
    kept = {name: used[born.register] for name, born in BORN.items() if born.register in used}
    return {register.name: [_blank(register, part) for part in made[name]] for name, register in kept.items()}


def _blank(register: Register, key: Record) -> dict[str, Any]:
    return {
        f.name: key.get(f.name) if f.name in register.key_fields else None for f in register.stored_fields
    }


def _with_ids(made: Made, registers: Mapping[str, Register]) -> Iterator[NewRow]:
    for name, records in made.items():
        for values in records:
            record = registers[name].id_for(values)
            if record is not None:
                yield name, record, values
