"""Official Thai paper: documents as plain data, set in PDF or in a spreadsheet.

The office gathers the data, a document module turns it into a ``Document``, a renderer writes the file. Nothing here
reads a database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.reports import centre_months, finance_months, monthly, steps
from core.reports.document import Document
from core.reports.pdf import render_pdf
from core.reports.workbook import render_xlsx


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report that can be made: ``name`` as the command line knows it, its Thai ``title``, what it ``needs`` beside
    the file ("month", "year"), the class of its data and the function that turns data into a document."""

    name: str
    title: str
    needs: tuple[str, ...]
    data: type[Any]
    document: Callable[[Any], Document]


REPORTS: tuple[ReportSpec, ...] = (
    ReportSpec("monthly", monthly.TITLE, ("month",), monthly.MonthlyData, monthly.document),
    ReportSpec("steps", steps.TITLE, (), steps.StepsData, steps.document),
    ReportSpec(
        "finance-months",
        finance_months.TITLE,
        (),
        finance_months.FinanceMonthsData,
        finance_months.document,
    ),
    ReportSpec(
        "centre-months", centre_months.TITLE, (), centre_months.CentreMonthsData, centre_months.document
    ),
)


def by_name(name: str) -> ReportSpec:
    """The report of that name; KeyError where there is none."""
    return next((r for r in REPORTS if r.name == name), None) or _missing(name)


def _missing(name: str) -> ReportSpec:
    raise KeyError(name)


__all__ = ["REPORTS", "Document", "ReportSpec", "by_name", "render_pdf", "render_xlsx"]
