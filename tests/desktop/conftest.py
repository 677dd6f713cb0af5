"""A desk for the tests: the real office over a copy of the sample file, a look that never changes, and hands to type."""

import gc
import os
import shutil
import threading
import traceback
from datetime import date
from functools import partial, partialmethod
from pathlib import Path

import pytest
from colleagues import Apart
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import desktop
from core.store.file.office_file import OfficeFile
from desktop.settings import Settings
from desktop.shell.asking import Questions
from desktop.shell.collector import collect_due
from desktop.shell.context import AppContext
from desktop.theme import Appearance, apply
from desktop.theme.token_sets import LIGHT

# Read when the application is made, so that pictures are the same on every machine.
for variable in ("QT_FONT_DPI", "QT_SCALE_FACTOR"):
    os.environ.pop(variable, None)
TODAY = date(2020, 6, 30)
PATIENCE = 60_000  # ms that a test waits for what is to come: nobody waits that long but where it never comes

# What the desk does with the file on the window's thread, by module and function. Nothing is to be added: what is asked is
# AppContext.ask, what is waited for AppContext.wait_for. A file that is being opened has no context yet to ask through.
WINDOW_THREAD = {
    ("desk", "create_file"),
    ("desk", "look_into"),
    ("desk", "open_file"),
}
DESKTOP = str(Path(desktop.__file__).parent) + os.sep


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "plan_only(unit): the office file holds the plan alone, and is that unit's"
    )


def pytest_collection_modifyitems(items):
    """Qt warnings fail a test; that the off-screen platform lacks a window manager is none."""
    lacking = pytest.mark.qt_log_ignore("This plugin does not support .*")
    for item in items:
        if "desktop" in item.path.parts:
            item.add_marker(lacking)


class _PatientBot(QtBot):
    """Waits as long as a busy machine may need; pytest-qt itself gives up after five seconds."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE)  # noqa: N815  # its own name
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE)  # noqa: N815  # its own name
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE)  # noqa: N815  # its own name


@pytest.fixture
def qtbot(qapp, request):
    """pytest-qt's, with more patience: no test says itself how long it waits."""
    return _PatientBot(request)


def _type_text(widget, text):
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture
def settle(monkeypatch, qtbot):
    """``settle()``: until every question asked of the office has been answered and shown."""
    asked = []
    ask = Questions.ask

    def noted(questions, *args):
        asked.append(questions)
        return ask(questions, *args)

    def busy():
        return {questions for questions in asked if isValid(questions) and questions.busy()}

    monkeypatch.setattr(Questions, "ask", noted)

    def settled():
        waiting, so_far = busy(), len(asked)
        QApplication.processEvents()  # what is put off to the next turn asks too
        for questions in (left := busy()):
            ended = QEventLoop()
            questions.rested.connect(ended.quit)
            questions.destroyed.connect(ended.quit)  # a window that is closed takes them with it
            patience = QTimer(ended, interval=PATIENCE)
            patience.timeout.connect(partial(ended.exit, 1))
            patience.start()
            assert ended.exec() == 0, "a question was never answered"
        if waiting or left or len(asked) > so_far:
            settled()  # widgets that an answer made are shown a turn after it

    return settled


@pytest.fixture(autouse=True)
def collected_here():
    """Cyclic garbage is collected between tests, on the window's thread (``desktop.shell.collector``)."""
    gc.disable()
    yield
    collect_due()
    gc.enable()


@pytest.fixture(autouse=True)
def off_the_window(monkeypatch):
    """Fails a test in which the desk opened the file on the window's thread, but for what ``WINDOW_THREAD`` still lists.
    What the test asks of the office by itself is no work of the desk."""
    found = set()

    def watched(real):
        def opened(*args, **more):
            if threading.current_thread() is threading.main_thread():
                codes = (frame.f_code for frame, _ in traceback.walk_stack(None))
                nearest = next((c for c in codes if c.co_filename.startswith(DESKTOP)), None)
                # What was committed is heard of on the thread that committed it, here the test's own.
                if nearest is not None and nearest.co_name != AppContext._know.__name__:
                    found.add((Path(nearest.co_filename).stem, nearest.co_name))
            return real(*args, **more)

        return opened

    for name in ("reading", "transaction"):
        monkeypatch.setattr(OfficeFile, name, watched(getattr(OfficeFile, name)))
    yield
    assert found <= WINDOW_THREAD, f"file work on the window's thread: {sorted(found - WINDOW_THREAD)}"


