"""Next year's plan in an office file: one step of undo, what is carried along, several years in one file, two files apart."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from office_helpers import entries

from core.faults import InputRefusal
from core.office import Office, Query
from core.plan.office_records import OFFICE_NAMES
from core.reports import REPORTS
from core.store.log.chain import entries as log_entries
from core.store.log.changes import Delete
from core.store.tables.register_tables import SHIPPED

YEAR_END, NEXT_MARCH = date(2020, 9, 30), date(2021, 3, 31)
AFTER = date(2020, 11, 2)
MONEY = {1: (146_000, 0), 6: (213_600, 8_400_000)}  # what the sample leaves, free and committed


@pytest.fixture
def closing_year(sample: Office) -> Office:
    """The sample year, once it is over."""
    sample.session.today = lambda: AFTER
    return sample


@pytest.fixture(scope="session")
def rolled_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("rolled") / "rolled.phaen"))
    with Office.open(path, author="สมศรี") as office:
        office.session.today = lambda: AFTER
        office.plan.roll_over(2564)
    return path


@pytest.fixture
def rolled(rolled_file: Path, tmp_path: Path) -> Iterator[Office]:
    """The sample year with next year's draft."""
    with Office.open(Path(shutil.copy(rolled_file, tmp_path / "rolled.phaen")), author="สมศรี") as office:
        office.session.today = lambda: AFTER
        yield office


def standing(office: Office) -> dict[str, list[Any]]:
    """Every record that isn't deleted, as it is stored."""
    with closing(sqlite3.connect(f"{office.session.path.as_uri()}?mode=ro", uri=True)) as connection:
        query = "SELECT * FROM {} WHERE deleted = 0 ORDER BY id"
        return {n: connection.execute(query.format(n)).fetchall() for n in SHIPPED}


def figures(office: Office, year: int, day: date) -> list[Any]:
    return [(r.indicator, r.result) for r in office.figures.indicators(year, day)]


def found(office: Office, year: int) -> set[tuple[str, str]]:
    return {(f.code, f.ref) for f in office.plan.check_plan(year)}


def record(register: str, year: int = 2563, **key: object) -> str:
    wanted = SHIPPED[register].id_for({"fiscal_year": year, **key})
    assert wanted is not None
    return wanted


def test_rolling_over_is_one_entry_and_one_undo_takes_it_back_whole(closing_year: Office) -> None:
    before, length = standing(closing_year), entries(closing_year)
    old = figures(closing_year, 2563, YEAR_END)
    made = closing_year.plan.roll_over(2564)
    assert entries(closing_year) == length + 1
    assert (closing_year.session.years, closing_year.session.draft_years) == ((2563, 2564), {2564})
    assert closing_year.records.undo_label == "ทำแผนปีงบประมาณ 2564 จากแผนปี 2563"
    assert made.records == len(made.changes.records)
    assert figures(closing_year, 2563, YEAR_END) == old
    closing_year.records.undo()
    assert standing(closing_year) == before
    assert closing_year.session.years == (2563,)
    closing_year.records.redo()
    assert closing_year.session.years == (2563, 2564)
    closing_year.records.undo()
    again = closing_year.plan.roll_over(2564)
    assert (again.records, closing_year.session.draft_years) == (made.records, {2564})
    assert closing_year.file.check().sound


def test_the_old_years_records_are_not_touched(closing_year: Office) -> None:
    before = standing(closing_year)
    closing_year.plan.roll_over(2564)
    after = standing(closing_year)
    assert all(set(before[name]) <= set(after[name]) for name in before)
    for name in ("info_centres", "audit_criteria", "indicator_remarks", "budget_entries", "centre_audits"):
        assert before[name] == after[name]


def test_nothing_is_found_in_the_draft_but_what_is_to_be_looked_through(rolled: Office) -> None:
    new = found(rolled, 2564) - found(rolled, 2563)
    assert {code for code, _ in new} == {"draft.year", "draft.targets", "draft.months", "draft.budget"}
    assert {ref for code, ref in new if code == "draft.year"} == {
        "text:foreword/1",
        "text:information/1",
        "indicator:3",
        "row:table-a.3/10",
        "row:table-b.3/6",
    }
    rolled.plan.adopt_plan(2564)
    assert found(rolled, 2564) <= found(rolled, 2563)
    assert rolled.session.draft_years == frozenset()


