"""Several records saved as one step: all or nothing, seeing each other, one undo."""

from collections.abc import Mapping
from typing import Any

import pytest
from office_helpers import born, entries, everything

from core.faults import InputRefusal
from core.office import Edit, Office
from core.store.log.changes import Put
from core.store.tables.records import FileLookup
from core.store.tables.snapshot import Likes, Snapshot

REQUEST = {"procurement": "w119", "amount": "100", "received_on": "26/06/2563"}
AUDIT = {"centre": "50010000", "month": "2563-01", "audited_on": "03/02/2563", "score": "85"}


def request(number: str, **more: str) -> Edit:
    return Edit(None, {**REQUEST, "request_no": number, **more})


def audit(**more: str) -> Edit:
    return Edit(None, {**AUDIT, **more})


def refused(office: Office, register: str, edits: list[Edit]) -> list[tuple[int | None, str, str | None]]:
    before = everything(office)
    with pytest.raises(InputRefusal) as refusal:
        office.records.save_many(register, edits)
    assert everything(office) == before
    return [(f.row, f.code, f.field) for f in refusal.value.findings]


def test_a_batch_is_one_entry_and_one_undo(office: Office) -> None:
    before = entries(office)
    changes = office.records.save_many(
        "finance_requests", [request("63/1"), request("63/2"), request("63/3")]
    )
    assert len(changes.records) == 3
    assert entries(office) == before + 1
    assert office.records.undo_label == "แก้ไขใบขอเบิกเงิน 3 รายการ"
    office.records.undo()
    assert office.records.count("finance_requests") == 0
    office.records.redo()
    assert office.records.count("finance_requests") == 3


def test_no_edits_do_nothing(office: Office) -> None:
    before = everything(office)
    assert not office.records.save_many("finance_requests", [])
    assert everything(office) == before
    assert office.records.undo_label is None


def test_one_bad_edit_keeps_all_out_and_is_named_by_its_place(office: Office) -> None:
    found = refused(office, "finance_requests", [request("63/1"), request("63/2", amount="0"), request("")])
    assert found == [(2, "limit.zero", "amount"), (3, "required", "request_no")]


def test_two_edits_with_one_number_collide(office: Office) -> None:
    found = refused(office, "finance_requests", [request("63/1"), request("63/2"), request("๖๓/๑")])
    assert found == [(3, "key.taken", "request_no")]


def test_two_edits_of_one_centre_and_month_collide(office: Office) -> None:
    found = refused(
        office, "centre_audits", [audit(), audit(month="ก.พ. 63", audited_on="2/3/2563"), audit()]
    )
    assert found == [(3, "key.taken", "centre")]


def test_an_edit_collides_with_what_is_in_the_file(office: Office) -> None:
    office.records.save("centre_audits", AUDIT)
    assert refused(office, "centre_audits", [audit(score="90")]) == [(1, "key.taken", "centre")]


def test_two_requests_may_swap_their_numbers(office: Office) -> None:
    first = office.records.save("finance_requests", {**REQUEST, "request_no": "63/1"}).record_id
    second = office.records.save("finance_requests", {**REQUEST, "request_no": "63/2"}).record_id
    third = {"request_no": "63/3"}
    swapped = [Edit(first, third), Edit(second, {"request_no": "63/1"}), Edit(first, {"request_no": "63/2"})]
    office.records.save_many("finance_requests", swapped)
    numbers = {r.id: r.values["request_no"] for r in office.records.rows("finance_requests")}
    assert numbers == {first: "63/2", second: "63/1"}
    assert not any(r.duplicate for r in office.records.rows("finance_requests"))


def test_a_number_given_up_in_the_batch_may_be_taken_by_the_next(office: Office) -> None:
    first = office.records.save("finance_requests", {**REQUEST, "request_no": "63/1"}).record_id
    office.records.save_many("finance_requests", [Edit(first, {"request_no": "63/2"}), request("63/1")])
    assert sorted(str(r.values["request_no"]) for r in office.records.rows("finance_requests")) == [
        "63/1",
        "63/2",
    ]


def test_edits_of_one_record_are_checked_together(office: Office) -> None:
    first = office.records.save("finance_requests", {**REQUEST, "request_no": "63/1"}).record_id
    paid, cancelled = {"cheque_on": "29/06/2563"}, {"cancelled_on": "29/06/2563"}
    found = refused(office, "finance_requests", [Edit(first, paid), Edit(first, cancelled)])
    assert found == [(2, "not_both", "cancelled_on")]


