"""An encrypted office file: what opens it, what lies on the disk, and its passphrase changed, cut short at any place."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from store_desk import put, values_of, write

from core.faults import DamagedRefusal, FileRefusal, LockRefusal, PassphraseRefusal, Stopped
from core.keys.file_key import FileKey
from core.keys.sealed_key import Cost
from core.path_kinds import Kind, kind_of
from core.store.file import encrypting
from core.store.file.backup import backup
from core.store.file.copies import plain_copy
from core.store.file.encrypting import recrypt, unlocked
from core.store.file.office_file import OfficeFile
from core.store.file.restore import restore, restore_as_copy
from core.store.log.changes import ActionInfo

NOW = datetime(2020, 6, 1, 9, 0)
PASSPHRASE, OTHER = "สามคำ เว้นวรรค กัน", "อีกสามคำ ไม่เหมือน"
WORDS = "finance_requests"  # stands in every plain file


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))


@pytest.fixture
def key():
    return FileKey.drawn(PASSPHRASE)


@pytest.fixture
def used_file(desk):
    """A closed file that holds a record."""
    write(desk, put("r1", amount=1))
    desk.close()
    return desk.path


@pytest.fixture
def encrypted(used_file, key):
    recrypt(used_file, None, key, holder="ก")
    return used_file


def seen(folder: Path) -> list[str]:
    """The files below a folder in which words of the office's can be read."""
    marks = [
        form for word in (WORDS, "แผนปฏิบัติ", "โครงการ") for form in (word.encode(), word.encode("utf-16-le"))
    ]
    return [p.name for p in folder.rglob("*") if p.is_file() and any(m in p.read_bytes() for m in marks)]


def test_nothing_is_read_in_an_encrypted_file_and_all_is_there(used_file, key, tmp_path):
    with OfficeFile.open(used_file, holder="ก") as file:
        before = values_of(file, "r1")
    assert seen(tmp_path) == [used_file.name]
    recrypt(used_file, None, key, holder="ก")
    assert seen(tmp_path) == []
    assert kind_of(used_file) is Kind.ENCRYPTED
    with OfficeFile.open(used_file, holder="ก", key=unlocked(used_file, PASSPHRASE)) as file:
        assert values_of(file, "r1") == before
        assert file.registers


@pytest.mark.parametrize(("passphrase", "said"), [("", "เข้ารหัสไว้"), (OTHER, "ไม่ถูกต้อง")])
def test_without_its_passphrase_it_is_refused_and_no_damage_is_said(encrypted, passphrase, said):
    before = encrypted.read_bytes()
    with pytest.raises(PassphraseRefusal, match=said):
        unlocked(encrypted, passphrase)
    with pytest.raises(PassphraseRefusal):
        OfficeFile.open(encrypted, holder="ก")
    with pytest.raises(PassphraseRefusal):
        OfficeFile.open(encrypted, holder="ก", key=FileKey.drawn(PASSPHRASE))
    assert encrypted.read_bytes() == before


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("caf\u00e9 ที่บ้าน", "cafe\u0301 ที่บ้าน"),
        ("แม่น้ำ ๕ สาย", "เเม่น\u0e4d\u0e49า 5 สาย"),
        ("ที่นี่", "ท\u0e48\u0e35น\u0e35\u0e48"),
    ],
)
def test_a_passphrase_is_what_it_looks_like(used_file, written, typed):
    recrypt(used_file, None, FileKey.drawn(written), holder="ก")
    assert typed != written
    assert unlocked(used_file, typed)


@pytest.mark.parametrize("place", [20, 3000])
def test_damage_is_told_from_a_wrong_passphrase(encrypted, key, place):
    content = bytearray(encrypted.read_bytes())
    content[place] ^= 0xFF
    encrypted.write_bytes(content)
    with pytest.raises(DamagedRefusal):
        OfficeFile.open(encrypted, holder="ก", key=unlocked(encrypted, PASSPHRASE)).close()


@pytest.mark.parametrize(("old", "new"), [(None, "a"), ("a", "b"), ("a", None)])
def test_whoever_reads_a_file_that_is_encrypted_meanwhile_is_not_told_of_damage(used_file, old, new):
    before, after = (FileKey.drawn(one) if one else None for one in (old, new))
    if before:
        recrypt(used_file, None, before, holder="ก")
    with OfficeFile.open(used_file, holder="ข", read_only=True, key=before) as file:
        recrypt(used_file, before, after, holder="ก")
        file._engine.dispose()  # the next connection is to what lies there now
        with pytest.raises(FileRefusal, match="จากที่อื่นแล้ว โปรดปิดแล้วเปิดใหม่") as told:
            values_of(file, "r1")
    assert not isinstance(told.value, DamagedRefusal)


def test_a_file_whose_beginning_is_gone_is_damaged_where_backups_tell_it(encrypted, key):
    backup(encrypted, now=NOW, key=key)
    encrypted.write_bytes(os.urandom(64) + encrypted.read_bytes()[64:])
    with pytest.raises(DamagedRefusal, match="เสียหาย"):
        OfficeFile.open(encrypted, holder="ก", key=key)


def test_copies_and_what_is_returned_are_encrypted_alike(encrypted, key, tmp_path):
    kept = backup(encrypted, now=NOW, key=key)
    plain_copy(encrypted, tmp_path / "copy.phaen", key)
    restore_as_copy(kept, tmp_path / "returned.phaen", key=key)
    restore(kept, encrypted, holder="ก", now=NOW, passphrase=PASSPHRASE)
    assert seen(tmp_path) == []
    for path in (kept, tmp_path / "copy.phaen", tmp_path / "returned.phaen", encrypted):
        OfficeFile.open(path, holder="ก", key=key).close()


