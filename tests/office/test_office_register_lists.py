"""Printed lists that a register declares: what stands on the paper as of a day, in which groups, with which sums."""

import random
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from core.faults import InputRefusal, UsageRefusal
from core.office import Edit, Office
from core.office.registers.meanings import OWN_LISTS, USUAL_LIST
from core.office.reports.documents import document_of, spec_of
from core.office.reports.printing import of_month
from core.office.reports.types import Asked
from core.reports.document import DocumentTable, Signatures, plain
from core.store.log.chain import entries as log_entries
from core.thai.fiscal import Month, months_of

FINES = {
    "name": "fines",
    "title": "ทะเบียนค่าปรับ",
    "day": "fined_on",
    "order": ["fined_on"],
    "counted_in": "ราย",
    "unit": "finance",
    "fields": [
        {"name": "fined_on", "type": "day", "label": "วันที่ปรับ", "required": True},
        {"name": "kind", "type": "choice", "label": "ประเภท", "choices": {"noise": "เสียง", "dust": "ฝุ่น"}},
        {"name": "who", "type": "text", "label": "ผู้ถูกปรับ"},
        {"name": "amount", "type": "money", "label": "ค่าปรับ"},
        {"name": "bins", "type": "whole", "label": "ถัง"},
        {"name": "paid_on", "type": "day", "label": "วันที่ชำระ"},
    ],
    "prints": [
        {
            "name": "monthly",
            "title": "บัญชีค่าปรับประจำเดือน",
            "columns": ["fined_on", "who", "amount", "bins", "paid_on"],
            "group": "kind",
            "totals": ["amount", "bins"],
            "period": "month",
            "signers": ["reporter", "approver"],
            "landscape": True,
        },
        {"name": "plain", "columns": ["who", "amount"]},
    ],
}
RECORDS = (
    ("2020-03-02", "noise", "ก", "100", "1", "2020-03-20"),
    ("2020-03-05", "dust", "ข", "250.50", "2", None),
    ("2020-03-10", "noise", "ค", "300", None, "2020-04-01"),
    ("2020-03-28", None, "ง", None, "4", None),
    ("2020-04-01", "noise", "จ", "900", "9", None),
)
MARCH = Month(2020, 3)


def declare(office: Office, written: dict[str, Any] = FINES, records: Any = RECORDS) -> None:
    office.registers.save(written, new=True)
    names = [field["name"] for field in written["fields"]]
    office.records.save_many("fines", [Edit(None, dict(zip(names, one, strict=True))) for one in records])


def table_of(office: Office, name: str, **asked: Any) -> list[list[str]]:
    """What a printed list's rows say, heading first."""
    document = document_of(office.session, Asked(name, 2563, **asked))
    (table,) = (b for s in document.sections for b in s.blocks if isinstance(b, DocumentTable))
    return [[plain(cell.text) for cell in row.cells] for row in (*table.header, *table.rows)]


def test_a_month_is_printed_in_groups_with_their_sums(office: Office) -> None:
    declare(office)
    assert table_of(office, "list:fines", month=MARCH) == [
        ["ที่", "วันที่ปรับ", "ผู้ถูกปรับ", "ค่าปรับ", "ถัง", "วันที่ชำระ"],
        ["ประเภท: เสียง"],
        ["1", "2 มี.ค. 63", "ก", "100.00", "1", "20 มี.ค. 63"],
        ["2", "10 มี.ค. 63", "ค", "300.00", "–", "–"],  # paid in April: not by the end of March
        ["รวม 2 ราย", "400.00", "1", ""],
        ["ประเภท: ฝุ่น"],
        ["3", "5 มี.ค. 63", "ข", "250.50", "2", "–"],
        ["รวม 1 ราย", "250.50", "2", ""],
        ["ประเภท: ไม่ระบุ"],
        ["4", "28 มี.ค. 63", "ง", "–", "4", "–"],
        ["รวม 1 ราย", "0.00", "4", ""],
        ["รวมทั้งสิ้น 4 ราย", "650.50", "7", ""],
    ]


