"""Facts for formulas, counted in SQL as of the end of a day (docs/domain.md section 3).

A record that is deleted, or a duplicate of a lower id, doesn't count. A fact dated after the as-of day does not exist
yet; it belongs to the fiscal year of its own date and may be settled after that year's end. What is of a plan (a step, a
part, a deliverable) belongs to that plan's year, whatever its own day, until the year is over (docs/domain.md section 6).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Integer, String, case, cast, func, select, text

from core.indicators.facts import (
    BudgetFacts,
    CountFacts,
    EnteredFacts,
    Facts,
    MonthFacts,
    MonthTally,
    PassFacts,
    PassGroup,
    RatingFacts,
    ShareFacts,
    StepFact,
    StepFacts,
)
from core.plan.model import Indicator, Plan, Project, Step
from core.registers.declare import compared
from core.store.facts.enquiry_facts import share_within
from core.store.tables.records import of_year
from core.store.tables.register_tables import (
    counted,
    counted_within,
    registers_of,
    table_named,
    table_of,
)
from core.thai.calendar import WorkingCalendar
from core.thai.fiscal import Month, first_day_of, last_day_of, months_of
from core.thai.folding import BETWEEN, are_folded, fold


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of the file: an indicator with its settled parameters, as of the end of a day."""

    connection: Connection
    plan: Plan
    indicator: Indicator
    settings: Mapping[str, Any]
    calendar: WorkingCalendar
    as_of: date

    @property
    def first(self) -> date:
        """The fiscal year's first day."""
        return first_day_of(self.plan.fiscal_year)

    @property
    def last(self) -> date:
        """The last day whose facts exist: the as-of day, or the year's last."""
        return min(self.as_of, last_day_of(self.plan.fiscal_year))


def facts_for(asking: Asking) -> Facts:
    """The facts the indicator's formula needs. KeyError for a formula nobody counts for."""
    return COUNTERS[asking.indicator.formula](asking)


def due_days(calendar: WorkingCalendar, first: date, last: date, days: int) -> tuple[tuple[str, str], ...]:
    """For each day from ``first`` to ``last`` (inclusive): the ``days``-th working day after it, both ISO."""
    count = (last - first).days + 1
    received = (first + timedelta(days=n) for n in range(count))
    return tuple((d.isoformat(), calendar.nth_working_day_after(d, days).isoformat()) for d in received)


@lru_cache(maxsize=64)
def _days_table(calendar: WorkingCalendar, first: date, last: date, days: int) -> str:
    pairs = due_days(calendar, first, last, days)
    return ", ".join(f"('{received}', '{due}')" for received, due in pairs)


# The small table of days leads (CROSS JOIN keeps SQLite's planner to it), and the index answers the rest.
_FIRST_RECEIPT = """
WITH days(received_on, due_on) AS (VALUES {days})
SELECT substr(days.received_on, 1, 7) AS month, count(*) AS received,
  sum(CASE WHEN r.cheque_on <= days.due_on AND r.cheque_on <= :as_of THEN 1 ELSE 0 END) AS on_time,
  sum(CASE WHEN (r.cheque_on IS NULL OR r.cheque_on > :as_of) AND days.due_on > :as_of THEN 1 ELSE 0 END) AS open
FROM days CROSS JOIN finance_requests AS r
WHERE r.received_on = days.received_on AND r.procurement = :procurement AND r.deleted = 0 AND r.twin = 0
  AND (r.cancelled_on IS NULL OR r.cancelled_on > :as_of)
GROUP BY 1 ORDER BY 1
"""

