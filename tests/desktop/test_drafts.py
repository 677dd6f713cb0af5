"""What was typed and isn't saved outlives Esc, a kill and a power cut, for the user alone, until it is saved."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.registers import ALL
from desktop.drafts import Draft, DraftFolder, Drafts, new_id
from desktop.forms import RecordForm
from desktop.pages.finance import FinancePage
from desktop.pages.plan import PlanPage
from desktop.pages.steps_page import StepsPage
from desktop.shell.undo_keys import UndoKeys
from desktop.widgets.inputs.protocol import widget_of

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ESCAPE, SAVE, UNDO = (Qt.Key.Key_Escape,), (Qt.Key.Key_S, CTRL), (Qt.Key.Key_Z, CTRL)
REQUESTS = "finance_requests"
GIVEN = {"procurement": "w119", "amount": "1000", "received_on": "18/06/2563", "checked_on": "18/06/2563"}


def draft_of(record="0001", **typed):
    return Draft(new_id(), REQUESTS, record, {}, typed, datetime(2020, 6, 30, 9, 20))


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def office_path(plan_file, tmp_path):
    """The plan officer's file, in a folder of its own."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return Path(shutil.copy(plan_file("admin"), folder / "office.phaen"))


@pytest.fixture
def page(show, context, theme_app):
    made = show(FinancePage(context))
    UndoKeys(theme_app, made)
    made.form.fields.focus_first()
    return made


@pytest.fixture
def look_at(page, settle):
    """``look_at(record)``: shows a record."""

    def shown(record_id):
        page.show_record(record_id)
        settle()
        assert page.form.record_id == record_id

    return shown


@pytest.fixture
def record(context):
    return context.office.save(REQUESTS, {**GIVEN, "request_no": "63/0500", "payee": "ร้านสยามวัสดุ"}).record_id


# -- the store


@pytest.mark.skipif(sys.platform == "win32", reason="rights are the profile folder's there")
def test_a_draft_is_the_users_alone_and_lies_outside_the_office_file(state, office_path):
    folder, draft = DraftFolder(office_path), draft_of(payee="ร้าน")
    folder.write(draft)
    assert folder.read() == (draft,)
    (file,) = folder.path.iterdir()
    assert file.is_relative_to(state)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for private in (folder.path, folder.path.parent):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert list(office_path.parent.iterdir()) == [office_path]


def test_a_draft_that_cannot_be_written_leaves_the_one_before(office_path, monkeypatch):
    folder, draft = DraftFolder(office_path), draft_of(payee="ร้าน")
    folder.write(draft)
    monkeypatch.setattr("core.whole_files.os.fsync", _full)
    with pytest.raises(OSError, match="full"):
        folder.write(replace(draft, typed={"payee": "ร้านอื่น"}))
    assert folder.read() == (draft,)
    assert len(tuple(folder.path.iterdir())) == 1


def _full(_):
    raise OSError("full")


def test_each_office_file_has_drafts_of_its_own_by_its_resolved_path(office_path, tmp_path):
    DraftFolder(office_path).write(draft_of(payee="ร้าน"))
    assert DraftFolder(office_path.parent / "x" / ".." / office_path.name).read()
    assert not DraftFolder(tmp_path / "other.phaen").read()


def test_what_is_no_draft_is_passed_over(office_path):
    folder = DraftFolder(office_path)
    folder.write(draft_of(payee="ร้าน"))
    for name, text in {"a": "{", "b": "[]", "c": "{}", "d": '{"at": 3}'}.items():
        (folder.path / f"{name}.json").write_text(text)
    assert len(folder.read()) == 1


def test_typing_is_on_the_disk_soon_and_gone_once_forgotten(office_path, qapp, qtbot):
    drafts, draft = Drafts(office_path), draft_of(payee="ร้าน")
    folder = DraftFolder(office_path)
    drafts.put(draft)
    qtbot.waitUntil(lambda: folder.read() == (draft,))
    drafts.forget(draft.id)
    qtbot.waitUntil(lambda: not folder.path.exists())
    drafts.close()


def test_a_file_open_for_reading_only_has_none(office_path, qapp):
    DraftFolder(office_path).write(draft_of(payee="ร้าน"))
    reading = Drafts(office_path, read_only=True)
    assert reading.all() == ()
    reading.close()


