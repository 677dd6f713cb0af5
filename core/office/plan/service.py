"""What the plan officer does: settle what the plan fails, make it the year's, decide proposals, make next year's draft.

A plan that fails its rules is a draft.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.faults import InputRefusal, RightRefusal
from core.indicators.parameters import BadParameter, Uncomputable
from core.indicators.registry import measure_with, settings_for
from core.office.commit import commit
from core.office.figures import results
from core.office.figures.types import IndicatorRow
from core.office.plan import adoption, going_on, letterhead, proposals
from core.office.plan.contradictions import contradicted, unallocated
from core.office.plan.exporting import export_plan
from core.office.plan.fitting import misfits, nothing_counted
from core.office.plan.proposal_types import PlanProposal
from core.office.plan.rollover import preview, roll_over
from core.office.plan.types import Letterhead, PlanFault, PlanFinding, PlanState, RolledOver, RolloverPreview
from core.office.plan.wording import Wording, drop_wording, wordings, write_wording
from core.office.records.service import RecordService
from core.office.records.types import Edit
from core.office.session import Session
from core.plan.check import PlanAdvice, check_plan, is_demand
from core.plan.left_behind import Left
from core.plan.model import Indicator, Plan
from core.plan.proposals import PLAN_PROPOSALS
from core.plan.rights import UseCase
from core.plan.rollover import NOTHING_LEFT
from core.plan.ties import BORN, place_of
from core.registers.declare import Register, Value
from core.store.log.changes import Changes, Put
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import Registers


class PlanService:
    """What the plan officer does."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = RecordService(session)
        # The plan checked last, over which registers.
        self._checked: tuple[Plan, Registers, tuple[PlanAdvice, ...]] | None = None

    def _advice(self, plan: Plan) -> tuple[PlanAdvice, ...]:
        """A plan's advice, kept until another plan is asked for: a check takes longer than all else a page asks."""
        checked, registers = self._checked, self._session.file.registers
        if checked is None or checked[0] is not plan or checked[1] is not registers:
            checked = self._checked = (plan, registers, plan_advice(plan, registers))
        return checked[2]

    def plan_state(self, year: int) -> PlanState:
        """How the plan of a fiscal year stands; UsageRefusal where the file holds none."""
        plan = self._session.plan(year)
        reasons = {(w.code, w.ref): w.reason for w in plan.waivers}
        faults = (
            PlanFault(a.code, a.sentence, a.where, a.ref, reasons.get((a.code, a.ref)))
            for a in self._advice(plan)
            if is_demand(a)
        )
        return PlanState(year, year in self._session.draft_years, tuple(faults))

    def waive(self, year: int, code: str, ref: str, reason: str) -> Changes:
        """Let a demand stand, with the reason. InputRefusal for one the plan doesn't fail, or without a reason."""
        if not any((f.code, f.ref) == (code, ref) for f in self.plan_state(year).faults):
            raise InputRefusal("แผนไม่มีข้อที่จะยกเว้นนี้แล้ว โปรดตรวจรายการข้อสังเกตของแผนอีกครั้ง")
        if not reason.strip():
            raise InputRefusal("ยังไม่มีเหตุผลของการยกเว้น โปรดกรอกเหตุผลหรือหนังสืออ้างอิง")
        given = {"fiscal_year": year, "code": code, "ref": ref, "reason": reason}
        waived = self._session.register("plan_waivers").id_for(given)
        with self._session.reading() as connection:
            found = records.row(connection, self._session.register("plan_waivers"), waived or "")
        known = found.id if found and not found.deleted else None
        return self._records.save("plan_waivers", given, known).changes

    def withdraw_waiver(self, year: int, code: str, ref: str) -> Changes:
        """Take a waiver back; InputRefusal where there is none."""
        waiver = self._session.register("plan_waivers").id_for(
            {"fiscal_year": year, "code": code, "ref": ref}
        )
        return self._records.delete("plan_waivers", waiver or "")

    def adopt_plan(self, year: int) -> Changes:
        """Make a draft the year's plan; InputRefusal while it fails a demand that is not waived, and where this file's
        unit doesn't keep the plan."""
        self._session.require_keeper("ใช้ร่างเป็นแผนของปี")
        state = self.plan_state(year)
        if state.open:
            first = state.open[0]
            raise InputRefusal(
                f"ใช้แผนปีงบประมาณ {year} ยังไม่ได้ เพราะยังมี {len(state.open)} ข้อที่ต้องแก้ไข เช่น {first.where}: {first.message}"
            )
        record = self._session.register("plan_years").id_for({"fiscal_year": year})
        return self._records.save("plan_years", {"draft": False}, record).changes

    def adopt_anew(self, year: int, reason: str, day: date, project: int | None = None) -> Changes:
        """Adopt the months of a plan's steps (or of one project's) as they are planned now: from ``day`` on lateness is
        measured against them. One step of undo. InputRefusal for a draft, without a reason, where nothing was moved,
        and where this file's unit doesn't keep the plan."""
        self._session.require_keeper("ปรับฐานแผน")
        with self._session.reading() as connection:
            edits = adoption.adopting(connection, self._session.plan(year), project, day, reason)
        return self._records.save_many("plan_adoptions", edits, f"ปรับฐานแผน {len(edits)} ขั้นตอน")

    def letterhead(self, year: int) -> Letterhead | None:
        """What stands on the office's memoranda in a fiscal year; None where the file holds no plan of it."""
        known = year in self._session.years
        return letterhead.letterhead(self._session, self._records, year) if known else None

    def set_letterhead(self, year: int, values: Mapping[str, Value | None]) -> Changes:
        """Change telephone, email or addressee. InputRefusal where a value can't stand there."""
        return letterhead.save(self._session, self._records, year, values)

    def set_emblem(self, year: int, path: Path | None) -> Changes:
        """Take the office's picture from a file; None for none any more. FileRefusal where it can't be read, InputRefusal
        where it is no PNG or JPEG, too large, or can't be printed."""
        picture = letterhead.picture_in(Path(path)) if path else None
        return letterhead.save(self._session, self._records, year, {"emblem": picture})

    def happened(self, register: str) -> Register | None:
        """The register that tells what really happened to the records of one of the plan's; None where the file has none."""
        born = BORN.get(register)
        return self._session.file.registers.get(born.register) if born else None

    def exchange_steps(self, year: int, project: int, edits: Mapping[int, Edit]) -> Changes:
        """Let two steps of a project change places, as one step of undo: ``edits`` are their new contents by number; what
        was adopted of their months goes along."""
        steps = {s.step: s for s in self._session.plan(year).project(project).steps}
        one, other = (steps[number] for number in edits)
        with self._session.reading() as connection:
            adopted = [*adoption.exchanged(connection, self._session.plan(year), one, other)]
        sets = (("plan_steps", edits.values()), ("plan_adoptions", adopted))
        changes = self._records.checked(
            [(self._session.register(name), edit) for name, mine in sets for edit in mine]
        )
        return commit(self._session, changes, f"ย้ายลำดับขั้นตอนของโครงการ {project}")

    def export(self, folder: Path, year: int | None = None) -> None:
        """Write the plan of a year (default: the latest in force) as a plan folder. FileRefusal where something is there."""
        export_plan(self._session, Path(folder), self._session.plan(year).fiscal_year)

    def preview_rollover(self, year: int) -> RolloverPreview:
        """What rolling over into ``year`` would take along from the plan of the year before. InputRefusal where that
        can't be done: the file holds a plan of the year already, or none of the year before."""
        return preview(self._session, year)

    def roll_over(self, year: int, leave: Iterable[int] = (), left: Left = NOTHING_LEFT) -> RolledOver:
        """Make the draft of ``year`` from the plan of the year before, as one step of undo; ``leave`` names projects whose
        unspent money is not carried over, ``left`` what doesn't go on at all. InputRefusal as for ``preview_rollover``, for a
        project without such money, for what isn't there to go on, or where this file's unit doesn't keep the plan."""
        self._session.require_keeper("ทำแผนปีถัดไป")
        return roll_over(self._session, year, leave, left)

    def finished(self, found: RolloverPreview) -> Left:
        """What of a preview needn't go on: finished projects, and what is measured by these alone."""
        return going_on.finished(found)

    def follows(self, found: RolloverPreview, left: Left) -> tuple[str, ...]:
        """What follows from leaving something behind, in Thai sentences."""
        return going_on.follows(found, self._session.plan(found.year - 1), left)

    def wordings(self, year: int, kind: str, code: str) -> tuple[Wording, ...]:
        """The rows of the book of a year about an object of the plan, composed or in the plan's own words."""
        return wordings(self._session, year, kind, code)

    def write_wording(self, year: int, wording: Wording) -> tuple[str, Changes]:
        """Begin the plan's own wording of a composed row; its record and what was written, one step of undo."""
        return write_wording(self._session, year, wording)

    def drop_wording(self, year: int, records: Sequence[str]) -> Changes:
        """Have rows of the book composed again in place of their own wording; one step of undo."""
        return drop_wording(self._session, year, records)

    def locate(self, year: int, ref: str) -> tuple[str, str] | None:
        """The register and record a finding's reference names; None where it is not there (any more)."""
        place = place_of(year, ref)
        if place is None:
            return None
        name, key = place
        record = self._session.register(name).id_for(key)
        with self._session.reading() as connection:
            found = records.row(connection, self._session.register(name), record or "")
        return (name, found.id) if found and not found.deleted else None

    # Checking

    def check_plan(self, year: int) -> tuple[PlanFinding, ...]:
        """Where the plan of a fiscal year contradicts itself, or a result entered for it the file's own registers;
        UsageRefusal where the file holds none."""
        named = f"แผนปี {year} " if len(self._session.years) > 1 else ""
        plan = self._session.plan(year)
        held, day = self._session.asked(year, None)
        entered = self._records.rows("manual_results", Query(year=year))
        advice = self._advice(plan)
        with self._session.reading() as connection:
            against = (
                *contradicted(connection, plan, self._session.calendar, entered),
                *unallocated(connection, plan),
            )
            figures = [
                (i, results.tried(connection, held, i, self._session.calendar, day)) for i in held.indicators
            ]
        valueless = (f for i, trial in figures for f in _valueless(IndicatorRow(i, trial.result)))
        told = (PlanFinding(a.code, a.sentence, a.where, a.ref) for a in (*advice, *nothing_counted(figures)))
        handed = letterhead.to_its_signer(plan, self._records.rows("signers", Query()))
        found = (*told, *against, *valueless, *handed)
        return tuple(replace(f, where=named + f.where) for f in found)

    def gone(self) -> tuple[PlanFinding, ...]:
        """What is wrong with the plans as a whole: there is none, or one that was in force is deleted."""
        if not self._session.years:
            return (PlanFinding("plan.none", self._session.planless_sentence(), "แฟ้ม"),)
        years = [
            row.values["fiscal_year"] for row in self._session.deleted_plans() if not row.values["draft"]
        ]
        advice = "โปรดเปิดหน้าแผนแล้วคืนแผน"
        return tuple(PlanFinding("plan.deleted", f"แผนปีงบประมาณ {y} ถูกลบ {advice}", "แฟ้ม") for y in years)

    # Proposals

    def proposals(self, year: int | None = None) -> tuple[PlanProposal, ...]:
        """The proposals to change the plan or another unit's records, open ones first, then the newest; of one fiscal year or
        (None) of all."""
        with self._session.reading() as connection:
            decides = proposals.decides(self._session, connection)
            return proposals.proposals(connection, year, decides)

    def open_proposals(self) -> int:
        """How many proposals wait for the acting person to decide them."""
        with self._session.reading() as connection:
            return proposals.count_open(connection, proposals.decides(self._session, connection))

    def take_proposals(self, ids: Sequence[str], answer: str = "") -> Changes:
        """Take proposals up: write what they wish, all of them as one step of undo.

        RightRefusal where they aren't the acting person's to decide, InputRefusal where (without accounts) this file's unit
        doesn't keep the plan, one is decided already, or what it wishes can't be written any more (its record is gone, or the
        rules say no).
        """
        self._require_deciding("รับข้อเสนอแก้ไข", ids)
        with self._session.reading() as connection:
            changes, said = proposals.taking(self._session.checking(connection), ids, answer)
        return commit(self._session, changes, f"รับข้อเสนอ: {said}")

    def decline_proposals(self, ids: Sequence[str], reason: str) -> Changes:
        """Decline proposals, with the reason their proposer reads. InputRefusal as for ``take_proposals``, and without
        a reason."""
        self._require_deciding("พิจารณาข้อเสนอแก้ไข", ids)
        if not reason.strip():
            raise InputRefusal("ยังไม่มีเหตุผลที่ไม่รับข้อเสนอ โปรดกรอกเหตุผลเพื่อให้ผู้เสนอทราบ")
        return self._decide(ids, "declined", reason, "ไม่รับข้อเสนอ")

    def withdraw_proposals(self, ids: Sequence[str]) -> Changes:
        """Take back proposals of one's own unit. InputRefusal for another unit's, or one that is decided already."""
        self._session.rights.require(UseCase.PROPOSE)
        if any(found.unit != self._session.acting_unit for found in self.proposals() if found.id in ids):
            raise InputRefusal("ข้อเสนอนี้เป็นของส่วนราชการอื่น จึงถอนแทนไม่ได้ โปรดให้ผู้เสนอถอนในแฟ้มของตน")
        return self._decide(ids, "withdrawn", "", "ถอนข้อเสนอ")

    def _require_deciding(self, what: str, ids: Sequence[str]) -> None:
        if not self._session.has_accounts:
            self._session.require_keeper(what)
            return
        self._session.rights.require(UseCase.DECIDE_PROPOSAL)
        with self._session.reading() as connection:
            decides = proposals.decides(self._session, connection)
            rows = proposals.still_open(connection, ids)
            if not all(decides(proposals.parts_of(connection, row)) for row in rows):
                raise RightRefusal(self._session.rights.of_another(UseCase.DECIDE_PROPOSAL))

    def _decide(self, ids: Sequence[str], state: str, reason: str, words: str) -> Changes:
        with self._session.reading() as connection:
            rows = proposals.still_open(connection, ids)
        given = {"state": state, "answer": reason.strip() or None}
        changes = [Put(PLAN_PROPOSALS.name, row.id, given) for row in rows]
        return commit(self._session, changes, f"{words}: {proposals.titles(rows)}")


