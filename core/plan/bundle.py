"""A plan's files as rows: what TOML says, typed by the registers' own declarations.

A plan folder has ``plan.toml`` (office, units, hierarchy, indicators, projects) and may have ``texts.toml`` (prose),
``tables.toml`` (printed tables), ``centres.toml`` and ``criteria.toml`` (information centres and their checklist). Nothing
is repaired: what can't be read is a ``FileRefusal`` that names file and place. Source: FORMATS, "plan.toml".
"""

import json
import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.faults import FileRefusal, Refusal
from core.plan.record_rules import EMBLEM_SIZE, is_picture, levels_of
from core.plan.records import WRITTEN
from core.plan.ties import BORN
from core.registers.declare import Field, Register, Value

Row = tuple[str, dict[str, Value | None]]
Sheet = Mapping[str, Any]
NumberedText = tuple[int, str, str]  # its place from 1, number as printed, text


# What ``plan.toml`` may say beside the year: of the plan itself, how the office writes, and in lists.
HEAD = ("title", "office", "department", "draft", "keeper")
SETTINGS = ("addressee", "telephone", "email", "emblem")
LISTS = ("study_parts", "renovation_items", "units", "nodes", "measures", "indicators", "projects", "waivers")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What one TOML file of a plan says; its refusals name it."""

    name: str
    sheet: Sheet
    folder: Path | None = None

    @classmethod
    def of(cls, folder: Path, name: str, *, optional: bool = False) -> "PlanFile":
        """A file of a plan folder, read; an ``optional`` one that isn't there says nothing. Raises FileRefusal."""
        path = folder / f"{name}.toml"
        empty = cls(f"{path.parent.name}/{path.name}", {})
        if optional and not path.exists():
            return empty
        try:
            text = path.read_text("utf-8-sig")
            return cls(empty.name, tomllib.loads(text, parse_float=Decimal), folder)
        except OSError as error:
            raise empty.refusal("เปิดอ่านไม่ได้" if path.exists() else "ไม่มีแฟ้มนี้ในโฟลเดอร์") from error
        except UnicodeDecodeError as error:
            raise empty.refusal("ไม่ใช่ข้อความ UTF-8") from error
        except (
            ValueError,
            RecursionError,
        ) as error:  # a number of 5,000 digits is TOML, and beyond any reader
            raise empty.refusal(f"เขียนไม่ถูกรูปแบบ TOML ({error})") from error

    def refusal(self, what: str) -> Refusal:
        """The calm no of this file."""
        return FileRefusal(f"แฟ้มแผน {self.name} ใช้ไม่ได้: {what} โปรดแก้ไขแฟ้มแล้วทำใหม่")

    @property
    def year(self) -> int:
        """The fiscal year the plan is for."""
        year = self.sheet.get("fiscal_year")
        if type(year) is not int:
            raise self.refusal("ยังไม่มีปีงบประมาณ (fiscal_year = 2568)")
        return year

    def part(self, sheet: Sheet, name: str, kind: type[Any]) -> Any:
        """A named part of a sheet, which must be there and of that kind."""
        if not isinstance(sheet.get(name), kind):
            raise self.refusal(f"ไม่มีส่วน {name} หรือไม่ใช่รูปแบบที่กำหนด")
        return sheet[name]

    def sheets(self, sheet: Sheet, name: str) -> Sequence[Sheet]:
        """A list of tables, empty where it is left out."""
        listed = sheet.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            raise self.refusal(f"ส่วน {name} ต้องเป็นรายการของตาราง")
        return listed

    def texts(self, sheet: Sheet, name: str) -> Sequence[NumberedText]:
        """A list of ``[number, text]``, empty where it is left out; a third part is the text's place among them."""
        listed = sheet.get(name, [])
        if not isinstance(listed, list) or not all(_is_numbered(item) for item in listed):
            raise self.refusal(f"ส่วน {name} ต้องเป็นรายการของ [เลขที่, ข้อความ]")
        return [(n if len(item) == 2 else item[2], item[0], item[1]) for n, item in enumerate(listed, 1)]

    def picture(self, named: object) -> str:
        """The picture of that name beside the file, as it lies in an office file (base64)."""
        plain = isinstance(named, str) and Path(named).name == named and self.folder is not None
        try:
            with (self.folder or Path()).joinpath(str(named) if plain else "").open("rb") as file:
                content = file.read(EMBLEM_SIZE + 1)
        except (OSError, ValueError):
            content = b""
        if not is_picture(content):
            raise self.refusal(
                f"ภาพ emblem ({str(named)[:40]}) ต้องเป็นแฟ้ม PNG หรือ JPEG ที่เปิดได้ ขนาดไม่เกิน 300 กิโลไบต์ อยู่ในโฟลเดอร์เดียวกัน"
            )
        return b64encode(content).decode()

    def row(self, register: str, raw: Sheet) -> Row:
        """One row: every stored field of the register, typed; a key the register doesn't know is refused."""
        declared = WRITTEN[register]
        fields = {f.name: f for f in declared.stored_fields}
        unknown = [name for name in raw if name not in fields]
        if unknown:
            raise self.refusal(f"ไม่รู้จักช่อง {unknown[0]} ของ{row_words(declared, raw)}")
        where = row_words(declared, raw)
        return register, {name: self._value(where, f, raw.get(name)) for name, f in fields.items()}

    def _value(self, where: str, field: Field, raw: Any) -> Value | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if field.required:
                raise self.refusal(f"ช่อง {field.name} ของ{where} ยังว่าง")
            return None
        value = field.type.from_toml(raw)
        if value is None or not _within(field, value):
            codes = " ".join(c.code for c in field.choices)
            known = f" ใช้ได้ {codes}" if codes else ""
            raise self.refusal(f"ช่อง {field.name} ของ{where} มีค่าที่ใช้ไม่ได้ ({str(raw)[:40]}){known}")
        return value


