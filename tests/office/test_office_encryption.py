"""What an office does with an encrypted file: backups share what hasn't changed, merges are tried out unseen, who may encrypt."""

import shutil
from pathlib import Path

import pytest

from core.faults import InputRefusal, PassphraseRefusal, RightRefusal
from core.keys.sealed_key import Cost
from core.office import Office, Why
from core.office.encryption import encryption
from core.plan.people import Role
from core.store.file.backup_set import BackupSet

PASSPHRASE, OTHER = "สามคำ เว้นวรรค กัน", "อีกสามคำ ไม่เหมือน"
PAYEE = "ร้านความลับ"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))


@pytest.fixture
def plain(plan_file, tmp_path):
    return Path(shutil.copy(plan_file, tmp_path / "office.phaen"))


@pytest.fixture
def encrypted(plain):
    encrypt(plain, "", PASSPHRASE)
    return plain


@pytest.fixture
def office(encrypted):
    with Office.open(encrypted, passphrase=PASSPHRASE) as opened:
        yield opened


def request(office, number, **more):
    typed = {
        "request_no": number,
        "procurement": "w119",
        "amount": "1000",
        "received_on": "24/10/2562",
        **more,
    }
    office.records.save("finance_requests", typed)


def encrypt(path: Path, old: str, new: str, *, remove_old: bool = False):
    with Office.open(path, passphrase=old) as opened:
        order = encryption(opened.session, new)
    return order.carry_out(remove_old=remove_old)


def seen(folder: Path) -> list[str]:
    forms = [PAYEE.encode(), PAYEE.encode("utf-16-le"), b"CREATE TABLE", b"SQLite format 3"]
    return [p.name for p in folder.rglob("*") if p.is_file() and any(f in p.read_bytes() for f in forms)]


def blocks(office: Office) -> set[str]:
    return {p.parent.name + p.name for p in (office.backups.folder() / "blocks").rglob("*") if p.is_file()}


def test_backups_of_an_encrypted_file_share_what_nobody_changed(office, tmp_path):
    office.backups.make(Why.HAND)
    first = blocks(office)
    request(office, "1", payee=PAYEE)
    assert len(office.backups.make(Why.REGULAR)) == 1
    new = blocks(office) - first
    assert 0 < len(new) < len(first) / 2
    assert seen(tmp_path) == []
    newest = BackupSet(office.backups.folder()).all()[0]
    target = tmp_path / "returned.phaen"
    office.backups.restore_as(newest.path, target)
    assert seen(tmp_path) == []
    with Office.open(target, passphrase=PASSPHRASE) as back:
        assert back.records.count("finance_requests") == 1


def test_a_merge_is_tried_out_and_taken_back_unseen(office, tmp_path, monkeypatch):
    request(office, "1", payee=PAYEE)
    package = tmp_path.parent / f"{tmp_path.name}.phaenx"
    office.exchange.pack(package)
    unlink, found = Path.unlink, []
    monkeypatch.setattr(
        Path, "unlink", lambda path, *a, **k: (found.extend(seen(tmp_path)), unlink(path, *a, **k))[1]
    )
    office.exchange.try_merge([package])
    office.exchange.merge([package])
    assert found == []
    assert seen(tmp_path) == []


def test_copies_under_names_of_their_own_and_a_drive_that_is_not_there_are_told_of(plain, tmp_path_factory):
    drive = tmp_path_factory.mktemp("drive")
    with Office.open(plain) as office:
        request(office, "1", payee=PAYEE)
        office.backups.set_second_folder(drive)
        office.file.backup(plain.with_name("named.phaen"))
    with Office.create(plain.with_name("another.phaen"), unit="") as another:
        request(another, "2")
    done = encrypt(plain, "", PASSPHRASE)
    assert [one.name for one in done.beside] == ["named.phaen"]
    assert done.away is None
    shutil.copy(plain, plain.with_name("older.phaen"))
    drive.rename(drive.with_name(f"{drive.name}-taken"))
    done = encrypt(plain, PASSPHRASE, OTHER, remove_old=True)
    assert [one.name for one in done.beside] == ["named.phaen", "older.phaen"]
    assert done.away == drive
    assert "named.phaen" in done.not_reached()[0]
    assert drive.name in done.not_reached()[1]
    assert encrypt(plain, OTHER, "").not_reached() == ()


