"""What happened to a record, and taking back what a person did.

Both follow the log's own references: every write names the heads it replaces, so a field's whole past hangs
from its present heads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.registers.declare import Wire
from core.store.clock import wall_time
from core.store.entry import DELETED, Entry, Write
from core.store.fold import Fold
from core.store.log import Change, Delete, Put, Restore, read_entry
from core.store.state import State
from core.store.tables import ENTRIES, REGISTERS

UNDO_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record. ``action``: create, change, delete, restore; ``old`` and ``new`` are
    wire values; ``at`` is Bangkok time by the writer's clock."""

    at: datetime
    author: str
    action: str
    field: str | None
    old: Wire
    new: Wire
    replica: str
    label: str = ""


def events(connection: Connection, register: str, record: str) -> tuple[Event, ...]:
    """A record's history, newest first."""
    fold = Fold(connection)
    state = fold.load(register, [record]).get(record)
    if state is None:
        return ()
    found = []
    for _, entry in sorted(_past(connection, fold, register, state).items(), reverse=True):
        found.extend(_events_of(connection, fold, entry, register, record))
    return tuple(found)


def _past(connection: Connection, fold: Fold, register: str, state: State) -> dict[int, Entry]:
    past: dict[int, Entry] = {}
    wanted = state.all_heads() | {head.n for head in state.deletes}
    while wanted:
        number = wanted.pop()
        if number in past:
            continue
        past[number] = read_entry(connection, number)
        replaced = {i for write in _writes(past[number], register, state.record) for i in write.replaces}
        known = fold.numbers(replaced)
        wanted |= {known[i] for i in replaced if i in known}
    return past


def _writes(entry: Entry, register: str, record: str) -> Iterator[Write]:
    return (write for write in entry.writes.get(register, ()) if write.record == record)


def _events_of(connection: Connection, fold: Fold, entry: Entry, register: str, record: str) -> list[Event]:
    def event(action: str, field: str | None, old: Wire, new: Wire) -> Event:
        return Event(
            wall_time(entry.clock), entry.author, action, field, old, new, entry.replica, entry.label
        )

    found = []
    block = entry.new.get(register)
    if block and any(made == record for made, _ in block.rows):
        found.append(event("create", None, None, None))
    for write in _writes(entry, register, record):
        if write.field == DELETED:
            found.append(event("delete" if write.value else "restore", None, None, None))
        else:
            old = _value_before(connection, fold, write, register)
            found.append(event("change", write.field, old, write.value))
    return found


def _value_before(connection: Connection, fold: Fold, write: Write, register: str) -> Wire:
    """The value the write replaced: of several rivals the one that showed."""
    numbers = [n for i, n in fold.numbers(write.replaces).items() if i in write.replaces]
    if not numbers:
        return None
    return _value_in(
        read_entry(connection, max(numbers, key=fold.stamp)), register, write.record, write.field
    )


def _value_in(entry: Entry, register: str, record: str, field: str) -> Wire:
    for write in _writes(entry, register, record):
        if write.field == field:
            return write.value
    block = entry.new.get(register)
    if block and field in block.fields:
        at = block.fields.index(field)
        return next((values[at] for made, values in block.rows if made == record), None)
    return None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person did, as undo sees it: its entries (numbers, oldest first)."""

    name: str
    label: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UndoStacks:
    """What a person can take back and do again; the last of each is next."""

    done: tuple[Action, ...]
    undone: tuple[Action, ...]


def undo_stacks(connection: Connection, replica: str, author: str) -> UndoStacks:
    """A person's own steps in this copy of the file, from the last ``UNDO_DEPTH`` entries."""
    query = select(ENTRIES.c.n).where(ENTRIES.c.replica == replica, ENTRIES.c.author == author)
    numbers = connection.execute(query.order_by(ENTRIES.c.seq.desc()).limit(UNDO_DEPTH)).scalars()
    done: list[Action] = []
    undone: list[Action] = []
    for action, entry in _actions(connection, sorted(numbers)):
        if entry.undoes:
            done = [a for a in done if a.name != entry.undoes]
            undone.append(action)
        elif entry.redoes:
            undone = [a for a in undone if a.name != entry.redoes]
            done.append(action)
        else:
            done.append(action)
            undone.clear()
    return UndoStacks(tuple(done), tuple(undone))


def _actions(connection: Connection, numbers: Sequence[int]) -> list[tuple[Action, Entry]]:
    found: list[tuple[Action, Entry]] = []
    for number in numbers:
        entry = read_entry(connection, number)
        if found and found[-1][0].name == entry.action:
            action, first = found[-1]
            found[-1] = (Action(action.name, action.label, (*action.numbers, number)), first)
        else:
            found.append((Action(entry.action, entry.label, (number,)), entry))
    return found


def compensation(connection: Connection, action: Action) -> list[Change] | None:
    """The changes that take an action back; None where somebody has written over one of its heads since."""
    fold = Fold(connection)
    mine = set(action.numbers)
    changes: list[Change] = []
    for number in reversed(action.numbers):
        entry = read_entry(connection, number)
        for register in (name for name in entry.new if name in REGISTERS):
            made = [record for record, _ in entry.new[register].rows]
            states = fold.load(register, made)
            if any(not _stands_alone(states[record], mine) for record in made):
                return None
            changes.extend(Delete(register, record) for record in made)
        for register in (name for name in entry.writes if name in REGISTERS):
            states = fold.load(register, [write.record for write in entry.writes[register]])
            for write in entry.writes[register]:
                change = _reverse(connection, fold, register, write, states[write.record], mine)
                if change is None:
                    return None
                changes.append(change)
    return changes


def _stands_alone(state: State, mine: set[int]) -> bool:
    return not state.deleted and state.all_heads() | {head.n for head in state.deletes} <= mine


def _reverse(
    connection: Connection, fold: Fold, register: str, write: Write, state: State, mine: set[int]
) -> Change | None:
    if write.field == DELETED:
        stands = {head.n for head in state.deletes} <= mine and state.deleted == bool(write.value)
        undone: Change = (Restore if write.value else Delete)(register, write.record)
        return undone if stands else None
    if not set(state.heads_of(write.field)) <= mine or state.deleted:
        return None
    return Put(register, write.record, {write.field: _value_before(connection, fold, write, register)})
