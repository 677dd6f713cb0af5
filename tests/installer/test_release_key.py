"""The release key: made once, never over another, and what it signs is what a program takes."""

import os
import stat
import subprocess
from base64 import b64decode
from datetime import date
from pathlib import Path

import pytest
from environment import SetupRefusal
from release import release_key

from core.keys.sealed_key import Cost
from core.releases.installed import Installed
from core.releases.on_stick import fetch, newest
from core.state_folder import STATE_DIR

ROOT = Path(__file__).parents[2]
SECRET = "ดอกไม้สามดอกในแจกัน"
SMALL = Cost(memory=64, passes=1, lanes=1)
DAY = date(2027, 1, 15)


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
    release_key.sign(packages, "1.1.0", DAY, key, SECRET)
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
        release_key.sign(packages, "1.1.0", DAY, key, SECRET + "x")
    assert sorted(packages.iterdir()) == before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"public": "a", "private": "b"}'])
def test_what_is_no_key_is_told(packages, tmp_path, text):
    (path := tmp_path / "x.json").write_text(text)
    with pytest.raises(SetupRefusal, match="ไม่ใช่กุญแจ"):
        release_key.sign(packages, "1.1.0", DAY, path, SECRET)
    with pytest.raises(SetupRefusal, match="อ่านกุญแจ"):
        release_key.public_key_of(tmp_path / "gone")


def test_a_folder_without_setups_is_told(key, tmp_path):
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(SetupRefusal, match="ไม่มีชุดติดตั้ง"):
        release_key.sign(empty, "1.1.0", DAY, key, SECRET)


def test_git_never_takes_a_key():
    told = subprocess.run(["git", "check-ignore", "out.release-key.json"], cwd=ROOT, check=False)
    assert told.returncode == 0
