"""Tables: spans, splitting, repeated headings, and no ink on a rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import product

import pypdfium2
import pytest
from PIL import Image

from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.grid import columns_of
from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.page import Flow, NewPage, Page, SpaceBox, Together, pages_of
from core.reports.typesetting.paragraph import ParagraphBox, TextBlock, TextStyle
from core.reports.typesetting.pen import Pen, Segment
from core.reports.typesetting.table import TableBox, TypesetCell, TypesetRow, lay_out

WIDTH = 400.0
SIZE = (500.0, 700.0)
LONG = "การตรวจสอบและเบิกจ่ายเงินรายการจัดซื้อจัดจ้างตามหนังสือกระทรวงการคลัง "
HARD = ["ปั้นญู", "ฟื้นฐู", "โป๊ะฎุ", "น้ำฤๅ", "ก่ำฎู", "ฝึ่งญฺ", "SWOTที่", "1,234.50"]


def text(words: str, **style: object) -> TextBlock:
    return TextBlock(bundled(), (Span(words),), TextStyle(14, **style))  # type: ignore[arg-type]


def row(*texts: str, **options: object) -> TypesetRow:
    return TypesetRow(tuple(TypesetCell(text(t)) for t in texts), **options)  # type: ignore[arg-type]


def pages_within(flow: Iterable[Flow], width: float, height: float) -> tuple[Page, ...]:
    return tuple(pages_of(flow, width, height))


def line_height() -> float:
    return text("ก").line_height


def test_spans_push_later_cells_aside() -> None:
    rows = [
        TypesetRow((TypesetCell(rows=2), TypesetCell(columns=2))),
        TypesetRow((TypesetCell(), TypesetCell())),
        TypesetRow((TypesetCell(columns=3),)),
    ]
    assert columns_of(rows) == [[0, 1], [1, 2], [0]]


def test_a_spanning_cell_makes_its_rows_high_enough() -> None:
    tall = TypesetCell(text("หนึ่ง\nสอง\nสาม\nสี่"), rows=2)
    table = lay_out(
        WIDTH, [1, 1], [], [TypesetRow((tall, TypesetCell(text("ก")))), TypesetRow((TypesetCell(text("ข")),))]
    )
    (group,) = table.groups
    assert group.height >= 4 * line_height()
    assert len(group.heights) == 2


def test_rows_move_to_the_next_page_under_the_same_headings() -> None:
    table = lay_out(WIDTH, [1, 3], [row("ที่", "รายการ")], [row(str(n), "รายการ") for n in range(40)])
    pages = pages_within([table], WIDTH, 300)
    tables = [placed.box for page in pages for placed in page]
    assert len(pages) > 2
    assert sum(len(t.groups) for t in tables if isinstance(t, TableBox)) == 40
    assert all(t.header == table.header and t.height(WIDTH) <= 300 for t in tables if isinstance(t, TableBox))


def test_a_row_taller_than_a_page_is_split_between_its_lines() -> None:
    table = lay_out(WIDTH, [1, 3], [row("ที่", "รายการ")], [row("1", LONG * 60), row("2", "จบ")])
    pages = pages_within([table], WIDTH, 300)
    lines = [
        line.text
        for page in pages
        for placed in page
        if isinstance(placed.box, TableBox)
        for group in placed.box.groups
        for cell in group.cells
        for line in cell.lines
    ]
    assert len(pages) > 3
    assert "".join(lines) == "1" + LONG * 60 + "2จบ"
    assert all(placed.offset + placed.box.height(WIDTH) <= 300 + 1e-3 for page in pages for placed in page)


def test_tied_rows_taller_than_a_page_are_split_too() -> None:
    tied = [
        TypesetRow((TypesetCell(text(LONG * 30), rows=2), TypesetCell(text("แผน")))),
        TypesetRow((TypesetCell(text("ผล")),)),
    ]
    pages = pages_within([lay_out(WIDTH, [3, 1], [], tied)], WIDTH, 250)
    boxes = [placed.box for page in pages for placed in page if isinstance(placed.box, TableBox)]
    lines = [line.text for b in boxes for g in b.groups for c in g.cells if c.x == 0 for line in c.lines]
    assert "".join(lines) == LONG * 30


def test_a_band_is_never_the_last_row_of_a_page() -> None:
    rows = [row("ก", "ข", keep_with_next=n % 4 == 3) for n in range(20)]
    for height, count in product(range(60, 200, 7), range(14, 21)):
        for page in pages_within([lay_out(WIDTH, [1, 1], [], rows[:count])], WIDTH, height)[:-1]:
            box = page[-1].box
            assert isinstance(box, TableBox)
            assert not box.groups[-1].keep_with_next


def test_a_heading_goes_with_the_beginning_of_its_table() -> None:
    heading = ParagraphBox(text("หัวข้อ"), keep_with_next=True)
    table = lay_out(WIDTH, [1], [row("หัว")], [row("ก")] * 5)
    room = 100 + heading.height(WIDTH) + 10
    first, second = pages_within([SpaceBox(100), heading, table], WIDTH, room)[:2]
    assert [type(p.box) for p in first] == [SpaceBox]
    assert second[0].box == heading


def test_a_chain_taller_than_a_page_fills_its_pages() -> None:
    chain = [ParagraphBox(text(f"ข้อ {n}"), keep_with_next=True) for n in range(25)]
    pages = pages_within([SpaceBox(20), *chain, ParagraphBox(text("จบ"))], WIDTH, 10.5 * line_height())
    assert [len(page) for page in pages] == [1, 10, 10, 6]


def test_boxes_kept_together_move_together() -> None:
    pair = Together((ParagraphBox(text("หนึ่ง")), ParagraphBox(text("สอง"))))
    pages = pages_within(
        [SpaceBox(80), pair, NewPage(), ParagraphBox(text("สาม"))], WIDTH, 80 + 1.5 * line_height()
    )
    assert [len(page) for page in pages] == [1, 2, 1]


def test_no_page_ends_or_begins_with_a_single_line() -> None:
    paragraph = ParagraphBox(text(LONG * 6))
    lines = len(paragraph.block.lines(WIDTH))
    for room in range(1, lines):
        pages = pages_within([SpaceBox(200), paragraph], WIDTH, 200 + (room + 0.5) * line_height())
        taken = [
            round(p.box.height(WIDTH) / line_height())
            for page in pages
            for p in page
            if p.box is not pages[0][0].box
        ]
        assert sum(taken) == lines
        assert min(taken) >= 2


class Ruleless(Pen):
    """A pen that remembers rules instead of drawing them."""

    def __init__(self) -> None:
        super().__init__(bundled(), SIZE, datetime(2020, 7, 1))
        self.segments: list[Segment] = []

    def rules(self, segments: object, thickness: float = 0.5, color: object = None) -> None:
        self.segments += list(segments)  # type: ignore[call-overload]


def inked(picture: Image.Image, segment: Segment, scale: float) -> bool:
    """Is there ink where a rule of half a point would stand?"""
    x1, y1, x2, y2 = segment
    half = 0.25
    left, right = (min(x1, x2) - half) * scale, (max(x1, x2) + half) * scale
    top, bottom = (SIZE[1] - max(y1, y2) - half) * scale, (SIZE[1] - min(y1, y2) + half) * scale
    strip = picture.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
    darkest = strip.getextrema()[0]
    assert isinstance(darkest, int | float)
    return darkest < 250


def test_no_mark_touches_a_rule() -> None:
    rows = [
        TypesetRow(tuple(TypesetCell(text(t, align=a)) for t in HARD[n:] + HARD[:n]))
        for n in range(8)
        for a in ("left", "right")
    ]
    rows += [
        TypesetRow(
            (
                TypesetCell(text("กรุงเทพมหานครอมรรัตนโกสินทร์" * 4), rows=2),
                *[TypesetCell(text(h)) for h in HARD[1:]],
            )
        ),
        TypesetRow((TypesetCell(),) * 7),
    ]
    pen = Ruleless()
    lay_out(WIDTH, [1] * 8, [], rows).draw(pen, 50, 680, WIDTH)
    pen.end_page()
    picture = picture_at(pen.finish(), 6)
    assert len(pen.segments) > 200
    assert [s for s in pen.segments if inked(picture, s, 6)] == []


def test_the_ink_check_sees_ink() -> None:
    pen = Ruleless()
    block = text("ปั้น")
    block.draw(pen, 50, 600, 200, block.lines(200), opening=True)
    pen.end_page()
    assert inked(picture_at(pen.finish(), 6), (50, 590, 60, 590), 6)


def picture_at(pdf: bytes, scale: float) -> Image.Image:
    opened = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return opened[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        opened.close()


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_every_alignment_stays_in_the_column(align: str) -> None:
    pen = Ruleless()
    block = text("น้ำ 1,234.50", align=align)
    block.draw(pen, 100, 600, 150, block.lines(150), opening=True)
    pen.end_page()
    picture = picture_at(pen.finish(), 4)
    box = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    assert box is not None
    left, right = box[0] / 4, box[2] / 4
    expected = {"left": left - 100, "right": 250 - right, "centre": abs((left + right) / 2 - 175)}
    assert -0.5 <= expected[align] < 1.5


def test_no_row_stands_alone_at_a_page_break() -> None:
    table = lay_out(WIDTH, [1], [row("หัว")], [row(str(n)) for n in range(9)])
    for height in range(70, 240, 5):
        pages = pages_within([SpaceBox(30), table], WIDTH, height)
        counts = [len(p.box.groups) for page in pages for p in page if isinstance(p.box, TableBox)]
        assert sum(counts) == 9
        assert len(counts) == 1 or height < 100 or min(counts) >= 2


@pytest.mark.parametrize("flowing", [False, True])
@pytest.mark.parametrize("height", range(90, 200, 7))
def test_what_goes_on_overleaf_is_named_again_over_its_first_row(height: int, flowing: bool) -> None:
    def rows_under(name: str, count: int) -> Iterable[TypesetRow]:
        yield row(name, keep_with_next=True)
        for n in range(count):
            yield row(f"{n}\n{LONG}" if n % 3 else str(n), under=row(f"{name} (ต่อ)", keep_with_next=True))

    table = lay_out(WIDTH, [1], [row("หัว")], [*rows_under("ก", 7), *rows_under("ข", 6)])
    shown = pages_within([replace(table, flowing=flowing, page=float(height))], WIDTH, height)
    tops = [first_words(page) for page in shown]
    assert len(tops) > 2
    assert tops[0] == "ก"
    assert set(tops[1:]) <= {"ก (ต่อ)", "ข (ต่อ)", "ข"}
    assert all(len(placed.box.groups) > 1 for page in shown for placed in page)


def first_words(page: Page) -> str:
    """What the first row below the heading says."""
    block = page[0].box.groups[0].cells[0].block
    return "".join(span.text for span in block.spans)
