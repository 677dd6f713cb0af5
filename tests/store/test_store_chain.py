"""``check`` finds what was done behind the log and says so in one sentence; a copy goes on under an id of its own."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from store_desk import (
    FIXED_ENTRIES,
    REQUESTS,
    START_MS,
    deliver,
    log_of,
    look,
    opened,
    problems,
    put,
    stored,
    values_of,
    write,
)

from core.store.file import tip_file
from core.store.file.backup import backup
from core.store.file.check import check_chains
from core.store.file.office_file import OfficeFile
from core.store.file.restore import restore as bring_back
from core.store.log import chain

NOW = datetime(2020, 6, 30, 9, 15)


@pytest.fixture
def used(desk) -> OfficeFile:
    """A file with four entries of its own, the second large enough to be packed."""
    write(desk, put("r1", amount=1, request_no="63/1", received_on="2020-01-02"))
    write(desk, put("r1", note="ก" * 2000))
    write(desk, put("r1", amount=2))
    write(desk, put("r2", amount=3))
    return desk


def tamper(path: Path, statement: str, *values: object) -> None:
    """Somebody with a database tool."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def flip(body: bytes) -> bytes:
    """One byte of a text turned into another."""
    at = body.index(b'"amount"') + 2
    return body[:at] + bytes([body[at] ^ 2]) + body[at + 1 :]


def test_a_file_nobody_tampered_with_is_sound(used):
    assert problems(used) == ()


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE finance_requests SET amount = 999 WHERE id = 'r1'", "finance_requests รายการ r1 ไม่ตรงกับ"),
        ("DELETE FROM finance_requests WHERE id = 'r2'", "finance_requests รายการ r2 ไม่ตรงกับ"),
        ("UPDATE finance_requests SET id = x'00' WHERE id = 'r2'", "finance_requests รายการ r2 ไม่ตรงกับ"),
        ("UPDATE finance_requests SET twin = 1 WHERE id = 'r2'", "finance_requests รายการ r2 ไม่ตรงกับ"),
        (
            "INSERT INTO deliverables (id, base, twin, deleted, disputed, title) VALUES ('x', 1, 0, 0, 0, 'ก')",
            "deliverables รายการ x ไม่ตรงกับ",
        ),
        (
            "INSERT INTO rivals (register, record, field, n, value) VALUES ('finance_requests', 'r1', 'note', 2, '1')",
            "rivals รายการ r1 ไม่ตรงกับ",
        ),
        ("UPDATE entries SET author = 'อื่น' WHERE n = 5", "รายการที่ 5 ถูกแก้ไขหลังบันทึก"),
        ("UPDATE entries SET clock = clock + 1 WHERE n = 5", "รายการที่ 5 ถูกแก้ไขหลังบันทึก"),
        ("UPDATE entries SET seq = 9 WHERE n = 5", "รายการที่ 5 ถูกแก้ไขหลังบันทึก"),
        ("UPDATE entries SET replica = 'x' WHERE n = 5", "รายการที่ 5 ถูกแก้ไขหลังบันทึก"),
        ("UPDATE entries SET id = zeroblob(32) WHERE n = 5", "รายการที่ 5 ถูกแก้ไขหลังบันทึก"),
        ("UPDATE entries SET id = 'ข้อความ' WHERE n = 5", "อ่านไม่ได้"),
        ("UPDATE entries SET body = x'00' WHERE n = 5", "อ่านไม่ได้"),
        ("UPDATE entries SET packed = 1 WHERE n = 5", "อ่านไม่ได้"),
        ("DELETE FROM entries WHERE n = 4", "ขาดช่วงก่อนรายการที่ 5"),
        ("DELETE FROM entries WHERE n = 1", "อ้างถึงรายการที่หายไป"),
        ("INSERT INTO waiting (id, replica, seq, body) VALUES (x'00', 'r', 1, x'00')", "อ่านไม่ได้"),
        ("UPDATE meta SET value = '[\"00\"]' WHERE key = 'unseen'", "หายไปบางรายการ"),
        ("UPDATE meta SET value = 'x' WHERE key = 'unseen'", "อ่านไม่ได้"),
    ],
)
def test_tampering_is_found(used, tampering, said):
    tamper(used.path, tampering)
    found = problems(used)
    assert any(said in problem for problem in found), found


