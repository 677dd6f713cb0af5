"""A file that can't be written is read, says why nothing is saved, and nothing is written beside it."""

import errno
import os
from contextlib import closing

import pytest
from store_desk import interrupted, put, values_of, write

from core.faults import FileRefusal, LockRefusal, WriteRefusal
from core.store.database import connect
from core.store.driver import sqlite3
from core.store.file import lock, writable
from core.store.file.format import journal_of
from core.store.file.office_file import OfficeFile


def names(path):
    return sorted(p.name for p in path.parent.iterdir())


@pytest.fixture
def used_file(desk):
    """A closed file that holds a record."""
    write(desk, put("r1", amount=1))
    desk.close()
    return desk.path


def test_it_is_read_and_refuses_writing_in_the_same_sentence(used_file, unwritable):
    path = unwritable(used_file)
    before = path.read_bytes()
    with pytest.raises(WriteRefusal, match="บันทึกสำเนา") as refused:
        OfficeFile.open(path, holder="ก")
    with OfficeFile.open_or_read(path, holder="ก") as file:
        assert str(file.barred) == str(refused.value)
        assert values_of(file, "r1") == {"amount": 1}
        for act in (lambda: write(file, put("r1", amount=2)), lambda: file.set_unit("x")):
            with pytest.raises(WriteRefusal) as again:
                act()
            assert str(again.value) == str(refused.value)
        assert names(path) == [path.name]
    assert path.read_bytes() == before


def test_a_file_that_can_be_written_is_opened_for_writing_and_left_as_it_is(used_file):
    before = used_file.read_bytes()
    with OfficeFile.open_or_read(used_file, holder="ก") as file:
        assert file.barred is None
        assert not journal_of(used_file).exists()
    assert used_file.read_bytes() == before


def test_a_file_in_use_is_read_and_says_who_has_it(desk):
    write(desk, put("r1", amount=1))
    with OfficeFile.open_or_read(desk.path, holder="สมหญิง") as beside:
        assert isinstance(beside.barred, LockRefusal)
        assert "ผู้ทดสอบ" in str(beside.barred)
        assert values_of(beside, "r1") == {"amount": 1}


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "เนื้อที่เต็ม"),
        (errno.EDQUOT, "เนื้อที่เต็ม"),
        (errno.EROFS, "โฟลเดอร์"),
        (errno.EACCES, "โฟลเดอร์"),
    ],
)
def test_where_no_lock_can_be_made_it_is_read(used_file, monkeypatch, number, why):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock.FileLock, "acquire", refuse)
    with OfficeFile.open_or_read(used_file, holder="ก") as file:
        assert isinstance(file.barred, WriteRefusal)
        assert why in str(file.barred)
        assert values_of(file, "r1") == {"amount": 1}


def test_where_only_the_lock_can_be_taken_it_is_read_and_not_left_locked(used_file, unwritable, tmp_path):
    """The lock lies there from before the folder was closed."""
    (tmp_path / "share" / "office.phaen.lock").touch()
    path = unwritable(used_file)
    with (
        OfficeFile.open_or_read(path, holder="ก") as file,
        OfficeFile.open_or_read(path, holder="ข") as other,
    ):
        assert isinstance(file.barred, WriteRefusal)
        assert str(other.barred) == str(file.barred)
        assert values_of(file, "r1") == {"amount": 1}


@pytest.mark.parametrize(
    ("code", "refusal", "why"),
    [
        (sqlite3.SQLITE_FULL, WriteRefusal, "เนื้อที่เต็ม"),
        (sqlite3.SQLITE_CANTOPEN, WriteRefusal, "โฟลเดอร์"),
        (sqlite3.SQLITE_IOERR | 3 << 8, FileRefusal, "ลองอีกครั้ง"),
    ],
)
def test_only_what_bars_writing_for_good_makes_a_file_one_to_be_read(
    used_file, monkeypatch, code, refusal, why
):
    def refuse(*_):
        fault = sqlite3.OperationalError("no")
        fault.sqlite_errorcode = code
        raise fault

    monkeypatch.setattr(writable, "connect", refuse)
    with pytest.raises(refusal, match=why) as refused:
        OfficeFile.open(used_file, holder="ก")
    assert type(refused.value) is refusal
    monkeypatch.undo()
    OfficeFile.open(used_file, holder="ก").close()


@pytest.mark.skipif(not hasattr(os, "link"), reason="needs hard links")
def test_a_file_with_a_second_name_is_read(used_file, tmp_path):
    os.link(used_file, tmp_path / "second.phaen")
    with OfficeFile.open_or_read(used_file, holder="ก") as file:
        assert "hard link" in str(file.barred)
        assert values_of(file, "r1") == {"amount": 1}


def test_a_file_whose_schema_runs_by_itself_is_read(used_file):
    with closing(connect(used_file)) as connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
    with OfficeFile.open_or_read(used_file, holder="ก") as file:
        assert "คำสั่งแฝง" in str(file.barred)
        assert values_of(file, "r1") == {"amount": 1}


def test_an_interrupted_step_that_cannot_be_taken_back_is_told(used_file, unwritable, tmp_path):
    """Its journal is to be played back first, which a file that can't be written doesn't allow."""
    whole, journal = interrupted(used_file)
    spoilt = tmp_path / "spoilt.phaen"
    spoilt.write_bytes(whole)
    (tmp_path / "share" / "office.phaen-journal").write_bytes(journal)
    path = unwritable(spoilt)
    with pytest.raises(WriteRefusal, match="-journal” ไปไว้"):
        OfficeFile.open_or_read(path, holder="ก")
