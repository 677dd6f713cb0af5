"""The rows of one sheet as they arrive, kept to be read again: beyond a few megabytes in a nameless temporary file."""

from tempfile import SpooledTemporaryFile
from weakref import finalize

IN_MEMORY = 8 << 20  # bytes


class RowBuffer:
    """Blocks of rows, as bytes, numbered from 0. ``whole`` once there are no more to come; they vanish when closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # lives as long as the buffer
        self._forget = finalize(self, self._file.close)  # also where nobody closes it
        self._ends = [0]
        self._shares: list[float] = []
        self.whole = False

    def __len__(self) -> int:
        return len(self._shares)

    def add(self, block: bytes, share: float) -> None:
        """One more block; ``share``: how much of the sheet has been read with it, 0 to 1."""
        self._file.seek(self._ends[-1])
        self._file.write(block)
        self._ends.append(self._ends[-1] + len(block))
        self._shares.append(share)

    def block(self, number: int) -> tuple[bytes, float]:
        """A block and its share."""
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number]), self._shares[number]

    def close(self) -> None:
        """Forget everything; once more does nothing."""
        self._forget()