@pytest.fixture
def type_text(settle):
    """``type_text(widget, text)``: character by character, then settled unless ``wait=False``; QTest.keyClicks aborts
    on Thai."""

    def typed(widget, text, *, wait=True):
        _type_text(widget, text)
        if wait:
            settle()

    return typed


@pytest.fixture
def press(settle):
    """``press(widget, key, modifiers)``: one key, then settled unless ``wait=False``."""

    def pressed(widget, key, modifiers=Qt.KeyboardModifier.NoModifier, *, wait=True):
        QTest.keyClick(widget, key, modifiers)
        if wait:
            settle()

    return pressed


@pytest.fixture
def hands(type_text, press, settle):
    """Keys and letters into whatever has the focus."""

    class Hands:
        def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
            press(QApplication.focusWidget(), key, modifiers)

        def type(self, text):
            for letter in text:  # the first one may open a cell, and move the focus
                type_text(QApplication.focusWidget(), letter, wait=False)
            settle()

        def pick(self, code):
            """A code in the choice box at hand, down from its first line."""
            box = QApplication.focusWidget()
            press(box, Qt.Key.Key_Home)
            for _ in range(box.count()):
                if box.value_text() == code:
                    return
                press(QApplication.focusWidget(), Qt.Key.Key_Down)
            raise AssertionError(f"{code} isn't offered as {box.accessibleName()}")

        def fill(self, *texts):
            """Each text into the field at hand, Enter after it."""
            for text in texts:
                self.type(text)
                self.press(Qt.Key.Key_Return)

    return Hands()


@pytest.fixture
def theme_app(qapp):
    """The application in the light look at text size 100 %."""
    apply(qapp, Appearance(LIGHT))
    return qapp


@pytest.fixture(scope="session")
def sample_file(office_file_of):
    """The sample year in the file of finance."""
    return office_file_of("finance", sample=True)


@pytest.fixture(scope="session")
def plan_file(office_file_of):
    """``plan_file(unit)``: a unit's file that holds the plan and nothing else."""
    return office_file_of


@pytest.fixture
def office_path(sample_file, plan_file, tmp_path, request):
    """A copy that the test may spoil: of the sample file, or of a unit's plan where the test is marked ``plan_only``."""
    mark = request.node.get_closest_marker("plan_only")
    return shutil.copy(plan_file(*mark.args) if mark else sample_file, tmp_path / "office.phaen")


@pytest.fixture
def settings(tmp_path):
    """Settings of this test's own."""
    made = Settings(tmp_path / "desk.ini")
    made.set_theme("light")
    made.set_user_name("สมศรี")
    return made


@pytest.fixture
def office(office_path):
    """The sample office, open for writing."""
    from core.office import Office

    with Office.open(office_path, author="สมศรี") as opened:
        yield opened


@pytest.fixture
def today():
    """The day on which the desk is looked at: 30 June 2563."""
    return TODAY


@pytest.fixture
def context(office, settings, theme_app, today):
    """What pages work in, as of today."""
    made = AppContext(office, settings, today=today)
    yield made
    made.questions.close()
    made.task_runner.close()


@pytest.fixture
def apart(context, sample_file, tmp_path):
    """The desk's office and a colleague's copy of it, to write apart."""
    return Apart(context.office, sample_file, tmp_path)


@pytest.fixture
def show(context, qtbot, settle):
    """``show(page)``: the page in a window of its own, with the keys."""

    def shown(page):
        qtbot.addWidget(page)
        page.resize(1154, 718)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        settle()
        return page

    return shown


@pytest.fixture
def told(context):
    """What the desk has said so far, sentence by sentence."""
    said = []
    context.notified.connect(lambda sentence, _: said.append(sentence))
    return said


@pytest.fixture
def desk(qapp, settings, today):
    """The desk with its window shown, no file open."""
    from desktop.shell.desk import Desk

    made = Desk(qapp, settings, today=today)
    made.keeps_backups = False  # a copy of the file at the end of every test: those of backups ask for it
    made.window.show()
    yield made
    made.close()
    made.window.deleteLater()
    made.deleteLater()


@pytest.fixture
def open_desk(desk, office_path, qtbot):
    """The desk with the sample file open on the overview."""
    from pathlib import Path

    desk.open_file(Path(office_path))
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk
