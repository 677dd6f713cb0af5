"""Field labels stand close to their fields, and no mark of any of them is cut."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from core.registers import ALL
from desktop.forms.field_label import FieldLabel
from desktop.theme import Appearance, apply, set_kind
from desktop.theme.token_sets import LIGHT

DECLARED = {field.label for register in ALL for field in register.fields}
OWN = {label for register in ALL for label in register.listed.labels.values()}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_no_mark_of_a_label_is_cut(qapp, qtbot, scale):
    apply(qapp, Appearance(LIGHT, scale))
    try:
        cut = [words for words in sorted(DECLARED | OWN) if _ink(_low(words)) != _ink(_tall(words))]
    finally:
        apply(qapp, Appearance(LIGHT))
    assert cut == []


def test_a_label_is_lower_than_a_line_of_its_font(theme_app):
    label = FieldLabel("รายการ")
    label.ensurePolished()
    assert label.sizeHint().height() < label.fontMetrics().height()


@pytest.mark.parametrize("words", ["ญู่", "ที่ปรึกษาผู้ใหญ่", "หมู่ฎีกา"])
def test_no_mark_of_words_that_fill_the_line_is_cut(theme_app, words):
    assert _ink(_low(words)) == _ink(_tall(words))


def _low(words):
    label = FieldLabel(f"{words} *")
    label.resize(label.sizeHint().width() + 20, label.sizeHint().height())
    return label


def _tall(words):
    label = QLabel(f"{words} *")
    set_kind(label, "small")
    label.resize(label.sizeHint().width() + 30, label.sizeHint().height() + 30)
    label.setMargin(5)
    return label


def _ink(label):
    """How many pixel rows hold ink; smoothing may shade them otherwise, but a cut mark loses rows."""
    image = label.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    ground = image.pixelColor(0, 0).lightness()
    return sum(
        any(image.pixelColor(x, y).lightness() != ground for x in range(image.width()))
        for y in range(image.height())
    )
