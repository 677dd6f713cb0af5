"""The plan page: tree and editor, Gantt, formulas with a preview, findings and the plan's state."""

import json
import shutil
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.office import Edit, Office, Row
from core.plan.records import PLAN_REGISTERS
from core.thai.fiscal import Month
from desktop.models.plan_additions import additions
from desktop.models.plan_items import PlanItem, PlanRecords, plan_items
from desktop.models.plan_tree import PlanTree
from desktop.pages.plan import PlanPage
from desktop.pages.plan_side import FINDINGS
from desktop.pages.plan_target import TargetLine
from desktop.shell.context import AppContext
from desktop.widgets.gantt import Stretch

pytestmark = pytest.mark.plan_only("admin")

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
YEAR = 2563
NOWHERE = ("plan_waivers", "plan_adoptions")  # no place of their own in the tree
FILLED = {"owner": "complaints", "amount": "100"}


@pytest.fixture
def page(context, show):
    return show(PlanPage(context))


@pytest.fixture
def go(page, context, settle):
    """``go(ref)``: shows the place a reference names; returns its record's id."""

    def to(ref):
        key = context.office.plan.locate(YEAR, ref)
        assert page.select(key)
        settle()
        return key[1]

    return to


@pytest.fixture
def undo(context, settle):
    """``undo()``: takes the last step back, and waits until the page shows it."""

    def taken_back():
        context.office.records.undo()
        settle()

    return taken_back


def named(page):
    return page.tree.current().label


