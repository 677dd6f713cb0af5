"""The sample year as the printed documents show it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reports_golden import AS_OF

from core.office import Office


@pytest.fixture(scope="session")
def office(office_file_of: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample year on the golden documents' day; only read by tests."""
    path = shutil.copy(office_file_of(sample=True), tmp_path_factory.mktemp("reports") / "sample.phaen")
    with Office.open(Path(path)) as opened:
        opened.session.today = lambda: AS_OF
        yield opened
