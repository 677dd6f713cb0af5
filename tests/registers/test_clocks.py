"""Clocks as they are declared: what is read, and the sentence where it makes no sense."""

import tomllib

import pytest

from core.faults import Refusal
from core.registers.clocks import Clock, read_clock
from core.registers.declare import Field
from core.registers.field_types.days import DAY, MOMENT
from core.registers.field_types.texts import TEXT

DAYS = ("received_on", "closed_on", "cancelled_on", "returned_on", "back_on")
FIELDS = {
    **{name: Field(name, name, DAY) for name in DAYS},
    **{name: Field(name, name, MOMENT) for name in ("asked_at", "answered_at")},
    "note": Field("note", "หมายเหตุ", TEXT),
}
DECLARED = """
name = "close"
label = "ปิดเรื่อง"
from = "received_on"
until = "closed_on"
limit = 3
unit = "working_days"
stopped_by = "cancelled_on"
out_since = "returned_on"
restarts_on = "back_on"
"""


def test_a_table_is_read_as_it_is_written() -> None:
    assert read_clock(tomllib.loads(DECLARED), FIELDS) == Clock(
        name="close",
        label="ปิดเรื่อง",
        since="received_on",
        until="closed_on",
        limit=3,
        unit="working_days",
        stopped_by="cancelled_on",
        out_since="returned_on",
        restarts_on="back_on",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "Close it"}, "ชื่อ"),
        ({"label": " "}, "label"),
        ({"until": None}, "ยังไม่มี until"),
        ({"untill": "closed_on"}, "untill"),
        ({"until": "gone_on"}, "gone_on"),
        ({"until": "received_on"}, "คนละช่อง"),
        ({"until": "note"}, "note"),
        ({"until": "answered_at"}, "answered_at"),
        ({"unit": "minutes"}, "received_on"),
        ({"unit": "weeks"}, "weeks"),
        ({"limit": 0}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": "3"}, "limit"),
        ({"stopped_by": "note"}, "note"),
        ({"restarts_on": "answered_at"}, "answered_at"),
        ({"runs_on": "yes"}, "runs_on"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(changed: dict[str, object], said: str) -> None:
    written = {**tomllib.loads(DECLARED), **changed}
    with pytest.raises(Refusal) as refusal:
        read_clock({key: value for key, value in written.items() if value is not None}, FIELDS)
    assert said in str(refusal.value)


def test_moments_may_be_stopped_by_a_day() -> None:
    table = {"name": "answer", "label": "ตอบ", "from": "asked_at", "until": "answered_at", "limit": 4}
    clock = read_clock({**table, "unit": "office_hours", "stopped_by": "cancelled_on"}, FIELDS)
    assert not clock.by_day
