"""Ids of records: UUIDs of version 7 (RFC 9562), drawn as numbers so that many can be drawn in a row."""

import uuid


def drawn_at(now_ms: int) -> int:
    """A new id's number for a moment in milliseconds since 1970; the number one higher is an id of the same moment."""
    drawn = uuid.uuid4().int
    bits = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (drawn >> 64 & 0xFFF) << 64
    return bits | 0b10 << 62 | drawn & (1 << 62) - 1


def written(number: int) -> str:
    """An id's number as ids are written."""
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
