"""Next year's plan from the plan page, and years side by side on the overview, worked by keys."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.pages.comparison import FIRST_YEAR
from desktop.pages.overview import OverviewPage
from desktop.pages.plan import PlanPage
from desktop.pages.plan_side import FINDINGS
from desktop.pages.rollover_dialog import RolloverDialog
from desktop.shell.context import AppContext

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NOVEMBER = date(2020, 11, 2)


@pytest.fixture(scope="module")
def keeper_file(office_file_of):
    """The plan officer's file with the sample year."""
    return office_file_of("admin", sample=True)


@pytest.fixture
def office_path(keeper_file, tmp_path):
    return shutil.copy(keeper_file, tmp_path / "office.phaen")


@pytest.fixture
def context(office, settings, theme_app):
    """The year is over."""
    office.session.today = lambda: NOVEMBER
    made = AppContext(office, settings, today=NOVEMBER)
    yield made
    made.task_runner.close()


def shown(page, context, qtbot):
    qtbot.addWidget(page)
    page.resize(1154, 718)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    return page


@pytest.fixture
def page(context, qtbot):
    return shown(PlanPage(context), context, qtbot)


@pytest.fixture
def dialog(page, press, qtbot):
    page.next_year.setFocus()
    press(page.next_year, Qt.Key.Key_Space)
    opened = page.findChild(RolloverDialog)
    qtbot.waitUntil(opened.make.isEnabled)
    return opened


def cells(model, row):
    return [model.index(row, c).data() for c in range(model.columnCount())]


def test_what_is_taken_along_is_shown_before_anything_is_written(dialog, context):
    assert dialog.copied.text().startswith("คัดลอก: ส่วนราชการ 5 · หัวข้อในโครงสร้างแผน 15")
    assert cells(dialog.money_model, 1)[:2] == ["ยกไป", "6"]
    assert cells(dialog.money_model, 1)[3:] == ["213,600.00", "8,400,000.00"]
    assert cells(dialog.result_model, 2)[:4] == ["ไม่ทำต่อ", "3", "เบิกจ่าย ว.119 ภายใน 7 วันทำการ", "≥ 80"]
    assert dialog.result_model.rowCount() == 18
    assert [dialog.tabs.tabText(n) for n in range(4)] == [
        "โครงการ 2 จาก 6",
        "เงินเหลือ 2 จาก 2",
        "ตัวชี้วัด 10 จาก 18",
        "ทะเบียน 10 จาก 10",
    ]
    assert context.office.session.years == (2563,)
    assert context.office.records.undo_label != "ทำแผนปีงบประมาณ 2564 จากแผนปี 2563"


def test_by_keys_money_is_left_the_draft_made_and_its_list_opened(dialog, page, context, press, qtbot):
    assert QApplication.focusWidget() is dialog.projects
    press(dialog.projects, Qt.Key.Key_2, ALT)
    assert QApplication.focusWidget() is dialog.money
    press(dialog.money, Qt.Key.Key_Space)
    assert cells(dialog.money_model, 0)[0] == "ไม่ยกไป"
    with qtbot.waitSignal(context.year_changed):
        press(dialog.money, Qt.Key.Key_Return, CTRL)
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.findings.list)
    plan = context.office.session.plan(2564)
    assert (plan.draft, context.year) == (True, 2564)
    assert plan.project(1).budget == Decimal(3_686_000)
    assert plan.project(6).budget == Decimal(18_413_600)
    assert page.side.tabs.currentIndex() == FINDINGS
    looked_through = [n.code.startswith("draft.") for n in page.findings.model.rows]
    assert looked_through == sorted(looked_through, reverse=True)
    assert page.findings.current() == page.findings.model.rows[0]
    assert not page.strips.adopt.isHidden()
    with qtbot.waitSignal(context.year_changed):
        context.office.records.undo()
    assert (context.year, context.office.session.years) == (2563, (2563,))


def test_by_keys_it_is_chosen_what_goes_on_and_what_follows_is_said(dialog, context, press, qtbot, settle):
    assert [cells(dialog.project_model, n)[0] for n in range(3)] == ["ทำต่อ", "ไม่ทำต่อ", "ไม่ทำต่อ"]
    press(dialog.projects, Qt.Key.Key_Space)  # project 1 stays behind, and its money and indicator with it
    press(dialog.projects, Qt.Key.Key_Down)
    press(dialog.projects, Qt.Key.Key_Space)  # project 2 goes on with its indicator
    assert dialog.follows.toolTip().startswith("โครงการที่ 1 ไม่ทำต่อ เงินเหลือ 146,000.00 บาทจึงไม่ยกไป")
    assert [money.project for money in dialog.money_model.rows] == [6]
    press(dialog.projects, Qt.Key.Key_3, ALT)
    press(dialog.results, Qt.Key.Key_Space)  # indicator 1 goes on all the same
    settle()
    assert "ตัวชี้วัดที่ 1 วัดจากโครงการที่ 1" in dialog.follows.toolTip()
    press(dialog.results, Qt.Key.Key_Space)
    press(dialog.results, Qt.Key.Key_4, ALT)
    press(dialog.registers, Qt.Key.Key_Space)
    assert cells(dialog.register_model, 0)[:2] == ["ไม่ใช้ต่อ", "ทะเบียนใบขอเบิกเงิน"]
    with qtbot.waitSignal(context.year_changed):
        press(dialog.registers, Qt.Key.Key_Return, CTRL)
    office = context.office
    plan = office.session.plan(2564)
    assert [p.number for p in plan.projects] == [2, 6]
    assert [i.code for i in plan.indicators if i.dimension == 1] == ["2", "6"]
    assert office.session.register("finance_requests").used_to == 2563
    with qtbot.waitSignal(context.year_changed):
        office.records.undo()
    assert office.session.register("finance_requests").used_to is None


