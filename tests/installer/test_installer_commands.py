"""What start.py does with its arguments, its display and its checks."""

import os
from datetime import date
from pathlib import Path

import commands
import pytest
import qt_libraries
import start
import system
from commands import check_commands, is_current, main, report_month, run_desk, variables_for_tests
from environment import SetupRefusal
from qt_libraries import OFF_SCREEN, WINDOW, has_display, needs_xcb, packages_for

from core.path_kinds import ENCRYPTED

WRITTEN = {"init": 1, "report": 3}  # which argument names the file a command writes


class FakeEnvironment:
    """An environment that is ready and only notes what it is asked for."""

    python = Path("py")

    def __init__(self, qt=True):
        self.qt = qt

    def script(self, name):
        return Path(name)

    def prepare(self):
        pass

    def qt_is_ready(self):
        return self.qt

    def require_qt(self):
        pass


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """The programs that were run, instead of running them, in a checkout of their own."""
    calls = []
    monkeypatch.setattr(commands, "ROOT", tmp_path)

    def phaenctl(environment, *arguments):
        calls.append(("phaenctl", *arguments))
        if arguments[0] in WRITTEN:
            Path(arguments[WRITTEN[arguments[0]]]).touch()
        return '{"fiscal_year": 2563}'

    monkeypatch.setattr(commands, "phaenctl", phaenctl)
    monkeypatch.setattr(commands.subprocess, "call", lambda command, **k: calls.append(tuple(command)) or 0)
    monkeypatch.setattr(commands, "has_display", lambda variables, platform: False)
    return calls


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_a_python_that_will_do_is_taken(version):
    assert start.refusal_of_python(version) == ""


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 13), (3, 14, 0)])
def test_another_python_gets_one_sentence(version):
    sentence = start.refusal_of_python(version)
    assert ".".join(map(str, version)) in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("arguments", [["a", "b"], ["--fast"], ["setup", "test"]])
def test_wrong_usage_is_told_how(arguments, capsys):
    assert main(arguments) == 2
    assert "วิธีใช้" in capsys.readouterr().out


def test_help_is_no_fault(capsys):
    assert main(["--help"]) == 0
    assert "setup" in capsys.readouterr().out


def test_a_refusal_is_one_sentence(monkeypatch, capsys):
    def refuse(command, environment):
        raise SetupRefusal("ต่ออินเทอร์เน็ตไม่ได้")

    monkeypatch.setattr(commands, "_do", refuse)
    assert main([]) == 1
    assert capsys.readouterr().out == "ต่ออินเทอร์เน็ตไม่ได้\n"


def test_an_interruption_says_how_to_go_on(monkeypatch, capsys):
    def interrupt(command, environment):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "_do", interrupt)
    assert main(["setup"]) == 130
    assert "เรียกคำสั่งเดิม" in capsys.readouterr().out


def test_without_a_display_the_report_is_all(ran, tmp_path, capsys):
    assert run_desk(FakeEnvironment(), None) == 0
    assert [call[1] for call in ran] == ["init", "report"]
    assert "--sample" in ran[0]
    assert (tmp_path / "out" / "sample.phaen").is_file()
    assert capsys.readouterr().out.splitlines()[-1] == str(tmp_path / "out" / "monthly-2563-06.pdf")


def age(path, seconds):
    at = path.stat().st_mtime - seconds
    os.utime(path, (at, at))


def test_a_second_run_keeps_sample_and_report(ran, tmp_path, capsys):
    run_desk(FakeEnvironment(), None)
    age(tmp_path / "out" / "sample.phaen", 60)
    del ran[:]
    run_desk(FakeEnvironment(), None)
    assert ran == []
    assert capsys.readouterr().out.splitlines()[-1].endswith("monthly-2563-06.pdf")


def test_a_report_older_than_the_file_the_program_or_today_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    report, office, module = tmp_path / "report.pdf", tmp_path / "office.phaen", tmp_path / "core" / "a.py"
    assert not is_current(report, office)
    module.parent.mkdir()
    for path in (report, office, module):
        path.touch()
    assert not is_current(report, office)
    age(office, 60)
    assert not is_current(report, office)
    age(module, 60)
    assert is_current(report, office)
    for path in (report, office, module):
        age(path, 2 * 24 * 3600)
    assert not is_current(report, office)


def test_half_a_sample_of_an_interrupted_run_is_made_anew(ran, tmp_path):
    run_desk(FakeEnvironment(), None)
    (tmp_path / "out" / "sample-unfinished").touch()
    del ran[:]
    run_desk(FakeEnvironment(), None)
    assert [call[1] for call in ran] == ["init", "report"]


