"""A file that somebody else writes while it is open: nothing is written over it, and nothing acknowledged is lost."""

import os
import shutil
from pathlib import Path

import pytest
from store_desk import START_MS, opened, problems, put, values_of, write

from core.faults import ChangedRefusal, FileRefusal, Refusal
from core.store.file.office_file import OfficeFile


@pytest.fixture
def older(desk, tmp_path):
    """A copy of the file as it was before its last save."""
    write(desk, put("r1", amount=1))
    copy = Path(shutil.copy(desk.path, tmp_path / "older.phaen"))
    write(desk, put("r1", amount=2))
    return copy


def laid_over(older, path):
    shutil.copyfile(older, path)


def put_in_its_place(older, path):
    older.replace(path)


@pytest.mark.parametrize("change", [laid_over, put_in_its_place])
def test_nothing_is_written_into_a_file_that_was_replaced(desk, older, change):
    change(older, desk.path)
    there = desk.path.read_bytes()
    for _ in range(2):
        with pytest.raises(ChangedRefusal, match="จากภายนอก"):
            write(desk, put("r2", amount=5))
    assert desk.path.read_bytes() == there


def test_an_older_copy_with_as_many_transactions_is_told_apart(desk, older):
    """SQLite's own counter of transactions is the same: only the last entry tells."""
    with OfficeFile.open(older, holder="ข") as other:
        write(other, put("r3", amount=3))
    counter = slice(24, 28)
    body = bytearray(older.read_bytes())
    body[counter] = desk.path.read_bytes()[counter]
    desk.path.write_bytes(body)
    with pytest.raises(ChangedRefusal):
        write(desk, put("r2", amount=5))


def test_a_file_that_is_gone_is_not_written(desk, tmp_path):
    write(desk, put("r1", amount=1))
    desk.path.rename(tmp_path / "elsewhere.phaen")
    with pytest.raises(Refusal):
        write(desk, put("r1", amount=2))


def test_a_second_writer_without_our_lock_is_noticed(desk):
    write(desk, put("r1", amount=1))
    desk.path.with_name(desk.path.name + ".lock").unlink()
    with OfficeFile.open(desk.path, holder="ข") as other:
        other.now_ms = lambda: START_MS
        write(other, put("r2", amount=5))
    with pytest.raises(ChangedRefusal):
        write(desk, put("r1", amount=2))
    desk.close()
    with OfficeFile.open(desk.path, holder="ก") as file:
        assert (values_of(file, "r1"), values_of(file, "r2")) == ({"amount": 1}, {"amount": 5})
        assert problems(file) == ()


def test_a_file_of_two_names_is_not_written(desk, tmp_path):
    write(desk, put("r1", amount=1))
    os.link(desk.path, tmp_path / "second.phaen")
    with pytest.raises(FileRefusal, match="อีกชื่อหนึ่ง"):
        OfficeFile.open(tmp_path / "second.phaen", holder="ข")
    with pytest.raises(FileRefusal, match="อีกชื่อหนึ่ง"):
        write(desk, put("r1", amount=2))
    (tmp_path / "second.phaen").unlink()
    write(desk, put("r1", amount=2))


def test_a_file_that_was_only_touched_is_written(desk):
    write(desk, put("r1", amount=1))
    os.utime(desk.path, (1, 1))
    write(desk, put("r1", amount=2))
    assert values_of(desk, "r1") == {"amount": 2}


def test_what_was_put_aside_can_be_kept_and_joins_the_other(desk, older, tmp_path):
    older.replace(desk.path)
    assert not desk.is_in_place()
    desk.copy_to(tmp_path / "mine.phaen")
    with opened(tmp_path / "mine.phaen", tmp_path, "copy.phaen") as mine:
        assert values_of(mine, "r1") == {"amount": 2}
        assert problems(mine) == ()


def test_our_own_writing_is_none_of_somebody_elses(desk):
    for n in range(3):
        write(desk, put("r1", amount=n))
        with desk.merging():
            pass
    assert desk.is_in_place()


@pytest.mark.parametrize("pragma", [("synchronous", 3), ("trusted_schema", 0), ("journal_mode", "delete")])
def test_every_connection_writes_through_to_the_disk(desk, pragma):
    """synchronous 3 is EXTRA: the folder is synced after the journal was removed, so that a power cut can't undo what
    was acknowledged."""
    name, wanted = pragma
    with desk.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == wanted
