"""Files written whole or not at all, for the user alone: made in a passing folder beside their target, brought onto the
disk, then put in the target's place.

A program that was killed leaves its passing folder (``.NAME.0123abcd.new``) behind; whoever next writes beside it, or
opens an office file there, removes it. One that is still in use is told by its lock.

On Windows a virus scanner, an indexer or a program that syncs opens what was just written, and as long as it does nobody can
move or remove it: what is done to finished files here waits up to about a second for it (``patiently``).
"""

import errno
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from core.remarks import remarked

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LEFT = re.compile(r"\..+\.[0-9a-f]{8}\.new")
_LONGEST_NAME = 12  # characters kept of a target's name: on Windows a whole path ends at 260
_FOR_THE_USER = 0o600
# What Windows says of a file that another program holds: access denied, sharing and lock violations. The first is also said
# of what nobody may touch; it isn't told apart from a file that was removed and is still held.
_HELD = (5, 32, 33)
_PATIENCE = 1.0  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 0.01, 0.2  # seconds

T = TypeVar("T")


def patiently(act: Callable[[], T]) -> T:
    """Do something to a file that another program may hold for a moment; raises what it raises in the end."""
    until, wait = time.monotonic() + _PATIENCE, _FIRST_WAIT
    while True:
        try:
            return act()
        except OSError as fault:
            if getattr(fault, "winerror", None) not in _HELD or time.monotonic() > until:
                raise
        time.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)


@contextmanager
def passing_folder(parent: Path, name: str) -> Iterator[Path]:
    """A folder below ``parent`` for what is on its way to ``name``: the user's alone, gone with all that is left in it
    at the end. OSError as it comes."""
    remove_leftovers(parent)
    folder = parent / f".{name[-_LONGEST_NAME:]}.{uuid4().hex[:8]}.new"
    folder.mkdir(mode=0o700)
    held = _hold(folder)
    try:
        yield folder
    finally:
        os.close(held)
        _remove_whole(folder)


def _remove_whole(folder: Path) -> None:
    """Remove a folder with all in it; what is in the way only in passing is tried once more."""
    with suppress(OSError):
        patiently(lambda: shutil.rmtree(folder))
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def temporary_folder() -> AbstractContextManager[Path]:
    """A passing folder among the temporary files. OSError as it comes."""
    return passing_folder(Path(tempfile.gettempdir()), "phaen")


def remove_leftovers(parent: Path) -> None:
    """Remove what killed programs left on its way in a folder; what is in use, or can't be removed, stays."""
    with suppress(OSError):
        for left in [entry for entry in parent.iterdir() if _LEFT.fullmatch(entry.name)]:
            _remove_unused(left)


def _remove_unused(left: Path) -> None:
    with suppress(OSError):  # from here on: somebody is at work in it
        if left.is_dir():
            os.close(_hold(left))
            shutil.rmtree(left)
        else:
            left.unlink()


def _hold(path: Path) -> int:
    """Mark a folder as in use until what is returned is closed; OSError where somebody else has it."""
    if sys.platform == "win32":  # which locks files alone
        held = os.open(path / "in-use", os.O_RDWR | os.O_CREAT)
    else:
        held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if sys.platform == "win32":
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Has ``write`` make a file in a passing folder and puts it in the place of ``target``. OSError as it comes; what was
    there stays then."""
    with passing_folder(target.parent, target.name) as folder:
        made = folder / f"new{target.suffix}"  # no longer a path than the target's own
        write(made)
        put_in_place(made, target)


def put_in_place(made: Path, target: Path) -> None:
    """Bring a finished file onto the disk and under its name, where a power cut leaves the old one or the new one.

    It is the user's alone; one that takes another's place gets that one's rights. OSError as it comes, and where what has
    the name is no file (a folder, a pipe, a device).
    """
    if target.exists() and not target.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    made.chmod(target.stat().st_mode & 0o777 if target.exists() else _FOR_THE_USER)
    patiently(lambda: _bring_onto_disk(made))
    move(made, target)
    with remarked(f"เขียน “{target.name}” แล้ว แต่ดิสก์แจ้งว่าขัดข้อง โปรดตรวจไดรฟ์ที่เก็บแฟ้ม"):
        sync_folder(target.parent)


def _bring_onto_disk(made: Path) -> None:
    with made.open("rb+") as file:
        os.fsync(file.fileno())


def move(made: Path, target: Path) -> None:
    """Give what was made its name, in the place of a file that has it. OSError as it comes."""
    patiently(lambda: made.replace(target))


def remove(path: Path) -> None:
    """Remove a file; nothing where there is none. OSError as it comes."""
    patiently(lambda: path.unlink(missing_ok=True))


def new_private_file(path: Path) -> None:
    """Make an empty file for the user alone; FileExistsError where there is one, OSError as it comes."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FOR_THE_USER))


def private_folder(path: Path) -> Path:
    """Make a folder, and what it lies in where that is missing too, for the user alone; returns it. OSError as it comes."""
    for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return path


@contextmanager
def own_temporary_files() -> Iterator[None]:
    """Have whatever this process and its libraries keep in temporary files lie in a folder of its own, gone at the end
    or, after a kill, at the next start."""
    before = tempfile.tempdir
    with ExitStack() as stack:
        with suppress(OSError):  # a full disk stops what needs one, not the program
            folder = stack.enter_context(temporary_folder())
            tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before


def sync_folder(folder: Path) -> None:
    """Bring names made, changed or removed in a folder onto the disk; Windows does so by itself. OSError as it comes."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