def plan_advice(plan: Plan, registers: Registers) -> tuple[PlanAdvice, ...]:
    """The plan check's advice, and what only the formulas can tell over the file's registers: parameters that can't be used, or
    count something else than the indicator promises."""
    return (*check_plan(plan), *_bad_parameters(plan, registers), *misfits(plan, registers))


def _valueless(row: IndicatorRow) -> Iterator[PlanFinding]:
    """Why an indicator that can be computed has no value: a share of nothing, a figure over 0."""
    indicator, result = row.indicator, row.result
    if result.value is None and not result.fault:
        for why in result.warnings:
            where = f"ตัวชี้วัดที่ {indicator.code}"
            yield PlanFinding("indicator.no-value", why, where, f"indicator:{indicator.code}")


def _bad_parameters(plan: Plan, registers: Registers) -> Iterator[PlanAdvice]:
    for indicator in plan.indicators:
        told = dict.fromkeys(fault for held in _held(indicator) for fault in _unusable(plan, held, registers))
        for code, message, intention in told:
            where, ref = f"ตัวชี้วัดที่ {indicator.code}", f"indicator:{indicator.code}"
            yield PlanAdvice(code, message, where, intention, ref)


def _held(indicator: Indicator) -> Iterator[Indicator]:
    """An indicator as it is defined through the year, one after the other."""
    yield replace(indicator, changes=())
    yield from (indicator.on(change.effective_from) for change in indicator.changes)


def _unusable(plan: Plan, indicator: Indicator, registers: Registers) -> Iterator[tuple[str, str, str]]:
    """Code, message and intention of what keeps an indicator from being computed."""
    if not indicator.formula:
        return  # a rule of the plan's own says so
    try:
        given = settings_for(plan, indicator)
    except BadParameter as fault:
        yield "indicator.parameters", fault.why, "น่าจะเลือกค่าคลาดเคลื่อน"
        return
    except Uncomputable as fault:
        yield "indicator.project", fault.why, "น่าจะยังกรอกไม่ครบ"
        return
    try:
        measure_with(indicator, given, registers)
    except BadParameter as fault:  # what a register has may have come apart from the plan
        yield "indicator.register", fault.why, "น่าจะเลือกใหม่ให้ตรงกับทะเบียน"
