"""Columns: money, days, numbers, keys and states are never cut; only a person hides a column, and brings it back."""

import re
from datetime import date
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

import desktop.widgets.chip
import desktop.widgets.delegates
from desktop.models.table_model import RIGHT, ModelColumn, TableModel
from desktop.pages.register_page import RegisterPage
from desktop.settings import Settings
from desktop.shell.pages import entries, page_of
from desktop.theme import Appearance, apply
from desktop.theme.token_sets import LIGHT
from desktop.widgets.column_menu import KEYS, ColumnMenu
from desktop.widgets.column_widths import Need, shared
from desktop.widgets.lines import draw_line
from desktop.widgets.table import DeskTable

# Money, days and moments, months, numbers, codes: what a person compares, adds up or looks for.
NUMBER, DAY = r"[-+≥=≤ \d.,/:%–]+", r"\d+ \S+ \d+( \d+:\d+)?"
WHOLE = re.compile(rf"{NUMBER}|{DAY}|\S{{1,4}} ?[\d./ว]+|\S+ \d\d")
needs = st.builds(
    lambda share, least, more: Need(share, least, least + more),
    st.integers(0, 3),
    st.integers(0, 300),
    st.integers(0, 500),
)


@given(st.integers(0, 3000), st.lists(needs, max_size=6))
def test_texts_share_what_is_left(room, wanted):
    widths = shared(room, wanted)
    assert all(width >= need.least for width, need in zip(widths, wanted, strict=True))
    least, whole = sum(n.least for n in wanted), sum(n.whole for n in wanted)
    if room <= least:
        assert sum(widths) == least  # the table scrolls
    elif room <= whole:
        assert sum(widths) == room
        assert all(width <= need.whole for width, need in zip(widths, wanted, strict=True))
    else:
        assert all(width >= need.whole for width, need in zip(widths, wanted, strict=True))
        assert sum(widths) == (room if any(n.share for n in wanted) else whole)


@pytest.fixture
def cut(monkeypatch):
    """The words that were painted with their end cut off."""
    found = []

    def watched(painter, box, text, *args, **more):
        if painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()) != text:
            found.append(text)
        draw_line(painter, box, text, *args, **more)

    for module in (desktop.widgets.delegates, desktop.widgets.chip):
        monkeypatch.setattr(module, "draw_line", watched)
    return found


@pytest.fixture
def large(theme_app):
    """Text at 150 %, with Thai digits."""
    apply(theme_app, Appearance(LIGHT, 1.5, thai_digits=True))
    yield
    apply(theme_app, Appearance(LIGHT))


PAGES = [
    "overview",
    "finance_requests",
    "budget_entries",
    "letter_enquiries",
    "satisfaction_ratings",
    "deliverables",
    "manual_results",
    "office_holidays",
    "centre_audits",
    "info_centres",
    "study_parts",
    "renovation_items",
    "plan",
]


def test_nothing_to_be_compared_is_cut(context, large, cut, qtbot, settle):
    _fill_up(context.office)
    found = {}
    for name in PAGES:
        _paint(
            page_of(entries(context.office.session.registers()), name).make(context), context, qtbot, settle
        )
        found[name] = [text for text in cut if WHOLE.fullmatch(text)]
        cut.clear()
    assert found == {name: [] for name in PAGES}


def _paint(page, context, qtbot, settle):
    qtbot.addWidget(page)
    page.resize(994, 700)
    page.show()
    settle()
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    for table in page.findChildren(DeskTable):
        for column in range(table.model().columnCount()):  # all of it, scrolled sideways
            table.scrollTo(table.model().index(0, column))
            table.grab()
    page.hide()


@pytest.fixture
def finance(context, qtbot, settle):
    made = RegisterPage(context, "finance_requests")
    qtbot.addWidget(made)
    made.resize(1154, 718)
    made.show()
    settle()
    return made


def test_columns_stay_after_sorting_filtering_and_clearing(finance, settle):
    table, count = finance.list.table, len(finance.list.model.columns)
    for section in range(count):
        table.horizontalHeader().sectionClicked.emit(section)
        for words in ("9,910", "ไม่มีคำนี้", ""):
            finance.list.words.setText(words)
            settle()
            assert not any(table.isColumnHidden(n) for n in range(count))
    for width in (700, 1154, 2000):
        finance.resize(width, 718)
        assert not any(table.isColumnHidden(n) for n in range(count))


