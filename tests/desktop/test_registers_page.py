"""The page ทะเบียน: registers made and changed by keys, tried without saving, told what a change means, proposed elsewhere."""

from datetime import date

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QWidget

from core.office import Design, ProposedColumn
from core.registers.field_types import FIELD_TYPES
from core.registers.rule_kinds import KINDS as RULE_KINDS
from core.registers.views import KINDS as VIEW_KINDS
from desktop.drafts import DraftFolder
from desktop.models import register_design as rd
from desktop.pages.registers import field_words, rule_words, views
from desktop.pages.registers.declared_words import in_words
from desktop.pages.registers.designer import CLOCKS, FIELDS, PRINTS, RULES, VIEWS
from desktop.pages.registers.meaning import MeaningDialog
from desktop.pages.registers.new import LeftOutDialog, LibraryDialog, confirmed
from desktop.pages.registers.page import RegistersPage
from desktop.pages.registers.prints import NO_SUMS
from desktop.shell.rail import PAGE_ROLE
from desktop.shell.undo_keys import UndoKeys
from desktop.widgets.thai_label import ThaiLabel

pytestmark = pytest.mark.plan_only("admin")

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def page(context, show, qapp):
    made = show(RegistersPage(context))
    UndoKeys(qapp, made)
    return made


@pytest.fixture
def look_at(page, settle):
    """``look_at(name)``: the register in the designer, the keys in a tab of it."""

    def looked(name, tab=FIELDS):
        page.choose(name)
        settle()
        page.designer.show_tab(tab)
        page.designer.focus_inside()
        return page.designer

    return looked


@pytest.fixture
def back(page, qtbot, settle):
    """``back()``: a dialog was closed, and the page has the keys again."""

    def come_back():
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        settle()

    return come_back


def labels(designer):
    return [field["label"] for field in designer.design.written["fields"]]


def asked_of(dialogs):
    return next(d for d in dialogs if d.isVisible())


# -- what the page knows of kinds


def test_every_type_kind_and_view_there_is_has_its_words():
    assert list(field_words.TYPES)
    assert set(field_words.TYPES) == {kind.name for kind in FIELD_TYPES}
    assert set(field_words.OF_TYPE) == set(field_words.TYPES)
    assert set(views.VIEW_KINDS) == set(VIEW_KINDS)
    assert set(rule_words.KINDS) == set(RULE_KINDS)


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_a_rule_asks_for_what_its_kind_takes(kind):
    taken = {p.name: p.required for p in RULE_KINDS[kind].takes}
    assert {asked.name: asked.needed for asked in rule_words.KINDS[kind].asks} == taken


# -- a new one, from nothing to a saved record


@pytest.fixture
def window(open_desk, settle):
    open_desk.window.show_page("registers")
    settle()
    return open_desk.window


