"""Comparing two wordings of one name, and showing where they part."""

import re

from core.thai.folding import fold_case

# Longer names are shown by the part in which they differ, with some letters around it.
SHOWN_WHOLE = 60
AROUND = 14

# A name shorter than this isn't taken for the beginning of another.
SHORTEST_BEGINNING = 15

_LAST_BRACKET = re.compile(r"\([^()]*\)$")
_NUMBERED = re.compile(r"^\s*[0-9๐-๙]+[.)]\s*")
_ACTIVITY = re.compile(r"^(กิจกรรม)?(การ)?")
_FOLLOWS = re.compile(r"[ะ-ฺๅ็-๎]")


def squashed(text: str) -> str:
    """A wording without what nobody means by it: spaces, case, kind of digits, a remark in brackets at the end."""
    bare = fold_case(text).replace(" ", "")
    return _LAST_BRACKET.sub("", bare) or bare


def name_of(text: str) -> str:
    """A project's or measure's name to compare by: unnumbered, without กิจกรรม and การ before it."""
    return _ACTIVITY.sub("", squashed(_NUMBERED.sub("", text)))


def plainly(text: str) -> str:
    """A project's or measure's name to show: unnumbered, without กิจกรรม and การ before it."""
    return _ACTIVITY.sub("", _NUMBERED.sub("", text.strip()))


def agree(one: str, other: str) -> bool:
    """Two compared names are one, or one is a shortened or an extended form of the other."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= SHORTEST_BEGINNING and longer.startswith(shorter))


def parted(one: str, other: str) -> tuple[str, str]:
    """Both wordings in quotation marks, long ones cut to where they differ."""
    one, other = " ".join(one.split()), " ".join(other.split())
    if max(len(one), len(other)) <= SHOWN_WHOLE:
        return f"“{one}”", f"“{other}”"
    start, end = common(one, other), common(one[::-1], other[::-1])
    end = min(end, min(len(one), len(other)) - start)
    return _cut(one, start, end), _cut(other, start, end)


def common(one: str, other: str) -> int:
    """How many letters two texts begin with together."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _cut(text: str, same_before: int, same_after: int) -> str:
    first = max(0, same_before - AROUND)
    last = min(len(text), len(text) - same_after + AROUND, first + 4 * AROUND)
    while first > 0 and _FOLLOWS.match(text[first]):
        first -= 1
    while last < len(text) and _FOLLOWS.match(text[last]):
        last += 1
    return f"“{'…' * (first > 0)}{text[first:last].strip()}{'…' * (last < len(text))}”"
