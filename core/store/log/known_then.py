"""What a file's records were by what was known at some time: the entries up to a version vector, and no others.

Rows are folded from all entries; what one was before is read from its heads back, as history does.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from sqlalchemy import Connection, or_, select

from core.registers.declare import Register, Wire
from core.store.log.entry import DELETED
from core.store.log.exchange_state import Vector, beyond
from core.store.log.history import Past, Place
from core.store.tables.bulk import chunks
from core.store.tables.register_tables import table_of


class KnownThen:
    """The records of a file as the entries of ``vector`` tell them. Good for one reading of the file."""

    def __init__(self, connection: Connection, vector: Vector) -> None:
        self._connection = connection
        self._vector = vector
        self._past = Past(connection)

    @cached_property
    def since(self) -> frozenset[int]:
        """The numbers of the entries that were not known then."""
        return frozenset(beyond(self._connection, self._vector))

    def touched(self, register: Register) -> Iterator[str]:
        """The records of a register that an entry not known then has made or written into, deleted ones too."""
        if not self.since:
            return
        table = table_of(register)
        asked = or_(table.c.base >= min(self.since), table.c.heads.is_not(None))
        found = list(self._connection.execute(select(table.c.id).where(asked).order_by(table.c.id)).scalars())
        for some in chunks(found):
            yield from (record for record in some if self.writers(register, record))

    def writers(self, register: Register, record: str) -> tuple[int, ...]:
        """The numbers of the entries not known then that the record's present values come from, in order."""
        state = self._past.fold.load(register.name, [record]).get(record)
        heads = state.all_heads() | {head.n for head in state.deletes} if state else set()
        return tuple(sorted(self.since & heads))

    def wires(self, register: Register, record: str) -> Mapping[str, Wire] | None:
        """The record's stored values; None where it wasn't there, or was deleted."""
        state = self._past.fold.load(register.name, [record]).get(record)
        if state is None or state.base in self.since:
            return None
        deletes = self._heads((register.name, record, DELETED), {head.n for head in state.deletes})
        if deletes and all(self._past.value(n, (register.name, record, DELETED)) for n in deletes):
            return None
        return {
            field.name: self._value((register.name, record, field.name), {*state.heads_of(field.name)})
            for field in register.stored_fields
        }

    def _value(self, place: Place, heads: set[int]) -> Wire:
        known = self._heads(place, heads)
        return self._past.value(max(known, key=self._past.fold.stamp), place) if known else None

    def _heads(self, place: Place, heads: set[int]) -> set[int]:
        """The heads that a field had then: those of now, and in the place of later ones what they replaced."""
        known, wanted, seen = set[int](), {*heads}, set[int]()
        while wanted:
            n = wanted.pop()
            seen.add(n)
            if n in self.since:
                wanted |= self._past.heads_before(n, place) - seen
            else:
                known.add(n)
        return known
