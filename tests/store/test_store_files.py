"""Office files on a disk: what is no office file is refused in a sentence and left as it is; one writer at a time;
a killed program leaves what was saved."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from store_desk import (
    GENESIS,
    REQUESTS,
    interrupted,
    look,
    opened,
    problems,
    put,
    stacks,
    stored,
    values_of,
    write,
)

from core.faults import DamagedRefusal, FileRefusal, LockRefusal, Refusal
from core.store.file.format import FORMAT, journal_of, read_format
from core.store.file.lock import WriterLock
from core.store.file.office_file import Batch, OfficeFile
from core.store.log.changes import ActionInfo, Change

THAI = re.compile(r"[ก-๙]")


def one_thai_sentence(refusal: BaseException) -> bool:
    said = str(refusal)
    return (
        bool(THAI.search(said))
        and "\n" not in said
        and "Traceback" not in said
        and "sqlite" not in said.lower()
    )


def refused(path: Path, **options: bool) -> Refusal:
    """The refusal on opening, after which everything in the folder is as it was."""
    before = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    with pytest.raises(Refusal) as caught:
        OfficeFile.open(path, holder="ก", **options)
    assert one_thai_sentence(caught.value)
    after = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file() and not p.name.endswith(".lock")}
    assert after == {p: b for p, b in before.items() if not p.name.endswith(".lock")}
    return caught.value


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("PRAGMA user_version = 1")


def truncated(path: Path, blank: Path, size: int) -> None:
    path.write_bytes(blank.read_bytes()[:size])


def versioned(path: Path, blank: Path, version: int) -> None:
    shutil.copyfile(blank, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


NO_OFFICE_FILES = {
    "missing": lambda path, blank: None,
    "directory": lambda path, blank: path.mkdir(),
    "empty": lambda path, blank: path.write_bytes(b""),
    "text": lambda path, blank: path.write_text("บันทึกข้อความ" * 200),
    "zip": lambda path, blank: path.write_bytes(b"PK\x03\x04" + bytes(5000)),
    "foreign database": lambda path, blank: foreign_database(path),
    "cut in the header": lambda path, blank: truncated(path, blank, 60),
    "cut after the header": lambda path, blank: truncated(path, blank, 100),
    "cut in the first page": lambda path, blank: truncated(path, blank, 3000),
    "cut in the middle": lambda path, blank: truncated(path, blank, 40_960),
    "newer": lambda path, blank: versioned(path, blank, FORMAT + 1),
    "far newer": lambda path, blank: versioned(path, blank, 2**31 - 1),
}


@pytest.mark.parametrize("kind", NO_OFFICE_FILES)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_office_file_is_refused_and_left_alone(blank_file, tmp_path, kind, read_only):
    path = tmp_path / "แฟ้ม.phaen"
    NO_OFFICE_FILES[kind](path, blank_file)
    assert isinstance(refused(path, read_only=read_only), FileRefusal)


def test_a_newer_file_is_told_from_a_foreign_one(blank_file, tmp_path):
    NO_OFFICE_FILES["newer"](tmp_path / "a.phaen", blank_file)
    assert "รุ่นใหม่กว่า" in str(refused(tmp_path / "a.phaen"))
    foreign_database(tmp_path / "b.phaen")
    assert "ไม่ใช่แฟ้มของโปรแกรมแผน" in str(refused(tmp_path / "b.phaen"))


@pytest.mark.parametrize("left", [b"", bytes(5000)])
@pytest.mark.parametrize("read_only", [False, True])
def test_what_has_backups_beside_it_was_an_office_file_once(blank_file, tmp_path, left, read_only):
    path = tmp_path / "แฟ้ม.phaen"
    shutil.copyfile(blank_file, tmp_path / "แฟ้ม.backup-20200630-0900.phaen")
    path.write_bytes(left)
    refusal = refused(path, read_only=read_only)
    assert isinstance(refusal, DamagedRefusal)
    assert (refusal.path, refusal.readable) == (path, 0)
    assert "แฟ้ม.backup-20200630-0900.phaen" in str(refusal)


@pytest.mark.parametrize("name", ["ก" * 300, "a/b/c.phaen", "x" * 250 + ".phaen"])
def test_a_name_no_disk_takes_is_refused(tmp_path, name):
    for act in (
        lambda p: OfficeFile.open(p, holder="ก"),
        lambda p: OfficeFile.create(p, GENESIS, holder="ก"),
    ):
        with pytest.raises(FileRefusal) as caught:
            act(tmp_path / name)
        assert one_thai_sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE meta",
        "DROP TABLE entries",
        "DELETE FROM meta WHERE key = 'replica'",
        "UPDATE meta SET value = '?' WHERE key = 'unseen'",
    ],
)
def test_a_file_without_its_own_tables_is_refused(blank_file, tmp_path, statement):
    path = tmp_path / "a.phaen"
    shutil.copyfile(blank_file, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    assert "เสียหาย" in str(refused(path))


def test_every_page_overwritten_with_nonsense_is_refused_or_found(blank_file, tmp_path):
    """Whatever page is spoilt: a refusal or a problem found, never another exception."""
    whole = blank_file.read_bytes()
    pages = range(1, len(whole) // 4096)
    for page in list(pages)[:: 1 if os.environ.get("PHAEN_LONG") else 9]:
        path = tmp_path / f"{page}.phaen"
        path.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        assert all(THAI.search(said) for said in what_is_said(path))


def what_is_said(path: Path) -> tuple[str, ...]:
    """The refusal on opening a spoilt file, or what checking it finds; always something."""
    try:
        with OfficeFile.open(path, holder="ก") as file:
            return problems(file) or ("",)
    except Refusal as refusal:
        return (str(refusal),)


def test_a_new_file_never_takes_the_place_of_another(tmp_path):
    path = tmp_path / "a.phaen"
    path.write_text("งานสำคัญ")
    with pytest.raises(FileRefusal, match="อยู่แล้ว"):
        OfficeFile.create(path, GENESIS, holder="ก")
    assert path.read_text() == "งานสำคัญ"
    assert [p.name for p in tmp_path.iterdir()] == ["a.phaen"]


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path, blank_file):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    folder = tmp_path / "ปิด"
    folder.mkdir()
    shutil.copyfile(blank_file, folder / "a.phaen")
    folder.chmod(0o500)
    try:
        with pytest.raises(FileRefusal):
            OfficeFile.create(folder / "b.phaen", GENESIS, holder="ก")
        with pytest.raises(FileRefusal):
            OfficeFile.open(folder / "a.phaen", holder="ก")
        OfficeFile.open(folder / "a.phaen", holder="ก", read_only=True).close()
    finally:
        folder.chmod(0o700)


def test_a_path_with_thai_and_spaces_and_signs_works(blank_file, tmp_path):
    folder = tmp_path / "ฝ่าย การคลัง #1 100% ?"
    folder.mkdir()
    with opened(blank_file, folder, "แผน ปี ๒๕๖๓.phaen") as file:
        write(file, put("r1", note="ก"))
        assert values_of(file, "r1") == {"note": "ก"}


def test_a_journal_left_by_a_file_that_is_gone_is_not_played_into_a_new_one(desk, tmp_path):
    path = tmp_path / "a.phaen"
    write(desk, *(put(f"r{n}", note="ก") for n in range(50)))
    journal_of(path).write_bytes(interrupted(desk.path)[1])
    with OfficeFile.create(path, GENESIS, holder="ก") as file:
        assert problems(file) == ()


# The lock


def test_a_second_writer_is_told_who_and_since_when(desk):
    with pytest.raises(LockRefusal) as caught:
        OfficeFile.open(desk.path, holder="สมหญิง")
    said = str(caught.value)
    assert one_thai_sentence(caught.value)
    assert "ผู้ทดสอบ" in said
    assert re.search(r"\d\d:\d\d", said)


def test_the_lock_holds_by_whatever_name_the_file_is_opened(desk, tmp_path):
    alias = tmp_path / "alias.phaen"
    alias.symlink_to(desk.path)
    with pytest.raises(LockRefusal):
        OfficeFile.open(alias, holder="สมหญิง")


@pytest.mark.parametrize(
    "info", ["", "{", "[]", '{"who": "ก"}', '{"who": "ก", "pc": "ข", "since": "เมื่อวาน"}']
)
def test_a_second_writer_is_refused_whatever_the_note_says(desk, info):
    desk.path.with_name(desk.path.name + ".lock.info").write_text(info, encoding="utf-8")
    with pytest.raises(LockRefusal) as caught:
        OfficeFile.open(desk.path, holder="สมหญิง")
    assert one_thai_sentence(caught.value)


def test_reading_runs_beside_a_writer_and_writing_is_refused(desk):
    write(desk, put("r1", amount=1))
    with OfficeFile.open(desk.path, holder="สมหญิง", read_only=True) as beside:
        assert values_of(beside, "r1") == {"amount": 1}
        write(desk, put("r1", amount=2))
        assert values_of(beside, "r1") == {"amount": 2}
        for act in (
            lambda: write(beside, put("r1", amount=3)),
            lambda: beside.set_unit("x"),
            lambda: beside.receive([]),
        ):
            with pytest.raises(LockRefusal) as caught:
                act()
            assert one_thai_sentence(caught.value)
    assert values_of(desk, "r1") == {"amount": 2}


def test_a_lock_taken_in_one_thread_is_given_back_in_another(blank_file, tmp_path):
    file = opened(blank_file, tmp_path)
    closing_thread = threading.Thread(target=file.close)
    closing_thread.start()
    closing_thread.join()
    OfficeFile.open(file.path, holder="ก").close()


def test_a_file_that_could_not_be_opened_is_not_left_locked(blank_file, tmp_path):
    path = tmp_path / "a.phaen"
    shutil.copyfile(blank_file, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE meta")
    refused(path)
    WriterLock(path, "ก").acquire()


def test_the_note_of_who_writes_may_fail(blank_file, tmp_path):
    path = tmp_path / "a.phaen"
    shutil.copyfile(blank_file, path)
    (tmp_path / "a.phaen.lock.info").mkdir()
    with OfficeFile.open(path, holder="ก") as file:
        write(file, put("r1", amount=1))


# Killed programs


@contextmanager
def victim(path: Path, doing: str):
    """A program that has come so far and is then killed."""
    program = [sys.executable, str(Path(__file__).with_name("store_victim.py")), str(path), doing]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield
        process.send_signal(signal.SIGKILL)
        process.wait(30)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_programs_lock_is_free_again(blank_file, tmp_path):
    path = tmp_path / "a.phaen"
    shutil.copyfile(blank_file, path)
    with victim(path, "hold"), pytest.raises(LockRefusal, match="ผู้ถูกตัดไฟ"):
        OfficeFile.open(path, holder="ก")
    with OfficeFile.open(path, holder="ก") as file:
        write(file, put("r1", amount=1))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_program_killed_amid_a_transaction_leaves_what_was_saved(blank_file, tmp_path, read_only):
    with opened(blank_file, tmp_path) as file:
        write(file, *(put(f"old-{n}", note="เดิม") for n in range(300)))
        before = look(file)
    with victim(file.path, "write"):
        pass
    assert journal_of(file.path).stat().st_size > 0, "the transaction must have reached the disk"
    assert read_format(file.path) == FORMAT
    with OfficeFile.open(file.path, holder="ก", read_only=read_only) as again:
        assert look(again) == before
        assert problems(again) == ()


# Transactions and threads


class Interrupted(BaseException):
    """Something that stops a transaction."""


@pytest.mark.parametrize("fault", [Interrupted, ValueError])
def test_a_transaction_that_fails_leaves_nothing_and_the_file_usable(desk, fault):
    write(desk, put("r1", amount=1))

    def fail() -> None:
        with desk.transaction() as connection:
            connection.exec_driver_sql("UPDATE finance_requests SET amount = 2")
            raise fault

    with pytest.raises(fault):
        fail()
    assert values_of(desk, "r1") == {"amount": 1}
    write(desk, put("r1", amount=3))
    assert problems(desk) == ()


def test_a_commit_that_fails_does_not_spoil_the_chain(desk, monkeypatch):
    write(desk, put("r1", amount=1))
    with monkeypatch.context() as broken:
        broken.setattr("core.store.log.fold.Fold.flush", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write(desk, put("r1", amount=2))
    write(desk, put("r1", amount=3))
    assert problems(desk) == ()
    assert values_of(desk, "r1") == {"amount": 3}


def fill_the_disk(file: OfficeFile) -> None:
    with file.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        try:
            connection.exec_driver_sql("UPDATE finance_requests SET note = ?", ("ก" * 500_000,))
        finally:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_is_said_and_leaves_what_was_saved(desk):
    write(desk, put("r1", amount=1))
    with pytest.raises(FileRefusal, match="เนื้อที่ดิสก์เต็ม"):
        fill_the_disk(desk)
    assert values_of(desk, "r1") == {"amount": 1}
    write(desk, put("r1", amount=2))


def test_a_file_that_vanished_is_said(blank_file, tmp_path):
    file = opened(blank_file, tmp_path)
    file._engine.dispose()
    file.path.unlink()
    with file, pytest.raises(FileRefusal) as caught:
        look(file)
    assert one_thai_sentence(caught.value)
    assert not file.path.exists()


def test_a_reader_sees_one_state_while_another_thread_writes(desk):
    write(desk, put("r1", amount=1))
    done = threading.Event()
    writer = threading.Thread(target=lambda: (write(desk, put("r1", amount=2)), done.set()))
    with desk.reading() as connection:
        first = connection.exec_driver_sql("SELECT amount FROM finance_requests").scalar_one()
        writer.start()
        assert connection.exec_driver_sql("SELECT amount FROM finance_requests").scalar_one() == first == 1
        assert not done.is_set()
    writer.join()
    assert values_of(desk, "r1") == {"amount": 2}


def test_writers_in_several_threads_make_one_chain(desk, blank_file, quick_folder):
    with opened(blank_file, quick_folder()) as other:
        write(other, *(put(f"o{n}", amount=n) for n in range(5)))
        parcel = stored(other)
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                write(desk, put(f"r{number}", amount=turn))
                desk.receive(parcel)
                desk.commit_batches([Batch([put(f"b{number}", amount=turn)], ActionInfo("ก"), 1)])
                look(desk)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert problems(desk) == ()
    assert look(desk, REQUESTS)["b3"].values == {"amount": 4}


def statements(file: OfficeFile, *changes: Change) -> list[str]:
    """What a commit asks of the database."""
    asked: list[str] = []
    event.listen(file._engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    write(file, *changes)
    return asked


def test_a_save_asks_the_database_no_more_than_it_must(desk):
    """The hot path: look for the record, write the entry, write the row, settle its twins, note the last entry, in one
    transaction."""
    write(desk, put("r0", amount=1))
    asked = statements(desk, put("r1", request_no="63/1", received_on="2020-01-02", amount=1))
    assert [said.split()[0] for said in asked] == [
        "BEGIN",
        "SELECT",
        "INSERT",
        "INSERT",
        "UPDATE",
        "SELECT",
        "COMMIT",
    ]


def test_a_change_of_one_field_asks_the_database_no_more_than_it_must(desk):
    write(desk, put("r1", amount=1))
    asked = statements(desk, put("r1", amount=2))
    assert [said.split()[0] for said in asked] == [
        "BEGIN",
        "SELECT",
        "SELECT",
        "INSERT",
        "UPDATE",
        "SELECT",
        "COMMIT",
    ]


def test_reading_inside_a_transaction_sees_what_was_before_it(desk):
    write(desk, put("r1", amount=1))
    with desk.transaction() as connection:
        connection.exec_driver_sql("UPDATE finance_requests SET amount = 2")
        with desk.reading() as beside:
            assert beside.exec_driver_sql("SELECT amount FROM finance_requests").scalar_one() == 1
        connection.exec_driver_sql("UPDATE finance_requests SET amount = 1")


def test_a_desk_that_writes_nothing_new_writes_no_entry(desk):
    write(desk, put("r1", amount=1))
    assert not write(desk, put("r1", amount=1))
    assert not write(desk)
    assert stacks(desk)[0] == "แก้ไข"


def test_ids_keep_the_order_they_were_drawn_in_within_one_moment(desk):
    drawn = [desk.new_id() for _ in range(1000)]  # the desk's clock stands still
    assert drawn == sorted(set(drawn))
    assert all(uuid.UUID(i).version == 7 and uuid.UUID(i).variant == uuid.RFC_4122 for i in drawn)
