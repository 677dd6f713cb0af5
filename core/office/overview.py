"""What falls due soon, and how complete each unit's months are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.office.requests import clock_day
from core.office.types import BAD, GOOD, INFO, NEUTRAL, WARN, Chip, UnitMonths, Upcoming
from core.plan.model import Plan
from core.store.connection import Connection
from core.store.records import Query, Row, rows
from core.store.tables import REGISTERS
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short, month_long
from core.thai.fiscal import Month, last_day_of, months_of


@dataclass(frozen=True, slots=True)
class Terms:
    """The plan's parameters the overview needs: those of indicators 3 and 2 by their formulas."""

    requests: Mapping[str, Any] | None
    audits: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the overview looks at: an open file, a plan, a day."""

    connection: Connection
    plan: Plan
    calendar: WorkingCalendar
    as_of: date
    terms: Terms

    def rows(self, register: str, **equals: Any) -> tuple[Row, ...]:
        """The year's records of a register that count."""
        found = rows(self.connection, REGISTERS[register], Query(year=self.plan.fiscal_year, equals=equals))
        return tuple(r for r in found if not r.twin)


def upcoming(outlook: Outlook, working_days: int) -> tuple[Upcoming, ...]:
    """What is overdue or falls due within so many working days, the most pressing first."""
    until = outlook.calendar.nth_working_day_after(outlook.as_of, working_days)
    found = [
        *_requests(outlook),
        *_audits(outlook),
        *_steps(outlook),
        *_enquiries(outlook),
        *_month_report(outlook),
    ]
    return tuple(sorted((u for u in found if u.day <= until), key=lambda u: (u.day, u.text)))


def _when(outlook: Outlook, day: date) -> Chip:
    if day < outlook.as_of:
        late = max(outlook.calendar.working_days_between(day, outlook.as_of), 1)
        return Chip(BAD, f"เกิน {late} วัน")
    if day == outlook.as_of:
        return Chip(WARN, "วันนี้")
    left = outlook.calendar.working_days_between(outlook.as_of, day)
    if day == outlook.as_of + timedelta(days=1):
        return Chip(WARN, "พรุ่งนี้")
    return Chip(WARN, f"{left} วันทำการ") if left <= 2 else Chip(INFO, day_short(day).rsplit(" ", 1)[0])


def _requests(outlook: Outlook) -> Iterator[Upcoming]:
    terms = outlook.terms.requests
    if terms is None:
        return
    for record in outlook.rows("finance_requests", procurement=terms["procurement"]):
        received = record.values["received_on"]
        if not isinstance(received, date) or received > outlook.as_of or not _unpaid(record, outlook.as_of):
            continue
        begun = clock_day(record.values, terms["clock"], outlook.as_of)
        assert begun is not None
        day = outlook.calendar.nth_working_day_after(begun, terms["working_days"])
        text = f"ใบขอเบิก {record.values['request_no']} {record.values['payee'] or ''}".strip()
        yield Upcoming(day, _when(outlook, day), text, "finance_requests", record.id)


def _unpaid(record: Row, as_of: date) -> bool:
    settled = (record.values["cheque_on"], record.values["cancelled_on"])
    return not any(isinstance(day, date) and day <= as_of for day in settled)


def _audited(outlook: Outlook, month: Month) -> int:
    found = outlook.rows("centre_audits", month=month)
    return sum(
        isinstance(r.values["audited_on"], date) and r.values["audited_on"] <= outlook.as_of for r in found
    )


def _audit_months(outlook: Outlook) -> tuple[Month, ...]:
    terms = outlook.terms.audits
    months = months_of(outlook.plan.fiscal_year)
    return tuple(m for m in months if terms and m.month in terms["months"])


def _audits(outlook: Outlook) -> Iterator[Upcoming]:
    terms = outlook.terms.audits
    for month in _audit_months(outlook):
        last = month.next().last_day
        if terms is None or not month.first_day <= outlook.as_of < last:
            continue
        missing = int(terms["denominator"]) - _audited(outlook, month)
        if missing > 0:
            text = f"ผลตรวจศูนย์ฯ เดือน{month_long(month)} ยังขาด {missing} ศูนย์"
            yield Upcoming(last, _when(outlook, last), text, "centre_audits", None)


def _steps(outlook: Outlook) -> Iterator[Upcoming]:
    done = {(r.values["project"], r.values["step"]): r for r in outlook.rows("project_steps")}
    for project in outlook.plan.projects:
        for step in project.steps:
            record = done.get((project.number, step.step))
            finished = record.values["finished_on"] if record else None
            if step.planned_to is None or (isinstance(finished, date) and finished <= outlook.as_of):
                continue
            day = step.planned_to.last_day
            text = f"โครงการ {project.number} ขั้น {step.step} {step.title}"
            yield Upcoming(day, _when(outlook, day), text, "project_steps", record.id if record else None)


