"""Evidence on the desk: dropped, pasted and chosen by keys, looked at page by page, taken away and brought back."""

import time
from pathlib import Path

import evidence_files as files
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from desktop.evidence.view import NOT_HERE
from desktop.pages.grid_page import GridPage
from desktop.pages.items_page import ItemsPage
from desktop.pages.register_page import RegisterPage
from desktop.pages.settings import SettingsPage
from desktop.pages.steps_page import StepsPage
from desktop.pages.workings import WorkingsPage

REQUESTS = "finance_requests"
CTRL = Qt.KeyboardModifier.ControlModifier


def dragged(paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget, *paths):
    """Files dropped on a widget as a file manager does it."""
    data, keys = dragged(paths), Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(
        QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys
    )
    QApplication.sendEvent(widget, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(widget, dropped)


@pytest.fixture
def done(context, qtbot, settle):
    """``done()``: until what runs in the background has ended and is shown."""

    def waited():
        settle()
        while context.task_runner.busy():  # what is attached is listed, what is listed is looked at
            qtbot.waitUntil(lambda: not context.task_runner.busy())
            settle()

    return waited


@pytest.fixture
def page(context, show):
    return show(RegisterPage(context, REQUESTS))


def view_of(page):
    assert page.form.evidence.view is not None
    return page.form.evidence.view


def test_files_dropped_on_a_field_are_attached_looked_at_and_taken_away(
    page, context, told, done, press, tmp_path, qtbot
):
    scan = files.pdf(tmp_path / "ใบเสร็จ.pdf", 2)
    field = page.form.input("payee")
    before = field.value_text()
    drop(field, scan)
    done()
    view = view_of(page)
    assert [item.name for item in view.items()] == ["ใบเสร็จ.pdf"]
    assert (field.value_text(), page.form.is_dirty()) == (before, False)
    assert page.form.tabs.tabText(1) == "หลักฐาน 1"
    assert any(said.startswith("แนบหลักฐาน “ใบเสร็จ.pdf”") for said in told)
    assert (view.preview.page, view.preview.pages) == (0, 2)
    press(view.table, Qt.Key.Key_PageDown)
    done()
    assert view.preview.page == 1
    opened = []
    view.open_path = opened.append
    press(view.table, Qt.Key.Key_Return)
    done()
    assert [path.name for path in opened] == ["ใบเสร็จ.pdf"]
    press(view.table, Qt.Key.Key_Delete)
    assert (view.items(), page.form.tabs.tabText(1)) == ((), "หลักฐาน")
    context.office.records.undo()
    done()
    assert [item.name for item in view.items()] == ["ใบเสร็จ.pdf"]


def test_a_key_leads_to_the_evidence_where_files_are_chosen_and_pasted(page, press, done, tmp_path):
    page.form.fields.focus_first()
    press(QApplication.focusWidget(), Qt.Key.Key_E, CTRL)
    view = view_of(page)
    assert QApplication.focusWidget() is view.choose
    view.choose_files = lambda: [files.picture(tmp_path / "a.png")]
    press(view.choose, Qt.Key.Key_E, CTRL)
    done()
    QGuiApplication.clipboard().setMimeData(dragged([files.picture(tmp_path / "b.jpg")]))
    press(view.table, Qt.Key.Key_V, CTRL)
    done()
    assert [item.name for item in view.items()] == ["a.png", "b.jpg"]
    picture = files.picture(tmp_path / "c.png", words="pasted")
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    press(view.table, Qt.Key.Key_V, CTRL)
    done()
    assert view.items()[-1].name == "ภาพที่วาง.png"


def test_what_is_refused_is_told_and_nothing_is_attached(page, done, told, tmp_path):
    (tmp_path / "ว่าง.pdf").touch()
    drop(page.form, files.pdf(tmp_path / "a.pdf"), tmp_path / "ว่าง.pdf")
    done()
    assert view_of(page).items() == ()
    assert any("ว่างเปล่า" in said for said in told)


def test_a_record_that_is_not_saved_asks_to_be_saved_first(page, press, told, done, tmp_path):
    page.begin()
    drop(page.form, files.pdf(tmp_path / "a.pdf"))
    done()
    assert told[-1] == "รายการนี้ยังไม่ได้บันทึก โปรดบันทึกก่อน แล้วจึงแนบหลักฐาน"


def test_the_quick_filter_keeps_what_has_none(page, context, settle, done, tmp_path):
    chip = page.list.chips[-1]
    before, lacking = page.list.model.rowCount(), int(chip.text().split()[-1])
    record = page.form.record_id
    context.office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "a.pdf")])
    done()
    assert page.list.chips[-1].text() == f"ยังไม่มีหลักฐาน {lacking - 1}"
    chip.set_on(True)
    settle()
    assert page.list.model.rowCount() == before - 1
    assert page.list.model.line_of(record) == -1


