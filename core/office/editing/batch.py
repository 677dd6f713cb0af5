"""Records checked as one batch: each sees those before it as they would stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.registers.declare import Lookup, Register, Value, compared

Keys = dict[tuple[Any, ...], list[str]]


class Laid(Mapping[str, Any]):
    """A record of the batch, in a third of a dictionary's memory: a large import keeps every one of them."""

    __slots__ = ("_cells", "_names")

    def __init__(self, names: tuple[str, ...], cells: tuple[Any, ...]) -> None:
        self._names = names
        self._cells = cells

    def __getitem__(self, name: str) -> Any:
        try:
            return self._cells[self._names.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(slots=True)
class BatchLookup:
    """The file's records with those of the batch laid over them, so that rows of one import see each other."""

    base: Lookup
    _keys: dict[str, dict[str, Laid]] = field(default_factory=dict)
    _rows: dict[str, dict[str, Laid]] = field(default_factory=dict)
    _indexes: dict[str, dict[tuple[str, ...], Keys]] = field(default_factory=dict)
    _names: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def add(self, register: Register, record_id: str, values: Mapping[str, Value | None]) -> None:
        """Lay one more record over the file's."""
        name = register.name
        names = ("id", *values)
        row = Laid(self._names.setdefault(names, names), (record_id, *values.values()))
        rows, keys = self._rows.setdefault(name, {}), self._keys.setdefault(name, {})
        before = rows.get(record_id)
        rows[record_id] = row
        left, key = register.natural_key(before) if before else None, register.natural_key(values)
        if left is not None and keys.get(left) is before:
            del keys[left]
        if key is not None:
            keys[key] = row
        for fields, index in self._indexes.get(name, {}).items():
            index.setdefault(tuple(compared(values.get(f)) for f in fields), []).append(record_id)

    def laid(self, register: str, record_id: str) -> Mapping[str, Any]:
        """The record as the batch leaves it so far, empty where the batch hasn't met it."""
        return self._rows.get(register, {}).get(record_id, {})

    def so_far(self, register: str, record_id: str) -> Mapping[str, Any]:
        """What a record further on in the batch builds on: the record as the batch leaves it."""
        return self.laid(register, record_id)

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The batch's record of that natural key, else the file's unless the batch gave it another key."""
        own = self._keys.get(register, {}).get(compared(key))
        if own is not None:
            return own
        found = self.base.by_key(register, key)
        return None if found is None or self.laid(register, found["id"]) else found

    def of_file(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The file's record of that natural key, whatever the batch made of it."""
        return self.base.by_key(register, key)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The file's records with just these values, and the batch's."""
        rows = self._rows.get(register, {})
        fields = tuple(equals)
        asked = tuple(map(compared, equals.values()))
        found = self._index(register, fields).get(asked, ())
        own = [rows[i] for i in dict.fromkeys(found)] if found else []
        kept = [r for r in self.base.where(register, **equals) if r["id"] not in rows]
        return [*kept, *(r for r in own if tuple(compared(r.get(f)) for f in fields) == asked)]

    def _index(self, register: str, fields: tuple[str, ...]) -> Keys:
        indexes = self._indexes.setdefault(register, {})
        if fields not in indexes:
            index = indexes[fields] = {}
            for record_id, row in self._rows.get(register, {}).items():
                index.setdefault(tuple(compared(row.get(f)) for f in fields), []).append(record_id)
        return indexes[fields]


class SheetBatch(BatchLookup):
    """The same for the rows of a sheet. A record is meant by one row only: another one that means it is refused, and is
    checked against what the file holds."""

    def so_far(self, _register: str, _record_id: str) -> Mapping[str, Any]:
        """Nothing: no row builds on another."""
        return {}
