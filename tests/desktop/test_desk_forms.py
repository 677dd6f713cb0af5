"""The study and the renovation, filled in by keys."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.faults import ChangedRefusal
from core.office import Office, Query
from core.plan.model import Adoption, Months, Schedule, Step
from core.registers import by_name
from core.thai.fiscal import Month
from desktop.pages.items_page import ItemsPage
from desktop.pages.items_panel import ItemFields
from desktop.pages.steps_page import StepsPage
from desktop.pages.steps_panel import state_of
from desktop.shell.context import AppContext
from desktop.widgets.gantt import Stretch

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
AS_OF = date(2020, 6, 30)


@pytest.fixture
def empty(tmp_path, settings, theme_app):
    """A context over an office file without records."""
    with Office.create(tmp_path / "empty.phaen", unit="central", author="สมศรี") as office:
        made = AppContext(office, settings, today=AS_OF)
        yield made
        made.questions.close()
        made.task_runner.close()


@pytest.fixture
def fill(hands):
    """Types into the field at hand and presses Enter, which goes to the next one."""

    def filled(field, *texts):
        field.setFocus(Qt.FocusReason.TabFocusReason)
        hands.fill(*texts)

    return filled


def test_the_study_is_filled_in_by_keys_and_moves_its_indicator(empty, show, fill):
    page = show(ItemsPage(empty, "study_parts"))
    strip = page.strips.strip("4.1")
    assert strip.value_text() == "0.00"
    fill(_item(page, 1)["finished_on"], "15 พ.ย. 62", "คณะทำงานครบแล้ว")
    assert strip.value_text() == "20.00"
    fill(_item(page, 3)["finished_on"], "๒๙/๐๕/๒๕๖๓")
    assert strip.value_text() == "60.00"  # 20 and 40, in any order
    rows = {r.values["part"]: r.values for r in empty.office.records.rows("study_parts", Query(year=2563))}
    assert rows[1]["finished_on"] == date(2019, 11, 15)
    assert rows[1]["note"] == "คณะทำงานครบแล้ว"
    assert rows[3]["finished_on"] == date(2020, 5, 29)


def test_a_deliverable_is_added_by_keys(empty, show, fill):
    page = show(ItemsPage(empty, "study_parts"))
    fill(page.beside.input("title"), "แบบบันทึกเรื่องร้องเรียน", "140563")
    assert page.beside.model.rowCount() == 1
    assert page.strips.strip("4.2").value_text() == "1"
    assert page.beside.input("title").text() == ""
    assert page.may_leave()


def test_a_deliverable_without_a_readable_day_is_kept_with_its_reason(empty, show, fill):
    page = show(ItemsPage(empty, "study_parts"))
    fill(page.beside.input("title"), "คู่มือ", "32/13/2563")
    assert page.beside.model.rowCount() == 0
    assert page.beside.input("title").text() == "คู่มือ"
    assert page.beside.input("delivered_on").property("fault") == "error"
    assert not page.may_leave()


def test_a_deliverable_typed_while_the_file_was_changed_stays_and_leads_on(
    empty, show, fill, monkeypatch, qtbot
):
    def changed(*_):
        raise ChangedRefusal("แฟ้มถูกแก้ไขจากภายนอก")

    page = show(ItemsPage(empty, "study_parts"))
    monkeypatch.setattr(empty.office.records, "save", changed)
    with qtbot.waitSignal(empty.changed_underneath):
        fill(page.beside.input("title"), "คู่มือ", "140563")
    assert page.beside.input("title").text() == "คู่มือ"
    assert not page.may_leave()


def test_days_after_the_day_looked_at_are_marked_and_count_for_nothing(context, show, settle):
    page = show(ItemsPage(context, "renovation_items"))
    context.set_as_of(date(2020, 2, 15))
    settle()
    marked = {step + 1: _marked(row.inputs) for step, row in enumerate(page.steps.rows)}
    assert marked == {
        1: set(),
        2: set(),
        3: {"finished_on"},
        4: {"started_on", "finished_on"},
        5: {"started_on", "finished_on"},
    }
    assert all(_marked(inputs) == {"installed_on", "accepted_on"} for inputs in page.items.inputs.values())
    assert _marked(page.contract.inputs) == {"contract_signed_on"}  # its end is set beforehand
    assert page.later.text() == "วันที่ในกรอบเส้นประอยู่หลังวันที่ดู (15 ก.พ. 63) จึงยังไม่นับ"
    context.set_as_of(date(2020, 9, 30))
    settle()
    assert page.later.isHidden()
    assert not any(_marked(row.inputs) for row in page.steps.rows)


def test_deliverables_and_parts_of_later_say_so(context, show, settle):
    page = show(ItemsPage(context, "study_parts"))
    settle()
    assert page.beside.model.index(0, 1).data() == "28 ส.ค. 63 หลังวันที่ดู"
    assert _marked(_item(page, 4)) == {"finished_on"}
    context.set_as_of(date(2020, 8, 28))
    settle()
    assert page.beside.model.index(0, 1).data() == "28 ส.ค. 63"
    assert page.later.isHidden()


def test_what_is_being_typed_outlives_a_change_elsewhere(empty, show, type_text):
    page = show(ItemsPage(empty, "study_parts"))
    note = _item(page, 1)["note"]
    note.setFocus(Qt.FocusReason.TabFocusReason)
    type_text(note, "กำลังพิมพ์")
    empty.office.records.save("deliverables", {"title": "คู่มือ", "delivered_on": "15/05/2563"})
    assert note.text() == "กำลังพิมพ์"
    assert page.may_leave()  # it is saved before the page is left
    assert empty.office.records.rows("study_parts")[0].values["note"] == "กำลังพิมพ์"


def _marked(inputs):
    return {name for name, field in inputs.items() if field.property("later") == "true"}


def test_what_cannot_be_read_stays_as_typed_with_its_reason(empty, show, fill):
    page = show(ItemsPage(empty, "study_parts"))
    field = _item(page, 2)["finished_on"]
    fill(field, "30/02/2563")
    assert field.text() == "30/02/2563"
    assert field.property("fault") == "error"
    assert not page.may_leave()
    field.selectAll()
    fill(field, "28/02/2563")
    assert field.property("fault") == ""
    assert page.may_leave()
    assert page.strips.strip("4.1").value_text() == "20.00"


def test_a_change_elsewhere_reaches_the_fields(empty, show, settle):
    page = show(ItemsPage(empty, "study_parts"))
    row = empty.office.records.rows("study_parts", Query(year=2563))[0]
    empty.office.records.save("study_parts", {"finished_on": "15/11/2562"}, row.id)
    settle()
    assert page.items.inputs[row.id]["finished_on"].day() == date(2019, 11, 15)
    empty.office.records.undo()
    settle()
    assert page.items.inputs[row.id]["finished_on"].day() is None


def test_the_renovation_climbs_its_ladder_by_keys(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    strip = page.strips.strip("1")
    first, second = page.steps.rows[0].inputs, page.steps.rows[1].inputs
    fill(first["planned_from"], "ต.ค. 62", "11/2562", "7 ต.ค. 62", "22 พ.ย. 62", "เสร็จตามแผน")
    assert strip.value_text() == "10.00"
    fill(second["finished_on"], "240163")
    assert strip.value_text() == "20.00"
    step = empty.office.session.plan(2563).project(1).steps[0]
    assert (step.planned_from, step.planned_to) == (Month(2019, 10), Month(2019, 11))


def test_a_step_moved_on_its_page_shows_both_plans(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    row = page.steps.rows[0]
    fill(row.inputs["planned_from"], "ต.ค. 62", "11/2562")
    assert row.changes.isHidden()
    assert page.steps.legend.accessibleName().startswith("แผน ผลจริง")
    fill(row.inputs["planned_to"], "ม.ค. 63")
    assert page.steps.legend.accessibleName().startswith("แผนเดิม (ใช้วัดความล่าช้า) แผนปรับ ผลจริง")
    assert row.changes.text().startswith("แผนเดิม ต.ค. 62 – พ.ย. 62 · แผนปรับ ต.ค. 62 – ม.ค. 63 โดย สมศรี ")
    assert empty.office.session.plan(2563).project(1).steps[0].due(AS_OF).last == Month(2019, 11)


def test_a_step_out_of_order_warns_and_is_saved(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    fill(page.steps.rows[2].inputs["finished_on"], "8 พ.ค. 63")
    assert page.strips.strip("1").value_text() == "0.00"
    assert page.may_leave()
    assert page.steps.rows[2].inputs["finished_on"].property("fault") == "warning"


def test_the_last_step_waits_for_all_six_fixtures(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    finish = page.steps.rows[4].inputs["finished_on"]
    fill(finish, "29 มิ.ย. 63")
    assert finish.property("fault") == "error"
    for inputs in page.items.inputs.values():
        fill(inputs["installed_on"], "12 มิ.ย. 63", "26 มิ.ย. 63")
    finish.selectAll()
    fill(finish, "30 มิ.ย. 63")
    assert finish.property("fault") in ("", "warning")
    items = empty.office.records.rows("renovation_items", Query(year=2563))
    assert [r.values["accepted_on"] for r in items] == [date(2020, 6, 26)] * 6


def test_the_contract_is_filled_in_by_keys(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    first = page.contract.inputs["contract_contractor"]
    fill(first, "หจก. ช่างดี", "สลป. 12/2563", "๓,๕๔๐,๐๐๐", "8 พ.ค. 63", "050863")
    contract = empty.office.session.plan(2563).project(1).contract
    assert (contract.contractor, contract.number, contract.amount) == ("หจก. ช่างดี", "สลป. 12/2563", 3540000)
    assert (contract.signed_on, contract.due_on) == (date(2020, 5, 8), date(2020, 8, 5))


def test_a_contract_cannot_end_before_it_begins(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    fill(page.contract.inputs["contract_signed_on"], "8 พ.ค. 63", "1 พ.ค. 63")
    assert page.contract.inputs["contract_due_on"].property("fault") == "error"
    assert empty.office.session.plan(2563).project(1).contract.due_on is None


def test_what_holds_a_page_is_brought_into_sight(empty, show, fill):
    page = show(ItemsPage(empty, "renovation_items"))
    page.resize(700, 400)
    field = page.contract.inputs["contract_amount"]
    fill(field, "สองล้าน")
    page.area.verticalScrollBar().setValue(0)
    page.area.horizontalScrollBar().setValue(0)
    sight = page.area.viewport()
    assert not sight.rect().contains(field.mapTo(sight, field.rect().center()))
    assert not page.leave()
    assert sight.rect().contains(field.mapTo(sight, field.rect().center()))


def test_steps_of_any_project_are_chosen_and_filled_in(empty, show, fill, settle):
    page = show(StepsPage(empty))
    page.open_with(project=6)
    settle()
    assert len(page.steps.rows) == len(empty.office.session.plan(2563).project(6).steps)
    fill(page.steps.rows[0].inputs["finished_on"], "15 พ.ย. 62")
    assert page.strips.strip("6").value_text() == "40.00"


def test_where_the_plan_has_no_project_the_page_of_steps_says_so(empty, show, settle, monkeypatch):
    without = replace(empty.office.session.plan(2563), projects=())
    monkeypatch.setattr(empty.office.session, "plan", lambda _year: without)
    page = show(StepsPage(empty))
    settle()
    assert page.nothing.isVisible()
    assert not page.steps.isVisible()
    assert not page.choice.isVisible()


def test_a_steps_record_leads_to_its_project(context, show, settle):
    page = show(StepsPage(context))
    row = context.office.records.rows("project_steps", Query(year=2563, equals={"project": 6}))[0]
    page.open_with(record_id=row.id)
    settle()
    assert page.choice.value() == 6


def test_a_file_opened_for_reading_locks_every_field(office_path, settings, theme_app, show):
    with Office.open(office_path, read_only=True) as office:
        context = AppContext(office, settings, today=AS_OF)
        page = show(ItemsPage(context, "renovation_items"))
        assert all(f.isReadOnly() for row in page.steps.rows for f in row.inputs.values())
        assert not ItemsPage(context, "study_parts").beside.add_button.isEnabled()
        context.task_runner.close()


def values(**given):
    names = ("planned_from", "planned_to", "started_on", "finished_on")
    return {name: given.get(name) for name in names}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (values(), "ยังไม่เริ่ม"),
        (values(started_on=date(2020, 6, 1)), "กำลังทำ"),
        (values(finished_on=date(2020, 6, 1)), "เสร็จแล้ว"),
        (values(finished_on=date(2020, 7, 1)), "ยังไม่เริ่ม"),
        (values(planned_from=Month(2020, 4), planned_to=Month(2020, 5)), "เกินแผน"),
        (
            values(planned_from=Month(2020, 4), planned_to=Month(2020, 5), finished_on=date(2020, 6, 2)),
            "เสร็จช้า",
        ),
        (values(planned_from=Month(2020, 6), planned_to=Month(2020, 6)), "ยังไม่เริ่ม"),
    ],
)
def test_a_steps_state_in_words(given, words):
    assert state_of(given, 2563, AS_OF).words == words


def test_a_step_that_was_moved_is_judged_by_what_was_adopted():
    adopted = Adoption(Months(Month(2020, 4), Month(2020, 5)))
    months = {"planned_from": Month(2020, 7), "planned_to": Month(2020, 8)}
    step = Step(1, 1, "1", "ขั้น", None, None, *months.values(), Schedule((adopted,)))
    state = state_of(values(**months), 2563, AS_OF, step)
    assert (state.words, state.planned, state.adopted) == ("เกินแผน", Stretch(9, 10), Stretch(6, 7))
    assert state.changes == "แผนเดิม เม.ย. 63 – พ.ค. 63 · แผนปรับ ก.ค. 63 – ส.ค. 63"


def test_a_bar_is_clipped_to_the_year():
    state = state_of(values(started_on=date(2019, 8, 1)), 2563, AS_OF)
    assert state.actual == Stretch(0, 8)


def test_items_and_parts_are_judged_as_of_the_day():
    item = {"installed_on": date(2020, 6, 1), "accepted_on": date(2020, 7, 9)}
    fixtures, parts = ItemFields(by_name("renovation_items")), ItemFields(by_name("study_parts"))
    assert fixtures.state({}, AS_OF) == ("ยังไม่ติดตั้ง", "neutral")
    assert fixtures.state(item, AS_OF) == ("รอตรวจรับ", "info")
    assert fixtures.state(item, date(2020, 7, 9)) == ("ตรวจรับแล้ว", "good")
    part = {"fiscal_year": 2563, "finished_on": date(2020, 7, 17)}
    assert parts.state(part, AS_OF) == ("ยังไม่เสร็จ", "neutral")
    assert parts.state(part, date(2020, 7, 17)) == ("เสร็จแล้ว", "good")
    part["finished_on"] = date(2020, 10, 1)
    assert parts.state(part, date(2020, 10, 1)) == ("หลังสิ้นปี", "warn")


def _item(page, number):
    """The inputs of the n-th item from the top, from 1."""
    return [*page.items.inputs.values()][number - 1]
