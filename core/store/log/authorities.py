"""What each entry's past says of who may write what (docs/domain.md, "Rights").

An *authority entry* says who may do what (``core.plan.authority.touches``). For each entry of the log ``entries.authority`` names
the set of those in its causal past, itself among them where it is one; the sets are interned in the table ``authorities``. A set
is told by its *heads*, those that no other of it has in its past: ``heads`` are their numbers, ``accounts`` says whether one
of the set is about people, and an authority entry's own set names that of its past as ``before``. An id is greater than those
of the sets it holds.

Where a past knows no account everything is allowed, and nothing here is read but an id.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, insert, select

from core.plan.authority import EVERYTHING, PEOPLE, REVOCATIONS, SAYS, Authority, Deed, Joined, Said, touches
from core.store.log.causal_order import past_of
from core.store.log.chain import BLOCK, read_entry
from core.store.log.entry import Entry
from core.store.log.upgrades import upgraded
from core.store.tables.bulk import chosen
from core.store.tables.definitions import AUTHORITIES, ENTRIES

NONE = 0  # the id of the empty set, which has no row
MOST_STATES = 64

STANDING = (ENTRIES.c.id, ENTRIES.c.authority)


@dataclass(frozen=True, slots=True)
class _Set:
    heads: tuple[int, ...]
    before: int | None  # the set of the past of an authority entry, whose own set this is
    accounts: bool
    past: int  # the sets of the authority entries in it, as bits by their ids


class Authorities:
    """The sets of authority entries of a file, read when they are first asked for; within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sets: dict[int, _Set] | None = None
        self._ids: dict[tuple[int, ...], int] = {}
        self._said: dict[int, Joined] = {}
        self._states: dict[int, Authority] = {}
        self._page: dict[int, int] = {}

    @property
    def _known(self) -> dict[int, _Set]:
        if self._sets is None:
            self._sets = {}
            for row in self._connection.execute(select(AUTHORITIES).order_by(AUTHORITIES.c.id)):
                told = orjson.loads(row.members)
                self._learn(row.id, tuple(told["heads"]), told.get("before"), bool(told["accounts"]))
        return self._sets

    def _learn(self, found: int, heads: tuple[int, ...], before: int | None, accounts: bool) -> None:
        assert self._sets is not None
        if before is None:
            past = 0
            for head in heads:
                past |= self._sets[self._ids[(head,)]].past
        else:
            past = (1 << found) | (self._sets[before].past if before else 0)
        self._sets[found] = _Set(heads, before, accounts, past)
        self._ids[heads] = found

    def _intern(self, heads: tuple[int, ...], before: int | None, accounts: bool) -> int:
        known = self._known
        if heads in self._ids:
            return self._ids[heads]
        found = max(known, default=NONE) + 1
        told = {"heads": heads, "accounts": accounts} | ({} if before is None else {"before": before})
        row = {"id": found, "members": orjson.dumps(told).decode()}
        self._connection.execute(insert(AUTHORITIES), row)
        self._learn(found, heads, before, accounts)
        return found

    @property
    def accounts(self) -> bool:
        """True where any set knows an account."""
        return any(one.accounts for one in self._known.values())

    def of(self, entries: Iterable[bytes]) -> dict[bytes, int]:
        """The sets of entries of the file by their ids."""
        return {bytes(i): found for i, found in chosen(self._connection, STANDING, entries)}

    def joined(self, sets: Iterable[int]) -> int:
        """The union of some sets."""
        several = {*sets} - {NONE}
        if len(several) < 2:
            return next(iter(several), NONE)
        known = self._known
        past = 0
        for one in several:
            past |= known[one].past
        whole = next((one for one in several if known[one].past == past), None)
        if whole is not None:
            return whole
        heads = {head for one in several for head in known[one].heads}
        own = {head: self._ids[(head,)] for head in heads}
        behind = 0
        for one in own.values():
            behind |= known[one].past ^ (1 << one)
        kept = tuple(sorted(head for head, one in own.items() if not behind >> one & 1))
        return self._intern(kept, None, any(known[one].accounts for one in several))

    def after(self, before: int, n: int, entry: Entry) -> int:
        """The set of an entry with number ``n`` whose past has the set ``before``."""
        if not says(entry):
            return before
        accounts = says_of_people(entry)
        return self._intern((n,), before, accounts or self.knows_accounts(before))

    def knows_accounts(self, found: int) -> bool:
        """True where one of a set is about people."""
        return found != NONE and self._known[found].accounts

    def before(self, found: int, n: int) -> int:
        """Of the set of the entry with number ``n`` that of its past alone."""
        if found == NONE:
            return NONE
        one = self._known[found]
        return one.before or NONE if one.heads == (n,) and one.before is not None else found

    def of_block(self, block: Sequence[tuple[int, Entry]]) -> list[tuple[int, int]]:
        """The set of the past of each of some numbered entries in fold order, and its own."""
        here = {entry.id for _, entry in block}
        found = self.of({i for _, entry in block for i in past_of(entry)} - here)
        told = []
        for n, entry in block:
            before = self.joined({found[i] for i in past_of(entry) if i in found})
            found[entry.id] = own = self.after(before, n, entry)
            told.append((before, own))
        return told

    # What a set says

    def know(self, found: int, authority: Authority) -> None:
        """Take note of what a set says, so that it needn't be worked out."""
        if authority is not EVERYTHING:
            self._states[found] = authority

    def authority(self, found: int) -> Authority:
        """What a set says of who may write what; everything where it knows no account."""
        if not self.knows_accounts(found):
            return EVERYTHING
        if found not in self._states:
            one = self._known[found]
            before = self._states.get(one.before) if one.before else None
            state = self._folded(one.past) if before is None else before.after([self._joins(found, before)])
            while len(self._states) >= MOST_STATES:
                del self._states[next(iter(self._states))]
            self._states[found] = state
        return self._states[found]

    def of_past(self, n: int) -> Authority:
        """What the past of the entry with number ``n`` says of who may write what."""
        if not self.accounts:
            return EVERYTHING
        if n not in self._page:
            columns = select(ENTRIES.c.n, ENTRIES.c.authority)
            rows = self._connection.execute(columns.where(ENTRIES.c.n.between(n, n + BLOCK)))
            self._page = dict(rows.all())
        return self.authority(self.before(self._page[n], n))

    def _folded(self, past: int) -> Authority:
        """The authority of the entries in a past, each as far as its own past allowed it."""
        state, done = Authority(), 0
        unjudged = []  # the first ones, of before there were accounts
        for one in _bits(past):
            before = self._known[one].before or NONE
            if not self.knows_accounts(before):
                unjudged.append(self._joins(one, EVERYTHING))
                done |= 1 << one
                continue
            if unjudged:
                state, unjudged = state.after(unjudged), []
            behind = self._known[before].past
            state = state.after([self._joins(one, state if behind == done else self.authority(before))])
            done |= 1 << one
        return state.after(unjudged) if unjudged else state

    def _joins(self, found: int, before: Authority) -> Joined:
        """What the authority entry whose own set this is says, as far as ``before``, its past's, allows it."""
        if found not in self._said:
            entry = upgraded(read_entry(self._connection, self._known[found].heads[0]))
            writer = before.person(entry.key)
            said = tuple(
                one
                for one in said_by(entry)
                if before.may(writer, Deed(one.register, one.record, one.field, one.value, {}))
            )
            self._said[found] = Joined(entry.id, entry.clock, said)
        return self._said[found]


