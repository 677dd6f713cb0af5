"""Formulas over a register of the office's own: by a table of cases, and against a plain computation over random records."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert
from store_desk import measured

from core.indicators.parameters import Uncomputable
from core.indicators.registry import evaluate, settings_for
from core.indicators.result import Result
from core.plan.load import bundled_plan
from core.plan.model import Target
from core.registers.declaration import read_register
from core.store.database import teach
from core.store.facts.asking import Asking
from core.store.facts.counters import facts_for
from core.store.tables.register_tables import SHIPPED, making, schema, table_of
from core.thai.calendar import government_calendar
from core.thai.fiscal import Month, months_of
from core.thai.folding import fold

PLAN, CALENDAR = bundled_plan("2563"), government_calendar()
FIRST, LAST = date(2019, 10, 1), date(2020, 9, 30)
CASES = tomllib.loads((Path(__file__).parents[1] / "cases/measures/complaints.toml").read_text("utf-8"))

FIELDS: list[dict[str, Any]] = [
    *(
        {"name": name, "type": "day", "label": label}
        for name, label in (
            ("received_on", "วันที่รับ"),
            ("closed_on", "วันที่ปิด"),
            ("cancelled_on", "วันที่ยกเลิก"),
            ("returned_on", "วันที่ส่งคืน"),
            ("resubmitted_on", "วันที่รับคืน"),
        )
    ),
    {"name": "kind", "type": "choice", "label": "ประเภท", "choices": {"noise": "เสียง", "smell": "กลิ่น"}},
    {"name": "who", "type": "text", "label": "ผู้ร้อง"},
    {"name": "tonnes", "type": "number", "label": "ตัน", "decimals": 3, "minimum": 0},
    {"name": "score", "type": "whole", "label": "คะแนน", "choices": {str(n): str(n) for n in range(1, 6)}},
    {"name": "asked_at", "type": "moment", "label": "เวลาที่ถาม"},
    {"name": "answered_at", "type": "moment", "label": "เวลาที่ตอบ"},
]
CLOSE = {"name": "close", "label": "ปิดเรื่อง", "from": "received_on", "until": "closed_on", "limit": 3}
ANSWER = {"name": "answer", "label": "ตอบ", "from": "asked_at", "until": "answered_at", "limit": 30}
ANEW = {"out_since": "returned_on", "restarts_on": "resubmitted_on"}
COMPLAINTS = read_register(
    {
        "name": "complaints",
        "title": "ทะเบียนเรื่องร้องเรียน",
        "short_title": "เรื่องร้องเรียน",
        "counted_in": "เรื่อง",
        "day": "received_on",
        "fields": FIELDS,
        "clocks": [
            {**CLOSE, "unit": "working_days", "stopped_by": "cancelled_on"},
            {**CLOSE, "name": "anew", "unit": "days", **ANEW},
            {**ANSWER, "unit": "minutes"},
            {**ANSWER, "name": "in_office", "unit": "office_minutes"},
        ],
    }
)
REGISTERS = {**SHIPPED, "complaints": COMPLAINTS}
Record = Mapping[str, Any]


@pytest.fixture(scope="module")
def memory() -> Iterator[Connection]:
    """A database in memory with the register; what a test puts in is taken back."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        teach(connection.connection.driver_connection)
        for statement in (*schema(SHIPPED), *making(table_of(COMPLAINTS))):
            connection.exec_driver_sql(statement)
        connection.commit()
        yield connection.execution_options(registers=REGISTERS)
    engine.dispose()


def put(connection: Connection, records: list[Record]) -> None:
    rows = []
    for number, record in enumerate(records):
        wires = {f.name: f.to_wire(record.get(f.name)) for f in COMPLAINTS.fields}
        marks = {"twin": record.get("twin", 0), "deleted": record.get("deleted", 0)}
        rows.append({"id": f"c{number:03}", "base": 1, "disputed": 0, **marks, **wires})
    if rows:
        connection.execute(insert(table_of(COMPLAINTS)), rows)


