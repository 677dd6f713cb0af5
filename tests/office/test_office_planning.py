"""What the plan officer does: draft and in force, waivers, definitions changed in mid-year, taking parts out whole."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.faults import InputRefusal
from core.office import Office, Query
from core.store.tables.register_tables import SHIPPED

JUNE = date(2020, 6, 30)


def record(register: str, **key: object) -> str:
    found = SHIPPED[register].id_for({"fiscal_year": 2563, **key})
    assert found is not None
    return found


def test_the_released_plan_is_the_years_plan_and_meets_every_demand(office: Office) -> None:
    state = office.plan.plan_state(2563)
    assert (state.draft, state.faults) == (False, ())


def test_shares_that_are_not_whole_make_it_a_draft_until_waived_with_a_reason(office: Office) -> None:
    office.records.save("plan_steps", {"share": "20"}, record("plan_steps", project=1, step=1))
    state = office.plan.plan_state(2563)
    assert [(f.code, f.ref, f.waived) for f in state.open] == [("shares.sum", "project:1", None)]
    assert state.draft
    with pytest.raises(InputRefusal, match="เหตุผล"):
        office.plan.waive(2563, "shares.sum", "project:1", "  ")
    office.plan.waive(2563, "shares.sum", "project:1", "ปรับตามบันทึกที่ กท 0301/45")
    state = office.plan.plan_state(2563)
    assert (state.open, state.draft) == ((), False)
    assert state.faults[0].waived == "ปรับตามบันทึกที่ กท 0301/45"
    office.plan.withdraw_waiver(2563, "shares.sum", "project:1")
    assert office.plan.plan_state(2563).draft
    office.plan.waive(2563, "shares.sum", "project:1", "ยกเว้นอีกครั้ง")
    assert office.plan.plan_state(2563).faults[0].waived == "ยกเว้นอีกครั้ง"


def test_only_what_the_plan_fails_can_be_waived(office: Office) -> None:
    with pytest.raises(InputRefusal, match="ไม่มีข้อที่จะยกเว้น"):
        office.plan.waive(2563, "shares.sum", "project:1", "เผื่อไว้")


def test_a_draft_is_made_the_years_plan_once_its_faults_are_settled(office: Office) -> None:
    office.records.save("plan_years", {"draft": True}, record("plan_years"))
    assert office.session.draft_years == {2563}
    office.records.save("plan_projects", {"owner": "นอกสังกัด"}, record("plan_projects", number=2))
    with pytest.raises(InputRefusal, match="ยังมี 1 ข้อ"):
        office.plan.adopt_plan(2563)
    office.records.save("plan_projects", {"owner": "central"}, record("plan_projects", number=2))
    office.plan.adopt_plan(2563)
    assert (office.session.draft_years, office.plan.plan_state(2563).draft) == (frozenset(), False)


def test_a_draft_of_next_year_is_not_looked_at_by_itself(office: Office) -> None:
    office.records.save(
        "plan_years", {"fiscal_year": "2564", "title": "แผนปี 2564", "office": "สลป.", "draft": True}
    )
    assert office.session.years == (2563, 2564)
    assert office.session.default_year(date(2020, 11, 1)) == 2563
    office.records.save("plan_years", {"draft": False}, SHIPPED["plan_years"].id_for({"fiscal_year": 2564}))
    assert office.session.default_year(date(2020, 11, 1)) == 2564


def test_parameters_a_formula_cannot_use_are_a_demand(office: Office) -> None:
    office.records.save(
        "plan_indicators", {"parameters": '{"minutes": "นาน"}'}, record("plan_indicators", code="5.2")
    )
    assert [(f.code, f.ref) for f in office.plan.plan_state(2563).open] == [
        ("indicator.parameters", "indicator:5.2")
    ]


def test_a_definition_of_mid_year_must_be_usable_too(office: Office) -> None:
    """A new formula with the older one's parameters would leave the indicator without figures from that day on."""
    change = {"fiscal_year": 2563, "indicator": "3", "effective_from": date(2020, 4, 1), "reason": "หนังสือที่ 1"}
    office.records.save("plan_definitions", {**change, "formula": "entered"})
    assert [(f.code, f.ref) for f in office.plan.plan_state(2563).open] == [
        ("indicator.parameters", "indicator:3")
    ]
    office.records.save(
        "plan_definitions",
        {"parameters": "{}"},
        record("plan_definitions", indicator="3", effective_from=date(2020, 4, 1)),
    )
    assert office.plan.plan_state(2563).open == ()


NEVER = {"register": "finance_requests", "filter": [["amount", "<", 0]]}
AMISS = [
    ("count", {"register": "gone"}, "indicator.register", "ไม่มีทะเบียน"),
    (
        "count",
        {"register": "finance_requests", "filter": [["gone", "filled"]]},
        "indicator.register",
        "ไม่มีช่อง",
    ),
    ("share", {**NEVER, "meets": [["cheque_on", "filled"]]}, "indicator.no-value", "ยังไม่มีใบขอเบิกเงิน"),
    ("ratio", {"over": {"indicator": "5.1"}, "under": NEVER}, "indicator.no-value", "เป็น 0"),
    ("weighted_mean", {"of": ["5.3"], "weights": [1]}, "indicator.project", "วงกลม"),
]


