"""What a file can't do without: its plans, and the units that answer for them. What may be deleted of them, and what a
merge or undoing would take away (docs/architecture.md, "Deleting").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.faults import InputRefusal
from core.store.connection import Connection
from core.store.log.changes import Delete, RecordChange
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import registers_of

YEARS, UNITS = "plan_years", "plan_units"
REQUIRED = (YEARS, UNITS)

Key = tuple[str, str]  # a register's name and a record's id


@dataclass(frozen=True, slots=True)
class Keeper:
    """The unit that keeps the plan; its code and name are "" only in a file that never held a plan."""

    code: str = ""
    name: str = ""


def keeper(connection: Connection) -> Keeper:
    """The unit that keeps the plan: the one the latest plan in force names, else its first. Of a file whose plans were all
    deleted the one that kept them, for it brings them back."""
    plans = sorted(_held(connection, YEARS), key=lambda p: (bool(p["draft"]), -(p["fiscal_year"] or 0)))
    stated = next((p for p in plans if p["keeper"]), next(iter(plans), None))
    if stated is None:
        return Keeper()
    units = [u for u in _held(connection, UNITS) if u["fiscal_year"] == stated["fiscal_year"]]
    units.sort(key=lambda u: (u["code"] != stated["keeper"], u["ordinal"] or 0, u["code"] or ""))
    return next((Keeper(u["code"] or "", u["name"] or "") for u in units), Keeper())


def _held(connection: Connection, register: str) -> list[Mapping[str, Any]]:
    declared = registers_of(connection)[register]
    there = records.rows(connection, declared, Query())
    return [row.values for row in there or records.rows(connection, declared, Query(deleted=True))]


def plans_and_units(connection: Connection) -> Mapping[Key, str]:
    """The plans and units the file holds, each with its name in a sentence."""
    found = (
        (name, row)
        for name in REQUIRED
        for row in records.rows(connection, registers_of(connection)[name], Query())
    )
    return {(name, row.id): named(name, row) for name, row in found}


def named(register: str, row: Row) -> str:
    """A plan or unit in a sentence: "แผนปีงบประมาณ 2568", "ส่วนราชการ “ฝ่ายปกครอง” ของแผนปี 2568"."""
    year = row.values["fiscal_year"]
    if register == YEARS:
        return f"แผนปีงบประมาณ {year}"
    return f"ส่วนราชการ “{row.values['name'] or row.values['code']}” ของแผนปี {year}"


def refuse_deleting(connection: Connection, going: Iterable[Key]) -> None:
    """InputRefusal where a plan that is in force or the only one, or a unit that has records or keeps the plan, is among
    what is to be deleted."""
    going = set(going)
    for register, record in going:
        row = (
            records.row(connection, registers_of(connection)[register], record)
            if register in REQUIRED
            else None
        )
        if row is None or row.deleted:
            continue
        why = next(_kept(connection, register, row, going), "")
        if why:
            raise InputRefusal(f"ลบ{named(register, row)} ไม่ได้ เพราะ{why}")


def guarded(connection: Connection, changes: Iterable[RecordChange]) -> Iterator[RecordChange]:
    """The changes that undo or redo a step, one by one; InputRefusal at one that would delete a plan that can't be. The
    units made with a plan go with it."""
    for change in changes:
        if isinstance(change, Delete) and change.register == YEARS:
            refuse_deleting(connection, [(change.register, change.record)])
        yield change


def _kept(connection: Connection, register: str, row: Row, going: set[Key]) -> Iterator[str]:
    """Why it has to stay."""
    if register == YEARS:
        if not row.values["draft"]:
            yield "เป็นแผนที่ใช้อยู่ ลบได้เฉพาะฉบับร่าง หากต้องการแก้ไขโปรดแก้ในแผน"
        others = records.rows(connection, registers_of(connection)[YEARS], Query())
        if all((YEARS, other.id) in going for other in others):
            yield "เป็นแผนเดียวในแฟ้ม โปรดแก้ไขแผนนี้แทน"
        return
    code, year = row.values["code"], row.values["fiscal_year"]
    if code == keeper(connection).code:
        yield "เป็นส่วนราชการที่ดูแลแผน โปรดแก้ชื่อแทน"
    query = Query(year=year if isinstance(year, int) else None)
    held = sum(
        records.count(connection, r, query)
        for r in registers_of(connection).values()
        if r.unit == code and not r.internal
    )
    if held:
        yield f"ยังมีรายการในทะเบียนที่ส่วนราชการนี้ดูแล {held:,} รายการ โปรดลบรายการเหล่านั้นก่อน"
