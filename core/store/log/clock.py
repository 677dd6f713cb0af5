"""The hybrid logical clock of the change log.

A reading is one integer: milliseconds since 1970 (UTC) shifted left by 16 bits, plus a counter. Readings never
go backwards within a file, and merged readings push ours forward, except those more than a day ahead of our own
clock: a PC whose clock is wrong doesn't drag the others along.
"""

from datetime import datetime, timedelta, timezone

COUNTER_BITS = 16
DAY_MS = 24 * 60 * 60 * 1000
BANGKOK = timezone(timedelta(hours=7))


def reading(now_ms: int, counter: int = 0) -> int:
    """The reading for a moment given in milliseconds since 1970, UTC."""
    return now_ms << COUNTER_BITS | counter


def milliseconds(clock: int) -> int:
    """The reading's milliseconds since 1970, UTC."""
    return clock >> COUNTER_BITS


def tick(last: int, now_ms: int) -> int:
    """The next reading after ``last``, at ``now_ms`` or later."""
    return max(reading(now_ms), last + 1)


def advance(last: int, seen: int, now_ms: int) -> int:
    """Our latest reading after meeting ``seen``; readings over a day ahead of ``now_ms`` don't count."""
    return last if milliseconds(seen) > now_ms + DAY_MS else max(last, seen)


def wall_time(clock: int) -> datetime:
    """The reading as Bangkok wall time without zone, to the second."""
    moment = datetime.fromtimestamp(milliseconds(clock) // 1000, BANGKOK)
    return moment.replace(tzinfo=None)
