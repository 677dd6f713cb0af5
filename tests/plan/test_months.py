"""The states of a month and what leads from one to the other."""

import pytest

from core.plan.months import OFFICE, MonthAction, MonthState, actions, asks_why, leads_to

UNIT = "finance"


@pytest.mark.parametrize(
    ("unit", "state", "may"),
    [
        (UNIT, "typing", ["submit"]),
        (UNIT, "submitted", ["approve", "return"]),
        (UNIT, "returned", ["submit"]),
        (UNIT, "approved", ["reopen"]),
        (OFFICE, "typing", ["approve"]),
        (OFFICE, "approved", ["reopen"]),
    ],
)
def test_what_may_be_done(unit: str, state: str, may: list[str]) -> None:
    assert actions(unit, MonthState(state)) == tuple(map(MonthAction, may))


def test_a_month_goes_its_way_and_back() -> None:
    way = [
        MonthAction.SUBMIT,
        MonthAction.RETURN,
        MonthAction.SUBMIT,
        MonthAction.APPROVE,
        MonthAction.REOPEN,
    ]
    state, been = MonthState.TYPING, []
    for action in way:
        assert action in actions(UNIT, state)
        state = leads_to(UNIT, action)
        been.append(state.label)
    assert been == ["ส่งแล้ว", "ส่งกลับแก้ไข", "ส่งแล้ว", "รับรองแล้ว", "กำลังกรอก"]


def test_who_sends_back_or_opens_says_why() -> None:
    assert [action for action in MonthAction if asks_why(action)] == [MonthAction.RETURN, MonthAction.REOPEN]
