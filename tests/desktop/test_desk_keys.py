"""Ctrl+Z, Ctrl+Y and Ctrl+S wherever the focus is, on every page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from core.office import Query
from core.thai.fiscal import Month
from desktop.shell.pages import OWN_PAGES
from desktop.widgets.inputs import ChoiceBox, FlagBox, LongTextEdit, MoneyEdit, TextEdit, ThaiDateEdit
from desktop.widgets.inputs.protocol import Retraces

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
REQUESTS = "finance_requests"
OF_REGISTERS = (
    *("finance_requests", "budget_entries", "signers", "info_centres", "letter_enquiries"),
    *("centre_audits", "renovation_items", "study_parts"),
)
PAGES = [entry.name for entry in OWN_PAGES] + [*OF_REGISTERS, "steps-6"]
MOST = 12  # fields tried on a page of many alike


@pytest.fixture
def go(open_desk, settle, qtbot):
    """``go(name)``: the page, shown in the desk and settled."""

    def shown(name):
        open_desk.window.show_page(name)
        settle()
        qtbot.waitUntil(lambda: not open_desk.context.task_runner.busy())
        return open_desk.window.made[name]

    return shown


@pytest.fixture
def said(open_desk):
    told = []
    open_desk.context.notified.connect(lambda sentence, _: told.append(sentence))
    return told


def last_numbers(context):
    rows = context.office.records.rows(REQUESTS, Query(month=Month(2020, 6)))
    return {row.values["request_no"] for row in rows}


def new_request(page, hands):
    """A request typed by keys, not yet saved."""
    hands.press(Qt.Key.Key_N, CTRL)
    hands.type("63/9001")
    page.form.fields.focus("amount")
    hands.type("77")


def test_save_and_next_is_taken_back_from_the_field_it_leads_to(go, open_desk, hands):
    page, context = go("finance_requests"), open_desk.context
    new_request(page, hands)
    hands.press(ENTER, CTRL)
    assert "63/9001" in last_numbers(context)
    assert QApplication.focusWidget() is page.form.input("request_no")
    hands.press(Qt.Key.Key_Z, CTRL)
    assert "63/9001" not in last_numbers(context)
    assert open_desk.window.messages.toast.text() == "เลิกทำแล้ว: เพิ่มใบขอเบิกเงิน 63/9001"
    hands.press(Qt.Key.Key_Y, CTRL)
    assert "63/9001" in last_numbers(context)
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert "63/9001" in last_numbers(context)


def test_what_is_typed_is_taken_back_before_the_last_step(go, open_desk, hands):
    page, office = go("finance_requests"), open_desk.context.office
    new_request(page, hands)
    hands.press(Qt.Key.Key_S, CTRL)
    page.form.fields.focus("payee")
    hands.type("ร้าน")
    while page.form.input("payee").value_text():
        hands.press(Qt.Key.Key_Z, CTRL)
    assert office.records.undo_label == "เพิ่มใบขอเบิกเงิน 63/9001"
    hands.press(Qt.Key.Key_Y, CTRL)
    assert page.form.input("payee").value_text()
    while page.form.input("payee").value_text():
        hands.press(Qt.Key.Key_Z, CTRL)
    hands.press(Qt.Key.Key_Z, CTRL)
    assert "63/9001" not in last_numbers(open_desk.context)


def test_what_was_saved_is_no_longer_the_fields_own(go, open_desk, hands):
    page, context = go("finance_requests"), open_desk.context
    record, payee = page.form.record_id, page.form.row.values["payee"]
    page.form.fields.focus("payee")
    hands.type("ร้านใหม่")
    hands.press(Qt.Key.Key_S, CTRL)
    assert context.office.records.record(REQUESTS, record).values["payee"] == "ร้านใหม่"
    assert QApplication.focusWidget() is page.form.input("payee")
    hands.press(Qt.Key.Key_Z, CTRL)
    assert context.office.records.record(REQUESTS, record).values["payee"] == payee
    assert page.form.input("payee").value_text() == payee


@pytest.mark.parametrize(
    ("name", "keys", "kind"),
    [
        ("payee", "ร้าน", TextEdit),
        ("amount", "12", MoneyEdit),
        ("checked_on", "190663", ThaiDateEdit),
        ("checked_on", "+", ThaiDateEdit),
        ("procurement", "อ", ChoiceBox),
        ("note", "หมายเหตุ", LongTextEdit),
    ],
)
def test_a_field_that_was_left_takes_back_its_own_change(go, open_desk, hands, monkeypatch, name, keys, kind):
    page, office = go("finance_requests"), open_desk.context.office
    hands.press(Qt.Key.Key_N, CTRL)
    field = page.form.input(name)
    assert isinstance(field, kind)
    assert isinstance(field, Retraces)
    before = field.value_text()
    page.form.fields.focus(name)
    hands.type(keys)
    typed = field.value_text()
    assert typed != before
    hands.press(TAB)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    undone = []
    monkeypatch.setattr(office.records, "undo", lambda progress: undone.append(progress))
    for _ in keys:
        if field.value_text() != before:
            hands.press(Qt.Key.Key_Z, CTRL)
    assert field.value_text() == before
    assert not undone
    for _ in keys:
        if field.value_text() != typed:
            hands.press(Qt.Key.Key_Y, CTRL)
    assert field.value_text() == typed


def test_a_box_takes_back_its_click(theme_app, qtbot):
    box = FlagBox()
    qtbot.addWidget(box)
    box.set_value(None)
    box.click()
    assert box.can_retrace(back=True)
    box.retrace(back=True)
    assert box.value() is None
    assert not box.can_retrace(back=True)
    box.retrace(back=False)
    assert box.value() is True


@pytest.mark.parametrize("name", PAGES)
def test_wherever_the_focus_is_the_last_step_is_taken_back_and_done_again(
    go, open_desk, hands, monkeypatch, name
):
    office = open_desk.context.office
    office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "18/06/2563"})
    page = go(name)
    steps = []
    monkeypatch.setattr(office.records, "undo", lambda progress: steps.append("undo"))
    monkeypatch.setattr(office.records, "redo", lambda progress: steps.append("redo"))
    monkeypatch.setattr(type(office.records), "redo_label", "เพิ่มชิ้นงาน คู่มือ")
    tried = focusable(open_desk.window.rail) + focusable(open_desk.window.top_bar) + focusable(page)
    for widget in tried:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if QApplication.focusWidget() is not widget:
            continue
        steps.clear()
        hands.press(Qt.Key.Key_Z, CTRL)
        assert steps == ["undo"], widget
        hands.press(Qt.Key.Key_Y, CTRL)
        assert steps == ["undo", "redo"], widget


def focusable(part):
    """Widgets within a part that take the keys; of fields alike on a page of many the first."""
    found = [
        w
        for w in part.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    fields = [w for w in found if isinstance(w, QLineEdit | QPlainTextEdit)]
    return [w for w in found if w not in fields[MOST:]]


@pytest.mark.parametrize("place", ["list", "filter", "rail", "search", "form", "button"])
def test_ctrl_s_saves_the_form_wherever_the_focus_is(go, open_desk, hands, place):
    page, window = go("finance_requests"), open_desk.window
    record = page.form.record_id
    page.form.fields.focus("payee")
    hands.type("ร้านใหม่")
    places = {
        "list": page.list.table,
        "filter": page.list.words,
        "rail": window.rail.list,
        "search": window.top_bar.search,
        "form": page.form.input("note"),
        "button": page.form.footer.next,
    }
    places[place].setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(Qt.Key.Key_S, CTRL)
    assert open_desk.context.office.records.record(REQUESTS, record).values["payee"] == "ร้านใหม่"
    assert page.list.selection.ids() == (record,)


def test_ctrl_s_saves_a_field_that_saves_itself(go, open_desk, hands, said):
    page = go("steps")
    field = page.steps.rows[0].inputs["note"]
    field.setFocus(Qt.FocusReason.TabFocusReason)
    hands.type("ล่าช้าเพราะน้ำท่วม")
    hands.press(Qt.Key.Key_S, CTRL)
    notes = {
        row.values["note"] for row in open_desk.context.office.records.rows("project_steps", Query(year=2563))
    }
    assert "ล่าช้าเพราะน้ำท่วม" in notes
    assert said[-1].startswith("บันทึกแล้ว")
    hands.press(Qt.Key.Key_Z, CTRL)
    notes = {
        row.values["note"] for row in open_desk.context.office.records.rows("project_steps", Query(year=2563))
    }
    assert "ล่าช้าเพราะน้ำท่วม" not in notes


def test_ctrl_s_adds_the_deliverable_that_stands_in_the_adding_line(go, open_desk, hands):
    page = go("study_parts")
    before = open_desk.context.office.records.count("deliverables")
    page.beside.input("title").setFocus()
    hands.type("คู่มือรับเรื่อง")
    page.beside.input("delivered_on").setFocus()
    hands.type("180663")
    page.beside.table.setFocus()
    hands.press(Qt.Key.Key_S, CTRL)
    assert open_desk.context.office.records.count("deliverables") == before + 1


# On the pages of reports and files the key asks where to save, on that of backups it makes one, which says so once it is made.
@pytest.mark.parametrize("name", [n for n in PAGES if n not in ("reports", "files", "backups")])
def test_ctrl_s_never_says_nothing(go, open_desk, hands, said, name):
    page = go(name)
    for widget in (page.focusWidget() or page, open_desk.window.rail.list):
        said.clear()
        widget.setFocus()
        hands.press(Qt.Key.Key_S, CTRL)
        assert said, widget
