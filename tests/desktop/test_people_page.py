"""Accounts at the desk, by keys: begun, signed in to, locked, lost and found again."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.keys.delays import Delays
from core.keys.sealed_key import Cost
from core.office import Office, Role
from desktop.shell.gate import awake_clock
from desktop.shell.recovery_sheet import RecoverySheetDialog
from desktop.shell.sign_in import RecoverDialog, SignInDialog

ENTER, TAB, ESC, F9 = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F9
SOMSRI, MANEE = "ดอกไม้สามดอก", "ตู้เอกสารสีเทา"


@pytest.fixture(autouse=True)
def cheap(monkeypatch, tmp_path):
    """Keys that cost little to seal, and waits of this test's own."""
    monkeypatch.setattr("core.keys.sealed_key.STANDARD", Cost(memory=64, passes=1, lanes=1))
    monkeypatch.setattr("core.office.people.service.state_dir", lambda: tmp_path / "state")


@pytest.fixture
def with_accounts(office_path):
    """The sample file with a keeper and a clerk; the keeper's recovery code."""
    with Office.open(office_path, author="สมศรี") as office:
        first = office.people.add("สมศรี ใจดี", SOMSRI, unit="admin", roles=frozenset({Role.KEEPER}))
        office.people.add("มานี", MANEE, unit="finance", roles=frozenset({Role.CLERK}))
    return first.code


@pytest.fixture
def beside(office_path):
    """A copy of the sample file, to be made another unit's."""
    return Path(shutil.copy(office_path, Path(office_path).with_name("other.phaen")))


@pytest.fixture
def closed_desk(with_accounts, open_desk, settle):
    """The desk over it, asking who it is."""
    settle()
    return open_desk


def asked(desk, kind, qtbot):
    """The dialog of a kind that stands open."""
    found = [d for d in desk.window.findChildren(kind) if d.isVisible()]
    assert found
    found[-1].activateWindow()  # the off-screen platform lets the window behind a dialog have the keys
    qtbot.waitUntil(found[-1].isActiveWindow)
    return found[-1]


def sign_in(desk, hands, qtbot, settle, name="สมศรี ใจดี", password=SOMSRI):
    dialog = asked(desk, SignInDialog, qtbot)
    dialog.who.set_value(name)
    dialog.password.setFocus()
    hands.type(password)
    hands.press(ENTER)
    settle()
    if not dialog.isVisible():
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
    return dialog


def test_the_first_account_is_begun_on_the_page_and_is_signed_in(open_desk, hands, qtbot, settle):
    open_desk.window.show_page("people")
    settle()
    page = open_desk.window.made["people"]
    assert page.without.isVisible()
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = page.dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    for text in ("สมศรี ใจดี", "หัวหน้าฝ่าย", SOMSRI, SOMSRI):
        hands.type(text)
        hands.press(ENTER)
    settle()
    assert open_desk.context.office.session.person.roles == {Role.KEEPER}
    sheet = [d for d in open_desk.window.findChildren(RecoverySheetDialog) if d.isVisible()][-1]
    assert len(sheet.code.text().split()) == 8
    sheet.close()
    settle()
    page = open_desk.window.made["people"]
    assert page.listed.isVisible()
    assert not page.without.isVisible()
    assert "ฝ่าย" in page.me.text()
    assert "คนเดียว" in page.told.sentence.text()


def test_opening_asks_and_the_password_opens(closed_desk, hands, qtbot, settle):
    assert closed_desk.context.office.session.read_only
    sign_in(closed_desk, hands, qtbot, settle)
    session = closed_desk.context.office.session
    assert session.author == "สมศรี ใจดี"
    assert not session.read_only
    assert closed_desk.gate.dialog is None
    assert closed_desk.settings.user_of(session.path) == "สมศรี ใจดี"


def test_a_wrong_password_is_said_and_waited_for(closed_desk, hands, qtbot, settle):
    dialog = sign_in(closed_desk, hands, qtbot, settle, password="ผิดผิดผิดผิด")
    assert dialog.isVisible()
    assert "ไม่ถูกต้อง" in dialog.fault.sentence.text()
    hands.press(ENTER)
    settle()
    assert "รออีก" in dialog.fault.sentence.text()
    assert closed_desk.context.office.session.person is None


