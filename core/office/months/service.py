"""What a person does with months: see how far they are, submit, approve, send back, open again."""

from collections.abc import Callable, Iterable
from datetime import datetime

from core.faults import InputRefusal, UsageRefusal
from core.office.editing.closed_changes import state_words
from core.office.editing.closed_months import state_of, states_of
from core.office.figures.service import FigureService
from core.office.months.editions import editions, frozen
from core.office.months.late import LateBook
from core.office.months.missing import AskUnproved, missing, rows_of, without_evidence
from core.office.months.types import Edition, LateRecord, Missing, UnitMonth
from core.office.rights import Rights
from core.office.session import Session
from core.plan.model import Unit
from core.plan.months import OFFICE, MonthAction, MonthState, actions, asks_why, leads_to
from core.plan.office_records import EDITIONS, MONTH_STATES
from core.plan.rights import UseCase
from core.registers.declare import Register, Values
from core.remarks import remarked
from core.store.connection import Connection
from core.store.log.changes import Changes, Put
from core.store.log.history import events
from core.store.tables.records import Row
from core.thai.dates import day_short, month_long, month_short
from core.thai.fiscal import Month, months_of

_ASKED = {
    MonthAction.SUBMIT: UseCase.SUBMIT_MONTH,
    MonthAction.APPROVE: UseCase.APPROVE_MONTH,
    MonthAction.RETURN: UseCase.APPROVE_MONTH,
    MonthAction.REOPEN: UseCase.REOPEN_MONTH,
}


