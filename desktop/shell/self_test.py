"""Trying the program from its help: the self-test in a process of its own, how far it is, what came of it."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QProgressBar, QWidget

from core.self_test.report import place
from core.whole_files import temporary_folder
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.strip import Strip
from desktop.widgets.thai_label import ThaiLabel

ABOUT = "ตรวจว่าโปรแกรมทำงานครบบนเครื่องนี้ ในโฟลเดอร์ชั่วคราวที่ลบทิ้งเมื่อเสร็จ ไม่แตะแฟ้มของสำนักงาน"
PASSED = "ผ่านทุกขั้น รายงานอยู่ที่ {path}"
FAILED = "มีขั้นที่ไม่ผ่าน โปรดส่งรายงานให้ผู้ดูแล รายงานอยู่ที่ {path}"
NOT_BEGUN = "เริ่มตรวจไม่ได้ โปรดปิดโปรแกรมแล้วเปิดใหม่ หากยังเป็นอยู่ให้ติดตั้งโปรแกรมใหม่"
STEP = re.compile(r"(\d+)/(\d+) (.+)")
TEMPORARY = ("TMPDIR", "TEMP", "TMP")


def command() -> list[str]:
    """What tries the program as it is installed here."""
    isolated = ["-I"] if sys.flags.isolated else []
    return [sys.executable, *isolated, "-m", "desktop.main", "--self-test", str(place())]


class SelfTestDialog(QDialog):
    """Begins at once; each step is listed when it is over. Esc stops it, and closes the dialog afterwards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("ตรวจโปรแกรม")
        self.outcome = Strip("good", None, self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("ตรวจไปแล้วกี่ขั้น")
        self.steps = QPlainTextEdit(self)
        self.steps.setReadOnly(True)
        self.steps.setAccessibleName("ผลการตรวจแต่ละขั้น")
        self.copy, self.leave = quiet("คัดลอกรายงาน", parent=self), primary("หยุด", "Esc", self)
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        self.leave.clicked.connect(self.reject)
        actions = hbox(self.copy, STRETCH, self.leave)
        about = ThaiLabel(ABOUT, self, kind="muted")
        vbox(about, self.bar, self.outcome, (self.steps, 1), actions, parent=self, margins=14, spacing=10)
        self.resize(scaled(640), scaled(540))
        self._passing = ExitStack()  # what a process that is ended leaves goes with it
        self.process = QProcess(self)
        self.process.readyReadStandardOutput.connect(self._hear)
        self.process.finished.connect(self._finished)
        self.process.errorOccurred.connect(self._failed)
        self.leave.setFocus()
        self._begin()

    def _begin(self) -> None:
        own = QProcessEnvironment.systemEnvironment()
        self.folder = self._passing.enter_context(temporary_folder())
        for variable in TEMPORARY:
            own.insert(variable, str(self.folder))
        self.process.setProcessEnvironment(own)
        program, *arguments = command()
        self.process.start(program, arguments)

    def _hear(self) -> None:
        while self.process.canReadLine():
            told = STEP.match(bytes(self.process.readLine().data()).decode("utf-8", errors="replace"))
            if told:
                self.bar.setRange(0, int(told[2]))
                self.bar.setValue(int(told[1]))
                self.steps.appendPlainText(told[3].strip())

    def _finished(self, status: int, how: QProcess.ExitStatus) -> None:
        good = status == 0 and how is QProcess.ExitStatus.NormalExit
        self._end((PASSED if good else FAILED).format(path=place()), good=good)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(NOT_BEGUN, good=False)

    def _end(self, sentence: str, *, good: bool) -> None:
        self._passing.close()
        self.bar.hide()
        self.outcome.say(sentence, "good" if good else "bad")
        self.copy.setEnabled(place().is_file())
        self.leave.setText("ปิด")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(place().read_text(encoding="utf-8"))

    def done(self, result: int) -> None:
        self.process.finished.disconnect(self._finished)
        self.process.kill()
        self.process.waitForFinished()
        self._passing.close()
        super().done(result)
