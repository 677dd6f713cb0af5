"""Closing months by keys, over two files: submitted, sent back, approved, changed by a late package, opened again, approved
anew and printed as a corrected edition."""

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from core.office import MonthAction, MonthState, Query
from core.thai.fiscal import Month
from desktop.pages.months import MonthsPage
from desktop.pages.register_page import RegisterPage

CTRL = Qt.KeyboardModifier.ControlModifier
MAY = Month(2020, 5)
REQUESTS = "finance_requests"


@pytest.fixture
def page(context, show, settle):
    made = show(MonthsPage(context))
    settle()
    made.table.setFocus()
    return made


@pytest.fixture
def keys(page, press, type_text):
    """Keys on the page: ``go_on()``, ``say(why)``, and moving between cells."""

    class Keys:
        def go_on(self):
            press(page.table, Qt.Key.Key_Return, CTRL)

        def say(self, why):
            page.reason.setFocus()
            type_text(page.reason, why)
            press(page.reason, Qt.Key.Key_Return)

        def move(self, key):
            press(page.table, key)
            return page.current()

    return Keys()


def test_a_month_goes_its_whole_way_by_keys(page, keys, apart, context, told, settle, tmp_path):
    months = context.office.months
    for unit in context.office.session.units(2563):
        if unit.code != "finance":
            months.act(MonthAction.SUBMIT, unit.code, MAY)
            months.act(MonthAction.APPROVE, unit.code, MAY)
    settle()
    assert keys.move(Qt.Key.Key_Left).month == MAY
    assert page.current().code == "finance"
    assert "ส่งเดือน พ.ค. 63" in page.forward.text()
    keys.go_on()
    assert page.current().state is MonthState.SUBMITTED
    keys.say("โปรดตรวจเลขที่ฎีกา")
    assert page.current().state is MonthState.RETURNED
    assert "โปรดตรวจเลขที่ฎีกา" in page.state.text()
    keys.go_on()
    keys.go_on()
    assert page.current().state is MonthState.APPROVED
    assert keys.move(Qt.Key.Key_Down).unit is None
    keys.go_on()
    first = page.current().edition
    assert first.label == ""
    assert first.code in page.state.text()

    request = next(
        row for row in context.office.records.rows(REQUESTS, Query(month=MAY)) if row.values["cheque_on"]
    )
    apart.write(
        [], [(REQUESTS, request.id, {"cancelled_on": "2020-05-30", "cheque_on": "", "cheque_no": ""})]
    )
    settle()
    assert page.current().changes == 1
    keys.move(Qt.Key.Key_Up)
    assert "รับรอง +1" in page.model.index(0, page.table.currentIndex().column()).data()
    assert page.lines.rows[0].kind[0] == "หลังรับรอง"
    assert page.back.isHidden()  # the whole office's month stands
    assert "ของทั้งสำนักงานรับรองแล้ว" in page.why_not.text()

    keys.move(Qt.Key.Key_Down)
    keys.say("รวมรายการที่มาช้า")
    keys.move(Qt.Key.Key_Up)
    keys.say("รวมรายการที่มาช้า")
    assert page.current().state is MonthState.TYPING
    keys.go_on()
    keys.go_on()
    keys.move(Qt.Key.Key_Down)
    keys.go_on()
    again = page.current().edition
    assert again.label == "ฉบับแก้ไขครั้งที่ 1"
    assert again.code != first.code
    assert page.current().changes == 0
    assert "ฉบับแก้ไขครั้งที่ 1" in page.state.text()
    paper = context.office.reports.print_report("monthly", tmp_path / "may.pdf", month=MAY)
    text = "".join(one.extract_text() for one in PdfReader(paper).pages)
    assert "ฉบับแก้ไขครั้งที่ 1" in text
    assert "รับรองแล้ว" in told[-1]


def test_sending_back_without_a_word_isnt_done(page, keys, press, told):
    keys.move(Qt.Key.Key_Left)
    keys.go_on()
    page.reason.setFocus()
    press(page.reason, Qt.Key.Key_Return)
    assert page.current().state is MonthState.SUBMITTED
    assert "โปรดกรอกข้อที่ต้องแก้ไข" in told[-1]


def test_what_is_missing_leads_to_its_record(page, keys, press, context, qtbot):
    late = {"request_no": "9/2563", "procurement": "w119", "amount": "1", "received_on": "2020-05-04"}
    context.office.records.save(REQUESTS, late)
    keys.move(Qt.Key.Key_Left)
    line = next(n for n, one in enumerate(page.lines.rows) if one.record_id)
    page.detail.setFocus()
    page.detail.setCurrentIndex(page.lines.index(line, 0))
    with qtbot.waitSignal(context.navigated) as asked:
        press(page.detail, Qt.Key.Key_Return)
    assert asked.args[1]["record_id"] == page.lines.rows[line].record_id


def test_a_form_says_that_its_month_is_closed_before_anything_is_typed(context, show, settle):
    months = context.office.months
    for action in (MonthAction.SUBMIT, MonthAction.APPROVE):
        months.act(action, "finance", MAY)
    page = show(RegisterPage(context, REQUESTS))
    of_may = context.office.records.rows(REQUESTS, Query(month=MAY))[0]
    page.show_record(of_may.id)
    settle()
    assert "เดือน พ.ค. 63 รับรองแล้ว" in page.form.later.text()
    of_june = context.office.records.rows(REQUESTS, Query(month=Month(2020, 6)))[0]
    page.show_record(of_june.id)
    settle()
    assert "รับรองแล้ว" not in page.form.later.text()
