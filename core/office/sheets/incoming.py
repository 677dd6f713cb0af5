"""Rows of a sheet on their way into a register: read, checked against the file and each other, noted for saving."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.exchange.spreadsheets.cells import BadCell, Row
from core.exchange.spreadsheets.columns import column_letters
from core.faults import Finding
from core.office.editing import drafts
from core.office.editing.batch import BatchLookup
from core.office.editing.drafts import Checking, Draft
from core.office.sheets.checked_rows import CheckedRows
from core.office.sheets.same_rows import RowDigest
from core.office.sheets.seen_index import SeenIndex
from core.registers.cells import EMPTY, ColumnReader, ReadCell
from core.registers.declare import Field, Register, Value, Wire
from core.registers.reading import COVERED, printable
from core.store.log.changes import Put
from core.store.tables.snapshot import Snapshot
from core.thai.quote import quoted

SAID_BY_DOUBLED = ("key.taken", "near_duplicate")  # of course it is like the row that it stands twice with
MOST_LISTED = 5_000  # findings kept one by one; more are only counted


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a person decided about a sheet.

    ``columns``: the field each column holds, None for one that is left out. ``values``: what an unknown value in a
    field means, by field name and the text that stands there. ``fixes``: text typed instead of a cell's, by row
    number and column (first = 0). ``skipped``: rows left out. ``update``: rows whose natural key is in the file
    already change that record. ``strict``: a cell under no heading keeps its row out, else it is left out. ``hidden``:
    rows that whoever made the sheet hid, or filtered away, are taken too.
    """

    columns: tuple[str | None, ...]
    sheet: int = 0
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fixes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    update: bool = False
    strict: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Listed:
    """Findings, the first of them one by one, all of them counted."""

    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    @property
    def full(self) -> bool:
        """True once findings are only counted: what they say may be of other rows then."""
        return self.count >= MOST_LISTED

    def add(self, found: Finding, shown: str | None, row: int) -> None:
        """One more finding, said of a row and what stands in its cell."""
        self.count += 1
        if self.count <= MOST_LISTED:
            self.findings.append(replace(found, value=shown, row=row))


@dataclass(slots=True)
class Outcome:
    """What a sheet's rows came to: what saves the good ones, the numbers of the ``bad``, what is said of them, and which
    values are no choice of their field. ``changed`` rows change a record, ``same`` ones say what stands there already and
    need no saving. ``digest`` is that of the new rows, None where a natural key tells them apart."""

    rows: CheckedRows
    digest: RowDigest | None = None
    problems: Listed = field(default_factory=Listed)
    remarks: Listed = field(default_factory=Listed)
    bad: set[int] = field(default_factory=set)
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    changed: int = 0
    same: int = 0


