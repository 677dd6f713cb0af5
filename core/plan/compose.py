"""The plan put together from its records, whatever state merging left them in.

Folding never refuses, so neither does this: what is missing becomes "" or None, what names something unknown stays
as it is, what can't be read (a parameter's JSON) becomes None or empty. The plan check says what is wrong, not this room.
"""

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from core.plan.model import (
    BudgetLine,
    Contract,
    DefinitionChange,
    Indicator,
    Measure,
    Node,
    Plan,
    PrintedRow,
    PrintedTable,
    PrintedText,
    Project,
    Step,
    StudyPart,
    Target,
    Unit,
    Waiver,
)
from core.plan.record_rules import levels_of
from core.plan.records import PLAN_REGISTERS, TARGET_KEY

T = TypeVar("T")
Record = Mapping[str, Any]
Rows = Mapping[str, Sequence[Record]]

DUTIES = "duties."


def plan_from_rows(year: int, rows: Rows) -> Plan:
    """The plan of a fiscal year from records' values, by register name; records of other years are passed over.

    Records are values (``Decimal``, ``Month`` ...), not wire. Nothing is refused.
    """
    of = {register.name: _of_year(year, rows.get(register.name, ())) for register in PLAN_REGISTERS}
    head: Record = next(iter(of["plan_years"]), {})
    texts = [_text(r) for r in sorted(of["plan_texts"], key=_by("section", "ordinal"))]
    indicators = _sorted(of["plan_indicators"])
    targets, changes = (_grouped(of[n], "indicator") for n in ("plan_targets", "plan_definitions"))
    printed = _grouped(of["plan_printed_rows"], "table_name")
    units = tuple(_unit(r, texts) for r in _sorted(of["plan_units"]))
    return Plan(
        fiscal_year=year,
        title=_str(head, "title"),
        office=_str(head, "office"),
        department=_str(head, "department"),
        units=units,
        nodes=tuple(_node(r) for r in _sorted(of["plan_nodes"])),
        indicators=tuple(
            _indicator(year, r, targets.get(r.get("code"), []), changes.get(r.get("code"), []))
            for r in indicators
        ),
        measures=tuple(_measure(r, indicators) for r in _sorted(of["plan_measures"])),
        projects=tuple(_project(r, of, indicators) for r in sorted(of["plan_projects"], key=_by("number"))),
        study_parts=tuple(_study_part(r) for r in sorted(of["plan_study_parts"], key=_by("part"))),
        texts=tuple(t for t in texts if not t.section.startswith(DUTIES)),
        tables=tuple(_table(r, printed.get(r.get("name"), [])) for r in _sorted(of["plan_printed_tables"])),
        draft=bool(head.get("draft")),
        keeper=_keeper(head, units),
        addressee=_standing("addressee", year, rows),
        telephone=_standing("telephone", year, rows),
        email=_standing("email", year, rows),
        emblem=_picture(_standing("emblem", year, rows)),
        waivers=tuple(_waiver(r) for r in sorted(of["plan_waivers"], key=_by("code", "ref"))),
    )


def _of_year(year: int, records: Iterable[Record]) -> list[Record]:
    return [r for r in records if r.get("fiscal_year") == year]


def _grouped(records: Iterable[Record], name: str) -> dict[Any, list[Record]]:
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(record.get(name), []).append(record)
    return groups


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=_by("ordinal", "code", "name"))


def _by(*names: str) -> Callable[[Record], list[tuple[bool, Any]]]:
    """A sort key over fields that may be empty: what is empty comes last."""
    return lambda record: [(record.get(n) is None, record.get(n) or 0) for n in names]


def _str(record: Record, name: str) -> str:
    return str(record.get(name) or "")


def _int(record: Record, name: str) -> int:
    return int(record.get(name) or 0)


def _text(r: Record) -> PrintedText:
    return PrintedText(_str(r, "section"), _int(r, "ordinal"), _str(r, "number"), _str(r, "text"))


def _unit(r: Record, texts: Sequence[PrintedText]) -> Unit:
    code = _str(r, "code")
    duties = tuple(t for t in texts if t.section == f"{DUTIES}{code}")
    return Unit(code, _str(r, "name"), _int(r, "ordinal"), duties, _str(r, "heading"))


def _keeper(head: Record, units: Sequence[Unit]) -> str:
    """The unit named as the one that keeps the plan, else the first."""
    codes = [unit.code for unit in units]
    named = _str(head, "keeper")
    return named if named in codes else next(iter(codes), "")


def _standing(name: str, year: int, rows: Rows) -> str:
    """What the plan says of the letterhead, else that of the nearest year before, else of any year the file holds."""
    said = [(int(p["fiscal_year"] or 0), _str(p, name)) for p in rows.get("plan_years", ()) if p.get(name)]
    return max(said, key=lambda one: (one[0] == year, one[0] < year, one[0]), default=(0, ""))[1]


def _picture(written: str) -> bytes:
    try:
        return b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _node(r: Record) -> Node:
    kind, label, number = (_str(r, n) for n in ("kind", "label", "number"))
    return Node(_str(r, "code"), kind, label, number, _str(r, "title"), r.get("parent"), _int(r, "ordinal"))


