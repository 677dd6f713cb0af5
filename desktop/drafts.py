"""Drafts: what was typed and isn't saved, kept for the case of a crash, a power cut or Esc.

A draft is a small JSON file of its own, for the user alone, below the user's state folder and never in or beside the office
file, which others may read. It is written at most ``DELAY`` after typing, off the window's thread, and removed once its
record is saved or the draft is thrown away.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from core.faults import UsageRefusal
from core.whole_files import private_folder, write_whole
from desktop.places import drafts_folder

if TYPE_CHECKING:
    from core.office import DraftSeal, Office

DELAY = 300  # ms
KEPT_FOR = timedelta(days=90)  # what was typed for no record there is, and nobody took up again
log = logging.getLogger("phaen.drafts")


@dataclass(frozen=True)
class KeptDraft:
    """What was typed into one record: raw texts by field, as a form gives them.

    ``record_id`` is None for a record that was never saved; ``base`` holds every field as it was before, ``typed`` the
    fields that differ from it; ``at`` is the local time of the last key. ``place`` says where it was typed where no record
    does: the cell of a table, what a reason is given for, the place of the plan a new record was begun at.
    """

    id: str
    register: str
    record_id: str | None
    base: Mapping[str, str]
    typed: Mapping[str, str]
    at: datetime
    place: str = ""

    def address(self) -> dict[str, Any]:
        """What a page is asked to open with, to show it again."""
        if self.record_id is not None:
            return {"register": self.register, "record_id": self.record_id}
        return {"register": self.register, "place": self.place, "new": True}


def expired(office: Office, drafts: Sequence[KeptDraft], now: datetime) -> tuple[str, ...]:
    """The ids of the drafts nobody can take up any more: their record is gone or deleted, or they are of none and older than
    ``KEPT_FOR``. Refusal where the file can't be read just now: then nothing is known to be gone."""
    records: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.record_id:
            records.setdefault(draft.register, []).append(draft.record_id)
    there: set[tuple[str, str | None]] = set()
    for name, ids in records.items():
        with suppress(UsageRefusal):  # the register is gone
            there |= {(name, row.id) for row in office.records.rows_by_id(name, ids) if not row.deleted}
    return tuple(
        draft.id
        for draft in drafts
        if ((draft.register, draft.record_id) not in there if draft.record_id else now - draft.at > KEPT_FOR)
    )


def new_id() -> str:
    """The id of a draft that is begun."""
    return uuid4().hex[:12]


class DraftFolder:
    """The drafts of one office file on the disk, told by the file's resolved path; under ``seal`` where it is encrypted."""

    def __init__(self, office_file: Path, seal: DraftSeal | None = None) -> None:
        self._seal = seal
        name = sha256(str(office_file.resolve()).encode()).hexdigest()[:16]
        self.path = drafts_folder() / name

    def read(self) -> tuple[KeptDraft, ...]:
        """Every draft, the oldest first. What can't be read is no draft; what was written before the file was encrypted is
        sealed now."""
        found: list[KeptDraft] = []
        with suppress(OSError):
            for file in self.path.glob("*.json"):
                with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
                    stored = file.read_bytes()
                    found.append(_parsed(self._seal.taken(stored) if self._seal else stored))
                    if self._seal and self._seal.is_open(stored):
                        self.write(found[-1])
        return tuple(sorted(found, key=lambda draft: draft.at))

    def write(self, draft: KeptDraft) -> None:
        """Writes a draft whole, or leaves what was there. OSError as it comes."""
        private_folder(self.path)
        content = json.dumps({**asdict(draft), "at": draft.at.isoformat()}, ensure_ascii=False).encode()
        stored = self._seal.put(content) if self._seal else content
        write_whole(self._file(draft), partial(_put, stored))

    def remove(self, draft: KeptDraft) -> None:
        """Forgets a draft, and the folder with its last one. OSError as it comes."""
        self._file(draft).unlink(missing_ok=True)
        with suppress(OSError):  # others are left in it
            self.path.rmdir()

    def _file(self, draft: KeptDraft) -> Path:
        return self.path / f"{draft.register}-{draft.record_id or 'new'}-{draft.id}.json"


