"""Every register, record by record: saved as typed, only what is given changed, refused without a trace, undone."""

from collections.abc import Mapping
from typing import Any

import pytest
from office_helpers import born, cases, entries, everything, shown

from core.faults import InputRefusal, UsageRefusal
from core.office import Office, Query
from core.registers import ALL, by_name

RECORDS = cases("records")
NAMES = [r.name for r in ALL if not r.internal]
PLAN_BORN = [name for name in NAMES if by_name(name).plan_born]
OWN = [name for name in NAMES if name not in PLAN_BORN]


def given(name: str) -> Mapping[str, Any]:
    return RECORDS[name]["กรอก"]


def kept(office: Office, name: str, record_id: str, like: Mapping[str, Any]) -> dict[str, str]:
    return shown(office.records.record(name, record_id).values, like)


def test_every_public_register_has_its_case() -> None:
    assert set(RECORDS) - {"เรื่อง"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_record_is_kept_as_typed(office: Office, name: str) -> None:
    saved = office.records.save(name, given(name))
    assert kept(office, name, saved.record_id, RECORDS[name]["เก็บ"]) == RECORDS[name]["เก็บ"]
    assert not [f for f in saved.findings if f.is_error]
    assert (name, saved.record_id) in saved.changes.records
    assert saved.row == office.records.record(name, saved.record_id)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_fields_given_change(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = office.records.record(name, record_id).values
    changed = office.records.save(name, RECORDS[name]["แก้"], record_id)
    after = office.records.record(name, record_id).values
    assert changed.row is not None
    assert changed.row.values == after
    assert shown(after, RECORDS[name]["แก้แล้ว"]) == RECORDS[name]["แก้แล้ว"]
    untouched = [n for n in before if n not in RECORDS[name]["แก้"]]
    assert {n: after[n] for n in untouched} == {n: before[n] for n in untouched}


@pytest.mark.parametrize("name", NAMES)
def test_saving_the_same_again_writes_nothing(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = everything(office)
    saved = office.records.save(name, given(name), record_id)
    assert not saved.changes
    assert everything(office) == before


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_stand_is_refused_and_changes_nothing(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = everything(office)
    with pytest.raises(InputRefusal) as refused:
        office.records.save(name, RECORDS[name]["ผิด"], record_id)
    assert any(f.is_error for f in refused.value.findings)
    assert everything(office) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_required_field_is_named(office: Office, name: str) -> None:
    required = {f.name for f in by_name(name).fields if f.required}
    before = everything(office)
    with pytest.raises(InputRefusal) as refused:
        office.records.save(name, {})
    assert {f.field for f in refused.value.findings if f.code == "required"} == required
    assert everything(office) == before


@pytest.mark.parametrize("name", NAMES)
def test_emptying_a_required_field_is_refused(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = entries(office)
    for field in (f for f in by_name(name).fields if f.required):
        with pytest.raises(InputRefusal):
            office.records.save(name, {field.name: " "}, record_id)
    assert entries(office) == before


@pytest.mark.parametrize("name", NAMES)
def test_undo_and_redo_of_a_change(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = office.records.record(name, record_id)
    office.records.save(name, RECORDS[name]["แก้"], record_id)
    after = office.records.record(name, record_id)
    assert office.records.undo()
    assert office.records.record(name, record_id) == before
    assert office.records.redo()
    assert office.records.record(name, record_id) == after


@pytest.mark.parametrize("name", OWN)
def test_delete_restore_and_undo(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    whole = office.records.record(name, record_id)
    office.records.delete(name, record_id)
    assert office.records.rows(name) == ()
    assert office.records.count(name) == 0
    assert [r.id for r in office.records.rows(name, Query(deleted=True))] == [record_id]
    office.records.restore(name, record_id)
    assert office.records.rows(name) == (whole,)
    office.records.undo()
    assert office.records.rows(name) == ()
    office.records.undo()
    assert office.records.rows(name) == (whole,)
    office.records.undo()
    assert office.records.rows(name) == ()
    for _ in range(3):
        office.records.redo()
    assert office.records.rows(name) == (whole,)


@pytest.mark.parametrize("name", OWN)
def test_a_deleted_record_cannot_be_changed_until_it_is_restored(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    office.records.delete(name, record_id)
    before = everything(office)
    with pytest.raises(InputRefusal, match="ถูกลบไปแล้ว โปรดคืนรายการก่อนแก้ไข"):
        office.records.save(name, RECORDS[name]["แก้"], record_id)
    assert everything(office) == before


@pytest.mark.parametrize("name", PLAN_BORN)
def test_what_comes_with_the_plan_is_neither_added_nor_deleted(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = everything(office)
    with pytest.raises(InputRefusal):
        office.records.save(name, RECORDS[name]["ไม่มี"])
    with pytest.raises(InputRefusal, match="มากับแผนจึงลบไม่ได้"):
        office.records.delete(name, record_id)
    assert everything(office) == before


@pytest.mark.parametrize("name", NAMES)
def test_history_tells_who_what_from_and_to(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = office.records.record(name, record_id).values
    office.records.save(name, RECORDS[name]["แก้"], record_id)
    after = office.records.record(name, record_id).values
    found = office.records.history(name, record_id)
    assert list(found) == sorted(found, key=lambda item: item.at, reverse=True)
    changed = [n for n in before if before[n] != after[n]]
    latest = {item.field: item for item in reversed(found) if item.field}
    assert {n: (latest[n].old, latest[n].new) for n in changed} == {n: (before[n], after[n]) for n in changed}
    assert {latest[n].author for n in changed} == {"สมศรี"}
    assert found[-1].action == "create"
    assert found[-1].author == ("แผน" if name in PLAN_BORN else "สมศรี")


def test_history_of_a_delete_and_a_restore(office: Office) -> None:
    record_id = office.records.save("deliverables", given("deliverables")).record_id
    office.records.delete("deliverables", record_id)
    office.records.restore("deliverables", record_id)
    assert [item.action for item in office.records.history("deliverables", record_id)] == [
        "restore",
        "delete",
        "create",
    ]


def test_planned_months_are_written_to_the_plan_and_undone_with_the_step(office: Office) -> None:
    step = born(office, "project_steps", project=1, step=4)
    office.records.save(
        "project_steps", {"planned_from": "เม.ย. 63", "planned_to": "พ.ค. 63", "note": "ย้าย"}, step
    )
    planned = office.session.plan().project(1).steps[3]
    assert (str(planned.planned_from), str(planned.planned_to)) == ("2020-04", "2020-05")
    assert office.records.record("project_steps", step).values["note"] == "ย้าย"
    done = office.records.undo()
    assert done is not None
    assert done.registers == {"project_steps", "plan_steps"}
    assert office.session.plan().project(1).steps[3].planned_to is None
    assert office.records.record("project_steps", step).values["note"] is None
    office.records.redo()
    assert str(office.session.plan().project(1).steps[3].planned_to) == "2020-05"


def test_planned_months_are_checked_against_what_stands(office: Office) -> None:
    step = born(office, "project_steps", project=1, step=4)
    office.records.save("project_steps", {"planned_from": "เม.ย. 63", "planned_to": "พ.ค. 63"}, step)
    with pytest.raises(InputRefusal):
        office.records.save("project_steps", {"planned_to": "มี.ค. 63"}, step)
    office.records.save("project_steps", {"planned_to": ""}, born(office, "project_steps", project=1, step=3))
    with pytest.raises(InputRefusal):
        office.records.save("project_steps", {"planned_to": ""}, step)


def test_one_audit_a_centre_and_month(office: Office) -> None:
    office.records.save("centre_audits", given("centre_audits"))
    before = everything(office)
    with pytest.raises(InputRefusal) as refused:
        office.records.save("centre_audits", {**given("centre_audits"), "score": "90"})
    assert [f.code for f in refused.value.findings if f.is_error] == ["key.taken"]
    assert everything(office) == before


def test_an_audit_deleted_and_entered_anew_keeps_nothing_of_the_old(office: Office) -> None:
    first = office.records.save("centre_audits", {**given("centre_audits"), "note": "ฉบับแรก"}).record_id
    old = office.records.record("centre_audits", first)
    office.records.delete("centre_audits", first)
    new = {"centre": "50010000", "month": "ม.ค. 63", "audited_on": "04/02/2563", "score": "91"}
    second = office.records.save("centre_audits", new).record_id
    assert second == first
    values = office.records.record("centre_audits", second).values
    assert shown(values, {**given("centre_audits"), "note": ""}) == {
        "centre": "50010000",
        "month": "2020-01",
        "audited_on": "2020-02-04",
        "auditor": "",
        "score": "91.00",
        "note": "",
    }
    office.records.undo()
    assert office.records.rows("centre_audits") == ()
    office.records.undo()
    assert office.records.rows("centre_audits") == (old,)


@pytest.mark.parametrize(
    ("name", "moved", "field"),
    [
        ("centre_audits", {"month": "ก.พ. 63", "audited_on": "03/02/2563"}, "month"),
        ("audit_points", {"criterion": "7.2"}, "criterion"),
        ("project_steps", {"step": "2"}, "step"),
        ("info_centres", {"code": "51210000"}, "code"),
        ("study_parts", {"part": "2"}, "part"),
        ("renovation_items", {"fixture": "basin"}, "fixture"),
    ],
)
def test_a_fixed_key_cannot_be_changed(office: Office, name: str, moved: dict[str, str], field: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = everything(office)
    with pytest.raises(InputRefusal) as refused:
        office.records.save(name, moved, record_id)
    assert ("key.changed", field) in {(f.code, f.field) for f in refused.value.findings}
    assert everything(office) == before


def test_a_request_may_be_renumbered_but_not_onto_another(office: Office) -> None:
    first = office.records.save("finance_requests", given("finance_requests")).record_id
    office.records.save("finance_requests", {**given("finance_requests"), "request_no": "63/9002"})
    with pytest.raises(InputRefusal, match=r"๖๓/๙๐๐๒.*มีอยู่แล้ว"):
        office.records.save("finance_requests", {"request_no": "๖๓/๙๐๐๒"}, first)
    office.records.save("finance_requests", {"request_no": "63/9003"}, first)
    assert office.records.record("finance_requests", first).values["request_no"] == "63/9003"


def test_the_same_number_in_another_fiscal_year_is_another_request(office: Office) -> None:
    office.records.save("finance_requests", given("finance_requests"))
    office.records.save("finance_requests", {**given("finance_requests"), "received_on": "30/09/2562"})
    assert office.records.count("finance_requests") == 2
    assert office.records.count("finance_requests", Query(year=2563)) == 1


def test_a_deleted_request_cannot_come_back_under_a_number_given_again(office: Office) -> None:
    first = office.records.save("finance_requests", given("finance_requests")).record_id
    office.records.delete("finance_requests", first)
    second = office.records.save("finance_requests", given("finance_requests")).record_id
    before = everything(office)
    with pytest.raises(InputRefusal, match="มีอยู่แล้ว"):
        office.records.restore("finance_requests", first)
    assert everything(office) == before
    office.records.save("finance_requests", {"request_no": "63/9002"}, second)
    office.records.restore("finance_requests", first)
    assert not any(row.duplicate for row in office.records.rows("finance_requests"))


def test_deleting_several_is_one_step(office: Office) -> None:
    ids = [
        office.records.save(
            "finance_requests", {**given("finance_requests"), "request_no": f"63/{n}"}
        ).record_id
        for n in (1, 2, 3)
    ]
    done = office.records.delete_many("finance_requests", ids)
    assert office.records.undo_label == "ลบใบขอเบิกเงิน 3 รายการ"
    assert done.said == "ลบใบขอเบิกเงิน 3 รายการ (63/1, 63/2, 63/3)"
    assert office.records.count("finance_requests") == 0
    office.records.undo()
    assert office.records.count("finance_requests") == 3


def test_of_many_deleted_the_first_are_named(office: Office) -> None:
    ids = [
        office.records.save(
            "finance_requests", {**given("finance_requests"), "request_no": f"63/{n}"}
        ).record_id
        for n in range(1, 6)
    ]
    done = office.records.delete_many("finance_requests", [*ids, ids[0]])
    assert done.said == "ลบใบขอเบิกเงิน 5 รายการ (63/1, 63/2, 63/3 และอีก 2)"
    assert office.records.delete_many("finance_requests", ids[:1]).said == "ลบใบขอเบิกเงิน 63/1"


def test_restoring_several_is_one_step(office: Office) -> None:
    ids = [
        office.records.save(
            "finance_requests", {**given("finance_requests"), "request_no": f"63/{n}"}
        ).record_id
        for n in (1, 2)
    ]
    office.records.delete_many("finance_requests", ids)
    assert office.records.restore_many("finance_requests", ids).said == "คืนใบขอเบิกเงิน 2 รายการ (63/1, 63/2)"
    assert office.records.count("finance_requests") == 2
    office.records.undo()
    assert office.records.count("finance_requests") == 0


def test_two_of_one_number_are_not_brought_back_together(office: Office) -> None:
    ids = []
    for _ in range(2):
        ids.append(office.records.save("finance_requests", given("finance_requests")).record_id)
        office.records.delete("finance_requests", ids[-1])
    before = everything(office)
    with pytest.raises(InputRefusal, match=r"^ยังไม่ได้กู้คืนรายการใด: .*มีอยู่แล้ว"):
        office.records.restore_many("finance_requests", ids)
    assert everything(office) == before


def test_deleting_one_that_is_not_there_deletes_none(office: Office) -> None:
    record_id = office.records.save("finance_requests", given("finance_requests")).record_id
    with pytest.raises(InputRefusal, match="ไม่พบรายการนี้"):
        office.records.delete_many("finance_requests", [record_id, "nowhere"])
    assert office.records.count("finance_requests") == 1


def test_deleting_twice_writes_once(office: Office) -> None:
    record_id = office.records.save("deliverables", given("deliverables")).record_id
    office.records.delete("deliverables", record_id)
    before = entries(office)
    assert not office.records.delete("deliverables", record_id)
    assert entries(office) == before


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("finance_requests", "เพิ่มใบขอเบิกเงิน 63/9001"),
        ("centre_audits", "เพิ่มตรวจศูนย์ข้อมูลข่าวสาร 50010000 ม.ค. 63"),
        ("project_steps", "แก้ไขขั้นตอนโครงการ โครงการ 1 ขั้นตอนที่ 1"),
        ("study_parts", "แก้ไขการศึกษาระบบ ส่วนที่ 1"),
        ("renovation_items", "แก้ไขปรับปรุงห้องน้ำ ห้องน้ำชาย ราวจับสแตนเลส"),
        ("office_holidays", "เพิ่มวันหยุดราชการ 26 มิ.ย. 63 เพิ่มวันหยุด"),
        ("deliverables", "เพิ่มชิ้นงาน คู่มือรับเรื่องร้องเรียน"),
        ("manual_results", "เพิ่มผลตามที่หน่วยงานกำหนด D3.1"),
        ("letter_enquiries", "เพิ่มติดตามหนังสือ LINE@ กท 0405/119"),
    ],
)
def test_undo_says_what_it_would_take_back(office: Office, name: str, label: str) -> None:
    office.records.save(name, given(name))
    assert office.records.undo_label == label
    assert office.records.redo_label is None
    office.records.undo()
    assert office.records.redo_label == label


@pytest.mark.parametrize("name", NAMES)
def test_check_values_says_what_save_would_refuse(office: Office, name: str) -> None:
    record_id = office.records.save(name, given(name)).record_id
    before = entries(office)
    found = office.records.check_values(name, RECORDS[name]["ผิด"], record_id)
    with pytest.raises(InputRefusal) as refused:
        office.records.save(name, RECORDS[name]["ผิด"], record_id)
    assert found == refused.value.findings
    assert not [f for f in office.records.check_values(name, RECORDS[name]["แก้"], record_id) if f.is_error]
    assert entries(office) == before


def test_a_field_nobody_declared_is_refused_by_name(office: Office) -> None:
    with pytest.raises(InputRefusal, match='ไม่มีช่อง "colour"'):
        office.records.save("deliverables", {**given("deliverables"), "colour": "แดง"})


def test_a_register_nobody_declared_is_refused_by_name(office: Office) -> None:
    with pytest.raises(UsageRefusal, match="ไม่มีทะเบียนชื่อ “cats”"):
        office.records.rows("cats")
