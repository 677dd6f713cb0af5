"""The plain records of backups: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import datetime

from core.office.figures.types import MovedFigure


@dataclass(frozen=True, slots=True)
class UndoneAction:
    """What was done since a backup was made, and would be undone by returning it (Bangkok time)."""

    at: datetime
    author: str
    label: str


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record that isn't the same in the backup. ``action``: ``gone`` (it is only in the file now), ``back`` (only in the
    backup) or ``changed``; ``fields`` are label, text now, and text in the backup."""

    register: str
    named: str
    action: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """How many records of a register go, come back and change."""

    register: str
    title: str
    gone: int = 0
    back: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class RestoreView:
    """What returning a backup would change: entries of the log that would go, and those that only the backup holds; the
    newest of what would be undone; registers with how many records differ, some of the records, and figures as of a day."""

    made: datetime
    lost: int
    regained: int
    undone: tuple[UndoneAction, ...]
    registers: tuple[RegisterChanges, ...]
    records: tuple[ChangedRecord, ...]
    figures: tuple[MovedFigure, ...]
