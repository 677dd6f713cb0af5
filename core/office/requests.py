"""Requests for disbursement beside the register: due days and states in words (indicator 3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.office.types import BAD, GOOD, INFO, NEUTRAL, WARN, Chip, DueDay
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


def clock_day(values: Mapping[str, Any], clock: str, as_of: date) -> date | None:
    """The day the clock runs from as of a day, by the plan's parameter ``clock``."""
    resubmitted = values.get("resubmitted_on")
    if clock == "resubmission" and resubmitted and resubmitted <= as_of:
        return resubmitted  # type: ignore[no-any-return]  # values are typed by their field's kind
    return values.get("received_on")


def state(
    values: Mapping[str, Any],
    as_of: date,
    calendar: WorkingCalendar,
    *,
    days: int,
    clock: str,
    procurement: str,
) -> Chip:
    """A request's state in words as of the end of a day."""
    begun = clock_day(values, clock, as_of)
    if _by(values.get("cancelled_on"), as_of):
        return Chip(NEUTRAL, "ยกเลิก")
    if begun is None:
        return Chip(NEUTRAL, "ยังไม่มีวันที่รับ")
    if values.get("procurement") not in (None, procurement):
        return Chip(NEUTRAL, "จ่ายแล้ว · นอกตัวชี้วัด" if _by(values.get("cheque_on"), as_of) else "นอกตัวชี้วัด")
    due_on = calendar.nth_working_day_after(begun, days)
    cheque_on = values.get("cheque_on")
    if cheque_on and cheque_on <= as_of:
        late = calendar.working_days_between(due_on, cheque_on)
        return Chip(GOOD, "ทันกำหนด") if cheque_on <= due_on else Chip(BAD, f"ช้า {max(late, 1)} วัน")
    return _unpaid(values, as_of, due_on, calendar)


def _unpaid(values: Mapping[str, Any], as_of: date, due_on: date, calendar: WorkingCalendar) -> Chip:
    left = calendar.working_days_between(as_of, due_on)
    away = _by(values.get("returned_on"), as_of) and not _by(values.get("resubmitted_on"), as_of)
    if as_of > due_on:
        return Chip(BAD, f"เกินกำหนด {max(calendar.working_days_between(due_on, as_of), 1)} วัน")
    if as_of == due_on:
        return Chip(WARN, "ครบกำหนดวันนี้")
    if away:
        return Chip(NEUTRAL, f"ส่งคืนแก้ไข · เหลือ {left}")
    return Chip(WARN if left <= 1 else INFO, f"เหลือ {left} วันทำการ")


def _by(day: Any, as_of: date) -> bool:
    return isinstance(day, date) and day <= as_of
