"""Every sheet and chat of tests/cases/sheets gives what its case says."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office_helpers import written

from core.exchange.csv_in import TextSource
from core.office import Office, Query, Row, rows_said
from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.linebreak import Span, break_lines
from core.reports.typesetting.paragraph import TextBlock
from core.thai.fiscal import Month

FOLDER = Path(__file__).parents[1] / "cases" / "sheets"
JUNE, JUNE_30 = Month(2020, 6), date(2020, 6, 30)
CASES: list[dict[str, Any]] = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["กรณี"]
SHEETS = [case for case in CASES if "ตาราง" in case]
CHATS = [case for case in CASES if "แชต" in case]
FIELDS = ("request_no", "amount", "received_on", "note")
TIMES = ("user", "asked_at", "acknowledged_at", "answered_at")


def name(case: dict[str, Any]) -> str:
    return str(case["ชื่อ"])


def fields(row: Row, names: tuple[str, ...]) -> list[str]:
    return [written(row.values[field]) for field in names]


@pytest.mark.parametrize("case", SHEETS, ids=name)
def test_a_sheet(request: pytest.FixtureRequest, case: dict[str, Any]) -> None:
    office: Office = request.getfixturevalue("sample" if "ปีตัวอย่าง" in case else "office")
    register = case.get("ทะเบียน", "finance_requests")
    before = {row.id for row in office.records.rows(register)}
    report = office.sheets.import_records(
        register,
        FOLDER / case["ตาราง"],
        keep_good=True,
        update="ปรับปรุง" in case,
        sheet=case.get("แผ่น"),
        hidden=case.get("รวมแถวที่ซ่อน", False),
    )
    refused = {problem.row: problem.message for problem in report.problems}
    expected = {int(row): words for row, words in case.get("ไม่รับ", {}).items()}
    assert refused.keys() == expected.keys()
    assert [words for row, words in expected.items() if words not in refused[row]] == []
    if isinstance(case["รับ"], int):
        assert report.accepted == case["รับ"]
    else:
        rows = office.records.rows(register, Query(order_by=("id",)))
        taken = [fields(row, FIELDS) for row in rows if row.id not in before]
        assert [row[: len(wanted)] for row, wanted in zip(taken, case["รับ"], strict=True)] == case["รับ"]
    if "วันที่รับ" in case:
        assert {written(row.values["received_on"]) for row in office.records.rows(register)} == {
            case["วันที่รับ"]
        }
    told = " ".join([*(r.message for r in report.remarks), *report.other_sheets, rows_said(report.hidden)])
    assert [words for words in case.get("บอก", []) if words not in told] == []
    if "บอก" not in case:
        assert (report.other_sheets, report.hidden) == ((), ())
    found = {words: len(office.records.rows(register, Query(text=words))) for words in case.get("ค้น", {})}
    assert found == case.get("ค้น", {})
    for code, value in case.get("ตัวชี้วัด", {}).items():
        assert written(office.figures.indicator(code, 2563, JUNE_30).result.value) == value


Lines = list[str]
AMOUNT = re.compile(r"-?[0-9,]+\.[0-9]{2}")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Lines]:
    """The lines of every text that is printed."""
    texts: list[Lines] = []
    draw = TextBlock.draw

    def noting(block: Any, pen: Any, x: float, top: float, width: float, lines: Any, opening: bool) -> None:
        texts.append([line.text for line in lines])
        draw(block, pen, x, top, width, lines, opening)

    monkeypatch.setattr(TextBlock, "draw", noting)
    return texts


@pytest.mark.parametrize("case", [case for case in SHEETS if "พิมพ์" in case], ids=name)
def test_what_is_printed_of_a_sheet(
    sample: Office, tmp_path: Path, drawn: list[Lines], case: dict[str, Any]
) -> None:
    sample.sheets.import_records(case["ทะเบียน"], FOLDER / case["ตาราง"], update="ปรับปรุง" in case)
    lacking: list[str] = []
    for printed in case["พิมพ์"]:
        sample.reports.print_report(printed, tmp_path / "a.pdf", month=JUNE, on_lacking=lacking.append)
    assert [found for lines in drawn for found in misplaced(lines)] == []
    amounts = [(n, lines) for lines in drawn for n in AMOUNT.findall("".join(lines))]
    assert [n for n, lines in amounts if not any(n in line for line in lines)] == []
    assert {*case.get("เต็มบรรทัด", [])} <= {n for n, _ in amounts}
    assert [one for one in case.get("บอกเมื่อพิมพ์", []) if one not in " ".join(lacking)] == []


def misplaced(lines: Lines) -> Iterator[str]:
    """The lines that begin or end with what may not stand there."""
    before = ""
    for line in lines:
        inside = before.count('"') % 2 == 1
        if before and (line.lstrip()[:1] in ("ๆ", "…") or (line[:1] == '"' and inside)):
            yield line
        before += line
        if line is not lines[-1] and line.rstrip()[-1:] == '"' and before.count('"') % 2 == 1:
            yield line


BROKEN_AT_EVERY_WIDTH = (
    'ได้ประชุมเรื่อง "การปรับปรุงห้องน้ำ" และเรื่อง "แผนปฏิบัติราชการประจำปี" พร้อมทั้งเรื่องด่วน "ระบบสารบรรณอิเล็กทรอนิกส์" ให้แล้วเสร็จ',
    "ประชาชนในพื้นที่ต่าง ๆ ได้รับข้อมูลข่าวสารด้านต่าง ๆ อย่างทั่วถึงและปัญหาอื่น ๆ ที่เกี่ยวข้องกับงานใด ๆ ก็ตาม",
    "รอผลการพิจารณา…จากหน่วยงานที่เกี่ยวข้อง…แล้วจึงดำเนินการต่อ",
)


@pytest.mark.parametrize("text", BROKEN_AT_EVERY_WIDTH)
def test_nothing_is_misplaced_at_any_width(text: str) -> None:
    for halves in range(16, 92):
        lines = [line.text for line in break_lines(bundled(), (Span(text),), halves / 2)]
        assert list(misplaced(lines)) == [], halves / 2


PASTED: list[tuple[str, list[list[str]]]] = [
    ('เลขที่\tรายการ\n63/1\t"บรรทัด1\nบรรทัด2"\t5\n', [["เลขที่", "รายการ"], ["63/1", "บรรทัด1\nบรรทัด2", "5"]]),
    (
        '63/1\t"งานด่วน" ซ่อมเครื่อง\t500\n63/2\tข\t600\n',
        [["63/1", '"งานด่วน" ซ่อมเครื่อง', "500"], ["63/2", "ข", "600"]],
    ),
    ('63/1\tจอ 24"\t500\n63/2\t24" LED\t1\n', [["63/1", 'จอ 24"', "500"], ["63/2", '24" LED', "1"]]),
    ('63/1\t"จอ\t500\n63/2\tข\t600\n', [["63/1", '"จอ', "500"], ["63/2", "ข", "600"]]),
    ('63/1\t"a ""b"" c\nd"\t500\n', [["63/1", 'a "b" c\nd', "500"]]),
]


@pytest.mark.parametrize(("block", "cells"), PASTED)
def test_a_pasted_quote_stays_and_swallows_nothing(block: str, cells: list[list[str]]) -> None:
    assert [list(row) for _, row in TextSource(block, "ข้อมูลที่วาง").rows()] == cells


@pytest.mark.parametrize("case", CHATS, ids=name)
def test_a_chat(office: Office, case: dict[str, Any]) -> None:
    export = office.sheets.read_line(FOLDER / case["แชต"])
    office.sheets.take_line((*export.proposals, *export.held))
    rows = office.records.rows("letter_enquiries", Query(order_by=("asked_at",)))
    assert [fields(row, TIMES) for row in rows] == case["เรื่อง"]
    held = [problem.message for problem in export.problems]
    assert len(held) == len(case.get("พัก", []))
    assert all(words in said for words, said in zip(case.get("พัก", []), held, strict=True))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_looks_like_a_formula_comes_back_as_it_was(office: Office, tmp_path: Path, ending: str) -> None:
    source, target = FOLDER / "pass" / "looks-like-formulas.csv", tmp_path / f"out.{ending}"
    office.sheets.import_records("finance_requests", source)
    office.sheets.export_records("finance_requests", target, names=True, personal=True)
    again = office.sheets.import_records("finance_requests", target, update=True)
    assert (again.read, again.same, again.rejected) == (34, 34, 0)


def test_every_file_has_its_case() -> None:
    told = {FOLDER / case.get("ตาราง", case.get("แชต")) for case in CASES}
    files = {path for path in FOLDER.rglob("*") if path.suffix in (".csv", ".xlsx")}
    assert told == files