def records_of(office):
    """The plan's records, read as the desk reads them: on another thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(PlanRecords.read, office, YEAR).result()


def test_every_record_of_the_plan_has_one_place(office):
    records = records_of(office)
    placed = [item.key for item in plan_items(records).walk() if item.row]
    assert len(placed) == len(set(placed))
    listed = {(name, row.id) for name, rows in records.rows.items() for row in rows if name not in NOWHERE}
    assert set(placed) == listed


def headings(office, year):
    """The headings of the tree, and what may be added at the plan itself."""
    with ThreadPoolExecutor(1) as pool:
        records = pool.submit(PlanRecords.read, office, year).result()
    tree = plan_items(records)
    plan = tree.children[0]
    offered = [addition.words for addition in additions(records, plan, date(2025, 6, 30))]
    return [item.label for item in tree.children if not item.register], offered


def test_no_heading_stands_over_nothing_and_the_plan_offers_its_first(office, office_file_of, tmp_path):
    shown, offered = headings(office, YEAR)
    assert {"ปก", "ส่วนของการศึกษา (ตัวชี้วัด 4.1)", "ตารางในเล่มแผน"} <= {*shown}
    assert offered == []
    path = shutil.copy(office_file_of("gov", plan="example-district-2568", sample=True), tmp_path / "d.phaen")
    with Office.open(Path(path)) as district:
        shown, offered = headings(district, 2568)
    assert shown == ["ส่วนราชการและอำนาจหน้าที่", "ส่วน ด้าน มิติ เป้าประสงค์", "ตัวชี้วัดและโครงการนอกโครงสร้าง"]
    assert offered[0] == "เพิ่มปก"
    assert offered[-2:] == ["เพิ่มตัวชี้วัดมิติการประเมินที่ 4", "เพิ่มตาราง"]
    assert not any("การศึกษา" in words for words in offered)


def test_search_keeps_what_holds_the_words_and_what_stands_over_it(office):
    tree = PlanTree()
    tree.set_root(plan_items(records_of(office)))
    tree.set_filter("ตรวจรับงาน 5")
    found = tree.item(tree.first_match())
    assert found.register == "plan_steps"
    assert found.values["project"] == 1
    assert tree.index_of(found.path()[0].key).isValid()
    assert tree.rowCount() < len(found.path()[0].parent.children)
    tree.set_filter("ไม่มีคำนี้แน่นอน")
    assert tree.rowCount() == 0


def test_search_by_keys_leads_to_the_form(page, press, type_text):
    press(page.tree.tree, Qt.Key.Key_F, CTRL)
    type_text(QApplication.focusWidget(), "ขั้นที่ ๑ การเตรียมการ")
    press(page.tree.words, Qt.Key.Key_Return)
    assert "การเตรียมการ" in named(page)
    press(page.tree.tree, Qt.Key.Key_Return)
    assert page.editor.form.fields.isAncestorOf(QApplication.focusWidget())


def test_a_text_is_edited_with_history_and_undo(page, go, context, press, type_text, undo):
    record = go("text:vision/1")
    before = context.office.records.record("plan_texts", record).values["text"]
    box = page.editor.form.input("text")
    box.setFocus()
    press(box, Qt.Key.Key_End, CTRL)
    type_text(box, " ทดสอบ")
    press(box, Qt.Key.Key_S, CTRL)
    assert context.office.records.record("plan_texts", record).values["text"] == f"{before} ทดสอบ"
    assert context.office.records.history("plan_texts", record)[0].field == "text"
    undo()
    assert page.editor.form.raw()["text"] == before


def test_something_typed_holds_one_back(page, go, type_text):
    go("text:vision/1")
    here = named(page)
    type_text(page.editor.form.input("text"), "ก")
    assert not page.may_leave()
    page.tree.tree.setCurrentIndex(page.tree.model.index(0, 0))
    assert named(page) == here
    page.editor.form.restore()
    assert page.may_leave()


def test_adding_takes_the_next_number_and_deleting_takes_it_out(page, go, context, press, type_text):
    go("project:2")
    count = len(context.office.session.plan(YEAR).project(2).steps)
    step = next(a for a in page.offered() if a.register == "plan_steps")
    page.begin_with(step)
    box = page.editor.form.input("title")
    type_text(box, "สรุปผล")
    press(box, Qt.Key.Key_S, CTRL)
    added = context.office.session.plan(YEAR).project(2).steps[-1]
    assert (added.step, added.title) == (count + 1, "สรุปผล")
    assert "สรุปผล" in named(page)
    press(page.tree.tree, Qt.Key.Key_Delete)
    assert len(context.office.session.plan(YEAR).project(2).steps) == count


def _kinds(context):
    """A place where each kind of record can be added, which of the offered lines it is, and of how many."""
    records, found = records_of(context.office), {}
    for item in plan_items(records).walk():
        offered = additions(records, item, context.as_of)
        for line, addition in enumerate(offered):
            found.setdefault(addition.register, (item.key, line, len(offered)))
    return found


def test_every_kind_that_is_added_keeps_its_tabs(page, context, press, type_text):
    """A Qt tab shown twice before its bar is painted had no width, for all records of the kind."""
    kinds = _kinds(context)
    assert {r.name for r in PLAN_REGISTERS} - set(kinds) == {"plan_years", *NOWHERE}
    for register, (key, line, count) in kinds.items():
        before = context.office.records.count(register)
        assert page.select(key)
        press(page.tree.tree, Qt.Key.Key_N, CTRL)
        if count > 1:
            for _ in range(line):
                press(page.popup.list, Qt.Key.Key_Down)
            press(page.popup.list, Qt.Key.Key_Return)
        form = page.editor.form
        for name in form.fields.names():
            if not form.raw()[name] and context.office.session.register(register).field(name).required:
                form.fields.focus(name)
                type_text(form.input(name), FILLED.get(name, "1"))
        press(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
        assert context.office.records.count(register) == before + 1, register
        widths = {form.tabs.tabText(n): form.tabs.tabRect(n).width() for n in range(form.tabs.count())}
        assert all(widths.values()), (register, widths)
        for _ in widths:
            press(form.tabs, Qt.Key.Key_Right)
        assert form.tabs.tabText(form.tabs.currentIndex()) == "ประวัติ"


def test_one_target_is_typed_and_shown_in_one_wording(page, go, press, type_text, undo):
    go("indicator:4.2")
    page.editor.show_tab("ค่าเป้าหมาย")
    press(page.tree.tree, Qt.Key.Key_Return)
    table = page.editor.parts("plan_targets", "plan_indicators").table
    press(table, Qt.Key.Key_End, CTRL)
    press(table, Qt.Key.Key_Return)
    assert named(page) == "เป้าหมายปี 2563 1 ชิ้นงาน"
    line = page.editor.form.findChild(TargetLine)
    assert line.text() == "เป้าหมายคือ ไม่น้อยกว่า 1 ชิ้นงาน · พิมพ์ตามข้อความของแผนว่า “1 ชิ้นงาน”"
    box = page.editor.form.input("value")
    box.setFocus()
    press(box, Qt.Key.Key_A, CTRL)
    type_text(box, "3")
    assert line.text() == "เป้าหมายคือ ไม่น้อยกว่า 3 ชิ้นงาน · พิมพ์เช่นนี้ทุกแห่ง"
    press(box, Qt.Key.Key_S, CTRL)
    assert "ไม่น้อยกว่า 3 ชิ้นงาน" in page.editor.form.fields.finding_text("text")
    assert named(page) == "เป้าหมายปี 2563 ไม่น้อยกว่า 3 ชิ้นงาน"
    go("indicator:4.2")
    assert [table.model().index(row, 1).data() for row in range(3)] == ["–", "–", "ไม่น้อยกว่า 3 ชิ้นงาน"]
    undo()
    go("indicator:4.2")
    assert table.model().index(2, 1).data() == "1 ชิ้นงาน"


def test_a_target_begins_with_its_number(page, go, press, type_text):
    go("indicator:4.2")
    page.editor.show_tab("ค่าเป้าหมาย")
    parts = page.editor.parts("plan_targets", "plan_indicators")
    press(parts.further, Qt.Key.Key_Space)
    form = page.editor.form
    assert form.input("quarter").value_text() == "1"
    assert form.input("value").hasFocus()
    said = form.findChild(TargetLine)
    type_text(form.input("text"), "เริ่มใช้")
    assert said.text() == "ไตรมาสที่ 1 ไม่มีค่าเป้าหมาย พิมพ์ว่า “เริ่มใช้”"
    for typed in ("1 ชิ้นงาน", "ไม่เกิน 20"):
        press(form.input("text"), Qt.Key.Key_A, CTRL)
        type_text(form.input("text"), typed)
        assert "พิมพ์ค่าเป้าหมายเป็นตัวเลข" in said.text()


def test_a_new_indicator_takes_the_code_after_its_siblings():
    objective = Row("o3", {"code": "o3", "kind": "objective", "number": "3"})
    place = PlanItem(("plan_nodes", "o3"), "", objective)

    def proposed(*codes):
        rows = [Row(code, {"code": code, "dimension": 1, "node": node, "ordinal": 1}) for code, node in codes]
        held = defaultdict(tuple, plan_nodes=(objective,), plan_indicators=tuple(rows))
        offered = additions(PlanRecords(YEAR, held), place, date(2020, 6, 30))
        return next(a.values["code"] for a in offered if a.register == "plan_indicators")

    assert proposed(("3.1", "o3"), ("3.3", "o3"), ("5", "o2")) == "3.4"
    assert proposed(("3.1", "o3"), ("3.2", "")) == "3.3"
    assert proposed(("4.1", "o3"), ("5.1", "o3")) == "6"
    assert proposed(("1", "o2"), ("3", "o3")) == "4"
    assert proposed() == "1"


def test_a_new_record_is_given_up_with_escape(page, go, context, press):
    go("measure:m7.5.1.1-1")
    here = named(page)
    press(page.tree.tree, Qt.Key.Key_N, CTRL)
    press(page.popup.list, Qt.Key.Key_Return)
    assert page.editor.form.record_id is None
    press(page.editor.form.input("title"), Qt.Key.Key_Escape)
    assert (named(page), page.editor.form.record_id) == (here, page.tree.current().row.id)
    assert context.office.records.undo_label is None


def test_contents_change_places_and_the_running_sum_follows(page, go, context, press):
    go("step:1.3")
    press(page.tree.tree, Qt.Key.Key_Up, ALT)
    second, third = context.office.session.plan(YEAR).project(1).steps[1:3]
    assert (second.title, second.share, second.cumulative) == ("จัดหาผู้รับจ้าง", Decimal(30), Decimal(40))
    assert (third.share, third.cumulative) == (Decimal(10), Decimal(50))
    assert named(page).endswith("จัดหาผู้รับจ้าง")


def test_a_drag_in_the_gantt_is_one_step_of_undo(page, go, context, press, undo):
    go("project:1")
    page.editor.show_tab("ขั้นตอนและแผนเวลา")
    gantt = page.editor.steps.gantt
    press(page.tree.tree, Qt.Key.Key_Return)
    assert gantt.hasFocus()
    record = context.office.plan.locate(YEAR, "step:1.1")[1]
    context.office.records.save(
        "plan_steps", {"planned_from": Month(2019, 10), "planned_to": Month(2019, 11)}, record
    )
    step = context.office.session.plan(YEAR).project(1).steps[0]
    start, end = gantt.bar(0).center().toPoint() - QPoint(4, 0), gantt.cell(0, 4).center()
    QTest.mousePress(gantt, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(gantt, end)
    QTest.mouseRelease(gantt, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    moved = context.office.session.plan(YEAR).project(1).steps[0]
    assert (moved.planned_from, moved.planned_to) == (Month(2020, 2), Month(2020, 3))
    undo()
    assert context.office.session.plan(YEAR).project(1).steps[0] == step
    press(gantt, Qt.Key.Key_Delete)
    assert context.office.session.plan(YEAR).project(1).steps[0].planned_from is None
    assert gantt.lines()[0].planned is None
    undo()
    assert gantt.lines()[0].planned == Stretch(0, 1)


def _gantt(page, go):
    go("project:1")
    page.editor.show_tab("ขั้นตอนและแผนเวลา")
    page.editor.steps.gantt.setFocus()
    return page.editor.steps.gantt


def test_a_bar_that_was_moved_shows_what_was_adopted_with_who_and_when(
    page, go, context, press, type_text, undo
):
    record = context.office.plan.locate(YEAR, "step:1.1")[1]
    context.office.records.save(
        "plan_steps", {"planned_from": Month(2019, 10), "planned_to": Month(2019, 11)}, record
    )
    gantt, steps = _gantt(page, go), page.editor.steps
    assert (gantt.lines()[0].adopted, steps.changes.isHidden(), steps.anew.isHidden()) == (None, True, True)
    press(gantt, Qt.Key.Key_Right)
    line = gantt.lines()[0]
    assert (line.planned, line.adopted) == (Stretch(1, 2), Stretch(0, 1))
    assert steps.changes.text().startswith("แผนเดิม ต.ค. 62 – พ.ย. 62 · แผนปรับ พ.ย. 62 – ธ.ค. 62 โดย สมศรี ")
    assert "แผนเดิม" in gantt.accessibleName()
    steps.anew.reason.setFocus()
    press(steps.anew.reason, Qt.Key.Key_Return)
    assert gantt.lines()[0].adopted == Stretch(0, 1)
    type_text(steps.anew.reason, "ขยายเวลา")
    press(steps.anew.reason, Qt.Key.Key_Return)
    assert (gantt.lines()[0].adopted, steps.anew.isHidden()) == (None, True)
    assert "ขยายเวลา" in steps.changes.text()
    undo()
    assert gantt.lines()[0].adopted == Stretch(0, 1)


def test_a_bar_begun_by_keys_is_adopted_as_it_was_left(page, go, press, undo):
    gantt = _gantt(page, go)
    for key, held in ((Qt.Key.Key_Insert, None), (Qt.Key.Key_Right, SHIFT), (Qt.Key.Key_Right, None)):
        press(gantt, key, held or Qt.KeyboardModifier.NoModifier)
    assert (gantt.lines()[0].planned, gantt.lines()[0].adopted) == (Stretch(1, 2), None)
    press(gantt, Qt.Key.Key_Down)
    press(gantt, Qt.Key.Key_Up)
    press(gantt, Qt.Key.Key_Right)
    assert (gantt.lines()[0].planned, gantt.lines()[0].adopted) == (Stretch(2, 3), Stretch(1, 2))
    undo()
    undo()
    assert gantt.lines()[0].planned is None


def test_headings_of_the_gantt_stay_over_many_steps(page, go, context, press):
    go("project:1")
    about = {"fiscal_year": YEAR, "project": 1}
    steps = [Edit(None, {**about, "step": n, "title": f"ขั้น {n}"}) for n in range(6, 46)]
    context.office.records.save_many("plan_steps", steps)
    page.editor.show_tab("ขั้นตอนและแผนเวลา")
    gantt = page.editor.steps.gantt
    gantt.setFocus()
    for _ in range(30):
        press(gantt, Qt.Key.Key_Down)
    assert gantt.head().top() > 0
    for _ in range(8):
        press(gantt, Qt.Key.Key_Up)
        here = gantt.cell(gantt.current(), 0)
        assert not gantt.head().intersects(here)
        assert gantt.visibleRegion().contains(here.center())
    under = QPoint(20, gantt.head().center().y())
    QTest.mouseClick(gantt, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, under)
    assert gantt.current() == 22


def formula_of(page, settle):
    """The panel with an indicator's formula."""
    page.editor.show_tab("วิธีคำนวณ")
    settle()
    return page.editor.formula("plan_indicators")


