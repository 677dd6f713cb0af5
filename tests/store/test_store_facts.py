"""Every counter of facts against a plain count in Python over the same few records, at days around every edge."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert
from store_desk import measured

from core.indicators.facts import (
    BudgetFacts,
    CountFacts,
    EnteredFacts,
    PassFacts,
    ShareFacts,
    ShareMonth,
)
from core.indicators.formulas.top_box import levels_of
from core.indicators.registry import settings
from core.plan.load import bundled_plan
from core.registers.deadlines import last_in_time
from core.store.database import teach
from core.store.facts.asking import Asking
from core.store.facts.counters import facts_for
from core.store.facts.in_time import Timing
from core.store.tables.register_tables import SHIPPED, schema, table_of
from core.thai.calendar import government_calendar
from core.thai.fiscal import Month, fiscal_year_of
from core.thai.folding import fold

PLAN = bundled_plan("2563")
CALENDAR = government_calendar()
FIRST, LAST = date(2019, 10, 1), date(2020, 9, 30)

Rows = list[dict[str, Any]]


# One of them is typed in three ways, one is nothing but what nobody can see.
USERS = st.sampled_from(["ก", "น้ำ ๑", "น\u0e4d\u0e49า 1", "น้ำ\u00a0 1\u200b", "\u200b", None])


@pytest.fixture(scope="module")
def memory() -> Iterator[Connection]:
    """A database of the current schema in memory; what a test puts in is taken back."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        teach(connection.connection.driver_connection)
        for statement in schema(SHIPPED):
            connection.exec_driver_sql(statement)
        connection.commit()
        yield connection.execution_options(registers=SHIPPED)
    engine.dispose()


def counted(memory: Connection, code: str, as_of: date, tables: Mapping[str, Rows], **changed: Any) -> Any:
    """The facts of an indicator over these rows."""
    indicator = PLAN.indicator(code)
    asked = {**settings(indicator), **changed}
    try:
        for name, rows in tables.items():
            plain = {"base": 1, "twin": 0, "deleted": 0, "disputed": 0}
            filled = [{"id": f"{name}-{n}", **plain, **row} for n, row in enumerate(rows)]
            columns = {key for row in filled for key in row}
            if filled:
                memory.execute(
                    insert(table_of(SHIPPED[name])), [{**dict.fromkeys(columns), **row} for row in filled]
                )
        return facts_for(Asking(memory, PLAN, indicator, asked, CALENDAR, as_of))
    finally:
        memory.rollback()


def days(*around: str, spread: int = 12) -> st.SearchStrategy[date]:
    """Days close to the ones named."""
    near = st.sampled_from([date.fromisoformat(day) for day in around])
    return st.builds(lambda day, off: day + timedelta(days=off), near, st.integers(-spread, spread))


# Around both ends of the year, and the holidays of early November.
EDGES = days("2019-10-01", "2019-11-04", "2020-09-30")
COUNTS = st.fixed_dictionaries(
    {"twin": st.sampled_from([0, 0, 0, 1]), "deleted": st.sampled_from([0, 0, 0, 1])}
)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def rows_of(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Rows]:
    row = st.builds(lambda counts, values: {**counts, **values}, COUNTS, st.fixed_dictionaries(fields))
    return st.lists(row, max_size=7)


def valid(rows: Rows) -> Rows:
    return [row for row in rows if not row["twin"] and not row["deleted"]]


def of_year(day: date | None, as_of: date) -> bool:
    return day is not None and FIRST <= day <= min(LAST, as_of)


def had(day: date | None, as_of: date) -> bool:
    """True where the day has come by the end of the as-of day."""
    return day is not None and day <= as_of


# Indicator 3

OPTIONAL = st.none() | EDGES
REQUEST_ROWS = rows_of(
    received_on=OPTIONAL,
    cheque_on=OPTIONAL,
    cancelled_on=st.none() | st.none() | EDGES,
    returned_on=st.none() | EDGES,
    resubmitted_on=st.none() | EDGES,
    procurement=st.sampled_from(["w119", "w119", "other"]),
)


