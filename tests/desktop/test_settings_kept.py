"""The settings of every earlier release are read by this one, and changing one keeps the others (``tests/fixtures/README.md``)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from desktop.settings import Settings

FROZEN = sorted(Path(__file__).parents[1].glob("fixtures/settings/desk-*.ini"))


@pytest.fixture
def frozen(tmp_path):
    """``frozen(file)``: settings as that release left them, on this PC, and its office file."""

    def of(source):
        (tmp_path / "งาน ของเรา.phaen").touch()
        text = source.read_text(encoding="utf-8").replace("FOLDER", tmp_path.as_posix())
        kept = tmp_path / "desk.ini"
        kept.write_text(text, encoding="utf-8")
        return Settings(kept)

    return of


@pytest.mark.parametrize("source", FROZEN, ids=lambda path: path.stem)
def test_a_newer_program_has_what_was_set(source, frozen, tmp_path, qtbot):
    settings = frozen(source)
    assert (settings.theme, settings.text_size, settings.thai_digits) == ("contrast", 125, True)
    assert (settings.user_name, settings.user_known) == ("สมศรี ใจดี", True)
    assert settings.last_file == tmp_path / "งาน ของเรา.phaen"
    window = QMainWindow()
    qtbot.addWidget(window)
    assert window.restoreGeometry(settings.window)


def test_release_1_kept_folders_views_and_columns_too(frozen, tmp_path):
    settings = frozen(FROZEN[-1])
    assert settings.paper_digits_thai
    assert (settings.exchange_folder, settings.paper_folder) == (tmp_path, tmp_path)
    assert (settings.plan_place, settings.view_of("info_centres")) == ("indicator 3", "grid")
    assert settings.matching("abc") == '{"amount": "จำนวนเงิน"}'
    assert settings.hidden_columns("finance_requests") == ("payee", "note")


@pytest.mark.parametrize("source", FROZEN, ids=lambda path: path.stem)
def test_changing_one_keeps_the_others(source, frozen, tmp_path):
    frozen(source).set_theme("dark")
    again = Settings(tmp_path / "desk.ini")
    assert (again.theme, again.text_size, again.user_name) == ("dark", 125, "สมศรี ใจดี")