def test_choices_of_a_sentence_are_read_whole(page, go, settle):
    go("indicator:3")
    panel = formula_of(page, settle)
    for name in ("clock", "procurement"):
        box = panel.parameters.input(name)
        assert box.width() > box.fontMetrics().horizontalAdvance(box.currentText()) + 30


OVER = {"register": "finance_requests", "filter": [["procurement", "=", "w119"]]}
CHOSEN = [
    ("count", {**OVER, "distinct": "payee"}),
    ("share_in_time", {**OVER, "clock": "pay", "by": "mean_of_months"}),
    ("pass_rate", {"items": "info_centres", "audits": "centre_audits", "score": "score", "at_least": 80}),
    ("ratio", {"over": {"indicator": "5.1"}, "under": OVER, "times": 10}),
    ("weighted_mean", {"of": ["5.2", "5.3"], "weights": [60, 40]}),
    (
        "share",
        {"register": "finance_requests", "meets": [{"any": [["cheque_on", "filled"], ["amount", "<", 5]]}]},
    ),
    (
        "share",
        {"register": "finance_requests", "filter": [{"all": []}], "meets": [["cheque_on"]]},
    ),  # kept, if odd
    ("sum", {"register": "gone", "field": "lost", "own": "words"}),
]


@pytest.mark.parametrize(("formula", "given"), CHOSEN)
def test_what_the_plan_holds_is_shown_and_kept(page, go, context, settle, formula, given):
    go("indicator:5.4")
    panel = formula_of(page, settle)
    inputs, offers = panel.parameters, context.office.figures.offers(YEAR, "5.4")
    inputs.show_formula(panel._infos[formula], given, offers, writable=True)
    assert inputs.values() == given
    inputs.put_text(json.dumps(given))
    assert inputs.values() == given


