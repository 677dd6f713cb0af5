"""Backups are proved before they get their name, and proved again before they are returned."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from store_desk import interrupted, look, opened, problems, put, stored, values_of, write

from core.faults import FileRefusal, LockRefusal, Refusal
from core.store.file.backup import backup, look_over
from core.store.file.format import journal_of
from core.store.file.office_file import OfficeFile
from core.store.file.restore import restore

NOW = datetime(2020, 6, 30, 9, 15)
# Another program that begins to write, and says why it can't.
WRITES = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.Error as fault:
    print(fault, end="")
"""


def why_not_written(path: Path) -> str:
    """Why another program can't begin to write, "" where it can."""
    return subprocess.run([sys.executable, "-c", WRITES, str(path)], capture_output=True, text=True).stdout


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if ".lock" not in p.name)


def bring_back(source: Path, path: Path) -> Path | None:
    return restore(source, path, holder="ผู้ดูแล", now=NOW)


@pytest.fixture
def kept(desk, tmp_path) -> Path:
    """A backup of a file with one record, made beside the open desk; the desk went on since."""
    write(desk, put("r1", amount=1))
    target = backup(desk.path, tmp_path / "kept.phaen", now=NOW)
    write(desk, put("r1", amount=2))
    return target


def test_a_backup_beside_an_open_desk_is_named_by_the_minute(desk):
    write(desk, put("r1", amount=1))
    first, second = (backup(desk.path, now=NOW) for _ in range(2))
    assert [p.name for p in (first, second)] == [
        "office.backup-20200630-0915.phaen",
        "office.backup-20200630-0915-2.phaen",
    ]
    with OfficeFile.open(first, holder="ก", read_only=True) as copy:
        assert values_of(copy, "r1") == {"amount": 1}
        assert problems(copy) == ()


