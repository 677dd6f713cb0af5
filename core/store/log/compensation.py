"""Taking an action back: the changes that do it, entry by entry, as long as nobody has written over it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from sqlalchemy import Connection

from core.plan.register_records import REGISTERS
from core.registers.declare import Wire
from core.store.log.chain import last_number
from core.store.log.changes import Delete, Put, RecordChange, Reopen, Restore
from core.store.log.entry import DELETED
from core.store.log.history import Action, Past, Place
from core.store.log.record_state import RecordState
from core.store.tables.register_tables import registers_of

LONG = 5  # entries, of a thousand records each: what takes longer than a moment to look through


class WrittenOver(Exception):
    """Somebody has written since over what the action wrote."""


def can_be_reversed(connection: Connection, action: Action) -> bool:
    """True where the action can be taken back, and something comes of it. A long one isn't looked through: whether somebody
    has written over it is found while it is taken back."""
    if len(action.numbers) > LONG or (len(action.numbers) > 1 and _is_last(connection, action)):
        last = Past(connection).entry(action.numbers[-1])
        return not registers_of(connection).keys().isdisjoint((*last.new, *last.writes))
    try:
        return sum(1 for _ in reversal(connection, action)) > 0
    except WrittenOver:
        return False


def _is_last(connection: Connection, action: Action) -> bool:
    """True where nothing was written after it, so that nobody needs to look through a whole import."""
    return last_number(connection) == action.numbers[-1]


def reversal(
    connection: Connection, action: Action, tick: Callable[[float], None] = lambda _: None
) -> Iterator[RecordChange]:
    """The changes that take an action back, those of a record one after the other. ``tick`` is called with how far it is (0 to
    1), entry by entry. WrittenOver where somebody has written over one of its heads since."""
    past = Past(connection)
    mine = set(action.numbers)
    # The records that came with a register go with what declares it, and come back with it.
    own = {name for number in mine for name in _declared(past, number)}
    for place, number in enumerate(reversed(action.numbers)):
        tick(place / len(mine))
        reverse = list(chain(_rewritten(past, number, mine), _unmade(past, number, mine)))
        steps = [step for step in reverse if step is not None]
        if len(steps) < len(reverse):
            raise WrittenOver
        # Values first: writing them would bring back what is then to be deleted.
        yield from sorted((step for step in steps if step.register not in own), key=_record_by_record)
        past.trim()


def _declared(past: Past, number: int) -> Iterator[Wire]:
    """The names of the registers that an entry declares for the first time."""
    made = past.entry(number).new.get(REGISTERS.name)
    return (wires[made.fields.index("name")] for _, wires in made.rows) if made else iter(())


def _record_by_record(step: RecordChange) -> tuple[str, str, bool]:
    return step.register, step.record, not isinstance(step, Put | Reopen)


def _unmade(past: Past, number: int, mine: set[int]) -> Iterator[RecordChange | None]:
    for register, block in past.entry(number).new.items():
        if register not in past.registers:
            continue
        states = past.fold.load(register, block.records)
        for record in block.records:
            yield Delete(register, record) if _untouched(past, register, states[record], mine) else None


def _untouched(past: Past, register: str, state: RecordState, mine: set[int]) -> bool:
    places = {(register, state.record, name): heads for name, heads in state.heads.items()}
    places[register, state.record, DELETED] = [head.n for head in state.deletes]
    return state.base in mine and all(
        past.leads_to(n, place, mine, or_to_nothing=True) for place, heads in places.items() for n in heads
    )


def _rewritten(past: Past, number: int, mine: set[int]) -> Iterator[RecordChange | None]:
    for register, writes in past.entry(number).writes.items():
        if register not in past.registers:
            continue
        states = past.fold.load(register, [write.record for write in writes])
        known = {f.name for f in past.registers[register].stored_fields} | {DELETED}
        for write in (w for w in writes if w.field in known):
            place = (register, write.record, write.field)
            yield _reverse(past, number, place, states[write.record], mine)


def _reverse(past: Past, n: int, place: Place, state: RecordState, mine: set[int]) -> RecordChange | None:
    register, record, field = place
    deletes = [head.n for head in state.deletes]
    heads = deletes if field == DELETED else state.heads_of(field)
    if state.deleted and not _all_lead(past, deletes, (register, record, DELETED), mine):
        return None
    if not _all_lead(past, heads, place, mine):
        return None
    rivals = past.rivals_before(n, place)
    if rivals:
        shown = 0 if field == DELETED else past.before(n, place)  # what is disputed isn't deleted
        return Reopen(*place, shown, tuple(sorted(past.entry(head).id for head in rivals)))
    if field == DELETED:
        return (Delete if past.deleted_before(n, place) else Restore)(register, record)
    return Put(register, record, {field: past.before(n, place)})


def _all_lead(past: Past, heads: Iterable[int], place: Place, mine: set[int]) -> bool:
    return all(past.leads_to(n, place, mine) for n in heads)
