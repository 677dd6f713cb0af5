"""The three looks: legible, complete, switched at run time, remembered, and following the system where it says."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from shiboken6 import delete

from core.faults import Severity
from desktop.settings import Settings
from desktop.theme import ThemeController, look, set_fault, set_kind, tokens
from desktop.theme.style import SHEET, sheet
from desktop.theme.token_sets import ALL, DARK, HIGH_CONTRAST, LIGHT, TONES

SETS = list(ALL.values())
NAMES = [s.name for s in SETS]


def luminance(colour):
    def part(value):
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens_", SETS, ids=NAMES)
def test_words_stand_out_from_their_ground(tokens_):
    pairs = [(tokens_.ink, tokens_.panel), (tokens_.ink, tokens_.background), (tokens_.muted, tokens_.panel)]
    pairs += [
        (tokens_.muted, tokens_.soft),
        (tokens_.on_accent, tokens_.accent),
        (tokens_.accent, tokens_.panel),
    ]
    pairs += [(tokens_.tone(name).ink, tokens_.tone(name).background) for name in TONES]
    pairs += [(tokens_.ink, tokens_.selection), (tokens_.accent, tokens_.selection)]
    worst = min(contrast(ink, ground) for ink, ground in pairs)
    assert worst >= (7 if tokens_ is HIGH_CONTRAST else 4.5)


@pytest.mark.parametrize("tokens_", SETS, ids=NAMES)
def test_the_sheet_is_filled_in_whole(tokens_):
    assert "$" not in sheet(tokens_, 1.0, 24)
    assert "padding: 0" in SHEET.template  # never vertical padding in a line edit


def test_the_mock_ups_tokens_are_kept():
    assert (LIGHT.accent.name(), DARK.accent.name()) == ("#0b6e4f", "#5cc79c")
    assert (LIGHT.background.name(), DARK.background.name()) == ("#f6f7f5", "#141917")


@pytest.fixture
def controller(qapp, tmp_path):
    for left in qapp.findChildren(
        ThemeController
    ):  # of a desk of an earlier test: it follows the system, too
        delete(left)
    settings = Settings(tmp_path / "desk.ini")
    settings.set_theme("light")
    made = ThemeController(qapp, settings)
    yield made
    made.set_theme("light")
    made.deleteLater()


def test_the_look_in_force_styles_nothing_anew(controller, qtbot):
    styled = []

    class Label(QLabel):
        def changeEvent(self, event):  # noqa: N802  # its own name
            styled.append(event.type())
            super().changeEvent(event)

    label = Label("ที่")
    qtbot.addWidget(label)
    label.show()
    styled.clear()
    controller.refresh()
    assert styled == []
    controller.set_theme("dark")
    assert QEvent.Type.StyleChange in styled


def test_switching_repaints_what_is_open_and_is_remembered(controller, qtbot, tmp_path):
    label = QLabel("ที่")
    qtbot.addWidget(label)
    label.show()
    controller.set_theme("dark")
    assert tokens() is DARK
    assert label.palette().windowText().color() == DARK.ink
    assert Settings(tmp_path / "desk.ini").theme == "dark"


def test_text_size_and_digits_are_applied_and_remembered(controller, tmp_path):
    controller.set_text_size(150)
    assert QApplication.font().pixelSize() == 21
    controller.set_thai_digits(True)
    assert look().thai_digits
    kept = Settings(tmp_path / "desk.ini")
    assert (kept.text_size, kept.thai_digits) == (150, True)
    controller.set_text_size(100)
    controller.set_thai_digits(False)
    assert QApplication.font().pixelSize() == 14


def test_it_follows_the_system_only_when_asked(controller, qapp, monkeypatch):
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert tokens() is LIGHT
    controller.set_theme("system")
    assert tokens() is DARK


def test_spoilt_settings_read_as_defaults(tmp_path):
    path = tmp_path / "desk.ini"
    path.write_text("[look]\ntheme=purple\ntext_size=900\n", encoding="utf-8")
    spoilt = Settings(path)
    assert (spoilt.theme, spoilt.text_size, spoilt.user_name) == ("system", 100, "ผู้ใช้")
    assert spoilt.last_file is None


def test_recent_files_forget_those_that_are_gone(tmp_path):
    settings = Settings(tmp_path / "desk.ini")
    kept, gone = tmp_path / "แฟ้ม หนึ่ง.phaen", tmp_path / "two.phaen"
    for path in (kept, gone):
        path.touch()
        settings.remember_file(path)
    assert settings.recent_files == (gone, kept)
    gone.unlink()
    assert Settings(tmp_path / "desk.ini").last_file == kept


def test_a_faulty_field_takes_a_red_border(theme_app, qtbot):
    field = QLineEdit("29/06/2563")
    qtbot.addWidget(field)
    field.resize(160, 28)
    field.show()

    def border():
        return field.grab().toImage().pixelColor(80, 0)

    set_fault(field, Severity.ERROR)
    assert border() == LIGHT.bad.ink
    set_fault(field, Severity.WARNING)
    assert border() == LIGHT.warn.ink
    set_fault(field, None)
    assert border() == LIGHT.control_line


def test_kinds_change_what_is_painted(theme_app, qtbot):
    label = QLabel("ภาพรวม")
    qtbot.addWidget(label)
    set_kind(label, "heading")
    label.ensurePolished()
    assert label.font().pixelSize() == 20
