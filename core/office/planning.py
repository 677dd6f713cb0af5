"""What the plan officer does: write the plan, settle what it fails, make it the year's, try a formula.

Source: issue "The whole plan", deliverables 1 and "Bad input": a plan that fails its rules is a draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from core.faults import InputRefusal
from core.indicators.parameters import BadParameter, Uncomputable
from core.indicators.registry import FORMULAS, settings_for
from core.indicators.result import Result
from core.office import adoption, figures
from core.office.listing import ListCases
from core.office.proposing import ProposalCases
from core.office.types import (
    Edit,
    FormulaInfo,
    ParameterInfo,
    PlanFault,
    PlanState,
    RolledOver,
    RolloverPreview,
    YearComparison,
)
from core.plan.model import Indicator, Plan
from core.plan.ties import place_of
from core.store.log.changes import Changes
from core.store.tables import records
from core.store.tables.definitions import REGISTERS

if TYPE_CHECKING:
    from core.plan.check import PlanAdvice


class PlanCases(ProposalCases, ListCases):
    """The use cases of the plan officer."""

    def plan_state(self, year: int) -> PlanState:
        """How the plan of a fiscal year stands; UsageRefusal where the file holds none."""
        from core.plan.check import is_demand  # only checking needs the rules

        plan = self.plan(year)
        reasons = {(w.code, w.ref): w.reason for w in plan.waivers}
        faults = (
            PlanFault(a.code, a.sentence, a.where, a.ref, reasons.get((a.code, a.ref)))
            for a in plan_advice(plan)
            if is_demand(a)
        )
        return PlanState(year, year in self.draft_years, tuple(faults))

    def waive(self, year: int, code: str, ref: str, reason: str) -> Changes:
        """Let a demand stand, with the reason. InputRefusal for one the plan doesn't fail, or without a reason."""
        if not any((f.code, f.ref) == (code, ref) for f in self.plan_state(year).faults):
            raise InputRefusal("แผนไม่มีข้อที่จะยกเว้นนี้แล้ว โปรดตรวจรายการข้อสังเกตของแผนอีกครั้ง")
        if not reason.strip():
            raise InputRefusal("ยังไม่มีเหตุผลของการยกเว้น โปรดกรอกเหตุผลหรือหนังสืออ้างอิง")
        given = {"fiscal_year": year, "code": code, "ref": ref, "reason": reason}
        waived = REGISTERS["plan_waivers"].id_for(given)
        with self._file.reading() as connection:
            found = records.row(connection, REGISTERS["plan_waivers"], waived or "")
        known = found.id if found and not found.deleted else None
        return self.save("plan_waivers", given, known).changes

    def withdraw_waiver(self, year: int, code: str, ref: str) -> Changes:
        """Take a waiver back; InputRefusal where there is none."""
        waiver = REGISTERS["plan_waivers"].id_for({"fiscal_year": year, "code": code, "ref": ref})
        return self.delete("plan_waivers", waiver or "")

    def adopt_plan(self, year: int) -> Changes:
        """Make a draft the year's plan; InputRefusal while it fails a demand that is not waived, and where this file's
        unit doesn't keep the plan."""
        self._require_keeper("ใช้ร่างเป็นแผนของปี")
        state = self.plan_state(year)
        if state.open:
            first = state.open[0]
            raise InputRefusal(
                f"ใช้แผนปีงบประมาณ {year} ยังไม่ได้ เพราะยังมี {len(state.open)} ข้อที่ต้องแก้ไข เช่น {first.where}: {first.message}"
            )
        record = REGISTERS["plan_years"].id_for({"fiscal_year": year})
        return self.save("plan_years", {"draft": False}, record).changes

    def adopt_anew(self, year: int, reason: str, day: date, project: int | None = None) -> Changes:
        """Adopt the months of a plan's steps (or of one project's) as they are planned now: from ``day`` on lateness is
        measured against them. One step of undo. InputRefusal for a draft, without a reason, where nothing was moved,
        and where this file's unit doesn't keep the plan."""
        self._require_keeper("ปรับฐานแผน")
        with self._file.reading() as connection:
            edits = adoption.adopting(connection, self.plan(year), project, day, reason)
        return self.save_many("plan_adoptions", edits, f"ปรับฐานแผน {len(edits)} ขั้นตอน")

    def exchange_steps(self, year: int, project: int, edits: Mapping[int, Edit]) -> Changes:
        """Let two steps of a project change places, as one step of undo: ``edits`` are their new contents by number; what
        was adopted of their months goes along."""
        steps = {s.step: s for s in self.plan(year).project(project).steps}
        one, other = (steps[number] for number in edits)
        with self._file.reading() as connection:
            adopted = [*adoption.exchanged(connection, self.plan(year), one, other)]
        sets = (("plan_steps", edits.values()), ("plan_adoptions", adopted))
        changes = self._checked([(self.register(name), edit) for name, mine in sets for edit in mine])
        return self.save_checked(changes, f"ย้ายลำดับขั้นตอนของโครงการ {project}")

    def preview_rollover(self, year: int) -> RolloverPreview:
        """What rolling over into ``year`` would take along from the plan of the year before. InputRefusal where that
        can't be done: the file holds a plan of the year already, or none of the year before."""
        from core.office.rollover import preview  # once a year

        return preview(self, year)

    def roll_over(self, year: int, leave: Iterable[int] = ()) -> RolledOver:
        """Make the draft of ``year`` from the plan of the year before, as one step of undo; ``leave`` names projects whose
        unspent money is not carried over. InputRefusal as for ``preview_rollover``, for a project without such money, or
        where this file's unit doesn't keep the plan."""
        from core.office.rollover import roll_over  # once a year

        self._require_keeper("ทำแผนปีถัดไป")
        return roll_over(self, year, leave)

    def compare_years(self, year: int, as_of: date) -> YearComparison:
        """The indicators' targets and results of three years up to ``year``, as of the end of a day."""
        from core.office.comparison import compare_years  # only comparing needs it

        return compare_years(self, year, as_of)

    def formulas(self) -> tuple[FormulaInfo, ...]:
        """The formulas an indicator may choose."""
        return tuple(
            FormulaInfo(
                f.name, f.title, tuple(ParameterInfo(p.name, p.label, p.default) for p in f.parameters)
            )
            for f in FORMULAS.values()
        )

    def preview_formula(
        self, year: int, code: str, formula: str, parameters: Mapping[str, Any], as_of: date
    ) -> Result:
        """What an indicator's figures would be with another formula or other parameters; nothing is saved.

        Parameters the formula can't use give a result without figures and a warning.
        """
        plan = self.plan(year)
        wanted = replace(
            self._indicator(plan, code), formula=formula, parameters=dict(parameters), changes=()
        )
        with self._file.reading() as connection:
            return figures.result(connection, plan, wanted, self.calendar, as_of)

    def locate(self, year: int, ref: str) -> tuple[str, str] | None:
        """The register and record a finding's reference names; None where it is not there (any more)."""
        place = place_of(year, ref)
        if place is None:
            return None
        name, key = place
        record = REGISTERS[name].id_for(key)
        with self._file.reading() as connection:
            found = records.row(connection, REGISTERS[name], record or "")
        return (name, found.id) if found and not found.deleted else None


