"""Making packages: what is proved goes into the folder whole, what isn't doesn't, and what lies there is told by its hash."""

import errno
import hashlib
import shutil
import sys
from pathlib import Path

import build
import pytest
from environment import SetupRefusal
from release import checksums, linux_python, making, version
from release.job import Job
from release.making import PackageKind
from release.version import Release


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path, tmp_path / "ออก ใหม่", tmp_path / "work", Release("1.2.3", 0))


def kind(name: str, refusal: str = "") -> PackageKind:
    def make(job):
        package = job.work / name
        package.write_text(name, encoding="utf-8")
        return package

    def prove(job, package):
        if refusal:
            raise SetupRefusal(refusal)

    return PackageKind(make, prove)


def test_what_fails_its_proof_is_not_put_into_the_folder(job, monkeypatch):
    monkeypatch.setattr(making, "KINDS", {"good": kind("good.deb"), "bad": kind("bad.deb", "ไม่ผ่าน")})
    with pytest.raises(SetupRefusal, match="ไม่ผ่าน"):
        making.make(job, ("good", "bad"))
    assert [path.name for path in job.out.iterdir()] == ["good.deb"]


def test_a_full_disk_leaves_nothing_half_made(job, monkeypatch):
    monkeypatch.setattr(making, "KINDS", {"good": kind("good.deb")})

    def full(source, target):
        Path(target).write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        making.make(job, ("good",))
    assert list(job.out.iterdir()) == []


def test_hashes_are_told_as_sha256sum_reads_them_and_not_of_what_is_no_package(tmp_path):
    for name in ("b.deb", "a.exe", "SHA256SUMS.sig", ".c.unfinished"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    told = checksums.write_sums(tmp_path).read_text(encoding="utf-8")
    expected = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a.exe", "b.deb")]
    assert told == "".join(expected)


def test_the_bill_names_the_interpreter_with_its_origin_and_hash():
    (package, *_) = linux_python.PACKAGES
    told = checksums.debian_component(package)
    assert told["purl"].startswith(f"pkg:deb/debian/{package.name}@{package.version}?")
    assert told["hashes"] == [{"alg": "SHA-256", "content": package.sha256}]


def test_a_failure_is_a_sentence_and_a_status(monkeypatch, capsys):
    monkeypatch.setenv(build.INSIDE, "1")
    monkeypatch.setenv(version.EPOCH, "0")

    def refuse(*_):
        raise SetupRefusal("ทำต่อไม่ได้")

    def fill(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "out/x")

    for failing, words in ((refuse, "ทำต่อไม่ได้"), (fill, "out/x (No space left on device)")):
        monkeypatch.setattr(making, "make", failing)
        assert build.main(["deb"]) == 1
        assert words in capsys.readouterr().out
    with pytest.raises(SystemExit) as wrong:
        build.main(["everything"])
    assert wrong.value.code == 2
    assert sys.executable not in capsys.readouterr().err
