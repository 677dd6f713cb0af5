"""Where ink lies on a finished page: a document drawn without its rules, and whether ink lies where they would."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reports_sample import CREATED

from core.reports import render_pdf
from core.reports.document import Document
from core.reports.typesetting.fonts import FontSet
from core.reports.typesetting.pen import Pen, Segment

SCALE = 4


def rules_touched(
    document: Document, fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, list[tuple[int, Segment]]]:
    """How many rules a document has, and those (with their page, from 0) that ink lies on."""
    ruled: list[list[Segment]] = [[]]
    end_page = Pen.end_page

    def count_page(self: Pen) -> None:
        ruled.append([])
        end_page(self)

    with monkeypatch.context() as patch:
        patch.setattr(Pen, "rules", lambda self, segments, *rest: ruled[-1].extend(segments))
        patch.setattr(Pen, "fill", lambda self, *rest: None)
        patch.setattr(Pen, "end_page", count_page)
        buffer = BytesIO()
        render_pdf(document, buffer, created=CREATED, fonts=fonts)
    opened = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        touched = [
            (n, s)
            for n, page in enumerate(opened)
            for picture in [page.render(scale=SCALE, grayscale=True).to_pil().convert("L")]
            for s in ruled[n]
            if ink_on(picture, s)
        ]
    finally:
        opened.close()
    return sum(map(len, ruled)), touched


def ink_on(picture: Image.Image, segment: Segment) -> bool:
    """Is there ink on the quarter point either side of a rule?"""
    height = picture.height / SCALE
    x1, y1, x2, y2 = segment
    box = (x1 - 0.25, height - max(y1, y2) - 0.25, x2 + 0.25, height - min(y1, y2) + 0.25)
    left, top, right, bottom = (side * SCALE for side in box)
    darkest = picture.crop((int(left), int(top), int(right) + 1, int(bottom) + 1)).getextrema()[0]
    return isinstance(darkest, int | float) and darkest < 250
