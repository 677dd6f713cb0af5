"""Requests for disbursement (ใบขอเบิกเงิน): when each falls due, how it stands, and the days counted, live.

Source: the seed's project 3 and indicator 3; DOMAIN.md sections 3 and 4.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.office import Row
from core.registers.declare import Value
from core.thai.dates import day_short
from core.thai.fiscal import fiscal_year_of
from desktop.models.columns import NOTHING, Column, field_column, ordering
from desktop.pages.due_box import DueBox
from desktop.pages.record_list import QuickFilter
from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext

OPEN_FIRST = ("request_no", "received_on", "payee", "amount")
HEADINGS = {"request_no": "เลขที่", "payee": "ผู้มีสิทธิรับเงิน"}  # shorter than the form's labels
_WATCHED = ("received_on", "returned_on", "resubmitted_on", "cheque_on", "cancelled_on", "procurement")


class FinancePage(RegisterPage):
    """The register of requests, with due days."""

    counted_in = "ฉบับ"

    def __init__(self, context: AppContext) -> None:
        self._due_days: dict[date, date] = {}
        super().__init__(context, "finance_requests")
        self.list.words.setPlaceholderText("กรอง: ผู้รับเงิน เลขที่ จำนวน...")
        self.due = DueBox(self.form)
        self.form.fields.insert_after("cheque_on", self.due)
        self.form.edited.connect(self._typed)
        self.form.settled.connect(lambda _: self._count())
        self.form.shown.connect(self._count)
        self.on_change(None, self._count)
        self.on_change(["office_holidays"], self._holidays_changed)
        self._count()

    def columns(self) -> tuple[Column, ...]:
        made = [field_column(self.register.field(name)) for name in OPEN_FIRST]
        named = [replace(column, heading=HEADINGS.get(column.name, column.heading)) for column in made]
        return (*named, self._due_column(), self._cheque_column(), self._chip_column())

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("พิมพ์รายเดือน", lambda: self.context.navigate("reports", name="finance-months")),)

    def filters(self) -> tuple[QuickFilter, ...]:
        return (
            QuickFilter("ค้างจ่าย", "info", self._is_open),
            QuickFilter("เกินกำหนด", "bad", self._is_overdue),
            QuickFilter("ส่งคืน", "warn", self._is_away),
        )

    def arranged(self, rows: Sequence[Row]) -> Sequence[Row]:
        """What waits comes first, by due day; below it what is settled, the latest on top."""
        waiting = sorted((r for r in rows if self._is_open(r)), key=self._due_order)
        settled = [r for r in rows if not self._is_open(r)]
        settled.sort(key=lambda r: str(r.values.get("request_no") or ""), reverse=True)
        settled.sort(key=lambda r: ordering(r.values.get("received_on")), reverse=True)
        return [*waiting, *settled]

    def _due_column(self) -> Column:
        def text(row: Row) -> str:
            due = self._due_on(row.values)
            return day_short(due) if due else NOTHING

        return Column(
            name="due_on",
            heading="กำหนดจ่าย",
            text=text,
            sort=lambda row: ordering(self._due_on(row.values)),
            right=True,
        )

    def _cheque_column(self) -> Column:
        made = field_column(self.register.field("cheque_on"))
        # A cheque made out after the day looked at doesn't exist yet, just as the state beside it says.
        return replace(made, text=lambda row: made.text(row) if self._has_come(row, "cheque_on") else NOTHING)

    def _chip_column(self) -> Column:
        return Column(
            name="state",
            heading="สถานะ",
            text=lambda row: "",
            sort=lambda row: ordering(self._due_on(row.values)),
            chip=lambda row: self.context.office.request_chip(row.values, self.context.as_of),
        )

    def _due_on(self, values: Mapping[str, Value | None]) -> date | None:
        received = values.get("received_on")
        if not isinstance(received, date):
            return None
        if received not in self._due_days:
            self._due_days[received] = self.context.office.due(received).due_on
        return self._due_days[received]

    def _due_order(self, row: Row) -> tuple[object, ...]:
        return (*ordering(self._due_on(row.values)), str(row.values.get("request_no") or ""))

    def _is_open(self, row: Row) -> bool:
        """Neither paid nor cancelled as of the day."""
        return not any(self._has_come(row, name) for name in ("cheque_on", "cancelled_on"))

    def _is_overdue(self, row: Row) -> bool:
        due = self._due_on(row.values)
        return self._is_open(row) and due is not None and due < self.context.as_of

    def _is_away(self, row: Row) -> bool:
        away = self._has_come(row, "returned_on") and not self._has_come(row, "resubmitted_on")
        return away and self._is_open(row)

    def _has_come(self, row: Row, name: str) -> bool:
        day = row.values.get(name)
        return isinstance(day, date) and day <= self.context.as_of

    def _holidays_changed(self) -> None:
        self._due_days.clear()
        self.reload()

    def _typed(self, name: str) -> None:
        if name in _WATCHED:
            self._count()

    def _count(self) -> None:
        """Counts the due day from what stands in the form at this moment."""
        values = {name: self.form.input(name).value() for name in _WATCHED}
        received = values["received_on"]
        if not isinstance(received, date):
            self.due.show_nothing()
            return
        terms = self.context.office.request_terms(fiscal_year_of(received), self.context.as_of)
        self.due.show_due(terms.due(values), terms.standing(values).chip)
