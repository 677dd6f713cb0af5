"""A register's declaration, as an office writes it: what is read, and what is refused in one sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.faults import InputRefusal
from core.registers.declaration import read_register, read_registers, written_in
from core.thai.fiscal import Month

COMPLAINTS = {
    "name": "complaints",
    "title": "ทะเบียนเรื่องร้องเรียน",
    "key": ["complaint_no"],
    "per_year": True,
    "day": "received_on",
    "order": ["-received_on", "complaint_no"],
    "fields": [
        {"name": "complaint_no", "type": "text", "label": "เลขที่เรื่อง", "required": True},
        {"name": "received_on", "type": "day", "label": "วันที่รับ", "required": True},
        {"name": "closed_on", "type": "day", "label": "วันที่ปิดเรื่อง"},
        {"name": "indicator", "type": "text", "label": "ตัวชี้วัด", "refers_to": "indicators"},
        {"name": "kind", "type": "choice", "label": "ประเภท", "choices": {"noise": "เสียง", "waste": "ขยะ"}},
        {"name": "weight", "type": "number", "label": "น้ำหนัก", "minimum": 0, "maximum": Decimal("99.5")},
    ],
    "clocks": [
        {
            "name": "close",
            "label": "ปิดเรื่อง",
            "from": "received_on",
            "until": "closed_on",
            "limit": 3,
            "unit": "working_days",
        }
    ],
    "rules": [{"kind": "in_order", "fields": ["received_on", "closed_on"]}],
}
SHORTEST = {"name": "notes", "title": "บันทึก", "fields": [{"name": "said", "type": "text", "label": "ข้อความ"}]}


def test_a_declaration_makes_a_register() -> None:
    complaints = read_register(COMPLAINTS)
    assert complaints.short_title == complaints.title == "ทะเบียนเรื่องร้องเรียน"
    assert [field.name for field in complaints.fields] == [f["name"] for f in COMPLAINTS["fields"]]
    assert complaints.field("indicator").code_of == "plan_indicators"
    assert complaints.field("kind").choice_label("waste") == "ขยะ"
    assert (complaints.field("weight").minimum, complaints.field("weight").maximum) == (0, Decimal("99.5"))
    assert [clock.limit for clock in complaints.clocks] == [3]
    assert len(complaints.rules) == 1


def test_all_but_name_title_and_fields_may_be_left_out() -> None:
    notes = read_register(SHORTEST)
    assert (notes.natural_key({"said": "ก"}), notes.begins, notes.counted_in) == (None, "", "รายการ")


def test_a_key_within_a_year_is_told_apart_by_the_fiscal_year_of_its_day() -> None:
    complaints = read_register(COMPLAINTS)
    assert complaints.natural_key({"complaint_no": "๑/63", "received_on": date(2019, 10, 1)}) == "2563|1/63"
    monthly = read_register(
        COMPLAINTS
        | {
            "fields": [
                {"name": "complaint_no", "type": "text", "label": "เลขที่"},
                {"name": "received_on", "type": "month", "label": "เดือน"},
            ],
            "clocks": [],
            "rules": [],
        }
    )
    assert monthly.natural_key({"complaint_no": "1", "received_on": Month(2020, 9)}) == "2563|1"


def _field(**more: Any) -> dict[str, Any]:
    return {"fields": [{"name": "said", "type": "text", "label": "ข้อความ", **more}]}


REFUSED = {
    "no fields": ({"fields": []}, "fields"),
    "an unknown key": ({"colour": "red"}, '"colour"'),
    "an unknown key of a field": (_field(colour="red"), 'ช่อง said: ไม่รู้จัก "colour"'),
    "no label": ({"fields": [{"name": "said", "type": "text"}]}, "ยังไม่มี label"),
    "an unknown type": (_field(type="picture"), 'ไม่รู้จักชนิด "picture"'),
    "a name with capitals": (_field(name="Said"), "name"),
    "a name of the program's own": (_field(name="heads"), "ชื่อนี้โปรแกรมใช้อยู่แล้ว"),
    "two fields of one name": ({"fields": _field()["fields"] * 2}, "ชื่อหรือป้ายเดียวกัน"),
    "two fields of one label": (
        {"fields": [*_field()["fields"], *_field(name="told")["fields"]]},
        "ชื่อหรือป้ายเดียวกัน",
    ),
    "a choice without choices": (_field(type="choice"), "choices"),
    "a key of a field that is not there": ({"key": ["number"]}, 'key อ้างถึงช่อง "number"'),
    "an order by a field that is not there": ({"order": ["-number"]}, 'order อ้างถึงช่อง "number"'),
    "a day that is none": ({"day": "said"}, "ต้องเป็นช่องวัน"),
    "a key within a year without a day": ({"key": ["said"], "per_year": True}, "per_year"),
    "a rule of no kind": ({"rules": [{"kind": "wishes"}]}, '"wishes"'),
    "a rule over a field that is not there": (
        {"rules": [{"kind": "not_in_future", "fields": ["gone_on"]}]},
        "gone_on",
    ),
    "a key that is retired": (_field(retired=True) | {"key": ["said"]}, "เลิกใช้แล้ว"),
    "a choice without a code": (_field(type="choice", choices={"": "ว่าง"}), "choices"),
    "a choice of a number that is none": (_field(type="whole", choices={"x": "มาก"}), "ไม่ใช่จำนวนเต็ม"),
    "choices of a day": (_field(type="day", choices={"x": "มาก"}), "ใช้ได้กับช่องชนิด"),
    "two choices of one label": (_field(type="choice", choices={"x": "มาก", "y": "มาก"}), "มีสองตัว"),
    "a text of no length": (_field(max_length=0), "max_length"),
    "limits that nothing lies within": (_field(type="number", minimum=2, maximum=1), "maximum"),
    "years that end before they begin": ({"used_from": 2568, "used_to": 2567}, "used_to"),
    "two clocks of one name": ({**COMPLAINTS, "clocks": COMPLAINTS["clocks"] * 2}, "ชื่อเดียวกัน"),
    "a grid of more records than it has room for": (
        {
            "fields": [
                {"name": "item", "type": "text", "label": "รายการ"},
                {"name": "month", "type": "month", "label": "เดือน"},
                {"name": "value", "type": "number", "label": "ค่า"},
            ],
            "views": [{"kind": "grid", "item": "item", "month": "month", "value": "value"}],
        },
        "key",
    ),
    "a clock over a text": (
        {"clocks": [COMPLAINTS["clocks"][0] | {"from": "said", "until": "said"}]},  # type: ignore[index]  # a list
        "said",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_in_a_sentence(case: str) -> None:
    changed, said = REFUSED[case]
    with pytest.raises(InputRefusal) as refused:
        read_register(SHORTEST | changed)  # type: ignore[operator]  # tables
    sentence = str(refused.value)
    assert said in sentence
    assert "\n" not in sentence
    assert any("ก" <= letter <= "๛" for letter in sentence)


def test_two_registers_of_one_name_are_refused() -> None:
    with pytest.raises(InputRefusal, match="ชื่อเดียวกัน"):
        read_registers([SHORTEST, SHORTEST])


@pytest.mark.parametrize(
    "text", ["name = ", "place = " + "9" * 5000, "items = " + "[" * 3000, "name = '\udcff'"]
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Any, text: str) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputRefusal, match=r"broken\.toml"):
        written_in(broken)
