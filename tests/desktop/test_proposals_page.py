"""Proposals to change the plan, by keys: proposing on the plan page, deciding on the proposals page."""

import pytest
from PySide6.QtCore import Qt

from core.office import Query
from core.store.tables.register_tables import SHIPPED
from desktop.pages.plan import PlanPage
from desktop.pages.proposals import ProposalsPage
from desktop.widgets.gantt import Stretch

pytestmark = pytest.mark.plan_only("admin")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
YEAR = 2563
PROJECTS = tuple(SHIPPED["plan_projects"].id_for({"fiscal_year": YEAR, "number": n}) for n in (2, 3))


@pytest.fixture
def proposing(context):
    """The file is finance's, which doesn't keep the plan."""
    context.office.session.set_unit("finance")
    return context


@pytest.fixture
def proposed(context):
    """Two changes that finance proposed, in the file of the unit that keeps the plan."""
    context.office.session.set_unit("finance")
    for record in PROJECTS:
        context.office.records.save("plan_projects", {"title": "ชื่อที่ขอแก้"}, record)
    context.office.session.set_unit("admin")
    return context


@pytest.fixture
def page(proposed, show, qtbot):
    made = show(ProposalsPage(proposed))
    qtbot.waitUntil(lambda: made.current() is not None)
    made.table.setFocus()
    return made


def titles(office):
    return [office.records.record("plan_projects", record).values["title"] for record in PROJECTS]


def states(office):
    return sorted(p.state for p in office.plan.proposals())


def test_what_is_typed_on_the_plan_page_elsewhere_is_proposed(proposing, show, type_text, press, qtbot):
    page = show(PlanPage(proposing))
    assert "ฝ่ายบริหารงานทั่วไป" in page.whose.sentence.text()
    assert page.next_year.isHidden()
    page.select(("plan_projects", PROJECTS[0]))
    before = titles(proposing.office)
    form = page.editor.form
    assert form.footer.save.text() == "เสนอแก้ไข"
    box = form.input("title")
    box.setFocus()
    press(box, Qt.Key.Key_A, CTRL)
    type_text(box, "ชื่อที่ขอแก้")
    with qtbot.waitSignal(proposing.notified) as told:
        press(box, Qt.Key.Key_S, CTRL)
    assert "ข้อเสนอ" in told.args[0]
    assert titles(proposing.office) == before
    assert box.value_text() == before[0]
    assert not page.editor.is_dirty()
    (found,) = proposing.office.plan.proposals()
    assert found.records[0].fields[0].wanted == "ชื่อที่ขอแก้"


def test_a_new_record_of_the_plan_is_proposed_and_its_form_given_up(proposing, show, type_text, press, qtbot):
    page = show(PlanPage(proposing))
    page.select(("", "units"))
    press(page.tree.tree, Qt.Key.Key_N, CTRL)
    box = page.editor.form.input("name")
    type_text(box, "ฝ่ายใหม่")
    with qtbot.waitSignal(proposing.notified) as told:
        press(box, Qt.Key.Key_S, CTRL)
    assert "ข้อเสนอ" in told.args[0]
    assert not page.editor.is_dirty()
    assert len(proposing.office.session.plan(YEAR).units) == 5
    assert proposing.office.plan.proposals()[0].records[0].action == "add"
    assert page.tree.current() is not None


def test_a_bar_of_the_gantt_moved_elsewhere_goes_back_and_is_proposed(proposing, show):
    page = show(PlanPage(proposing))
    page.select(("plan_projects", SHIPPED["plan_projects"].id_for({"fiscal_year": YEAR, "number": 1})))
    steps = page.editor.steps
    before = steps.gantt.lines()[0].planned
    steps.gantt.planned_changed.emit(0, Stretch(3, 4))
    assert steps.gantt.lines()[0].planned == before
    (found,) = proposing.office.plan.proposals()
    assert {f.name for f in found.records[0].fields} <= {"planned_from", "planned_to"}


