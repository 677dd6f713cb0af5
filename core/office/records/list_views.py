"""How each register is listed as of the end of a day: its columns, its quick filters, what a line's cells say.

The cells are made here for the lines in sight and for the words a list is filtered by; the filters and the order are
``core.store.tables.listing``'s, in SQL, and tests hold them to the standings the cells are made of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from core.office.figures.clock_words import event_words, filter_words
from core.office.figures.clocks import ClockTerms
from core.office.records.list_types import ListColumn, ListFilter, ListLine
from core.office.states import Chip
from core.registers.as_of import by, exists
from core.registers.clocks import Clock
from core.registers.deadlines import overdue_until
from core.registers.declare import Field, Register
from core.registers.field_types.days import DAY, MOMENT
from core.registers.fields import Covered
from core.registers.personal import mask_of
from core.registers.views import DUE, STATE, View
from core.store.tables import listing
from core.store.tables.clock_frame import clock_frame
from core.store.tables.listing import Frame
from core.store.tables.records import Row
from core.thai.dates import day_short, moment_short

Names = Mapping[str, Mapping[str, str]]  # of each field that names another record: the names of its keys
Cell = str | Chip
NOTHING = "–"
_IN_NUMBERS = frozenset("0123456789,.-")


@dataclass(frozen=True, slots=True)
class CellMaker:
    """How a column's cell is made, and of which fields; ``numbers``: nothing but a number can stand in it."""

    reads: tuple[str, ...]
    cell: Callable[[Mapping[str, Any]], Cell]
    numbers: bool = False

    def may_hold(self, word: str) -> bool:
        """False where a word can't stand in the column's cells."""
        return not self.numbers or _IN_NUMBERS.issuperset(word)


class ListView:
    """How a register is listed at the end of a day, with its personal data masked where it ``masks``. Two of the same ``terms``
    say the same of the same values."""

    def __init__(
        self,
        register: Register,
        columns: Sequence[ListColumn],
        names: Names,
        as_of: date,
        *,
        masks: bool = False,
    ) -> None:
        self.register, self.as_of, self._names = register, as_of, names
        self._masked = {f.name for f in register.personal_fields} if masks else frozenset[str]()
        self.terms: tuple[object, ...] = (register.name, as_of, names)
        self.makers = tuple(self._maker(column) for column in columns)

    def frame(self) -> Frame:
        """The same in SQL."""
        return listing.with_evidence(listing.plain_frame(self.register, self.as_of))

    def line(self, row: Row) -> ListLine:
        """A record's line."""
        later = not row.deleted and not exists(self.register, row.values, self.as_of)
        return ListLine(row, tuple(maker.cell(row.values) for maker in self.makers), later)

    def _maker(self, column: ListColumn) -> CellMaker:
        declared = column.field
        assert declared is not None
        names = self._names.get(column.name, {})
        hidden = declared.name in self._masked
        event = declared in self.register.event_fields and declared.name != self.register.begins

        def cell(values: Mapping[str, Any]) -> str:
            value = values.get(declared.name)
            if value is not None and hidden:
                value = mask_of(declared, value)
            if event and value is not None and not (isinstance(value, Covered) or by(value, self.as_of)):
                return NOTHING  # as the state beside it says: it hasn't happened yet
            said = declared.show(value)
            return f"{said} {names.get(said, '')}".strip() or NOTHING

        numbers = declared.type.is_number and not (declared.choices or names)
        return CellMaker((declared.name,), cell, numbers)