# With the clock begun anew at resubmission a request out for correction has no due day: it is open.
_RESUBMISSION = """
WITH days(began_on, due_on) AS (VALUES {days}),
requests AS (
  SELECT received_on, cheque_on,
    CASE WHEN resubmitted_on <= :as_of AND resubmitted_on > received_on THEN resubmitted_on
      ELSE received_on END AS began_on,
    CASE WHEN returned_on <= :as_of AND (resubmitted_on IS NULL OR resubmitted_on > :as_of) THEN 1 ELSE 0 END AS out
  FROM finance_requests
  WHERE received_on BETWEEN :first AND :last AND procurement = :procurement AND deleted = 0 AND twin = 0
    AND (cancelled_on IS NULL OR cancelled_on > :as_of)
)
SELECT substr(r.received_on, 1, 7) AS month, count(*) AS received,
  sum(CASE WHEN r.cheque_on <= days.due_on AND r.cheque_on <= :as_of THEN 1 ELSE 0 END) AS on_time,
  sum(CASE WHEN (r.cheque_on IS NULL OR r.cheque_on > :as_of) AND (days.due_on > :as_of OR r.out = 1)
    THEN 1 ELSE 0 END) AS open
FROM requests AS r JOIN days ON days.began_on = r.began_on
GROUP BY 1 ORDER BY 1
"""


def monthly_mean(asking: Asking) -> MonthFacts:
    """Requests by month of receipt: received, on time, late, open."""
    settings = asking.settings
    if asking.last < asking.first:
        return MonthFacts(())
    anew = settings["clock"] == "resubmission"
    until = _last_beginning(asking) if anew else asking.last
    days = _days_table(asking.calendar, asking.first, until, int(settings["working_days"]))
    query = text((_RESUBMISSION if anew else _FIRST_RECEIPT).format(days=days))
    values = {"as_of": asking.as_of.isoformat(), "procurement": settings["procurement"]}
    if anew:
        values |= {"first": asking.first.isoformat(), "last": asking.last.isoformat()}
    return MonthFacts(tuple(_month_tally(row) for row in asking.connection.execute(query, values)))


def _last_beginning(asking: Asking) -> date:
    """The last day a clock began on: a request of the year may come back long after the year's end."""
    table = table_named(asking.connection, "finance_requests")
    asked = select(func.max(table.c.resubmitted_on)).where(
        table.c.received_on.between(asking.first.isoformat(), asking.last.isoformat()),
        table.c.resubmitted_on <= asking.as_of.isoformat(),
    )
    last = asking.connection.execute(asked).scalar()
    return max(asking.last, (_day(last) if last else None) or asking.last)


def _month_tally(row: Any) -> MonthTally:
    late = row.received - row.on_time - row.open
    return MonthTally(Month.from_iso(row.month), row.received, row.on_time, late, row.open)


def audit_months(fiscal_year: int, settings: Mapping[str, Any]) -> tuple[Month, ...]:
    """The months of the year whose audits count, in fiscal order."""
    return tuple(m for m in months_of(fiscal_year) if m.month in settings["months"])


def pass_rate(asking: Asking) -> PassFacts:
    """Centres by months passed and months that may still be audited.

    An unaudited month is open until the end of the following month; a later audit still counts from the day it
    was made.
    """
    months = audit_months(asking.plan.fiscal_year, asking.settings)
    open_months = [str(m) for m in months if asking.as_of < m.next().last_day]
    centres, audits = (
        table_named(asking.connection, "info_centres"),
        table_named(asking.connection, "centre_audits"),
    )
    passing = case((audits.c.score >= int(asking.settings["score"] * 100), 1), else_=0)
    audited_open = case((audits.c.month.in_(open_months), 1), else_=0)
    known = (
        *counted(audits),
        audits.c.audited_on <= asking.as_of.isoformat(),
        audits.c.month.in_([str(m) for m in months]),
    )
    # Audits are summed up before they meet their centre: 72 sums join faster than every audit does.
    sums = (
        select(audits.c.centre, func.sum(passing).label("passed"), func.sum(audited_open).label("done"))
        .where(*known)
        .group_by(audits.c.centre)
        .subquery()
    )
    passed = func.coalesce(sums.c.passed, 0).label("passed")
    still = (len(open_months) - func.coalesce(sums.c.done, 0)).label("open")
    groups = (
        select(passed, still, func.count())
        .select_from(centres.outerjoin(sums, sums.c.centre == centres.c.code))
        .where(*counted(centres))
        .group_by(passed, still)
    )
    by_month = (
        select(audits.c.month, func.count(), func.sum(passing))
        .where(*known, audits.c.centre.in_(select(centres.c.code).where(*counted(centres))))
        .group_by(audits.c.month)
        .order_by(audits.c.month)
    )
    run = asking.connection.execute
    return PassFacts(
        tuple(PassGroup(done, left, number) for done, left, number in sorted(run(groups))),
        tuple((Month.from_iso(month), audited, met) for month, audited, met in run(by_month)),
    )


