"""Many texts by number, in bounded memory: beyond a few megabytes in a nameless temporary file."""

from array import array
from collections.abc import Sequence
from tempfile import TemporaryFile

IN_MEMORY = 8 << 20  # bytes
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

    def __getitem__(self, number: int) -> str:
        """The text of this number. IndexError where there is none."""
        if number < 0:
            raise IndexError(number)
        return self._held[number] if len(self._ends) == 1 else self._read(number)

    def close(self) -> None:
        """Forget everything."""
        self._held = []
        self._file.close()

    def _read(self, number: int) -> str:
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        return self._file.read(end - begin).decode()

    def _write(self) -> None:
        self._file.seek(self._ends[-1])
        for text in self._held:
            data = text.encode()
            self._file.write(data)
            self._ends.append(self._ends[-1] + len(data))
        self._held = []
