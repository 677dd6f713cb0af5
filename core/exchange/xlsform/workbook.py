"""The sheets of an XLSForm workbook as pyxform reads them: a tree of groups and questions.

The workbook itself is read as every one is, by the process that limits what a file can do; pyxform gets texts. Its check by a
Java program is never started.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.exchange.spreadsheets.cells import BadCell
from core.exchange.spreadsheets.table import Source, filled_rows, heading_text
from core.faults import FileRefusal
from core.thai.folding import clean_lines

SURVEY, OTHERS = "survey", ("choices", "settings", "external_choices")
NEEDED = frozenset({"type", "name"})  # what the survey sheet is headed with
MOST_ROWS = 5_000  # of a sheet
LONGEST = 4_000  # characters of a cell
MOST_TEXT = 1_000_000  # characters of all sheets: as many as pyxform reads in some seconds
UNTITLED = "data"  # what a form is called that doesn't say

Texts = dict[str, str]


def holds_form(source: Source) -> bool:
    """True where a workbook is an XLSForm. FileRefusal where it can't be read."""
    place = _places(source).get(SURVEY)
    if place is None:
        return False
    _, cells = next(filled_rows(source.rows(place)), (0, ()))
    return {heading_text(cell).casefold() for cell in cells} >= NEEDED


def form_of(source: Source) -> Mapping[str, Any]:
    """The form as pyxform tells it: ``children`` are its groups and questions. FileRefusal where the workbook is no XLSForm,
    or makes no sense as one."""
    # pyxform takes as long as the rest of the program's start, and hardly anybody needs it.
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import DefinitionData

    if not holds_form(source):
        raise FileRefusal(
            f"ไฟล์ {source.name} ไม่ใช่แบบฟอร์ม XLSForm เพราะไม่มีแผ่น survey ที่มีหัวคอลัมน์ type และ name โปรดเลือกไฟล์อื่น หรือทำทะเบียนจากตาราง"
        )
    places = _places(source)
    sheets = {name: list(_rows(source, places[name])) for name in (SURVEY, *OTHERS) if name in places}
    if sum(len(text) for rows in sheets.values() for row in rows for text in row.values()) > MOST_TEXT:
        raise FileRefusal(f"แบบฟอร์มในไฟล์ {source.name} ยาวเกิน {MOST_TEXT:,} อักขระ โปรดแบ่งเป็นหลายแบบฟอร์ม")
    try:
        form: Mapping[str, Any] = workbook_to_json(DefinitionData(**sheets), form_name=UNTITLED, warnings=[])
    except (
        Exception
    ) as reason:  # a foreign library about a foreign file: whatever it raises, it can't read it
        told = (str(reason).splitlines() or [""])[0][:200]
        raise FileRefusal(f"อ่านแบบฟอร์มในไฟล์ {source.name} ไม่ได้ ({told}) โปรดแก้แบบฟอร์มแล้วลองใหม่") from reason
    return form


def _places(source: Source) -> Mapping[str, int]:
    return {sheet.name.strip().casefold(): place for place, sheet in enumerate(source.sheets)}


def _rows(source: Source, place: int) -> Iterator[Texts]:
    rows = filled_rows(source.rows(place))
    _, heading = next(rows, (0, ()))
    headings = [heading_text(cell) for cell in heading]
    for number, (_, cells) in enumerate(rows):
        if number >= MOST_ROWS:
            raise FileRefusal(f"แบบฟอร์มในไฟล์ {source.name} มีเกิน {MOST_ROWS:,} แถว โปรดแบ่งเป็นหลายแบบฟอร์ม")
        texts = {name: _text(cell) for name, cell in zip(headings, cells, strict=False) if name}
        yield {name: text for name, text in texts.items() if text}


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    shown = cell.shown if isinstance(cell, BadCell) else "" if cell is None else str(cell)
    return clean_lines(shown)[:LONGEST]
