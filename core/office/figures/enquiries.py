"""Letter enquiries as they stand at the end of a day: acknowledged and answered in time or not (indicators 5.2, 5.3).

The verdicts are those of the figures. While the day looked at is still running, the words speak of the minute: what
can still be in time isn't called late, though at the day's end it would be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.indicators.evidence import AGAINST, FOR, OPEN, OUTSIDE
from core.indicators.registry import settings_in
from core.office.states import BAD, GOOD, INFO, LATER, NEUTRAL, WARN, Chip
from core.plan.model import Plan
from core.store.facts.enquiry_facts import Verdict, last_moment, verdict_of
from core.thai.calendar import WorkingCalendar, end_of
from core.thai.dates import day_short

FORMULA = "share_within"
MOMENTS = ("asked_at", "acknowledged_at", "answered_at")
DEFAULT_MINUTES = {"acknowledged_at": 15, "answered_at": 30}
DID = {"acknowledged_at": "ตอบรับ", "answered_at": "แจ้งผล"}
VERDICTS = {Verdict.MET: FOR, Verdict.OPEN: OPEN, Verdict.MISSED: AGAINST}
SOON = timedelta(minutes=5)  # left, from which on an enquiry is pressing
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """Within how many minutes, by the wall clock (``clock``) or in office time (``office``)."""

    minutes: int
    hours: str


@dataclass(frozen=True, slots=True)
class EnquiryState:
    """How an enquiry stands at the end of a day.

    ``acknowledged`` and ``answered`` are verdicts as in ``WorkingRecord``, or ``later``: asked after the day, it isn't
    there yet. It ``waits`` while unanswered by the day.
    """

    acknowledged: str
    answered: str
    chip: Chip
    waits: bool = False


@dataclass(frozen=True, slots=True)
class EnquiryTerms:
    """By what enquiries are judged at the end of a day: the plan's limits for acknowledging and answering."""

    as_of: date
    calendar: WorkingCalendar
    acknowledge: Limit
    answer: Limit

    @classmethod
    def of(cls, plan: Plan | None, as_of: date, calendar: WorkingCalendar) -> "EnquiryTerms":
        """Those of a year's plan as it holds on the day; 15 and 30 minutes of the wall clock where it sets none."""
        limits = (_limit(plan.on(as_of) if plan else None, event) for event in MOMENTS[1:])
        return cls(as_of, calendar, *limits)

    def limits(self, asked_at: datetime) -> dict[str, datetime]:
        """The last moments in time of an enquiry, by the field they are about."""
        both = {"acknowledged_at": self.acknowledge, "answered_at": self.answer}
        return {n: last_moment(asked_at, x.minutes, x.hours, self.calendar) for n, x in both.items()}

    def state(self, values: Mapping[str, Any], now: datetime | None = None) -> EnquiryState:
        """How an enquiry stands. ``now`` counts while the day looked at is running: its words then speak of that minute."""
        asked_at = values.get("asked_at")
        if not isinstance(asked_at, datetime):
            return EnquiryState(OUTSIDE, OUTSIDE, Chip(NEUTRAL, "ยังไม่มีเวลาที่ถาม"))
        end = end_of(self.as_of)
        if asked_at >= end:
            return EnquiryState(LATER, LATER, Chip.later("ถาม"))
        limits = self.limits(asked_at)
        done = {name: self._by(values.get(name), end) for name in limits}
        verdicts = {name: VERDICTS[verdict_of(done[name], limits[name], end)] for name in limits}
        waits = done["answered_at"] is None
        moment = self._moment(now, end)
        chip = _waiting(done, limits, moment) if waits else _finished(done, limits, verdicts)
        return EnquiryState(verdicts["acknowledged_at"], verdicts["answered_at"], chip, waits)

    def _by(self, moment: Any, end: datetime) -> datetime | None:
        return moment if isinstance(moment, datetime) and moment < end else None

    def _moment(self, now: datetime | None, end: datetime) -> datetime:
        """The minute words speak of: this one on a day still running, else the day's end."""
        if now is None or now.date() != self.as_of:
            return end
        return now.replace(
            second=0, microsecond=0
        )  # moments are written to the minute, the last one included


def next_moment(values: Mapping[str, Any]) -> str | None:
    """The moment to be written next: of acknowledging, then of answering; None where nothing was asked, or answered."""
    if values.get("asked_at") is None or values.get("answered_at") is not None:
        return None
    return next(name for name in MOMENTS if values.get(name) is None)


def _limit(plan: Plan | None, event: str) -> Limit:
    found = (settings_in(plan, FORMULA, event=event) if plan else None) or {}
    return Limit(int(found.get("minutes", DEFAULT_MINUTES[event])), str(found.get("hours", "clock")))


def _waiting(done: Mapping[str, datetime | None], limits: Mapping[str, datetime], moment: datetime) -> Chip:
    following = next(name for name in limits if done[name] is None)
    words, limit = f"รอ{DID[following]}", limits[following]
    left = limit - moment
    if left < timedelta():
        return Chip(BAD, f"{words} · เกิน {span(-left)}")
    if left > HOUR:  # in office time the last moment may lie days ahead
        return Chip(INFO, f"{words} ถึง {day_short(limit).rsplit(' ', 1)[0]} {limit:%H:%M}")
    if left < MINUTE:
        return Chip(WARN, f"{words} · นาทีสุดท้าย")
    return Chip(WARN if left <= SOON else INFO, f"{words} · เหลือ {span(left)}")


def _finished(
    done: Mapping[str, datetime | None], limits: Mapping[str, datetime], verdicts: Mapping[str, str]
) -> Chip:
    if OPEN in verdicts.values():
        return Chip(INFO, "แจ้งผลแล้ว · รอตอบรับ")
    late = [_late(name, done[name], limits[name]) for name in limits if verdicts[name] == AGAINST]
    return Chip(BAD, " · ".join(late)) if late else Chip(GOOD, "ทันเวลา")


def _late(name: str, done_at: datetime | None, limit: datetime) -> str:
    if done_at is None:
        return f"ไม่ได้{DID[name]}"
    return f"{DID[name]}ช้า {span(done_at - limit)}"


def span(time: timedelta) -> str:
    """``12 นาที``, ``3 ชม.``, ``18 วัน``: whole ones, as a clerk would say."""
    if time >= DAY:
        return f"{time // DAY} วัน"
    return f"{time // HOUR} ชม." if time >= HOUR else f"{time // MINUTE} นาที"
