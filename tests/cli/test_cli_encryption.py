"""phaenctl over an encrypted file: on, change, off; the passphrase by standard input or by the environment."""

import io

import pytest

from core.keys.sealed_key import Cost

FIRST, SECOND = "สามคำ เว้นวรรค กัน", "อีกสามคำ ไม่เหมือน"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))


@pytest.fixture
def typed(monkeypatch):
    """``typed(*lines)``: what stands in standard input."""
    return lambda *lines: monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in lines)))


def test_on_change_and_off(ctl, office, typed, monkeypatch):
    monkeypatch.setenv("PHAEN_NEW_FILE_PASSPHRASE", FIRST)
    done = ctl("encrypt", office, "on")
    assert done.status == 0
    assert "ไม่มีใครเปิดแฟ้มนี้ได้อีก" in done.out
    assert office.read_bytes()[:4] == b"PHE1"
    typed(FIRST, SECOND)
    assert ctl("encrypt", office, "change", "--file-passphrase-stdin", "--new-passphrase-stdin").status == 0
    monkeypatch.setenv("PHAEN_FILE_PASSPHRASE", SECOND)
    assert ctl("check", office).status == 0
    assert ctl("encrypt", office, "off").status == 0
    monkeypatch.delenv("PHAEN_FILE_PASSPHRASE")
    assert ctl("check", office).status == 0


@pytest.mark.parametrize(("given", "said"), [("", "--file-passphrase-stdin"), (SECOND, "ไม่ถูกต้อง")])
def test_without_the_passphrase_each_is_refused_in_a_sentence(ctl, office, monkeypatch, given, said):
    monkeypatch.setenv("PHAEN_NEW_FILE_PASSPHRASE", FIRST)
    ctl("encrypt", office, "on")
    monkeypatch.setenv("PHAEN_FILE_PASSPHRASE", given)
    before = office.read_bytes()
    for words in (["check", office], ["indicators", office], ["backup", office], ["encrypt", office, "off"]):
        refused = ctl(*words)
        assert refused.status == 3
        assert said in refused.err
        assert refused.err.count("\n") == 1
    assert office.read_bytes() == before


def test_what_opens_still_is_told_with_the_command_that_removes_it(ctl, office, monkeypatch):
    assert ctl("backups", office, "--make").status == 0
    ctl("backup", office, office.with_name("named.phaen"))
    monkeypatch.setenv("PHAEN_NEW_FILE_PASSPHRASE", FIRST)
    done = ctl("encrypt", office, "on")
    assert "phaenctl encrypt FILE change --remove-old-backups" in done.out
    assert "named.phaen" in done.out
    monkeypatch.setenv("PHAEN_FILE_PASSPHRASE", FIRST)
    assert "ลบแฟ้มสำรองเดิม 1 แฟ้ม" in ctl("encrypt", office, "change", "--remove-old-backups").out
    assert "ด้วยรหัสผ่านเดิมเท่านั้น" in ctl("encrypt", office, "off").out


@pytest.mark.parametrize("way", ["change", "off"])
def test_what_is_not_encrypted_has_no_passphrase_to_change(ctl, office, monkeypatch, way):
    monkeypatch.setenv("PHAEN_NEW_FILE_PASSPHRASE", FIRST)
    assert ctl("encrypt", office, way).status == 2


def test_a_new_passphrase_is_needed_and_a_short_one_refused(ctl, office, typed, monkeypatch):
    monkeypatch.delenv("PHAEN_NEW_FILE_PASSPHRASE", raising=False)
    assert ctl("encrypt", office, "on").status == 2
    typed("สั้น")
    assert ctl("encrypt", office, "on", "--new-passphrase-stdin").status == 3


def test_a_backup_is_returned_with_its_passphrase(ctl, office, tmp_path, typed, monkeypatch):
    monkeypatch.setenv("PHAEN_NEW_FILE_PASSPHRASE", FIRST)
    ctl("encrypt", office, "on")
    kept = office.with_name("office.backup-20200601-0900.phaen")
    typed(FIRST)
    assert ctl("backup", office, kept, "--file-passphrase-stdin").status == 0
    refused = ctl("restore", kept, tmp_path / "new.phaen")
    assert (refused.status, "--file-passphrase-stdin" in refused.err) == (3, True)
    typed(FIRST)
    other = tmp_path / "other.phaen"
    assert ctl("backups", office, other, "--restore", "1", "--file-passphrase-stdin").status == 0
    typed(FIRST)
    assert ctl("restore", kept, tmp_path / "new.phaen", "--file-passphrase-stdin").status == 0
    assert (tmp_path / "new.phaen").read_bytes()[:16] == office.read_bytes()[:16]