def verdict(row: dict[str, Any], as_of: date, clock: str) -> str:
    began, out = row["received_on"], False
    if clock == "resubmission":
        back = had(row["resubmitted_on"], as_of)
        began = max(began, row["resubmitted_on"]) if back else began
        out = had(row["returned_on"], as_of) and not back
    due = CALENDAR.nth_working_day_after(began, 7)
    if had(row["cheque_on"], as_of):
        return "on_time" if row["cheque_on"] <= due else "late"
    return "open" if due > as_of or out else "late"


def requests_by_hand(rows: Rows, as_of: date, clock: str) -> ShareFacts:
    months: dict[Month, Counter[str]] = {}
    for row in valid(rows):
        out = row["procurement"] != "w119" or had(row["cancelled_on"], as_of)
        if not out and of_year(row["received_on"], as_of):
            tally = months.setdefault(Month.of(row["received_on"]), Counter())
            tally[verdict(row, as_of, clock)] += 1
    return ShareFacts.of_months(
        tuple(ShareMonth(m, t.total(), t["on_time"], t["late"], t["open"]) for m, t in sorted(months.items()))
    )


def stored_days(rows: Rows) -> Rows:
    return [{k: iso(v) if isinstance(v, date) else v for k, v in row.items()} for row in rows]


@measured(80)
@given(rows=REQUEST_ROWS, as_of=EDGES, clock=st.sampled_from(["first_receipt", "resubmission"]))
def test_requests_are_counted_as_by_hand(memory, rows, as_of, clock):
    found = counted(memory, "3", as_of, {"finance_requests": stored_days(rows)}, clock=clock)
    assert found == requests_by_hand(rows, as_of, clock)


def tally(memory: Connection, as_of: str, clock: str = "first_receipt", **row: str) -> tuple[int, int, int]:
    """On time, late and open of a single request."""
    found = counted(
        memory,
        "3",
        date.fromisoformat(as_of),
        {"finance_requests": [{"procurement": "w119", **row}]},
        clock=clock,
    )
    (month,) = found.months or (ShareMonth(Month(2019, 10), 0, 0, 0, 0),)
    return month.met, month.missed, month.open


@pytest.mark.parametrize(
    ("as_of", "row", "expected"),
    [
        # Received 24 Oct 2019: due 6 Nov (4 and 5 November were special days).
        ("2019-11-05", {"received_on": "2019-10-24"}, (0, 0, 1)),
        ("2019-11-06", {"received_on": "2019-10-24"}, (0, 1, 0)),
        ("2019-11-06", {"received_on": "2019-10-24", "cheque_on": "2019-11-06"}, (1, 0, 0)),
        ("2019-11-07", {"received_on": "2019-10-24", "cheque_on": "2019-11-07"}, (0, 1, 0)),
        ("2019-11-05", {"received_on": "2019-10-24", "cheque_on": "2019-11-06"}, (0, 0, 1)),
        # Received on a holiday: counted in the same way.
        ("2020-05-01", {"received_on": "2020-04-22", "cheque_on": "2020-05-01"}, (1, 0, 0)),
        ("2019-10-25", {"received_on": "2019-10-13", "cheque_on": "2019-10-24"}, (1, 0, 0)),
        # A cheque on the Saturday after the seventh day is late.
        ("2019-10-31", {"received_on": "2019-10-08", "cheque_on": "2019-10-19"}, (0, 1, 0)),
        # Received 28 September, paid 2 October: of this year, and on time.
        ("2020-10-02", {"received_on": "2020-09-28", "cheque_on": "2020-10-02"}, (1, 0, 0)),
        ("2020-10-01", {"received_on": "2020-09-28", "cheque_on": "2020-10-02"}, (0, 0, 1)),
        ("2026-01-01", {"received_on": "2020-09-28"}, (0, 1, 0)),
        ("2020-10-02", {"received_on": "2020-10-01"}, (0, 0, 0)),
        # Cancelled after the as-of day: it still counts.
        ("2019-11-05", {"received_on": "2019-10-24", "cancelled_on": "2019-11-06"}, (0, 0, 1)),
        ("2019-11-06", {"received_on": "2019-10-24", "cancelled_on": "2019-11-06"}, (0, 0, 0)),
        # A day that makes no sense is none.
        ("2019-11-06", {"received_on": "2019-10-24", "cheque_on": "?5"}, (0, 1, 0)),
        ("2019-11-06", {"received_on": "?5"}, (0, 0, 0)),
    ],
)
def test_requests_at_the_edges(memory, as_of, row, expected):
    assert tally(memory, as_of, **row) == expected