def test_a_changed_byte_of_an_entry_is_found(used):
    body = stored(used)[4]
    tamper(used.path, "UPDATE entries SET body = ? WHERE n = 5", flip(body))
    assert any("รายการที่ 5 ถูกแก้ไขหลังบันทึก" in problem for problem in problems(used))


def test_an_entry_made_up_behind_the_log_is_found(used):
    tamper(
        used.path,
        "INSERT INTO entries (id, replica, seq, clock, author, packed, body) "
        "SELECT zeroblob(32), replica, seq + 1, clock, author, packed, body FROM entries WHERE n = 6",
    )
    assert any("รายการที่ 7 ถูกแก้ไขหลังบันทึก" in problem for problem in problems(used))


def cut_tail(path: Path) -> None:
    """Somebody takes the last entry out, and the record it made with it."""
    tamper(path, "DELETE FROM entries WHERE n = 6")
    tamper(path, "DELETE FROM finance_requests WHERE id = 'r2'")


def reopened(file: OfficeFile, change: Callable[[Path], object] = lambda path: None) -> OfficeFile:
    """Close, let something happen to the file, open again."""
    file.close()
    change(file.path)
    again = OfficeFile.open(file.path, holder="ผู้ทดสอบ")
    again.now_ms = lambda: START_MS
    return again


def test_a_cut_tail_is_found_before_anybody_opens_the_file_for_writing(used):
    used.close()
    cut_tail(used.path)
    with OfficeFile.open(used.path, holder="ก", read_only=True) as file:
        assert ["ขาดบันทึกล่าสุด 1 รายการ" in problem for problem in problems(file)] == [True]


def test_a_cut_tail_is_still_known_after_the_file_went_on(used):
    with reopened(used, cut_tail) as file:
        write(file, put("r3", amount=1))
        assert ["ขาดบันทึกล่าสุด 1 รายการ" in problem for problem in problems(file)] == [True]


def test_entries_that_come_back_by_merging_are_no_longer_missed(used, blank_file, tmp_path):
    with opened(blank_file, tmp_path, "other.phaen") as other:
        deliver(used, other)
        with reopened(used, cut_tail) as file:
            deliver(other, file)
            assert problems(file) == ()


def test_a_fork_is_called_a_fork_and_is_no_damage(used, tmp_path):
    """The same copy edited in two places under one replica id, as when a whole disk is copied back."""
    other = tmp_path / "other.phaen"
    shutil.copyfile(used.path, other)
    with OfficeFile.open(other, holder="ก") as copy:
        with copy.transaction() as connection:
            chain.set_meta(connection, replica=used.meta()["replica"], unseen="[]")
        write(copy, put("r1", amount=7))
        write(used, put("r1", amount=8))
        deliver(copy, used)
        found = problems(used)
        assert len(found) == 1
        assert "แยกเป็นสองสายตั้งแต่ลำดับที่ 5" in found[0]
        assert look(used)["r1"].disputed == 1
        with used.reading() as connection:
            assert check_chains(connection).sound


def replica(file: OfficeFile) -> str:
    return file.meta()["replica"]


def test_opening_again_goes_on_as_the_same_replica(used):
    before = replica(used)
    with reopened(used) as file:
        assert replica(file) == before


def test_a_copy_elsewhere_goes_on_as_another_and_both_are_sound(used, tmp_path):
    other = tmp_path / "other.phaen"
    used.close()
    shutil.copy2(used.path, other)
    with OfficeFile.open(other, holder="ก") as copy, OfficeFile.open(used.path, holder="ก") as file:
        assert replica(copy) != replica(file) == log_of(used)[FIXED_ENTRIES].replica
        write(copy, put("r1", amount=5))
        write(file, put("r1", amount=6))
        assert log_of(copy)[-1].seen[0] == log_of(file)[-2].id  # what the old id wrote is the new one's past
        assert (problems(copy), problems(file)) == ((), ())
        deliver(copy, file)
        assert look(file)["r1"].disputed == 1
        assert problems(file) == ()


