"""Requests for disbursement (ใบขอเบิกเงิน): the register's page, and the way to its report by month.

Source: the 2563 plan's project 3 and indicator 3; docs/domain.md sections 3 and 4.
"""

from collections.abc import Callable

from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext


class FinancePage(RegisterPage):
    """The register of requests."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context, "finance_requests")
        self.list.words.setPlaceholderText("กรอง: ผู้รับเงิน เลขที่ จำนวน...")

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("พิมพ์รายเดือน", lambda: self.context.navigate("reports", name="finance-months")),)