def test_a_plain_backup_returned_into_an_encrypted_file_is_encrypted(used_file, key, tmp_path):
    kept = backup(used_file, tmp_path / "plain.phaen", now=NOW)
    recrypt(used_file, None, key, holder="ก")
    with pytest.raises(PassphraseRefusal):
        restore(kept, used_file, holder="ก", now=NOW)
    before = restore(kept, used_file, holder="ก", now=NOW, passphrase=PASSPHRASE)
    assert seen(tmp_path) == ["plain.phaen"]
    assert before
    OfficeFile.open(used_file, holder="ก", key=key).close()


def test_the_passphrase_is_changed_and_taken_away(encrypted, key):
    new = FileKey.drawn(OTHER)
    recrypt(encrypted, key, new, holder="ก")
    with pytest.raises(PassphraseRefusal):
        unlocked(encrypted, PASSPHRASE)
    recrypt(encrypted, unlocked(encrypted, OTHER), None, holder="ก")
    with OfficeFile.open(encrypted, holder="ก") as file:
        assert file.key is None
        assert values_of(file, "r1") == {"amount": 1}


def test_a_file_in_use_and_one_that_is_stopped_stay_as_they_are(encrypted, key):
    def stop(_):
        raise Stopped

    before = encrypted.read_bytes()
    with pytest.raises(Stopped):
        recrypt(encrypted, key, None, holder="ก", on_progress=stop)
    assert encrypted.read_bytes() == before
    with OfficeFile.open(encrypted, holder="ก", key=key), pytest.raises(LockRefusal):
        recrypt(encrypted, key, None, holder="ข")


def test_a_copy_that_lacks_a_row_is_not_put_in_place(encrypted, key, monkeypatch):
    before = encrypted.read_bytes()
    monkeypatch.setattr(encrypting, "_EXPORT", (*encrypting._EXPORT, "DELETE FROM made.finance_requests"))
    with pytest.raises(FileRefusal):
        recrypt(encrypted, key, None, holder="ก")
    assert encrypted.read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
import core.store.file.copies as copies
import core.store.file.encrypting as encrypting
from core.keys import sealed_key
from core.keys.file_key import FileKey
sealed_key.STANDARD = sealed_key.Cost(memory=64, passes=1, lanes=1)
path, place = Path(sys.argv[1]), sys.argv[2]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if place == "export":
    copies._prove = die
elif place == "before":
    encrypting.put_database_in_place = die
else:
    real = encrypting.put_database_in_place
    encrypting.put_database_in_place = lambda *given: (real(*given), die())
key = encrypting.unlocked(path, sys.argv[3])
encrypting.recrypt(path, key, FileKey.drawn(sys.argv[4]), holder="ก")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize(
    ("place", "opens"), [("export", PASSPHRASE), ("before", PASSPHRASE), ("after", OTHER)]
)
def test_killed_anywhere_the_file_opens_with_the_old_passphrase_or_the_new(encrypted, tmp_path, place, opens):
    command = [sys.executable, "-c", KILLED, str(encrypted), place, PASSPHRASE, OTHER]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert seen(tmp_path) == []
    with OfficeFile.open(encrypted, holder="ก", key=unlocked(encrypted, opens)) as file:
        assert values_of(file, "r1") == {"amount": 1}
    assert not list(tmp_path.glob(".*.new"))


def spill(file: OfficeFile) -> None:
    """A step that is stopped once what it wrote no longer fits in memory."""
    with file.transaction() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 10")
        for part in range(4):
            connection.exec_driver_sql("INSERT INTO blob_parts VALUES ('f', ?, zeroblob(200000))", (part,))
        connection.exec_driver_sql("PRAGMA cache_size = -65536")
        raise Stopped


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_after_a_long_step_that_was_stopped_one_goes_on_saving(used_file, key, is_encrypted):
    if is_encrypted:
        recrypt(used_file, None, key, holder="ก")
    with OfficeFile.open(used_file, holder="ก", key=key if is_encrypted else None) as file:
        file.commit(lambda _: [put("r2", amount=2)], ActionInfo("ก"))
        with pytest.raises(Stopped):
            spill(file)
        file.commit(lambda _: [put("r3", amount=3)], ActionInfo("ก"))
        assert values_of(file, "r3")


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_what_did_not_come_in_is_not_said_to_be_saved(used_file, key, is_encrypted):
    """A commit on a full disk, by a limit to the size of what is written; the record is longer than the file may grow."""
    if is_encrypted:
        recrypt(used_file, None, key, holder="ก")
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path\n"
        "from core.faults import Refusal\n"
        "from core.keys.file_key import FileKey\n"
        "from core.store.file.office_file import OfficeFile\n"
        "from core.store.log.changes import ActionInfo, Put\n"
        "path, head, secret = Path(sys.argv[1]), *map(bytes.fromhex, sys.argv[2:])\n"
        "file = OfficeFile.open(path, holder='ก', key=FileKey(head, secret) if head else None)\n"
        "size = path.stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, size + 8192))\n"
        "for n in range(40):\n"
        "    try: file.commit(lambda _: [Put('finance_requests', f'x{n}', {'note': 'ย' * 900})], ActionInfo('ก'))\n"
        "    except Refusal: break\n"
        "    print(f'x{n}', flush=True)\n"
    )
    told = (key.head.hex(), key.secret.hex()) if is_encrypted else ("", "")
    done = subprocess.run(
        [sys.executable, "-c", limited, str(used_file), *told], capture_output=True, text=True, check=True
    )
    saved = done.stdout.split()
    assert 0 < len(saved) < 40
    with OfficeFile.open(used_file, holder="ก", key=key if is_encrypted else None) as file:
        assert all(values_of(file, one) for one in saved)
