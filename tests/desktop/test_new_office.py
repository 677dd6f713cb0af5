"""A file of another office, made from the start page: from a folder, from nothing, from a plan that ships."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from core import resources
from core.office import NewOffice
from desktop.pages.new_office import FOLDER, NOTHING, NewOfficeDialog


@pytest.fixture
def dialog(qtbot, desk):
    made = NewOfficeDialog()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def folder(tmp_path) -> Path:
    ours = tmp_path / "แผนเขต"
    ours.mkdir()
    shutil.copy(resources.path("plans", "example-district-2568", "plan.toml"), ours)
    return ours


def test_an_office_is_made_from_nothing_by_keys(desk, tmp_path, monkeypatch, type_text):
    target = tmp_path / "เขต.phaen"

    def typed(dialog):
        type_text(dialog.name, "สำนักงานเขตบางพิกุล")
        type_text(dialog.year, "๒๕๖๘")
        dialog.units.setPlainText("gov=ฝ่ายปกครอง\n\nclean = ฝ่ายรักษาความสะอาด\n")
        dialog.choose_target = lambda name: target
        dialog.make.click()
        return dialog.result()

    monkeypatch.setattr(NewOfficeDialog, "exec", typed)
    desk.show_start()
    desk.window.made["start"].other.click()
    plan = desk.context.office.session.plan()
    assert (plan.office, plan.fiscal_year, plan.keeper) == ("สำนักงานเขตบางพิกุล", 2568, "gov")
    assert [u.name for u in plan.units] == ["ฝ่ายปกครอง", "ฝ่ายรักษาความสะอาด"]
    assert desk.window.page_name == "overview"


def test_a_folder_shows_its_units_the_keeper_first_meant(dialog, folder, tmp_path):
    dialog.choose(FOLDER)
    dialog.folder.setText(str(folder))
    dialog.folder.editingFinished.emit()
    assert dialog.unit.value() == "gov"
    dialog.unit.set_value("clean")
    dialog.choose_target = lambda name: tmp_path / name
    dialog.make.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.plan, dialog.unit.value()) == (folder, "clean")
    assert dialog.path.name == "สำนักงานเขตบางพิกุล 2568.phaen"


@pytest.mark.parametrize(("source", "said"), [(FOLDER, "plan.toml"), (NOTHING, "ปีงบประมาณ"), ("2563", "")])
def test_what_cannot_be_an_office_is_said_in_the_dialog(dialog, tmp_path, source, said):
    dialog.choose(source)
    dialog.folder.setText(str(tmp_path))
    dialog.choose_target = lambda name: None
    dialog.make.click()
    assert dialog.isVisible()
    assert said in dialog.fault.sentence.text()
    assert dialog.fault.isVisible() is bool(said)


def test_units_without_a_name_are_told(dialog):
    dialog.name.setText("สำนักงานเขต")
    dialog.year.setText("2568")
    dialog.units.setPlainText("gov")
    dialog.make.click()
    assert "gov" in dialog.fault.sentence.text()
    assert not isinstance(dialog.plan, NewOffice)
