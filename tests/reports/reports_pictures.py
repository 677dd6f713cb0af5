"""Reading finished PDFs in tests: their text as pdfium sees it, their pages as small grey pictures.

``python tests/reports/reports_pictures.py`` paints the golden pages anew after a change that was meant; look at them
before committing.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from reports_sample import CREATED, centre_months, finance_months, monthly, plan, steps

from core.reports import by_name, render_pdf
from core.reports.document import Document
from core.reports.printed import PlanData
from core.reports.typesetting.fonts import bundled

GOLDEN = Path(__file__).parent.parent / "golden"
TILE = 8
SAMPLES = {
    "monthly": monthly,
    "steps": steps,
    "finance-months": finance_months,
    "centre-months": centre_months,
}
# The pages that are compared: report and page number (from 1).
PAGES = (
    ("monthly", 1),
    ("monthly", 3),
    ("steps", 1),
    ("steps", 3),
    ("finance-months", 1),
    ("centre-months", 3),
)


# Pages of the plan's own tables, painted at one pixel a point.
PLAN_PAGES = (("swot", 1), ("targets", 4), ("budget-summary", 2), ("table-a", 3), ("table-b", 9))


# The page of the plan book that is compared: its contents.
BOOK_PAGE = 3


@cache
def plan_document(name: str) -> Document:
    """One of the plan's own tables."""
    return by_name(name).document(PlanData(plan()))


def sample_document(name: str) -> Document:
    """A report on the sample's data."""
    return by_name(name).document(SAMPLES[name]())


def pdf_of(document: Document) -> bytes:
    """A document as PDF in the bundled font."""
    buffer = BytesIO()
    render_pdf(document, buffer, created=CREATED, fonts=bundled())
    return buffer.getvalue()


def texts_of(pdf: bytes) -> list[str]:
    """Each page's text as pdfium reads it."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in opened]
    finally:
        opened.close()


def picture_of(pdf: bytes, page: int, scale: float = 1.5) -> Image.Image:
    """One page (from 1) in shades of grey, ``scale`` pixels a point."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return opened[page - 1].render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        opened.close()


def tiles_of(picture: Image.Image) -> Image.Image:
    """The mean grey of every tile of 8 x 8 pixels."""
    width, height = (side - side % TILE for side in picture.size)
    return picture.crop((0, 0, width, height)).resize((width // TILE, height // TILE), Image.Resampling.BOX)


def golden_path(name: str, page: int) -> Path:
    """Where a golden page lies."""
    return GOLDEN / f"{name}-{page}.png"


def paint() -> None:
    """Paint every golden page anew, and the golden text."""
    GOLDEN.mkdir(exist_ok=True)
    for name, page in PAGES:
        picture_of(pdf_of(sample_document(name)), page).save(golden_path(name, page), optimize=True)
    for name, page in PLAN_PAGES:
        picture_of(pdf_of(plan_document(name)), page, 1.0).save(golden_path(name, page), optimize=True)
    book = pdf_of(by_name("plan-book").document(steps()))
    picture_of(book, BOOK_PAGE, 1.0).save(golden_path("plan-book", BOOK_PAGE), optimize=True)
    text = texts_of(pdf_of(sample_document("steps")))[0]
    (GOLDEN / "steps-1.txt").write_text(text.replace("\r\n", "\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    paint()
