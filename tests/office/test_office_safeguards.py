"""A file's plans and units: what of them can be deleted, what a merge says before it takes them away, and how a file
without a plan is mended."""

from datetime import date
from pathlib import Path

import pytest
from exchange_helpers import Desk, desk_of, meet, request
from office_helpers import born, everything

from core.faults import DeletesRefusal, FileRefusal, InputRefusal
from core.office import Office, Query
from core.store.log.changes import ActionInfo, Delete, Put
from core.store.tables.register_tables import SHIPPED

PLAN = "แผนปีงบประมาณ 2563"


def plan_record(year: int = 2563) -> str:
    found = SHIPPED["plan_years"].id_for({"fiscal_year": year})
    assert found is not None
    return found


def delete_behind(office: Office, register: str, record: str) -> None:
    """As a program that knows nothing of these rules has deleted it."""
    office.session.committed(
        office.session.file.commit(lambda _: [Delete(register, record)], ActionInfo("สมหญิง", "ลบ"))
    )


@pytest.fixture
def planless(office: Office) -> Office:
    """A file whose only plan was deleted by an older program."""
    office.records.save("finance_requests", request("63/1"))
    delete_behind(office, "plan_years", plan_record())
    assert office.session.years == ()
    return office


@pytest.fixture
def admin(plan_file: Path, tmp_path: Path) -> Desk:
    """The file of the unit that keeps the plan."""
    return desk_of(plan_file, tmp_path, "admin", "สมหญิง")


# Deleting


def test_a_plan_in_force_is_not_deleted(office: Office) -> None:
    office.plan.roll_over(2564)
    before = everything(office)
    with pytest.raises(InputRefusal, match=f"{PLAN} ไม่ได้ เพราะเป็นแผนที่ใช้อยู่"):
        office.records.delete("plan_years", plan_record())
    with pytest.raises(InputRefusal, match="ยังไม่ได้ลบรายการใด"):
        office.records.delete_many("plan_years", [plan_record(2564), plan_record()])
    assert everything(office) == before


def test_the_only_plan_is_not_deleted_though_it_is_a_draft(office: Office) -> None:
    office.records.save("plan_years", {"draft": "true"}, plan_record())
    with pytest.raises(InputRefusal, match="แผนเดียวในแฟ้ม"):
        office.records.delete("plan_years", plan_record())
    office.plan.roll_over(2564)
    with pytest.raises(InputRefusal, match="แผนเดียวในแฟ้ม"):
        office.records.delete_many("plan_years", [plan_record(2564), plan_record()])


def test_a_draft_is_deleted_and_comes_back_whole(office: Office) -> None:
    office.plan.roll_over(2564)
    draft = office.session.plan(2564)
    done = office.records.delete("plan_years", plan_record(2564))
    assert done.said == "ลบแผนปฏิบัติราชการ ปีงบประมาณ 2564"
    assert office.session.years == (2563,)
    office.records.undo()
    assert office.session.plan(2564) == draft
    office.records.redo()
    office.records.restore("plan_years", plan_record(2564))
    assert office.session.plan(2564) == draft


def test_undoing_takes_the_only_plan_not_away(office: Office) -> None:
    """A draft was made, and the plan it was made from is gone by a merge of older days."""
    office.plan.roll_over(2564)
    delete_behind(office, "plan_years", plan_record())
    with pytest.raises(InputRefusal, match="แผนเดียวในแฟ้ม"):
        office.records.undo()
    assert office.session.years == (2564,)


def test_undoing_takes_no_plan_away_that_somebody_made_the_years(
    admin: Desk, plan_file: Path, tmp_path: Path
) -> None:
    other = desk_of(plan_file, tmp_path, "admin", "สมศักดิ์")
    with admin.open() as office:
        office.plan.roll_over(2564)
    meet(admin, other, tmp_path)
    with other.open() as office:
        office.session.write([Put("plan_years", plan_record(2564), {"draft": 0})], "ใช้เป็นแผนของปี")
    meet(admin, other, tmp_path)
    with admin.open() as office:
        assert office.records.undo() is None
        assert (office.session.years, office.session.draft_years) == ((2563, 2564), frozenset())


def test_bringing_a_plan_back_is_not_undone(planless: Office) -> None:
    planless.records.restore("plan_years", plan_record())
    with pytest.raises(InputRefusal, match="แผนที่ใช้อยู่"):
        planless.records.undo()
    assert planless.session.years == (2563,)


