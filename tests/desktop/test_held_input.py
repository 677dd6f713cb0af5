"""What is typed while a record is being saved arrives in its order, in the record it is meant for; the window lives on."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from core.office import Office
from core.store.file.office_file import OfficeFile
from desktop.forms.record_form import NOT_TYPED
from desktop.pages.register_page import RegisterPage
from desktop.shell.held_input import HeldInput

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
REQUESTS = "finance_requests"


@pytest.fixture
def meanwhile(monkeypatch, qtbot):
    """``meanwhile(act)``: does something while the next save is under way, which goes on once it is done."""
    gate, begun = threading.Event(), threading.Event()
    commit = OfficeFile.commit

    def held_up(*args):
        begun.set()
        assert gate.wait(60)
        return commit(*args)

    def done_meanwhile(act):
        gate.clear()
        begun.clear()
        monkeypatch.setattr(OfficeFile, "commit", held_up)

        def acted():
            if not begun.is_set():
                QTimer.singleShot(1, acted)
                return
            try:
                act()
            finally:
                gate.set()

        QTimer.singleShot(0, acted)

    return done_meanwhile


@pytest.fixture
def here(type_text):
    """Letters and keys into whatever has the focus, nothing waited for."""

    class Hands:
        def type(self, text):
            type_text(QApplication.focusWidget(), text, wait=False)

        def press(self, *key):
            QTest.keyClick(QApplication.focusWidget(), *key)

    return Hands()


@pytest.fixture
def page(show, context, settle):
    page = show(RegisterPage(context, "finance_requests"))
    page.begin()
    fill(page, "63/9001", "ร้านหนึ่ง")
    settle()
    return page


def fill(page, number, payee):
    for name, text in (
        ("request_no", number),
        ("payee", payee),
        ("amount", "100"),
        ("received_on", "180663"),
    ):
        page.form.input(name).put_text(text)
    page.form.fields.focus("amount")


def payees(office):
    rows = {row.values["request_no"]: row.values for row in office.records.rows(REQUESTS)}
    return {number: rows[number]["payee"] for number in rows if str(number).startswith("63/90")}


def test_the_next_record_typed_at_once_loses_nothing(page, context, here, meanwhile, settle):
    def typed_on():
        here.type("63/9002")
        for _ in ("procurement", "payee"):
            here.press(ENTER)
        here.type("ร้านสอง")
        for _ in ("description", "requesting_unit", "amount"):
            here.press(ENTER)
        here.type("200")
        assert page.form.raw()["request_no"] == "63/9001"  # all of it waits
        here.press(ENTER, CTRL)
        here.type("63/9003")

    meanwhile(typed_on)
    here.press(ENTER, CTRL)
    settle()
    assert payees(context.office) == {"63/9001": "ร้านหนึ่ง", "63/9002": "ร้านสอง"}
    assert (page.form.record_id, page.form.raw()["request_no"]) == (None, "63/9003")


def test_the_window_lives_while_a_record_is_saved(page, meanwhile, qtbot):
    beats, clock = [], QTimer()
    clock.timeout.connect(lambda: beats.append(1))
    clock.start(1)
    meanwhile(lambda: qtbot.waitUntil(lambda: len(beats) > 3))
    page.form.save()
    assert page.form.record_id is not None
    assert len(beats) > 3


def test_a_refused_record_stays_as_typed_whatever_was_typed_ahead(page, context, here, told, monkeypatch):
    page.form.input("amount").put_text("-5")
    before = page.form.raw()
    save, typed = context.office.records.save, threading.Event()
    monkeypatch.setattr(context.office.records, "save", lambda *args: typed.wait(60) and save(*args))
    QTimer.singleShot(0, lambda: (here.type("63/9002"), typed.set()))
    here.press(ENTER, CTRL)
    assert page.form.raw() == before
    assert page.form.fields.finding_text("amount")
    assert told[-1] == NOT_TYPED
    assert "63/9001" not in payees(context.office)
    here.type("7")
    QApplication.processEvents()
    assert page.form.raw() != before  # keys go their way again


def test_a_click_made_meanwhile_chooses_its_record_afterwards(page, meanwhile, settle, told):
    table = page.list.table
    spot = table.visualRect(page.list.model.index(2, 1)).center()
    meanwhile(lambda: QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot))
    page.form.save()
    settle()
    assert page.form.record_id == page.list.current()
    assert page.form.row.values["request_no"] != "63/9001"
    assert not any("ยังไม่ได้บันทึก" in sentence for sentence in told)


def test_a_dialog_that_opens_meanwhile_has_the_keys(page, meanwhile, qtbot):
    dialog = QDialog(page)
    line = QLineEdit(dialog)

    def opened():
        dialog.open()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
        QTest.keyClick(line, Qt.Key.Key_7)

    meanwhile(opened)
    page.form.save()
    assert line.text() == "7"
    dialog.close()


def test_the_window_closes_once_what_is_being_saved_is_saved(open_desk, settle, meanwhile, office_path):
    window = open_desk.window
    window.show_page("finance_requests")
    settle()
    page = window.made["finance_requests"]
    page.begin()
    fill(page, "63/9001", "ร้านหนึ่ง")
    seen = []
    meanwhile(lambda: seen.append((window.close(), window.isVisible())))
    page.form.save()
    settle()
    assert seen == [(False, True)]
    assert not window.isVisible()
    with Office.open(office_path) as office:
        assert payees(office) == {"63/9001": "ร้านหนึ่ง"}


def test_keys_go_their_way_again_though_something_that_waited_failed(theme_app, here, qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    held = HeldInput(line)
    with qtbot.captureExceptions() as faults:
        with held.holding():
            held.hold(lambda: 1 / 0)
            here.type("1")
        qtbot.waitUntil(lambda: line.text() == "1")
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]
    here.type("2")
    assert line.text() == "12"


def test_what_ends_in_the_background_is_heard_once_the_record_is_saved(page, context, meanwhile, qtbot):
    heard = []

    def ended():
        context.run_in_background(lambda: None, lambda _: heard.append(page.form.record_id))
        qtbot.waitUntil(lambda: not context.task_runner.busy())
        assert heard == []

    meanwhile(ended)
    page.form.save()
    qtbot.waitUntil(lambda: heard != [])
    assert heard == [page.form.record_id]
    assert heard[0] is not None
