"""Any register with clocks says beside its form until when there is time, worked by keys."""

from datetime import date, datetime

import pytest
from own_registers import give_own
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages.register_page import RegisterPage

pytestmark = pytest.mark.plan_only("complaints")


@pytest.fixture
def opened(context, show):
    """``opened(register)``: the generated page of a register of the file's own, at 9:12 on 30 June."""
    give_own(context.office)
    context.office.session.now = lambda: datetime(2020, 6, 30, 9, 12, 20)
    return lambda name: show(RegisterPage(context, name))


def test_the_due_box_counts_by_the_clock_that_is_next(opened, type_text, settle):
    page = opened("permits")
    assert page.due.box.text().startswith("ครบกำหนด 2 ก.ค. 2563 · รอตรวจ · เหลือ 2 วัน ")
    page.form.fields.focus("received_on")
    type_text(page.form.input("received_on"), "26/06/256")
    assert page.due.box.text() == "กรอกวันที่รับ แล้ววันครบกำหนดจะแสดงที่นี่"
    type_text(page.form.input("received_on"), "3")
    settle()
    assert (
        page.due.box.text() == "ครบกำหนด 28 มิ.ย. 2563 · รอตรวจ · เกินกำหนด 2 วัน นับถัดจาก 26 มิ.ย. รวมวันหยุด 2 วัน"
    )
    page.form.fields.focus("checked_on")
    type_text(page.form.input("checked_on"), "29/06/2563")
    settle()
    assert (
        page.due.box.text()
        == "ครบกำหนด 1 ก.ค. 2563 · รอปิดเรื่อง · เหลือ 1 วันทำการ นับถัดจาก 26 มิ.ย.: 29 30 มิ.ย. 1 ก.ค."
    )


def test_filters_stand_over_the_list(opened):
    assert [chip.text() for chip in opened("complaints").list.chips] == [
        "ค้างปิดเรื่อง 0",
        "เกินกำหนด 0",
        "ส่งคืนแก้ไข 0",
        "ยังไม่มีหลักฐาน 0",
    ]


def test_a_key_stamps_now_into_the_next_moment(opened, context, press, settle):
    page = opened("questions")
    asked = {"user": "ก้อย", "asked_at": "29/06/2563 16:00"}
    record = context.office.records.save("questions", asked).record_id
    settle()
    page.show_record(record)
    settle()
    assert page.moments.box.text() == "รอตอบ ถึง 30 มิ.ย. 16:00 ตอบภายใน 30 มิ.ย. 16:00"
    page.list.table.setFocus()
    press(QApplication.focusWidget(), Qt.Key.Key_F8)
    settle()
    values = context.office.records.record("questions", record).values
    assert values["answered_at"] == datetime(2020, 6, 30, 9, 12)
    assert page.moments.box.text().startswith("ทันเวลา")


def test_the_rail_counts_what_presses(opened, context):
    opened("complaints")
    late = {"request_no": "1", "procurement": "other", "amount": "1", "received_on": "24/06/2563"}
    context.office.records.save("complaints", late)
    badge = context.office.figures.badges(date(2020, 6, 30))["complaints"]
    assert (badge.overdue, badge.near, badge.waiting) == (1, 0, "")
