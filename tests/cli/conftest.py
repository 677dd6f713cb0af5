"""An office file and a command line to try on it."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.cli.presenter import run


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def blank_office(tmp_path_factory) -> Path:
    """A new office file with the plan and no records, to copy from."""
    path = tmp_path_factory.mktemp("cli") / "blank.phaen"
    assert run(["init", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def sample_office(tmp_path_factory) -> Path:
    """The sample year; only read by tests."""
    path = tmp_path_factory.mktemp("cli") / "sample.phaen"
    assert run(["init", str(path), "--sample"]) == 0
    return path


@pytest.fixture
def office(blank_office, tmp_path) -> Path:
    """A new office file of the test's own."""
    return Path(shutil.copy(blank_office, tmp_path / "office.phaen"))


@pytest.fixture
def ctl(capsys):
    """Runs phaenctl in this process."""

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        status = run([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return call


@pytest.fixture
def sheet(tmp_path):
    """Writes a spreadsheet of records: dictionaries of one shape."""

    def write(*records: dict, name: str = "sheet.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
        return path

    return write