def test_a_sentence_is_built_by_keys(page, go, context, settle, hands, undo):
    """Tab goes along the sentence; conditions are rows."""
    record = go("indicator:5.4")
    panel = formula_of(page, settle)
    panel.formula.setFocus()
    hands.pick("share")
    assert "โปรดเลือก" in panel.warnings.text()
    assert (panel.value.text(), panel.words.text()) == ("", "")
    hands.press(Qt.Key.Key_Tab)
    hands.pick("finance_requests")
    assert panel.parameters.values() == {"register": "finance_requests"}
    meets = panel.parameters.input("meets")
    meets.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.pick("cheque_on")
    hands.press(Qt.Key.Key_Tab)
    hands.pick("filled")
    assert panel.parameters.values()["meets"] == [["cheque_on", "filled"]]
    assert not panel.warnings.text() or "ยังไม่มี" in panel.warnings.text()
    assert panel.counted.text().startswith("นับจากใบขอเบิก")
    meets.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Backtab)
    hands.pick("or")
    hands.press(Qt.Key.Key_Tab)
    hands.pick("amount")
    hands.press(Qt.Key.Key_Tab)
    hands.pick(">")
    hands.press(Qt.Key.Key_Tab)
    assert "เงื่อนไขยังไม่ครบ" in panel.warnings.text()
    assert not panel.save.isEnabled()
    assert not panel.change.isEnabled()
    hands.press(Qt.Key.Key_S, CTRL)
    assert context.office.records.record("plan_indicators", record).values["formula"] == "top_box"
    hands.type("5000")
    chosen = {"register": "finance_requests"}
    either = [{"any": [["cheque_on", "filled"], ["amount", ">", 5000]]}]
    assert panel.parameters.values() == {**chosen, "meets": either}
    hands.press(Qt.Key.Key_S, CTRL)
    saved = context.office.records.record("plan_indicators", record).values
    assert (saved["formula"], json.loads(saved["parameters"])) == ("share", {**chosen, "meets": either})
    undo()
    assert panel.formula.value_text() == "top_box"


