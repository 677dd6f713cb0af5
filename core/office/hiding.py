"""Personal data that isn't told: left out of whatever is read for a person where it is kept no longer, masked where it leaves the
program. The log, figures, rules and imports have it still. Source: docs/domain.md, "Personal data".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.indicators.evidence import WorkingRecord, label_of
from core.registers.declare import Register, Values
from core.registers.personal import masked, withheld, year_of
from core.store.connection import Connection
from core.store.tables.records import Row, rows_by_id


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which personal data isn't told: that of fiscal years before ``first_year``, and where it is ``masked``, no other as it is."""

    first_year: int = 0
    masked: bool = False

    def left_out(self, register: Register, values: Values) -> bool:
        """True of a record whose personal data is kept no longer; never of one that tells no year."""
        if not self.first_year or not register.personal_fields:
            return False
        year = year_of(register, values)
        return year is not None and year < self.first_year

    def values(self, register: Register, values: Values) -> Values:
        """A record's values as they are told; the same object where that is all of them."""
        if self.left_out(register, values):
            return withheld(register, values)
        return masked(register, values) if self.masked else values

    def row(self, register: Register, row: Row) -> Row:
        """A record as it is told of."""
        told = self.values(register, row.values)
        return row if told is row.values else replace(row, values=dict(told))

    def labels(self, connection: Connection, register: Register, ids: Sequence[str]) -> Mapping[str, str]:
        """Of these records by id, what those are called whose personal data isn't told."""
        if not register.personal_fields or not (self.first_year or self.masked):
            return {}
        found = ((row, self.values(register, row.values)) for row in rows_by_id(connection, register, ids))
        return {row.id: label_of(register, told) for row, told in found if told is not row.values}


def called(
    connection: Connection, registers: Mapping[str, Register], behind: Iterable[WorkingRecord], hiding: Hiding
) -> Iterator[WorkingRecord]:
    """The records behind a figure as they are told of."""
    behind = tuple(behind)
    of = {name: [r.record_id for r in behind if r.register == name] for name in {r.register for r in behind}}
    labels = {name: hiding.labels(connection, registers[name], ids) for name, ids in of.items()}
    return (replace(r, label=labels[r.register].get(r.record_id, r.label)) for r in behind)
