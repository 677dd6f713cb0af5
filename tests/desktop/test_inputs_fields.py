"""Numbers, choices, references and long texts, typed key by key."""

from decimal import Decimal

import pytest
from field_values import SOUND
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.registers.declare import Choice, Field
from core.registers.field_types import FIELD_TYPES
from core.registers.field_types.numbers import MOST_PLACES, number_of
from core.registers.field_types.pictures import PICTURE
from core.registers.reading import read_value
from desktop.forms.make_input import INPUTS, make_input
from desktop.widgets.inputs import (
    ChoiceBox,
    FlagBox,
    LevelsEdit,
    LongTextEdit,
    MoneyEdit,
    NumberEdit,
    OwnChoiceEdit,
    PictureLine,
    ReferenceEdit,
    UnlessBox,
    WholeEdit,
)

# The off-screen platform says so of every window and popup; it is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CENTRES = [("50010000", "สำนักงานเขตพระนคร"), ("50020000", "สำนักงานเขตดุสิต"), ("50030000", "")]


def test_each_type_of_fields_has_an_input_that_holds_its_values(theme_app):
    assert set(INPUTS) == {held.name for held in FIELD_TYPES}
    for held in FIELD_TYPES:
        field = Field("field", "ช่อง", held, choices=(Choice("63/1", "ก"),) if held.name == "choice" else ())
        for value in (read_value(field, cell) for cell in SOUND[held.python][:1]):
            made = make_input(field)
            made.set_value(value)
            assert made.value() == value
            assert read_value(field, made.value_text()) == value


def test_every_field_of_the_plan_and_of_the_registers_has_an_input(theme_app, office):
    registers = office.session.file.registers.values()
    kinds = {make_input(field).__class__ for register in registers for field in register.fields}
    assert PictureLine in kinds


def test_a_picture_is_seen_in_words_and_kept(theme_app):
    made = make_input(Field("emblem", "ภาพ", PICTURE))
    made.set_value("iVBO" * 1000)
    made.set_locked(False)
    assert made.text() == "ภาพ 3 กิโลไบต์"
    assert made.value() == made.value_text() == "iVBO" * 1000
    assert made.isReadOnly()


def test_a_number_of_any_decimals_has_an_input(theme_app):
    for places in range(MOST_PLACES + 1):
        made = make_input(Field("field", "ช่อง", number_of(places)))
        made.set_value(Decimal(1).scaleb(-places))
        assert made.value() == Decimal(1).scaleb(-places)


@pytest.fixture
def bench(qtbot, theme_app):
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


def test_money_is_grouped_once_left_and_plain_while_edited(bench, type_text):
    field = MoneyEdit()
    window = bench(field)
    type_text(field, "๑๒,๔๘๐.๕")
    window.other.setFocus()
    assert field.text() == "12,480.50"
    assert field.value_text() == "12480.50"
    assert field.value() == Decimal("12480.5")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert (field.text(), field.selectedText()) == ("12480.50", "12480.50")


@pytest.mark.parametrize("typed", ["12,48", "หนึ่งพัน", "1e5", "NaN"])
def test_what_is_no_number_stays_as_typed(bench, type_text, typed):
    field = MoneyEdit()
    window = bench(field)
    type_text(field, typed)
    window.other.setFocus()
    assert field.text() == typed
    assert field.value_text() == typed
    assert field.problem()


def test_a_third_decimal_is_kept_for_the_rule_to_speak_of(bench, type_text):
    field = MoneyEdit()
    window = bench(field)
    type_text(field, "10.005")
    window.other.setFocus()
    assert field.value_text() == "10.005"


def test_numbers_lose_needless_zeros_and_wholes_refuse_decimals(bench, type_text):
    number, whole = NumberEdit(), WholeEdit()
    number.set_value(Decimal("82.50"))
    assert number.text() == "82.5"
    window = bench(whole)
    type_text(whole, "1.5")
    window.other.setFocus()
    assert "ไม่ใช่จำนวนเต็ม" in whole.problem()


def test_a_choice_is_picked_by_label_or_code_and_emptied(bench, type_text, press, qtbot):
    field = ChoiceBox([Choice("w119", "ว.119"), Choice("other", "อื่น ๆ")])
    bench(field)
    with qtbot.waitSignal(field.committed):
        type_text(field, "อ")
    assert field.value_text() == "other"
    press(field, Qt.Key.Key_Delete)
    assert field.value_text() == ""
    type_text(field, "w")
    assert field.value_text() == "w119"


