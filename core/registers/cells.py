"""Reading a column's cells: each different cell once, however often a sheet repeats it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from core.faults import Finding
from core.registers.declare import Field, Kind, Value, Wire
from core.registers.reading import LONGEST_PLAIN, Unreadable, printable, read_value

MOST_KNOWN = 20_000  # different cells of a column kept in mind


class Cell(NamedTuple):
    """What a cell came to: its value and wire form, or the finding that says why it can't be read."""

    value: Value | None
    wire: Wire
    finding: Finding | None = None


EMPTY = Cell(None, None)
# Of these, equal cells are read alike; but 1, True and Decimal(1) are equal too.
_PLAIN = (str, date, datetime)


class ColumnReader:
    """Reads the cells of one column of a sheet as values of one field.

    ``before`` is asked first what a cell other than plain text means: something else to be read, or a ``Cell``.
    """

    def __init__(self, field: Field, before: Callable[[object], object] = lambda raw: raw) -> None:
        self.field = field
        self._before = before
        self._longest = (
            min(field.max_length, LONGEST_PLAIN) if field.kind in (Kind.TEXT, Kind.LONG_TEXT) else 0
        )
        self._known: dict[object, Cell] = {}

    def read(self, raw: object) -> Cell:
        """What a cell comes to; nothing is raised."""
        if raw is None:
            return EMPTY
        if self._longest and type(raw) is str and len(raw) <= self._longest and raw.isprintable():
            text = raw.strip()  # the ordinary text, for which read_value would do no more
            return Cell(text, text) if text else EMPTY
        place = raw if type(raw) in _PLAIN else (type(raw), raw)
        found = self._known.get(place)
        return self._learn(place, raw) if found is None else found

    def _learn(self, place: object, raw: object) -> Cell:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        found = self._known[place] = self._read(raw)
        return found

    def _read(self, raw: object) -> Cell:
        meant = self._before(raw)
        if isinstance(meant, Cell):
            return meant
        try:
            value = read_value(self.field, meant)
        except Unreadable as reason:
            return Cell(None, None, Finding(reason.code, str(reason), self.field.name, printable(raw)))
        return Cell(value, self.field.to_wire(value))
