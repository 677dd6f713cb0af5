"""The records behind a figure over any register add up to it, on any day of the year."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from core.indicators.result import Result
from core.office import Office, WorkingRecord
from core.office.figures import results, touching, workings
from core.plan.model import Indicator, Plan

DAYS = [date(2019, 12, 31), date(2020, 6, 30), date(2020, 10, 15)]
REQUESTS = {"register": "finance_requests", "filter": [["procurement", "=", "w119"]]}
ENQUIRIES = {"register": "letter_enquiries"}
AUDITS = {"items": "info_centres", "audits": "centre_audits", "item": "centre", "month": "month"}
Given = dict[str, Any]
CASES: list[tuple[str, Given]] = [
    ("count", REQUESTS),
    ("count", {**REQUESTS, "day": "cheque_on"}),
    ("count", {**ENQUIRIES, "distinct": "user"}),
    ("sum", {**REQUESTS, "field": "amount"}),
    ("mean", {"register": "satisfaction_ratings", "field": "level"}),
    ("share", {**REQUESTS, "meets": [["cheque_on", "filled"]]}),
    ("share_in_time", {**REQUESTS, "clock": "pay"}),
    ("share_in_time", {**ENQUIRIES, "clock": "answer"}),
    ("pass_rate", {**AUDITS, "score": "score", "at_least": 80, "times": 3, "denominator": "items"}),
    ("last", {"register": "satisfaction_ratings", "field": "level"}),
    ("ratio", {"over": REQUESTS, "under": {"register": "satisfaction_ratings"}, "times": 1}),
]


def asked(office: Office, formula: str, given: Given, day: date) -> tuple[Result, tuple[WorkingRecord, ...]]:
    """The figures of a formula in place of another indicator's, and the records behind them."""
    plan: Plan = office.session.plan(2563)
    wanted: Indicator = replace(plan.indicator("3"), formula=formula, parameters=given, changes=())
    with office.session.reading() as connection:
        calendar = office.session.calendar
        found = results.result(connection, plan, wanted, calendar, day)
        return found, workings.records_behind(connection, plan, wanted, calendar, day)


def numbers(office: Office, records: list[WorkingRecord], field: str) -> list[Fraction]:
    values = (office.records.record(r.register, r.record_id).values[field] for r in records)
    return [Fraction(value) for value in values if isinstance(value, Decimal | int)]


def expected(
    office: Office, formula: str, given: Given, records: tuple[WorkingRecord, ...]
) -> Fraction | None:
    """The value that follows from the records behind it."""
    verdicts = Counter(record.verdict for record in records)
    counted = [record for record in records if record.verdict == "for"]
    if formula == "count":
        return Fraction(len(counted))
    if formula in ("share", "share_in_time"):
        settled = verdicts["for"] + verdicts["against"]
        return Fraction(verdicts["for"] * 100, settled) if settled else None
    if formula == "pass_rate":
        return Fraction(len(counted) * 100, len(records))
    if formula == "ratio":
        upper, lower = (
            sum(r.register == name for r in counted) for name in ("finance_requests", "satisfaction_ratings")
        )
        return Fraction(upper, lower) if lower else None
    values = numbers(office, counted, given["field"])
    if formula == "sum":
        return sum(values, Fraction(0))
    return sum(values, Fraction(0)) / len(values) if values else None


