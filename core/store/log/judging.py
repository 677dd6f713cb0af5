"""What an entry was allowed to write, as it follows from its own past (docs/domain.md, "Rights").

What wasn't allowed isn't folded into rows: of each unit that may decide it, all becomes one open proposal, whose id follows from
the entry's. So the same comes of an entry in every file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid5

from core.plan.authority import Authority, Deed
from core.plan.people import Person
from core.plan.proposals import (
    LABEL_LENGTH,
    PLAN_PROPOSALS,
    ProposedAction,
    ProposedChange,
    ProposedValue,
    packed,
)
from core.registers.declare import NAMESPACE, Wire
from core.store.log.clock import wall_time
from core.store.log.entry import DELETED, Entry, NewRows, Row, Write
from core.thai.fiscal import fiscal_year_of

UNNAMED = "แก้ไขข้อมูล"
PROPOSALS = PLAN_PROPOSALS.name
_GIVEN = ("fiscal_year", "title", "unit", "state", "changes")

Made = Callable[
    [str, str], "Mapping[str, Wire] | None"
]  # what a record of a register was made with; None: it isn't there
Was = Callable[[str, Write], Wire]  # the value that a write replaced, as its writer saw it


@dataclass(frozen=True, slots=True)
class Known:
    """What the judge asks of the file: what a record was made with, and what by another entry than the one that is judged, what
    a write replaced. ``otherwise`` is told of a record that was made otherwise before."""

    made: Made
    made_before: Made
    was: Was
    otherwise: Callable[[str, str, Mapping[str, Wire]], None]


def judged(entry: Entry, authority: Authority, known: Known) -> Entry:
    """The entry as it is to be folded: what ``authority``, its past's, doesn't allow is in it as proposals."""
    judge = _Judge(authority, authority.person(entry.key), known)
    # In the order in which they are stored, whoever holds the entry.
    new = {name: judge.rows(name, block) for name, block in sorted(entry.new.items())}
    writes = {name: judge.writes(name, block) for name, block in sorted(entry.writes.items())}
    parts = [
        *(part for name, (_, refused) in new.items() for part in judge.added(name, refused)),
        *(part for name, (_, refused) in writes.items() for part in judge.changed(name, refused)),
    ]
    if not parts:
        return entry
    kept = {name: block for name, (block, _) in new.items() if block.records}
    own = {name: block for name, (block, _) in writes.items() if block}
    by_unit: dict[str, list[ProposedChange]] = {}
    for unit, part in parts:
        by_unit.setdefault(unit, []).append(part)
    author = authority.people.get(entry.key or b"")
    kept[PROPOSALS] = _joined(
        kept.get(PROPOSALS), [_proposal(entry, author, *one) for one in by_unit.items()]
    )
    return replace(entry, new=kept, writes=own)


def refused_id(entry: bytes, unit: str) -> str:
    """The id of the proposal to a unit ("": to the one that keeps the plan) that what an entry wasn't allowed to write
    becomes."""
    return str(uuid5(NAMESPACE, f"refused|{entry.hex()}|{unit}"))


@dataclass(frozen=True, slots=True)
class _Judge:
    authority: Authority
    person: Person | None
    known: Known

    def rows(self, register: str, block: NewRows) -> tuple[NewRows, NewRows]:
        """Of new records those that are allowed, and those that aren't."""
        told = self.authority.told_by(register)  # what else is written of a record makes no difference
        known: dict[tuple[Wire, ...], bool] = {}
        kept: list[Row] = []
        refused: list[Row] = []
        for record, wires in block.rows:
            values = dict(zip(block.fields, wires, strict=True))
            if told and self._made_otherwise(register, record, told, values):
                self.known.otherwise(register, record, values)
                refused.append((record, wires))
                continue
            key = (record, *(values.get(name) for name in told)) if told else ()
            if key not in known:
                known[key] = self.authority.may_make(self.person, register, record, _given(values))
            (kept if known[key] else refused).append((record, wires))
        return NewRows.of(block.fields, kept) if refused else block, NewRows.of(block.fields, refused)

    def _made_otherwise(
        self, register: str, record: str, told: Sequence[str], values: Mapping[str, Wire]
    ) -> bool:
        """True where another making of the record told otherwise whose it is; a proposal is made once."""
        first = self.known.made_before(register, record)
        differs = first is not None and any(values.get(name) != first.get(name) for name in told)
        return first is not None and (differs or register == PROPOSALS)

    def writes(self, register: str, writes: tuple[Write, ...]) -> tuple[tuple[Write, ...], tuple[Write, ...]]:
        """Of the fields written those that are allowed, and those that aren't."""
        refused = tuple(w for w in writes if not self._may_write(register, w))
        return (tuple(w for w in writes if w not in refused), refused) if refused else (writes, ())

    def _may_write(self, register: str, write: Write) -> bool:
        if not self.authority.told_by(register):
            return self.authority.may(self.person, self._deed(register, write, {}))
        made = self.known.made(register, write.record)
        return made is not None and self.authority.may(self.person, self._deed(register, write, made))

    def _deed(self, register: str, write: Write, made: Mapping[str, Wire]) -> Deed:
        asked = self.authority.asks_before(register)
        was = self.known.was(register, write) if asked else None
        return Deed(register, write.record, write.field, write.value, made, was)

    def added(self, register: str, block: NewRows) -> Iterator[tuple[str, ProposedChange]]:
        """Wishes for new records, each with the unit that decides it."""
        for record, wires in block.rows:
            values = _given(dict(zip(block.fields, wires, strict=True)))
            wishes = {name: ProposedValue(None, wire) for name, wire in values.items()}
            part = ProposedChange(register, record, ProposedAction.ADD, wishes)
            yield self._owner(register, next(iter(values), DELETED), record, values), part

    def changed(self, register: str, writes: tuple[Write, ...]) -> Iterator[tuple[str, ProposedChange]]:
        """Wishes for records that are there, each with the unit that decides it."""
        by_record: dict[str, list[Write]] = {}
        for write in writes:
            by_record.setdefault(write.record, []).append(write)
        for record, mine in by_record.items():
            made = self.known.made(register, record) if self.authority.told_by(register) else None
            owner = self._owner(register, mine[0].field, record, made or {})
            yield from ((owner, part) for part in self._wished(register, record, mine))

    def _wished(self, register: str, record: str, writes: Sequence[Write]) -> Iterator[ProposedChange]:
        ends = [bool(w.value) for w in writes if w.field == DELETED]
        if ends:
            action = ProposedAction.DELETE if ends[-1] else ProposedAction.RESTORE
            yield ProposedChange(register, record, action)
        fields = {
            w.field: ProposedValue(self.known.was(register, w), w.value) for w in writes if w.field != DELETED
        }
        if fields and not any(ends):
            yield ProposedChange(register, record, ProposedAction.CHANGE, fields)

    def _owner(self, register: str, field: str, record: str, made: Mapping[str, Wire]) -> str:
        return self.authority.demand(Deed(register, record, field, None, made)).unit or ""


def _given(values: Mapping[str, Wire]) -> dict[str, Wire]:
    return {name: wire for name, wire in values.items() if wire is not None}


def _proposal(entry: Entry, author: Person | None, unit: str, parts: Sequence[ProposedChange]) -> Row:
    years = (wish.wanted for part in parts for name, wish in part.fields.items() if name == "fiscal_year")
    year = next((y for y in years if isinstance(y, int)), fiscal_year_of(wall_time(entry.clock).date()))
    title, by = (entry.label or UNNAMED)[:LABEL_LENGTH], author.unit if author else entry.unit
    return refused_id(entry.id, unit), (year, title, by, "open", packed(parts))


def _joined(own: NewRows | None, rows: Sequence[Row]) -> NewRows:
    """Proposals that an entry makes itself, and those that were made of it."""
    if own is None:
        return NewRows.of(_GIVEN, rows)
    fields = tuple(dict.fromkeys((*own.fields, *_GIVEN)))
    named = [
        *((record, dict(zip(own.fields, wires, strict=True))) for record, wires in own.rows),
        *((record, dict(zip(_GIVEN, wires, strict=True))) for record, wires in rows),
    ]
    return NewRows.of(fields, [(record, tuple(map(values.get, fields))) for record, values in named])
