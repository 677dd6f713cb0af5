"""The words a list is filtered by: a record is kept whose line holds every one of them, as it is shown."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from core.office.records.list_views import CellMaker, ListView
from core.office.states import Chip
from core.registers.declare import Field, Value
from core.store.tables.records import value_of
from core.thai.folding import fold_case

Said = dict[Any, str]  # what a column's cell says, folded, by the wires it is made of


class KnownCells:
    """What cells say, kept while somebody types one letter after the other; of one list at a time, asked by any thread."""

    def __init__(self) -> None:
        self._known: tuple[tuple[object, ...], tuple[Said, ...]] = ((), ())

    def of(self, view: ListView) -> tuple[Said, ...]:
        """What is known of each column of a list; nothing at first."""
        known = self._known
        if known[0] != view.terms:
            known = self._known = view.terms, tuple({} for _ in view.makers)
        return known[1]


class Words:
    """Tells by the wires of the fields it ``reads`` whether a record's line holds every word. A cell is made once for each
    of its values, for the same few stand in most lines."""

    def __init__(self, view: ListView, words: str, known: KnownCells) -> None:
        self._words = _searchable(words).split()
        columns = [
            (maker, said)
            for maker, said in zip(view.makers, known.of(view), strict=True)
            if any(map(maker.may_hold, self._words))
        ]
        self.reads = tuple(dict.fromkeys(name for maker, _ in columns for name in maker.reads))
        self._cells = [
            (itemgetter(*map(self.reads.index, maker.reads)), said, _maker(maker, view))
            for maker, said in columns
        ]

    def hold(self, wires: Sequence[Any]) -> bool:
        """True for a record whose line holds every word; the wires are those of ``reads``."""
        if not self._words:
            return True
        line = []
        for pick, known, make in self._cells:
            made_of = pick(wires)
            said = known.get(made_of)
            if said is None:
                said = known[made_of] = make(made_of)
            line.append(said)
        return all(any(word in said for said in line) for word in self._words)


def _maker(maker: CellMaker, view: ListView) -> Callable[[Any], str]:
    fields = [view.register.field(name) for name in maker.reads]

    def make(made_of: Any) -> str:
        wires = (made_of,) if len(fields) == 1 else made_of
        cell = maker.cell(_values(fields, wires))
        return _searchable(cell.text if isinstance(cell, Chip) else cell)

    return make


def _values(fields: Sequence[Field], wires: Sequence[Any]) -> Mapping[str, Value | None]:
    return {declared.name: value_of(declared, wire) for declared, wire in zip(fields, wires, strict=True)}


def _searchable(text: str) -> str:
    # 12480 finds 12,480.00.
    plain = fold_case(text)
    return f"{plain} {plain.replace(',', '')}" if "," in plain else plain
