"""What falls due soon, and how complete each unit's months are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.indicators.evidence import AGAINST, OPEN
from core.office.figures.requests import NEAR, RequestTerms
from core.office.figures.types import Badge, UnitMonths, Upcoming
from core.office.states import BAD, GOOD, INFO, NEUTRAL, WARN, Chip
from core.plan.model import Plan, Step
from core.store.connection import Connection
from core.store.facts.indicator_facts import audit_months
from core.store.tables.records import Query, Row, count_by_month, rows
from core.store.tables.register_tables import registers_of
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short, month_long, month_short
from core.thai.fiscal import Month, fiscal_year_of, last_day_of, months_of
from core.thai.words import words

LONGEST_TITLE = 40  # characters of a step's title that fit a line beside its day


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the overview looks at: an open file, a plan as it holds on the day, a day; by what the requests of a fiscal
    year are judged, and the parameters of the audits' indicator (None where the plan has none)."""

    connection: Connection
    plan: Plan
    calendar: WorkingCalendar
    as_of: date
    requests: Callable[[int], RequestTerms]
    audits: Mapping[str, Any] | None

    def waiting(self, register: str, since: str, until: tuple[str, ...], **equals: Any) -> tuple[Row, ...]:
        """Records of any year begun by the day (``since``) and settled by none of the days ``until`` names."""
        query = Query(equals=equals, as_of=self.as_of, done=(since,), undone=until, counted=True)
        return rows(self.connection, registers_of(self.connection)[register], query)

    def by_month(self, register: str, since: str, until: tuple[str, ...] = ()) -> Mapping[Month, int]:
        """How many of the year's records had begun by the day and were still unsettled, by month."""
        year = self.plan.fiscal_year
        query = Query(year=year, as_of=self.as_of, done=(since,), undone=until, counted=True)
        return count_by_month(self.connection, registers_of(self.connection)[register], query)


def upcoming(
    outlook: Outlook, working_days: int, registers: Collection[str] | None = None
) -> tuple[Upcoming, ...]:
    """What is overdue or falls due within so many working days, the most pressing first; of these registers (None: of all,
    and what belongs to none)."""
    until = outlook.calendar.nth_working_day_after(outlook.as_of, working_days)
    sources = {
        "finance_requests": _requests,
        "centre_audits": _audits,
        "project_steps": _steps,
        "letter_enquiries": _enquiries,
        "": _month_report,
    }
    asked = [source for name, source in sources.items() if registers is None or name in registers]
    found = [item for source in asked for item in source(outlook)]
    return tuple(sorted((u for u in found if u.day <= until), key=lambda u: (u.day, u.text)))


