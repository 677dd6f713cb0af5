"""Office files for tests: the bundled plan and the sample year, copied for whoever needs one."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from exchange_helpers import Desk, desk_of

from core.office import Office

TODAY = date(2020, 6, 30)


@pytest.fixture(scope="session")
def plan_file(office_file_of: Callable[..., Path]) -> Path:
    return office_file_of()


@pytest.fixture(scope="session")
def sample_file(office_file_of: Callable[..., Path]) -> Path:
    return office_file_of(sample=True)


def _opened(source: Path, folder: Path) -> Iterator[Office]:
    path = Path(shutil.copy(source, folder / "office.phaen"))
    with Office.open(path, author="สมศรี") as office:
        office.session.today = lambda: TODAY
        yield office


@pytest.fixture
def office(plan_file: Path, tmp_path: Path) -> Iterator[Office]:
    """The plan and nothing else, on 30 June 2563."""
    yield from _opened(plan_file, tmp_path)


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Office]:
    """The sample year, on 30 June 2563, to be written to."""
    yield from _opened(sample_file, tmp_path)


@pytest.fixture(scope="session")
def sample_year(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample year, on 30 June 2563, for tests that only read."""
    yield from _opened(sample_file, tmp_path_factory.mktemp("read"))


@pytest.fixture
def finance(plan_file: Path, tmp_path: Path) -> Desk:
    """The file of finance on its own PC."""
    return desk_of(plan_file, tmp_path, "finance", "สมศรี")


@pytest.fixture
def central(plan_file: Path, tmp_path: Path) -> Desk:
    """The file of the central unit on its own PC."""
    return desk_of(plan_file, tmp_path, "central", "มานี")
