"""The plan's own tables on paper: every sentence and figure of the plan, whole, in its place, as the office prints it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from reports_pictures import pdf_of, plan_document, texts_of
from reports_sample import CREATED, plan

from core.faults import InputRefusal
from core.plan.model import PrintedRow, PrintedTable
from core.reports import REPORTS, by_name, printed, render_xlsx, steps
from core.reports import document as doc
from core.reports.printed import PlanData, Style
from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.paragraph import TextBlock, TextStyle
from core.reports.typesetting.table import TableBox, TypesetCell, TypesetRow, lay_out

# Which of the plan's printed tables stand in which report.
TABLES = {
    "past-results": ("past-results",),
    "swot": ("swot",),
    "targets": ("targets.", "measure-targets."),
    "measures-projects": ("projects.",),
    "budget-summary": ("summary",),
    "routine-projects": ("routine",),
    "basic-list": ("basic-list",),
    "table-a": ("table-a.",),
    "table-b": ("table-b.",),
    "dimensions": ("dimension-",),
}
WIDE = {"table-a", "table-b", "dimensions"}


@cache
def pages_of(name: str) -> tuple[str, ...]:
    return tuple(texts_of(pdf_of(plan_document(name))))


def tables_in(name: str) -> list[PrintedTable]:
    return [t for t in plan().tables if t.name.startswith(TABLES[name])]


def printed_texts(name: str) -> list[str]:
    rows = (row for table in tables_in(name) for row in table.rows)
    return [cell for row in rows for cell in row.cells if cell]


def bare(text: str) -> str:
    """Text without the spaces and line ends at which it may be broken; pdfium reads a hyphen that ends a line as
    U+FFFE."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))


def stands_in(text: str, pages: Iterable[str]) -> bool:
    """Is all of it there: on one page, or its beginning on one and the rest on those that follow?"""
    rest = text
    for page in pages:
        if rest in page:
            return True
        if rest is not text or text[:30] in page:
            fits = next(n for n in range(len(rest), -1, -1) if rest[:n] in page)
            rest = rest[fits:]
    return False


def blocks_of(document: doc.Document) -> list[doc.Block]:
    def flat(blocks: Iterable[doc.Block]) -> Iterable[doc.Block]:
        for block in blocks:
            yield from flat(block.blocks) if isinstance(block, doc.KeepTogether) else (block,)

    return [b for section in document.sections for b in flat(section.blocks)]


def grids_of(name: str) -> list[doc.DocumentTable]:
    return [b for b in blocks_of(plan_document(name)) if isinstance(b, doc.DocumentTable)]


def opened(name: str, folder: Path) -> openpyxl.Workbook:
    render_xlsx(plan_document(name), folder / "a.xlsx", created=CREATED)
    return openpyxl.load_workbook(folder / "a.xlsx")


# --- nothing of the plan is lost


def test_every_printed_table_but_the_steps_is_in_a_report() -> None:
    named = {t.name for name in TABLES for t in tables_in(name)}
    assert {t.name for t in plan().tables if not t.name.startswith("steps.")} == named
    assert {r.name for r in REPORTS if r.data is PlanData} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_every_sentence_and_figure_of_the_plan_is_on_paper(name: str) -> None:
    pages = [bare(page) for page in pages_of(name)]
    assert [text for text in printed_texts(name) if not stands_in(bare(text), pages)] == []


def test_the_check_sees_a_lost_figure_and_a_lost_page() -> None:
    pages = [bare(page) for page in pages_of("table-b")]
    longest = max(map(bare, printed_texts("table-b")), key=len)
    assert stands_in(longest, pages)
    assert not stands_in(longest + "9", pages)
    assert not any(stands_in(longest, pages[:n] + pages[n + 2 :]) for n in range(len(pages) - 1) if n > 6)


@pytest.mark.parametrize("name", TABLES)
def test_the_grids_hold_the_plans_cells_in_order(name: str) -> None:
    told = [doc.plain(c.text) for g in grids_of(name) for r in (*g.header, *g.rows) for c in r.cells]
    kinds = ("head", "row", "total")
    cells = [c for t in tables_in(name) for r in t.rows if r.kind in kinds for c in r.cells]
    assert [t for t in told if t] == [c for c in cells if c]


@pytest.mark.parametrize("name", TABLES)
def test_a_report_says_of_which_plan_and_whose(name: str) -> None:
    document = plan_document(name)
    assert document.orientation == ("landscape" if name in WIDE else "portrait")
    assert "แผนปฏิบัติราชการประจำปี พ.ศ. 2563 สำนักงานเลขานุการปลัดกรุงเทพมหานคร" in pages_of(name)[0]
    assert document.title.startswith(by_name(name).title)
    assert f"หน้า {len(pages_of(name))} / {len(pages_of(name))}" in pages_of(name)[-1]


def test_headings_come_again_where_a_row_goes_on_overleaf() -> None:
    heads = ["นิยามและวิธีการคำนวณ", "เชื่อมโยงกับ", "ค่าเป้าหมาย"]
    assert all(h in page for page in pages_of("table-b") for h in heads)


