"""A document asked for, and what its gatherers need again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.faults import UsageRefusal
from core.indicators.registry import settings
from core.indicators.result import Result
from core.plan.model import Indicator, Plan
from core.registers.signers import ROLES
from core.reports.document import Digits, Signer
from core.store.records import Query
from core.thai.fiscal import Month

if TYPE_CHECKING:
    from core.office.session import Office


@dataclass(frozen=True, slots=True)
class Order:
    """A document asked for: of which plan, as of the end of which day, for which month, with which digits."""

    office: "Office"
    plan: Plan
    month: Month
    as_of: date
    digits: Digits

    def result(self, indicator: Indicator) -> Result:
        """An indicator's figures as of the order's day."""
        return self.office.indicator(indicator.code, self.plan.fiscal_year, self.as_of).result

    def signers(self, unit: str, *roles: str) -> tuple[Signer, ...]:
        """Who signs: a unit's own signers, else the office's, else the roles alone."""
        known = {
            (r.values["unit"], r.values["role"]): r.values
            for r in self.office.rows("signers", Query())
            if not r.twin
        }
        return tuple(_signer(role, known.get((unit, role)) or known.get(("office", role))) for role in roles)


def _signer(role: str, values: object) -> Signer:
    held = values if isinstance(values, dict) else {}
    return Signer(ROLES[role], str(held.get("name") or ""), str(held.get("position") or ""))


def by_formula(plan: Plan, formula: str, **parameters: object) -> Indicator:
    """The plan's first indicator of a formula and parameters, those left to their defaults counted; UsageRefusal where
    it has none, BadParameter where they can't be used."""
    for indicator in plan.indicators:
        if indicator.formula == formula and _has(indicator, parameters):
            return indicator
    raise UsageRefusal(f"แผนปีงบประมาณ {plan.fiscal_year} ไม่มีตัวชี้วัดที่ใช้ตารางนี้ โปรดเลือกรายงานอื่น")


def _has(indicator: Indicator, wanted: Mapping[str, object]) -> bool:
    given = settings(indicator) if wanted else {}
    return all(given[name] == value for name, value in wanted.items())
