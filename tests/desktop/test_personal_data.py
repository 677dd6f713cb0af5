"""Personal data at the desk: shown on paper and in sheets where it is chosen, each time anew, and no longer than is set."""

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from core.office import AuditQuery
from core.registers.fields import WITHHELD
from desktop.pages.audit import AuditPageView
from desktop.pages.register_exports import SHOWN
from desktop.pages.register_page import RegisterPage
from desktop.pages.reports import ReportsPage
from desktop.pages.settings import SettingsPage
from desktop.widgets.buttons import DeskButton

NAME, MARKED = "Zzyqx", "Z*****"
REQUESTS = "finance_requests"


@pytest.fixture
def named(context):
    """A request of somebody."""
    given = {"request_no": "63/9001", "procurement": "w119", "amount": "1", "received_on": "2020-06-10"}
    return context.office.records.save(REQUESTS, {**given, "payee": NAME}).record_id


def exported(context):
    """What is told of what went out, the latest first."""
    return [entry.label for entry in context.office.audit.page(AuditQuery(register="office_exports")).entries]


def shows(pages):
    return NAME in "\n".join(page.extract_text() for page in PdfReader(pages).pages)


def test_the_paper_shows_it_for_the_document_it_is_chosen_for(
    context, named, show, press, qtbot, tmp_path, monkeypatch
):
    page = show(ReportsPage(context))

    def settled():
        return page.preview.whole() and page._shown == page.asked() and page._whole is not None

    page.open_with(name=f"list:{REQUESTS}")
    qtbot.waitUntil(settled)
    target = tmp_path / "a.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    for chosen in (False, True):
        if chosen:
            page.personal.setFocus()
            press(page.personal, Qt.Key.Key_Space)
            qtbot.waitUntil(settled)
        with qtbot.waitSignal(context.notified):
            press(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert shows(target) == chosen
    page.open_with(name="monthly")
    qtbot.waitUntil(settled)
    assert not page.personal.isVisible()
    page.open_with(name=f"list:{REQUESTS}")
    qtbot.waitUntil(settled)
    assert (page.personal.isVisible(), page.personal.isChecked()) == (True, False)
    shown, masked = exported(context)
    assert ["แสดงข้อมูลส่วนบุคคล" in label for label in (shown, masked)] == [True, False]


def test_what_goes_to_a_printer_is_recorded_and_draws_nothing_anew(context, named, show, qtbot, tmp_path):
    page = show(ReportsPage(context))
    qtbot.waitUntil(lambda: page._whole is not None)
    drawn = page._whole

    def accept(printer):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "b.pdf"))
        printer.setResolution(72)
        return True

    page.choose_printer = accept
    with qtbot.waitSignal(context.notified):
        page.printing.click()
    assert exported(context) == ["พิมพ์รายงาน รายงานผลประจำเดือน มิ.ย. 63 ไปที่ “เครื่องพิมพ์”"]
    assert page._whole is drawn


def test_a_sheet_shows_it_by_a_button_of_its_own(context, named, show, qtbot, tmp_path, monkeypatch):
    page = show(RegisterPage(context, REQUESTS))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.csv"), ""))
    buttons = {button.text(): button for button in page.findChildren(DeskButton)}
    for words, told in (("ส่งออก", MARKED), (SHOWN, NAME)):
        with qtbot.waitSignal(context.notified):
            buttons[words].click()
        assert told in (tmp_path / "a.csv").read_text("utf-8-sig")
    assert SHOWN not in {
        b.text() for b in show(RegisterPage(context, "deliverables")).findChildren(DeskButton)
    }


def test_the_history_is_printed_with_it_once(context, named, show, qtbot, tmp_path):
    page = show(AuditPageView(context))
    page.register.setCurrentIndex(page.register.findData(REQUESTS))
    page.personal.click()
    for chosen in (True, False):
        with qtbot.waitSignal(context.notified):
            page.print_to(tmp_path / "a.pdf")
        assert (shows(tmp_path / "a.pdf"), page.personal.isChecked()) == (chosen, False)


def test_years_are_set_by_keys_and_what_is_older_is_told_nowhere(
    context, named, show, settle, type_text, press
):
    page = show(SettingsPage(context))
    page.personal.years.setFocus()
    type_text(page.personal.years, "๐")
    press(page.personal.years, Qt.Key.Key_Return)
    settle()
    assert context.office.settings.text("retention_years") == "0"
    assert "พ้นกำหนดเก็บ" in page.personal.said.text()
    context.office.session.today = lambda: context.as_of.replace(year=context.as_of.year + 2)
    register = show(RegisterPage(context, REQUESTS))
    register.show_record(named)
    settle()
    field = register.form.input("payee")
    assert (field.value_text(), field.placeholderText()) == ("", WITHHELD)
    assert "พ้นกำหนดเก็บ" in register.form.later.text()
    assert not register.form.is_dirty()
    note = register.form.input("note")
    note.setFocus()
    type_text(note, "ตรวจแล้ว")
    register.form.save()
    settle()
    context.office.settings.set("retention_years", "")
    kept = context.office.records.record(REQUESTS, named).values
    assert (kept["payee"], kept["note"]) == (NAME, "ตรวจแล้ว")
