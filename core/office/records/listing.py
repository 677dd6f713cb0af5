"""A register's list: what it holds as of the end of a day is one question, the lines in sight are another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.office.figures.service import FigureService
from core.office.hiding import Hiding
from core.office.records.list_types import ListColumn, ListFilter, Listing, ListLine, ListQuery
from core.office.records.list_views import (
    ClockView,
    ListView,
    columns_of,
    filters_of,
    money_of,
)
from core.office.records.list_words import KnownCells, Words
from core.office.records.service import RecordService
from core.office.references import (
    Options,
    Thing,
    is_reference,
    kept_options,
    plan_options,
    target_of,
    things_of,
)
from core.office.session import Session
from core.registers.views import View
from core.store.connection import Connection
from core.store.tables import listing, records
from core.store.tables.listing import ListOrder
from core.store.tables.records import Query
from core.thai.fiscal import fiscal_year_of

ALL = {"": ""}  # money that is all alike


class ListService:
    """The lists of registers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = RecordService(session)
        self._figures = FigureService(session)
        self._known = KnownCells()

    def references(self, target: str, year: int, *, masked: bool = False) -> Options:
        """The keys and names of the records a field may name (those of register ``target``), in order; ``masked`` as they leave
        the program."""
        known = plan_options(self._session.plan(year), target)
        if known is not None:
            return known
        with self._session.reading() as connection:
            return kept_options(connection, self._session.register(target), self._hiding(masked))

    def _hiding(self, masked: bool = False) -> Hiding:
        return Hiding(self._session.personal_from, masked)

    def names_in(
        self, columns: Sequence[ListColumn], year: int, *, masked: bool = False
    ) -> dict[str, dict[str, str]]:
        """The names of what the columns refer to, by their fields."""
        named = [column.field for column in columns if column.field and is_reference(column.field)]
        return {field.name: dict(self.references(target_of(field), year, masked=masked)) for field in named}

    def lines_of(self, view: View, year: int) -> tuple[Thing, ...]:
        """What there is a line of in a view of lines, in order."""
        register = self._session.register(view.register)
        field = register.field(view.of)
        if not field.refers_to:
            known = [(c.code, c.label) for c in field.choices] or self.references(field.code_of, year)
            return tuple(Thing(code, name) for code, name in known)
        of = self._session.register(field.refers_to)
        with self._session.reading() as connection:
            return things_of(connection, of, of.key_fields[-1], self._hiding(), view.full)

    def list_columns(self, name: str) -> tuple[ListColumn, ...]:
        """The columns of a register's list. Asks nothing of the file."""
        return columns_of(self._session.register(name))

    def list_filters(self, name: str) -> tuple[ListFilter, ...]:
        """The quick filters of a register's list. Asks nothing of the file."""
        return filters_of(self._session.register(name))

    def open_list(self, query: ListQuery) -> Listing:
        """What the list holds: which records in which order, and what is counted of them."""
        view = self._view(query)
        money, kind = money_of(view.register)
        with self._session.reading() as connection:
            kept = listing.tally(connection, view.frame(), query.scope)
            elsewhere = _elsewhere(connection, view, query)
            deleted = records.count(connection, view.register, replace(query.scope, deleted=True))
            found = self._found(connection, view, query, (money, kind))
        ids = tuple(record for record, *_ in found)
        there = [(satang, of) for _, later, satang, of in found if not later or query.deleted]
        return Listing(
            query=query,
            ids=ids,
            places={record: place for place, record in enumerate(ids)},
            there=len(there),
            later=len(ids) - len(there),
            sums=_sums(there, {c.code: c.label for c in view.register.field(kind).choices} if kind else ALL),
            filters=kept,
            deleted=deleted,
            elsewhere=elsewhere,
        )

    def list_lines(
        self, query: ListQuery, ids: Sequence[str], *, masked: bool = False
    ) -> tuple[ListLine, ...]:
        """The lines of records, in the order given; those that are gone are left out. ``masked``: their cells are, as they leave
        the program."""
        view = self._view(query, masks=masked)
        return tuple(map(view.line, self._records.rows_by_id(query.register, ids)))

    def printed_lines(
        self, columns: Sequence[ListColumn], register: str, scope: Query, as_of: date, *, masked: bool
    ) -> Iterator[ListLine]:
        """The lines of the records of a year or month (``scope``) that are there at the end of a day, with their cells in these
        columns (``masked`` or not), in the register's order."""
        view = self._view(ListQuery(register, as_of, scope.year, scope.month), columns, masks=masked)
        lines = map(view.line, self._records.rows(register, replace(scope, counted=True)))
        return (line for line in lines if not line.later)

    def _found(
        self, connection: Connection, view: ListView, query: ListQuery, money: tuple[str, str]
    ) -> list[tuple[str, int, Any, Any]]:
        """Id, whether it comes later, satang and their kind, of the records whose line holds every word."""
        words = Words(view, query.words, self._known_cells(query.words))
        found = listing.listed(
            connection,
            view.frame(),
            replace(query.scope, personal_from=self._session.personal_from),
            filters=query.filters,
            by=ListOrder(query.by, query.descending) if query.by else None,
            reads=(*money, *words.reads),
        )
        return [
            (record, later, satang, of) for record, later, satang, of, *wires in found if words.hold(wires)
        ]

    def _known_cells(self, words: str) -> KnownCells:
        if not words.strip():
            self._known = KnownCells()
        return self._known

    def _view(self, query: ListQuery, columns: Sequence[ListColumn] = (), *, masks: bool = False) -> ListView:
        year = query.month.fiscal_year if query.month else query.year or fiscal_year_of(query.as_of)
        held = year if year in self._session.years else self._session.default_year(query.as_of)
        register = self._session.register(query.register)
        columns = columns or self.list_columns(query.register)
        names = self.names_in(columns, held, masked=masks)
        if register.clocks:
            terms = self._figures.clock_terms(register.name, year, query.as_of)
            return ClockView(register, columns, names, terms, self._session.now(), masks=masks)
        return ListView(register, columns, names, query.as_of, masks=masks)


def _sums(there: Sequence[tuple[Any, Any]], kinds: Mapping[str, str]) -> Mapping[str, Decimal]:
    """Baht of each kind of money, by its words; kinds nothing is of are left out."""
    found = {
        words: [satang for satang, of in there if isinstance(satang, int) and (of or "") == kind]
        for kind, words in kinds.items()
    }
    return {words: Decimal(sum(satang)) / 100 for words, satang in found.items() if satang}


def _elsewhere(connection: Connection, view: ListView, query: ListQuery) -> int:
    """How many records of other fiscal years wait by the day."""
    if query.year is None:
        return 0
    of_all, of_year = (
        listing.tally(connection, view.frame(), records.Query(year=year)).get("waits", 0)
        for year in (None, query.year)
    )
    return of_all - of_year
