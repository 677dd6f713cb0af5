"""What asking after conflicts hands out: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import datetime

from core.registers.declare import Value


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the rival values: as a value, as a person reads it, who wrote it when (Bangkok time) in whose file; ``alike``
    names those who wrote the same. ``current``: it is the file's value for now, by which lists, figures and exports go.
    ``reason`` is why, where it was written to settle an earlier conflict."""

    value: Value | None
    shown: str
    author: str
    at: datetime
    unit: str
    alike: tuple[str, ...] = ()
    current: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DisputedField:
    """Which field of which record, by name and by its Thai words. A deleted record somebody else wrote to has the field
    ``DELETED`` of the log."""

    register: str
    title: str
    record_id: str
    record: str
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Conflict(DisputedField):
    """A field two people wrote differently without having seen each other's value, until somebody settles it.

    ``sides`` are two or more, the value this file held first comes first; of ``DELETED`` they are True (deleted) and
    False (kept). ``matters``: the codes of the indicators whose figures it touches. ``id`` is the same in every file that
    holds the same rivals.
    """

    id: str
    sides: tuple[ConflictSide, ...]
    matters: tuple[str, ...]

    @property
    def ours(self) -> ConflictSide:
        """The value this file held first."""
        return self.sides[0]

    @property
    def theirs(self) -> ConflictSide:
        """The value that came later; of several the first."""
        return self.sides[1]


@dataclass(frozen=True, slots=True)
class SettledConflict(DisputedField):
    """A conflict that was settled. ``decisions`` are the last one first, each with who, when and the reason: several where
    people decided without having seen each other's decision. ``rivals`` are the values that stood against each other at
    first. ``state``: "stands" (the file holds what was decided last), "changed" (written over since), "disputed" (again)."""

    decisions: tuple[ConflictSide, ...]
    rivals: tuple[ConflictSide, ...]
    state: str

    @property
    def otherwise(self) -> tuple[ConflictSide, ...]:
        """The decisions for another value than the last one's."""
        last, *earlier = self.decisions
        return tuple(one for one in earlier if one.value != last.value)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person decides: ``take`` is the number of a side (0 ours, 1 theirs ...), or None with a third ``value`` as
    typed."""

    conflict: str
    take: int | None = None
    value: object = None


@dataclass(frozen=True, slots=True)
class DuplicateRecords:
    """Records that were given the same natural key apart: only the first counts until the others are renumbered or
    deleted. ``record`` names the key; ``record_ids`` and ``authors`` (who made each) go together."""

    register: str
    title: str
    record: str
    record_ids: tuple[str, ...]
    authors: tuple[str, ...]
