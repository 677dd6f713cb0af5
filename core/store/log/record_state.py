"""A record's state while entries are folded into it: values, heads and rivals, field by field.

Fields are multi-value registers. The *heads* of a field are the writes nobody has superseded; one head is the
ordinary case, several with different values are a conflict, found by causality and never by clocks. While it
is open, the later clock reading shows. A deleted record stays visible while any head of it was written without
having seen the delete. An undone settlement is one head that holds the values that were current before, each as whoever wrote
it: written over or settled, all of them go with it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from core.registers.declare import Register, Value, Wire
from core.store.log.entry import DELETED

Stamp = tuple[int, bytes]
Reopened = tuple[tuple[int, Wire], ...]  # the entries whose rival values are current again


@dataclass(slots=True)
class DeleteHead:
    """One unsuperseded write of ``DELETED``: entry, 1 (deleted) or 0 (restored), and the heads it had seen. ``origin`` is
    whoever wrote it first, where the entry only made it current again."""

    n: int
    value: int
    covers: tuple[int, ...]
    origin: int

    def stored(self) -> list[Any]:
        """As it is stored."""
        whose = [] if self.origin == self.n else [self.origin]
        return [self.n, self.value, list(self.covers), *whose]


@dataclass(slots=True)
class RecordState:
    """One record as folded so far; ``n`` numbers are those of this file's ``entries``."""

    record: str
    base: int
    values: dict[str, Wire]
    heads: dict[str, list[int]] = field(default_factory=dict)
    deletes: list[DeleteHead] = field(default_factory=list)
    rivals: dict[str, dict[int, Wire | Reopened]] = field(default_factory=dict)
    nkey: str | None = None
    stored: bool = False
    changed: bool = False
    disputed_before: bool = False
    searched: bool = False  # its texts are kept folded for search as well

    def heads_of(self, name: str) -> list[int]:
        """The heads of a field: as written later, else the creating entry where it wrote the field."""
        if name in self.heads:
            return self.heads[name]
        return [self.base] if self.values.get(name) is not None else []

    def all_heads(self) -> set[int]:
        """Every head of every field, and the creating entry."""
        return {self.base}.union(*(self.heads_of(name) for name in self.values))

    def sides(self, name: str) -> dict[int, Wire]:
        """The rival values of a field by the entry that wrote each; empty where there are none."""
        found: dict[int, Wire] = {}
        for n, value in self.rivals.get(name, {}).items():
            found.update(value if isinstance(value, tuple) else [(n, value)])
        return found

    def write(
        self,
        name: str,
        value: Wire | Reopened,
        n: int,
        replaced: Iterable[int],
        stamp: Callable[[int], Stamp],
    ) -> None:
        """Fold one write of a field: it supersedes the heads it names and joins the others."""
        heads = self.heads_of(name)
        gone = {*replaced, n}
        rest = [head for head in heads if head not in gone]
        known = self.rivals.pop(name, None) or {head: self.values.get(name) for head in heads}
        self.heads[name] = [*rest, n]
        self.changed = True
        if not rest and not isinstance(value, tuple):
            self.values[name] = value
            return
        self.rivals[name] = {head: known[head] for head in rest} | {n: value}
        sides = self.sides(name)
        self.values[name] = sides[max(sides, key=stamp)]

    def write_deleted(
        self, value: Wire, n: int, replaced: Iterable[int], reopened: Iterable[DeleteHead] = ()
    ) -> None:
        """Fold one delete (1) or restore (0); ``replaced`` are all the heads its author had seen. With ``reopened``
        these are current again in its place."""
        covers = tuple(sorted(replaced))
        rest = [head for head in self.deletes if head.n not in covers and head.n != n]
        self.deletes = [*rest, *(tuple(reopened) or (DeleteHead(n, 1 if value else 0, covers, n),))]
        self.changed = True

    @property
    def delete_disputed(self) -> bool:
        """True where a delete is a rival of a restore, or against an edit it had not seen."""
        kinds = {head.value for head in self.deletes}
        return kinds == {0, 1} or (kinds == {1} and bool(self.uncovered()))

    @property
    def deleted(self) -> bool:
        """True where the record is deleted and nobody disputes it."""
        return bool(self.deletes) and all(h.value for h in self.deletes) and not self.uncovered()

    def uncovered(self) -> set[int]:
        """The heads no delete had seen."""
        live = set().union(*(self.heads_of(name) for name in self.values))
        return live.difference(*(head.covers for head in self.deletes)) - {head.n for head in self.deletes}

    @property
    def disputed_fields(self) -> tuple[str, ...]:
        """The fields whose heads hold different values, ``DELETED`` last."""
        fields = tuple(sorted(name for name in self.rivals if len(set(self.sides(name).values())) > 1))
        return (*fields, DELETED) if self.delete_disputed else fields

    def heads_json(self) -> str | None:
        """The heads as they are stored, None where only the creating entry wrote."""
        body: dict[str, Any] = dict(self.heads)
        if self.deletes:
            body[DELETED] = [head.stored() for head in self.deletes]
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode() if body else None

    def read_heads(self, text: str | None) -> None:
        """Take the heads back from their stored form."""
        body = orjson.loads(text) if text else {}
        self.deletes = [
            DeleteHead(n, value, tuple(covers), whose[0] if whose else n)
            for n, value, covers, *whose in body.pop(DELETED, ())
        ]
        self.heads = body


NONSENSE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)  # what reading a value that makes no sense raises


class WireValues(Mapping[str, Value | None]):
    """A record's wire values read as values, one by one as they are asked for."""

    def __init__(self, register: Register, wires: Mapping[str, Wire]) -> None:
        self._fields = register.by_name
        self._wires = wires

    def __getitem__(self, name: str) -> Value | None:
        wire = self._wires[name]
        return None if wire is None else self._fields[name].from_wire(wire)

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._wires else default

    def __iter__(self) -> Any:
        return iter(self._wires)

    def __len__(self) -> int:
        return len(self._wires)


def natural_key(register: Register, wires: Mapping[str, Wire]) -> str | None:
    """The natural key of wire values; None where it has none, not yet, or the values make no sense."""
    try:
        return register.natural_key(WireValues(register, wires))
    except NONSENSE:
        return None  # folding never refuses: a record that can't be read has no key
