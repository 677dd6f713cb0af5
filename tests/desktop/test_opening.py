"""What opens only to be read, what doesn't open, and what a damaged file offers, by keys."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core import remarks
from core.faults import DamagedRefusal, Stopped, WriteRefusal
from core.office import Office
from desktop.shell import backups
from desktop.shell.backups import BackupsDialog
from desktop.shell.remarks import Remarks

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def sample_file(office_file_of):
    """A file that holds a plan and no records: what is tried here needs none, and it is quickly opened and proved."""
    return office_file_of("finance")


@pytest.fixture
def shared(bound_by_rights, sample_file, tmp_path):
    """An office file in a folder that can't be written."""
    folder = tmp_path / "share"
    folder.mkdir()
    copy = Path(shutil.copy(sample_file, folder / "office.phaen"))
    folder.chmod(0o555)
    yield copy
    folder.chmod(0o755)


@pytest.fixture
def reading_desk(desk, shared, qtbot):
    """The desk over it."""
    assert desk.try_open(shared)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk


@pytest.fixture
def asked(monkeypatch):
    """``asked(path)``: what the next file dialog answers."""

    def answer(path):
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))

    return answer


# A file that can't be written


def test_it_opens_to_be_read_and_says_how_to_go_on(reading_desk, shared):
    office, banner = reading_desk.context.office, reading_desk.window.reading
    assert office.session.read_only
    assert banner.isVisible()
    assert banner.text() == office.session.barred
    assert [act.words for act in banner.acts] == ["บันทึกสำเนา"]
    assert [p.name for p in shared.parent.iterdir()] == [shared.name]


@pytest.mark.parametrize("anew", ["text size", "plan"])
def test_both_banners_stay_when_the_window_is_made_anew(reading_desk, anew):
    window, barred = reading_desk.window, reading_desk.context.office.session.barred
    window.banner.say("แฟ้มนี้ถูกแก้ไขจากภายนอก")
    if anew == "plan":
        reading_desk.context.plan_came_or_went.emit()
    else:
        window.rebuild()
    assert (window.reading.text(), window.banner.text()) == (barred, "แฟ้มนี้ถูกแก้ไขจากภายนอก")


def test_every_page_shows_and_nothing_is_written_beside_it(reading_desk, shared, settle):
    before = shared.read_bytes()
    for page in reading_desk.window.pages:
        reading_desk.window.show_page(page.name)
        settle()
        assert reading_desk.window.page_name == page.name
    assert shared.read_bytes() == before
    assert [p.name for p in shared.parent.iterdir()] == [shared.name]


def test_a_copy_is_saved_elsewhere_and_opened_by_one_key(reading_desk, asked, press, qtbot, tmp_path):
    asked(tmp_path / "สำเนา")
    press(reading_desk.window, Qt.Key.Key_S, CONTROL | SHIFT)
    copy = tmp_path / "สำเนา.phaen"
    qtbot.waitUntil(lambda: reading_desk.context.office.session.path == copy)
    assert not reading_desk.context.office.session.read_only
    assert not reading_desk.window.reading.isVisible()
    assert str(copy) in reading_desk.window.messages.toast.text()


def test_the_banner_stays_when_the_text_size_changes(reading_desk):
    said = reading_desk.window.reading.text()
    reading_desk.set_text_size(125)
    assert reading_desk.window.reading.text() == said
    assert len(reading_desk.window.reading.buttons) == 1
    reading_desk.set_text_size(100)


def test_a_file_in_use_offers_no_copy(desk, office_path):
    """Work in a copy of it would run apart from what its user saves."""
    with Office.open(office_path, author="วิภา"):
        assert desk.try_open(Path(office_path))
        assert "วิภา" in desk.window.reading.text()
        assert desk.window.reading.acts == ()


def test_what_writes_all_the_same_is_refused_in_the_banners_sentence(reading_desk):
    office, told = reading_desk.context.office, reading_desk.window.messages.toast
    with pytest.raises(WriteRefusal) as refused:
        office.session.set_unit("admin")
    reading_desk.context.refuse(refused.value)
    assert told.text() == reading_desk.window.reading.text()


