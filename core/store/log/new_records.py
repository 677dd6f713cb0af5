"""Many records created at once, column by column: what an import hands to the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.registers.declare import Wire


@dataclass(frozen=True, slots=True)
class NewRecords:
    """Create these records of a register: ``columns`` holds their wire values field by field, each as long as
    ``records``. An entry is written for at most so many as it holds."""

    register: str
    records: Sequence[str]
    fields: tuple[str, ...]
    columns: Sequence[Sequence[Wire]]

    def parts(self, most: int, letters: int) -> Iterator["NewRecords"]:
        """The same in parts of ``most`` records, fewer where their texts are long: ``letters`` characters a part."""
        if len(self.records) <= most and sum(map(_letters, self.columns)) <= letters:
            yield self
            return
        first = 0
        for end in self._ends(most, letters):
            columns = [column[first:end] for column in self.columns]
            yield NewRecords(self.register, self.records[first:end], self.fields, columns)
            first = end

    def _ends(self, most: int, letters: int) -> Iterator[int]:
        begun, total = 0, 0
        for place, length in enumerate(self._lengths()):
            if place > begun and (place - begun == most or total + length > letters):
                yield place
                begun, total = place, 0
            total += length
        if begun < len(self.records):
            yield len(self.records)

    def _lengths(self) -> Iterator[int]:
        for wires in zip(*self.columns, strict=True):
            yield sum(len(wire) for wire in wires if isinstance(wire, str))

    def rows(self) -> Iterator[tuple[str, tuple[Wire, ...]]]:
        """Record by record: its id, and its wire values in the order of ``fields``."""
        return zip(self.records, zip(*self.columns, strict=True), strict=True)


def _letters(column: Sequence[Wire]) -> int:
    try:
        return len("".join(filter(None, column)))  # type: ignore[arg-type]  # the ordinary column, at once
    except TypeError:
        return sum(len(wire) for wire in column if isinstance(wire, str))
