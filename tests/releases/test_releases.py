"""Releases on a stick: what is offered, what is passed over, and a setup that is checked before anything is started."""

import os
import shutil
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from core.faults import FileRefusal, Stopped
from core.keys.signer import signer_from
from core.releases import on_stick
from core.releases.installed import PROGRAM_FOLDER, Installed, installed, system_of
from core.releases.manifest import (
    FILE,
    LARGEST,
    SIGNATURE,
    ReleaseManifest,
    SetupFile,
    number_of,
    read,
    signed_bytes,
    text_of,
)
from core.releases.on_stick import Offer, fetch, fetched_folder, forget_fetched, newest
from core.state_folder import STATE_DIR

OURS, ANOTHER = signer_from(bytes(range(32))), signer_from(bytes(32))
NOW = Installed("1.2.0", "2026-11-30", OURS.public)
DAY = date(2027, 1, 15)
BODY = b"MZ" + bytes(3 << 20)
NAME = "phaen-1.10.0-setup.exe"
SETUP = SetupFile("windows", NAME, len(BODY), sha256(BODY).hexdigest())


@pytest.fixture(autouse=True)
def state(monkeypatch, tmp_path):
    monkeypatch.setenv(STATE_DIR, str(tmp_path / "state"))


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "แฟลชไดรฟ์ ของสำนักงาน"
    folder.mkdir()
    return folder


def put(folder, *setups, version="1.10.0", text=None, by=OURS, body=BODY):
    """A release on a stick, signed."""
    told = text if text is not None else text_of(ReleaseManifest(version, DAY, setups or (SETUP,))).encode()
    (folder / FILE).write_bytes(told)
    (folder / SIGNATURE).write_bytes(b64encode(by.sign(signed_bytes(told))) + b"\r\n")
    (folder / NAME).write_bytes(body)
    return folder


def offered(*folders, release=NOW, system="windows"):
    return newest(folders, release, system)


def test_a_newer_release_of_the_key_is_offered(stick):
    assert offered(put(stick)) == Offer("1.10.0", DAY, stick / NAME, len(BODY), SETUP.sha256)


def test_the_newest_of_several_is_offered(stick, tmp_path):
    (other := tmp_path / "other").mkdir()
    put(other, version="1.9.3")
    found = offered(other, put(stick), tmp_path / "gone")
    assert found is not None
    assert found.version == "1.10.0"


@pytest.mark.parametrize("version", ["1.2.0", "1.2", "1.1.9", "0.10"])
def test_the_same_and_older_ones_are_not(stick, version):
    assert offered(put(stick, version=version)) is None


def test_one_for_another_system_is_not(stick):
    put(stick)
    assert offered(stick, system="deb") is None
    assert offered(stick, system="portable") is None


def test_of_several_setups_that_of_this_system_is_offered(stick):
    deb = replace(SETUP, system="deb", name="phaen_1.10.0_amd64.deb")
    (stick / deb.name).write_bytes(BODY)
    found = offered(put(stick, SETUP, deb), system="deb")
    assert found is not None
    assert found.setup.name == deb.name


def test_a_program_without_a_key_is_offered_nothing(stick):
    assert offered(put(stick), release=Installed("1.2.0")) is None


def test_one_that_another_key_signed_is_not(stick):
    assert offered(put(stick, by=ANOTHER)) is None


def test_one_whose_words_were_changed_is_not(stick):
    put(stick)
    told = (stick / FILE).read_bytes()
    (stick / FILE).write_bytes(told.replace(b"1.10.0", b"1.11.0", 1))
    assert offered(stick) is None


def signed_for_another_purpose(folder):
    told = (folder / FILE).read_bytes()
    (folder / SIGNATURE).write_bytes(b64encode(OURS.sign(told)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: (f / SIGNATURE).write_bytes(b64encode(bytes(64))),
        lambda f: (f / SIGNATURE).write_bytes(b"not base64 at all!"),
        lambda f: (f / SIGNATURE).write_bytes((f / SIGNATURE).read_bytes()[:40]),
        lambda f: (f / SIGNATURE).write_bytes(b"A" * (LARGEST + 1)),
        lambda f: (f / SIGNATURE).write_bytes(b""),
        lambda f: (f / SIGNATURE).unlink(),
        lambda f: (f / FILE).write_bytes((f / FILE).read_bytes()[:-20]),
        lambda f: (f / NAME).unlink(),
        signed_for_another_purpose,
    ],
    ids=["zeros", "no base64", "cut", "huge", "empty", "none", "file cut", "no setup", "another purpose"],
)
def test_a_broken_signature_or_a_missing_part_is_passed_over(stick, spoil):
    put(stick)
    spoil(stick)
    assert offered(stick) is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"format = 2\n",
        text_of(ReleaseManifest("1.10", DAY, (SETUP,))).encode().replace(b"format = 1", b"format = 2"),
        text_of(ReleaseManifest("1.10.0-rc1", DAY, (SETUP,))).encode(),
        text_of(ReleaseManifest("99999.0", DAY, (SETUP,))).encode(),
        text_of(ReleaseManifest("1.10", DAY, (SETUP,))).encode() + b"#" * LARGEST,
        text_of(ReleaseManifest("1.10", DAY, (SETUP,) * 21)).encode(),
        text_of(ReleaseManifest("1.10", DAY, ())).encode(),
        b'format = 1\nversion = "1.10"\nday = "soon"\nsetups = []\n',
        b'format = 1\nversion = "1.10"\nday = "2027-01-15"\nsetups = 7\n',
        b'format = 1\nversion = "1.10"\nday = "2027-01-15"\nsetups = [1]\n',
        b"a = " + b"[" * 20_000,
        *(
            text_of(ReleaseManifest("1.10", DAY, (replace(SETUP, **wrong),))).encode()
            for wrong in (
                {"name": "../" + NAME},
                {"name": "sub/" + NAME},
                {"name": "C:" + NAME},
                {"name": "/etc/passwd"},
                {"name": ".."},
                {"name": ""},
                {"size": 0},
                {"size": -1},
                {"size": 1 << 40},
                {"sha256": SETUP.sha256.upper()},
                {"sha256": ""},
            )
        ),
        text_of(ReleaseManifest("1.10", DAY, (SETUP,))).encode().replace(NAME.encode(), b"..\\\\setup.exe"),
    ],
)
def test_words_that_make_no_sense_are_passed_over_though_signed(stick, text):
    put(stick, text=text)
    assert offered(stick) is None


