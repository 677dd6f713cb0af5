"""Backups that are made by themselves: when, where, what returning one would change, and returning it."""

import shutil
import threading
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from office_helpers import sheet

from core.faults import FileRefusal, InputRefusal
from core.office import Office, Why
from core.office.rescue import backups_of, can_be_returned, return_as_copy
from core.store.driver import sqlite3
from core.store.file import raw_copy
from core.whole_files import write_whole

REQUEST = {"procurement": "w119", "amount": "1000", "received_on": "2020-01-10", "payee": "ร้าน ก"}


def request(office, number, **more):
    return office.records.save("finance_requests", REQUEST | {"request_no": number} | more).row.id


def numbers(office):
    return [row.values["request_no"] for row in office.records.rows("finance_requests")]


@pytest.fixture
def office(office):
    """Its clock goes on by a minute at every look."""
    moments = (datetime(2026, 11, 30, 8, 0) + timedelta(minutes=n) for n in range(10_000))
    office.session.now = lambda: next(moments)
    return office


def test_a_backup_is_made_only_where_something_changed(office):
    assert len(office.backups.make(Why.CLOSING)) == 1
    assert office.backups.make(Why.REGULAR) == ()
    request(office, "1")
    (made,) = office.backups.make(Why.REGULAR)
    assert made.path.parent == office.session.path.with_name("office สำรอง")
    assert [one.why for one in office.backups.all()] == ["regular", "closing"]
    assert all(can_be_returned(one.path) for one in office.backups.all())


def test_what_was_exchanged_is_a_change_too(office, tmp_path):
    office.backups.make(Why.CLOSING)
    office.exchange.pack(tmp_path / "all.phaenx")
    assert office.backups.make(Why.CLOSING)


def test_alike_blocks_lie_there_once(office):
    office.backups.make(Why.CLOSING)
    once = size_of(office.backups.folder())
    request(office, "1")
    office.backups.make(Why.CLOSING)
    assert size_of(office.backups.folder()) < 1.4 * once < office.session.path.stat().st_size


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_before_an_import_a_merge_and_a_restore(office, tmp_path):
    office.backups.by_themselves()
    source = sheet(tmp_path / "a.csv", ["title", "delivered_on"], ["แบบสอบถาม", "2020-01-31"])
    office.sheets.import_records("deliverables", source, dry_run=True, update=True)
    assert office.backups.all() == ()
    office.sheets.import_records("finance_requests", requests(tmp_path, "7"))
    office.exchange.pack(tmp_path / "own.phaenx")
    office.exchange.merge([tmp_path / "own.phaenx"])
    first = office.backups.all()[-1]
    request(office, "8")
    office.backups.restore_here(first.path)
    assert [one.why for one in office.backups.all()] == ["restore", "merge", "import"]
    assert numbers(office) == []


def requests(folder, *found):
    rows = [[n, *REQUEST.values()] for n in found]
    return sheet(folder / "requests.csv", ["request_no", *REQUEST], *rows)


def test_one_that_cannot_be_made_keeps_no_import_back(office, tmp_path, caplog):
    office.backups.folder().write_text("a file in the place of the folder")
    office.backups.by_themselves()
    office.sheets.import_records("finance_requests", requests(tmp_path, "7"))
    assert numbers(office) == ["7"]
    assert "โปรดตรวจ" in caplog.text
    with pytest.raises(FileRefusal, match="โฟลเดอร์ปลายทาง"):
        office.backups.make(Why.HAND)


def test_what_a_restore_would_change_is_told_and_nothing_is_changed(office):
    kept = request(office, "1", cheque_on="2020-01-20")
    gone = request(office, "2")
    (backup,) = office.backups.make(Why.CLOSING)
    office.records.save("finance_requests", {"amount": "2000", "cheque_on": "2020-02-20"}, kept)
    office.records.delete("finance_requests", gone)
    request(office, "3")
    found = office.backups.changes(backup.path)
    assert (found.lost, found.regained) == (3, 0)
    assert found.undone[0].label == office.records.undo_label
    (counts,) = found.registers
    assert (counts.gone, counts.back, counts.changed) == (1, 1, 1)
    (changed,) = [one for one in found.records if one.action == "changed"]
    assert ("จำนวนเงิน", "2,000.00", "1,000.00") in changed.fields
    assert [figure.code for figure in found.figures] == ["3"]
    assert numbers(office) == ["1", "3"]