def test_a_blank_register_is_made_by_keys_stands_in_the_rail_and_is_filled_in(window, hands, press, settle):
    page = window.made["registers"]
    hands.press(Key.Key_N, CTRL)
    press(page.popup.list, Key.Key_Down)
    press(page.popup.list, Key.Key_Return)
    hands.fill("ทะเบียนรับบริจาค")
    hands.press(Key.Key_2, ALT)
    for label, held in (("ผู้บริจาค", ""), ("วันที่รับ", "วัน"), ("วันที่ส่งใบตอบรับ", "วัน")):
        hands.press(Key.Key_Insert)
        hands.fill(label)
        hands.type(held)
        hands.press(Key.Key_Escape)
    hands.press(Key.Key_3, ALT)
    hands.press(Key.Key_Insert)
    hands.fill("ตอบรับ", "5")
    hands.press(Key.Key_4, ALT)
    hands.press(Key.Key_Insert)
    press(page.designer.rules.popup.list, Key.Key_Return)
    assert page.designer.refusal == ""
    hands.press(Key.Key_S, CTRL)
    made = window.context.office.session.register(page.designer.design.written["name"])
    assert [f.label for f in made.fields] == ["ผู้บริจาค", "วันที่รับ", "วันที่ส่งใบตอบรับ"]
    assert [(c.label, c.limit, c.unit) for c in made.clocks] == [("ตอบรับ", 5, "working_days")]
    assert [r.says for r in made.rules] == ["วันที่ต้องไม่ย้อนลำดับ: วันที่รับ → วันที่ส่งใบตอบรับ"]
    assert not page.designer.is_dirty()

    names = [window.rail.model.index(n, 0).data(PAGE_ROLE) for n in range(window.rail.model.rowCount())]
    assert made.name in names
    window.show_page(made.name)
    settle()
    register_page = window.made[made.name]
    hands.press(Key.Key_N, CTRL)
    hands.fill("วัดโพธิ์", "22/06/2563")
    hands.press(Key.Key_S, CTRL)
    (row,) = window.context.office.records.rows(made.name)
    assert (row.values[made.fields[0].name], row.values[made.fields[1].name]) == ("วัดโพธิ์", date(2020, 6, 22))
    shown = [
        register_page.list.model.index(0, n).data() for n in range(register_page.list.model.columnCount())
    ]
    assert "เกินกำหนด 1 วัน" in shown

    window.show_page("registers")
    settle()
    page.designer.show_tab(FIELDS)
    page.designer.focus_inside()
    hands.press(Key.Key_Insert)
    hands.fill("หมายเหตุ")
    hands.press(Key.Key_S, CTRL)
    press(asked_of(page.findChildren(MeaningDialog)), Key.Key_Return, CTRL)
    settle()
    window.show_page(made.name)
    settle()
    assert "หมายเหตุ" in [f.label for f in window.made[made.name].register.fields]


def test_a_register_comes_from_the_library(page, hands, press, back, context):
    hands.press(Key.Key_N, CTRL)
    press(page.popup.list, Key.Key_Return)
    dialog = asked_of(page.findChildren(LibraryDialog))
    titles = [one.title for one in dialog.model.rows]
    for _ in range(titles.index("ทะเบียนเรื่องร้องเรียน")):
        press(dialog.table, Key.Key_Down)
    assert "วันที่ปิดเรื่อง" in dialog.fields.text()
    press(dialog.table, Key.Key_Return)
    back()
    assert page.designer.design.written["title"] == "ทะเบียนเรื่องร้องเรียน"
    assert page.designer.design.base is None
    hands.press(Key.Key_S, CTRL)
    assert context.office.session.register("complaints").clocks[0].label == "ปิดเรื่อง"


def test_a_form_becomes_a_register_and_what_has_no_counterpart_is_told(page, tmp_path, qtbot, settle, back):
    book = Workbook()
    book.active.title = "survey"
    for row in (
        ("type", "name", "label"),
        ("text", "visitor", "ผู้มาติดต่อ"),
        ("date", "came_on", "วันที่มา"),
        ("geopoint", "place", "พิกัด"),
    ):
        book.active.append(row)
    for name in ("choices", "settings"):
        book.create_sheet(name).append(
            ("list_name", "name", "label") if name == "choices" else ("form_title",)
        )
    book["settings"].append(("ผู้มาติดต่อราชการ",))
    path = tmp_path / "แบบสำรวจ.xlsx"
    book.save(path)
    page.from_form(path)
    qtbot.waitUntil(lambda: bool(page.findChildren(LeftOutDialog)))
    dialog = asked_of(page.findChildren(LeftOutDialog))
    assert any("พิกัด" in label.text() for label in dialog.findChildren(ThaiLabel))
    dialog.accept()
    back()
    assert labels(page.designer) == ["ผู้มาติดต่อ", "วันที่มา"]


def test_a_column_may_be_of_another_type_or_left_out():
    written = {
        "name": "x",
        "title": "x",
        "key": ["a"],
        "per_year": True,
        "day": "b",
        "order": ["b", "a"],
        "fields": [
            {"name": "a", "type": "text", "label": "เลขที่", "required": True, "max_length": 50},
            {"name": "b", "type": "day", "label": "วันที่"},
            {"name": "c", "type": "choice", "label": "ทาง", "choices": {"1": "หนึ่ง"}},
        ],
    }
    names = ("a", "b", "c", "")
    columns = tuple(ProposedColumn(f"หัว{name}", name, "text", "", (), 0, 0) for name in names)
    made = confirmed(Design(written, columns=columns), ["whole", "", "choice", "text"])
    assert (made["key"], made["order"], "day" in made, "per_year" in made) == (["a"], ["a"], False, False)
    assert [(f["label"], f["type"]) for f in made["fields"]] == [
        ("เลขที่", "whole"),
        ("ทาง", "choice"),
        ("หัว", "text"),
    ]
    assert made["fields"][0] == {"name": "a", "type": "whole", "label": "เลขที่", "required": True}
    assert written["fields"][0]["type"] == "text"