def test_words_of_a_later_program_do_not_matter(stick):
    told = text_of(ReleaseManifest("1.10", DAY, (SETUP,))).replace("format = 1", 'format = 1\nnotes = "x"')
    assert offered(put(stick, text=told.encode())) is not None


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as Linux has them")
@pytest.mark.parametrize("name", [FILE, SIGNATURE, NAME])
def test_links_and_pipes_are_not_followed(stick, tmp_path, name):
    put(stick)
    kept = tmp_path / "kept"
    shutil.move(stick / name, kept)
    (stick / name).symlink_to(kept)
    assert offered(stick) is None
    (stick / name).unlink()
    os.mkfifo(stick / name)
    assert offered(stick) is None


def test_versions_compare_as_numbers():
    assert number_of("1.10") > number_of("1.9.9")
    assert number_of("1.10") == number_of("1.10.0.0")
    assert read(text_of(ReleaseManifest("1.10", DAY, (SETUP,))).encode()).setups == (SETUP,)


# Fetching


def test_a_setup_is_copied_whole_and_checked(stick):
    offer = offered(put(stick))
    heard = []
    setup = fetch(offer, heard.append)
    assert setup.read_bytes() == BODY
    assert setup.parent == fetched_folder() / "1.10.0"
    assert [p.name for p in setup.parent.iterdir()] == [NAME]
    assert heard == sorted(heard)
    assert heard[-1] == 1


def refused(offer):
    with pytest.raises(FileRefusal) as caught:
        fetch(offer)
    assert not fetched_folder().exists() or not [p for p in fetched_folder().rglob("*") if p.is_file()]
    return str(caught.value)


@pytest.mark.parametrize(
    "body",
    [BODY[:-1], BODY + b"\0", b"X" + BODY[1:], BODY[:-1] + b"\1", b""],
    ids=["cut", "longer", "first", "last", "empty"],
)
def test_one_changed_byte_is_refused(stick, body):
    offer = offered(put(stick, body=body))
    assert "ไม่ตรงกับที่ผู้ออกรุ่นลงลายมือชื่อไว้" in refused(offer)


def test_a_stick_that_was_pulled_out_is_told(stick):
    offer = offered(put(stick))
    (stick / NAME).unlink()
    assert "เสียบแฟลชไดรฟ์" in refused(offer)


def test_a_stick_pulled_out_half_way_is_told(stick, monkeypatch):
    offer = offered(put(stick))

    class Failing:
        def read(self, _):
            raise OSError(5, "Input/output error")

    real = on_stick._piece
    monkeypatch.setattr(on_stick, "_piece", lambda offer, _: real(offer, Failing()))
    assert "เสียบแฟลชไดรฟ์" in refused(offer)


def test_fetching_that_is_stopped_leaves_nothing(stick):
    def stop(share):
        if share > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        fetch(offered(put(stick)), stop)
    assert not fetched_folder().exists()


def test_a_fetched_setup_goes_once_the_program_is_that_release(stick):
    setup = fetch(offered(put(stick)))
    forget_fetched(NOW)
    assert setup.exists()
    forget_fetched(Installed("1.10"))
    assert not setup.exists()
    forget_fetched(Installed("1.10"))


# What runs


def test_a_built_program_tells_its_release(tmp_path):
    told = f'version = "1.0.0"\nday = "2026-11-30"\npublic_key = "{b64encode(OURS.public).decode()}"\n'
    (tmp_path / "RELEASE").write_text(told)
    assert installed(tmp_path) == Installed("1.0.0", "2026-11-30", OURS.public)


def test_a_build_without_a_release_key_is_offered_nothing(tmp_path, stick):
    (tmp_path / "RELEASE").write_text('version = "1.0.0"\nday = "2026-11-30"\npublic_key = ""\n')
    assert offered(put(stick), release=installed(tmp_path)) is None


def test_a_checkout_tells_its_projects_version():
    release = installed()
    assert number_of(release.version)
    assert (release.day, release.public_key) == ("", b"")
    assert f'version = "{release.version}"' in (PROGRAM_FOLDER / "pyproject.toml").read_text("utf-8")


def test_each_system_has_its_own_setup(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert system_of(Path("/usr/lib/phaen/app")) == "deb"
    assert system_of(Path("/opt/phaen/app")) == "deb"
    assert system_of(Path("/media/stick/phaen/app")) == "portable"
    monkeypatch.setattr("sys.platform", "win32")
    assert system_of(Path("/usr/lib/phaen/app")) == "windows"
