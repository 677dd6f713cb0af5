"""Conditions on a record's values, by a table: what is written, what a record holds, whether it is met."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.registers.bad_declaration import BadDeclaration
from core.registers.field_types.choices import CHOICE, FLAG
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MONEY, WHOLE
from core.registers.field_types.texts import TEXT
from core.registers.fields import Choice, Field
from core.registers.filters import Filter, read_filter
from core.thai.fiscal import Month

KINDS = (Choice("noise", "เสียงดัง"), Choice("smell", "กลิ่นเหม็น"))
FIELDS = {
    field.name: field
    for field in (
        Field(name="kind", label="ประเภท", type=CHOICE, choices=KINDS),
        Field(name="no", label="เลขที่", type=TEXT),
        Field(name="on", label="วันที่รับ", type=DAY),
        Field(name="at", label="เวลา", type=MOMENT),
        Field(name="month", label="เดือน", type=MONTH),
        Field(name="fine", label="ค่าปรับ", type=MONEY, minimum=Decimal(0), above_zero=True),
        Field(name="places", label="จำนวนจุด", type=WHOLE),
        Field(name="urgent", label="เร่งด่วน", type=FLAG),
    )
}
JUNE = date(2020, 6, 1)
NOON = datetime(2020, 6, 1, 12)

CASES: list[tuple[list[Any], dict[str, Any], bool]] = [
    ([], {}, True),
    ([["kind", "=", "noise"]], {"kind": "noise"}, True),
    ([["kind", "=", "เสียงดัง"]], {"kind": "noise"}, True),
    ([["kind", "=", "noise"]], {}, False),
    ([["kind", "!=", "noise"]], {"kind": "smell"}, True),
    ([["kind", "!=", "noise"]], {}, True),
    ([["kind", "in", ["noise", "smell"]]], {"kind": "smell"}, True),
    ([["kind", "in", ["noise"]]], {"kind": "smell"}, False),
    ([["kind", "in", ["noise"]]], {}, False),
    ([["no", "=", "63/1"]], {"no": "๖๓/๑"}, True),
    ([["no", "=", "A"]], {"no": "a"}, False),
    ([["on", "=", "1/6/63"]], {"on": JUNE}, True),
    ([["on", "<", "2020-06-02"]], {"on": JUNE}, True),
    ([["on", ">=", JUNE]], {"on": JUNE}, True),
    ([["on", ">", "2563-06-01"]], {"on": JUNE}, False),
    ([["on", "<", "2020-06-02"]], {}, False),
    ([["at", "<=", "1/6/63 12:00"]], {"at": NOON}, True),
    ([["at", "<=", "1/6/63 11:59"]], {"at": NOON}, False),
    ([["month", ">=", "2563-06"]], {"month": Month(2020, 6)}, True),
    ([["fine", ">", 0]], {"fine": Decimal("0.01")}, True),
    ([["fine", "<=", Decimal("0.5")]], {"fine": Decimal("0.51")}, False),
    ([["places", ">=", 3]], {"places": 3}, True),
    ([["urgent", "=", True]], {"urgent": False}, False),
    ([["urgent", "!=", False]], {}, True),
    ([["on", "filled"]], {"on": JUNE}, True),
    ([["on", "filled"]], {}, False),
    ([["on", "empty"]], {}, True),
    ([["on", "filled"], ["kind", "=", "noise"]], {"on": JUNE, "kind": "smell"}, False),
    ([{"any": [["on", "filled"], ["kind", "=", "noise"]]}], {"on": JUNE, "kind": "smell"}, True),
    ([{"any": [["on", "filled"], ["kind", "=", "noise"]]}, ["no", "filled"]], {"on": JUNE}, False),
]


@pytest.mark.parametrize(("written", "values", "holds"), CASES)
def test_a_record_meets_a_filter_or_not(written: list[Any], values: dict[str, Any], holds: bool) -> None:
    found = read_filter(written, FIELDS)
    assert found.holds(values) == holds
    kept = {name: values.get(name) for name in (*found.reads, *found.notices)}
    assert found.holds(kept) == holds, "it goes by other fields than it says"


@pytest.mark.parametrize(("written", "values", "holds"), CASES)
def test_what_a_record_certainly_holds_is_held_by_each_that_meets_it(
    written: list[Any], values: dict[str, Any], holds: bool
) -> None:
    sure = read_filter(written, FIELDS).equals
    assert not holds or all(values[name] == value for name, value in sure.items())


def test_a_filter_says_itself_in_thai() -> None:
    written = [
        ["kind", "in", ["noise", "smell"]],
        ["on", ">=", "1/6/63"],
        {"any": [["no", "empty"], ["fine", "<", 5]]},
    ]
    assert read_filter(written, FIELDS).says == (
        "ประเภทเป็น เสียงดัง หรือ กลิ่นเหม็น และวันที่รับไม่ก่อน 1 มิ.ย. 63 และ(ไม่มีเลขที่ หรือ ค่าปรับน้อยกว่า 5.00)"
    )
    assert Filter().says == ""


@pytest.mark.parametrize(
    "written",
    [
        None,
        "kind",
        {"any": []},
        [[]],
        [["kind"]],
        [["kind", "="]],
        [["kind", "=", "noise", "smell"]],
        [["kind", "=", None]],
        [["kind", "=", "dust"]],
        [["kind", "in", []]],
        [["kind", "in", "noise"]],
        [["kind", "filled", True]],
        [["colour", "filled"]],
        [[["kind"], "=", "noise"]],
        [["kind", ["="], "noise"]],
        [["kind", "like", "noise"]],
        [["on", "=", "31/2/63"]],
        [["fine", ">", "มาก"]],
        [["fine", ">", float("nan")]],
        [["places", ">", 1.5]],
        [["urgent", "<", True]],
        [{"all": [["on", "filled"]]}],
        [{"any": [{"any": [["on", "filled"]]}]}],
        [{"any": []}],
    ],
    ids=str,
)
def test_what_is_no_filter_is_refused(written: object) -> None:
    with pytest.raises(BadDeclaration) as refused:
        read_filter(written, FIELDS)
    assert any("ก" <= letter <= "๛" for letter in str(refused.value))
