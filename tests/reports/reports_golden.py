"""Every document printed from the sample year as of 30 June 2563: its whole text, and one of its pages as a picture.

``python tests/reports/reports_golden.py`` writes the golden files anew after a change that was meant; look at them before
committing.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from reports_pictures import pdf_of, picture_of, texts_of

from core.office import Office
from core.office.reports.documents import document_of
from core.office.reports.types import Asked
from core.plan.load import bundled_plan
from core.plan.printed import printed_plan
from core.reports import REPORTS, by_name
from core.reports.steps import StepsData

GOLDEN = Path(__file__).parent.parent / "golden"
DISTRICT, DISTRICT_BOOK = "example-district-2568", "plan-book-district"
AS_OF = date(2020, 6, 30)
NAMES = tuple(r.name for r in REPORTS)
# The page that is compared as a picture; the first where none is named.
PAGES = {
    "monthly": 3,
    "plan-book": 3,
    "targets": 4,
    "budget-summary": 2,
    "table-a": 3,
    "table-b": 9,
    "steps": 3,
    "centre-months": 3,
}


@contextmanager
def sample_office() -> Iterator[Office]:
    """The sample year on that day."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Office.create(Path(folder) / "a.phaen", sample=True) as office,
    ):
        office.session.today = lambda: AS_OF
        yield office


def printed(office: Office, name: str) -> bytes:
    """A document as PDF in the bundled font."""
    return pdf_of(document_of(office.session, Asked(name, 2563, as_of=AS_OF)))


def district_book() -> bytes:
    """The book of the example district: a plan without a row or a line typed for it."""
    data = StepsData(printed_plan(bundled_plan(DISTRICT)), date(2025, 6, 30), {})
    return pdf_of(by_name("plan-book").document(data))


def text_path(name: str) -> Path:
    """Where a document's golden text lies."""
    return GOLDEN / f"{name}.txt"


def picture_path(name: str) -> Path:
    """Where a document's golden page lies."""
    return GOLDEN / f"{name}-{PAGES.get(name, 1)}.png"


def text_of(pdf: bytes) -> str:
    """A document's text, page after page."""
    return "\n\f\n".join(text.replace("\r\n", "\n") for text in texts_of(pdf)) + "\n"


def write() -> None:
    """Write every golden file anew."""
    with sample_office() as office:
        for name in NAMES:
            pdf = printed(office, name)
            text_path(name).write_text(text_of(pdf), encoding="utf-8")
            picture_of(pdf, PAGES.get(name, 1), 1.0).save(picture_path(name), optimize=True)
    text_path(DISTRICT_BOOK).write_text(text_of(district_book()), encoding="utf-8")


if __name__ == "__main__":
    write()
