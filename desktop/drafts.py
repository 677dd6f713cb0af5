"""Drafts: what was typed and isn't saved, kept for the case of a crash, a power cut or Esc.

A draft is a small JSON file of its own, for the user alone, below the user's state folder and never in or beside the office
file, which others may read. It is written at most ``DELAY`` after typing, off the window's thread, and removed once its
record is saved or the draft is thrown away.
"""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer

from core.whole_files import private_folder, write_whole
from desktop.places import drafts_folder

DELAY = 300  # ms
log = logging.getLogger("phaen.drafts")


@dataclass(frozen=True)
class Draft:
    """What was typed into one record: raw texts by field, as a form gives them.

    ``record_id`` is None for a record that was never saved; ``base`` holds every field as it was before, ``typed`` the
    fields that differ from it; ``at`` is the local time of the last key.
    """

    id: str
    register: str
    record_id: str | None
    base: Mapping[str, str]
    typed: Mapping[str, str]
    at: datetime


def new_id() -> str:
    """The id of a draft that is begun."""
    return uuid4().hex[:12]


class DraftFolder:
    """The drafts of one office file on the disk, told by the file's resolved path."""

    def __init__(self, office_file: Path) -> None:
        name = sha256(str(office_file.resolve()).encode()).hexdigest()[:16]
        self.path = drafts_folder() / name

    def read(self) -> tuple[Draft, ...]:
        """Every draft, the oldest first. What can't be read is no draft."""
        found: list[Draft] = []
        with suppress(OSError):
            for file in self.path.glob("*.json"):
                with suppress(OSError, ValueError, TypeError, KeyError):
                    found.append(_parsed(file.read_text(encoding="utf-8")))
        return tuple(sorted(found, key=lambda draft: draft.at))

    def write(self, draft: Draft) -> None:
        """Writes a draft whole, or leaves what was there. OSError as it comes."""
        private_folder(self.path)
        text = json.dumps({**asdict(draft), "at": draft.at.isoformat()}, ensure_ascii=False)
        write_whole(self._file(draft), partial(_put, text.encode()))

    def remove(self, draft: Draft) -> None:
        """Forgets a draft, and the folder with its last one. OSError as it comes."""
        self._file(draft).unlink(missing_ok=True)
        with suppress(OSError):  # others are left in it
            self.path.rmdir()

    def _file(self, draft: Draft) -> Path:
        return self.path / f"{draft.register}-{draft.record_id or 'new'}-{draft.id}.json"


def _put(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _parsed(text: str) -> Draft:
    kept = json.loads(text)
    draft = Draft(**{**kept, "at": datetime.fromisoformat(kept["at"])})
    return replace(draft, base=_texts(draft.base), typed=_texts(draft.typed))


def _texts(kept: Mapping[str, str]) -> dict[str, str]:
    return {str(name): str(text) for name, text in kept.items()}


class Drafts(QObject):
    """The drafts of the open office file: known at once here, on the disk a little later.

    A file open for reading only has none: nothing can be typed into it, and its drafts belong to who has it open.
    """

    def __init__(self, office_file: Path, parent: QObject | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self._folder = DraftFolder(office_file)
        self._known = {} if read_only else {draft.id: draft for draft in self._folder.read()}
        self._typed_now: set[str] = set()
        self._unwritten: set[str] = set()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._write)

    def all(self) -> tuple[Draft, ...]:
        """Every draft there is."""
        return tuple(self._known.values())

    def of(self, register: str, record_id: str | None) -> Draft | None:
        """The latest draft of a record that isn't being typed just now; None for none."""
        mine = [d for d in self.all() if (d.register, d.record_id) == (register, record_id)]
        waiting = [d for d in mine if d.id not in self._typed_now]
        return max(waiting, key=lambda draft: draft.at, default=None)

    def put(self, draft: Draft) -> None:
        """Keeps a draft that is being typed."""
        self._known[draft.id] = draft
        self._typed_now.add(draft.id)
        self._unwritten.add(draft.id)
        if not self._timer.isActive():  # not put off by every further key: a fast typist is kept too
            self._timer.start()

    def leave(self, draft_id: str) -> None:
        """A draft isn't typed any further for now: it waits to be offered."""
        self._typed_now.discard(draft_id)

    def forget(self, draft_id: str) -> None:
        """Forgets a draft, if there is one of that id."""
        self._typed_now.discard(draft_id)
        self._unwritten.discard(draft_id)
        draft = self._known.pop(draft_id, None)
        if draft is not None:
            self._worker.submit(partial(_tried, self._folder.remove, draft))

    def forget_record(self, register: str, record_id: str) -> None:
        """Forgets every draft of a record: it was saved, or what was typed into it thrown away."""
        for draft in self.all():
            if (draft.register, draft.record_id) == (register, record_id):
                self.forget(draft.id)

    def forget_typed(self) -> None:
        """Forgets what is being typed: a person has thrown it away."""
        for draft_id in tuple(self._typed_now):
            self.forget(draft_id)

    def close(self) -> None:
        """Brings everything onto the disk."""
        self._write()
        self._worker.shutdown()

    def _write(self) -> None:
        self._timer.stop()
        for draft_id in self._unwritten:
            self._worker.submit(partial(_tried, self._folder.write, self._known[draft_id]))
        self._unwritten.clear()


def _tried(act: Callable[[Draft], None], draft: Draft) -> None:
    """A draft that can't be kept must not disturb who is typing; saving says what is wrong with the disk."""
    try:
        act(draft)
    except OSError as fault:
        log.warning("draft of %s: %s", draft.register, fault)
