"""Rows of a sheet that make new records, checked together, column by column.

What is found here is only that nothing keeps a row out: such a row is noted for saving at once, with its remarks.
Every other row is taken by itself, as ``Incoming`` does, which says what is wrong with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap, zip_longest

from core.exchange.spreadsheets.cells import Row
from core.faults import Finding
from core.office.editing import drafts
from core.office.editing.batch import SheetBatch
from core.office.editing.drafts import Checking, Draft
from core.office.sheets.incoming import Incoming, SheetPlan
from core.office.sheets.sheet_lookup import SheetLookup, comparing
from core.registers.cases import cases_of
from core.registers.cells import ReadColumn
from core.registers.declare import Field, Register, Value, Wire
from core.store.tables.snapshot import Snapshot

NewIds = Callable[[int], list[str]]
Findings = list[Finding]


def incoming_of(
    checking: Checking, new_ids: NewIds, register: Register, plan: SheetPlan, heads: Sequence[str]
) -> Incoming:
    """What takes a sheet's rows into a register: column by column where the register can be checked so."""
    base = Snapshot(checking.connection)
    # Without a key, a row that is there already is known by all of its values: it is looked up by itself.
    if register.checked_in_columns and (register.key_fields or not plan.update):
        lookup = SheetLookup(base, register)
        return ColumnsIncoming(replace(checking, lookup=lookup), lookup, new_ids, register, plan, heads)
    batch = SheetBatch(base)
    return Incoming(replace(checking, lookup=batch), batch, new_ids, register, plan, heads)


