"""Reading finished PDFs in tests: their text as pdfium sees it, their pages as small grey pictures."""

from functools import cache
from io import BytesIO

import pypdfium2
from PIL import Image
from reports_sample import CREATED, centre_months, finance_months, monthly, plan, steps

from core.reports import by_name, render_pdf
from core.reports.document import Document
from core.reports.printed import PlanData
from core.reports.typesetting.fonts import bundled

TILE = 8
SAMPLES = {
    "monthly": monthly,
    "steps": steps,
    "finance-months": finance_months,
    "centre-months": centre_months,
}


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
