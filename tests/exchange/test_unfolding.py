"""Small files that would unfold to gigabytes: refused before anything of them is laid out."""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from fuzz_readers import FIXTURES
from openpyxl import Workbook
from reading_sheets import read_table

from core.exchange.line.reading import read_chats
from core.exchange.spreadsheets import scan_xls as scanner
from core.exchange.spreadsheets import shared_texts, text_store
from core.exchange.spreadsheets.scan_xls import scan_xls
from core.exchange.spreadsheets.shared_texts import SharedTexts
from core.exchange.spreadsheets.table import BadCell
from core.exchange.spreadsheets.xls_texts import text_lengths
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


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{reference}" t = "s"><v>0</v></c>',
        '<c r="{reference}" t="&#115;"><v>0</v></c>',
        '<c r="{reference}" t="s"><f>A1</f><v>0</v></c>',
    ],
)
def test_one_long_text_in_many_cells_is_refused_where_it_is_written_oddly(tmp_path: Path, cell: str) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก" * 30_000), sheet=rows(500, cell))
    assert path.stat().st_size < 300_000
    with pytest.raises(FileRefusal, match=f"{TOO_BIG}|เสียหาย"):
        read_table(path)


@pytest.mark.parametrize(
    "cell",
    [
        PLAIN,
        "<c r=\"{reference}\" t='s'><v>0</v></c>",
        '<c r="{reference}" t="s"><v> 0</v></c>',
        '<c r="{reference}" t="s"><v>&#48;</v></c>',
    ],
)
def test_one_long_text_in_many_cells_is_read_without_a_copy_for_each(tmp_path: Path, cell: str) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก" * 30_000), sheet=rows(500, cell))
    read = [cell for _, cells in read_table(path).rows for cell in cells]
    assert len(read) == 499 * 10
    assert set(read) == {"ก" * 30_000}
    assert len(set(map(id, read))) < 10, "of each slice one"


def test_a_long_text_in_one_cell_is_read_however_many_short_ones_there_are(tmp_path: Path) -> None:
    pieces = list(rows(8_000, PLAIN))
    pieces[-2] = pieces[-2].replace("<v>0<", "<v>1<", 1)
    path = with_parts(tmp_path / "in.xlsx", texts=texts("สั้น", "ย" * 30_000), sheet=pieces)
    (_, last) = read_table(path).rows[-1]
    assert (last[0], last[1]) == ("ย" * 30_000, "สั้น")


def test_texts_of_a_program_that_prefixes_every_name_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [f'<x:sst xmlns:x="{MAIN}">', *(f"<x:si><x:t>{t}</x:t></x:si>" for t in "กขค"), "</x:sst>"]
    path = with_parts(
        tmp_path / "in.xlsx", texts=parts, sheet=rows(2, '<c r="{reference}" t="s"><v>2</v></c>')
    )
    measure = SharedTexts(path).measure
    assert (measure.plain, measure.longest) == (True, len(parts[1].encode()) - len("</x:si>"))
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    assert set(read_table(path).rows[-1][1]) == {"ค"}


@pytest.mark.parametrize(
    ("part", "unit", "times"),
    [
        ("book", '<sheet name="a" r:id="b"/>', 1_000_000),
        ("book", '<sheet name="a" r:id="b"/>', 20_000),
        ("links", '<Relationship Id="a" Target="b"/>', 1_000_000),
        ("styles", '<xf numFmtId="0"/>', 1_000_000),
    ],
)
def test_parts_that_are_read_as_soon_as_a_workbook_is_opened_are_looked_at_first(
    tmp_path: Path, part: str, unit: str, times: int
) -> None:
    path = with_parts(tmp_path / "in.xlsx", **{part: many(unit, times)})
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


ODD = [
    *("<!-- </si> -->", "<si/>", "<si></si >", '<si a=">"/>', '<si a="1"></si>', "<si><?a </si> ?></si>"),
    *("<si><si><t>ก</t></si></si>", "<si><t><si>ก</si></t></si>", "<si><rPh><si/></rPh></si>"),
    *("<a-b:si><t>ก</t></a-b:si>", "<x:si><t>ก</t></x:si>", "<sst></sst>", "<a-b:sst></a-b:sst>"),
]


@pytest.mark.parametrize("odd", ODD)
def test_texts_that_cant_be_told_apart_count_as_one_long_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=["<sst>", odd, "<si><t>ก</t></si>", "</sst>"])
    measure = SharedTexts(path).measure
    assert not measure.plain
    assert measure.copied([PLAIN.encode() * 100], 100, 0) == 100 * measure.size
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


LONG_TEXT = f"<si><t>{'ย' * 200_000}</t></si>"


@pytest.mark.parametrize(
    "pieces",
    [
        [f"<a-b:sst><si><t>{'ย' * 200_000}</t><sst></si>", "<si><t>ก</t></si></sst></a-b:sst>"],
        [f"<sst><si><t>ก</t><si><t>ข</t></si></si>{LONG_TEXT}<si><t>ค</t></si></sst>"],
        [f"<sst>{LONG_TEXT}<a-b:si><t>ก</t></a-b:si></sst>"],
        [f"<root><si><t>ก</t></si><si><t>ก</t></si><sst>{LONG_TEXT}</sst></root>"],
        [f"<sst><si><t>ก</t><?x </si> ?></si>{LONG_TEXT}</sst>"],
        [f'<sst><si><t a="</si>">ก</t></si>{LONG_TEXT}</sst>'],
    ],
    ids=[
        "two beginnings",
        "one within another",
        "odd prefix",
        "other root",
        "instruction",
        "end within quotes",
    ],
)
def test_a_long_text_doesnt_hide_behind_one_that_seems_short(tmp_path: Path, pieces: list[str]) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=pieces, sheet=rows(80, PLAIN))
    with pytest.raises(FileRefusal, match=f"{TOO_BIG}|เสียหาย"):
        read_table(path)


