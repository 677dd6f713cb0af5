"""A border, a colour or a format where nobody wrote is no data, however far it stands from it."""

import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from core.exchange.spreadsheets.sheets_in import open_source
from core.faults import FileRefusal

SHEET = "xl/worksheets/sheet1.xml"
FAR = '<row r="1048576"><c r="XFD1048576" s="0"{rest}</row>'


def book(path: Path, xml: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["ก", "ข"], ["1", 2], ["3", 4]):
        sheet.append(row)
    made.save(path.with_name("made.xlsx"))
    with zipfile.ZipFile(path.with_name("made.xlsx")) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b"</sheetData>", xml.encode() + b"</sheetData>") if name == SHEET else data
            )
    return path


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(open_source(path)) as source:
        return [cells for _, cells in source.rows(0) if any(cell is not None for cell in cells)]


@pytest.mark.parametrize("rest", ["/>", "></c>", ' t="n"/>', ' t="s" />', ' t="str"></c>'])
def test_a_blank_cell_in_the_last_corner(tmp_path: Path, rest: str) -> None:
    source = book(tmp_path / "a.xlsx", FAR.format(rest=rest))
    assert rows(source) == [("ก", "ข"), ("1", 2), ("3", 4)]


def test_a_value_in_the_last_corner_is_too_far(tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        rows(book(tmp_path / "a.xlsx", FAR.format(rest="><v>1</v></c>")))


def test_an_error_beside_blank_cells_is_still_found(tmp_path: Path) -> None:
    xml = '<row r="4"><c r="A4" t="str"><v>5</v></c><c r="B4" t="e"><v>#N/A</v></c></row>' + FAR.format(
        rest="/>"
    )
    ((*_, bad),) = rows(book(tmp_path / "a.xlsx", xml))[3:]
    assert "คำนวณแล้วผิดพลาด" in bad.why  # type: ignore[attr-defined]
