"""What this PC remembers of a file outside the file: where a replica lived and how far its chain had come.

A replica id belongs to one *copy of a file*. A file found elsewhere than remembered is a copy; one that lacks the
remembered tip was put back, or cut. Either goes on as a new replica; ``check`` reports what is lost.
"""

import socket
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import FileIO
from pathlib import Path

from sqlalchemy import Connection

from core.state_folder import config_dir, state_dir
from core.store.file import outside_log
from core.store.log import chain
from core.whole_files import private_folder

_NONE = "-"
_LONGEST_DIGESTS = 160  # the note keeps its length, so that a shorter one leaves nothing of a longer


@dataclass(frozen=True, slots=True)
class RememberedTip:
    """The last entry of a replica's chain as this PC last saw it, and digests of what the file held outside the log."""

    seq: int
    id: str
    outside_log: Mapping[str, str] = field(default_factory=dict)


def home_of(path: Path) -> str:
    """Names one copy of a file on one PC: changes when the file is copied, moved or put back."""
    stat = path.stat()
    return f"{_pc()}|{path.resolve()}|{stat.st_dev}:{stat.st_ino}"


def path_of(connection: Connection) -> Path | None:
    """Where the file behind a connection lies; None in memory."""
    where = connection.exec_driver_sql("PRAGMA database_list").all()[0][2]  # "main" comes first
    return Path(where) if where else None


def at_home(connection: Connection) -> bool:
    """True where a file lies in the place where it was written last, under this key; be it another copy that lies there now."""
    path = path_of(connection)
    if path is None:
        return False
    return chain.meta(connection)["home"].rpartition("|")[0] == home_of(path).rpartition("|")[0]


def _pc() -> str:
    """The PC, and whose key signs there: people of one PC have each their own folder, and so their own key."""
    node = uuid.getnode()
    drawn = node >> 40 & 1  # no network card was found: the number is drawn anew in every process
    keys = sha256(str(config_dir().resolve()).encode()).hexdigest()[:8]
    return f"{socket.gethostname() if drawn else f'{node:x}'}-{keys}"


def lost(connection: Connection) -> chain.Lost | None:
    """The entry of the file's own chain that this PC remembers and the file in the same place no longer holds; None
    where nothing is lost."""
    settings = chain.meta(connection)
    known = remembered(settings["replica"])
    if known is None or not known.id or not at_home(connection):
        return None
    last = bytes.fromhex(known.id)
    return None if chain.holds(connection, last) else chain.Lost(settings["replica"], known.seq, last)


def changed_outside_log(connection: Connection) -> tuple[str, ...]:
    """A sentence for each thing that the file in this place holds outside the log and this PC remembers otherwise."""
    known = remembered(chain.meta(connection)["replica"])
    if known is None or not at_home(connection):
        return ()
    return tuple(outside_log.sentences(dict(known.outside_log), outside_log.digests_of(connection)))


class TipFile:
    """Remembers how far one replica's chain has come, after every save."""

    def __init__(self, replica: str) -> None:
        self.replica = replica
        self._note: FileIO | None = None

    def remember(self, tip: RememberedTip) -> None:
        """Note the tip; a state folder that can't be written costs only the memory.

        The note is one line of fixed length written in place without waiting for the disk: it is written at every
        save, and a torn or lost note is no worse than none.
        """
        try:
            note = self._opened()
            note.seek(0)
            kept = " ".join(f"{part}={digest}" for part, digest in sorted(tip.outside_log.items()))
            note.write(f"{tip.seq:020d} {tip.id or _NONE:64s} {kept:{_LONGEST_DIGESTS}}".encode("ascii"))
        except OSError:
            return

    def _opened(self) -> FileIO:
        if self._note is None:
            path = _note(self.replica)
            private_folder(path.parent)
            path.touch()
            self._note = path.open("r+b", buffering=0)  # nothing is left to be written on closing
        return self._note

    def close(self) -> None:
        """Let go of the note."""
        if self._note is not None:
            self._note.close()
            self._note = None


def remembered(replica: str) -> RememberedTip | None:
    """How far the replica's chain had come when this PC last wrote to it."""
    try:
        seq, last, *kept = _note(replica).read_text(encoding="ascii").split()
        return RememberedTip(
            int(seq), "" if last == _NONE else bytes.fromhex(last).hex(), dict(one.split("=") for one in kept)
        )
    except (OSError, ValueError):
        return None


def _note(replica: str) -> Path:
    return state_dir() / "tips" / f"{replica}.tip"
