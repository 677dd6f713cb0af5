"""What an indicator promises and counts for, typed by keys on the page of the plan, each with the sentence of what it means."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from core.thai.fiscal import Month
from desktop.pages.plan import PlanPage
from desktop.pages.plan_target import GoalLine, TargetLine

pytestmark = pytest.mark.plan_only("admin")
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
YEAR = 2563


@pytest.fixture
def page(context, show):
    return show(PlanPage(context))


@pytest.fixture
def go(page, context, settle):
    def to(ref):
        assert page.select(context.office.plan.locate(YEAR, ref))
        settle()

    return to


@pytest.fixture
def fill(page, hands):
    """``fill(field=text)``: what is typed into fields of the form in sight."""

    def typed(**texts):
        for name, text in texts.items():
            page.editor.form.fields.focus(name)
            hands.press(Key.Key_A, CTRL)
            hands.type(text)

    return typed


def said(page, line):
    return page.editor.form.findChild(line).text()


def begin(page, hands, words):
    page.tree.tree.setFocus()
    hands.press(Key.Key_N, CTRL)
    for _ in range([a.words for a in page.offered()].index(words)):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)


def test_at_most_between_levels_weight_and_baseline(page, go, fill, hands, context):
    go("indicator:4.2")
    form = page.editor.form
    form.fields.focus("comparison")
    hands.pick("le")
    assert said(page, GoalLine) == "ยิ่งน้อยยิ่งดี บรรลุเมื่อไม่เกินค่าเป้าหมาย"
    hands.pick("between")
    form.fields.focus("cumulative")
    hands.pick("0")
    fill(baseline="2", baseline_note="ผลปี 2562", weight="15", levels="60 65 70 75 80")
    assert said(page, GoalLine) == (
        "บรรลุเมื่ออยู่ระหว่างสองค่าของเป้าหมาย รวมค่าทั้งสอง · เริ่มจากค่าฐาน 2 (ผลปี 2562) · น้ำหนักร้อยละ 15 ของทั้งหมด "
        "คิดคะแนนจาก ระดับ 1 = 60 ระดับ 2 = 65 ระดับ 3 = 70 ระดับ 4 = 75 ระดับ 5 = 80 ระหว่างระดับคิดตามสัดส่วน"
    )
    hands.press(Key.Key_S, CTRL)
    held = context.office.session.plan(YEAR).indicator("4.2")
    assert (held.comparison, held.cumulative, held.weight) == ("between", False, Decimal(15))
    assert held.levels == tuple(map(Decimal, (60, 65, 70, 75, 80)))
    assert (held.baseline, held.baseline_note) == (2, "ผลปี 2562")
    fill(levels="หกสิบ")
    hands.press(Key.Key_Tab)
    assert form.fields.finding_text("levels")
    hands.press(Key.Key_Escape)
    form.fields.focus("cumulative")
    hands.press(Key.Key_Home)
    hands.press(Key.Key_S, CTRL)
    assert context.office.session.plan(YEAR).indicator("4.2").cumulative


def test_a_target_of_a_quarter_and_of_a_month_says_what_it_means(page, go, fill, hands, context):
    go("indicator:5.1")
    begin(page, hands, "เพิ่มค่าเป้าหมายรายไตรมาสหรือเดือน")
    fill(value="40")
    assert said(page, TargetLine) == "เป้าหมายของไตรมาสที่ 1 คือ ไม่น้อยกว่า 40 คน · นับสะสมตั้งแต่ต้นปี"
    hands.press(Key.Key_S, CTRL)
    assert page.tree.current().label == "เป้าหมายปี 2563 ไตรมาสที่ 1 ไม่น้อยกว่า 40 คน"
    go("indicator:5.1")
    begin(page, hands, "เพิ่มค่าเป้าหมายรายไตรมาสหรือเดือน")
    fill(quarter="", month="03/2563", value="55")
    page.editor.form.fields.focus("quarter")
    hands.press(Key.Key_A, CTRL)
    hands.press(Key.Key_Delete)
    hands.press(Key.Key_Tab)
    assert "เป้าหมายของมีนาคม 2563" in said(page, TargetLine)
    hands.press(Key.Key_S, CTRL)
    held = context.office.session.plan(YEAR).indicator("5.1").period_targets
    assert [(t.quarter, t.month, t.value) for t in held] == [(1, None, 40), (None, Month(2020, 3), 55)]


def test_a_span_lacks_nothing(page, go, fill, hands, context):
    go("indicator:5.1")
    page.editor.form.fields.focus("comparison")
    hands.pick("between")
    hands.press(Key.Key_S, CTRL)
    begin(page, hands, "เพิ่มค่าเป้าหมาย")
    fill(value="60")
    assert "โปรดกรอกค่าที่ถึงด้วย" in said(page, TargetLine)
    fill(value_to="80")
    assert said(page, TargetLine) == "เป้าหมายคือ 60-80 คน · พิมพ์เช่นนี้ทุกแห่ง"
    hands.press(Key.Key_S, CTRL)
    assert page.tree.current().label.endswith("60-80 คน")
