"""A document asked for, and what its gatherers need again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.faults import InputRefusal
from core.indicators.parameters import BadParameter
from core.indicators.registry import FORMULAS, settings
from core.indicators.result import Result
from core.office.figures.service import FigureService
from core.office.records.service import RecordService
from core.office.session import Session
from core.plan.model import Indicator, Plan
from core.reports.document import Digits, Signer
from core.store.tables.records import Query
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """A document asked for: of which plan, as of the end of which day, for which month, with which digits, and
    with ``personal`` data or masked."""

    session: Session
    figures: FigureService
    records: RecordService
    plan: Plan
    month: Month
    as_of: date
    digits: Digits
    personal: bool = False

    def result(self, indicator: Indicator) -> Result:
        """An indicator's figures as of the order's day."""
        return self.figures.indicator(indicator.code, self.plan.fiscal_year, self.as_of).result

    def keepers_of(self, register: str, *roles: str) -> tuple[Signer, ...]:
        """Who signs for the unit that keeps a register."""
        return self.signers(self.session.register(register).unit or self.session.keeper.code, *roles)

    def signers(self, unit: str, *roles: str) -> tuple[Signer, ...]:
        """Who signs: a unit's own signers, else the office's, else the roles alone."""
        known = {
            (r.values["unit"], r.values["role"]): r.values
            for r in self.records.rows("signers", Query())
            if not r.duplicate
        }
        words = self.session.register("signers").field("role")
        return tuple(
            _signer(words.choice_label(role), known.get((unit, role)) or known.get(("office", role)))
            for role in roles
        )


def _signer(role: str, values: object) -> Signer:
    held = values if isinstance(values, dict) else {}
    return Signer(role, str(held.get("name") or ""), str(held.get("position") or ""))


def by_formula(plan: Plan, formula: str, **parameters: object) -> Indicator:
    """The plan's first indicator of a formula and parameters; InputRefusal where it has none."""
    for indicator in plan.indicators:
        if indicator.formula == formula and chose(indicator, **parameters):
            return indicator
    raise InputRefusal(f"แผนปีงบประมาณ {plan.fiscal_year} ไม่มีตัวชี้วัดที่ใช้ตารางนี้ โปรดเลือกรายงานอื่น")


def chose(indicator: Indicator, **parameters: object) -> bool:
    """True where the indicator's formula has these parameters, those left to their defaults counted, and counts what it does
    by itself."""
    given, formula = terms_of(indicator), FORMULAS.get(indicator.formula)
    if formula and formula.chooses(given):
        return False
    return all(given.get(name) == value for name, value in parameters.items())


def terms_of(indicator: Indicator) -> Mapping[str, Any]:
    """The indicator's parameters; where they can't be used as it wrote them, over its formula's defaults."""
    try:
        return settings(indicator)
    except BadParameter:
        formula = FORMULAS.get(indicator.formula)
        return {**(formula.defaults if formula else {}), **(indicator.parameters or {})}