@pytest.mark.parametrize(("name", "begin"), [("table-a", [0, 2, 3, 5, 7]), ("table-b", [0, 2, 3, 5, 7])])
def test_pages_a_table_goes_on_to_say_so(name: str, begin: list[int]) -> None:
    titles = {t.title for t in plan().tables if t.name.startswith(f"{name}.")}
    opening = [page.partition("\r\n")[0].strip() for page in pages_of(name)]
    goes_on = [n for n, line in enumerate(opening) if line in {f"{title} (ต่อ)" for title in titles}]
    assert goes_on == [n for n in range(len(opening)) if n not in begin]
    assert sum(page.count("(ต่อ)") for page in pages_of(name)) == len(goes_on)


def test_the_account_of_the_past_year_stands_below_its_table() -> None:
    page = bare(pages_of("past-results")[0])
    texts = [bare(t.number + t.text) for t in plan().section("past_result")]
    places = [page.index(t) for t in texts]
    assert places == sorted(places)
    assert page.index("การประเมินผลสัมฤทธิ์") < places[0]


def test_projects_stand_under_their_measure() -> None:
    text = bare("".join(pages_of("measures-projects")))
    for measure in (m for m in plan().measures if m.code != "m7.5.1.1-3"):
        assert bare(measure.title) in text


# --- budget


def test_the_summarys_totals_are_those_of_the_projects() -> None:
    projects = plan().projects
    budgets = [p.budget for p in projects if p.budget is not None]
    (first, second) = grids_of("budget-summary")
    assert second.rows[-1].kind == "total"
    assert second.rows[-1].cells[2].number == sum(budgets) == Decimal(14_486_000)
    said = [
        doc.plain(b.text) for b in blocks_of(plan_document("budget-summary")) if isinstance(b, doc.Paragraph)
    ]
    counted = [int(found[0]) for line in said if (found := re.findall(r" (\d+) +โครงการ", line))]
    assert counted == [len(projects), len(budgets), len(projects) - len(budgets)] == [6, 2, 4]
    numbers = [row.cells[0].number for row in (*first.rows, second.rows[1])]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_the_summary_goes_on_under_its_own_title() -> None:
    first, second = pages_of("budget-summary")
    assert first.startswith("สรุปโครงการ/กิจกรรมและงบประมาณ\r\n")
    assert second.startswith("สรุปโครงการ/กิจกรรมและงบประมาณ (ต่อ)\r\n")


def test_the_basic_list_sums_to_the_same_and_names_the_area_once() -> None:
    (table,) = grids_of("basic-list")
    assert [c.rows for c in table.rows[0].cells] == [6, 6, 1, 1]
    assert [len(r.cells) for r in table.rows] == [4, 2, 2, 2, 2, 2, 4]
    amounts = [r.cells[-1].number for r in table.rows if r.cells[-1].number is not None]
    assert amounts == [3_686_000, 10_800_000, 14_486_000]


def test_there_are_no_routine_projects() -> None:
    (table,) = grids_of("routine-projects")
    assert [[doc.plain(c.text) for c in r.cells] for r in table.rows] == [["", "-ไม่มี-", "", "", ""]]


# --- spreadsheets


@pytest.mark.parametrize("name", TABLES)
def test_every_spreadsheet_holds_the_plans_texts(name: str, tmp_path: Path) -> None:
    book = opened(name, tmp_path)
    assert book.sheetnames == [s.name for s in plan_document(name).sections]
    held = {
        bare(c.value).replace("─", "")
        for sheet in book
        for row in sheet.iter_rows()
        for c in row
        if isinstance(c.value, str)
    }
    texts = [t for t in printed_texts(name) if printed.cell(t).number is None and not t.isdigit()]
    together = "".join(held)
    assert [t for t in texts if bare(t) not in together] == []


def test_money_and_percentages_are_numbers_that_read_as_printed(tmp_path: Path) -> None:
    sheet = opened("basic-list", tmp_path).worksheets[0]
    cells = {c.value: c.number_format for row in sheet.iter_rows() for c in row if isinstance(c.value, int)}
    assert cells[3_686_000] == '#,##0" บาท"'
    assert cells[14_486_000] == '#,##0".-บาท"'
    sheet = opened("targets", tmp_path).worksheets[0]
    assert ('"ร้อยละ "0', 100) in {(c.number_format, c.value) for row in sheet.iter_rows() for c in row}


