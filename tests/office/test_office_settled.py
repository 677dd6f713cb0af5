"""Conflicts that were settled: who decided, when and why, and who decided otherwise, in the list and in the history."""

from datetime import date
from decimal import Decimal

import pytest
from exchange_helpers import REQUESTS, conflict_of, desk_of, meet, request

from core.office import Settlement
from core.store.log.entry import DELETED


@pytest.fixture
def finance(plan_file, tmp_path):
    return desk_of(plan_file, tmp_path, "finance", "สมศรี")


@pytest.fixture
def central(plan_file, tmp_path):
    return desk_of(plan_file, tmp_path, "central", "มานี")


def decide(desk, amount, reason):
    """Settles the one open conflict for the side of an amount, or for a third one."""
    with desk.open() as office:
        (found,) = office.conflicts.open()
        sides = {side.value: n for n, side in enumerate(found.sides)}
        made = Settlement(found.id, sides.get(amount), None if amount in sides else str(amount))
        office.conflicts.settle([made], reason)


def listed(desk):
    with desk.open() as office:
        return office.conflicts.settled()


def said(sides):
    return [(side.author, side.value, side.reason) for side in sides]


def reasons(desk, record):
    with desk.open() as office:
        return [
            (i.author, i.reason, set(i.rivals)) for i in office.records.history(REQUESTS, record) if i.rivals
        ]


def test_who_settled_it_why_and_what_stood_against_each_other_is_told_everywhere(finance, central, tmp_path):
    record = conflict_of(finance, central, tmp_path)
    assert listed(finance) == ()
    decide(finance, 3000, "ตามใบสำคัญ")
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        (one,) = listed(desk)
        assert (one.record, one.label, one.state) == ("ใบขอเบิกเงิน 63/1", "จำนวนเงิน", "stands")
        assert said(one.decisions) == [("สมศรี", 3000, "ตามใบสำคัญ")]
        assert {(author, value) for author, value, _ in said(one.rivals)} == {("สมศรี", 2000), ("มานี", 3000)}
        assert one.otherwise == ()
        assert reasons(desk, record) == [("สมศรี", "ตามใบสำคัญ", {Decimal(2000), Decimal(3000)})]


def test_both_decisions_are_told_where_two_settled_apart_and_then_who_settled_that(
    finance, central, tmp_path
):
    record = conflict_of(finance, central, tmp_path)
    decide(finance, 2000, "ตามใบสำคัญ")
    decide(central, 3000, "ตามต้นขั้ว")
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        (one,) = listed(desk)
        assert one.state == "disputed"
        assert said(one.decisions) == [("มานี", 3000, "ตามต้นขั้ว"), ("สมศรี", 2000, "ตามใบสำคัญ")]
        assert said(one.otherwise) == [("สมศรี", 2000, "ตามใบสำคัญ")]
        with desk.open() as office:
            (open_again,) = office.conflicts.open()
            assert {side.reason for side in open_again.sides} == {"ตามใบสำคัญ", "ตามต้นขั้ว"}
    decide(central, 2000, "โทรถามแล้ว")
    meet(finance, central, tmp_path)
    for desk in (finance, central):
        (one,) = listed(desk)
        assert one.state == "stands"
        assert [reason for _, _, reason in said(one.decisions)] == ["โทรถามแล้ว", "ตามต้นขั้ว", "ตามใบสำคัญ"]
        assert said(one.otherwise) == [("มานี", 3000, "ตามต้นขั้ว")]
        told = reasons(desk, record)
        assert {reason for _, reason, _ in told} == {"โทรถามแล้ว", "ตามต้นขั้ว", "ตามใบสำคัญ"}
        assert all(rivals == {Decimal(2000), Decimal(3000)} for _, _, rivals in told)


def test_two_who_settled_alike_apart_are_both_told(finance, central, tmp_path):
    conflict_of(finance, central, tmp_path)
    decide(finance, 2500, "ตามใบสำคัญ")
    decide(central, 2500, "ตามต้นขั้ว")
    meet(finance, central, tmp_path)
    (one,) = listed(finance)
    assert (one.state, one.otherwise) == ("stands", ())
    assert {author for author, _, _ in said(one.decisions)} == {"สมศรี", "มานี"}


def test_a_decision_that_is_undone_is_none_and_done_again_is_one_with_its_reason(finance, central, tmp_path):
    conflict_of(finance, central, tmp_path)
    with finance.open() as office:
        (found,) = office.conflicts.open()
        office.conflicts.settle([Settlement(found.id, 1)], "ตามใบสำคัญ")
        office.records.undo()
        assert office.conflicts.settled() == ()
        office.records.redo()
        (one,) = office.conflicts.settled()
        assert said(one.decisions) == [("สมศรี", 3000, "ตามใบสำคัญ")]
        office.records.undo()
        assert office.conflicts.settled() == ()


def test_what_was_written_over_the_decision_is_told_and_a_later_conflict_is_another(
    finance, central, tmp_path
):
    record = conflict_of(finance, central, tmp_path)
    decide(finance, 3000, "ตามใบสำคัญ")
    meet(finance, central, tmp_path)
    finance.save({"amount": "4000"}, record)
    (one,) = listed(finance)
    assert one.state == "changed"
    central.save({"amount": "5000"}, record)
    meet(finance, central, tmp_path)
    decide(central, 5000, "ตามต้นขั้ว")
    later, first = listed(central)
    assert said(later.decisions) == [("มานี", 5000, "ตามต้นขั้ว")]
    assert said(first.decisions) == [("สมศรี", 3000, "ตามใบสำคัญ")]
    assert (later.state, first.state) == ("stands", "changed")


@pytest.mark.parametrize(("take", "shown"), [(True, "ลบ"), (False, "คงไว้")])
def test_a_delete_against_an_edit_is_told_too(finance, central, tmp_path, take, shown):
    record = finance.save(request("63/1"))
    meet(finance, central, tmp_path)
    with finance.open() as office:
        office.records.delete(REQUESTS, record)
    central.save({"amount": "3000"}, record)
    meet(finance, central, tmp_path)
    with central.open() as office:
        found = next(c for c in office.conflicts.open() if c.field == DELETED)
        office.conflicts.settle(
            [Settlement(found.id, [s.value for s in found.sides].index(take))], "ซ้ำกับใบอื่น"
        )
        (one,) = office.conflicts.settled()
        assert (one.field, one.state) == (DELETED, "stands")
        assert [(d.shown, d.reason) for d in one.decisions] == [(shown, "ซ้ำกับใบอื่น")]
        assert any(i.rivals and i.reason == "ซ้ำกับใบอื่น" for i in office.records.history(REQUESTS, record))
        office.records.undo()
        assert office.conflicts.settled() == ()


def test_ordinary_changes_deletes_and_imports_are_no_decisions(finance):
    with finance.open() as office:
        record = office.records.save(REQUESTS, request("63/1", received_on=date(2020, 6, 1))).record_id
        office.records.save(REQUESTS, {"amount": "2", "payee": "[0,1]]"}, record)
        office.records.save(REQUESTS, {"amount": "3"}, record)
        office.records.delete(REQUESTS, record)
        office.records.undo()
        assert office.conflicts.settled() == ()
        assert all(i.rivals == () for i in office.records.history(REQUESTS, record))
