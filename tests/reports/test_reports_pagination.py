"""Pages: what belongs together stays together, wherever the page happens to end, and no page is left nearly empty."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_pictures import pdf_of, texts_of
from reports_sample import CREATED

from core.reports import document as doc
from core.reports import render_pdf
from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.page import Flow, NewPage, Page, RunningHead, SpaceBox, Together, pages_of
from core.reports.typesetting.paragraph import ParagraphBox, TextBlock, TextStyle
from core.reports.typesetting.table import TableBox, TypesetCell, TypesetRow, lay_out

WIDTH = 400.0
LINE = TextBlock(bundled(), (Span("ก"),), TextStyle(14)).line_height
SIGNER = doc.Signer("ผู้รายงาน", "นายสมชาย ใจดี", "นักวิเคราะห์นโยบายและแผนชำนาญการ")


def lines(count: int, name: str = "ก") -> ParagraphBox:
    """A paragraph of so many lines."""
    text = "\n".join(f"{name} {n}" for n in range(count))
    return ParagraphBox(TextBlock(bundled(), (Span(text),), TextStyle(14)))


def heading() -> ParagraphBox:
    return replace(lines(1, "หัวข้อ"), keep_with_next=True)


def table(rows: int, page: float, name: str = "แถว") -> TableBox:
    cells = (
        TypesetRow((TypesetCell(TextBlock(bundled(), (Span(f"{name} {n}"),), TextStyle(14))),))
        for n in range(rows)
    )
    return replace(lay_out(WIDTH, [1], [], cells), page=page)


def text_of(box: object) -> str:
    """The text of a paragraph or a table."""
    if isinstance(box, ParagraphBox):
        return "\n".join(line.text for line in box.block.lines(WIDTH)[box.skip : box.stop])
    assert isinstance(box, TableBox)
    return "\n".join(line.text for g in box.groups for c in g.cells for line in c.lines)


def told(page: Page) -> list[str]:
    """What stands on a page, spaces left out."""
    return [text_of(placed.box) for placed in page if not isinstance(placed.box, SpaceBox)]


def made(flow: Sequence[Flow], height: float) -> list[Page]:
    """Pages of a height; nothing reaches over their end."""
    pages = list(pages_of(flow, WIDTH, height))
    assert all(p.offset + p.box.height(WIDTH) <= height + 1e-3 for page in pages for p in page)
    return pages


_HEIGHTS = st.floats(14.0, 30.0).map(lambda n: n * LINE)
_BEFORE = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(_BEFORE, st.integers(2, 12), st.booleans(), _HEIGHTS)
@settings(max_examples=100)
def test_what_follows_the_text_takes_its_end_along(
    before: list[int], rows: int, ruled: bool, height: float
) -> None:
    """Signatures never stand on a page without two lines or rows of what they are under; the last of three rows may have
    been alone there before."""
    last: Flow = table(rows, height) if ruled else lines(rows)
    flow: list[Flow] = [*(lines(n) for n in before), last, SpaceBox(4)]
    pages = made([*flow, Together((lines(4, "ลงชื่อ"),), keep_with_previous=True)], height)
    signed = next(page for page in pages if "ลงชื่อ" in told(page)[-1])
    assert "ลงชื่อ 3" in told(signed)[-1]
    above = "\n".join(told(signed)[:-1]).splitlines()
    assert len(above) >= (1 if ruled and rows == 3 else 2) or len(pages) == 1
    whole = "\n".join(text for page in pages for text in told(page))
    assert whole == "\n".join(
        [*(text_of(f) for f in flow if not isinstance(f, SpaceBox)), text_of(lines(4, "ลงชื่อ"))]
    )


@given(_BEFORE, st.sampled_from(["lines", "table", "together", "space"]), st.integers(2, 9), _HEIGHTS)
@settings(max_examples=100)
def test_no_heading_stands_at_a_pages_foot(before: list[int], kind: str, size: int, height: float) -> None:
    behind: dict[str, list[Flow]] = {
        "lines": [lines(size)],
        "table": [table(size, height)],
        "together": [Together((lines(size), lines(2)))],
        "space": [SpaceBox(9), lines(size)],
    }
    flow = [item for n in before for item in (lines(n), heading(), *behind[kind])]
    for page in made(flow, height):
        assert "หัวข้อ" not in told(page)[-1]


@given(_BEFORE, _HEIGHTS, st.booleans())
@settings(max_examples=100)
def test_a_table_of_two_rows_is_not_parted(before: list[int], height: float, flowing: bool) -> None:
    flow = [item for n in before for item in (lines(n), replace(table(2, height), flowing=flowing))]
    for page in made(flow, height):
        assert all(len(p.box.groups) == 2 for p in page if isinstance(p.box, TableBox))


def test_two_rows_that_no_page_holds_are_parted() -> None:
    tall = replace(table(1, 10 * LINE), flowing=True)
    rows = [TypesetRow((TypesetCell(lines(8, name).block),)) for name in ("ก", "ข")]
    pages = made([replace(lay_out(WIDTH, [1], [], rows), page=tall.page, flowing=True)], 10 * LINE)
    assert len(pages) == 2


@pytest.mark.parametrize("used", range(1, 20))
def test_what_is_kept_together_leaves_no_page_nearly_empty(used: int) -> None:
    kept = Together(tuple(lines(4, name) for name in "กขคง"))
    pages = made([lines(used, "ก่อน"), kept], 20 * LINE)
    parted = any("ก" in t and "ก่อน" not in t for t in told(pages[0]))
    assert parted == (used + 16 <= 20 or used <= 5)


@pytest.mark.parametrize("used", range(1, 20))
def test_a_spare_page_is_turned_to_only_where_the_one_before_is_filled(used: int) -> None:
    pages = made([lines(used), NewPage(spare=True), lines(2)], 20 * LINE)
    assert len(pages) == (1 if used <= 5 else 2)
    assert len(made([lines(used), NewPage(), lines(2)], 20 * LINE)) == 2


def test_a_running_head_opens_the_pages_that_follow() -> None:
    flow = [lines(3), RunningHead(heading()), lines(20), RunningHead(None), NewPage(), lines(2)]
    first, *goes_on, last = [told(page) for page in made(flow, 10 * LINE)]
    assert "หัวข้อ 0" not in first
    assert [page[0] for page in goes_on] == ["หัวข้อ 0"] * len(goes_on)
    assert "หัวข้อ 0" not in last


@pytest.mark.parametrize("rows", range(20, 44, 3))
@pytest.mark.parametrize("kept", [False, True])
def test_a_report_is_never_signed_on_an_empty_page(rows: int, kept: bool) -> None:
    body = tuple(doc.body(f"แถวที่ {n}") for n in range(rows))
    ruled = doc.DocumentTable((doc.TableColumn(1),), (doc.head("รายการ"),), body)
    signatures: doc.Block = doc.Signatures((SIGNER,))
    closing = doc.KeepTogether((doc.Space(6), signatures)) if kept else signatures
    last = texts_of(pdf_of(doc.Document("ทดสอบ", (doc.Section("ก", (ruled, closing)),))))[-1]
    assert "ลงชื่อ" in last
    assert last.index("แถวที่") < last.index("ลงชื่อ")


def test_a_section_that_goes_on_says_so_in_the_documents_digits() -> None:
    section = doc.Section("ก", tuple(doc.Paragraph(f"ข้อ {n}") for n in range(90)), continued="ตาราง 1 (ต่อ)")
    target = BytesIO()
    render_pdf(doc.Document("ทดสอบ", (section,), digits="thai"), target, created=CREATED, fonts=bundled())
    first, *others = texts_of(target.getvalue())
    assert len(others) >= 2
    assert "(ต่อ)" not in first
    assert all(page.startswith("ตาราง ๑ (ต่อ)") for page in others)
