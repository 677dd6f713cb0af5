"""The order in which entries made elsewhere can be folded: none before its past."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

from core.store.log.entry import Entry

Place = tuple[str, int]  # replica and running number
Known = Callable[[Iterable[bytes]], Mapping[bytes, Place]]


def past_of(entry: Entry) -> set[bytes]:
    """The ids an entry needs before it: the one before in its chain, those merged, and the heads it replaces or
    makes current again."""
    named = {i for writes in entry.writes.values() for w in writes for i in (*w.replaces, *w.reopens)}
    return named.union(entry.seen, [entry.prev] if entry.prev else [])


def in_causal_order(pending: dict[bytes, Entry], known: Known) -> Iterator[Entry]:
    """Takes out of ``pending``, earliest clock first, the entries whose past is in the file or was taken out before;
    those whose past is missing, or whose chain doesn't fit together, stay in it."""
    past = {i: past_of(entry) for i, entry in pending.items()}
    places = dict(known(set().union(*past.values()) - pending.keys()))  # what is pending isn't in the file
    lacking: dict[bytes, int] = {}
    waiting_for: dict[bytes, list[bytes]] = defaultdict(list)
    for i, needed in past.items():
        missing = needed - places.keys()
        lacking[i] = len(missing)
        for lacked in missing:
            waiting_for[lacked].append(i)
    ready = [_turn(pending[i]) for i, count in lacking.items() if not count]
    heapify(ready)
    while ready:
        found = pending[heappop(ready)[-1]]
        if not _fits(found, places):
            continue
        yield pending.pop(found.id)
        places[found.id] = (found.replica, found.seq)
        for later in waiting_for.pop(found.id, ()):
            lacking[later] -= 1
            if not lacking[later]:
                heappush(ready, _turn(pending[later]))


def _turn(entry: Entry) -> tuple[int, str, int, bytes]:
    return entry.clock, entry.replica, entry.seq, entry.id


def _fits(entry: Entry, places: Mapping[bytes, Place]) -> bool:
    if entry.prev is None:
        return entry.seq == 1
    return places[entry.prev] == (entry.replica, entry.seq - 1)
