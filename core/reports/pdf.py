"""A document on paper: PDF, A4, fonts embedded."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from core.plan.emblem import opened
from core.reports import document as doc
from core.reports.margins import A4, MARGINS
from core.reports.output import write_whole
from core.reports.typesetting.columns import ColumnNeeds, ColumnText
from core.reports.typesetting.contents import ContentsBox
from core.reports.typesetting.fonts import FontSet, bundled, official
from core.reports.typesetting.grid import columns_of, tied
from core.reports.typesetting.letterhead import LetterheadBox, WrittenField, WrittenLineBox
from core.reports.typesetting.linebreak import Span, natural_width
from core.reports.typesetting.page import (
    Box,
    Flow,
    NewPage,
    Page,
    RunningHead,
    SpaceBox,
    Together,
    pages_of,
)
from core.reports.typesetting.paragraph import ParagraphBox, TextBlock, TextStyle
from core.reports.typesetting.pen import Color, Pen
from core.reports.typesetting.seal import CM, draw_code, draw_draft
from core.reports.typesetting.swatches import SwatchBox
from core.reports.typesetting.table import PAD_X, TableBox, TypesetCell, TypesetRow, lay_out

FILLS: dict[doc.Fill, Color] = {
    "plan": (0.176, 0.365, 0.545),
    "revised": (0.8, 0.49, 0.133),
    "actual": (0.553, 0.753, 0.624),
    "soft": (0.945, 0.955, 0.945),
}
MUTED: Color = (0.35, 0.35, 0.35)

_FOOT = 1.0 * CM
_SEALED = 0.4 * CM  # the foot's second line, where there is a code
_BESIDE = 0.25 * CM  # between a code and what stands beside it
_FOOT_STYLE = TextStyle(size=12, color=MUTED)
_HEADING_SIZES = {0: 20, 1: 18, 2: 16}
_CONTINUED = TextStyle(size=16, align="centre", balanced=True)
_HANGING = 14.0
_SIGNED = TextStyle(size=15, align="centre")
_SIGN_WIDTH = 0.92  # of a signer's share of the page
_SIGN_MOST = 7.5 * CM
# Sizes of a memorandum, by the guide to ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ.
_LETTER_TITLE = TextStyle(size=29, align="centre")
_LETTER_LABEL = TextStyle(size=20)
_LETTER_TEXT = TextStyle(size=16)
_LETTER_NAME = TextStyle(size=16, align="centre")
_LETTER_SIGNED = 48.0  # room for the signature, points
_LETTER_OVERLEAF = SpaceBox(1.0 * CM)  # what a letter's following pages leave free above


Progress = Callable[[int, int], None]
Places = list[list[int]]


def render_pdf(
    document: doc.Document,
    target: Path | BinaryIO,
    *,
    created: datetime,
    fonts: FontSet | None = None,
    progress: Progress | None = None,
    on_lacking: Callable[[Mapping[str, str]], None] | None = None,
) -> int:
    """Set a document on A4 and write it to a path (wholly or not at all) or a binary stream.

    ``created`` (Bangkok time) is the file's date; the same document, date and fonts give the same bytes. It is drawn with
    ``fonts``, by default the PC's TH Sarabun or else the bundled Sarabun; its pages are the same with any. Returns the
    number of pages. Raises FileRefusal where the path can't be written.

    ``progress`` is told the pages drawn and the pages there are: (0, those made up so far) while pages are made up,
    then (1, all) to (all, all). It may raise to stop; what it raises passes through, and nothing is written.

    A character that no font here has is printed as a box; ``on_lacking`` is told of all of them, each with the line it
    first stands in, before the document is written, and not at all where there are none.
    """
    pen, pages = _set(document, fonts or official(), created, progress or _unheard)
    data = pen.finish()
    if pen.lacking and on_lacking:
        on_lacking(pen.lacking)
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)
    return pages


def render_opening(document: doc.Document, *, created: datetime, fonts: FontSet | None = None) -> bytes:
    """The first page alone as a PDF, for a preview: only what stands on it is laid out. Its foot says "หน้า 1", for
    how many there are isn't known yet, and a table of contents on it has no page numbers."""
    faces = fonts or official()
    setter, page = next(_sheets(document, {}))
    pen = _pen(document, faces, setter, created)
    setter.put(pen, page, 1)
    return pen.finish()


def _unheard(done: int, pages: int) -> None:
    """Progress that nobody follows."""