def test_setting_a_choice_fires_nothing(theme_app, qtbot):
    field = ChoiceBox([Choice("w119", "ว.119")])
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.committed), qtbot.assertNotEmitted(field.changed):
        field.set_value("w119")
    field.set_value("gone")
    assert field.value_text() == "gone"


def test_a_reference_takes_a_key_or_a_name_and_shows_both(bench, type_text, press):
    field = ReferenceEdit()
    field.set_options(CENTRES)
    window = bench(field)
    type_text(field, "สำนักงานเขตดุสิต")
    press(field, Qt.Key.Key_Tab)
    assert window.other.hasFocus()
    assert field.text() == "50020000 สำนักงานเขตดุสิต"
    assert field.value_text() == "50020000"


@pytest.mark.parametrize(
    ("typed", "key"),
    [("๕๐๐๒๐๐๐๐", "50020000"), ("ส\u0e4dานักงานเขตดุสิต", "50020000"), ("สภา\u00a0 กทม.\u200b", "50990000")],
)
def test_a_reference_is_offered_and_taken_however_it_is_typed(bench, type_text, press, typed, key):
    field = ReferenceEdit()
    field.set_options([("50020000", "สำนักงานเขตดุสิต"), ("50990000", "สภา กทม.")])
    window = bench(field)
    type_text(field, typed)
    assert len(field.suggestions.shown()) == 1
    press(field, Qt.Key.Key_Tab)
    assert window.other.hasFocus()
    assert field.value_text() == key


def test_an_unknown_reference_stays_as_typed(bench, type_text):
    field = ReferenceEdit()
    field.set_options(CENTRES)
    window = bench(field)
    type_text(field, "ดุสิต")
    window.other.setFocus()
    assert field.value_text() == "ดุสิต"


def test_part_of_a_name_offers_the_record_and_enter_takes_it(bench, type_text, press):
    field = ReferenceEdit()
    field.set_options(CENTRES)
    bench(field)
    type_text(field, "ดุสิต")
    assert field.suggestions.is_open()
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Return)
    assert field.value_text() == "50020000"


def test_tab_leaves_a_long_text_and_commits(bench, type_text, press, qtbot):
    field = LongTextEdit()
    bench(field)
    type_text(field, "บรรทัดเดียว")
    with qtbot.waitSignal(field.committed):
        press(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert field.value_text() == "บรรทัดเดียว"


def test_a_flag_nobody_decided_is_saved_as_nothing(bench, press):
    field = FlagBox()
    field.set_value(None)
    bench(field)
    assert field.value_text() == ""
    press(field, Qt.Key.Key_Space)
    assert field.value_text() == "1"
    press(field, Qt.Key.Key_Space)
    assert field.value_text() == "0"


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [("ร้อยละ", "percent", "ร้อยละ"), ("percent", "percent", "ร้อยละ"), (" ตัน ", "ตัน", "ตัน"), ("", "", "")],
)
def test_a_choice_or_a_text_of_ones_own(qtbot, theme_app, type_text, typed, code, shown):
    line = OwnChoiceEdit([Choice("percent", "ร้อยละ"), Choice("person", "คน")], 60)
    qtbot.addWidget(line)
    type_text(line, typed)
    line.commit()
    assert (line.value_text(), line.text()) == (code, shown)
    line.set_value(code or None)
    assert (line.value_text(), line.text(), line.pending()) == (code, shown, False)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("60 65 70", "[60, 65, 70]", "60 65 70"),
        ("๖๐, 65.50; 1,200", "[60, 65.5, 1200]", "60 65.5 1200"),
        ("[5, 4]", "[5, 4]", "5 4"),
        ("หก", "หก", "หก"),
        ("", "", ""),
    ],
)
def test_levels_are_typed_with_spaces_between(qtbot, theme_app, type_text, typed, kept, shown):
    line = LevelsEdit()
    qtbot.addWidget(line)
    type_text(line, typed)
    line.commit()
    assert (line.value_text(), line.text(), bool(line.problem())) == (kept, shown, kept == "หก")


def test_what_goes_without_saying_is_empty(qtbot, theme_app):
    box = UnlessBox("นับสะสม", "นับเฉพาะช่วง")
    qtbot.addWidget(box)
    for value, text, shown in ((None, "", "นับสะสม"), (True, "", "นับสะสม"), (False, "0", "นับเฉพาะช่วง")):
        box.set_value(value)
        assert (box.value_text(), box.currentText()) == (text, shown)
