"""What looks the same is the same: keys, users, codes, search; typed, imported, merged, and as older programs stored it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import REQUESTS, TODAY, request
from office_helpers import entries, everything

from core.faults import InputRefusal
from core.office import Edit, Office, Query

FIXTURES = Path(__file__).parents[1] / "fixtures"
OLD = FIXTURES / "files" / "look-alikes-4.phaen"
PACKAGE = FIXTURES / "packages" / "look-alikes-4.phaenx"

# Each is one number, typed in other ways; what is stored of the last.
NUMBERS = (
    ("กำ 1/63", "ก\u0e4dา 1/63", "กำ 1/63"),
    ("แก 2/63", "เเก 2/63", "แก 2/63"),
    ("ที่ 3/63", "ท\u0e48\u0e35 3/63", "ที่ 3/63"),
    ("น้ำ 4/63", "น\u0e4d\u0e49า\u00a0 4/63\u200b", "น้ำ 4/63"),
    ("63/0431", "๖๓/๐๔๓๑", "๖๓/๐๔๓๑"),
    ("63/0431", "\ufeff63/04\u200b31 ", "63/0431"),
    ("63-1", "63–1", "63–1"),
)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Office]:
    """A file of format 4 in which what looks the same was told apart (``tests/fixtures/make_look_alikes.py``)."""
    with Office.open(Path(shutil.copy(OLD, tmp_path / "เก่า.phaen")), author="มานี") as office:
        office.session.today = lambda: TODAY
        yield office


def number_of(office: Office, record: str) -> Any:
    return office.records.record(REQUESTS, record).values["request_no"]


def csv(folder: Path, *lines: str) -> Path:
    path = folder / "sheet.csv"
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


@pytest.mark.parametrize(("first", "again", "stored"), NUMBERS)
def test_a_number_typed_in_another_way_is_taken_already(
    office: Office, tmp_path: Path, first: str, again: str, stored: str
) -> None:
    kept = office.records.save(REQUESTS, request(first)).record_id
    with pytest.raises(InputRefusal, match="มีอยู่แล้ว"):
        office.records.save(REQUESTS, request(again))
    with pytest.raises(InputRefusal, match="มีอยู่แล้ว"):
        office.records.save_many(REQUESTS, [Edit(None, request("63/9")), Edit(None, request(again))])
    sheet = csv(tmp_path, "request_no,procurement,amount,received_on", f"{again},w119,5,2020-01-31")
    (problem,) = office.sheets.import_records(REQUESTS, sheet, dry_run=True).problems
    assert "มีอยู่แล้ว" in problem.message
    assert office.sheets.import_records(REQUESTS, sheet, update=True).changed == 1
    assert number_of(office, kept) == stored
    assert office.records.record(REQUESTS, kept).values["amount"] == 5


@pytest.mark.parametrize(("first", "again", "stored"), NUMBERS)
def test_one_number_twice_in_a_sheet_is_told_by_its_row(
    office: Office, tmp_path: Path, first: str, again: str, stored: str
) -> None:
    lines = [f'"{number}",w119,5,2020-01-31' for number in (first, again)]
    report = office.sheets.import_records(
        REQUESTS, csv(tmp_path, "request_no,procurement,amount,received_on", *lines), keep_good=True
    )
    assert [(p.row, "ซ้ำกับแถวที่ 2" in p.message) for p in report.problems] == [(3, True)]
    assert [r.values["request_no"] for r in office.records.rows(REQUESTS)] == [first]


def test_near_duplicates_are_seen_however_they_are_typed(office: Office, tmp_path: Path) -> None:
    office.records.save(REQUESTS, request("63/1", payee="ร้านน้ำ ๑"))
    given = request("63/2", payee="ร้านน\u0e4d\u0e49า\u00a01")
    assert "near_duplicate" in [f.code for f in office.records.check_values(REQUESTS, given)]
    heads = "request_no,procurement,amount,received_on,payee"
    rows = [f"63/{n},w119,1000,2019-10-24,{given['payee']}" for n in (2, 3)]
    report = office.sheets.import_records(REQUESTS, csv(tmp_path, heads, *rows), dry_run=True)
    assert [(r.row, r.code) for r in report.remarks] == [(2, "near_duplicate"), (3, "near_duplicate")]


def test_a_code_is_stored_as_it_is_written_where_it_comes_from(office: Office, tmp_path: Path) -> None:
    remark = office.records.save(
        "indicator_remarks", {"indicator": "๕.๒", "month": "2563-05", "remark": "ช้า"}
    )
    assert office.records.record("indicator_remarks", remark.record_id).values["indicator"] == "5.2"
    with pytest.raises(InputRefusal, match="มีอยู่แล้ว"):
        office.records.save(
            "indicator_remarks", {"indicator": "5\u200b.2", "month": "2563-05", "remark": "ซ้ำ"}
        )
    centre = str(office.records.rows("info_centres", Query(limit=1))[0].values["code"])
    typed = centre.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    given = {"centre": typed, "month": "2563-01", "audited_on": "2563-01-20", "score": "90"}
    audit = office.records.save("centre_audits", given)
    assert office.records.record("centre_audits", audit.record_id).values["centre"] == centre
    assert audit.record_id == office.session.register("centre_audits").id_for(
        {**given, "centre": centre, "month": "2020-01"}
    )
    sheet = csv(tmp_path, "indicator,as_of,value,source", "D๓.๓,2020-03-31,5,สยป.", "D3.3,2020-04-30,6,สยป.")
    assert office.sheets.import_records("manual_results", sheet).accepted == 2
    assert {row.values["indicator"] for row in office.records.rows("manual_results")} == {"D3.3"}
    assert office.figures.indicator("D3.3").result.value == 6


def test_an_indicator_is_asked_for_in_either_kind_of_digits(office: Office) -> None:
    assert office.figures.workings("๕.๒\u200b", 2563, TODAY).indicator.code == "5.2"


def test_choices_are_read_however_their_label_is_typed(office: Office) -> None:
    saved = office.records.save(REQUESTS, {**request("63/1"), "procurement": "ว.\u200b๑๑๙"})
    assert office.records.record(REQUESTS, saved.record_id).values["procurement"] == "w119"


def test_what_is_stored_loses_only_what_nobody_can_see(office: Office) -> None:
    typed = {"payee": "\ufeffร้านน\u0e4d\u0e49า\u00a0 ๑", "note": "หนึ่ง\u200b\r\n  สอง "}
    saved = office.records.save(REQUESTS, request("63/1", **typed))
    values = office.records.record(REQUESTS, saved.record_id).values
    assert (values["payee"], values["note"]) == ("ร้านน้ำ ๑", "หนึ่ง\n  สอง")


def test_a_file_of_an_older_program_counts_what_looks_the_same_once(old: Office) -> None:
    assert old.file.check().problems == ()
    assert old.figures.indicator("5.1").result.value == 2
    assert old.figures.indicator("5.1", 2563, TODAY).result.value == len(
        old.figures.workings("5.1", 2563, TODAY).records
    )
    standing = {row.values["request_no"]: row.duplicate for row in old.records.rows(REQUESTS)}
    assert standing == {
        "กำ 1/63": False,
        "ก\u0e4dา 1/63": True,  # stored as it was typed
        "63/0431\u200b": False,
        "63/0431": True,
        "63/0500": False,
    }
    assert old.figures.indicator("3").result.value.quantize(1) == 67
    assert sorted(t.register for t in old.conflicts.duplicates()) == [REQUESTS, REQUESTS, "plan_units"]


SOUGHT = (
    ("น้ำดื่ม", 2),
    ("น\u0e4d\u0e49าดื่ม", 2),
    ("แม่กลอง พาณิชย์", 2),
    ("เเม่กลอง\u00a0พาณิชย์\u200b", 2),
    ("๖๓/๐๔๓๑", 2),
    ("0431", 2),
    ("ที่สอง", 1),
    ("ท\u0e48\u0e35", 1),
    ("ไม่มีคำนี้", 0),
)


@pytest.mark.parametrize(("words", "found"), SOUGHT)
def test_search_finds_what_looks_the_same_in_old_text_too(old: Office, words: str, found: int) -> None:
    assert (
        len(old.records.rows(REQUESTS, Query(text=words)))
        == old.records.count(REQUESTS, Query(text=words))
        == found
    )


def test_old_text_is_not_written_anew_by_whoever_changes_something_else(old: Office, tmp_path: Path) -> None:
    held = {r.values["request_no"]: r for r in old.records.rows(REQUESTS) if not r.duplicate}
    spaced, marked = held["63/0431\u200b"], held["63/0500"]
    before = entries(old)
    old.records.save(REQUESTS, {"request_no": "63/0431", "payee": "แม่กลอง พาณิชย์", "amount": "100"}, spaced.id)
    sheet = csv(
        tmp_path, "request_no,procurement,amount,received_on,payee", "63/0500,w119,100,2019-10-24,ร้านที่สอง"
    )
    report = old.sheets.import_records(REQUESTS, sheet, update=True)
    assert (report.same, report.changed, entries(old)) == (1, 0, before)
    old.records.save(REQUESTS, {"payee": "ร้านที่สอง", "amount": "200"}, marked.id)
    assert old.records.record(REQUESTS, marked.id).values["payee"] == "ร้านท\u0e48\u0e35สอง"
    assert next(i.field for i in old.records.history(REQUESTS, marked.id)) == "amount"


def as_shown(office: Office) -> dict[str, list[Any]]:
    """Every record without the numbers of its entries, which each file counts as they come."""
    held = everything(office)
    return {name: [(row[0], *row[3:]) for row in rows] for name, rows in held.items() if name != "entries"}


def test_merged_it_comes_to_the_same_as_upgraded(office: Office, old: Office) -> None:
    office.exchange.merge([PACKAGE], trust=True)
    assert office.file.check().problems == ()
    assert as_shown(office) == as_shown(old)
    assert office.conflicts.duplicates() == old.conflicts.duplicates()
    assert office.records.count(REQUESTS, Query(text="น้ำ")) == 2