@pytest.mark.parametrize(
    ("code", "why"), [("admin", "ดูแลแผน"), ("finance", "รายการในทะเบียน"), ("central", "รายการในทะเบียน")]
)
def test_a_unit_with_records_or_the_plan_in_its_care_is_not_deleted(
    office: Office, code: str, why: str
) -> None:
    office.records.save("finance_requests", request("63/1"))
    unit = born(office, "plan_units", code=code)
    with pytest.raises(InputRefusal, match=why):
        office.records.delete("plan_units", unit)


def test_a_unit_without_anything_can_go(office: Office) -> None:
    made = office.records.save(
        "plan_units", {"fiscal_year": "2563", "code": "new", "name": "ส่วนใหม่", "ordinal": "9"}
    )
    office.records.delete("plan_units", made.record_id)
    assert "new" not in {u.code for u in office.session.units()}


def test_a_project_that_a_formula_counts_is_not_deleted(office: Office) -> None:
    indicator = born(office, "plan_indicators", code="6")
    office.records.save("plan_indicators", {"project": ""}, indicator)
    project = born(office, "plan_projects", number=6)
    with pytest.raises(InputRefusal, match="คำนวณจากขั้นตอนของโครงการ"):
        office.records.delete("plan_projects", project)
    assert office.figures.indicator("6", 2563, date(2020, 6, 30)).result.fault == ""


def test_a_proposal_that_would_delete_a_plan_is_neither_made_nor_taken(admin: Desk, finance: Desk) -> None:
    with finance.open() as office, pytest.raises(InputRefusal, match="แผนที่ใช้อยู่"):
        office.records.delete("plan_years", plan_record())
    with finance.open() as office:
        wish = f'[{{"register":"plan_years","record":"{plan_record()}","action":"delete","fields":{{}}}}]'
        given = {"fiscal_year": 2563, "title": "ลบแผน", "unit": "finance", "state": "open", "changes": wish}
        office.session.write([Put("plan_proposals", office.session.new_id(), given)], "เสนอ")
    meet(finance, admin, finance.path.parent)
    with admin.open() as office:
        (proposal,) = office.plan.proposals()
        with pytest.raises(InputRefusal, match="แผนที่ใช้อยู่"):
            office.plan.take_proposals([proposal.id])
        assert office.session.years == (2563,)


# Merging


@pytest.mark.parametrize("register", ["plan_years", "plan_units"])
def test_a_merge_that_would_delete_says_so_first(
    admin: Desk, finance: Desk, tmp_path: Path, register: str
) -> None:
    with admin.open() as office:
        record = plan_record() if register == "plan_years" else born(office, "plan_units", code="complaints")
        delete_behind(office, register, record)
    stick = admin.send(tmp_path / "a.phaenx")
    name = PLAN if register == "plan_years" else "ส่วนราชการ “ศูนย์เรื่องราวร้องทุกข์” ของแผนปี 2563"
    with finance.open() as office:
        before = everything(office)
        trial = office.exchange.try_merge([stick], trust=True)
        assert trial.merged.deletes == (name,)
        with pytest.raises(DeletesRefusal, match=name) as refused:
            office.exchange.merge([stick], trust=True)
        assert refused.value.names == (name,)
        assert everything(office) == before
        assert [p.name for p in office.session.path.parent.glob("*before-merge*")] == []
        assert office.exchange.trusted_pcs() == ()
        done = office.exchange.merge([stick], trust=True, allow_deletes=True)
        assert done.deletes == (name,)
        assert office.records.record(register, record).deleted
        office.exchange.take_merge_back()
        assert not office.records.record(register, record).deleted


def test_a_deleted_plan_that_somebody_wrote_to_is_a_conflict_and_goes_nowhere(
    admin: Desk, finance: Desk, tmp_path: Path
) -> None:
    with finance.open() as office:
        office.session.file.commit(
            lambda _: [Put("plan_years", plan_record(), {"title": "แผนใหม่"})], ActionInfo("สมศรี")
        )
    with admin.open() as office:
        delete_behind(office, "plan_years", plan_record())
    stick = admin.send(tmp_path / "a.phaenx")
    with finance.open() as office:
        merged = office.exchange.merge([stick], trust=True)
        assert (merged.deletes, merged.conflicts, office.session.years) == ((), 1, (2563,))


