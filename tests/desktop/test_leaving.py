"""What is typed is never lost without a word: whatever is done next, on every page, it is saved, stays, or waits as a draft,
and what holds it says so. The marked row is the form's record throughout."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from core.office import Office
from core.thai.fiscal import Month
from desktop.drafts import DraftFolder
from desktop.pages.registers.designer import FIELDS
from desktop.shell.page import HELD
from desktop.shell.rail import PAGE_ROLE
from desktop.widgets.inputs.protocol import widget_of

CTRL = Qt.KeyboardModifier.ControlModifier
REQUEST = {"procurement": "w119", "amount": "1000", "received_on": "18/06/2563", "checked_on": "18/06/2563"}
MAY, JUNE, NEXT_YEAR = date(2020, 5, 31), date(2020, 6, 30), 2564


@dataclass(frozen=True)
class Editor:
    """A place where something is typed: its page, how one gets into it, what is typed there one after the other, and the
    register and field it is saved in on leaving ("" for what only a person saves, or what can't be saved)."""

    page: str
    reach: Callable
    texts: tuple[str, ...]
    saved_in: str = ""
    field: str = ""
    means: tuple[str, ...] = ()  # what is done with what was typed there by one of the events

    def is_saved(self, office, text):
        """True once the file holds a text."""
        return bool(self.saved_in) and any(
            str(row.values[self.field]) == text for row in office.records.rows(self.saved_in)
        )


def into_form(page):
    page.form.fields.focus("payee")


def into_plan_form(page):
    assert page.select(page.context.office.plan.locate(2563, "indicator:4.2"))
    page.editor.form.fields.focus("title")


def into_formula(page):
    assert page.select(page.context.office.plan.locate(2563, "indicator:3"))
    page.editor.show_tab("วิธีคำนวณ")
    number = page.editor.formula("plan_indicators").parameters.input("working_days")
    number.setFocus(Qt.FocusReason.TabFocusReason)


def into_step(page):
    assert page.select(page.context.office.plan.locate(2563, "project:1"))
    page.editor.show_tab("ขั้นตอนและแผนเวลา")
    widget_of(page.editor.steps.inputs["share"]).setFocus(Qt.FocusReason.TabFocusReason)


def into_reason(page):
    page.side.show_findings()
    note = next(n for n in page.findings.model.rows if n.is_demand)
    page.findings.choose(note)
    page.findings.reason.setFocus()


def into_cell(page):
    page.grid.setCurrentIndex(page.model.index(0, page.model.column_of(page.model.months[0])))
    page.grid.setFocus()


def into_points(page):
    into_cell(page)
    page.panel.lines.table.setCurrentIndex(page.panel.lines.model.index(0, page.panel.lines.model.got))
    page.panel.lines.table.setFocus()


def into_step_field(page):
    widget_of(page.steps.rows[0].inputs["started_on"]).setFocus(Qt.FocusReason.TabFocusReason)


def into_contract(page):
    widget_of(page.contract.inputs["contract_amount"]).setFocus(Qt.FocusReason.TabFocusReason)


def into_adding_line(page):
    page.beside.input("title").setFocus()


def into_design(page):
    page.designer.show_tab(FIELDS)
    page.designer.fields.form.focus("label")


NUMBERS = tuple(str(n) for n in range(41, 49))
TEXTS = tuple(f"ค้าง{n}" for n in range(8))
EDITORS = {
    "form": Editor("finance_requests", into_form, TEXTS, "finance_requests", "payee"),
    "plan form": Editor("plan", into_plan_form, TEXTS, "plan_indicators", "title"),
    "formula": Editor("plan", into_formula, ("97",)),
    "step": Editor("plan", into_step, NUMBERS, "plan_steps", "share"),
    "step, refused": Editor("plan", into_step, ("ร้อยละ",)),
    "reason": Editor("plan", into_reason, ("หนังสือ กท 1/1",), means=("enter",)),
    "cell": Editor("centre_audits", into_cell, NUMBERS, "centre_audits", "score"),
    "cell, refused": Editor("centre_audits", into_cell, ("๙๙๙",)),
    "points, refused": Editor("centre_audits", into_points, ("๙๙๙",)),
    "field, refused": Editor("steps", into_step_field, ("๙๙๙",)),
    "contract, refused": Editor("renovation_items", into_contract, ("สองล้าน",)),
    "design": Editor("registers", into_design, TEXTS),
    "adding line": Editor("study_parts", into_adding_line, ("ชิ้นงานค้าง",)),
}


@pytest.fixture(scope="module")
def two_years(plan_file, tmp_path_factory):
    """The plan officer's file with next year's plan beside this year's, one request, and one demand of the plan check."""
    path = tmp_path_factory.mktemp("years") / "two.phaen"
    shutil.copy(plan_file("admin"), path)
    with Office.open(path, author="สมศรี") as office:
        office.plan.roll_over(NEXT_YEAR)
        office.records.save("plan_steps", {"share": "10"}, office.plan.locate(2563, "step:1.5")[1])
        for number in ("63/0001", "63/0002"):
            office.records.save("finance_requests", {**REQUEST, "request_no": number})
    return path


@pytest.fixture
def office_path(two_years, tmp_path):
    return shutil.copy(two_years, tmp_path / "office.phaen")


@pytest.fixture
def desk_state(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def window(desk_state, open_desk, monkeypatch, settle):
    made = open_desk.window
    monkeypatch.setattr(made, "ask_to_lose", lambda: False)
    settle()
    return made


def is_kept(window, editor, text, path):
    """True while a text stands in an input, waits as a draft, or is saved."""
    lines, boxes = window.findChildren(QLineEdit), window.findChildren(QPlainTextEdit)
    inputs = [w.text() for w in lines if not w.isHidden()] + [w.toPlainText() for w in boxes]
    context = window.context  # None once closed
    kept = context.drafts.all() if context else DraftFolder(Path(path)).read()
    drafts = [typed for draft in kept for typed in draft.typed.values()]
    if any(text in found for found in (*inputs, *drafts)):
        return True
    if context:
        return editor.is_saved(context.office, text)
    with Office.open(path) as office:
        return editor.is_saved(office, text)


def marks_what_it_shows(page):
    """True where no other row is marked than that of the record in the form."""
    form = getattr(page, "form", None)
    return form is None or page.list.selection.ids() in ((form.record_id,), ())


def press(window, *key):
    QTest.keyClick(window.focusWidget() or window, *key)


EVENTS = {
    "tab": lambda w: press(w, Qt.Key.Key_Tab),
    "enter": lambda w: press(w, Qt.Key.Key_Return),
    "page down": lambda w: press(w, Qt.Key.Key_PageDown),
    "elsewhere": lambda w: w.rail.list.setFocus(Qt.FocusReason.MouseFocusReason),
    "day": lambda w: w._choose_day(MAY),
    "year": lambda w: w._choose_year(NEXT_YEAR if w.context.year == 2563 else 2563),
    "another page": lambda w: w.show_page("overview"),
    "close": lambda w: w.close(),
}


@pytest.mark.parametrize("editor", EDITORS.values(), ids=list(EDITORS))
def test_what_is_typed_outlives_whatever_is_done_next(window, office_path, hands, settle, qtbot, editor):
    lost, context = [], window.context
    for (name, event), text in zip(EVENTS.items(), cycle(editor.texts), strict=False):
        if name in editor.means:
            continue
        context.set_year(2563)
        context.set_as_of(JUNE)
        window.show_page(editor.page)
        settle()
        qtbot.waitUntil(lambda: not context.task_runner.busy())
        page = window.made[editor.page]
        editor.reach(page)
        settle()
        hands.press(Qt.Key.Key_A, CTRL)
        hands.type(text)
        event(window)
        settle()
        if not is_kept(window, editor, text, office_path) or not marks_what_it_shows(page):
            lost.append(name)
    assert lost == []


def type_into(window, hands, settle, editor, text):
    window.show_page(editor.page)
    settle()
    editor.reach(window.made[editor.page])
    settle()
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type(text)
    return window.made[editor.page]


def test_a_cell_that_is_refused_holds_day_year_and_page(window, hands, settle):
    page = type_into(window, hands, settle, EDITORS["cell, refused"], "999")
    for name in ("day", "year", "another page"):
        EVENTS[name](window)
        settle()
        assert page.grid.editor().text() == "999"
        assert page.grid.complaint()
        assert (window.page_name, window.context.year, window.context.as_of) == ("centre_audits", 2563, JUNE)
        assert window.top_bar.year.value() == 2563
        assert "30 มิ.ย. 2563" in window.top_bar.day.text()
        assert window.rail.list.currentIndex().data(PAGE_ROLE) == "centre_audits"


def test_a_cell_is_saved_before_another_day_is_looked_at(window, hands, settle):
    page = type_into(window, hands, settle, EDITORS["cell"], "")
    page.grid.setCurrentIndex(
        page.model.index(0, page.model.column_of(Month.of(JUNE)))
    )  # not yet begun in May
    hands.type("85")
    EVENTS["day"](window)
    settle()
    assert window.context.as_of == MAY
    assert page.grid.editor() is None
    assert EDITORS["cell"].is_saved(window.context.office, "85")


@pytest.mark.parametrize("name", ["form", "plan form", "formula"])
def test_a_form_holds_the_year_and_says_so_from_wherever(window, hands, settle, name):
    editor = EDITORS[name]
    page = type_into(window, hands, settle, editor, "97")
    window.show_page("overview")
    EVENTS["year"](window)
    settle()
    assert (window.page_name, window.context.year) == (editor.page, 2563)
    assert window.messages.toast.text() == HELD
    assert not page.may_leave()
    EVENTS["day"](window)  # which leaves every record what it is
    settle()
    assert window.context.as_of == MAY
    assert not page.may_leave()


def test_the_list_may_change_beside_a_half_typed_form(window, hands, settle):
    page = type_into(window, hands, settle, EDITORS["form"], "ร้านค้าง")
    shown = page.form.record_id
    changes = (
        lambda: page.list.words.setText("ไม่มีคำนี้"),
        lambda: page.list.words.clear(),
        lambda: page.list.chips[0].set_on(True),
        lambda: page.list.chips[0].set_on(False),
        lambda: page.list.table.horizontalHeader().sectionClicked.emit(0),
        lambda: page.list.month.chosen.emit(None),
        lambda: page.list.table.setCurrentIndex(page.list.model.index(1, 0)),
        lambda: page.list.trash.set_on(True),
        lambda: page.list.trash.set_on(False),
    )
    for change in changes:
        change()
        settle()
        assert (page.form.record_id, page.form.raw()["payee"]) == (shown, "ร้านค้าง")
        assert marks_what_it_shows(page)
    assert page.list.selection.ids() == (shown,)


def test_another_year_shows_its_own_record(window, settle):
    window.show_page("finance_requests")
    settle()
    page = window.made["finance_requests"]
    assert page.form.record_id is not None
    EVENTS["year"](window)
    settle()
    assert page.form.record_id is None
    EVENTS["year"](window)
    settle()
    assert page.list.selection.ids() == (page.form.record_id,)


def test_a_step_that_is_refused_keeps_its_line(window, hands, settle):
    page = type_into(window, hands, settle, EDITORS["step, refused"], "ร้อยละ")
    steps = page.editor.steps
    steps.gantt.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(steps.gantt, key)
        settle()
        assert steps.gantt.current() == 0
        assert steps.inputs["share"].text() == "ร้อยละ"
        assert steps.line.text()


def test_another_project_waits_for_what_is_refused(window, hands, settle):
    page = type_into(window, hands, settle, EDITORS["field, refused"], "๙๙๙")
    shown = page.choice.value()
    page.choice.chosen.emit(shown + 1)
    settle()
    assert page.choice.value() == shown
    assert page.steps.rows[0].inputs["started_on"].text() == "๙๙๙"
