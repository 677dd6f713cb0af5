"""The desk's font cuts no Thai mark, anywhere text stands."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from desktop.fontfile import ASCENT, DESCENT, FAMILY, THAI_DIGITS_FAMILY, build, honest_copy, ready_files
from desktop.theme import Appearance, apply, set_kind
from desktop.theme.token_sets import LIGHT
from desktop.widgets import chip
from desktop.widgets.chip import ChipLabel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

TALL = ("ที่ ปั้น ญู", "ปั๊ม กู้ ฐู", "ฝึกฟื้นฟู ชั้น ๙")


def ink_rows(image, box, ground=None):
    """How many pixel rows of a box hold anything but its ground."""
    ground = ground or image.pixelColor(box.left(), box.top())

    def inked(x, y):
        colour = image.pixelColor(x, y)
        return max(abs(a - b) for a, b in zip(colour.getRgb(), ground.getRgb(), strict=True)) > 40

    rows = range(box.top(), box.bottom() + 1)
    return sum(any(inked(x, y) for x in range(box.left(), box.right() + 1)) for y in rows)


def shown_rows(widget, height):
    """The rows of ink a widget shows at a height, inside its border."""
    widget.resize(widget.width(), height)
    image = widget.grab().toImage()
    return ink_rows(image, image.rect().adjusted(6, 2, -6, -2) if has_border(widget) else image.rect())


def has_border(widget):
    return isinstance(widget, QLineEdit | QPushButton)


@pytest.fixture(params=[1.0, 1.25, 1.5])
def sized_app(request, qapp):
    apply(qapp, Appearance(LIGHT, scale=request.param))
    yield qapp
    apply(qapp, Appearance(LIGHT))


def on_white(widget):
    widget.setStyleSheet("background: white")
    return widget


def label(text):
    return on_white(QLabel(text))


def heading(text):
    made = QLabel(text)
    set_kind(made, "heading")
    return on_white(made)


def wrapping(text):
    return on_white(ThaiLabel(text))


@pytest.mark.parametrize("text", TALL)
@pytest.mark.parametrize("make", [label, heading, wrapping, QLineEdit, QPushButton])
def test_no_ink_row_is_lost(make, text, sized_app, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    widget = make(text)
    widget.setParent(holder)
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder.show()
    tight = widget.sizeHint()
    widget.resize(tight)
    assert shown_rows(widget, tight.height()) == shown_rows(widget, tight.height() + 40)


@pytest.mark.parametrize("text", TALL)
def test_no_ink_row_of_a_table_is_lost(text, sized_app, qtbot):
    table = DeskTable()
    qtbot.addWidget(table)
    table.setModel(QStringListModel([text]))
    table.horizontalHeader().resizeSection(0, 300)
    table.resize(400, 200)
    table.show()

    def rows():
        cell = table.visualRect(table.model().index(0, 0)).adjusted(
            4, 0, -4, -1
        )  # a line stands under the row
        return ink_rows(table.viewport().grab().toImage(), cell)

    tight = rows()
    table.set_row_height(100)
    assert tight == rows()


@pytest.mark.parametrize("text", ["ที่ ปั๊ม กู้", "ครบกำหนดวันนี้"])
def test_no_ink_row_of_a_chip_is_lost(text, sized_app, qtbot, monkeypatch):
    def rows():
        made = ChipLabel(text, "good")
        qtbot.addWidget(made)
        made.resize(made.sizeHint())
        # The white corners are too like the chip's ground to count.
        return ink_rows(made.grab().toImage(), made.rect(), LIGHT.good.background)

    tight = rows()
    monkeypatch.setattr(chip, "chip_height", lambda metrics: metrics.height() + 40)
    assert tight == rows()


def test_the_copy_declares_its_lines_and_its_name():
    font = TTFont(BytesIO(honest_copy(FAMILY, "Regular")))
    assert (font["hhea"].ascent, font["hhea"].descent) == (ASCENT, -DESCENT)
    assert (font["OS/2"].usWinAscent, font["OS/2"].usWinDescent) == (ASCENT, DESCENT)
    assert font["name"].getDebugName(1) == FAMILY
    assert font["hmtx"][font.getBestCmap()[0x200B]] == (0, 0)


def test_a_break_between_words_takes_no_room_and_shows_no_box(theme_app):
    metrics = QFontMetrics(QApplication.font())
    assert metrics.horizontalAdvance("งบ\u200bประมาณ") == metrics.horizontalAdvance("งบประมาณ")


def test_thai_digits_are_a_matter_of_look(qapp):
    apply(qapp, Appearance(LIGHT, thai_digits=True))
    assert QApplication.font().family() == THAI_DIGITS_FAMILY
    shown = rendered("63/0431")
    apply(qapp, Appearance(LIGHT))
    assert difference(shown, rendered("๖๓/๐๔๓๑")) < 3 < 8 < difference(shown, rendered("63/0431"))


def rendered(text):
    image = QImage(80, 32, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QApplication.font())
    painter.drawText(5, 22, text)
    painter.end()
    return image


def difference(one, other):
    """The mean difference of two pictures' pixels, 0 to 255."""
    pairs = list(zip(bytes(one.constBits()), bytes(other.constBits()), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def test_digits_are_of_one_width(theme_app):
    metrics = QFontMetrics(QApplication.font())
    assert len({metrics.horizontalAdvance(str(digit)) for digit in range(10)}) == 1


def test_copies_are_made_once_and_whole(tmp_path):
    assert ready_files(tmp_path, FAMILY) == ()
    made = build(tmp_path, (FAMILY,))
    times = [path.stat().st_mtime_ns for path in made]
    assert ready_files(tmp_path, FAMILY) == made
    build(tmp_path, (FAMILY,))
    assert [path.stat().st_mtime_ns for path in made] == times
    assert not list(tmp_path.glob("*.part"))
