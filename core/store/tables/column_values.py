"""Wire values as a column can hold them without changing them.

An entry made elsewhere may hold a text where we keep a number (another version, or nonsense). Folding never
refuses, and the database would turn such a value into something else depending on the column: so it is kept as a
text that can't be taken for a value, and reading the record says that the field is unreadable.
"""

from collections.abc import Callable, Sequence

from core.registers.fields import Storage, Wire

Fit = Callable[[Wire], Wire]

UNREADABLE = "?"
DAY_LENGTH = len("2020-01-31")


def _whole(wire: Wire) -> Wire:
    return f"{UNREADABLE}{wire}" if isinstance(wire, str) else wire


def _text(wire: Wire) -> Wire:
    return str(wire) if isinstance(wire, int) else wire


def _day(wire: Wire) -> Wire:
    if wire is None or (isinstance(wire, str) and len(wire) == DAY_LENGTH and wire[4] == wire[7] == "-"):
        return wire
    return f"{UNREADABLE}{wire}"


FITS: dict[Storage, Fit] = {
    Storage.TEXT: _text,
    Storage.DAY: _day,
    Storage.WHOLE: _whole,
    Storage.LARGE: _whole,
}

_TEXTS = frozenset((str, type(None)))
_AS_IT_IS: dict[Fit, Callable[[set[type]], bool]] = {
    _text: _TEXTS.issuperset,
    _whole: lambda kinds: str not in kinds,
}


def fitted(storage: Storage, column: Sequence[Wire]) -> Sequence[Wire]:
    """A column of wire values as the table can hold them."""
    fit = FITS[storage]
    if fit in _AS_IT_IS:
        return column if _AS_IT_IS[fit](set(map(type, column))) else list(map(fit, column))
    known = {wire: fit(wire) for wire in set(column)}  # many records share a day
    if all(wire == known[wire] for wire in known):
        return column
    return [known[wire] for wire in column]