def test_without_signing_in_the_file_is_looked_at(closed_desk, hands, qtbot, settle):
    asked(closed_desk, SignInDialog, qtbot)
    hands.press(ESC)
    settle()
    assert closed_desk.context.office.session.read_only
    assert "ดูอย่างเดียว" in closed_desk.window.reading.text()
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    assert not page.add.isVisible()
    assert page.model.rowCount() == 2


def test_f9_locks_and_the_same_person_goes_on_where_typing_was(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("finance_requests")
    settle()
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hands.type("63/7777")
    page = closed_desk.window.stack.currentWidget()
    hands.press(F9)
    settle()
    assert closed_desk.context.office.session.person is None
    assert closed_desk.gate._covers
    sign_in(closed_desk, hands, qtbot, settle)
    assert closed_desk.window.stack.currentWidget() is page
    assert closed_desk.context.office.session.author == "สมศรี ใจดี"
    closed_desk.context.drafts.forget_typed()


def test_another_person_gets_pages_of_his_own(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    before = closed_desk.window.stack.currentWidget()
    hands.press(F9)
    settle()
    sign_in(closed_desk, hands, qtbot, settle, "มานี", MANEE)
    assert closed_desk.window.stack.currentWidget() is not before
    assert closed_desk.context.office.session.author == "มานี"
    assert closed_desk.context.office.session.acting_unit == "finance"


def test_a_while_without_a_key_locks(closed_desk, hands, qtbot, settle, monkeypatch):
    sign_in(closed_desk, hands, qtbot, settle)
    assert closed_desk.gate._idle.isActive()
    qtbot.waitUntil(lambda: not closed_desk.context.task_runner.busy())
    closed_desk.gate._used -= 16 * 60  # nobody was there
    closed_desk.gate._look_idle()
    settle()
    assert closed_desk.context.office.session.person is None
    assert closed_desk.gate.dialog is not None


def test_a_lost_password_is_set_anew_by_the_sheet(closed_desk, with_accounts, hands, qtbot, settle):
    dialog = asked(closed_desk, SignInDialog, qtbot)
    dialog.who.set_value("สมศรี ใจดี")
    dialog.forgot.click()
    asked(closed_desk, RecoverDialog, qtbot)
    for text in (with_accounts, MANEE, MANEE):
        hands.type(text)
        hands.press(ENTER)
    settle()
    assert closed_desk.context.office.session.author == "สมศรี ใจดี"
    sheet = [d for d in closed_desk.window.findChildren(RecoverySheetDialog) if d.isVisible()][-1]
    sheet.close()


def test_a_keeper_adds_changes_and_ends_an_account(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    page.table.selectRow(0)
    assert page.accounts[0].person.name == "มานี"
    page.table.setFocus()
    hands.press(ENTER)
    qtbot.waitUntil(page.dialog.isActiveWindow)
    page.dialog.position.setText("นักวิชาการ")
    page.dialog.go()
    settle()
    assert page.accounts[0].person.position == "นักวิชาการ"
    page.end.click()
    settle()
    assert page.accounts[0].state == "ปิดใช้แล้ว"
    page.table.selectRow(1)
    page.end.click()
    settle()
    assert page.accounts[1].in_use  # the last keeper
    page.table.selectRow(0)
    page.renew.click()
    page.dialog.reason.setText("ลืมรหัสผ่าน")
    for line in (page.dialog.password, page.dialog.again):
        line.setText("กล่องดินสอใหม่")
    page.dialog.go()
    settle()
    page.dialog.close()
    assert closed_desk.context.office.session.accounts.revoked


def test_accounts_that_come_with_a_package_are_asked_for_at_once(beside, open_desk, qtbot, settle, tmp_path):
    context = open_desk.context
    with Office.open(beside) as other:
        other.people.add("วิภา", MANEE, unit="admin", roles=frozenset({Role.KEEPER}))
        other.exchange.pack(tmp_path / "accounts.phaenx")
    context.wait_for(lambda: context.office.exchange.merge([tmp_path / "accounts.phaenx"], trust=True))
    qtbot.waitUntil(lambda: open_desk.gate.dialog is not None)
    settle()
    assert open_desk.gate.dialog.who.value() == "วิภา"


def test_a_second_keeper_is_advised_and_then_signed_entries_alone(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    assert "คนเดียว" in page.told.sentence.text()
    context = closed_desk.context
    keeper = frozenset({Role.KEEPER})
    context.wait_for(lambda: context.office.people.add("ชูใจ", MANEE, unit="admin", roles=keeper))
    settle()
    assert "รับเฉพาะรายการ" in page.told.sentence.text()
    context.wait_for(lambda: context.office.settings.set("signed_only", "yes"))
    settle()
    assert page.told.sentence.text() == ""


def test_the_sheet_is_saved_as_a_page(closed_desk, hands, qtbot, settle, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.shell.recovery_sheet.QDesktopServices.openUrl", lambda _: True)
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    page.sheet.click()
    qtbot.waitUntil(page.dialog.isActiveWindow)
    hands.type(SOMSRI)
    hands.press(ENTER)
    settle()
    with qtbot.waitSignal(page.dialog.saved):
        page.dialog.save(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "sheet.pdf" in page.dialog.told.text()


def test_the_settings_hold_for_the_whole_office(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("settings")
    settle()
    page = closed_desk.window.made["settings"]
    assert page.name.isHidden()
    page.idle.set_value("๕")
    page.idle.committed.emit()
    page.signed_only.click()
    settle()
    settings = closed_desk.context.office.settings
    assert (settings.number("idle_minutes"), settings.text("signed_only")) == (5, "yes")


def test_f9_locks_over_an_open_dialog_which_keeps_what_was_typed(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    page.add.click()
    dialog = page.dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    hands.type("สมหมาย ใจเย็น")
    hands.press(F9)
    asked(closed_desk, SignInDialog, qtbot)
    assert closed_desk.context.office.session.person is None
    assert {closed_desk.window, dialog} == {cover.parent() for cover in closed_desk.gate._covers}
    sign_in(closed_desk, hands, qtbot, settle)
    assert not closed_desk.gate._covers
    assert (dialog.isVisible(), dialog.name.text()) == (True, "สมหมาย ใจเย็น")
    assert closed_desk.context.office.session.person.name == "สมศรี ใจดี"
    dialog.reject()


def test_ones_own_password_is_changed(closed_desk, hands, qtbot, settle):
    sign_in(closed_desk, hands, qtbot, settle)
    closed_desk.window.show_page("people")
    settle()
    page = closed_desk.window.made["people"]
    page.password.click()
    qtbot.waitUntil(page.dialog.isActiveWindow)
    for text in (SOMSRI, MANEE, MANEE):
        hands.type(text)
        hands.press(ENTER)
    settle()
    assert not page.dialog.isVisible()
    people = closed_desk.context.office.people
    people.delays = Delays(people.delays._folder)
    closed_desk.context.wait_for(lambda: people.sign_in("สมศรี ใจดี", MANEE))
    assert QApplication.activeModalWidget() is None


def test_who_wakes_a_pc_that_slept_is_asked_who_it_is(closed_desk, hands, qtbot, settle, monkeypatch):
    """Timers sleep with the PC: the first key or movement must not pass for somebody who was there all the time."""
    sign_in(closed_desk, hands, qtbot, settle)
    qtbot.waitUntil(lambda: not closed_desk.context.task_runner.busy())
    now = awake_clock()
    monkeypatch.setattr("desktop.shell.gate.awake_clock", lambda: now + 9 * 60 * 60)
    hands.press(Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: closed_desk.gate.dialog is not None)
    assert closed_desk.context.office.session.person is None


def test_a_key_within_the_time_allowed_locks_nothing(closed_desk, hands, qtbot, settle, monkeypatch):
    sign_in(closed_desk, hands, qtbot, settle)
    now = awake_clock()
    monkeypatch.setattr("desktop.shell.gate.awake_clock", lambda: now + 60)
    hands.press(Qt.Key.Key_Shift)
    settle()
    assert closed_desk.gate._used == now + 60
    assert closed_desk.context.office.session.person is not None
