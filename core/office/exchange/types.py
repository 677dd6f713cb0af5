"""The plain records of exchanges and merging: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.office.conflicts.types import Conflict
from core.office.figures.types import MovedFigure
from core.plan.model import Unit
from core.store.log.changes import Changes
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class Pc:
    """A PC packages come from: whose it says it is, its name, public key, and the words people compare it by."""

    unit: str
    name: str
    key: bytes
    words: tuple[str, ...]
    trusted: bool
    trusted_by: str = ""


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """What a package says of itself: name, sender, who wrote it when (Bangkok time), how many changes of which units."""

    name: str
    sender: Pc
    author: str
    written_at: datetime
    entries: int
    units: tuple[str, ...]
    lacking: tuple["Lacking", ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """Changes that must arrive before others can show: those of a unit's copy of the file up to number ``up_to``."""

    unit: str
    replica: str
    up_to: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that was written: for which unit ("" for any), how many changes, how many files of evidence and their bytes."""

    path: Path
    unit: str
    entries: int
    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: changes read, new and known before; of the new ones those that wait because an earlier
    package is missing, and which; how many conflicts are open in the file now; the names of the plans and units that were
    there and are deleted. ``files`` of evidence were taken in, and ``files_lacking`` are named and not here. ``accounts`` are the
    names of people whose accounts came and know of none before; ``rival`` where the file has others."""

    packages: tuple[PackageInfo, ...]
    read: int
    new: int
    known: int
    waiting: int
    lacking: tuple[Lacking, ...]
    conflicts: int
    changes: Changes
    deletes: tuple[str, ...] = ()
    files: int = 0
    files_lacking: int = 0
    accounts: tuple[str, ...] = ()
    rival: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """So many records of a register and month that a unit's changes touch. ``unit`` "" where nobody told, ``month`` None
    where the register knows no days or the record has none."""

    unit: str
    register: str
    title: str
    month: Month | None
    records: int


@dataclass(frozen=True, slots=True)
class MergeDryRun:
    """What a merge would come to. Nothing was changed; ``conflicts`` are the new ones only."""

    merged: Merged
    arrivals: tuple[Arrival, ...]
    moved: tuple[MovedFigure, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class ExchangeItem:
    """One line of the exchange log. ``kind``: sent, received, taken_back; ``unit`` "" for a package for anybody;
    ``new`` is how many of the changes were new here."""

    kind: str
    at: datetime
    author: str
    unit: str
    pc: str
    package: str
    entries: int
    new: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh this file's data of a unit is (Bangkok time): its latest change here, its last package, and how many
    changes of this file the unit isn't known to have."""

    unit: Unit
    latest_change: datetime | None
    last_received: datetime | None
    to_send: int