def test_what_was_chosen_of_an_indicator_holds_whatever_its_project_does(dialog, press):
    for left_by_hand in (True, False):
        press(dialog.projects, Qt.Key.Key_3, ALT)
        press(dialog.results, Qt.Key.Key_Space)
        press(dialog.results, Qt.Key.Key_1, ALT)
        for _ in range(2):
            press(dialog.projects, Qt.Key.Key_Space)
            assert ("1" in dialog.without_indicators) == left_by_hand


def test_space_twice_takes_the_money_along_again(dialog, press):
    for said in ("ไม่ยกไป", "ยกไป"):
        press(dialog.money, Qt.Key.Key_Space)
        assert cells(dialog.money_model, 0)[0] == said
    assert dialog.left == set()


def test_escape_leaves_everything_as_it_was(dialog, context, press):
    press(dialog.money, Qt.Key.Key_Escape)
    assert not isValid(dialog)  # closed, it deletes itself
    assert context.office.session.years == (2563,)


def test_a_year_held_already_is_told_in_a_sentence(page, context, qtbot):
    context.office.plan.roll_over(2564)
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    with qtbot.waitSignal(context.notified) as told:
        page.make_next_year()
    assert "อยู่แล้ว" in told.args[0]
    assert context.year == 2563


def test_only_the_keeper_of_the_plan_makes_next_years(context, qtbot):
    context.office.session.set_unit("finance")
    page = shown(PlanPage(context), context, qtbot)
    assert page.next_year.isHidden()
    with qtbot.waitSignal(context.notified):
        page.open_with(next_year=True)
    assert page.findChild(RolloverDialog) is None


@pytest.fixture
def overview(context, qtbot, press):
    made = shown(OverviewPage(context), context, qtbot)
    made.by_year.setFocus()
    press(made.by_year, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: made.years.figures.rowCount() > 0)
    return made


def test_three_years_stand_side_by_side(overview, context):
    compared = context.office.figures.compare_years(2563, context.as_of)
    model = overview.years.figures
    assert overview.years.hasFocus()
    headings = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert headings[FIRST_YEAR:] == [f"{kind} {y}" for y in (2561, 2562, 2563) for kind in ("เป้าหมาย", "ผล")]
    assert model.rowCount() == 10
    first = compared.rows[0].cells[-1]
    assert cells(model, 0)[-2:] == [first.target, first.result]
    assert cells(model, 0)[2:4] == ["–", "–"]
    assert "แผนปี 2563" in model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)


def test_what_is_chosen_is_copied_with_its_headings(overview, press):
    table = overview.years
    press(table, Qt.Key.Key_C, CTRL)
    everything = QApplication.clipboard().text().split("\n")
    assert len(everything) == 1 + table.figures.rowCount()
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(table, Qt.Key.Key_C, CTRL)
    copied = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert copied[0][:3] == ["รหัส", "ตัวชี้วัด", "เป้าหมาย 2561"]
    assert [line[0] for line in copied[1:]] == ["2", "3"]


def test_enter_on_a_year_opens_the_workings(overview, context, press, qtbot):
    press(overview.years, Qt.Key.Key_Down)
    with qtbot.waitSignal(context.workings_wanted) as wanted:
        press(overview.years, Qt.Key.Key_Return)
    assert wanted.args == ["2"]


def test_the_comparison_follows_a_saved_record_and_the_other_dimensions(overview, context, press, qtbot):
    context.office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    model = overview.years.figures
    row = next(n for n in range(model.rowCount()) if cells(model, n)[0] == "4.2")
    qtbot.waitUntil(lambda: cells(model, row)[-1] == "3 ชิ้นงาน")
    press(overview.others, Qt.Key.Key_Space)
    assert model.rowCount() == 18
    press(overview.by_year, Qt.Key.Key_Space)
    assert overview.views.currentIndex() == 0


def test_next_year_is_a_command(open_desk, qtbot):
    context = open_desk.context
    (command,) = [t for t in open_desk.targets() if t.title == "ทำแผนปีถัดไป"]
    command.act()
    assert open_desk.window.page_name == "plan"
    qtbot.waitUntil(lambda: open_desk.window.made["plan"].findChild(RolloverDialog) is not None)
    dialog = open_desk.window.made["plan"].findChild(RolloverDialog)
    qtbot.waitUntil(dialog.make.isEnabled)
    dialog.reject()
    assert context.year == 2563