class Incoming:
    """Takes a sheet's rows one by one; what they come to is in ``outcome``."""

    def __init__(
        self,
        checking: Checking,
        batch: BatchLookup,
        new_ids: Callable[[int], list[str]],
        register: Register,
        plan: SheetPlan,
        heads: Sequence[str],
    ) -> None:
        self._checking, self._batch, self._register, self._plan = checking, batch, register, plan
        self._new_ids = new_ids
        self._columns = _columns(register, plan, heads)
        self._names = tuple(dict.fromkeys(c.name for c in self._columns))
        digest = None if register.key_fields else RowDigest()
        self.outcome = Outcome(CheckedRows(), digest)
        self._places = {c.name: c.place for c in self._columns}
        self._heads = heads
        self._keys = SeenIndex()
        self._matched: set[str] = set()
        self._fixes: dict[int, dict[int, str]] = {}
        for (row, column), text in plan.fixes.items():
            self._fixes.setdefault(row, {})[column] = text
        self._all = register.fixed_id or register.plan_born or bool(register.coded_fields)

    def take_rows(self, rows: Sequence[Row]) -> None:
        """Check the next rows and note what would save them."""
        self._expect(rows)
        for number, cells in rows:
            self._take(number, cells)

    def _expect(self, rows: Sequence[Row]) -> None:
        """Have the records that the next rows will change read at once."""
        base = self._batch.base
        if self._plan.update and self._register.key_fields and isinstance(base, Snapshot):
            held = base.ids_by_key(self._register.name)
            keys = (self._key_of(cells) for _, cells in rows)
            base.expect(self._register.name, [held[key] for key in keys if key and key in held])

    def _key_of(self, cells: tuple[object, ...]) -> str | None:
        asked = [c for c in self._columns if c.name in self._register.key_fields and c.place < len(cells)]
        given = {c.name: c.read(cells[c.place]).value for c in asked}
        return self._natural_key({name: given.get(name) for name in self._register.key_fields})

    def _natural_key(self, given: Mapping[str, Value | None]) -> str | None:
        return self._register.natural_key(drafts.of_a_year(self._checking, self._register, given))

    def _take(self, number: int, cells: tuple[object, ...]) -> None:
        if number in self._plan.skipped:
            return
        read, findings = self._read(number, cells)
        given = {name: cell.value for name, cell in read.items() if cell.finding is None}
        known = self._known(given, findings) if self._plan.update else None
        if known:  # what a masked sheet doesn't tell of a record stays as it stands
            findings = [found for found in findings if found.code != COVERED]
        made = drafts.draft_of(self._checking, self._register, given, findings, known)
        if made.record_id and not findings and self._stands(number, made.record_id, made.given):
            self.outcome.same += 1
            return
        errors = self._list(number, cells, made)
        if errors:
            self.outcome.bad.add(number)
            return
        self.outcome.changed += made.exists
        record = made.record_id or self._register.id_for(made.whole) or self._new_ids(1)[0]
        if made.exists or self._all or made.given.keys() != read.keys():
            self._put(made, record)
        else:
            self._put_new([record], [[read[name].wire] for name in self._names])
        self._lay(made, record)

    def _put(self, made: Draft, record: str) -> None:
        changes = drafts.changes_of(made, record)
        self.outcome.rows.put(changes)
        if self.outcome.digest and not made.exists:
            self.outcome.digest.add_row(
                {f.name: f.to_wire(made.given.get(f.name)) for f in self._register.stored_fields}
            )

    def _put_new(self, records: Sequence[str], columns: Sequence[Sequence[Wire]]) -> None:
        for record, wires in zip(records, zip(*columns, strict=True), strict=True):
            self.outcome.rows.put(
                [Put(self._register.name, record, dict(zip(self._names, wires, strict=True)))]
            )
        if self.outcome.digest:
            self.outcome.digest.add(self._names, columns)

    def _stands(self, number: int, known: str, given: Mapping[str, Value | None]) -> bool:
        """True where the record holds what the row says, and no row above is of the same key."""
        key = self._natural_key(given)
        return drafts.holds(self._checking, self._register, known, given) and not self._keys.meet(
            [key], [number]
        )

    def _lay(self, made: Draft, record: str) -> None:
        self._batch.add(self._register, record, made.whole)

    def _read(self, number: int, cells: tuple[object, ...]) -> tuple[dict[str, ReadCell], list[Finding]]:
        cells = self._mended(number, cells)
        width = len(cells)
        read = {c.name: c.read(cells[c.place]) if c.place < width else EMPTY for c in self._columns}
        findings = [cell.finding for cell in read.values() if cell.finding]
        if self._plan.strict and (len(cells) > len(self._heads) or not all(self._heads)):
            findings += self._unheaded(cells)
        for found in findings:
            if found.code in ("value.choice", "value.flag") and found.field and found.value:
                place = (found.field, found.value)
                self.outcome.unknown[place] = self.outcome.unknown.get(place, 0) + 1
        return read, findings

    def _mended(self, number: int, cells: tuple[object, ...]) -> tuple[object, ...]:
        """A row's cells with what a person typed instead of them."""
        return _fixed(cells, self._fixes[number]) if number in self._fixes else cells

    def _unheaded(self, cells: tuple[object, ...]) -> Iterator[Finding]:
        for place, cell in enumerate(cells):
            if cell is not None and not (place < len(self._heads) and self._heads[place]):
                shown = cell.shown if isinstance(cell, BadCell) else printable(cell)
                said = f"คอลัมน์ {column_letters(place)} มีข้อมูล {quoted(shown)} แต่ไม่มีหัวคอลัมน์"
                yield Finding("cell.unheaded", f"{said} โปรดใส่หัวคอลัมน์หรือลบข้อมูลนั้น", None, shown)

    def _list(self, number: int, cells: tuple[object, ...], made: Draft) -> bool:
        """Lists the row's findings; True where one of them keeps it out."""
        errors = False
        for found in self._with_doubled(number, made):
            errors = errors or found.is_error
            listed = self.outcome.problems if found.is_error else self.outcome.remarks
            listed.add(found, self._shown(found, cells), number)
        return errors

    def _shown(self, found: Finding, cells: tuple[object, ...]) -> str | None:
        """A rule shows the value it read (9 ม.ค. 63); whoever looks it up in the sheet needs the cell's own text."""
        place = self._places.get(found.field) if found.field else None
        cell = cells[place] if place is not None and place < len(cells) else None
        return printable(cell) if isinstance(cell, str) and cell else found.value

    def _with_doubled(self, number: int, made: Draft) -> Sequence[Finding]:
        """The row's findings; a key that stands twice in the sheet is said by the row where it stands already, and what is
        there already isn't also said to be like it."""
        key = self._register.natural_key(made.whole)
        first = self._keys.meet([key], [number]).get(0)
        if first is None:
            taken = any(f.code == "key.taken" for f in made.findings)
            return [f for f in made.findings if not taken or f.code != "near_duplicate"]
        name = next(n for n in self._register.key_fields if n != "fiscal_year")
        message = f"{drafts.named(self._register, made.whole)} ซ้ำกับแถวที่ {first} โปรดเหลือไว้เพียงแถวเดียว"
        shown = self._register.field(name).show(made.whole.get(name))
        others = [f for f in made.findings if f.code not in SAID_BY_DOUBLED]
        return [*others, Finding("key.doubled", message, name, shown)]

    def _known(self, given: Mapping[str, Value | None], findings: Sequence[Finding]) -> str | None:
        """The file's record the row means: of the same natural key or, where the register has none, the same in
        every field, so that a sheet imported twice doesn't enter everything twice."""
        lookup = self._batch.base
        if self._register.key_fields:
            key = self._natural_key(given)
            found = self._batch.of_file(self._register.name, key) if key else None
            return str(found["id"]) if found else None
        whole = {f.name: given.get(f.name) for f in self._register.stored_fields}
        alike = [] if findings else lookup.where(self._register.name, **whole)
        known = next((str(r["id"]) for r in alike if r["id"] not in self._matched), None)
        self._matched |= {known} if known else set()
        return known