def test_unspent_money_is_carried_over_as_lines_of_its_own(rolled: Office) -> None:
    plan = rolled.session.plan(2564)
    assert [(line.title, line.amount) for line in plan.project(6).budget_lines] == [
        ("งบประมาณ พ.ศ.2564", Decimal(9_800_000)),
        ("เงินเหลื่อมปีงบประมาณ พ.ศ. 2563 ที่ยังไม่ก่อหนี้ผูกพัน", Decimal(213_600)),
        ("เงินเหลื่อมปีงบประมาณ พ.ศ. 2563 ที่ก่อหนี้ผูกพันแล้ว", Decimal(8_400_000)),
    ]
    assert [p.budget for p in plan.projects] == [3_832_000, None, None, None, None, 18_413_600]
    printed = {t.name: t.rows for t in plan.tables}
    for number in (1, 6):
        (cell,) = (r.cells[2] for r in printed["summary"] if r.ref == f"project:{number}")
        assert cell == plan.project(number).budget_text
    assert [r.cells[2] for r in printed["summary"] if r.kind == "total"] == ["22,245,600.-บาท"]
    assert [r.cells[3] for r in printed["basic-list"] if r.ref == "project:6"] == ["18,413,600.- บาท"]


def test_money_may_be_left_and_only_where_there_is_some(closing_year: Office) -> None:
    preview = closing_year.plan.preview_rollover(2564)
    assert {c.project: (c.free, c.committed) for c in preview.carried} == MONEY
    assert preview.as_of == YEAR_END
    with pytest.raises(InputRefusal, match="โครงการที่ 3 ไม่มีเงินเหลือ"):
        closing_year.plan.roll_over(2564, leave=[3])
    made = closing_year.plan.roll_over(2564, leave=[1])
    assert [c.project for c in made.carried] == [6]
    plan = closing_year.session.plan(2564)
    assert (plan.project(1).budget, plan.project(1).budget_lines) == (Decimal(3_686_000), ())


def test_money_of_a_project_without_a_budget_changes_what_is_counted(closing_year: Office) -> None:
    entry = {"project": "3", "entry_on": "2020-08-03", "kind": "allocated", "amount": "1200.50"}
    closing_year.records.save("budget_entries", entry)
    closing_year.plan.roll_over(2564)
    plan = closing_year.session.plan(2564)
    assert plan.project(3).budget == Decimal("1200.50")
    notes = [" ".join(r.cells[0].split()) for r in plan.table("summary").rows if r.kind == "note"]
    assert notes == [
        "รวมโครงการ/กิจกรรม 6 โครงการ/กิจกรรม",
        "โครงการ/กิจกรรมที่ใช้งบประมาณ 3 โครงการ/กิจกรรม",
        "โครงการ/กิจกรรมที่ไม่ใช้งบประมาณ 3 โครงการ/กิจกรรม",
    ]
    new = {code for code, _ in found(closing_year, 2564) - found(closing_year, 2563)}
    assert {c for c in new if not c.startswith("draft.")} == {"project.no-source"}


def test_last_years_results_are_the_closing_years(rolled: Office) -> None:
    plan = rolled.session.plan(2564)
    texts = [f"{t.number} {t.text}".strip() for t in plan.section("past_result")]
    assert texts[0] == "ตัวชี้วัดเจรจาตกลง 5 ตัวชี้วัด บรรลุค่าเป้าหมาย 5 ตัวชี้วัด"
    value = rolled.figures.indicator("3", 2563, YEAR_END).result
    assert value.value is not None
    assert f"ค่าเป้าหมายร้อยละ 80 ดำเนินการได้ร้อยละ {value.value:.2f} ผลความสำเร็จร้อยละ" in texts[3]
    assert texts[4].startswith("4. ความสำเร็จในการเพิ่มประสิทธิภาพ")
    assert "ค่าเป้าหมาย 1 ชิ้นงาน ดำเนินการได้ 2 ชิ้นงาน" in texts[6]
    (row,) = (r for r in plan.table("past-results").rows if r.kind == "row")
    assert row.cells == ("การประเมินผลสัมฤทธิ์", "ร้อยละ 40", "100", "40")


def test_results_that_are_short_make_the_points_by_their_weight(office: Office) -> None:
    """Only the ladder stands at 20 and the study at nothing: (20 + 0 + 0 + 0 + 0) / 5 = 4, 1.6 of 40."""
    office.session.today = lambda: AFTER
    for step in (1, 2):
        finished = {"finished_on": f"2020-0{step}-15"}
        office.records.save("project_steps", finished, record("project_steps", project=1, step=step))
    office.plan.roll_over(2564)
    plan = office.session.plan(2564)
    (row,) = (r for r in plan.table("past-results").rows if r.kind == "row")
    assert row.cells[2:] == ("4", "1.60")
    assert "draft.results" in {code for code, _ in found(office, 2564)}
    assert "result.mean" not in {code for code, _ in found(office, 2564)}


def test_a_year_that_still_runs_is_told_as_far_as_it_is_known(sample: Office) -> None:
    assert sample.plan.preview_rollover(2564).as_of == sample.session.today()
    sample.plan.roll_over(2564)
    lead = sample.session.plan(2564).section("past_result")[0].text
    assert lead.endswith("ข้อมูล ณ วันที่ 30 มิถุนายน 2563")
    assert ("draft.year", "text:past_result/1") in found(sample, 2564)


