"""Small files that would unfold to gigabytes: each ends in one sentence, and in a process of its own."""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook
from reading_sheets import read_table

from core.exchange.line.reading import read_chats
from core.exchange.spreadsheets.cells import BadCell
from core.faults import FileRefusal

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
TOO_BIG = "ใหญ่เกินกว่าจะอ่านได้"


def with_parts(path: Path, **parts: Iterable[str]) -> Path:
    """A sound workbook with parts written anew: ``texts``, ``sheet``, ``book``, ``links``, ``styles``."""
    names = {
        "texts": TEXTS,
        "sheet": SHEET,
        "book": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "styles": "xl/styles.xml",
    }
    book = Workbook()
    book.active.append(["title"])
    book.save(path.with_name("sound.xlsx"))
    with zipfile.ZipFile(path.with_name("sound.xlsx")) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    changed = {names[part]: pieces for part, pieces in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name in {**kept, **changed}:
            with package.open(name, "w") as file:
                for piece in changed.get(name, [kept.get(name, b"").decode()]):
                    file.write(piece.encode())
    return path


def rows(count: int, cell: str, columns: int = 10) -> Iterable[str]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'
    for n in range(1, count + 1):
        cells = "".join(cell.format(reference=f"{chr(65 + c)}{n}") for c in range(columns))
        yield f'<row r="{n}">{cells}</row>'
    yield "</sheetData></worksheet>"


def texts(*each: str) -> Iterable[str]:
    return [f'<sst xmlns="{MAIN}">', *(f"<si><t>{text}</t></si>" for text in each), "</sst>"]


def many(unit: str, times: int) -> Iterable[str]:
    return ["<a>", *[unit * 10_000] * (times // 10_000), "</a>"]


PLAIN = '<c r="{reference}" t="s"><v>0</v></c>'


ODD = "<c r=\"{reference}\" t='s'><v> 0</v></c>"


@pytest.mark.parametrize("cell", [PLAIN, ODD])
def test_one_long_text_in_many_cells_is_refused(tmp_path: Path, cell: str) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก" * 30_000), sheet=rows(500, cell))
    assert path.stat().st_size < 300_000
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


def test_a_long_text_in_one_cell_is_read_however_many_short_ones_there_are(tmp_path: Path) -> None:
    pieces = list(rows(8_000, PLAIN))
    pieces[-2] = pieces[-2].replace("<v>0<", "<v>1<", 1)
    path = with_parts(tmp_path / "in.xlsx", texts=texts("สั้น", "ย" * 30_000), sheet=pieces)
    (_, last) = read_table(path).rows[-1]
    assert (last[0], last[1]) == ("ย" * 30_000, "สั้น")


def test_texts_of_a_program_that_prefixes_every_name_are_read(tmp_path: Path) -> None:
    parts = [f'<x:sst xmlns:x="{MAIN}">', *(f"<x:si><x:t>{t}</x:t></x:si>" for t in "กขค"), "</x:sst>"]
    cell = '<c r="{reference}" t="s"><v>2</v></c>'
    path = with_parts(tmp_path / "in.xlsx", texts=parts, sheet=rows(2, cell))
    assert set(read_table(path).rows[-1][1]) == {"ค"}


@pytest.mark.parametrize(
    ("part", "unit", "times"),
    [
        ("book", '<sheet name="a" r:id="b"/>', 200_000),
        ("links", '<Relationship Id="a" Target="b"/>', 200_000),
        ("styles", '<xf numFmtId="0"/>', 200_000),
    ],
)
def test_endless_parts_that_are_read_as_soon_as_a_workbook_is_opened(
    tmp_path: Path, part: str, unit: str, times: int
) -> None:
    path = with_parts(tmp_path / "in.xlsx", **{part: many(unit, times)})
    with pytest.raises(FileRefusal, match=f"{TOO_BIG}|เสียหาย"):
        read_table(path)


def test_a_row_without_end_is_refused(tmp_path: Path) -> None:
    pieces = [f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">', *[" " * (1 << 20)] * 20, "</row>"]
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(with_parts(tmp_path / "in.xlsx", sheet=[*pieces, "</sheetData></worksheet>"]))


def table(path: Path, body: str, manifest: str = "<manifest/>") -> Path:
    spaces = "".join(
        f' xmlns:{s}="urn:oasis:names:tc:opendocument:xmlns:{s}:1.0"' for s in ("office", "table", "text")
    )
    whole = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='a'>"
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", whole)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


NUMBER = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
ROWS = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
TEXT = '<table:table-cell office:value-type="string"{}>{}</table:table-cell>'
NEXT_TABLE = "</table:table><table:table table:name='a'>"


@pytest.mark.parametrize(
    "body",
    [
        ROWS.format(9_000, TEXT.format("", f"<text:p>{'ก' * 20_000}</text:p>")),
        ROWS.format(9_000, TEXT.format(f' office:string-value="{"ก" * 20_000}"', "")),
        ROWS.format(1_048_576, NUMBER.format(16_384)),
        NEXT_TABLE.join([ROWS.format(1_048_576, NUMBER.format(200))] * 3),
    ],
    ids=["text", "attribute", "cells", "several sheets"],
)
def test_an_open_document_that_would_unfold_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(FileRefusal, match=f"{TOO_BIG}|เสียหาย"):
        read_table(table(tmp_path / "in.ods", body))


def liar(path: Path, part: str, says: int) -> Path:
    """The package with one part said to be smaller than it is."""
    data, at = bytearray(path.read_bytes()), 0
    while (at := data.find(part.encode(), at)) >= 0:
        for mark, back, place in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
            if data[at - back : at - back + 4] == mark:
                struct.pack_into("<I", data, at - back + place, says)
        at += 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("part", ["book", "texts", "sheet"])
def test_a_part_that_says_it_is_small_is_not_unpacked(tmp_path: Path, part: str) -> None:
    path = with_parts(tmp_path / "in.xlsx", **{part: many("<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>", 300_000)})
    name = {"book": "xl/workbook.xml", "texts": TEXTS, "sheet": SHEET}[part]
    with pytest.raises(FileRefusal, match="โปรด"):
        read_table(liar(path, name, 1_000))


def test_a_line_chat_that_says_it_is_small_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "line.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("chat.csv", "a" * 20_000_000)
    with pytest.raises(FileRefusal, match="โปรด"):
        list(read_chats(liar(path, "chat.csv", 1_000)))


def test_more_merged_cells_than_any_table_has_are_refused(tmp_path: Path) -> None:
    pieces = list(rows(1, PLAIN))
    merged = '<mergeCell ref="A1:B1048576"/>' * 250_000
    pieces[-1] = f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(with_parts(tmp_path / "in.xlsx", texts=texts("ก"), sheet=pieces))


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="rId1"/><sheet name="a" sheetId="2" r:id="rId1"/></sheets></workbook>'
    )
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(with_parts(tmp_path / "in.xlsx", book=[book]))


def test_parts_whose_names_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(3, PLAIN), texts=texts("ก"))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/worksheets/SHEET1.xml", "".join(rows(1, PLAIN)))
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(path)


@pytest.mark.parametrize("number", ["NaN", "INF", "-inf"])
def test_what_is_no_number_is_said_at_its_cell(tmp_path: Path, number: str) -> None:
    cell = '<c r="{reference}"><v>' + number + "</v></c>"
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(3, cell))
    assert all(isinstance(c, BadCell) for c in read_table(path).rows[-1][1])


def test_texts_said_to_be_more_than_can_be_are_refused(tmp_path: Path) -> None:
    head = f'<sst xmlns="{MAIN}" uniqueCount="99999999913">'
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(2, PLAIN), texts=[head, "<si><t>ก</t></si></sst>"])
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


def test_how_often_texts_are_referred_to_may_be_any_number(tmp_path: Path) -> None:
    head = f'<sst xmlns="{MAIN}" count="99999999913" uniqueCount="1">'
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(2, PLAIN), texts=[head, "<si><t>ก</t></si></sst>"])
    assert set(read_table(path).rows[-1][1]) == {"ก"}
