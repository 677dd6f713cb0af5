"""Delete means what is selected: in every list and tree, by key and by button, as one step of undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.registers import ALL
from desktop.pages.items_page import ItemsPage
from desktop.pages.plan import PlanPage
from desktop.pages.register_page import RegisterPage

pytestmark = pytest.mark.plan_only("admin")

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
DOWN, DELETE = Qt.Key.Key_Down, Qt.Key.Key_Delete
REQUESTS, TITLES = "finance_requests", "deliverables"
UNITS = ("admin", "central", "finance", "secretariat")
MADE = {  # what a record needs, by register; the n-th is another one
    "budget_entries": lambda n: {"project": "1", "entry_on": day(n), "kind": "allocated", "amount": "100"},
    "centre_audits": lambda n: {
        "centre": f"500{n + 1}0000",
        "month": "06/2563",
        "audited_on": day(n),
        "score": "82.5",
    },
    "deliverables": lambda n: {"title": f"คู่มือ {n}", "delivered_on": day(n)},
    "finance_requests": lambda n: {
        "request_no": f"63/000{n}",
        "procurement": "w119",
        "amount": "100",
        "received_on": day(n),
    },
    "indicator_remarks": lambda n: {
        "indicator": ["1", "2", "3", "6"][n],
        "month": "06/2563",
        "cause": "น้ำท่วม",
    },
    "letter_enquiries": lambda n: {"user": "สมชาย", "asked_at": f"{day(n)} 09:15"},
    "manual_results": lambda n: {"indicator": "D3.1", "as_of": day(n), "value": "95", "source": "หนังสือ"},
    "office_holidays": lambda n: {"day": day(n), "kind": "add", "name": "วันหยุดพิเศษ", "source": "มติ ครม."},
    "satisfaction_ratings": lambda n: {"user": "สมชาย", "rated_on": day(n), "level": "5"},
    "signers": lambda n: {"unit": UNITS[n], "role": "ผู้รายงาน", "name": "สมศรี"},
}


def day(n):
    return f"{10 + n}/06/2563"


@pytest.fixture
def requests(context):
    """Six requests of June, by number."""
    given = {"procurement": "w119", "amount": "1000", "received_on": "18/06/2563"}
    numbers = [f"63/050{n}" for n in range(6)]
    return {n: context.office.records.save(REQUESTS, {**given, "request_no": n}).record_id for n in numbers}


def chosen(page):
    """The number in the form, which is the one that is selected."""
    assert page.list.selection.ids() == (page.form.record_id,)
    return page.form.row.values["request_no"]


def left(context):
    return sorted(r.values["request_no"] for r in context.office.records.rows(REQUESTS))


def test_all_selected_rows_go_in_one_step_and_the_neighbour_is_chosen(
    show, context, requests, press, told, settle
):
    page = show(RegisterPage(context, "finance_requests"))
    page.show_record(requests["63/0501"])
    settle()
    table = page.list.table
    for _ in range(2):
        press(table, DOWN, SHIFT)
    assert page.form.footer.delete.text() == "ลบ 3 รายการ"
    press(table, DELETE)
    assert left(context) == ["63/0500", "63/0504", "63/0505"]
    assert told[-1] == "ลบใบขอเบิกเงิน 3 รายการ (63/0501, 63/0502, 63/0503) แล้ว กด Ctrl+Z เพื่อเลิกทำ"
    assert chosen(page) == "63/0504"
    assert page.form.footer.delete.text() == "ลบ"
    context.office.records.undo()
    settle()
    assert len(left(context)) == 6


def test_the_button_deletes_the_same_rows_as_the_key(show, context, requests, press, settle):
    page = show(RegisterPage(context, "finance_requests"))
    page.show_record(requests["63/0504"])
    settle()
    press(page.list.table, DOWN, SHIFT)
    page.form.footer.delete.click()
    settle()
    assert left(context) == ["63/0500", "63/0501", "63/0502", "63/0503"]
    assert chosen(page) == "63/0503"  # the last ones went: the one above
    assert page.list.table.hasFocus()
    page.form.footer.delete.click()
    settle()
    assert left(context) == ["63/0500", "63/0501", "63/0502"]


def test_what_is_selected_stays_selected_while_others_come(show, context, requests, press, settle):
    page = show(RegisterPage(context, "finance_requests"))
    page.show_record(requests["63/0501"])
    settle()
    press(page.list.table, DOWN, SHIFT)
    context.office.records.save(REQUESTS, {"payee": "ร้านสยามวัสดุ"}, requests["63/0505"])
    settle()
    assert page.list.selection.ids() == (requests["63/0501"], requests["63/0502"])


def test_keys_still_held_down_take_nothing_from_the_selection(show, context, requests, settle, type_text):
    page = show(RegisterPage(context, "finance_requests"))
    page.show_record(requests["63/0501"])
    settle()
    page.form.fields.focus("payee")
    type_text(page.form.input("payee"), "ร้าน")
    # Sent to the window, for then Qt knows Ctrl as held down while the list is read anew.
    QTest.keyPress(page.windowHandle(), Qt.Key.Key_S, CTRL)
    settle()
    assert context.office.records.record(REQUESTS, requests["63/0501"]).values["payee"] == "ร้าน"
    assert chosen(page) == "63/0501"
    QTest.keyRelease(page.windowHandle(), Qt.Key.Key_S)


def test_something_typed_holds_the_deleting_back(show, context, requests, press, type_text, told, settle):
    page = show(RegisterPage(context, "finance_requests"))
    page.show_record(requests["63/0501"])
    settle()
    type_text(page.form.input("payee"), "ร้าน")
    press(page.list.table, DELETE)
    assert len(left(context)) == 6
    assert "ยังไม่ได้บันทึก" in told[-1]


def test_several_are_brought_back_together_or_none(show, context, requests, press, settle, told):
    office = context.office
    office.records.delete_many(REQUESTS, list(requests.values()))
    given = {"procurement": "w119", "amount": "5", "received_on": "18/06/2563", "request_no": "63/0502"}
    page = show(RegisterPage(context, "finance_requests"))
    page.list.trash.set_on(True)
    settle()
    page.list.table.selectAll()
    assert page.form.footer.restore.text() == "กู้คืน 6 รายการ"
    again = office.records.save(REQUESTS, given).record_id
    settle()
    assert len(page.list.selection.ids()) == 6
    page.form.footer.restore.click()
    settle()
    assert told[-1].startswith("ยังไม่ได้กู้คืนรายการใด: ")
    assert left(context) == ["63/0502"]
    office.records.delete(REQUESTS, again)
    page.show_record(requests["63/0503"])
    settle()
    press(page.list.table, DOWN, SHIFT)
    page.form.footer.restore.click()
    settle()
    assert left(context) == ["63/0503", "63/0504"]
    assert told[-1] == "คืนใบขอเบิกเงิน 2 รายการ (63/0503, 63/0504) แล้ว กด Ctrl+Z เพื่อเลิกทำ"
    assert page.list.selection.ids() == (page.form.record_id,)
    press(page.list.table, DELETE)
    assert "กู้คืน" in told[-1]


def test_no_register_is_left_out():
    assert {r.name for r in ALL if not r.internal and not r.plan_born} - set(MADE) == {"audit_points"}


@pytest.mark.parametrize("name", sorted(MADE))
def test_every_register_deletes_what_is_selected(show, context, press, name, settle):
    for n in range(4):
        context.office.records.save(name, MADE[name](n))
        settle()
    page = show(RegisterPage(context, name))
    order = [page.list.model.id_at(line) for line in range(page.list.model.rowCount())]
    page.show_record(order[0])
    settle()
    press(page.list.table, DOWN)
    press(page.list.table, DOWN, SHIFT)
    press(page.list.table, DELETE)
    assert not {r.id for r in context.office.records.rows(name)} & set(order[1:3])
    assert page.list.selection.ids() == (order[3],) == (page.form.record_id,)


@pytest.mark.parametrize("name", sorted(r.name for r in ALL if r.plan_born))
def test_what_came_with_the_plan_stays_and_one_sentence_says_so(show, context, press, told, name):
    page = show(RegisterPage(context, name))
    before = context.office.records.rows(name)
    page.list.table.selectAll()
    press(page.list.table, DELETE)
    (sentence,) = told
    assert sentence.startswith(f"ยังไม่ได้ลบรายการใด: รายการใน{page.register.title}มากับแผนจึงลบไม่ได้")
    assert context.office.records.rows(name) == before
    assert len(page.list.selection.ids()) == len(before)


def test_places_of_the_plan_go_together_and_a_heading_keeps_them(show, context, press, told):
    page = show(PlanPage(context))
    steps = [context.office.plan.locate(2563, f"step:6.{n}") for n in (2, 3, 4)]
    assert page.select(steps[0])
    press(page.tree.tree, DOWN, SHIFT)
    assert page.editor.form.footer.delete.text() == "ลบ 2 รายการ"
    press(page.tree.tree, DELETE)
    assert [s.step for s in context.office.session.plan(2563).project(6).steps] == [1, 4, 5, 6]
    assert page.tree.current().key == steps[2]
    assert "ขั้นตอน" in told[-1]
    page.tree.tree.selectAll()
    press(page.tree.tree, DELETE)
    assert "เป็นหัวข้อของโครงสร้างแผน" in told[-1]
    assert len(context.office.session.plan(2563).project(6).steps) == 4


def test_of_places_one_of_which_has_to_stay_none_goes(show, context, press, told):
    page = show(PlanPage(context))
    before = context.office.session.plan(2563)
    nodes = [item for item in page.tree.model.item_of(("", "hierarchy")).walk() if item.row][:1]
    assert page.select(nodes[0].key)
    press(page.tree.tree, DELETE)
    assert "ยังมี" in told[-1]
    assert context.office.session.plan(2563) == before
    assert page.tree.current().key == nodes[0].key


def test_a_list_beside_the_plans_form_deletes_its_selected_rows(show, context, press):
    page = show(PlanPage(context))
    assert page.select(context.office.plan.locate(2563, "indicator:1"))
    page.editor.show_tab("ค่าเป้าหมาย")
    targets = page.editor.parts("plan_targets", "plan_indicators")
    ids = [row.id for row in targets.model.rows]
    assert len(ids) > 2
    targets.table.setFocus()
    targets.selection.choose(ids[0])
    press(targets.table, DOWN, SHIFT)
    press(targets.table, DELETE)
    assert [row.id for row in targets.model.rows] == ids[2:]
    assert targets.selection.ids() == (ids[2],)
    assert page.tree.current().register == "plan_indicators"


def test_deliverables_are_deleted_on_the_page_of_the_study(show, context, press, told):
    office = context.office
    for n in range(4):
        office.records.save(TITLES, {"title": f"ชิ้นที่ {n}", "delivered_on": f"1{n}/06/2563"})
    page = show(ItemsPage(context, "study_parts"))
    panel = page.beside
    panel.table.setFocus()
    panel.selection.choose(panel.model.id_at(1))
    press(panel.table, DOWN, SHIFT)
    press(panel.table, DELETE)
    assert [piece.cells[0] for piece in panel.model.rows] == ["ชิ้นที่ 3", "ชิ้นที่ 0"]
    assert panel.selection.ids() == (panel.model.rows[1].id,)
    assert "(ชิ้นที่ 2, ชิ้นที่ 1)" in told[-1]
