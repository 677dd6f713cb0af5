"""Records checked as one batch: each sees those before it as they would stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.registers.declare import Lookup, Register, Value


@dataclass(slots=True)
class BatchLookup:
    """The file's records with those of the batch laid over them, so that rows of one import see each other."""

    base: Lookup
    _keys: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[str]]] = field(
        default_factory=dict
    )

    def add(self, register: Register, record_id: str, values: Mapping[str, Value | None]) -> None:
        """Lay one more record over the file's."""
        row = {"id": record_id, **values}
        before = self.laid(register.name, record_id)
        self._rows.setdefault(register.name, {})[record_id] = row
        left, key = register.natural_key(before) if before else None, register.natural_key(row)
        if left is not None and self._keys.get((register.name, left)) is before:
            del self._keys[register.name, left]
        if key is not None:
            self._keys[register.name, key] = row
        for (name, fields), index in self._indexes.items():
            if name == register.name:
                index.setdefault(tuple(row.get(f) for f in fields), []).append(record_id)

    def laid(self, register: str, record_id: str) -> Mapping[str, Any]:
        """The record as the batch leaves it so far, empty where the batch hasn't met it."""
        return self._rows.get(register, {}).get(record_id, {})

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The batch's record of that natural key, else the file's unless the batch gave it another key."""
        if (register, key) in self._keys:
            return self._keys[register, key]
        found = self.base.by_key(register, key)
        return None if found is None or self.laid(register, found["id"]) else found

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The file's records with just these values, and the batch's."""
        rows = self._rows.get(register, {})
        fields = tuple(equals)
        found = self._index(register, fields).get(tuple(equals.values()), ())
        own = [rows[i] for i in dict.fromkeys(found)] if found else []
        kept = [r for r in self.base.where(register, **equals) if r["id"] not in rows]
        return [*kept, *(r for r in own if all(r.get(f) == equals[f] for f in fields))]

    def _index(self, register: str, fields: tuple[str, ...]) -> dict[tuple[Any, ...], list[str]]:
        if (register, fields) not in self._indexes:
            index = self._indexes[register, fields] = {}
            for record_id, row in self._rows.get(register, {}).items():
                index.setdefault(tuple(row.get(f) for f in fields), []).append(record_id)
        return self._indexes[register, fields]
