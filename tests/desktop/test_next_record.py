"""The same field of the next record: one key saves and goes on, in every form and every page of rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.office import Query
from core.registers import ALL
from desktop.pages.grid_page import GridPage
from desktop.pages.items_page import ItemsPage
from desktop.pages.plan import PlanPage
from desktop.pages.register_page import RegisterPage
from desktop.pages.steps_page import StepsPage

pytestmark = pytest.mark.plan_only("admin")

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
DOWN, UP = (Qt.Key.Key_Down, CTRL), (Qt.Key.Key_Up, CTRL)
PAGE_DOWN, PAGE_UP = (Qt.Key.Key_PageDown,), (Qt.Key.Key_PageUp,)
REQUESTS = "finance_requests"


@pytest.fixture
def requests(context):
    """Four requests of June that wait, in the order of the list."""
    given = {"procurement": "w119", "amount": "1000", "received_on": "18/06/2563", "checked_on": "18/06/2563"}
    numbers = [f"63/050{n}" for n in range(4)]
    return {n: context.office.records.save(REQUESTS, {**given, "request_no": n}).record_id for n in numbers}


@pytest.fixture
def page(show, context, requests):
    return show(RegisterPage(context, "finance_requests"))


def shown(page):
    """The number of the record in the form, which is the one that is selected; the cursor in its field."""
    assert page.list.selection.ids() == (page.form.record_id,)
    return page.form.row.values["request_no"], focused()


def focused():
    return QApplication.focusWidget().objectName()


def values(context, record, *names):
    row = context.office.records.record(REQUESTS, record)
    return tuple(str(row.values[name]) for name in names)


@pytest.mark.parametrize(("down", "up"), [(DOWN, UP), (PAGE_DOWN, PAGE_UP)])
def test_cheque_days_are_written_one_after_the_other(page, hands, context, requests, down, up):
    page.show_record(requests["63/0500"])
    page.form.fields.focus("cheque_on")
    for number in ("63/0500", "63/0501", "63/0502"):
        assert shown(page) == (number, "cheque_on")
        hands.type("220663")
        hands.press(*down)
    assert shown(page) == ("63/0503", "cheque_on")
    for number in ("63/0500", "63/0501", "63/0502"):
        assert values(context, requests[number], "cheque_on") == ("2020-06-22",)
    hands.press(*up)  # the paid ones stand below by now, and none above
    assert shown(page) == ("63/0503", "cheque_on")


def test_the_next_one_is_that_of_the_list_as_it_was_before_saving(page, hands, requests):
    page.list.chips[0].set_on(True)  # what isn't paid: a paid one leaves the list
    page.show_record(requests["63/0501"])
    page.form.fields.focus("cheque_on")
    hands.type("220663")
    hands.press(*DOWN)
    assert shown(page) == ("63/0502", "cheque_on")
    hands.type("220663")
    hands.press(*UP)
    assert shown(page) == ("63/0500", "cheque_on")


def test_one_that_left_the_list_goes_on_from_the_place_it_had(page, hands, requests):
    page.list.chips[0].set_on(True)
    page.show_record(requests["63/0501"])
    page.form.fields.focus("cheque_on")
    hands.type("220663")
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form.record_id == requests["63/0501"]
    hands.press(*DOWN)
    assert shown(page) == ("63/0502", "cheque_on")


def test_what_is_there_is_selected_to_be_typed_over(page, hands, context, requests):
    context.office.records.save(REQUESTS, {"checked_on": "22/06/2563"}, requests["63/0501"])
    page.show_record(requests["63/0500"])
    page.form.fields.focus("checked_on")
    hands.press(*DOWN)
    hands.type("190663")
    hands.press(*DOWN)
    assert values(context, requests["63/0501"], "checked_on") == ("2020-06-19",)


def test_what_cannot_be_saved_stays_with_its_reason(page, hands, context, requests, told):
    page.show_record(requests["63/0500"])
    page.form.fields.focus("cheque_on")
    hands.type("170663")  # before it was received
    hands.press(*DOWN)
    assert shown(page) == ("63/0500", "cheque_on")
    assert page.form.fields.finding_text("cheque_on")
    assert not told
    assert values(context, requests["63/0500"], "cheque_on") == ("None",)


def test_at_either_end_a_sentence_says_so(page, hands, requests, told):
    page.show_record(requests["63/0503"])
    page.form.fields.focus("payee")
    hands.press(*DOWN)
    assert told[-1] == "ถึงรายการสุดท้ายของรายการที่แสดงแล้ว"
    hands.type("ร้าน")
    hands.press(*DOWN)
    assert told[-1] == "บันทึกแล้ว ถึงรายการสุดท้ายของรายการที่แสดงแล้ว"
    assert shown(page) == ("63/0503", "payee")
    page.show_record(requests["63/0500"])
    page.form.fields.focus("payee")
    hands.press(*UP)
    assert told[-1] == "ถึงรายการแรกของรายการที่แสดงแล้ว"


def test_ctrl_enter_goes_on_to_the_next_or_begins_another(page, hands, context, requests):
    page.show_record(requests["63/0500"])
    page.form.fields.focus("payee")
    hands.type("ร้าน")
    hands.press(ENTER, CTRL)
    assert shown(page) == ("63/0501", "payee")
    assert values(context, requests["63/0500"], "payee") == ("ร้าน",)
    hands.press(Qt.Key.Key_N, CTRL)
    hands.type("63/0504")
    page.form.fields.focus("amount")
    hands.type("5")
    hands.press(ENTER, CTRL)
    assert page.form.record_id is None
    assert focused() == "request_no"


def test_a_new_request_is_saved_and_left_for_the_one_beside_it(page, hands, context, requests):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.type("63/0499")
    page.form.fields.focus("received_on")
    hands.type("180663")
    page.form.fields.focus("amount")
    hands.type("5")
    hands.press(*DOWN)
    assert context.office.records.count(REQUESTS) == 5
    assert shown(page) == ("63/0500", "amount")


def test_the_row_stays_chosen_after_saving_and_escape_leads_to_it(page, hands, requests):
    page.show_record(requests["63/0502"])
    page.form.fields.focus("payee")
    hands.type("ร้าน")
    hands.press(Qt.Key.Key_S, CTRL)
    assert shown(page) == ("63/0502", "payee")
    hands.press(ESCAPE)
    assert QApplication.focusWidget() is page.list.table
    assert page.list.selection.ids() == (requests["63/0502"],)


def test_escape_gives_typed_values_back_first_and_a_new_record_up(page, hands, requests):
    page.show_record(requests["63/0502"])
    page.form.fields.focus("payee")
    hands.type("ร้าน")
    hands.press(ESCAPE)
    assert page.form.input("payee").value_text() == ""
    assert page.form.isAncestorOf(QApplication.focusWidget())
    hands.press(Qt.Key.Key_N, CTRL)
    assert page.form.record_id is None
    hands.press(ESCAPE)
    assert QApplication.focusWidget() is page.list.table
    assert page.form.record_id == requests["63/0502"]
    assert page.list.selection.ids() == (requests["63/0502"],)


@pytest.mark.parametrize("name", sorted(r.name for r in ALL if r.plan_born))
def test_records_that_came_with_the_plan_are_gone_through_too(show, context, hands, name):
    page = show(RegisterPage(context, name))
    page.form.fields.focus("note" if "note" in page.form.fields.names() else page.form.fields.names()[-1])
    field = focused()
    for line in (0, 1):
        assert page.form.record_id == page.list.model.id_at(line)
        hands.press(*PAGE_DOWN) if line else hands.press(ENTER, CTRL)
    assert page.list.selection.ids() == (page.list.model.id_at(2),) == (page.form.record_id,)
    assert focused() == field


def test_records_of_the_plan_are_gone_through_by_kind(show, context, hands):
    page = show(PlanPage(context))
    assert page.select(context.office.plan.locate(2563, "step:1.4"))
    page.editor.form.fields.focus("share")
    page.editor.form.input("share").clear()
    hands.type("29")
    hands.press(*DOWN)
    assert page.tree.current().key == context.office.plan.locate(2563, "step:1.5")
    hands.press(ENTER, CTRL)
    assert page.tree.current().key == context.office.plan.locate(2563, "step:2.1")
    assert focused() == "share"
    assert [s.share for s in context.office.session.plan(2563).project(1).steps][3] == 29
    hands.press(ESCAPE)
    assert QApplication.focusWidget() is page.tree.tree


def test_months_of_steps_are_typed_one_under_the_other(show, context, hands):
    page = show(PlanPage(context))
    assert page.select(context.office.plan.locate(2563, "project:2"))
    page.editor.show_tab("ขั้นตอนและแผนเวลา")
    steps = page.editor.steps
    steps.fields.focus("planned_from")
    hands.type("10/2562")
    steps.fields.focus("planned_to")
    hands.type("11/2562")
    hands.press(*DOWN)
    assert steps.gantt.current() == 1
    assert focused() == "planned_to"
    assert str(context.office.session.plan(2563).project(2).steps[0].planned_to) == "2019-11"


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        (lambda c: StepsPage(c), lambda p: p.steps.rows[0].inputs, lambda p: p.steps.rows[1].inputs),
        *(
            (
                lambda c, name=name: ItemsPage(c, name),
                lambda p: next(iter(p.items.inputs.values())),
                lambda p: [*p.items.inputs.values()][1],
            )
            for name in ("study_parts", "renovation_items")
        ),
    ],
)
def test_rows_of_fields_are_gone_through_column_by_column(show, context, hands, told, make, first, second):
    page = show(make(context))
    first(page)["note"].setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(*UP)
    assert told[-1] == "ถึงรายการแรกแล้ว"
    hands.type("ตรวจแล้ว")
    hands.press(*PAGE_DOWN)
    assert QApplication.focusWidget() is second(page)["note"]
    assert any(
        row.values["note"] == "ตรวจแล้ว"
        for name in ("project_steps", "study_parts", "renovation_items")
        for row in context.office.records.rows(name, Query(year=2563))
    )
    day = next(n for n in second(page) if n.endswith("_on"))
    second(page)[day].setFocus(Qt.FocusReason.TabFocusReason)
    hands.type("32/13/2563")
    hands.press(*UP)
    assert QApplication.focusWidget() is second(page)[day]


def test_audits_are_gone_through_centre_by_centre(show, context, hands, told):
    page = show(GridPage(context, "centre_audits"))
    for line in (0, 1):
        page.model.put(page.model.index(line, page.grid.currentIndex().column()), "85")
    auditor = page.panel.inputs["auditor"]
    auditor.setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(*UP)
    assert told[-1] == "ถึงศูนย์แรกแล้ว"
    auditor.selectAll()
    hands.type("สมชาย")
    hands.press(*DOWN)
    assert page.grid.currentIndex().row() == 1
    assert QApplication.focusWidget() is auditor
    audits = context.office.records.rows("centre_audits", Query(year=2563))
    assert [row.values["auditor"] for row in audits].count("สมชาย") == 1