def row_words(register: Register, values: Mapping[str, Any]) -> str:
    """A row in a sentence: its register's title and what of its key is known ("ตัวชี้วัด 3", "ขั้นตอนตามแผน 1 5")."""
    key = [str(values[n]) for n in register.key_fields if n != "fiscal_year" and values.get(n)]
    return " ".join([register.title, *key]).strip()


def _is_numbered(item: object) -> bool:
    return isinstance(item, list) and _are_texts(item[:2], 2) and [type(n) for n in item[2:]] in ([], [int])


def _are_texts(item: object, count: int) -> bool:
    return isinstance(item, list) and len(item) == count and all(isinstance(part, str) for part in item)


def _within(field: Field, value: Value) -> bool:
    if isinstance(value, str):
        known = not field.choices or field.takes_own or value in {c.code for c in field.choices}
        return known and len(value) <= field.max_length
    if isinstance(value, Decimal):
        return value.is_finite() and value * 100 == int(value * 100) and _bounded(field, value)
    return not isinstance(value, int) or _bounded(field, Decimal(value))


def _bounded(field: Field, value: Decimal) -> bool:
    low, high = field.minimum, field.maximum
    return (low is None or low <= value) and (high is None or value <= high)


def plan_rows(file: PlanFile) -> Iterator[Row]:
    """The rows of ``plan.toml``: the year, units and duties, hierarchy, measures, projects, indicators, targets."""
    sheet, year = file.sheet, file.year
    for unknown in (
        name for name in sheet if name not in ("release", "fiscal_year", "settings", *HEAD, *LISTS)
    ):
        raise file.refusal(f"ไม่รู้จักส่วน {unknown}")
    units = file.sheets(sheet, "units")
    if not units:
        raise file.refusal("ยังไม่มีส่วนราชการ ([[units]]) ต้องมีอย่างน้อยหนึ่ง")
    yield file.row("plan_years", {"fiscal_year": year, **_head(sheet), **_settings(file)})
    for ordinal, unit in enumerate(units, 1):
        yield from _unit_rows(file, year, ordinal, unit)
    for name in ("nodes", "measures"):
        for ordinal, entry in enumerate(file.sheets(sheet, name), 1):
            yield file.row(f"plan_{name}", {"fiscal_year": year, "ordinal": ordinal, **entry})
    for project in file.sheets(sheet, "projects"):
        yield from _project_rows(file, year, project)
    for part, entry in enumerate(file.sheets(sheet, "study_parts"), 1):
        yield file.row("plan_study_parts", {"fiscal_year": year, "part": part, **entry})
    for ordinal, indicator in enumerate(file.sheets(sheet, "indicators"), 1):
        yield from _indicator_rows(file, year, ordinal, indicator)
    for waiver in file.sheets(sheet, "waivers"):
        yield file.row("plan_waivers", {"fiscal_year": year, **waiver})


def _head(sheet: Sheet) -> Sheet:
    return {name: sheet.get(name) for name in HEAD}


def _settings(file: PlanFile) -> Sheet:
    said = file.part(file.sheet, "settings", dict) if "settings" in file.sheet else {}
    for unknown in (name for name in said if name not in SETTINGS):
        raise file.refusal(f"ไม่รู้จัก {unknown} ในส่วน settings")
    return {**said, "emblem": file.picture(said["emblem"])} if "emblem" in said else said


def _unit_rows(file: PlanFile, year: int, ordinal: int, unit: Sheet) -> Iterator[Row]:
    own = {name: value for name, value in unit.items() if name != "duties"}
    yield (row := file.row("plan_units", {"fiscal_year": year, "ordinal": ordinal, **own}))
    yield from _text_rows(file, year, f"duties.{row[1]['code']}", file.texts(unit, "duties"))


def _project_rows(file: PlanFile, year: int, project: Sheet) -> Iterator[Row]:
    nested = ("budget_lines", "steps", "adoptions")
    own = {n: v for n, v in project.items() if n not in nested}
    yield (row := file.row("plan_projects", {"fiscal_year": year, **own}))
    about = {"fiscal_year": year, "project": row[1]["number"]}
    for ordinal, line in enumerate(file.sheets(project, "budget_lines"), 1):
        yield file.row("plan_budget_lines", {**about, "ordinal": ordinal, **line})
    for step, entry in enumerate(file.sheets(project, "steps"), 1):
        yield file.row("plan_steps", {**about, "step": step, **entry})
    for adoption in file.sheets(project, "adoptions"):
        yield file.row("plan_adoptions", {**about, **adoption})


