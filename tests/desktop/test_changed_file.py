"""The desk over a file that somebody else has written: a save says so, and three ways on are offered by keys."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from core.faults import ChangedRefusal
from desktop.shell.changed_file import BOTH, KEEP, LATER, THEIRS, ChangedFileDialog


def question(desk):
    return desk.window.findChild(ChangedFileDialog)


def requests(desk):
    return {row.values["request_no"] for row in desk.context.office.records.rows("finance_requests")}


def new_request(office, number):
    values = {"procurement": "w119", "amount": "5", "received_on": "2020-06-01"}
    office.records.save("finance_requests", {"request_no": number, **values})


@pytest.fixture
def changed(open_desk, office_path, tmp_path, qtbot):
    """A desk whose file was replaced by an older copy after it saved once more; the next save was refused."""
    office = open_desk.context.office
    older = shutil.copy(office_path, tmp_path / "older.phaen")
    new_request(office, "ก่อนถูกแทน")
    shutil.move(older, office_path)
    with pytest.raises(ChangedRefusal) as refused:
        new_request(office, "ถูกปฏิเสธ")
    open_desk.context.refuse(refused.value)
    qtbot.waitUntil(lambda: question(open_desk) is not None and question(open_desk).isVisible())
    return open_desk


def choose(desk, words, press, qtbot):
    before = desk.context
    button = next(b for b in question(desk).buttons() if b.text() == words)
    button.setFocus()
    press(button, Qt.Key.Key_Space)
    if words != LATER:
        qtbot.waitUntil(lambda: desk.context is not None and desk.context is not before)
        qtbot.waitUntil(lambda: not desk.context.task_runner.busy())


def test_nothing_is_chosen_by_itself(changed):
    box = question(changed)
    assert [b.text() for b in box.buttons()] == [BOTH, KEEP, THEIRS, LATER]
    assert box.defaultButton().text() == box.escapeButton().text() == LATER


def test_the_file_in_the_folder_is_taken(changed, press, qtbot):
    choose(changed, THEIRS, press, qtbot)
    assert not {"ก่อนถูกแทน", "ถูกปฏิเสธ"} & requests(changed)


def test_the_work_of_this_pc_is_kept_as_a_copy(changed, press, qtbot, office_path):
    choose(changed, KEEP, press, qtbot)
    assert "ก่อนถูกแทน" not in requests(changed)
    copy = next(changed.context.office.session.path.parent.glob("office.kept-*.phaen"))
    changed.open_file(copy)
    assert "ก่อนถูกแทน" in requests(changed)


def test_both_are_merged(changed, press, qtbot):
    choose(changed, BOTH, press, qtbot)
    qtbot.waitUntil(lambda: "ก่อนถูกแทน" in requests(changed))
    assert changed.context.office.file.check().sound


def test_what_was_changed_behind_the_program_shows_on_opening(open_desk, office_path, qtbot):
    desk = open_desk
    qtbot.waitUntil(lambda: not desk.looking_over.runner.busy())
    assert desk.window.banner.text() == ""
    desk.show_start()
    with closing(sqlite3.connect(office_path)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'central' WHERE key = 'unit'")
    desk.open_file(Path(office_path))
    qtbot.waitUntil(lambda: "หน่วยงานของแฟ้มถูกแก้ไขนอกโปรแกรม" in desk.window.banner.text())


def test_a_row_edited_behind_the_log_shows_once_a_day(open_desk, office_path, qtbot):
    desk = open_desk
    with closing(sqlite3.connect(office_path)) as connection, connection:
        connection.execute("UPDATE finance_requests SET amount = amount + 1 WHERE rowid = 5")
    desk.looking_over.timer.timeout.emit()
    qtbot.waitUntil(lambda: "ไม่ตรงกับบันทึกการเปลี่ยนแปลง" in desk.window.banner.text())


def test_a_file_written_over_in_place_can_only_be_opened_again(open_desk, office_path, tmp_path):
    older = shutil.copy(office_path, tmp_path / "older.phaen")
    new_request(open_desk.context.office, "ก่อนถูกทับ")
    shutil.copyfile(older, office_path)
    open_desk.context.refuse(ChangedRefusal("แฟ้มถูกเปลี่ยน"))
    assert [b.text() for b in question(open_desk).buttons()] == [THEIRS, LATER]
    assert isinstance(QApplication.activeModalWidget(), QMessageBox)
