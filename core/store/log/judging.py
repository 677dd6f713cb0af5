"""What an entry was allowed to write, as it follows from its own past (docs/domain.md, "Rights").

What wasn't allowed isn't folded into rows: all of it becomes one open proposal, whose id follows from the entry's. So the
same comes of an entry in every file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from uuid import uuid5

from core.plan.authority import Authority
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
from core.store.log.entry import DELETED, Entry, NewRows, Write
from core.thai.fiscal import fiscal_year_of

UNNAMED = "แก้ไขข้อมูล"

Made = Callable[
    [str, str], "Mapping[str, Wire] | None"
]  # what a record of a register was made with; None: it isn't there
Was = Callable[[str, Write], Wire]  # the value that a write replaced, as its writer saw it


def judged(entry: Entry, authority: Authority, made: Made, was: Was) -> Entry:
    """The entry as it is to be folded: what ``authority``, its past's, doesn't allow is a proposal in it."""
    judge = _Judge(authority, authority.person(entry.key), made)
    # In the order in which they are stored, whoever holds the entry.
    new = {name: judge.rows(name, block) for name, block in sorted(entry.new.items())}
    writes = {name: judge.writes(name, block) for name, block in sorted(entry.writes.items())}
    if all(not refused for _, refused in new.values()) and all(not refused for _, refused in writes.values()):
        return entry
    parts = [
        *(part for name, (_, refused) in new.items() if refused for part in _added(name, refused)),
        *(part for name, (_, refused) in writes.items() if refused for part in _changed(name, refused, was)),
    ]
    kept = {name: block for name, (block, _) in new.items() if block.records}
    own = {name: block for name, (block, _) in writes.items() if block}
    author = authority.people.get(entry.key or b"")
    return replace(entry, new={**kept, PLAN_PROPOSALS.name: _proposal(entry, author, parts)}, writes=own)


def refused_id(entry: bytes) -> str:
    """The id of the proposal that what an entry wasn't allowed to write becomes."""
    return str(uuid5(NAMESPACE, f"refused|{entry.hex()}"))


class _Judge:
    def __init__(self, authority: Authority, person: Person | None, made: Made) -> None:
        self._authority, self._person, self._made = authority, person, made

    def rows(self, register: str, block: NewRows) -> tuple[NewRows, NewRows | None]:
        """Of new records those that are allowed, and those that aren't (None: all are)."""
        rows = list(block.rows)
        told = self._authority.told_by(register)  # what else is written of a record makes no difference
        known: dict[tuple[Wire, ...], bool] = {}
        allowed = []
        for record, wires in rows:
            values = dict(zip(block.fields, wires, strict=True))
            key = tuple(values.get(name) for name in told)
            if key not in known:
                known[key] = self._authority.may_make(self._person, register, record, values)
            allowed.append(known[key])
        if all(allowed):
            return block, None
        kept = [row for row, one in zip(rows, allowed, strict=True) if one]
        refused = [row for row, one in zip(rows, allowed, strict=True) if not one]
        return NewRows.of(block.fields, kept), NewRows.of(block.fields, refused)

    def writes(self, register: str, writes: tuple[Write, ...]) -> tuple[tuple[Write, ...], tuple[Write, ...]]:
        """Of the fields written those that are allowed, and those that aren't."""
        refused = tuple(w for w in writes if not self._may_write(register, w))
        return (tuple(w for w in writes if w not in refused), refused) if refused else (writes, ())

    def _may_write(self, register: str, write: Write) -> bool:
        values: Mapping[str, Wire] | None = {}
        if self._authority.told_by(register):
            values = self._made(register, write.record)
        if values is None:  # its making wasn't allowed
            return False
        return self._may(register, write.record, write.field, write.value, values)

    def _may(self, register: str, record: str, field: str, value: Wire, made: Mapping[str, Wire]) -> bool:
        return self._authority.may(self._person, register, record, field, value, made)


def _added(register: str, block: NewRows) -> Iterator[ProposedChange]:
    for record, wires in block.rows:
        given = zip(block.fields, wires, strict=True)
        wishes = {name: ProposedValue(None, wire) for name, wire in given if wire is not None}
        yield ProposedChange(register, record, ProposedAction.ADD, wishes)


def _changed(register: str, writes: tuple[Write, ...], was: Was) -> Iterator[ProposedChange]:
    by_record: dict[str, list[Write]] = {}
    for write in writes:
        by_record.setdefault(write.record, []).append(write)
    for record, mine in by_record.items():
        deletes = [bool(w.value) for w in mine if w.field == DELETED]
        if deletes and deletes[-1]:
            yield ProposedChange(register, record, ProposedAction.DELETE)
            continue
        if deletes:
            yield ProposedChange(register, record, ProposedAction.RESTORE)
        fields = {w.field: ProposedValue(was(register, w), w.value) for w in mine if w.field != DELETED}
        if fields:
            yield ProposedChange(register, record, ProposedAction.CHANGE, fields)


def _proposal(entry: Entry, author: Person | None, parts: list[ProposedChange]) -> NewRows:
    years = (wish.wanted for part in parts for name, wish in part.fields.items() if name == "fiscal_year")
    year = next((y for y in years if isinstance(y, int)), fiscal_year_of(wall_time(entry.clock).date()))
    values: dict[str, Wire] = {
        "fiscal_year": year,
        "title": (entry.label or UNNAMED)[:LABEL_LENGTH],
        "unit": author.unit if author else entry.unit,
        "state": "open",
        "changes": packed(parts),
    }
    return NewRows.of(tuple(values), [(refused_id(entry.id), tuple(values.values()))])
