"""Changes gathered record by record, in blocks that fit into one entry each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.registers.declare import Wire
from core.store.log.changes import Put, RecordChange, Reopen
from core.store.tables.declared_registers import DECLARATIONS
from core.store.tables.register_tables import FIXED

BLOCK = 1000
MOST_LETTERS = 500_000


@dataclass(slots=True)
class Wanted:
    """What an action makes of a record: a field is written once, in one entry, so the later of several changes win."""

    values: Mapping[str, Wire] = field(default_factory=dict)
    reopens: dict[str, Reopen] = field(default_factory=dict)
    put: bool = False
    settles: bool = False
    ending: type[RecordChange] = Put

    @property
    def letters(self) -> int:
        """How long its values are together, written out."""
        return sum(map(len, map(str, self.values.values())))

    def take(self, change: RecordChange) -> "Wanted":
        """This, with one more change of the record."""
        self.ending = type(change)
        if isinstance(change, Put):
            self.values = {**self.values, **change.values} if self.values else change.values
            self.put = True
            self.settles = self.settles or change.settles
        elif isinstance(change, Reopen):
            self.reopens[change.field] = change
        return self


Place = tuple[tuple[str, str], Wanted]
Block = list[Place]


def blocks_of(changes: Iterable[RecordChange]) -> Iterator[tuple[Block, bool]]:
    """The blocks that write these changes, each with whether it is the only one. A sequence may come back to a record: what
    it wants of it is one. What isn't a sequence is taken one by one: there the changes of a record follow each other."""
    return _marked(_blocks(_gathered(changes) if isinstance(changes, Sequence) else _runs(changes)))


def _gathered(changes: Iterable[RecordChange]) -> Block:
    """What is wanted of each record, in the order the records first come in."""
    wanted: dict[tuple[str, str], Wanted] = {}
    for change in changes:
        place = change.register, change.record
        if place not in wanted:
            wanted[place] = Wanted()
        wanted[place].take(change)
    return list(wanted.items())


def _runs(changes: Iterable[RecordChange]) -> Iterator[Place]:
    held: Place | None = None
    for change in changes:
        place = change.register, change.record
        if held is not None and held[0] != place:
            yield held
            held = None
        held = held or (place, Wanted())
        held[1].take(change)
    if held:
        yield held


def _blocks(places: Iterable[Place]) -> Iterator[Block]:
    """Blocks of ``BLOCK`` records, fewer where their texts are long: no entry may outgrow ``LARGEST_ENTRY``. What declares
    registers stands in a block before the records of these: it is folded before they are."""
    block: Block = []
    letters = 0
    for place in places:
        length = place[1].letters
        declared = bool(block) and block[-1][0][0] in DECLARATIONS and place[0][0] not in FIXED
        if block and (len(block) == BLOCK or letters + length > MOST_LETTERS or declared):
            yield block
            block, letters = [], 0
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
