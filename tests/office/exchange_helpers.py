"""PCs and sticks: what the tests of files that travel share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.office import Office

TODAY = date(2020, 6, 30)
STATE = "PHAEN_STATE_DIR"
REQUESTS = "finance_requests"


@contextmanager
def on_pc(folder: Path) -> Iterator[None]:
    """On a PC of its own: its key and its memory of tips."""
    before = os.environ[STATE]
    os.environ[STATE] = str(folder)
    try:
        yield
    finally:
        os.environ[STATE] = before


@dataclass
class Desk:
    """One office file on one PC."""

    path: Path
    author: str
    days: int = 0  # how far its clock is off

    @contextmanager
    def open(self) -> Iterator[Office]:
        """The file opened on its PC."""
        with on_pc(self.path.parent / "pc"), Office.open(self.path, author=self.author) as office:
            office.session.today = lambda: TODAY
            plain = office.session.file.now_ms
            office.session.file.now_ms = lambda: plain() + self.days * 86_400_000
            yield office

    def save(self, values: dict[str, Any], record: str | None = None, register: str = REQUESTS) -> str:
        """Save a record; returns its id."""
        with self.open() as office:
            return office.records.save(register, values, record).record_id

    def send(self, stick: Path, unit: str | None = None) -> Path:
        """Write a package onto a stick."""
        with self.open() as office:
            return office.exchange.pack(stick, unit=unit).path

    def take(self, *packages: Path, trust: bool = True) -> Any:
        """Merge packages."""
        with self.open() as office:
            return office.exchange.merge(packages, trust=trust)


def desk_of(plan_file: Path, folder: Path, unit: str, author: str = "สมศรี", days: int = 0) -> Desk:
    """A new PC with the office's file, of a unit."""
    home = folder / author
    (home / "pc").mkdir(parents=True)
    desk = Desk(Path(shutil.copy(plan_file, home / "office.phaen")), author, days)
    with desk.open() as office:
        office.session.set_unit(unit)
    return desk


def request(number: str, **more: Any) -> dict[str, Any]:
    """A request for disbursement as it is typed."""
    return {
        "request_no": number,
        "procurement": "w119",
        "amount": "1000",
        "received_on": "24/10/2562",
        **more,
    }


def meet(one: Desk, other: Desk, folder: Path) -> None:
    """Each gives the other all it has."""
    sticks = one.send(folder / "one.phaenx"), other.send(folder / "other.phaenx")
    one.take(sticks[1])
    other.take(sticks[0])


def conflict_of(finance: Desk, central: Desk, tmp_path: Path, *, meeting: bool = True) -> str:
    """One request whose amount both have changed apart; met again unless told otherwise."""
    record = finance.save(request("63/1"))
    meet(finance, central, tmp_path)
    finance.save({"amount": "2000"}, record)
    central.save({"amount": "3000"}, record)
    if meeting:
        meet(finance, central, tmp_path)
    return record