# -- fields


def test_fields_are_reordered_by_keys_and_taken_back_step_by_step(look_at, hands):
    designer = look_at("deliverables")
    before = labels(designer)
    hands.press(Key.Key_Down, ALT)
    hands.press(Key.Key_Down, ALT)
    moved = [before[1], before[2], before[0], *before[3:]]
    assert labels(designer) == moved
    assert designer.fields.at == 2
    hands.press(Key.Key_Up, ALT)
    hands.press(Key.Key_Z, CTRL)
    assert labels(designer) == moved
    hands.press(Key.Key_Z, CTRL)
    hands.press(Key.Key_Z, CTRL)
    assert labels(designer) == before
    assert not designer.is_dirty()
    hands.press(Key.Key_Y, CTRL)
    assert labels(designer) == [before[1], before[0], *before[2:]]


def test_a_dragged_field_stands_where_it_is_dropped(look_at):
    designer = look_at("deliverables")
    before, model = labels(designer), designer.fields.model
    data = model.mimeData([model.index(0, 0)])
    assert isinstance(data, QMimeData)
    model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, model.index(-1, -1))
    assert labels(designer) == [before[1], before[0], *before[2:]]


def test_a_field_that_is_still_named_is_not_taken_out(look_at, hands, told):
    designer = look_at("deliverables")
    at = next(n for n, f in enumerate(designer.design.written["fields"]) if f["name"] == "delivered_on")
    designer.fields.choose(at)
    hands.press(Key.Key_Delete)
    assert "delivered_on" in [f["name"] for f in designer.design.written["fields"]]
    assert "ช่องนี้ยังใช้อยู่ใน" in told[-1]


def test_choices_are_typed_as_a_small_grid(look_at, hands, press):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("สภาพ")
    hands.type("ตัว")
    grid = designer.fields.grid
    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.setFocus()
    hands.type("ดี")
    hands.press(Key.Key_Return)
    hands.type("ชำรุด")
    hands.press(Key.Key_Return)
    assert designer.fields.part()["choices"] == {"1": "ดี", "ชำรุด": "ชำรุด"}
    assert designer.fields.part()["type"] == "choice"
    box = designer.try_out.area.input(designer.fields.part()["name"])
    assert [box.itemText(n) for n in range(box.count())] == ["", "ดี", "ชำรุด"]


def test_codes_of_a_number_s_choices_are_numbers(look_at, hands):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ระดับ")
    designer.fields.put({**designer.fields.part(), "type": "whole", "choices": {"1": "ต่ำ"}})
    grid = designer.fields.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(1, 0))
    hands.type("สูง")
    hands.press(Key.Key_Return)
    assert designer.fields.part()["choices"] == {"1": "ต่ำ", "2": "สูง"}
    assert "จำนวนเต็ม" in grid.model().put(grid.model().index(1, 1), "สอง")


def test_a_field_is_copied_into_another_register(look_at, hands):
    designer = look_at("deliverables")
    hands.press(Key.Key_C, CTRL)
    hands.press(Key.Key_V, CTRL)
    assert labels(designer)[:2] == ["ชื่อชิ้นงาน", "ชื่อชิ้นงาน (2)"]
    assert [f["name"] for f in designer.design.written["fields"]][:2] == ["title", "title_2"]
    hands.press(Key.Key_Escape)
    designer = look_at("signers")
    hands.press(Key.Key_V, CTRL)
    assert "ชื่อชิ้นงาน" in labels(designer)