def test_two_parts_of_texts_are_refused(tmp_path: Path) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก"), sheet=rows(2, PLAIN))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/other/sharedStrings.xml", '<sst uniqueCount="4000000000"/>')
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(path)


@pytest.mark.parametrize(("limit", "most"), [("MOST_BYTES", 1_000), ("MOST_TEXTS", 9)])
def test_more_text_than_any_office_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts(*["ก" * 100] * 10), sheet=rows(2, PLAIN))
    assert read_table(path).rows
    monkeypatch.setattr(shared_texts, limit, most)
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


def test_what_cells_are_given_is_added_up_text_by_text(tmp_path: Path) -> None:
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก", "ข" * 100))
    measure = SharedTexts(path).measure
    short, long = measure.lengths
    cells = [PLAIN.encode() * 5, PLAIN.replace("<v>0", "<v>1").encode()]
    assert measure.copied(cells, 6, 5 * long) == 5 * short + long
    assert measure.copied(cells, 6, 6 * long) == 6 * long  # where they may be as much nobody adds up
    twice = PLAIN.replace("</c>", "<v>1</v></c>").encode()  # the reader takes the last
    assert measure.copied([twice], 1, 0) == long
    assert measure.copied([*cells, PLAIN.replace('t="s"', "t='s'").encode()], 7, 5 * long) == 7 * long


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
        NEXT_TABLE.join([ROWS.format(9_000, NUMBER.format(200))] * 3),
        NEXT_TABLE * 2_000,
    ],
    ids=["text", "attribute", "several sheets", "many sheets"],
)
def test_an_open_document_that_would_unfold_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(table(tmp_path / "in.ods", body))


def test_a_manifest_without_end_is_refused(tmp_path: Path) -> None:
    entry = '<manifest:file-entry manifest:full-path="a"/>'
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(table(tmp_path / "in.ods", ROWS.format(1, NUMBER.format(1)), entry * 200_000))


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(letters: int, cells: int, sheets: int = 1) -> bytes:
    """The records of an ``.xls`` with one text that runs on over several records, and cells that refer to it."""
    head = struct.pack("<IIHB", cells, 1, letters, 0)
    parts = [record(0x00FC, head + b"a" * 8_000)]
    parts += [record(0x003C, b"\0" + b"a" * 8_000)] * ((letters - 8_000) // 8_000)
    shared = b"".join(parts)
    begin, end = record(0x0809, bytes(16)), record(0x000A, b"")
    at = len(begin) + sheets * 14 + len(shared) + len(end)
    book = begin + record(0x0085, struct.pack("<I6x", at)) * sheets + shared + end
    sheet = b"".join(record(0x00FD, struct.pack("<HHHI", n // 10, n % 10, 0, 0)) for n in range(cells))
    return book + begin + sheet + end


@pytest.mark.parametrize(("cells", "sheets"), [(5_000, 1), (10, 1_001), (600, 10)])
def test_an_old_workbook_that_would_unfold_is_refused(
    monkeypatch: pytest.MonkeyPatch, cells: int, sheets: int
) -> None:
    monkeypatch.setattr(scanner, "record_stream", lambda path: old_workbook(24_000, cells, sheets))
    with pytest.raises(FileRefusal, match=TOO_BIG):
        scan_xls(Path("in.xls"))


def test_a_text_over_several_records_of_an_old_workbook_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_workbook(24_000, 10)
    assert text_lengths(data, scanner.records(data, 0)) == [72_000]
    monkeypatch.setattr(scanner, "record_stream", lambda path: data)
    assert [(sheet.rows, sheet.columns) for sheet in scan_xls(Path("in.xls"))] == [(1, 10)]


def test_the_texts_of_an_office_s_old_workbook_are_measured() -> None:
    data = scanner.record_stream(FIXTURES / "office.xls")
    lengths = text_lengths(data, scanner.records(data, 0))
    assert (len(lengths), max(lengths)) == (30, 144)


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
    merged = '<mergeCell ref="A1:B2"/><row></row>' * 250_000
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


def test_more_text_than_some_rows_can_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    path = with_parts(tmp_path / "in.xlsx", texts=texts("ก" * 100), sheet=rows(3, PLAIN))
    assert read_table(path).rows
    monkeypatch.setattr(text_store, "MOST_TOGETHER", 99)
    with pytest.raises(FileRefusal, match=TOO_BIG):
        read_table(path)


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


@pytest.mark.parametrize("said", ["99999999913", "+99999999913", "9" * 5_000])
@pytest.mark.parametrize("before", ["sst", 'sst a=">"', "a-b:sst", ":sst", "ก:sst", "root><sst"])
def test_texts_said_to_be_more_than_can_be_are_refused(tmp_path: Path, said: str, before: str) -> None:
    head = f'<{before} xmlns="{MAIN}" uniqueCount="{said}">'
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(2, PLAIN), texts=[head, "<si><t>ก</t></si></sst>"])
    with pytest.raises(FileRefusal, match="เสียหาย"):
        read_table(path)


def test_how_often_texts_are_referred_to_may_be_any_number(tmp_path: Path) -> None:
    head = f'<sst xmlns="{MAIN}" count="99999999913" uniqueCount="1">'
    path = with_parts(tmp_path / "in.xlsx", sheet=rows(2, PLAIN), texts=[head, "<si><t>ก</t></si></sst>"])
    assert set(read_table(path).rows[-1][1]) == {"ก"}
