"""The finance page worked by keys alone: a request typed, saved, counted, and wrong days kept out."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.office import Query
from core.store.file.office_file import OfficeFile
from core.thai.fiscal import Month
from desktop.pages.register_page import RegisterPage

pytestmark = [
    pytest.mark.plan_only("finance"),
]

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show):
    return show(RegisterPage(context, "finance_requests"))


REQUEST = (
    "63/0431",
    "ว",
    "บจก.ออฟฟิศดี",
    "หมึกพิมพ์และวัสดุสำนักงาน",
    "ส่วนบริหารกลาง",
    "๑๒,๔๘๐.๐๐",
    "18 มิ.ย. 63",
    "190663",
)


def test_a_request_is_filled_in_and_saved_by_keys(page, hands, context):
    hands.press(Qt.Key.Key_N, CTRL)
    # the number offered is replaced, for the field is selected when it is entered
    hands.fill(*REQUEST)
    hands.fill("", "", "", "", "22/06/2563")
    hands.press(Qt.Key.Key_S, CTRL)
    (row,) = context.office.records.rows("finance_requests", Query(month=Month(2020, 6)))
    assert row.values["payee"] == "บจก.ออฟฟิศดี"
    assert row.values["amount"] == Decimal("12480.00")
    assert row.values["received_on"] == date(2020, 6, 18)
    assert row.values["checked_on"] == date(2020, 6, 19)
    assert row.values["cheque_on"] == date(2020, 6, 22)
    assert page.list.model.rowCount() == 1
    assert page.form.record_id == row.id


def test_saving_moves_the_strip_of_indicator_3(page, hands):
    strip = page.strips.strip("3")
    before = strip.value_text()
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(*REQUEST, "", "", "", "", "22/06/2563")
    hands.press(Qt.Key.Key_S, CTRL)
    assert (before, strip.value_text()) == ("–", "100.00")


def test_save_and_next_begins_another_in_the_first_field(page, hands, context):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(*REQUEST)
    hands.press(Qt.Key.Key_Return, CTRL)
    assert context.office.records.count("finance_requests") == 1
    assert page.form.record_id is None
    assert QApplication.focusWidget() is page.form.input("request_no")
    assert page.form.input("payee").value_text() == ""


def test_days_running_backwards_are_said_under_the_field_and_not_saved(page, hands, context):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(*REQUEST, "30/06/2563", "ฎ.1187/63", "29/06/2563")
    said = page.form.fields.finding_text("sent_on")
    assert "ส่งกองการเงิน (29 มิ.ย. 63) มาก่อนอนุมัติฎีกา (30 มิ.ย. 63)" in said
    hands.press(Qt.Key.Key_S, CTRL)
    assert context.office.records.count("finance_requests") == 0
    assert QApplication.focusWidget() is page.form.input("sent_on")


@pytest.mark.parametrize("typed", ["31/02/2563", "abc", "31/06/2563", "01/01/2020"])
def test_a_wrong_day_stays_as_typed_with_its_sentence(page, hands, context, typed):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(*REQUEST[:-2], typed)
    assert page.form.input("received_on").text() == typed
    assert page.form.fields.finding_text("received_on")
    hands.press(Qt.Key.Key_S, CTRL)
    assert context.office.records.count("finance_requests") == 0


def test_an_untouched_new_form_complains_only_when_saving_is_tried(page, hands):
    hands.press(Qt.Key.Key_N, CTRL)
    assert page.form.fields.finding_text("amount") == ""
    hands.press(Qt.Key.Key_S, CTRL)
    assert "จำนวนเงินยังว่าง" in page.form.fields.finding_text("amount")


def test_the_due_box_counts_while_the_received_day_is_typed(page, hands, type_text):
    hands.press(Qt.Key.Key_N, CTRL)
    field = page.form.input("received_on")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    type_text(field, "26/06/2563")
    assert "ครบกำหนด 9 ก.ค. 2563" in page.due.box.text()
    assert "เหลือ 5 วันทำการ" in page.due.box.text()
    assert "29 30 มิ.ย. 1 2 3 8 9 ก.ค." in page.due.box.text()
    assert "หยุด 5 ก.ค." in page.due.box.text() or "หยุด 6 ก.ค." in page.due.box.text()
    type_text(field, "+")
    assert "นับถัดจาก 27 มิ.ย." in page.due.box.text()


def test_the_form_says_what_of_a_request_is_later_than_the_day(page, context, settle):
    paid = _request(context, "63/0500", date(2020, 6, 18), cheque_on="24/06/2563")
    context.set_as_of(date(2020, 6, 22))
    settle()
    page.show_record(paid)
    settle()
    assert page.form.input("cheque_on").property("later") == "true"
    assert page.form.later.text() == "จัดทำเช็ค 24 มิ.ย. 63 อยู่หลังวันที่ดู (22 มิ.ย. 63) จึงยังไม่นับ"
    assert "เหลือ 5 วันทำการ" in page.due.box.text()
    context.set_as_of(date(2020, 6, 17))
    settle()
    assert page.form.later.text().startswith("วันที่รับ 18 มิ.ย. 63 อยู่หลังวันที่ดู (17 มิ.ย. 63) รายการนี้จึงยังไม่นับ")
    assert "ครบกำหนด 29 มิ.ย. 2563 · รับหลังวันที่ดู" in page.due.box.text()
    context.set_as_of(date(2020, 6, 30))
    settle()
    assert page.form.later.isHidden()
    assert "ทันกำหนด" in page.due.box.text()


def test_the_due_day_follows_the_clock_the_plan_chose(page, context, settle):
    context.office.session.set_unit("admin")  # who keeps the plan
    indicator = context.office.records.rows("plan_indicators", Query(equals={"code": "3"}))[0].id
    context.office.records.save("plan_indicators", {"parameters": '{"clock": "resubmission"}'}, indicator)
    away = _request(context, "63/0500", date(2020, 6, 15), returned_on="16/06/2563")
    settle()
    page.show_record(away)
    settle()
    assert page.due.box.text() == "ส่งคืนแก้ไข"
    context.office.records.save("finance_requests", {"resubmitted_on": "29/06/2563"}, away)
    settle()
    assert "นับถัดจาก 29 มิ.ย." in page.due.box.text()


def test_escape_gives_the_saved_values_back(page, hands, context, settle):
    saved = _request(context, "63/0500", date(2020, 6, 18))
    settle()
    page.show_record(saved)
    settle()
    page.form.fields.focus("payee")
    hands.fill("ร้านอื่น")
    assert page.form.is_dirty()
    hands.press(Qt.Key.Key_Escape)
    assert page.form.input("payee").value_text() == "ร้านสยามวัสดุ"
    assert not page.form.is_dirty()


def test_another_row_isn_t_shown_while_something_is_unsaved(page, hands, context, qtbot, settle):
    first, second = (_request(context, n, date(2020, 6, 18)) for n in ("63/0500", "63/0501"))
    settle()
    page.show_record(first)
    settle()
    page.form.fields.focus("payee")
    hands.fill("ร้านอื่น")
    page.list.table.setFocus()
    with qtbot.waitSignal(context.notified):
        page.list.table.setCurrentIndex(page.list.model.index(page.list.model.line_of(second), 0))
    assert page.form.record_id == first
    assert page.list.current() == first
    assert page.form.isAncestorOf(QApplication.focusWidget())  # where Ctrl+S and Esc do what was said


def test_delete_undo_and_history(page, context, hands, settle):
    saved = _request(context, "63/0500", date(2020, 6, 18))
    settle()
    context.office.records.save("finance_requests", {"amount": "2000"}, saved)
    page.show_record(saved)
    settle()
    page.form.tabs.setCurrentIndex(2)
    settle()
    assert "จำนวนเงิน จาก 1,000.00 เป็น 2,000.00" in page.form.history.text()
    page.form.tabs.setCurrentIndex(0)
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_Delete)
    assert context.office.records.count("finance_requests") == 0
    assert page.list.model.rowCount() == 0
    context.office.records.undo()
    settle()
    assert page.list.model.rowCount() == 1


def test_filters_sum_and_sorting(page, context, settle):
    _request(context, "63/0500", date(2020, 6, 15), cheque_on="16/06/2563", cheque_no="1")
    settle()
    _request(context, "63/0501", date(2020, 6, 15))
    settle()
    _request(context, "63/0502", date(2020, 6, 26), payee="บจก.ออฟฟิศดี")
    settle()
    assert [chip.text() for chip in page.list.chips[:3]] == ["ค้างจ่าย 2", "เกินกำหนด 1", "ส่งคืน 0"]
    assert page.list.sum.text() == "3 ฉบับ · 3,000.00 บาท"
    assert _numbers(page) == ["63/0501", "63/0502", "63/0500"]
    page.list.chips[1].set_on(True)
    settle()
    assert _numbers(page) == ["63/0501"]
    page.list.chips[1].set_on(False)
    settle()
    page.list.words.setText("ออฟฟิศ")
    settle()
    assert _numbers(page) == ["63/0502"]
    page.list.words.setText("")
    settle()
    page.list.table.horizontalHeader().sectionClicked.emit(2)
    settle()
    assert _numbers(page)[0] == "63/0502"


def test_the_clipboard_gets_headings_and_the_selected_lines(page, context, hands, settle):
    _request(context, "63/0500", date(2020, 6, 15))
    settle()
    page.list.table.selectAll()
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_C, CTRL)
    heading, line = QApplication.clipboard().text().split("\n")
    assert heading.split("\t")[:3] == ["เลขที่", "วันที่รับ", "ผู้มีสิทธิรับเงิน"]
    assert line.split("\t")[:4] == ["63/0500", "15 มิ.ย. 63", "ส*****", "1,000.00"]


def _numbers(page):
    return [row.values["request_no"] for row in page.list.model.rows()]


def _request(context, number, received, **more):
    values = {
        "request_no": number,
        "procurement": "w119",
        "amount": "1000",
        "payee": "ร้านสยามวัสดุ",
        "received_on": received,
    }
    return context.office.records.save("finance_requests", {**values, **more}).record_id


def test_a_save_shows_what_saving_returned_and_asks_only_for_what_it_moved(page, hands, context, monkeypatch):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(*REQUEST)
    hands.press(Qt.Key.Key_S, CTRL)
    page.form.fields.focus("amount")
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("9910")
    opened, reading = [], OfficeFile.reading
    monkeypatch.setattr(OfficeFile, "reading", lambda file: opened.append(file) or reading(file))
    hands.press(Qt.Key.Key_S, CTRL)
    # The record is checked; undo, the list and the strip are read anew.
    assert len(opened) == 4
    assert page.form.row == context.office.records.record("finance_requests", page.form.record_id)
    assert page.form.row.values["amount"] == 9910
