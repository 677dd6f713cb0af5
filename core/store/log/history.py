"""What happened to a record, and what a person did last.

Both follow the log's own references: every write names the heads it replaces, so a field's whole past hangs
from its present heads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.plan.office_records import FOR_GOOD
from core.registers.declare import Wire
from core.store.log.authorities import Authorities
from core.store.log.chain import key_text, read_entry
from core.store.log.clock import wall_time
from core.store.log.entry import DELETED, Entry, Write
from core.store.log.fold import Fold
from core.store.log.record_state import RecordState
from core.store.log.upgrades import upgraded
from core.store.tables.definitions import ENTRIES

UNDO_DEPTH = 200
MOST_ENTRIES = 16  # kept in mind while a long action is looked through

Place = tuple[str, str, str]  # register, record, field


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record. ``action``: create, change, delete, restore; ``old`` and ``new`` are
    wire values; ``at`` is Bangkok time by the writer's clock. ``rivals`` are the rival values where it settled a
    conflict; of a delete only whether there are any means something. ``key`` is the public key it is signed by in hex
    ("" for none), ``n`` the number of its entry in this file."""

    at: datetime
    author: str
    action: str
    field: str | None
    old: Wire
    new: Wire
    replica: str
    label: str = ""
    reason: str = ""
    rivals: tuple[Wire, ...] = ()
    key: str = ""
    n: int = 0


