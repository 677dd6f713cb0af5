"""Evidence bound as one PDF: our index and lines, and the files' own pages laid over the room left for them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pikepdf

from core.reports.bound_evidence import HEAD, BoundEvidenceData, BoundFile, BoundGroup, document
from core.reports.margins import page_room
from core.reports.pdf import render_pdf

__all__ = ["BoundEvidenceData", "BoundFile", "BoundGroup", "write_bound"]

OnPage = Callable[[int, int], None]  # told pages laid and pages there are; may raise to stop


def write_bound(data: BoundEvidenceData, prepared: Iterable[Path], target: BinaryIO, on_page: OnPage) -> int:
    """Write index and pages; ``prepared`` are the PDFs of the files, in the order of the groups. The number of pages."""
    base = BytesIO()
    pages = render_pdf(document(data), base, created=datetime.now())
    files = [file for group in data.groups for file in group.files]
    laid, count = pages - sum(len(file.pages) for file in files), pages
    with pikepdf.open(base) as bound:
        for file, path in zip(files, prepared, strict=True):
            with pikepdf.open(path) as source:
                for lies, page in zip(file.pages, source.pages, strict=True):
                    on_page(laid, count)
                    left, bottom, right, top = page_room("landscape" if lies else "portrait")
                    bound.pages[laid].add_overlay(page, pikepdf.Rectangle(left, bottom, right, top - HEAD))
                    laid += 1
        bound.save(target, deterministic_id=True)
    return pages
