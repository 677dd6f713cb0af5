"""Where the self-test works: a folder with a Thai name and spaces, among the temporary files, gone afterwards. What PCs
remember (keys, delays) lies in it, too: nothing of this PC's own is read or written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from core.office import Office
from core.state_folder import STATE_DIR
from core.whole_files import temporary_folder

FOLDER = "ทดสอบ โปรแกรมแผน ก่อนใช้งาน"
OURS, THEIRS = "เครื่องที่ ๑", "เครื่องที่ ๒"
TODAY = date(2020, 6, 30)  # a day of the plan's year, whatever the clock says


class Wrong(Exception):
    """A step came to something else than it must: one Thai sentence that says what."""


class Bench:
    """The folder, and the office file that the steps do their work with, one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "แฟ้มงาน ของสำนักงาน.phaen"
        self.package = folder / "แพ็กเกจ ถึงอีกเครื่อง.phaenx"
        self.backup = folder / "แฟ้มสำรอง.phaen"
        self._office: Office | None = None

    @property
    def office(self) -> Office:
        """The office file, open."""
        assert self._office is not None, "a step needs another one that opens the file"
        return self._office

    def hold(self, office: Office) -> None:
        """Take an open office file to work with."""
        office.session.today = lambda: TODAY
        self._office = office

    def close(self) -> None:
        """Let go of the office file; once more does nothing."""
        if self._office is not None:
            self._office.close()
            self._office = None


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench, cleared away at the end. OSError where there is no room for one."""
    with temporary_folder() as passing:
        folder = passing / FOLDER
        folder.mkdir()
        made = Bench(folder)
        with on_pc(folder / OURS):
            try:
                yield made
            finally:
                made.close()


@contextmanager
def on_pc(folder: Path) -> Iterator[None]:
    """Work as on a PC of its own, whose keys lie in ``folder``."""
    before = os.environ.get(STATE_DIR)
    os.environ[STATE_DIR] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[STATE_DIR]
        else:
            os.environ[STATE_DIR] = before


def demand(holds: bool, sentence: str) -> None:
    """Wrong, in that sentence, unless it holds."""
    if not holds:
        raise Wrong(sentence)