# No office file


@pytest.mark.parametrize(
    ("content", "said"), [("บันทึก".encode(), "แฟ้มข้อความ"), (b"%PDF-1.7", "PDF"), (b"", "ว่างเปล่า")]
)
def test_what_is_no_office_file_is_named_where_it_was_asked_for(desk, tmp_path, qtbot, content, said):
    path = tmp_path / "แผน.phaen"
    path.write_bytes(content)
    desk.open_later(path)  # as the command line does
    qtbot.waitUntil(lambda: hasattr(desk.window.made.get("start"), "sentence"))
    assert said in desk.window.made["start"].sentence.text()


def test_a_folder_leaves_the_open_file_open(open_desk, tmp_path):
    folder = tmp_path / "โฟลเดอร์.phaen"
    folder.mkdir()
    context = open_desk.context
    assert not open_desk.try_open(folder)
    assert open_desk.context is context
    assert "เป็นโฟลเดอร์" in open_desk.window.messages.toast.text()


# A damaged file


def spoil(path):
    """Nonsense in the middle of a file; its header stands."""
    whole = bytearray(path.read_bytes())
    start = 4096
    whole[start : len(whole) // 2] = b"\xa5" * (len(whole) // 2 - start)
    path.write_bytes(whole)


@pytest.fixture
def damaged(office_path):
    """A damaged file beside two backups, the older one (by a minute) damaged too."""
    path = Path(office_path)
    good, bad = (path.with_name(f"office.backup-20200630-090{n}.phaen") for n in (1, 0))
    for copy in (good, bad):
        shutil.copy(path, copy)
    spoil(bad)
    os.utime(bad, (1_593_482_400, 1_593_482_400))
    spoil(path)
    return path


@pytest.fixture
def dialog(desk, damaged, qtbot):
    """The window that is shown for it, its backups looked through."""
    assert not desk.try_open(damaged)
    found = desk.window.findChild(BackupsDialog)
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    qtbot.waitUntil(lambda: len(found.proved) == 2)
    return found


def shown(dialog):
    model = dialog.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_damaged_file_shows_what_was_found_and_its_backups(desk, dialog, damaged):
    assert damaged.name in dialog.heading.text()
    assert "start" in desk.window.made
    (newest, oldest) = shown(dialog)
    assert newest[3:] == ["ใช้คืนได้", "office.backup-20200630-0901.phaen"]
    assert oldest[3:] == ["ใช้ไม่ได้", "office.backup-20200630-0900.phaen"]
    assert oldest[2].endswith((" MB", " KB"))
    assert dialog.table.hasFocus()


def test_a_backup_that_is_damaged_too_is_not_returned(dialog, press):
    assert dialog.restore.isEnabled()
    press(dialog.table, Qt.Key.Key_Down)
    assert not dialog.restore.isEnabled()


def test_a_backup_is_looked_into_and_the_list_comes_back(desk, dialog, damaged, press, qtbot):
    before = damaged.read_bytes()
    press(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.context is not None)
    assert desk.context.office.session.path.name == "office.backup-20200630-0901.phaen"
    assert desk.context.office.session.read_only
    assert desk.settings.last_file is None  # what was only looked at isn't opened at the next start
    copy, back = desk.window.reading.buttons
    assert copy.key() == "Ctrl Shift S"
    back.setFocus()
    press(back, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in desk.window.findChildren(BackupsDialog)))
    assert damaged.read_bytes() == before


def test_a_backup_is_returned_as_a_copy_and_opened(desk, dialog, damaged, asked, press, qtbot):
    before, copy = damaged.read_bytes(), damaged.with_name("กลับมา.phaen")
    asked(copy)
    press(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: desk.context is not None)
    assert desk.context.office.session.path == copy
    assert not desk.context.office.session.read_only
    assert desk.context.office.session.years
    assert damaged.read_bytes() == before