def computed(
    connection: Connection,
    formula: str,
    parameters: Record,
    as_of: date,
    target: Decimal | None = None,
    months: int = 12,
    comparison: str = "ge",
) -> Result:
    """The figures of a formula over what the register holds of the year, or of the day's quarter (3 months) or month alone."""
    of: dict[int, list[Target]] = {
        3: [Target(2563, "", Decimal(10), quarter=n) for n in range(1, 5)],
        1: [Target(2563, "", Decimal(10), month=month) for month in months_of(2563)],
    }
    own = {} if formula in ("ratio", "weighted_mean") else {"register": "complaints"}
    base = PLAN.indicator("3")
    indicator = replace(
        base,
        code="X",
        unit="ตัน",
        formula=formula,
        parameters={**own, **parameters},
        comparison=comparison,
        target=target,
        cumulative=months == 12,
        period_targets=tuple(of.get(months, ())),
        changes=(),
    )
    plan = replace(PLAN, indicators=(indicator,))
    asked = Asking(connection, plan, indicator, settings_for(plan, indicator), CALENDAR, as_of)
    return evaluate(indicator, facts_for(asked), as_of, 2563, asked.measure)


def same(written: str | None, value: Decimal | None) -> bool:
    if written is None or value is None:
        return written == value
    return round(value, -Decimal(written).as_tuple().exponent) == Decimal(written)


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_as_written(memory: Connection, name: str) -> None:
    case = CASES[name]
    numbers = {"tonnes": Decimal}
    records = [{k: numbers.get(k, lambda v: v)(v) for k, v in record.items()} for record in case["records"]]
    try:
        put(memory, records)
        found = computed(
            memory,
            case["formula"],
            case["parameters"],
            case["as_of"],
            Decimal(case.get("target", 10)),
            case.get("months", 12),
            case.get("comparison", "ge"),
        )
    finally:
        memory.rollback()
    for key in ("value", "worst", "best"):
        assert same(case.get(key), getattr(found, key)), (key, getattr(found, key))
    assert found.open == case.get("open", 0)
    assert list(found.warnings) == case.get("warnings", [])
    assert case.get("to_do", found.to_do) == found.to_do


# A plain computation over random records


NEAR = [FIRST, date(2019, 11, 4), date(2020, 1, 1), date(2020, 9, 30)]
DAYS = [day + timedelta(days=n) for day in NEAR for n in range(-4, 5)]


def random_record(chance: Random) -> Record:
    def day(*, often: float = 0.8) -> date | None:
        return chance.choice(DAYS) if chance.random() < often else None

    def moment(day: date | None) -> datetime | None:
        minute = chance.choice([0, 505, 510, 511, 980, 990, 991, 1410, 1439])
        return day and datetime(day.year, day.month, day.day) + timedelta(minutes=minute)

    asked = moment(day())
    late = timedelta(minutes=chance.choice([1, 29, 30, 31, 900]))
    return {
        "received_on": day(often=0.95),
        "closed_on": day(often=0.6),
        "cancelled_on": day(often=0.1),
        "returned_on": day(often=0.3),
        "resubmitted_on": day(often=0.3),
        "kind": chance.choice(["noise", "smell", None]),
        "who": chance.choice(["น้ำ ๑", "น\u0e4d\u0e49า 1", "ก", "", None]),
        "tonnes": chance.choice([Decimal("0.125"), Decimal(2), None]),
        "score": chance.choice([1, 3, 5, None]),
        "asked_at": asked,
        "answered_at": asked and chance.choice([asked + late, None]),
        "twin": int(chance.random() < 0.1),
        "deleted": int(chance.random() < 0.1),
    }


def come(value: Any, as_of: date) -> bool:
    return value is not None and (value.date() if isinstance(value, datetime) else value) <= as_of


