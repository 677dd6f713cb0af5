"""The writer's lock: one writer at a time, and the second gets to know who has the file.

The lock is the operating system's (``filelock``), on ``FILE.lock`` beside the office file, so it dies with its
process; ``FILE.lock.info`` says who holds it, for the sentence only.
"""

import getpass
import json
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from core.faults import LockRefusal
from core.store.file.writable import no_lock
from core.thai.dates import moment_short
from core.whole_files import new_private_file

PATIENCE = 1.0  # seconds
HELD_BY_OTHERS = sys.platform == "win32"


class WriterLock:
    """The lock of one office file; ``acquire`` refuses at once where somebody else writes."""

    def __init__(self, path: Path, holder: str, now: Callable[[], datetime] = datetime.now) -> None:
        self._path = path = path.resolve()  # one lock for one file, by whatever name it is opened
        self._holder = holder
        self._now = now
        # Held by the program, not by the thread that took it: a desk may open in one thread and close in another.
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)
        self._taken: tuple[int, int] | None = None

    @property
    def _info(self) -> Path:
        return self._path.with_name(self._path.name + ".lock.info")

    def acquire(self) -> None:
        """Take the lock; LockRefusal names who has it and since when, WriteRefusal where none can be made."""
        try:
            self._lock.acquire(timeout=PATIENCE if self._busy_with_nobody() else 0)
        except Timeout as busy:
            raise LockRefusal(self._busy_sentence()) from busy
        except OSError as fault:
            raise no_lock(self._path, fault) from fault
        self._taken = self._place()
        holder = {"who": self._holder, "pc": _pc(), "since": self._now().isoformat(timespec="minutes")}
        with suppress(OSError):  # for the sentence only
            # Whoever may write in the folder could have put a link there: it is removed, never followed.
            self._info.unlink(missing_ok=True)
            new_private_file(self._info)
            self._info.write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")

    def _busy_with_nobody(self) -> bool:
        """True where a lock file would be opened that no program of ours says it holds: on Windows a virus scanner that looks at
        it looks like a writer."""
        return HELD_BY_OTHERS and not self._info.exists()

    def release(self) -> None:
        """Give the lock back; harmless where it isn't held."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._info.unlink(missing_ok=True)
                # Removed while it is held: whoever has opened it meanwhile sees that it has gone and begins anew.
                if self._place() == self._taken:
                    Path(self._lock.lock_file).unlink()
            self._lock.release()

    def _place(self) -> tuple[int, int] | None:
        """Where the lock file lies on the disk; None where it can't be asked."""
        try:
            stat = Path(self._lock.lock_file).stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _busy_sentence(self) -> str:
        advice = "โปรดรอให้ปิดแฟ้มก่อน หรือเปิดแบบอ่านอย่างเดียว"
        try:
            holder = json.loads(self._info.read_text(encoding="utf-8"))
            since = moment_short(datetime.fromisoformat(holder["since"]))
            return f"แฟ้ม “{self._path.name}” กำลังใช้งานโดย {holder['who']} ที่เครื่อง {holder['pc']} ตั้งแต่ {since} {advice}"
        except (OSError, ValueError, KeyError, TypeError):
            return f"แฟ้ม “{self._path.name}” กำลังถูกใช้งานโดยโปรแกรมอื่น {advice}"


def _pc() -> str:
    try:
        return f"{socket.gethostname()} ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):  # no user database to ask
        return socket.gethostname()