@pytest.mark.parametrize(
    ("text", "before", "number", "behind"),
    [
        ("6", "", 6, ""),
        ("ร้อยละ 80", "ร้อยละ ", 80, ""),
        ("อย่างน้อยร้อยละ 10", "อย่างน้อยร้อยละ ", 10, ""),
        ("10,800,000.- บาท", "", 10_800_000, ".- บาท"),
        ("0.50", "", Decimal("0.5"), ""),
        ("ร้อยละ 99.5", "ร้อยละ ", Decimal("99.5"), ""),
        ("1,000.25 บาท", "", Decimal("1000.25"), " บาท"),
        ("1.1 ห้องน้ำ", "", None, ""),
        ("---", "", None, ""),
        ("1 ชิ้นงาน", "", None, ""),
        ("ร้อยละ 100\n1 ชิ้นงาน", "", None, ""),
        ("3,68,000 บาท", "", None, ""),
    ],
)
def test_only_a_cell_that_is_one_figure_is_a_number(
    text: str, before: str, number: Decimal | int | None, behind: str
) -> None:
    cell = printed.cell(text)
    assert (cell.text, cell.before, cell.number, cell.behind) == (text, before, number, behind)


def test_decimals_of_a_figure_are_shown_as_printed() -> None:
    assert [printed.cell(text).places for text in ("6", "0.50", "ร้อยละ 99.5")] == [0, 2, 1]


def test_shares_and_progress_of_steps_are_numbers(tmp_path: Path) -> None:
    data = steps.StepsData(plan(), date(2020, 6, 30), {})
    render_xlsx(steps.document(data), tmp_path / "a.xlsx", created=CREATED)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    figures = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)]
    expected = zip(range(1, 6), (10, 10, 30, 30, 20), (10, 20, 50, 80, 100), strict=True)
    assert figures == [figure for row in expected for figure in row]


# --- plans that differ


def test_a_plan_without_the_table_is_told_so() -> None:
    with pytest.raises(InputRefusal, match=r"แผนปีงบประมาณ 2563 ยังไม่มีตาราง “ตาราง ก"):
        by_name("table-a").document(PlanData(replace(plan(), tables=())))


def test_a_grid_of_another_width_is_set_too() -> None:
    rows = (
        PrintedRow(0, "head", ("ก", "ข")),
        PrintedRow(1, "row", ("1", "2")),
        PrintedRow(2, "note", ("ค",)),
    )
    (table, _) = printed.blocks_of(PrintedTable("x", 0, "x", rows), Style({}))
    assert isinstance(table, doc.DocumentTable)
    assert len(table.columns) == 2


def test_thai_digits_reach_every_cell() -> None:
    document = by_name("budget-summary").document(PlanData(plan(), "thai"))
    text = "".join(texts_of(pdf_of(document)))
    assert "๑๔,๔๘๖,๐๐๐.-บาท" in text
    assert not re.search("[0-9]", text)


# --- rows over pages, fractions


def block(text: str) -> TextBlock:
    return TextBlock(bundled(), (Span(text),), TextStyle(size=15, fractions=True))


def flowing(*texts: str) -> TableBox:
    rows = [TypesetRow((TypesetCell(block(text)),)) for text in texts]
    return replace(lay_out(400, [1], [TypesetRow((TypesetCell(block("หัว")),))], rows), flowing=True)


def lines_in(table: TableBox) -> list[int]:
    return [len(cell.lines) for group in table.groups for cell in group.cells]


@pytest.mark.parametrize("room", [6.5, 7.5, 9.2])
def test_a_row_goes_on_overleaf_with_three_lines_on_either_page(room: float) -> None:
    line = block("ก").line_height
    upper, lower = flowing("ก", "\n".join("ก" * 8)).split(400, room * line + 12)
    assert upper is not None
    assert lower is not None
    assert sum(lines_in(upper)) + sum(lines_in(lower)) == 9
    assert min(lines_in(upper)[-1], lines_in(lower)[0]) >= 3
    assert upper.height(400) <= room * line + 12


def test_a_row_with_room_for_two_lines_only_begins_overleaf() -> None:
    upper, lower = flowing("ก", "ก", "\n".join("ก" * 8)).split(400, 5.6 * block("ก").line_height)
    assert upper is not None
    assert lower is not None
    assert lines_in(upper) == [1, 1]
    assert lines_in(lower) == [8]


def test_a_fraction_is_not_parted() -> None:
    text = block("ก\nข\nเศษ\n\nส่วน\nค")
    lines = text.lines(400)
    assert [text.cut_at(lines, n) for n in range(7)] == [0, 1, 2, 2, 2, 5, 6]


def test_a_fraction_is_centred_at_its_bar_and_drawn_once() -> None:
    drawn: list[tuple[float, float]] = []
    starts: list[float] = []

    class Pen:
        def rules(self, segments: Iterable[tuple[float, float, float, float]], thickness: float) -> None:
            drawn.extend((a, c) for a, _, c, _ in segments)

        def text(self, x: float, *rest: object) -> None:
            starts.append(x)

    text = block("จำนวนศูนย์ที่ผ่าน x 100\n\n72\nท้าย")
    lines = text.lines(400)
    text.draw(Pen(), 10, 100, 400, lines, True)  # type: ignore[arg-type]  # only what a fraction uses
    ((left, right),) = drawn
    widest = lines[0].width * text.em
    assert (left, right) == pytest.approx((10, 10 + widest))
    assert starts[0] == starts[3] == 10
    assert starts[2] == pytest.approx(10 + (widest - lines[2].width * text.em) / 2)