def test_deleting_a_place_of_the_plan_elsewhere_leaves_it_in_sight(proposing, show, press):
    row = proposing.office.records.rows("plan_texts", Query(equals={"section": "vision"}))[0]
    page = show(PlanPage(proposing))
    page.select(("plan_texts", row.id))
    press(page.tree.tree, Qt.Key.Key_Delete)
    assert page.tree.current().key == ("plan_texts", row.id)
    assert proposing.office.plan.proposals()[0].records[0].action == "delete"


def test_the_plan_page_of_the_keeper_says_what_waits_and_leads_there(proposed, show, qtbot):
    page = show(PlanPage(proposed))
    assert "2 ข้อรอพิจารณา" in page.whose.sentence.text()
    with qtbot.waitSignal(proposed.navigated) as asked:
        page.whose.proposals.click()
    assert asked.args[0] == "proposals"


def test_one_is_taken_up_by_keys(page, proposed, press, qtbot):
    chosen = page.current()
    assert page.changes.accessibleDescription().count("ชื่อที่ขอแก้") == 1
    press(page.table, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: states(proposed.office) == ["open", "taken"])
    assert titles(proposed.office).count("ชื่อที่ขอแก้") == 1
    qtbot.waitUntil(lambda: page.current() is not None and page.current().id == chosen.id)
    qtbot.waitUntil(lambda: not page.answer.isHidden())
    assert "รับแล้ว" in page.answer.text()


def test_many_are_declined_at_once_with_one_reason(page, proposed, press, type_text, qtbot):
    press(page.table, Qt.Key.Key_Home)
    press(page.table, Qt.Key.Key_Down, SHIFT)
    assert page.decline.text() == "ไม่รับ 2 ข้อ"
    page.decline.click()
    assert page.reason.hasFocus()
    assert states(proposed.office) == ["open", "open"]
    type_text(page.reason, "ไม่ตรงคำสั่ง")
    page.decline.setFocus()
    press(page.decline, Qt.Key.Key_Space)
    assert states(proposed.office) == ["declined", "declined"]
    assert {p.answer for p in proposed.office.plan.proposals()} == {"ไม่ตรงคำสั่ง"}
    qtbot.waitUntil(lambda: page.take.isHidden())
    proposed.office.records.undo()
    qtbot.waitUntil(lambda: not page.take.isHidden())


def test_a_plan_that_has_moved_on_is_pointed_out(proposed, show, qtbot):
    proposed.office.records.save("plan_projects", {"title": "ชื่อใหม่จากบริหาร"}, PROJECTS[0])
    page = show(ProposalsPage(proposed))
    qtbot.waitUntil(lambda: page.current() is not None)
    moved = next(n for n, p in enumerate(page.model.rows) if p.moved)
    page.table.selectRow(moved)
    assert not page.moved.isHidden()


def test_the_proposer_sees_and_withdraws_but_does_not_decide(proposing, show, press, qtbot):
    proposing.office.records.save("plan_projects", {"title": "ชื่อที่ขอแก้"}, PROJECTS[0])
    page = show(ProposalsPage(proposing))
    qtbot.waitUntil(lambda: page.current() is not None)
    assert page.take.isHidden()
    assert page.decline.isHidden()
    page.withdraw.setFocus()
    press(page.withdraw, Qt.Key.Key_Space)
    assert states(proposing.office) == ["withdrawn"]


def test_enter_leads_to_the_place_in_the_plan(page, proposed, press, qtbot):
    with qtbot.waitSignal(proposed.navigated) as asked:
        press(page.table, Qt.Key.Key_Return)
    assert asked.args[0] == "plan"
    assert asked.args[1]["record_id"] in PROJECTS


def test_nothing_to_decide_is_said_kindly(context, show, qtbot):
    page = show(ProposalsPage(context))
    qtbot.waitUntil(page.list.isHidden)
    assert not page.none.isHidden()


def test_the_rail_says_how_many_wait(open_desk, qtbot):
    office = open_desk.window.context.office
    office.session.set_unit("finance")
    office.records.save("plan_projects", {"title": "ชื่อที่ขอแก้"}, PROJECTS[0])
    office.session.set_unit("admin")
    open_desk.window._count_waiting()
    waiting = open_desk.window.rail.model
    qtbot.waitUntil(lambda: "proposals" in waiting._waiting)
    assert waiting._waiting["proposals"][0].words == "1 รอ"