def counting(
    records: list[Record], as_of: date, kind: str | None, months: int = 12
) -> list[tuple[str, Record]]:
    """By id, those that count: of the year, or its quarter or month alone, come by the day, not cancelled, of the kind."""
    place = (as_of.year - 2019) * 12 + as_of.month - 10
    within = FIRST <= as_of <= LAST
    first = months_of(2563)[place - place % months].first_day if within else FIRST
    return [
        (f"c{number:03}", r)
        for number, r in enumerate(records)
        if not (r["twin"] or r["deleted"])
        and come(r["received_on"], min(as_of, LAST))
        and r["received_on"] >= first
        and not come(r["cancelled_on"], as_of)
        and kind in (None, r["kind"])
    ]


def last_moment(asked: datetime, *, office: bool) -> datetime:
    """The thirtieth minute after, minute by minute."""
    left, moment = 30, asked
    while left:
        moment += timedelta(minutes=1)
        minute = moment.hour * 60 + moment.minute
        is_open = CALENDAR.is_working_day(moment.date()) and 510 < minute <= 990
        left -= 1 if is_open or not office else 0
    return moment


def verdict(clock: str, r: Record, as_of: date) -> str | None:
    """met, late or open by a clock; None where it hasn't begun."""
    if clock in ("answer", "in_office"):
        if not come(r["asked_at"], as_of):
            return None
        limit = last_moment(r["asked_at"], office=clock == "in_office")
        if come(r["answered_at"], as_of):
            return "met" if r["answered_at"] <= limit else "late"
        return "late" if limit.date() <= as_of else "open"
    began, done = r["received_on"], come(r["closed_on"], as_of)
    if clock == "anew":
        back = come(r["resubmitted_on"], as_of)
        if come(r["returned_on"], as_of) and not back and not done:
            return "open"
        due = max(began, r["resubmitted_on"] if back else began) + timedelta(days=3)
    else:
        due, left = began, 3
        while left:
            due += timedelta(days=1)
            left -= CALENDAR.is_working_day(due)
    if done:
        return "met" if r["closed_on"] <= due else "late"
    return "late" if due <= as_of else "open"


def share(verdicts: list[str], *, still: str = "") -> Fraction | None:
    """In time x 100 / settled; with ``still`` the open ones count as that."""
    known = [still or v if v == "open" else v for v in verdicts]
    settled = [v for v in known if v != "open"]
    return Fraction(settled.count("met") * 100, len(settled)) if settled else None