@pytest.mark.parametrize(
    ("as_of", "row", "expected"),
    [
        ("2019-11-30", {"returned_on": "2019-10-25"}, (0, 0, 1)),  # out for correction: no due day
        ("2019-11-05", {"returned_on": "2019-10-25", "resubmitted_on": "2019-11-06"}, (0, 0, 1)),
        ("2019-11-14", {"returned_on": "2019-10-25", "resubmitted_on": "2019-11-06"}, (0, 0, 1)),
        ("2019-11-15", {"returned_on": "2019-10-25", "resubmitted_on": "2019-11-06"}, (0, 1, 0)),
        ("2019-11-15", {"resubmitted_on": "2019-11-06", "cheque_on": "2019-11-15"}, (1, 0, 0)),
        ("2026-01-05", {"resubmitted_on": "2025-12-29", "cheque_on": "2025-12-30"}, (1, 0, 0)),
        ("2019-11-15", {"resubmitted_on": "2018-01-05", "cheque_on": "2019-11-06"}, (1, 0, 0)),
        ("2019-11-15", {"resubmitted_on": "?1", "cheque_on": "2019-11-06"}, (1, 0, 0)),
    ],
)
def test_the_clock_begun_anew_at_resubmission(memory, as_of, row, expected):
    assert tally(memory, as_of, "resubmission", received_on="2019-10-24", **row) == expected


def test_a_years_count_reads_the_covering_index_alone(memory):
    indicator = PLAN.indicator("3")
    asking = Asking(memory, PLAN, indicator, settings(indicator), CALENDAR, LAST)
    query = Timing(asking.measure, asking.span, asking.calendar).by_month(()).compile(memory)
    values = tuple(query.params[name] for name in query.positiontup)
    plan = memory.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
    memory.rollback()
    assert any(
        "COVERING INDEX finance_requests.clock.pay (received_on=? AND procurement=?" in row[-1]
        for row in plan
    )
    assert not any(row[-1].startswith("SCAN finance_requests") for row in plan)


# Indicator 2

AUDIT_MONTHS = [Month(2020, m) for m in range(1, 7)]
AUDIT_DAYS = days("2020-01-31", "2020-03-01", "2020-06-30", spread=35)


