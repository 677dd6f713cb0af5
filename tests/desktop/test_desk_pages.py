"""Reports, files, settings and the start page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from core.thai.fiscal import Month
from desktop.pages.files import FilesPage
from desktop.pages.new_office import NewOfficeDialog
from desktop.shell import printing
from desktop.shell.printing import paper_name
from desktop.theme import look

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """Reports go to a folder of this test, and no viewer is started."""
    folder = tmp_path / "เอกสาร"
    opened = []
    monkeypatch.setattr(printing, "user_documents_path", lambda: folder)
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True
    )
    return opened


def test_control_p_prints_the_month_from_anywhere(open_desk, press, qtbot, documents):
    open_desk.window.show_page("study_parts")
    press(open_desk.window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: documents != [])
    assert documents[0].name == "รายงานผลประจำเดือน มิ.ย. 63.pdf"
    assert str(documents[0]) in open_desk.window.messages.toast.text()


def test_file_names_hold_nothing_a_disk_refuses():
    assert paper_name('ก/ข:ค*"', Month(2020, 6), ".pdf") == "ก-ข-ค- มิ.ย. 63.pdf"
    assert paper_name("แผน", None, ".pdf") == "แผน.pdf"


@pytest.fixture
def files(context, qtbot):
    page = FilesPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_backup_is_made_and_told(files, qtbot, tmp_path):
    target = tmp_path / "สำรอง.phaen"
    with qtbot.waitSignal(files.context.notified) as told:
        files.back_up(target)
    assert target.is_file()
    assert "ใช้คืนได้" in told.args[0]


def test_a_sound_file_is_called_sound(files, qtbot):
    files.check()
    qtbot.waitUntil(files.result.isVisible)
    first, advice, *_ = files.findings.text().splitlines()
    assert "ครบถ้วน" in first
    assert advice.startswith("แผนมีข้อควรพิจารณา")


def test_another_file_is_made_from_the_page(open_desk, tmp_path, monkeypatch, press, settle, qtbot):
    other = tmp_path / "ใหม่"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    open_desk.window.show_page("files")
    open_desk.window.made["files"].buttons["new"].click()
    (dialog,) = open_desk.window.findChildren(NewOfficeDialog)
    settle()
    assert dialog.unit.value() == "finance"
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Return, CTRL)
    assert open_desk.context.office.session.path.name == "ใหม่.phaen"
    assert open_desk.settings.last_file == open_desk.context.office.session.path.resolve()


def test_the_look_is_chosen_by_keys_and_remembered(open_desk, press):
    open_desk.window.show_page("settings")
    page = open_desk.window.made["settings"]
    page.themes["light"].setFocus()
    press(page.themes["light"], Qt.Key.Key_Right)
    press(page.themes["dark"], Qt.Key.Key_Space)
    assert look().tokens.name == "dark"
    assert open_desk.settings.theme == "dark"
    page.themes["light"].click()
    assert look().tokens.name == "light"


def test_the_name_is_changed_and_signs_what_follows(open_desk, type_text, press):
    open_desk.window.show_page("settings")
    field = open_desk.window.made["settings"].name
    field.setFocus()
    field.selectAll()
    type_text(field, "วิภา")
    press(field, Qt.Key.Key_Return)
    assert open_desk.context.office.session.author == "วิภา"
    assert open_desk.window.page_name == "settings"


def test_the_unit_moves_to_the_head_of_the_rail(open_desk):
    open_desk.window.show_page("settings")
    open_desk.window.made["settings"].unit.chosen.emit("complaints")
    assert open_desk.context.office.session.unit == "complaints"
    assert open_desk.window.rail_order[1].name == "study_parts"


def test_thai_digits_are_chosen_on_the_page(open_desk):
    open_desk.window.show_page("settings")
    page = open_desk.window.made["settings"]
    page.digits[True].click()
    assert look().thai_digits
    page.digits[False].click()


def test_the_start_page_makes_a_file(desk, tmp_path, monkeypatch, press, qtbot):
    target = tmp_path / "แผนของเรา.phaen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.show_start()
    start = desk.window.made["start"]
    start.new.click()
    (dialog,) = desk.window.findChildren(NewOfficeDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Return, CTRL)
    assert desk.context.office.session.path == target
    assert desk.window.page_name == "overview"


def test_the_start_page_offers_recent_files(desk, office_path):
    desk.settings.remember_file(Path(office_path))
    desk.show_start()
    start = desk.window.made["start"]
    names = [button.text() for button in start.recent]
    assert names == ["office.phaen"]
    start.recent[0].click()
    assert desk.context is not None


def test_cancelling_a_dialog_changes_nothing(desk, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    desk.show_start()
    desk.window.made["start"].open.click()
    assert desk.context is None
