"""Spreadsheets: numbers are numbers, text stays text, headings repeat, all or nothing."""

from pathlib import Path

import openpyxl
import pytest
from reports_pictures import SAMPLES, sample_document
from reports_sample import CREATED

from core.faults import FileRefusal
from core.reports import document as doc
from core.reports import render_xlsx


def opened(name: str, folder: Path) -> openpyxl.Workbook:
    target = folder / f"{name}.xlsx"
    render_xlsx(sample_document(name), target, created=CREATED)
    return openpyxl.load_workbook(target)


def values(book: openpyxl.Workbook, sheet: str) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_report_opens_with_its_sections_as_sheets(name: str, tmp_path: Path) -> None:
    book = opened(name, tmp_path)
    assert book.sheetnames == [s.name for s in sample_document(name).sections]
    assert all(sheet.page_setup.paperSize == 9 for sheet in book)


def test_figures_are_numbers_with_the_papers_decimals(tmp_path: Path) -> None:
    book = opened("finance-months", tmp_path)
    sheet = book["รายเดือน"]
    row = next(r for r in sheet.iter_rows() if r[0].value == "ตุลาคม 2562")
    assert [c.value for c in row[1:5]] == [42, 40, 2, 0]
    assert row[5].value == pytest.approx(95.2381, abs=1e-4)
    assert row[5].number_format == "0.00"
    assert sheet.print_title_rows is not None


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    table = doc.DocumentTable((doc.TableColumn(1),), (), (doc.body("=1+1"),))
    target = tmp_path / "x.xlsx"
    render_xlsx(doc.Document("ทดสอบ", (doc.Section("ก/ข", (table,)),)), target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert sheet.title == "ก-ข"


def test_spans_become_merged_cells_and_fills_stay(tmp_path: Path) -> None:
    sheet = opened("steps", tmp_path)["โครงการที่ 1"]
    assert any(str(r).startswith("E") and r.max_col == 16 for r in sheet.merged_cells.ranges)
    filled = {c.fill.fgColor.rgb for row in sheet.iter_rows() for c in row if c.fill.fill_type == "solid"}
    assert {"002D5D8B", "008DC09F"} <= filled


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match="ไม่มีโฟลเดอร์"):
        render_xlsx(sample_document("steps"), tmp_path / "none" / "x.xlsx")
