"""Months in a file with accounts: a clerk submits, the supervisor returns, approves and opens again, the keeper the office's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.faults import InputRefusal, RightRefusal
from core.keys.delays import Delays
from core.keys.sealed_key import Cost
from core.office import MonthAction, MonthState, Office, Role
from core.plan.months import OFFICE
from core.thai.fiscal import Month

MAY = Month(2020, 5)
SECRETS = {"สมศรี": "ดอกไม้สามดอก", "มานี": "ตู้เอกสารสีเทา", "วิชัย": "กล่องดินสอใหม่"}
Act = Callable[[str, MonthAction, str, str], MonthState]


@pytest.fixture
def act(office: Office, tmp_path: Path) -> Act:
    """``act(who, action, unit, reason)``: signed in as somebody; the state it leads to."""
    office.people.cost = Cost(memory=64, passes=1, lanes=1)
    office.people.delays = Delays(tmp_path / "sign-in", lambda: 1000.0)
    office.people.add("สมศรี", SECRETS["สมศรี"], unit="admin", roles=frozenset({Role.KEEPER}))
    office.people.add("มานี", SECRETS["มานี"], unit="finance", roles=frozenset({Role.CLERK}))
    office.people.add("วิชัย", SECRETS["วิชัย"], unit="finance", roles=frozenset({Role.SUPERVISOR}))

    def done(who: str, action: MonthAction, unit: str = "finance", reason: str = "") -> MonthState:
        office.people.sign_in(who, SECRETS[who])
        office.months.act(action, unit, MAY, reason)
        return office.months.month(unit, MAY).state

    return done


def test_each_does_his_part(act: Act, office: Office) -> None:
    assert act("มานี", MonthAction.SUBMIT, "finance", "") is MonthState.SUBMITTED
    assert act("วิชัย", MonthAction.RETURN, "finance", "ขาดหลักฐาน") is MonthState.RETURNED
    assert act("มานี", MonthAction.SUBMIT, "finance", "") is MonthState.SUBMITTED
    assert act("วิชัย", MonthAction.APPROVE, "finance", "") is MonthState.APPROVED
    assert act("วิชัย", MonthAction.REOPEN, "finance", "แก้ไข") is MonthState.TYPING
    assert not office.plan.proposals()
    assert office.months.month("finance", MAY).by == "วิชัย"


@pytest.mark.parametrize(
    ("who", "action", "unit"),
    [
        ("มานี", MonthAction.APPROVE, "finance"),
        ("มานี", MonthAction.RETURN, "finance"),
        ("มานี", MonthAction.SUBMIT, "central"),
        ("วิชัย", MonthAction.APPROVE, OFFICE),
    ],
)
def test_what_is_anothers_is_refused(
    who: str, action: MonthAction, unit: str, act: Act, office: Office
) -> None:
    act("มานี", MonthAction.SUBMIT, "finance", "")
    with pytest.raises(RightRefusal):
        act(who, action, unit, "เหตุผล")
    assert office.months.month("finance", MAY).state is MonthState.SUBMITTED


def test_who_only_looks_is_told_why_nothing_can_be_done(act: Act, office: Office) -> None:
    act("มานี", MonthAction.SUBMIT, "finance", "")
    office.people.sign_out()
    now = office.months.month("finance", MAY)
    assert now.may == ()
    assert "ลงชื่อเข้าใช้" in now.withheld[MonthAction.APPROVE]
    with pytest.raises((RightRefusal, InputRefusal)):
        office.months.act(MonthAction.APPROVE, "finance", MAY)
