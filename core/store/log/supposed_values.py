"""What would be read were other values in a file: laid over its tables for this connection alone, nothing is written.

A temporary view takes a register's name, so that whatever counts or lists reads the supposed values; columns nobody
supposes anything of are passed through, and their indexes serve as ever. Works on files that are only read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from core.registers.declare import Wire
from core.store.log.entry import DELETED
from core.store.log.record_state import natural_key
from core.store.tables.register_tables import registers_of, table_of

Place = tuple[str, str, str]  # register, record, field (``DELETED``: 1 deleted, 0 kept)
Supposed = Mapping[Place, Wire]


@contextmanager
def supposing(connection: Connection, places: Iterable[Place]) -> Iterator[Callable[[Supposed], None]]:
    """Yields what lays values over the file, for these places, as often as asked; each time in place of the last."""
    overlays = [_Overlay(connection, name, group) for name, group in _by_register(places).items()]
    laid: list[_Overlay] = []
    try:
        for overlay in overlays:
            overlay.lay()
            laid.append(overlay)

        def suppose(values: Supposed) -> None:
            for overlay in overlays:
                overlay.suppose(
                    {(r, f): wire for (name, r, f), wire in values.items() if name == overlay.name}
                )

        suppose({})
        yield suppose
    finally:
        for overlay in laid:
            overlay.lift()


def _by_register(places: Iterable[Place]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for register, record, field in places:
        found.setdefault(register, []).append((record, field))
    return found


class _Overlay:
    """One register's table under a view of the same name, which reads the supposed rows' columns elsewhere."""

    def __init__(self, connection: Connection, name: str, places: Sequence[tuple[str, str]]) -> None:
        self.name = name
        self._run = connection.exec_driver_sql
        self._connection = connection
        self._register = registers_of(connection)[name]
        self._records = tuple(dict.fromkeys(record for record, _ in places))
        changing = {_column(field) for _, field in places}
        key = {*self._register.key_fields, self._register.date_field, "deleted"}
        self._by_key = bool(self._register.key_fields) and bool(changing & key)
        self._columns = sorted(changing | ({"nkey", "twin"} if self._by_key else set()))
        self._rows = f"supposed_{name}"

    def lay(self) -> None:
        """Put the view over the table."""
        columns = ", ".join(map(_quoted, self._columns))
        self._run(f"CREATE TEMP TABLE {self._rows} (id TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")
        shown = ", ".join(self._shown(column.name) for column in table_of(self._register).columns)
        self._run(f'CREATE TEMP VIEW "{self.name}" AS SELECT {shown} FROM main."{self.name}" AS held')

    def _shown(self, column: str) -> str:
        name = _quoted(column)
        if column not in self._columns:
            return f"held.{name} AS {name}"
        among = f"held.id IN (SELECT id FROM {self._rows})"
        other = f"(SELECT s.{name} FROM {self._rows} AS s WHERE s.id = held.id)"
        return f"CASE WHEN {among} THEN {other} ELSE held.{name} END AS {name}"

    def lift(self) -> None:
        """Leave nothing behind."""
        self._run(f'DROP VIEW temp."{self.name}"')
        self._run(f"DROP TABLE temp.{self._rows}")

    def suppose(self, values: Mapping[tuple[str, str], Wire]) -> None:
        """Lay other values over the table."""
        self._run(f"DELETE FROM {self._rows}")
        for record in self._records:
            row = self._held(record)
            if row is not None:
                row.update({_column(f): wire for (r, f), wire in values.items() if r == record})
                self._keep(record, row)
        if self._by_key:
            self._mark_duplicates()

    def _held(self, record: str) -> dict[str, Any] | None:
        found = self._run(f'SELECT * FROM main."{self.name}" WHERE id = ?', (record,)).mappings().first()
        return dict(found) if found is not None else None

    def _keep(self, record: str, row: dict[str, Any]) -> None:
        if self._by_key:
            row["nkey"] = natural_key(
                self._register, {f.name: row[f.name] for f in self._register.stored_fields}
            )
        columns = ", ".join(map(_quoted, self._columns))
        named = ", ".join("?" for _ in self._columns)
        self._run(
            f"INSERT OR REPLACE INTO {self._rows} (id, {columns}) VALUES (?, {named})",
            (record, *(row[column] for column in self._columns)),
        )

    def _mark_duplicates(self) -> None:
        """Of records with one natural key only the first that is there counts, as
        ``core.store.tables.duplicate_keys`` says; those whose turn it is only now are supposed too."""
        keys = f'SELECT nkey FROM {self._rows} UNION SELECT nkey FROM main."{self.name}" WHERE id IN (SELECT id FROM {self._rows})'
        found = self._run(
            f'SELECT id, nkey, twin FROM "{self.name}" WHERE nkey IN ({keys}) AND deleted = 0 ORDER BY nkey, id'
        ).all()
        seen: set[str] = set()
        for record, key, twin in found:
            if twin != (key in seen):
                row = self._held(record)
                assert row is not None
                known = self._run(f"SELECT * FROM {self._rows} WHERE id = ?", (record,)).mappings().first()
                self._keep(record, {**row, **(known or {}), "twin": int(key in seen)})
            seen.add(key)


def _quoted(column: str) -> str:
    return f'"{column}"'


def _column(field: str) -> str:
    return "deleted" if field == DELETED else field