def test_what_the_office_edited_is_carried_along(closing_year: Office) -> None:
    office = closing_year
    office.records.save("plan_steps", {"share": "15"}, record("plan_steps", project=1, step=1))
    office.records.save(
        "plan_projects", {"number": "7", "title": "โครงการใหม่", "owner": "admin", "priority": "7"}
    )
    added = {"title": "ระดับความสำเร็จใหม่", "unit": "percent", "comparison": "ge", "formula": "entered"}
    office.records.save(
        "plan_indicators", {"code": "7", "owner": "admin", "dimension": "1", "ordinal": "19", **added}
    )
    office.records.save("plan_targets", {"indicator": "7", "year": "2563", "text": "ร้อยละ 70", "value": "70"})
    change = {"indicator": "2", "effective_from": "2020-04-01", "reason": "หนังสือเวียน"}
    office.records.save("plan_definitions", {**change, "parameters": '{"score": 85}'})
    office.records.save("plan_projects", {"contract_number": "12/2563"}, record("plan_projects", number=1))
    office.plan.waive(2563, "shares.sum", "project:1", "ตกลงกันแล้ว")
    office.plan.roll_over(2564)
    plan = office.session.plan(2564)
    assert [s.share for s in plan.project(1).steps][:2] == [15, 10]
    assert plan.project(7).title == "โครงการใหม่"
    assert (plan.indicator("7").target, plan.indicator("7").title) == (Decimal(70), added["title"])
    assert plan.indicator("2").parameters == {"score": 85}
    assert plan.indicator("2").changes == ()
    assert plan.project(1).contract.number is None
    assert plan.waivers == ()
    assert [f.code for f in office.plan.plan_state(2564).open] == ["shares.sum"]


def test_registers_of_the_new_year_begin_empty(rolled: Office) -> None:
    for name, count in (("project_steps", 32), ("study_parts", 4), ("renovation_items", 6)):
        rows = rolled.records.rows(name, Query(equals={"fiscal_year": 2564}))
        assert len(rows) == count
        recorded = {f.name for f in SHIPPED[name].stored_fields} - {*SHIPPED[name].key_fields}
        assert all(r.values[n] is None for r in rows for n in recorded)


@pytest.mark.parametrize(
    ("year", "said"),
    [(2563, "อยู่แล้ว"), (2566, "ไม่มีแผนปี 2565"), (2562, "ไม่มีแผนปี 2561")],
)
def test_a_year_that_does_not_follow_is_refused_and_nothing_written(office: Office, year, said) -> None:
    before = entries(office)
    with pytest.raises(InputRefusal, match=said):
        office.plan.roll_over(year)
    assert entries(office) == before


def test_a_year_held_as_a_draft_is_refused(rolled: Office) -> None:
    with pytest.raises(InputRefusal, match="ฉบับร่าง"):
        rolled.plan.roll_over(2564)


def test_year_after_year(rolled: Office) -> None:
    """2563 -> 2564 -> 2565: figures, findings and the old years hold."""
    old = figures(rolled, 2563, YEAR_END)
    rolled.session.today = lambda: date(2021, 10, 4)
    rolled.records.save(
        "budget_entries", {"project": "6", "entry_on": "2020-10-05", "kind": "allocated", "amount": "500"}
    )
    rolled.plan.roll_over(2565)
    plan = rolled.session.plan(2565)
    assert plan.title == "แผนปฏิบัติราชการประจำปี พ.ศ. 2565"
    assert [t.year for t in plan.indicator("3").targets] == [2563, 2564, 2565]
    assert [(line.title, line.amount) for line in plan.project(6).budget_lines] == [
        ("งบประมาณ พ.ศ.2565", Decimal(9_800_000)),
        ("เงินเหลื่อมปีงบประมาณ พ.ศ. 2564 ที่ยังไม่ก่อหนี้ผูกพัน", Decimal(500)),
    ]
    assert plan.project(1).budget == Decimal(3_686_000)
    assert {code for code, _ in found(rolled, 2565) - found(rolled, 2563)} <= {
        "draft.year",
        "draft.targets",
        "draft.months",
        "draft.budget",
        "draft.results",
    }
    assert figures(rolled, 2563, YEAR_END) == old
    for row in rolled.figures.indicators(2565, date(2022, 3, 31)):
        assert not row.result.warnings
    assert rolled.file.check().sound


def test_every_document_prints_for_the_new_year(rolled: Office, tmp_path: Path) -> None:
    for report in REPORTS:
        target = tmp_path / f"{report.name}.pdf"
        rolled.reports.print_report(report.name, target, year=2564, as_of=NEXT_MARCH)
        assert target.read_bytes().startswith(b"%PDF")


