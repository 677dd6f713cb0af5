"""Requests for disbursement as they stand at the end of a day: due days, and states in words (indicator 3).

Lists, counts, badges, due lists and reports all ask ``RequestTerms.state``, so that they can't differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.indicators.evidence import AGAINST, FOR, OPEN, OUTSIDE
from core.indicators.registry import settings_in
from core.office.figures.types import DueDay
from core.office.states import BAD, GOOD, INFO, LATER, NEUTRAL, WARN, Chip
from core.plan.model import Plan
from core.registers.as_of import by, until
from core.thai.calendar import WorkingCalendar

NEAR = 2  # working days left from which on something is near its end
FORMULA = "monthly_mean"
DEFAULTS: Mapping[str, Any] = {"working_days": 7, "clock": "first_receipt", "procurement": "w119"}


@dataclass(frozen=True, slots=True)
class RequestState:
    """How a request stands at the end of a day.

    ``verdict`` is that of ``WorkingRecord``, or ``later``: received after the day, it isn't there yet. ``due_on`` is the
    last day in time, None where none is running. It ``waits`` while neither paid nor cancelled by the day; ``away`` is
    one that waits for its correction, ``overdue`` one that counts for the indicator and whose last day has passed.
    """

    verdict: str
    chip: Chip
    due_on: date | None = None
    waits: bool = False
    away: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """By what requests are judged at the end of a day: the plan's working days, clock (first_receipt, resubmission) and
    procurement."""

    as_of: date
    calendar: WorkingCalendar
    days: int
    clock: str
    procurement: str

    @classmethod
    def of(cls, plan: Plan | None, as_of: date, calendar: WorkingCalendar) -> "RequestTerms":
        """Those of a year's plan as it holds on the day; the defaults where it has no such indicator, or one that can't
        be used."""
        given = settings_in(plan.on(as_of), FORMULA) if plan else None
        return cls.under(given or DEFAULTS, as_of, calendar)

    @classmethod
    def under(cls, chosen: Mapping[str, Any], as_of: date, calendar: WorkingCalendar) -> "RequestTerms":
        """Those of an indicator's settled parameters."""
        return cls(as_of, calendar, int(chosen["working_days"]), chosen["clock"], chosen["procurement"])

    def due(self, values: Mapping[str, Any]) -> DueDay | None:
        """The last day in time, the days counted and the named holidays passed over; None where no clock is running."""
        begun = self._begun(values)
        return None if begun is None else due_day(begun, self.days, self.calendar)

    def due_on(self, values: Mapping[str, Any]) -> date | None:
        """The last day in time; None where no clock is running."""
        begun = self._begun(values)
        return None if begun is None else self.calendar.nth_working_day_after(begun, self.days)

    @property
    def overdue_until(self) -> date:
        """The last day of which the last day in time has passed: what began its clock by then and waits is overdue."""
        day = self.as_of
        while self.calendar.nth_working_day_after(day, self.days) >= self.as_of:
            day -= timedelta(days=1)
        return day

    def state(self, values: Mapping[str, Any]) -> RequestState:
        """How a request stands. One that is still being typed may lack its ``procurement``: the counted one is meant."""
        received = values.get("received_on")
        if not isinstance(received, date):
            return RequestState(OUTSIDE, Chip(NEUTRAL, "ยังไม่มีวันที่รับ"))
        if received > self.as_of:
            return RequestState(LATER, Chip.later("รับ"))
        due, waits, away = self.due_on(values), self._waits(values), self._away(values)
        verdict, chip = self._judged(values, due, paid=self._by(values, "cheque_on"))
        overdue = waits and verdict == AGAINST and due is not None and due < self.as_of
        return RequestState(verdict, chip, due, waits, waits and away, overdue)

    def _judged(self, values: Mapping[str, Any], due: date | None, *, paid: bool) -> tuple[str, Chip]:
        if self._by(values, "cancelled_on"):
            return OUTSIDE, Chip(NEUTRAL, "ยกเลิก")
        if values.get("procurement", self.procurement) != self.procurement:
            return OUTSIDE, Chip(NEUTRAL, "จ่ายแล้ว · นอกตัวชี้วัด" if paid else "นอกตัวชี้วัด")
        if due is None:
            return OPEN, Chip(NEUTRAL, "ส่งคืนแก้ไข")
        return self._paid(values["cheque_on"], due) if paid else self._unpaid(due, away=self._away(values))

    def _paid(self, cheque_on: date, due: date) -> tuple[str, Chip]:
        if cheque_on <= due:
            return FOR, Chip(GOOD, "ทันกำหนด")
        return AGAINST, Chip(BAD, f"ช้า {self._late(due, cheque_on)} วัน")

    def _unpaid(self, due: date, *, away: bool) -> tuple[str, Chip]:
        if self.as_of > due:
            return AGAINST, Chip(BAD, f"เกินกำหนด {self._late(due, self.as_of)} วัน")
        if self.as_of == due:
            return AGAINST, Chip(WARN, "ครบกำหนดวันนี้")
        left = self.calendar.working_days_between(self.as_of, due)
        if away:
            return OPEN, Chip(NEUTRAL, f"ส่งคืนแก้ไข · เหลือ {left}")
        return OPEN, Chip(WARN if left <= NEAR else INFO, f"เหลือ {left} วันทำการ")

    def _late(self, due: date, day: date) -> int:
        # A Saturday after the last day in time is late too, though no working day has passed.
        return max(self.calendar.working_days_between(due, day), 1)

    def _begun(self, values: Mapping[str, Any]) -> date | None:
        """The day the clock began: of receipt, or of coming back where it begins anew; None while it waits for that."""
        received = values.get("received_on")
        if not isinstance(received, date):
            return None
        if self.clock != "resubmission":
            return received
        if back := until(values.get("resubmitted_on"), self.as_of):
            return max(received, back)
        return None if self._away(values) and not self._by(values, "cheque_on") else received

    def _waits(self, values: Mapping[str, Any]) -> bool:
        return not self._by(values, "cheque_on") and not self._by(values, "cancelled_on")

    def _away(self, values: Mapping[str, Any]) -> bool:
        return self._by(values, "returned_on") and not self._by(values, "resubmitted_on")

    def _by(self, values: Mapping[str, Any], name: str) -> bool:
        return by(values.get(name), self.as_of)


def due_day(received_on: date, days: int, calendar: WorkingCalendar) -> DueDay:
    """The ``days``-th working day after receipt, the days counted and the named holidays passed over."""
    due_on = calendar.nth_working_day_after(received_on, days)
    between = [received_on + timedelta(days=n) for n in range(1, (due_on - received_on).days + 1)]
    return DueDay(
        began_on=received_on,
        due_on=due_on,
        counted=tuple(day for day in between if calendar.is_working_day(day)),
        skipped=calendar.holidays_between(received_on + timedelta(days=1), due_on),
    )