def test_what_is_not_there_by_the_day_is_not_printed(office: Office) -> None:
    declare(office)
    rows = table_of(office, "list:fines", month=MARCH, as_of=date(2020, 3, 5))
    assert [row[2] for row in rows if len(row) == 6 and row[0].isdigit()] == ["ก", "ข"]
    assert table_of(office, "list:fines", month=Month(2020, 2))[1:] == [["ไม่มีรายการ"]]


def test_a_year_prints_all_of_it_and_money_is_summed_unless_said_otherwise(office: Office) -> None:
    declare(office)
    assert table_of(office, "list:fines.plain") == [
        ["ที่", "ผู้ถูกปรับ", "ค่าปรับ"],
        *(
            [str(n), who, money]
            for n, (who, money) in enumerate(
                [("ก", "100.00"), ("ข", "250.50"), ("ค", "300.00"), ("ง", "–"), ("จ", "900.00")], 1
            )
        ),
        ["รวมทั้งสิ้น 5 ราย", "1,550.50"],
    ]


def test_signers_are_those_of_the_unit_that_keeps_the_register(office: Office) -> None:
    declare(office)
    office.records.save(
        "signers", {"unit": "finance", "role": "approver", "name": "นางศรี ดี", "position": "หัวหน้า"}
    )
    document = document_of(office.session, Asked("list:fines", 2563, month=MARCH))
    (kept,) = (b for s in document.sections for b in s.blocks if hasattr(b, "blocks"))
    (signed,) = (b for b in kept.blocks if isinstance(b, Signatures))
    assert [(s.role, s.name) for s in signed.signers] == [("ผู้รายงาน", ""), ("ผู้อนุมัติ", "นางศรี ดี")]
    assert (document.orientation, document.title) == (
        "landscape",
        "บัญชีค่าปรับประจำเดือน ประจำเดือนมีนาคม 2563 ปีงบประมาณ พ.ศ. 2563",
    )
    assert not any(
        isinstance(b, Signatures) or hasattr(b, "blocks")
        for s in document_of(office.session, Asked("list:fines.plain", 2563)).sections
        for b in s.blocks
    )


def test_lists_stand_among_the_documents_by_name(office: Office) -> None:
    declare(office)
    found = {r.name: r for r in office.reports.available()}
    assert (found["list:fines"].title, found["list:fines"].needs) == ("บัญชีค่าปรับประจำเดือน", ("month",))
    assert (found["list:fines.plain"].title, found["list:fines.plain"].rhythm) == ("ทะเบียนค่าปรับ", "year")
    assert found["list:signers"].title == "รายการผู้ลงนามในรายงาน"
    assert spec_of(office.session, "list:fines.monthly").title == "บัญชีค่าปรับประจำเดือน"
    in_march = {r.name for r in of_month(MARCH, office.session.registers())}
    assert "list:fines" in in_march
    assert not {"list:fines.plain", "list:signers"} & in_march
    for name in ("list:nothing", "list:fines.other", "list:plan_units"):
        with pytest.raises(UsageRefusal, match="list:fines"):
            office.reports.print_report(name, Path("a.pdf"))


def test_a_retired_field_is_left_out(office: Office) -> None:
    declare(office)
    written = dict(office.registers.declaration("fines"))
    written["fields"] = [
        {**f, "retired": True} if f["name"] in ("who", "kind", "bins") else f for f in written["fields"]
    ]
    office.registers.save(written)
    rows = table_of(office, "list:fines", month=MARCH)
    assert rows[0] == ["ที่", "วันที่ปรับ", "ค่าปรับ", "วันที่ชำระ"]
    assert rows[-1] == ["รวมทั้งสิ้น 4 ราย", "650.50", ""]


def test_a_list_whose_columns_are_all_retired_is_the_registers_own(office: Office) -> None:
    declare(office)
    written = dict(office.registers.declaration("fines"))
    written["fields"] = [{**f, "retired": f["name"] in ("who", "amount")} for f in written["fields"]]
    office.registers.save(written)
    assert table_of(office, "list:fines.plain")[0] == ["ที่", "วันที่ปรับ", "ประเภท", "ถัง", "วันที่ชำระ"]


