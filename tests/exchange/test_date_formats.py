"""Formats of days in Thai letters are formats of days; formats of numbers stay what they are."""

import re
import zipfile
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from reading_sheets import read_table

from core.exchange.spreadsheets.child.date_formats import with_plain_formats
from core.exchange.spreadsheets.sheets_in import open_source

JANUARY_31 = 43861


def book(path: Path, *cells: tuple[float, str]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["ก", "ข"])
    for number, code in cells:
        sheet.append(["x", number])
        sheet.cell(sheet.max_row, 2).number_format = code
    made.create_sheet("อื่น").append(["y"])
    made.save(path)
    return path


def with_number(path: Path, code: str, number: int, target: Path) -> Path:
    """The book with a built-in number of a format instead of its own code."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("styles.xml"):
                own = re.search(rb'numFmtId="(\d+)" formatCode="' + code.encode(), data)
                assert own
                data = data.replace(b'numFmtId="' + own[1] + b'"', b'numFmtId="%d"' % number)
                data = re.sub(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>", b"", data)
            new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(
            (code, date(2020, 1, 31))
            for code in ("bbbb", "BBBB", "bb", "ว/ด/ปปปป", "[$-41E]ว ดดด ปป", "ว-ดดด")
        ),
        *(
            (code, date(2020, 1, 31))
            for code in ("ดดด-ปป", '"วันที่" ว ดดดด ปปปป', "ว/ด/ปป;@", "ปปปป\\-ดด\\-วว")
        ),
        *((code, JANUARY_31) for code in ("0", "#,##0 บาท", '0 "วัน"', "G/ทั่วไป", "0.00", '"ว/ด/ปปปป" 0', "@")),
        *((code, JANUARY_31) for code in ("0 รายการ", "ชิ้น 0", "[>1]0", "ท0")),
    ],
)
def test_codes(tmp_path: Path, code: str, shown: object) -> None:
    ((_, cells),) = read_table(book(tmp_path / "a.xlsx", (JANUARY_31, code))).rows
    assert cells == ("x", shown)


def test_times_in_thai_letters(tmp_path: Path) -> None:
    source = book(
        tmp_path / "a.xlsx", (JANUARY_31 + 0.385416666667, "ว/ด/ปปปป ช:นน"), (0.385416666667, "ช:นน:ทท")
    )
    moment, clock = (cells[1] for _, cells in read_table(source).rows)
    assert (moment, clock) == (datetime(2020, 1, 31, 9, 15), time(9, 15))


@pytest.mark.parametrize(
    ("number", "shown"),
    [(n, date(2020, 1, 31)) for n in (71, 72, 73, 74, 77, 81)]
    + [(n, JANUARY_31) for n in (59, 61, 62, 67, 69)],
)
def test_built_in_formats(tmp_path: Path, number: int, shown: object) -> None:
    source = with_number(
        book(tmp_path / "a.xlsx", (JANUARY_31, "0.000")), "0.000", number, tmp_path / "b.xlsx"
    )
    ((_, cells),) = read_table(source).rows
    assert cells == ("x", shown)


def test_a_workbook_without_thai_formats_is_left_alone(tmp_path: Path) -> None:
    assert with_plain_formats(book(tmp_path / "a.xlsx", (1, "0.00"), (1, "d/m/yyyy"))) is None


def test_every_sheet(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", *[(JANUARY_31, "bbbb")] * 200)
    with closing(open_source(source)) as opened:
        assert [cells for _, cells in opened.rows(1)] == [("y",)]
        assert {cells[1] for _, cells in opened.rows(0)} == {"ข", date(2020, 1, 31)}


def test_a_code_made_to_be_compared_for_ever_is_none_of_ours(tmp_path: Path) -> None:
    ((_, cells),) = read_table(book(tmp_path / "a.xlsx", (JANUARY_31, "b" * 200 + "0"))).rows
    assert cells == ("x", JANUARY_31)
