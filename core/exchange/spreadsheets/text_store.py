"""Many texts by number, in bounded memory: beyond a few megabytes in a nameless temporary file."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from tempfile import TemporaryFile

import orjson

IN_MEMORY = 8 << 20  # bytes
MOST_TOGETHER = 24 << 20  # letters, of four bytes at most
BLOCK = 64  # texts written and read together
_A_TEXT = 60  # bytes beside its letters


class TextStore:
    """Texts numbered from 0 in the order they are added. They vanish when closed."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._weight = 0
        self._file = TemporaryFile()  # noqa: SIM115  # lives as long as the store
        self._ends = array("Q", [0])

    def add(self, texts: Sequence[str]) -> None:
        """More texts, numbered on."""
        self._held += texts
        self._weight += sum(map(len, texts)) + _A_TEXT * len(texts)
        if self._weight > IN_MEMORY:
            self._write()

    def look_up(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """The texts of these numbers. IndexError where there is none of a number, OverflowError where they are more than
        ``MOST_TOGETHER``."""
        found: dict[int, str] = {}
        letters = 0
        at, block = -1, self._held
        for number in sorted(numbers):  # in order, for those asked for together mostly stand together
            place, within = divmod(number, BLOCK)
            if place != at or place < 0:
                at, block = place, self._block(place)
            found[number] = block[within]
            letters += len(block[within])
            if letters > MOST_TOGETHER:
                raise OverflowError("too much text asked for at once")
        return found

    def close(self) -> None:
        """Forget everything."""
        self._held = []
        self._file.close()

    def _block(self, place: int) -> list[str]:
        written = len(self._ends) - 1
        if place < 0:
            raise IndexError(place)
        if place >= written:
            first = (place - written) * BLOCK
            return self._held[first : first + BLOCK]
        self._file.seek(self._ends[place])
        texts: list[str] = orjson.loads(self._file.read(self._ends[place + 1] - self._ends[place]))
        return texts

    def _write(self) -> None:
        """Write the whole blocks; what is over waits for more."""
        self._file.seek(self._ends[-1])
        whole = len(self._held) // BLOCK * BLOCK
        for first in range(0, whole, BLOCK):
            data = orjson.dumps(self._held[first : first + BLOCK])
            self._file.write(data)
            self._ends.append(self._ends[-1] + len(data))
        del self._held[:whole]
        self._weight = sum(map(len, self._held)) + _A_TEXT * len(self._held)
