"""Every register's generated page opens, shows, and saves; plan-born records are only changed."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core import resources
from core.registers import ALL
from core.registers.declaration import read_register, written_in
from desktop.forms.layouts import layout_for
from desktop.pages.register_page import RegisterPage
from desktop.shell.pages import entries
from desktop.widgets.inputs import MonthEdit, ThaiDateEdit

# The off-screen platform says so of every window and popup; it is no fault of ours.
pytestmark = [
    pytest.mark.plan_only("finance"),
]

CTRL = Qt.KeyboardModifier.ControlModifier
NEW = {
    "finance_requests": {
        "request_no": "63/0001",
        "procurement": "w119",
        "amount": "100",
        "received_on": "18/06/2563",
    },
    "budget_entries": {"project": "1", "entry_on": "18/06/2563", "kind": "allocated", "amount": "3,686,000"},
    "centre_audits": {"centre": "50010000", "month": "06/2563", "audited_on": "18/06/2563", "score": "82.5"},
    "audit_points": {"centre": "50010000", "month": "06/2563", "criterion": "", "points": "1"},
    "letter_enquiries": {
        "user": "สมชาย",
        "asked_at": "18/06/2563 09:15",
        "acknowledged_at": "18/06/2563 09:20",
    },
    "satisfaction_ratings": {"user": "สมชาย", "rated_on": "18/06/2563", "level": "5"},
    "deliverables": {"title": "คู่มือรับเรื่องร้องเรียน", "delivered_on": "18/06/2563"},
    "manual_results": {
        "indicator": "D3.1",
        "as_of": "18/06/2563",
        "value": "95",
        "source": "หนังสือ สงม. ที่ 12",
    },
    "office_holidays": {"day": "18/06/2563", "kind": "added", "name": "วันหยุดพิเศษ", "source": "มติ ครม."},
}
PAGES = entries(ALL)
PLAN_BORN = [r.name for r in ALL if r.plan_born]


@pytest.fixture
def open_page(context, show):
    return lambda name: show(RegisterPage(context, name))


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.name)
def test_every_layout_holds_every_field_once(register):
    named = [name for row in layout_for(register).rows for name in row]
    expected = {f.name for f in register.fields}
    assert len(named) == len(set(named))
    assert expected - set(named) <= {"fiscal_year"}
    assert set(named) <= expected


def test_the_sections_of_a_long_form_stand_under_their_headings():
    register = read_register(written_in(resources.path("registers", "library", "complaints.toml")))
    layout = layout_for(register)
    assert list(layout.headings.values()) == ["เรื่อง", "ผู้ร้อง", "การดำเนินการ"]
    sections = [{register.field(name).section for name in row} for row in layout.rows]
    assert max(map(len, sections)) == 1
    assert [row[0] for row in layout.rows if row[0] in layout.headings] == list(layout.headings)


def test_a_field_that_a_declared_form_leaves_out_stands_below():
    written = written_in(resources.path("registers", "finance_requests.toml"))
    more = {"name": "box", "type": "text", "label": "กล่องเก็บ"}
    layout = layout_for(read_register({**written, "fields": [*written["fields"], more]}))
    assert layout.rows[:1] == (("request_no", "procurement"),)
    assert layout.rows[-2:] == (("note",), ("box",))
    assert layout.labels["cheque_on"] == "5 จัดทำเช็ค"


@pytest.mark.parametrize("name", sorted(NEW))
def test_a_new_record_follows_the_day_looked_at_until_it_is_typed_into(
    open_page, context, type_text, press, name, settle
):
    page = open_page(name)
    press(page.list.table, Qt.Key.Key_N, CTRL)
    dated = [n for n, raw in page.form.raw().items() if "06/2563" in raw]
    assert dated or name == "office_holidays"
    context.set_as_of(date(2019, 12, 16))
    settle()
    assert all("12/2562" in page.form.raw()[n] for n in dated)
    text = next(f.name for f in page.register.fields if f.type.is_text)
    type_text(page.form.input(text), "ก")
    context.set_as_of(date(2020, 2, 20))
    settle()
    assert all("12/2562" in page.form.raw()[n] for n in dated)
    assert page.form.raw()[text].endswith("ก")


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_empty_days_and_months_of_every_page_start_from_the_day_looked_at(context, qtbot, entry):
    page = entry.make(context)
    qtbot.addWidget(page)
    context.set_as_of(date(2020, 2, 20))
    inputs = [*page.findChildren(ThaiDateEdit), *page.findChildren(MonthEdit)]
    assert {field.today() for field in inputs} <= {date(2020, 2, 20)}


@pytest.mark.parametrize("name", sorted(NEW))
def test_a_new_record_is_typed_and_saved(open_page, context, type_text, press, name):
    page = open_page(name)
    before = context.office.records.count(name)
    values = dict(NEW[name])
    if name == "audit_points":
        values["criterion"] = context.office.records.rows("audit_criteria")[0].values["code"]
    if name == "office_holidays":
        values["kind"] = page.register.field("kind").choices[0].code
    press(page.list.table, Qt.Key.Key_N, CTRL)
    for field, text in values.items():
        page.form.fields.focus(field)
        _type(page, field, text, type_text)
    press(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    said = {n: page.form.fields.finding_text(n) for n in page.form.fields.names()}
    assert context.office.records.count(name) == before + 1, said
    assert page.form.record_id is not None
    assert not page.form.is_dirty()
    tabs = page.form.tabs
    assert all(tabs.tabRect(n).width() for n in range(tabs.count()))


@pytest.mark.parametrize("name", PLAN_BORN)
def test_a_plan_born_record_is_changed_but_never_made_or_deleted(open_page, context, type_text, press, name):
    page = open_page(name)
    before = context.office.records.count(name)
    field = next(f.name for f in reversed(page.register.fields) if f.type.is_text)
    page.form.fields.focus(field)
    type_text(page.form.input(field), "ทดสอบ")
    press(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    saved = context.office.records.record(name, page.form.record_id)
    assert "ทดสอบ" in str(saved.values[field])
    assert page.form.footer.delete.isHidden()
    press(page.list.table, Qt.Key.Key_Delete)
    press(page.list.table, Qt.Key.Key_N, CTRL)
    assert page.form.record_id == saved.id
    assert context.office.records.count(name) == before


def test_a_key_that_came_with_the_plan_is_locked(open_page):
    page = open_page("info_centres")
    assert page.form.input("code").isReadOnly()
    assert not page.form.input("name").isReadOnly()


def test_the_list_sorts_by_the_thai_alphabet(open_page, context, settle):
    for title in ("เสา", "กา", "แขก", "ขา"):
        context.office.records.save("deliverables", {"title": title, "delivered_on": "18/06/2563"})
        settle()
    page = open_page("deliverables")
    page.list.table.horizontalHeader().sectionClicked.emit(0)
    settle()
    assert [r.values["title"] for r in page.list.model.rows()] == ["กา", "ขา", "แขก", "เสา"]


def test_the_chosen_record_stays_chosen_when_others_come(open_page, context, settle):
    saved = context.office.records.save(
        "deliverables", {"title": "ข", "delivered_on": "18/06/2563"}
    ).record_id
    page = open_page("deliverables")
    page.show_record(saved)
    settle()
    context.office.records.save("deliverables", {"title": "ก", "delivered_on": "01/06/2563"})
    settle()
    assert page.list.current() == saved
    assert page.form.record_id == saved
    assert page.list.model.rowCount() == 2


def test_a_record_of_another_month_is_shown_in_the_whole_year(open_page, context, settle):
    saved = context.office.records.save(
        "deliverables", {"title": "ข", "delivered_on": "18/01/2563"}
    ).record_id
    page = open_page("deliverables")
    assert page.list.model.rowCount() == 0
    page.open_with(record_id=saved)
    settle()
    assert page.form.record_id == saved
    assert page.list.month.value() is None


def test_a_deleted_record_can_be_brought_back_by_undo(open_page, context, press, settle):
    saved = context.office.records.save(
        "deliverables", {"title": "ข", "delivered_on": "18/06/2563"}
    ).record_id
    page = open_page("deliverables")
    page.show_record(saved)
    settle()
    press(page.list.table, Qt.Key.Key_Delete)
    assert page.list.model.rowCount() == 0
    context.office.records.undo()
    settle()
    assert page.list.model.rowCount() == 1


def test_a_deleted_record_is_found_and_brought_back(open_page, context, settle):
    saved = context.office.records.save(
        "deliverables", {"title": "ข", "delivered_on": "18/06/2563"}
    ).record_id
    page = open_page("deliverables")
    assert page.list.trash.isHidden()
    page.show_record(saved)
    settle()
    page.form.footer.delete.click()
    settle()
    assert page.list.trash.text() == "ลบแล้ว 1"
    page.list.trash.set_on(True)
    settle()
    assert page.form.record_id == saved
    assert page.form.input("title").isReadOnly()
    page.form.footer.restore.click()
    settle()
    assert context.office.records.count("deliverables") == 1
    assert not page.list.trash.is_on()  # nothing is left there
    assert page.list.selection.ids() == (saved,)
    assert page.form.record_id == saved


def test_a_page_with_something_unsaved_doesn_t_let_itself_be_left(open_page, type_text, press):
    page = open_page("letter_enquiries")
    assert page.may_leave()
    press(page.list.table, Qt.Key.Key_N, CTRL)
    assert page.may_leave()
    page.form.fields.focus("unit")
    type_text(page.form.input("unit"), "สำนักการคลัง")
    assert not page.may_leave()
    page.form.restore()
    assert page.may_leave()


def test_a_refused_save_keeps_what_was_typed(open_page, context, type_text, press):
    page = open_page("letter_enquiries")
    press(page.list.table, Qt.Key.Key_N, CTRL)
    page.form.fields.focus("unit")
    type_text(page.form.input("unit"), "สำนักการคลัง")
    press(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    assert context.office.records.count("letter_enquiries") == 0
    assert page.form.input("unit").value_text() == "สำนักการคลัง"
    assert QApplication.focusWidget() is page.form.input("user")
    assert page.form.fields.finding_text("user")


def test_steps_write_planned_months_through_to_the_plan(open_page, context, type_text, press):
    page = open_page("project_steps")
    for field in ("planned_from", "planned_to"):
        page.form.fields.focus(field)
        type_text(page.form.input(field), "ต.ค. 62")
    press(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    step = context.office.session.plan(2563).project(1).steps[0]
    assert str(step.planned_from) == "2019-10"


def test_what_is_exported_is_what_is_in_sight(open_page, context, tmp_path, qtbot, settle):
    context.office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "18/06/2563"})
    settle()
    context.office.records.save("deliverables", {"title": "ระบบ", "delivered_on": "19/06/2563"})
    settle()
    page = open_page("deliverables")
    page.list.words.setText("คู่มือ")
    settle()
    page.export_file(tmp_path / "out.csv")
    qtbot.waitUntil((tmp_path / "out.csv").exists)
    written = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "คู่มือ" in written
    assert "ระบบ" not in written


def test_money_in_the_total_is_exact(open_page, context, settle):
    for amount in ("0.10", "0.20"):
        context.office.records.save("budget_entries", {**NEW["budget_entries"], "amount": amount})
        settle()
    page = open_page("budget_entries")
    assert page.list.sum.text() == "2 รายการ · จัดสรร 0.30 บาท"
    assert {r.values["amount"] for r in page.list.model.rows()} == {Decimal("0.1"), Decimal("0.2")}


def _type(page, field, text, type_text):
    widget = page.form.input(field)
    if page.register.field(field).choices:
        widget.setCurrentIndex(widget.findData(text))
    else:
        type_text(widget, text)
