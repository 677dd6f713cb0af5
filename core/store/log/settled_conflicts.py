"""Conflicts that were settled: who decided what and why, others who decided apart, and what the rival values had been.

Read from the log itself: a write that names several heads may have settled a conflict. Such entries are recognised
by their bytes, so that all others are passed over undecoded.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from core.registers.declare import Wire
from core.store.log.entry import DELETED, Entry, decode, unpack
from core.store.log.history import Past, Place
from core.store.log.upgrades import upgraded
from core.store.tables.definitions import ENTRIES

# ["...","field",value,[0,1]]; or undone, or done again after undoing: that names one head alone.
_MAY_SETTLE = re.compile(rb'\[\d+(?:,\d+)+\]\]|"(?:un|re)does":')


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """What somebody wrote into a field, in which entry; ``reason`` is the one given for it, "" for none."""

    n: int
    value: Wire
    entry: Entry
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict that was settled. ``decisions`` are the last one first: several where people decided without having seen
    each other's decision, or decided again between decisions. ``rivals`` are the rival values at first. ``current``: the
    last decision is what the file holds; ``disputed``: it is disputed again."""

    register: str
    record: str
    field: str
    decisions: tuple[WrittenValue, ...]
    rivals: tuple[WrittenValue, ...]
    current: bool
    disputed: bool


def settled(connection: Connection) -> tuple[Settled, ...]:
    """Every conflict that was settled, the one settled last first; decisions that were undone are left out."""
    past = Past(connection)
    numbered = dict(_candidates(connection))
    by_action = {entry.action: entry for entry in numbered.values()}
    undone = {entry.undoes for entry in numbered.values()}
    decided: dict[Place, dict[int, set[int]]] = defaultdict(dict)
    for n, entry in numbered.items():
        if entry.action not in undone:
            for place, rivals in _settling(past, n, entry):
                decided[place][n] = rivals
            past.trim()
    reasons = {n: _reason(entry, by_action) for n, entry in numbered.items()}
    found = [
        _one(past, place, group, reasons) for place, made in decided.items() for group in _together(made)
    ]
    return tuple(sorted(found, key=_last, reverse=True))


def _last(found: Settled) -> tuple[int, bytes]:
    entry = found.decisions[0].entry
    return entry.clock, entry.id


def _candidates(connection: Connection) -> Iterator[tuple[int, Entry]]:
    for row in connection.execute(select(ENTRIES.c.n, ENTRIES.c.packed, ENTRIES.c.body)):
        stored = unpack(row.packed, row.body)
        if _MAY_SETTLE.search(stored):
            yield row.n, upgraded(decode(stored))


def _settling(past: Past, n: int, entry: Entry) -> Iterator[tuple[Place, set[int]]]:
    """The fields whose conflict the entry settled, with the entries of the rival values."""
    for register, writes in entry.writes.items():
        for write in writes if register in past.registers else ():
            place = (register, write.record, write.field)
            rivals = set() if write.reopens else past.rivals_before(n, place)
            if rivals:
                yield place, rivals


def _reason(entry: Entry, by_action: Mapping[str, Entry]) -> str:
    """Why; of a decision done again after undoing it, why it was made."""
    undoing = by_action.get(entry.redoes) if entry.redoes else None
    first = by_action.get(undoing.undoes) if undoing else None
    return entry.reason or (_reason(first, by_action) if first else "")


def _together(made: Mapping[int, set[int]]) -> Sequence[Mapping[int, set[int]]]:
    """Decisions on one field, those about the same rivals or about each other together."""
    groups: list[tuple[set[int], dict[int, set[int]]]] = []
    for n, rivals in made.items():
        about, joined = {n, *rivals}, {n: rivals}
        for other in [group for group in groups if group[0] & about]:
            groups.remove(other)
            about |= other[0]
            joined |= other[1]
        groups.append((about, joined))
    return [joined for _, joined in groups]


def _one(past: Past, place: Place, group: Mapping[int, set[int]], reasons: Mapping[int, str]) -> Settled:
    register, record, field = place

    def written(n: int) -> WrittenValue:
        return WrittenValue(n, past.value(n, place), past.entry(n), reasons.get(n, ""))

    decisions = tuple(written(n) for n in sorted(group, key=past.fold.stamp, reverse=True))
    at_first = set().union(*group.values()) - group.keys()
    rivals = tuple(written(n) for n in sorted(at_first, key=past.fold.stamp))
    state = past.fold.load(register, [record]).get(record)
    disputed = state is not None and field in state.disputed_fields
    if state is None or disputed:
        current = False
    elif field == DELETED:
        current = bool(decisions[0].value) == any(head.value for head in state.deletes)
    else:
        current = state.values.get(field) == decisions[0].value
    return Settled(register, record, field, decisions, rivals, current, disputed)
