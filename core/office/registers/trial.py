"""A register that is being designed, tried as a clerk will use it: records are typed, checked and judged, and nothing is
written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.faults import Finding
from core.office.editing.batch import BatchLookup
from core.office.figures.clocks import ClockTerms, RecordStanding
from core.office.records.defaults import started
from core.office.records.list_types import ListColumn, ListLine
from core.office.records.list_views import ClockView, ListView, columns_of
from core.office.records.listing import ListService
from core.office.session import Session
from core.registers.declare import Lookup, Register, RuleContext, Value, Values
from core.registers.validate import check, read_values
from core.store.tables.records import FileLookup, Row

Read = tuple[Mapping[str, Value | None], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A ``register`` before it stands in the file. Its records are those tried so far; the other registers' are the
    file's."""

    register: Register
    _session: Session

    def blank(self, day: date, last: Values | None = None) -> dict[str, Value | None]:
        """What a new record starts with on a day, after the one typed ``last``."""
        return started(self.register, day, self._session.default_year(day), last or {})

    def read(self, raw: Mapping[str, object]) -> Read:
        """The values of what was typed, and a finding for each that can't be read."""
        return read_values(self.register, raw)

    def check(self, raw: Mapping[str, object], others: Sequence[Values] = ()) -> tuple[Finding, ...]:
        """What is wrong with what was typed into a form, beside the records tried before."""
        values, findings = self.read(raw)
        unreadable = frozenset(found.field for found in findings if found.field)
        with self._session.reading() as connection:
            base = _Beside(FileLookup(connection), self.register.name)
            lookup = BatchLookup(base)
            for number, other in enumerate(others):
                lookup.add(self.register, str(number), other)
            session = self._session
            registers = {**session.file.registers, self.register.name: self.register}
            context = RuleContext(
                lookup, session.calendar, session.today(), registers, plan_years=session.years
            )
            return (*findings, *check(self.register, values, context, unreadable))

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns of its list."""
        return columns_of(self.register)

    def lines(self, tried: Sequence[Values], as_of: date) -> tuple[ListLine, ...]:
        """The lines of records tried, in their order, as of the end of a day; their ids are their places."""
        columns, session = self.columns, self._session
        names = ListService(session).names_in(columns, session.default_year(as_of))
        view = (
            ClockView(self.register, columns, names, self._terms(as_of), session.now())
            if self.register.clocks
            else ListView(self.register, columns, names, as_of)
        )
        blank = dict.fromkeys(self.register.by_name)
        return tuple(view.line(Row(str(place), {**blank, **values})) for place, values in enumerate(tried))

    def state(self, values: Values, as_of: date) -> RecordStanding | None:
        """How a record stands by the register's clocks at the end of a day, in words; None where it has none."""
        if not self.register.clocks:
            return None
        return self._terms(as_of).state(values)

    def _terms(self, as_of: date) -> ClockTerms:
        return ClockTerms(self.register, self.register.clocks, as_of, self._session.calendar)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The file's records without those of one register."""

    base: Lookup
    register: str

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        return None if register == self.register else self.base.by_key(register, key)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        return () if register == self.register else self.base.where(register, **equals)