def plan_advice(plan: Plan) -> "tuple[PlanAdvice, ...]":
    """The plan check's advice, and what only the formulas can tell: parameters that can't be used."""
    from core.plan.check import check_plan  # only checking needs the rules

    return (*check_plan(plan), *_bad_parameters(plan))


def _bad_parameters(plan: Plan) -> "Iterator[PlanAdvice]":
    from core.plan.check import PlanAdvice

    for indicator in plan.indicators:
        told = dict.fromkeys(fault for held in _held(indicator) for fault in _unusable(plan, held))
        for code, message, intention in told:
            where, ref = f"ตัวชี้วัดที่ {indicator.code}", f"indicator:{indicator.code}"
            yield PlanAdvice(code, message, where, intention, ref)


def _held(indicator: Indicator) -> Iterator[Indicator]:
    """An indicator as it is defined through the year, one after the other."""
    yield replace(indicator, changes=())
    yield from (indicator.on(change.effective_from) for change in indicator.changes)


def _unusable(plan: Plan, indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """Code, message and intention of what keeps an indicator from being computed."""
    if not indicator.formula:
        return  # a rule of the plan's own says so
    try:
        settings_for(plan, indicator)
    except BadParameter as fault:
        yield "indicator.parameters", fault.why, "น่าจะเลือกค่าคลาดเคลื่อน"
    except Uncomputable as fault:
        yield "indicator.project", fault.why, "น่าจะยังกรอกไม่ครบ"
