"""Files written whole or not at all."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Has ``write`` fill a file beside ``path`` and puts it in its place once it is on the disk. OSError as it comes."""
    beside = path.with_name(f".{path.stem[:40]}-{uuid4().hex}.tmp")
    try:
        write(beside)
        _flush(beside)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
