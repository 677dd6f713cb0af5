"""An office's own sheet becomes a register by keys alone: a clock, two rules, its rows, ten more typed, what is due, another
file by package, and out again as a sheet. Nothing of it needs Python."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.importing.wizard import COLUMNS as MATCHING
from desktop.importing.wizard import FINDINGS, ImportWizard
from desktop.pages.merge_dialog import MergeDialog
from desktop.pages.registers.new import SheetDialog
from desktop.pages.registers.rule_words import KINDS
from desktop.pages.send_dialog import SendDialog
from desktop.shell.rail import COUNT_ROLE, PAGE_ROLE
from desktop.widgets.buttons import DeskButton

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
ROWS, MORE = 300, 10
HEADINGS = ["เลขรับ", "วันที่รับ", "เรื่อง", "ช่องทาง", "จำนวนผู้ร้อง", "วันที่ปิดเรื่อง"]
WAYS = ("โทรศัพท์", "หนังสือ", "มาด้วยตนเอง")


def row_of(number):
    day = date(2019, 10, 1) + timedelta(days=number * 9 // 10)
    closed = None if number % 50 == 49 else day + timedelta(days=number % 5)
    return [f"{number + 1:04d}/63", day, f"ท่ออุดตัน ซอย {number + 1}", WAYS[number % 3], number % 7 + 1, closed]


@pytest.fixture
def sheet(tmp_path):
    """The sheet the office uses today."""
    book = Workbook()
    book.active.title = "ปี 2562"
    for row in (HEADINGS, row_of(0)):
        book.active.append(row)
    year = book.create_sheet("ปี 2563")
    for row in (HEADINGS, *map(row_of, range(ROWS))):
        year.append(row)
    path = tmp_path / "เรื่องร้องเรียน 2563.xlsx"
    book.save(path)
    return path


@pytest.fixture
def ask_for(monkeypatch):
    """``ask_for(path)``: what the next file dialog is answered with."""

    def answered(path):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    return answered


@pytest.fixture
def at_rest(qtbot, settle):
    """``at_rest(window)``: everything asked for has been shown, and the window, or the ``dialog``, has the keys."""

    def rested(window, dialog=None):
        qtbot.waitUntil(lambda: not window.context.task_runner.busy())
        settle()
        (dialog or window).activateWindow()
        qtbot.waitUntil((dialog or window).isActiveWindow)
        settle()

    return rested


@pytest.mark.plan_only("admin")
def test_a_sheet_of_an_office_becomes_a_register_in_two_files(
    open_desk, sheet, plan_file, tmp_path, ask_for, hands, press, qtbot, at_rest
):
    window = open_desk.window
    page = designed(window, sheet, ask_for, hands, press, qtbot, at_rest)
    made = taken_in(window, page, hands, qtbot, at_rest)
    office = window.context.office
    assert office.records.count(made.name) == ROWS
    typed_on(window, made, hands, at_rest)
    assert office.records.count(made.name) == ROWS + MORE

    shown = cells(window.made[made.name])
    assert {"เกินกำหนด 1 วัน", "เหลือ 3 วันทำการ"} <= shown
    waiting = window.rail.model.index(window.rail.model.line_of(made.name), 0).data(COUNT_ROLE)
    assert [count.words for count in waiting][:1] == ["10 เกินกำหนด"]

    package = tmp_path / "ทะเบียนใหม่.phaenx"
    ask_for(package)
    window.show_page("exchange")
    at_rest(window)
    hands.press(Key.Key_E, CTRL)
    at_rest(window, dialog_of(window.made["exchange"], SendDialog, qtbot))
    hands.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(package.exists)
    at_rest(window)

    other = tmp_path / "การคลัง.phaen"
    other.write_bytes(Path(plan_file("finance")).read_bytes())
    open_desk.open_file(other)
    at_rest(window)
    received(window, package, hands, press, qtbot, at_rest)
    assert made.name in [
        window.rail.model.index(n, 0).data(PAGE_ROLE) for n in range(window.rail.model.rowCount())
    ]
    window.show_page(made.name)
    at_rest(window)
    hands.press(Key.Key_N, CTRL)
    type_record(hands, "9999/63", "30/06/2563", "ป้ายรุกล้ำ", "ห", "2", "")
    hands.press(Key.Key_S, CTRL)
    assert window.context.office.records.count(made.name) == ROWS + MORE + 1

    target = tmp_path / "ออก.xlsx"
    exported(window.made[made.name], target, ask_for, press, qtbot)
    table = [[cell.value for cell in row] for row in load_workbook(target).active.iter_rows()]
    assert table[0] == HEADINGS
    assert len(table) == 1 + ROWS + MORE + 1
    by_number = {row[0]: row for row in table[1:]}
    first = by_number["0001/63"]
    number, day, subject, way, people, closed = row_of(0)
    assert [first[0], first[1].date(), *first[2:5], first[5].date()] == [
        number,
        day,
        subject,
        way,
        people,
        closed,
    ]
    assert by_number["9999/63"][2:5] == ["ป้ายรุกล้ำ", "หนังสือ", 2]


def designed(window, sheet, ask_for, hands, press, qtbot, at_rest):
    """The register of the sheet with a clock and two rules, saved."""
    ask_for(sheet)
    window.show_page("registers")
    at_rest(window)
    page = window.made["registers"]
    hands.press(Key.Key_N, CTRL)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        press(page.popup.list, key)
    (dialog,) = page.findChildren(SheetDialog)
    qtbot.waitUntil(dialog.take.isEnabled)
    dialog.sheet.setFocus()
    press(dialog.sheet, Key.Key_Down)  # last year's sheet is headed alike
    qtbot.waitUntil(dialog.take.isEnabled)
    assert dialog.sheet.currentText() == "ปี 2563"
    assert [box.currentText() for box in dialog.boxes] == [
        "ข้อความสั้น",
        "วันที่",
        "ข้อความสั้น",
        "ตัวเลือก",
        "จำนวนเต็ม",
        "วันที่",
    ]
    press(dialog, Key.Key_Return, CTRL)
    at_rest(window)
    hands.press(Key.Key_3, ALT)
    hands.press(Key.Key_Insert)
    hands.fill("ปิดเรื่อง", "3")
    hands.press(Key.Key_4, ALT)
    for kind in ("in_order", "not_in_future"):
        hands.press(Key.Key_Insert)
        for _ in range(list(KINDS).index(kind)):
            press(page.designer.rules.popup.list, Key.Key_Down)
        press(page.designer.rules.popup.list, Key.Key_Return)
        hands.press(Key.Key_Escape)
    assert page.designer.refusal == ""
    hands.press(Key.Key_S, CTRL)
    return page


def taken_in(window, page, hands, qtbot, at_rest):
    """The rows of the sheet, by the wizard that follows."""
    (wizard,) = page.findChildren(ImportWizard)
    qtbot.waitUntil(
        lambda: wizard.pages.currentIndex() == MATCHING and wizard._task is None and bool(wizard._view)
    )
    made = window.context.office.session.register(page.designer.design.written["name"])
    assert [f.label for f in made.fields] == HEADINGS
    assert (len(made.clocks), len(made.rules)) == (1, 2)
    assert None not in wizard.columns.columns()
    at_rest(window, wizard)
    hands.press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == FINDINGS and wizard._task is None)
    with qtbot.waitSignal(wizard.accepted):
        hands.press(Key.Key_Return, CTRL)
    at_rest(window)
    return made


def typed_on(window, made, hands, at_rest):
    """Ten more records typed into the form."""
    window.show_page(made.name)
    at_rest(window)
    hands.press(Key.Key_N, CTRL)
    for number in range(MORE):
        day = "30/06/2563" if number % 2 else "24/06/2563"
        type_record(hands, f"1{number:03d}/63", day, f"ไฟดับ ซอย {number}", "โ", "1", "")
        hands.press(Key.Key_Return, CTRL)
        at_rest(window)


def type_record(hands, number, day, subject, way, people, closed):
    hands.fill(number, day, subject)
    hands.type(way)
    hands.press(Key.Key_Return)
    hands.fill(people)
    hands.fill(closed)


def received(window, package, hands, press, qtbot, at_rest):
    """The package, taken in at the other file."""
    window.show_page("exchange")
    at_rest(window)
    qtbot.waitUntil(lambda: window.made["exchange"]._state is not None)
    hands.press(Key.Key_R, CTRL)
    dialog = dialog_of(window.made["exchange"], MergeDialog, qtbot)
    qtbot.waitUntil(lambda: bool(dialog._looked))
    if dialog._stranger() is not None:
        press(dialog.trust, Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.trial is not None)
    at_rest(window, dialog)
    with qtbot.waitSignal(dialog.accepted):
        hands.press(Key.Key_Return, CTRL)
    at_rest(window)


def dialog_of(page, kind, qtbot):
    """The page's dialog: a button pressed by its key takes a moment."""
    qtbot.waitUntil(lambda: isinstance(page.dialog, kind))
    return page.dialog


def exported(page, target, ask_for, press, qtbot):
    """The whole year's list, written to a sheet."""
    ask_for(target)
    page.list.month.setFocus()
    press(page.list.month, Key.Key_Return)
    listed = QApplication.activePopupWidget()
    press(listed.list, Key.Key_Home)
    press(listed.list, Key.Key_Return)
    button = next(b for b in page.head.findChildren(DeskButton) if b.text() == "ส่งออก")
    press(button, Key.Key_Space)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not page.context.task_runner.busy())


def cells(page):
    model = page.list.model
    return {model.index(r, c).data() for r in range(model.rowCount()) for c in range(model.columnCount())}
