"""What start.py finds where .venv belongs, and what it decides."""

import json
import sys
from pathlib import Path

import environment
import pytest
from environment import (
    Environment,
    EnvironmentState,
    SetupRefusal,
    environment_key,
    install_commands,
    lock_names,
    made_here,
)

VERSION = (3, 11, 7)


def config(folder, *, version="3.11.7", command_folder=None, home="/usr/bin"):
    folder.mkdir(parents=True, exist_ok=True)
    text = (
        f"home = {home}\nversion = {version}\ncommand = /usr/bin/python3 -m venv {command_folder or folder}\n"
    )
    (folder / "pyvenv.cfg").write_text(text)
    return folder


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "requirements.lock").write_text("six==1.17.0 \\\n    --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


@pytest.fixture
def whole(checkout):
    """A checkout whose environment is whole and stamped."""
    found = Environment(checkout)
    config(
        found.folder,
        version=".".join(map(str, sys.version_info[:3])),
        home=str(Path(sys.base_prefix) / "bin"),
    )
    for name in ("python", "phaenctl"):
        found.script(name).parent.mkdir(exist_ok=True)
        found.script(name).touch()
    found._write_stamp(qt="")
    return found


def test_the_key_follows_everything_an_environment_is_made_from(checkout, tmp_path_factory):
    keys = {environment_key(checkout, VERSION), environment_key(checkout, (3, 12, 1))}
    (checkout / "requirements.lock").write_text("six==1.18.0\n")
    keys.add(environment_key(checkout, VERSION))
    (checkout / "pyproject.toml").write_text("[project]\nname='x'\n")
    keys.add(environment_key(checkout, VERSION))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("requirements.lock", "pyproject.toml"):
        (elsewhere / name).write_bytes((checkout / name).read_bytes())
    keys.add(environment_key(elsewhere, VERSION))
    assert len(keys) == 5


def test_an_environment_of_this_python_and_place_is_recognised(tmp_path):
    assert made_here(config(tmp_path / ".venv"), Path("/usr"), VERSION)


@pytest.mark.parametrize(
    "spoil",
    [
        {"version": "3.12.1"},
        {"command_folder": "/somewhere/else/.venv"},
        {"home": "/opt/python/bin"},
    ],
)
def test_one_of_another_python_or_place_is_not(tmp_path, spoil):
    assert not made_here(config(tmp_path / ".venv", **spoil), Path("/usr"), VERSION)


def test_a_folder_without_its_configuration_is_not_recognised(tmp_path):
    assert not made_here(tmp_path, Path("/usr"), VERSION)


def test_nothing_there_is_missing(checkout):
    assert Environment(checkout).state() is EnvironmentState.MISSING


def test_a_stamped_environment_is_ready_and_left_alone(whole, monkeypatch):
    monkeypatch.setattr(environment, "_quiet", lambda *a, **k: pytest.fail("nothing was to be run"))
    assert whole.state() is EnvironmentState.READY
    whole.prepare()


def test_an_interrupted_one_is_made_anew(whole):
    whole._marker.touch()
    assert whole.state() is EnvironmentState.BROKEN


def test_a_changed_lock_file_makes_it_stale(whole, monkeypatch):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: True)
    (whole.root / "requirements.lock").write_text("six==1.18.0\n")
    assert whole.state() is EnvironmentState.STALE


def test_one_without_pip_is_made_anew(whole, monkeypatch):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: False)
    whole._stamp_file.write_text("not json")
    assert whole.state() is EnvironmentState.BROKEN


def test_missing_programs_are_seen(whole, monkeypatch):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: True)
    whole.script("phaenctl").unlink()
    assert whole.state() is EnvironmentState.STALE


def run_with(monkeypatch, status, output=""):
    """Every command of the set-up ends with this status and output."""
    ran = []

    def quiet(command, cwd=None):
        ran.append(command)
        return environment.subprocess.CompletedProcess(command, status, output)

    monkeypatch.setattr(environment, "_quiet", quiet)
    return ran


