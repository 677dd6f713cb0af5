"""The release key: made once, never over another, and what it signs is what a program takes."""

import os
import re
import stat
import subprocess
from base64 import b64decode
from pathlib import Path

import build
import pytest
from environment import SetupRefusal
from release import making, release_key
from release.version import Release

from core.keys.sealed_key import Cost
from core.releases.installed import Installed
from core.releases.on_stick import fetch, newest
from core.state_folder import STATE_DIR

ROOT = Path(__file__).parents[2]
SECRET = "ดอกไม้สามดอกในแจกัน"
SMALL = Cost(memory=64, passes=1, lanes=1)
RELEASE = Release("1.1.0", 1_800_000_000)


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "phaen.release-key.json"
    release_key.new(path, SECRET, SMALL)
    return path


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("phaen-1.1.0-setup.exe", "phaen_1.1.0_amd64.deb", "phaen-1.1.0-linux.tar.xz", "sbom.json"):
        (folder / name).write_bytes(name.encode() * 1000)
    return folder


def test_what_is_signed_is_offered_and_fetched(key, packages, tmp_path, monkeypatch):
    monkeypatch.setenv(STATE_DIR, str(tmp_path / "state"))
    release_key.sign(packages, RELEASE, key, SECRET)
    release = Installed("1.0.0", public_key=b64decode(release_key.public_key_of(key)))
    found = {system: newest([packages], release, system) for system in ("windows", "deb", "portable")}
    assert [offer.setup.name for offer in found.values()] == [
        "phaen-1.1.0-setup.exe",
        "phaen_1.1.0_amd64.deb",
        "phaen-1.1.0-linux.tar.xz",
    ]
    assert fetch(found["windows"]).read_bytes() == found["windows"].setup.read_bytes()


def test_a_new_key_is_told_and_lies_sealed_for_its_owner_alone(tmp_path):
    path = tmp_path / "a.release-key.json"
    public = release_key.new(path, SECRET, SMALL)
    assert public == release_key.public_key_of(path)
    assert len(b64decode(public)) == 32
    assert SECRET not in path.read_text("utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_made_over_another(key):
    before = key.read_bytes()
    with pytest.raises(SetupRefusal, match="อยู่แล้ว"):
        release_key.new(key, SECRET, SMALL)
    assert key.read_bytes() == before


def test_a_short_passphrase_is_refused(tmp_path):
    with pytest.raises(SetupRefusal, match="12"):
        release_key.new(tmp_path / "a.release-key.json", "สั้น", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_another_passphrase_signs_nothing(key, packages):
    before = sorted(packages.iterdir())
    with pytest.raises(SetupRefusal, match="รหัสผ่าน"):
        release_key.sign(packages, RELEASE, key, SECRET + "x")
    assert sorted(packages.iterdir()) == before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"public": "a", "private": "b"}'])
def test_what_is_no_key_is_told(packages, tmp_path, text):
    (path := tmp_path / "x.json").write_text(text)
    with pytest.raises(SetupRefusal, match="ไม่ใช่กุญแจ"):
        release_key.sign(packages, RELEASE, path, SECRET)
    with pytest.raises(SetupRefusal, match="อ่านกุญแจ"):
        release_key.public_key_of(tmp_path / "gone")


def test_a_folder_without_setups_is_told(key, tmp_path):
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(SetupRefusal, match="ไม่มีชุดติดตั้ง"):
        release_key.sign(empty, RELEASE, key, SECRET)


@pytest.mark.parametrize("other", ["1.0.9", "11.1.0", "1.1.01", "1.1.0.1", "2.1.1.0"])
def test_a_setup_of_another_release_is_not_signed(key, packages, other):
    (packages / f"phaen-{other}-setup.exe").write_bytes(b"old")
    with pytest.raises(SetupRefusal, match=re.escape(f"phaen-{other}-setup.exe")):
        release_key.sign(packages, RELEASE, key, SECRET)
    assert not (packages / "phaen-release.toml").exists()


def test_the_passphrase_is_typed_unseen_and_twice_for_a_new_key(monkeypatch):
    monkeypatch.delenv(release_key.VARIABLE, raising=False)
    typed = iter((SECRET, SECRET, SECRET, "another"))
    monkeypatch.setattr(release_key, "getpass", lambda _: next(typed))
    assert release_key.passphrase(twice=True) == SECRET
    with pytest.raises(SetupRefusal, match="ไม่ตรงกัน"):
        release_key.passphrase(twice=True)
    monkeypatch.setenv(release_key.VARIABLE, "given")
    assert release_key.passphrase() == "given"


def test_the_commands_make_a_key_and_sign_by_it(packages, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(build.INSIDE, "1")
    monkeypatch.setenv(release_key.VARIABLE, SECRET)
    monkeypatch.setattr("release.version.of", lambda _: RELEASE)
    key = tmp_path / "a.release-key.json"
    assert build.main(["release-key", "new", str(key)]) == 0
    assert release_key.public_key_of(key) in capsys.readouterr().out
    assert build.main(["sign", str(packages), str(key)]) == 0
    assert (packages / "phaen-release.sig").exists()
    job = making.job_of(tmp_path, build.parser().parse_args(["deb", "--public-key", str(key)]))
    assert job.public_key == release_key.public_key_of(key)
    assert build.main(["release-key", "new", str(key)]) == 1


def test_git_never_takes_a_key():
    told = subprocess.run(["git", "check-ignore", "out.release-key.json"], cwd=ROOT, check=False)
    assert told.returncode == 0
