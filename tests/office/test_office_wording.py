"""The book's own wording of rows, begun and dropped in an office file."""

from core.office import Office
from core.plan.model import Plan
from core.plan.printed import printed_plan

YEAR = 2563


def printed(office: Office) -> Plan:
    return printed_plan(office.session.plan(YEAR))


def added(office: Office) -> None:
    """A project and an indicator that no table words."""
    about = {"fiscal_year": YEAR, "owner": "finance", "measure": "m7.4.1-1"}
    project = {
        "number": 7,
        "title": "โครงการลดขั้นตอน",
        "budget": "250000",
        "negotiated": True,
        "area": "ด้านใหม่",
    }
    office.records.save("plan_projects", {**about, **project})
    formula = {"unit": "percent", "comparison": "ge", "formula": "entered", "ordinal": 99, "dimension": 1}
    indicator = {
        "code": "9",
        "title": "ตัวชี้วัดเก้า",
        "negotiated": True,
        "node": "g7.4.1",
        "project": 7,
        **formula,
    }
    office.records.save("plan_indicators", {**about, **indicator})
    office.records.save("plan_targets", {"fiscal_year": YEAR, "indicator": "9", "year": YEAR, "value": "70"})


def test_wording_that_is_begun_prints_what_was_printed(office: Office) -> None:
    added(office)
    before = printed(office)
    begun = 0
    for kind, code in (("project", "7"), ("indicator", "9")):
        while wanting := [w for w in office.plan.wordings(YEAR, kind, code) if not w.record]:
            office.plan.write_wording(YEAR, wanting[0])
            begun += 1
            assert printed(office) == before, wanting[0]
    assert begun >= 9


def test_dropping_all_wording_of_a_table_leaves_no_empty_table(office: Office) -> None:
    added(office)
    before = {t.name for t in office.session.plan(YEAR).tables}
    (row,) = (
        w for w in office.plan.wordings(YEAR, "project", "7") if w.name == "steps.7" and w.kind == "lead"
    )
    record, _ = office.plan.write_wording(YEAR, row)
    made = [t for t in office.session.plan(YEAR).tables if t.name not in before]
    assert [t.title for t in made] == ["ขั้นตอนการปฏิบัติงานของโครงการ/กิจกรรม"]
    office.plan.drop_wording(YEAR, [record])
    assert {t.name for t in office.session.plan(YEAR).tables} == before
    office.records.undo()
    assert "steps.7" in {t.name for t in office.session.plan(YEAR).tables}
