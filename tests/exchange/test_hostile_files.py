"""Files made to fill the memory, or spoiled: refused or read, never more."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from fuzz_readers import FIXTURES, run
from openpyxl import Workbook
from reading_sheets import read_table

from core.exchange.spreadsheets.cells import BadCell
from core.exchange.spreadsheets.child.xls import record_stream
from core.faults import FileRefusal

SHEET = "xl/worksheets/sheet1.xml"


def replaced(folder: Path, name: str, part: str, change: tuple[bytes, bytes]) -> Path:
    """A small sound workbook with some bytes of one part replaced."""
    book = Workbook()
    book.active.append(["title", "delivered_on"])
    book.active.append(["ก", 1])
    book.save(folder / "sound.xlsx")
    with zipfile.ZipFile(folder / "sound.xlsx") as old, zipfile.ZipFile(folder / name, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == part:
                assert change[0] in data
                data = data.replace(*change)
            new.writestr(entry, data)
    return folder / name


@pytest.mark.parametrize("far", [b"XFD1048576", b"A99999999", b"ZZZ2", b"B2000000", b"AAAAAAA2"])
def test_a_lonely_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path: Path, far: bytes) -> None:
    path = replaced(tmp_path, "in.xlsx", SHEET, (b'r="B2"', b'r="%s"' % far))
    with pytest.raises(FileRefusal, match=r"ใหญ่เกินกว่าจะอ่านได้|เกิน 256 คอลัมน์"):
        read_table(path)


@pytest.mark.parametrize("quote", [b"'", b'"'])
def test_cells_that_hide_their_places_are_counted(tmp_path: Path, quote: bytes) -> None:
    hidden = b"\n r=" + quote + b"XFD1048576" + quote
    path = replaced(tmp_path, "in.xlsx", SHEET, (b' r="B2"', hidden))
    with pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        read_table(path)


def test_a_million_empty_rows_are_no_trouble(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d" ht="15"/>' % n for n in range(3, 300_000))
    path = replaced(tmp_path, "in.xlsx", SHEET, (b"</sheetData>", rows + b"</sheetData>"))
    tracemalloc.start()
    try:
        assert read_table(path).rows == ((2, ("ก", 1)),)
        assert tracemalloc.get_traced_memory()[1] < 50 << 20
    finally:
        tracemalloc.stop()


def ods(path: Path, cells: str) -> Path:
    namespaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = (
        f"<office:document-content{namespaces}><office:body><office:spreadsheet><table:table table:name='a'>"
    )
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", body + cells + end)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_repeated_cells_are_refused_before_they_unfold(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    )
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(ods(tmp_path / "in.ods", rows))


@pytest.mark.parametrize(
    ("record", "lies"),
    [
        (b"\x00\x02\x0e\x00", b"\x00\x00\xa2\x00\x09\x00\x00\x00"),  # ends before it begins
        (b"\x00\x02\x0e\x00", b"\x00\x00\x00\x00\xff\xff\xff\xff"),  # four thousand million rows
    ],
)
def test_an_old_workbook_that_lies_about_its_size_is_refused(
    tmp_path: Path, record: bytes, lies: bytes
) -> None:
    data = (FIXTURES / "office.xls").read_bytes()
    at = data.index(record) + 4
    (tmp_path / "in.xls").write_bytes(data[:at] + lies + data[at + 8 :])
    with pytest.raises(FileRefusal, match="โปรด"):
        read_table(tmp_path / "in.xls")


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>')
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(path)


def test_cells_under_a_merge_are_named(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["a", "b"], ["x", 1], [None, 2], [None, 3]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "in.xlsx")
    (_, first), (_, covered), (_, free) = read_table(tmp_path / "in.xlsx").rows
    assert first == ("x", 1)
    assert isinstance(covered[0], BadCell)
    assert "ผสานกับเซลล์ A2" in covered[0].why
    assert free == (None, 3)


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls", "locked.ods"])
@pytest.mark.parametrize("ending", ["", ".xlsx", ".xls", ".ods"])
def test_a_workbook_with_a_password_is_told_from_a_broken_one(tmp_path: Path, name: str, ending: str) -> None:
    path = tmp_path / f"{name}{ending}"
    path.write_bytes((FIXTURES / name).read_bytes())
    with pytest.raises(FileRefusal, match="มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน"):
        read_table(path)


@pytest.mark.parametrize(("at", "byte"), [(1540, 119), (3183, 85), (5046, 230), (1564, 98)])
def test_nothing_is_said_on_the_error_stream_of_a_broken_old_workbook(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], at: int, byte: int
) -> None:
    data = bytearray((FIXTURES / "office.xls").read_bytes())
    data[at] = byte
    (tmp_path / "in.xls").write_bytes(data)
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(tmp_path / "in.xls")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("stumble", [OverflowError, RecursionError, TypeError])
def test_whatever_the_reader_of_old_containers_raises_is_said_to_be_a_broken_file(
    monkeypatch: pytest.MonkeyPatch, stumble: type[BaseException]
) -> None:
    def open_stream(*_: object) -> None:
        raise stumble

    monkeypatch.setattr("olefile.OleFileIO.openstream", open_stream)
    with pytest.raises(ValueError, match="no workbook"):
        record_stream(FIXTURES / "office.xls")


def test_a_short_run_of_the_fuzzer_finds_nothing() -> None:
    assert sum(run(4, seed=1).values()) > 4