def test_a_backup_is_whole_while_the_desk_writes(desk, tmp_path):
    write(desk, *(put(f"r{n}", note="ก" * 100) for n in range(200)))
    stop = threading.Event()

    def keep_writing() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            write(desk, *(put(f"r{n}", amount=turn) for n in range(20)))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        made = [backup(desk.path, tmp_path / f"b{n}.phaen", now=NOW) for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for path in made:
        with OfficeFile.open(path, holder="ก", read_only=True) as copy:
            assert problems(copy) == ()
            assert len({look(copy)[f"r{n}"].values.get("amount") for n in range(20)}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there locks don't go with a closed file")
@pytest.mark.parametrize(
    "look", [partial(backup, now=NOW), partial(look_over, whole=False)], ids=["backup", "look over"]
)
def test_looking_at_a_file_leaves_what_is_being_saved_locked(desk, look):
    with desk.transaction(keep=False):
        look(desk.path)
        assert why_not_written(desk.path) == "database is locked"


@pytest.mark.skipif(sys.platform == "win32", reason="there locks don't go with a closed file")
def test_a_file_that_was_only_touched_is_locked_while_it_is_saved(desk):
    write(desk, put("r1", amount=1))
    os.utime(desk.path)
    with desk.transaction(keep=False):
        assert why_not_written(desk.path) == "database is locked"


def test_a_newer_backup_takes_the_place_of_an_older_one(desk, kept):
    before = kept.read_bytes()
    assert backup(desk.path, kept, now=NOW) == kept
    assert kept.read_bytes() != before


def another_office(path: Path, blank: Path) -> None:
    with opened(blank, path.parent, path.name) as other:
        write(other, put("r9", amount=9))


@pytest.mark.parametrize(
    "taken",
    [lambda path, blank: path.write_text("งานสำคัญ"), another_office, lambda path, blank: path.mkdir()],
    ids=["a letter", "another office's file", "a folder"],
)
def test_a_backup_never_takes_the_place_of_another_file(desk, blank_file, tmp_path, taken):
    target = tmp_path / "taken.phaen"
    taken(target, blank_file)
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(FileRefusal):
        backup(desk.path, target, now=NOW)
    assert (target.read_bytes() if target.is_file() else None) == before


def test_a_backup_is_another_file(desk):
    with pytest.raises(FileRefusal, match="คนละแฟ้ม"):
        backup(desk.path, desk.path, now=NOW)


def test_a_backup_into_a_missing_folder_is_refused(desk, tmp_path):
    with pytest.raises(FileRefusal):
        backup(desk.path, tmp_path / "ไม่มี" / "b.phaen", now=NOW)


def test_a_damaged_file_is_not_backed_up(desk, tmp_path):
    write(desk, put("r1", amount=1))
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE entries SET author = 'อื่น' WHERE n = 2")
    with pytest.raises(FileRefusal, match="เสียหาย"):
        backup(desk.path, tmp_path / "b.phaen", now=NOW)
    assert not (tmp_path / "b.phaen").exists()


def test_a_returned_backup_keeps_what_was_there_beside_it(desk, kept):
    path, entries = desk.path, stored(desk)
    desk.close()
    beside = bring_back(kept, path)
    assert beside == path.with_name("office.before-restore-20200630-0915.phaen")
    with OfficeFile.open(path, holder="ก") as file:
        assert values_of(file, "r1") == {"amount": 1}
        assert problems(file) == ()
    with OfficeFile.open(beside, holder="ก") as file:
        assert stored(file) == entries


def test_a_backup_returned_where_nothing_is(kept, tmp_path):
    assert bring_back(kept, tmp_path / "again.phaen") is None
    with OfficeFile.open(tmp_path / "again.phaen", holder="ก") as file:
        assert problems(file) == ()


def spoil_entry(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE entries SET body = zeroblob(9) WHERE n = 2")


SPOILT = {
    "entry": spoil_entry,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "page": lambda path: path.write_bytes(
        path.read_bytes()[:8192] + b"\xa5" * 4096 + path.read_bytes()[12288:]
    ),
    "text": lambda path: path.write_text("ไม่ใช่แฟ้ม"),
    "empty": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_backup_is_refused_and_nothing_changed(desk, kept, tmp_path, spoil):
    desk.close()
    SPOILT[spoil](kept)
    before, there = desk.path.read_bytes(), names(tmp_path)
    with pytest.raises(FileRefusal):
        bring_back(kept, desk.path)
    assert (desk.path.read_bytes(), names(tmp_path)) == (before, there)


def test_nothing_is_returned_over_an_open_file(desk, kept, tmp_path):
    before, there = desk.path.read_bytes(), names(tmp_path)
    with pytest.raises(LockRefusal):
        bring_back(kept, desk.path)
    assert (desk.path.read_bytes(), names(tmp_path)) == (before, there)
    write(desk, put("r1", amount=3))


def test_a_file_is_not_returned_over_itself(desk):
    desk.close()
    with pytest.raises(Refusal, match="แฟ้มเดียวกัน"):
        bring_back(desk.path, desk.path)


def test_an_interrupted_save_is_taken_back_before_a_file_is_replaced(desk, kept):
    entries = stored(desk)
    desk.close()
    left, journal = interrupted(desk.path)
    desk.path.write_bytes(left)
    journal_of(desk.path).write_bytes(journal)
    beside = bring_back(kept, desk.path)
    assert beside is not None
    assert not journal_of(beside).exists()
    with OfficeFile.open(beside, holder="ก") as file:
        assert stored(file) == entries
        assert problems(file) == ()
    with OfficeFile.open(desk.path, holder="ก") as file:
        assert problems(file) == ()


def test_a_damaged_file_is_kept_byte_by_byte(desk, kept):
    desk.close()
    desk.path.write_bytes(b"SQLite format 3\0" + b"?" * 2000)
    beside = bring_back(kept, desk.path)
    assert beside is not None
    assert beside.read_bytes().endswith(b"?")
    with OfficeFile.open(desk.path, holder="ก") as file:
        assert problems(file) == ()


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_return_cut_short_leaves_the_old_file_or_the_backup(desk, kept, cut, monkeypatch):
    """The program ends at one of the places where a name in the folder changes."""
    desk.close()
    left, journal = interrupted(desk.path)
    desk.path.write_bytes(left)
    journal_of(desk.path).write_bytes(journal)
    count = iter(range(1, 100))

    def ending(act):
        def end_or_act(path, *given, **named):
            if "office" in path.name and next(count) == cut:
                raise KeyboardInterrupt
            return act(path, *given, **named)

        return end_or_act

    with monkeypatch.context() as passing, suppress(KeyboardInterrupt):
        passing.setattr(Path, "replace", ending(Path.replace))
        passing.setattr(Path, "unlink", ending(Path.unlink))
        bring_back(kept, desk.path)
    for path in (desk.path, *desk.path.parent.glob("*.before-restore-*.phaen")):
        with OfficeFile.open(path, holder="ก") as file:
            assert problems(file) == ()


def test_a_backup_of_another_file_is_refused_unless_asked_for(kept, blank_file, tmp_path):
    with opened(blank_file, tmp_path, "other.phaen") as other:
        write(other, put("r9", amount=9))
    before = other.path.read_bytes()
    with pytest.raises(FileRefusal, match="--another"):
        bring_back(kept, other.path)
    assert other.path.read_bytes() == before
    restore(kept, other.path, holder="ก", now=NOW, another=True)
    with OfficeFile.open(other.path, holder="ก") as file:
        assert problems(file) == ()


def test_a_backup_returned_into_a_missing_folder_is_refused(kept, tmp_path):
    with pytest.raises(FileRefusal):
        bring_back(kept, tmp_path / "ไม่มี" / "a.phaen")
