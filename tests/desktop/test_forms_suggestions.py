"""A form offers what was typed into its register before, and begins where the last record stood."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.office import Query
from desktop.pages.register_page import RegisterPage

ENTER, DOWN, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
REQUESTS = "finance_requests"


@pytest.fixture
def at(press, settle):
    """``at(form, name)``: the cursor in a field of a form, empty."""

    def gone(form, name):
        form.fields.focus(name)
        settle()
        field = form.input(name)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        return field

    return gone


@pytest.fixture
def form(show, context):
    """A new request."""
    page = show(RegisterPage(context, "finance_requests"))
    page.form.show_blank()
    return page.form


def test_a_payee_is_completed_from_an_inner_syllable(form, at, type_text, press):
    payee = at(form, "payee")
    type_text(payee, "สยาม")
    assert "ร้านสยามวัสดุ" in payee.suggestions.shown()
    press(payee, DOWN)
    press(payee, ENTER)
    assert payee.hasFocus()
    assert "สยาม" in form.raw()["payee"]
    press(payee, ENTER)
    assert form.input("description").hasFocus()


def test_escape_closes_the_list_and_keeps_the_form(form, at, type_text, press):
    payee = at(form, "payee")
    type_text(payee, "ร้าน")
    assert payee.suggestions.is_open()
    press(payee, ESCAPE)
    assert not payee.suggestions.is_open()
    assert form.raw()["payee"] == "ร้าน"
    assert form.is_dirty()


def test_the_records_page_down_stays_in_the_open_list(form, at, type_text, press):
    payee = at(form, "payee")
    type_text(payee, "ร้าน")
    press(payee, Qt.Key.Key_PageDown)
    assert payee.suggestions.is_open()
    assert form.record_id is None
    assert form.raw()["payee"] == "ร้าน"


def test_what_was_saved_just_now_is_offered(form, at, fill_in, type_text):
    fill_in(form, payee="ร้านเพิ่งเปิดใหม่", amount="500")
    form.save()
    form.show_blank()
    payee = at(form, "payee")
    type_text(payee, "เพิ่งเปิด")
    assert payee.suggestions.shown() == ["ร้านเพิ่งเปิดใหม่"]


@pytest.fixture
def fill_in(at, type_text, press):
    def filled(form, **texts):
        for name, text in texts.items():
            field = at(form, name)
            type_text(field, text)
            press(field, TAB)

    return filled


def test_the_day_typed_last_is_that_of_the_next_record(form, fill_in, press, context, settle):
    assert form.input("received_on").value() == context.as_of
    fill_in(form, amount="500", received_on="180663")
    press(form.input("amount"), ENTER, CTRL)
    settle()
    assert form.record_id is None
    assert form.input("received_on").value() == date(2020, 6, 18)
    assert form.input("checked_on").value() is None
    assert not form.is_dirty()
    fill_in(form, amount="600")
    form.save()
    kept = context.office.records.rows(REQUESTS, Query(equals={"received_on": date(2020, 6, 18)}))
    assert {row.values["amount"] for row in kept} >= {500, 600}


def test_another_day_looked_at_is_that_of_the_next_record(form, fill_in, context):
    fill_in(form, amount="500", received_on="180663")
    form.save()
    context.set_as_of(date(2020, 6, 22))
    form.show_blank()
    assert form.input("received_on").value() == date(2020, 6, 22)


def test_a_changed_record_leaves_the_next_ones_day_alone(form, fill_in, context):
    record = context.office.records.rows(REQUESTS, Query(year=2563, limit=1))[0]
    form.show_row(record)
    fill_in(form, note="แก้ไข")
    form.save()
    form.show_blank()
    assert form.input("received_on").value() == context.as_of


def test_a_moment_keeps_its_day(show, fill_in, context):
    form = show(RegisterPage(context, "letter_enquiries")).form
    form.show_blank()
    fill_in(form, user="ก้อย", letter_no="กท 1/63", asked_at="180663 0915")
    form.save()
    form.show_blank()
    assert form.input("asked_at").day() == date(2020, 6, 18)
