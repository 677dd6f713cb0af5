"""What changing a register means for the records that it has: said before it is done, and refused where it can't be."""

import pytest
from exchange_helpers import desk_of

from core.faults import InputRefusal, Refusal

VISITS = {
    "name": "visits",
    "title": "ทะเบียนตรวจเยี่ยม",
    "key": ["visit_no"],
    "day": "visited_on",
    "fields": [
        {"name": "visit_no", "type": "text", "label": "เลขที่"},
        {"name": "visited_on", "type": "day", "label": "วันที่ตรวจ"},
        {"name": "result", "type": "choice", "label": "ผล", "choices": {"good": "ดี", "poor": "แย่", "odd": "แปลก"}},
        {"name": "cost", "type": "number", "label": "ค่าใช้จ่าย"},
        {"name": "grade", "type": "whole", "label": "ระดับ", "choices": {"1": "หนึ่ง", "2": "สอง"}},
        {"name": "reported_on", "type": "day", "label": "วันที่รายงาน"},
        {"name": "spare", "type": "text", "label": "สำรอง"},
    ],
    "clocks": [
        {"name": "report", "label": "รายงาน", "from": "visited_on", "until": "reported_on", "limit": 3, "unit": "days"}
    ],
    "rules": [{"kind": "in_order", "fields": ["visited_on", "reported_on"]}],
}  # fmt: skip
RECORDS = [
    {"visit_no": "1", "visited_on": "1/6/2563", "result": "ดี", "cost": "10", "grade": "1"},
    {"visit_no": "2", "visited_on": "1/6/2563", "result": "ดี", "cost": "200"},
    {"visit_no": "3", "visited_on": "2/6/2563", "result": "แย่", "reported_on": "3/6/2563"},
]


@pytest.fixture
def used(office):
    """A file with a register that has records."""
    office.registers.save(VISITS, new=True)
    for values in RECORDS:
        office.records.save("visits", values)
    return office


def changed(**given):
    wanted = {**VISITS, **given}
    return {key: value for key, value in wanted.items() if value not in (None, [])}


def with_field(name, **given):
    fields = [{**f, **given} if f["name"] == name else f for f in VISITS["fields"]]
    return changed(fields=[{k: v for k, v in f.items() if v is not None} for f in fields])


def without(name, **given):
    return changed(fields=[f for f in VISITS["fields"] if f["name"] != name], **given)


NOTE = {"name": "note", "type": "text", "label": "หมายเหตุ", "required": True}
UNTIED = {"clocks": [], "rules": []}

