"""A second office: the example district, made by the commands any office is made by; its own registers typed, imported,
merged and exported."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.faults import InputRefusal
from core.office import Office, Query
from core.plan.office_registers import ALWAYS

PLAN = "example-district-2568"
OWN = {"complaints", "training_attendance", "survey_answers", "measured_items", "measured_quantities"}
COMPLAINTS = """เลขรับเรื่อง,วันที่รับ,ช่องทาง,ประเภทเรื่อง,เรื่อง,วันที่ปิดเรื่อง,ผลการดำเนินการ
68/0001,2/6/2568,Traffy Fondue,ไฟฟ้าสาธารณะ,ไฟดับหน้าซอย 5,5/6/2568,แก้ไขแล้วเสร็จ
68/0002,16/6/2568,สายด่วน 1555,ขยะและความสะอาด,ขยะตกค้าง,23/6/2568,แก้ไขแล้วเสร็จ
68/0003,24/6/2568,หนังสือ,หาบเร่แผงลอย,แผงลอยกีดขวาง,,
"""


@pytest.fixture
def gov(tmp_path: Path):
    with Office.create(tmp_path / "gov.phaen", plan=PLAN, unit="gov") as office:
        yield office


def test_it_keeps_its_own_registers_and_those_of_any_plan(gov: Office) -> None:
    assert {r.name for r in gov.session.registers()} == {*ALWAYS, *OWN}
    assert gov.session.keeper.code == "gov"
    assert [r.values["code"] for r in gov.records.rows("measured_items")] == [
        "food",
        "recycle",
        "branch",
        "hazard",
        "bulky",
    ]
    assert gov.file.check().sound


def test_what_it_cannot_print_is_not_listed_and_refused(gov: Office, tmp_path: Path) -> None:
    listed = [r.name for r in gov.reports.available()]
    assert listed == ["monthly", "quarterly", "annual", "memo", "steps", "budget-spending"]
    with pytest.raises(InputRefusal, match="โปรดเลือกรายงานอื่น"):
        gov.reports.print_report("renovation", tmp_path / "a.pdf", as_of=date(2025, 6, 30))


def test_a_list_of_complaints_is_taken_in_and_says_what_is_due(gov: Office, tmp_path: Path) -> None:
    source = tmp_path / "complaints.csv"
    source.write_text(COMPLAINTS, "utf-8")
    taken = gov.sheets.import_records("complaints", source)
    assert (taken.read, taken.accepted, taken.problems) == (3, 3, ())
    due = gov.figures.upcoming(date(2025, 6, 30), 10, registers=["complaints"])
    assert [one.text for one in due] == ["เรื่องร้องเรียน 68/0003 แผงลอยกีดขวาง"]


def test_what_two_units_typed_comes_together(gov: Office, tmp_path: Path) -> None:
    with Office.create(tmp_path / "clean.phaen", plan=PLAN, unit="clean") as clean:
        clean.records.save(
            "measured_quantities",
            {"item": "food", "month": "2568-05", "measured_on": "3/6/2568", "quantity": "41.125"},
        )
        package = tmp_path / "clean.phaenx"
        clean.exchange.pack(package)
    gov.exchange.merge([package], trust=True)
    (row,) = gov.records.rows("measured_quantities", Query())
    assert row.values["quantity"] == Decimal("41.125")
    target = tmp_path / "waste.csv"
    gov.sheets.export_records("measured_quantities", target)
    assert "food,2025-05,2025-06-03,41.125" in target.read_text("utf-8-sig")
