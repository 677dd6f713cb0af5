"""Changes gathered record by record, in blocks that fit into one entry each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.registers.declare import Wire
from core.store.log.changes import Committed, Put, RecordChange, Reopen
from core.store.log.new_records import NewRecords

BLOCK = 1000
MOST_LETTERS = 500_000


@dataclass(slots=True)
class Wanted:
    """What a info makes of a record: a field is written once, in one entry, so the later of several changes win."""

    values: dict[str, Wire] = field(default_factory=dict)
    reopens: dict[str, Reopen] = field(default_factory=dict)
    put: bool = False
    settles: bool = False
    ending: type[RecordChange] = Put

    @property
    def letters(self) -> int:
        """How long its texts are together."""
        return sum(len(value) for value in self.values.values() if isinstance(value, str))

    def take(self, change: RecordChange) -> "Wanted":
        """This, with one more change of the record."""
        self.ending = type(change)
        if isinstance(change, Put):
            self.values.update(change.values)
            self.put = True
            self.settles = self.settles or change.settles
        elif isinstance(change, Reopen):
            self.reopens[change.field] = change
        return self


Place = tuple[tuple[str, str], Wanted]
Places = list[Place]
Block = Places | NewRecords


def blocks_of(changes: Iterable[Committed]) -> Iterator[tuple[Block, bool]]:
    """The blocks that write these changes, each with whether it is the only one: what isn't a sequence is taken one by
    one."""
    return _marked(_blocks(_each(changes)))


def _each(changes: Iterable[Committed]) -> Iterable[Place | NewRecords]:
    """Record by record what is wanted. A sequence may come back to a record: what it wants of it is one; of what comes
    one by one those of a record follow each other."""
    return gathered(changes) if isinstance(changes, Sequence) else _runs(changes)


def _runs(changes: Iterable[Committed]) -> Iterator[Place | NewRecords]:
    held: Place | None = None
    for change in changes:
        place = None if isinstance(change, NewRecords) else _place(change)
        if held and held[0] != place:
            yield held
            held = None
        if isinstance(change, NewRecords):
            yield change
        else:
            held = held or (_place(change), Wanted())
            held[1].take(change)
    if held:
        yield held


def gathered(changes: Iterable[RecordChange]) -> Places:
    """What is wanted of each record, in the order the records first come in."""
    wanted: dict[tuple[str, str], Wanted] = {}
    for change in changes:
        wanted.setdefault(_place(change), Wanted()).take(change)
    return list(wanted.items())


def _place(change: RecordChange) -> tuple[str, str]:
    return change.register, change.record


def puts_of(new: NewRecords) -> Iterator[Put]:
    """New records as changes, record by record."""
    for record, wires in new.rows():
        yield Put(new.register, record, dict(zip(new.fields, wires, strict=True)))


def _blocks(places: Iterable[Place | NewRecords]) -> Iterator[Block]:
    """Blocks of ``BLOCK`` records, fewer where their texts are long: no entry may outgrow ``LARGEST_ENTRY``."""
    block: Places = []
    letters = 0
    for place in places:
        new = isinstance(place, NewRecords)
        length = 0 if isinstance(place, NewRecords) else place[1].letters
        if block and (new or len(block) == BLOCK or letters + length > MOST_LETTERS):
            yield block
            block, letters = [], 0
        if isinstance(place, NewRecords):
            yield from place.parts(BLOCK, MOST_LETTERS)
        else:
            block.append(place)
            letters += length
    if block:
        yield block


def _marked(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block with whether it is the only one."""
    held: Block | None = None
    alone = True
    for block in blocks:
        if held is not None:
            alone = False
            yield held, alone
        held = block
    if held is not None:
        yield held, alone