def _enquiries(outlook: Outlook) -> Iterator[Upcoming]:
    for record in outlook.rows("letter_enquiries"):
        asked = record.values["asked_at"]
        answered = record.values["answered_at"]
        if not isinstance(asked, datetime) or asked.date() > outlook.as_of:
            continue
        if isinstance(answered, datetime) and answered.date() <= outlook.as_of:
            continue
        text = f"รอแจ้งผลหนังสือ {record.values['letter_no'] or record.values['subject'] or ''} ถึง {record.values['user']}"
        yield Upcoming(asked.date(), _when(outlook, asked.date()), text, "letter_enquiries", record.id)


def _month_report(outlook: Outlook) -> Iterator[Upcoming]:
    month = Month.of(outlook.as_of)
    day = month.last_day
    if outlook.as_of <= last_day_of(outlook.plan.fiscal_year):
        yield Upcoming(day, _when(outlook, day), f"รายงานผลประจำเดือน{month_long(month)}", "", None)


def completeness(outlook: Outlook) -> tuple[UnitMonths, ...]:
    """Per unit and month: ✓ where the month is over and nothing of it waits, a number where something does."""
    counters = {
        "finance": _finance_months,
        "central": _central_months,
        "secretariat": _secretariat_months,
        "complaints": _complaints_months,
        "admin": _admin_months,
    }
    months = months_of(outlook.plan.fiscal_year)
    found = []
    for unit in outlook.plan.units:
        tallies = counters[unit.code](outlook) if unit.code in counters else {}
        found.append(UnitMonths(unit, tuple(_cell(outlook, month, tallies.get(month)) for month in months)))
    return tuple(found)


Tally = tuple[int, int]  # recorded, waiting


def _cell(outlook: Outlook, month: Month, tally: Tally | None) -> Chip:
    if month.first_day > outlook.as_of:
        return Chip(NEUTRAL, "")
    recorded, waiting = tally or (0, 0)
    if waiting:
        return Chip(INFO if month.last_day >= outlook.as_of else WARN, f"ค้าง {waiting}")
    if not recorded:
        return Chip(NEUTRAL, "–")
    return Chip(GOOD, "✓") if month.last_day <= outlook.as_of else Chip(INFO, "ร่าง")


def _finance_months(outlook: Outlook) -> dict[Month, Tally]:
    recorded: Counter[Month] = Counter()
    waiting: Counter[Month] = Counter()
    for record in outlook.rows("finance_requests"):
        received = record.values["received_on"]
        if isinstance(received, date) and received <= outlook.as_of:
            recorded[Month.of(received)] += 1
            waiting[Month.of(received)] += _unpaid(record, outlook.as_of)
    return {month: (count, waiting[month]) for month, count in recorded.items()}


def _central_months(outlook: Outlook) -> dict[Month, Tally]:
    terms = outlook.terms.audits
    if terms is None:
        return {}
    tallies = {}
    for month in _audit_months(outlook):
        if month.first_day <= outlook.as_of:
            made = _audited(outlook, month)
            tallies[month] = (made, max(int(terms["denominator"]) - made, 0))
    return tallies


def _secretariat_months(outlook: Outlook) -> dict[Month, Tally]:
    recorded: Counter[Month] = Counter()
    waiting: Counter[Month] = Counter()
    for record in outlook.rows("letter_enquiries"):
        asked, answered = record.values["asked_at"], record.values["answered_at"]
        if isinstance(asked, datetime) and asked.date() <= outlook.as_of:
            recorded[Month.of(asked)] += 1
            waiting[Month.of(asked)] += not isinstance(answered, datetime) or answered.date() > outlook.as_of
    return {month: (count, waiting[month]) for month, count in recorded.items()}


def _complaints_months(outlook: Outlook) -> dict[Month, Tally]:
    days = [r.values["finished_on"] for r in outlook.rows("study_parts")]
    days += [r.values["delivered_on"] for r in outlook.rows("deliverables")]
    return _plain(outlook, days)


def _admin_months(outlook: Outlook) -> dict[Month, Tally]:
    return _plain(outlook, [r.values["as_of"] for r in outlook.rows("manual_results")])


def _plain(outlook: Outlook, days: list[Any]) -> dict[Month, Tally]:
    counted = Counter(Month.of(day) for day in days if isinstance(day, date) and day <= outlook.as_of)
    return {month: (count, 0) for month, count in counted.items()}
