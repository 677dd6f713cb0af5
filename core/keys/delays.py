"""Growing delays after wrong secrets: 1, 2, 4 ... 60 seconds, kept on this PC so that starting anew doesn't help.

Time is the monotonic clock's alone, which nobody sets: a clock set back or ahead changes nothing. After the PC was started
anew it counts from there, which makes a wait longer by no more than itself.
"""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from core.whole_files import private_folder, write_whole

LONGEST = 60  # seconds


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries in a row, and the clock's reading (seconds) at the last one."""

    wrong: int = 0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """How many seconds are left until the next try."""
        if not self.wrong:
            return 0.0
        gone = now - self.at if now >= self.at else now  # the PC was started anew
        return max(0.0, min(LONGEST, 2.0 ** min(self.wrong - 1, 10)) - gone)


class Delays:
    """The tries of each person, in a folder of this PC's state; what can't be kept there is kept while the program runs."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._known: dict[str, Tries] = {}

    def left(self, person: str) -> int:
        """Whole seconds left until this person's next try; 0 where it may be made."""
        return -int(-self._tries(person).wait(self._clock()) // 1)

    def begin(self, person: str) -> None:
        """Count a try as wrong before it is made: several at a time, or one that is killed, are no way round."""
        self._keep(person, Tries(self._tries(person).wrong + 1, self._clock()))

    def succeeded(self, person: str) -> None:
        """Forget the wrong tries: the last one was right."""
        self._known.pop(person, None)
        with suppress(OSError):
            self._path(person).unlink(missing_ok=True)

    def _tries(self, person: str) -> Tries:
        known = self._known.get(person, Tries())
        try:
            found = json.loads(self._path(person).read_text(encoding="ascii"))
            kept = Tries(int(found["wrong"]), float(found["at"]))
        except (OSError, ValueError, TypeError, KeyError):
            return known
        return max(known, kept, key=lambda tries: tries.wrong)

    def _keep(self, person: str, tries: Tries) -> None:
        self._known[person] = tries
        note = json.dumps({"wrong": tries.wrong, "at": tries.at})

        def write(made: Path) -> None:
            made.write_text(note, encoding="ascii")

        with suppress(OSError):
            private_folder(self._folder)
            write_whole(self._path(person), write)

    def _path(self, person: str) -> Path:
        # An id comes out of a file, and may be anything.
        return self._folder / f"{sha256(person.encode()).hexdigest()[:32]}.json"