def test_a_rule_that_lacks_something_says_so_by_its_words(look_at, press, hands):
    designer = look_at("deliverables", RULES)
    hands.press(Key.Key_Insert)
    for _ in range(list(rule_words.KINDS).index("all_done")):
        press(designer.rules.popup.list, Key.Key_Down)
    press(designer.rules.popup.list, Key.Key_Return)
    assert designer.refusal == "“ทุกรายการของอีกทะเบียนต้องครบ” ยังไม่ได้ระบุ “ทะเบียนที่ต้องครบ” โปรดเลือกหรือกรอก"


def test_what_a_later_version_declared_is_shown_and_left_as_it_is(look_at):
    designer = look_at("deliverables")
    written = designer.design.written
    later = {"kind": "of_later", "name": "x", "fields": ["title"]}
    designer.design.put(
        {
            **written,
            "fields": [*written["fields"], {"name": "y", "type": "of_later", "label": "ใหม่"}],
            "rules": [later],
            "views": [later],
        }
    )
    designer.fields.choose(len(written["fields"]))
    for tab, table in ((FIELDS, designer.fields), (RULES, designer.rules), (VIEWS, designer.views)):
        designer.show_tab(tab)
        assert table.model.rowCount() == len(designer.design.written[table.key])
    assert designer.rules.model.index(0, 0).data() == designer.views.model.index(0, 0).data() == "of_later"


def test_a_refusal_speaks_by_labels():
    written = {"name": "x", "title": "ทะเบียน ก", "fields": [{"name": "a_b", "label": "วันที่รับ", "type": "day"}]}
    said = 'กฎ "together a_b" ของทะเบียน x ใช้ไม่ได้: ช่อง a_b ยังไม่มีตัวเลือก (choices) โปรดระบุ'
    assert (
        in_words(said, written) == 'กฎ "กรอกคู่กัน" ของทะเบียน “ทะเบียน ก” ใช้ไม่ได้: ช่อง วันที่รับ ยังไม่มีตัวเลือก โปรดระบุ'
    )
    units = "โปรดระบุเจ้าของเป็นรหัสใดรหัสหนึ่งต่อไปนี้ a_b day"
    assert in_words(units, written) == units


def test_a_renamed_field_is_called_so_wherever_it_is_named():
    written = {
        "name": "x",
        "title": "x",
        "key": ["a"],
        "order": ["-a"],
        "day": "a",
        "fields": [{"name": "a", "type": "day", "label": "ก"}, {"name": "b", "type": "day", "label": "ข"}],
        "clocks": [{"name": "a", "label": "a", "from": "a", "until": "b", "line": "เลข {a}"}],
        "rules": [{"kind": "only_if", "field": "b", "if": [["a", "filled"]], "message": "ดู {a}"}],
    }
    made = rd.with_part(written, rd.FIELDS, 0, {"name": "c", "type": "day", "label": "ก"})
    assert (made["key"], made["order"], made["day"]) == (["c"], ["-c"], "c")
    assert made["clocks"] == [{"name": "a", "label": "a", "from": "c", "until": "b", "line": "เลข {c}"}]
    assert made["rules"] == [{"kind": "only_if", "field": "b", "if": [["c", "filled"]], "message": "ดู {c}"}]
    assert set(rd.mentions(written, "a")) == {
        "เลขประจำรายการ",
        "การเรียงลำดับ",
        "วันของรายการ",
        "กำหนดเวลา a",
        "กติกา",
    }


# -- what is tried


def test_what_is_designed_is_tried_without_saving(look_at, hands, context, settle):
    designer = look_at("deliverables")
    before = len(context.office.records.rows("deliverables"))
    tried = designer.try_out
    tried.put_in()
    settle()
    assert any(tried.area.finding_text(name) for name in tried.area.names())
    tried.area.input("title").put_text("คู่มือ")
    tried.area.input("delivered_on").put_text("15/06/2563")
    for name in tried.area.names():
        tried.area.input(name).commit()
    tried.put_in()
    settle()
    assert tried.model.rowCount() == 1
    assert "คู่มือ" in [tried.model.index(0, n).data() for n in range(tried.model.columnCount())]
    assert len(context.office.records.rows("deliverables")) == before


