"""What a report's day and month let in: nothing dated later, no quarter that hasn't begun, no month of another year."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.faults import UsageRefusal
from core.office import Office
from core.thai.fiscal import Month


def rows_of(office: Office, folder: Path, name: str, **asked: Any) -> list[list[Any]]:
    """The cells that hold something, row by row, of all sheets."""
    office.reports.print_report(name, folder / "a.xlsx", **asked)
    book = load_workbook(folder / "a.xlsx")
    return [[c for c in row if c is not None] for sheet in book for row in sheet.iter_rows(values_only=True)]


def text_of(office: Office, folder: Path, name: str, **asked: Any) -> str:
    return "\n".join(str(c) for row in rows_of(office, folder, name, **asked) for c in row)


def row_of(rows: list[list[Any]], *start: object) -> list[Any]:
    return next(row for row in rows if [str(c) for c in row[: len(start)]] == [str(s) for s in start])


def plan_record(office: Office, register: str, **values: object) -> str:
    found = office.records.rows(register)
    return next(r.id for r in found if all(r.values[n] == v for n, v in values.items()))


# --- quarters


def test_a_quarter_that_has_not_begun_has_no_figures(sample_year: Office, tmp_path: Path) -> None:
    rows = rows_of(sample_year, tmp_path, "quarterly", month=Month(2020, 6), as_of=date(2020, 2, 15))
    row = row_of(rows, 3)
    at = [
        sample_year.figures.indicator("3", 2563, day).result.value
        for day in (date(2019, 12, 31), date(2020, 2, 15))
    ]
    assert [v if isinstance(v, str) else round(v, 2) for v in row[3:6]] == [
        *(round(float(v), 2) for v in at if v is not None),
        "–",
    ]


def test_before_the_year_it_is_the_first_quarter_without_figures(sample_year: Office, tmp_path: Path) -> None:
    told = text_of(sample_year, tmp_path, "quarterly", year=2563, as_of=date(2019, 9, 15))
    assert "ไตรมาสที่ 1 (รอบ 3 เดือน)" in told


def test_the_last_quarter_is_as_of_the_day_and_agrees_with_what_is_judged(
    sample_year: Office, tmp_path: Path
) -> None:
    day = date(2020, 11, 15)
    row = row_of(rows_of(sample_year, tmp_path, "quarterly", year=2563, as_of=day), 3)
    value = sample_year.figures.indicator("3", 2563, day).result.value
    at_the_end = sample_year.figures.indicator("3", 2563, date(2020, 9, 30)).result.value
    assert value is not None
    assert value != at_the_end
    assert round(row[6], 2) == round(float(value), 2)


# --- months


def test_after_the_year_it_is_the_report_of_its_last_month(sample_year: Office, tmp_path: Path) -> None:
    told = text_of(sample_year, tmp_path, "monthly", year=2563, as_of=date(2020, 11, 30))
    assert "รายงานผลประจำเดือน กันยายน 2563" in told
    assert "ข้อมูล ณ วันที่ 30 พฤศจิกายน 2563" in told


def test_a_month_of_another_year_is_refused(sample_year: Office, tmp_path: Path) -> None:
    with pytest.raises(UsageRefusal, match="เดือนพฤศจิกายน 2563 ไม่อยู่ในปีงบประมาณ 2563"):
        sample_year.reports.print_report("monthly", tmp_path / "a.pdf", year=2563, month=Month(2020, 11))


def test_what_was_said_of_a_later_month_does_not_exist_yet(sample: Office, tmp_path: Path) -> None:
    said = {"indicator": "3", "month": Month(2020, 8), "remark": "ฝนตกหนักทั้งเดือน"}
    sample.records.save("indicator_remarks", said)
    assert "ฝนตกหนัก" not in text_of(sample, tmp_path, "annual", year=2563, as_of=date(2020, 7, 31))
    assert "ฝนตกหนัก" in text_of(sample, tmp_path, "annual", year=2563, as_of=date(2020, 8, 1))


# --- money


def test_last_years_money_counts_up_to_the_day(sample: Office, tmp_path: Path) -> None:
    budget = '{"carried": "added"}'
    sample.records.save(
        "plan_indicators",
        {"formula": "budget_share", "parameters": budget},
        plan_record(sample, "plan_indicators", code="D2.1"),
    )
    entry = {"project": 6, "kind": "allocated", "amount": 700_000, "entry_on": date(2019, 9, 20)}
    sample.records.save("budget_entries", entry)
    before, after = date(2019, 9, 19), date(2019, 9, 20)
    told = [text_of(sample, tmp_path, "budget-spending", year=2563, as_of=day) for day in (before, after)]
    assert ["700000" in t for t in told] == [False, True]
    lines = [sample.figures.indicator("D2.1", 2563, day).result.workings for day in (before, after)]
    assert ["ยกมาจากปีก่อน" in [w.label for w in line] for line in lines] == [False, True]


def test_money_only_committed_is_told(sample: Office, tmp_path: Path) -> None:
    entry = {"project": 4, "kind": "committed", "amount": 12_345, "entry_on": date(2020, 5, 4)}
    sample.records.save("budget_entries", entry)
    rows = rows_of(sample, tmp_path, "monthly", month=Month(2020, 6))
    assert 12345 in next(row for row in rows if 12345 in row)


def test_a_contract_signed_later_does_not_exist_yet(sample: Office, tmp_path: Path) -> None:
    contract = {"contract_contractor": "หจก. ทดสอบการช่าง", "contract_signed_on": date(2020, 3, 8)}
    sample.records.save("plan_projects", contract, plan_record(sample, "plan_projects", number=1))
    days = (date(2020, 3, 7), date(2020, 3, 8))
    told = [text_of(sample, tmp_path, "renovation", year=2563, as_of=day) for day in days]
    assert ["หจก. ทดสอบการช่าง" in text for text in told] == [False, True]


# --- progress


def test_a_schedule_without_shares_is_a_schedule(sample_year: Office, tmp_path: Path) -> None:
    """Project 4 has months but no shares: that nothing is late can be told."""
    rows = rows_of(sample_year, tmp_path, "annual", year=2563, as_of=date(2020, 6, 30))
    row = next(r for r in rows if r and str(r[0]) == "4" and len(r) == 5)
    assert row[-1] != "ยังไม่ระบุแผน"


def test_a_plan_without_months_says_so(office: Office, tmp_path: Path) -> None:
    rows = rows_of(office, tmp_path, "annual", year=2563, as_of=date(2020, 6, 30))
    assert next(r for r in rows if r and str(r[0]) == "4" and len(r) == 5)[-1] == "ยังไม่ระบุแผน"


# --- what the plan officer chose


def test_a_parameter_left_to_its_default_finds_its_table(office: Office, tmp_path: Path) -> None:
    for code in ("4.1", "5.2"):
        record = plan_record(office, "plan_indicators", code=code)
        office.records.save("plan_indicators", {"parameters": None}, record)
    office.records.save(
        "plan_indicators",
        {"parameters": '{"source": "study_parts"}'},
        plan_record(office, "plan_indicators", code="4.1"),
    )
    office.reports.print_report("line-months", tmp_path / "a.pdf", year=2563, as_of=date(2020, 6, 30))


def test_a_parameter_that_cannot_be_used_spoils_no_report_of_the_office(
    office: Office, tmp_path: Path
) -> None:
    record = plan_record(office, "plan_indicators", code="4.1")
    office.records.save("plan_indicators", {"parameters": '{"source": "nowhere"}'}, record)
    office.reports.print_report("monthly", tmp_path / "a.pdf", as_of=date(2020, 6, 30))


def test_a_ladder_without_a_project_is_refused_in_a_sentence(office: Office, tmp_path: Path) -> None:
    record = plan_record(office, "plan_indicators", code="1")
    office.records.save("plan_indicators", {"parameters": None, "project": None}, record)
    with pytest.raises(UsageRefusal, match="ตัวชี้วัดที่ 1 ไม่ได้ระบุโครงการ"):
        office.reports.print_report("renovation", tmp_path / "a.pdf", as_of=date(2020, 6, 30))
