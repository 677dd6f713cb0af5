"""The window's own step of the self-test, and the dialog that runs all of them in a process of its own."""

import gc
import sys
import tempfile

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.self_test.report import place
from core.state_folder import STATE_DIR
from desktop import main, self_test
from desktop.shell import self_test as dialog_module
from desktop.shell.help import HelpDialog
from desktop.shell.pages import OWN_PAGES
from desktop.shell.self_test import SelfTestDialog


@pytest.fixture(autouse=True)
def state(monkeypatch, tmp_path):
    monkeypatch.setenv(STATE_DIR, str(tmp_path / "state"))
    monkeypatch.setattr(self_test, "STEPS", ())


@pytest.fixture
def report(tmp_path):
    return tmp_path / "รายงาน.txt"


def test_the_window_and_every_page_are_made_and_told_of(qapp, report, capsys):
    assert main.main(["--self-test", str(report)]) == 0, report.read_text("utf-8")
    told = report.read_text("utf-8")
    assert "ผล: ผ่านทุกขั้น" in told
    assert "offscreen" in told
    assert capsys.readouterr().out.startswith("1/1 [ผ่าน] เปิดหน้าต่าง")
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()]


def test_nothing_is_left_in_the_temporary_folder(qapp, report, tmp_path, monkeypatch):
    """Settings write themselves when they go, and would make anew the folder they lay in."""
    (temporary := tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert main.main(["--self-test", str(report)]) == 0
    qapp.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_a_report_takes_the_place_of_no_office_file(tmp_path, capsys):
    (file := tmp_path / "office.phaen").write_text("an office's work")
    assert main.main(["--self-test", str(file)]) == 2
    assert file.read_text() == "an office's work"
    assert ".txt" in capsys.readouterr().err


def test_a_page_that_cannot_be_made_fails_the_step(qapp, report, monkeypatch):
    def broken(*_):
        raise RuntimeError("no page today")

    monkeypatch.setattr("desktop.pages.reports.ReportsPage.__init__", broken)
    assert any(page.name == "reports" for page in OWN_PAGES)
    assert self_test.try_program(report) == 1
    assert "no page today" in report.read_text("utf-8")


def test_a_font_that_is_not_there_fails_the_step(qapp, report, monkeypatch):
    monkeypatch.setattr(self_test, "family_for", lambda **_: "Lost Sarabun")
    assert self_test.try_program(report) == 1
    assert "Lost Sarabun" in report.read_text("utf-8")


def test_more_arguments_are_wrong_usage(capsys):
    assert main.main(["--self-test", "a", "b"]) == 2
    assert "--self-test" in capsys.readouterr().err


def stand_in(monkeypatch, script):
    """A process that says and does what the self-test might."""
    monkeypatch.setattr(dialog_module, "command", lambda: [sys.executable, "-c", script])


SAYS = "print('1/2 [ผ่าน] ขั้นแรก'); print('2/2 [ไม่ผ่าน] ขั้นที่สอง'); import sys; sys.exit({status})"


@pytest.fixture
def opened(qtbot, monkeypatch):
    """``opened(script)``: the dialog over a stand-in."""

    def of(script):
        monkeypatch.setenv("PYTHONUTF8", "1")
        stand_in(monkeypatch, script)
        help_text = HelpDialog()
        qtbot.addWidget(help_text)
        help_text.show()
        help_text.try_program.click()
        return help_text.findChild(SelfTestDialog)

    return of


@pytest.mark.parametrize(("status", "said"), [(0, "ผ่านทุกขั้น"), (1, "มีขั้นที่ไม่ผ่าน")])
def test_the_dialog_lists_each_step_and_says_how_it_ended(opened, qtbot, status, said):
    place().parent.mkdir(parents=True)
    place().write_text("รายงานทั้งหมด", encoding="utf-8")
    dialog = opened(SAYS.format(status=status))
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    assert dialog.steps.toPlainText() == "[ผ่าน] ขั้นแรก\n[ไม่ผ่าน] ขั้นที่สอง"
    assert (dialog.bar.value(), dialog.bar.maximum()) == (2, 2)
    assert said in dialog.outcome.sentence.text()
    assert str(place()) in dialog.outcome.sentence.text()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "รายงานทั้งหมด"


def test_esc_ends_the_process_and_what_it_left(opened, qtbot):
    script = "import os, pathlib, sys; pathlib.Path(os.environ['TMPDIR'], 'left').touch(); print('1/2 x', flush=True); sys.stdin.read()"
    dialog = opened(script)
    qtbot.waitUntil(lambda: dialog.bar.value() == 1)
    folder = dialog.folder
    assert (folder / "left").exists()
    with qtbot.waitSignal(dialog.finished):
        dialog.leave.click()
    assert dialog.process.state() is dialog.process.ProcessState.NotRunning
    assert not folder.exists()


def test_a_program_that_does_not_start_is_told(opened, qtbot, monkeypatch):
    monkeypatch.setattr(dialog_module, "command", lambda: ["/nowhere/python"])
    dialog = SelfTestDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    assert "เริ่มตรวจไม่ได้" in dialog.outcome.sentence.text()
