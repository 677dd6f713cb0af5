"""The Linux packages as far as no tool of Debian is asked: what they hold, depend on, tell a desktop and say to a person."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from environment import SetupRefusal
from release import clean_system, deb, debian, folder, linux_desktop, linux_python, portable, start_desk
from release.job import Job
from release.version import Release

ROOT = Path(__file__).parents[2]
SECONDS = 1_796_083_199


@pytest.fixture
def job(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    return Job(ROOT, tmp_path / "ออก ใหม่", work, Release("1.2.3", SECONDS))


@pytest.fixture
def icons(tmp_path):
    made = tmp_path / "icons"
    made.mkdir()
    for name in (linux_desktop.APPLICATION_ICON, linux_desktop.FILE_ICON):
        (made / name).write_text(f"<svg>{name}</svg>", encoding="utf-8")
    return made


# The desk's start


def test_the_desk_says_which_libraries_are_missing_and_what_brings_them(monkeypatch, capsys):
    missing = {"libxcb-cursor.so.0", "libGL.so.1"}
    monkeypatch.setattr(start_desk, "_is_there", lambda name: name not in missing)
    sentence = start_desk.refusal_here([], {"DISPLAY": ":0"})
    assert "2 รายการ" in sentence
    assert missing <= set(sentence.replace("(", " ").replace(")", " ").replace(",", " ").split())
    assert sentence.endswith("sudo apt install libgl1 libxcb-cursor0")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("PATH", "")
    assert start_desk.main([]) == 1
    assert sentence in capsys.readouterr().err


def test_off_screen_nothing_of_a_window_is_asked_for(monkeypatch):
    monkeypatch.setattr(start_desk, "_is_there", lambda name: name not in start_desk.WINDOW)
    assert start_desk.refusal_here([], {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}) == ""
    assert start_desk.refusal_here(["--self-test", "report.txt"], {}) == ""
    assert start_desk.refusal_here(["office.phaen"], {}) == start_desk.NO_SCREEN


def test_a_library_that_nobody_has_a_package_for_is_no_build():
    folder.refuse_unknown({*start_desk.OFF_SCREEN, *start_desk.WINDOW})
    with pytest.raises(SetupRefusal, match=r"libnew\.so\.1"):
        folder.refuse_unknown({"libGL.so.1", "libnew.so.1"})


# What a desktop is told


def entry_of(content: bytes):
    parser = RawConfigParser(strict=True)
    parser.optionxform = str
    parser.read_string(content.decode())
    return parser["Desktop Entry"]


def test_a_desktop_is_told_both_names_and_both_file_types(icons):
    told = linux_desktop.files("phaen", icons)
    entry = entry_of(told["applications/phaen.desktop"])
    assert (entry["Name"], entry["Name[th]"], entry["Exec"]) == ("Phaen", "แผน", "phaen %f")
    types = ElementTree.fromstring(told["mime/packages/phaen.xml"])
    globs = {kind.attrib["type"]: kind.find("{*}glob").attrib["pattern"] for kind in types}
    assert globs == {"application/x-phaen": "*.phaen", "application/x-phaen-package": "*.phaenx"}
    assert entry["MimeType"].rstrip(";").split(";") == list(globs)
    for kind in globs:
        assert f"icons/hicolor/scalable/mimetypes/{kind.replace('/', '-')}.svg" in told


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize("name", ["โต๊ะ ทำงาน/phaen", 'a"b$c`d\\e/100%/phaen'])
def test_a_program_in_any_folder_is_started_by_its_entry(name):
    """Read back as the specification says: the string's own escapes, then quotes, then field codes."""
    line = linux_desktop.quoted(Path("/home", name))
    assert (line[0], line[-1]) == ('"', '"')
    unescaped = line[1:-1].replace("\\\\", "\\")
    assert re.fullmatch(r'(?:[^`"$\\]|\\[`"$\\])*', unescaped)
    unquoted = re.sub(r'\\([`"$\\])', r"\1", unescaped)
    assert re.sub("%(.)", r"\1", unquoted) == f"/home/{name}"


@pytest.mark.skipif(sys.platform == "win32", reason="a desktop of Linux")
def test_a_portable_folder_is_put_into_the_menu_of_its_user_and_taken_out_again(
    icons, tmp_path, monkeypatch, capsys
):
    home = tmp_path / "แผน พกพา"
    (home / "app" / "resources").mkdir(parents=True)
    icons.rename(home / "app" / "resources" / "icons")
    monkeypatch.setattr(linux_desktop, "__file__", str(home / "app" / "linux_desktop.py"))
    data = tmp_path / "ข้อมูล"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    monkeypatch.setenv("PATH", "")
    assert linux_desktop.main(["--what"]) == 2
    assert not data.exists()
    assert linux_desktop.main([]) == 0
    assert str(home / "phaen") in entry_of((data / "applications/phaen.desktop").read_bytes())["Exec"]
    assert linux_desktop.main(["--remove"]) == 0
    assert [path for path in data.rglob("*") if path.is_file()] == []
    data.joinpath("applications").rmdir()
    data.joinpath("applications").touch()
    assert linux_desktop.main([]) == 1
    assert "โปรดตรวจสิทธิ์" in capsys.readouterr().err


# The package for Debian


def test_the_package_depends_on_what_qt_asks_of_the_system_and_names_the_release(job):
    told = deb.control(job, 1000)
    fields = dict(line.split(": ", 1) for line in told.splitlines() if not line.startswith(" "))
    assert fields["Version"] == "1.2.3"
    depends = fields["Depends"].split(", ")
    assert depends[0] == "libc6 (>= 2.35)"
    assert {"libgl1", "libxcb-cursor0", "libcups2", "libexpat1"} <= set(depends)
    assert not [name for name in depends if "python" in name]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Linux")
