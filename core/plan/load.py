"""Plan folders: those that come with the program, and an office's own; what each puts into a new file.

A folder holds ``plan.toml`` and what else ``core.plan.bundle`` reads; its own name means nothing. What it puts into a
file are rows with ids that follow from their keys, the same on every machine, so that files made apart agree from the
first merge.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from core import resources
from core.faults import UsageRefusal
from core.indicators import BadParameter, reads_of, settings
from core.plan.bundle import (
    PlanFile,
    Row,
    born_rows,
    plan_rows,
    row_words,
    shared_rows,
    table_rows,
    text_rows,
)
from core.plan.compose import plan_from_rows
from core.plan.model import Plan
from core.plan.office_registers import Declaration, declarations_of, item_rows
from core.plan.records import PLAN_REGISTERS, WRITTEN
from core.registers import ALL
from core.registers.declaration import read_registers
from core.registers.declare import Value
from core.thai.digits import to_arabic

# What comes with a plan, in the order it is written: the plan itself, then the registers born of it.
BORN_REGISTERS = ("info_centres", "audit_criteria", "project_steps", "study_parts", "renovation_items")

# The files that may lie beside ``plan.toml``.
BESIDE = ("texts", "tables", "centres", "criteria")
NOTHING = PlanFile("", {})

GenesisRow = tuple[str, str, Mapping[str, Value | None]]

_CODE = re.compile(r"[^\s|:/=]+")


@dataclass(frozen=True)
class PlanRelease:
    """What a plan puts into a file: ``rows`` of (register name, record id, values by field), in order.

    ``release`` names the data of a plan that comes with the program ("2563.1"), "" for every other; values are Python
    values, every stored field named. ``declarations`` are what the office's registers say, none of them for a plan with a
    release, whose registers come after it.
    """

    release: str
    fiscal_year: int
    rows: tuple[GenesisRow, ...]
    declarations: tuple[Declaration, ...] = ()

    def of(self, register: str) -> tuple[Mapping[str, Value | None], ...]:
        """The rows of one register, in order, each with its ``id``."""
        return tuple({"id": record, **values} for name, record, values in self.rows if name == register)

    @property
    def plan(self) -> Plan:
        """The plan the rows make."""
        return plan_from_rows(self.fiscal_year, {r.name: self.of(r.name) for r in PLAN_REGISTERS})


def shipped_plans() -> tuple[str, ...]:
    """The names of the plans that come with the program."""
    folders = resources.path("plans").iterdir()
    return tuple(sorted(f.name for f in folders if (f / "plan.toml").is_file()))


def named_plan(named: str | Path) -> PlanRelease:
    """The plan a person names: one that comes with the program, or a folder. UsageRefusal where it is neither,
    FileRefusal for a folder that can't be used."""
    shipped = to_arabic(str(named)).strip()
    if shipped in shipped_plans():
        return genesis(shipped)
    if Path(named).is_dir():
        return genesis_from(Path(named))
    known = " ".join(shipped_plans())
    raise UsageRefusal(
        f"ไม่มีแผนหรือโฟลเดอร์แผนชื่อ “{named}” โปรดใช้แผนที่มากับโปรแกรม ({known}) หรือโฟลเดอร์ที่มีแฟ้ม plan.toml"
    )


def genesis(name: str) -> PlanRelease:
    """A plan that comes with the program. UsageRefusal where there is none of that name, FileRefusal for a broken file."""
    if name not in shipped_plans():
        raise UsageRefusal(f"โปรแกรมไม่มีแผน “{name}” โปรดเลือกแผนที่มี ({' '.join(shipped_plans())})")
    folder = resources.path("plans", name)
    release = PlanFile.of(folder, "plan").sheet.get("release")
    return replace(_read(folder), release=release) if release else genesis_from(folder)


def genesis_from(folder: Path) -> PlanRelease:
    """The plan in a folder, with its registers; FileRefusal names the file and the place that can't be used."""
    return of_an_office(_read(folder), folder)


def of_an_office(made: PlanRelease, folder: Path | None = None) -> PlanRelease:
    """The same with the registers of its office and what comes with them, and where the unit that keeps the plan is stated,
    so that no change of the units' order moves it."""
    plan = made.plan
    keeper = {"keeper": plan.keeper}
    rows = ((n, record, {**v, **keeper} if n == "plan_years" else v) for n, record, v in made.rows)
    shipped = {register.name: register for register in ALL}
    counted = {name for i in plan.indicators for name in reads_of(plan, i, shipped)} | {
        name for name, _, _ in made.rows
    }
    declared = declarations_of(plan.units, folder, counted)
    items = item_rows(read_registers(declared), plan.fiscal_year)
    return replace(made, rows=(*rows, *items), declarations=declared)


def _read(folder: Path) -> PlanRelease:
    plan = PlanFile.of(folder, "plan")
    return release_of(plan, *(PlanFile.of(folder, name, optional=True) for name in BESIDE))


def release_of(
    plan: PlanFile,
    texts: PlanFile = NOTHING,
    tables: PlanFile = NOTHING,
    centres: PlanFile = NOTHING,
    criteria: PlanFile = NOTHING,
) -> PlanRelease:
    """What the files of a plan put into an office's file. Raises what their ``refusal`` is."""
    year = plan.year
    own, printed = list(plan_rows(plan)), list(table_rows(tables, year))
    prose, shared = list(text_rows(texts, year)), list(shared_rows(centres, criteria))
    for file, told in ((plan, own), (texts, prose), (tables, printed), (centres, shared)):
        _check_keys(file, told)
        _check_references(file, told, own)
    rows = [*own, *prose, *printed, *shared, *born_rows(plan, own)]
    made = PlanRelease("", year, tuple(_with_ids(rows)))
    _check_formulas(plan, made.plan)
    return made


def _check_keys(file: PlanFile, rows: Iterable[Row]) -> None:
    """Every row has a key of its own, and codes that can be named in a reference."""
    seen: set[tuple[str, str | None]] = set()
    for name, values in rows:
        register = WRITTEN[name]
        key, code = register.natural_key(values), str(values.get("code", "-"))
        if not _CODE.fullmatch(code):
            raise file.refusal(f"รหัสของ{register.title} “{code}” มีช่องว่างหรือเครื่องหมาย | : / = ซึ่งใช้ในรหัสไม่ได้")
        if key is None or (name, key) in seen:
            raise file.refusal(f"{row_words(register, values)} มีรหัสซ้ำหรือไม่ครบ")
        seen.add((name, key))


def _with_ids(rows: Iterable[Row]) -> Iterator[GenesisRow]:
    order = [r.name for r in PLAN_REGISTERS] + list(BORN_REGISTERS)
    for name, values in sorted(rows, key=lambda row: order.index(row[0])):
        yield name, WRITTEN[name].id_for(values) or "", values


def _check_references(file: PlanFile, rows: Sequence[Row], own: Sequence[Row]) -> None:
    known = {kind: _codes(own, kind) for kind in ("unit", "node", "measure", "indicator", "project", "step")}
    for name, values in rows:
        for kind, code in _references(name, values):
            if code not in known.get(kind, ()):
                raise file.refusal(f"{row_words(WRITTEN[name], values)} อ้างถึง {kind} {code} ซึ่งไม่มีในแผน")


def _check_formulas(file: PlanFile, plan: Plan) -> None:
    for indicator in plan.indicators:
        try:
            settings(indicator)
        except BadParameter as fault:
            raise file.refusal(f"ตัวชี้วัด {indicator.code} {fault.why}") from fault


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
    named = {"owner": "unit", "keeper": "unit", "parent": "node", "node": "node", "measure": "measure"}
    named |= {"indicator": "indicator", "project": "project"}
    return [(kind, str(values[f])) for f, kind in named.items() if values.get(f) is not None]


@lru_cache
def bundled_plan(name: str) -> Plan:
    """The plan that comes with the program under that name, without a file. Raises as ``genesis`` does."""
    return genesis(name).plan