@measured(60)
@given(
    audits=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([*AUDIT_MONTHS, Month(2019, 12), Month(2021, 1)]),
            st.none() | AUDIT_DAYS,
            st.none() | st.sampled_from([0, 7999, 8000, 10000]),
            st.booleans(),
        ),
        max_size=14,
        unique_by=lambda audit: audit[:2],
    ),
    gone=st.booleans(),
    as_of=AUDIT_DAYS,
)
def test_audits_are_counted_as_by_hand(memory, audits, gone, as_of):
    centres = [{"code": f"c{n}", "deleted": int(gone and n == 2)} for n in range(3)]
    rows = [
        {"centre": f"c{c}", "month": str(m), "audited_on": iso(day), "score": score, "deleted": int(deleted)}
        for c, m, day, score, deleted in audits
    ]
    found = counted(memory, "2", as_of, {"info_centres": centres, "centre_audits": rows})
    assert isinstance(found, PassFacts)
    groups: Counter[tuple[int, int]] = Counter()
    for c in range(2 if gone else 3):
        mine = {
            m: score for k, m, day, score, deleted in audits if k == c and not deleted and had(day, as_of)
        }
        passed = sum(mine[m] is not None and mine[m] >= 8000 for m in AUDIT_MONTHS if m in mine)
        still = sum(as_of < m.next().last_day and m not in mine for m in AUDIT_MONTHS)
        groups[passed, still] += 1
    assert {(g.passed, g.open): g.count for g in found.groups} == groups
    known = [
        (m, score)
        for c, m, day, score, deleted in audits
        if m in AUDIT_MONTHS and not deleted and had(day, as_of) and not (gone and c == 2)
    ]
    by_month = {
        m: (sum(k == m for k, _ in known), sum(k == m and (s or 0) >= 8000 for k, s in known))
        for m, _ in known
    }
    assert {m: (audited, passed) for m, audited, passed in found.by_month} == by_month


# Indicators 5.2 and 5.3

MOMENTS = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day) + timedelta(minutes=minute),
    days("2019-10-01", "2020-06-05", "2020-09-30", spread=2),
    st.sampled_from([0, 509, 510, 511, 960, 980, 989, 990, 991, 1425, 1439]),
)


def in_time_until(asked: datetime, minutes: int, hours: str) -> datetime:
    """The last moment in time, found minute by minute."""
    moment, left = asked, minutes
    while left:
        moment += timedelta(minutes=1)
        minute = moment.hour * 60 + moment.minute
        open_then = CALENDAR.is_working_day(moment.date()) and 8 * 60 + 30 < minute <= 16 * 60 + 30
        left -= 1 if hours == "clock" or open_then else 0
    return moment


def enquiries_by_hand(rows: Rows, as_of: date, minutes: int, hours: str, count: str) -> ShareFacts:
    found = []
    for n, row in enumerate(rows):
        asked, done = row["asked_at"], row["acknowledged_at"]
        if row["twin"] or row["deleted"] or not (asked and of_year(asked.date(), as_of)):
            continue
        limit = in_time_until(asked, minutes, hours)
        done = done if done and done.date() <= as_of else None
        missed = done > limit if done else limit.date() <= as_of
        verdict = "missed" if missed else ("met" if done else "open")
        found.append((Month.of(asked.date()), fold(row["user"] or "") or n, verdict))

    def told(items: list[tuple[Month, Any, str]]) -> tuple[int, int, int]:
        verdicts = [v for _, _, v in items]
        if count == "users":
            by_user: dict[Any, set[str]] = {}
            for _, user, v in items:
                by_user.setdefault(user, set()).add(v)
            verdicts = [next(v for v in ("missed", "open", "met") if v in vs) for vs in by_user.values()]
        return verdicts.count("met"), verdicts.count("missed"), verdicts.count("open")

    months = tuple(
        ShareMonth(m, sum(t), *t)
        for m in sorted({m for m, _, _ in found})
        for t in [told([item for item in found if item[0] == m])]
    )
    year = told(found)
    return ShareFacts(sum(year), *year, months)


@measured(80)
@given(
    rows=rows_of(
        user=USERS,
        asked_at=st.none() | MOMENTS,
        acknowledged_at=st.none() | MOMENTS,
    ),
    as_of=days("2019-10-01", "2020-06-05", "2020-09-30", spread=3),
    hours=st.sampled_from(["clock", "office"]),
    count=st.sampled_from(["enquiries", "users"]),
)
def test_enquiries_are_counted_as_by_hand(memory, rows, as_of, hours, count):
    stored = [
        {k: v.strftime("%Y-%m-%dT%H:%M") if isinstance(v, datetime) else v for k, v in row.items()}
        for row in rows
    ]
    found = counted(memory, "5.2", as_of, {"letter_enquiries": stored}, hours=hours, count=count)
    assert found == enquiries_by_hand(rows, as_of, 15, hours, count)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2020-06-05T16:20", "2020-06-08T08:35"),  # a Friday: over the weekend
        ("2020-06-05T16:15", "2020-06-05T16:30"),
        ("2020-06-05T05:00", "2020-06-05T08:45"),
        ("2020-06-06T12:00", "2020-06-08T08:45"),
        ("2020-07-03T16:30", "2020-07-08T08:45"),  # 6 and 7 July were holidays
    ],
)
def test_office_time_runs_on_working_days_only(asked, expected):
    clock = SHIPPED["letter_enquiries"].clocks[0]
    office = replace(clock, limit=15, unit="office_minutes")
    assert last_in_time(office, datetime.fromisoformat(asked), CALENDAR) == datetime.fromisoformat(expected)


