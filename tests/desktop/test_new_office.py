"""A new file, made from the start page: of a plan that ships, from a folder, from nothing; and the first start on a PC."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from core import resources
from core.office import NewOffice, Office
from desktop.pages.new_office import FOLDER, NOTHING, PACKAGE, FromPackage, NewOfficeDialog
from desktop.settings import Settings
from desktop.shell.who import WhoDialog

CTRL = Qt.KeyboardModifier.ControlModifier
DISTRICT = "example-district-2568"


@pytest.fixture
def dialog(qtbot, desk, settings, settle):
    made = NewOfficeDialog(settings)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


@pytest.fixture
def folder(tmp_path) -> Path:
    ours = tmp_path / "แผนเขต"
    ours.mkdir()
    shutil.copy(resources.path("plans", DISTRICT, "plan.toml"), ours)
    return ours


@pytest.fixture
def stranger(settings, tmp_path):
    """Settings of a PC on which nobody has said who they are; those of the desk."""
    settings._store.remove("person")
    return settings


def asked(desk, kind, qtbot):
    """The dialog of that kind the desk shows."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in desk.window.findChildren(kind)))
    (found,) = (d for d in desk.window.findChildren(kind) if d.isVisible())
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def test_an_office_is_made_from_nothing_by_keys(desk, tmp_path, type_text, press, qtbot, settle):
    desk.show_start()
    desk.window.made["start"].new.click()
    dialog = asked(desk, NewOfficeDialog, qtbot)
    dialog.choose(NOTHING)
    type_text(dialog.name, "สำนักงานเขตบางพิกุล")
    type_text(dialog.year, "๒๕๖๘")
    dialog.units.setPlainText("gov=ฝ่ายปกครอง\n\nclean = ฝ่ายรักษาความสะอาด\n")
    dialog.choose_target = lambda name: tmp_path / "เขต.phaen"
    press(dialog.units, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.context is not None)
    settle()
    plan = desk.context.office.session.plan()
    assert (plan.office, plan.fiscal_year, plan.keeper) == ("สำนักงานเขตบางพิกุล", 2568, "gov")
    assert [u.name for u in plan.units] == ["ฝ่ายปกครอง", "ฝ่ายรักษาความสะอาด"]
    assert desk.window.page_name == "overview"


def test_a_folder_shows_its_units_the_keeper_first_meant(dialog, folder, tmp_path, settle):
    dialog.choose(FOLDER)
    dialog.folder.setText(str(folder))
    dialog.folder.editingFinished.emit()
    settle()
    assert dialog.unit.value() == "gov"
    dialog.unit.set_value("clean")
    dialog.choose_target = lambda name: tmp_path / name
    dialog.make.click()
    settle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.plan, dialog.unit.value()) == (folder, "clean")
    assert dialog.path.name == "สำนักงานเขตบางพิกุล 2568.phaen"


@pytest.fixture(params=[None, "ทะเลหน้าหนาว"])
def package(request, tmp_path) -> FromPackage:
    """All of a keeper's file, sealed or not."""
    path = tmp_path / "ทั้งหมด.phaenx"
    with Office.create(tmp_path / "keeper.phaen", plan=DISTRICT) as office:
        office.exchange.pack(path, passphrase=request.param)
    return FromPackage(path, request.param)


def test_another_units_file_is_made_of_the_keepers_package(
    desk, package, tmp_path, type_text, press, qtbot, settle
):
    desk.show_start()
    desk.window.made["start"].new.click()
    dialog = asked(desk, NewOfficeDialog, qtbot)
    dialog.choose(PACKAGE)
    type_text(dialog.package, str(package.path))
    press(dialog.package, Qt.Key.Key_Return)
    settle()
    if package.passphrase:
        assert "รหัสผ่าน" in dialog.fault.sentence.text()
        type_text(dialog.passphrase, package.passphrase)
        press(dialog.passphrase, Qt.Key.Key_Return)
        settle()
    assert "เทียบคำประจำเครื่อง" in dialog.sent_by.text()
    assert dialog.unit.value() == "gov"
    dialog.unit.set_value("social")
    dialog.choose_target = lambda name: tmp_path / name
    press(dialog.unit, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.context is not None)
    settle()
    session = desk.context.office.session
    assert (session.path.name, session.unit) == ("สำนักงานเขตบางพิกุล 2568.phaen", "social")
    assert session.plan().keeper == "gov"