def test_restored_here_the_file_is_what_it_was_and_goes_on(office):
    request(office, "1")
    (backup,) = office.backups.make(Why.CLOSING)
    request(office, "2")
    heard = []
    office.session.subscribe(heard.append)
    office.backups.restore_here(backup.path)
    assert numbers(office) == ["1"]
    assert "finance_requests" in heard[0].registers
    request(office, "3")
    assert office.file.check().sound
    newest = office.backups.all()[0]
    assert newest.why == "restore"
    assert office.backups.changes(newest.path).registers[0].back == 1  # nothing of what was undone is lost


def test_restored_as_a_copy(office, tmp_path):
    request(office, "1")
    (backup,) = office.backups.make(Why.CLOSING)
    request(office, "2")
    office.backups.restore_as(backup.path, tmp_path / "copy.phaen")
    with Office.open(tmp_path / "copy.phaen") as copy:
        assert numbers(copy) == ["1"]
    with pytest.raises(FileRefusal, match="อยู่แล้ว"):
        office.backups.restore_as(backup.path, tmp_path / "copy.phaen")


def test_a_backup_can_be_looked_into(office):
    request(office, "1")
    (backup,) = office.backups.make(Why.CLOSING)
    with Office.look_into(backup.path) as looked:
        assert numbers(looked) == ["1"]
        assert looked.session.read_only


def test_of_a_damaged_file_the_backups_are_found_and_returned(office, tmp_path):
    request(office, "1")
    office.backups.make(Why.CLOSING)
    path = office.session.path
    office.close()
    path.write_bytes(bytes(5000))
    with pytest.raises(FileRefusal, match="มีแฟ้มสำรองล่าสุด"):
        Office.open(path)
    (backup,) = backups_of(path)
    return_as_copy(backup.path, tmp_path / "back.phaen")
    with Office.open(tmp_path / "back.phaen") as back:
        assert numbers(back) == ["1"]


# The second folder