def _bits(past: int) -> Iterator[int]:
    """The places of the bits that are set, ascending."""
    while past:
        lowest = past & -past
        yield lowest.bit_length() - 1
        past ^= lowest


def says(entry: Entry) -> bool:
    """True where an entry says who may do what."""
    if SAYS.keys().isdisjoint(entry.new) and SAYS.keys().isdisjoint(entry.writes):
        return False
    made = any(touches(name, block.fields) for name, block in entry.new.items())
    return made or any(touches(name, {w.field for w in block}) for name, block in entry.writes.items())


def says_of_people(entry: Entry) -> bool:
    """True where an entry is about accounts or the keys that are no longer anybody's."""
    return not {PEOPLE, REVOCATIONS}.isdisjoint((*entry.new, *entry.writes))


def names_in(entry: Entry) -> list[str]:
    """The names an entry gives to people; its author's where it gives none."""
    return [str(one.value) for one in said_by(entry) if (one.register, one.field) == (PEOPLE, "name")] or [
        entry.author
    ]


def said_by(entry: Entry) -> Iterator[Said]:
    """What an entry says of who may do what."""
    for name, block in entry.new.items():
        for field, column in zip(block.fields, block.columns, strict=True):
            if field in SAYS.get(name, ()):
                for record, wire in zip(block.records, column, strict=True):
                    if wire is not None:
                        yield Said(name, record, field, wire)
    for name, writes in entry.writes.items():
        for write in writes:
            if write.field in SAYS.get(name, ()):
                yield Said(name, write.record, write.field, write.value, write.replaces)


def told_sets(connection: Connection) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Of each entry by its number the heads of its set, in fold order."""
    rows = connection.execute(select(AUTHORITIES.c.id, AUTHORITIES.c.members))
    heads = {found: tuple(orjson.loads(members)["heads"]) for found, members in rows}
    for n, found in connection.execute(select(ENTRIES.c.n, ENTRIES.c.authority).order_by(ENTRIES.c.n)):
        yield n, heads.get(found, ())