@pytest.mark.parametrize(("source", "said"), [(FOLDER, "plan.toml"), (NOTHING, "ปีงบประมาณ"), ("2563", "")])
def test_what_cannot_be_an_office_is_said_in_the_dialog(dialog, tmp_path, source, said, settle):
    dialog.choose(source)
    dialog.folder.setText(str(tmp_path))
    dialog.choose_target = lambda name: None
    dialog.make.click()
    settle()
    assert dialog.isVisible()
    assert dialog.make.isEnabled()
    assert said in dialog.fault.sentence.text()
    assert dialog.fault.isVisible() is bool(said)


def test_units_without_a_name_are_told(dialog, settle):
    dialog.choose(NOTHING)
    dialog.name.setText("สำนักงานเขต")
    dialog.year.setText("2568")
    dialog.units.setPlainText("gov")
    dialog.make.click()
    settle()
    assert "gov" in dialog.fault.sentence.text()
    assert not isinstance(dialog.plan, NewOffice)


def test_plans_that_ship_are_called_by_their_office(dialog):
    dialog.choose(DISTRICT)
    assert dialog.source.text() == "แผนที่มากับโปรแกรม: สำนักงานเขตบางพิกุล ปี 2568"


def test_a_new_file_asks_whose_it_is_and_who_works_here(
    desk, stranger, tmp_path, type_text, press, qtbot, settle
):
    desk.show_start()
    desk.window.made["start"].new.click()
    dialog = asked(desk, NewOfficeDialog, qtbot)
    settle()
    assert dialog.focusWidget() is dialog.who
    type_text(dialog.who, "มาลี ใจดี")
    press(dialog.unit, Qt.Key.Key_Down)
    press(QApplication.focusWidget(), Qt.Key.Key_Down)
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    dialog.choose_target = lambda name: tmp_path / "ของเรา.phaen"
    press(dialog.who, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.context is not None)
    settle()
    session = desk.context.office.session
    assert (session.unit, session.author, stranger.user_name) == ("central", "มาลี ใจดี", "มาลี ใจดี")
    assert desk.window.findChildren(WhoDialog) == []


def test_at_the_first_start_a_person_says_who_they_are_and_is_never_asked_again(
    desk, stranger, office_path, type_text, press, qtbot, settle
):
    desk.open_file(Path(office_path))
    settle()
    dialog = asked(desk, WhoDialog, qtbot)
    assert dialog.unit.value() == "finance"
    assert not dialog.start.isEnabled()
    type_text(dialog.name, "สมศรี มีทรัพย์")
    press(dialog.name, Qt.Key.Key_Return)
    settle()
    session = desk.context.office.session
    assert (session.author, session.unit) == ("สมศรี มีทรัพย์", "finance")
    desk.reopen()
    settle()
    assert not any(d.isVisible() for d in desk.window.findChildren(WhoDialog))


def test_whose_file_it_is_may_be_said_too(desk, stranger, office_path, type_text, press, qtbot, settle):
    desk.open_file(Path(office_path))
    settle()
    dialog = asked(desk, WhoDialog, qtbot)
    type_text(dialog.name, "วิภา")
    dialog.unit.set_value("central")
    press(dialog.name, Qt.Key.Key_Return)
    settle()
    assert desk.context.office.session.unit == "central"


def test_who_leaves_it_for_later_is_left_alone(desk, stranger, office_path, press, qtbot, settle):
    desk.open_file(Path(office_path))
    settle()
    dialog = asked(desk, WhoDialog, qtbot)
    with qtbot.waitSignal(dialog.put_off):
        press(dialog, Qt.Key.Key_Escape)
    desk.reopen()
    settle()
    assert not any(d.isVisible() for d in desk.window.findChildren(WhoDialog))
    assert desk.context.office.session.author == "ผู้ใช้"
    assert stranger.user_known


def test_a_desk_that_is_closed_over_the_question_asks_again(desk, stranger, office_path, qtbot, settle):
    desk.open_file(Path(office_path))
    settle()
    asked(desk, WhoDialog, qtbot)
    desk.close()
    assert not stranger.user_known


def test_a_file_that_is_only_looked_at_asks_nobody(desk, stranger, office_path, qtbot, settle):
    with Office.open(Path(office_path)):
        desk.open_file(Path(office_path))
        settle()
    assert desk.window.findChildren(WhoDialog) == []


def test_an_answer_is_kept_for_the_next_start(tmp_path):
    assert not Settings(tmp_path / "desk.ini").user_known
    Settings(tmp_path / "desk.ini").set_user_name(" มาลี ")
    assert Settings(tmp_path / "desk.ini").user_name == "มาลี"
