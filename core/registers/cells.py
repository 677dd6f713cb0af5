"""Reading a column's cells: each different cell once, however often a sheet repeats it."""

from typing import NamedTuple

from core.faults import Finding
from core.registers.declare import Field, Value, Wire
from core.registers.reading import Unreadable, printable, read_value

MOST_KNOWN = 20_000  # different cells of a column kept in mind


class Cell(NamedTuple):
    """What a cell came to: its value and wire form, or the finding that says why it can't be read."""

    value: Value | None
    wire: Wire
    finding: Finding | None = None


class ColumnReader:
    """Reads the cells of one column of a sheet as values of one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._known: dict[object, Cell] = {}

    def read(self, raw: object) -> Cell:
        """What a cell comes to; nothing is raised."""
        # 1, True and 1.0 are one key to a dictionary, and not the same to a reader.
        place = raw if type(raw) is str else (type(raw), raw)
        found = self._known.get(place)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[place] = self._read(raw)
        return found

    def _read(self, raw: object) -> Cell:
        try:
            value = read_value(self.field, raw)
        except Unreadable as reason:
            return Cell(None, None, Finding(reason.code, str(reason), self.field.name, printable(raw)))
        return Cell(value, self.field.to_wire(value))