def test_an_enquiry_answered_but_never_acknowledged_is_not_acknowledged(memory):
    row = {"user": "ก", "asked_at": "2020-06-05T09:00", "answered_at": "2020-06-05T09:10"}
    assert counted(memory, "5.2", date(2020, 6, 30), {"letter_enquiries": [row]}).missed == 1
    assert counted(memory, "5.3", date(2020, 6, 30), {"letter_enquiries": [row]}).met == 1


def test_moments_that_make_no_sense_stop_nothing(memory):
    rows = [{"asked_at": "2020-02-31T09:00"}, {"asked_at": "2020-02-03T09:00", "acknowledged_at": "เช้า"}]
    found = counted(memory, "5.2", date(2020, 6, 30), {"letter_enquiries": rows})
    assert (found.total, found.missed) == (1, 1)


# Counts, ratings, entries, budget


@measured(40)
@given(rows=rows_of(user=USERS, asked_at=st.none() | MOMENTS), as_of=EDGES)
def test_users_are_counted_once(memory, rows, as_of):
    stored = [{**row, "asked_at": row["asked_at"] and row["asked_at"].isoformat()[:16]} for row in rows]
    found = counted(memory, "5.1", as_of, {"letter_enquiries": stored})
    asked = [r for r in valid(rows) if r["asked_at"] and of_year(r["asked_at"].date(), as_of) and r["user"]]
    assert isinstance(found, CountFacts)
    assert found.count == len({fold(r["user"]) for r in asked} - {""})
    for month, running in found.by_month:
        assert running == len(
            {fold(r["user"]) for r in asked if r["asked_at"].date() <= month.last_day} - {""}
        )


@measured(40)
@given(rows=rows_of(delivered_on=OPTIONAL), as_of=EDGES)
def test_deliverables_are_counted(memory, rows, as_of):
    found = counted(memory, "4.2", as_of, {"deliverables": stored_days(rows)})
    mine = [r["delivered_on"] for r in valid(rows) if of_year(r["delivered_on"], as_of)]
    assert found.count == len(mine)
    begun = [m for m, _ in found.by_month]
    assert all(m.first_day <= min(as_of, LAST) for m in begun)
    assert [n for _, n in found.by_month] == [sum(d <= m.last_day for d in mine) for m in begun]


@measured(40)
@given(rows=rows_of(rated_on=OPTIONAL, level=st.sampled_from([None, 1, 2, 3, 4, 5, 9, "?5"])), as_of=EDGES)
def test_ratings_are_counted_by_level(memory, rows, as_of):
    found = counted(memory, "5.4", as_of, {"satisfaction_ratings": stored_days(rows)})
    mine = Counter(r["level"] for r in valid(rows) if of_year(r["rated_on"], as_of))
    assert levels_of(found) == tuple(mine[level] for level in range(1, 6))


