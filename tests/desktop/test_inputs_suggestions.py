"""What was typed before is offered under the field, and taken by keys only; typing on is never hindered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.inputs import ReferenceEdit, TextEdit

# The off-screen platform says so of every window; it is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PAYEES = ["ร้านสยามวัสดุ", "บจก.พิมพ์ดีการพิมพ์", "ร้านอาหารครัวกลาง", "สำนักพิมพ์ 2020"]


@pytest.fixture
def field(qtbot, theme_app):
    window = QWidget()
    column = QVBoxLayout(window)
    made = TextEdit()
    made.offer(PAYEES)
    made.window_ = window
    window.other = QLineEdit()
    column.addWidget(made)
    column.addWidget(window.other)
    column.addStretch(1)
    window.resize(320, 400)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    return made


def test_an_inner_syllable_finds_in_the_order_given(field, type_text):
    type_text(field, "พิมพ์")
    assert field.suggestions.shown() == ["บจก.พิมพ์ดีการพิมพ์", "สำนักพิมพ์ 2020"]
    assert field.text() == "พิมพ์"


@pytest.mark.parametrize("typed", ["สํานัก", "๒๐๒", "พิมพ์2", "สำนักพิมพ์  20"])
def test_what_looks_the_same_is_found(field, type_text, typed):
    type_text(field, typed)
    assert field.suggestions.shown() == ["สำนักพิมพ์ 2020"]


def test_typing_on_and_leaving_keep_what_was_typed(field, type_text, press):
    type_text(field, "ร้าน")
    assert field.suggestions.is_open()
    type_text(field, "ใหม่")
    assert not field.suggestions.is_open()
    press(field, Qt.Key.Key_Tab)
    assert field.window_.other.hasFocus()
    assert field.value_text() == "ร้านใหม่"


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_with_nothing_chosen_tab_and_enter_take_nothing(field, type_text, press, key):
    type_text(field, "ร้าน")
    press(field, key)
    assert not field.suggestions.is_open()
    assert field.value_text() == "ร้าน"


def test_down_and_enter_take_and_stay(field, type_text, press, qtbot):
    type_text(field, "ร้าน")
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.changed), qtbot.assertNotEmitted(field.committed):
        press(field, Qt.Key.Key_Return)
    assert field.value_text() == "ร้านอาหารครัวกลาง"
    assert field.hasFocus()
    assert not field.suggestions.is_open()
    field.undo()
    assert field.text() == "ร้าน"


def test_down_and_tab_take_and_go_on(field, type_text, press, qtbot):
    type_text(field, "ร้าน")
    press(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.committed):
        press(field, Qt.Key.Key_Tab)
    assert field.value_text() == "ร้านสยามวัสดุ"
    assert field.window_.other.hasFocus()


def test_up_from_the_first_chooses_nothing_again(field, type_text, press):
    type_text(field, "ร้าน")
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Up)
    press(field, Qt.Key.Key_Return)
    assert field.value_text() == "ร้าน"


def test_escape_closes_the_list_only(field, type_text, press):
    type_text(field, "ร้าน")
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Escape)
    assert not field.suggestions.is_open()
    assert field.text() == "ร้าน"


def test_down_in_an_empty_field_offers_everything(field, press):
    press(field, Qt.Key.Key_Down)
    assert field.suggestions.shown() == PAYEES
    press(field, Qt.Key.Key_Escape)
    field.setReadOnly(True)
    press(field, Qt.Key.Key_Down)
    assert field.suggestions.shown() == []


def test_a_line_is_taken_by_a_click(field, type_text, qtbot):
    type_text(field, "ครัว")
    view = field.suggestions._card.list
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.value_text() == "ร้านอาหารครัวกลาง"
    assert field.hasFocus()


def test_another_value_put_in_closes_the_list(field, type_text):
    type_text(field, "ร้าน")
    field.set_value("ร้านสยามวัสดุ")
    assert not field.suggestions.is_open()


def test_the_list_lies_in_sight_and_follows_its_field(qtbot, theme_app, type_text):
    area = QScrollArea()
    content = QWidget()
    column = QVBoxLayout(content)
    column.addSpacing(200)
    field = TextEdit()
    field.offer(PAYEES)
    column.addWidget(field)
    column.addSpacing(600)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.resize(300, 240)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    type_text(field, "ร้าน")
    card = field.suggestions._card
    assert area.rect().contains(card.geometry())
    before = card.y()
    area.verticalScrollBar().setValue(60)
    assert card.y() != before
    assert area.rect().contains(card.geometry())
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not field.suggestions.is_open()


def test_a_reference_offers_its_records_in_the_same_way(qtbot, theme_app, type_text, press):
    field = ReferenceEdit()
    field.set_options([("50010000", "สำนักงานเขตพระนคร"), ("50020000", "สำนักงานเขตดุสิต")])
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    type_text(field, "ดุสิต")
    assert field.suggestions.shown() == ["50020000 สำนักงานเขตดุสิต"]
    press(field, Qt.Key.Key_Escape)
    assert field.value_text() == "ดุสิต"
    type_text(field, " ")
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Return)
    assert field.value_text() == "50020000"
