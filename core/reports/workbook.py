"""A document as a spreadsheet: one sheet a section but for a cover, real numbers, ready to print on A4."""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.reports import document as doc
from core.reports.output import write_whole
from core.reports.typesetting.grid import columns_of
from core.reports.typesetting.linebreak import numbers_in
from core.reports.typesetting.paragraph import Align
from core.reports.typesetting.seal import DRAFT
from core.thai.digits import to_thai
from core.thai.words import shown_length

FONT = "TH SarabunPSK"
_FILLS: dict[doc.Fill, str] = {
    "plan": "2D5D8B",
    "revised": "CC7D22",
    "actual": "8DC09F",
    "soft": "F1F4F1",
}
_CHARACTERS = {"portrait": 96, "landscape": 140}  # a page's width, in characters of the body text
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HORIZONTAL = {"left": "left", "centre": "center", "right": "right"}
_HEADING_SIZES = {0: 20, 1: 18, 2: 16}
_BAR = "─" * 12
_DIGIT = 1.1 / 14  # the width of a digit in its size, in characters; TH Sarabun bold
_MARGIN = 2.0  # what a cell keeps free beside its text, in characters
_LINE = 1.45  # a line's height, in its size
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


def render_xlsx(
    document: doc.Document,
    target: Path | BinaryIO,
    *,
    created: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a document as ``.xlsx`` to a path (wholly or not at all) or a binary stream. Raises FileRefusal where the path
    can't be written.

    Text is always stored as text, so a leading ``=`` is never a formula; figures are numbers with the decimals the
    paper shows. ``progress`` is told the sheets filled and the sheets there are, before each and before the file is
    written; it may raise to stop.
    """
    tell = progress or (lambda *_: None)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = document.title
    book.properties.creator = document.author
    if created is not None:
        book.properties.created = created
    sections = [section for section in document.sections if not section.plain]
    for done, section in enumerate(sections):
        tell(done, len(sections))
        _Sheet(book, document, section).fill()
    tell(len(sections), len(sections))
    buffer = BytesIO()
    book.save(buffer)
    if isinstance(target, Path):
        write_whole(target, buffer.getvalue())
    else:
        target.write(buffer.getvalue())


class _Sheet:
    """Fills one sheet from the top; ``row`` is the next free row (from 1)."""

    def __init__(self, book: Workbook, document: doc.Document, section: doc.Section) -> None:
        self.sheet: Worksheet = book.create_sheet(section.name.translate(_FORBIDDEN)[:31])
        self.document = document
        self.section = section
        self.orientation = section.orientation or document.orientation
        self.row = 1
        self.tables = list(_tables(section.blocks))
        self.columns = max((len(t.columns) for t in self.tables), default=8)
        self.widths = self._column_widths()

    def fill(self) -> None:
        for n, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(n)].width = width
        self._page_setup()
        self._blocks(self.section.blocks)

    def _column_widths(self) -> list[float]:
        whole = _CHARACTERS[self.orientation]
        widest = max(self.tables, key=lambda t: len(t.columns), default=None)
        weights = [c.weight for c in widest.columns] if widest else [1.0] * self.columns
        widths = [max(4.0, whole * w / sum(weights)) for w in weights]
        # A number wider than its column is shown as ####, and one inside a text is broken.
        for first, count, needed in sorted(self._numbers(), key=lambda number: number[1]):
            lacking = max(0.0, needed - sum(widths[first : first + count]))
            for column in range(first, first + count):
                widths[column] += lacking / count
        return widths

    def _numbers(self) -> Iterator[tuple[int, int, float]]:
        """What the numbers in the tables' cells need: the first column, how many, and the width in characters."""
        for table in self.tables:
            for rows in (table.header, table.rows):
                for row, starts in zip(rows, columns_of(rows), strict=True):
                    for cell, column in zip(row.cells, starts, strict=True):
                        text = doc.plain(cell.text)
                        # A figure is shown with its words on one line.
                        pieces = numbers_in(text) if cell.number is None else [text]
                        longest = max(map(shown_length, pieces), default=0)
                        if longest:
                            yield column, cell.columns, longest * table.size * _DIGIT + _MARGIN

    def _page_setup(self) -> None:
        setup = self.sheet.page_setup
        setup.orientation = self.orientation
        setup.paperSize = self.sheet.PAPERSIZE_A4
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        header, footer = self.sheet.oddHeader, self.sheet.oddFooter
        if header is not None and header.center is not None and self.document.draft:
            header.center.text = DRAFT
        if footer is not None and footer.left is not None and footer.right is not None:
            footer.left.text = self._foot().replace("&", "&&")
            footer.right.text = "หน้า &P / &N"

    def _foot(self) -> str:
        seal = self.document.seal
        sealed = f"{seal.words} รหัสตรวจสอบ {seal.code}" if seal else ""
        return "\n".join(self._text(part) for part in (self.document.footer, sealed) if part)

    def _blocks(self, blocks: Iterable[doc.Block]) -> None:
        for block in blocks:
            match block:
                case doc.KeepTogether():
                    self._blocks(block.blocks)
                case doc.Heading():
                    centred = block.level == 0
                    self._line(
                        block.text, _HEADING_SIZES[block.level], "centre" if centred else "left", bold=True
                    )
                case doc.Paragraph():
                    self._line(doc.plain(block.text), block.size, block.align)
                case doc.ContentsLine():
                    self._line(block.text, 16, "left", block.bold)
                case doc.DocumentTable():
                    self._table(block)
                case doc.Legend():
                    self._legend(block)
                case doc.Signatures():
                    self._signatures(block)
                case doc.Space() | doc.PageBreak():
                    self.row += 1

    def _line(self, text: str, size: float, align: Align, bold: bool = False) -> None:
        cell = self._put(self.row, 1, text, size, align, bold)
        if self.columns > 1:
            self.sheet.merge_cells(
                start_row=self.row, start_column=1, end_row=self.row, end_column=self.columns
            )
        # A merged cell doesn't grow by itself.
        lines = sum(
            math.ceil(max(1, shown_length(part)) * 1.05 / sum(self.widths)) for part in text.split("\n")
        )
        self.sheet.row_dimensions[self.row].height = lines * size * _LINE
        cell.alignment = Alignment(horizontal=_HORIZONTAL[align], vertical="top", wrap_text=True)
        self.row += 1

    def _table(self, table: doc.DocumentTable) -> None:
        top = self.row
        self._rows(table, table.header, heading=True)
        if table is self.tables[0]:
            self.sheet.print_title_rows = f"{top}:{self.row - 1}"
        self._rows(table, table.rows)
        self.row += 1

    def _rows(self, table: doc.DocumentTable, rows: tuple[doc.TableRow, ...], heading: bool = False) -> None:
        for row, starts in zip(rows, columns_of(rows), strict=True):
            for cell, column in zip(row.cells, starts, strict=True):
                self._table_cell(table, cell, column, heading)
            self._row_height(table, row, starts)
            self.row += 1

    def _table_cell(self, table: doc.DocumentTable, cell: doc.TableCell, column: int, heading: bool) -> None:
        align = cell.align or ("centre" if heading else table.columns[column].align)
        bold = heading or cell.bold
        value = _written(table, cell) if cell.number is None else cell.number
        placed = self._put(self.row, column + 1, value, table.size, align, bold, _number_format(cell))
        if cell.fill is not None:
            placed.fill = _fill(cell.fill)
        placed.border = _BORDER
        if cell.rows > 1 or cell.columns > 1:
            self.sheet.merge_cells(
                start_row=self.row,
                start_column=column + 1,
                end_row=self.row + cell.rows - 1,
                end_column=column + cell.columns,
            )

    def _row_height(self, table: doc.DocumentTable, row: doc.TableRow, starts: list[int]) -> None:
        lines = 1
        for cell, column in zip(row.cells, starts, strict=True):
            width = sum(self.widths[column : column + cell.columns])
            needed = sum(
                math.ceil(max(1, shown_length(p)) * 1.15 / width) for p in doc.plain(cell.text).split("\n")
            )
            lines = max(lines, math.ceil(needed / cell.rows))
        self.sheet.row_dimensions[self.row].height = max(row.height, lines * table.size * _LINE)

    def _legend(self, legend: doc.Legend) -> None:
        for fill, text in legend.items:
            self.sheet.cell(self.row, 1).fill = _fill(fill)
            self._put(self.row, 2, text, 14, "left")
            self.row += 1

    def _signatures(self, signatures: doc.Signatures) -> None:
        self.row += 1
        step = max(1, self.columns // len(signatures.signers))
        for n, signer in enumerate(signatures.signers):
            for r, text in enumerate(_signature(signer, signatures.brief)):
                cell = self._put(self.row + r, n * step + 1, text, 14, "left")
                cell.alignment = Alignment(horizontal="left", wrap_text=False)
        self.row += 2 if signatures.brief else 5

    def _put(
        self,
        row: int,
        column: int,
        value: str | int | Decimal,
        size: float,
        align: Align,
        bold: bool = False,
        number_format: str = "General",
    ) -> SheetCell:
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, SheetCell)
        cell.value = self._text(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with = is still a text
        cell.number_format = number_format
        cell.font = _font(size, bold)
        cell.alignment = _centred(align)
        return cell

    def _text(self, text: str) -> str:
        shown = doc.spaced(text)
        shown = to_thai(shown) if self.document.digits == "thai" else shown
        return "".join(c for c in shown if c >= " " or c == "\n")


@cache
def _font(size: float, bold: bool) -> Font:
    return Font(name=FONT, size=size, bold=bold)


@cache
def _centred(align: Align) -> Alignment:
    return Alignment(horizontal=_HORIZONTAL[align], vertical="center", wrap_text=True)


@cache
def _fill(fill: doc.Fill) -> PatternFill:
    return PatternFill("solid", fgColor=_FILLS[fill])


def _signature(signer: doc.Signer, brief: bool) -> tuple[str, ...]:
    dots = "." * 32
    if brief:
        return (f"(ลงชื่อ) {dots} {signer.role}", *((f"({signer.name})",) if signer.name else ()))
    return (
        f"ลงชื่อ {dots}",
        f"({signer.name or dots})",
        f"ตำแหน่ง {signer.position or dots}",
        signer.role,
        f"วันที่ {dots}",
    )


def _number_format(cell: doc.TableCell) -> str:
    if cell.number is None:
        return "General"
    whole = "#,##0" if cell.grouping else "0"
    figure = f"{whole}.{'0' * cell.places}" if cell.places else whole
    return "".join((_quoted(cell.before), figure, _quoted(cell.behind)))


def _quoted(words: str) -> str:
    """Words beside a figure, as a number format wants them."""
    return f'"{words}"' if words else ""


def _written(table: doc.DocumentTable, cell: doc.TableCell) -> str:
    """A cell's text; a spreadsheet's cell has no rules inside, so the bar of a fraction is a line of dashes."""
    text = doc.plain(cell.text)
    return text.replace("\n\n", f"\n{_BAR}\n") if table.fractions else text


def _tables(blocks: Iterable[doc.Block]) -> Iterable[doc.DocumentTable]:
    for block in blocks:
        if isinstance(block, doc.DocumentTable):
            yield block
        elif isinstance(block, doc.KeepTogether):
            yield from _tables(block.blocks)
