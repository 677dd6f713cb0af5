"""Office files to try things on: each test has its own folder and its own memory of tips."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_desk import GENESIS, START_MS

from core.store.file.office_file import OfficeFile


@pytest.fixture(autouse=True)
def own_memory(tmp_path_factory, monkeypatch) -> None:
    """This PC's memory of tips, apart from every other test's."""
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory) -> Path:
    """A closed office file holding nothing but a small plan; to be copied."""
    path = tmp_path_factory.mktemp("blank") / "blank.phaen"
    OfficeFile.create(path, GENESIS, holder="ผู้ทดสอบ").close()
    return path


@pytest.fixture
def desk(blank_file, tmp_path) -> Iterator[OfficeFile]:
    """An open office file, its clock standing still."""
    path = tmp_path / "office.phaen"
    shutil.copyfile(blank_file, path)
    with OfficeFile.open(path, holder="ผู้ทดสอบ") as file:
        file.now_ms = lambda: START_MS
        yield file


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Callable[[], Path]]:
    """Draws folders for many short-lived files."""
    with tempfile.TemporaryDirectory() as root:
        yield lambda: Path(tempfile.mkdtemp(dir=root))