def test_amounts_that_are_different_things_are_never_added(sample_year: Office) -> None:
    """What was allocated, committed and disbursed: sums of each, none of all."""
    rows = table_of(sample_year, "list:budget_entries")
    assert rows[0][0] == "ที่"
    sums = [row for row in rows if row[0].startswith("รวม ")]
    assert len(sums) == sum(len(row) == 1 for row in rows) > 1
    assert all(any(cell[:1].isdigit() for cell in row[1:]) for row in sums)
    assert rows[-1][0].startswith("รวมทั้งสิ้น")
    assert not any(cell[:1].isdigit() for cell in rows[-1][1:])


def test_nothing_is_summed_where_that_is_said(office: Office) -> None:
    declare(office, {**FINES, "prints": [{"name": "plain", "columns": ["who", "amount"], "totals": []}]})
    assert office.registers.declaration("fines")["prints"][0]["totals"] == []
    assert table_of(office, "list:fines")[-1] == ["รวมทั้งสิ้น 5 ราย"]


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_it_is_written_as_paper_and_as_a_workbook(office: Office, tmp_path: Path, ending: str) -> None:
    declare(office)
    target = office.reports.print_report("list:fines", tmp_path / f"ค่าปรับ.{ending}", month=MARCH)
    if ending == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(target).pages)
        assert "ไม่ระบุ" in text
        return
    cells = [cell for row in load_workbook(target).worksheets[0].iter_rows() for cell in row]
    (money,) = (cell for cell in cells if cell.value == 650.5)
    assert money.number_format == "#,##0.00"


def test_a_group_that_goes_on_overleaf_is_named_again(office: Office, tmp_path: Path) -> None:
    declare(
        office, records=[(f"2020-03-{1 + n % 28:02}", "noise", f"ราย {n}", "1", "1", None) for n in range(60)]
    )
    office.reports.print_report("list:fines", tmp_path / "a.pdf", month=MARCH)
    first, *others = (page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "(ต่อ)" not in first
    assert others
    assert all(page.count("เสียง (ต่อ)") == 1 for page in others)


def test_printed_lists_are_changed_and_taken_back_with_the_register(office: Office) -> None:
    declare(office)
    before = office.registers.declaration("fines")
    changed = {**before, "prints": [{**before["prints"][0], "title": "บัญชีอื่น"}]}
    assert {m.what for m in office.registers.meaning(changed)} == {
        'เปลี่ยนรายการพิมพ์ "บัญชีอื่น"',
        'เอารายการพิมพ์ "plain" ออก',
    }
    office.registers.save(changed)
    assert office.registers.declaration("fines") == changed
    office.records.undo()
    assert office.registers.declaration("fines") == before


def test_what_takes_the_place_of_the_usual_list_is_said_before(office: Office) -> None:
    declare(office)
    own = office.registers.declaration("fines")
    usual = {key: value for key, value in own.items() if key != "prints"}
    assert [m.what for m in office.registers.meaning(usual)][-1] == USUAL_LIST
    office.registers.save(usual)
    assert [m.what for m in office.registers.meaning(own)][-1] == OWN_LISTS
    office.registers.save(own)
    fewer = {**own, "prints": own["prints"][:1]}
    assert not {m.what for m in office.registers.meaning(fewer)} & {OWN_LISTS, USUAL_LIST}


def test_a_declaration_travels_as_a_file(office: Office, tmp_path: Path) -> None:
    declare(office)
    office.registers.export("fines", tmp_path / "fines.toml")
    assert office.registers.design_at(str(tmp_path / "fines.toml")).written == office.registers.declaration(
        "fines"
    )


def test_lists_designed_apart_come_together(office: Office, tmp_path: Path) -> None:
    """Two keep another list of the register each, and change other things of one: nothing is in conflict."""
    declare(office)
    path = Path(shutil.copy(office.session.path, tmp_path / "other.phaen"))
    with Office.open(path, author="สมชาย") as other:
        for one, name, said in ((office, "mine", {"title": "ใหม่"}), (other, "yours", {"landscape": False})):
            written = dict(one.registers.declaration("fines"))
            first, *more = written["prints"]
            one.registers.save({**written, "prints": [{**first, **said}, *more, {"name": name}]})
        for there, here in ((other, office), (office, other)):
            with there.session.reading() as connection:
                stored = [entry.stored for _, entry in log_entries(connection)]
            here.session.file.receive(stored)
        assert office.registers.declaration("fines") == other.registers.declaration("fines")
        first, *more = office.registers.declaration("fines")["prints"]
        assert (first["title"], first["landscape"]) == ("ใหม่", False)
        assert {part["name"] for part in more} == {"plain", "mine", "yours"}
        assert not office.conflicts.open()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "A b"}, "name"),
    ({"columns": ["gone"]}, "gone"),
    ({"columns": ["who", "who"]}, "ซ้ำ"),
    ({"group": "state"}, "state"),
    ({"totals": ["who"]}, "ไม่ใช่ตัวเลข"),
    ({"columns": ["who"], "totals": ["amount"]}, "ไม่ได้พิมพ์"),
    ({"period": "week"}, "week"),
    ({"signers": ["king"]}, "king"),
    ({"colour": "red"}, "colour"),
    ({"columns": 5}, "columns"),
    ({"landscape": "maybe"}, "landscape"),
]