def test_a_formula_is_tried_before_it_is_chosen(page, go, context, settle):
    record = go("indicator:D2.1")
    panel = formula_of(page, settle)
    panel.formula.setCurrentIndex(panel.formula.findData("budget_share"))
    settle()
    assert "เบิกจ่าย" in panel.words.text()
    assert not panel.warnings.text()
    assert context.office.records.record("plan_indicators", record).values["formula"] == "entered"
    panel.save.click()
    saved = context.office.records.record("plan_indicators", record).values
    assert saved["formula"] == "budget_share"
    assert json.loads(saved["parameters"]) == {"carried": "apart"}
    assert not panel.is_dirty()


def test_a_definition_changed_in_mid_year_keeps_the_old_one(page, go, context, press, type_text):
    go("indicator:2")
    page.editor.show_tab("วิธีคำนวณ")
    panel = page.editor.formula("plan_indicators")
    panel.parameters.input("score").type_value(Decimal(85))
    panel.change.click()
    box = page.editor.form.input("reason")
    type_text(box, "หนังสือเวียน")
    press(box, Qt.Key.Key_S, CTRL)
    indicator = context.office.session.plan(YEAR).indicator("2")
    assert indicator.parameters["score"] == 80
    assert indicator.on(context.as_of).parameters["score"] == 85
    go("indicator:2")
    assert "หนังสือเวียน" in panel.times.text()
    assert "ตามแผนเดิม" in panel.times.text()


