"""What Windows does to a desk while it is open: screens that come and go, a new day, a log that another desk holds."""

import logging
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

from desktop.shell.standing import stand
from desktop.shell.trouble import start_log
from desktop.shell.window import MainWindow
from desktop.widgets.inputs import TextEdit


@pytest.fixture
def screen(monkeypatch):
    """``screen(width, height)``: how much room there is, in the units of a window."""

    def of(width, height):
        monkeypatch.setattr(QScreen, "availableSize", lambda _: QSize(width, height))

    return of


def test_a_window_never_asks_for_more_than_its_screen(screen, qtbot):
    screen(960, 500)  # 1920 x 1080 at 200 %, less the bar of tasks
    window = MainWindow()
    qtbot.addWidget(window)
    assert window.minimumSize() == QSize(960, 500)
    stand(window, QByteArray())
    assert window.isMaximized()


def test_on_a_large_screen_it_opens_at_its_own_size(screen, qtbot):
    screen(1920, 1040)
    window = MainWindow()
    qtbot.addWidget(window)
    stand(window, QByteArray())
    assert not window.isMaximized()
    assert (window.size(), window.minimumSize()) == (QSize(1366, 768), QSize(960, 600))


def test_a_window_of_a_screen_that_was_unplugged_is_seen(qtbot):
    away = QMainWindow()
    qtbot.addWidget(away)
    away.setGeometry(5000, 3000, 700, 600)
    window = MainWindow()
    qtbot.addWidget(window)
    stand(window, away.saveGeometry())
    window.show()
    assert window.screen().availableGeometry().intersects(window.frameGeometry())


def test_a_new_day_is_told_once_and_what_is_looked_at_stays(open_desk, settle, monkeypatch):
    context = open_desk.context
    shown, tomorrow = context.as_of, context.today + timedelta(days=1)
    said = []
    monkeypatch.setattr(open_desk, "tell", lambda sentence, tone: said.append(sentence))
    for _ in range(3):
        open_desk.new_day.turn(tomorrow)
    assert len(said) == 1
    assert "แล้ว" in said[0]
    assert (context.today, context.as_of) == (tomorrow, shown)
    settle()


def test_a_desk_of_the_clock_looks_for_the_day(open_desk):
    assert not open_desk.new_day.timer.isActive()  # the tests' desk stands on one day
    assert open_desk.today != date.today()


def test_a_log_that_another_desk_holds_grows_on(tmp_path, monkeypatch):
    def held(*_):
        raise PermissionError(13, "held")

    path = start_log(tmp_path / "desk.log")
    whole = logging.getLogger("phaen")
    handler = whole.handlers[-1]
    try:
        handler.maxBytes = 100
        monkeypatch.setattr("pathlib.Path.replace", held)
        for number in range(5):
            whole.warning("a line of the log, number %s, that fills it", number)
    finally:
        whole.removeHandler(handler)
        handler.close()
    assert [f"number {n}" in path.read_text("utf-8") for n in range(5)] == [True] * 5
    assert [p.name for p in tmp_path.iterdir()] == ["desk.log"]


@pytest.mark.parametrize(
    ("pasted", "value"), [("63/0001\r\n", "63/0001"), ("น้ำ\t\r\n", "น้ำ"), ("\r\n", None)]
)
def test_the_line_end_of_a_cell_pasted_from_excel_falls_off(qtbot, pasted, value):
    field = TextEdit()
    qtbot.addWidget(field)
    QGuiApplication.clipboard().setText(pasted)
    field.paste()
    assert (field.value(), field.problem()) == (value, "")
    field.commit()
    assert "\r" not in field.text()
