"""Making an office file: the plan it starts from, and the unit it belongs to."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from core.faults import UsageRefusal
from core.plan.load import PlanRelease, named_plan
from core.plan.model import Plan
from core.plan.register_mappings import part_rows
from core.plan.start import NewOffice, plan_of
from core.registers.declaration import read_registers
from core.store.file.declarations_entry import declarations_entry
from core.store.file.genesis import FirstEntry
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import first_day_of

BANGKOK = timezone(timedelta(hours=7))


def begun_with(plan: str | Path | NewOffice) -> PlanRelease:
    """What a plan that a person names, or says, puts into a file. Raises as ``named_plan`` and ``plan_of`` do."""
    return plan_of(plan) if isinstance(plan, NewOffice) else named_plan(plan)


def first_entry(plan: PlanRelease) -> FirstEntry:
    """A plan as the first entry of a file, dated at the beginning of its fiscal year."""
    begins = datetime.combine(first_day_of(plan.fiscal_year), datetime.min.time(), BANGKOK)
    moment_ms = int(begins.timestamp() * 1000)
    kept = {**SHIPPED, **{register.name: register for register in read_registers(plan.declarations)}}
    rows = [
        (
            name,
            record,
            {k: kept[name].field(k).to_wire(v) for k, v in values.items() if not kept[name].field(k).through},
        )
        for name, record, values in (*plan.rows, *(row for d in plan.declarations for row in part_rows(d)))
    ]
    if plan.release:
        return FirstEntry(plan.release, moment_ms, rows, followed_by=(declarations_entry(),))
    return FirstEntry.of_office(str(plan.fiscal_year), moment_ms, rows)


def unit_in(plan: Plan, unit: str) -> str:
    """The unit of that code ("" for the one that keeps the plan); UsageRefusal where the plan has none."""
    known = [u.code for u in plan.units]
    if unit and unit not in known:
        raise UsageRefusal(f"ไม่มีส่วนราชการรหัส “{unit}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(known)}")
    return unit or plan.keeper