def ladder(asking: Asking) -> StepFacts:
    """A project's steps, the levels of the ladder (its cumulative progress) as their shares."""
    return _project_steps(asking, lambda project: project.levels)


def share_sum(asking: Asking) -> StepFacts:
    """The weighted parts of the study, or a project's weighted steps."""
    if asking.settings["source"] == "study_parts":
        return _study_parts(asking)
    return _project_steps(asking, lambda project: tuple(step.share or Decimal(0) for step in project.steps))


def _project_steps(asking: Asking, weights: Callable[[Project], tuple[Decimal, ...]]) -> StepFacts:
    table = table_named(asking.connection, "project_steps")
    number = asking.settings["project"]
    finished = _finished(asking, table, "step", table.c.project == number)
    projects = [p for p in asking.plan.projects if p.number == number][:1]
    return StepFacts(
        tuple(
            _step_fact(asking, s, weight, finished.get(s.step))
            for p in projects
            for s, weight in zip(p.steps, weights(p), strict=True)
        )
    )


def _step_fact(asking: Asking, step: Step, weight: Decimal, finished_on: date | None) -> StepFact:
    """A step with the months lateness is measured against, and the revised last one where it was moved."""
    due, now = step.due(asking.as_of), step.planned
    revised = now.last if now and step.is_moved(asking.as_of) else None
    first, last = (due.first, due.last) if due else (None, None)
    return StepFact(step.step, step.title, weight, finished_on, first, last, revised)


def _study_parts(asking: Asking) -> StepFacts:
    table = table_named(asking.connection, "study_parts")
    finished = _finished(asking, table, "part", table.c.id.is_not(None))
    parts = asking.plan.study_parts
    return StepFacts(tuple(StepFact(p.part, p.title, p.share, finished.get(p.part)) for p in parts))


def _finished(asking: Asking, table: Any, ordinal: str, belongs: Any) -> dict[int, date]:
    query = select(table.c[ordinal], table.c.finished_on).where(
        belongs,
        table.c.fiscal_year == asking.plan.fiscal_year,
        *counted(table),
        table.c.finished_on <= asking.last.isoformat(),
    )
    found = asking.connection.execute(query)
    return {number: finished for number, day in found if (finished := _day(day))}


def _day(wire: str) -> date | None:
    """A stored day; None where it makes no sense, which is a finding on its record."""
    try:
        return date.fromisoformat(wire)
    except ValueError:
        return None


def top_box(asking: Asking) -> RatingFacts:
    """Ratings by level."""
    table = table_named(asking.connection, "satisfaction_ratings")
    query = (
        select(table.c.level, func.count())
        .where(*_dated(asking, "satisfaction_ratings", "rated_on"))
        .group_by(table.c.level)
    )
    by_level: dict[Any, int] = dict(asking.connection.execute(query).all())
    one, two, three, four, five = (by_level.get(level, 0) for level in range(1, 6))
    return RatingFacts((one, two, three, four, five))


def _dated(asking: Asking, register: str, field: str) -> tuple[Any, ...]:
    return counted_within(asking.connection, register, field, asking.first, asking.last)


def count(asking: Asking) -> CountFacts:
    """Deliverables handed over, or distinct users of the letter service. KeyError for what nobody counts."""
    by_month = {m: n for m, n in COUNTS[asking.settings["of"]](asking) if m}
    return CountFacts(sum(by_month.values()), _running(asking, by_month))


def _users(asking: Asking) -> Iterable[tuple[str, int]]:
    table = table_named(asking.connection, "letter_enquiries")
    used = (*_dated(asking, "letter_enquiries", "asked_at"), table.c.user != "")
    month = func.min(func.substr(table.c.asked_at, 1, 7)).label("month")
    typed = select(table.c.user, month).where(*used).group_by(table.c.user).subquery()
    names = func.group_concat(typed.c.user, BETWEEN)
    by_month = asking.connection.execute(
        select(typed.c.month, func.count(), names).group_by(typed.c.month)
    ).all()
    if all(are_folded(named) for _, _, named in by_month):  # as they are, but for files of older programs
        return [(iso, number) for iso, number, _ in by_month]
    first_use: dict[str, str] = {}
    for user, iso in asking.connection.execute(select(typed).order_by(typed.c.month)):
        first_use.setdefault(fold(user), iso)
    first_use.pop("", None)  # nothing that can be seen is no name
    return Counter(first_use.values()).items()