# -- by keys


def test_escape_takes_the_typed_away_and_undo_brings_it_back(page, look_at, hands, context, record):
    look_at(record)
    page.form.fields.focus("payee")
    hands.type("ร้านอื่น")
    hands.press(Qt.Key.Key_Tab)
    hands.type("ก")
    typed = page.form.raw()
    hands.press(*ESCAPE)
    assert not page.form.is_dirty()
    assert "พิมพ์ค้างไว้" in page.form.drafting.line.text()
    hands.press(*UNDO)
    assert page.form.raw() == typed
    assert page.form.drafting.line.text() == ""
    assert context.office.record(REQUESTS, record).values["payee"] == "ร้านสยามวัสดุ"


def test_undo_is_the_files_where_escape_took_nothing_away(page, look_at, hands, record):
    look_at(record)
    page.form.fields.focus("payee")
    assert not page.form.can_retrace(back=True)


def test_once_saved_nothing_is_offered(page, look_at, hands, context, record):
    look_at(record)
    page.form.fields.focus("payee")
    hands.type("ร้านอื่น")
    hands.press(*ESCAPE)
    hands.type("ร้านที่สาม")
    assert len(context.drafts.all()) == 2
    page.save()
    assert context.drafts.all() == ()
    assert page.form.drafting.line.text() == ""


def test_a_new_record_is_offered_in_the_next_blank_form_until_it_is_saved(
    page, look_at, hands, context, record
):
    page.begin()
    page.form.fields.focus("payee")
    hands.type("ร้านอื่น")
    hands.press(*ESCAPE)
    look_at(record)
    assert page.form.drafting.line.text() == ""
    page.begin()
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is page.form.drafting.line.take
    hands.press(Qt.Key.Key_Space)
    assert page.form.raw()["payee"] == "ร้านอื่น"
    for name, text in {**GIVEN, "request_no": "63/0501"}.items():
        page.form.input(name).put_text(text)
    page.form.save()
    assert page.form.record_id is not None
    assert context.drafts.all() == ()


def test_another_new_record_leaves_the_one_that_waits(page, hands, context):
    page.begin()
    page.form.fields.focus("payee")
    hands.type("ร้านอื่น")
    hands.press(*ESCAPE)
    for name, text in {**GIVEN, "request_no": "63/0501"}.items():
        page.form.input(name).put_text(text)
    page.form.save()
    (left,) = context.drafts.all()
    assert left.typed == {"payee": "ร้านอื่น"}


def test_typed_back_to_what_was_saved_leaves_no_draft(page, look_at, hands, context, record):
    look_at(record)
    page.form.fields.focus("payee")
    hands.type("ก")
    assert context.drafts.all()
    hands.press(*UNDO)
    assert not page.form.is_dirty()
    assert context.drafts.all() == ()


def test_thrown_away_is_thrown_away(page, look_at, hands, context, record):
    look_at(record)
    page.form.fields.focus("payee")
    hands.type("ก")
    hands.press(*ESCAPE)
    page.form.drafting.line.drop.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert context.drafts.all() == ()
    assert page.form.drafting.line.text() == ""
    assert page.form.fields.isAncestorOf(QApplication.focusWidget())


def test_a_record_changed_since_says_so_and_takes_the_typed_fields_only(
    page, look_at, hands, context, record, settle
):
    look_at(record)
    page.form.fields.focus("payee")
    hands.type("ร้านอื่น")
    hands.press(*ESCAPE)
    context.office.save(REQUESTS, {"amount": "2500"}, record)
    settle()
    assert "ถูกแก้ไขหลังจากนั้น" in page.form.drafting.line.text()
    hands.press(*UNDO)
    assert page.form.raw()["payee"] == "ร้านอื่น"
    assert page.form.raw()["amount"] == "2500.00"


def test_a_field_whose_letters_are_hidden_is_never_kept(page, look_at, hands, context, record):
    look_at(record)
    field = widget_of(page.form.input("payee"))
    field.setEchoMode(field.EchoMode.Password)
    page.form.fields.focus("payee")
    hands.type("ลับ")
    assert context.drafts.all() == ()