def test_filling_installs_by_hash_and_stamps_last(whole, monkeypatch, capsys):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: True)
    (whole.root / "requirements.lock").write_text("six==1.18.0\nattrs==1.0\n")
    ran = run_with(monkeypatch, 0)
    whole.prepare()
    assert ["--require-hashes" in command for command in ran] == [True, False, False, False]
    assert "--no-deps" in ran[1]
    assert "compileall" in ran[2]
    assert ran[3][-1].endswith("build_font.py")
    assert not whole._marker.exists()
    assert whole.state() is EnvironmentState.READY
    assert "2 รายการ" in capsys.readouterr().out


def test_no_network_is_one_sentence_and_leaves_no_stamp(whole, monkeypatch):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: True)
    (whole.root / "requirements.lock").write_text("six==1.18.0\n")
    run_with(monkeypatch, 1, "WARNING: NewConnectionError(...): [Errno 101] Network is unreachable")
    with pytest.raises(SetupRefusal, match="อินเทอร์เน็ต") as refused:
        whole.prepare()
    assert "\n" not in str(refused.value)
    assert whole.state() is EnvironmentState.BROKEN


def test_any_other_failure_names_its_log(whole, monkeypatch):
    monkeypatch.setattr(Environment, "_pip_works", lambda self: True)
    (whole.root / "requirements.lock").write_text("six==1.18.0\n")
    run_with(monkeypatch, 1, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")
    with pytest.raises(SetupRefusal, match=r"setup\.log"):
        whole.prepare()
    assert "HASHES" in (whole.root / "out" / "setup.log").read_text(encoding="utf-8")


def test_an_unwritable_place_is_one_sentence(whole, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Environment, "_fill", refuse)
    monkeypatch.setattr(Environment, "state", lambda self: EnvironmentState.STALE)
    with pytest.raises(SetupRefusal, match="ตรวจสิทธิ์"):
        whole.prepare()


def test_a_python_without_ensurepip_is_told_the_command(monkeypatch):
    run_with(monkeypatch, 1)
    monkeypatch.setattr(
        environment, "apt_install", lambda packages, say: "sudo apt-get install " + packages[0]
    )
    with pytest.raises(SetupRefusal, match=r"sudo apt-get install python3\.\d+-venv"):
        environment.ensure_venv_module()


def test_what_qt_found_is_remembered(whole, monkeypatch):
    asked = []

    def provide(python, *, window, say):
        asked.append(window)
        return ""

    monkeypatch.setattr(environment.qt_libraries, "provide", provide)
    monkeypatch.setattr(environment.qt_libraries, "needs_xcb", lambda variables, platform: False)
    assert whole.qt_is_ready()
    assert whole.qt_is_ready()
    monkeypatch.setattr(environment.qt_libraries, "needs_xcb", lambda variables, platform: True)
    assert whole.qt_is_ready()
    assert asked == [False, True]
    assert json.loads(whole._stamp_file.read_text())["qt"] == "window"
    assert whole.state() is EnvironmentState.READY


def test_a_missing_library_is_said_and_refuses_where_qt_is_needed(whole, monkeypatch, capsys):
    monkeypatch.setattr(environment.qt_libraries, "provide", lambda python, *, window, say: "ขาด libGL.so.1")
    with pytest.raises(SetupRefusal):
        whole.require_qt()
    assert "libGL.so.1" in capsys.readouterr().out


def test_the_lock_file_is_read_by_name():
    assert lock_names("six==1.17.0 \\\n    --hash=sha256:00\n# note\nattrs==1 ; x\n") == ("six", "attrs")


def test_the_project_is_installed_in_place_without_reaching_out(tmp_path):
    locked, own = install_commands(Path("py"), tmp_path)
    assert locked[:4] == ("py", "-m", "pip", "install")
    assert own[-2:] == ("--editable", str(tmp_path))
    assert {"--no-deps", "--no-build-isolation"} <= set(own)
