"""What was imported before: an entry that begins records out of a sheet carries a mark of the sheet's rows.

The mark travels with the entry, so a sheet is known again on every PC. Only what is still there counts: rows of an import
that was taken back, or deleted since, may come in again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from sqlalchemy import Connection, func, literal, or_, select

from core.registers.declare import Register
from core.store.log.clock import wall_time
from core.store.log.entry import unpack
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import table_of

# A text within an entry has its quotes escaped: this can only be the key itself.
_MARKED = b'"imported":"'
_MARK = re.compile(r"([0-9]{1,9}):([0-9]{1,9}):([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImportMark:
    """Rows taken in together: ``count`` of them, the ``digest`` of what they say (hex), and their ``turn``: 1, or more
    where somebody who knew that they stand in the file already took them in again."""

    count: int
    digest: str
    turn: int = 1

    def __str__(self) -> str:
        return f"{self.count}:{self.turn}:{self.digest}"

    @classmethod
    def read(cls, text: object) -> "ImportMark | None":
        """The mark an entry carries; None for what is no mark of ours."""
        found = _MARK.fullmatch(text) if isinstance(text, str) else None
        return cls(int(found[1]), found[3], int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Imported:
    """An import some of whose records are still there: ``standing`` of them, of which ``record`` was made first; Bangkok time
    by the writer's clock."""

    mark: ImportMark
    at: datetime
    author: str
    standing: int
    record: str


def imports_of(connection: Connection, register: Register) -> tuple[Imported, ...]:
    """The imports into a register of which something is still there, oldest first. BadEntry where an entry is damaged."""
    found: dict[str, Imported] = {}
    for action, one in _marked_entries(connection, register):
        before = found.get(action)
        found[action] = replace(before, standing=before.standing + one.standing) if before else one
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _marked_entries(connection: Connection, register: Register) -> Iterator[tuple[str, Imported]]:
    table = table_of(register)
    made = select(table.c.base, func.count().label("standing"), func.min(table.c.id).label("record"))
    kept = made.where(table.c.deleted == 0).group_by(table.c.base).subquery()
    # Most entries are a single record typed by hand: the database passes over these without handing them out.
    may_be_marked = or_(ENTRIES.c.packed != 0, func.instr(ENTRIES.c.body, literal(_MARKED)) > 0)
    query = (
        select(ENTRIES, kept.c.standing, kept.c.record)
        .join(kept, ENTRIES.c.n == kept.c.base)
        .where(may_be_marked)
        .order_by(ENTRIES.c.n)
    )
    for row in connection.execute(query):
        stored = unpack(row.packed, row.body)
        if _MARKED not in stored:
            continue
        body = orjson.loads(stored)
        mark = ImportMark.read(body.get("imported"))
        if mark:
            action = str(body.get("group") or row.id.hex())
            yield action, Imported(mark, wall_time(row.clock), row.author, row.standing, row.record)
