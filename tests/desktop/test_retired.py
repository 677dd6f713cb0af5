"""What is retired of a register, as a clerk sees it: read where it is filled in, gone where it isn't, chosen no more."""

import pytest
from PySide6.QtCore import Qt

from core.registers.toml_text import toml_text
from desktop.pages.register_page import RegisterPage
from desktop.widgets.inputs.protocol import widget_of

pytestmark = [pytest.mark.plan_only("admin")]

WASTE = {
    "name": "waste",
    "title": "ทะเบียนปริมาณขยะ",
    "day": "weighed_on",
    "fields": [
        {"name": "truck", "type": "text", "label": "ทะเบียนรถ"},
        {"name": "weighed_on", "type": "day", "label": "วันที่ชั่ง"},
        {"name": "driver", "type": "text", "label": "คนขับ", "required": True},
        {
            "name": "kind",
            "type": "choice",
            "label": "ชนิด",
            "choices": {"wet": "เปียก", "dry": {"label": "แห้ง", "retired": True}},
        },
    ],
}


@pytest.fixture
def waste(office, tmp_path):
    """The register with one record that has a driver and one from after the field was retired."""
    source = tmp_path / "waste.toml"
    source.write_text(toml_text(WASTE), "utf-8")
    office.registers.save(office.registers.design_at(str(source)).written, new=True)
    old = {"truck": "84-1", "weighed_on": "10/03/2563", "driver": "สมชาย", "kind": "dry"}
    office.records.save("waste", old)
    retire(office, "plan_register_fields", "driver")
    office.records.save("waste", {"truck": "84-2", "weighed_on": "11/03/2563"})
    return {row.values["truck"]: row for row in office.records.rows("waste")}


def retire(office, part, name):
    row = next(
        r for r in office.records.rows(part) if name == r.values["name"] and "waste" in r.values.values()
    )
    office.records.save(part, {"retired": True}, row.id)


def test_a_retired_field_is_read_where_it_is_filled_in_and_gone_where_it_is_not(waste, context, show):
    form = show(RegisterPage(context, "waste")).form
    driver = widget_of(form.input("driver"))
    form.show_row(waste["84-1"])
    assert (driver.isVisibleTo(form), driver.text(), driver.isReadOnly()) == (True, "สมชาย", True)
    form.show_row(waste["84-2"])
    assert not driver.isVisibleTo(form)
    form.show_blank()
    assert not driver.isVisibleTo(form)


def test_enter_goes_past_a_field_that_nobody_fills_in(waste, context, show, press):
    form = show(RegisterPage(context, "waste")).form
    form.show_row(waste["84-1"])
    form.fields.focus("weighed_on")
    press(widget_of(form.input("weighed_on")), Qt.Key.Key_Return)
    assert form.fields.focused() == "kind"


def test_a_retired_choice_is_shown_by_its_words_and_not_offered(waste, context, show):
    form = show(RegisterPage(context, "waste")).form
    box = widget_of(form.input("kind"))
    form.show_row(waste["84-1"])
    assert (box.currentText(), box.value_text()) == ("แห้ง", "dry")
    form.show_blank()
    assert [box.itemText(n) for n in range(box.count())][:2] == ["", "เปียก"]


def test_a_record_with_a_retired_field_is_changed_beside_it(waste, context, show, office, type_text, press):
    form = show(RegisterPage(context, "waste")).form
    form.show_row(waste["84-1"])
    form.fields.focus("truck")
    type_text(widget_of(form.input("truck")), "84-9")
    form.save()
    assert {row.values["truck"] for row in office.records.rows("waste")} == {"84-9", "84-2"}


def listed(desk):
    return {page.name for page in desk.window.rail_order}


def test_the_rail_shows_what_is_used_in_the_year_and_the_rest_opens_all_the_same(open_desk, settle, tmp_path):
    office = open_desk.context.office
    source = tmp_path / "waste.toml"
    source.write_text(toml_text({**WASTE, "used_from": 2564}), "utf-8")
    office.registers.save(office.registers.design_at(str(source)).written, new=True)
    office.plan.roll_over(2564)
    settle()
    assert "waste" not in listed(open_desk)
    open_desk.window.show_page("waste")
    settle()
    page = open_desk.window.made["waste"]
    assert not page._new.isVisibleTo(page)
    assert not page.form.takes_drafts()
    page.begin()
    assert "2563" in open_desk.window.messages.toast.text()
    open_desk.context.set_year(2564)
    settle()
    assert "waste" in listed(open_desk)
    assert page._new.isVisibleTo(page)


def test_a_retired_register_is_on_no_rail_and_opens_all_the_same(open_desk, settle):
    office = open_desk.context.office
    source = office.session.path.parent / "waste2.toml"
    source.write_text(toml_text({**WASTE, "name": "waste2", "title": "ขยะเดิม"}), "utf-8")
    office.registers.save(office.registers.design_at(str(source)).written, new=True)
    settle()
    assert "waste2" in listed(open_desk)
    row = next(r for r in office.records.rows("plan_registers") if r.values["name"] == "waste2")
    office.records.save("plan_registers", {"retired": True}, row.id)
    settle()
    assert "waste2" not in listed(open_desk)
    open_desk.window.show_page("waste2")
    settle()
    assert open_desk.window.page_name == "waste2"
