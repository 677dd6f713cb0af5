"""Pages per second of the monthly report, as a ratio to its floor: stock ReportLab setting the same content unshaped.

Run on demand: ``python tests/benchmarks/bench_report.py``. All sides set the same document (the sample's June
report, its sections repeated to some forty pages) with the same font, in the same process, by turns; the best of
several rounds counts. The floor is platypus with a paragraph in every cell, which breaks lines as it goes; the
"bare" floor is kinder still: plain strings whose lines were broken before the clock started. "cold" empties our
caches of shapes and line breaks before every round, "warm" keeps them.
"""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parent.parent / "reports"))

import reports_sample as sample
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from core.reports import document as doc
from core.reports import monthly, render_pdf
from core.reports.pdf import CM
from core.reports.typesetting import fonts, linebreak, shaping
from core.reports.typesetting.grid import columns_of

AIM = 1.5
COPIES = 6
ROUNDS = 5
WIDTH = A4[0] - 4.3 * CM
ALIGN = {"left": 0, "centre": 1, "right": 2}


def long_report() -> doc.Document:
    """The sample's monthly report with its sections repeated."""
    report = monthly.document(sample.monthly())
    return replace(report, sections=report.sections * COPIES)


def stock(report: doc.Document) -> int:
    """The same content through platypus, unshaped; returns its pages."""
    return _platypus(report, _paragraph_cell)


def bare(report: doc.Document) -> int:
    """The same with plain strings in the cells, their lines broken beforehand by ``break_cells``."""
    return _platypus(report, _string_cell)


def _platypus(report: doc.Document, make: Callable[..., object]) -> int:
    for name in ("Sarabun-Regular", "Sarabun-Bold"):
        path = Path(str(files("fontpkg_sarabun"))) / "files" / f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(path)))
    template = SimpleDocTemplate(
        BytesIO(),
        pagesize=A4,
        leftMargin=2.5 * CM,
        rightMargin=1.8 * CM,
        topMargin=2 * CM,
        bottomMargin=2 * CM,
    )
    template.build([f for section in report.sections for f in _flowables(section.blocks, make)])
    return int(template.page)


def _flowables(blocks: Iterable[doc.Block], make: Callable[..., object]) -> Iterable[Flowable]:
    for block in blocks:
        match block:
            case doc.KeepTogether():
                yield from _flowables(block.blocks, make)
            case doc.Heading():
                yield _paragraph(block.text, 16, "left", bold=True)
            case doc.Paragraph():
                yield _paragraph(doc.plain(block.text), block.size, block.align)
            case doc.DocumentTable():
                yield _table(block, make)
            case _:
                yield Spacer(1, 20)


def _paragraph(text: str, size: float, align: str, bold: bool = False) -> Paragraph:
    real = size * fonts.SARABUN_SCALE
    style = ParagraphStyle(
        "x",
        fontName="Sarabun-Bold" if bold else "Sarabun-Regular",
        fontSize=real,
        leading=size * 1.21,
        alignment=ALIGN[align],
        shaping=0,
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(table: doc.DocumentTable, make: Callable[..., object]) -> Table:
    rows = (*table.header, *table.rows)
    data: list[list[object]] = [["" for _ in table.columns] for _ in rows]
    size = table.size * fonts.SARABUN_SCALE
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("FONT", (0, 0), (-1, -1), "Sarabun-Regular", size, table.size * 1.21),
    ]
    whole = sum(c.weight for c in table.columns)
    widths = [WIDTH * c.weight / whole for c in table.columns]
    for n, (row, starts) in enumerate(zip(rows, columns_of(rows), strict=True)):
        for cell, c in zip(row.cells, starts, strict=True):
            heading = n < len(table.header)
            align = cell.align or ("centre" if heading else table.columns[c].align)
            data[n][c] = make(cell, table.size, align, heading, sum(widths[c : c + cell.columns]))
            if cell.columns > 1 or cell.rows > 1:
                commands.append(("SPAN", (c, n), (c + cell.columns - 1, n + cell.rows - 1)))
    return Table(data, colWidths=widths, repeatRows=len(table.header), style=commands)


def _paragraph_cell(cell: doc.TableCell, size: float, align: str, heading: bool, width: float) -> Paragraph:
    return _paragraph(doc.plain(cell.text), size, align, heading or cell.bold)


def _string_cell(cell: doc.TableCell, size: float, align: str, heading: bool, width: float) -> str:
    """The cell's lines; found in the cache once ``bare`` has run before."""
    spans = doc.spans(cell.text, heading or cell.bold)
    lines = linebreak.break_lines(fonts.bundled(), spans, (width - 7) / (size * fonts.SARABUN_SCALE))
    return "\n".join(line.text for line in lines)


def ours(report: doc.Document) -> int:
    """The report as Phaen sets it; returns its pages."""
    return render_pdf(report, BytesIO(), created=sample.CREATED, fonts=fonts.bundled())


def empty_caches() -> None:
    """Forget shapes and line breaks, as at a program's start."""
    for cached in (
        shaping.shape,
        linebreak.break_lines,
        linebreak._pieces,
        linebreak._widest_number,
        linebreak._paragraphs,
        linebreak._piece,
    ):
        cached.cache_clear()


def pages_a_second(render: Callable[[doc.Document], int], report: doc.Document) -> float:
    """Pages per second of one run."""
    begin = time.perf_counter()
    pages = render(report)
    return pages / (time.perf_counter() - begin)


def main() -> None:
    """Measure and print."""
    report = long_report()
    ours(report), stock(report), bare(report)  # load fonts and dictionaries
    floor, kind, cold, warm = 0.0, 0.0, 0.0, 0.0
    for _ in range(ROUNDS):
        floor = max(floor, pages_a_second(stock, report))
        kind = max(kind, pages_a_second(bare, report))
        warm = max(warm, pages_a_second(ours, report))
        empty_caches()
        cold = max(cold, pages_a_second(ours, report))
    print(f"stock ReportLab, unshaped, paragraphs in cells   {floor:6.1f} pages/s")
    print(f"stock ReportLab, unshaped, lines given           {kind:6.1f} pages/s")
    for name, speed in (("cold", cold), ("warm", warm)):
        ratios = f"ratio {floor / speed:.2f} (aim <= {AIM}), to lines given {kind / speed:.2f}"
        print(f"Phaen, caches {name}                               {speed:6.1f} pages/s   {ratios}")


if __name__ == "__main__":
    main()
