"""A register proposed from an XLSForm workbook: questions become fields and rules, what has no counterpart is named."""

from pathlib import Path

import openpyxl
import pytest

from core.faults import FileRefusal
from core.registers.declaration import read_register

YES_NO = [("yn", "y", "ใช่", "Yes"), ("yn", "n", "ไม่ใช่", "No")]


@pytest.fixture
def book(tmp_path):
    """Writes a form: the rows of its survey as dictionaries, its choices, its settings."""

    def write(*survey, choices=(), settings=None, name="แบบสำรวจ.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.title = "survey"
        headings = list(dict.fromkeys(key for row in survey for key in row)) or ["type", "name"]
        sheet.append(headings)
        for row in survey:
            sheet.append([row.get(key) for key in headings])
        sheet = workbook.create_sheet("choices")
        sheet.append(["list_name", "name", "label::Thai (th)", "label::English (en)"])
        for row in choices:
            sheet.append(row)
        if settings:
            sheet = workbook.create_sheet("settings")
            sheet.append(list(settings))
            sheet.append(list(settings.values()))
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


def q(kind, name, label="", **more):
    return {
        "type": kind,
        "name": name,
        "label::English (en)": f"{label} in English",
        "label::Thai (th)": label,
        **more,
    }


def fields(design):
    return {field["name"]: field for field in design.written["fields"]}


def rules(design):
    return {
        rule["name"]: {k: v for k, v in rule.items() if k != "name"}
        for rule in design.written.get("rules", ())
    }


def test_each_kind_of_question_becomes_its_field(office, book):
    path = book(
        q("begin_group", "who", "ผู้ตอบ"),
        q("text", "Full-Name", "ชื่อ", required="yes", **{"hint::Thai (th)": "ชื่อ\nและนามสกุล"}),
        q("integer", "age", "อายุ"),
        q("end_group", "who"),
        q("decimal", "weight", "น้ำหนัก"),
        q("date", "met_on", "วันที่พบ", default="today()"),
        q("dateTime", "met_at", "เวลาที่พบ"),
        q("select_one yn", "agrees", "ยินยอม"),
        q("select_multiple yn", "wants", "ต้องการ"),
        q("range", "score", "คะแนน", parameters="start=1 end=5 step=1"),
        q("acknowledge", "told", "แจ้งแล้ว"),
        q("time", "at", "เวลา"),
        q("text", "more", "อื่น ๆ", appearance="multiline"),
        choices=YES_NO,
        settings={"form_title": "แบบสัมภาษณ์", "form_id": "x", "default_language": "English (en)"},
    )
    assert office.registers.is_form(path)
    design = office.registers.from_form(path)
    assert (design.left_out, design.written["title"], design.written["day"]) == ((), "แบบสัมภาษณ์", "met_on")
    assert design.written["fields"] == [
        {
            "name": "full_name",
            "type": "text",
            "label": "ชื่อ",
            "section": "ผู้ตอบ",
            "help": "ชื่อ และนามสกุล",
            "required": True,
        },
        {"name": "age", "type": "whole", "label": "อายุ", "section": "ผู้ตอบ"},
        {"name": "weight", "type": "number", "label": "น้ำหนัก"},
        {"name": "met_on", "type": "day", "label": "วันที่พบ", "default": "today"},
        {"name": "met_at", "type": "moment", "label": "เวลาที่พบ"},
        {"name": "agrees", "type": "choice", "label": "ยินยอม", "choices": {"y": "ใช่", "n": "ไม่ใช่"}},
        {"name": "wants_y", "type": "flag", "label": "ต้องการ: ใช่"},
        {"name": "wants_n", "type": "flag", "label": "ต้องการ: ไม่ใช่"},
        {"name": "score", "type": "whole", "label": "คะแนน", "minimum": 1, "maximum": 5},
        {"name": "told", "type": "flag", "label": "แจ้งแล้ว"},
        {"name": "at", "type": "text", "label": "เวลา", "pattern": "([01][0-9]|2[0-3])[.:][0-5][0-9]"},
        {"name": "more", "type": "long_text", "label": "อื่น ๆ"},
    ]
    office.registers.save(design.written, new=True)
    assert office.registers.declaration(design.written["name"]) == design.written


@pytest.mark.parametrize(
    ("kind", "constraint", "limits"),
    [
        ("integer", ". >= 0 and . <= 120", {"minimum": 0, "maximum": 120}),
        ("integer", ". > 0", {"above_zero": True}),
        ("integer", "5 < . and 10 > .", {"minimum": 6, "maximum": 9}),
        ("decimal", ". >= 0.5", {"minimum": 0.5}),
        ("text", "regex(., '[0-9]{13}')", {"pattern": "[0-9]{13}"}),
        ("text", "string-length(.) < 11", {"max_length": 10}),
    ],
)
def test_simple_limits_are_taken(office, book, kind, constraint, limits):
    design = office.registers.from_form(book(q(kind, "a", "ก", constraint=constraint)))
    told = {key: float(v) if key in ("minimum", "maximum") else v for key, v in fields(design)["a"].items()}
    assert {key: told[key] for key in limits} == limits
    assert (design.left_out, rules(design)) == ((), {})


@pytest.mark.parametrize(
    ("kind", "given", "rule"),
    [
        ("date", {"constraint": ". <= today()"}, {"kind": "not_in_future", "fields": ["b"], "severity": "error"}),
        ("date", {"constraint": ". >= ${a}"}, {"kind": "compare", "left": "b", "op": ">=", "right": "a"}),
        ("decimal", {"constraint": ". < 5"}, {"kind": "compare", "left": "b", "op": "<", "right": 5}),
        (
            "date",
            {"constraint": ". >= ${a}", "constraint_message": "ต้องไม่ก่อน"},
            {"kind": "compare", "left": "b", "op": ">=", "right": "a", "message": "ต้องไม่ก่อน"},
        ),
        ("text", {"relevant": "${c} = 'y'"}, {"kind": "only_if", "field": "b", "if": [["c", "=", "y"]]}),
        ("text", {"relevant": "selected(${m}, 'y')"}, {"kind": "only_if", "field": "b", "if": [["m_y", "=", True]]}),
        ("text", {"relevant": "${a} != ''"}, {"kind": "only_if", "field": "b", "if": [["a", "filled"]]}),
        (
            "text",
            {"relevant": "(${n} > 3 or ${n} = 1) and ${k} = 'OK'"},
            {"kind": "only_if", "field": "b", "if": [{"any": [["n", ">", 3], ["n", "=", 1]]}, ["k", "=", True]]},
        ),
    ],
)  # fmt: skip
def test_simple_conditions_become_rules(office, book, kind, given, rule):
    path = book(
        q("date", "a", "ก"),
        q("select_one yn", "c", "ค"),
        q("select_multiple yn", "m", "ม"),
        q("integer", "n", "น"),
        q("acknowledge", "k", "ร"),
        q(kind, "b", "ข", **given),
        choices=YES_NO,
    )
    design = office.registers.from_form(path)
    assert design.left_out == ()
    assert list(rules(design).values()) == [rule]


def test_what_is_required_where_it_is_asked_is_required_if(office, book):
    path = book(
        q("select_one yn", "c", "ค"),
        q("begin_group", "g", "กลุ่ม", relevant="${c} = 'y'"),
        q("text", "b", "ข", required="yes"),
        q("end_group", "g"),
        choices=YES_NO,
    )
    design = office.registers.from_form(path)
    assert "required" not in fields(design)["b"]
    assert [rule["kind"] for rule in rules(design).values()] == ["only_if", "required_if"]


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        ([q("note", "n", "โปรดอ่าน")], "โปรดอ่าน"),
        ([q("image", "n", "ภาพถ่าย")], "ภาพถ่าย"),
        ([q("geopoint", "n", "ที่ตั้ง")], "ที่ตั้ง"),
        ([q("rank yn", "n", "ลำดับความชอบ")], "ลำดับความชอบ"),
        ([{"type": "today", "name": "today"}], "today"),
        ([{"type": "deviceid", "name": "device"}], "device"),
        ([{"type": "calculate", "name": "double", "calculation": "${a} * 2"}], "double"),
        ([q("begin_repeat", "r", "สมาชิก"), q("text", "x", "ชื่อสมาชิก"), q("end_repeat", "r")], "สมาชิก\" (ชื่อสมาชิก)"),
        ([q("text", "n", "ข", constraint="not(. = 'x')")], "not(. = 'x')"),
        ([q("text", "n", "ข", constraint="regex(., '(?=x)')")], "(?=x)"),
        ([q("text", "n", "ข", relevant="count(${a}) > 3")], "count(${a}) > 3"),
        ([q("date", "n", "ข", relevant="${c} = 'no such'")], "no such"),
        ([q("integer", "n", "ข", default="${a}")], "${a}"),
        ([q("text", "n", "ข", required="${a} = 1")], "บังคับกรอก"),
        ([q("integer", "n", "ข", constraint=". > 'x'")], ". > 'x'"),
        ([q("integer", "n", "ข", constraint="(" * 900)], "((("),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_named_and_the_rest_taken(office, book, survey, said):
    path = book(q("text", "a", "ก"), q("select_one yn", "c", "ค"), *survey, choices=YES_NO)
    design = office.registers.from_form(path)
    assert len(design.left_out) == 1
    assert said in design.left_out[0]
    assert {"a", "c"} <= fields(design).keys()
    assert read_register(design.written)


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        ([], "survey"),
        ([q("note", "n", "โปรดอ่าน")], "คำถาม"),
        ([q("select_one nothing", "n", "ข")], "nothing"),
        ([q("text", "n", "ข", relevant="${nothing} = 1")], "nothing"),
        ([q("begin_group", "g", "ก"), q("text", "a", "ข")], "แบบฟอร์ม"),
        ([q("text", "a", "ก"), q("text", "a", "ข")], "แบบฟอร์ม"),
        ([q("text", f"a{n}", f"ก{n}") for n in range(201)], "201 ช่อง"),
    ],
)
def test_a_form_that_is_none_is_refused_in_a_sentence(office, book, survey, said):
    with pytest.raises(FileRefusal, match=said):
        office.registers.from_form(book(*survey, choices=YES_NO))


def test_a_table_is_no_form(office, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("type,name\ntext,a\n", "utf-8")
    assert not office.registers.is_form(path)
    with pytest.raises(FileRefusal, match="survey"):
        office.registers.from_form(path)


def test_labels_and_names_are_told_apart(office, book):
    path = book(q("text", "id", "ก"), q("text", "ID", "ก"), q("text", "ชื่อ", "ชื่อของ ${id}"))
    assert [(f["name"], f["label"]) for f in office.registers.from_form(path).written["fields"]] == [
        ("id_2", "ก"),
        ("id_3", "ก (2)"),
        ("chueo", "ชื่อของ …"),
    ]


@pytest.mark.parametrize(
    "survey",
    [
        [q("text", f"q{n}", "${q1}" * 400) for n in range(600)],  # takes pyxform long
        [q("begin_group", f"g{n}", "ก") for n in range(2000)] + [q("end_group", None)] * 2000,
        [q("text", f"q{n}", "ก") for n in range(5002)],
    ],
)
def test_a_form_made_to_take_long_is_refused(office, book, survey):
    with pytest.raises(FileRefusal):
        office.registers.from_form(book(*survey))
