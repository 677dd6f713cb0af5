"""Months: submitted, sent back, approved and frozen, changed by what comes late, opened again, approved anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from exchange_helpers import REQUESTS, Desk

from core.faults import InputRefusal, UsageRefusal
from core.office import Office, Settlement
from core.plan.months import OFFICE, MonthAction, MonthState
from core.thai.fiscal import Month

MAY, APRIL, JULY = Month(2020, 5), Month(2020, 4), Month(2020, 7)
REQUEST = {
    "request_no": "1/2563",
    "procurement": "w119",
    "amount": "100",
    "received_on": "2020-05-20",
    "cheque_on": "2020-05-25",
}


def approve(office: Office, unit: str, month: Month = MAY) -> None:
    office.months.act(MonthAction.SUBMIT, unit, month)
    office.months.act(MonthAction.APPROVE, unit, month)


def value(figures: object, code: str) -> str | None:
    assert isinstance(figures, tuple)
    return next(f.value for f in figures if f.code == code)


def test_a_month_is_submitted_sent_back_and_approved(office: Office) -> None:
    office.records.save(REQUESTS, REQUEST)
    months = office.months
    months.act(MonthAction.SUBMIT, "finance", MAY)
    assert months.month("finance", MAY).may == (MonthAction.APPROVE, MonthAction.RETURN)
    months.act(MonthAction.RETURN, "finance", MAY, "ขาดใบขอเบิก")
    now = months.month("finance", MAY)
    assert (now.state, now.reason, now.by) == (MonthState.RETURNED, "ขาดใบขอเบิก", "สมศรี")
    approve(office, "finance")
    now = months.month("finance", MAY)
    assert now.state is MonthState.APPROVED
    assert now.edition is not None
    assert (now.edition.number, now.edition.label, now.changes) == (1, "", 0)
    assert value(now.edition.figures, "3") == "100.00"
    assert {f.code for f in now.edition.figures} == {
        i.code for i in office.session.plan(2563).indicators if i.owner == "finance"
    }
    assert len(now.edition.code) == len("XXXX-XXXX-XXXXX")
    assert date(2020, 5, 4) in {holiday.day for holiday in now.edition.holidays}


@pytest.mark.parametrize(
    ("action", "unit", "month", "says"),
    [
        (MonthAction.APPROVE, "finance", MAY, "เพราะเดือนนี้กำลังกรอก"),
        (MonthAction.REOPEN, "finance", MAY, "เพราะเดือนนี้กำลังกรอก"),
        (MonthAction.SUBMIT, "finance", JULY, "ยังไม่สิ้นสุด"),
        (MonthAction.APPROVE, OFFICE, MAY, "ยังไม่รับรองของ"),
        (MonthAction.SUBMIT, OFFICE, MAY, "ของทั้งสำนักงานไม่ได้"),
    ],
)
def test_what_has_no_place_is_refused(
    action: MonthAction, unit: str, month: Month, says: str, office: Office
) -> None:
    with pytest.raises(InputRefusal, match=says):
        office.months.act(action, unit, month, "เหตุผล")
    assert {one.state for row in office.months.table() for one in row} == {MonthState.TYPING}


def test_sending_back_and_opening_again_ask_why(office: Office) -> None:
    office.months.act(MonthAction.SUBMIT, "finance", MAY)
    with pytest.raises(InputRefusal, match="โปรดกรอก"):
        office.months.act(MonthAction.RETURN, "finance", MAY, " ")
    with pytest.raises(UsageRefusal, match="ไม่มีส่วนราชการ"):
        office.months.act(MonthAction.SUBMIT, "nowhere", MAY)


def test_submitting_lists_what_is_missing(office: Office) -> None:
    office.records.save(REQUESTS, REQUEST | {"cheque_on": "", "received_on": "2020-04-01"})
    found = office.months.missing("finance", MAY)
    assert {one.kind.value for one in found} >= {"record"}
    assert any("1/2563" in one.text and one.register == REQUESTS for one in found)
    assert not any(one.register == "centre_audits" for one in found)
    figures = [one.text for one in office.months.missing("secretariat", MAY) if one.kind.value == "figure"]
    assert figures
    assert all("ยังไม่มีค่า" in text for text in figures)


def test_the_office_month_follows_every_units(office: Office) -> None:
    for unit in office.session.units(2563):
        approve(office, unit.code)
    office.months.act(MonthAction.APPROVE, OFFICE, MAY)
    edition = office.months.edition(OFFICE, MAY)
    assert edition is not None
    assert len(edition.figures) == len(office.session.plan(2563).indicators)
    with pytest.raises(InputRefusal, match="ของทั้งสำนักงานรับรองแล้ว"):
        office.months.act(MonthAction.REOPEN, "finance", MAY, "แก้ไข")
    office.months.act(MonthAction.REOPEN, OFFICE, MAY, "แก้ไข")
    office.months.act(MonthAction.REOPEN, "finance", MAY, "แก้ไข")


def test_opening_a_month_opens_every_later_one(office: Office) -> None:
    approve(office, "finance", APRIL)
    approve(office, "finance")
    office.months.act(MonthAction.REOPEN, "finance", APRIL, "ใบขอเบิกตกค้าง")
    states = [office.months.month("finance", month).state for month in (APRIL, MAY)]
    assert states == [MonthState.TYPING, MonthState.TYPING]
    office.records.save(REQUESTS, REQUEST)


@contextmanager
def approved_with_late(finance: Desk, central: Desk, tmp_path: Path) -> Iterator[Office]:
    """Finance's file, May approved, with two changes of another file that came later."""
    record = finance.save(REQUEST)
    central.take(finance.send(tmp_path / "a.phaenx"))
    central.save({"amount": "90"}, record)
    central.save(REQUEST | {"request_no": "2/2563", "cheque_on": "2020-06-30"})
    central.save(
        REQUEST | {"request_no": "3/2563", "received_on": "2020-06-02", "cheque_on": ""}
    )  # of June: not late
    with finance.open() as office:
        approve(office, "finance")
    finance.take(central.send(tmp_path / "b.phaenx"))
    with finance.open() as office:
        yield office