def test_a_file_left_out_of_a_package_says_how_to_get_it(page, context, done, tmp_path, press):
    record = page.form.record_id
    context.office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "a.pdf")])
    with context.office.session.file.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM blobs")
        connection.exec_driver_sql("DELETE FROM blob_parts")
    page.form.fields.focus_first()
    press(QApplication.focusWidget(), Qt.Key.Key_E, CTRL)
    done()
    assert view_of(page).preview.sentence.text() == NOT_HERE


def test_a_step_and_an_indicator_take_files_where_they_stand(context, show, done, press, tmp_path):
    page = show(StepsPage(context, 1))
    row = page.steps.rows[0]
    drop(row.inputs["note"], files.pdf(tmp_path / "ตรวจรับ.pdf"))
    done()
    assert [item.name for item in row.proof.dialog.view.items()] == ["ตรวจรับ.pdf"]
    assert row.proof.text() == "1 ไฟล์"
    row.proof.dialog.accept()
    workings = show(WorkingsPage(context))
    workings.open_with(code="1")
    done()
    press(workings, Qt.Key.Key_E, CTRL)
    dialog = workings.proof.dialog
    dialog.view.attach([files.picture(tmp_path / "ภาพ.png")])
    done()
    dialog.bind_to(tmp_path / "เล่ม.pdf")
    done()
    assert (tmp_path / "เล่ม.pdf").read_bytes().startswith(b"%PDF-")
    assert workings.proof.text() == "หลักฐาน 1 ไฟล์"
    dialog.accept()


def test_twenty_megabytes_leave_the_window_alive(page, done, tmp_path, qtbot):
    """Not how fast it is on this machine, but that nothing of it is done on the window's thread."""
    body = Path(tmp_path / "ใหญ่.txt")
    body.write_bytes(b"x" * (20 << 20))
    beats = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    drop(page.form, body)
    done()
    timer.stop()
    assert [item.size for item in view_of(page).items()] == [20 << 20]
    assert len(beats) > 5


def test_the_limits_are_set_on_the_page_of_settings(context, show, settle, told, type_text, press):
    page = show(SettingsPage(context))
    field = page.evidence.sizes["evidence_file_mb"]
    assert (field.value_text(), page.evidence.sizes["evidence_total_mb"].value_text()) == ("20", "2048")
    field.setFocus()
    field.selectAll()
    type_text(field, "๕๐")
    press(field, Qt.Key.Key_Return)
    assert context.office.evidence.limits().file == 50 << 20
    field.selectAll()
    type_text(field, "9999")
    press(field, Qt.Key.Key_Return)
    assert (field.value_text(), "1 ถึง 500" in told[-1]) == ("50", True)
    page.evidence.kinds["text"].click()
    settle()
    assert context.office.evidence.limits().groups == {"pdf", "picture", "document"}


def test_a_cell_of_a_grid_and_an_item_of_the_plan_take_files(context, show, done, tmp_path):
    grid = show(GridPage(context, "centre_audits"))
    done()
    drop(grid.panel, files.pdf(tmp_path / "แบบตรวจ.pdf"))
    done()
    dialog = grid.panel.proof.dialog
    assert [item.name for item in dialog.view.items()] == ["แบบตรวจ.pdf"]
    assert grid.panel.proof.text() == "หลักฐาน 1 ไฟล์"
    dialog.accept()
    page = show(ItemsPage(context, "renovation_items"))
    done()
    record, inputs = next(iter(page.items.inputs.items()))
    drop(next(iter(inputs.values())), files.picture(tmp_path / "หลังติดตั้ง.jpg"))
    done()
    assert page.items.proofs[record].text() == "1 ไฟล์"
    page.items.proofs[record].dialog.accept()