class MonthService:
    """The months of an open file. A month belongs to a unit by its code, ``OFFICE`` ("") for the whole office."""

    def __init__(
        self,
        session: Session,
        unproved: AskUnproved = lambda *_: (),
        keep: Callable[[str], object] | None = None,
    ) -> None:
        """``keep`` prints and keeps the documents of the edition of that id; who only looks needs none."""
        self._session = session
        self._keep = keep
        self._figures = FigureService(session)
        self._unproved = unproved
        self._late = LateBook()

    # Looking

    def table(self, year: int | None = None) -> tuple[tuple[UnitMonth, ...], ...]:
        """The months of a fiscal year (default: today's): a row for each unit, the whole office's last, October first."""
        plan, _ = self._session.asked(year, None)
        with self._session.reading() as connection:
            looked = _Looked(connection, self._session, self._states(), self._late)
            months = months_of(plan.fiscal_year)
            return tuple(tuple(looked.month(unit, month) for month in months) for unit in (*plan.units, None))

    def month(self, unit: str, month: Month) -> UnitMonth:
        """How far a unit's month is. UsageRefusal for a unit the plan doesn't have."""
        owner = self._unit(unit, month)
        with self._session.reading() as connection:
            return _Looked(connection, self._session, self._states(), self._late).month(owner, month)

    def edition(self, unit: str, month: Month) -> Edition | None:
        """The edition of a month that stands approved; None where the month is open."""
        found = {(row.values["unit"] or OFFICE, row.values["month"]): row for row in self._states()}
        row = found.get((unit, month))
        if row is None or state_of(row) is not MonthState.APPROVED:
            return None
        with self._session.reading() as connection:
            return editions(connection).get(str(row.values["edition"]))

    def editions(self, unit: str, month: Month) -> tuple[Edition, ...]:
        """Every edition a month was approved in, the first first."""
        with self._session.reading() as connection:
            found = editions(connection).values()
        mine = (one for one in found if (one.unit, one.month) == (unit, month))
        return tuple(sorted(mine, key=lambda one: (one.number, one.id)))

    def late(self, edition: Edition) -> tuple[LateRecord, ...]:
        """What came after an edition's approval and changes a record as of its month's last day."""
        with self._session.reading() as connection:
            return self._late.of(connection, self._session.closed_months, edition)

    def late_before(self, month: Month) -> tuple[LateRecord, ...]:
        """What a month's figures count that came after an earlier month was approved: of each unit what is late for the last
        month approved before it."""
        closed = self._session.closed_months
        found: dict[tuple[str, str], LateRecord] = {}
        with self._session.reading() as connection:
            known = editions(connection)
            for unit, approved in closed.approved.items():
                last = [one for one in approved if one.month.first_day < month.first_day][-1:]
                edition = known.get(last[0].edition) if last and unit != OFFICE else None
                late = self._late.of(connection, closed, edition) if edition else ()
                found.update({(one.register, one.record_id): one for one in late})
        return tuple(found.values())

    def late_words(self, month: Month) -> str:
        """The remark of a month's figures that count what came after an earlier month was approved; "" for nothing."""
        late = self.late_before(month)
        return f"รวมรายการหลังปิดเดือน {len(late):,}" if late else ""

    def missing(self, unit: str, month: Month) -> tuple[Missing, ...]:
        """What a unit's month is without as of its last day; it can be submitted all the same."""
        self._unit(unit, month)
        known = missing(self._session, self._figures, unit, month)
        return (*known, *without_evidence(self._unproved(unit, month)))

    def closed_words(self, register: Register, values: Values) -> str:
        """What a form says of a record of a closed month before anything is typed; "" where it is of none."""
        return state_words(self._session.closed_months, register, values)

    # Doing

    def act(self, action: MonthAction, unit: str, month: Month, reason: str = "") -> Changes:
        """Hand a unit's month to its supervisor, send it back with a comment, approve it (its figures are frozen as an edition;
        the whole office's once every unit's is), or open it again with a reason, and every later one of the unit.

        RightRefusal where the person may not, InputRefusal where the month isn't over or isn't in a state for it, or where a
        reason is missing, UsageRefusal for a unit the plan doesn't have.
        """
        now = self.month(unit, month)
        if action not in now.may:
            self._session.rights.require(_asked(action, unit), unit)
            raise InputRefusal(now.withheld.get(action) or _not_now(now, action))
        if asks_why(action) and not reason.strip():
            what = "ข้อที่ต้องแก้ไข" if action is MonthAction.RETURN else "เหตุผลที่เปิดเดือนอีกครั้ง"
            raise InputRefusal(f"ยังไม่ได้{action.label}เดือน{month_long(month)} โปรดกรอก{what}")
        changes = self._changes(action, now, reason.strip())
        label = f"{action.label}เดือน {month_short(month)} ของ{now.name}"
        done = self._session.write(changes, label, reason=reason.strip())
        if action is MonthAction.APPROVE and self._keep:
            with remarked("รับรองเดือนแล้ว แต่ยังเก็บรายงานที่รับรองไว้ในแฟ้มไม่ได้ โปรดเปิดเดือนและรับรองใหม่"):
                self._keep(next(put.record for put in changes if put.register == EDITIONS.name))
        return done

    def _changes(self, action: MonthAction, now: UnitMonth, reason: str) -> list[Put]:
        state = leads_to(now.code, action)
        if action is MonthAction.REOPEN:
            later = self._later(now)
            return [_state(now.code, month, state, reason=reason) for month in later]
        if action is not MonthAction.APPROVE:
            return [_state(now.code, now.month, state, reason=reason)]
        last = next(reversed(self.editions(now.code, now.month)), None)
        rows = rows_of(self._session, self._figures, now.code, now.month)
        figures = [(row.indicator, row.result) for row in rows]
        with self._session.reading() as connection:
            why = _opened_again_because(connection, now) if last else ""
            record, given = frozen(self._session, connection, now.code, now.month, figures, last, why)
        put = Put(EDITIONS.name, record, given)
        return [put, _state(now.code, now.month, state, edition=record, reason=why)]

    def _later(self, now: UnitMonth) -> list[Month]:
        approved = self._session.closed_months.approved.get(now.code, ())
        return [one.month for one in approved if one.month.first_day >= now.month.first_day]

    def _states(self) -> tuple[Row, ...]:
        with self._session.reading() as connection:
            return states_of(connection)

    def _unit(self, code: str, month: Month) -> Unit | None:
        if code == OFFICE:
            return None
        units = self._session.plan(month.fiscal_year).units
        for unit in units:
            if unit.code == code:
                return unit
        known = " ".join(unit.code for unit in units)
        raise UsageRefusal(f"ไม่มีส่วนราชการ “{code}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {known}")


def _asked(action: MonthAction, unit: str) -> UseCase:
    return _ASKED[action] if unit != OFFICE else UseCase.APPROVE_OFFICE


