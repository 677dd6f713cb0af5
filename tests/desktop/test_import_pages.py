"""The wizard's pages with long names, and the keys that work on every one of them."""

from itertools import pairwise

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.importing.wizard import COLUMNS, FINDINGS, VALUES
from desktop.pages.register_page import RegisterPage
from desktop.shell.help import HelpDialog
from desktop.theme import Appearance, apply
from desktop.theme.token_sets import DARK, LIGHT
from desktop.widgets.elided import ElidedLabel

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LONG = "ส่วนราชการผู้ขอเบิก (กลุ่มงาน/ฝ่าย ที่รับผิดชอบโครงการตามแผนปฏิบัติราชการประจำปี)"
ROWS = (
    ("เลขที่ใบขอเบิก", "ประเภท", "จำนวนเงิน", "วันที่รับ", LONG),
    ("63/9001", "w119", 1200.5, "31/01/2563", "บริหาร"),
    ("63/9002", "จัดซื้อจัดจ้างตามหนังสือ ว119 ลงวันที่ 7 มีนาคม 2561", "สองพัน", "31/01/2563", "บริหาร"),
)


@pytest.fixture
def wizard(context, tmp_path, qtbot):
    """The wizard on its first page, opened with a workbook of long names and a hidden sheet."""
    book = Workbook()
    book.active.title = "ทะเบียนคุมใบขอเบิกเงิน ปี 63"
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("ซ่อน").sheet_state = "hidden"
    path = tmp_path / f"ทะเบียนคุม{'การเบิกจ่ายเงินงบประมาณ' * 2}.xlsx"
    book.save(path)
    page = RegisterPage(context, "finance_requests")
    qtbot.addWidget(page)
    page.show()
    made = page.import_file(path)
    qtbot.waitUntil(lambda: made._view is not None and made._task is None)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.reject()
    qtbot.waitUntil(lambda: not context.task_runner.busy())  # the file is let go of on a worker's thread


@pytest.fixture
def onward(wizard, press, qtbot):
    """``onward(place)``: Ctrl+Enter, and waits for a page."""

    def go(place):
        press(wizard, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: wizard.pages.currentIndex() == place and wizard._task is None)

    return go


def sides(widget, of):
    left = widget.mapTo(of, QPoint()).x()
    return left, left + widget.width()


@pytest.mark.parametrize("look", [Appearance(LIGHT), Appearance(DARK, 1.5)], ids=["light", "dark and large"])
def test_headings_samples_and_choices_stand_side_by_side(wizard, look, qapp):
    apply(qapp, look)
    lines = wizard.columns._lines
    grid = lines._area.widget().layout()
    for row in range(1, len(ROWS[0]) + 1):
        cells = [grid.itemAtPosition(row, column).widget() for column in range(3)]
        places = [sides(cell, lines) for cell in cells]
        assert all(left[1] <= right[0] for left, right in pairwise(places)), places
    assert wizard.columns.sheet.currentText() == "ทะเบียนคุมใบขอเบิกเงิน ปี 63"


def test_a_long_heading_says_itself_whole_in_its_tip(wizard):
    (heading,) = [label for label in wizard.columns.findChildren(ElidedLabel) if label.text() == LONG]
    assert heading.toolTip() == LONG


def test_alt_left_goes_back_and_nothing_is_lost(wizard, onward, press, type_text):
    onward(VALUES)
    type_text(QApplication.focusWidget(), "ว")
    onward(FINDINGS)
    assert wizard.check.bad == 1
    press(wizard, Qt.Key.Key_Left, ALT)
    assert wizard.pages.currentIndex() == COLUMNS
    assert wizard.columns.columns()[0] == "request_no"
    press(wizard, Qt.Key.Key_Left, ALT)
    assert wizard.pages.currentIndex() == COLUMNS


def test_the_finding_at_hand_is_said_in_full_and_the_bad_rows_are_saved_by_a_key(
    wizard, onward, press, qtbot, tmp_path, monkeypatch
):
    onward(VALUES)
    onward(FINDINGS)
    assert wizard.findings.sentence.text() == wizard.check.problems[0].message
    press(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert wizard.findings.sentence.text() == wizard.check.problems[1].message
    target = tmp_path / "bad.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(wizard, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: wizard._task is None and wizard._hint.isVisible())
    assert wizard._hint.text() == "บันทึก 1 แถวที่ต้องแก้ไว้ที่ bad.xlsx แล้ว"
    assert load_workbook(target).active["A2"].value == "63/9002"


def test_f1_opens_the_help_over_the_wizard(wizard, press):
    press(wizard, Qt.Key.Key_F1)
    help_text = wizard.findChild(HelpDialog)
    assert "นำเข้าตาราง" in help_text.text.toPlainText()
    help_text.reject()
    assert wizard.isVisible()
