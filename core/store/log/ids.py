"""Ids of records: UUIDs of version 7 (RFC 9562), drawn as numbers so that many can be drawn in a row."""

import threading
import uuid

_LAST_GROUP = 1 << 48  # numbers that differ only behind the last hyphen


class IdSource:
    """Draws ids for one file. What is drawn in one millisecond counts on (RFC 9562, 6.2), so that a sheet's rows keep their
    order; any thread may ask."""

    def __init__(self) -> None:
        self._drawing = threading.Lock()
        self._last = 0

    def draw(self, now_ms: int, count: int) -> list[str]:
        """So many new ids, in order, at a moment in milliseconds since 1970."""
        with self._drawing:
            first = drawn_at(now_ms) if now_ms > self._last >> 80 else self._last + 1
            self._last = first + count - 1
        return written(first, count)


def drawn_at(now_ms: int) -> int:
    """A new id's number for a moment in milliseconds since 1970; the number one higher is an id of the same moment."""
    drawn = uuid.uuid4().int
    bits = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (drawn >> 64 & 0xFFF) << 64
    return bits | 0b10 << 62 | drawn & (1 << 62) - 1


def written(first: int, count: int) -> list[str]:
    """The ids of so many numbers in a row, as ids are written."""
    found: list[str] = []
    while count:
        # What stands before the last hyphen is mostly the same for all of them.
        high, low = divmod(first, _LAST_GROUP)
        head = f"{high:020x}"
        begin = f"{head[:8]}-{head[8:12]}-{head[12:16]}-{head[16:]}-"
        some = min(count, _LAST_GROUP - low)
        found += [f"{begin}{number:012x}" for number in range(low, low + some)]
        first, count = first + some, count - some
    return found