def _not_now(now: UnitMonth, action: MonthAction) -> str:
    return f"{action.label}เดือน{month_long(now.month)} ของ{now.name}ไม่ได้ เพราะเดือนนี้{now.state.label} โปรดดูสถานะของเดือนอีกครั้ง"


def _state(unit: str, month: Month, state: MonthState, *, edition: str = "", reason: str = "") -> Put:
    key = {"unit": unit or None, "month": month}
    record = MONTH_STATES.id_for(key)
    assert record is not None
    given = {
        **key,
        "fiscal_year": month.fiscal_year,
        "state": state.value,
        "edition": edition or None,
        "reason": reason or None,
    }
    return Put(MONTH_STATES.name, record, {n: MONTH_STATES.field(n).to_wire(v) for n, v in given.items()})


def _opened_again_because(connection: Connection, now: UnitMonth) -> str:
    """Why a month was opened again last."""
    record = MONTH_STATES.id_for({"unit": now.code or None, "month": now.month}) or ""
    past = events(connection, MONTH_STATES.name, record)
    return next((e.reason for e in past if e.field == "state" and e.new == MonthState.TYPING), "")


class _Looked:
    """The months of a file in one reading of it."""

    def __init__(
        self, connection: Connection, session: Session, states: Iterable[Row], late: LateBook
    ) -> None:
        self._connection = connection
        self._session = session
        self._rights: Rights = session.rights
        self._states = {(str(r.values["unit"] or OFFICE), r.values["month"]): r for r in states}
        self._editions = editions(connection) if self._states else {}
        self._closed = session.closed_months
        self._late = late

    def month(self, unit: Unit | None, month: Month) -> UnitMonth:
        """How far one month is."""
        code = unit.code if unit else OFFICE
        row = self._states.get((code, month))
        state = state_of(row) if row else MonthState.TYPING
        approved = state is MonthState.APPROVED and row is not None
        edition = self._editions.get(str(row.values["edition"])) if approved and row else None
        late = self._late.of(self._connection, self._closed, edition) if edition else ()
        withheld = {a: self._why_not(unit, code, month, a) for a in actions(code, state)}
        by, at = self._who(row) if row else ("", None)
        return UnitMonth(
            unit,
            month,
            state,
            by,
            at,
            str(row.values["reason"] or "") if row else "",
            edition,
            len(late),
            tuple(action for action, why in withheld.items() if not why),
            bool(row and row.conflict),
            {action: why for action, why in withheld.items() if why},
        )

    def _who(self, row: Row) -> tuple[str, datetime | None]:
        last = next(iter(events(self._connection, MONTH_STATES.name, row.id)), None)
        return (last.author, last.at) if last else ("", None)

    def _why_not(self, unit: Unit | None, code: str, month: Month, action: MonthAction) -> str:
        right = self._rights.why(_asked(action, code), code)
        if right:
            return right
        if month.last_day > self._session.today():
            return f"เดือน{month_long(month)} ยังไม่สิ้นสุด โปรด{action.label}ตั้งแต่วันที่ {day_short(month.last_day)}"
        if action is MonthAction.REOPEN and unit is not None and self._office_stands(month):
            return f"เดือน{month_long(month)} ของทั้งสำนักงานรับรองแล้ว โปรดขอให้ผู้ดูแลแผนเปิดเดือนของสำนักงานก่อน"
        if action is MonthAction.APPROVE and unit is None:
            lacking = self._lacking(month)
            if lacking:
                return f"ยังรับรองเดือน{month_long(month)} ของทั้งสำนักงานไม่ได้ เพราะยังไม่รับรองของ {lacking} โปรดรอให้ครบทุกส่วนราชการ"
        return ""

    def _office_stands(self, month: Month) -> bool:
        approved = self._closed.approved.get(OFFICE, ())
        return any(one.month.first_day >= month.first_day for one in approved)

    def _lacking(self, month: Month) -> str:
        def stands(unit: Unit) -> bool:
            row = self._states.get((unit.code, month))
            return row is not None and state_of(row) is MonthState.APPROVED

        units = self._session.plan(month.fiscal_year).units
        return " ".join(unit.name for unit in units if not stands(unit))
