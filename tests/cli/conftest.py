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
def blank_office(office_file_of) -> Path:
    """A new office file with the plan and no records, to copy from."""
    return office_file_of()


@pytest.fixture(scope="session")
def sample_office(office_file_of, tmp_path_factory) -> Path:
    """The sample year; only read by tests."""
    return Path(shutil.copy(office_file_of(sample=True), tmp_path_factory.mktemp("cli") / "sample.phaen"))


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
        return write_sheet(tmp_path / name, records)

    return write


def write_sheet(path: Path, records) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return path


def requests(received, paid, count, first):
    """``count`` requests alike, numbered from ``first``."""
    return [
        {
            "request_no": f"63/{first + n:04d}",
            "procurement": "w119",
            "amount": "1000",
            "received_on": received,
            "cheque_on": paid,
            "cheque_no": f"C{first + n}",
        }
        for n in range(count)
    ]


def enquiry(number):
    """The 100 enquiries of one morning: 97 acknowledged after ten minutes, the others after hours."""
    hour, minute = divmod(number % 50 + 10, 60)
    told = f"{9 + hour:02d}:{minute:02d}" if number < 97 else "12:00"
    return {
        "user": f"U{number}",
        "asked_at": f"2020-01-15T09:{number % 50:02d}",
        "acknowledged_at": f"2020-01-15T{told}",
    }


@pytest.fixture(scope="session")
def seed_office(blank_office, tmp_path_factory) -> Path:
    """The 2563 plan's examples as records, only read by tests: 90 of 100 and 46 of 50 requests in time, 8 centres that
    passed, the ladder's first three steps, 97 of 100 enquiries acknowledged in time."""
    folder = tmp_path_factory.mktemp("seed")
    path = Path(shutil.copy(blank_office, folder / "seed.phaen"))
    centres = folder / "centres.csv"
    assert run(["export", str(path), "info_centres", str(centres), "--names"]) == 0
    codes = [line.split(",")[0] for line in centres.read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert len(codes) == 72
    records = {
        "finance_requests": [
            *requests("2019-10-24", "2019-11-06", 90, 1),
            *requests("2019-10-24", "2019-11-07", 10, 91),
            *requests("2019-11-01", "2019-11-14", 46, 101),
            *requests("2019-11-01", "2019-11-15", 4, 147),
        ],
        "centre_audits": [
            {
                "centre": code,
                "month": f"2563-{month:02d}",
                "audited_on": f"2020-{month:02d}-20",
                "score": "80",
            }
            for code in codes[:8]
            for month in (1, 2, 3, 4)
        ],
        "project_steps": [
            {"project": 1, "step": n, "started_on": f"2019-{n + 9}-01", "finished_on": f"2019-{n + 9}-20"}
            for n in (1, 2, 3)
        ],
        "letter_enquiries": [enquiry(n) for n in range(100)],
    }
    for register, rows in records.items():
        source = write_sheet(folder / f"{register}.csv", rows)
        assert run(["import", str(path), register, str(source), "--update"]) == 0
    return path
