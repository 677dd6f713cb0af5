"""A seeded sample of what ``run.py`` does on demand: about twenty seconds of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from faults_inject import Fault, Patched, with_shim
from faults_office import COMMANDS, Room, prepare
from faults_steps import random_steps
from faults_walk import Tally, attempt, undisturbed, walk

from core.cli.app import app
from core.keys.sealed_key import Cost

SEED = 13
BY_NAME = {command.name: command for command in COMMANDS}


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    """An office, packages and sheets to do harm to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHAEN_STATE_DIR", "")  # put back at the end
        patch.setenv("PHAEN_NEW_FILE_PASSPHRASE", "")
        patch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))
        patch.setattr("tempfile.tempdir", None)
        yield prepare(tmp_path_factory.mktemp("faults") / "room", rows=20)


# It opens no file of anybody's, and says by exit status 1 and a report what failed.
TRIES_THE_PROGRAM = "self-test"


def test_no_command_is_forgotten():
    assert {str(command.name) for command in app.registered_commands} <= {
        TRIES_THE_PROGRAM,
        *(c.name.split(" ")[0] for c in COMMANDS),
    }


def held(tally: Tally) -> bool:
    """Something was tried, and all of it held."""
    assert tally.wrong == {}
    return tally.tried > 0


@pytest.mark.parametrize("only", ["save", "import csv", "pack", "restore", "encrypt"])
def test_a_command_with_a_fault_says_what_happened(room, only):
    assert held(walk(room, Patched(), 5, SEED, only))


@pytest.mark.parametrize("name", ["save", "import csv", "merge"])
def test_what_sqlite_calls_failed_after_committing_is_done(room, name):
    injector = Patched()
    run = undisturbed(room, injector, BY_NAME[name])
    tally = Tally(name)
    for nth in range(1, run.counts["committed"] + 1):
        attempt(room, injector, run, Fault("committed", "SQLITE_IOERR_DIR_FSYNC", nth), tally)
    assert held(tally)
    assert set(tally.failed) == {f"exit {run.answer.status}"}


def test_the_walk_sees_a_wrong_answer(room, monkeypatch):
    monkeypatch.setattr("core.store.file.committing._is_committed", lambda *_: False)
    injector = Patched()
    run = undisturbed(room, injector, BY_NAME["save"])
    tally = Tally("save")
    attempt(room, injector, run, Fault("committed", "SQLITE_IOERR_DIR_FSYNC", run.counts["committed"]), tally)
    assert [what for what in tally.wrong if what.startswith("save: refused, but")], tally.wrong


def test_three_files_agree_with_the_model(room):
    assert held(random_steps(room, 40, SEED))


def test_system_calls_that_fail_and_power_cuts(tmp_path):
    shim = with_shim(tmp_path)
    if shim is None:
        pytest.skip("the preloaded library needs Linux and gcc")
    script = Path(__file__).with_name("run.py")
    sample = ["--faults", "12", "--only", "save", "--cuts", "12", "--seed", str(SEED)]
    run = subprocess.run([sys.executable, script, *sample], env=shim, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "12 tried        12 held" in run.stdout
