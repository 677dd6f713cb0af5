"""The same office's file on a colleague's PC, and what the two write apart."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.office import Office, Query

Written = tuple[str, str, dict[str, Any]]  # register, record, values

REQUESTS = "finance_requests"
RATINGS = "satisfaction_ratings"


@contextmanager
def colleague(path: Path, state: Path, unit: str = "secretariat") -> Iterator[Office]:
    """The same office's file on another PC."""
    before = os.environ["PHAEN_STATE_DIR"]
    os.environ["PHAEN_STATE_DIR"] = str(state)
    try:
        with Office.open(path, author="วิชัย") as office:
            if office.session.unit != unit:
                office.session.set_unit(unit)
            yield office
    finally:
        os.environ["PHAEN_STATE_DIR"] = before


class Apart:
    """The desk's office and a colleague's copy of it, which write apart and meet."""

    def __init__(self, office: Office, sample: Path, folder: Path) -> None:
        self.office = office
        self._path, self._state = folder / "วิชัย.phaen", folder / "pc"
        self._folder = folder
        self._state.mkdir()
        shutil.copy(sample, self._path)

    @contextmanager
    def other(self) -> Iterator[Office]:
        """The colleague's office, open."""
        with colleague(self._path, self._state) as office:
            yield office

    def write(self, ours: Sequence[Written], theirs: Sequence[Written]) -> None:
        """Each writes without the other's knowledge, then the desk takes in what the colleague wrote."""
        with self.other() as office:
            for register, record, values in theirs:
                office.records.save(register, values, record)
        for register, record, values in ours:
            self.office.records.save(register, values, record)
        self.take()

    def take(self) -> None:
        """The desk takes in all the colleague has."""
        with self.other() as office:
            package = office.exchange.pack(self._folder / "วิชัย.phaenx").path
        self.office.exchange.merge([package], trust=True)

    def give(self) -> None:
        """The colleague takes in all the desk has."""
        package = self.office.exchange.pack(self._folder / "สมศรี.phaenx").path
        with self.other() as office:
            office.exchange.merge([package], trust=True)

    def cheques(self, count: int = 1) -> Sequence[str]:
        """Requests whose cheque days the two write apart: ours in time, which stands, and the colleague's late."""
        found = [
            row
            for row in self.office.records.rows(REQUESTS, Query(year=2563, limit=40))
            if row.values["procurement"] == "w119" and row.values["cheque_on"]
        ][:count]
        days = [(row.id, row.values["cheque_on"]) for row in found]
        self.write(
            [(REQUESTS, record, {"cheque_on": day + timedelta(days=1)}) for record, day in days],
            [(REQUESTS, record, {"cheque_on": "30/06/2563"}) for record, _ in days],
        )
        return [record for record, _ in days]
