"""Every sheet and chat of tests/cases/sheets gives what its case says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from office_helpers import written

from core.office import Office, Query, Row, rows_said

FOLDER = Path(__file__).parents[1] / "cases" / "sheets"
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
def test_a_sheet(office: Office, case: dict[str, Any]) -> None:
    report = office.import_records(
        "finance_requests",
        FOLDER / case["ตาราง"],
        keep_good=True,
        sheet=case.get("แผ่น"),
        hidden=case.get("รวมแถวที่ซ่อน", False),
    )
    refused = {problem.row: problem.message for problem in report.problems}
    expected = {int(row): words for row, words in case.get("ไม่รับ", {}).items()}
    assert refused.keys() == expected.keys()
    assert [words for row, words in expected.items() if words not in refused[row]] == []
    taken = [fields(row, FIELDS) for row in office.rows("finance_requests", Query(order_by=("id",)))]
    if isinstance(case["รับ"], int):
        assert len(taken) == case["รับ"]
    else:
        assert [row[: len(wanted)] for row, wanted in zip(taken, case["รับ"], strict=True)] == case["รับ"]
    if "วันที่รับ" in case:
        assert {row[2] for row in taken} == {case["วันที่รับ"]}
    told = " ".join([*(r.message for r in report.remarks), *report.other_sheets, rows_said(report.hidden)])
    assert [words for words in case.get("บอก", []) if words not in told] == []
    if "บอก" not in case:
        assert (report.other_sheets, report.hidden) == ((), ())


@pytest.mark.parametrize("case", CHATS, ids=name)
def test_a_chat(office: Office, case: dict[str, Any]) -> None:
    export = office.read_line(FOLDER / case["แชต"])
    office.take_line((*export.proposals, *export.held))
    rows = office.rows("letter_enquiries", Query(order_by=("asked_at",)))
    assert [fields(row, TIMES) for row in rows] == case["เรื่อง"]
    held = [problem.message for problem in export.problems]
    assert len(held) == len(case.get("พัก", []))
    assert all(words in said for words, said in zip(case.get("พัก", []), held, strict=True))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_looks_like_a_formula_comes_back_as_it_was(office: Office, tmp_path: Path, ending: str) -> None:
    source, target = FOLDER / "pass" / "looks-like-formulas.csv", tmp_path / f"out.{ending}"
    office.import_records("finance_requests", source)
    office.export_records("finance_requests", target, names=True)
    again = office.import_records("finance_requests", target, update=True)
    assert (again.read, again.same, again.rejected) == (34, 34, 0)


def test_every_file_has_its_case() -> None:
    told = {FOLDER / case.get("ตาราง", case.get("แชต")) for case in CASES}
    files = {path for path in FOLDER.rglob("*") if path.suffix in (".csv", ".xlsx")}
    assert told == files
