"""Ids of records."""

import uuid


def uuid7(now_ms: int) -> str:
    """A UUID of version 7 (RFC 9562) for a moment in milliseconds since 1970."""
    drawn = uuid.uuid4().int
    bits = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (drawn >> 64 & 0xFFF) << 64
    return str(uuid.UUID(int=bits | 0b10 << 62 | drawn & (1 << 62) - 1))


def next_after(drawn: str) -> str:
    """The id that comes next after one drawn, "" where none was."""
    # RFC 9562, 6.2: what is drawn in one millisecond counts on, so that a sheet's rows keep their order.
    return str(uuid.UUID(int=uuid.UUID(drawn).int + 1)) if drawn else ""
