"""Official Thai paper: documents as plain data, set in PDF or in a spreadsheet.

The office gathers the data, a document module turns it into a ``Document``, a renderer writes the file. A module here
with a ``REPORT`` is a report that can be made. Nothing here reads a database.
"""

from core.discovery import declared_in
from core.reports.document import Document
from core.reports.pdf import render_opening, render_pdf
from core.reports.spec import FORMATS, ReportSpec
from core.reports.workbook import render_xlsx

_FOUND: tuple[ReportSpec, ...] = declared_in(__name__, __path__, "REPORT")
REPORTS = tuple(sorted(_FOUND, key=lambda report: report.place))


def by_name(name: str) -> ReportSpec:
    """The report of that name; KeyError where there is none."""
    return next((r for r in REPORTS if r.name == name), None) or _missing(name)


def _missing(name: str) -> ReportSpec:
    raise KeyError(name)


__all__ = [
    "FORMATS",
    "REPORTS",
    "Document",
    "ReportSpec",
    "by_name",
    "render_opening",
    "render_pdf",
    "render_xlsx",
]
