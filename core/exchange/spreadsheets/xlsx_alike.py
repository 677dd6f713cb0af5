"""Rows of a sheet's XML that are written alike, looked at once: most differ in nothing but digits.

What is looked for has no digit, so that whatever stands in a row is found in it without its digits too. What is found so
may not stand there with them.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_DIFFERS = b"0123456789.-"
_ROW_END = b"</row>"
_SAMPLE = 1 << 16  # bytes of rows that tell whether it is worth it
_FEW = 4  # rows, at least, of each kind


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Some rows of XML as the ``kinds`` they are of, each without what differs, and how many there are of it. Rows that
    differ in more are one kind together, as they are."""

    kinds: Mapping[bytes, int]

    def has(self, pattern: re.Pattern[bytes]) -> bool:
        """True where a row, without what differs, has what matches a pattern."""
        return any(map(pattern.search, self.kinds))

    def count(self, needle: bytes) -> int:
        """How often a text stands in the rows without what differs: at least as often as in the rows themselves."""
        return sum(times * kind.count(needle) for kind, times in self.kinds.items())


def alike_rows(rows: bytes) -> AlikeRows:
    """Some rows of XML by their kinds."""
    sample = _kinds(rows[:_SAMPLE])
    if _FEW * len(sample) > sample.total():
        return AlikeRows({rows: 1})
    return AlikeRows(_kinds(rows))


def _kinds(rows: bytes) -> Counter[bytes]:
    return Counter(rows.translate(None, _DIFFERS).split(_ROW_END))
