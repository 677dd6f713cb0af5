"""An office file changed behind the program's back: ``check`` names it, and a backup is never silent about it."""

import logging
import shutil
import sqlite3 as codes
import zlib
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from store_desk import problems, put, write

from core import remarks
from core.faults import DamagedRefusal, FileRefusal
from core.store.driver import sqlite3
from core.store.file.backup import backup
from core.store.file.check import check
from core.store.file.office_file import OfficeFile
from core.store.log.entry import MOST_STORED, BadEntry, unpack

NOW = datetime(2020, 6, 30, 9, 15)
CHANGES = {
    "an amount": "UPDATE finance_requests SET amount = 999 WHERE id = 'r1'",
    "a row gone": "DELETE FROM finance_requests WHERE id = 'r1'",
    "a row more": "INSERT INTO finance_requests (id, base, nkey, deleted, twin, disputed, amount)"
    " SELECT 'r9', base, 'x', deleted, twin, disputed, amount FROM finance_requests WHERE id = 'r1'",
    "a key trusted": "INSERT INTO trusted_keys VALUES (zeroblob(32), 'finance', 'pc', 0, 'x')",
    "the unit": "UPDATE meta SET value = 'finance' WHERE key = 'unit'",
    "an exchange": "INSERT INTO exchanges (kind, at_ms, author, unit, pc, package, entries, fresh, copy, upto)"
    " VALUES ('received', 0, 'x', 'finance', 'p', 'k', 1, 1, 'victim.phaen', 1)",
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON finance_requests BEGIN DELETE FROM meta; END",
    "a view": "CREATE VIEW evil AS SELECT 1",
    "a table": "CREATE TABLE evil (x)",
}


def problems_of(path: Path) -> tuple[str, ...]:
    with (
        OfficeFile.open(path, holder="ก", read_only=True) as file,
        file.reading() as connection,
    ):
        return check(connection).problems


@pytest.fixture
def path(desk):
    """A closed file of two records."""
    write(desk, put("r1", amount=1))
    write(desk, put("r2", amount=2))
    desk.set_unit("central")
    desk.close()
    assert problems_of(desk.path) == ()
    return desk.path


def by_sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_programs_back_is_named(path, change, tmp_path, caplog):
    by_sql(path, CHANGES[change])
    assert len(problems_of(path)) == 1
    with caplog.at_level(logging.WARNING, logger=remarks.NAME):
        backup(path, tmp_path / "copy.phaen", now=NOW)
    assert "สำรองแฟ้มไว้แล้ว แต่พบว่า" in caplog.text


@pytest.mark.parametrize("change", ["a key trusted", "the unit", "an exchange"])
def test_it_stays_named_after_the_file_was_opened_and_written(path, change):
    by_sql(path, CHANGES[change])
    with OfficeFile.open(path, holder="ก") as file:
        write(file, put("r3", amount=3))
        file.set_unit("central") if change != "the unit" else None
    assert len(problems_of(path)) == 1


def test_what_this_program_writes_outside_the_log_is_not_named(path):
    with OfficeFile.open(path, holder="ก") as file:
        file.set_unit("finance")
        write(file, put("r3", amount=3))
        assert problems(file) == ()
    assert problems_of(path) == ()


@pytest.mark.parametrize("change", ["a trigger", "a view"])
def test_nothing_is_written_into_a_file_that_runs_something_by_itself(path, change):
    by_sql(path, CHANGES[change])
    before = path.read_bytes()
    with pytest.raises(FileRefusal, match="evil"):
        OfficeFile.open(path, holder="ก")
    assert path.read_bytes() == before


def test_an_older_copy_in_the_files_place_is_named_by_a_backup(desk, tmp_path, caplog):
    write(desk, put("r1", amount=1))
    older = shutil.copy(desk.path, tmp_path / "older.phaen")
    write(desk, put("r1", amount=2))
    desk.close()
    shutil.copyfile(older, desk.path)
    with caplog.at_level(logging.WARNING, logger=remarks.NAME):
        backup(desk.path, tmp_path / "copy.phaen", now=NOW)
    assert "แฟ้มขาดบันทึกล่าสุด 1 รายการ" in caplog.text


def test_an_entry_unpacks_within_bounds():
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(MOST_STORED // 2**20 + 1)) + packer.flush()
    with pytest.raises(BadEntry):
        unpack(1, bomb)
    with pytest.raises(BadEntry):
        unpack(1, zlib.compress(b"{}") + b"more")
    with pytest.raises(BadEntry):
        unpack(1, zlib.compress(b"{}" * 100)[:-3])
    assert unpack(1, zlib.compress(b"{}")) == b"{}"


def test_damage_is_said_after_looking_with_the_backups_there_are(path):
    copy = backup(path, now=NOW)
    path.write_bytes(path.read_bytes()[:-8192])
    with pytest.raises(DamagedRefusal, match=copy.name):
        OfficeFile.open(path, holder="ก")


@pytest.mark.parametrize(
    "code",
    ["SQLITE_IOERR", "SQLITE_IOERR_READ", "SQLITE_BUSY", "SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_CORRUPT"],
)
def test_a_passing_fault_of_a_sound_file_is_no_damage(path, code, monkeypatch):
    """Even "malformed" is looked into: reading badly once says nothing of what lies on the disk."""
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = getattr(codes, code)

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("core.store.file.format.opened", fail)
    with pytest.raises(FileRefusal) as refused:
        OfficeFile.open(path, holder="ก")
    assert not isinstance(refused.value, DamagedRefusal)
    assert "เสียหาย" not in str(refused.value)