ALLOWED = [
    (changed(title="ทะเบียนเยี่ยม"), ["เปลี่ยนชื่อทะเบียนเป็น \"ทะเบียนเยี่ยม\""]),
    (changed(unit="finance"), ["ย้ายทะเบียนและ 3 รายการไปให้ส่วนราชการอื่นดูแล"]),
    (changed(retired=True), ["เลิกใช้ทะเบียน 3 รายการ ยังดู ค้น และส่งออกได้ แต่เพิ่มใหม่ไม่ได้"]),
    (changed(counted_in="ครั้ง"), ["เปลี่ยนลักษณนามของทะเบียน"]),
    (changed(key=["visit_no", "result"]), ["ใช้ \"เลขที่\" กับ \"ผล\" เป็นเลขประจำรายการ ไม่มีรายการซ้ำกัน"]),
    (changed(key=None), ["ทะเบียนไม่มีเลขประจำรายการ โปรแกรมจะไม่เตือนเมื่อเลขซ้ำกัน"]),
    (
        changed(day="reported_on"),
        ["ปีและเดือนของ 3 รายการนับตามช่อง \"วันที่รายงาน\" 2 รายการที่ช่องนี้ว่างจะไม่อยู่ในปีใด"],
    ),
    (
        changed(fields=[*VISITS["fields"], NOTE]),
        ["เพิ่มช่อง \"หมายเหตุ\" รายการเดิม 3 รายการยังว่าง และต้องกรอกเมื่อแก้ไขรายการนั้น"],
    ),
    (without("spare"), ["เอาช่อง \"สำรอง\" ออก ยังไม่มีรายการใดกรอก"]),
    (without("cost"), ["เลิกใช้ช่อง \"ค่าใช้จ่าย\" ค่าใน 2 รายการยังอยู่ ดูและส่งออกได้ แต่กรอกเพิ่มไม่ได้"]),
    (with_field("spare", type="money"), ["เปลี่ยนชนิดของช่อง \"สำรอง\" จากข้อความสั้นเป็นจำนวนเงิน (บาท) ยังไม่มีรายการใดกรอก"]),
    (with_field("cost", label="เงิน"), ["เปลี่ยนชื่อช่อง \"ค่าใช้จ่าย\" เป็น \"เงิน\" ค่าในรายการไม่เปลี่ยน"]),
    (with_field("cost", required=True), ["ช่อง \"ค่าใช้จ่าย\" ต้องกรอกทุกรายการ มี 1 รายการยังว่าง ต้องกรอกเมื่อแก้ไขรายการนั้น"]),
    (
        with_field("cost", maximum=100),
        ["เปลี่ยนค่าที่ใช้ได้ของช่อง \"ค่าใช้จ่าย\" มี 1 รายการไม่อยู่ในค่าที่ใช้ได้ ต้องแก้เมื่อแก้ไขรายการนั้น"],
    ),
    (with_field("cost", minimum=5), ["เปลี่ยนค่าที่ใช้ได้ของช่อง \"ค่าใช้จ่าย\" รายการเดิมใช้ได้ทั้งหมด"]),
    (with_field("cost", help="บาท"), ["เปลี่ยนคำอธิบายของช่อง \"ค่าใช้จ่าย\""]),
    (changed(fields=VISITS["fields"][::-1]), ["เรียงลำดับช่องใหม่ รายการเดิมไม่เปลี่ยน"]),
    (
        with_field("result", choices={"good": "ดีมาก", "poor": "แย่", "fair": "พอใช้"}),
        [
            "เอาตัวเลือก \"แปลก\" ของช่อง \"ผล\" ออก ยังไม่มีรายการใดใช้",
            "ตัวเลือก \"ดี\" ของช่อง \"ผล\" จะแสดงเป็น \"ดีมาก\" ใน 2 รายการ",
            "เพิ่มตัวเลือก \"พอใช้\" ของช่อง \"ผล\"",
        ],
    ),
    (
        with_field("result", choices={"good": "ดี", "odd": "แปลก"}),
        ["เลิกใช้ตัวเลือก \"แย่\" ของช่อง \"ผล\" 1 รายการที่ใช้อยู่คงเดิม"],
    ),
    (
        changed(clocks=[{**VISITS["clocks"][0], "limit": 5}]),
        ["เปลี่ยนภายในของกำหนดเวลา \"รายงาน\" คำนวณการทันหรือช้าของ 3 รายการใหม่"],
    ),
    (changed(clocks=[]), ["เอากำหนดเวลา \"รายงาน\" ออก 3 รายการจะไม่มีวันครบกำหนดนี้"]),
    (changed(rules=[]), ["เอากติกาออก: วันที่ต้องไม่ย้อนลำดับ: วันที่ตรวจ → วันที่รายงาน"]),
    (
        changed(rules=[*VISITS["rules"], {"kind": "near_duplicate", "fields": ["visited_on", "result"]}]),
        ["เพิ่มกติกา: รายการที่ วันที่ตรวจ ผล ตรงกันทั้งหมดอาจเป็นรายการซ้ำ มี 2 รายการไม่เป็นไปตามนี้"],
    ),
    (
        changed(rules=[*VISITS["rules"], {"kind": "together", "fields": ["cost", "grade"]}]),
        ["เพิ่มกติกา: ค่าใช้จ่ายกับระดับควรมาคู่กัน มี 1 รายการไม่เป็นไปตามนี้"],
    ),
    (changed(views=[{"kind": "list"}]), ["เพิ่มมุมมองรายการ"]),
]  # fmt: skip

REFUSED = [
    (with_field("cost", type="text"), "เปลี่ยนชนิดของช่อง \"ค่าใช้จ่าย\" จากจำนวนมีทศนิยมเป็นข้อความสั้นไม่ได้ เพราะมี 2 รายการกรอกไว้แล้ว"),
    (with_field("cost", decimals=3), "เปลี่ยนทศนิยมของช่อง \"ค่าใช้จ่าย\" จาก 2 เป็น 3 ตำแหน่งไม่ได้ เพราะมี 2 รายการ"),
    (with_field("grade", choices=None), "ล้างตัวเลือกของช่อง \"ระดับ\" ไม่ได้ เพราะมี 1 รายการใช้อยู่"),
    (changed(fixed_id=True), "เปลี่ยนรหัสของรายการ หรือที่มาของรายการ ไม่ได้ เพราะมี 3 รายการแล้ว"),
    (changed(key=["result"]), "ใช้ \"ผล\" เป็นเลขประจำรายการไม่ได้ เพราะมี 1 รายการที่เลขซ้ำ"),
]  # fmt: skip

