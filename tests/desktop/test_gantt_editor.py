"""The Gantt editor: bars led by mouse and by keys, one change said for each."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from desktop.widgets.gantt import Stretch
from desktop.widgets.gantt_editor import GanttEditor, GanttLine, Grip, dragged

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(theme_app, qtbot):
    """Three steps: October to November, March, none."""
    made = GanttEditor([month_name_short(m.month) for m in months_of(2563)])
    qtbot.addWidget(made)
    made.resize(800, 200)
    planned = (Stretch(0, 1), Stretch(5, 5), None)
    made.set_lines([GanttLine(f"ขั้นที่ {n}", "10", "10", p) for n, p in enumerate(planned, 1)])
    made.show()
    return made


def drag(editor, start, end):
    QTest.mousePress(editor, LEFT, PLAIN, start)
    QTest.mouseMove(editor, QPoint((start.x() + end.x()) // 2, start.y()))
    QTest.mouseMove(editor, end)
    QTest.mouseRelease(editor, LEFT, PLAIN, end)


@pytest.fixture
def said(editor):
    """What the editor says, in order."""
    heard = []
    editor.planned_changed.connect(lambda line, planned: heard.append((line, planned)))
    return heard


@pytest.mark.parametrize(
    ("grip", "taken", "month", "expected"),
    [
        (Grip.WHOLE, 3, 5, Stretch(4, 6)),
        (Grip.WHOLE, 3, 0, Stretch(0, 2)),
        (Grip.WHOLE, 2, 11, Stretch(9, 11)),
        (Grip.FIRST, 2, 0, Stretch(0, 4)),
        (Grip.FIRST, 2, 9, Stretch(4, 4)),
        (Grip.LAST, 4, 11, Stretch(2, 11)),
        (Grip.LAST, 4, 0, Stretch(2, 2)),
        (Grip.NEW, 7, 5, Stretch(5, 7)),
    ],
)
def test_a_bar_stays_within_the_year_and_a_month_long(grip, taken, month, expected):
    assert dragged(Stretch(2, 4), grip, taken, month) == expected


def test_dragging_a_bar_moves_it_once(editor, said):
    drag(editor, editor.bar(0).center().toPoint() - QPoint(6, 0), editor.cell(0, 6).center())
    assert said == [(0, Stretch(6, 7))]


def test_dragging_an_end_changes_its_length(editor, said):
    bar = editor.bar(1)
    drag(editor, QPoint(round(bar.right()) - 1, round(bar.center().y())), editor.cell(1, 8).center())
    drag(editor, QPoint(round(bar.left()) + 1, round(bar.center().y())), editor.cell(1, 3).center())
    assert said == [(1, Stretch(5, 8)), (1, Stretch(3, 5))]


def test_dragging_an_empty_line_begins_a_bar(editor, said):
    drag(editor, editor.cell(2, 4).center(), editor.cell(2, 2).center())
    assert said == [(2, Stretch(2, 4))]
    assert editor.current() == 2


def test_a_click_that_leads_nowhere_says_nothing(editor, said):
    QTest.mouseClick(editor, LEFT, PLAIN, editor.bar(0).center().toPoint())
    drag(editor, editor.cell(0, 9).center(), editor.cell(0, 11).center())
    assert said == []


def test_keys_move_stretch_and_clear(editor, said, press):
    press(editor, Qt.Key.Key_Down)
    press(editor, Qt.Key.Key_Right)
    press(editor, Qt.Key.Key_Right, SHIFT)
    press(editor, Qt.Key.Key_Left, CTRL)
    press(editor, Qt.Key.Key_Delete)
    press(editor, Qt.Key.Key_Down)
    press(editor, Qt.Key.Key_Insert)
    assert said == [(1, Stretch(6, 6)), (1, Stretch(5, 6)), (1, Stretch(4, 5)), (1, None), (2, Stretch(6, 6))]


def test_keys_stop_at_the_ends_of_the_year(editor, said, press):
    press(editor, Qt.Key.Key_Left)
    press(editor, Qt.Key.Key_Left, CTRL)
    assert said == []


def test_enter_opens_the_step(editor, qtbot, press):
    with qtbot.waitSignal(editor.opened) as opened:
        press(editor, Qt.Key.Key_Return)
    assert opened.args == [0]


def test_what_may_only_be_looked_at_is_not_changed(editor, said, press):
    editor.set_editable(False)
    drag(editor, editor.bar(0).center().toPoint(), editor.cell(0, 6).center())
    press(editor, Qt.Key.Key_Right)
    press(editor, Qt.Key.Key_Delete)
    assert said == []
