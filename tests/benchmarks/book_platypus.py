"""The floor of the plan book's benchmark: a document through stock ReportLab platypus, unshaped.

The same texts, tables, spans, sizes, line heights, margins, orientations and feet, with a paragraph in every cell. What
platypus can't do is left out in its favour: pages of contents have no numbers, fractions no bars, lines break at
spaces only, and marks stand where they fall.
"""

from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from core.reports import document as doc
from core.reports.margins import A4, MARGINS
from core.reports.pdf import _HEADING_SIZES, FILLS
from core.reports.typesetting.fonts import SARABUN_SCALE
from core.reports.typesetting.grid import columns_of
from core.reports.typesetting.table import PAD_X, PAD_Y

LEADING = 1.21
ALIGN = {"left": 0, "centre": 1, "right": 2}


def register() -> None:
    """Load the font."""
    for name in ("Sarabun-Regular", "Sarabun-Bold"):
        path = Path(str(files("fontpkg_sarabun"))) / "files" / f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(path)))


def render(document: doc.Document) -> tuple[bytes, int]:
    """The finished file and its number of pages."""
    target = BytesIO()
    template = BaseDocTemplate(target, title=document.title)
    template.addPageTemplates([_page(document, orientation) for orientation in MARGINS])
    template.build(list(_story(document)))
    return target.getvalue(), int(template.page)


def _page(document: doc.Document, orientation: str) -> PageTemplate:
    width, height = A4 if orientation == "portrait" else (A4[1], A4[0])
    left, right, top, bottom = MARGINS[orientation]
    frame = Frame(left, bottom, width - left - right, height - top - bottom, 0, 0, 0, 0)

    def foot(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Sarabun-Regular", 12 * SARABUN_SCALE)
        canvas.drawString(left, 30, document.footer)
        canvas.drawRightString(width - right, 30, f"หน้า {template.page}")

    return PageTemplate(orientation, [frame], onPage=foot, pagesize=(width, height))


def _story(document: doc.Document) -> Iterable[Flowable]:
    before = None
    for section in document.sections:
        orientation = section.orientation or document.orientation
        left, right, _, _ = MARGINS[orientation]
        width = (A4[0] if orientation == "portrait" else A4[1]) - left - right
        if orientation != before:
            yield NextPageTemplate(orientation)
        if before and (orientation != before or section.new_page):
            yield PageBreak()
        before = orientation
        yield from _flowables(section.blocks, width)


def _flowables(blocks: Iterable[doc.Block], width: float) -> Iterable[Flowable]:
    for block in blocks:
        match block:
            case doc.KeepTogether():
                yield from _flowables(block.blocks, width)
            case doc.Heading():
                align = "left" if block.level else "centre"
                yield _paragraph(block.text, _HEADING_SIZES[block.level], align, bold=True)
            case doc.Paragraph():
                yield _paragraph(doc.plain(block.text), block.size, block.align)
            case doc.ContentsLine():
                yield _paragraph(doc.plain(block.text), 16, "left", block.bold)
            case doc.DocumentTable():
                yield _table(block, width)
                yield Spacer(1, block.after)
            case doc.PageBreak():
                yield PageBreak()
            case doc.Space():
                yield Spacer(1, block.points)
            case _:
                yield Spacer(1, 20)


def _paragraph(text: str, size: float, align: str, bold: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "x",
        fontName="Sarabun-Bold" if bold else "Sarabun-Regular",
        fontSize=size * SARABUN_SCALE,
        leading=size * LEADING,
        alignment=ALIGN[align],
        shaping=0,
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(table: doc.DocumentTable, width: float) -> Table:
    rows = (*table.header, *table.rows)
    data: list[list[object]] = [["" for _ in table.columns] for _ in rows]
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("FONT", (0, 0), (-1, -1), "Sarabun-Regular", table.size * SARABUN_SCALE, table.size * LEADING),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    commands += [
        (f"{side}PADDING", (0, 0), (-1, -1), pad)
        for side, pad in (("LEFT", PAD_X), ("RIGHT", PAD_X), ("TOP", PAD_Y), ("BOTTOM", PAD_Y))
    ]
    for n, (row, starts) in enumerate(zip(rows, columns_of(rows), strict=True)):
        heading = n < len(table.header)
        for cell, c in zip(row.cells, starts, strict=True):
            align = cell.align or ("centre" if heading else table.columns[c].align)
            if text := doc.plain(cell.text):
                data[n][c] = _paragraph(text, table.size, align, heading or cell.bold)
            corners = (c, n), (c + cell.columns - 1, n + cell.rows - 1)
            if cell.columns > 1 or cell.rows > 1:
                commands.append(("SPAN", *corners))
            if cell.fill:
                commands.append(("BACKGROUND", *corners, FILLS[cell.fill]))
    whole = sum(c.weight for c in table.columns)
    return Table(
        data,
        colWidths=[width * c.weight / whole for c in table.columns],
        repeatRows=len(table.header),
        style=commands,
        splitInRow=1,
    )
