"""The order numbers of a declaration's parts: those that stand are kept as far as the order they are wanted in allows.

A number is a field like any other: where two people each put a part between others, apart, nothing but the new parts' own
numbers may be written, or their files would disagree over every part that follows.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from core.plan.register_mappings import PartRow

STEP = 10  # between parts, so that others find room


def in_standing_order(made: Iterable[PartRow], standing: Mapping[str, int | None]) -> tuple[PartRow, ...]:
    """The records of a declaration in their order, with order numbers that follow it; ``standing`` are the numbers that
    records have in the file, by id."""
    numbered = dict(_numbered(made, standing))
    return tuple(
        (register, record, {**values, "ordinal": numbered[record]} if record in numbered else values)
        for register, record, values in made
    )


def _numbered(made: Iterable[PartRow], standing: Mapping[str, int | None]) -> Iterable[tuple[str, int]]:
    parts = sorted((part for part in made if "ordinal" in part[2]), key=_list_of)
    for _, group in groupby(parts, _list_of):
        records = [record for _, record, _ in group]
        yield from zip(records, numbers([standing.get(record) for record in records]), strict=True)


def _list_of(part: PartRow) -> tuple[str, Any]:
    """Which list a part stands in: one of its register's, or the choices of a field."""
    register, _, values = part
    return register, values.get("field_name") or ""


def numbers(held: Sequence[int | None]) -> list[int]:
    """Ascending numbers for parts in their order, of those ``held`` as many as can stay."""
    kept = _ascending(held)
    found: list[int] = []
    for place, number in enumerate(held):
        last = found[-1] if found else None
        if place in kept and number is not None and (last is None or number > last):
            found.append(number)
            continue
        following = [at for at in kept if at > place and (last is None or (held[at] or 0) > last)]
        after = min(following, default=None)
        if after is None:
            found.append(0 if last is None else last + STEP)
        else:
            limit, wanting = held[after] or 0, after - place
            found.append(
                limit - wanting * STEP if last is None else last + max((limit - last) // (wanting + 1), 1)
            )
    return found


def _ascending(held: Sequence[int | None]) -> frozenset[int]:
    """The places of a longest ascending run among the numbers held."""
    ends: list[int] = []  # the least number that a run of each length can end in
    at: list[int] = []  # and its place
    before: dict[int, int | None] = {}
    for place, number in enumerate(held):
        if number is None:
            continue
        length = bisect_left(ends, number)
        before[place] = at[length - 1] if length else None
        ends[length : length + 1], at[length : length + 1] = [number], [place]
    kept = set()
    last = at[-1] if at else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)
