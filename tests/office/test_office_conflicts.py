"""Conflicts as a person settles them: both values side by side, one chosen or a third typed, with a reason that travels."""

from decimal import Decimal

import pytest
from exchange_helpers import REQUESTS, TODAY, conflict_of, desk_of, meet, request

from core.faults import InputRefusal, UsageRefusal
from core.office import Office, Settlement


def test_a_conflict_shows_both_values_with_who_when_and_why_it_matters(finance, central, tmp_path):
    conflict_of(finance, central, tmp_path)
    with finance.open() as office:
        (here,) = office.conflicts.open()
    with central.open() as office:
        (there,) = office.conflicts.open()
    assert here.id == there.id
    assert (here.register, here.record, here.label) == (REQUESTS, "ใบขอเบิกเงิน 63/1", "จำนวนเงิน")
    assert (here.ours.value, here.ours.author, here.ours.unit) == (Decimal(2000), "สมศรี", "finance")
    assert (here.theirs.value, here.theirs.author, here.theirs.unit) == (Decimal(3000), "มานี", "central")
    assert (there.ours.value, there.theirs.value) == (Decimal(3000), Decimal(2000))
    assert here.matters == ("3",)


@pytest.mark.parametrize(
    ("decision", "amount"),
    [({"take": 0}, 2000), ({"take": 1}, 3000), ({"value": "2,500.50"}, Decimal("2500.5"))],
)
def test_a_decision_and_its_reason_travel_on(finance, central, tmp_path, decision, amount):
    record = conflict_of(finance, central, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        changes = office.conflicts.settle([Settlement(found.id, **decision)], "ตามใบสำคัญ")
        assert changes.records == {(REQUESTS, record)}
        assert office.conflicts.open() == ()
    central.take(finance.send(tmp_path / "settled.phaenx"))
    with central.open() as office:
        assert office.conflicts.open() == ()
        assert office.records.record(REQUESTS, record).values["amount"] == amount
        newest = office.records.history(REQUESTS, record)[0]
        assert (newest.author, newest.reason) == ("สมศรี", "ตามใบสำคัญ")


def test_a_decision_needs_a_reason_an_open_conflict_and_a_good_value(finance, central, tmp_path):
    conflict_of(finance, central, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        for decided, reason, kind in (
            (Settlement(found.id, 0), "  ", InputRefusal),
            (Settlement("f" * 12, 0), "เพราะ", InputRefusal),
            (Settlement(found.id, value="มาก"), "เพราะ", InputRefusal),
            (Settlement(found.id, value="-5"), "เพราะ", InputRefusal),
            (Settlement(found.id, 2), "เพราะ", UsageRefusal),
        ):
            with pytest.raises(kind):
                office.conflicts.settle([decided], reason)
        assert office.conflicts.open() == (found,)


def test_many_are_settled_as_one_step_or_none(finance, central, tmp_path):
    records = [finance.save(request(f"63/{n}")) for n in range(1, 4)]
    meet(finance, central, tmp_path)
    for record in records:
        finance.save({"amount": "2000"}, record)
        central.save({"amount": "3000"}, record)
    meet(finance, central, tmp_path)
    with finance.open() as office:
        found = office.conflicts.open()
        assert len(found) == 3
        with pytest.raises(InputRefusal):
            office.conflicts.settle(
                [*(Settlement(c.id, 1) for c in found), Settlement("0" * 12, 0)], "ตามใบสำคัญ"
            )
        assert len(office.conflicts.open()) == 3
        office.conflicts.settle([Settlement(c.id, 1) for c in found], "ตามใบสำคัญ")
        assert {r.values["amount"] for r in office.records.rows(REQUESTS)} == {Decimal(3000)}
        assert office.records.undo_label == "ตัดสินข้อขัดแย้ง 3 รายการ"


@pytest.mark.parametrize(("take", "left"), [(0, 0), (1, 1)], ids=["delete", "keep"])
def test_a_delete_against_an_edit_waits_to_be_settled(finance, central, tmp_path, take, left):
    record = finance.save(request("63/1"))
    meet(finance, central, tmp_path)
    with finance.open() as office:
        office.records.delete(REQUESTS, record)
    central.save({"amount": "3000"}, record)
    meet(finance, central, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        assert [side.shown for side in found.sides] == ["ลบ", "คงไว้"]
        assert [side.author for side in found.sides] == ["สมศรี", "มานี"]
        with pytest.raises(UsageRefusal):
            office.conflicts.settle([Settlement(found.id, value="ลบ")], "เพราะ")
        office.conflicts.settle([Settlement(found.id, take)], "ยกเลิกแล้ว")
    central.take(finance.send(tmp_path / "settled.phaenx"))
    for desk in (finance, central):
        with desk.open() as office:
            assert (office.conflicts.open(), office.records.count(REQUESTS)) == ((), left)


def test_settling_a_field_of_a_deleted_record_leaves_it_deleted(finance, central, tmp_path):
    record = conflict_of(finance, central, tmp_path)
    with finance.open() as office:
        office.records.delete(REQUESTS, record)
        (found,) = office.conflicts.open()
        office.conflicts.settle([Settlement(found.id, 1)], "ตามใบสำคัญ")
        assert (office.conflicts.open(), office.records.count(REQUESTS)) == ((), 0)
        office.records.undo()
        assert ([c.field for c in office.conflicts.open()], office.records.count(REQUESTS)) == (["amount"], 0)
        office.records.redo()
    central.take(finance.send(tmp_path / "settled.phaenx"))
    for desk in (finance, central):
        with desk.open() as office:
            assert (office.conflicts.open(), office.records.count(REQUESTS)) == ((), 0)


def test_the_same_number_typed_twice_is_shown_until_one_is_renumbered(finance, central, tmp_path):
    kept = finance.save(request("63/1"))
    other = central.save(request("๖๓/๑", amount="5"))
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        with desk.open() as office:
            (found,) = office.conflicts.duplicates()
            assert set(found.record_ids) == {kept, other}
            assert set(found.authors) == {"สมศรี", "มานี"}
            assert office.conflicts.open() == ()
    with central.open() as office:
        office.records.save(REQUESTS, {"request_no": "63/2"}, found.record_ids[1])
    finance.take(central.send(tmp_path / "renumbered.phaenx"))
    with finance.open() as office:
        assert office.conflicts.duplicates() == ()
        assert office.records.count(REQUESTS) == 2


def test_a_change_of_the_plan_made_on_two_pcs_of_its_keeper_is_a_conflict_like_any_other(plan_file, tmp_path):
    keepers = [desk_of(plan_file, tmp_path, "admin", name) for name in ("วิไล", "อารี")]
    with keepers[0].open() as office:
        indicator = next(r for r in office.records.rows("plan_indicators") if r.values["code"] == "3")
    name = "definition"
    for desk in keepers:
        desk.save({name: f"นิยามของ {desk.author}"}, indicator.id, "plan_indicators")
    meet(*keepers, tmp_path)
    for desk in keepers:
        with desk.open() as office:
            assert [(c.register, c.field) for c in office.conflicts.open()] == [("plan_indicators", name)]


def test_a_conflict_of_the_plan_is_settled_by_the_unit_that_keeps_it(plan_file, finance, tmp_path):
    keepers = [desk_of(plan_file, tmp_path, "admin", name) for name in ("วิไล", "อารี")]
    with keepers[0].open() as office:
        project = office.records.rows("plan_projects")[0].id
    for desk in keepers:
        desk.save({"detail": f"รายละเอียดของ {desk.author}"}, project, "plan_projects")
    meet(*keepers, tmp_path)
    meet(keepers[0], finance, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        with pytest.raises(InputRefusal, match="ฝ่ายบริหารงานทั่วไป"):
            office.conflicts.settle([Settlement(found.id, 0)], "ตามต้นเรื่อง")
        assert len(office.conflicts.open()) == 1
    with keepers[0].open() as office:
        office.conflicts.settle([Settlement(found.id, 0)], "ตามต้นเรื่อง")
        assert office.conflicts.open() == ()


def test_a_conflict_is_named_alike_in_every_file_where_two_wrote_the_same(
    plan_file, finance, central, tmp_path
):
    third = desk_of(plan_file, tmp_path, "secretariat", "ปิติ")
    record = finance.save(request("63/1"))
    for other in (central, third):
        meet(finance, other, tmp_path)
    for desk, amount in ((finance, "2000"), (central, "3000"), (third, "2000")):
        desk.save({"amount": amount}, record)
    for pair in ((finance, central), (central, third), (third, finance)):
        meet(*pair, tmp_path)
    named = set()
    for desk in (finance, central, third):
        with desk.open() as office:
            (found,) = office.conflicts.open()
            assert {side.value for side in found.sides} == {2000, 3000}
            named.add(found.id)
    assert len(named) == 1


def test_a_conflict_of_a_contract_is_settled_by_whoever_meets_it(finance, central, tmp_path):
    with finance.open() as office:
        project = office.records.rows("plan_projects")[0].id
    for desk in (finance, central):
        desk.save({"contract_number": f"เลขที่ของ {desk.author}"}, project, "plan_projects")
    meet(finance, central, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        office.conflicts.settle([Settlement(found.id, 0)], "ตามสัญญา")
        assert office.conflicts.open() == ()


@pytest.fixture
def three(plan_file, finance, central, tmp_path):
    """Three PCs that wrote an amount apart, a fourth that wrote the first one's, met again; with the record's id."""
    desks = [finance, central]
    for unit, author in (("secretariat", "ปิติ"), ("planning", "ชูใจ")):
        desks.append(desk_of(plan_file, tmp_path, unit, author))
    record = finance.save(request("63/1", received_on="1/6/2563", cheque_on="5/6/2563"))
    for other in desks[1:]:
        meet(finance, other, tmp_path)
    for desk, day in zip(desks, ("8/6/2563", "30/6/2563", "15/6/2563", "8/6/2563"), strict=True):
        desk.save({"cheque_on": day}, record)
    for other in (*desks[1:], *desks[1:]):
        meet(finance, other, tmp_path)
    return desks, record


def test_every_rival_is_shown_and_who_wrote_the_same(three):
    desks, _ = three
    for desk in desks:
        with desk.open() as office:
            (found,) = office.conflicts.open()
            told = {side.shown: {side.author, *side.alike} for side in found.sides}
            assert told == {"8 มิ.ย. 63": {"สมศรี", "ชูใจ"}, "30 มิ.ย. 63": {"มานี"}, "15 มิ.ย. 63": {"ปิติ"}}


def test_each_side_tells_the_figure_it_would_give_and_nothing_is_kept(three):
    desks, record = three
    with desks[1].open() as office:
        (found,) = office.conflicts.open()
        before = (
            office.records.record(REQUESTS, record),
            office.records.history(REQUESTS, record),
            office.records.undo_label,
        )
        told = {
            side.shown: {row.indicator.code: row.result.value for row in rows}
            for side, rows in zip(found.sides, office.conflicts.outcomes(found), strict=True)
        }
        assert told == {"8 มิ.ย. 63": {"3": 100}, "30 มิ.ย. 63": {"3": 0}, "15 มิ.ย. 63": {"3": 0}}
        after = (
            office.records.record(REQUESTS, record),
            office.records.history(REQUESTS, record),
            office.records.undo_label,
        )
        assert (before, (found,)) == (after, office.conflicts.open())
        office.conflicts.settle([Settlement(found.id, 2)], "ตามใบสำคัญ")
        assert office.figures.indicator("3").result.value == told[found.sides[2].shown]["3"]
        with pytest.raises(InputRefusal):
            office.conflicts.outcomes(found)


@pytest.mark.parametrize("side", [0, 1, 2])
def test_any_of_three_sides_is_taken_and_that_ends_it_everywhere(three, tmp_path, side):
    desks, record = three
    with desks[2].open() as office:
        (found,) = office.conflicts.open()
        office.conflicts.settle([Settlement(found.id, side)], "ตามใบสำคัญ")
    for other in (*desks[:2], desks[3]):
        meet(desks[2], other, tmp_path)
    for desk in desks:
        with desk.open() as office:
            assert office.conflicts.open() == ()
            assert office.records.record(REQUESTS, record).values["cheque_on"] == found.sides[side].value


def test_a_file_that_is_only_read_tells_the_same_figures(three):
    desks, _ = three
    with desks[0].open() as office:
        (found,) = office.conflicts.open()
        told = office.conflicts.outcomes(found)
    with Office.open(desks[0].path, read_only=True) as office:
        office.session.today = lambda: TODAY
        assert office.conflicts.outcomes(found) == told


def test_a_settlement_that_is_undone_opens_the_conflict_in_every_file_and_redone_settles_it(three, tmp_path):
    desks, record = three
    with desks[0].open() as office:
        (before,) = office.conflicts.open()
        office.conflicts.settle([Settlement(before.id, 1)], "ตามใบสำคัญ")
    meet(*desks[:2], tmp_path)
    with desks[1].open() as office:
        assert office.conflicts.open() == ()
    with desks[0].open() as office:
        office.records.undo()
        assert office.conflicts.open() == (before,)
    meet(*desks[:2], tmp_path)
    with desks[1].open() as office:
        (found,) = office.conflicts.open()
        assert found.id == before.id
        assert {s.value: s.author for s in found.sides} == {s.value: s.author for s in before.sides}
    with desks[0].open() as office:
        office.records.redo()
        assert office.conflicts.open() == ()
        assert office.records.record(REQUESTS, record).values["cheque_on"] == before.sides[1].value
    meet(*desks[:2], tmp_path)
    with desks[1].open() as office:
        assert office.conflicts.open() == ()
