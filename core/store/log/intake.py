"""Taking in entries made elsewhere: in any order, any number of times, block by block.

However many arrive, only one block is held in memory: what can be folded is folded, what lacks its past is put into
the table ``waiting`` and taken out again when that arrives. What may not stand in its chain (``signatures``) is refused with
all that came along; where it waited, it waits for good. All within the caller's transaction. Which entries came in
which block makes no difference: folding is the same in every order.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import orjson
from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from core.plan.proposals import PLAN_PROPOSALS
from core.store.log import clock
from core.store.log.authorities import Authorities, names_in, says_of_people
from core.store.log.causal_order import Place, in_causal_order, past_of
from core.store.log.chain import last_number, meta, renew, row_of, set_meta
from core.store.log.changes import Changes
from core.store.log.entry import Entry, decode
from core.store.log.fold import Fold
from core.store.log.signatures import FORGED, BrokenChain, peoples_keys, signatures_after, takes_signed_only
from core.store.log.upgrades import upgraded
from core.store.tables.bulk import CHUNK, chosen, chunks, insert_rows
from core.store.tables.definitions import AUTHORITIES, ENTRIES, WAITING

MOST_IN_BLOCK = 1000
MOST_BYTES = 2 * 2**20
MOST_TOUCHED = 20_000
MOST_CHAINS = 50
PLACED = (ENTRIES.c.id, ENTRIES.c.replica, ENTRIES.c.seq)
LACKING = (WAITING.c.id, WAITING.c.lacks)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a block: entries known before, new ones, and of these the ones that wait for their past and the
    ones that fit no chain (they name one before that isn't the one before)."""

    known: int = 0
    fresh: int = 0
    waiting: int = 0
    misfit: int = 0

    def __add__(self, other: "Ingested") -> "Ingested":
        return Ingested(
            self.known + other.known,
            self.fresh + other.fresh,
            self.waiting + other.waiting,
            self.misfit + other.misfit,
        )


def blocks(stored: Iterable[bytes]) -> Iterator[list[Entry]]:
    """Entries of their bytes, in blocks that fit into memory; BadEntry where one is damaged."""
    block: list[Entry] = []
    size = 0
    for body in stored:
        if block and (len(block) == MOST_IN_BLOCK or size + len(body) > MOST_BYTES):
            yield block
            block, size = [], 0
        block.append(decode(body))
        size += len(body)
    if block:
        yield block


