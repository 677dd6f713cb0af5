"""One call that fails: at the system's own calls where a preloaded library can be built (Linux with gcc), at Python's own
doors elsewhere."""

import ctypes
import errno
import io
import os
import shutil
import sqlite3 as codes
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol
from unittest import mock

from core.store.driver import sqlite3

SHIM = Path(__file__).with_name("shim.c")
NOTHING = -1


@dataclass(frozen=True)
class Fault:
    """The ``nth`` call of a kind fails with an error, and with ``on`` all later ones."""

    kind: str
    error: str
    nth: int
    on: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.nth}{'+' if self.on else ''} {self.error}"


class Injector(Protocol):
    """Lets calls on the files of a folder fail. ``kinds``: by kind of call, the errors it may meet; ``fired``: how often
    one failed; ``counts``: how many calls of a kind there were."""

    kinds: dict[str, tuple[str, ...]]
    fired: int
    counts: Counter[str]

    def armed(self, folder: Path, fault: Fault | None) -> Any:
        """A context in which the fault, if any, happens and calls are counted."""


class Preloaded:
    """The system's calls, through ``shim.c``; for a process that was started by ``with_shim``."""

    says = "system calls, through a preloaded library"
    kinds: ClassVar = {
        "open": ("EACCES", "ENOSPC", "EMFILE"),
        "read": ("EIO", "EINTR"),
        "write": ("ENOSPC", "EIO", "EINTR", "EDQUOT"),
        "fsync": ("EIO", "ENOSPC"),
        "rename": ("EACCES", "EIO"),
        "unlink": ("EACCES", "EIO"),
        "truncate": ("EIO", "ENOSPC"),
        "lock": ("ENOLCK",),
        "mkdir": ("ENOSPC", "EACCES"),
        "chmod": ("EPERM",),
    }

    def __init__(self) -> None:
        self._shim = ctypes.CDLL(None)
        self._shim.arm.argtypes = [ctypes.c_int] * 4 + [ctypes.c_char_p]
        self.fired = 0
        self.counts: Counter[str] = Counter()

    @contextmanager
    def armed(self, folder: Path, fault: Fault | None) -> Iterator[None]:
        kinds = list(self.kinds)
        given = (NOTHING, 0, 0, 0)
        if fault:
            given = (kinds.index(fault.kind), getattr(errno, fault.error), fault.nth, fault.on)
        self._shim.arm(*given, os.fsencode(folder))
        try:
            yield
        finally:
            self.fired = ctypes.c_int.in_dll(self._shim, "fired").value
            self.counts = Counter({kind: self._shim.count(place) for place, kind in enumerate(kinds)})
            self._shim.disarm()

    @contextmanager
    def recorded(self, folder: Path, record: Path) -> Iterator[Callable[[str], None]]:
        """Writes what is done to the files of a folder into ``record``; what is yielded puts a word among it."""
        with record.open("wb") as file:
            self._shim.record(file.fileno(), os.fsencode(folder))
            try:
                yield lambda word: self._shim.mark(word.encode())
            finally:
                self._shim.record(NOTHING, b"")


def is_preloaded() -> bool:
    """True in a process that was started by ``with_shim``."""
    return "phaen-shim" in os.environ.get("LD_PRELOAD", "")


def with_shim(folder: Path) -> dict[str, str] | None:
    """The environment of a process in which calls can fail; None where the library can't be built."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        return None
    library = folder / "phaen-shim.so"
    build = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SHIM), "-ldl"]
    if subprocess.run(build, check=False, capture_output=True).returncode:
        return None  # another C library, a compiler without headers
    return {**os.environ, "LD_PRELOAD": str(library)}


class Patched:
    """Python's own doors: what it opens, renames, removes, and each statement it gives to SQLite."""

    says = "Python's own calls (no gcc here: SQLite's system calls are not reached)"
    kinds: ClassVar = {
        "open": ("EACCES", "ENOSPC", "EMFILE"),
        "fsync": ("EIO",),
        "rename": ("EACCES",),
        "unlink": ("EACCES",),
        "mkdir": ("ENOSPC",),
        "chmod": ("EPERM",),
        "statement": ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY"),
        "committed": ("SQLITE_IOERR_DIR_FSYNC",),
    }
    _DOORS = (
        (io, "open", "open"),
        (os, "open", "open"),
        (os, "replace", "rename"),
        (os, "rename", "rename"),
        (os, "unlink", "unlink"),
        (os, "mkdir", "mkdir"),
        (os, "chmod", "chmod"),
        (os, "fsync", "fsync"),
    )

    def __init__(self) -> None:
        self.fired = 0
        self.counts: Counter[str] = Counter()
        self._fault: Fault | None = None
        self._folder = ""

    @contextmanager
    def armed(self, folder: Path, fault: Fault | None) -> Iterator[None]:
        self.fired, self.counts, self._fault, self._folder = 0, Counter(), fault, str(folder)
        patches = [
            mock.patch.object(module, name, self._door(getattr(module, name), kind))
            for module, name, kind in self._DOORS
        ]
        patches.append(mock.patch.object(sqlite3, "connect", self._connect(sqlite3.connect)))
        for patch in patches:
            patch.start()
        try:
            yield
        finally:
            for patch in reversed(patches):
                patch.stop()

    def _door(self, real: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def door(*given: Any, **more: Any) -> Any:
            ours = kind == "fsync" or str(given[0]).startswith(self._folder)
            if ours and self._fails(kind):
                code = getattr(errno, self._error)
                raise OSError(code, os.strerror(code), None if kind == "fsync" else str(given[0]))
            return real(*given, **more)

        return door

    def _connect(self, real: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
        injector = self

        class Cursor(sqlite3.Cursor):
            def execute(self, statement: str, *given: Any) -> "Cursor":
                if injector._fails("statement"):
                    raise injector._said()
                super().execute(statement, *given)
                if statement == "COMMIT" and injector._fails("committed"):
                    raise injector._said()
                return self

        class Connection(sqlite3.Connection):
            def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:
                return super().cursor(factory)

        return lambda *given, **more: real(*given, factory=Connection, **more)

    def _said(self) -> sqlite3.OperationalError:
        said = sqlite3.OperationalError("injected")
        said.sqlite_errorcode = getattr(codes, self._error)
        said.sqlite_errorname = self._error
        return said

    @property
    def _error(self) -> str:
        assert self._fault
        return self._fault.error

    def _fails(self, kind: str) -> bool:
        self.counts[kind] += 1
        fault, seen = self._fault, self.counts[kind]
        hit = (
            fault is not None
            and fault.kind == kind
            and (seen == fault.nth or (fault.on and seen > fault.nth))
        )
        self.fired += hit
        return hit
