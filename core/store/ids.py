"""Ids of records: UUIDs of version 7 (RFC 9562), drawn as numbers so that many can be drawn in a row."""

import uuid


def drawn_at(now_ms: int) -> int:
    """A new id's number for a moment in milliseconds since 1970; the number one higher is an id of the same moment."""
    drawn = uuid.uuid4().int
    bits = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (drawn >> 64 & 0xFFF) << 64
    return bits | 0b10 << 62 | drawn & (1 << 62) - 1


def written(first: int, count: int) -> list[str]:
    """The ids of so many numbers in a row, as ids are written."""
    half = 1 << 64
    found: list[str] = []
    while count:
        high, low = divmod(first, half)
        head = f"{high:016x}"
        begin = f"{head[:8]}-{head[8:12]}-{head[12:]}-"
        some = min(count, half - low)
        digits = (f"{number:016x}" for number in range(low, low + some))
        found += [f"{begin}{tail[:4]}-{tail[4:]}" for tail in digits]
        first, count = first + some, count - some
    return found