def test_what_cannot_be_read_is_said_and_what_was_tried_stays_in_sight(look_at, hands, settle):
    designer = look_at("deliverables")
    designer.design.set("key", ["nothing"])
    settle()
    assert "nothing" in designer.refusal
    assert not designer.fault.isHidden()
    hands.press(Key.Key_Z, CTRL)
    assert designer.refusal == ""
    assert designer.fault.isHidden()


# -- saving


def test_a_tab_without_parts_shows_its_list_and_a_sentence_and_nothing_else(look_at):
    designer = look_at("deliverables")
    designer.begin({"name": "empty", "title": "ทะเบียนว่าง", "fields": []}, None)
    for place in (FIELDS, CLOCKS, RULES, VIEWS, PRINTS):
        designer.show_tab(place)
        tab = designer.stack.currentWidget()
        assert tab.forms.currentWidget() is tab.nothing
        directly = tab.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = [one for one in directly if one.isVisible() and not one.isWindow()]
        assert [one for one in shown if tab.layout().indexOf(one) < 0] == []


def test_a_box_of_picks_with_nothing_to_pick_says_so(look_at):
    designer = look_at("deliverables", PRINTS)
    for held, lacking in (("text", True), ("number", False)):
        field = {"name": "one", "label": "ช่องเดียว", "type": held}
        designer.begin(
            {"name": "r", "title": "ทะเบียน", "fields": [field], "prints": [{"name": "list"}]}, None
        )
        totals, columns = (designer.prints.form.input(name) for name in ("totals", "columns"))
        assert totals.nothing.text() == NO_SUMS
        assert totals.nothing.isVisible() is lacking
        assert columns.nothing.isHidden()


def test_a_printed_list_is_designed_by_keys_and_saved_in_one_step(look_at, page, hands, press, context):
    designer = look_at("deliverables", PRINTS)
    hands.press(Key.Key_Insert)
    hands.fill("บัญชีชิ้นงาน")
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Space)
    for _ in range(2):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Escape)
    assert designer.prints.table.hasFocus()
    written = designer.prints.part()
    fields = [field["name"] for field in designer.design.written["fields"]]
    assert written["title"] == "บัญชีชิ้นงาน"
    assert written["columns"] == [fields[0], fields[2]]
    assert (written["period"], written["signers"]) == ("month", ["reporter", "checker"])
    assert designer.prints.model.index(0, 0).data() == "บัญชีชิ้นงาน"
    hands.press(Key.Key_S, CTRL)
    press(asked_of(page.findChildren(MeaningDialog)), Key.Key_Return, CTRL)
    reports = {report.name: report for report in context.office.reports.available()}
    assert reports["list:deliverables"].title == "บัญชีชิ้นงาน"
    context.office.records.undo()
    assert context.office.session.register("deliverables").prints == ()


def test_what_a_change_means_is_said_before_it_is_made(look_at, page, hands, press, context):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    hands.press(Key.Key_S, CTRL)
    dialog = asked_of(page.findChildren(MeaningDialog))
    assert not dialog.refused
    assert "ผู้ตรวจรับ" not in [f.label for f in context.office.session.register("deliverables").fields]
    press(dialog, Key.Key_Return, CTRL)
    assert "ผู้ตรวจรับ" in [f.label for f in context.office.session.register("deliverables").fields]
    assert not designer.is_dirty()


def test_a_change_that_records_forbid_is_refused_with_its_sentence(
    look_at, page, hands, press, back, context
):
    context.office.records.save(
        "deliverables", {"title": "คู่มือ", "delivered_on": "1/6/2563", "fiscal_year": "2563"}
    )
    designer = look_at("deliverables")
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.type("จ")
    assert designer.fields.part()["type"] == "money"
    hands.press(Key.Key_S, CTRL)
    dialog = asked_of(page.findChildren(MeaningDialog))
    assert dialog.refused
    assert not dialog.words.isVisible()
    assert any("ชื่อชิ้นงาน" in label.text() for label in dialog.findChildren(ThaiLabel))
    press(dialog, Key.Key_Return, CTRL)
    assert context.office.session.register("deliverables").field("title").type.name == "text"
    dialog.reject()
    back()
    assert designer.is_dirty()