NONSENSE = [
    with_field("result", choices={}),  # emptied while records use it
    without("visited_on"),  # named by the day, a clock and a rule
    without("reported_on", clocks=[]),  # a rule over a field that is gone
    changed(key=["nothing"]),
    changed(fields=[*VISITS["fields"], VISITS["fields"][0]]),  # two of one name
    changed(fields=[*VISITS["fields"], {**VISITS["fields"][0], "name": "other"}]),  # or of one label
    {**VISITS, "fields": []},
    {**VISITS, "title": ""},
    changed(unit="nowhere"),
    changed(plan_born=True),
    with_field("spare", through="plan_steps.title"),
    with_field("spare", refers_to="nothing"),
]


@pytest.mark.parametrize(("written", "said"), ALLOWED)
def test_what_a_change_means_is_said_before_and_it_can_be_taken_back(used, written, said):
    found = used.registers.meaning(written)
    assert [meaning.what for meaning in found] == said
    assert not any(meaning.refused for meaning in found)
    assert used.registers.declaration("visits") == VISITS  # nothing is written
    before = [row.values for row in used.records.rows("visits")]
    used.registers.save(written)
    assert used.registers.meaning(used.registers.of_file("visits").written) == ()
    assert len(used.records.rows("visits")) == 3
    used.records.undo()
    assert used.registers.declaration("visits") == VISITS
    assert [row.values for row in used.records.rows("visits")] == before


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_what_would_lose_or_garble_records_is_refused(used, written, said):
    refused = [meaning.what for meaning in used.registers.meaning(written) if meaning.refused]
    assert len(refused) == 1
    assert said in refused[0]
    assert "โปรด" in refused[0]
    with pytest.raises(InputRefusal) as refusal:
        used.registers.save(written)
    assert str(refusal.value) == refused[0]
    assert used.registers.declaration("visits") == VISITS


@pytest.mark.parametrize("written", NONSENSE)
def test_nonsense_is_refused_in_a_sentence(used, written):
    label = used.records.undo_label
    for ask in (used.registers.meaning, used.registers.save, used.registers.read):
        with pytest.raises(Refusal):
            ask(written)
    assert used.registers.declaration("visits") == VISITS
    assert used.records.undo_label == label


def test_what_another_register_asks_for_stays(used):
    report = {
        "name": "reports",
        "title": "ทะเบียนรายงาน",
        "fields": [{"name": "visit", "type": "text", "label": "การตรวจ", "refers_to": "visits"}],
    }
    used.registers.save(report, new=True)
    for written in (changed(key=None), changed(key=["visit_no", "result"])):
        with pytest.raises(InputRefusal, match="reports"):
            used.registers.save(written)
    used.registers.save(changed(key=["spare"]))


# Retiring


def test_parts_put_in_apart_leave_nothing_to_settle(plan_file, tmp_path):
    one, two = (desk_of(plan_file, tmp_path, "admin", name) for name in ("มานี", "ชูใจ"))
    with one.open() as office:
        office.registers.save(VISITS, new=True)
    two.take(one.send(tmp_path / "a.phaenx"))
    news = [{"name": f"new_{n}", "type": "text", "label": f"ใหม่ {n}"} for n in range(3)]
    with one.open() as office:
        office.registers.save(changed(fields=[news[0], *VISITS["fields"]]))
    with two.open() as office:
        office.registers.save(changed(fields=[*VISITS["fields"], *news[1:]]))
    one.take(two.send(tmp_path / "b.phaenx"))
    with one.open() as office:
        assert office.conflicts.open() == ()
        told = [field["name"] for field in office.registers.declaration("visits")["fields"]]
        assert told == ["new_0", *(f["name"] for f in VISITS["fields"]), "new_1", "new_2"]


def test_the_label_of_a_retired_field_can_be_given_to_another(used):
    other = {"name": "cost_2", "type": "text", "label": "ค่าใช้จ่าย"}
    for written in (without("cost"), with_field("cost", retired=True)):
        used.registers.save({**written, "fields": [*written["fields"], other]})
        told = {f.name: f.label for f in used.session.register("visits").fields}
        assert (told["cost"], told["cost_2"]) == ("ค่าใช้จ่าย (เลิกใช้)", "ค่าใช้จ่าย")
        assert used.registers.read(used.registers.declaration("visits"))
        assert sum(row.values["cost"] is not None for row in used.records.rows("visits")) == 2
        used.records.undo()


def test_what_records_go_by_is_not_retired(used):
    for written in (with_field("visit_no", retired=True), with_field("visited_on", retired=True)):
        with pytest.raises(InputRefusal):
            used.registers.save(written)


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("day", {"kind": "in_order", "fields": ["visited_on", "spare"]}),
        ("number", {"kind": "total", "field": "spare", "equals": 100}),
        ("whole", {"kind": "compare", "left": "spare", "op": "<", "right": 5}),
    ],
)
def test_a_rule_over_a_field_of_another_type_is_told_of_calmly(used, kind, rule):
    row = used.records.rows("visits")[0]
    used.records.save("visits", {"spare": "ข้อความ"}, row.id)
    written = {**with_field("spare", type=kind), "rules": [*VISITS["rules"], rule]}
    assert any(meaning.refused for meaning in used.registers.meaning(written))
    with pytest.raises(InputRefusal, match="ชนิด"):
        used.registers.save(written)


