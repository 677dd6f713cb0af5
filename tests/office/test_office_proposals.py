"""Plan edits belong to the unit that keeps the plan; what another unit would change travels to it as a proposal."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import Desk, desk_of, request

from core.faults import InputRefusal
from core.office import Edit, Office, PlanProposal, Query
from core.store.tables.register_tables import SHIPPED


def record(register: str, **key: object) -> str:
    found = SHIPPED[register].id_for({"fiscal_year": 2563, **key})
    assert found is not None
    return found


PROJECT = record("plan_projects", number=2)
STEP = record("plan_steps", project=1, step=1)
SECOND_STEP = record("plan_steps", project=1, step=2)
MONTHS_OF_STEP = record("project_steps", project=1, step=1)


@pytest.fixture
def keeper(plan_file: Path, tmp_path: Path) -> Desk:
    """The file of the unit that keeps the plan."""
    return desk_of(plan_file, tmp_path, "admin", "วิไล")


def value(desk: Desk, register: str, record_id: str, field: str) -> Any:
    with desk.open() as office:
        return office.records.record(register, record_id).values[field]


def only(office: Office) -> PlanProposal:
    (found,) = office.plan.proposals()
    return found


def carried(sender: Desk, receiver: Desk, stick: Path) -> None:
    receiver.take(sender.send(stick / f"{sender.author}.phaenx"))


def test_an_edit_of_the_plan_elsewhere_leaves_the_plan_and_is_a_proposal(finance: Desk) -> None:
    with finance.open() as office:
        before = office.records.record("plan_projects", PROJECT).values
        saved = office.records.save("plan_projects", {"title": "ชื่อใหม่"}, PROJECT)
        assert saved.proposed
        assert office.records.record("plan_projects", PROJECT).values == before
        found = only(office)
    assert (found.unit, found.author, found.state, found.year) == ("finance", "สมศรี", "open", 2563)
    (wished,) = found.records
    (field,) = wished.fields
    assert (field.label, field.was, field.wanted, field.now) == (
        "ชื่อโครงการ/กิจกรรม",
        before["title"],
        "ชื่อใหม่",
        before["title"],
    )
    assert not found.moved


def test_in_the_file_of_the_unit_that_keeps_the_plan_an_edit_is_written(keeper: Desk) -> None:
    with keeper.open() as office:
        assert not office.records.save("plan_projects", {"title": "ชื่อใหม่"}, PROJECT).proposed
        assert office.records.record("plan_projects", PROJECT).values["title"] == "ชื่อใหม่"
        assert office.plan.proposals() == ()


def test_what_is_not_of_the_plan_is_written_whatever_the_unit(finance: Desk) -> None:
    with finance.open() as office:
        assert not office.records.save("finance_requests", request("1/63")).proposed
        assert office.plan.proposals() == ()


def test_saving_a_plan_record_as_it_stands_proposes_nothing(finance: Desk) -> None:
    with finance.open() as office:
        title = office.records.record("plan_projects", PROJECT).values["title"]
        assert not office.records.save("plan_projects", {"title": title}, PROJECT).changes
        assert office.plan.proposals() == ()


def test_a_bad_edit_is_refused_with_its_findings_and_nothing_is_proposed(finance: Desk) -> None:
    with finance.open() as office:
        with pytest.raises(InputRefusal):
            office.records.save("plan_projects", {"title": ""}, PROJECT)
        assert office.plan.proposals() == ()


def test_the_planned_months_a_steps_record_writes_through_are_the_owners_to_fill_in(central: Desk) -> None:
    with central.open() as office:
        given = {"started_on": "1/11/2562", "planned_from": "2562-12", "planned_to": "2563-01"}
        assert not office.records.save("project_steps", given, MONTHS_OF_STEP).proposed
        row = office.records.record("project_steps", MONTHS_OF_STEP).values
        assert (str(row["started_on"]), str(row["planned_from"])) == ("2019-11-01", "2019-12")


def test_a_projects_contract_is_what_the_year_brought_and_written_as_it_is(central: Desk) -> None:
    with central.open() as office:
        given = {"contract_number": "12/2563", "title": "ชื่อใหม่"}
        before = office.records.record("plan_projects", PROJECT).values["title"]
        assert office.records.save("plan_projects", given, PROJECT).proposed
        row = office.records.record("plan_projects", PROJECT).values
        assert (row["contract_number"], row["title"]) == ("12/2563", before)
        (wished,) = only(office).records
        assert [f.name for f in wished.fields] == ["title"]
        assert not office.records.save("plan_projects", {"contract_number": "13/2563"}, PROJECT).proposed


def test_a_proposal_travels_and_taking_it_up_travels_back(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        assert office.plan.open_proposals() == 1
        office.plan.take_proposals([only(office).id], "เห็นชอบ")
        assert office.plan.open_proposals() == 0
        assert office.records.undo_label
        assert "รับข้อเสนอ" in office.records.undo_label
    assert value(keeper, "plan_projects", PROJECT, "title") == "ชื่อใหม่"
    carried(keeper, finance, tmp_path)
    assert value(finance, "plan_projects", PROJECT, "title") == "ชื่อใหม่"
    with finance.open() as office:
        found = only(office)
    assert (found.state, found.answer, found.decided_by) == ("taken", "เห็นชอบ", "วิไล")


def test_declining_leaves_the_plan_and_the_proposer_reads_why(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        before = office.records.record("plan_projects", PROJECT).values
        with pytest.raises(InputRefusal, match="เหตุผล"):
            office.plan.decline_proposals([only(office).id], " ")
        office.plan.decline_proposals([only(office).id], "ชื่อตามคำสั่งแต่งตั้ง")
        assert office.records.record("plan_projects", PROJECT).values == before
    carried(keeper, finance, tmp_path)
    with finance.open() as office:
        found = only(office)
    assert (found.state, found.answer, found.open) == ("declined", "ชื่อตามคำสั่งแต่งตั้ง", False)


def test_undoing_takes_the_plan_and_the_decision_back_together(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        before = office.records.record("plan_projects", PROJECT).values["title"]
        office.plan.take_proposals([only(office).id])
        office.records.undo()
        assert office.records.record("plan_projects", PROJECT).values["title"] == before
        assert only(office).open
        office.records.redo()
        assert (office.records.record("plan_projects", PROJECT).values["title"], only(office).state) == (
            "ชื่อใหม่",
            "taken",
        )


def test_a_plan_that_has_moved_on_is_shown_before_it_is_written_over(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    finance.save({"title": "ของการคลัง"}, PROJECT, "plan_projects")
    keeper.save({"title": "ของบริหาร"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        found = only(office)
        assert found.moved
        assert found.records[0].fields[0].now == "ของบริหาร"
        assert office.conflicts.open() == (), "a proposal disputes nothing"
        office.plan.take_proposals([found.id])
        assert office.records.record("plan_projects", PROJECT).values["title"] == "ของการคลัง"


def test_several_steps_are_proposed_together_and_taken_up_together(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    with finance.open() as office:
        office.records.save_many(
            "plan_steps", [Edit(STEP, {"share": "15"}), Edit(SECOND_STEP, {"share": "5"})]
        )
        assert len(only(office).records) == 2
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        office.plan.take_proposals([only(office).id])
        shares = [office.records.record("plan_steps", one).values["share"] for one in (STEP, SECOND_STEP)]
    assert shares == [Decimal(15), Decimal(5)]


def test_a_new_step_comes_with_the_record_of_what_really_happens_to_it(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    new = {"fiscal_year": "2563", "project": "1", "step": "77", "title": "ขั้นตอนใหม่", "share": "1"}
    with finance.open() as office:
        saved = office.records.save("plan_steps", new)
        with pytest.raises(InputRefusal):
            office.records.record("plan_steps", saved.record_id)
        (wished,) = only(office).records
        assert (wished.action, wished.there) == ("add", False)
        assert {f.name for f in wished.fields} >= {"title", "share"}
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        office.plan.take_proposals([only(office).id])
        assert office.records.record("plan_steps", saved.record_id).values["title"] == "ขั้นตอนใหม่"
        asked = Query(equals={"project": 1, "step": 77})
        assert len(office.records.rows("project_steps", asked)) == 1


def test_taking_a_record_out_is_proposed_with_its_parts_and_taken_up_as_the_plan_then_stands(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    unused = {"fiscal_year": "2563", "code": "x", "name": "หน่วยงานใหม่", "ordinal": "9"}
    unit = keeper.save(unused, None, "plan_units")
    carried(keeper, finance, tmp_path)
    with finance.open() as office:
        office.records.delete("plan_units", unit)
        assert not office.records.record("plan_units", unit).deleted
        assert only(office).records[0].action == "delete"
    keeper.save({"owner": "x"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        with pytest.raises(InputRefusal, match="รับผิดชอบ"):
            office.plan.take_proposals([only(office).id])
        assert not office.records.record("plan_units", unit).deleted
        office.records.save("plan_projects", {"owner": "central"}, PROJECT)
        office.plan.take_proposals([only(office).id])
        assert office.records.record("plan_units", unit).deleted


def test_what_the_plans_rules_refuse_by_now_is_refused_whole(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    keeper.save({"planned_from": "2562-10", "planned_to": "2562-12"}, STEP, "plan_steps")
    carried(keeper, finance, tmp_path)
    finance.save({"planned_to": "2562-11"}, STEP, "plan_steps")
    keeper.save({"planned_from": "2563-01", "planned_to": "2563-02"}, STEP, "plan_steps")
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    carried(finance, keeper, tmp_path)
    with keeper.open() as office:
        title = office.records.record("plan_projects", PROJECT).values["title"]
        with pytest.raises(InputRefusal, match="เดือน"):
            office.plan.take_proposals([p.id for p in office.plan.proposals()])
        assert office.plan.open_proposals() == 2
        assert office.records.record("plan_projects", PROJECT).values["title"] == title


def test_a_record_that_is_gone_by_now_is_said(finance: Desk, keeper: Desk, tmp_path: Path) -> None:
    new = {"fiscal_year": "2563", "code": "x", "name": "หน่วยงานใหม่", "ordinal": "9"}
    unit = keeper.save(new, None, "plan_units")
    carried(keeper, finance, tmp_path)
    finance.save({"name": "ชื่ออื่น"}, unit, "plan_units")
    with keeper.open() as office:
        office.records.delete("plan_units", unit)
    carried(finance, keeper, tmp_path)
    with keeper.open() as office, pytest.raises(InputRefusal, match="ถูกลบ"):
        office.plan.take_proposals([only(office).id])


def test_only_the_keeper_decides_and_only_the_proposer_withdraws(
    finance: Desk, keeper: Desk, central: Desk, tmp_path: Path
) -> None:
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    carried(finance, central, tmp_path)
    with central.open() as office:
        one = [only(office).id]
        for refused in (
            lambda: office.plan.take_proposals(one),
            lambda: office.plan.decline_proposals(one, "ไม่เห็นด้วย"),
            lambda: office.plan.withdraw_proposals(one),
            lambda: office.plan.adopt_plan(2563),
            lambda: office.plan.roll_over(2564),
        ):
            with pytest.raises(InputRefusal):
                refused()
        assert only(office).open
    with finance.open() as office:
        office.plan.withdraw_proposals(one)
        assert only(office).state == "withdrawn"
        with pytest.raises(InputRefusal, match="พิจารณาแล้ว"):
            office.plan.withdraw_proposals(one)


def test_two_pcs_of_the_keeper_that_decide_differently_have_a_conflict(
    finance: Desk, keeper: Desk, plan_file: Path, tmp_path: Path
) -> None:
    second = desk_of(plan_file, tmp_path, "admin", "อารี")
    finance.save({"title": "ชื่อใหม่"}, PROJECT, "plan_projects")
    for desk in (keeper, second):
        carried(finance, desk, tmp_path)
    with keeper.open() as office:
        office.plan.take_proposals([only(office).id])
    with second.open() as office:
        office.plan.decline_proposals([only(office).id], "ไม่ตรงคำสั่ง")
    carried(second, keeper, tmp_path)
    with keeper.open() as office:
        assert "ผลการพิจารณา" in {c.label for c in office.conflicts.open()}


def test_proposing_is_undone_like_any_other(finance: Desk) -> None:
    with finance.open() as office:
        office.records.save("plan_projects", {"title": "ชื่อใหม่"}, PROJECT)
        assert (office.records.undo_label or "").startswith("เสนอแก้ไข")
        office.records.undo()
        assert office.plan.proposals() == ()


def test_a_proposal_too_long_for_one_entry_is_refused(finance: Desk) -> None:
    with finance.open() as office:
        texts = office.records.rows("plan_texts")[:60]
        edits = [Edit(row.id, {"text": "ก" * 7900}) for row in texts]
        with pytest.raises(InputRefusal, match="แบ่งเสนอ"):
            office.records.save_many("plan_texts", edits)
        assert office.plan.proposals() == ()


def test_a_record_proposed_again_is_not_shown_as_the_one_that_was_deleted(
    finance: Desk, keeper: Desk, tmp_path: Path
) -> None:
    new = {"fiscal_year": "2563", "code": "x", "name": "หน่วยงานใหม่", "ordinal": "9"}
    unit = keeper.save(new, None, "plan_units")
    with keeper.open() as office:
        office.records.delete("plan_units", unit)
    carried(keeper, finance, tmp_path)
    with finance.open() as office:
        saved = office.records.save("plan_units", new)
    assert (saved.proposed, saved.row) == (True, None)