class ClockView(ListView):
    """A register with clocks: with their last days in time and how each record stands; ``now``: the minute it speaks of on a
    day still running."""

    def __init__(
        self,
        register: Register,
        columns: Sequence[ListColumn],
        names: Names,
        terms: ClockTerms,
        now: datetime,
        *,
        masks: bool = False,
    ) -> None:
        self._by, self._now = terms, now.replace(second=0, microsecond=0)
        self._dues = due_columns(register)
        super().__init__(register, columns, names, terms.as_of, masks=masks)
        by_minute = not all(clock.by_day for clock in terms.clocks)
        running = self._now if by_minute and self._now.date() == terms.as_of else None
        self.terms = (*self.terms, terms, running)

    def frame(self) -> Frame:
        terms = self._by
        frame = clock_frame(
            self.register,
            self.as_of,
            terms.clocks,
            counts=terms.counts,
            overdue={c.name: overdue_until(c, self.as_of, terms.calendar) for c in limited(terms.clocks)},
            sorts={
                state_column(self.register): terms.clocks[0],
                **{name: terms.clocks[place] for name, place in self._dues.items()},
            },
        )
        return listing.with_evidence(frame)

    def _maker(self, column: ListColumn) -> CellMaker:
        if column.field is not None:
            return super()._maker(column)
        if column.name in self._dues:
            return CellMaker(self._by.reads, partial(self._due, self._dues[column.name]))
        return CellMaker(self._by.reads, self._state)

    def _due(self, place: int, values: Mapping[str, Any]) -> str:
        due = self._by.due(place, values)
        if due is None:
            return NOTHING
        return moment_short(due) if isinstance(due, datetime) else day_short(due)

    def _state(self, values: Mapping[str, Any]) -> Chip:
        return self._by.state(values, self._now).chip


def money_of(register: Register) -> tuple[str, str]:
    """The field whose money is summed, and the choice it is summed by; "" for none."""
    money = next((f.name for f in register.fields if f.type.is_money), "")
    return money, register.listed.sum_by


def limited(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """The clocks whose last day or moment is looked at by itself: of what is owed within minutes, whatever waits presses."""
    return tuple(clock for clock in clocks if not clock.at_once)


def due_columns(register: Register) -> dict[str, int]:
    """The columns of last days in time, and the place of the clock each is about."""
    shown = limited(register.clocks)
    name = _apart(register, DUE)
    names = [name, *(f"{name}.{clock.name}" for clock in shown[1:])]
    return {name: register.clocks.index(clock) for name, clock in zip(names, shown, strict=False)}


def state_column(register: Register) -> str:
    """The column that says how a record stands."""
    return _apart(register, STATE)


def _apart(register: Register, name: str) -> str:
    """A column's name that no field of the register has."""
    return f".{name}" if any(f.name == name for f in register.fields) else name


def columns_of(register: Register, named: Sequence[str] = ()) -> tuple[ListColumn, ...]:
    """The columns ``named``, fields or ``state`` and ``due_on``; else those of the register's list: how a record stands beside
    what names it, last days in time at the end."""
    view, states, dues = register.listed, _states(register), tuple(_dues(register))
    named = named or view.columns
    if not named:
        listed = [_listed(f, view) for f in register.fields if f.in_list]
        return (*listed[:1], *states, *listed[1:], *dues)
    worked_out = {STATE: states, DUE: dues}
    shown: list[ListColumn] = []
    for name in named:
        shown += (_listed(register.field(name), view),) if name in register.by_name else worked_out[name]
    return tuple(shown)


def _listed(field: Field, view: View) -> ListColumn:
    return ListColumn(field.name, view.headings.get(field.name, field.label), field.type, field)


def _states(register: Register) -> tuple[ListColumn, ...]:
    heading = register.listed.headings.get(STATE, "สถานะ")
    return (ListColumn(state_column(register), heading, None),) if register.clocks else ()


def _dues(register: Register) -> Iterator[ListColumn]:
    for name, place in due_columns(register).items():
        clock = register.clocks[place]
        heading = register.listed.headings.get(name, f"กำหนด{clock.label}")
        yield ListColumn(name, heading, DAY if clock.by_day else MOMENT)


def filters_of(register: Register) -> tuple[ListFilter, ...]:
    """The quick filters of a register's list: what waits by its clocks, what of that is overdue, what is out; what has no
    evidence."""
    return (*_clock_filters(register), ListFilter(listing.NO_EVIDENCE, "ยังไม่มีหลักฐาน", "neutral"))


def _clock_filters(register: Register) -> tuple[ListFilter, ...]:
    clocks = register.clocks
    if not clocks:
        return ()
    last, out = clocks[-1], [clock for clock in clocks if clock.out_since]
    waits = ListFilter("waits", filter_words(last), "info" if last.by_day else "warn")
    overdue = [ListFilter("overdue", "เกินกำหนด", "bad")] if limited(clocks) else []
    away = [ListFilter("away", k.away or event_words(register.field(k.out_since)), "warn") for k in out[:1]]
    return (waits, *overdue, *away)
