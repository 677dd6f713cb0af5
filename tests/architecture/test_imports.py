"""The import contracts of pyproject.toml hold, and they bite."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

PLANTED = (
    ("core/thai/days.py", "import core.store", "Imports run downwards only"),
    ("core/registers/letters.py", "from core.plan import model", "Imports run downwards only"),
    ("core/reports/page.py", "import core.exchange", "Imports run downwards only"),
    ("core/store/file/lock.py", "import core.office", "Imports run downwards only"),
    ("core/drawer.py", "", "Imports run downwards only"),
    ("core/store/log/fold.py", "from core.store.file import lock", "The store is built in rooms"),
    ("core/store/facts/sums.py", "from core.store.log import entry", "The store is built in rooms"),
    ("core/store/tables/rows.py", "from core.store import log", "The store is built in rooms"),
    ("core/store/drawer.py", "", "The store is built in rooms"),
    ("core/store/log/entry.py", "from core.store.log import chain", "Nothing in the store goes in a circle"),
    ("core/reports/font.py", "from PySide6.QtGui import QFont", "The core knows no screen"),
    ("core/office/office.py", "import desktop", "The core knows no screen"),
    ("desktop/page.py", "from core.store import log", "The desk goes through the office"),
    ("desktop/page.py", "import sqlalchemy", "The desk goes through the office"),
    ("desktop/page.py", "from core.plan import check", "The desk goes through the office"),
    ("core/indicators/sums.py", "import sqlite3", "Only the store knows the database"),
    ("core/office/office.py", "from sqlalchemy import select", "Only the store knows the database"),
    ("core/cli/figures.py", "from core.store.tables import records", "Commands and paper know no store"),
    ("core/reports/page.py", "import core.store.database", "Commands and paper know no store"),
    (
        "core/office/figures/due.py",
        "from core.reports import document",
        "Only the office's reports know paper",
    ),
    ("core/office/figures/due.py", "import core.office.office", "A service uses only services below it"),
    ("core/office/figures/due.py", "import core.office.records", "A service uses only services below it"),
    ("core/office/conflicts/paper.py", "import core.office.reports", "A service uses only services below it"),
)


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path):
    """A house of empty rooms under the project's own contracts."""
    for room in ("core", "desktop"):
        for path in (p.relative_to(ROOT) for p in (ROOT / room).rglob("*.py")):
            if len(path.parts) <= 3 or path.name == "__init__.py":
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text("")
    (tmp_path / "core/store/log/chain.py").write_text("import sqlite3\nfrom core.store.log import entry\n")
    (tmp_path / "core/store/log/entry.py").write_text("")
    (tmp_path / "core/store/file/lock.py").write_text("")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tmp_path


def test_the_project_keeps_its_contracts():
    status, report = lint(ROOT)
    assert status == 0, report


def test_an_empty_house_keeps_them_too(house):
    status, report = lint(house)
    assert status == 0, report


@pytest.mark.parametrize(("where", "line", "contract"), PLANTED)
def test_a_planted_violation_is_found(house, where, line, contract):
    (house / where).write_text(line + "\n")
    status, report = lint(house)
    assert status == 1
    assert f"{contract} BROKEN" in report
