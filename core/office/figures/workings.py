"""The records behind a figure: counted for it, against it, still open, or left outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.indicators.formulas.share_within import EVENTS
from core.office.figures.centres import centre_rows
from core.office.figures.requests import RequestTerms
from core.office.figures.results import alone, asking
from core.office.figures.types import WorkingRecord
from core.office.states import AGAINST, FOR, OPEN, OUTSIDE
from core.plan.model import Indicator, Plan
from core.registers.as_of import reached
from core.store.connection import Connection
from core.store.facts.enquiry_facts import Verdict, judged
from core.store.facts.indicator_facts import Asking, audit_months
from core.store.tables.definitions import REGISTERS
from core.store.tables.records import Query, Row, rows
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short, moment_short
from core.thai.fiscal import last_day_of
from core.thai.folding import fold
from core.thai.numbers import format_baht, format_decimal

NAMELESS = "ไม่ระบุชื่อ"


def records_behind(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> tuple[WorkingRecord, ...]:
    """Every record the indicator's figure rests on as of a day, in the register's order. Raises Uncomputable."""
    with alone(indicator, "แสดงรายการเบื้องหลังตัวเลข"):
        asked = asking(connection, plan, indicator, calendar, as_of)
        return tuple(LISTERS[indicator.formula](asked))


def _dated(asked: Asking, register: str, **equals: Any) -> list[Row]:
    """The year's records up to the as-of day and the year's end, twins left out."""
    declared = REGISTERS[register]
    found = rows(asked.connection, declared, Query(year=asked.plan.fiscal_year, equals=equals))
    day, year = declared.date_field, asked.plan.fiscal_year
    return [r for r in found if not r.twin and reached(r.values[day], year, asked.as_of)]


def _requests(asked: Asking) -> list[WorkingRecord]:
    terms = RequestTerms.under(asked.settings, asked.as_of, asked.calendar)
    found = []
    for record in _dated(asked, "finance_requests"):
        stands = terms.standing(record.values)
        received, amount = record.values["received_on"], record.values["amount"]
        assert isinstance(received, date)
        shown = f"รับ {day_short(received)} · {stands.chip.text}"
        if isinstance(amount, Decimal):
            shown += f" · {format_baht(amount)} บาท"
        label = " ".join(str(record.values[n]) for n in ("request_no", "payee") if record.values[n])
        found.append(WorkingRecord("finance_requests", record.id, label, stands.verdict, shown))
    return found


def _centres(asked: Asking) -> list[WorkingRecord]:
    months = audit_months(asked.plan.fiscal_year, asked.settings)
    found = []
    for centre in centre_rows(asked.connection, months, asked.settings, asked.as_of):
        passed = centre.passed >= asked.settings["times"]
        hopeful = centre.passed + centre.open >= asked.settings["times"]
        verdict = FOR if passed else OPEN if hopeful else AGAINST
        scores = " ".join("–" if s is None else format_decimal(s, 1) for s in centre.scores)
        label = f"{centre.code} {centre.name or ''}".strip()
        found.append(
            WorkingRecord("info_centres", centre.record_id, label, verdict, f"{centre.chip.text} · {scores}")
        )
    return found


def _steps(asked: Asking) -> list[WorkingRecord]:
    if asked.settings.get("source") == "study_parts":
        named = {p.part: f"{p.label} {p.title}" for p in asked.plan.study_parts}
        return [_finish(asked, "study_parts", r, named, "part") for r in _yearly(asked, "study_parts", {})]
    number = asked.settings["project"]
    project = next((p for p in asked.plan.projects if p.number == number), None)
    named = {s.step: f"ขั้น {s.step} {s.title}" for s in project.steps} if project else {}
    found = _yearly(asked, "project_steps", {"project": number})
    listed = [_finish(asked, "project_steps", r, named, "step") for r in found]
    return _in_order(listed) if asked.indicator.formula == "ladder" else listed


def _in_order(steps: Sequence[WorkingRecord]) -> list[WorkingRecord]:
    """On a ladder a step finished while an earlier one is not gives no score yet."""
    reached = next((place for place, step in enumerate(steps) if step.verdict != FOR), len(steps))
    waiting = " · ยังไม่ได้คะแนนเพราะขั้นก่อนหน้ายังไม่เสร็จ"
    return [
        replace(step, verdict=OUTSIDE, detail=step.detail + waiting)
        if place > reached and step.verdict == FOR
        else step
        for place, step in enumerate(steps)
    ]


def _yearly(asked: Asking, register: str, equals: Mapping[str, Any]) -> tuple[Row, ...]:
    return rows(asked.connection, REGISTERS[register], Query(year=asked.plan.fiscal_year, equals=equals))


def _finish(
    asked: Asking, register: str, record: Row, named: Mapping[int, str], ordinal: str
) -> WorkingRecord:
    number, finished = record.values[ordinal], record.values["finished_on"]
    label = named.get(number, str(number)) if isinstance(number, int) else str(number)
    if done := reached(finished, asked.plan.fiscal_year, asked.as_of):
        return WorkingRecord(register, record.id, label, FOR, f"เสร็จ {day_short(done)}")
    verdict = OPEN if asked.as_of < last_day_of(asked.plan.fiscal_year) else AGAINST
    return WorkingRecord(register, record.id, label, verdict, "ยังไม่เสร็จ")


def _enquiries(asked: Asking) -> list[WorkingRecord]:
    verdicts = {Verdict.MET: FOR, Verdict.MISSED: AGAINST, Verdict.OPEN: OPEN}
    done = EVENTS[asked.settings["event"]]
    found = []
    for item in judged(
        asked.connection, asked.first, asked.last, asked.as_of, asked.settings, asked.calendar
    ):
        shown = f"ถาม {moment_short(item.asked_at)} · "
        if item.done_at:
            minutes = int((item.done_at - item.asked_at).total_seconds()) // 60
            shown += f"{done} {moment_short(item.done_at)} ({minutes} นาที)"
        else:
            shown += f"ยังไม่{done} · ภายใน {moment_short(item.last_moment)}"
        found.append(
            WorkingRecord(
                "letter_enquiries", item.record, item.user or NAMELESS, verdicts[item.verdict], shown
            )
        )
    return found


def _ratings(asked: Asking) -> list[WorkingRecord]:
    level_field = REGISTERS["satisfaction_ratings"].field("level")
    found = []
    for record in _dated(asked, "satisfaction_ratings"):
        level, day = record.values["level"], record.values["rated_on"]
        top = isinstance(level, int) and level >= asked.settings["from_level"]
        assert isinstance(day, date)
        label = str(record.values["user"] or NAMELESS)
        shown = f"{day_short(day)} · ระดับ {level_field.choice_label(str(level))}"
        found.append(WorkingRecord("satisfaction_ratings", record.id, label, FOR if top else AGAINST, shown))
    return found


def _counted(asked: Asking) -> list[WorkingRecord]:
    return COUNTED_LISTERS[asked.settings["of"]](asked)


def _deliverables(asked: Asking) -> list[WorkingRecord]:
    return [_delivered(record) for record in _dated(asked, "deliverables")]


def _users(asked: Asking) -> list[WorkingRecord]:
    first_use: dict[str, WorkingRecord] = {}
    for record in _dated(asked, "letter_enquiries"):
        asked_at, user = record.values["asked_at"], str(record.values["user"] or "")
        whose = fold(user)
        if whose and whose not in first_use and isinstance(asked_at, datetime):
            shown = f"ใช้บริการครั้งแรก {moment_short(asked_at)}"
            first_use[whose] = WorkingRecord("letter_enquiries", record.id, user, FOR, shown)
    return list(first_use.values())


def _delivered(record: Row) -> WorkingRecord:
    day = record.values["delivered_on"]
    assert isinstance(day, date)
    return WorkingRecord(
        "deliverables", record.id, str(record.values["title"]), FOR, f"ส่งมอบ {day_short(day)}"
    )


def _entered(asked: Asking) -> list[WorkingRecord]:
    found = []
    latest = FOR
    for record in reversed(_dated(asked, "manual_results", indicator=asked.indicator.code)):
        value, day = record.values["value"], record.values["as_of"]
        assert isinstance(day, date)
        shown = f"ณ {day_short(day)} · {format_decimal(value) if isinstance(value, Decimal) else '–'}"
        found.append(
            WorkingRecord("manual_results", record.id, str(record.values["source"] or ""), latest, shown)
        )
        latest = OUTSIDE
    return found


def _budget(asked: Asking) -> list[WorkingRecord]:
    kind_field = REGISTERS["budget_entries"].field("kind")
    found = []
    for record in _dated(asked, "budget_entries"):
        amount, day, kind = (record.values[n] for n in ("amount", "entry_on", "kind"))
        assert isinstance(day, date)
        shown = f"{day_short(day)} · {format_baht(amount) if isinstance(amount, Decimal) else '–'} บาท"
        verdict = FOR if kind == "disbursed" else AGAINST if kind == "allocated" else OUTSIDE
        label = f"{kind_field.choice_label(str(kind))} โครงการ {record.values['project']}"
        found.append(WorkingRecord("budget_entries", record.id, label, verdict, shown))
    return found


# What may be counted, as core.indicators.formulas.count names it.
COUNTED_LISTERS: Mapping[str, Callable[[Asking], list[WorkingRecord]]] = {
    "users": _users,
    "deliverables": _deliverables,
}

LISTERS: Mapping[str, Callable[[Asking], list[WorkingRecord]]] = {
    "ladder": _steps,
    "share_sum": _steps,
    "monthly_mean": _requests,
    "pass_rate": _centres,
    "share_within": _enquiries,
    "top_box": _ratings,
    "count": _counted,
    "entered": _entered,
    "budget_share": _budget,
}