def _indicator(year: int, r: Record, targets: Sequence[Record], changes: Sequence[Record]) -> Indicator:
    code = _str(r, "code")
    said = [_target(t) for t in sorted(targets, key=_by(*TARGET_KEY[1:]))]
    mine = tuple(t for t in said if t.quarter is None and t.month is None)
    own = next((t for t in mine if t.year == year), None)
    texts = ("title", "short_title", "heading", "unit", "comparison", "formula", "owner")
    notes = ("definition", "calculation", "agency", "project_text", "baseline_note")
    return Indicator(
        code=code,
        **{name: _str(r, name) for name in (*texts, *notes)},
        target=own.value if own else None,
        target_to=own.value_to if own else None,
        targets=mine,
        parameters=parameters_of(r),
        dimension=_int(r, "dimension") or 1,
        negotiated=bool(r.get("negotiated")),
        node=r.get("node"),
        ordinal=_int(r, "ordinal"),
        period_targets=tuple(t for t in said if t not in mine),
        cumulative=r.get("cumulative") is not False,
        baseline=r.get("baseline"),
        weight=r.get("weight"),
        levels=levels_of(_str(r, "levels") or "[]"),
        score=_str(r, "score") or "achievement",
        changes=tuple(_definition(c) for c in sorted(changes, key=_by("effective_from")) if _begins(c)),
    )


def parameters_of(r: Record) -> Mapping[str, Any] | None:
    """The parameters of an indicator's or definition's formula; none where it names none, None where they can't be
    read."""
    return _json(r.get("parameters") or "{}", dict)


def _begins(r: Record) -> bool:
    return r.get("effective_from") is not None


def _definition(r: Record) -> DefinitionChange:
    texts = {name: _str(r, name) for name in ("formula", "definition", "calculation", "reason")}
    typed = r.get("parameters")
    given = parameters_of(r) if typed else None
    return DefinitionChange(r["effective_from"], parameters=given, keeps_parameters=not typed, **texts)


def _waiver(r: Record) -> Waiver:
    return Waiver(_str(r, "code"), _str(r, "ref"), _str(r, "reason"))


def _target(r: Record) -> Target:
    period = (r.get("quarter"), r.get("month"))
    return Target(_int(r, "year"), _str(r, "text"), r.get("value"), r.get("value_to"), *period)


def _measure(r: Record, indicators: Sequence[Record]) -> Measure:
    code = _str(r, "code")
    mine = _codes(indicators, "measure", code)
    return Measure(code, _str(r, "number"), _str(r, "title"), _str(r, "node"), mine, _int(r, "ordinal"))


def _codes(indicators: Sequence[Record], name: str, value: object) -> tuple[str, ...]:
    """The codes of the indicators whose field ``name`` holds that value."""
    return tuple(_str(i, "code") for i in indicators if i.get(name) == value)


def _project(r: Record, of: Rows, indicators: Sequence[Record]) -> Project:
    number = _int(r, "number")
    lines = _sorted(line for line in of["plan_budget_lines"] if line.get("project") == number)
    steps = sorted((s for s in of["plan_steps"] if s.get("project") == number), key=_by("step"))
    texts = ("title", "detail", "owner", "budget_text", "source", "area", "note")
    return Project(
        number=number,
        **{name: _str(r, name) for name in texts},
        budget=r.get("budget"),
        priority=_int(r, "priority"),
        negotiated=bool(r.get("negotiated")),
        measure=r.get("measure"),
        indicators=_codes(indicators, "project", number),
        steps=tuple(_step(s) for s in steps),
        budget_lines=tuple(_budget_line(line) for line in lines),
        contract=Contract(*(r.get(f"contract_{n}") for n in Contract.__slots__)),
    )


def _budget_line(r: Record) -> BudgetLine:
    return BudgetLine(_int(r, "ordinal"), _str(r, "title"), r.get("amount") or Decimal(0))


def _step(r: Record) -> Step:
    shares, months = ("share", "cumulative"), ("planned_from", "planned_to")
    numbers: dict[str, Any] = {n: r.get(n) for n in (*shares, *months)}
    return Step(_int(r, "project"), _int(r, "step"), _str(r, "label"), _str(r, "title"), **numbers)


def _study_part(r: Record) -> StudyPart:
    return StudyPart(_int(r, "part"), _str(r, "label"), _str(r, "title"), r.get("share") or Decimal(0))


def _table(r: Record, rows: Sequence[Record]) -> PrintedTable:
    mine = tuple(_printed_row(row) for row in _sorted(rows))
    return PrintedTable(_str(r, "name"), _int(r, "ordinal"), _str(r, "title"), mine)


def _printed_row(r: Record) -> PrintedRow:
    cells = tuple(str(cell) for cell in _json(r.get("cells") or "[]", list) or ())
    return PrintedRow(_int(r, "ordinal"), _str(r, "kind"), cells, _str(r, "ref"))


def _json(typed: object, kind: type[T]) -> T | None:
    """What a JSON text holds, if it is of that kind; None where it can't be read."""
    try:
        read = json.loads(str(typed), parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, kind) else None
