"""What only Windows says of files, by numbers of its own (winerror.h), in words that say what to do. Linux raises none of
them: they are made by hand."""

from threading import Timer

import pytest
from filelock import FileLock

from core.faults import FileRefusal, LockRefusal, disk_sentence
from core.path_kinds import Kind, kind_of, refuse_no_file, refuse_no_office_file
from core.store.file.lock import WriterLock

LONG = "C:\\" + "\\".join(["โฟลเดอร์ของสำนักงาน"] * 14) + "\\แฟ้มงาน.phaen"


def said_by_windows(code, errno=22, filename="งาน.phaen"):
    """An error as Windows raises it: with what C says of it, and its own number."""
    fault = OSError(errno, "Windows said so", filename)
    fault.winerror = code
    return fault


@pytest.mark.parametrize(
    ("code", "errno", "filename", "words"),
    [
        (32, 13, "งาน.xlsx", "โปรแกรมอื่นกำลังเปิด “งาน.xlsx”"),
        (33, 13, "งาน.xlsx", "โปรแกรมอื่นกำลังเปิด"),
        (5, 13, "งาน.xlsx", "ตรวจสิทธิ"),
        (206, 22, "งาน.xlsx", "ยาวเกินกว่าที่ Windows รับได้"),
        (3, 2, LONG, "ยาวเกินกว่าที่ Windows รับได้"),
        (3, 2, "C:\\สั้น\\งาน.xlsx", "ไม่พบแฟ้ม"),
        (2, 2, "งาน.xlsx", "ไม่พบแฟ้ม"),
        (53, 2, "\\\\server\\งาน.xlsx", "เครือข่าย"),
        (64, 22, "งาน.xlsx", "เครือข่าย"),
        (362, 22, "งาน.xlsx", "OneDrive"),
        (388, 22, "งาน.xlsx", "OneDrive"),
        (112, 28, "งาน.xlsx", "เนื้อที่ดิสก์เต็ม"),
        (9999, 22, "งาน.xlsx", "ไม่สำเร็จชั่วขณะ"),
    ],
)
def test_each_has_one_sentence_with_what_to_do(code, errno, filename, words):
    said = disk_sentence(said_by_windows(code, errno, filename))
    assert words in said
    assert "โปรด" in said


@pytest.fixture
def barred(monkeypatch, tmp_path):
    """``barred(code)``: a file that Windows can't open, for that reason."""
    path = tmp_path / "งาน.phaen"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))

    def of(code, errno=22, filename="งาน.phaen"):
        def refuse(*_, **__):
            raise said_by_windows(code, errno, filename)

        monkeypatch.setattr(type(path), "open", refuse)
        return path

    return of


def test_a_file_that_onedrive_has_not_fetched_is_told_as_such(barred):
    path = barred(362)
    assert kind_of(path) is Kind.IN_CLOUD
    with pytest.raises(FileRefusal, match="OneDrive"):
        refuse_no_office_file(path)


def test_a_path_that_is_too_long_is_not_called_missing(barred):
    path = barred(3, 2, LONG)
    assert kind_of(path) is Kind.TOO_LONG
    with pytest.raises(FileRefusal, match="ยาวเกินกว่าที่ Windows รับได้ โปรดย้าย"):
        refuse_no_file(path)


def test_a_file_that_another_program_keeps_open_cannot_be_read(barred, monkeypatch):
    monkeypatch.setattr("core.whole_files._PATIENCE", 0.0)
    assert kind_of(barred(32, 13)) is Kind.UNREADABLE


def test_one_that_is_held_for_a_moment_is_read(monkeypatch, tmp_path):
    path, times = tmp_path / "a.txt", [3]
    path.write_text("text")
    real = type(path).open

    def held(self, *arguments):
        if times[0]:
            times[0] -= 1
            raise said_by_windows(32, 13)
        return real(self, *arguments)

    monkeypatch.setattr(type(path), "open", held)
    assert kind_of(path) is Kind.TEXT


@pytest.fixture
def held_lock(monkeypatch, tmp_path):
    """The lock of an office file, held by a program that doesn't say who it is, as a virus scanner's look at it seems."""
    monkeypatch.setattr("core.store.file.lock.HELD_BY_OTHERS", True)
    lock = FileLock(tmp_path / "งาน.phaen.lock", thread_local=False)
    lock.acquire()
    yield lock
    lock.release()


def test_a_lock_file_that_is_looked_at_for_a_moment_is_waited_for(held_lock, tmp_path):
    Timer(0.1, held_lock.release).start()
    lock = WriterLock(tmp_path / "งาน.phaen", "สมศรี")
    lock.acquire()
    lock.release()


def test_one_that_stays_held_is_refused_and_who_says_who_he_is_at_once(held_lock, tmp_path, monkeypatch):
    monkeypatch.setattr("core.store.file.lock.PATIENCE", 0.05)
    lock = WriterLock(tmp_path / "งาน.phaen", "สมศรี")
    with pytest.raises(LockRefusal, match="โปรแกรมอื่น"):
        lock.acquire()
    (tmp_path / "งาน.phaen.lock.info").write_text(
        '{"who": "มานี", "pc": "PC", "since": "2026-11-30T20:00"}', "utf-8"
    )
    waited = []
    real = lock._lock.acquire
    monkeypatch.setattr(
        lock._lock, "acquire", lambda timeout: waited.append(timeout) or real(timeout=timeout)
    )
    with pytest.raises(LockRefusal, match="มานี"):
        lock.acquire()
    assert waited == [0]