def test_nothing_changed_is_nothing_saved(look_at, hands, told):
    look_at("deliverables")
    hands.press(Key.Key_S, CTRL)
    assert told[-1] == "ไม่มีการแก้ไข จึงไม่มีอะไรต้องบันทึก"


@pytest.mark.plan_only("finance")
def test_a_unit_that_does_not_keep_the_plan_proposes(look_at, page, hands, press, context, told):
    look_at("finance_requests")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    hands.press(Key.Key_S, CTRL)
    dialog = asked_of(page.findChildren(MeaningDialog))
    press(dialog, Key.Key_Return, CTRL)
    assert "บันทึกเป็นข้อเสนอแก้ไขแผนแล้ว" in told[-1]
    assert "ผู้ตรวจรับ" not in [f.label for f in context.office.session.register("finance_requests").fields]
    assert len(context.office.plan.proposals()) == 1
    assert page.designer.design.written["name"] == "finance_requests"
    assert "ผู้ตรวจรับ" not in labels(page.designer)


def test_what_makes_no_register_is_refused_by_labels(look_at, page, hands, told):
    designer = look_at("deliverables")
    designer.design.set("key", ["title", "nothing"])
    hands.press(Key.Key_S, CTRL)
    assert told[-1].startswith("ทะเบียน “ชิ้นงานจากผลการศึกษา”: เลขประจำรายการ อ้างถึงช่อง")
    assert designer.is_dirty()


def test_what_came_in_while_one_designs_is_kept(look_at, hands, context, settle, told):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    theirs = rd.plain(context.office.registers.declaration("deliverables"))
    theirs["fields"].append({"name": "theirs", "type": "day", "label": "วันตรวจ"})
    context.office.registers.save({**theirs, "new_label": "ส่งงาน"})
    settle()
    assert "แก้ไขจากที่อื่น" in told[-1]
    assert {"ผู้ตรวจรับ", "วันตรวจ"} <= set(labels(designer))
    assert designer.design.written["new_label"] == "ส่งงาน"
    hands.press(Key.Key_Z, CTRL)
    assert "วันตรวจ" not in labels(designer)


def test_designs_made_apart_are_laid_over_part_by_part():
    a, b, c, d = ({"name": name, "type": "text", "label": name} for name in "abcd")
    before = {"name": "x", "title": "x", "fields": [a, b, c]}
    now = {"name": "x", "title": "y", "fields": [a, {**b, "help": "h"}, d]}
    written = {"name": "x", "title": "x", "day": "a", "fields": [c, {**a, "help": "m"}, b]}
    made = rd.laid_over(now, before, written)
    assert (made["title"], made["day"]) == ("y", "a")
    assert made["fields"] == [{**a, "help": "m"}, {**b, "help": "h"}, d]


# -- leaving


def test_what_is_designed_stays_and_is_kept_on_the_disk(page, look_at, hands, context, settle, office_path):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    context.drafts.close()
    assert [draft.place for draft in DraftFolder(office_path).read()] == ["deliverables"]
    assert not page.may_leave()
    page.choose("signers")  # held back: what is designed stays
    settle()
    assert "ผู้ตรวจรับ" in labels(designer)


def test_a_design_that_waits_is_taken_up_again(page, look_at, hands, context, settle):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    typed = designer.design.written
    designer.drafts.leave()
    designer.design.begin({}, None)  # as if the desk had been lost
    page._shown = ""
    page.choose("deliverables")
    settle()
    assert "ที่ออกแบบค้างไว้" in designer.drafts.line.text()
    designer.drafts.take()
    settle()
    assert designer.design.written == typed
    assert designer.drafts.line.text() == ""


def test_esc_leads_out_step_by_step_and_undo_brings_back(look_at, hands, page):
    designer = look_at("deliverables")
    hands.press(Key.Key_Insert)
    hands.fill("ผู้ตรวจรับ")
    hands.press(Key.Key_Escape)
    assert designer.fields.table.hasFocus()
    assert designer.is_dirty()
    hands.press(Key.Key_Escape)
    assert not designer.is_dirty()
    hands.press(Key.Key_Z, CTRL)
    assert "ผู้ตรวจรับ" in labels(designer)
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    assert page.list.table.hasFocus()