def test_what_comes_late_is_told_beside_the_edition(finance: Desk, central: Desk, tmp_path: Path) -> None:
    with approved_with_late(finance, central, tmp_path) as office:
        now = office.months.month("finance", MAY)
        assert now.edition is not None
        late = office.months.late(now.edition)
        assert {(one.name, one.says, one.author) for one in late} == {
            ("ใบขอเบิกเงิน 1/2563", "แก้จำนวนเงิน", "มานี"),
            ("ใบขอเบิกเงิน 2/2563", "เพิ่ม", "มานี"),
        }
        assert now.changes == 2
        assert len(office.months.late_before(Month(2020, 6))) == 2
        assert office.months.late_before(MAY) == ()
        assert value(now.edition.figures, "3") == "100.00"
        assert office.figures.indicator("3", 2563, MAY.last_day).result.value == 100 / 2


def test_a_twin_that_comes_late_and_takes_the_count_is_late(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    later = REQUEST | {"received_on": "2020-06-02", "cheque_on": ""}
    central.save(later)  # the lower id
    may = finance.save(REQUEST)
    with finance.open() as office:
        approve(office, "finance")
    finance.take(central.send(tmp_path / "a.phaenx"))
    with finance.open() as office:
        edition = office.months.edition("finance", MAY)
        assert edition is not None
        (late,) = office.months.late(edition)
        assert (late.record_id, late.says, late.author) == (may, "ไม่นับแล้ว", "มานี")


def test_a_corrected_edition_says_what_changed(finance: Desk, central: Desk, tmp_path: Path) -> None:
    with approved_with_late(finance, central, tmp_path) as office:
        office.months.act(MonthAction.REOPEN, "finance", MAY, "รวมใบขอเบิกที่มาช้า")
        approve(office, "finance")
        first, second = office.months.editions("finance", MAY)
        assert (second.label, second.reason) == ("ฉบับแก้ไขครั้งที่ 1", "รวมใบขอเบิกที่มาช้า")
        changed = {(d.code, d.name): (d.was, d.now) for d in second.differences}
        assert changed["3", "value"] == ("100.00", "50.00")
        assert first.code != second.code
        assert office.months.late(second) == ()


def test_two_approvals_made_apart_are_a_conflict(finance: Desk, central: Desk, tmp_path: Path) -> None:
    with finance.open() as office:
        office.months.act(MonthAction.SUBMIT, "finance", MAY)
    central.take(finance.send(tmp_path / "a.phaenx"))
    for desk in (finance, central):
        with desk.open() as office:
            office.months.act(MonthAction.APPROVE, "finance", MAY)
    finance.take(central.send(tmp_path / "b.phaenx"))
    with finance.open() as office:
        assert office.months.month("finance", MAY).disputed
        (found,) = office.conflicts.open()
        assert all(side.shown.startswith("ฉบับแรก รับรอง 30 มิ.ย. 63 รหัส") for side in found.sides)
        office.conflicts.settle([Settlement(found.id, take=0)], "ฉบับของการคลัง")
        assert not office.months.month("finance", MAY).disputed


def test_an_approval_holds_while_another_state_stands_against_it(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    record = finance.save(REQUEST)
    with finance.open() as office:
        office.months.act(MonthAction.SUBMIT, "finance", MAY)
    central.take(finance.send(tmp_path / "a.phaenx"))
    with finance.open() as office:
        office.months.act(MonthAction.APPROVE, "finance", MAY)
    central.days = 1  # its clock reads later
    with central.open() as office:
        office.months.act(MonthAction.RETURN, "finance", MAY, "ขาดหลักฐาน")
    finance.take(central.send(tmp_path / "b.phaenx"))
    with finance.open() as office:
        now = office.months.month("finance", MAY)
        assert (now.state, now.disputed) == (MonthState.RETURNED, True)
        with pytest.raises(InputRefusal, match="รับรองแล้ว"):
            office.records.save(REQUESTS, {"amount": "90"}, record)


def test_the_table_has_every_unit_and_the_office(office: Office) -> None:
    approve(office, "finance")
    table = office.months.table(2563)
    assert [row[0].code for row in table] == [*(u.code for u in office.session.units(2563)), OFFICE]
    assert all(len(row) == 12 for row in table)
    states = {m.state for row in table for m in row}
    assert states == {MonthState.TYPING, MonthState.APPROVED}
