"""What rules ask of the other records, answered from memory: for checking many records against one state of the file.

A ``FileLookup`` asks the database anew for every record; here the keys of a register, and the values of the fields
that are asked about, are read once and looked up.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, select

from core.registers.declare import Value, Wire, compared
from core.store.tables.bulk import any_between, chosen
from core.store.tables.records import Row, row, rows_by_id
from core.store.tables.register_tables import counted, registers_of, table_of

MOST_KNOWN = 20_000  # texts kept in mind as they are compared


class Likes:
    """By what some fields hold: the ids of the records that hold it. Only hashes of it are kept, in half the memory: whoever
    must know for sure looks at the records."""

    def __init__(self) -> None:
        self._ids: dict[int, str | list[str]] = {}

    def add(self, wires: tuple[Wire, ...], record: str) -> None:
        """Take note of one more record."""
        place = hash(wires)
        known = self._ids.setdefault(place, record)
        if isinstance(known, list):
            known.append(record)
        elif known is not record:
            self._ids[place] = [known, record]

    def of(self, wires: tuple[Wire, ...]) -> Sequence[str]:
        """The records, in the order they were noted."""
        found = self._ids.get(hash(wires), ())
        return (found,) if isinstance(found, str) else found

    def __bool__(self) -> bool:
        return bool(self._ids)


class Snapshot:
    """A ``Lookup`` over one reading transaction; what it has read it keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._registers = registers_of(connection)
        self._keys: dict[str, dict[str, str]] = {}
        self._likes: dict[tuple[str, tuple[str, ...]], Likes] = {}
        self._rows: dict[tuple[str, str], Row | None] = {}

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The record of that natural key, as values with ``id``."""
        found = self.ids_by_key(register).get(compared(key))
        return self.record(register, found) if found else None

    def row(self, register: str, record: str) -> Row | None:
        """One record by id, deleted ones too; None where there is none."""
        if (register, record) not in self._rows:
            self._rows[register, record] = row(self._connection, self._registers[register], record)
        return self._rows[register, record]

    def expect(self, register: str, ids: Sequence[str]) -> None:
        """Read these records at once, and forget those read before: they are asked for next."""
        self._rows = {
            (register, r.id): r for r in rows_by_id(self._connection, self._registers[register], ids)
        }

    def ids_of(self, register: str, keys: Iterable[str]) -> dict[str, str]:
        """By natural key, of these: the id of the record that counts. The database is asked, once."""
        wanted = list(keys)
        table = self._table(register)
        columns = table.c.nkey, table.c.id, table.c.deleted
        if not wanted or not any_between(self._connection, columns[0], wanted):
            return {}
        rows = chosen(self._connection, columns, wanted)
        found = sorted((record, key) for key, record, deleted in rows if not deleted)
        return {key: record for record, key in reversed(found)}

    def wires(
        self, register: str, records: Iterable[str], fields: Sequence[str]
    ) -> dict[str, tuple[Wire, ...]]:
        """By id: what these fields of records hold."""
        table = self._table(register)
        found = chosen(self._connection, (table.c.id, *(table.c[name] for name in fields)), records)
        return {record: tuple(wires) for record, *wires in found}

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The records whose named fields hold just these values, as values with ``id``."""
        fields = tuple(equals)
        likes = self.likes(register, fields)
        if not likes:
            return []
        wires = tuple(
            compared(self._registers[register].field(name).to_wire(equals[name])) for name in fields
        )
        found = (self.record(register, record) for record in likes.of(wires))
        return [r for r in found if all(compared(r[name]) == compared(equals[name]) for name in fields)]

    def likes(self, register: str, fields: tuple[str, ...]) -> Likes:
        """By the wire values of these fields, as they are compared: the records that count, in the order of their ids."""
        found = self._likes.get((register, fields))
        if found is None:
            found = self._likes[register, fields] = self._read_likes(register, fields)
        return found

    def ids_by_key(self, register: str) -> Mapping[str, str]:
        """By natural key: the id of the record that counts."""
        if register not in self._keys:
            self._keys[register] = self._read_keys(register)
        return self._keys[register]

    def _table(self, register: str) -> Table:
        return table_of(self._registers[register])

    def _read_keys(self, register: str) -> dict[str, str]:
        table = self._table(register)
        # Of several records with one key the lowest id counts: it is read last.
        query = select(table.c.nkey, table.c.id).where(table.c.deleted == 0, table.c.nkey.is_not(None))
        return dict(self._connection.execute(query.order_by(table.c.id.desc())).all())

    def _read_likes(self, register: str, fields: tuple[str, ...]) -> Likes:
        table = self._table(register)
        query = select(table.c.id, *(table.c[name] for name in fields))
        likes = Likes()
        known = lru_cache(MOST_KNOWN)(compared)  # many records share a name
        for record, *wires in self._connection.execute(query.where(*counted(table)).order_by(table.c.id)):
            likes.add(tuple(map(known, wires)), record)
        return likes

    def record(self, register: str, record: str) -> Mapping[str, Any]:
        """A record that is there, as values with ``id``."""
        found = self.row(register, record)
        assert found is not None
        return {"id": record, **found.values}