def test_the_plan_form_keeps_what_was_typed_too(show, hands, context, theme_app):
    page = show(PlanPage(context))
    UndoKeys(theme_app, page)
    key = context.office.locate(2563, "indicator:4.2")
    assert page.select(key)
    page.editor.form.fields.focus("title")
    hands.type("ก")
    hands.press(*ESCAPE)
    assert not page.editor.is_dirty()
    assert "พิมพ์ค้างไว้" in page.editor.form.drafting.line.text()
    hands.press(*UNDO)
    assert page.editor.form.is_dirty()
    assert page.editor.form.raw()["title"].startswith("ก")


@pytest.mark.parametrize("register", [r for r in ALL if not r.internal], ids=lambda r: r.name)
def test_every_field_of_every_register_takes_back_the_text_it_gave(register, context, qtbot):
    form = RecordForm(context, register)
    qtbot.addWidget(form)
    given = {name: _some(form, name) for name in form.fields.names()}
    for name, text in given.items():
        form.input(name).put_text(text)
    assert form.raw() == given


def _some(form, name):
    """A content of the field as its input gives it."""
    field = form.input(name)
    samples = ("30/06/2563", "30/06/2563 09:20", "06/2563", "12", "1", '["ก", "ข"]', "ครึ่งๆ กลางๆ")
    found = []
    for text in samples:
        field.put_text(text)
        found.append(field.value_text())
    readable = [text for text in found if text and not field.problem()]
    return (readable or found)[0]


# -- after a kill

TYPED_INTO = """
    import sys
    from datetime import date
    from pathlib import Path
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication
    from desktop.settings import Settings
    from desktop.shell.desk import Desk

    app = QApplication([])
    desk = Desk(app, Settings(Path(sys.argv[2])), today=date(2020, 6, 30))
    desk.window.show()
    desk.open_file(Path(sys.argv[1]))
    desk.window.show_page("finance")

    def type_into(page):
        page.begin()
        field = page.form.input("payee")
        field.setFocus()
        for letter in "ร้านค้าง":
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))

    QTimer.singleShot(0, lambda: type_into(desk.window.made["finance"]))
    app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_a_killed_desk_offers_what_was_typed(office_path, desk, tmp_path, qtbot, settle):
    code = textwrap.dedent(TYPED_INTO)
    killed = subprocess.Popen([sys.executable, "-c", code, str(office_path), str(tmp_path / "other.ini")])
    folder = DraftFolder(office_path)
    try:
        qtbot.waitUntil(lambda: any(d.typed == {"payee": "ร้านค้าง"} for d in folder.read()), timeout=30_000)
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert desk.open_file(Path(office_path))
    assert "ใบขอเบิกเงิน" in desk.window.messages.toast.text()
    desk.window.show_page("finance", new=True)
    settle()
    form = desk.window.made["finance"].form
    assert "พิมพ์ค้างไว้" in form.drafting.line.text()
    form.drafting.line.take.click()
    assert form.raw()["payee"] == "ร้านค้าง"
    assert form.is_dirty()
    assert desk.window.context.office.rows(REQUESTS) == ()
    form.restore()


# -- fields that save themselves


@pytest.fixture
def steps(show, context):
    return show(StepsPage(context)).steps


def test_what_a_self_saving_field_refused_is_offered_after_a_crash(steps, hands, context, show, settle):
    row = steps.rows[0]
    row.fields.focus("started_on")
    hands.type("99")
    (draft,) = context.drafts.all()
    assert draft.typed == {"started_on": "99"}
    hands.press(Qt.Key.Key_Tab)
    assert context.drafts.all() == (draft,)  # refused: it still waits
    context.drafts.leave(draft.id)  # as after a crash
    again = show(StepsPage(context)).steps.rows[0]
    assert "พิมพ์ค้างไว้" in again.fields.draft_line.text()
    again.fields.draft_line.take.click()
    assert again.inputs["started_on"].value_text() == "99"
    assert again.fields.draft_line.text() == ""
    again.inputs["started_on"].put_text("")
    again.fields.commit()
    settle()
    assert context.drafts.all() == ()


def test_a_self_saving_field_leaves_nothing_once_it_is_saved(steps, hands, context):
    steps.rows[0].fields.focus("note")
    hands.type("ก")
    assert len(context.drafts.all()) == 1
    hands.press(Qt.Key.Key_Tab)
    assert context.drafts.all() == ()
