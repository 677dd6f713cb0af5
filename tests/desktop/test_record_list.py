"""A register's list: it speaks of the end of the day looked at, and reads what is in sight."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages.register_page import RegisterPage
from desktop.widgets.delegates import MUTED_ROLE

REQUESTS = "finance_requests"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show, settle):
    """The sample's requests of the whole year, as of 30 June."""
    made = show(RegisterPage(context, "finance_requests"))
    made.list.show_month(None)
    made.list.read()
    settle()
    return made


@pytest.fixture
def asked(context, monkeypatch):
    """The records whose lines were read, question by question."""
    found, read = [], context.office.lists.list_lines
    monkeypatch.setattr(
        context.office.lists, "list_lines", lambda q, ids: found.append(list(ids)) or read(q, ids)
    )
    return found


def test_counts_and_sums_speak_of_the_day(page, context, settle):
    assert [chip.text() for chip in page.list.chips] == [
        "ค้างจ่าย 17",
        "เกินกำหนด 2",
        "ส่งคืน 1",
        "ยังไม่มีหลักฐาน 373",
    ]
    received = [
        r.values for r in context.office.records.rows(REQUESTS) if r.values["received_on"].year >= 2019
    ]
    there = [values["amount"] for values in received if values["received_on"] <= date(2020, 6, 30)]
    later = len(received) - len(there)
    assert page.list.sum.text() == f"{len(there)} ฉบับ · {sum(there):,.2f} บาท · หลังวันที่ดู {later}"
    page.list.chips[0].set_on(True)
    settle()
    assert page.list.model.rowCount() == 17
    context.set_as_of(date(2020, 9, 30))
    settle()
    assert "หลังวันที่ดู" not in page.list.sum.text()
    assert page.list.model.rowCount() != 17


def test_what_comes_later_stands_last_muted_and_says_so(page, settle):
    model = page.list.model
    page.list.table.scrollToBottom()
    settle()
    last = model.rowCount() - 1
    assert model.row_at(last).values["received_on"] > date(2020, 6, 30)
    shown = [model.index(last, n) for n in range(model.columnCount())]
    assert all(index.data(MUTED_ROLE) for index in shown)
    assert shown[-1].data() == "รับหลังวันที่ดู"
    assert not model.index(0, 0).data(MUTED_ROLE)


def test_lines_are_read_when_they_come_into_sight(page, asked, settle):
    model, table = page.list.model, page.list.table
    assert model.rowCount() > 400
    assert len(model.rows()) < 300
    middle = model.rowCount() // 2
    assert model.row_at(middle) is None
    table.scrollTo(model.index(middle, 0), table.ScrollHint.PositionAtCenter)
    table.grab()
    settle()
    assert model.row_at(middle) is not None
    assert model.index(middle, 0).data() == model.row_at(middle).values["request_no"]
    assert len(asked) == 1  # one question for all cells


def test_a_change_reads_the_changed_line_alone(page, context, asked, settle):
    model = page.list.model
    chosen, other = model.id_at(0), model.id_at(3)
    context.office.records.save(REQUESTS, {"payee": "ร้านใหม่"}, other)
    settle()
    assert [ids for ids in asked if ids] == [[other]]
    assert model.index(model.line_of(other), 2).data() == "ร้านใหม่"
    assert page.list.current() == chosen


def test_a_changed_holiday_changes_every_due_day(page, context, settle):
    model = page.list.model
    waiting = next(n for n in range(17) if model.row_at(n).values["received_on"] == date(2020, 6, 29))
    record, before = model.id_at(waiting), model.index(waiting, 4).data()
    given = {"day": "01/07/2563", "kind": "add", "name": "วันหยุดพิเศษ", "source": "มติ ครม."}
    context.office.records.save("office_holidays", given)
    settle()
    assert (before, model.index(model.line_of(record), 4).data()) == ("10 ก.ค. 63", "13 ก.ค. 63")


def test_words_typed_one_after_the_other_end_in_the_last(page, type_text, settle):
    page.list.words.setFocus()
    type_text(page.list.words, "63/0012", wait=False)
    page.list.words.clear()
    type_text(page.list.words, "63/0350", wait=False)
    settle()
    assert [row.values["request_no"] for row in page.list.model.rows()] == ["63/0350"]
    assert page.list.sum.text().startswith("1 ฉบับ")


def test_a_record_begun_while_the_list_is_read_is_not_taken_away(context, qtbot, settle):
    made = RegisterPage(context, "finance_requests")
    qtbot.addWidget(made)
    made.show()
    made.begin()
    settle()
    assert made.form.record_id is None
    assert made.list.current() is None


def test_moving_far_shows_the_record_once_it_is_read(page, press):
    page.list.table.setFocus()
    press(page.list.table, Qt.Key.Key_End, CTRL)
    assert page.form.record_id == page.list.model.id_at(page.list.model.rowCount() - 1)
    press(page.list.table, Qt.Key.Key_Home, CTRL)
    assert page.form.record_id == page.list.model.id_at(0)


def test_lines_out_of_sight_are_copied_too(page, press):
    page.list.table.selectAll()
    press(page.list.table, Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == page.list.model.rowCount() + 1
    assert all(line.split("\t")[0] for line in lines)
