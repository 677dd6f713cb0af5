"""A plan isn't lost by one key or one click; where one is gone, the desk opens all the same and brings it back."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.office import Office
from core.store.log.changes import ActionInfo, Delete, Put
from desktop.pages.merge_dialog import MergeDialog
from desktop.pages.plan import PlanPage
from desktop.pages.proposals import ProposalsPage
from desktop.widgets.ask_by_name import AskByName

ENTER, ESC, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete
CTRL = Qt.KeyboardModifier.ControlModifier
YEARS = "plan_years"
DESTRUCTIVE = ("ลบ", "ทิ้ง", "ถอน", "ย้อน")


def take_away(office, year=2563):
    """The plan's record deleted as a program without the rule did it."""
    (row,) = [r for r in office.records.rows(YEARS) if r.values["fiscal_year"] == year]
    office.session.committed(
        office.session.file.commit(lambda _: [Delete(YEARS, row.id)], ActionInfo("วิชัย", "ลบแผน"))
    )
    return row.id


@pytest.fixture
def planless_path(office_path):
    with Office.open(Path(office_path)) as office:
        office.session.set_unit("admin")
        take_away(office)
    return Path(office_path)


def focused():
    return QApplication.focusWidget()


# A file without a plan


@pytest.fixture
def planless(desk, planless_path, qtbot, settle):
    desk.open_file(planless_path)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    settle()
    return desk


def test_it_opens_and_its_plan_is_brought_back_by_a_key(planless, press):
    window = planless.window
    assert window.page_name == "mending"
    page = window.stack.currentWidget()
    (button,) = page.restore
    assert button.text() == "คืนแผนปี 2563"
    assert "ลบโดย วิชัย" in " ".join(label.text() for label in page.plans.findChildren(QLabel))
    assert focused() is button
    assert [p.name for p in window.rail_order] == ["mending", "exchange", "files", "settings"]
    press(button, Qt.Key.Key_Space)
    assert window.page_name == "overview"
    assert planless.context.office.session.years == (2563,)
    assert "finance_requests" in [p.name for p in window.rail_order]
    assert window.top_bar.year.isVisible()
    assert "คืนแผนปี 2563" in window.messages.toast.text()


@pytest.mark.parametrize("name", ["exchange", "files", "settings"])
def test_the_pages_that_need_no_plan_are_there(planless, settle, name):
    planless.window.show_page(name)
    settle()
    assert planless.window.page_name == name


def test_only_what_needs_no_plan_is_offered(planless):
    titles = {target.title for target in planless.targets()}
    assert "คืนแผน" in titles
    assert not {"พิมพ์รายงานประจำเดือน", "ทำแผนปีถัดไป", "ภาพรวม"} & titles
    planless.window.show_page("overview")
    assert planless.window.page_name == "mending"


def test_a_unit_that_does_not_keep_the_plan_proposes(desk, planless_path, settle, press):
    with Office.open(planless_path) as office:
        office.session.set_unit("finance")
    desk.open_file(planless_path)
    settle()
    page = desk.window.stack.currentWidget()
    assert page.restore[0].text() == "เสนอให้คืนแผนปี 2563"
    press(page.restore[0], Qt.Key.Key_Space)
    assert desk.window.page_name == "mending"
    assert [one.open for one in desk.context.office.plan.proposals()] == [True]


def test_where_it_is_only_read_nothing_is_brought_back(desk, planless_path, settle):
    with Office.open(planless_path):
        desk.open_file(planless_path)
        settle()
        page = desk.window.stack.currentWidget()
        assert not page.restore[0].isEnabled()
        assert desk.window.reading.text()
        desk.close()


def test_a_plan_that_goes_while_the_desk_is_open_leads_there(open_desk, settle, press):
    open_desk.window.show_page("finance_requests")
    settle()
    take_away(open_desk.context.office)
    settle()
    assert open_desk.window.page_name == "mending"
    open_desk.context.office.session.set_unit("admin")
    open_desk.window.rebuild()
    settle()
    page = open_desk.window.stack.currentWidget()
    press(page.restore[0], Qt.Key.Key_Space)
    assert open_desk.window.page_name == "overview"


# The plan's page