def _indicator_rows(file: PlanFile, year: int, ordinal: int, indicator: Sheet) -> Iterator[Row]:
    own = {**indicator, "parameters": _parameters(file, indicator)}
    if "levels" in indicator:
        own["levels"] = _levels(file, indicator)
    own = {name: value for name, value in own.items() if name not in ("targets", "definitions")}
    yield (row := file.row("plan_indicators", {"fiscal_year": year, "ordinal": ordinal, **own}))
    about = {"fiscal_year": year, "indicator": row[1]["code"]}
    for target in file.sheets(indicator, "targets"):
        yield file.row("plan_targets", {**about, **target})
    for change in file.sheets(indicator, "definitions"):
        given = {"parameters": _parameters(file, change)} if "parameters" in change else {}
        yield file.row("plan_definitions", {**about, **change, **given})


def _parameters(file: PlanFile, indicator: Sheet) -> str:
    given = indicator.get("parameters", {})
    if not isinstance(given, dict):
        raise file.refusal(
            f"ส่วน parameters ของตัวชี้วัด {indicator.get('code', '')} ต้องเป็นตาราง เช่น {{ project = 1 }}"
        )
    return _json(given)


def _levels(file: PlanFile, indicator: Sheet) -> str:
    """Five values are meant; a list of any numbers is taken, of which the plan check says what is wrong."""
    said = _json(indicator["levels"])
    if levels_of(said) is None:
        code = indicator.get("code", "")
        raise file.refusal(f"ส่วน levels ของตัวชี้วัด {code} ต้องเป็นรายการตัวเลข เช่น [60, 65, 70, 75, 80]")
    return said


def text_rows(file: PlanFile, year: int) -> Iterator[Row]:
    """The rows of ``texts.toml``; a section's heading is a section of its own, ``x.heading``."""
    for section in file.sheets(file.sheet, "sections"):
        name = file.part(section, "name", str)
        heading = section.get("heading", [])
        if not isinstance(heading, list):
            raise file.refusal(f"หัวข้อของส่วน {name} ต้องเป็นรายการข้อความ")
        yield from _text_rows(
            file, year, f"{name}.heading", [(n, "", line) for n, line in enumerate(heading, 1)]
        )
        yield from _text_rows(file, year, name, file.texts(section, "texts"))


def _text_rows(file: PlanFile, year: int, section: str, texts: Sequence[NumberedText]) -> Iterator[Row]:
    about = {"fiscal_year": year, "section": section}
    for ordinal, number, text in texts:
        yield file.row("plan_texts", {**about, "ordinal": ordinal, "number": number, "text": text})


def table_rows(file: PlanFile, year: int) -> Iterator[Row]:
    """The rows of ``tables.toml``: each table, then its rows, cells filled up to the table's width."""
    for ordinal, table in enumerate(file.sheets(file.sheet, "tables"), 1):
        name, width = file.part(table, "name", str), table.get("width", 0)
        own = {n: v for n, v in table.items() if n not in ("rows", "width")}
        yield file.row("plan_printed_tables", {"fiscal_year": year, "ordinal": ordinal, **own})
        for position, entry in enumerate(file.sheets(table, "rows"), 1):
            cells = _cells(file, name, entry, width)
            about = {"fiscal_year": year, "table_name": name, "ordinal": position}
            yield file.row("plan_printed_rows", {**about, **entry, "cells": _json(cells)})


def _cells(file: PlanFile, table: str, entry: Sheet, width: int) -> list[str]:
    cells = entry.get("cells")
    if not isinstance(cells, list) or not cells or not _are_texts(cells, len(cells)):
        raise file.refusal(f"ตาราง {table} มีแถวที่ไม่มีข้อความในช่อง")
    outside_the_grid = entry.get("kind") in ("title", "lead", "note")
    return cells if outside_the_grid else cells + [""] * (width - len(cells))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_json_value)


def _json_value(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def shared_rows(centres: PlanFile, criteria: PlanFile) -> Iterator[Row]:
    """The rows every year shares: the information centres and the sample checklist."""
    for centre in centres.sheets(centres.sheet, "centres"):
        yield centres.row("info_centres", {"active": True, **centre})
    for ordinal, criterion in enumerate(criteria.sheets(criteria.sheet, "criteria"), 1):
        yield criteria.row("audit_criteria", {"ordinal": ordinal, "active": True, **criterion})


def born_rows(file: PlanFile, rows: Sequence[Row]) -> Iterator[Row]:
    """The first rows of the registers that follow the plan: one a step, a study part, a renovation item; no dates."""
    for source, born in BORN.items():
        for name, values in rows:
            if name == source:
                yield file.row(born.register, {n: values[n] for n in born.key})
    for item in file.sheets(file.sheet, "renovation_items"):
        yield file.row("renovation_items", {"fiscal_year": file.year, **item})