class ColumnsIncoming(Incoming):
    """Takes the rows of a register that is ``checked_in_columns``."""

    def __init__(
        self,
        checking: Checking,
        lookup: SheetLookup,
        new_ids: NewIds,
        register: Register,
        plan: SheetPlan,
        heads: Sequence[str],
    ) -> None:
        super().__init__(checking, lookup, new_ids, register, plan, heads)
        self._lookup = lookup
        self._context = checking.context(None)
        self._cases = cases_of(register)
        self._comparing = comparing(register)

    def _lay(self, made: Draft, record: str) -> None:
        lay = self._lookup.change if made.exists else self._lookup.add
        lay(self._register, record, made.whole)

    def take_rows(self, rows: Sequence[Row]) -> None:
        """Check the next rows and note what would save them."""
        kept = [row for row in rows if row[0] not in self._plan.skipped] if self._plan.skipped else rows
        if kept:
            self._take_block(self._block(kept))

    def _take_block(self, block: "Block") -> None:
        keys = block.keys(self._register)
        held = self._held(keys)
        alone = {
            *block.marked,
            *self._faulty(block),
            *self._closed(block),
            *self._keys.meet(keys, block.numbers),
        }
        same = self._same(block, held)
        alone |= held.keys() - same
        remarks = self._asked(block, alone)
        same -= alone
        self.outcome.same += len(same)
        ends = [-1, *sorted(alone | same), len(block.numbers)]
        for before, after in pairwise(ends):
            self._keep(block, range(before + 1, after), remarks)
            if after in alone:
                self._take(block.numbers[after], block.rows[after])

    def _block(self, rows: Sequence[Row]) -> "Block":
        numbers, cells = [number for number, _ in rows], [row for _, row in rows]
        # A row with a fix is taken by itself, but others must not meet the key it had before.
        raws = list(zip_longest(*(starmap(self._mended, rows) if self._fixes else cells)))
        count = len(numbers)
        read = {
            c.name: c.read_column(raws[c.place] if c.place < len(raws) else [None] * count)
            for c in self._columns
        }
        marked = (
            [place for place, number in enumerate(numbers) if number in self._fixes] if self._fixes else []
        )
        if self._plan.strict:
            unheaded = [
                c for place, c in enumerate(raws) if place >= len(self._heads) or not self._heads[place]
            ]
            marked += [place for column in unheaded for place, cell in enumerate(column) if cell is not None]
        return Block(numbers, cells, read, {name: column.values for name, column in read.items()}, marked)

    def _faulty(self, block: "Block") -> Iterator[int]:
        """The rows with a cell that can't be read, one that is missing, or one that refers to nothing, or to something that
        is written in another way."""
        for column in block.read.values():
            yield from column.unreadable
        for field in self._register.needed_fields:
            given = block.read.get(field.name)
            yield from _empty(given.wires) if given else range(len(block.numbers))
        for field in self._register.coded_fields:
            values = block.values.get(field.name, ())
            other = {v for v in set(values) if v is not None and not self._is_code(field, str(v))}
            yield from (place for place, value in enumerate(values) if value in other)

    def _closed(self, block: "Block") -> Iterator[int]:
        """The rows that may lie in a closed month."""
        register, closed = self._register, self._checking.closed
        if closed.may_matter(register):
            blank: Sequence[Value | None] = [None] * len(block.numbers)
            begun = block.values.get(register.begins, blank)
            yield from (place for place, value in enumerate(begun) if closed.may_begin_closed(value))

    def _is_code(self, field: Field, value: str) -> bool:
        there = not field.refers_to or self._lookup.by_key(field.refers_to, value) is not None
        return there and drafts.as_coded(self._checking.registers, self._lookup, field, value) == value

    def _held(self, keys: Sequence[str | None]) -> dict[int, str]:
        """By place (first = 0), of the rows whose natural key is in the file: the record that has it."""
        held = self._lookup.held(filter(None, keys))
        return {place: held[key] for place, key in enumerate(keys) if key and key in held} if held else {}

    def _same(self, block: "Block", held: Mapping[int, str]) -> set[int]:
        """Of the rows whose key is in the file, those of an update that say what stands there already; the others' records
        are read at once, for they are asked for next."""
        same: set[int] = set()
        if held and self._plan.update:
            stands = self._lookup.wires(held.values(), self._names)
            columns = [block.read[name].wires for name in self._names]
            rows = list(zip(*columns, strict=True))
            same = {place for place, record in held.items() if stands[record] == rows[place]}
        self._lookup.expect([record for place, record in held.items() if place not in same])
        return same

    def _asked(self, block: "Block", alone: set[int]) -> dict[int, Findings]:
        """What the rules remark on, by row; a row with an error is one more to be taken alone."""
        remarks: dict[int, Findings] = {}
        for cases in self._cases:
            for place, found in cases.findings(
                block.values, len(block.numbers), self._context, worded=not self.outcome.remarks.full
            ):
                if any(f.is_error for f in found):
                    alone.add(place)
                else:
                    remarks.setdefault(place, []).extend(found)
        return remarks

    def _keep(self, block: "Block", places: range, remarks: Mapping[int, Findings]) -> None:
        """Note neighbouring rows that nothing keeps out."""
        if not places:
            return
        part = slice(places.start, places.stop)
        wires = {name: column.wires[part] for name, column in block.read.items()}
        alike = self._compared(block, places, wires)
        for place in places if remarks or alike else ():
            if found := [*remarks.get(place, ()), *alike.get(place, ())]:
                self._remark(found, block, place)
        self._put_new(self._new_ids(len(places)), [wires[name] for name in self._names])

    def _remark(self, found: Findings, block: "Block", place: int) -> None:
        if self.outcome.remarks.full:
            self.outcome.remarks.count += len(found)
            return
        for one in found:
            self.outcome.remarks.add(one, self._shown(one, block.rows[place]), block.numbers[place])

    def _compared(
        self, block: "Block", places: range, wires: Mapping[str, Sequence[Wire]]
    ) -> dict[int, Findings]:
        """What the rules say that compare the rows with other records, by row."""
        remarks: dict[int, Findings] = {}
        for names, rules in self._comparing.items():
            columns = [wires.get(name) or [None] * len(places) for name in names]
            found: Findings = []
            for place in self._lookup.meet(names, columns, len(places)):
                if not found or not self.outcome.remarks.full:
                    values = {name: block.values[name][places[place]] for name in names}
                    found = [one for rule in rules for one in rule.find(values, self._context)]
                remarks.setdefault(places[place], []).extend(found)
        return remarks


@dataclass(frozen=True, slots=True)
class Block:
    """Rows to be checked together: their numbers and cells, what their columns came to, and the places (first = 0) of
    those a person has had a hand in, or with something under no heading."""

    numbers: list[int]
    rows: list[tuple[object, ...]]
    read: dict[str, ReadColumn]
    values: dict[str, Sequence[Value | None]]
    marked: list[int]

    def keys(self, register: Register) -> list[str | None]:
        """The rows' natural keys, None for a register without."""
        blank: list[str | None] = [None] * len(self.numbers)
        columns = [self.values.get(name) or blank for name in register.key_fields]
        return register.natural_keys(columns) if columns else blank


def _empty(wires: Sequence[Wire]) -> Iterator[int]:
    return (place for place, wire in enumerate(wires) if wire is None) if None in wires else iter(())