def test_new_records_count_for_the_new_year(rolled: Office) -> None:
    step = record("project_steps", 2564, project=1, step=1)
    rolled.records.save("project_steps", {"finished_on": "2020-10-20"}, step)
    assert rolled.figures.indicator("1", 2564, NEXT_MARCH).result.value == 10
    assert rolled.figures.indicator("1", 2563, NEXT_MARCH).result.value == 100


def test_what_was_recorded_already_in_the_new_year_stays(rolled: Office) -> None:
    step = record("project_steps", 2564, project=1, step=1)
    rolled.records.save("project_steps", {"finished_on": "2020-10-20"}, step)
    months = {"planned_from": "2563-11", "planned_to": "2563-12"}
    rolled.records.save("plan_steps", months, record("plan_steps", 2564, project=1, step=1))
    rolled.records.delete_many("plan_years", [record("plan_years", 2564)])
    rolled.records.save(
        "plan_texts", {"fiscal_year": "2564", "section": "เศษ", "ordinal": "1", "text": "ค้างอยู่"}
    )
    rolled.plan.roll_over(2564)
    assert rolled.records.record("project_steps", step).values["finished_on"] == date(2020, 10, 20)
    assert not rolled.session.plan(2564).section("เศษ")
    assert rolled.session.plan(2564).project(1).steps[0].planned_from is None


def stored(office: Office) -> list[bytes]:
    with office.session.reading() as connection:
        return [entry.stored for _, entry in log_entries(connection)]


def test_two_files_that_roll_over_apart_merge_into_one_plan(sample_file: Path, tmp_path: Path) -> None:
    paths = [Path(shutil.copy(sample_file, tmp_path / f"{n}.phaen")) for n in ("one", "two")]
    with Office.open(paths[0], author="สมศรี") as one, Office.open(paths[1], author="สมชาย") as two:
        for office in (one, two):
            office.session.today = lambda: AFTER
            office.plan.roll_over(2564)
        alone = one.session.plan(2564)
        one.session.file.receive(stored(two))
        two.session.file.receive(stored(one))
        for office in (one, two):
            assert office.session._composed(2564) == alone
            assert office.file.check().sound
            rows = (r for n in SHIPPED.keys() - OFFICE_NAMES for r in office.records.rows(n))
            assert not any(r.conflict or r.duplicate for r in rows)


def test_years_are_compared_side_by_side(rolled: Office) -> None:
    compared = rolled.figures.compare_years(2563, YEAR_END)
    assert (compared.years, compared.held) == ((2561, 2562, 2563), {2563})
    cells = {r.indicator.code: [(c.target, c.result, c.computed) for c in r.cells] for r in compared.rows}
    assert cells["1"] == [
        ("", "", False),
        ("ร้อยละ 100", "ร้อยละ 100", False),
        ("ร้อยละ100", "ร้อยละ 100.00", True),
    ]
    assert cells["6"][1] == ("", "ร้อยละ 70", False)
    assert cells["5.1"][2] == ("ไม่น้อยกว่า 50 คน", "66 คน", True)


def test_a_year_in_the_file_is_computed_and_its_account_is_not_asked(rolled: Office) -> None:
    compared = rolled.figures.compare_years(2564, NEXT_MARCH)
    cells = {r.indicator.code: [(c.target, c.result, c.computed) for c in r.cells] for r in compared.rows}
    assert cells["5.1"] == [
        ("", "", False),
        ("ไม่น้อยกว่า 50 คน", "66 คน", True),
        ("ไม่น้อยกว่า 50 คน", "0 คน", True),
    ]
    assert cells["1"][0] == ("ร้อยละ 100", "ร้อยละ 100", False)


def test_every_account_of_results_is_read_back_as_it_was_written(rolled: Office) -> None:
    """What rollover writes of a year, the comparison of later years reads where that year's plan is gone."""
    told = {r.indicator.code: r.cells[-1].result for r in rolled.figures.compare_years(2563, YEAR_END).rows}
    rolled.session.write([Delete("plan_years", record("plan_years"))], "รับจากแฟ้มอื่น")
    compared = rolled.figures.compare_years(2564, NEXT_MARCH)
    for row in (r for r in compared.rows if r.indicator.negotiated):
        assert (row.cells[1].result, row.cells[1].computed) == (told[row.indicator.code], False)


def test_the_annual_report_tells_of_the_years_before(rolled: Office, tmp_path: Path) -> None:
    rolled.reports.print_report("annual", tmp_path / "annual.pdf", year=2564, as_of=NEXT_MARCH)
    pypdf = pytest.importorskip("pypdf")
    text = "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "annual.pdf").pages)
    assert "66 คน" in " ".join(text.split())
