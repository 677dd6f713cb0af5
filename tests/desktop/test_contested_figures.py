"""Figures that open conflicts touch: said in words and with a mark wherever they are shown, and the way to the conflicts."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from core.indicators.contested import Contested, Reckoned
from core.indicators.goals import Goal
from core.indicators.result import Result, Status
from core.office import Settlement
from desktop.pages.overview import OverviewPage
from desktop.pages.overview_model import SPAN, SPAN_ROLE, STATE, VALUE
from desktop.pages.register_page import RegisterPage
from desktop.pages.workings import WorkingsPage
from desktop.theme import Appearance, apply
from desktop.theme.metrics import scaled
from desktop.theme.token_sets import LIGHT
from desktop.widgets.chip import ChipLabel, chip_size
from desktop.widgets.delegates import MARK_ROLE, ROW_TONE_ROLE, TONE_ROLE
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.figures import state_chip
from desktop.widgets.noted_rows import REMARK_ROLE, TITLE
from desktop.widgets.thai_label import ThaiLabel

ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


def cells(table, line, role=Qt.ItemDataRole.DisplayRole):
    model = table.model()
    return [model.index(line, column).data(role) for column in range(model.columnCount())]


def remarks(table):
    """The remarks of a table, by the code of the indicator they stand under."""
    lines = range(table.model().rowCount())
    return {cells(table, n - 1)[0]: found for n in lines if (found := cells(table, n, REMARK_ROLE)[TITLE])}


def line_of(table, code):
    return next(n for n in range(table.model().rowCount()) if cells(table, n)[0] == code)


def test_the_overview_says_it_under_the_figure_and_leads_to_the_conflicts_by_keys(
    context, apart, show, press, qtbot, settle
):
    page = show(OverviewPage(context))
    third = line_of(page.table, "3")
    assert remarks(page.table) == {}
    before = page.model.rowCount()
    apart.cheques()
    settle()
    could_be = context.office.figures.indicator("3", context.year, context.as_of).result.contested
    low, high = (format(round(bound, 2), ".2f") for bound in (could_be.low, could_be.high))
    assert low != high == cells(page.table, third)[VALUE]
    assert remarks(page.table) == {"3": f"1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น {low} ถึง {high}"}
    assert cells(page.table, third, TONE_ROLE)[STATE] == "disputed"
    assert cells(page.table, third, MARK_ROLE)[VALUE] == "disputed"
    span = cells(page.table, third, SPAN_ROLE)[SPAN]
    assert (span.disputed, span.could_be) == (True, (could_be.low, could_be.high))
    tones = [cells(page.table, n, ROW_TONE_ROLE)[0] for n in range(page.model.rowCount())]
    assert [n for n, tone in enumerate(tones) if tone] == [third, third + 1]
    assert page.head.note().startswith("มีข้อขัดแย้ง 1 · ")

    page.table.setFocus()
    page.table.selectRow(third)
    with qtbot.waitSignal(context.workings_wanted) as wanted:
        press(page.table, ENTER)
    assert wanted.args == ["3"]
    press(page.table, DOWN)
    with qtbot.waitSignal(context.navigated) as navigated:
        press(page.table, ENTER)
    assert navigated.args == ["conflicts", {"code": "3"}]

    (found,) = context.office.conflicts.open()
    context.office.conflicts.settle([Settlement(found.id, 0)], "ตามต้นขั้ว")
    settle()
    assert (remarks(page.table), page.model.rowCount()) == ({}, before)
    assert "มีข้อขัดแย้ง" not in page.head.note()


def test_years_side_by_side_say_it_and_so_does_what_is_copied(context, apart, show, press, qtbot):
    apart.cheques()
    page = show(OverviewPage(context))
    page.by_year.setFocus()
    press(page.by_year, SPACE)
    (said,) = remarks(page.years).values()
    assert said.startswith(f"ผล {context.year}: 1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น ")
    line = line_of(page.years, "3")
    assert said in page.years.figures.tsv([line, line + 1]).splitlines()[-1]
    page.years.setCurrentIndex(page.years.figures.index(line, 0))
    press(page.years, DOWN)
    with qtbot.waitSignal(context.navigated) as navigated:
        press(page.years, ENTER)
    assert navigated.args == ["conflicts", {"code": "3"}]


@pytest.mark.parametrize("make", [lambda context: RegisterPage(context, "finance_requests"), WorkingsPage])
def test_the_strip_over_a_register_and_over_the_workings_says_it(
    context, apart, show, press, qtbot, settle, make
):
    page = show(make(context))
    if isinstance(page, WorkingsPage):
        page.open_with(code="3")
    settle()
    strip = page.strip if isinstance(page, WorkingsPage) else page.strips.strip("3")
    assert not strip.contested.isVisible()
    (disputed,) = apart.cheques()
    settle()
    if isinstance(page, WorkingsPage):  # which record it is, too
        marked = {r.record_id: cells(page.table, n) for n, r in enumerate(page.records.rows) if r.disputed}
        assert list(marked) == [disputed]
        assert marked[disputed][1].startswith("เขียนไม่ตรงกัน · ")
    assert strip.contested.isVisible()
    said = strip.contested.words.text()
    assert said.startswith("1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น ")
    assert said in strip.summary()
    assert "ตัวเลขที่แสดงใช้ค่าในแฟ้มนี้" in strip.contested.words.toolTip()
    strip.contested.settle.setFocus()
    with qtbot.waitSignal(context.navigated) as navigated:
        press(strip.contested.settle, SPACE)
    assert navigated.args == ["conflicts", {"code": "3"}]


@pytest.mark.parametrize("status", list(Status))
def test_no_state_looks_settled_while_a_conflict_touches_its_figure(theme_app, status):
    def result(contested):
        return Result("3", None, None, None, None, 0, None, None, status, contested=contested)

    plain, words = state_chip(result(None))
    tone, same = state_chip(result(Contested(1)))
    assert (tone, same) == ("disputed", words)
    assert plain != "disputed"
    # Told by a mark too, not by the colour alone.
    assert chip_size(QFont(), words, tone).width() > chip_size(QFont(), words, plain).width()


@pytest.mark.parametrize(
    ("contested", "said"),
    [
        (Contested(1, Decimal(75), Decimal(100)), "1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น 75.00 ถึง 100.00"),
        (Contested(2, Decimal(75), Decimal(75)), "2 ข้อที่เขียนไม่ตรงกัน · ผลไม่เปลี่ยน"),
        (Contested(1, Decimal(75), Decimal(75), may_lack=True), "1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น 75.00 หรือไม่มีผล"),
        (Contested(1200, reckoned=Reckoned.NOT), "1,200 ข้อที่เขียนไม่ตรงกัน · คิดช่วงของผลไม่ได้"),
        (
            Contested(1, Decimal(75), Decimal(75), targets=(Goal("ge", Decimal(80)), None)),
            "1 ข้อที่เขียนไม่ตรงกัน · ผลไม่เปลี่ยน · เป้าอาจเป็นร้อยละ 80.00 หรือ ไม่กำหนด",
        ),
    ],
    ids=["moves", "stays", "may lack", "too many", "target too"],
)
def test_what_conflicts_make_of_a_figure_in_a_few_words(contested, said):
    assert contested.words("percent") == said


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_written_in_a_strip_is_cut_where_a_conflict_takes_room(
    context, apart, show, settle, theme_app, scale
):
    """The bar and the title give way, at 1366 px with the rail beside the page."""
    apply(theme_app, Appearance(LIGHT, scale))
    apart.cheques()
    page = show(RegisterPage(context, "finance_requests"))
    page.resize(1366 - scaled(212), 718)
    settle()
    assert page.width() == 1366 - scaled(212)  # else the window would cut what doesn't fit
    strip = page.strips.strip("3")
    written = [label for label in strip.findChildren(QLabel) if label.text() and label.isVisible()]
    named = [w for w in written if not isinstance(w, ElidedLabel | ThaiLabel)]
    assert len(named) == 4
    for label in named:
        assert label.width() >= label.sizeHint().width(), label.text()
    chip = strip.findChild(ChipLabel)
    assert chip.width() >= chip.sizeHint().width()
    apply(theme_app, Appearance(LIGHT))
