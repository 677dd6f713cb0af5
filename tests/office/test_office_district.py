"""A second office: the example district, made by the commands any office is made by; its own registers typed, imported,
merged and exported."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.faults import InputRefusal
from core.office import Office, Query, scores_of
from core.plan.office_registers import ALWAYS
from core.registers.deadlines import Standing, judged
from core.reports import REPORTS
from core.thai.numbers import round_half_up

PLAN = "example-district-2568"
QUARTER_ENDS = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30))
OWN = {"complaints", "training_attendance", "survey_answers", "measured_items", "measured_quantities"}
COMPLAINTS = """เลขรับเรื่อง,วันที่รับ,ช่องทาง,ประเภทเรื่อง,เรื่อง,วันที่ปิดเรื่อง,ผลการดำเนินการ
68/0001,2/6/2568,Traffy Fondue,ไฟฟ้าสาธารณะ,ไฟดับหน้าซอย 5,5/6/2568,แก้ไขแล้วเสร็จ
68/0002,16/6/2568,สายด่วน 1555,ขยะและความสะอาด,ขยะตกค้าง,23/6/2568,แก้ไขแล้วเสร็จ
68/0003,24/6/2568,หนังสือ,หาบเร่แผงลอย,แผงลอยกีดขวาง,,
"""


@pytest.fixture
def gov(tmp_path: Path):
    with Office.create(tmp_path / "gov.phaen", plan=PLAN, unit="gov") as office:
        yield office


@pytest.fixture
def sample(office_file_of: Callable[..., Path], tmp_path: Path) -> Iterator[Office]:
    """The district's sample year."""
    path = shutil.copy(office_file_of("gov", sample=True, plan=PLAN), tmp_path / "sample.phaen")
    with Office.open(Path(path)) as office:
        yield office


def test_it_keeps_its_own_registers_and_those_of_any_plan(gov: Office) -> None:
    assert {r.name for r in gov.session.registers()} == {*ALWAYS, *OWN}
    assert gov.session.keeper.code == "gov"
    assert [r.values["code"] for r in gov.records.rows("measured_items")] == [
        "food",
        "recycle",
        "branch",
        "hazard",
        "bulky",
    ]
    assert gov.file.check().sound


def test_what_it_cannot_print_is_not_listed_and_refused(gov: Office, tmp_path: Path) -> None:
    listed = [r.name for r in gov.reports.available()]
    about_registers = {"finance-months", "centre-months", "line-months", "renovation", "study"}
    assert {r.name for r in REPORTS} - {*listed} == {"swot", "dimensions", *about_registers}
    with pytest.raises(InputRefusal, match="โปรดเลือกรายงานอื่น"):
        gov.reports.print_report("renovation", tmp_path / "a.pdf", as_of=date(2025, 6, 30))


def test_a_list_of_complaints_is_taken_in_and_says_what_is_due(gov: Office, tmp_path: Path) -> None:
    source = tmp_path / "complaints.csv"
    source.write_text(COMPLAINTS, "utf-8")
    taken = gov.sheets.import_records("complaints", source)
    assert (taken.read, taken.accepted, taken.problems) == (3, 3, ())
    due = gov.figures.upcoming(date(2025, 6, 30), 10, registers=["complaints"])
    assert [one.text for one in due] == ["เรื่องร้องเรียน 68/0003 แผงลอยกีดขวาง"]


def test_what_two_units_typed_comes_together(gov: Office, tmp_path: Path) -> None:
    with Office.create(tmp_path / "clean.phaen", plan=PLAN, unit="clean") as clean:
        clean.records.save(
            "measured_quantities",
            {"item": "food", "month": "2568-05", "measured_on": "3/6/2568", "quantity": "41.125"},
        )
        package = tmp_path / "clean.phaenx"
        clean.exchange.pack(package)
    gov.exchange.merge([package], trust=True)
    (row,) = gov.records.rows("measured_quantities", Query())
    assert row.values["quantity"] == Decimal("41.125")
    target = tmp_path / "waste.csv"
    gov.sheets.export_records("measured_quantities", target)
    assert "food,2025-05,2025-06-03,41.125" in target.read_text("utf-8-sig")


def test_what_a_month_of_its_grid_lacks_is_due_until_the_end_of_the_next(gov: Office) -> None:
    def said(day: date) -> list[str]:
        return [one.text for one in gov.figures.upcoming(day, 10, registers=["measured_quantities"])]

    assert said(date(2025, 6, 10)) == []  # May is due on 30 June, more than ten working days away
    assert said(date(2025, 6, 25)) == ["มูลฝอยที่คัดแยก เดือนพฤษภาคม 2568 ยังขาด 5 รายการ"]
    food = {"item": "food", "month": "2568-05", "measured_on": "3/6/2568", "quantity": "41.125"}
    gov.records.save("measured_quantities", food)
    (bulky,) = gov.records.rows("measured_items", Query(equals={"code": "bulky"}))
    gov.records.save("measured_items", {"active": False}, bulky.id)
    assert said(date(2025, 6, 25)) == ["มูลฝอยที่คัดแยก เดือนพฤษภาคม 2568 ยังขาด 3 รายการ"]
    cells = {row.unit.code: row.cells for row in gov.figures.completeness(2568, date(2025, 6, 25))}
    assert [cell.text for cell in cells["clean"]][7:9] == ["ค้าง 3", "ค้าง 4"]


