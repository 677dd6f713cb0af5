"""The import wizard, a pasted block and the LINE review, by keys."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.office import Query
from desktop.importing.wizard import COLUMNS, FINDINGS, VALUES, ImportWizard

CTRL = Qt.KeyboardModifier.ControlModifier
FIXTURES = Path(__file__).parents[1] / "fixtures" / "sheets"


@pytest.fixture
def open_page(context, qtbot):
    """``open_page(name)``: a register's page, shown."""
    from desktop.pages.register_page import RegisterPage

    def made(name):
        page = (
            RegisterPage(context, "letter_enquiries")
            if name == "letter_enquiries"
            else RegisterPage(context, name)
        )
        qtbot.addWidget(page)
        page.resize(1180, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return made


@pytest.fixture
def ready(qtbot):
    """``ready(wizard, place)``: waits until nothing is under way and the page is shown."""

    def wait(wizard, place):
        qtbot.waitUntil(lambda: wizard.pages.currentIndex() == place and wizard._task is None)

    return wait


def workbook(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


HEADS = ("เลขใบขอเบิก", "ประเภท", "มูลค่า", "วันที่รับ", "สี")


def test_a_foreign_workbook_comes_in_by_keys_alone(
    open_page, context, tmp_path, ready, press, type_text, qtbot
):
    source = workbook(
        tmp_path / "ทะเบียน.xlsx",
        HEADS,
        ("63/9001", "จัดซื้อ ว119", 1200.5, "31/01/2563", "แดง"),
        ("63/9002", "w119", "สองพัน", "31/01/2563", None),
        ("63/9003", "w119", 300, "31/02/2563", None),
    )
    page = open_page("finance_requests")
    before = context.office.records.count("finance_requests")
    wizard = page.import_file(source)
    ready(wizard, COLUMNS)
    assert wizard.columns.columns()[:4] == ("request_no", "procurement", None, "received_on")
    assert QApplication.focusWidget() is wizard.columns.fields[0]
    assert "ต้องมี: จำนวนเงิน " in wizard.columns.lacking.text()
    press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    type_text(QApplication.focusWidget(), "จำ")
    assert wizard.columns.columns() == ("request_no", "procurement", "amount", "received_on", None)
    assert not wizard.columns.lacking.isVisible()
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, VALUES)
    type_text(QApplication.focusWidget(), "ว")
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    assert (wizard.check.good, wizard.check.bad) == (1, 2)
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is wizard.findings.cell
    assert wizard.findings.cell.text() == "สองพัน"
    type_text(wizard.findings.cell, "2000")
    press(wizard.findings.cell, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.check.good == 2 and wizard._task is None)
    press(QApplication.focusWidget(), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: wizard.check.bad == 0 and wizard._task is None)
    assert context.office.records.count("finance_requests") == before
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    kept = context.office.records.rows("finance_requests", Query(text="63/900"))
    assert [(r.values["request_no"], r.values["amount"]) for r in kept] == [
        ("63/9001", Decimal("1200.50")),
        ("63/9002", Decimal(2000)),
    ]
    context.office.records.undo()
    assert context.office.records.count("finance_requests") == before


@pytest.mark.parametrize("leaving", ["another finding", "taking the rows"])
def test_what_was_typed_for_a_finding_is_taken_over_on_leaving_it(
    open_page, tmp_path, ready, press, type_text, qtbot, leaving
):
    source = tmp_path / "ชิ้นงาน.csv"
    rows = ("คู่มือ,18/06/2563", "แบบฟอร์ม,31/02/2563", "ระบบ,32/01/2563")
    source.write_text("\n".join(("title,delivered_on", *rows)), "utf-8")
    wizard = open_page("deliverables").import_file(source)
    ready(wizard, COLUMNS)
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    type_text(wizard.findings.cell, "01/03/2563")
    if leaving == "another finding":
        wizard.findings.table.setCurrentIndex(wizard.findings.model.index(1, 0))
    else:
        press(wizard, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: wizard.check.good == 2 and wizard._task is None)
    assert wizard.isVisible()  # what it comes to is seen before it is taken
    assert [f.row for f in wizard.findings.model.rows] == [4]
    assert wizard.findings.cell.text() == "32/01/2563"
    wizard.reject()


def test_the_matching_of_a_sender_is_remembered(open_page, tmp_path, ready, press, qtbot):
    page = open_page("deliverables")
    source = workbook(tmp_path / "a.xlsx", ("ผลงาน", "ส่งเมื่อ"), ("คู่มือ", "18/06/2563"))
    wizard = page.import_file(source)
    ready(wizard, COLUMNS)
    for box, name in zip(wizard.columns.fields, ("title", "delivered_on"), strict=True):
        box.setCurrentIndex(box.findData(name))
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    again = page.import_file(workbook(tmp_path / "b.xlsx", ("ส่งเมื่อ", "ผลงาน"), ("19/06/2563", "ระบบ")))
    ready(again, COLUMNS)
    assert again.columns.columns() == ("delivered_on", "title")
    again.reject()


def test_the_same_rows_twice_are_asked_about_and_never_taken_by_going_on(
    open_page, context, tmp_path, ready, press, qtbot
):
    page = open_page("deliverables")
    source = tmp_path / "ชิ้นงาน.csv"
    source.write_text("title,delivered_on\nคู่มือ,18/06/2563\nระบบ,19/06/2563\n", "utf-8")
    context.office.sheets.import_records("deliverables", source)
    before = context.office.records.count("deliverables")
    wizard = page.import_file(source)
    ready(wizard, COLUMNS)
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    assert "ไว้แล้วเมื่อ" in wizard.findings.known.text()
    assert (wizard.findings.again.isVisible(), wizard.findings.again.isChecked()) == (True, False)
    for _ in range(2):
        press(wizard, Qt.Key.Key_Return, CTRL)
        assert QApplication.focusWidget() is wizard.findings.again
    assert (wizard.isVisible(), context.office.records.count("deliverables")) == (True, before)
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    assert context.office.records.count("deliverables") == before + 2


def test_the_bad_rows_come_back_as_a_file_and_in_again(open_page, context, tmp_path, ready, press, qtbot):
    page = open_page("deliverables")
    source = tmp_path / "ชิ้นงาน.csv"
    source.write_text("title,delivered_on\nคู่มือ,18/06/2563\nแบบฟอร์ม,31/02/2563\n", "utf-8")
    wizard = page.import_file(source)
    ready(wizard, COLUMNS)
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    assert wizard.forward.text() == "นำเข้าเฉพาะแถวที่ถูกต้อง 1 แถว"
    target = tmp_path / "bad.xlsx"
    wizard.write_bad(target)
    qtbot.waitUntil(lambda: target.exists() and wizard._task is None)
    sheet = load_workbook(target).active
    assert [cell.value for cell in sheet[1]] == ["title", "delivered_on", "สิ่งที่ต้องแก้ไข"]
    assert sheet["A2"].value == "แบบฟอร์ม"
    assert "ไม่มีวันที่ 31" in sheet["C2"].value
    sheet["B2"] = "29/02/2563"
    sheet.parent.save(target)
    assert context.office.sheets.import_records("deliverables", target).accepted == 1
    wizard.reject()


def test_a_file_that_says_what_stands_there_already_has_nothing_to_save(
    open_page, context, tmp_path, ready, press, qtbot
):
    page = open_page("finance_requests")
    target = tmp_path / "ทะเบียน.xlsx"
    count = context.office.sheets.export_records("finance_requests", target)
    undone = context.office.records.undo_label
    wizard = page.import_file(target)
    ready(wizard, COLUMNS)
    wizard.columns.update_known.setChecked(True)
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    said = f"ถูกต้อง {count:,} แถว (เพิ่ม 0 แก้ไข 0 ตรงกับทะเบียนอยู่แล้ว {count:,})"
    assert said in wizard.findings.summary.text()
    assert wizard.findings.summary.text().endswith("ไม่มีรายการที่ต้องบันทึก")
    assert wizard.forward.text() == "เสร็จสิ้น"
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    assert context.office.records.undo_label == undone


def test_a_block_without_headings_goes_by_the_tables_columns(open_page, context, ready, press, qtbot):
    page = open_page("deliverables")
    before = {r.values["title"] for r in context.office.records.rows("deliverables", Query())}
    QGuiApplication.clipboard().setText("คู่มือ\t18/06/2563\nระบบ\t19/06/2563\n")
    press(page, Qt.Key.Key_V, CTRL)
    wizard = page.findChild(ImportWizard)
    ready(wizard, COLUMNS)
    names = [c.name for c in page.list.model.columns][:2]
    assert wizard.columns.columns() == tuple(names)
    assert names == ["title", "delivered_on"]
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    after = {r.values["title"] for r in context.office.records.rows("deliverables", Query())}
    assert after - before == {"คู่มือ", "ระบบ"}
    context.office.records.undo()
    assert context.office.records.count("deliverables") == len(before)


def test_a_file_of_something_else_is_refused_and_the_wizard_closes(open_page, context, tmp_path, qtbot):
    (tmp_path / "a.xlsx").write_bytes(b"nothing")
    page = open_page("deliverables")
    with qtbot.waitSignal(context.notified) as told:
        page.import_file(tmp_path / "a.xlsx")
    assert "เสียหาย" in told.args[0]


CHAT = (
    "Account name,'สลป.'\nTime zone,'+09:00'\nDownloaded on,'2020/06/30 10:00'\n"
    "Sender type,Sender name,Date,Time,Message\n"
    'User,มานะ,2020/06/29,11:00,"ขอติดตามหนังสือ\nที่ 12"\n'
    "Account,Auto-response,2020/06/29,11:00,ขอบคุณ\n"
    "Account,สมหญิง,2020/06/29,11:10,รับเรื่องแล้ว\n"
    "Account,สมหญิง,2020/06/29,11:25,ลงนามแล้ว\n"
)


def test_a_line_export_is_reviewed_and_taken_once(open_page, context, tmp_path, press, qtbot):
    source = tmp_path / "line.zip"
    with zipfile.ZipFile(source, "w") as package:
        package.writestr("chat1.csv", ("\ufeff" + CHAT).encode())
    page = open_page("letter_enquiries")
    before = context.office.records.count("letter_enquiries")
    dialog = page.import_line(source)
    qtbot.waitUntil(lambda: dialog.export is not None and dialog._task is None)
    press(dialog.table, Qt.Key.Key_Space)
    assert not dialog.take.isEnabled()
    press(dialog.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Qt.Key.Key_Return, CTRL)
    (row,) = context.office.records.rows("letter_enquiries", Query(text="มานะ"))
    assert [row.values[n].strftime("%H:%M") for n in ("asked_at", "acknowledged_at", "answered_at")] == [
        "09:00",
        "09:10",
        "09:25",
    ]
    assert row.values["subject"] is None
    again = page.import_line(source)
    qtbot.waitUntil(lambda: again.export is not None and again._task is None)
    assert again.model.chosen() == []
    assert context.office.records.count("letter_enquiries") == before + 1
    again.reject()


@pytest.fixture
def part_unseen(tmp_path):
    """A workbook whose first sheet is blank, whose second has two hidden rows, and whose third holds data too."""
    book = Workbook()
    book.active.title = "ปก"
    heads = ("เลขที่ใบขอเบิก", "ประเภท", "จำนวนเงิน", "วันที่รับ")
    for name, rows in (("ม.ค.", 5), ("ก.พ.", 1)):
        sheet = book.create_sheet(name)
        sheet.append(heads)
        for n in range(rows):
            sheet.append((f"{name}/{n}", "w119", 100, "31/01/2563"))
    for row in (3, 5):
        book["ม.ค."].row_dimensions[row].hidden = True
    book.save(tmp_path / "unseen.xlsx")
    return tmp_path / "unseen.xlsx"


def test_a_person_is_told_of_hidden_rows_and_other_sheets_and_asked(
    open_page, context, ready, press, qtbot, part_unseen
):
    page = open_page("finance_requests")
    before = context.office.records.count("finance_requests")
    told = []
    context.notified.connect(lambda sentence, tone: told.append(sentence))
    for taken, check in ((3, False), (5, True)):
        wizard = page.import_file(part_unseen)
        ready(wizard, COLUMNS)
        assert [wizard.columns.sheet.itemText(n) for n in range(3)] == ["ปก (ว่าง)", "ม.ค.", "ก.พ."]
        assert wizard.columns.sheet.currentText() == "ม.ค."
        assert '"ก.พ."' in wizard.columns.others.text()
        assert wizard.columns.others.isVisible()
        assert "2 แถว (แถวที่ 3, 5)" in wizard.columns.take_hidden.text()
        assert wizard.columns.take_hidden.isVisible()
        wizard.columns.take_hidden.setFocus()
        if check:
            press(wizard.columns.take_hidden, Qt.Key.Key_Space)
        press(wizard, Qt.Key.Key_Return, CTRL)
        ready(wizard, FINDINGS)
        assert wizard.check.good == taken
        assert ("ไม่รวมแถวที่ซ่อนไว้ 2 แถว" in wizard.findings.summary.text()) is not check
        if not check:
            wizard.reject()
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    assert context.office.records.count("finance_requests") == before + 5
    assert any('ยังไม่ได้นำเข้าแผ่นงาน "ก.พ."' in sentence for sentence in told)
    again = page.import_file(part_unseen)
    ready(again, COLUMNS)
    again.columns.sheet.setCurrentIndex(2)
    ready(again, COLUMNS)
    assert '"ม.ค."' in again.columns.others.text()
    assert not again.columns.take_hidden.isVisible()
    again.reject()


def test_what_a_line_export_cannot_tell_whole_is_named_and_not_offered(open_page, tmp_path, press, qtbot):
    source = tmp_path / "line.csv"
    source.write_text(CHAT + "User,ปิติ,2020/06/29,สาย,x\nUser,วีระ,2020/06/29,12:00,y\n", "utf-8")
    page = open_page("letter_enquiries")
    dialog = page.import_line(source)
    qtbot.waitUntil(lambda: dialog.export is not None and dialog._task is None)
    assert dialog.held.isVisible()
    assert [dialog.model.index(0, n).data() for n in (0, 1, 2)] == ["–", "พักไว้", "ปิติ"]
    assert "สาย" in dialog.model.index(0, 6).data()
    assert "ปิติ" in dialog.held.text()
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    press(dialog.table, Qt.Key.Key_Space)
    assert [p.user for p in dialog.model.chosen()] == ["มานะ", "วีระ"]
    dialog.reject()


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_of_libreoffice_comes_in_by_keys_alone(open_page, context, ready, press, qtbot, ending):
    page = open_page("finance_requests")
    before = context.office.records.count("finance_requests")
    wizard = page.import_file(FIXTURES / f"office.{ending}")
    ready(wizard, COLUMNS)
    assert not wizard.columns.sheet.isHidden()  # the hidden sheet is offered, the other one chosen
    assert wizard.columns.sheet.currentText() == "ทะเบียนคุม"
    press(wizard, Qt.Key.Key_Return, CTRL)
    ready(wizard, FINDINGS)
    assert [wizard.findings.model.index(n, 0).data() for n in range(4)] == ["6", "7", "7", "9"]
    for _ in range(3):
        press(QApplication.focusWidget(), Qt.Key.Key_Delete)
        ready(wizard, FINDINGS)
    assert (wizard.check.good, wizard.check.bad) == (4, 0)
    with qtbot.waitSignal(wizard.accepted):
        press(wizard, Qt.Key.Key_Return, CTRL)
    assert context.office.records.count("finance_requests") == before + 4


def test_leaving_while_a_long_file_is_read_keeps_nothing(open_page, context, tmp_path, ready, press, qtbot):
    source = tmp_path / "in.csv"
    source.write_text("title,delivered_on\n" + "ก,18/06/2563\n" * 20_000, "utf-8")
    page = open_page("deliverables")
    before = context.office.records.count("deliverables")
    wizard = page.import_file(source)
    ready(wizard, COLUMNS)
    press(wizard, Qt.Key.Key_Return, CTRL)
    with qtbot.waitSignal(wizard.rejected):
        press(wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    assert context.office.records.count("deliverables") == before