@pytest.mark.parametrize(("formula", "parameters", "code", "said"), AMISS)
def test_what_an_indicator_has_no_value_for_is_a_finding(
    office: Office, formula: str, parameters: dict[str, Any], code: str, said: str
) -> None:
    around = json.dumps({"of": ["5.2"], "weights": [1]})
    if formula == "weighted_mean":
        office.records.save(
            "plan_indicators",
            {"formula": formula, "parameters": around},
            record("plan_indicators", code="5.3"),
        )
    given = {"formula": formula, "parameters": json.dumps(parameters)}
    office.records.save("plan_indicators", given, record("plan_indicators", code="5.2"))
    told = [f for f in office.plan.check_plan(2563) if f.ref == "indicator:5.2" and f.code == code]
    assert len(told) == 1, office.plan.check_plan(2563)
    assert said in told[0].message
    result = office.figures.indicator("5.2", 2563).result
    assert result.value is None
    assert any(said in warning for warning in result.warnings)


@pytest.mark.parametrize("parameters", ['{"project": 33}', "{}", '{"project": 5}'])
def test_steps_of_no_project_are_a_demand(office: Office, parameters: str) -> None:
    office.records.save("plan_indicators", {"parameters": parameters}, record("plan_indicators", code="1"))
    assert [(f.code, f.ref) for f in office.plan.plan_state(2563).open] == [
        ("indicator.project", "indicator:1")
    ]


def test_a_ladder_climbs_by_the_shares_where_no_running_sum_is_printed(office: Office) -> None:
    project = {"fiscal_year": 2563, "project": 2}
    for step in office.session.plan(2563).project(2).steps:
        office.records.save(
            "plan_steps", {"cumulative": None}, record("plan_steps", project=2, step=step.step)
        )
    office.records.save(
        "plan_indicators", {"parameters": '{"project": 2}'}, record("plan_indicators", code="1")
    )
    for step in (1, 2):
        office.records.save("project_steps", {**project, "step": step, "finished_on": date(2020, 1, step)})
    result = office.figures.indicator("1", 2563, JUNE).result
    assert (result.value, result.best) == (10, 100)


def test_codes_that_are_not_in_the_plan_are_a_demand(office: Office) -> None:
    office.records.save(
        "plan_measures",
        {"node": "ไม่มี"},
        record("plan_measures", code=office.session.plan(2563).measures[0].code),
    )
    office.records.save("plan_projects", {"measure": "ไม่มี"}, record("plan_projects", number=1))
    office.records.save("plan_indicators", {"owner": "ไม่มี"}, record("plan_indicators", code="1"))
    found = {f.code for f in office.plan.plan_state(2563).open}
    assert found == {"link.node", "link.measure", "link.unit"}


def test_a_definition_changed_in_mid_year_keeps_the_old_one_with_its_dates(sample: Office) -> None:
    before = {d: sample.figures.indicator("2", 2563, d).result for d in (date(2020, 4, 30), JUNE)}
    sample.records.save(
        "plan_definitions",
        {
            "fiscal_year": "2563",
            "indicator": "2",
            "effective_from": "01/06/2563",
            "parameters": '{"denominator": 36}',
            "reason": "หนังสือ สยป. ที่ กท 0500/12",
        },
    )
    after = {d: sample.figures.indicator("2", 2563, d).result for d in before}
    assert after[date(2020, 4, 30)] == before[date(2020, 4, 30)]
    value = before[JUNE].value
    assert value is not None
    assert value > 0
    assert after[JUNE].value == value * 2
    held = sample.session.plan(2563).indicator("2")
    assert (held.parameters["denominator"], held.on(JUNE).parameters) == (72, {"denominator": 36})
    assert sample.figures.trend("2", 2563, JUNE)[8] == after[JUNE].value


def test_a_definition_begins_inside_its_year(office: Office) -> None:
    given = {"fiscal_year": "2563", "indicator": "2", "effective_from": "01/10/2563", "reason": "ทดลอง"}
    with pytest.raises(InputRefusal):
        office.records.save("plan_definitions", given)
    assert office.records.count("plan_definitions") == 0


def test_a_formula_is_tried_without_saving_anything(sample: Office) -> None:
    tried = sample.figures.try_formula(2563, "5.2", "share_within", {"minutes": 1}, JUNE).result
    held = sample.figures.indicator("5.2", 2563, JUNE).result
    assert tried.value is not None
    assert held.value is not None
    assert tried.value < held.value
    spent = sample.figures.try_formula(2563, "D2.1", "budget_share", {}, JUNE).result
    assert spent.value is not None
    assert spent.workings
    wrong = sample.figures.try_formula(2563, "5.2", "share_within", {"minutes": "นาน"}, JUNE).result
    assert wrong.value is None
    assert wrong.warnings
    assert sample.records.undo_label is None


