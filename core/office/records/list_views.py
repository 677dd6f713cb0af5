"""How each register is listed as of the end of a day: its columns, its quick filters, what a line's cells say.

The cells are made here for the lines in sight and for the words a list is filtered by; the filters and the order are
``core.store.tables.listing``'s, in SQL, and tests hold them to the standings the cells are made of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.office.figures.enquiries import MOMENTS, EnquiryTerms
from core.office.figures.requests import RequestTerms
from core.office.records.list_types import ListColumn, ListFilter, ListLine
from core.office.states import Chip
from core.registers.as_of import by, exists
from core.registers.declare import Register
from core.registers.field_types.days import DAY
from core.store.tables import listing
from core.store.tables.listing import Frame
from core.store.tables.records import Row
from core.thai.dates import day_short

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
    """How a register is listed at the end of a day. Two of the same ``terms`` say the same of the same values."""

    def __init__(self, register: Register, columns: Sequence[ListColumn], names: Names, as_of: date) -> None:
        self.register, self.as_of, self._names = register, as_of, names
        self.terms: tuple[object, ...] = (register.name, as_of, names)
        self.makers = tuple(self._maker(column) for column in columns)

    def frame(self) -> Frame:
        """The same in SQL."""
        return listing.plain_frame(self.register, self.as_of)

    def line(self, row: Row) -> ListLine:
        """A record's line."""
        later = not row.deleted and not exists(self.register, row.values, self.as_of)
        return ListLine(row, tuple(maker.cell(row.values) for maker in self.makers), later)

    def _maker(self, column: ListColumn) -> CellMaker:
        declared = column.field
        assert declared is not None
        names = self._names.get(column.name, {})
        event = declared in self.register.event_fields and declared.name != self.register.begins

        def cell(values: Mapping[str, Any]) -> str:
            value = values.get(declared.name)
            if event and value is not None and not by(value, self.as_of):
                return NOTHING  # as the state beside it says: it hasn't happened yet
            said = declared.show(value)
            return f"{said} {names.get(said, '')}".strip() or NOTHING

        numbers = declared.type.is_number and not (declared.choices or names)
        return CellMaker((declared.name,), cell, numbers)


class RequestView(ListView):
    """Requests for disbursement: with their last day in time and their standing."""

    def __init__(
        self, register: Register, columns: Sequence[ListColumn], names: Names, terms: RequestTerms
    ) -> None:
        self._by = terms
        super().__init__(register, columns, names, terms.as_of)
        self.terms = (*self.terms, terms)

    def frame(self) -> Frame:
        return listing.request_frame(
            self.register,
            self.as_of,
            anew=self._by.clock == "resubmission",
            procurement=self._by.procurement,
            overdue_until=self._by.overdue_until,
        )

    def _maker(self, column: ListColumn) -> CellMaker:
        if column.name == "due_on":
            return CellMaker(_RUNS, self._due)
        return CellMaker(_STANDS, self._state) if column.name == "state" else super()._maker(column)

    def _due(self, values: Mapping[str, Any]) -> str:
        due = self._by.due_on(values)
        return day_short(due) if due else NOTHING

    def _state(self, values: Mapping[str, Any]) -> Chip:
        return self._by.state(values).chip


class EnquiryView(ListView):
    """Letter enquiries with their standing; ``now``: the minute it speaks of on a day still running."""

    def __init__(
        self,
        register: Register,
        columns: Sequence[ListColumn],
        names: Names,
        terms: EnquiryTerms,
        now: datetime,
    ) -> None:
        self._by, self._now = terms, now.replace(second=0, microsecond=0)
        super().__init__(register, columns, names, terms.as_of)
        running = self._now if self._now.date() == terms.as_of else None
        self.terms = (*self.terms, terms, running)

    def frame(self) -> Frame:
        return listing.enquiry_frame(self.register, self.as_of)

    def _maker(self, column: ListColumn) -> CellMaker:
        return CellMaker(MOMENTS, self._state) if column.name == "state" else super()._maker(column)

    def _state(self, values: Mapping[str, Any]) -> Chip:
        return self._by.state(values, self._now).chip


_RUNS = ("received_on", "returned_on", "resubmitted_on", "cheque_on")
_STANDS = (*_RUNS, "cancelled_on", "procurement")
_HEADINGS = {  # of the registers that don't simply list their fields
    "finance_requests": {
        "request_no": "เลขที่",
        "received_on": "วันที่รับ",
        "payee": "ผู้มีสิทธิรับเงิน",
        "amount": "จำนวนเงิน",
        "due_on": "กำหนดจ่าย",
        "cheque_on": "จัดทำเช็ค",
        "state": "สถานะ",
    },
    "letter_enquiries": {
        "user": "ผู้ใช้บริการ",
        "state": "สถานะ",
        "asked_at": "เวลาที่ถาม",
        "acknowledged_at": "ตอบรับ",
        "answered_at": "แจ้งผล",
        "letter_no": "เลขที่หนังสือ",
        "unit": "หน่วยงาน",
    },
}
_WORKED_OUT = {"due_on": DAY}
_FILTERS = {
    "finance_requests": (
        ListFilter("waits", "ค้างจ่าย", "info"),
        ListFilter("overdue", "เกินกำหนด", "bad"),
        ListFilter("away", "ส่งคืน", "warn"),
    ),
    "letter_enquiries": (ListFilter("waits", "รอตอบ", "warn"),),
}

# The choice that says what kind of money an amount is: sums of several kinds would say nothing.
_MONEY_KINDS = {"budget_entries": "kind"}


def money_of(register: Register) -> tuple[str, str]:
    """The field whose money is summed, and the choice it is summed by; "" for none."""
    money = next((f.name for f in register.fields if f.type.is_money), "")
    return money, _MONEY_KINDS.get(register.name, "")


def columns_of(register: Register) -> tuple[ListColumn, ...]:
    """The columns of a register's list."""
    fields = {f.name: f for f in register.fields}
    headings = _HEADINGS.get(register.name) or {f.name: f.label for f in register.fields if f.in_list}
    types = {name: declared.type for name, declared in fields.items()} | _WORKED_OUT
    return tuple(ListColumn(n, heading, types.get(n), fields.get(n)) for n, heading in headings.items())


def filters_of(register: Register) -> tuple[ListFilter, ...]:
    """The quick filters of a register's list."""
    return _FILTERS.get(register.name, ())
