"""The parts screens are made of: what they say, how keys work them, and that painting them goes on for ever."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from core.faults import Finding, Severity
from core.indicators.goals import Goal
from core.indicators.result import Result, Status
from core.office import IndicatorRow
from core.plan.model import Indicator
from core.thai.fiscal import Month
from desktop.forms.notes import Notes
from desktop.shell.messages import Messages
from desktop.widgets import symbols
from desktop.widgets.buttons import Dropdown, MonthDropdown, primary
from desktop.widgets.chip import ChipLabel, FilterChip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import NOTHING, figure, promise_words, span_text, target_text
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.gantt import GanttBar, Stretch
from desktop.widgets.indicator_strip import IndicatorStrip
from desktop.widgets.popup_list import PopupList
from desktop.widgets.span_bar import SpanBar, SpanFigures
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

ROOT = Path(__file__).parents[2]
CALLS = 20_000
GOAL = Goal("ge", Decimal(80))


def indicator(**changes):
    base = Indicator(
        code="3",
        title="การตรวจสอบและเบิกจ่ายเงินภายใน 7 วันทำการ",
        short_title="เบิกจ่าย ว.119 ภายใน 7 วันทำการ",
        heading="",
        unit="percent",
        comparison="ge",
        target=Decimal(80),
        targets=(),
        formula="monthly_mean",
        parameters={},
        owner="finance",
        dimension=1,
        negotiated=True,
        node=None,
        ordinal=3,
    )
    return replace(base, **changes)


def result(**changes):
    base = Result(
        code="3",
        as_of=date(2020, 6, 30),
        value=Decimal("91.365"),
        worst=Decimal("88.5"),
        best=Decimal("92.1"),
        open=3,
        goal=GOAL,
        achievement=Decimal("114.2"),
        status=Status.ON_TRACK,
    )
    return replace(base, **changes)


@pytest.fixture
def show(qtbot, theme_app):
    def shown(widget, width=400, height=60):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return shown


def test_an_indicator_without_a_short_title_is_called_by_its_title():
    assert indicator().called == "เบิกจ่าย ว.119 ภายใน 7 วันทำการ"
    assert indicator(short_title="").called == indicator().title
    asked = re.compile(r"(\bi|indicator)\.short_title")
    code = (path for room in ("core", "desktop") for path in (ROOT / room).rglob("*.py"))
    assert [path.name for path in code if asked.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("taken", "at"),
    [
        ([], "left"),
        ([(900, 680), (900, 40)], "left"),
        ([(40, 680)], "middle"),
        ([(300, 690)], "right"),
        ([(40, 680), (500, 690), (1000, 660)], "above"),
    ],
)
def test_what_is_said_covers_no_button(show, taken, at):
    over, page = QStackedWidget(), QWidget()
    over.addWidget(page)
    buttons = [QPushButton("ใช้สูตรนี้", page) for _ in taken]
    for button, (x, y) in zip(buttons, taken, strict=True):
        button.setGeometry(x, y, 100, 30)
    messages = Messages(show(over, 1140, 718))
    messages.tell("บันทึกแล้ว")
    messages.remark("สำรองไม่ได้")
    cards = [messages.toast.geometry(), messages.remarks.geometry()]
    assert not any(card.intersects(button.geometry()) for card in cards for button in buttons)
    assert not cards[0].intersects(cards[1])
    left, bottom = cards[0].x(), cards[0].bottom()
    rightmost = over.width() - cards[0].width() - 20
    placed = {20: "left", rightmost // 2: "middle", rightmost: "right"}[left] if bottom > 700 else "above"
    assert placed == at


def test_figures_are_rounded_as_a_clerk_does():
    assert figure(Decimal("91.365"), "percent") == "91.37"
    assert figure(Decimal(1234), "person") == "1,234"
    assert figure(None, "percent") == NOTHING
    assert target_text(result()) == "≥ 80"
    assert target_text(result(goal=Goal("eq", Decimal(100)))) == "= 100"
    assert target_text(result(goal=Goal("le", Decimal(1200)))) == "≤ 1,200"
    assert target_text(result(goal=Goal("between", Decimal(60), Decimal("80.50")))) == "60-80.5"
    assert target_text(result(goal=None)) == NOTHING


def test_what_may_still_come_is_said_only_where_it_differs():
    assert span_text(result(), "percent") == "เป็นไปได้ 88.50 – 92.10"
    assert span_text(result(worst=Decimal(9), best=Decimal(9)), "percent") == ""
    assert span_text(result(worst=Decimal(3), best=None), "piece") == "อย่างน้อย 3"


def test_a_promise_is_told_where_the_years_target_is_not_all_of_it():
    year = replace(GOAL, until=date(2020, 9, 30))
    assert promise_words(indicator(), result(goal=year, year_goal=year)) == ""
    quarter = Goal("ge", Decimal(45), until=date(2020, 3, 31))
    base = indicator(baseline=Decimal("77.5"), baseline_note="ปี 2562")
    assert promise_words(base, result(goal=quarter, year_goal=year)) == (
        "เป้าหมายถึงสิ้น มี.ค. 63 ไม่น้อยกว่าร้อยละ 45.00 · ทั้งปี ไม่น้อยกว่าร้อยละ 80.00 · ค่าฐาน 77.50 (ปี 2562)"
    )


def test_a_bar_of_what_must_not_be_exceeded_shows_its_limit_and_beyond():
    limit = Goal("le", Decimal(20))
    under = SpanFigures.of(result(value=Decimal(4), goal=limit, worst=None, best=Decimal(4)), "person")
    assert under.share(under.value) < under.share(under.targets[0]) < 1
    over = SpanFigures.of(result(value=Decimal(25), goal=limit, worst=None, best=Decimal(25)), "person")
    assert over.share(over.targets[0]) < over.share(over.value) < 1
    assert span_text(result(goal=limit, worst=None, best=Decimal(4)), "person") == "อย่างน้อย 4"
    between = SpanFigures.of(result(goal=Goal("between", Decimal(60), Decimal(80))), "percent")
    assert between.targets == (60, 80)


def test_a_bar_places_its_figures():
    percent = SpanFigures.of(result(), "percent")
    assert percent.share(Decimal(80)) == pytest.approx(0.8)
    counted = SpanFigures.of(
        result(value=Decimal(63), goal=Goal("ge", Decimal(50)), worst=Decimal(63), best=None), "person"
    )
    assert counted.share(counted.targets[0]) < counted.share(counted.value) < 1
    assert SpanFigures.of(result(value=None, worst=None, best=None), "percent").share(None) == 0


def test_a_bar_is_painted_where_its_value_lies(show):
    bar = show(SpanBar(), 200, 22)
    bar.set_result(
        result(value=Decimal(50), worst=Decimal(50), best=Decimal(75), goal=Goal("ge", Decimal(90))),
        "percent",
    )
    image = bar.grab().toImage()
    colours = [image.pixelColor(x, 11).name() for x in (50, 130, 165)]
    assert colours == ["#0b6e4f", "#aecdc1", "#eef2ef"]
    assert image.pixelColor(180, 4).name() == "#1d2522"  # the target's tick reaches over the bar


def test_the_strip_says_everything_in_words(show, qtbot, press):
    strip = show(IndicatorStrip(), 1100, 44)
    strip.set_row(IndicatorRow(indicator(), result()))
    assert strip.value_text() == "91.37"
    assert strip.summary() == "91.37 · เป้า ≥ 80 · เป็นไปได้ 88.50 – 92.10 · เป็นไปตามแผน"
    assert strip.accessibleDescription() == strip.summary()
    strip.setFocus()
    press(strip, Qt.Key.Key_Tab)
    with qtbot.waitSignal(strip.workings_requested) as asked:
        press(strip.focusWidget(), Qt.Key.Key_Space)
    assert asked.args == ["3"]


def test_a_filter_chip_is_worked_by_keys(show, press):
    chip = show(FilterChip("ค้างจ่าย 6"))
    chip.setFocus()
    press(chip, Qt.Key.Key_Space)
    assert chip.is_on()
    assert "เลือกอยู่" in chip.accessibleName()
    press(chip, Qt.Key.Key_Return)
    assert not chip.is_on()


def test_an_empty_chip_hides(show):
    chip = show(ChipLabel("เป็นไปตามแผน", "good"))
    chip.set("", "good")
    assert not chip.isVisible()


def test_a_dropdown_is_opened_and_chosen_from_by_keys(show, press, qtbot):
    drop = show(Dropdown(name="ปี"), 160, 32)
    drop.set_choices([(2562, "2562"), (2563, "2563"), (2564, "2564")])
    drop.set_value(2563)
    drop.setFocus()
    press(drop, Qt.Key.Key_Down)
    popup = drop.findChild(PopupList, options=Qt.FindChildOption.FindDirectChildrenOnly)
    press(popup.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(drop.chosen) as chosen:
        press(popup.list, Qt.Key.Key_Return)
    assert (chosen.args, drop.value(), drop.text()) == ([2564], 2564, "2564")
    assert not popup.isVisible()


def test_months_of_another_year_replace_the_chosen_one(theme_app, qtbot):
    months = MonthDropdown(2563)
    qtbot.addWidget(months)
    months.set_value(Month(2020, 6))
    assert months.text() == "มิถุนายน 2563"
    months.set_year(2564)
    assert months.value() == Month(2021, 9)


def test_a_label_wraps_thai_and_keeps_its_text_clean(show):
    words = "การตรวจสอบและเบิกจ่ายเงินรายการจัดซื้อจัดจ้างตามหนังสือกระทรวงการคลัง"
    label = show(ThaiLabel(words), 150, 200)
    assert label.text() == label.accessibleName() == words
    assert label.heightForWidth(150) >= 3 * label.fontMetrics().height()
    assert label.heightForWidth(2000) < 2 * label.fontMetrics().height()


def test_a_finding_line_says_the_gravest(show):
    line = show(FindingLine())
    line.set_findings([Finding("a", "เตือน", severity=Severity.WARNING), Finding("b", "ผิด")])
    assert (line.text(), line.property("kind"), line.isVisible()) == ("ผิด", "error", True)
    line.set_finding(Finding("a", "เตือน", severity=Severity.WARNING))
    assert line.property("kind") == "warning"
    line.set_finding(None)
    assert not line.isVisible()


def test_an_empty_place_offers_what_to_do(show, qtbot):
    empty = show(EmptyState("ยังไม่มีรายการ", "เพิ่ม"), 300, 200)
    with qtbot.waitSignal(empty.acted):
        empty.button.click()


def test_enter_opens_a_row(show, press, qtbot):
    table = show(DeskTable(), 300, 200)
    table.setModel(QStringListModel(["ก", "ข"]))
    table.setFocus()
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args[0].row() == 1


def test_a_column_of_text_takes_what_is_left(show):
    table = show(DeskTable(), 500, 200)
    table.setModel(QStringListModel(["ก"]))
    table.fit_columns({0: 1})
    assert table.columnWidth(0) == table.viewport().width()
    table.resize(900, 200)
    assert table.columnWidth(0) == table.viewport().width()


@pytest.mark.parametrize(
    "paint",
    [
        symbols.paint_chevron,
        symbols.paint_check,
        symbols.paint_cross,
        symbols.paint_dot,
        symbols.paint_ring,
        symbols.paint_undo,
        symbols.paint_redo,
    ],
)
def test_every_symbol_leaves_ink_inside_its_box(paint, theme_app):
    pixmap = QPixmap(40, 40)
    pixmap.fill(Qt.GlobalColor.white)
    painter = QPainter(pixmap)
    paint(painter, pixmap.rect().adjusted(10, 10, -10, -10).toRectF(), Qt.GlobalColor.black)
    painter.end()
    image = pixmap.toImage()
    dark = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).lightness() < 128]
    assert dark
    assert all(8 <= x <= 31 and 8 <= y <= 31 for x, y in dark)


def test_notes_of_a_form_stand_behind_a_line_while_there_are_any(qtbot):
    form = QWidget()
    qtbot.addWidget(form)
    notes, note = Notes(form), FindingLine(form)
    notes.add(note)
    form.show()
    assert notes.line.isHidden()
    note.set_finding(Finding("", "ยังไม่นับ", Severity.REMARK))
    qtbot.waitUntil(notes.line.isVisible)
    note.set_finding(None)
    qtbot.waitUntil(notes.line.isHidden)
    assert notes.sizeHint().height() <= 1


def test_painting_and_asking_go_on_for_ever(theme_app, qtbot):
    """PySide6 6.12 dies on Python 3.11 after some thousand calls of overrides that return None."""
    table = DeskTable()
    qtbot.addWidget(table)
    model = Forgetful([str(n) for n in range(8)])
    table.setModel(model)
    table.resize(200, 300)
    parts = [ChipLabel("เป็นไปตามแผน", "good"), SpanBar(), GanttBar(), primary("บันทึก", "Ctrl Enter"), table]
    parts[1].set_result(result(), "percent")
    parts[2].set_months(Stretch(0, 2), Stretch(1, 3), late=True, words="")
    pixmap = QPixmap(200, 300)
    painter = QPainter(pixmap)
    for n in range(CALLS):
        assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
        if n % 10 == 0:
            for part in parts:
                part.render(painter, QPoint(0, 0))
    painter.end()


class Forgetful(QStringListModel):
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return super().data(index, role) if role == Qt.ItemDataRole.DisplayRole else None
