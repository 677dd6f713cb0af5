"""The overview and the workings, worked by keys."""

from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import Qt

from core.office import Edit, Query
from desktop.pages.overview import OverviewPage, first_month, summary
from desktop.pages.overview_model import (
    SHOWN_MONTHS,
    SPAN,
    SPAN_ROLE,
    STATE,
    TARGET,
    TO_DO,
    TREND,
    TREND_ROLE,
    VALUE,
)
from desktop.pages.workings import WorkingsPage
from desktop.widgets.delegates import MARK_ROLE, TONE_ROLE
from desktop.widgets.indicator_strip import IndicatorStrip

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(context, show, qtbot):
    made = show(OverviewPage(context))
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    return made


def cell(page, row, column, role=Qt.ItemDataRole.DisplayRole):
    return page.model.index(row, column).data(role)


def test_it_is_read_like_an_official_table(page, context):
    expected = context.office.figures.indicators(context.year, context.as_of)
    codes = [cell(page, n, 0) for n in range(page.model.rowCount())]
    assert codes == [row.indicator.code for row in expected if row.indicator.dimension == 1]
    third = codes.index("3")
    assert cell(page, third, TARGET) == "≥ 80"
    assert cell(page, third, VALUE) == format(round(expected[third].result.value, 2), ".2f")
    assert cell(page, third, STATE, TONE_ROLE) in ("good", "warn", "bad", "info", "neutral")
    assert cell(page, third, SPAN, SPAN_ROLE).targets == (80,)
    assert cell(page, third, TO_DO) == expected[third].result.to_do


def test_an_indicator_that_cannot_be_computed_says_so_alone(page, context, qtbot):
    context.office.session.set_unit("admin")

    def change(parameters, mark):
        (row,) = context.office.records.rows("plan_indicators", Query(equals={"code": "3"}))
        context.office.records.save("plan_indicators", {"parameters": parameters}, row.id)
        qtbot.waitUntil(lambda: cell(page, 2, TO_DO, MARK_ROLE) == mark)

    others = {n: cell(page, n, VALUE) for n in range(page.model.rowCount()) if n != 2}
    change('{"working_days": 0}', "warn")
    assert {n: cell(page, n, VALUE) for n in others} == others
    assert cell(page, 2, TO_DO).startswith("คำนวณตัวชี้วัดที่ 3 ไม่ได้")
    assert cell(page, 2, TO_DO, Qt.ItemDataRole.ToolTipRole) == cell(page, 2, TO_DO)
    strip = IndicatorStrip(page)
    strip.set_row(context.office.figures.indicator("3", context.year, context.as_of))
    assert cell(page, 2, TO_DO) in strip.summary()
    change('{"working_days": 7}', None)
    strip.set_row(context.office.figures.indicator("3", context.year, context.as_of))
    assert "คำนวณ" not in strip.summary()


def test_trends_follow_from_the_background(page, context):
    values, targets = cell(page, 2, TREND, TREND_ROLE)
    assert values == context.office.figures.trend("3", context.year, context.as_of)
    assert (len(values), targets) == (12, (80,))


def test_what_is_still_read_waits_while_another_page_is_seen(context, show, qtbot):
    busy = Event()
    context.run_in_background(busy.wait, lambda _: None, title="")
    page = show(OverviewPage(context))
    page.hide()
    busy.set()
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    assert cell(page, 2, TREND, TREND_ROLE)[0] == ()
    page.show()
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    assert cell(page, 2, TREND, TREND_ROLE)[0] == context.office.figures.trend(
        "3", context.year, context.as_of
    )
    assert page.months.rows == context.office.figures.completeness(context.year, context.as_of)


def test_what_falls_due_and_what_is_missing_stand_below(page, context):
    assert page.upcoming.rows == context.office.figures.upcoming(context.as_of, 10)
    assert page.months.rows == context.office.figures.completeness(context.year, context.as_of)
    assert page.months.columnCount() == 1 + SHOWN_MONTHS


def test_the_other_dimensions_are_a_key_away(page, press):
    before = page.model.rowCount()
    page.others.setFocus()
    press(page.others, Qt.Key.Key_Space)
    assert page.model.rowCount() == before + 8
    press(page.others, Qt.Key.Key_Space)
    assert page.model.rowCount() == before


