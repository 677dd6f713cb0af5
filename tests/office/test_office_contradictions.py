"""A result entered by hand beside what the file's own registers come to: the plan check names where they differ."""

from datetime import date
from decimal import Decimal

import pytest

from core.office import Office, Query
from core.thai.numbers import round_half_up

JUNE = date(2020, 6, 30)


def contradictions(office: Office) -> list[tuple[str, str]]:
    found = office.plan.check_plan(2563)
    return [(f.where, f.message) for f in found if f.code == "results.contradicted"]


def entry(office: Office, day: date, kind: str, amount: int) -> None:
    values = {"project": 6, "entry_on": day, "kind": kind, "amount": Decimal(amount), "note": "แก้ไข"}
    office.records.save("budget_entries", values)


def result(office: Office, code: str, day: date, value: str) -> None:
    office.records.save(
        "manual_results", {"indicator": code, "as_of": day, "value": Decimal(value), "source": "หนังสือ"}
    )


def test_the_sample_s_results_are_those_of_its_budget_register(sample_year: Office) -> None:
    rows = sample_year.records.rows("manual_results", Query(equals={"indicator": "D2.1"}))
    assert [row.values["as_of"] for row in rows] == [date(2020, 3, 31), JUNE, date(2020, 9, 30)]
    for row in rows:
        day, value = row.values["as_of"], row.values["value"]
        assert isinstance(day, date)
        spent = sample_year.figures.try_formula(2563, "D2.1", "budget_share", {}, day).result.value
        assert spent is not None
        assert value == round_half_up(spent)
    assert contradictions(sample_year) == []


def test_a_result_the_register_contradicts_is_named_with_both(office: Office) -> None:
    office.session.today = lambda: date(2020, 9, 30)
    entry(office, date(2020, 1, 31), "allocated", 3_000_000)
    entry(office, date(2020, 6, 30), "disbursed", 1_000_000)
    result(office, "D2.1", JUNE, "33.33")  # the third of it, half up
    assert contradictions(office) == []
    result(office, "D2.1", date(2020, 7, 31), "48.75")
    ((where, message),) = contradictions(office)
    assert where == "ตัวชี้วัดที่ D2.1 ใช้จ่ายงบประมาณภาพรวม"
    assert "ณ วันที่ 31 ก.ค. 63 บันทึกไว้ร้อยละ 48.75" in message
    assert "คิดได้ร้อยละ 33.33" in message
    assert any(f.code == "results.contradicted" for f in office.file.check().plan_findings)
    entry(office, date(2020, 7, 31), "disbursed", 462_500)
    assert contradictions(office) == []


@pytest.mark.parametrize(("code", "allocated"), [("D2.1", 0), ("D3.2", 1_000)])
def test_nothing_is_said_of_what_the_register_cannot_tell(office: Office, code: str, allocated: int) -> None:
    if allocated:
        entry(office, date(2020, 1, 31), "allocated", allocated)
    result(office, code, JUNE, "48.75")
    assert contradictions(office) == []


def test_a_budget_the_register_tells_nothing_of_is_named_once_others_are_told(office: Office) -> None:
    def named() -> list[str]:
        return [f.ref for f in office.plan.check_plan(2563) if f.code == "budget.unallocated"]

    assert named() == []
    entry(office, date(2020, 1, 31), "allocated", 3_000_000)
    assert named() == ["project:1"]


def test_the_sample_year_allots_every_budget(sample_year: Office) -> None:
    assert "budget.unallocated" not in {f.code for f in sample_year.plan.check_plan(2563)}