def test_a_rule_across_records_sees_the_batch(office: Office) -> None:
    fixtures = [(room, f) for room in ("men", "women") for f in ("toilet", "basin", "handrail")]
    accepted = {"installed_on": "01/06/2563", "accepted_on": "05/06/2563"}
    all_but_one = [
        Edit(born(office, "renovation_items", room=room, fixture=fixture), accepted)
        for room, fixture in fixtures[:-1]
    ]
    office.records.save_many("renovation_items", all_but_one)
    last_step = born(office, "project_steps", project=1, step=5)
    with pytest.raises(InputRefusal, match="ยังไม่ได้ตรวจรับภายในวันนั้น 1 รายการ"):
        office.records.save("project_steps", {"finished_on": "05/06/2563"}, last_step)
    room, fixture = fixtures[-1]
    office.records.save("renovation_items", {"room": room, "fixture": fixture, **accepted})
    office.records.save("project_steps", {"finished_on": "05/06/2563"}, last_step)


def test_planned_months_of_many_steps_are_one_undo(office: Office) -> None:
    months = {"planned_from": "2562-10", "planned_to": "2562-12"}
    edits = [Edit(born(office, "project_steps", project=6, step=n), months) for n in range(1, 7)]
    office.records.save_many("project_steps", edits)
    assert all(step.planned_to for step in office.session.plan().project(6).steps)
    office.records.undo()
    assert not any(step.planned_to for step in office.session.plan().project(6).steps)


def test_a_batch_that_changes_nothing_writes_nothing(office: Office) -> None:
    first = office.records.save("centre_audits", AUDIT).record_id
    before = entries(office)
    assert not office.records.save_many("centre_audits", [Edit(first, {"score": "85"})])
    assert entries(office) == before
    assert office.records.undo_label == "เพิ่มตรวจศูนย์ข้อมูลข่าวสาร 50010000 ม.ค. 63"


def test_an_edit_of_nothing_there_is_refused(office: Office) -> None:
    with pytest.raises(InputRefusal, match="ไม่พบรายการนี้"):
        office.records.save_many("centre_audits", [Edit("nowhere", {"score": "85"})])


def test_a_whole_grid_is_pasted_as_one_step(office: Office) -> None:
    centres = [str(r.values["code"]) for r in office.records.rows("info_centres")]
    edits = [
        audit(centre=centre, month=f"2563-{month:02d}", audited_on=f"28/{month:02d}/2563")
        for centre in centres
        for month in range(1, 7)
    ]
    office.records.save_many("centre_audits", edits)
    assert office.records.count("centre_audits") == 432
    office.records.undo()
    assert office.records.count("centre_audits") == 0


def test_many_records_are_checked_as_few_are(sample: Office) -> None:
    """A large batch asks a reading of the file made once, a small one the file itself: the answers are the same."""
    number = sample.records.rows("finance_requests")[0].values["request_no"]
    twin = {"request_no": number, "procurement": "w119", "amount": 100, "received_on": "2019-10-01"}
    sample.session.write([Put("finance_requests", sample.session.file.new_id(), twin)], "รวมแฟ้ม")
    with sample.session.file.reading() as connection:
        each, once = FileLookup(connection), Snapshot(connection)
        for name in ("finance_requests", "centre_audits", "info_centres", "project_steps"):
            register = sample.session.register(name)
            for row in sample.records.rows(name)[:40]:
                key = register.natural_key(row.values) or ""
                assert once.by_key(name, key) == each.by_key(name, key) is not None
                alike = {f.name: row.values[f.name] for f in register.stored_fields[-3:]}
                found, expected = (sorted(x.where(name, **alike), key=by_id) for x in (once, each))
                assert found == expected
        assert once.by_key("finance_requests", "2563|nowhere") is None
        assert len(once.where("audit_criteria")) == len(each.where("audit_criteria")) > 0


def by_id(record: Mapping[str, Any]) -> str:
    return str(record["id"])


def test_records_alike_are_named_in_the_order_they_were_noted() -> None:
    likes = Likes()
    for record in "abc":
        likes.add(("ก", 1), record)
    likes.add(("ข", 1), "d")
    assert list(likes.of(("ก", 1))) == ["a", "b", "c"]
    assert list(likes.of(("ข", 1))) == ["d"]
    assert list(likes.of(("ค", 1))) == []