@pytest.mark.plan_only("admin")
def test_where_the_plan_has_one_dimension_there_are_no_others_to_show(page, context, settle):
    records = context.office.records
    for row in records.rows("plan_indicators"):
        records.save("plan_indicators", {"dimension": 1}, row.id)
    settle()
    assert page.model.rowCount() == 18
    assert page.others.isHidden()


def test_enter_opens_the_workings(page, press, qtbot, context):
    page.table.setFocus()
    page.table.selectRow(2)
    with qtbot.waitSignal(context.workings_wanted) as wanted:
        press(page.table, ENTER)
    assert wanted.args == ["3"]


def test_enter_opens_what_falls_due(page, press, qtbot, context):
    page.due.setFocus()
    place = next(n for n, item in enumerate(page.upcoming.rows) if item.record_id)
    page.due.selectRow(place)
    with qtbot.waitSignal(context.navigated) as navigated:
        press(page.due, ENTER)
    item = page.upcoming.rows[place]
    assert navigated.args == [item.register, {"record_id": item.record_id}]


def test_a_saved_record_moves_the_figure_at_once(page, context, settle):
    row = next(n for n in range(page.model.rowCount()) if cell(page, n, 0) == "4.2")
    assert cell(page, row, VALUE) == "0"
    context.office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    settle()
    assert cell(page, row, VALUE) == "1"


def test_a_hidden_page_refreshes_when_it_is_shown_again(page, context, settle):
    row = next(n for n in range(page.model.rowCount()) if cell(page, n, 0) == "4.2")
    page.hide()
    context.office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    assert cell(page, row, VALUE) == "0"
    page.show()
    settle()
    assert cell(page, row, VALUE) == "1"


def test_the_note_counts_each_indicator_in_one_state(page):
    assert page.head.note() == summary(page.model.rows)
    told = dict(part.rsplit(" ", 1) for part in page.head.note().split(" · "))
    assert sum(map(int, told.values())) == len(page.model.rows) == 10
    assert set(told) == {row.result.status_label for row in page.model.rows}


def test_the_last_nine_months_are_shown():
    assert first_month(2563, date(2020, 6, 30)) == 0
    assert first_month(2563, date(2020, 9, 30)) == 3
    assert first_month(2563, date(2026, 1, 1)) == 3
    assert first_month(2563, date(2019, 11, 1)) == 0


@pytest.fixture
def workings(context, show, settle):
    made = show(WorkingsPage(context))
    made.open_with(code="3")
    settle()
    return made


def test_workings_show_formula_months_and_records(workings, context):
    view = context.office.figures.workings("3", context.year, context.as_of)
    assert workings.formula.text() == view.result.formula
    assert workings.lines.rowCount() == len(view.result.workings)
    assert workings.records.rows == view.records


def test_records_are_filtered_by_what_they_counted_as(workings, press):
    chip = workings.filters["against"]
    chip.setFocus()
    press(chip, Qt.Key.Key_Space)
    shown = workings.records.rows
    assert shown
    assert {record.verdict for record in shown} == {"against"}
    press(chip, Qt.Key.Key_Space)
    assert len(workings.records.rows) > len(shown)


def test_enter_goes_to_the_record(workings, press, qtbot, context):
    workings.table.setFocus()
    workings.table.selectRow(1)
    with qtbot.waitSignal(context.navigated) as navigated:
        press(workings.table, ENTER)
    record = workings.records.rows[1]
    assert navigated.args == ["finance_requests", {"record_id": record.record_id}]


def test_escape_goes_back(workings, press, qtbot):
    with qtbot.waitSignal(workings.back_wanted):
        press(workings.table, Qt.Key.Key_Escape)


@pytest.mark.parametrize("code", ["1", "2", "4.1", "4.2", "5.1", "5.4", "6", "D2.1", "D4.2"])
def test_every_kind_of_indicator_has_workings(workings, code, settle):
    workings.open_with(code=code)
    settle()
    assert workings.strip.code() == code
    assert workings.title.text()


def test_workings_follow_a_change(workings, context, settle):
    open_ones = [r for r in workings.records.rows if r.verdict == "open"]
    edit = Edit(open_ones[0].record_id, {"cheque_on": "30/06/2563"})
    context.office.records.save_many("finance_requests", [edit])
    settle()
    again = next(r for r in workings.records.rows if r.record_id == open_ones[0].record_id)
    assert again.verdict != "open" or context.office.records.rows("finance_requests", Query(limit=1))