def test_a_second_folder_gets_each_backup_too_and_what_it_missed(office, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    office.backups.make(Why.CLOSING)
    office.backups.set_second_folder(stick)
    assert len(office.backups.make(Why.CLOSING)) == 1  # the first folder holds this state already
    pulled = stick.rename(tmp_path / "pulled")
    request(office, "1")
    assert len(office.backups.make(Why.CLOSING)) == 1  # the stick isn't there: nobody is kept waiting
    pulled.rename(stick)
    assert len(office.backups.make(Why.CLOSING)) == 1
    assert len(office.backups.all()) == 4
    office.backups.set_second_folder(None)
    assert len(office.backups.all()) == 2


def test_a_second_folder_that_makes_no_sense_is_refused(office, tmp_path):
    for folder in (tmp_path / "missing", office.session.path.parent, office.session.path):
        with pytest.raises(FileRefusal, match="โปรด"):
            office.backups.set_second_folder(folder)
    assert office.backups.second_folder() is None


def test_a_stick_pulled_out_in_the_middle_leaves_the_first_folder_s_backup(office, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    office.backups.set_second_folder(stick)

    def pulled(target, write):
        if stick in target.parents:
            raise OSError(5, "Input/output error")
        write_whole(target, write)

    monkeypatch.setattr("core.store.file.backup_set.write_whole", pulled)
    with pytest.raises(FileRefusal, match="ไดรฟ์ยังเสียบอยู่"):
        office.backups.make(Why.CLOSING)
    monkeypatch.undo()
    (backup,) = office.backups.all()
    assert can_be_returned(backup.path)


def test_two_files_of_one_name_do_not_share_the_second_folder(office, plan_file, tmp_path):
    stick, elsewhere = tmp_path / "stick", tmp_path / "elsewhere"
    stick.mkdir()
    elsewhere.mkdir()
    with Office.open(Path(shutil.copy(plan_file, elsewhere / "office.phaen"))) as other:
        for one in (office, other):
            one.backups.set_second_folder(stick)
            one.backups.make(Why.CLOSING)
            assert len(one.backups.all()) == 2
    assert len(list(stick.iterdir())) == 2


# Bad input


def test_a_backup_of_another_office_is_not_returned_here(office, office_file_of, tmp_path):
    path = Path(shutil.copy(office_file_of("gov", plan="example-district-2568"), tmp_path / "district.phaen"))
    with Office.open(path) as district:
        (backup,) = district.backups.make(Why.CLOSING)
    before = office.session.path.read_bytes()
    with pytest.raises(InputRefusal, match="โปรดคืนเป็นสำเนา"):
        office.backups.restore_here(backup.path)
    with pytest.raises(FileRefusal, match="สำนักงานอื่น"):
        office.backups.changes(backup.path)
    assert office.session.path.read_bytes() == before


@pytest.mark.parametrize("harm", ["block", "name"])
def test_a_spoilt_backup_is_a_sentence_and_changes_nothing(office, harm, tmp_path):
    (backup,) = office.backups.make(Why.CLOSING)
    request(office, "1")
    block = next(backup.path.parent.glob("blocks/*/*"))
    (block if harm == "block" else backup.path).write_bytes(b"rot")
    assert not can_be_returned(backup.path)
    for ask in (
        lambda: office.backups.restore_here(backup.path),
        lambda: office.backups.changes(backup.path),
        lambda: office.backups.restore_as(backup.path, tmp_path / "copy.phaen"),
    ):
        with pytest.raises(FileRefusal, match="โปรดเลือกแฟ้มสำรองอื่น"):
            ask()
    assert numbers(office) == ["1"]
    assert not (tmp_path / "copy.phaen").exists()


def test_of_a_file_that_is_only_read_none_is_made(plan_file):
    with Office.open(plan_file, read_only=True) as office:
        assert office.backups.make(Why.CLOSING) == ()
    assert not plan_file.with_name("phaen สำรอง").exists()


def test_after_locking_what_was_typed_is_backed_up_all_the_same(office, monkeypatch):
    request(office, "1")
    monkeypatch.setattr(type(office.session), "looks_only", True)
    assert office.session.read_only
    assert len(office.backups.make(Why.CLOSING)) == 1


# Beside typing


def test_saving_does_not_wait_and_the_copy_is_one_state(office, tmp_path, monkeypatch):
    monkeypatch.setattr(raw_copy, "_AT_ONCE", 1 << 15)
    saved = threading.Event()
    begun = threading.Event()

    def watch(_):
        begun.set()
        saved.wait(10)

    copying = threading.Thread(
        target=office.session.file.raw_copy(at_once=False),
        args=(office.session.path, tmp_path / "copy.phaen", watch),
    )
    copying.start()
    begun.wait(10)
    request(office, "1")  # in the middle of the copy, which holds nothing
    saved.set()
    copying.join()
    with closing(sqlite3.connect(tmp_path / "copy.phaen")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM finance_requests").fetchone() == (1,)


def test_a_file_that_is_saved_all_the_time_is_left_for_later(office, tmp_path, monkeypatch):
    monkeypatch.setattr(raw_copy, "_AT_ONCE", 1 << 15)
    with closing(sqlite3.connect(office.session.path, check_same_thread=False)) as writer:

        def save(_):
            writer.execute("UPDATE meta SET value = value || 'x' WHERE key = 'home'")
            writer.commit()

        with pytest.raises(FileRefusal, match="จะลองใหม่เอง"):
            office.session.file.raw_copy(at_once=False)(office.session.path, tmp_path / "copy.phaen", save)
