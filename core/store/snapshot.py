"""What rules ask of the other records, answered from memory: for checking many records against one state of the file.

A ``FileLookup`` asks the database anew for every record; here the keys of a register, and the values of the fields
that are asked about, are read once and looked up.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from core.registers.declare import Value, Wire
from core.store.records import row
from core.store.tables import REGISTERS, TABLES

Index = Mapping[tuple[Wire, ...], Sequence[str]]


class Snapshot:
    """A ``Lookup`` over one reading transaction; what it has read it keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._keys: dict[str, dict[str, str]] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], Index] = {}
        self._records: dict[tuple[str, str], Mapping[str, Any]] = {}

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The record of that natural key, as values with ``id``."""
        if register not in self._keys:
            self._keys[register] = self._read_keys(register)
        found = self._keys[register].get(key)
        return self._record(register, found) if found else None

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The records whose named fields hold just these values, as values with ``id``."""
        fields = tuple(equals)
        index = self._indexes.get((register, fields))
        if index is None:
            index = self._indexes[register, fields] = self._read_index(register, fields)
        if not index:
            return []
        wires = tuple(REGISTERS[register].field(name).to_wire(equals[name]) for name in fields)
        return [self._record(register, found) for found in index.get(wires, ())]

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
        if (register, record) not in self._records:
            found = row(self._connection, REGISTERS[register], record)
            assert found is not None
            self._records[register, record] = {"id": record, **found.values}
        return self._records[register, record]