def test_a_backup_under_another_passphrase_says_how_it_is_returned(encrypted, tmp_path):
    with Office.open(encrypted, passphrase=PASSPHRASE) as office:
        kept = office.file.backup(tmp_path / "kept.phaen")
    encrypt(encrypted, PASSPHRASE, OTHER)
    before = encrypted.read_bytes()
    for typed in (PASSPHRASE, OTHER):
        with pytest.raises(PassphraseRefusal, match=r"คนละตัว .* โปรดคืนเป็นแฟ้มชื่อใหม่"):
            Office.restore_backup(kept, encrypted, passphrase=typed)
    with pytest.raises(PassphraseRefusal, match="ไม่ถูกต้อง"):
        Office.restore_backup(kept, encrypted, passphrase="neither")
    assert encrypted.read_bytes() == before
    Office.restore_backup(kept, tmp_path / "new.phaen", passphrase=PASSPHRASE)
    with Office.open(encrypted, passphrase=OTHER) as office:
        ways = (
            office.backups.changes,
            office.backups.restore_here,
            lambda one: office.backups.restore_as(one, tmp_path / "x.phaen"),
        )
        for way in ways:
            with pytest.raises(PassphraseRefusal, match="โปรดเปิดดูด้วยรหัสผ่านนั้น"):
                way(kept)


def test_older_backups_stay_and_are_counted_or_removed_after_a_new_one(plain):
    with Office.open(plain) as office:
        office.backups.make(Why.HAND)
        office.file.backup()
    done = encrypt(plain, "", PASSPHRASE)
    assert (done.removed, done.left) == (0, 2)
    done = encrypt(plain, PASSPHRASE, OTHER, remove_old=True)
    assert (done.removed, done.left) == (2, 0)
    with Office.open(plain, passphrase=OTHER) as office:
        (kept,) = office.backups.all()
        office.backups.changes(kept.path)
        assert seen(plain.parent) == []


def test_a_backup_from_before_it_was_encrypted_is_returned_encrypted(plain):
    with Office.open(plain) as office:
        office.backups.make(Why.HAND)
    encrypt(plain, "", PASSPHRASE)
    with Office.open(plain, passphrase=PASSPHRASE) as office:
        request(office, "1")
        (older,) = (one for one in office.backups.all() if one.why == Why.HAND)
        assert office.backups.changes(older.path).lost
        office.backups.restore_here(older.path)
        assert office.records.count("finance_requests") == 0
    assert plain.read_bytes()[:4] == b"PHE1"
    Office.open(plain, passphrase=PASSPHRASE).close()


def test_a_backup_under_another_passphrase_asks_for_it(office):
    office.backups.make(Why.HAND)
    (older,) = office.backups.all()
    path = office.session.path
    office.close()
    encrypt(path, PASSPHRASE, OTHER)
    with Office.open(path, passphrase=OTHER) as again:
        for ask in (again.backups.changes, again.backups.restore_here):
            with pytest.raises(PassphraseRefusal):
                ask(older.path)
    with Office.look_into(older.path, passphrase=PASSPHRASE) as looked:
        assert looked.session.is_encrypted


def test_only_the_keeper_encrypts_where_there_are_accounts(office):
    office.people.cost = Cost(64, 1, 1)
    office.people.add("สมศรี", "รหัสผ่านยาวพอ", roles=frozenset({Role.KEEPER}), unit=office.session.unit)
    office.session.act_as_nobody()
    with pytest.raises(RightRefusal):
        encryption(office.session, OTHER)


@pytest.mark.parametrize(("new", "said"), [("สั้น", "อย่างน้อย"), ("", "ไม่ได้เข้ารหัสอยู่แล้ว")])
def test_what_can_be_no_passphrase_is_refused(plain, new, said):
    with Office.open(plain) as office, pytest.raises(InputRefusal, match=said):
        encryption(office.session, new)
