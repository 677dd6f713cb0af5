"""What was done, at the desk by keys: the list, old and new values, filters, search, further back, paper."""

from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages.audit import AuditPageView

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show):
    found = context.office.records.rows("finance_requests")[0]
    context.office.records.save("finance_requests", {"note": "ตรวจกับใบจริงแล้ว"}, found.id)
    return show(AuditPageView(context))


def labels(page):
    return [page.model.index(row, 3).data() for row in range(page.model.rowCount())]


def test_the_newest_stands_above_with_old_and_new_value(page):
    assert page.model.index(0, 1).data() == "สมศรี"
    assert page.field_model.index(0, 4).data() == "ตรวจกับใบจริงแล้ว"
    assert page.field_model.index(0, 1).data() == "แก้ไข"


def test_searched_and_cleared_by_keys(page, press, type_text, qtbot):
    everything = len(labels(page))
    press(page, Qt.Key.Key_F, CTRL)
    type_text(QApplication.focusWidget(), "ตรวจกับใบจริง")
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(labels(page)) < everything)
    assert labels(page)[0] == "แก้ไขใบขอเบิกเงิน 63/0001"
    assert len(labels(page)) == 2  # and how the record it stands in was made
    type_text(page.search, "ไม่มีคำนี้")
    press(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(page.none.isVisible)
    page.clear()
    press(page.table, Qt.Key.Key_Home)
    assert len(labels(page)) == everything


def test_a_long_search_keeps_nobody_from_saving_and_is_stopped(page, press, type_text, qtbot, monkeypatch):
    """What was shown stays; a search that is stopped answers nothing."""
    before, begun = labels(page), Event()
    office = page.context.office

    def endless(connection, wanted, after):
        begun.set()
        sleep(0.001)
        return iter(()), (1, 1)

    monkeypatch.setattr("core.store.log.audit.block", endless)
    type_text(page.search, "ไม่มีคำนี้")
    press(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(begun.is_set)
    page.context.wait_for(lambda: office.settings.set("idle_minutes", "9"))
    page._search.cancel()
    qtbot.waitUntil(lambda: not page.context.task_runner.busy())
    assert labels(page) == before


def test_filtered_by_person_and_register(page, press, settle):
    page.register.setCurrentIndex(page.register.findData("finance_requests"))
    page.person.setCurrentIndex(page.person.findData("สมศรี"))
    page.reload()
    settle()
    assert labels(page)
    assert {page.model.index(row, 1).data() for row in range(page.model.rowCount())} == {"สมศรี"}
    assert all("ใบขอเบิกเงิน" in label for label in labels(page))


def test_further_back_without_a_gap(page, settle):
    first = labels(page)
    assert page.older.isVisible()
    page.go_back()
    settle()
    assert len(labels(page)) > len(first)
    assert labels(page)[: len(first)] == first
    assert page.table.currentIndex().row() == len(first)


def test_printed_as_it_is_filtered(page, context, qtbot, tmp_path, settle):
    page.register.setCurrentIndex(page.register.findData("deliverables"))
    page.print_to(tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
