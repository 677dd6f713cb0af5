"""Spreadsheets as other programs find them."""

import gc
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.exchange.spreadsheets import xlsx_out
from core.exchange.spreadsheets.sheets_in import open_source
from core.exchange.spreadsheets.sheets_out import write_table
from core.faults import FileRefusal
from core.registers.field_types.choices import FLAG
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MONEY, WHOLE
from core.registers.field_types.texts import LONG_TEXT, TEXT
from core.thai.fiscal import Month

HEADINGS = ["เลขที่", "จำนวนเงิน", "วันที่", "เดือน", "เวลา", "ใช้งาน", "ครั้ง"]
TYPES = [TEXT, MONEY, DAY, MONTH, MOMENT, FLAG, WHOLE]
ROW: list[Any] = [
    *("=HYPERLINK(1)", Decimal("12480.5"), date(2020, 1, 31), Month(2020, 1)),
    *(datetime(2020, 1, 31, 9, 15), True, 3),
]


def test_csv_opens_in_excel(tmp_path: Path) -> None:
    write_table(tmp_path / "o.csv", HEADINGS, TYPES, [ROW, [None] * 6 + [1]])
    data = (tmp_path / "o.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        ",".join(HEADINGS),
        "'=HYPERLINK(1),12480.50,2020-01-31,2020-01,2020-01-31T09:15,1,3",
        ",,,,,,1",
        "",
    ]


def test_xlsx_holds_true_dates_and_numbers(tmp_path: Path) -> None:
    write_table(tmp_path / "o.xlsx", HEADINGS, TYPES, [ROW])
    sheet: Any = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    heading, row = sheet.iter_rows()
    assert [cell.value for cell in row] == [
        *("'=HYPERLINK(1)", 12480.5, datetime(2020, 1, 31), datetime(2020, 1, 1)),
        *(datetime(2020, 1, 31, 9, 15), 1, 3),
    ]
    assert [cell.data_type for cell in row] == ["s", "n", "d", "d", "d", "n", "n"]
    assert row[1].number_format == "#,##0.00"
    assert row[2].number_format == "[$-107041E]d mmm yyyy;@"
    assert all(cell.font.bold for cell in heading)
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= 20


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "'=1"]
    write_table(tmp_path / "o.xlsx", texts, [TEXT] * 8, [texts])
    sheet: Any = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert all(
        cell.data_type == "s" and cell.value.startswith("'") for row in sheet.iter_rows() for cell in row
    )


def test_controls_that_xml_cant_hold_are_shown_not_fatal(tmp_path: Path) -> None:
    write_table(tmp_path / "o.xlsx", ["a"], [TEXT], [["ก\x01ข"]])
    sheet: Any = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert sheet["A2"].value == "ก\N{REPLACEMENT CHARACTER}ข"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["a"]
        raise RuntimeError("broken off")

    target = tmp_path / f"o{ending}"
    target.write_bytes(b"before")
    with pytest.raises(RuntimeError, match="broken off"):
        write_table(target, ["a"], [TEXT], rows())
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "_MOST_ROWS", 3)
    write_table(tmp_path / "o.xlsx", ["a"], [TEXT], [["1"], ["2"]])
    with pytest.raises(FileRefusal, match="ไม่เกิน 2 รายการ"):
        write_table(tmp_path / "o.xlsx", ["a"], [TEXT], [["1"], ["2"], ["3"]])


@pytest.mark.parametrize(
    "text", ["<r>ก</r>", "<r></r>", "_x0041_", "ก_x000D_ข", " ขอบ ", "a\nb", "#N/A", "ย" * 4000]
)
def test_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    write_table(tmp_path / "o.xlsx", [text], [TEXT], [[text]])
    with closing(open_source(tmp_path / "o.xlsx")) as source:
        assert [cells for _, cells in source.rows(0)] == [(text,), (text,)]


def test_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    write_table(tmp_path / "o.xlsx", ["a"], [LONG_TEXT], [["ก" * 40_000]])
    assert openpyxl.load_workbook(tmp_path / "o.xlsx").active["A2"].value == "ก" * 32_767


@pytest.mark.parametrize("name", ["o.pdf", "o", "o.xls"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefusal, match=r"\.csv หรือ \.xlsx"):
        write_table(tmp_path / name, ["a"], [TEXT], [])
    assert not list(tmp_path.iterdir())


def test_what_cant_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match=r"เขียนไฟล์ o\.csv ไม่ได้"):
        write_table(tmp_path / "none" / "o.csv", ["a"], [TEXT], [])
    (tmp_path / "o.csv").mkdir()
    with pytest.raises(FileRefusal, match=r"เขียนไฟล์ o\.csv ไม่ได้"):
        write_table(tmp_path / "o.csv", ["a"], [TEXT], [])
    assert [p.name for p in tmp_path.iterdir()] == ["o.csv"]


@pytest.mark.parametrize("room", [0, 3_000])
def test_a_full_disk_is_refused_and_nothing_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], room: int
) -> None:
    class Full(FileIO):
        def write(self, data: Any) -> int:
            if self.tell() + len(data) > room:
                raise OSError(ENOSPC, "no space left")
            return super().write(data)

    monkeypatch.setattr(xlsx_out, "FileIO", Full)
    with pytest.raises(FileRefusal, match=r"o\.xlsx"):
        write_table(tmp_path / "o.xlsx", HEADINGS, TYPES, [ROW] * 50)
    gc.collect()  # what the library's archive says when it is thrown away
    assert capfd.readouterr().err == ""
    assert list(tmp_path.iterdir()) == []
