"""The office's telephone, e-mail, addressee and picture, on the settings page."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.pages.settings_office import NO_PICTURE

YEAR = 2563


@pytest.fixture
def card(open_desk, settle):
    open_desk.window.show_page("settings")
    made = open_desk.window.made["settings"].office
    settle()
    return made


@pytest.fixture
def picture(tmp_path, monkeypatch):
    path = tmp_path / "ครุฑ.png"
    Image.new("RGB", (300, 400), (170, 20, 20)).save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def kept(open_desk):
    return open_desk.context.office.plan.letterhead(YEAR)


@pytest.mark.plan_only("admin")
def test_what_is_typed_is_kept_and_undone(open_desk, card, type_text, press, settle):
    for name, words in (("telephone", "0 2221 2141"), ("email", "a@bangkok.go.th"), ("addressee", "ปลัดฯ")):
        field = card.fields[name]
        field.setFocus()
        field.selectAll()
        type_text(field, words)
        press(field, Qt.Key.Key_Return)
    found = kept(open_desk)
    assert (found.telephone, found.email, found.addressee) == ("0 2221 2141", "a@bangkok.go.th", "ปลัดฯ")
    open_desk.context.office.records.undo()
    settle()
    assert card.fields["addressee"].value_text() != "ปลัดฯ"


@pytest.mark.plan_only("admin")
def test_a_picture_is_chosen_shown_and_taken_away(open_desk, card, picture, press, settle):
    assert str(YEAR) in card.year.text()
    assert card.note.text() == NO_PICTURE
    assert not card.remove.isEnabled()
    press(card.choose, Qt.Key.Key_Space)
    settle()
    assert kept(open_desk).picture
    assert card.picture.isVisible()
    assert not card.picture.pixmap().isNull()
    assert card.note.text() == ""
    press(card.remove, Qt.Key.Key_Space)
    settle()
    assert kept(open_desk).picture == b""
    assert not card.picture.isVisible()
    assert card.note.text() == NO_PICTURE


@pytest.mark.plan_only("admin")
def test_what_is_no_picture_is_refused_in_a_sentence(open_desk, card, picture, press, settle):
    picture.write_text("ครุฑ", encoding="utf-8")
    said = []
    open_desk.context.notified.connect(lambda sentence, _tone: said.append(sentence))
    press(card.choose, Qt.Key.Key_Space)
    settle()
    assert said == [
        "“ครุฑ.png” ใช้เป็นภาพครุฑไม่ได้ โปรดเลือกแฟ้ม PNG หรือ JPEG ที่เปิดได้ ขนาดไม่เกิน 300 กิโลไบต์ และ 10 ล้านจุด"
    ]
    assert kept(open_desk).picture == b""


@pytest.mark.plan_only("finance")
def test_a_unit_that_does_not_keep_the_plan_proposes(open_desk, card, type_text, press, settle):
    field = card.fields["telephone"]
    field.setFocus()
    type_text(field, "1555")
    press(field, Qt.Key.Key_Return)
    settle()
    assert kept(open_desk).telephone == ""
    assert field.value_text() == ""
    assert [one.open for one in open_desk.context.office.plan.proposals()] == [True]
