"""Finished pages: every cell's text comes back exactly, every font is embedded, pages look as they did."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import ImageChops, ImageOps
from reports_ink import rules_touched
from reports_pictures import (
    SAMPLES,
    pdf_of,
    picture_of,
    sample_document,
    texts_of,
    tiles_of,
)
from reports_sample import CREATED

from core.faults import FileRefusal
from core.reports import document as doc
from core.reports import pdf, render_opening, render_pdf
from core.reports.pdf import CM
from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.paragraph import Align

# A tile's mean grey may differ by this much of 255 before a picture counts as another.
TOLERANCE = 5


def tables_of(blocks: Iterable[doc.Block]) -> Iterable[doc.DocumentTable]:
    for block in blocks:
        if isinstance(block, doc.DocumentTable):
            yield block
        elif isinstance(block, doc.KeepTogether):
            yield from tables_of(block.blocks)


def cells_of(document: doc.Document) -> list[str]:
    """The text of every body cell in the order of drawing."""
    tables = (t for section in document.sections for t in tables_of(section.blocks))
    return [
        doc.plain(c.text) for t in tables for row in t.rows for c in row.cells if doc.plain(c.text).strip()
    ]


def exactly(text: str) -> re.Pattern[str]:
    """Just this text: a line may break between any two characters, nothing is added, no space is lost but where
    several stand side by side (pdfium reads them as one)."""
    parts = re.findall(r" +|\n|[^ \n]", text)
    patterns = (" +(?:\r\n)?" if p[0] == " " else "\r\n" if p == "\n" else re.escape(p) for p in parts)
    return re.compile(r"(?:\r\n)?".join(patterns))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cell_reads_as_it_was_written(name: str) -> None:
    document = sample_document(name)
    read = "\r\n".join(texts_of(pdf_of(document)))
    place, lost = 0, []
    for cell in cells_of(document):
        found = exactly(doc.spaced(cell)).search(read, place, place + 1500)
        if found is None:
            lost.append(cell)
        else:
            place = found.end()
    assert lost == []


def test_headings_and_paragraphs_read_as_they_were_written() -> None:
    page = texts_of(pdf_of(sample_document("steps")))[0]
    assert "ขั้นตอนการปฏิบัติงานของโครงการ/กิจกรรม (เฉพาะภารกิจเชิงยุทธศาสตร์)" in page
    assert "หน้า 1 / 6" in page


def test_the_picture_check_sees_a_lost_mark() -> None:
    right, wrong = (picture_of(pdf_of(one_cell(text)), 1) for text in ("ร้อยละที่ทันกำหนด", "ร้อยละทีทันกำหนด"))
    worst = ImageChops.difference(tiles_of(right), tiles_of(wrong)).getextrema()[1]
    assert isinstance(worst, int | float)
    assert worst > TOLERANCE


def one_cell(text: str, **changes: object) -> doc.Document:
    table = doc.DocumentTable((doc.TableColumn(1),), (), (doc.body(text),))
    return doc.Document("ทดสอบ", (doc.Section("ก", (table,)),), **changes)  # type: ignore[arg-type]


def fonts_of(pdf: bytes) -> dict[str, pypdf.generic.DictionaryObject]:
    found = {}
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_an_embedded_subset(name: str) -> None:
    fonts = fonts_of(pdf_of(sample_document(name)))
    assert len(fonts) == 2
    for base, font in fonts.items():
        assert re.fullmatch(r"/[A-Z]{6}\+Sarabun-(Regular|Bold)", base)
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert 1_000 < len(descriptor["/FontFile2"].get_data()) < 60_000


def test_properties_language_and_outline_are_thai() -> None:
    reader = pypdf.PdfReader(BytesIO(pdf_of(sample_document("monthly"))))
    assert reader.trailer["/Root"]["/Lang"] == "th-TH"
    assert reader.metadata is not None
    assert reader.metadata.title == "รายงานผลประจำเดือน มิถุนายน 2563 สำนักงานเลขานุการปลัดกรุงเทพมหานคร"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.replace(tzinfo=None) == CREATED
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[0] == "รายงานผลประจำเดือน มิถุนายน 2563"
    nested = next(entry for entry in reader.outline if isinstance(entry, list))
    assert any("ตัวชี้วัดที่ 3" in str(e.title) for e in nested if not isinstance(e, list))


def test_the_same_document_gives_the_same_bytes() -> None:
    document = sample_document("finance-months")
    assert pdf_of(document) == pdf_of(document)
    buffer = BytesIO()
    render_pdf(document, buffer, created=datetime(2021, 1, 1), fonts=bundled())
    assert buffer.getvalue() != pdf_of(document)


def test_pages_are_a4_and_say_which_of_how_many() -> None:
    reader = pypdf.PdfReader(BytesIO(pdf_of(sample_document("centre-months"))))
    sizes = {(round(p.mediabox.width / CM, 1), round(p.mediabox.height / CM, 1)) for p in reader.pages}
    assert sizes == {(21.0, 29.7)}
    for n, text in enumerate(texts_of(pdf_of(sample_document("centre-months"))), 1):
        assert f"หน้า {n} / {len(reader.pages)}" in text
        assert "หน่วยงาน" in text  # the heading row comes again


def test_thai_digits_are_a_choice() -> None:
    assert "๖๓ ชิ้น" in texts_of(pdf_of(one_cell("63 ชิ้น", digits="thai")))[0]
    assert "หน้า ๑ / ๑" in texts_of(pdf_of(one_cell("63 ชิ้น", digits="thai")))[0]
    assert "63 ชิ้น ๖" in texts_of(pdf_of(one_cell("63 ชิ้น ๖")))[0]  # the plan's own digits stay as printed


def test_what_the_font_lacks_still_reads_right() -> None:
    assert "ขนาด" in texts_of(pdf_of(one_cell("ขนาด 😀 \x07")))[0]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("lacking", ["😀", "✓", "①", "中", "👍🏽", "🇹🇭"])
def test_what_the_font_lacks_is_one_box_and_is_named(lacking: str, bold: bool) -> None:
    section = doc.Section("ก", (doc.Paragraph((Span(lacking, bold),)),))
    told: dict[str, str] = {}
    target = BytesIO()
    document = doc.Document("ก", (section,), letter=True)
    render_pdf(document, target, created=CREATED, fonts=bundled(), on_lacking=told.update)
    assert told == {lacking: lacking}
    box = ImageOps.invert(picture_of(target.getvalue(), 1, 2)).getbbox()
    assert box is not None  # a page without it is blank
    assert box[3] - box[1] > box[2] - box[0] > 10


def test_nothing_is_named_where_nothing_is_lacking() -> None:
    told: list[object] = []
    document = one_cell("ขนาด\ufe0f ≥ ½ ² € ฿\u200b")
    render_pdf(document, BytesIO(), created=CREATED, fonts=bundled(), on_lacking=told.append)
    assert told == []


def test_an_empty_document_is_one_page() -> None:
    assert len(texts_of(pdf_of(one_cell("")))) == 1
    empty = doc.Document("ว่าง", ())
    assert texts_of(pdf_of(empty)) == ["หน้า 1 / 1"]
    assert len(texts_of(render_opening(empty, created=CREATED, fonts=bundled()))) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_no_ink_lies_on_any_rule_of_a_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, touched = rules_touched(sample_document(name), bundled(), monkeypatch)
    assert rules > 40
    assert touched == []


NARROW = "กรุงเทพมหานครABCDEFGH1234567"


@pytest.mark.parametrize("weight", [0.35, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_a_word_wider_than_its_column_stays_within_it(
    weight: float, align: Align, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns of 3 points of room, which no cluster fits into, up to some 40."""
    columns = (doc.TableColumn(weight, align), doc.TableColumn(weight, align), doc.TableColumn(16))
    table = doc.DocumentTable(columns, (), (doc.body(NARROW, "น้ำกฤๅษณ์", "ก"), doc.body("น้ำ", NARROW, "ข")))
    document = doc.Document("ทดสอบ", (doc.Section("ก", (table,)),))
    _, touched = rules_touched(document, bundled(), monkeypatch)
    assert touched == []
    read = re.sub(r"\s", "", "".join(texts_of(pdf_of(document))))
    assert read.count(NARROW) == 2