class Past:
    """Entries looked into while a history or an undo is worked out, each read once."""

    def __init__(self, connection: Connection) -> None:
        self.fold = Fold(connection)
        self.registers = self.fold.registers
        self._connection = connection
        self._authorities = Authorities(connection)
        self._entries: dict[int, Entry] = {}
        self._values: dict[int, dict[Place, Wire]] = {}
        self._writes: dict[int, dict[Place, Write]] = {}

    def trim(self) -> None:
        """Forget what has been read, where that has become much."""
        if len(self._entries) > MOST_ENTRIES:
            self._entries.clear()
            self._values.clear()
            self._writes.clear()
            self.fold.trim()

    def entry(self, n: int) -> Entry:
        """The entry of that number, as the current schema reads it and its past allowed it."""
        if n not in self._entries:
            entry = upgraded(read_entry(self._connection, n))
            self._entries[n] = self.fold.judged(entry, self._authorities.of_past(n))
        return self._entries[n]

    def write(self, n: int, place: Place) -> Write | None:
        """The entry's write of a field, None where it didn't write it (or made the record with it)."""
        if n not in self._writes:
            blocks = self.entry(n).writes.items()
            self._writes[n] = {(name, w.record, w.field): w for name, block in blocks for w in block}
        return self._writes[n].get(place)

    def value(self, n: int, place: Place) -> Wire:
        """What the entry wrote into a field, or made the record with; None where it did neither."""
        write = self.write(n, place)
        return write.value if write else self._made(n).get(place)

    def _made(self, n: int) -> dict[Place, Wire]:
        if n not in self._values:
            self._values[n] = {
                (name, record, field): wire
                for name, block in self.entry(n).new.items()
                for record, wires in block.rows
                for field, wire in zip(block.fields, wires, strict=True)
            }
        return self._values[n]

    def writers(self, place: Place) -> set[int]:
        """Every entry that wrote a field, from its present heads back; empty where the record is not there."""
        register, record, field = place
        state = self.fold.load(register, [record]).get(record)
        found: set[int] = set()
        wanted = set(state.heads_of(field)) if state else set()
        while wanted:
            number = wanted.pop()
            found.add(number)
            write = self.write(number, place)
            wanted.update(set(self.replaced(write)) - found if write else ())
        return found

    def replaced(self, write: Write) -> list[int]:
        """The numbers of the heads a write names."""
        known = self.fold.numbers(write.replaces)
        return [known[i] for i in write.replaces if i in known]

    def before(self, n: int, place: Place) -> Wire:
        """The value the entry's write replaced: of several rivals the one that showed."""
        heads = self.heads_before(n, place)
        return self.value(max(heads, key=self.fold.stamp), place) if heads else None

    def heads_before(self, n: int, place: Place) -> set[int]:
        """The heads that the entry's write replaced; in the place of one that reopened a conflict those it made current."""
        return {one for head in self._replaced_at(n, place) for one in self._current_after(head, place)}

    def _current_after(self, n: int, place: Place) -> set[int]:
        write = self.write(n, place)
        known = self.fold.numbers(write.reopens) if write else {}
        return {known[i] for i in write.reopens if i in known} or {n} if write else {n}

    def rivals_before(self, n: int, place: Place) -> set[int]:
        """The heads that were rivals before the entry's write; empty where there was no conflict."""
        heads = self.heads_before(n, place)
        if place[2] != DELETED:
            return heads if len({self.value(head, place) for head in heads}) > 1 else set()
        writes = [write for head in heads if (write := self.write(head, place))]
        kinds = {bool(write.value) for write in writes}
        return heads if len(kinds) > 1 or (kinds == {True} and self._unseen(n, place, writes)) else set()

    def _unseen(self, n: int, place: Place, deletes: Sequence[Write]) -> set[int]:
        """Of the heads the entry's write of ``DELETED`` names, the edits that none of the deletes before had seen."""
        write = self.write(n, place)
        named = set(self.replaced(write)) if write else set()
        covered = {head for one in deletes for head in self.replaced(one)}
        return named - covered - self._replaced_at(n, place) - self.heads_before(n, place)

    def deleted_before(self, n: int, place: Place) -> bool:
        """True where the entry's write of ``DELETED`` replaced deletes."""
        values = [before.value for h in self._replaced_at(n, place) if (before := self.write(h, place))]
        return bool(values) and all(values)

    def leads_to(self, n: int, place: Place, mine: set[int], *, or_to_nothing: bool = False) -> bool:
        """True where a head is one of ``mine``, or undoing and redoing has brought the field back to one of mine
        (``or_to_nothing``: or to before anybody wrote it)."""
        frontier = {n}
        while frontier:
            head = frontier.pop()
            if head in mine:
                continue
            beneath = self._beneath(head, place) if self.compensates(head) else None
            if beneath is None or not (beneath or or_to_nothing):
                return False
            frontier |= beneath
        return True

    def _beneath(self, n: int, place: Place) -> set[int] | None:
        """The heads a compensating entry brought back: those replaced by the action it took back. None where that
        is unknown."""
        undone = self.entry(n).undoes or self.entry(n).redoes
        frontier, beneath = self._replaced_at(n, place), set[int]()
        while frontier:
            head = frontier.pop()
            if self.entry(head).action == undone:
                replaced = self._replaced_at(head, place)
                inner = {h for h in replaced if self.entry(h).action == undone}
                frontier |= inner
                beneath |= replaced - inner
                continue
            deeper = self._beneath(head, place) if self.compensates(head) else None
            if deeper is None:
                return None
            frontier |= deeper
        return beneath

    def compensates(self, n: int) -> bool:
        """True for an entry that took an action back, or did it again."""
        return bool(self.entry(n).undoes or self.entry(n).redoes)

    def _replaced_at(self, n: int, place: Place) -> set[int]:
        """The heads of a field that the entry's write of it replaced."""
        write = self.write(n, place)
        heads = set(self.replaced(write)) if write else set()
        return self._delete_heads(heads, place) if place[2] == DELETED else heads

    def _delete_heads(self, named: set[int], place: Place) -> set[int]:
        # A delete names every head of the record, whatever it wrote: of these, heads of ``DELETED`` are only the
        # deletes and restores that no other of them has in its past.
        heads = {h for h in named if self.write(h, place)}
        older: set[int] = set()
        frontier = {h for head in heads for h in self._deletes_named(head, place)}
        while frontier:
            older |= frontier
            frontier = {h for old in frontier for h in self._deletes_named(old, place)} - older
        return heads - older

    def _deletes_named(self, n: int, place: Place) -> set[int]:
        write = self.write(n, place)
        return {h for h in self.replaced(write) if self.write(h, place)} if write else set()


def numbers_of(past: Past, register: str, record: str) -> set[int]:
    """The numbers of the entries that a record came from; none where it isn't there."""
    state = past.fold.load(register, [record]).get(record)
    return _numbers(past, register, state) if state else set()


def events(connection: Connection, register: str, record: str) -> tuple[Event, ...]:
    """A record's history, newest first."""
    past = Past(connection)
    state = past.fold.load(register, [record]).get(record)
    if state is None:
        return ()
    numbers = sorted(_numbers(past, register, state), reverse=True)
    return tuple(event for n in numbers for event in _events_of(past, n, register, record))