@pytest.mark.parametrize(("installed", "newer", "status"), [("2.0.0", 0, 1), ("1.0.0", 1, 0)])
def test_dpkg_is_told_to_leave_a_newer_version(job, tmp_path, installed, newer, status):
    """``dpkg --compare-versions`` answers as a stand-in says."""
    script = tmp_path / "preinst"
    script.write_text(deb.before_installing(job), encoding="utf-8")
    stand_in = tmp_path / "dpkg"
    stand_in.write_text(
        f'#!/bin/sh\n[ "$*" = "--compare-versions {installed} gt 1.2.3" ] || exit 9\nexit {newer}\n'
    )
    stand_in.chmod(0o755)
    done = subprocess.run(
        ("sh", str(script), "upgrade", installed),
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert (f"แผนรุ่น {installed} ซึ่งใหม่กว่า 1.2.3" in done.stderr) == bool(status)


# The portable folder


def test_an_archive_is_the_same_whoever_made_its_folder_and_when(tmp_path):
    made = []
    for names in (("a/ข.py", "phaen", "a/b"), ("a/b", "phaen", "a/ข.py")):
        laid = tmp_path / str(len(made))
        for name in names:
            (laid / name).parent.mkdir(parents=True, exist_ok=True)
            (laid / name).write_text(name, encoding="utf-8")
        os.utime(laid / "phaen", (len(made), len(made)))
        folder.settle(laid, programs={laid / "phaen"})
        extra = {"add-to-menu": (0o755, b"x")}
        made.append(
            [(m.tobuf(), content) for m, content in portable.members(laid, "phaen-1", SECONDS, extra)]
        )
    assert made[0] == made[1]


def test_in_an_archive_only_programs_run_and_all_is_of_one_time(tmp_path):
    laid = tmp_path / "laid"
    laid.mkdir()
    for name in ("phaen", "text"):
        (laid / name).touch()
    folder.settle(laid, programs={laid / "phaen"})
    found = [m for m, _ in portable.members(laid, "phaen-1", SECONDS, {})]
    assert [(m.name, m.mtime, m.uid, m.isdir()) for m in found] == [
        ("phaen-1", SECONDS, 0, True),
        ("phaen-1/phaen", SECONDS, 0, False),
        ("phaen-1/text", SECONDS, 0, False),
    ]
    if sys.platform != "win32":
        assert [oct(m.mode) for m in found] == ["0o755", "0o755", "0o644"]
    assert found[0].type == tarfile.DIRTYPE


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Linux")
def test_a_starter_finds_its_interpreter_beside_itself_and_says_when_that_can_not_run(tmp_path):
    home = tmp_path / "แผน พกพา"
    interpreter = home / "python" / "bin" / f"python{linux_python.SERIES}"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    starter = home / "phaen"
    starter.write_text(folder.starter("start_desk", "โต๊ะ"), encoding="utf-8")
    for path in (interpreter, starter):
        path.chmod(0o755)
    link = tmp_path / "link"
    link.symlink_to(starter)

    def start():
        return subprocess.run((str(link), "a b.phaen"), capture_output=True, text=True, check=False)

    assert start().stdout == "-I -X utf8 -m start_desk a b.phaen\n"
    interpreter.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    refused = start()
    assert refused.returncode == 1
    assert "sudo apt install libexpat1 zlib1g" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Linux")
def test_an_archive_that_finds_no_room_is_a_sentence(job, tmp_path, monkeypatch):
    laid = tmp_path / "laid"
    laid.mkdir()
    (laid / "big").write_bytes(bytes(1 << 20))
    monkeypatch.setattr(portable, "linux", lambda job: laid)
    packer = tmp_path / "bin" / "xz"
    packer.parent.mkdir()
    packer.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    packer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{packer.parent}:{os.environ['PATH']}")
    with pytest.raises(SetupRefusal, match="โปรดตรวจเนื้อที่"):
        portable.build(job)


# Tools and packages of Debian


def test_a_missing_tool_is_named_with_the_command_that_brings_it(monkeypatch):
    monkeypatch.setattr(
        debian, "apt_install", lambda packages, say: "sudo apt-get install " + " ".join(packages)
    )
    with pytest.raises(SetupRefusal, match="sudo apt-get install no-such-package"):
        debian.need({"no-such-program": "no-such-package", sys.executable: "python3"})
    with pytest.raises(SetupRefusal, match="no-such-program"):
        debian.run(("no-such-program",))


def test_a_downloaded_package_is_used_only_with_the_bytes_that_were_pinned(tmp_path, monkeypatch):
    monkeypatch.setattr(debian, "need", lambda tools: None)
    monkeypatch.setattr(
        debian, "run", lambda command, **_: subprocess.CompletedProcess(command, 100, stdout="", stderr="")
    )
    package = debian.DebianPackage("libx", "1", hashlib.sha256(b"good").hexdigest())
    kept = tmp_path / "libx_1_amd64.deb"
    kept.write_bytes(b"bad")
    with pytest.raises(SetupRefusal, match="libx รุ่น 1"):
        debian.fetch(package, tmp_path)
    kept.write_bytes(b"good")
    assert debian.fetch(package, tmp_path) == kept


def test_a_proof_needs_root_and_says_so(job, monkeypatch):
    monkeypatch.setattr(clean_system, "is_root", lambda: False)
    with pytest.raises(SetupRefusal, match="root"), clean_system.CleanSystem(job):
        pass
