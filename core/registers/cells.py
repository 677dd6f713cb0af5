"""Reading a column's cells: each different cell once, however often a sheet repeats it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from core.faults import Finding
from core.registers.field_types.numbers import LARGEST, Fixed
from core.registers.fields import Field, Value, Wire, looks_covered
from core.registers.reading import LONGEST_PLAIN, Unreadable, printable, read_value
from core.thai.folding import clean, is_clean

MOST_KNOWN = 20_000  # different cells of a column kept in mind


class ReadCell(NamedTuple):
    """What a cell came to: its value and wire form, or the finding that says why it can't be read."""

    value: Value | None
    wire: Wire
    finding: Finding | None = None


class ReadColumn(NamedTuple):
    """What the cells of a column came to: values and wires, each as long as the column, and the places (first = 0) of
    those that can't be read."""

    values: Sequence[Value | None]
    wires: Sequence[Wire]
    unreadable: Sequence[int] = ()


EMPTY = ReadCell(None, None)
_TEXTS, _NUMBERS = {str, type(None)}, {int, Decimal}
# Of these, equal cells are read alike; but 1, True and Decimal(1) are equal too.
_PLAIN = (str, date, datetime)


class ColumnReader:
    """Reads the cells of one column of a sheet as values of one field.

    ``before`` is asked first what a cell other than plain text means: something else to be read, or a ``ReadCell``.
    """

    def __init__(self, field: Field, before: Callable[[object], object] = lambda raw: raw) -> None:
        self.field = field
        self._before = before
        plain = field.type.is_text and not field.pattern
        self._longest = min(field.max_length, LONGEST_PLAIN) if plain else 0
        self._forget()
        self._exact = field.type if isinstance(field.type, Fixed) else None
        self._low = max(-LARGEST, -LARGEST if field.minimum is None else field.minimum)
        self._high = min(LARGEST, LARGEST if field.maximum is None else field.maximum)

    def read(self, raw: object) -> ReadCell:
        """What a cell comes to; nothing is raised."""
        if raw is None:
            return EMPTY
        if self._longest and type(raw) is str and len(raw) <= self._longest and self._as_it_is(raw):
            text = clean(raw)  # the ordinary text, for which read_value would do no more
            return ReadCell(text, text) if text else EMPTY
        if self._exact and type(raw) in _NUMBERS and (cell := self._amount(self._exact, raw)):  # type: ignore[arg-type]  # is one
            return cell
        place = raw if type(raw) in _PLAIN else (type(raw), raw)
        found = self._known.get(place)
        return self._learn(place, raw) if found is None else found

    def read_column(self, raws: Sequence[object]) -> ReadColumn:
        """What the cells of a column come to; nothing is raised."""
        texts = self._ordinary(raws) if self._longest else None
        if texts is not None:
            return ReadColumn(texts, texts)
        if self._exact and (amounts := self._amounts(self._exact, raws)):
            return amounts
        try:
            wires = list(map(self._wires.__getitem__, raws))
            values: Sequence[Any] = list(map(self._values.__getitem__, raws)) if self._changed else raws
            return ReadColumn(values, wires)
        except (KeyError, TypeError):
            cells = list(map(self.read, raws))
        unreadable = [place for place, cell in enumerate(cells) if cell.finding is not None]
        return ReadColumn([cell.value for cell in cells], [cell.wire for cell in cells], unreadable)

    def _ordinary(self, raws: Sequence[object]) -> list[str | None] | None:
        """The texts of a column that holds nothing but ordinary ones, cleaned; else None."""
        if not _TEXTS.issuperset(map(type, raws)):
            return None
        texts: list[str] = [raw for raw in raws if raw]  # type: ignore[misc]  # nothing else is left
        whole = "".join(texts)
        if not self._as_it_is(whole) or max(map(len, texts), default=0) > self._longest:
            return None
        tidy: Callable[[str], str] = str.strip if is_clean(whole) else clean
        return [tidy(raw) or None if raw else None for raw in raws]  # type: ignore[arg-type]  # texts

    def _as_it_is(self, text: str) -> bool:
        """True for text in which there is nothing to be refused."""
        return text.isprintable() and not (self.field.personal and looks_covered(text))

    def _forget(self) -> None:
        self._known: dict[object, ReadCell] = {None: EMPTY}
        # The same of what could be read, by the cell itself, for whole columns.
        self._values: dict[object, Value | None] = {None: None}
        self._wires: dict[object, Wire] = {None: None}
        self._changed = False  # True where one of them isn't its own value

    def _learn(self, place: object, raw: object) -> ReadCell:
        if len(self._known) >= MOST_KNOWN:
            self._forget()
        found = self._known[place] = self._read(raw)
        if found.finding is None and place is raw:
            self._values[raw], self._wires[raw] = found.value, found.wire
            self._changed = self._changed or found.value is not raw
        return found

    def _amounts(self, exact: Fixed, raws: Sequence[object]) -> ReadColumn | None:
        """A column of nothing but ordinary amounts, for which read_value would do no more; else None."""
        if not _NUMBERS.issuperset(map(type, raws)):
            return None
        amounts: list[int | Decimal] = list(raws)  # type: ignore[arg-type]  # nothing else is left
        if not amounts or not self._low < min(amounts) <= max(amounts) < self._high:
            return None
        parts, least = exact.parts, exact.least
        counted = [amount * parts for amount in amounts]
        wires = list(map(int, counted))
        if wires != counted:
            return None
        return ReadColumn([Decimal(amount).quantize(least) for amount in amounts], wires)

    def _amount(self, exact: Fixed, raw: int | Decimal) -> ReadCell | None:
        """An ordinary amount, for which read_value would do no more: well within the limits, no finer than the field's."""
        if not self._low < raw < self._high:
            return None
        value = Decimal(raw).quantize(exact.least)
        return ReadCell(value, int(value.scaleb(exact.places))) if value == raw else None

    def _read(self, raw: object) -> ReadCell:
        meant = self._before(raw)
        if isinstance(meant, ReadCell):
            return meant
        try:
            value = read_value(self.field, meant)
        except Unreadable as reason:
            return ReadCell(None, None, Finding(reason.code, str(reason), self.field.name, printable(raw)))
        return ReadCell(value, self.field.to_wire(value))
