"""Days, months and minutes typed key by key."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from core.thai.fiscal import Month
from desktop.widgets.inputs import MomentEdit, MonthEdit, ThaiDateEdit
from desktop.widgets.inputs.calendar_popup import CalendarPopup

# The off-screen platform says so of every window and popup; it is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def bench(qtbot, theme_app):
    """A window with one field under test and one to go to."""

    windows = []

    def make(field):
        window = QWidget()
        column = QVBoxLayout(window)
        column.addWidget(field)
        window.other = QLineEdit()
        column.addWidget(window.other)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.other.setFocus()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(field.hasFocus)
        return window

    return make


@pytest.mark.parametrize(
    "typed", ["31/01/2563", "310163", "31 ม.ค. 63", "๓๑/๐๑/๒๕๖๓", "31-1-2563", "2563-01-31", "31 มกราคม 2563"]
)
def test_every_notation_is_read_when_typed(bench, type_text, typed):
    field = ThaiDateEdit()
    window = bench(field)
    type_text(field, typed)
    window.other.setFocus()
    assert field.day() == date(2020, 1, 31)
    assert field.text() == "31 ม.ค. 63"
    assert field.value_text() == "31/01/2563"


def test_focus_shows_the_numeric_form_selected(bench):
    field = ThaiDateEdit()
    field.set_day(date(2020, 6, 26))
    assert field.text() == "26 มิ.ย. 63"
    bench(field)
    assert field.text() == "26/06/2563"
    assert field.selectedText() == "26/06/2563"


def test_plus_and_minus_step_a_day_over_the_month(bench, type_text):
    field = ThaiDateEdit()
    field.set_day(date(2020, 2, 29))
    bench(field)
    type_text(field, "+")
    assert field.day() == date(2020, 3, 1)
    type_text(field, "--")
    assert field.day() == date(2020, 2, 28)


def test_first_step_from_nothing_gives_today(bench, type_text):
    field = ThaiDateEdit(today=lambda: date(2020, 6, 30))
    bench(field)
    type_text(field, "+")
    assert field.day() == date(2020, 6, 30)


def test_wrong_text_stays_with_its_sentence(bench, type_text, qtbot):
    field = ThaiDateEdit()
    sentences = []
    field.invalid.connect(sentences.append)
    window = bench(field)
    type_text(field, "31/02/2563")
    with qtbot.waitSignal(field.committed):
        window.other.setFocus()
    assert "ไม่มีวันที่ 31 กุมภาพันธ์ 2563" in sentences[0]
    assert field.text() == "31/02/2563"
    assert field.value_text() == "31/02/2563"
    assert field.day() is None
    assert [field.problem()] == sentences


def test_enter_commits_and_is_left_to_the_form(bench, press, type_text, qtbot):
    field = ThaiDateEdit()
    bench(field)
    type_text(field, "300663")
    with qtbot.waitSignal(field.committed):
        press(field, Qt.Key.Key_Return)
    assert field.day() == date(2020, 6, 30)


def test_unchanged_content_commits_nothing(bench, qtbot):
    field = ThaiDateEdit()
    field.set_day(date(2020, 6, 26))
    window = bench(field)
    with qtbot.assertNotEmitted(field.committed):
        window.other.setFocus()


def test_calendar_opens_by_key_with_a_buddhist_heading_and_picks(bench, press, qtbot):
    field = ThaiDateEdit(today=lambda: date(2020, 6, 30))
    bench(field)
    press(field, Qt.Key.Key_F4)
    popup = field.findChild(CalendarPopup)
    assert popup.heading() == "มิถุนายน 2563"
    view = QApplication.focusWidget()
    press(view, Qt.Key.Key_PageDown)
    assert popup.heading() == "กรกฎาคม 2563"
    press(view, Qt.Key.Key_Left)
    with qtbot.waitSignal(field.committed):
        press(view, Qt.Key.Key_Return)
    assert field.day() == date(2020, 7, 29)


def test_calendar_closes_on_escape_and_changes_nothing(bench, press):
    field = ThaiDateEdit(today=lambda: date(2020, 6, 30))
    bench(field)
    press(field, Qt.Key.Key_Down)
    popup = field.findChild(CalendarPopup)
    press(QApplication.focusWidget(), Qt.Key.Key_Escape, wait=False)  # then it deletes itself
    assert not popup.isVisible()
    assert field.day() is None


def test_a_month_steps_and_reads(bench, type_text):
    field = MonthEdit()
    window = bench(field)
    type_text(field, "มิ.ย. 63")
    window.other.setFocus()
    assert field.month() == Month(2020, 6)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert field.text() == "06/2563"
    type_text(field, "+")
    assert field.month() == Month(2020, 7)


def test_a_moment_keeps_its_time_when_the_day_steps(bench, type_text):
    field = MomentEdit()
    window = bench(field)
    type_text(field, "30/06/2563 09:15")
    type_text(field, "+")
    window.other.setFocus()
    assert field.value() == datetime(2020, 7, 1, 9, 15)
    assert field.text() == "1 ก.ค. 63 09:15"
