"""What this PC remembers of a file outside the file: where a replica lived and how far its chain had come.

A replica id belongs to one *copy of a file*. A file found elsewhere than remembered is a copy; one whose chain is
shorter than remembered was put back. Either goes on as a new replica; ``check`` reports the shortened chain.
"""

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_state_path

STATE_DIR = "PHAEN_STATE_DIR"


def state_dir() -> Path:
    """This PC's own folder for what is remembered between runs (``PHAEN_STATE_DIR`` overrides it)."""
    return (
        Path(os.environ[STATE_DIR])
        if os.environ.get(STATE_DIR)
        else user_state_path("phaen", appauthor=False)
    )


@dataclass(frozen=True, slots=True)
class Tip:
    """The last entry of a replica's chain as this PC last saw it."""

    seq: int
    id: str


def home_of(path: Path) -> str:
    """Names one copy of a file on one PC: changes when the file is copied, moved or put back."""
    stat = path.stat()
    return f"{uuid.getnode():x}|{path.resolve()}|{stat.st_dev}:{stat.st_ino}"


def remember(replica: str, tip: Tip) -> None:
    """Remember how far a replica's chain has come; a state folder that can't be written costs only the memory."""
    try:
        target = _note(replica)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".new")
        draft.write_text(json.dumps({"seq": tip.seq, "id": tip.id}), encoding="ascii")
        draft.replace(target)
    except OSError:
        return


def remembered(replica: str) -> Tip | None:
    """How far the replica's chain had come when this PC last wrote to it."""
    try:
        said = json.loads(_note(replica).read_text(encoding="ascii"))
        return Tip(int(said["seq"]), str(said["id"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(replica: str) -> Path:
    return state_dir() / "tips" / f"{replica}.json"