class SheetColumn:
    """One column that holds a field; ``read`` reads one of its cells, ``read_column`` many."""

    def __init__(self, place: int, declared: Field, heading: str, values: Mapping[str, str]) -> None:
        self.place = place
        self.name = declared.name
        self._reader = ColumnReader(declared, self._meant)
        self.read, self.read_column = self._reader.read, self._reader.read_column
        self._heading = heading
        self._values = values

    def _meant(self, raw: object) -> object:
        if isinstance(raw, BadCell):
            where = f"คอลัมน์ {quoted(self._heading) if self._heading else column_letters(self.place)}"
            return ReadCell(
                None, None, Finding("cell.unreadable", f"{where} {raw.why}", self.name, raw.shown or None)
            )
        return self._values.get(printable(raw).strip(), raw) if self._values else raw


def _columns(register: Register, plan: SheetPlan, heads: Sequence[str]) -> list[SheetColumn]:
    return [
        SheetColumn(
            place,
            register.field(name),
            heads[place] if place < len(heads) else "",
            {shown: meant for (of, shown), meant in plan.values.items() if of == name},
        )
        for place, name in enumerate(plan.columns)
        if name is not None
    ]


def _fixed(cells: tuple[object, ...], changed: Mapping[int, str]) -> tuple[object, ...]:
    wide = [*cells, *[None] * (max(changed) + 1 - len(cells))]
    for column, text in changed.items():
        wide[column] = text.strip() or None
    return tuple(wide)