def test_findings_are_listed_and_lead_to_their_place(page, qtbot):
    qtbot.waitUntil(lambda: page.side.notes is not None)
    page.side.tabs.setCurrentIndex(FINDINGS)
    note = next(n for n in page.findings.model.rows if n.ref.startswith("row:table-a.3/"))
    page.findings.choose(note)
    page.findings.jump.click()
    assert page.tree.current().key == note.key
    assert note.message in page.note.sentence.text()


def test_a_draft_is_adopted_once_its_faults_are_waived(page, go, context, qtbot, type_text, press):
    plan = context.office.records.rows("plan_years")[0]
    step = go("step:1.5")
    with qtbot.waitSignal(page.checked):
        context.office.records.save("plan_years", {"draft": True}, plan.id)
        context.office.records.save("plan_steps", {"share": "10"}, step)
    qtbot.waitUntil(lambda: bool(page.side.notes.state.open) and page.side.notes.state.flagged)
    assert not page.strips.banner.isHidden()
    assert not page.strips.adopt.isEnabled()
    page.side.tabs.setCurrentIndex(FINDINGS)
    for _ in page.side.notes.state.open:
        page.findings.list.setCurrentIndex(page.findings.model.index(0, 0))
        assert page.findings.current().tone == "bad"
        with qtbot.waitSignal(page.checked):
            type_text(page.findings.reason, "ตกลงกับ สกก. แล้ว")
            press(page.findings.reason, Qt.Key.Key_Return)
    assert page.strips.adopt.isEnabled()
    with qtbot.waitSignal(page.checked):
        page.strips.adopt.click()
    assert page.strips.banner.isHidden()
    assert YEAR not in context.office.session.draft_years


def test_a_file_opened_for_reading_only_shows_the_plan_and_says_so(office_path, context, settings, qtbot):
    with Office.open(office_path, read_only=True) as reading:
        looked_at = AppContext(reading, settings, today=context.today)
        page = PlanPage(looked_at)
        qtbot.addWidget(page)
        page.show()
        assert "อ่านอย่างเดียว" in page.whose.sentence.text()
        assert page.add.isHidden()
        page.select(reading.plan.locate(YEAR, "text:vision/1"))
        assert page.editor.form.input("text").isReadOnly()
        assert not page.editor.form.footer.may_write()
        page.begin()
        page.delete()
        assert reading.records.undo_label is None
        looked_at.task_runner.close()


def test_the_place_looked_at_is_remembered(page, go, context, qtbot):
    go("indicator:3")
    again = PlanPage(context)
    qtbot.addWidget(again)
    assert again.tree.current().values["code"] == "3"


def test_next_years_draft_is_written_in_its_own_year(page, context, press, type_text, qtbot):
    plan = {"fiscal_year": 2564, "title": "แผนปี 2564", "office": "สำนักงาน", "draft": True}
    context.office.records.save("plan_years", plan)
    with qtbot.waitSignal(page.checked):
        context.set_year(2564)
    assert named(page) == "แผนปี 2564"
    page.select(("", "units"))
    press(page.tree.tree, Qt.Key.Key_N, CTRL)
    box = page.editor.form.input("name")
    type_text(box, "ฝ่ายใหม่")
    press(box, Qt.Key.Key_S, CTRL)
    assert [u.name for u in context.office.session.plan(2564).units] == ["ฝ่ายใหม่"]
    assert len(context.office.session.plan(YEAR).units) == 5