def test_a_moved_file_goes_on_as_another_and_is_sound(used, tmp_path):
    before = replica(used)
    used.close()
    used.path.rename(tmp_path / "moved.phaen")
    with OfficeFile.open(tmp_path / "moved.phaen", holder="ก") as file:
        assert replica(file) != before
        assert problems(file) == ()


def test_an_old_copy_put_back_in_the_same_place_goes_on_as_another(used, tmp_path):
    old = tmp_path / "old.phaen"
    shutil.copyfile(used.path, old)
    before = replica(used)
    write(used, put("r1", amount=9))
    lost = stored(used)[-1]
    with reopened(used, lambda path: path.write_bytes(old.read_bytes())) as file:
        assert replica(file) != before
        write(file, put("r1", amount=10))
        assert not file.receive([lost]).registers - {REQUESTS}  # what was lost comes back as somebody else's
        assert look(file)["r1"].disputed == 1
        assert problems(file) == ()


def test_a_fork_put_in_the_same_place_goes_on_as_another(used, tmp_path):
    """As many entries as remembered, but others."""
    old = tmp_path / "old.phaen"
    shutil.copyfile(used.path, old)
    write(used, put("r1", amount=9))
    theirs = log_of(used)[-1]
    home = used.meta()["home"]

    def put_fork(path: Path) -> None:
        shutil.copyfile(old, path)
        note = tip_file._note(theirs.replica)
        kept = note.read_bytes()
        note.unlink()
        with OfficeFile.open(path, holder="ก") as fork:
            with fork.transaction() as connection:
                chain.set_meta(connection, replica=theirs.replica, home=home, unseen="[]")
            write(fork, put("r1", amount=11))
        note.write_bytes(kept)

    with reopened(used, put_fork) as file:
        assert replica(file) != theirs.replica
        assert ["ไม่ตรงกับที่เครื่องนี้เคยบันทึกไว้" in problem for problem in problems(file)] == [True]


def test_a_returned_backup_goes_on_as_another_and_is_sound(used, tmp_path):
    kept = backup(used.path, tmp_path / "kept.phaen", now=NOW)
    before = replica(used)
    write(used, put("r1", amount=9))
    with reopened(used, lambda path: bring_back(kept, path, holder="ก", now=NOW)) as file:
        assert replica(file) != before
        assert values_of(file, "r1")["amount"] == 2
        assert problems(file) == ()
        write(file, put("r1", amount=4))
        assert problems(file) == ()


def test_without_a_memory_of_tips_everything_still_works(used, monkeypatch, tmp_path):
    monkeypatch.setattr(tip_file, "state_dir", lambda: tmp_path / "office.phaen")  # no folder
    with reopened(used) as file:
        write(file, put("r1", amount=5))
        assert values_of(file, "r1")["amount"] == 5
        assert problems(file) == ()


@pytest.mark.parametrize("note", [b"", b"torn", b"\xff\xfe", b"12 zz", b"00000000000000000099 "])
def test_a_torn_note_is_as_good_as_none(used, note):
    tip_file._note(replica(used)).write_bytes(note)
    before = replica(used)
    with reopened(used) as file:
        assert replica(file) == before


def test_a_pc_without_a_network_card_is_known_by_its_name(monkeypatch, desk):
    drawn = iter([1 << 40 | 5, 1 << 40 | 6])
    monkeypatch.setattr(tip_file.uuid, "getnode", lambda: next(drawn))
    assert tip_file.home_of(desk.path) == tip_file.home_of(desk.path)


def test_a_clock_that_went_back_does_not_date_the_new_replica_before_the_old(used, tmp_path):
    other = tmp_path / "other.phaen"
    shutil.copyfile(used.path, other)
    with OfficeFile.open(other, holder="ก") as copy:
        copy.now_ms = lambda: START_MS - 1_000_000
        write(copy, put("r1", amount=5))
        clocks = [entry.clock for entry in log_of(copy)]
        assert clocks == sorted(clocks)
