"""The self-test passes here, says what fails where something does, and leaves nothing but its report."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from core.cli.presenter import run as phaenctl
from core.faults import FileRefusal
from core.self_test.bench import FOLDER, Wrong, demand
from core.self_test.report import line_of, nameless, place, text_of
from core.self_test.running import OUR_FAULT, Done, SelfTestOutcome, SelfTestStep, run
from core.self_test.steps import STEPS
from core.state_folder import STATE_DIR


@pytest.fixture
def state(monkeypatch, tmp_path):
    """This PC's own folder, empty."""
    monkeypatch.setenv(STATE_DIR, str(tmp_path / "state"))
    return tmp_path / "state"


def test_every_step_passes_and_nothing_but_the_report_is_left(state, tmp_path, monkeypatch, capsys):
    (temporary := tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    report = tmp_path / "รายงาน ตรวจ.txt"
    assert phaenctl(["self-test", str(report)]) == 0, report.read_text("utf-8")
    told = report.read_text("utf-8")
    assert "ผล: ผ่านทุกขั้น" in told
    assert told.count("[ผ่าน]") == capsys.readouterr().out.count("[ผ่าน]") == len(STEPS)
    assert not state.exists()
    assert list(temporary.iterdir()) == []


def failing(error):
    def do(_):
        raise error

    return do


def passing(_):
    pass


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Wrong("ได้ 90"), "ได้ 90"),
        (FileRefusal("แฟ้มใช้ไม่ได้"), "แฟ้มใช้ไม่ได้"),
        (PermissionError(13, "no", "x.pdf"), "โปรดปิดโปรแกรมที่เปิดอยู่"),
        (ZeroDivisionError("one"), OUR_FAULT),
    ],
)
def test_what_fails_is_said_and_what_needs_it_is_left_out(state, error, sentence):
    steps = (
        SelfTestStep("one", "ขั้นแรก", failing(error)),
        SelfTestStep("two", "ขั้นที่สอง", passing, "one"),
        SelfTestStep("three", "ขั้นที่สาม", passing),
    )
    outcome = run(steps)
    assert [step.passed for step in outcome.steps] == [False, False, True]
    assert sentence in outcome.steps[0].fault
    assert line_of(outcome.steps[1]) == "[ไม่ได้ตรวจ] ขั้นที่สอง"
    told = text_of(outcome)
    assert "ผล: ไม่ผ่าน (ผ่าน 1 จาก 3 ขั้น)" in told
    assert type(error).__name__ in told


def test_a_program_that_is_ended_by_a_step_has_said_which(state):
    heard = []
    run((SelfTestStep("one", "ขั้นแรก", passing), SelfTestStep("two", "ขั้นที่สอง", passing, "one")), heard.append)
    assert [[step.tried for step in so_far.steps] for so_far in heard] == [
        [False, False],
        [True, False],
        [True, True],
    ]
    assert [so_far.passed for so_far in heard] == [False, False, True]


def test_a_step_that_fails_is_exit_status_1(state, monkeypatch):
    monkeypatch.setattr(
        "core.self_test.steps.STEPS", (SelfTestStep("one", "ขั้นแรก", failing(Wrong("ได้ 90"))),)
    )
    assert phaenctl(["self-test"]) == 1
    assert "ได้ 90" in place().read_text("utf-8")
    assert place().parent == state


def test_a_report_that_cannot_be_written_is_refused_in_a_sentence(state, tmp_path, capsys):
    (tmp_path / "a file").touch()
    assert phaenctl(["self-test", str(tmp_path / "a file" / "r.txt")]) == 3
    assert "โปรด" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["office.phaen", "report", "report.pdf"])
def test_a_report_takes_the_place_of_no_office_file(state, tmp_path, name, capsys):
    (file := tmp_path / name).write_text("an office's work")
    assert phaenctl(["self-test", str(file)]) == 2
    assert file.read_text() == "an office's work"
    assert ".txt" in capsys.readouterr().err


def test_the_folder_of_a_report_is_not_made(state, tmp_path):
    assert phaenctl(["self-test", str(tmp_path / "wrong" / "r.txt")]) == 3
    assert not (tmp_path / "wrong").exists()


def test_steps_work_in_a_folder_of_their_own_and_on_a_pc_of_their_own(state):
    seen = []
    run((SelfTestStep("one", "ขั้นแรก", lambda bench: seen.append((bench.folder, os.environ[STATE_DIR]))),))
    ((folder, pc),) = seen
    assert folder.name == FOLDER
    assert " " in FOLDER
    assert Path(pc).is_relative_to(folder)
    assert not folder.exists()
    assert os.environ[STATE_DIR] == str(state)


def test_a_report_names_nobody(monkeypatch):
    monkeypatch.setenv("HOME", "/homes/somchai")
    monkeypatch.setenv("USERPROFILE", "/homes/somchai")
    monkeypatch.setattr("getpass.getuser", lambda: "somchai")
    monkeypatch.setattr("platform.node", lambda: "FINANCE-PC7")
    trace = "File '/homes/somchai/งาน/a.phaen' of Somchai on finance-pc7; c:\\\\homes; somchaiya"
    told = text_of(SelfTestOutcome(datetime.now(), (Done("ขั้น", 1.0, "พบ /homes/somchai/x", trace),), 1))
    assert "File '(บ้าน)/งาน/a.phaen' of (ผู้ใช้) on (เครื่อง)" in told
    assert "somchai/" not in told
    assert "somchaiya" in told  # another word
    assert nameless(tempfile.gettempdir()) == "(ชั่วคราว)"


def test_what_does_not_hold_is_wrong():
    demand(True, "ไม่เป็นไร")
    with pytest.raises(Wrong, match="ผิด"):
        demand(False, "ผิด")
