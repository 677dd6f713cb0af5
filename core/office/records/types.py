"""What saving and asking after records hands out: frozen, without database or screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.faults import Finding
from core.plan.proposals import PLAN_PROPOSALS
from core.registers.declare import Value
from core.store.log.changes import Changes
from core.store.tables.records import Row


def proposes(done: Changes) -> bool:
    """True for changes that made a proposal to change the plan instead of changing it."""
    return PLAN_PROPOSALS.name in done.registers


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that was saved: its id, what was touched, the findings that don't hinder it, and the record as it stands now
    (None where there is none yet, for its making was only proposed)."""

    record_id: str
    changes: Changes
    findings: tuple[Finding, ...] = ()
    row: Row | None = None

    @property
    def proposed(self) -> bool:
        """True where (some of) it went out as a proposal to change the plan: that part stands as it was."""
        return proposes(self.changes)


@dataclass(frozen=True, slots=True)
class Edit:
    """One record's new values (raw text or values); ``record_id`` None makes or finds the record by its key."""

    record_id: str | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One thing that happened to a record. ``action``: create, change, delete, restore; Bangkok time; ``reason`` where a
    person was asked for one. ``rivals`` are the values that stood against each other where it settled a conflict; of a
    delete or a restore only whether there are any tells something. ``not_theirs`` says that the author's name is a person's with
    an account whose key it isn't: anybody may have written it."""

    at: datetime
    author: str
    action: str
    field: str | None
    old: Value | None
    new: Value | None
    replica: str
    reason: str = ""
    rivals: tuple[Value | None, ...] = ()
    not_theirs: bool = False


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """A fault in a record that stands in the file already: advice, for the file is sound. ``where`` names the record in
    Thai; ``record_id`` is empty where it is said of the register."""

    code: str
    message: str
    where: str
    register: str
    record_id: str = ""