def exactly(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value).limit_denominator(10**9)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(("formula", "given"), CASES)
def test_the_records_behind_a_figure_add_up_to_it(
    sample_year: Office, formula: str, given: Given, day: date
) -> None:
    found, records = asked(sample_year, formula, given, day)
    assert found.fault == ""
    assert exactly(found.value) == expected(sample_year, formula, given, records)
    if formula == "share_in_time":
        assert found.open == Counter(record.verdict for record in records)["open"]
    assert all(record.label and record.detail and "\n" not in record.detail for record in records)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_2563_counts_by_name_can_be_chosen_too(sample_year: Office, day: date) -> None:
    """The same figures as the plan's own formulas, of the registers they count."""
    figures = {row.indicator.code: row.result for row in sample_year.figures.indicators(2563, day)}
    chosen: dict[str, tuple[str, Given]] = {
        "2": ("pass_rate", {**AUDITS, "score": "score", "at_least": 80, "denominator": 72}),
        "3": ("share_in_time", {**REQUESTS, "clock": "pay", "by": "mean_of_months"}),
        "4.1": ("share_sum", {"source": "study_parts"}),
        "4.2": ("count", {"register": "deliverables"}),
        "5.1": ("count", {**ENQUIRIES, "distinct": "user"}),
        "5.2": ("share_in_time", {**ENQUIRIES, "clock": "acknowledge"}),
        "5.3": ("share_in_time", {**ENQUIRIES, "clock": "answer"}),
        "5.4": ("share", {"register": "satisfaction_ratings", "meets": [["level", ">=", 4]]}),
    }
    for code, (formula, given) in chosen.items():
        found, _ = asked(sample_year, formula, given, day)
        own = figures[code]
        assert (found.value, found.worst, found.best, found.open) == (
            own.value,
            own.worst,
            own.best,
            own.open,
        ), code


RIVAL: dict[str, tuple[Any, ...]] = {
    "received_on": (date(2020, 1, 6), date(2021, 1, 6)),
    "procurement": ("other", "w119"),
    "cheque_on": (None,),
}
APART: list[tuple[dict[str, tuple[Any, ...]], bool]] = [
    ({}, True),
    ({"procurement": ("other", None)}, False),
    ({"received_on": (date(2021, 1, 6), None)}, False),
    ({"received_on": (date(2020, 7, 1),)}, False),
    ({"cheque_on": (date(2020, 2, 1), None)}, True),
    ({"cheque_on": (date(2020, 2, 1),)}, False),
    ({"cheque_on": (date(2020, 7, 1),)}, True),
]


@pytest.mark.parametrize(("rivals", "touches"), APART)
def test_a_conflict_touches_a_figure_where_the_record_could_count(
    office: Office, rivals: dict[str, tuple[Any, ...]], touches: bool
) -> None:
    """On 30 June: of the year, of the kind, and without a cheque by then."""
    plan, registers = office.session.plan(2563), office.session.file.registers
    unpaid = {**REQUESTS, "filter": [["procurement", "=", "w119"], ["cheque_on", "empty"]]}
    wanted = replace(plan.indicator("3"), formula="count", parameters=unpaid, changes=())
    looking = touching.Looking(plan, date(2020, 6, 30), registers)
    rival = touching.Rival(registers["finance_requests"], {**RIVAL, **rivals})
    assert touching._touches(looking, wanted, rival, "procurement") is touches


def test_indicators_can_be_put_together(sample_year: Office) -> None:
    day = date(2020, 6, 30)
    figures = {row.indicator.code: row.result for row in sample_year.figures.indicators(2563, day)}
    mean, _ = asked(sample_year, "weighted_mean", {"of": ["5.2", "5.3"], "weights": [60, 40]}, day)
    over, under = figures["5.2"].value, figures["5.3"].value
    assert over is not None
    assert under is not None
    assert exactly(mean.value) == exactly((over * 60 + under * 40) / 100)
    ratio, _ = asked(sample_year, "ratio", {"over": {"indicator": "5.2"}, "under": {"indicator": "5.3"}}, day)
    assert exactly(ratio.value) == exactly(over * 100 / under)


def test_of_no_records_there_is_no_share_and_the_reason_is_said(sample_year: Office) -> None:
    never = {"register": "finance_requests", "filter": [["amount", "<", 0]]}
    for formula, more in (
        ("share", {"meets": [["cheque_on", "filled"]]}),
        ("share_in_time", {"clock": "pay"}),
        ("mean", {"field": "amount"}),
        ("last", {"field": "amount"}),
    ):
        found, _ = asked(sample_year, formula, {**never, **more}, date(2020, 6, 30))
        assert found.value is None
        assert "ยังไม่มีใบขอเบิกเงิน" in found.warnings[0], formula