def _deliverables(asking: Asking) -> Iterable[tuple[str, int]]:
    """What was made for the year's plan, by month; what was there before the year began, from its first month on."""
    register = registers_of(asking.connection)["deliverables"]
    table = table_of(register)
    month = func.max(func.substr(cast(table.c.delivered_on, String), 1, 7), str(Month.of(asking.first)))
    query = select(month, func.count()).where(
        *counted(table),
        of_year(register, asking.plan.fiscal_year),
        table.c.delivered_on <= asking.last.isoformat(),
    )
    return [(iso, number) for iso, number in asking.connection.execute(query.group_by(month))]


# What may be counted, as core.indicators.formulas.count names it: by month, how many.
COUNTS: Mapping[str, Callable[[Asking], Iterable[tuple[str, int]]]] = {
    "users": _users,
    "deliverables": _deliverables,
}


def _running(asking: Asking, by_month: Mapping[str, int]) -> tuple[tuple[Month, int], ...]:
    total = 0
    running = []
    for month in months_of(asking.plan.fiscal_year):
        if month.first_day > asking.last:
            break
        total += by_month.get(str(month), 0)
        running.append((month, total))
    return tuple(running)


def entered(asking: Asking) -> EnteredFacts:
    """The latest value entered for the indicator."""
    table = table_named(asking.connection, "manual_results")
    query = (
        select(table.c.value, table.c.as_of, table.c.source)
        .where(
            *_dated(asking, "manual_results", "as_of"),
            func.fold(table.c.indicator) == compared(asking.indicator.code),
        )
        .order_by(table.c.as_of.desc(), table.c.id.desc())
        .limit(1)
    )
    row = asking.connection.execute(query).first()
    if row is None or not isinstance(row.value, int):
        return EnteredFacts(None)
    return EnteredFacts(Decimal(row.value) / 100, _day(row.as_of), row.source or "")


def budget_share(asking: Asking) -> BudgetFacts:
    """Allocated, committed and disbursed up to the day, and what last year left, baht."""
    table = table_named(asking.connection, "budget_entries")
    year = asking.plan.fiscal_year - 1
    ended = min(asking.as_of, last_day_of(year))
    within = table.c.entry_on.between(first_day_of(year).isoformat(), ended.isoformat())
    was_allocated, was_committed, was_disbursed = _budget_sums(asking, (*counted(table), within))
    allocated, committed, disbursed = _budget_sums(asking, _dated(asking, "budget_entries", "entry_on"))
    left = was_allocated - was_disbursed - was_committed
    return BudgetFacts(allocated, committed, disbursed, left, was_committed)


def _budget_sums(asking: Asking, conditions: Iterable[Any]) -> tuple[Decimal, Decimal, Decimal]:
    table = table_named(asking.connection, "budget_entries")
    query = select(table.c.kind, cast(func.sum(table.c.amount), Integer)).where(*conditions)
    sums: dict[str, int] = dict(asking.connection.execute(query.group_by(table.c.kind)).all())
    allocated, committed, disbursed = (
        Decimal(sums.get(kind) or 0) / 100 for kind in ("allocated", "committed", "disbursed")
    )
    return allocated, committed, disbursed


def _share_within(asking: Asking) -> ShareFacts:
    return share_within(
        asking.connection, asking.first, asking.last, asking.as_of, asking.settings, asking.calendar
    )


COUNTERS: Mapping[str, Callable[[Asking], Facts]] = {
    "ladder": ladder,
    "share_sum": share_sum,
    "monthly_mean": monthly_mean,
    "pass_rate": pass_rate,
    "share_within": _share_within,
    "top_box": top_box,
    "count": count,
    "entered": entered,
    "budget_share": budget_share,
}
