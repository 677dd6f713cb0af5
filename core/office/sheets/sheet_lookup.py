"""What rules may ask while a sheet's rows are checked, where every row makes a record of its own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.office.editing.batch import SheetBatch
from core.office.sheets.seen_index import SeenIndex
from core.registers.declare import Register, StatedRule, Value, Wire, all_compared, compared
from core.store.tables.snapshot import Snapshot

SEPARATOR = "\x1f"
Compared = tuple[str, ...]


class SheetLookup(SheetBatch):
    """The file's records with those of the sheet laid over them. Of the sheet's only the fields that rules compare are
    kept: a rule learns that there is one, not what else it holds."""

    def __init__(self, base: Snapshot, register: Register) -> None:
        super().__init__(base)
        self._register = register
        self._of_file = base
        self._met = {names: SeenIndex() for names in comparing(register)}
        self._changed: set[str] = set()
        self._asked: set[str] = set()
        self._held: dict[str, str] = {}
        self._row = 0

    def add(self, register: Register, _record_id: str, values: Mapping[str, Value | None]) -> None:
        """Lay one more record over the file's."""
        for names in self._met:
            self.meet(names, [[register.field(name).to_wire(values.get(name))] for name in names], 1)

    def change(self, register: Register, record_id: str, values: Mapping[str, Value | None]) -> None:
        """Lay a record of the file over itself as the sheet changes it."""
        self._changed.add(record_id)
        self.add(register, record_id, values)

    def meet(self, names: Compared, wires: Sequence[Sequence[Wire]], count: int) -> list[int]:
        """Lay many new records over the file's, as far as rules compare ``names``; the places (first = 0) of those
        that another one, of the file or of the sheet, is like."""
        rows, wires = range(self._row, self._row + count), list(map(all_compared, wires))
        self._row += count
        again = self._met[names].meet(_texts(wires), rows)
        likes = self._of_file.likes(self._register.name, names)
        cases = enumerate(zip(*wires, strict=True)) if likes else ()
        like = (place for place, case in cases if None not in case and self._stands(likes.of(case)))
        return sorted({*again, *like})

    def held(self, keys: Iterable[str]) -> Mapping[str, str]:
        """By natural key, of these: the file's record that has it. It is these that are asked for next."""
        self._asked = set(keys)
        self._held = self._of_file.ids_of(self._register.name, self._asked)
        return self._held

    def expect(self, records: Sequence[str]) -> None:
        """Have these records of the file read at once: they are changed next."""
        self._of_file.expect(self._register.name, records)

    def wires(self, records: Iterable[str], fields: Sequence[str]) -> Mapping[str, tuple[Wire, ...]]:
        """By id: what these fields of the file's records hold."""
        return self._of_file.wires(self._register.name, records, fields)

    def _stands(self, records: Sequence[str]) -> bool:
        return any(record not in self._changed for record in records)

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The file's record of that natural key: what stands twice in the sheet is told by its rows."""
        if register != self._register.name or (asked := compared(key)) not in self._asked:
            return self.base.by_key(register, key)
        record = self._held.get(asked)
        return self._of_file.record(register, record) if record else None

    def of_file(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The same: what the sheet made of it isn't kept."""
        return self.by_key(register, key)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The file's records with just these values; and that there are such in the sheet."""
        found = [r for r in self.base.where(register, **equals) if r["id"] not in self._changed]
        met = self._met.get(tuple(equals)) if register == self._register.name else None
        if met is None:
            return found
        text = _text([compared(self._register.field(name).to_wire(value)) for name, value in equals.items()])
        return [*found, {"id": ""}] if text is not None and met.row_of(text) is not None else found


def comparing(register: Register) -> dict[Compared, tuple[StatedRule, ...]]:
    """The register's rules that compare a record with others, by the fields they compare."""
    found: dict[Compared, tuple[StatedRule, ...]] = {}
    for rule in register.rules:
        if isinstance(rule, StatedRule) and rule.alike:
            found[rule.alike] = (*found.get(rule.alike, ()), rule)
    return found


def _texts(columns: Sequence[Sequence[Wire]]) -> list[str | None]:
    if any(None in column for column in columns):
        return list(map(_text, zip(*columns, strict=True)))
    return list(map(SEPARATOR.join, zip(*(map(str, column) for column in columns), strict=True)))


def _text(wires: Sequence[Wire]) -> str | None:
    return None if None in wires else SEPARATOR.join(map(str, wires))
