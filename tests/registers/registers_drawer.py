"""A drawer of records in memory: what rules may look up, with the few records that come with the plan of FY2563."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.plan.records import PLAN_REGISTERS
from core.registers import ALL
from core.registers.declare import Register, RuleContext, Value
from core.registers.validate import read_values
from core.thai.calendar import government_calendar

REGISTERS: dict[str, Register] = {r.name: r for r in (*ALL, *PLAN_REGISTERS)}
CALENDAR = government_calendar()
TODAY = date(2020, 6, 30)
YEAR = 2563

PLAN: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("plan_projects", {"fiscal_year": YEAR, "number": n, "title": f"โครงการ {n}"}) for n in range(1, 7)),
    ("plan_indicators", {"fiscal_year": YEAR, "code": "1", "formula": "ladder", "project": 1}),
    ("plan_indicators", {"fiscal_year": YEAR, "code": "3", "formula": "monthly_mean", "project": 3}),
    ("plan_indicators", {"fiscal_year": YEAR, "code": "6", "formula": "share_sum", "project": 6}),
    ("plan_indicators", {"fiscal_year": YEAR, "code": "D3.1", "formula": "entered"}),
    ("info_centres", {"code": "50050000", "name": "สำนักงานเขตบางเขน", "kind": "district", "active": True}),
    ("audit_criteria", {"code": "7.1", "title": "โครงสร้างและการจัดองค์กร", "points": 60}),
    ("audit_criteria", {"code": "9.1", "title": "ผลการพิจารณา", "points": 40}),
    *(("project_steps", {"fiscal_year": YEAR, "project": 1, "step": n}) for n in range(1, 6)),
    *(("project_steps", {"fiscal_year": YEAR, "project": 6, "step": n}) for n in range(1, 7)),
    *(("study_parts", {"fiscal_year": YEAR, "part": n}) for n in range(1, 5)),
    *(
        ("renovation_items", {"fiscal_year": YEAR, "room": room, "fixture": fixture})
        for room in ("men", "women")
        for fixture in ("toilet", "basin", "handrail")
    ),
)


class Drawer:
    """Records by register; a record put twice under one natural key is changed, not doubled."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in REGISTERS}
        for name, raw in PLAN:
            self.put(name, raw)

    def put(self, name: str, raw: Mapping[str, object]) -> dict[str, Any]:
        """Reads raw values (names, any form) and files the record; returns it with its id."""
        register = REGISTERS[name]
        values, findings = read_values(register, raw)
        assert not findings, findings
        row = self._same(register, values)
        if row is None:
            row = {f.name: None for f in register.fields} | {"id": f"{name}-{len(self.rows[name]) + 1}"}
            self.rows[name].append(row)
        row.update(values)
        return row

    def _same(self, register: Register, values: Mapping[str, Any]) -> dict[str, Any] | None:
        key = register.natural_key(values)
        rows = self.rows[register.name]
        return next((r for r in rows if register.natural_key(r) == key), None) if key else None

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        rows = self.rows[register]
        return next((r for r in rows if REGISTERS[register].natural_key(r) == key), None)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        return [r for r in self.rows[register] if all(r[n] == v for n, v in equals.items())]

    def context(
        self, record_id: str | None = None, today: date = TODAY, plan_years: tuple[int, ...] = (YEAR,)
    ) -> RuleContext:
        return RuleContext(self, CALENDAR, today, REGISTERS, record_id, plan_years)
