"""The LINE@ page worked by keys: states in words, time left to the minute, now stamped into the next empty moment."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.office import Chip
from desktop.pages.register_page import RegisterPage

pytestmark = pytest.mark.plan_only("secretariat")

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2020, 6, 30)


@pytest.fixture
def clock(context):
    """``clock(hour, minute)`` sets the office's clock on 30 June."""

    def put(hour, minute):
        context.office.session.now = lambda: datetime(2020, 6, 30, hour, minute, 20)

    put(9, 12)
    return put


@pytest.fixture
def page(context, clock, show):
    return show(RegisterPage(context, "letter_enquiries"))


def enquiry(context, asked="30/06/2563 09:00", **more):
    return context.office.records.save(
        "letter_enquiries", {"user": "ก้อย", "asked_at": asked, **more}
    ).record_id


def states(page):
    """The state of each line in sight, by the hour it was asked."""
    model = page.list.model
    column = next(n for n, c in enumerate(model.columns) if c.name == "state")
    return {
        f"{row.values['asked_at']:%d %H:%M}": model.index(line, column).data()
        for line, row in enumerate(model.rows())
    }


def test_each_enquiry_says_how_it_stands_and_for_how_long(page, context, clock, settle):
    enquiry(context)
    enquiry(context, "30/06/2563 08:00", acknowledged_at="30/06/2563 08:05")
    enquiry(context, "29/06/2563 08:00", acknowledged_at="29/06/2563 08:05", answered_at="29/06/2563 08:31")
    settle()
    assert states(page) == {
        "30 09:00": "รอตอบรับ · เหลือ 3 นาที",
        "30 08:00": "รอแจ้งผล · เกิน 42 นาที",
        "29 08:00": "แจ้งผลช้า 1 นาที",
    }
    clock(9, 16)
    page.moments.tick()
    settle()
    assert states(page)["30 09:00"] == "รอตอบรับ · เกิน 1 นาที"


def test_another_day_speaks_of_its_end_and_doesn_t_tick(page, context, clock, settle):
    enquiry(context, "29/06/2563 08:00")
    enquiry(context)
    context.set_as_of(date(2020, 6, 29))
    settle()
    assert states(page) == {"29 08:00": "รอตอบรับ · เกิน 15 ชม.", "30 09:00": "ถามหลังวันที่ดู"}
    clock(9, 40)
    page.moments.tick()
    settle()
    assert states(page)["29 08:00"] == "รอตอบรับ · เกิน 15 ชม."


def test_a_filter_keeps_those_that_wait(page, context, settle):
    waiting = enquiry(context)
    enquiry(context, "29/06/2563 08:00", acknowledged_at="29/06/2563 08:05", answered_at="29/06/2563 08:31")
    settle()
    chip, _ = page.list.chips
    assert chip.text() == "รอตอบ 1"
    chip.set_on(True)
    settle()
    assert [row.id for row in page.list.model.rows()] == [waiting]
    context.set_as_of(date(2020, 6, 28))
    settle()
    assert chip.text() == "รอตอบ 0"


def test_a_key_stamps_now_into_the_next_empty_moment(page, context, clock, press, settle):
    record = enquiry(context)
    page.show_record(record)
    settle()
    assert "รอตอบรับ · เหลือ 3 นาที" in page.moments.box.text()
    assert "ตอบรับภายใน 09:15 · แจ้งผลภายใน 09:30" in page.moments.box.text()
    page.list.table.setFocus()
    press(QApplication.focusWidget(), Qt.Key.Key_F8)
    settle()
    moments = context.office.records.record("letter_enquiries", record).values
    assert (moments["acknowledged_at"], moments["answered_at"]) == (datetime(2020, 6, 30, 9, 12), None)
    assert page.form.record_id == record
    assert page.moments.box.button.text() == "ลงเวลาแจ้งผลเดี๋ยวนี้"
    clock(9, 30)
    press(QApplication.focusWidget(), Qt.Key.Key_F8)
    settle()
    assert context.office.records.record("letter_enquiries", record).values["answered_at"] == datetime(
        2020, 6, 30, 9, 30
    )
    assert page.moments.box.text().startswith("ทันเวลา")
    assert not page.moments.box.button.isVisible()
    context.office.records.undo()  # one step each
    moments = context.office.records.record("letter_enquiries", record).values
    assert (moments["acknowledged_at"], moments["answered_at"]) == (datetime(2020, 6, 30, 9, 12), None)


def test_nothing_is_stamped_where_nothing_is_left_to_write(page, context, press, qtbot, settle):
    done = enquiry(context, acknowledged_at="30/06/2563 09:05", answered_at="30/06/2563 09:06")
    page.show_record(done)
    settle()
    with qtbot.waitSignal(context.notified) as told:
        press(page.list.table, Qt.Key.Key_F8)
    assert told.args[0] == "เรื่องนี้ไม่มีเวลาที่ต้องลงต่อ"


def test_in_a_form_that_is_being_filled_in_the_moment_is_only_typed(page, context, press, type_text, settle):
    press(page.list.table, Qt.Key.Key_N, CTRL)
    type_text(page.form.input("user"), "นุช")
    page.form.input("asked_at").set_value(datetime(2020, 6, 30, 9, 10))
    press(page.form.input("user"), Qt.Key.Key_F8)
    assert context.office.records.count("letter_enquiries") == 0
    assert page.form.input("acknowledged_at").value() == datetime(2020, 6, 30, 9, 12)
    press(page.form.input("user"), Qt.Key.Key_S, CTRL)
    settle()
    (row,) = context.office.records.rows("letter_enquiries")
    assert row.values["acknowledged_at"] == datetime(2020, 6, 30, 9, 12)


@pytest.mark.parametrize("typed", ["0915", "09:15", "9.15", "300663 0915", "๐๙๑๕"])
def test_a_time_typed_alone_is_of_the_day_of_the_question(page, context, press, type_text, settle, typed):
    context.set_as_of(TODAY + timedelta(days=10))
    record = enquiry(context)
    settle()
    page.show_record(record)
    settle()
    page.form.fields.focus("acknowledged_at")
    type_text(page.form.input("acknowledged_at"), typed)
    press(page.form.input("acknowledged_at"), Qt.Key.Key_S, CTRL)
    settle()
    values = context.office.records.record("letter_enquiries", record).values
    assert values["acknowledged_at"] == datetime(2020, 6, 30, 9, 15)


def test_state_and_workings_agree_on_every_day(page, context):
    for day in (TODAY, date(2020, 7, 1)):
        for minute in range(0, 60, 7):
            more = {"acknowledged_at": f"{day:%Y-%m-%d} 10:{minute:02d}"} if minute % 2 else {}
            enquiry(context, f"{day:%Y-%m-%d}T10:00", user=f"ผู้ใช้ {minute}", **more)
    terms = context.office.figures.clock_terms("letter_enquiries", 2563, TODAY)
    rows = {row.id: terms.state(row.values) for row in context.office.records.rows("letter_enquiries")}
    for place, code in enumerate(("5.2", "5.3")):
        behind = {r.record_id: r.verdict for r in context.office.figures.workings(code, 2563, TODAY).records}
        assert behind == {i: s.verdicts[place] for i, s in rows.items() if s.verdict != "later"}
    assert all(isinstance(s.chip, Chip) for s in rows.values())
