"""A target is changed once and shows everywhere: every document, the years side by side, the figures; one step of undo."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from office_helpers import entries

from core.office import Asked, Office, Query
from core.office.plan.service import plan_advice
from core.office.reports.documents import document_of
from core.thai.fiscal import Month

JUNE = Month(2020, 6)
WORDED = "ไม่น้อยกว่า 50 คน"
COMPOSED = "ไม่น้อยกว่า 64 คน"
# Which documents tell a target, and how often that of indicator 5.1.
TELLING = {
    "monthly": 2,
    "quarterly": 1,
    "annual": 1,
    "targets": 2,
    "table-a": 1,
    "table-b": 1,
    "plan-book": 4,
}


def texts(part: Any) -> Iterator[str]:
    """Every text of a document, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts(getattr(part, one.name))


def told(office: Office, name: str, *words: str) -> tuple[int, ...]:
    """How often a document says each of some words."""
    document = document_of(office.session, Asked(name, 2563, JUNE, None, False))
    found = [*texts(document.sections)]
    return tuple(sum(text.count(word) for text in found) for word in words)


def change(office: Office, code: str, **values: str) -> None:
    (row,) = office.records.rows("plan_targets", Query(equals={"indicator": code, "year": 2563}))
    office.records.save("plan_targets", values, row.id)


def test_a_changed_number_shows_everywhere_and_is_one_step_of_undo(sample: Office) -> None:
    before = entries(sample)
    change(sample, "5.1", value="64")
    assert entries(sample) == before + 1
    for name, count in TELLING.items():
        assert told(sample, name, WORDED, COMPOSED) == (0, count), name
    row = next(r for r in sample.figures.compare_years(2563, JUNE.last_day).rows if r.indicator.code == "5.1")
    assert row.cells[-1].target == COMPOSED
    assert sample.figures.indicator("5.1", 2563, JUNE.last_day).result.target == 64
    assert any(
        a.code == "target.text" for a in plan_advice(sample.session.plan(2563), sample.session.file.registers)
    )
    sample.records.undo()
    for name, count in TELLING.items():
        assert told(sample, name, WORDED, COMPOSED) == (count, 0), name


def test_a_wording_that_says_the_new_number_is_printed_again(sample: Office) -> None:
    change(sample, "5.1", value="64", text="อย่างน้อย ๖๔ คน")
    assert told(sample, "monthly", "อย่างน้อย ๖๔ คน") == (2,)
    change(sample, "5.1", value="65")
    assert told(sample, "monthly", "ไม่น้อยกว่า 65 คน") == (2,)


def test_a_wording_alone_changes_no_target(sample: Office) -> None:
    change(sample, "5.1", text="ไม่น้อยกว่า 90 คน")
    assert told(sample, "monthly", WORDED) == (2,)
    assert sample.figures.indicator("5.1", 2563, JUNE.last_day).result.target == 50


def test_the_form_is_told_what_will_be_printed(office: Office) -> None:
    (row,) = office.records.rows("plan_targets", Query(equals={"indicator": "4.2", "year": 2563}))
    raw = {"fiscal_year": "2563", "indicator": "4.2", "year": "2563", "value": "3", "text": "1 ชิ้นงาน"}
    (finding,) = office.records.check_values("plan_targets", raw, row.id)
    assert (finding.code, finding.is_error) == ("target.wording", False)
    assert "ไม่น้อยกว่า 3 ชิ้นงาน" in finding.message
    assert office.records.check_values("plan_targets", {**raw, "value": "1"}, row.id) == ()


def test_a_target_taken_away_is_printed_nowhere(sample: Office) -> None:
    change(sample, "5.1", value="")
    assert {told(sample, name, WORDED) for name in ("monthly", "targets", "table-b")} == {(0,)}
    assert sample.figures.indicator("5.1", 2563, JUNE.last_day).result.target is None


def delivered(office: Office, *days: str) -> None:
    for day in days:
        office.records.save(
            "deliverables", {"title": f"ชิ้นงาน {day}", "delivered_on": day, "fiscal_year": 2563}
        )


def test_quarters_by_themselves_and_the_year_agree_at_its_end(office: Office) -> None:
    """Each quarter is judged by its own records, what is settled by all of the year's."""
    change(office, "4.2", value="12", text="")
    (row,) = office.records.rows("plan_indicators", Query(equals={"code": "4.2"}))
    office.records.save("plan_indicators", {"cumulative": "ไม่ใช่"}, row.id)
    for quarter in (1, 2, 3, 4):
        about = {"fiscal_year": 2563, "indicator": "4.2", "year": 2563}
        office.records.save("plan_targets", {**about, "quarter": quarter, "value": "3"})
    delivered(office, *(f"2562-10-0{n}" for n in range(1, 7)))
    delivered(office, *(f"2563-01-0{n}" for n in range(1, 5)), "2563-05-01", "2563-07-01", "2563-07-02")
    found = {
        day: office.figures.indicator("4.2", 2563, day).result
        for day in (date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 10, 1))
    }
    assert [(r.value, r.target) for r in found.values()] == [(4, 3), (1, 3), (2, 3), (13, 12)]
    assert [r.status.value for r in found.values()] == ["on_track", "open", "secured", "secured"]
    records = office.figures.workings("4.2", 2563, date(2020, 3, 31)).records
    assert len([r for r in records if r.verdict == "for"]) == 4


def test_what_cannot_be_scored_is_said_when_it_is_saved(office: Office) -> None:
    (row,) = office.records.rows("plan_indicators", Query(equals={"code": "3"}))

    def said(**values: str) -> list[tuple[str, str | None]]:
        found = office.records.check_values("plan_indicators", {**known, **values}, row.id)
        return [(f.code, f.field) for f in found]

    known = {"code": "3", "comparison": "ge"}
    assert said(weight="100", levels="[60, 65, 70, 75, 80]") == []
    assert said(weight="200") == [("weights.sum", "weight")]
    for levels in ("[10, 20, 15, 30, 40]", "[60, 65, 70, 75]", "[80, 75, 70, 65, 60]"):
        assert said(levels=levels) == [("levels", "levels")]
    assert said(levels="60 65") == [("levels.unreadable", "levels")]