def badges(found: Iterable[Upcoming]) -> Mapping[str, Badge]:
    """What of a due list is pressing, by register: how many records are overdue, and how many near."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.register and item.chip.tone in (BAD, WARN):
            counted[item.register][item.chip.tone] += item.count
    return {register: Badge(tones[BAD], tones[WARN]) for register, tones in counted.items()}


def _when(outlook: Outlook, day: date) -> Chip:
    if day < outlook.as_of:
        late = max(outlook.calendar.working_days_between(day, outlook.as_of), 1)
        return Chip(BAD, f"เกิน {late} วันทำการ")
    if day == outlook.as_of:
        return Chip(WARN, "วันนี้")
    if day == outlook.as_of + timedelta(days=1):
        return Chip(WARN, "พรุ่งนี้")
    left = outlook.calendar.working_days_between(outlook.as_of, day)
    if left <= NEAR and outlook.calendar.is_working_day(day):
        return Chip(WARN, f"{left} วันทำการ")
    return Chip(WARN if left <= NEAR else INFO, day_short(day).rsplit(" ", 1)[0])


def _since(outlook: Outlook, day: date) -> Chip:
    """How long something waits that is owed within minutes: in days of the calendar, as its own page counts them."""
    waited = (outlook.as_of - day).days
    return Chip(BAD, f"เกิน {waited} วัน") if waited else Chip(WARN, "วันนี้")


def _requests(outlook: Outlook) -> Iterator[Upcoming]:
    terms: dict[int, RequestTerms] = {}
    for record in outlook.waiting("finance_requests", "received_on", ("cheque_on", "cancelled_on")):
        received = record.values["received_on"]
        year = fiscal_year_of(received) if isinstance(received, date) else 0
        if year not in terms:
            terms[year] = outlook.requests(year)
        state = terms[year].state(record.values)
        if state.verdict in (OPEN, AGAINST) and state.due_on is not None:
            text = f"ใบขอเบิก {record.values['request_no'] or ''} {record.values['payee'] or ''}".strip()
            day = state.due_on
            yield Upcoming(day, _when(outlook, day), text, "finance_requests", record.id)


def _audit_months(outlook: Outlook) -> tuple[Month, ...]:
    return audit_months(outlook.plan.fiscal_year, outlook.audits) if outlook.audits else ()


def _audits(outlook: Outlook) -> Iterator[Upcoming]:
    made = outlook.by_month("centre_audits", "audited_on")
    for month in _audit_months(outlook):
        last = month.next().last_day
        missing = _denominator(outlook) - made.get(month, 0)
        if month.first_day <= outlook.as_of < last and missing > 0:
            text = f"ผลตรวจศูนย์ฯ เดือน{month_long(month)} ยังขาด {missing} ศูนย์"
            yield Upcoming(last, _when(outlook, last), text, "centre_audits", None, count=missing)


def _denominator(outlook: Outlook) -> int:
    return int(outlook.audits["denominator"]) if outlook.audits else 0


def _steps(outlook: Outlook) -> Iterator[Upcoming]:
    query = Query(year=outlook.plan.fiscal_year, counted=True)
    found = rows(outlook.connection, registers_of(outlook.connection)["project_steps"], query)
    done = {(r.values["project"], r.values["step"]): r for r in found}
    for project in outlook.plan.projects:
        for step in project.steps:
            record = done.get((project.number, step.step))
            finished = record.values["finished_on"] if record else None
            due = step.due(outlook.as_of)
            if due is None or (isinstance(finished, date) and finished <= outlook.as_of):
                continue
            day = due.last.last_day
            text = (
                f"โครงการ {project.number} ขั้น {step.step} {_shortened(step.title)}{_revised(outlook, step)}"
            )
            yield Upcoming(day, _when(outlook, day), text, "project_steps", record.id if record else None)


def _revised(outlook: Outlook, step: Step) -> str:
    """Until when a step that was moved is planned now."""
    if not step.is_moved(outlook.as_of):
        return ""
    return f" (แผนปรับถึง {month_short(step.planned.last)})" if step.planned else " (แผนปรับไม่มีเดือน)"


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    kept = ""
    for word in words(title):
        if len(kept) + len(word) >= LONGEST_TITLE:
            break
        kept += word
    return f"{kept.rstrip()}…"


def _enquiries(outlook: Outlook) -> Iterator[Upcoming]:
    """One line a waiting enquiry; several are one line, so that old ones don't bury what can still be in time."""
    waiting = outlook.waiting("letter_enquiries", "asked_at", ("answered_at",))
    asked = [moment for r in waiting if isinstance(moment := r.values["asked_at"], datetime)]
    if not asked:
        return
    oldest, only = min(asked).date(), waiting[0]
    if len(waiting) == 1:
        letter = only.values["letter_no"] or only.values["subject"] or ""
        text = f"รอแจ้งผลหนังสือ {letter} ถึง {only.values['user'] or 'ผู้ใช้บริการ'}"
        yield Upcoming(oldest, _since(outlook, oldest), text, "letter_enquiries", only.id)
    else:
        text = f"รอแจ้งผลหนังสือ {len(waiting)} เรื่อง เก่าสุด {day_short(oldest)}"
        yield Upcoming(oldest, _since(outlook, oldest), text, "letter_enquiries", None, count=len(waiting))


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


def _finance_months(outlook: Outlook) -> Mapping[Month, Tally]:
    return _tallies(outlook, "finance_requests", "received_on", ("cheque_on", "cancelled_on"))


def _secretariat_months(outlook: Outlook) -> Mapping[Month, Tally]:
    return _tallies(outlook, "letter_enquiries", "asked_at", ("answered_at",))


def _tallies(outlook: Outlook, register: str, since: str, until: tuple[str, ...]) -> Mapping[Month, Tally]:
    waiting = outlook.by_month(register, since, until)
    return {month: (n, waiting.get(month, 0)) for month, n in outlook.by_month(register, since).items()}


def _central_months(outlook: Outlook) -> Mapping[Month, Tally]:
    made, due = outlook.by_month("centre_audits", "audited_on"), _denominator(outlook)
    months = [m for m in _audit_months(outlook) if m.first_day <= outlook.as_of]
    return {month: (made.get(month, 0), max(due - made.get(month, 0), 0)) for month in months}


def _complaints_months(outlook: Outlook) -> Mapping[Month, Tally]:
    return _recorded(outlook, ("study_parts", "finished_on"), ("deliverables", "delivered_on"))


def _admin_months(outlook: Outlook) -> Mapping[Month, Tally]:
    return _recorded(outlook, ("manual_results", "as_of"))


def _recorded(outlook: Outlook, *kept: tuple[str, str]) -> Mapping[Month, Tally]:
    """What of the year's plan was there already when the year began stands in its first month."""
    counted: Counter[Month] = Counter()
    begins = months_of(outlook.plan.fiscal_year)[0]
    for register, since in kept:
        for month, number in outlook.by_month(register, since).items():
            counted[max(month, begins)] += number
    return {month: (number, 0) for month, number in counted.items()}