# The sample year


def values_by(office: Office, register: str, day: date, name: str) -> list[Mapping[str, Any]]:
    found = (row.values for row in office.records.rows(register))
    return [values for values in found if values[name] and values[name] <= day]


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 6, 30), date(2025, 9, 30)])
def test_figures_are_what_the_sample_s_registers_hold(sample: Office, day: date) -> None:
    def value(code: str) -> Decimal | None:
        found = sample.figures.indicator(code, 2568, day).result.value
        return None if found is None else round_half_up(found, 3)

    def mean(numbers: list[Any]) -> Decimal | None:
        return round_half_up(Decimal(sum(numbers)) / len(numbers), 3) if numbers else None

    waste = values_by(sample, "measured_quantities", day, "measured_on")
    assert value("1.1") == sum(v["quantity"] for v in waste)
    trained = values_by(sample, "training_attendance", day, "ended_on")
    assert value("2.1") == sum(v["result"] == "passed" for v in trained)
    assert value("2.2") == mean([v["score_after"] for v in trained if v["score_after"] is not None])
    answers = values_by(sample, "survey_answers", day, "answered_on")
    assert value("3.2") == mean([v["overall_level"] for v in answers if v["overall_level"] is not None])
    clocks = sample.session.register("complaints").clocks
    heard = values_by(sample, "complaints", day, "received_on")
    standing = Counter(judged(clocks, v, day, sample.session.calendar)[0].standing for v in heard)
    in_time, late = standing[Standing.IN_TIME], standing[Standing.LATE]
    assert value("3.1") == round_half_up(Decimal(in_time * 100) / (in_time + late), 3)
    assert late > 0


# Budget: 420,000 of 6,855,000 baht by December, 3,451,250 by June, 6,536,150 in the end. Steps: as they were finished.
FIGURES = {
    date(2024, 12, 31): ("10.00", "10.00", None, None, "6.13"),
    date(2025, 6, 30): ("50.00", "50.00", "6.00", "13.00", "50.35"),
    date(2025, 9, 30): ("100.00", "100.00", "13.00", "18.00", "95.35"),
}


@pytest.mark.parametrize("day", FIGURES)
def test_the_sample_s_projects_and_budget_come_out_by_hand(sample: Office, day: date) -> None:
    results = [sample.figures.indicator(c, 2568, day).result for c in ("1.2", "1.3", "1.4", "2.3", "3.3")]
    told = [None if r.value is None else str(round_half_up(r.value)) for r in results]
    assert tuple(told) == FIGURES[day]


def test_the_sample_tells_on_30_june_what_waits(sample: Office) -> None:
    day = date(2025, 6, 30)
    due = sample.figures.upcoming(day, 10, registers=["complaints"])
    assert {one.chip.text for one in due} >= {"เกิน 1 วันทำการ", "วันนี้", "พรุ่งนี้"}
    steps = sample.figures.indicator("1.3", 2568, date(2025, 9, 1)).result
    assert steps.status.name == "BEHIND"


def test_every_unit_s_months_say_what_was_recorded(sample: Office) -> None:
    """Also where no indicator is computed of what it keeps, and nothing of it falls due."""
    found = {row.unit.code: row.cells for row in sample.figures.completeness(2568, date(2025, 6, 30))}
    assert [cell.text for cell in found["clean"]] == ["✓"] * 9 + [""] * 3
    assert [cell.text for cell in found["social"]] == ["–"] * 4 + ["✓"] * 5 + [""] * 3
    assert [cell.text for cell in found["gov"]] == ["✓"] * 8 + ["ค้าง 4"] + [""] * 3


def test_the_quarters_target_of_spending_is_that_of_the_day(sample: Office) -> None:
    found = {day: sample.figures.indicator("3.3", 2568, day).result for day in QUARTER_ENDS}
    assert [str(result.target) for result in found.values()] == ["20", "45", "70", "92"]
    assert {str(result.year_goal and result.year_goal.value) for result in found.values()} == {"92"}
    june = found[date(2025, 6, 30)]
    assert june.value is not None
    assert june.achievement == pytest.approx(june.value * 100 / 70)


def test_the_score_is_the_weights_by_what_was_reached(sample: Office) -> None:
    """By hand: five levels as the plan gives them, what has none by its achievement."""
    rows = sample.figures.indicators(2568, date(2025, 6, 30))
    scores = scores_of((row.indicator, row.result) for row in rows)
    by_hand = {"1.1": 3, "1.2": 5, "1.3": 5, "2.1": 3, "2.3": 2, "3.1": 15, "3.2": 10, "3.3": 3}
    assert {code: score.weighted for code, score in scores.of.items() if score.weight} == by_hand
    assert (scores.total.weight, scores.total.weighted) == (100, 46)
    assert scores.total.best == 56


def test_the_sample_prints_whole(sample: Office, tmp_path: Path) -> None:
    for name in ("monthly", "quarterly", "annual", "memo", "steps", "budget-spending", "scores"):
        target = tmp_path / f"{name}.pdf"
        sample.reports.print_report(name, target, year=2568, as_of=date(2025, 6, 30))
        assert target.stat().st_size > 10_000
    assert sample.session.plan(2568).addressee == "ปลัดกรุงเทพมหานคร"