def test_what_is_gone_already_goes_no_second_time(admin: Desk, finance: Desk, tmp_path: Path) -> None:
    with admin.open() as office:
        delete_behind(office, "plan_years", plan_record())
    stick = admin.send(tmp_path / "a.phaenx")
    with finance.open() as office:
        office.exchange.merge([stick], trust=True, allow_deletes=True)
        assert office.exchange.merge([stick]).deletes == ()


# A file without a plan


def test_a_file_without_a_plan_is_checked_mended_and_gives_its_figures_again(planless: Office) -> None:
    (finding,) = planless.file.check().plan_findings
    assert (finding.code, "แผนปี 2563 ถูกลบ" in finding.message) == ("plan.none", True)
    (gone,) = planless.session.deleted_plans()
    assert (gone.id, gone.values["fiscal_year"]) == (plan_record(), 2563)
    planless.records.restore("plan_years", gone.id)
    assert planless.session.years == (2563,)
    assert planless.figures.indicator("3", 2563, date(2020, 6, 30)).result.value == 0
    assert planless.session.deleted_plans() == ()
    assert "plan.none" not in {f.code for f in planless.file.check().plan_findings}


def test_a_plan_in_force_that_went_beside_another_is_reported(office: Office) -> None:
    office.plan.roll_over(2564)
    delete_behind(office, "plan_years", plan_record())
    assert [f.code for f in office.file.check().plan_findings if f.where == "แฟ้ม"] == ["plan.deleted"]


def test_what_needs_a_plan_says_how_to_mend_it(planless: Office, tmp_path: Path) -> None:
    for ask in (
        planless.figures.indicators,
        planless.session.plan,
        lambda: planless.figures.workings("3"),
        lambda: planless.reports.print_report("monthly", tmp_path / "m.pdf"),
        lambda: planless.records.blank("finance_requests"),
    ):
        with pytest.raises(FileRefusal, match=r"แผนปี 2563 ถูกลบ โปรด.*คืนแผน"):
            ask()


def test_what_needs_no_plan_goes_on(planless: Office, tmp_path: Path) -> None:
    assert planless.records.count("finance_requests") == 1
    assert planless.sheets.export_records("finance_requests", tmp_path / "out.csv") == 1
    assert planless.session.units() == ()
    assert planless.conflicts.open() == ()
    assert planless.conflicts.duplicates() == ()
    assert planless.plan.proposals() == ()
    assert planless.exchange.freshness() == ()
    assert planless.file.backup(tmp_path / "copy.phaen").is_file()
    assert planless.exchange.pack(tmp_path / "a.phaenx").path.is_file()
    assert planless.records.history("plan_years", plan_record())[0].action == "delete"
    record = planless.records.rows("finance_requests", Query())[0].id
    planless.records.save("finance_requests", {"note": "ยังบันทึกได้"}, record)
    planless.records.undo()


def test_a_file_without_a_plan_takes_one_in_by_package(planless: Office, admin: Desk, tmp_path: Path) -> None:
    """The colleague who still has it may have brought it back."""
    stick = planless.exchange.pack(tmp_path / "a.phaenx").path
    with admin.open() as office:
        office.exchange.merge([stick], trust=True, allow_deletes=True)
        office.records.restore("plan_years", plan_record())
    back = admin.send(tmp_path / "b.phaenx")
    assert planless.exchange.try_merge([back], trust=True).moved == ()
    planless.exchange.merge([back], trust=True)
    assert planless.session.years == (2563,)


def test_a_unit_that_does_not_keep_the_plan_proposes_to_bring_it_back(
    admin: Desk, finance: Desk, tmp_path: Path
) -> None:
    with admin.open() as office:
        delete_behind(office, "plan_years", plan_record())
    with finance.open() as office:
        office.exchange.merge([admin.send(tmp_path / "a.phaenx")], trust=True, allow_deletes=True)
        office.records.restore("plan_years", plan_record())
        assert (office.session.years, len(office.plan.proposals())) == ((), 1)
    with admin.open() as office:
        office.exchange.merge([finance.send(tmp_path / "b.phaenx")], trust=True)
        office.plan.take_proposals([p.id for p in office.plan.proposals()])
        assert office.session.years == (2563,)