@pytest.mark.parametrize(("said", "told"), WRONG)
def test_a_printed_list_that_makes_no_sense_is_refused_by_name(
    office: Office, said: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputRefusal, match=told):
        office.registers.save({**FINES, "prints": [{"name": "one", **said}]}, new=True)
    assert "fines" not in office.session.file.registers


def test_a_month_needs_a_day_and_names_are_told_apart(office: Office) -> None:
    undated = {key: value for key, value in FINES.items() if key != "day"}
    with pytest.raises(InputRefusal, match="day"):
        office.registers.save({**undated, "prints": [{"name": "one", "period": "month"}]}, new=True)
    with pytest.raises(InputRefusal, match="ชื่อเดียวกัน"):
        office.registers.save({**FINES, "prints": [{"name": "one"}, {"name": "one"}]}, new=True)


def test_every_record_of_a_year_stands_in_just_one_month_and_sums_agree(office: Office) -> None:
    """Random records: the months' lists add up to the year's, and each total to a plain sum."""
    draw = random.Random(16)
    year = [date(2019, 10, 1).toordinal() + draw.randrange(366) for _ in range(60)]
    records = [
        (date.fromordinal(day).isoformat(), draw.choice(["noise", "dust", None]), f"ราย {n}",
         str(Decimal(draw.randrange(100_000)) / 100), str(draw.randrange(9)), None)
        for n, day in enumerate(year)
    ]  # fmt: skip
    declare(office, records=records)
    seen: list[str] = []
    whole = Decimal(0)
    for month in months_of(2563):
        rows = table_of(office, "list:fines", month=month, as_of=date(2020, 9, 30))
        seen += [row[2] for row in rows if row[0].isdigit()]
        whole += Decimal(rows[-1][1].replace(",", "")) if len(rows[-1]) > 1 else 0
    assert sorted(seen) == sorted(one[2] for one in records)
    assert whole == sum(Decimal(one[3]) for one in records)
    assert table_of(office, "list:fines.plain", as_of=date(2020, 9, 30))[-1][-1] == f"{whole:,.2f}"


def test_what_a_number_names_stands_as_words(sample: Office) -> None:
    session = sample.session
    for name in ("project_steps", "budget_entries"):
        document = document_of(session, Asked(f"list:{name}", 2563))
        (table,) = (b for s in document.sections for b in s.blocks if isinstance(b, DocumentTable))
        place = [plain(cell.text) for cell in table.header[0].cells].index("โครงการ")
        assert table.columns[place].align == "left"