def test_text_too_long_for_its_cell_goes_on_overleaf(monkeypatch: pytest.MonkeyPatch) -> None:
    words = " ".join(f"รายการที่ {n}" for n in range(900))
    heads = (doc.head("ที่", "รายการ", "หมายเหตุ"),)
    columns = (doc.TableColumn(1, "centre"), doc.TableColumn(3), doc.TableColumn(2))
    table = doc.DocumentTable(columns, heads, (doc.body("1", words, "ก"), doc.body("2", "จบ", "ข")))
    document = doc.Document("ทดสอบ", (doc.Section("ก", (table,)),))
    _, touched = rules_touched(document, bundled(), monkeypatch)
    assert touched == []
    pages = texts_of(pdf_of(document))
    assert len(pages) > 3
    assert all("หมายเหตุ" in page for page in pages)
    assert re.findall(r"ที่\s(\d+)", "\r\n".join(pages)) == [str(n) for n in range(900)]


def test_a_report_is_written_wholly_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"before")
    pages = render_pdf(one_cell("ก"), target, created=CREATED, fonts=bundled())
    assert pages == 1
    assert target.read_bytes().startswith(b"%PDF")
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


def told_of(document: doc.Document) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    render_pdf(
        document,
        BytesIO(),
        created=CREATED,
        fonts=bundled(),
        progress=lambda done, pages: told.append((done, pages)),
    )
    return told