def _put(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _parsed(content: bytes) -> KeptDraft:
    kept = json.loads(content.decode())
    draft = KeptDraft(**{**kept, "at": datetime.fromisoformat(kept["at"])})
    return replace(draft, base=_texts(draft.base), typed=_texts(draft.typed))


def _texts(kept: Mapping[str, str]) -> dict[str, str]:
    return {str(name): str(text) for name, text in kept.items()}


class Drafts(QObject):
    """The drafts of the open office file: known at once here, on the disk a little later.

    A file open for reading only has none: nothing can be typed into it, and its drafts belong to who has it open.
    """

    def __init__(
        self,
        office_file: Path,
        parent: QObject | None = None,
        *,
        read_only: bool = False,
        seal: DraftSeal | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = DraftFolder(office_file, seal)
        self._known = {} if read_only else {draft.id: draft for draft in self._folder.read()}
        self._typists: dict[str, QObject] = {}  # who is typing which draft
        self._unwritten: set[str] = set()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._write)

    def all(self) -> tuple[KeptDraft, ...]:
        """Every draft there is."""
        return tuple(self._known.values())

    def of(self, register: str, record_id: str | None, fields: Collection[str]) -> KeptDraft | None:
        """The latest draft of a record's fields that isn't being typed just now; None for none. Of a new record it is that
        of whichever place it was begun at."""
        mine = [d for d in self._waiting() if (d.register, d.record_id) == (register, record_id)]
        return _latest(d for d in mine if d.typed.keys() <= set(fields))

    def at(self, register: str, places: Callable[[str], bool]) -> KeptDraft | None:
        """The latest draft that waits at one of the places a condition holds for."""
        return _latest(d for d in self._waiting() if d.register == register and d.place and places(d.place))

    def latest(self, registers: Collection[str]) -> KeptDraft | None:
        """The latest draft that waits in any of some registers."""
        return _latest(d for d in self._waiting() if d.register in registers)

    def put(self, draft: KeptDraft, typist: QObject) -> None:
        """Keeps a draft that is being typed; it waits once it is left, or its typist is gone."""
        self._known[draft.id] = draft
        self._typists[draft.id] = typist
        self._unwritten.add(draft.id)
        if not self._timer.isActive():  # not put off by every further key: a fast typist is kept too
            self._timer.start()

    def leave(self, draft_id: str) -> None:
        """A draft isn't typed any further for now: it waits to be offered."""
        self._typists.pop(draft_id, None)

    def forget(self, draft_id: str) -> None:
        """Forgets a draft, if there is one of that id."""
        self._typists.pop(draft_id, None)
        self._unwritten.discard(draft_id)
        draft = self._known.pop(draft_id, None)
        if draft is not None:
            self._worker.submit(partial(_tried, self._folder.remove, draft))

    def forget_record(self, register: str, record_id: str, fields: Collection[str]) -> None:
        """Forgets every draft of a record's fields: they were saved, or what was typed into them thrown away."""
        for draft in self.all():
            mine = (draft.register, draft.record_id) == (register, record_id)
            if mine and draft.typed.keys() <= set(fields):
                self.forget(draft.id)

    def forget_place(self, register: str, place: str) -> None:
        """Forgets every draft of a place."""
        for draft in self.all():
            if (draft.register, draft.place) == (register, place):
                self.forget(draft.id)

    def forget_typed(self) -> None:
        """Forgets what is being typed: a person has thrown it away."""
        for draft_id in tuple(self._typists):
            self.forget(draft_id)

    def _waiting(self) -> list[KeptDraft]:
        typed = {draft_id for draft_id, typist in self._typists.items() if isValid(typist)}
        return [draft for draft in self.all() if draft.id not in typed]

    def close(self) -> None:
        """Brings everything onto the disk."""
        self._write()
        self._worker.shutdown()

    def _write(self) -> None:
        self._timer.stop()
        for draft_id in self._unwritten:
            self._worker.submit(partial(_tried, self._folder.write, self._known[draft_id]))
        self._unwritten.clear()


def _latest(drafts: Iterable[KeptDraft]) -> KeptDraft | None:
    return max(drafts, key=lambda draft: draft.at, default=None)


def _tried(act: Callable[[KeptDraft], None], draft: KeptDraft) -> None:
    """A draft that can't be kept must not disturb who is typing; saving says what is wrong with the disk."""
    try:
        act(draft)
    except OSError as fault:
        log.warning("draft of %s: %s", draft.register, fault)