def test_nothing_that_lies_there_is_written_over(desk, dialog, damaged, asked, press, qtbot):
    before = damaged.read_bytes()
    asked(damaged)
    press(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(dialog.fault.isVisible)
    assert damaged.name in dialog.fault.text()
    assert damaged.read_bytes() == before
    assert desk.context is None


def test_a_name_that_nothing_has_is_suggested_beside_the_file(dialog, damaged, monkeypatch, press, qtbot):
    suggested = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _, __, path, ___: (suggested.append(Path(path)), ("", ""))[1]
    )
    press(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(suggested))
    assert suggested[0].parent == damaged.parent
    assert suggested[0].name.startswith("office.restored-")
    assert not suggested[0].exists()


def test_a_backup_that_lies_elsewhere_is_taken_up(dialog, sample_file, asked, press, qtbot):
    asked(sample_file)
    press(dialog, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: dialog.proved.get(sample_file) is True)
    assert dialog.chosen().path == sample_file


def test_escape_leaves_the_page_to_start_from(desk, dialog, press, qtbot):
    press(dialog.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.window.findChild(BackupsDialog) is None)
    assert "เสียหาย" in desk.window.made["start"].sentence.text()


def test_looking_through_backups_stops_when_asked(desk, damaged, monkeypatch, qtbot, press):
    """However long one of them takes."""
    began = threading.Event()

    def slow(_, progress, __):
        began.set()
        while not progress.cancelled:
            began.wait(0.01)
        raise Stopped

    monkeypatch.setattr(backups, "can_be_returned", slow)
    desk.try_open(damaged)
    dialog = desk.window.findChild(BackupsDialog)
    qtbot.waitUntil(dialog.progress.isVisible)  # it has taken a moment
    press(dialog, Qt.Key.Key_Period, CONTROL)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    assert {row[3] for row in shown(dialog)} == {"ยังไม่ได้ตรวจ"}


def test_damage_found_in_an_open_file_shows_the_window_once(open_desk, office_path):
    damage = DamagedRefusal("แฟ้มเสียหาย", Path(office_path), "อ่านฐานข้อมูลไม่ได้", 3)
    for _ in range(2):
        open_desk.context.refuse(damage)
    assert len(open_desk.window.findChildren(BackupsDialog)) == 1


def test_a_file_whose_damage_shows_after_opening_is_let_go_of(desk, office_path):
    path = Path(office_path)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'plan_years'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(whole)
    assert not desk.try_open(path)
    assert desk.context is None
    assert desk.window.findChild(BackupsDialog) is not None
    Office.open(path).close()  # its lock is free


def test_the_page_of_files_shows_the_backups_there_are(open_desk, office_path, press, qtbot):
    Office.open(office_path, read_only=True).file.backup()
    open_desk.window.show_page("files")
    button = open_desk.window.made["files"].buttons["copies"]
    button.setFocus()
    press(button, Qt.Key.Key_Space)
    dialog = open_desk.window.findChild(BackupsDialog)
    qtbot.waitUntil(lambda: list(dialog.proved.values()) == [True])
    assert "เสียหาย" not in dialog.heading.text()
    dialog.reject()


# Remarks


def test_a_remark_from_any_thread_is_shown_and_stays_beside_other_words(desk, qtbot):
    worker = threading.Thread(target=remarks.remark, args=("สำรองแล้ว แต่พบว่าแฟ้มขาดบันทึก",))
    worker.start()
    worker.join()
    desk.tell("สำรองแฟ้มแล้ว")
    shown = desk.window.messages.remarks
    qtbot.waitUntil(shown.isVisible)
    remarks.remark("อีกเรื่องหนึ่ง")
    desk.tell("สำรองแฟ้มแล้ว")
    assert shown.text().split("\n") == ["สำรองแล้ว แต่พบว่าแฟ้มขาดบันทึก", "อีกเรื่องหนึ่ง"]
    assert not shown.geometry().intersects(desk.window.messages.toast.geometry())
    desk.show_start("อีกหน้าหนึ่ง")
    over = desk.window.stack
    assert over.childAt(shown.geometry().center()) in (shown, *shown.findChildren(QWidget))


def test_nothing_is_heard_once_the_desk_is_closed(qapp):
    heard, said = Remarks(), []
    heard.said.connect(said.append)
    remarks.remark("ก")
    heard.close()
    remarks.remark("ข")
    assert said == ["ก"]
