"""What rules ask of the other records, answered from memory: for checking many records against one state of the file.

A ``FileLookup`` asks the database anew for every record; here the keys of a register, and the values of the fields
that are asked about, are read once and looked up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from core.registers.declare import Value, Wire
from core.store.records import Row, row, rows_by_id
from core.store.tables import REGISTERS, TABLES

Index = Mapping[tuple[Wire, ...], Sequence[str]]


class Snapshot:
    """A ``Lookup`` over one reading transaction; what it has read it keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._keys: dict[str, dict[str, str]] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], Index] = {}
        self._rows: dict[tuple[str, str], Row | None] = {}

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The record of that natural key, as values with ``id``."""
        found = self.ids_by_key(register).get(key)
        return self._record(register, found) if found else None

    def row(self, register: str, record: str) -> Row | None:
        """One record by id, deleted ones too; None where there is none."""
        if (register, record) not in self._rows:
            self._rows[register, record] = row(self._connection, REGISTERS[register], record)
        return self._rows[register, record]

    def expect(self, register: str, keys: Iterable[str]) -> None:
        """Read the records of these natural keys at once, and forget those read before: they are asked for next."""
        ids = [found for key in keys if (found := self.ids_by_key(register).get(key))]
        self._rows = {(register, r.id): r for r in rows_by_id(self._connection, REGISTERS[register], ids)}

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The records whose named fields hold just these values, as values with ``id``."""
        fields = tuple(equals)
        index = self.index(register, fields)
        if not index:
            return []
        wires = tuple(REGISTERS[register].field(name).to_wire(equals[name]) for name in fields)
        return [self._record(register, found) for found in index.get(wires, ())]

    def index(self, register: str, fields: tuple[str, ...]) -> Index:
        """By the wire values of these fields: the ids of the records that count."""
        found = self._indexes.get((register, fields))
        if found is None:
            found = self._indexes[register, fields] = self._read_index(register, fields)
        return found

    def ids_by_key(self, register: str) -> Mapping[str, str]:
        """By natural key: the id of the record that counts."""
        if register not in self._keys:
            self._keys[register] = self._read_keys(register)
        return self._keys[register]

    def _read_keys(self, register: str) -> dict[str, str]:
        table = TABLES[register]
        # Of several records with one key the lowest id counts: it is read last.
        query = select(table.c.nkey, table.c.id).where(table.c.deleted == 0, table.c.nkey.is_not(None))
        return dict(self._connection.execute(query.order_by(table.c.id.desc())).all())

    def _read_index(self, register: str, fields: tuple[str, ...]) -> Index:
        table = TABLES[register]
        query = select(table.c.id, *(table.c[name] for name in fields))
        index: dict[tuple[Wire, ...], list[str]] = defaultdict(list)
        for record, *wires in self._connection.execute(
            query.where(table.c.deleted == 0, table.c.twin == 0).order_by(table.c.id)
        ):
            index[tuple(wires)].append(record)
        return index

    def _record(self, register: str, record: str) -> Mapping[str, Any]:
        found = self.row(register, record)
        assert found is not None
        return {"id": record, **found.values}
