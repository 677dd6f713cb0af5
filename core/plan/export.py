"""A plan as a plan folder: its rows said the way ``core.plan.bundle`` reads them, so that they come back the same.

What the year made of the plan goes along: contracts, planned months, definitions changed, waivers, what was adopted anew.
What was recorded in registers doesn't; of those born of the plan the keys do, as in every new file.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.plan.bundle import SETTINGS
from core.plan.compose import DUTIES, parameters_of, plan_from_rows
from core.plan.record_rules import JPEG, levels_of
from core.plan.records import WRITTEN
from core.registers.toml_text import toml_text

Record = Mapping[str, Any]
Rows = Mapping[str, Sequence[Record]]
Sheet = dict[str, Any]

HEADING = ".heading"


def folder_of(year: int, rows: Rows) -> Mapping[str, str]:
    """The files of the folder by name, each with its text; ``rows`` are the records' values by register name, of which
    those of other years are passed over. A file that would say nothing is left out."""
    held = {name: _own(year, of) for name, of in rows.items()}
    sheets = {
        "plan": _plan(year, held),
        "texts": {"sections": list(_sections(held))},
        "tables": {"tables": list(_tables(held))},
        "centres": {"centres": [_said("info_centres", r, active=True) for r in _of(held, "info_centres")]},
        "criteria": {"criteria": _numbered("audit_criteria", _of(held, "audit_criteria"), active=True)},
    }
    return {
        f"{name}.toml": toml_text(_filled(**sheet)) for name, sheet in sheets.items() if any(sheet.values())
    }


def picture_of(year: int, rows: Rows) -> Mapping[str, bytes]:
    """The office's own picture that lies beside ``plan.toml``, by its file's name; none where it has none."""
    emblem = plan_from_rows(year, {"plan_years": _own(year, rows.get("plan_years", ()))}).emblem
    return {_picture_name(emblem): emblem} if emblem else {}


def _own(year: int, records: Iterable[Record]) -> list[Record]:
    return [r for r in records if r.get("fiscal_year", year) == year]


def _picture_name(emblem: bytes) -> str:
    return f"emblem.{'jpg' if emblem.startswith(JPEG) else 'png'}"


def _of(held: Rows, register: str, **equals: object) -> list[Record]:
    """The records of a register that hold these values, in its order."""
    order = WRITTEN[register].order_by
    found = [r for r in held.get(register, ()) if all(r.get(n) == v for n, v in equals.items())]
    return sorted(found, key=lambda r: [(r.get(n) is None, r.get(n) or 0) for n in order])


def _said(register: str, record: Record, **left_out: object) -> Sheet:
    """What a record says; a field is left out that is empty, or holds what reading would put there."""
    return {
        f.name: _plain(f.type.name, value)
        for f in WRITTEN[register].stored_fields
        if (value := record.get(f.name)) is not None
        and f.name not in ("fiscal_year", "parameters")
        and (f.name not in left_out or left_out[f.name] != value)
    }


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return _plain_number(value)
    return str(value) if kind == "month" else value


def _plain_number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _numbered(
    register: str, records: Iterable[Record], counted: str = "ordinal", **left_out: object
) -> list[Sheet]:
    """Records that are counted from 1 in their order: the number is said only where it is another."""
    return [_said(register, r, **{counted: n}, **left_out) for n, r in enumerate(records, 1)]


def _plan(year: int, held: Rows) -> Sheet:
    head = next(iter(_of(held, "plan_years")), {})
    said = _said("plan_years", head, draft=False)
    plan = plan_from_rows(year, held)
    stated = {"keeper": plan.keeper or None}
    picture = {"emblem": _picture_name(plan.emblem)} if plan.emblem else {}
    return {
        "fiscal_year": year,
        **{name: value for name, value in said.items() if name not in SETTINGS},
        **stated,
        "settings": {name: said[name] for name in SETTINGS if name in said} | picture,
        "study_parts": _numbered("plan_study_parts", _of(held, "plan_study_parts"), "part"),
        "renovation_items": [
            {n: r.get(n) for n in ("room", "fixture")} for r in _of(held, "renovation_items")
        ],
        "units": list(_units(held)),
        "nodes": _numbered("plan_nodes", _of(held, "plan_nodes")),
        "measures": _numbered("plan_measures", _of(held, "plan_measures")),
        "indicators": list(_indicators(held)),
        "projects": list(_projects(held)),
        "waivers": [_said("plan_waivers", r) for r in _of(held, "plan_waivers")],
    }


def _units(held: Rows) -> Iterator[Sheet]:
    units = _of(held, "plan_units")
    for record, said in zip(units, _numbered("plan_units", units), strict=True):
        duties = _texts(held, f"{DUTIES}{record.get('code')}")
        yield said | ({"duties": duties} if duties else {})


def _indicators(held: Rows) -> Iterator[Sheet]:
    indicators = _of(held, "plan_indicators")
    for record, said in zip(indicators, _numbered("plan_indicators", indicators), strict=True):
        mine = {"indicator": record.get("code")}
        yield (
            said
            | _computed(record)
            | _levels(record)
            | _lists(
                targets=[_said("plan_targets", r, **mine) for r in _of(held, "plan_targets", **mine)],
                definitions=[
                    _said("plan_definitions", r, **mine) | _computed(r)
                    for r in _of(held, "plan_definitions", **mine)
                ],
            )
        )


def _computed(record: Record) -> Sheet:
    given = parameters_of(record) if record.get("parameters") else None
    return {} if given is None else {"parameters": dict(given)}


def _levels(record: Record) -> Sheet:
    return (
        {"levels": list(map(_plain_number, levels_of(str(record["levels"])) or ()))}
        if record.get("levels")
        else {}
    )


def _projects(held: Rows) -> Iterator[Sheet]:
    for record in _of(held, "plan_projects"):
        mine = {"project": record.get("number")}
        lines, steps = (_of(held, name, **mine) for name in ("plan_budget_lines", "plan_steps"))
        yield _said("plan_projects", record) | _lists(
            budget_lines=_numbered("plan_budget_lines", lines, "ordinal", **mine),
            steps=_numbered("plan_steps", steps, "step", **mine),
            adoptions=[_said("plan_adoptions", r, **mine) for r in _of(held, "plan_adoptions", **mine)],
        )


def _lists(**lists: list[Sheet]) -> Sheet:
    return {name: told for name, told in lists.items() if told}


def _sections(held: Rows) -> Iterator[Sheet]:
    """Sections by name; a heading of bare lines stands in its section, the duties in their units."""
    units = {f"{DUTIES}{r.get('code')}" for r in held.get("plan_units", ())}
    names = {str(r.get("section")) for r in held.get("plan_texts", ())} - units
    headings = {n.removesuffix(HEADING) for n in names if n.endswith(HEADING) and _is_bare(held, n)}
    for name in sorted(names - {f"{n}{HEADING}" for n in headings} | headings):
        heading = [r.get("text") or "" for r in _of(held, "plan_texts", section=f"{name}{HEADING}")]
        texts = _texts(held, name)
        yield {"name": name} | _filled(heading=heading if name in headings else None, texts=texts)


def _filled(**told: Any) -> Sheet:
    return {name: value for name, value in told.items() if value}


def _is_bare(held: Rows, section: str) -> bool:
    return all(len(text) == 2 and not text[0] for text in _texts(held, section))


def _texts(held: Rows, section: str) -> list[list[Any]]:
    """``[number, text]`` in order, with its place where a text before it is gone."""
    told: list[list[Any]] = []
    for place, record in enumerate(_of(held, "plan_texts", section=section), 1):
        ordinal = record.get("ordinal")
        told.append(
            [record.get("number") or "", record.get("text") or "", *([] if ordinal == place else [ordinal])]
        )
    return told


def _tables(held: Rows) -> Iterator[Sheet]:
    tables = _of(held, "plan_printed_tables")
    for record, said in zip(tables, _numbered("plan_printed_tables", tables), strict=True):
        rows = _of(held, "plan_printed_rows", table_name=record.get("name"))
        told = _numbered("plan_printed_rows", rows, table_name=record.get("name"))
        yield said | _filled(rows=[{**r, "cells": json.loads(r["cells"])} for r in told])
