"""Plan releases that come with the program: which years there are, and what each puts into a new file.

A release is data under ``resources/plans`` (see ``core.plan.bundle``). ``genesis`` gives its rows in a fixed order
with fixed ids, the same on every machine, so that files made apart agree from the first merge.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core import registers, resources
from core.faults import FileRefusal, UsageRefusal
from core.plan.bundle import PlanFile, Row, born_rows, plan_rows, shared_rows, table_rows, text_rows
from core.plan.compose import plan_from_rows
from core.plan.model import Plan
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Value

# What comes with a plan, in the order it is written: the plan itself, then the registers born of it.
BORN_REGISTERS = ("info_centres", "audit_criteria", "project_steps", "study_parts", "renovation_items")

GenesisRow = tuple[str, str, Mapping[str, Value | None]]

_REGISTERS = {r.name: r for r in (*registers.ALL, *PLAN_REGISTERS)}


@dataclass(frozen=True)
class PlanRelease:
    """What a plan release puts into a file: ``rows`` of (register name, record id, values by field), in order.

    ``release`` names the data ("2563.1"); values are Python values, every stored field named.
    """

    release: str
    fiscal_year: int
    rows: tuple[GenesisRow, ...]

    def of(self, register: str) -> tuple[Mapping[str, Value | None], ...]:
        """The rows of one register, in order, each with its ``id``."""
        return tuple({"id": record, **values} for name, record, values in self.rows if name == register)


def available_years() -> tuple[int, ...]:
    """The fiscal years whose plan comes with the program, oldest first."""
    folders = resources.path("plans").iterdir()
    return tuple(sorted(int(f.name) for f in folders if re.fullmatch(r"\d{4}", f.name) and f.is_dir()))


def genesis(year: int) -> PlanRelease:
    """The release of a fiscal year. Raises UsageRefusal for a year without one, FileRefusal for a broken file."""
    if year not in available_years():
        known = " ".join(map(str, available_years()))
        raise UsageRefusal(f"โปรแกรมไม่มีแผนปีงบประมาณ {year} โปรดเลือกปีที่มี ({known})")
    return genesis_from(resources.path("plans", str(year)))


def genesis_from(folder: Path) -> PlanRelease:
    """The release in a folder; centres and criteria lie beside the folder. Raises FileRefusal."""
    plan, texts, tables = (PlanFile(folder / f"{n}.toml") for n in ("plan", "texts", "tables"))
    centres, criteria = (PlanFile(folder.parent / f"{n}.toml") for n in ("centres", "criteria"))
    release = plan.part(plan.sheet, "release", str)
    year = plan.part(plan.sheet, "fiscal_year", int)
    if str(year) != folder.name:
        raise plan.refusal(f"ปีงบประมาณในแฟ้ม ({year}) ไม่ตรงกับชื่อโฟลเดอร์ {folder.name}")
    own = [*plan_rows(plan), *text_rows(texts, year), *table_rows(tables, year)]
    _check_references(year, own)
    rows = [*own, *shared_rows(centres, criteria), *born_rows(plan, own)]
    return PlanRelease(release, year, tuple(_with_ids(year, rows)))


def _with_ids(year: int, rows: Iterable[Row]) -> list[GenesisRow]:
    order = [r.name for r in PLAN_REGISTERS] + list(BORN_REGISTERS)
    seen: set[str] = set()
    with_ids: list[GenesisRow] = []
    for name, values in sorted(rows, key=lambda row: order.index(row[0])):
        record = _REGISTERS[name].id_for(values)
        if record is None or record in seen:
            key = _REGISTERS[name].natural_key(values)
            raise _refusal(year, f"{_REGISTERS[name].title} มีรหัสซ้ำหรือไม่ครบ ({key})")
        seen.add(record)
        with_ids.append((name, record, values))
    return with_ids


def _refusal(year: int, what: str) -> FileRefusal:
    return FileRefusal(f"แฟ้มแผนปี {year} ใช้ไม่ได้: {what} โปรดแก้ไขแฟ้มหรือติดตั้งโปรแกรมใหม่")


def _check_references(year: int, rows: Sequence[Row]) -> None:
    known = {kind: _codes(rows, kind) for kind in ("unit", "node", "measure", "indicator", "project", "step")}
    for name, values in rows:
        for kind, code in _references(name, values):
            if code not in known.get(kind, ()):
                raise _refusal(year, f"{_REGISTERS[name].title} อ้างถึง {kind} {code} ซึ่งไม่มีในแผน")


def _codes(rows: Sequence[Row], kind: str) -> frozenset[str]:
    mine = [values for name, values in rows if name == f"plan_{kind}s"]
    if kind == "step":
        return frozenset(f"{v['project']}.{v['step']}" for v in mine)
    return frozenset(str(v["number" if kind == "project" else "code"]) for v in mine)


def _references(register: str, values: Mapping[str, Value | None]) -> list[tuple[str, str]]:
    """(kind, code) of everything a row names, whatever its register."""
    if register == "plan_printed_rows":
        parts = str(values["ref"] or "").split()
        return [(kind, code) for kind, _, code in (part.partition(":") for part in parts)]
    if not register.startswith("plan_"):
        return []
    named = {"owner": "unit", "parent": "node", "node": "node", "measure": "measure"}
    named |= {"indicator": "indicator", "project": "project"}
    return [(kind, str(values[f])) for f, kind in named.items() if values.get(f) is not None]


@lru_cache
def bundled_plan(year: int) -> Plan:
    """The plan of a year as released, without a file. Raises as ``genesis`` does."""
    release = genesis(year)
    return plan_from_rows(year, {r.name: release.of(r.name) for r in PLAN_REGISTERS})
