"""Requests for disbursement beside the register: due days and states in words (indicator 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.office.types import (
    AGAINST,
    BAD,
    FOR,
    GOOD,
    INFO,
    NEUTRAL,
    OPEN,
    OUTSIDE,
    WARN,
    Chip,
    DueDay,
)
from core.thai.calendar import WorkingCalendar


def due_day(received_on: date, days: int, calendar: WorkingCalendar) -> DueDay:
    """The ``days``-th working day after receipt, the days counted and the named holidays passed over."""
    due_on = calendar.nth_working_day_after(received_on, days)
    between = [received_on + timedelta(days=n) for n in range(1, (due_on - received_on).days + 1)]
    return DueDay(
        received_on=received_on,
        due_on=due_on,
        counted=tuple(day for day in between if calendar.is_working_day(day)),
        skipped=calendar.holidays_between(received_on + timedelta(days=1), due_on),
    )


def due_on(
    values: Mapping[str, Any], as_of: date, calendar: WorkingCalendar, days: int, clock: str
) -> date | None:
    """The last day in time as of a day; None before receipt, and while a clock that begins anew waits for
    resubmission."""
    begun, resubmitted = values.get("received_on"), values.get("resubmitted_on")
    if clock == "resubmission" and _by(resubmitted, as_of):
        begun = resubmitted
    elif clock == "resubmission" and _away(values, as_of):
        return None
    return calendar.nth_working_day_after(begun, days) if isinstance(begun, date) else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands: ``verdict`` as in WorkingRecord, and in words."""

    verdict: str
    chip: Chip


def standing(
    values: Mapping[str, Any],
    as_of: date,
    calendar: WorkingCalendar,
    *,
    days: int,
    clock: str,
    procurement: str,
) -> Standing:
    """A request's standing in the indicator as of the end of a day."""
    paid = _by(values.get("cheque_on"), as_of)
    if _by(values.get("cancelled_on"), as_of):
        return Standing(OUTSIDE, Chip(NEUTRAL, "ยกเลิก"))
    if not isinstance(values.get("received_on"), date):
        return Standing(OUTSIDE, Chip(NEUTRAL, "ยังไม่มีวันที่รับ"))
    if values.get("procurement") not in (None, procurement):
        return Standing(OUTSIDE, Chip(NEUTRAL, "จ่ายแล้ว · นอกตัวชี้วัด" if paid else "นอกตัวชี้วัด"))
    due = due_on(values, as_of, calendar, days, clock)
    if due is None:
        return Standing(OPEN, Chip(NEUTRAL, "ส่งคืนแก้ไข"))
    return _paid(values["cheque_on"], due, calendar) if paid else _unpaid(values, as_of, due, calendar)


def _paid(cheque_on: date, due: date, calendar: WorkingCalendar) -> Standing:
    if cheque_on <= due:
        return Standing(FOR, Chip(GOOD, "ทันกำหนด"))
    return Standing(AGAINST, Chip(BAD, f"ช้า {_late(due, cheque_on, calendar)} วัน"))


def _unpaid(values: Mapping[str, Any], as_of: date, due: date, calendar: WorkingCalendar) -> Standing:
    if as_of > due:
        return Standing(AGAINST, Chip(BAD, f"เกินกำหนด {_late(due, as_of, calendar)} วัน"))
    if as_of == due:
        return Standing(AGAINST, Chip(WARN, "ครบกำหนดวันนี้"))
    left = calendar.working_days_between(as_of, due)
    if _away(values, as_of):
        return Standing(OPEN, Chip(NEUTRAL, f"ส่งคืนแก้ไข · เหลือ {left}"))
    return Standing(OPEN, Chip(WARN if left <= 1 else INFO, f"เหลือ {left} วันทำการ"))


def _late(due: date, day: date, calendar: WorkingCalendar) -> int:
    # A Saturday after the last day in time is late too, though no working day has passed.
    return max(calendar.working_days_between(due, day), 1)


def _away(values: Mapping[str, Any], as_of: date) -> bool:
    return _by(values.get("returned_on"), as_of) and not _by(values.get("resubmitted_on"), as_of)


def _by(day: Any, as_of: date) -> bool:
    return isinstance(day, date) and day <= as_of
