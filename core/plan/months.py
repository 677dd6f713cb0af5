"""The state of a unit's month: typed, submitted, approved or returned, and what leads from one to the other
(docs/domain.md, "Closing a month").
"""

from dataclasses import dataclass
from enum import StrEnum

from core.plan.office_records import MONTH_STATES_SAID

OFFICE = ""  # in the place of a unit's code: the whole office


class MonthState(StrEnum):
    """How far a unit's month is."""

    TYPING = "typing"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """Its name on screen and paper."""
        return MONTH_STATES_SAID[self]


class MonthAction(StrEnum):
    """What a person does with a month."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        """Its name in Thai, as a verb."""
        return _TURNS[self].label


@dataclass(frozen=True, slots=True)
class _Turn:
    label: str
    starts: frozenset[MonthState]
    leads_to: MonthState
    asks_why: bool = False


_OPEN = frozenset({MonthState.TYPING, MonthState.RETURNED})
_TURNS = {
    MonthAction.SUBMIT: _Turn("ส่ง", _OPEN, MonthState.SUBMITTED),
    MonthAction.APPROVE: _Turn("รับรอง", frozenset({MonthState.SUBMITTED}), MonthState.APPROVED),
    MonthAction.RETURN: _Turn("ส่งกลับ", frozenset({MonthState.SUBMITTED}), MonthState.RETURNED, True),
    MonthAction.REOPEN: _Turn("เปิดอีกครั้ง", frozenset({MonthState.APPROVED}), MonthState.TYPING, True),
}
# The office's month is nobody's to submit: it is approved once every unit's is.
_OFFICE_TURNS = {
    MonthAction.APPROVE: _Turn("รับรอง", frozenset(MonthState) - {MonthState.APPROVED}, MonthState.APPROVED),
    MonthAction.REOPEN: _TURNS[MonthAction.REOPEN],
}


def actions(unit: str, state: MonthState) -> tuple[MonthAction, ...]:
    """What may be done with a month of a unit (``OFFICE``: the whole office's) that is in a state."""
    turns = _turns(unit)
    return tuple(action for action in MonthAction if action in turns and state in turns[action].starts)


def leads_to(unit: str, action: MonthAction) -> MonthState:
    """The state that an action leads to. KeyError where the unit has no such action."""
    return _turns(unit)[action].leads_to


def asks_why(action: MonthAction) -> bool:
    """True for what needs a reason."""
    return _TURNS[action].asks_why


def _turns(unit: str) -> dict[MonthAction, _Turn]:
    return _TURNS if unit != OFFICE else _OFFICE_TURNS
