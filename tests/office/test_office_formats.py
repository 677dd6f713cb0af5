"""Files and packages of every format yet: they open, merge in any order, and say what they said.

Made once, each with a program that wrote its format (``tests/fixtures/README.md``).
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import TODAY
from frozen_figures import said

from core.office import Office
from core.registers import ALL
from core.store.file.format import FORMAT, read_format

FIXTURES = Path(__file__).parents[1] / "fixtures"
FILES = {int(p.stem.removeprefix("format-")): p for p in sorted(FIXTURES.glob("files/format-*.phaen"))}
PACKAGES = {int(p.stem.removeprefix("format-")): p for p in sorted(FIXTURES.glob("packages/format-*.phaenx"))}
EVERY = pytest.mark.parametrize("number", FILES)


@contextmanager
def opened(number: int, folder: Path) -> Iterator[Office]:
    """A copy of the frozen file, opened on a PC that never saw it."""
    folder.mkdir()
    path = Path(shutil.copy(FILES[number], folder / "office.phaen"))
    with Office.open(path, author="มานะ") as office:
        office.session.today = lambda: TODAY
        yield office


def as_written(number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES[number].with_suffix(".json").read_text("utf-8"))
    return found


def says(office: Office, written: dict[str, Any]) -> None:
    """The file is sound and says what is written; of what came later nothing is written."""
    now = {name: found for name, found in said(office).items() if name in written}
    now["รายการ"] = {name: now["รายการ"].get(name) for name in written["รายการ"]}
    assert now == written
    assert office.file.check().problems == ()


def test_every_format_is_frozen_with_its_package_and_figures() -> None:
    """Whoever raises the number freezes the new format along with it."""
    assert list(FILES) == list(PACKAGES) == list(range(1, FORMAT + 1)), "freeze it: tests/fixtures/README.md"
    assert [read_format(path) for path in FILES.values()] == list(FILES)


@EVERY
def test_a_file_says_what_it_said_alone_and_with_its_package(number: int, tmp_path: Path) -> None:
    written = as_written(number)
    with opened(number, tmp_path / "pc") as office:
        says(office, written["แฟ้ม"])
        office.exchange.merge([PACKAGES[number]], trust=True)
        says(office, written["แฟ้มที่รวมแพ็กเกจแล้ว"])


@pytest.mark.parametrize("number", [min(FILES), max(FILES)])
def test_packages_of_all_formats_come_in_in_any_order(number: int, tmp_path: Path) -> None:
    with opened(number, tmp_path / "one") as office:
        office.exchange.merge([*PACKAGES.values()], trust=True)
        first = everything(office, tmp_path)
    with opened(number, tmp_path / "other") as office:
        office.exchange.merge([PACKAGES[max(PACKAGES)]], trust=True)
        office.exchange.merge([*reversed(PACKAGES.values())], trust=True)
        assert everything(office, tmp_path) == first
        assert office.file.check().problems == ()


def everything(office: Office, folder: Path) -> Any:
    """Every register as a spreadsheet, the figures, and what waits for a person."""
    sheets = {}
    for register in ALL:
        target = folder / f"{register.name}.csv"
        office.sheets.export_records(register.name, target, names=True)
        sheets[register.name] = target.read_bytes()
    sides = {c.id: {side.value for side in c.sides} for c in office.conflicts.open()}
    return said(office), sheets, sides, office.conflicts.duplicates()