def test_two_clocks_or_labels_that_are_one_in_the_file_are_refused(used):
    twin = {**VISITS["clocks"][0], "limit": 5}
    labels = [*VISITS["fields"], {"name": "other", "type": "text", "label": "สำรอง "}]
    for written in (changed(clocks=[VISITS["clocks"][0], twin]), changed(fields=labels)):
        with pytest.raises(InputRefusal):
            used.registers.save(written)


def test_what_another_file_may_use_by_now_is_retired(plan_file, tmp_path):
    """Taken out in one file and filled in in another meanwhile: no value is lost."""
    keeper, other = (desk_of(plan_file, tmp_path, "admin", name) for name in ("มานี", "ชูใจ"))
    with keeper.open() as office:
        office.registers.save(VISITS, new=True)
        office.registers.save(without("spare"))  # nobody else has it yet
        assert "spare" not in office.session.register("visits").by_name
        office.registers.save(VISITS)
    other.take(keeper.send(tmp_path / "a.phaenx"))
    fewer = {**without("spare"), "fields": [dict(f) for f in without("spare")["fields"]]}
    fewer["fields"][2]["choices"] = {"good": "ดี", "poor": "แย่"}
    with keeper.open() as office:
        said = " ".join(meaning.what for meaning in office.registers.meaning(fewer))
        assert said.count("แฟ้มอื่นอาจ") == 2
        office.registers.save(fewer)
        (record,) = [r.id for r in office.records.rows("plan_registers") if r.values["name"] == "visits"]
        with pytest.raises(InputRefusal, match="แฟ้มอื่นอาจ"):
            office.records.delete("plan_registers", record)
    other.save(
        {"visit_no": "1", "visited_on": "1/6/2563", "spare": "มีค่า", "result": "odd"}, register="visits"
    )
    keeper.take(other.send(tmp_path / "b.phaenx"))
    with keeper.open() as office:
        (row,) = office.records.rows("visits")
        assert (row.values["spare"], row.values["result"]) == ("มีค่า", "odd")
        assert office.session.register("visits").field("result").show("odd") == "แปลก"
        assert office.session.register("visits").field("spare").retired


def test_a_field_with_data_is_retired_and_keeps_its_values(used):
    used.registers.save(without("cost"))
    (field,) = [f for f in used.registers.declaration("visits")["fields"] if f["name"] == "cost"]
    assert field == {"name": "cost", "type": "number", "label": "ค่าใช้จ่าย", "retired": True}
    assert used.session.register("visits").fields[-1].name == "cost"
    assert sum(row.values["cost"] is not None for row in used.records.rows("visits")) == 2
    used.registers.save(VISITS)
    assert used.registers.declaration("visits") == VISITS


def test_a_choice_in_use_is_retired_too(used):
    used.registers.save(with_field("result", choices={"odd": "แปลก"}))
    found = next(f for f in used.registers.declaration("visits")["fields"] if f["name"] == "result")
    assert found["choices"] == {
        "odd": "แปลก",
        "good": {"label": "ดี", "retired": True},
        "poor": {"label": "แย่", "retired": True},
    }
    assert used.session.register("visits").field("result").show("good") == "ดี"


def test_what_only_deleted_records_hold_is_kept_for_them(used):
    for row in used.records.rows("visits"):
        used.records.delete("visits", row.id)
    (meaning,) = used.registers.meaning(without("cost"))
    assert (meaning.records, meaning.refused) == (0, False)
    used.registers.save(without("cost"))
    assert used.registers.declaration("visits")["fields"][-1]["retired"]
    with pytest.raises(InputRefusal, match="รายการที่ลบแล้ว"):
        used.registers.save(with_field("grade", type="text", choices=None))


def test_an_indicator_that_counts_the_register_is_named(sample):
    written = sample.registers.declaration("finance_requests")
    clock = {**written["clocks"][0], "limit": 9}
    said = [meaning.what for meaning in sample.registers.meaning({**written, "clocks": [clock]})]
    assert any("ตัวชี้วัด 3 " in what for what in said)


def test_every_register_that_ships_can_be_looked_at_and_saved_as_it_is(office):
    for declared in office.registers.declared():
        written = office.registers.of_file(declared.register.name).written
        assert office.registers.meaning(written) == ()
        assert not office.registers.save(written).changes, declared.register.name