@measured(40)
@given(rows=rows_of(as_of=OPTIONAL, value=st.none() | st.integers(-5, 5) | st.just("?x")), as_of=EDGES)
def test_the_latest_entered_value_holds(memory, rows, as_of):
    stored = [{**row, "indicator": "D3.1", "source": "สนค."} for row in stored_days(rows)]
    found = counted(
        memory,
        "D3.1",
        as_of,
        {"manual_results": [*stored, {**stored[0], "indicator": "D3.2"}] if stored else []},
    )
    mine = [
        (r["as_of"], n, r["value"])
        for n, r in enumerate(rows)
        if r in valid(rows) and of_year(r["as_of"], as_of) and isinstance(r["value"], int)
    ]
    if not mine:
        assert found == EnteredFacts(None)
    else:
        day, _, value = max(mine, key=lambda m: m[:2])
        assert found == EnteredFacts(Decimal(value) / 100, day, "สนค.")


BOTH_YEARS = st.none() | st.sampled_from([date(2018, 9, 30), date(2018, 10, 1), date(2019, 9, 30)]) | EDGES
KINDS = st.sampled_from(["allocated", "committed", "disbursed", "other", None])


@measured(40)
@given(rows=rows_of(entry_on=BOTH_YEARS, kind=KINDS, amount=st.none() | st.integers(-500, 500)), as_of=EDGES)
def test_the_budget_is_summed(memory, rows, as_of):
    indicator = replace(PLAN.indicator("D2.1"), formula="budget_share", parameters={})
    asking = Asking(memory, PLAN, indicator, settings(indicator), CALENDAR, as_of)
    try:
        filled = [{"id": str(n), "base": 1, "disputed": 0, **row} for n, row in enumerate(stored_days(rows))]
        if filled:
            memory.execute(insert(table_of(SHIPPED["budget_entries"])), filled)
        found = facts_for(asking)
    finally:
        memory.rollback()
    sums, last = Counter[str](), Counter[str]()
    for row in valid(rows):
        if of_year(row["entry_on"], as_of):
            sums[row["kind"]] += row["amount"] or 0
        held = row["entry_on"] is not None and row["entry_on"] <= as_of
        if held and fiscal_year_of(row["entry_on"]) == PLAN.fiscal_year - 1:
            last[row["kind"]] += row["amount"] or 0
    left = last["allocated"] - last["disbursed"] - last["committed"]
    expected = (*(sums[k] for k in ("allocated", "committed", "disbursed")), left, last["committed"])
    assert found == BudgetFacts(*(Decimal(satang) / 100 for satang in expected))


# Steps and parts


@measured(40)
@given(
    finished=st.lists(
        st.tuples(st.integers(1, 6), st.none() | EDGES, st.sampled_from([2563, 2562])), max_size=6
    ),
    as_of=EDGES,
)
def test_steps_finished_by_the_day_are_finished(memory, finished, as_of):
    rows = [
        {"fiscal_year": year, "project": 1, "step": step, "part": step, "finished_on": iso(day)}
        for step, day, year in {step: (step, day, year) for step, day, year in finished}.values()
    ]
    steps = [{k: v for k, v in row.items() if k != "part"} for row in rows]
    parts = [{k: v for k, v in row.items() if k not in ("step", "project")} for row in rows]
    expected = {
        row["step"]: date.fromisoformat(row["finished_on"])
        for row in rows
        if row["fiscal_year"] == 2563
        and row["finished_on"]
        and row["finished_on"] <= min(as_of, LAST).isoformat()
    }
    for code, table in (("1", {"project_steps": steps}), ("4.1", {"study_parts": parts})):
        found = counted(memory, code, as_of, table)
        known = {s.number for s in found.steps}
        assert {s.number: s.finished_on for s in found.steps if s.finished_on} == {
            n: day for n, day in expected.items() if n in known
        }


def test_a_step_finished_on_a_day_that_is_none_is_not_finished(memory):
    row = {"fiscal_year": 2563, "project": 1, "step": 1, "finished_on": "2020-02-31"}
    found = counted(memory, "1", date(2020, 9, 30), {"project_steps": [row]})
    assert [s.finished_on for s in found.steps] == [None] * len(found.steps)
    assert [s.share for s in found.steps] == [Decimal(n) for n in (10, 20, 50, 80, 100)]