def _set(document: doc.Document, fonts: FontSet, created: datetime, progress: Progress) -> tuple[Pen, int]:
    """The pen that has drawn every page, and their number. All pages are made up before the first one is drawn, so a foot
    can say how many there are, and a table of contents where they lead."""
    found: dict[str, int] = {}
    sheets: deque[tuple[_Setter, Page]] = deque()
    for setter, page in _sheets(document, found):
        sheets.append((setter, page))
        for mark in _marks(page):
            found.setdefault(mark, len(sheets))
        progress(0, len(sheets))
    pen = _pen(document, fonts, sheets[0][0], created)
    count = len(sheets)
    for number in range(1, count + 1):
        setter, page = sheets.popleft()  # a page drawn needs no memory any more
        setter.put(pen, page, number, count)
        progress(number, count)
    return pen, count


def _pen(document: doc.Document, fonts: FontSet, setter: "_Setter", created: datetime) -> Pen:
    pen = Pen(fonts, setter.size, created)
    pen.describe(setter.digits(document.title), document.author)
    return pen


def _sheets(document: doc.Document, found: Mapping[str, int]) -> "Iterator[tuple[_Setter, Page]]":
    """The pages as they are made up, each with its setter; an empty document is one empty page."""
    empty = True
    for run in _runs(document):
        setter = _Setter(document, run, found)
        for page in setter.pages():
            empty = False
            yield setter, page
    if empty:
        yield _Setter(document, document.sections or (doc.Section("", ()),), found), ()


def _places(rows: Sequence[doc.TableRow]) -> Places:
    """The column each cell of each row begins in."""
    return [columns for group in tied(rows) for columns in columns_of(group)]


def _runs(document: doc.Document) -> Iterable[tuple[doc.Section, ...]]:
    """Sections that go on one kind of page, in order."""
    kinds = groupby(document.sections, lambda s: (s.orientation or document.orientation, s.plain))
    return (tuple(run) for _, run in kinds)


def _marks(page: Page) -> Iterable[str]:
    boxes = (placed.box for placed in page)
    return (box.bookmark[0] for box in boxes if isinstance(box, ParagraphBox) and box.bookmark)


def _must_follow(kept: doc.KeepTogether) -> bool:
    """True where the blocks must not stand alone on a page: it is said of them, or there are only signatures."""
    return kept.keep_with_previous or all(isinstance(b, doc.Signatures | doc.Space) for b in kept.blocks)


def _named(signer: doc.Signer) -> doc.Text:
    """A signer's name in brackets, nothing where it isn't known."""
    return (Span(f"({signer.name})", whole=True),) if signer.name else ""


