"""From records typed into a real file to the figures of its indicators: the case files of tests/cases/office."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from office_helpers import born, cases

from core.office import DueDay, Edit, Office
from core.registers import by_name
from core.thai.dates import parse_day
from core.thai.numbers import format_decimal

FILE = cases("figures")
USUAL: Mapping[str, Mapping[str, str]] = FILE["ค่าปกติ"]


def settle(office: Office, told: Mapping[str, Any]) -> None:
    for code, parameters in told.get("พารามิเตอร์", {}).items():
        now = office.session.plan().indicator(code).parameters
        change_plan(office, code, parameters=json.dumps({**now, **parameters}, default=str))
    for code, formula in told.get("สูตร", {}).items():
        change_plan(office, code, formula=formula)


def change_plan(office: Office, code: str, **values: str) -> None:
    office.records.save("plan_indicators", values, born(office, "plan_indicators", code=code))


def fill(office: Office, told: Mapping[str, Any]) -> None:
    for register, (fields, *rows) in told.get("รายการ", {}).items():
        usual = USUAL.get(register, {})
        for row in rows:
            filled = {name: cell for name, cell in zip(fields, row, strict=False) if cell}
            office.records.save(register, {**usual, **filled})
    if "ใบขอเบิกเป็นชุด" in told:
        office.records.save_many("finance_requests", list(requests(told["ใบขอเบิกเป็นชุด"])))
    if "ผลตรวจเป็นชุด" in told:
        office.records.save_many("centre_audits", list(audits(office, told["ผลตรวจเป็นชุด"])))


def requests(sets: list[tuple[str, str, int]]) -> Iterator[Edit]:
    for place, (received, paid, count) in enumerate(sets):
        days = {"received_on": received, "cheque_on": paid}
        for number in range(count):
            yield Edit(None, {**USUAL["finance_requests"], **days, "request_no": f"63/{place}-{number}"})


def audits(office: Office, sets: list[Any]) -> Iterator[Edit]:
    centres = [str(row.values["code"]) for row in office.records.rows("info_centres")]
    for count, score, *months in sets:
        for month in months:
            made = {"month": month, "audited_on": f"{month}-01", "score": score}
            yield from (Edit(None, {**made, "centre": centre}) for centre in centres[:count])


def shown(value: Decimal | None) -> str:
    return "-" if value is None else format_decimal(value)


@pytest.mark.parametrize("told", FILE["กรณี"], ids=lambda told: told["ชื่อ"])
def test_records_come_to_the_figures_written(office: Office, told: Mapping[str, Any]) -> None:
    office.session.today = lambda: date(2020, 12, 31)
    settle(office, told)
    fill(office, told)
    for code, day, *expected in told["ผล"]:
        result = office.figures.indicator(code, 2563, parse_day(day)).result
        found = [shown(result.value), shown(result.achievement), result.open]
        assert found[: len(expected)] == expected, f"{code} ณ {day}"


def request(office: Office, number: str, received: str, cheque: str = "") -> str:
    values = {**USUAL["finance_requests"], "request_no": number, "received_on": received, "cheque_on": cheque}
    return office.records.save("finance_requests", values).record_id


def due_day(office: Office, received: date) -> DueDay:
    """The last day in time of a request received on a day, by the plan as it holds on that day."""
    due = office.figures.clock_terms("finance_requests", 2563, received).due_day({"received_on": received})
    assert due
    return due


def test_a_saved_request_moves_the_figure_at_once(office: Office) -> None:
    day = date(2019, 12, 31)
    request(office, "63/1", "24/10/2562", "06/11/2562")
    assert office.figures.indicator("3", 2563, day).result.value == 100
    late = request(office, "63/2", "24/10/2562", "07/11/2562")
    assert office.figures.indicator("3", 2563, day).result.value == 50
    office.records.undo()
    assert office.figures.indicator("3", 2563, day).result.value == 100
    office.records.redo()
    office.records.delete("finance_requests", late)
    assert office.figures.indicator("3", 2563, day).result.value == 100


def test_a_holiday_of_the_office_moves_due_days_and_the_figure_both_ways(office: Office) -> None:
    day, received = date(2019, 12, 31), date(2019, 10, 24)
    request(office, "63/1", "24/10/2562", "07/11/2562")
    assert due_day(office, received).due_on == date(2019, 11, 6)
    assert office.figures.indicator("3", 2563, day).result.value == 0
    holiday = office.records.save(
        "office_holidays", {**USUAL["office_holidays"], "day": "25/10/2562"}
    ).record_id
    due = due_day(office, received)
    assert due.due_on == date(2019, 11, 7)
    assert (due.skipped[0].day, due.skipped[0].name) == (date(2019, 10, 25), "วันหยุดพิเศษ")
    assert office.figures.indicator("3", 2563, day).result.value == 100
    office.records.delete("office_holidays", holiday)
    assert due_day(office, received).due_on == date(2019, 11, 6)
    assert office.figures.indicator("3", 2563, day).result.value == 0


def test_a_parameter_changed_and_undone_moves_the_figure_and_back(office: Office) -> None:
    day = date(2019, 12, 31)
    request(office, "63/1", "24/10/2562", "07/11/2562")
    change_plan(office, "3", parameters='{"working_days": 8}')
    assert office.session.plan().indicator("3").parameters["working_days"] == 8
    assert office.figures.indicator("3", 2563, day).result.value == 100
    assert due_day(office, date(2019, 10, 24)).due_on == date(2019, 11, 7)
    office.records.undo()
    assert office.figures.indicator("3", 2563, day).result.value == 0


def test_a_parameter_that_cannot_be_used_gives_no_figure_and_says_so(office: Office) -> None:
    request(office, "63/1", "24/10/2562", "06/11/2562")
    change_plan(office, "3", parameters='{"working_days": 0}')
    row = office.figures.indicator("3", 2563, date(2019, 12, 31))
    assert row.result.value is None
    assert len(row.result.warnings) == 1
    assert office.figures.workings("3", 2563, date(2019, 12, 31)).records == ()
    assert due_day(office, date(2019, 10, 24)).due_on == date(2019, 11, 6)
    assert office.figures.upcoming(date(2019, 10, 25))


def test_a_twin_counts_once(office: Office) -> None:
    """Two records with one number, as merging leaves them: only the lower id counts until a person renumbers."""
    from core.store.log.changes import Put

    first = request(office, "63/1", "24/10/2562", "06/11/2562")
    wires = {"request_no": "63/1", "procurement": "w119", "amount": 100, "received_on": "2019-10-24"}
    office.session.write([Put("finance_requests", office.session.file.new_id(), wires)], "รวมแฟ้ม")
    result = office.figures.workings("3", 2563, date(2019, 12, 31))
    assert result.result.value == 100
    assert [record.record_id for record in result.records] == [first]
    assert [row.duplicate for row in office.records.rows("finance_requests")] == [False, True]
    assert office.figures.completeness(2563, date(2019, 12, 31))[3].cells[0].text == "✓"


@pytest.mark.parametrize("day", [date(2019, 9, 30), date(2000, 1, 1), date(2021, 9, 30), date(2030, 1, 1)])
def test_a_day_far_outside_the_year_still_has_figures(sample_year: Office, day: date) -> None:
    found = sample_year.figures.indicators(2563, day)
    assert [row.indicator.code for row in found] == [
        i.code for i in sample_year.session.plan(2563).indicators
    ]
    values = {row.indicator.code: row.result.value for row in found}
    if day < date(2019, 10, 1):
        assert {v for v in values.values() if v is not None} == {Decimal(0)}
    else:
        assert values["3"] is not None
    assert len(sample_year.figures.trend("3", 2563, day)) == 12
    assert sample_year.figures.upcoming(day) is not None
    assert len(sample_year.figures.completeness(2563, day)) == 5
    for row in found:
        sample_year.figures.workings(row.indicator.code, 2563, day)


def test_after_the_year_nothing_moves_any_more(sample_year: Office) -> None:
    settled = [row.result.value for row in sample_year.figures.indicators(2563, date(2020, 12, 31))]
    assert [row.result.value for row in sample_year.figures.indicators(2563, date(2025, 1, 1))] == settled


@pytest.mark.parametrize("code", ["1", "2", "3", "4.1", "4.2", "5.1", "5.2", "5.3", "5.4", "6", "D2.1"])
def test_the_trend_is_the_value_at_each_months_end(sample_year: Office, code: str) -> None:
    as_of = date(2020, 6, 15)
    trend = sample_year.figures.trend(code, 2563, as_of)
    ends = [date(2019, 11, 1) - timedelta(days=1), date(2020, 2, 29), as_of]
    values = [sample_year.figures.indicator(code, 2563, day).result.value for day in ends]
    assert [trend[0], trend[4], trend[8]] == values
    assert trend[9:] == (None, None, None)


def test_the_days_of_a_request_are_those_of_the_register() -> None:
    assert {"received_on", "cheque_on", "cancelled_on"} <= {
        f.name for f in by_name("finance_requests").fields
    }
