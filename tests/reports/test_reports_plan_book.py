"""The plan book: all of the plan in the 2563 plan's order, with contents that lead to the right pages."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from reports_pictures import pdf_of, texts_of
from reports_sample import CREATED, plan, steps

from core.reports import by_name, render_xlsx
from core.reports import document as doc
from core.reports.pdf import CM
from core.reports.plan_book import CONTENTS, aim_of

PAGES = 43


@cache
def document() -> doc.Document:
    return by_name("plan-book").document(steps())


@cache
def pdf() -> bytes:
    return pdf_of(document())


@cache
def pages() -> tuple[str, ...]:
    return tuple(texts_of(pdf()))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))


def test_the_book_is_as_long_as_the_offices() -> None:
    assert len(pages()) == PAGES
    assert pages()[-1].endswith(f"หน้า {PAGES} / {PAGES}")


def test_the_cover_has_no_foot_and_the_plans_own_lines() -> None:
    cover = bare(pages()[0])
    assert cover == "".join(bare(t.text) for t in plan().section("cover"))


@pytest.mark.parametrize(
    "name", ["foreword", "information", "past_result", "vision", "mission", "goal", "key_indicator"]
)
def test_every_text_of_the_plan_is_in_the_book_in_order(name: str) -> None:
    book = without_feet()
    place = 0
    for text in plan().section(name):
        place = book.index(bare(f"{text.number}{text.text}"), place) + 1


@cache
def without_feet() -> str:
    feet = re.compile(r"แผนปฏิบัติราชการประจำปี พ\.ศ\. 2563 · .*?หน้า \d+ / \d+")
    return "".join(bare(feet.sub("", page)) for page in pages())


def test_every_duty_stands_under_its_unit() -> None:
    book = without_feet()
    place = 0
    for unit in plan().units:
        place = book.index(bare(unit.heading), place)
        for duty in unit.duties:
            place = book.index(bare(duty.number + duty.text), place)


def test_all_printed_tables_are_there_in_the_seeds_order() -> None:
    told = [
        doc.plain(c.text) for grid in grids(document()) for r in (*grid.header, *grid.rows) for c in r.cells
    ]
    order = [
        "swot",
        "past-results",
        *(t.name for t in plan().tables if t.name not in ("swot", "past-results")),
    ]
    kinds = ("row", "total")
    cells = [c for name in order for r in plan().table(name).rows if r.kind in kinds for c in r.cells if c]
    left = iter(told)
    assert [c for c in cells if c not in left] == []


def grids(document: doc.Document) -> list[doc.DocumentTable]:
    blocks = [b for section in document.sections for b in section.blocks]
    inner = [i for b in blocks for i in (b.blocks if isinstance(b, doc.KeepTogether) else (b,))]
    return [b for b in inner if isinstance(b, doc.DocumentTable)]


def test_the_contents_lead_to_the_pages_where_things_stand() -> None:
    page = next(p for p in pages() if p.startswith(CONTENTS))
    told = re.findall(r"(?m)^(.+?) ?\.{3,} ?\r?\n?(\d+)", page.replace("\r", ""))
    assert len(told) == len(plan().section("contents"))
    begins = {
        "มาตรการและโครงการ": "มาตรการและโครงการ/กิจกรรม",
        "· ส่วนที่ 1": "ส่วนที่ 1 การบริการสาธารณะ",
        "· ส่วนที่ 2": "ส่วนที่ ๒ การบริหารจัดการ",
        "· บัญชีรายการ": "บัญชีรายการ/โครงการประจำพื้นฐาน",
        "การนำแผนฯ": "การนำแผนฯ ไปสู่การปฏิบัติ",
        "แนวทาง": "แนวทางการประเมินผล",
        "มิติที่ 1": "มิติที่ 1 ประสิทธิผลตามพันธกิจ",
        "· ตาราง ก": "ตาราง ก.แสดง",
        "พ.ศ.2563": "ตาราง ข. แสดง",
        "มิติที่ 2": "มิติที่ 2 ประสิทธิภาพ",
        "มิติที่ 3": "มิติที่ 3 คุณภาพ",
        "มิติที่ 4": "มิติที่ 4 การพัฒนา",
        "ขั้นตอน": "ขั้นตอนการปฏิบัติงานของโครงการ",
    }
    after = next(n for n, p in enumerate(pages(), 1) if p.startswith("มาตรการและโครงการ"))
    assert all(any(text.startswith(b) for text, _ in told) for b in begins)
    for text, number in told:
        for beginning, heading in begins.items():
            if text.startswith(beginning):
                first = next(n for n, p in enumerate(pages(), 1) if n >= after and heading in p)
                assert (text, int(number)) == (text, first)


def test_a_line_of_the_contents_without_its_place_has_no_page() -> None:
    blocks = (
        doc.Heading("ก", 0),
        doc.ContentsLine("ก", "ก"),
        doc.ContentsLine("ข", "ข"),
        doc.ContentsLine("ค"),
    )
    (page,) = texts_of(pdf_of(doc.Document("x", (doc.Section("x", blocks),))))
    lines = page.replace("\r", "").split("\n")
    assert re.fullmatch(r"ก ?\.+ ?1", lines[1])
    assert lines[2:4] == ["ข", "ค"]


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("ตาราง ข แสดงตัวชี้วัด", "ตาราง ข ("),
        ("มิติที่ 1 ด้านประสิทธิผล", "ตาราง ก ("),
        ("ตารางแสดงโครงการในมิติที่ 3", "มิติที่ 3"),
        ("ขั้นตอนการปฏิบัติงาน", "โครงการ/กิจกรรมที่ "),
        ("บัญชีรายการ", "บัญชีรายการ"),
    ],
)
def test_what_a_line_of_the_contents_leads_to(text: str, aim: str) -> None:
    assert aim_of(text) == aim


def test_the_outline_follows_the_book() -> None:
    outline = pypdf.PdfReader(BytesIO(pdf())).outline
    chapters = [entry.title for entry in outline if not isinstance(entry, list)]
    assert chapters[:4] == [
        "คำนำ",
        "สารบัญ",
        "สาระสำคัญของแผนปฏิบัติราชการประจำปี พ.ศ. 2563 ของสำนักงานเลขานุการปลัดกรุงเทพมหานคร  สำนักปลัดกรุงเทพมหานคร",
        plan().heading("swot"),
    ]
    nested = [e.title for group in outline if isinstance(group, list) for e in group]
    assert [t[:10] for t in nested].count("ตาราง ข (1") == 1
    assert len({*chapters, *nested}) == len(chapters) + len(nested)
    assert sum(t.startswith("โครงการ/กิจกรรมที่ ") for t in chapters) == 6


def test_text_stands_upright_and_wide_tables_lie_across() -> None:
    boxes = [page.mediabox for page in pypdf.PdfReader(BytesIO(pdf())).pages]
    wide = [round(box.width / CM, 1) == 29.7 for box in boxes]
    first = next(n for n, page in enumerate(pages()) if page.startswith("การนำแผนฯ"))
    assert wide == [False] * first + [True] * (PAGES - first)
    assert {round(box.width / CM, 1) + round(box.height / CM, 1) for box in boxes} == {50.7}


def test_the_book_as_a_spreadsheet_has_a_sheet_for_every_part_but_its_cover(tmp_path: Path) -> None:
    render_xlsx(document(), tmp_path / "a.xlsx", created=CREATED)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert book.sheetnames == [s.name for s in document().sections if s.name != "ปก"]
    assert len(set(book.sheetnames)) == len(book.sheetnames)