@pytest.fixture
def keeper(context, qtbot, settle):
    """The plan's page in the keeper's file, with a draft of next year beside the plan."""
    context.office.session.set_unit("admin")
    context.office.plan.roll_over(2564)
    made = PlanPage(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    settle()
    return made


def root(page):
    (row,) = [
        r for r in page.context.office.records.rows(YEARS) if r.values["fiscal_year"] == page.context.year
    ]
    assert page.select((YEARS, row.id))
    return page.editor.form


def asked(page):
    found = [box for box in page.findChildren(AskByName) if box.isVisible()]
    return found[0] if found else None


def test_the_plan_in_force_offers_no_delete_and_refuses_it(keeper, press, context):
    form = root(keeper)
    assert form.footer.delete.isHidden()
    told = []
    context.notified.connect(lambda *said: told.append(said))
    press(keeper.tree.tree, DELETE)
    assert asked(keeper) is None
    assert ["แผนที่ใช้อยู่" in sentence for sentence, _ in told] == [True]
    assert context.office.session.years == (2563, 2564)


def test_a_draft_goes_only_once_its_year_was_typed(keeper, press, type_text, context):
    context.set_year(2564)
    form = root(keeper)
    assert not form.footer.delete.isHidden()
    press(keeper.tree.tree, DELETE)
    box = asked(keeper)
    assert not box.act.isEnabled()
    press(box.typed, ENTER)
    type_text(box.typed, "2563")
    press(box.typed, ENTER)
    assert context.office.session.years == (2563, 2564)
    press(box.typed, ESC)
    assert asked(keeper) is None
    form.footer.delete.click()
    box = asked(keeper)
    type_text(box.typed, "๒๕๖๔")
    press(box.typed, ENTER)
    assert (context.office.session.years, context.year) == ((2563,), 2563)
    context.office.records.undo()
    assert context.office.session.years == (2563, 2564)


def test_a_plan_in_force_that_went_beside_a_draft_comes_back_from_the_page(keeper, press, context, qtbot):
    with qtbot.waitSignal(keeper.checked):
        take_away(context.office)
    assert "2563" in keeper.strips.gone.sentence.text()
    with qtbot.waitSignal(keeper.checked):
        press(keeper.strips.bring_back, Qt.Key.Key_Space)
    assert context.office.session.years == (2563, 2564)
    assert keeper.strips.gone.isHidden()


def test_a_proposal_to_delete_a_draft_is_taken_only_by_its_year(
    keeper, context, qtbot, press, type_text, settle
):
    (row,) = [r for r in context.office.records.rows(YEARS) if r.values["fiscal_year"] == 2564]
    wish = f'[{{"register":"{YEARS}","record":"{row.id}","action":"delete","fields":{{}}}}]'
    given = {"fiscal_year": 2564, "title": "ลบร่าง", "unit": "finance", "state": "open", "changes": wish}
    context.office.session.write([Put("plan_proposals", context.office.session.new_id(), given)], "เสนอ")
    page = ProposalsPage(context)
    qtbot.addWidget(page)
    page.show()
    settle()
    qtbot.waitUntil(lambda: bool(page._chosen()))
    page.take.click()
    box = asked(page)
    press(box.typed, ENTER)
    assert context.office.session.years == (2563, 2564)
    type_text(box.typed, "2564")
    press(box.typed, ENTER)
    assert context.office.session.years == (2563,)


# Every page


def test_no_page_opens_with_something_destructive_at_hand(open_desk, settle):
    """Neither a key pressed on from the page before nor Enter deletes, takes back or gives up anything."""
    window = open_desk.window
    open_desk.context.office.session.set_unit("admin")
    open_desk.context.office.plan.roll_over(2564)
    window.rebuild()
    at_hand = []
    for entry in window.pages:
        window.show_page(entry.name)
        settle()
        assert window.page_name == entry.name
        page = window.stack.currentWidget()
        holder = focused()
        assert holder is not None, entry.name
        words = holder.text() if isinstance(holder, QPushButton) else ""
        defaults = [b.text() for b in page.findChildren(QPushButton) if b.isDefault() or b.autoDefault()]
        at_hand += [(entry.name, w) for w in (words, *defaults) if w.startswith(DESTRUCTIVE)]
    assert at_hand == []


# Merging


@contextmanager
def on_pc(state):
    before = os.environ["PHAEN_STATE_DIR"]
    os.environ["PHAEN_STATE_DIR"] = str(state)
    try:
        yield
    finally:
        os.environ["PHAEN_STATE_DIR"] = before


def test_a_package_that_deletes_the_plan_is_taken_only_where_that_is_allowed(
    context, sample_file, tmp_path, qtbot, press
):
    there = Path(shutil.copy(sample_file, tmp_path / "there.phaen"))
    with on_pc(tmp_path / "pc"), Office.open(there, author="วิชัย") as other:
        take_away(other)
        package = other.exchange.pack(tmp_path / "a.phaenx").path
    office = context.office
    dialog = MergeDialog(context, [package])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._looked))
    dialog.trust.click()
    qtbot.waitUntil(lambda: dialog.trial is not None)
    assert "แผนปีงบประมาณ 2563" in dialog.deletes.sentence.text()
    assert not dialog.take.isEnabled()
    press(dialog, ENTER, CTRL)
    assert office.session.years == (2563,)
    press(dialog.allow, Qt.Key.Key_Space)
    assert dialog.take.isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, ENTER, CTRL)
    assert office.session.years == ()
