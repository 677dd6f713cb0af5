"""Where the book words an object of the plan otherwise than it is composed: seen, written and dropped row by row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.faults import InputRefusal
from core.office.commit import commit
from core.office.records.service import RecordService
from core.office.records.types import Edit
from core.office.session import Session
from core.plan.check.places import of_table
from core.plan.model import Plan, PrintedTable
from core.plan.printed import Line, Sheet, sheets
from core.plan.printed.sheet import Refs, family_of
from core.registers.declare import Register
from core.store.log.changes import Changes

TABLES, ROWS = "plan_printed_tables", "plan_printed_rows"


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of the book about an object: ``table`` as a person calls it, ``name`` as the plan does, ``title`` its
    title; what is printed in the row; ``record`` of the plan's own wording ("" where it is composed), ``composed``
    what would be printed without it, and whether that wording tells something ``outdated``."""

    table: str
    name: str
    title: str
    kind: str
    ref: str
    cells: tuple[str, ...]
    composed: tuple[str, ...]
    record: str = ""
    outdated: bool = False


def wordings(session: Session, year: int, kind: str, code: str) -> tuple[Wording, ...]:
    """The rows of the book of a year about an object of the plan ("project", "7"), in printed order."""
    plan = session.plan(year)
    unworded = sheets(replace(plan, tables=()))
    plain = {(s.table.name, r.kind, r.key, len(r.cells)): r.cells for s in unworded for r in s.table.rows}
    register = session.register(ROWS)
    found = (
        (sheet, line)
        for sheet in sheets(plan)
        for line in sheet.lines
        if line.row.kind in ("row", "lead") and (kind, code) in line.row.key
    )
    return tuple(_wording(register, plan, sheet, line, plain) for sheet, line in found)


def _wording(
    register: Register,
    plan: Plan,
    sheet: Sheet,
    line: Line,
    plain: Mapping[tuple[str, str, Refs, int], tuple[str, ...]],
) -> Wording:
    row = line.row
    record = ""
    if line.own and line.table:
        key = {"fiscal_year": plan.fiscal_year, "table_name": line.table.name, "ordinal": line.own.ordinal}
        record = register.id_for(key) or ""
    composed = plain.get((sheet.table.name, row.kind, row.key, len(row.cells)), row.cells)
    table = of_table(sheet.table)
    return Wording(
        table,
        sheet.table.name,
        sheet.table.title,
        row.kind,
        row.ref,
        row.cells,
        composed,
        record,
        bool(line.outdated),
    )


def write_wording(session: Session, year: int, wording: Wording) -> tuple[str, Changes]:
    """Begin the plan's own wording of a composed row as it is printed now; the id of its record and what was written, as one
    step of undo. InputRefusal for a row that has its wording already."""
    plan = session.plan(year)
    if wording.record:
        raise InputRefusal("แถวนี้มีถ้อยคำของเล่มอยู่แล้ว โปรดเปิดแถวนั้นเพื่อแก้ไข")
    edits = []
    table = _table_for(plan, wording)
    if table is None:
        name, place = _free_name(plan, wording.name), _next(t.ordinal for t in plan.tables)
        table = PrintedTable(name, place, wording.title, ())
        about = {"fiscal_year": year, "name": name, "ordinal": place, "title": wording.title}
        edits.append((session.register(TABLES), Edit(None, about)))
    ordinal = _next(row.ordinal for row in table.rows)
    cells = json.dumps(wording.cells, ensure_ascii=False)
    key = {"fiscal_year": year, "table_name": table.name, "ordinal": ordinal}
    register = session.register(ROWS)
    edits.append((register, Edit(None, {**key, "kind": wording.kind, "cells": cells, "ref": wording.ref})))
    changes = commit(session, RecordService(session).checked(edits), f"เขียนถ้อยคำใน{wording.table}")
    return register.id_for(key) or "", changes


def drop_wording(session: Session, year: int, dropped: Sequence[str]) -> Changes:
    """Have rows composed again: their own wording is deleted, a table that only worded them with it. One step of undo."""
    register = session.register(ROWS)
    keys: list[tuple[str, str]] = []
    for table in session.plan(year).tables:
        key = {"fiscal_year": year, "table_name": table.name}
        held = [register.id_for({**key, "ordinal": row.ordinal}) or "" for row in table.rows]
        chosen = [record for record in held if record in dropped]
        if chosen and len(chosen) == len(held):
            keys.append(
                (TABLES, session.register(TABLES).id_for({"fiscal_year": year, "name": table.name}) or "")
            )
        else:
            keys += [(ROWS, record) for record in chosen]
    return RecordService(session).delete_records(keys)


def _table_for(plan: Plan, wording: Wording) -> PrintedTable | None:
    """The plan's own table in which other rows of the sheet are worded."""
    sheet = next(s for s in sheets(plan) if s.table.name == wording.name)
    return next((line.table for line in sheet.lines if line.table is not None), None)


def _free_name(plan: Plan, name: str) -> str:
    """A name for a table of the kind that the plan has none of yet."""
    taken = {t.name for t in plan.tables}
    numbered = (f"{family_of(name)}.{n}" for n in range(1, len(taken) + 2))
    return next(n for n in (name, *numbered) if n not in taken)


def _next(ordinals: Iterable[int]) -> int:
    return max(ordinals, default=0) + 1