def test_progress_is_told_page_by_page() -> None:
    told = told_of(sample_document("monthly"))
    whole = told[-1][1]
    assert told == [
        *((0, pages) for pages in range(1, whole + 1)),
        *((done, whole) for done in range(1, whole + 1)),
    ]


class Stopped(Exception):
    """Somebody pressed Cancel."""


@pytest.mark.parametrize("at", ["first made up", "all made up", "first drawn", "all drawn"])
def test_a_stopped_report_writes_nothing(at: str, tmp_path: Path) -> None:
    told = told_of(sample_document("monthly"))
    whole = told[-1][1]
    here = {
        "first made up": told[0],
        "all made up": (0, whole),
        "first drawn": (1, whole),
        "all drawn": told[-1],
    }[at]

    def stop(done: int, pages: int) -> None:
        if (done, pages) == here:
            raise Stopped

    target = tmp_path / "report.pdf"
    target.write_bytes(b"before")
    with pytest.raises(Stopped):
        render_pdf(sample_document("monthly"), target, created=CREATED, fonts=bundled(), progress=stop)
    assert target.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_opening_is_the_first_page_alone(name: str) -> None:
    document = sample_document(name)
    whole = texts_of(pdf_of(document))
    (opening,) = texts_of(render_opening(document, created=CREATED, fonts=bundled()))
    assert opening == whole[0].replace(f"หน้า 1 / {len(whole)}", "หน้า 1")
    assert "หน้า 1 /" not in opening


def test_the_opening_lays_out_no_more_than_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    set_texts: list[str] = []
    block = pdf._Setter._block
    monkeypatch.setattr(
        pdf._Setter, "_block", lambda self, text, *rest: set_texts.append(text) or block(self, text, *rest)
    )
    many = doc.Section("ก", tuple(doc.Paragraph(f"ย่อหน้าที่ {n}") for n in range(5000)))
    render_opening(doc.Document("ทดสอบ", (many,)), created=CREATED, fonts=bundled())
    assert 20 < len(set_texts) < 100


def test_the_opening_of_a_long_table_measures_its_rows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    cells: list[object] = []
    cell = pdf._Setter._cell
    monkeypatch.setattr(
        pdf._Setter, "_cell", lambda self, table, *rest: cells.append(rest) or cell(self, table, *rest)
    )
    rows = tuple(doc.body(str(n), "รายการ") for n in range(5000))
    long = doc.DocumentTable((doc.TableColumn(1), doc.TableColumn(3)), (doc.head("ที่", "รายการ"),), rows)
    opening = render_opening(
        doc.Document("ทดสอบ", (doc.Section("ก", (long,)),)), created=CREATED, fonts=bundled()
    )
    assert 60 < len(cells) < 120
    assert "รายการ" in texts_of(opening)[0]


def test_a_missing_folder_is_refused_in_thai(tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match="ไม่มีโฟลเดอร์"):
        render_pdf(one_cell("ก"), tmp_path / "none" / "report.pdf", created=CREATED, fonts=bundled())


def test_a_folder_as_target_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.mkdir()
    with pytest.raises(FileRefusal, match="เป็นโฟลเดอร์"):
        render_pdf(one_cell("ก"), target, created=CREATED, fonts=bundled())
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


def test_a_long_report_keeps_its_headings() -> None:
    document = sample_document("centre-months")
    (section,) = document.sections
    (table,) = tables_of(section.blocks)
    longer = replace(table, rows=table.rows * 5)
    texts = texts_of(pdf_of(replace(document, sections=(replace(section, blocks=(longer,)),))))
    assert len(texts) > 8
    assert all("คะแนนที่ได้ (เต็ม 100 คะแนน)" in text for text in texts)


@pytest.mark.parametrize(("digits", "shown"), [("arabic", "ร้อยละ 100"), ("thai", "ร้อยละ ๑๐๐")])
def test_a_share_typed_without_its_space_has_it_on_paper(digits: str, shown: str) -> None:
    page = texts_of(pdf_of(one_cell("ร้อยละ100", digits=digits)))[0]
    assert shown in page
