"""Requests for disbursement (ใบขอเบิกเงิน): when each falls due, how it stands, and the days counted, live.

Source: the 2563 plan's project 3 and indicator 3; docs/domain.md sections 3 and 4.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer

from core.office import Chip, DueDay
from core.registers.declare import Value
from core.thai.fiscal import fiscal_year_of
from desktop.pages.due_box import DueBox
from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext

_WATCHED = ("received_on", "returned_on", "resubmitted_on", "cheque_on", "cancelled_on", "procurement")


class FinancePage(RegisterPage):
    """The register of requests, with due days."""

    counted_in = "ฉบับ"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context, "finance_requests")
        self.list.words.setPlaceholderText("กรอง: ผู้รับเงิน เลขที่ จำนวน...")
        self.due = DueBox(self.form)
        self.form.fields.insert_after("cheque_on", self.due)
        self._counting = QTimer(self)  # once a turn, however much changed in it
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        self.form.edited.connect(self._typed)
        self.form.settled.connect(lambda _: self._count_soon())
        self.form.shown.connect(self._count_soon)
        self.on_change(None, self._count_soon)
        self._count_soon()

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("พิมพ์รายเดือน", lambda: self.context.navigate("reports", name="finance-months")),)

    def _typed(self, name: str) -> None:
        if name in _WATCHED:
            self._count_soon()

    def _count_soon(self) -> None:
        self._counting.start(0)

    def _count(self) -> None:
        """Counts the due day from what stands in the form at this moment."""
        values, office, day = self._dated(), self.context.office, self.context.as_of
        received = values["received_on"]
        if not isinstance(received, date):
            self.due.show_nothing()
            return
        year = fiscal_year_of(received)

        def counted() -> tuple[DueDay | None, Chip]:
            terms = office.figures.request_terms(year, day)
            return terms.due(values), terms.state(values).chip

        self.context.ask(self, counted, partial(self._show_due, values), topic="due")

    def _show_due(self, values: Mapping[str, Value | None], counted: tuple[DueDay | None, Chip]) -> None:
        if values == self._dated():  # else something else is shown by now
            self.due.show_due(*counted)

    def _dated(self) -> dict[str, Value | None]:
        return {name: self.form.input(name).value() for name in _WATCHED}