class Intake:
    """Takes in blocks of entries; ``close`` ends it and returns what was touched.

    ``folded`` is called with every block's entries that were folded, in the order of folding.
    """

    def __init__(
        self,
        connection: Connection,
        now_ms: Callable[[], int],
        folded: Callable[[Sequence[Entry]], None] | None = None,
    ) -> None:
        self.connection = connection
        self._now_ms = now_ms
        self._folded = folded
        self._fold = Fold(connection)
        self._authorities = Authorities(connection)
        self.begun: list[str] = []  # the names of accounts that came and knew of none
        self._touched: set[tuple[str, str]] = set()
        self._wholly: set[str] = set()
        self._awaited: deque[bytes] = deque()
        self._number = last_number(connection)
        self._signatures = signatures_after(
            connection, self._number, signed_only=takes_signed_only(connection)
        )
        self._read_settings()
        self._take_waiting(WAITING.c.lacks.is_(None))
        self._release()

    def _read_settings(self) -> None:
        settings = meta(self.connection)
        self._replica = settings["replica"]
        self._clock = int(settings["clock"])
        self._unseen = {bytes.fromhex(i) for i in orjson.loads(settings["unseen"])}

    def _write_settings(self) -> None:
        unseen = orjson.dumps(sorted(i.hex() for i in self._unseen)).decode()
        set_meta(self.connection, clock=str(self._clock), unseen=unseen)

    def ingest(self, block: Sequence[Entry]) -> Ingested:
        """Take in one block of entries. BrokenChain where one may not stand in its chain."""
        arrived = {entry.id: entry for entry in block}
        known = {*self.places(arrived), *self._waits(arrived)}
        pending = {i: entry for i, entry in arrived.items() if i not in known}
        new = set(pending)
        self._settle(pending)
        for entry in pending.values():
            if (entry.key or entry.sig) and not entry.is_signed_right:
                raise BrokenChain(entry, FORGED)
        self._release()  # what waited before may be the past of what has just been left
        left = self._waits(new)
        misfit = sum(lacks == i for i, lacks in left.items())
        return Ingested(len(block) - len(new), len(new), len(left) - misfit, misfit)

    def close(self) -> Changes:
        """Write down the last rows and how far the file is now."""
        self._fold.finish()
        self._note({PLAN_PROPOSALS.name: self._fold.proposed})
        self._write_settings()
        return Changes(frozenset(self._touched), frozenset(self._wholly | self._fold.followed))

    @property
    def knows_accounts(self) -> bool:
        """True where the file knows any account by now."""
        return self._authorities.accounts

    def places(self, ids: Iterable[bytes]) -> dict[bytes, Place]:
        """Where the file's entries of these ids stand; ids it doesn't hold are left out."""
        rows = chosen(self.connection, PLACED, ids)
        return {bytes(i): (replica, seq) for i, replica, seq in rows}

    def _waits(self, ids: Iterable[bytes]) -> dict[bytes, bytes]:
        """Of these ids those that wait, with the id each lacks."""
        if not self._anything_waits():
            return {}
        return {bytes(i): bytes(lacks) for i, lacks in chosen(self.connection, LACKING, ids)}

    def _anything_waits(self) -> bool:
        return self.connection.execute(select(WAITING.c.seq).limit(1)).first() is not None

    def _settle(self, pending: dict[bytes, Entry], *, waited: bool = False) -> None:
        """Fold what can be folded; what is left waits."""
        while ready := list(in_causal_order(pending, self.places)):
            at = self._take_in(ready, waited=waited)
            self._awaited.extend(entry.id for entry in ready[:at])
            self._wait({entry.id: entry.id for entry in ready[at : at + 1]}, ready[at : at + 1])
            pending.update((entry.id, entry) for entry in ready[at + 1 :])
        self._keep_waiting(pending)

    def _take_in(self, ready: Sequence[Entry], *, waited: bool) -> int:
        """Fold entries, up to the first of those that waited which may not stand in its chain; how many it was."""
        if any(entry.replica == self._replica for entry in ready):
            self._go_on_as_another()  # somebody else wrote under our replica id, or we were put back: two writers need two ids
        self._fold.trim()
        read = [upgraded(entry) for entry in ready]
        self._note(self._fold.load_all(read))
        first = self._number + 1
        known = self.connection.execute(select(func.max(AUTHORITIES.c.id))).scalar() or 0
        sets = self._authorities.of_block(list(enumerate(read, start=first)))
        for entry, (before, _) in zip(read, sets, strict=True):
            if says_of_people(entry) and not self._authorities.knows_accounts(before):
                self.begun.extend(names_in(entry))
        numbered = enumerate(zip(ready, sets, strict=True), start=first)
        insert_rows(self.connection, ENTRIES, [row_of(n, e, own) for n, (e, (_, own)) in numbered])
        at, why = self._first_fault(ready, sets)
        if why and not waited:
            raise BrokenChain(ready[at], why)
        if why:
            ready, read, sets = ready[:at], read[:at], self._without(first, read[:at], known)
        now = self._now_ms()
        for self._number, (entry, (before, _)) in enumerate(zip(read, sets, strict=True), start=first):
            self._unseen.difference_update((entry.prev, *entry.seen))
            self._unseen.add(entry.id)
            self._clock = clock.advance(self._clock, entry.clock, now)
            self._fold.apply(self._number, entry, self._authorities.authority(before))
        if self._folded:
            self._folded(ready)
        return at

    def _first_fault(self, ready: Sequence[Entry], sets: Sequence[tuple[int, int]]) -> tuple[int, str]:
        """The place of the first entry that may not stand in its chain, and why; behind the last where all may."""
        self._signatures.peoples = peoples_keys(self.connection)
        for at, (entry, (before, _)) in enumerate(zip(ready, sets, strict=True)):
            if why := self._signatures.fault(entry, self._authorities.authority(before)):
                return at, why
        return len(ready), ""

    def _without(self, first: int, read: Sequence[Entry], known: int) -> list[tuple[int, int]]:
        """Take out what was put in behind the entries ``read``, and what was noted of the authority since ``known``."""
        self.connection.execute(delete(ENTRIES).where(ENTRIES.c.n >= first + len(read)))
        self.connection.execute(delete(AUTHORITIES).where(AUTHORITIES.c.id > known))
        self._authorities = Authorities(self.connection)
        return self._authorities.of_block(list(enumerate(read, start=first)))

    def _note(self, touched: Mapping[str, set[str]]) -> None:
        for register in touched.keys() - self._wholly:
            self._touched.update((register, record) for record in touched[register])
        if len(self._touched) > MOST_TOUCHED:
            self._wholly.update(register for register, _ in self._touched)
            self._touched.clear()

    def _go_on_as_another(self) -> None:
        self._write_settings()
        renew(self.connection)
        self._read_settings()

    def _keep_waiting(self, pending: Mapping[bytes, Entry]) -> None:
        if not pending:
            return
        past = {i: past_of(entry) for i, entry in pending.items()}
        here = self.places(set().union(*past.values())).keys()
        lacks = {i: min(needed - here, default=i) for i, needed in past.items()}
        self._wait(lacks, pending.values())

    def _wait(self, lacks: Mapping[bytes, bytes], entries: Iterable[Entry]) -> None:
        rows = [
            {"id": e.id, "replica": e.replica, "seq": e.seq, "lacks": lacks[e.id], "body": e.stored}
            for e in entries
        ]
        if rows:
            self.connection.execute(insert(WAITING), rows)

    def _release(self) -> None:
        """Take in what waited for the entries folded since, and what waited for that, and so on."""
        if not self._anything_waits():
            self._awaited.clear()
        while self._awaited:
            some = [self._awaited.popleft() for _ in range(min(CHUNK, len(self._awaited)))]
            self._take_waiting(WAITING.c.lacks.in_(some))

    def _take_waiting(self, condition: ColumnElement[bool]) -> None:
        while waiting := self._drawn(condition):
            self._settle(waiting, waited=True)

    def _drawn(self, condition: ColumnElement[bool]) -> dict[bytes, Entry]:
        """Take out of the table what a condition names, and what comes after it in the same chains, which most likely
        waits for it; as much as fits into memory."""
        columns = select(
            WAITING.c.id, WAITING.c.replica, WAITING.c.seq, func.length(WAITING.c.body).label("size")
        )
        named = self.connection.execute(columns.where(condition).limit(CHUNK)).all()
        if not named:
            return {}
        chains = [(row.replica, row.seq) for row in named[:MOST_CHAINS]]
        after = or_(*((WAITING.c.replica == replica) & (WAITING.c.seq > seq) for replica, seq in chains))
        later = self.connection.execute(columns.where(after).order_by(WAITING.c.seq).limit(CHUNK)).all()
        return self._taken_out(_that_fit([(bytes(row.id), row.size) for row in (*named, *later)]))

    def _taken_out(self, ids: Sequence[bytes]) -> dict[bytes, Entry]:
        found: dict[bytes, Entry] = {}
        for some in chunks(ids):
            bodies = select(WAITING.c.body).where(WAITING.c.id.in_(some))
            found.update(
                (e.id, e) for e in map(decode, map(bytes, self.connection.execute(bodies).scalars()))
            )
            self.connection.execute(delete(WAITING).where(WAITING.c.id.in_(some)))
        return found


def _that_fit(sized: Sequence[tuple[bytes, int]]) -> list[bytes]:
    total = list(accumulate(size for _, size in sized))
    return [i for place, (i, _) in enumerate(sized) if not place or total[place] <= MOST_BYTES]