class _Setter:
    """Sets sections that go on one kind of page: blocks become boxes, boxes become pages, pages are drawn. ``found``
    tells on which page an outline entry stands, once all pages are made up. All is laid out with the bundled font,
    whatever it is drawn with: a document has the same pages on every PC."""

    def __init__(
        self,
        document: doc.Document,
        sections: tuple[doc.Section, ...],
        found: Mapping[str, int],
    ) -> None:
        self.document = document
        self.fonts = bundled()
        self.sections = sections
        self.found = found
        orientation = sections[0].orientation or document.orientation
        self.size = A4 if orientation == "portrait" else (A4[1], A4[0])
        self.left, right, self.top, bottom = MARGINS["letter" if document.letter else orientation]
        self.width = self.size[0] - self.left - right
        self.height = self.size[1] - self.top - bottom
        self.digits: Callable[[str], str] = doc.in_thai_digits if document.digits == "thai" else str

    def pages(self) -> Iterator[Page]:
        """The sections made up into pages, each laid out when it is asked for."""
        return pages_of(self._flow(), self.width, self.height)

    def put(self, pen: Pen, page: Page, number: int, count: int | None = None) -> None:
        """Draw a page with its foot; ``count`` is None where it isn't known how many pages there are."""
        pen.turn(self.size)
        if self.document.draft:
            draw_draft(pen, self.fonts)
        for placed in page:
            placed.box.draw(pen, self.left, self.size[1] - self.top - placed.offset, self.width)
        seal, room = self.document.seal, self.width
        if seal:
            room = min(room, draw_code(pen, seal.machine) - _BESIDE - self.left)
            self._foot(pen, _SEALED, room, seal.words, f"รหัสตรวจสอบ {seal.code}")
        if not (self.sections[0].plain or self.document.letter):
            place = f"หน้า {number} / {count}" if count else f"หน้า {number}"
            self._foot(pen, _FOOT, room, self.document.footer, self.digits(place))
        pen.end_page()

    def _foot(self, pen: Pen, rise: float, room: float, before: str, behind: str) -> None:
        """A line at the foot, ``rise`` above the paper's edge: ``before`` at the left, ``behind`` at the end of its room."""
        left = self._block(before, _FOOT_STYLE)
        right = TextBlock(self.fonts, (Span(behind),), replace(_FOOT_STYLE, align="right"))
        for block in (left, right):
            block.draw(pen, self.left, rise + block.line_height, room, block.lines(room)[:1], opening=True)

    def _flow(self) -> Iterable[Flow]:
        for n, section in enumerate(self.sections):
            if n and section.new_page:
                yield NewPage(section.new_page != "always")
            head = self._running_head(section.continued)
            for place, block in enumerate(section.blocks):
                yield from self._boxes(block)
                if place == 0:
                    yield head
            yield RunningHead(None)

    def _running_head(self, text: str) -> RunningHead:
        if not text:
            return RunningHead(_LETTER_OVERLEAF if self.document.letter else None)
        block = self._block(text, _CONTINUED, bold=True)
        return RunningHead(ParagraphBox(block, after=4, keep_with_next=True))

    def _boxes(self, block: doc.Block) -> Iterable[Flow]:
        match block:
            case doc.PageBreak():
                yield NewPage()
            case doc.KeepTogether():
                yield Together(tuple(self._inner(block.blocks)), _must_follow(block))
            case doc.Heading():
                yield self._heading(block)
            case doc.Paragraph():
                yield self._paragraph(block)
            case doc.DocumentTable():
                yield self._table(block)
            case doc.Legend():
                yield self._legend(block)
            case doc.Signatures():
                yield Together((self._signatures(block),), keep_with_previous=True)
            case doc.MemoHead():
                yield self._letterhead(block)
            case doc.WrittenLine():
                yield self._written_line(block)
            case doc.ContentsLine():
                yield self._contents(block)
            case doc.Space():
                yield SpaceBox(block.points)

    def _inner(self, blocks: Iterable[doc.Block]) -> Iterable[Box]:
        for block in blocks:
            for item in self._boxes(block):
                if isinstance(item, Together):
                    yield from item.boxes
                elif not isinstance(item, NewPage | RunningHead):
                    yield item

    def _block(self, text: doc.Text, style: TextStyle, bold: bool = False) -> TextBlock:
        return TextBlock(self.fonts, self._spans(text, bold), style)

    def _spans(self, text: doc.Text, bold: bool) -> tuple[Span, ...]:
        return tuple(
            replace(s, text=self.digits(doc.spaced(s.text)), bold=s.bold or bold) for s in doc.spans(text)
        )

    def _heading(self, heading: doc.Heading) -> ParagraphBox:
        centred = heading.level == 0
        style = TextStyle(
            size=_HEADING_SIZES[heading.level], align="centre" if centred else "left", balanced=centred
        )
        mark = self.digits(heading.mark or heading.text).replace("\n", " ")
        depth = min(heading.level, 1) if heading.outline is None else heading.outline
        return ParagraphBox(
            self._block(heading.text, style, bold=True),
            before=0 if centred else 10,
            after=2,
            keep_with_next=True,
            bookmark=None if depth < 0 else (mark, depth),
        )

    def _contents(self, line: doc.ContentsLine) -> ContentsBox:
        style = TextStyle(first=line.indent, rest=line.indent + _HANGING)
        return ContentsBox(self._block(line.text, style, line.bold), lambda: self._page_of(line.aim))

    def _page_of(self, aim: str) -> str:
        """The page of the first outline entry that begins with these words, "" for none."""
        words = self.digits(aim)
        pages = (number for mark, number in self.found.items() if aim and mark.startswith(words))
        number = next(pages, None)
        return self.digits(str(number)) if number else ""

    def _paragraph(self, paragraph: doc.Paragraph) -> ParagraphBox:
        style = TextStyle(
            size=paragraph.size,
            align=paragraph.align,
            first=paragraph.first,
            rest=paragraph.rest,
            balanced=paragraph.align == "centre",
        )
        return ParagraphBox(
            self._block(paragraph.text, style),
            before=paragraph.before,
            after=paragraph.after,
            keep_with_next=paragraph.keep_with_next,
        )

    def _table(self, table: doc.DocumentTable) -> TableBox:
        parts = [
            (rows, _places(rows), heading) for rows, heading in ((table.header, True), (table.rows, False))
        ]
        entries = (entry for part in parts for entry in self._entries(*part))
        weights = [column.weight for column in table.columns]
        widths, size = ColumnNeeds(self.fonts, self.width, weights, PAD_X, entries).fit(table.size)
        table = replace(table, size=size)
        header, rows = (self._rows(table, *part) for part in parts)
        set_table = lay_out(self.width, widths, header, rows)
        return replace(set_table, before=4, after=table.after, flowing=table.flowing, page=self.height)

    def _entries(self, rows: tuple[doc.TableRow, ...], places: Places, heading: bool) -> Iterator[ColumnText]:
        for row, columns in zip(rows, places, strict=True):
            for cell, column in zip(row.cells, columns, strict=True):
                if cell.text:
                    yield ColumnText(
                        column, cell.columns, self._spans(cell.text, heading or cell.bold), heading
                    )

    def _rows(
        self, table: doc.DocumentTable, rows: tuple[doc.TableRow, ...], places: Places, heading: bool
    ) -> Iterator[TypesetRow]:
        named, under = None, None  # many rows stand under one
        for n, (row, columns) in enumerate(zip(rows, places, strict=True)):
            before_total = n + 1 < len(rows) and rows[n + 1].kind == "total"
            cells = (
                self._cell(table, cell, table.columns[column], heading)
                for cell, column in zip(row.cells, columns, strict=True)
            )
            if row.under is not named:
                named = row.under
                under = next(self._rows(table, (named,), [[0]], heading)) if named else None
            yield TypesetRow(tuple(cells), row.height, before_total or row.kind == "band", under)

    def _cell(
        self, table: doc.DocumentTable, cell: doc.TableCell, column: doc.TableColumn, heading: bool
    ) -> TypesetCell:
        align = cell.align or ("centre" if heading else column.align)
        style = TextStyle(size=table.size, align=align, balanced=align == "centre", fractions=table.fractions)
        block = self._block(cell.text, style, bold=heading or cell.bold) if cell.text else None
        return TypesetCell(
            block,
            cell.columns,
            cell.rows,
            FILLS[cell.fill] if cell.fill else None,
            "middle" if heading else column.valign,
        )

    def _legend(self, legend: doc.Legend) -> SwatchBox:
        style = TextStyle(size=14)
        return SwatchBox(
            tuple((FILLS[fill], self._block(text, style)) for fill, text in legend.items), before=4
        )

    def _signatures(self, signatures: doc.Signatures) -> TableBox:
        """A column for each signer, their lines level; the rows are tied so that no page break parts them."""
        if signatures.letter:
            return self._signed_name(signatures.signers[0])
        count = len(signatures.signers)
        write = self._brief_signature if signatures.brief else self._signature
        lines = zip(*(write(s, self.width / count - 2 * PAD_X) for s in signatures.signers), strict=True)
        rows = [
            TypesetRow(
                tuple(TypesetCell(self._block(text, _SIGNED), valign="top") for text in line),
                keep_with_next=True,
            )
            for line in lines
        ]
        return replace(
            lay_out(self.width, [1.0] * count, [], rows, ruled=False), before=14 if signatures.brief else 24
        )

    def _letterhead(self, head: doc.MemoHead) -> LetterheadBox:
        picture = opened(head.picture) if head.picture else None
        return LetterheadBox(
            picture, self._block(head.title, _LETTER_TITLE, bold=True), self.digits(head.mark)
        )

    def _written_line(self, line: doc.WrittenLine) -> WrittenLineBox:
        fields = (
            WrittenField(self._block(label, _LETTER_LABEL, bold=True), self._block(text, _LETTER_TEXT))
            for label, text in line.fields
        )
        return WrittenLineBox(tuple(fields))

    def _signed_name(self, signer: doc.Signer) -> TableBox:
        room = self.width / 2 - 2 * PAD_X
        name = _named(signer) or self._dotted("(", ")", room)
        position: doc.Text = self._dotted("ตำแหน่ง ", "", room)
        if signer.position:
            position = (Span(signer.position, whole=True),)
        rows = (
            TypesetRow(
                (TypesetCell(), TypesetCell(self._block(text, _LETTER_NAME), valign="top")),
                keep_with_next=True,
            )
            for text in (name, position)
        )
        return replace(lay_out(self.width, [1.0, 1.0], [], rows, ruled=False), before=_LETTER_SIGNED)

    def _signature(self, signer: doc.Signer, room: float) -> tuple[doc.Text, ...]:
        name = _named(signer) or self._dotted("(", ")", room)
        position: doc.Text = self._dotted("ตำแหน่ง ", "", room)
        if signer.position:
            position = (Span("ตำแหน่ง "), Span(signer.position, whole=True))
        return self._dotted("ลงชื่อ ", "", room), name, position, signer.role, self._dotted("วันที่ ", "", room)

    def _brief_signature(self, signer: doc.Signer, room: float) -> tuple[doc.Text, ...]:
        return self._dotted("(ลงชื่อ) ", f" {signer.role}", room), _named(signer)

    def _dotted(self, before: str, after: str, room: float) -> str:
        """A dotted line to write on, with what stands before and after it."""
        dot = natural_width(self.fonts, (Span("."),))
        fixed = natural_width(self.fonts, (Span(before),)) + natural_width(self.fonts, (Span(after),))
        whole = min(room * _SIGN_WIDTH, _SIGN_MOST) / (_SIGNED.size * self.fonts.scale)
        return before + "." * max(3, int((whole - fixed) / dot)) + after