def _numbers(past: Past, register: str, state: RecordState) -> set[int]:
    found: set[int] = set()
    wanted = state.all_heads() | {head.n for head in state.deletes}
    while wanted:
        number = wanted.pop()
        if number not in found:
            found.add(number)
            writes = _writes(past.entry(number), register, state.record)
            wanted.update(n for write in writes for n in past.replaced(write))
    return found


def _writes(entry: Entry, register: str, record: str) -> Iterator[Write]:
    return (write for write in entry.writes.get(register, ()) if write.record == record)


def _events_of(past: Past, n: int, register: str, record: str) -> Iterator[Event]:
    entry = past.entry(n)

    def event(
        action: str,
        field: str | None = None,
        old: Wire = None,
        new: Wire = None,
        rivals: tuple[Wire, ...] = (),
    ) -> Event:
        at, info = wall_time(entry.clock), (entry.replica, entry.label, entry.reason)
        return Event(at, entry.author, action, field, old, new, *info, rivals, key_text(entry.key), n)

    known = {f.name for f in past.registers[register].stored_fields}
    block = entry.new.get(register)
    if block and record in block.records:
        yield event("create")
    for write in _writes(entry, register, record):
        place = (register, record, write.field)
        heads = () if write.reopens else sorted(past.rivals_before(n, place), key=past.fold.stamp)
        rivals = tuple(dict.fromkeys(past.value(head, place) for head in heads))
        if write.field == DELETED:
            yield event("delete" if write.value else "restore", rivals=rivals)
        elif write.field in known:
            yield event("change", write.field, past.before(n, place), write.value, rivals)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person did, as undo sees it: its entries (numbers, oldest first)."""

    name: str
    label: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UndoStacks:
    """What a person can take back and do again next: the tops of the two stacks, each empty or of one action."""

    done: tuple[Action, ...] = ()
    undone: tuple[Action, ...] = ()


def undo_stacks(connection: Connection, replica: str, author: str) -> UndoStacks:
    """A person's own next steps in this copy of the file, from the last ``UNDO_DEPTH`` actions.

    Read from the newest entry back, so that in the ordinary case one entry is enough.
    """
    done: Action | None = None
    undone: Action | None = None
    cancelled: set[str] = set()
    redo_is_settled = False
    for action, entry in _newest_first(connection, replica, author):
        if _is_for_good(entry):
            continue
        current = action.name not in cancelled
        cancelled.update(filter(None, (entry.undoes, entry.redoes)))
        if entry.undoes:
            undone = action if current and not redo_is_settled else undone
            redo_is_settled = redo_is_settled or current
            continue
        redo_is_settled = redo_is_settled or not entry.redoes  # a fresh step leaves nothing to do again
        done = done or (action if current else None)
        if done and redo_is_settled:
            break
    return UndoStacks(tuple(filter(None, [done])), tuple(filter(None, [undone])))


def _newest_first(connection: Connection, replica: str, author: str) -> Iterator[tuple[Action, Entry]]:
    query = select(ENTRIES.c.n, ENTRIES.c.seq).where(ENTRIES.c.replica == replica, ENTRIES.c.author == author)
    newest = query.order_by(ENTRIES.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    for _ in range(UNDO_DEPTH):
        if row is None:
            return
        entry = read_entry(connection, row.n)
        first = _first_seq(entry)
        group = query.where(ENTRIES.c.seq.between(first, row.seq)).order_by(ENTRIES.c.n)
        numbers = tuple(connection.execute(group).scalars())
        yield Action(entry.action, entry.label, numbers), entry
        row = connection.execute(newest.where(ENTRIES.c.seq < first)).first()


def _is_for_good(entry: Entry) -> bool:
    """True where undo passes over an entry: it says nothing of a record, or only of such as have their own way back."""
    return not (entry.undoes or entry.redoes) and FOR_GOOD.issuperset((*entry.new, *entry.writes))


def _first_seq(entry: Entry) -> int:
    # A group is named by its first entry ("replica:seq") and is in the chain without a gap.
    name = entry.group.rpartition(":")[2]
    return int(name) if name.isdecimal() else entry.seq
