"""What is of a year's plan (a step, a part, a deliverable) counts for that plan's year, whatever its own day, until the year
is over. docs/domain.md section 6."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office_helpers import born

from core.indicators.evidence import FOR
from core.office import Asked, ListQuery, Office, Query
from core.office.reports.documents import document_of
from core.store.log.changes import Put

YEAR = 2563
BEGINS, JUNE, ENDS, AFTER = date(2019, 10, 1), date(2020, 6, 30), date(2020, 9, 30), date(2020, 10, 31)
# Its day, and on which of the days looked at it counts.
DAYS: Mapping[str, tuple[str, frozenset[date]]] = {
    "before the year": ("2019-09-28", frozenset({BEGINS, JUNE, ENDS, AFTER})),
    "within it": ("2020-06-30", frozenset({JUNE, ENDS, AFTER})),
    "after it": ("2020-10-02", frozenset()),
}


def a_step(office: Office, day: str) -> None:
    office.records.save(
        "project_steps", {"finished_on": day}, born(office, "project_steps", project=6, step=1)
    )


def a_part(office: Office, day: str) -> None:
    office.records.save("study_parts", {"finished_on": day}, born(office, "study_parts", part=1))


def a_deliverable(office: Office, day: str) -> None:
    office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": day, "fiscal_year": YEAR})


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize(("write", "code"), [(a_step, "6"), (a_part, "4.1"), (a_deliverable, "4.2")])
def test_it_counts_for_its_plans_year_whatever_its_day(
    office: Office, write: Any, code: str, when: str
) -> None:
    day, counting = DAYS[when]
    write(office, day)
    for as_of in (BEGINS, JUNE, ENDS, AFTER):
        view = office.figures.workings(code, YEAR, as_of)
        assert bool(view.result.value) == (as_of in counting), (when, as_of)
        assert bool([r for r in view.records if r.verdict == FOR]) == (as_of in counting), (when, as_of)


def pieces(office: Office, as_of: date) -> int:
    """How many pieces the study's report prints."""
    return repr(document_of(office.session, Asked("study", YEAR, None, as_of, False))).count("ชิ้นงานที่ลอง")


def told(office: Office, as_of: date) -> tuple[Any, int, int, str]:
    """What every place says of the deliverables: the figure, the list, the report, the first month's completeness."""
    cells = next(u.cells for u in office.figures.completeness(YEAR, as_of) if u.unit.code == "complaints")
    listed = office.lists.open_list(ListQuery("deliverables", as_of, year=YEAR))
    value = office.figures.indicator("4.2", YEAR, as_of).result.value
    return value, len(listed.ids), pieces(office, as_of), cells[0].text


def test_every_place_says_the_same_of_a_deliverable_before_the_year(office: Office) -> None:
    given = {"title": "ชิ้นงานที่ลอง", "delivered_on": "2019-09-28"}
    assert told(office, ENDS) == (0, 0, 0, "–")
    record = office.records.save("deliverables", given).record_id
    assert told(office, ENDS) == (0, 0, 0, "–"), "without a year it is of its day's"
    office.records.save("deliverables", {"fiscal_year": YEAR}, record)
    assert told(office, BEGINS) == (1, 1, 1, "ร่าง")
    assert told(office, ENDS) == (1, 1, 1, "✓")


def test_a_record_of_an_older_program_counts_for_the_year_of_its_day(office: Office) -> None:
    for day in ("2019-09-28", "2020-06-30", "2020-10-02"):
        office.session.write(
            [Put("deliverables", office.session.new_id(), {"title": day, "delivered_on": day})], "เดิม"
        )
    assert office.figures.indicator("4.2", YEAR, AFTER).result.value == 1
    assert [r.values["title"] for r in office.records.rows("deliverables", Query(year=YEAR))] == [
        "2020-06-30"
    ]
    assert [r.values["title"] for r in office.records.rows("deliverables", Query(year=2564))] == [
        "2020-10-02"
    ]


def test_a_new_deliverable_begins_with_the_year_looked_at(office: Office) -> None:
    assert office.records.blank("deliverables", JUNE)["fiscal_year"] == YEAR


def test_the_year_comes_in_and_goes_out_with_a_sheet(office: Office, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("ชื่อชิ้นงาน,วันที่ส่งมอบ,ปีงบประมาณ\nคู่มือ,28/09/2562,2563\nระบบ,28/06/2563,\n", "utf-8")
    assert office.sheets.import_records("deliverables", source).accepted == 2
    assert office.figures.indicator("4.2", YEAR, JUNE).result.value == 2
    office.sheets.export_records("deliverables", target, names=True)
    heading, *lines = target.read_text("utf-8-sig").split()
    assert heading == "title,description,delivered_on,fiscal_year"
    assert sorted(lines) == ["คู่มือ,,2019-09-28,2563", "ระบบ,,2020-06-28,"]
