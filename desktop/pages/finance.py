"""Requests for disbursement (ใบขอเบิกเงิน): when each falls due, how it stands, and the days counted, live.

Source: the seed's project 3 and indicator 3; DOMAIN.md sections 3 and 4.
"""

from collections.abc import Callable
from datetime import date

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
        self.form.edited.connect(self._typed)
        self.form.settled.connect(lambda _: self._count())
        self.form.shown.connect(self._count)
        self.on_change(None, self._count)
        self._count()

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("พิมพ์รายเดือน", lambda: self.context.navigate("reports", name="finance-months")),)

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
