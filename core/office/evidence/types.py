"""The plain records of evidence: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.exchange.evidence.kinds import SHOWN
from core.exchange.evidence.looking import PagePicture

__all__ = ["BoundPdf", "EvidenceItem", "EvidenceLimits", "EvidenceUse", "MissingEvidence", "PagePicture"]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A file attached to a record: what it is called, its bytes' SHA-256 in hex and their number, its mime type, a note, whose
    it is, and since when. ``held``: the bytes are in this file; else they were left out of a package and can be asked for."""

    id: str
    register: str
    record: str
    name: str
    file: str
    size: int
    kind: str
    note: str
    unit: str
    added_on: date | None
    held: bool

    @property
    def shown(self) -> bool:
        """True where it can be shown as pages."""
        return self.held and self.kind in SHOWN


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """How large one file may be and all together (bytes), and which groups of kinds are taken."""

    file: int
    total: int
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """How many bytes of the file its files take: in ``total``, of that the approved ``reports``, and what was ``taken_away`` and
    stays, because that can be undone."""

    total: int
    reports: int
    taken_away: int


@dataclass(frozen=True, slots=True)
class MissingEvidence:
    """The records of a register that happened in the span asked about and have no evidence: id and what each is called."""

    register: str
    title: str
    counted_in: str
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BoundPdf:
    """A bound PDF that was written: its pages, the files in it, and those that couldn't be shown as pages (name, why)."""

    path: Path
    pages: int
    files: int
    apart: tuple[tuple[str, str], ...]
