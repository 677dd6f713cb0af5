"""The dialog that checks a code on paper, or a PDF, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.pages.verify_dialog import VerifyDialog


@pytest.fixture
def dialog(context, show):
    return show(VerifyDialog(context))


def test_a_code_is_typed_and_checked_by_enter(dialog, type_text, press, qtbot):
    type_text(dialog.code, "29p2 x06y hpv77")
    press(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ไม่พบรหัส 29P2-X06Y-HPV77" in dialog.answer.text())
    assert dialog.code.text() == "29P2-X06Y-HPV77"
    type_text(dialog.code, "7")
    press(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ไม่ใช่รหัสตรวจสอบ" in dialog.answer.text())


def test_a_pdf_is_chosen(dialog, monkeypatch, tmp_path, press, qtbot):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 torn")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    press(dialog, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "ไม่ใช่รายงานที่รับรองแล้ว" in dialog.answer.text())
