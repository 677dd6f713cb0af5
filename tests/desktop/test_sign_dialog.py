"""Saving an approved report with the office's certificate, by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.pages.sign_dialog import SignDialog


def test_certificate_and_passphrase_are_asked_for(show, monkeypatch, type_text, press):
    dialog = show(SignDialog())
    assert not dialog.save.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/a/office.p12", ""))
    press(dialog.choose, Qt.Key.Key_Space)
    assert dialog.path.text() == "/a/office.p12"
    type_text(dialog.passphrase, "ความลับ")
    assert dialog.passphrase.text() == "ความลับ"
    assert dialog.save.isEnabled()
    press(dialog.passphrase, Qt.Key.Key_Return)
    assert dialog.result() == SignDialog.DialogCode.Accepted
    given = dialog.certificate()
    assert (given.path.name, given.passphrase) == ("office.p12", "ความลับ")


def test_what_isnt_approved_isnt_signed_and_nothing_is_written(context, tmp_path, qtbot):
    from core.office import Asked, Certificate
    from core.thai.fiscal import Month
    from desktop.shell.printing import write_report

    said = []
    context.notified.connect(lambda sentence, tone: said.append(sentence))
    target = tmp_path / "a.pdf"
    asked = Asked("monthly", 2563, Month(2020, 6))
    write_report(context, asked, target, str, Certificate(tmp_path / "office.p12", "x"))
    qtbot.waitUntil(lambda: bool(said))
    assert "ยังไม่ได้รับรอง" in said[-1]
    assert not target.exists()