def test_with_a_display_the_desk_opens_and_the_path_is_still_last(ran, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(commands, "has_display", lambda variables, platform: True)
    run_desk(FakeEnvironment(), None)
    assert ran[-1] == ("phaen", str(tmp_path / "out" / "sample.phaen"))
    assert capsys.readouterr().out.splitlines()[-1].endswith("monthly-2563-06.pdf")


def test_without_qt_the_report_is_written_all_the_same(ran, monkeypatch):
    monkeypatch.setattr(commands, "has_display", lambda variables, platform: True)
    run_desk(FakeEnvironment(qt=False), None)
    assert [call[1] for call in ran] == ["init", "report"]


def test_a_named_file_is_opened_and_reported(ran, tmp_path):
    office = tmp_path / "office.phaen"
    office.touch()
    run_desk(FakeEnvironment(), office)
    assert [call[1] for call in ran] == ["plan", "report"]
    assert ran[1][2] == str(office)
    assert ran[1][-1] == "2563-09"


def test_a_named_file_that_is_not_there_is_refused(ran, tmp_path):
    with pytest.raises(SetupRefusal, match=r"ไม่พบแฟ้มสำนักงาน .*none\.phaen"):
        run_desk(FakeEnvironment(), tmp_path / "none.phaen")
    assert ran == []


@pytest.mark.parametrize(
    ("fiscal_year", "today", "month"),
    [
        (2563, date(2026, 11, 22), "2563-09"),
        (2563, date(2020, 6, 30), "2563-06"),
        (2563, date(2019, 10, 1), "2562-10"),
        (2563, date(2020, 10, 1), "2563-09"),
        (2564, date(2020, 10, 1), "2563-10"),
    ],
)
def test_the_month_to_report_is_this_one_or_the_years_last(fiscal_year, today, month):
    assert report_month(fiscal_year, today) == month


def test_the_tests_run_last_and_everything_runs():
    names = [command[2] for command in check_commands(Path("py"), 2)]
    assert names == ["ruff", "ruff", "mypy", "pytest"]


@pytest.mark.parametrize(("bad", "status"), [("nothing", 0), ("mypy", 1), ("pytest", 1)])
def test_one_bad_check_makes_the_whole_bad_and_stops_nothing(monkeypatch, bad, status):
    calls = []

    def call(command, **options):
        calls.append(command[2])
        return int(command[2] == bad)

    monkeypatch.setattr(commands.subprocess, "call", call)
    assert commands.run_checks(FakeEnvironment()) == status
    assert calls == ["ruff", "ruff", "mypy", "pytest"]


def test_tests_run_off_screen_unscaled_and_away_from_the_users_state():
    variables = variables_for_tests(
        {
            "QT_SCALE_FACTOR": "2",
            "PATH": "/bin",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        "/state",
    )
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    assert variables["PHAEN_STATE_DIR"] == "/state"
    assert variables["PATH"] == "/bin"
    assert not {"QT_SCALE_FACTOR", "PYTHONDONTWRITEBYTECODE"} & set(variables)


@pytest.mark.parametrize(
    ("variables", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_where_a_window_can_be_shown(variables, platform, shown):
    assert has_display(variables, platform) is shown


def test_only_x11_needs_its_own_libraries():
    assert needs_xcb({"DISPLAY": ":0"}, "linux")
    assert not needs_xcb({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not needs_xcb({"DISPLAY": ":0"}, "win32")
    assert packages_for(window=False) == OFF_SCREEN
    assert packages_for(window=True) == OFF_SCREEN + WINDOW


def test_a_qt_that_works_needs_nothing(monkeypatch):
    monkeypatch.setattr(qt_libraries, "missing_library", lambda python, *, window: "")
    monkeypatch.setattr(qt_libraries, "apt_install", lambda *a, **k: pytest.fail("nothing to install"))
    assert qt_libraries.provide(Path("py"), window=True, say=print) == ""


def test_where_we_may_not_install_the_exact_command_is_told(monkeypatch):
    monkeypatch.setattr(qt_libraries, "missing_library", lambda python, *, window: "libGL.so.1: cannot open")
    monkeypatch.setattr(system, "is_root", lambda: False)
    sentence = qt_libraries.provide(Path("py"), window=False, say=print)
    assert "libGL.so.1" in sentence
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends " in sentence
    assert "libgl1" in sentence.split()


def test_as_root_on_debian_the_packages_are_installed(monkeypatch):
    found = iter(["libGL.so.1: cannot open", ""])
    monkeypatch.setattr(qt_libraries, "missing_library", lambda python, *, window: next(found))
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/" + name)
    ran = []

    def run(command, **options):
        ran.append(tuple(command))
        return system.subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(system.subprocess, "run", run)
    assert qt_libraries.provide(Path("py"), window=True, say=lambda text: None) == ""
    assert ran[0] == ("apt-get", "update")
    assert ran[1][-len(WINDOW) :] == WINDOW


def test_an_installation_that_fails_gives_the_command(monkeypatch):
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(
        system.subprocess, "run", lambda command, **k: system.subprocess.CompletedProcess(command, 100)
    )
    command = system.apt_install(("libgl1",), say=lambda text: None)
    assert command == "apt-get update && apt-get install -y --no-install-recommends libgl1"


def test_the_loader_names_what_is_missing(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'ImportError: libEGL.so.1: cannot open shared object file'\nexit 1\n")
    python.chmod(0o755)
    assert "libEGL.so.1" in qt_libraries.missing_library(python, window=False)


@pytest.mark.parametrize("named", [True, False])
def test_an_encrypted_file_is_opened_without_a_report(ran, monkeypatch, tmp_path, capsys, named):
    monkeypatch.delenv("PHAEN_FILE_PASSPHRASE", raising=False)
    monkeypatch.setattr(commands, "has_display", lambda variables, platform: True)
    office = tmp_path / "out" / "sample.phaen"
    office.parent.mkdir()
    office.write_bytes(ENCRYPTED + bytes(100))
    assert run_desk(FakeEnvironment(), office if named else None) == 0
    assert ran == [("phaen", str(office))]
    assert capsys.readouterr().out.splitlines() == [commands.NO_REPORT, "เปิดโต๊ะทำงาน ปิดหน้าต่างเมื่อเสร็จงาน"]


def test_an_encrypted_file_whose_passphrase_is_given_has_its_report(ran, monkeypatch, tmp_path):
    monkeypatch.setenv("PHAEN_FILE_PASSPHRASE", "three words here")
    office = tmp_path / "office.phaen"
    office.write_bytes(ENCRYPTED + bytes(100))
    assert run_desk(FakeEnvironment(), office) == 0
    assert [call[1] for call in ran] == ["plan", "report"]