def test_five_digits_more_widen_the_column(finance, context, cut, settle):
    _request(context.office, "63/09999", "120000000")
    settle()
    finance.list.words.setText("63/09999")
    settle()
    finance.list.table.grab()
    assert not {"63/09999", "120,000,000.00"} & set(cut)


def texts(headings, row, parent):
    """A table of one row of texts, the last of which stands at the right."""
    last = len(headings) - 1
    columns = [
        ModelColumn(words, itemgetter(n), *([RIGHT] if n == last else [])) for n, words in enumerate(headings)
    ]
    model = TableModel(columns, parent)
    model.set_rows([row])
    return model


def test_a_text_that_is_cut_is_told_whole(theme_app, qtbot):
    table, long = DeskTable(), "การจัดซื้อวัสดุสำนักงานประจำเดือนมิถุนายน" * 3
    qtbot.addWidget(table)
    table.setModel(texts(("เรื่อง", "จำนวนเงิน"), (long, "2,478,000.00"), table))
    table.fit_columns({0: 1})
    table.resize(360, 120)
    table.show()
    for column, told in ((1, ""), (0, long)):
        spot = table.visualRect(table.model().index(0, column)).center()
        event = QHelpEvent(QEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
        QApplication.sendEvent(table.viewport(), event)
        assert QToolTip.text() == told
    QToolTip.hideText()


@pytest.fixture
def menu(tmp_path, theme_app, qtbot):
    """A table of three columns with its menu, and its settings."""
    table = DeskTable()
    qtbot.addWidget(table)
    table.setModel(texts(("เลขที่", "ผู้รับเงิน", "จำนวนเงิน"), ("63/0431", "ร้านสยามวัสดุ", "12,480.00"), table))
    table.fit_columns({1: 1})
    made = ColumnMenu(table, Settings(tmp_path / "columns.ini"), "requests")
    made.set_names(("request_no", "payee", "amount"))
    table.resize(400, 120)
    table.show()
    table.activateWindow()
    table.setFocus()
    return made


def test_a_column_is_hidden_by_key_remembered_and_brought_back(menu, tmp_path, press):
    table = menu.parent()
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert KEYS == "Ctrl+Shift+C"
    press(menu.menu, Qt.Key.Key_Down)
    press(menu.menu, Qt.Key.Key_Return)
    assert [table.isColumnHidden(n) for n in range(3)] == [False, True, False]
    assert (menu.sign.text(), menu.sign.isVisibleTo(table)) == ("ซ่อนอยู่ 1 คอลัมน์", True)
    again = ColumnMenu(table, Settings(tmp_path / "columns.ini"), "requests")
    again.set_names(("request_no", "payee", "amount"))
    assert again.hidden() == (1,)
    again.show_all()
    assert again.hidden() == ()
    assert not again.sign.isVisibleTo(table)


def test_the_last_column_cannot_be_hidden(menu):
    for name in ("request_no", "payee"):
        menu.toggle(name)
    menu.open()
    assert [a.isEnabled() for a in menu.menu.actions() if a.isCheckable()] == [True, True, False]
    menu.menu.hide()
    menu.toggle("amount")
    assert len(menu.hidden()) < 3


def test_the_headings_have_the_menu_too(menu):
    header = menu.parent().horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(5, 5))
    assert menu.menu.isVisible()
    menu.menu.hide()


def test_what_is_copied_is_what_is_shown(finance, press):
    finance.list.column_menu.toggle("payee")
    finance.list.table.selectRow(0)
    press(finance.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heading, _ = QApplication.clipboard().text().split("\n")
    assert "ผู้มีสิทธิรับเงิน" not in heading
    finance.list.column_menu.show_all()


def _fill_up(office):
    """Amounts, numbers and days as wide as they come."""
    for amount in ("120000000", "-98765432.10"):
        office.records.save(
            "budget_entries",
            {"project": "1", "entry_on": "28/06/2563", "kind": "disbursed", "amount": amount, "note": "แก้ไข"},
        )
    _request(office, "63/09999", "120000000")
    asked = {"user": "สมชาย", "asked_at": "28/06/2563 23:58", "letter_no": "กท 0401/ว 12345"}
    office.records.save("letter_enquiries", {**asked, "acknowledged_at": "28/06/2563 23:59"})


def _request(office, number, amount):
    values = {"request_no": number, "procurement": "w119", "amount": amount, "payee": "ร้านสยามวัสดุ"}
    office.records.save("finance_requests", {**values, "received_on": date(2020, 6, 29)})