def test_every_formula_is_offered_with_its_parameters(office: Office) -> None:
    offered = {f.name: f for f in office.figures.formulas()}
    assert [p.default for p in offered["share_within"].parameters if p.name == "minutes"] == [15]
    assert offered["monthly_mean"].title == "ค่าเฉลี่ยร้อยละรายเดือน"


def test_a_new_step_can_be_worked_on_and_taken_out_again(office: Office) -> None:
    made = office.records.save(
        "plan_steps", {"fiscal_year": "2563", "project": "2", "step": "9", "title": "ประเมินผล"}
    )
    row = record("project_steps", project=2, step=9)
    office.records.save("project_steps", {"finished_on": "30/06/2563"}, row)
    with pytest.raises(InputRefusal, match="บันทึกวันที่"):
        office.records.delete("plan_steps", made.record_id)
    office.records.save("project_steps", {"finished_on": ""}, row)
    office.records.delete("plan_steps", made.record_id)
    assert office.records.record("project_steps", row).deleted
    assert 9 not in {s.step for s in office.session.plan(2563).project(2).steps}
    office.records.undo()
    assert not office.records.record("project_steps", row).deleted


def test_an_indicator_goes_with_its_targets_as_one_step(office: Office) -> None:
    targets = Query(equals={"indicator": "6", "fiscal_year": 2563})
    held = office.records.count("plan_targets", targets)
    assert held
    office.records.delete("plan_indicators", record("plan_indicators", code="6"))
    assert office.records.count("plan_targets", targets) == 0
    office.records.undo()
    assert office.records.count("plan_targets", targets) == held
    assert office.session.plan(2563).indicator("6").target == Decimal(100)


@pytest.mark.parametrize(
    ("register", "key"),
    [
        ("plan_units", {"code": "finance"}),
        ("plan_projects", {"number": 1}),
        ("plan_measures", {"code": "m5.4.1.1-1"}),
    ],
)
def test_what_others_name_stays(office: Office, register: str, key: dict[str, object]) -> None:
    before = office.session.plan(2563)
    with pytest.raises(InputRefusal, match="เพราะยังมี"):
        office.records.delete(register, record(register, **key))
    assert office.session.plan(2563) == before


def test_what_names_each_other_goes_together_as_one_step(office: Office) -> None:
    before = office.session.plan(2563)
    measure = ("plan_measures", record("plan_measures", code="m3.1.1.1-1"))
    project = ("plan_projects", record("plan_projects", number=1))
    indicator = ("plan_indicators", record("plan_indicators", code="1"))
    done = office.records.delete_records([measure, project, indicator])
    assert done.said == "ลบทั้งหมด 3 รายการ (มาตรการ m3.1.1.1-1, โครงการ/กิจกรรม เลขที่โครงการ 1, ตัวชี้วัด 1)"
    assert 1 not in {p.number for p in office.session.plan(2563).projects}
    office.records.undo()
    assert office.session.plan(2563) == before


def test_one_that_has_to_stay_keeps_all_that_were_chosen(office: Office) -> None:
    before = office.session.plan(2563)
    free = ("plan_indicators", record("plan_indicators", code="6"))
    named = ("plan_projects", record("plan_projects", number=1))
    with pytest.raises(InputRefusal, match=r"^ยังไม่ได้ลบรายการใด: ลบโครงการ\S+ .* ไม่ได้ เพราะยังมี"):
        office.records.delete_records([free, named])
    assert office.session.plan(2563) == before


def test_every_finding_of_the_check_leads_to_a_record(office: Office) -> None:
    for finding in office.plan.check_plan(2563):
        assert office.plan.locate(2563, finding.ref) is not None, finding.ref
    assert office.plan.locate(2563, "project:99") is None
    assert office.plan.locate(2563, "nowhere") is None


@pytest.mark.parametrize(
    ("register", "field", "known"),
    [
        ("plan_projects", "owner", "finance"),
        ("plan_projects", "measure", "m7.4.1-1"),
        ("plan_indicators", "owner", "finance"),
        ("plan_indicators", "node", "g7.4.1"),
        ("plan_indicators", "project", "3"),
        ("plan_nodes", "parent", "p2"),
        ("plan_measures", "node", "g7.4.1"),
    ],
)
def test_a_name_the_plan_does_not_hold_is_said_as_it_is_typed(
    office: Office, register: str, field: str, known: str
) -> None:
    row = office.records.rows(register, Query(equals={"fiscal_year": 2563}))[0]

    def said(value: str) -> list[tuple[str, str | None]]:
        found = office.records.check_values(register, {field: value}, row.id)
        return [(f.code, f.field) for f in found if f.field == field]

    assert said(known) == []
    assert said("99") == [("plan.unknown", field)]
