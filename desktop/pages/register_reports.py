"""The way from a register's page to the official documents made of its records."""

from functools import partial

from core.office import ReportInfo
from desktop.shell.page import Page
from desktop.widgets.buttons import quiet

PRINT = "พิมพ์รายงาน"


def offer_reports(page: Page, register: str) -> None:
    """Puts a button into the head of the page once it is known that documents of the register can be printed."""
    office, year = page.context.office, page.context.year
    page.context.ask(page, lambda: office.reports.available(year), partial(_show, page, register))


def _show(page: Page, register: str, reports: tuple[ReportInfo, ...]) -> None:
    made = [report for report in reports if register in report.registers]
    if not made:
        return
    button = quiet(PRINT, "", page)
    button.setToolTip("\n".join(report.title for report in made))
    button.clicked.connect(lambda: page.context.navigate("reports", name=made[0].name))
    page.head.add_action(button)