def mean(numbers: list[Any]) -> Fraction | None:
    known = [Fraction(n) for n in numbers if n is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def worst_of(verdicts: list[str]) -> str:
    return next(v for v in ("late", "open", "met") if v in verdicts)


def in_time(chosen: list[tuple[str, Record]], as_of: date, given: Record, still: str = "") -> Fraction | None:
    """The share in time by hand, in the way the parameters ask for."""
    judged = [(i, r, v) for i, r in chosen if (v := verdict(given["clock"], r, as_of))]

    def of(items: list[tuple[str, Record, str]]) -> Fraction | None:
        if not given.get("each"):
            return share([v for *_, v in items], still=still)
        by: dict[str, list[str]] = {}
        for i, r, v in items:
            by.setdefault(fold(r["who"] or "") or i, []).append(v)
        return share([worst_of(vs) for vs in by.values()], still=still)

    if given["by"] == "year":
        return of(judged)
    step = 1 if given["by"] == "mean_of_months" else 3

    def period(r: Record) -> int:
        month = Month.of(r["received_on"])
        return ((month.year - 2019) * 12 + month.month - 10) // step

    return mean([of([j for j in judged if period(j[1]) == p]) for p in {period(r) for _, r, _ in judged}])


def exactly(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value).limit_denominator(10**9)


@measured(15)
@given(st.randoms(use_true_random=True), st.sampled_from(DAYS))
def test_figures_are_those_of_a_plain_computation(memory: Connection, chance: Random, as_of: date) -> None:
    records = [random_record(chance) for _ in range(25)]
    kind, months = chance.choice(["noise", None]), chance.choice([12, 12, 3, 1])
    chosen = counting(records, as_of, kind, months)
    rows = [r for _, r in chosen]
    kept = {"filter": [["kind", "=", kind]]} if kind else {}
    tonnes = [r["tonnes"] for r in rows if r["tonnes"] is not None]
    scored = [(r["received_on"], i, r["score"]) for i, r in chosen if r["score"] is not None]
    good = sum((r["score"] or 0) >= 3 for r in rows)
    table = {"register": "complaints", **kept}
    plain: list[tuple[str, Record, Any]] = [
        ("count", kept, len(rows)),
        ("count", {**kept, "distinct": "who"}, len({fold(r["who"] or "") for r in rows} - {""})),
        ("sum", {**kept, "field": "tonnes"}, sum(tonnes, Decimal(0))),
        ("mean", {**kept, "field": "tonnes"}, mean(tonnes)),
        ("share", {**kept, "meets": [["score", ">=", 3]]}, Fraction(good * 100, len(rows)) if rows else None),
        ("last", {**kept, "field": "score"}, max(scored)[2] if scored else None),
        (
            "ratio",
            {"over": {**table, "field": "tonnes"}, "under": table, "times": 10},
            Fraction(sum(tonnes, Decimal(0))) * 10 / len(rows) if rows else None,
        ),
    ]
    try:
        put(memory, records)
        for formula, given_, expected in plain:
            found = exactly(computed(memory, formula, given_, as_of, months=months).value)
            assert found == (None if expected is None else Fraction(expected)), (formula, given_)
        for _ in range(6):
            asked = {
                "clock": chance.choice(["close", "anew", "answer", "in_office"]),
                "by": chance.choice(["year", "mean_of_months", "mean_of_quarters"]),
                **({"each": "who"} if chance.random() < 0.4 else {}),
            }
            found = computed(memory, "share_in_time", {**kept, **asked}, as_of, months=months)
            ways = (found.value, ""), (found.worst, "late"), (found.best, "met")
            for value, still in ways:
                assert exactly(value) == in_time(chosen, as_of, asked, still), (asked, still)
    finally:
        memory.rollback()


@pytest.mark.parametrize(
    ("formula", "parameters", "said"),
    [
        ("count", {"register": "gone"}, 'ไม่มีทะเบียน "gone"'),
        ("count", {"filter": [["gone", "=", 1]]}, 'ไม่มีช่อง "gone"'),
        ("count", {"filter": [["kind", "=", "loud"]]}, "loud"),
        ("count", {"filter": "kind"}, "เงื่อนไข"),
        ("sum", {}, "ยังไม่ได้เลือกช่อง"),
        ("sum", {"field": "who"}, "ไม่ใช่ตัวเลข"),
        ("mean", {"field": "gone"}, 'ไม่มีช่อง "gone"'),
        ("share", {}, "ยังไม่ได้เลือกเงื่อนไข"),
        ("share_in_time", {"clock": "gone"}, 'ไม่มีกำหนดเวลา "gone"'),
        ("share_in_time", {"clock": "close", "day": "who"}, "ไม่ใช่วันที่"),
        ("ratio", {}, "ยังไม่ได้เลือกตัวตั้ง"),
        ("ratio", {"over": {"indicator": "X"}, "under": {"register": "complaints"}}, "วงกลม (X → X)"),
        ("ratio", {"over": {"indicator": "9"}, "under": {"register": "complaints"}}, "9 ซึ่งไม่มีในแผน"),
        ("weighted_mean", {}, "ยังไม่ได้เลือกตัวชี้วัด"),
        ("weighted_mean", {"of": ["X"], "weights": [1]}, "วงกลม"),
    ],
)
def test_what_is_not_there_is_said(memory: Connection, formula: str, parameters: Record, said: str) -> None:
    with pytest.raises(Uncomputable, match=said.replace("(", r"\(").replace(")", r"\)")):
        computed(memory, formula, parameters, LAST)
