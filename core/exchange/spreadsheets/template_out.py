"""An empty ``.xlsx`` of a register to be filled in: headings, help, formats, and lists to choose from."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.columns import column_letters
from core.exchange.spreadsheets.sheets_out import replace_whole
from core.exchange.spreadsheets.xlsx_out import widths
from core.faults import FileRefusal
from core.registers.declare import Field, Register

EXPLAINED = "คำอธิบาย"  # the sheet that explains the columns, and its headings
EXPLAINING = ("คอลัมน์", "ต้องกรอก", "คำอธิบาย", "ค่าที่ใช้ได้")
ROWS = 2000  # rows prepared for filling in; a sheet may be longer
_MOST_HELP = 250  # characters Excel shows beside a cell


def write_template_file(path: Path, register: Register, options: Mapping[str, Sequence[str]]) -> None:
    """Writes the template, whole or not at all; ``options`` are the values of each field that has a list.

    Raises FileRefusal for an ending other than ``.xlsx``, or where the file can't be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise FileRefusal(f"แบบกรอกต้องเป็นไฟล์ .xlsx โปรดเปลี่ยนชื่อ {path.name} ให้ลงท้ายด้วย .xlsx")
    replace_whole(path, lambda beside: _write(beside, register, options))


def _write(path: Path, register: Register, options: Mapping[str, Sequence[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet, explained, lists = book.active, book.create_sheet(EXPLAINED), book.create_sheet("ตัวเลือก")
    assert sheet is not None
    sheet.title = "ข้อมูล"
    lists.sheet_state = "hidden"
    sheet.append([field.label for field in register.typed_fields])
    sheet.freeze_panes = "A2"
    wide = widths([f.label for f in register.typed_fields], [f.type for f in register.typed_fields])
    for place, (field, width) in enumerate(zip(register.typed_fields, wide, strict=True)):
        sheet.column_dimensions[column_letters(place)].width = width
        _head(sheet, place, field)
        _prepare(sheet, place, field)
        _offer(sheet, lists, place, field, options.get(field.name, ()))
    _explain(explained, register)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def _head(sheet: Any, place: int, field: Field) -> None:
    from openpyxl.styles import Font, PatternFill

    cell = sheet.cell(1, place + 1)
    cell.font = Font(bold=True)
    if field.required:
        cell.fill = PatternFill("solid", fgColor="DFF1E8")


def _prepare(sheet: Any, place: int, field: Field) -> None:
    form = field.type.form_format or field.type.number_format
    if form:
        for row in range(2, ROWS + 2):
            sheet.cell(row, place + 1).number_format = form


def _offer(sheet: Any, lists: Any, place: int, field: Field, options: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    column = column_letters(place)
    offered = DataValidation(type="list" if options else None, allow_blank=True)
    if options:
        for row, option in enumerate(options, 1):
            lists.cell(row, place + 1, option)
        offered.formula1 = f"'{lists.title}'!${column}$1:${column}${len(options)}"
        offered.errorTitle, offered.error = field.label[:32], "โปรดเลือกจากรายการ"
        offered.showErrorMessage = True
    if _help(field) or options:
        offered.promptTitle, offered.prompt = field.label[:32], _help(field)[:_MOST_HELP] or "เลือกจากรายการ"
        offered.showInputMessage = True
        offered.add(f"{column}2:{column}{ROWS + 1}")
        sheet.add_data_validation(offered)


def _help(field: Field) -> str:
    """The field's help, and how a day is typed."""
    return " ".join(filter(None, [field.help, field.type.typing_help]))


def _explain(sheet: Any, register: Register) -> None:
    from openpyxl.styles import Font

    sheet.append(EXPLAINING)
    for field in register.typed_fields:
        choices = " / ".join(choice.label for choice in field.offered)
        sheet.append([field.label, "ต้องกรอก" if field.required else "", _help(field), choices])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCD", (26, 11, 70, 40), strict=True):
        sheet.column_dimensions[column].width = width
