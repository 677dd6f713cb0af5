"""A register proposed from the Excel file an office uses today, as untidy as such files are; then its rows come in."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from core.faults import FileRefusal
from core.office import SheetPlan
from core.office.registers.names import short_title

DAY = date(2019, 10, 1)
HEADINGS = ["ลำดับที่", "เลขรับ", "วันที่รับ", "ผู้ร้อง", "ประเภทเรื่อง", "ค่าใช้จ่าย", "หมายเหตุ"]
TOPICS = ("ขยะและความสะอาด", "ถนน", "ไฟฟ้า")


def complaint(n: int) -> list[object]:
    day = DAY + timedelta(days=n)
    shown = f"{day.day}/{day.month}/{day.year + 543}" if n % 2 else day
    return [n, f"{n:03}/2563", shown, f"ผู้ร้อง {n}", TOPICS[n % 3], 100 * n, "รีบ" if n % 5 == 0 else None]


@pytest.fixture
def book(tmp_path):
    """Writes a workbook: sheets by name, their rows."""

    def write(merged=(), **sheets) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for area in merged:
                sheet.merge_cells(area)
        path = tmp_path / "เรื่องร้องเรียน_2563.xlsx"
        workbook.save(path)
        return path

    return write


def told(design):
    return {column.heading: column for column in design.columns}


@pytest.fixture
def untidy(book):
    """Titles above, a blank column, a row that divides, a total and a signature below."""
    rows = [complaint(n) for n in range(1, 31)]
    return book(
        merged=["A1:G1"],
        ข้อมูล=[
            ["ทะเบียนรับเรื่องร้องเรียน ประจำปี พ.ศ. ๒๕๖๓"],
            ["ประจำปีงบประมาณ พ.ศ. 2563"],
            [],
            HEADINGS,
            *rows[:10],
            ["เดือนพฤศจิกายน"],
            *rows[10:],
            ["รวม", None, None, None, None, 46500],
            [None, None, None, "ลงชื่อ ผู้รายงาน"],
        ],
    )


def test_an_untidy_sheet_becomes_a_register(office, untidy):
    design = office.registers.from_sheet(untidy)
    assert design.base is None
    head = {key: value for key, value in design.written.items() if key != "fields"}
    assert head == {
        "name": "rabreueongrongreiyn",
        "title": "ทะเบียนรับเรื่องร้องเรียน",
        "short_title": "รับเรื่องร้องเรียน",
        "key": ["lekhrab"],
        "day": "received_on",
        "order": ["received_on", "lekhrab"],
    }
    fields = {field["label"]: field for field in design.written["fields"]}
    assert "ลำดับที่" not in fields
    assert {label: field["type"] for label, field in fields.items()} == {
        "เลขรับ": "text",
        "วันที่รับ": "day",
        "ผู้ร้อง": "text",
        "ประเภทเรื่อง": "choice",
        "ค่าใช้จ่าย": "money",
        "หมายเหตุ": "text",
    }
    assert fields["วันที่รับ"] == {
        "name": "received_on",
        "type": "day",
        "label": "วันที่รับ",
        "required": True,
    }
    assert fields["ประเภทเรื่อง"]["choices"]["ขยะและความสะอาด"] == "ขยะและความสะอาด"
    assert "required" not in fields["หมายเหตุ"]
    assert any("แถวที่ 15" in sentence for sentence in design.left_out)


def test_every_proposal_says_why(office, untidy):
    columns = told(office.registers.from_sheet(untidy))
    assert columns["วันที่รับ"].why == "ทุกแถวเป็นวันที่ · เสนอเป็นวันของรายการ"
    assert columns["เลขรับ"].why == "เป็นเลขหรือรหัส จึงเก็บตามที่พิมพ์ · ไม่ซ้ำกัน จึงเสนอเป็นเลขประจำรายการ"
    assert columns["ประเภทเรื่อง"].why == "มี 3 ค่าซ้ำกัน"
    assert columns["ลำดับที่"].field == ""
    assert (columns["หมายเหตุ"].filled, columns["หมายเหตุ"].of) == (6, 30)
    assert columns["วันที่รับ"].samples[0] == "2/10/2562"


def test_its_rows_come_in_afterwards(office, untidy):
    design = office.registers.from_sheet(untidy)
    office.registers.save(design.written, new=True)
    with closing(office.sheets.open_sheet(design.written["name"], untidy)) as incoming:
        view = incoming.look()
        assert [name for name in view.proposed if name] == [f["name"] for f in design.written["fields"]]
        checked = incoming.check(SheetPlan(view.proposed))
        assert (checked.good, checked.bad) == (30, 3)
        assert incoming.take() == 30
    assert office.registers.from_sheet(untidy).written["name"] == f"{design.written['name']}_2"


@pytest.mark.parametrize(
    ("numbers", "key", "per_year"),
    [
        ([str(n) for n in range(1, 13)], True, True),  # plain numbers begin anew each year
        ([f"{n}/63" for n in range(1, 13)], True, False),
        ([f"{n % 6 + 1}/x" for n in range(12)], True, True),  # told apart by the year of their day
        (["1"] * 12, False, False),
    ],
)
def test_the_key_is_what_tells_records_apart(office, book, numbers, key, per_year):
    days = [date(2020, 9, n + 1) if n < 6 else date(2020, 10, n + 1) for n in range(12)]
    rows = [["เลขที่", "วันที่"], *([number, day] for number, day in zip(numbers, days, strict=True))]
    written = office.registers.from_sheet(book(ข้อมูล=rows)).written
    assert (bool(written.get("key")), written.get("per_year", False)) == (key, per_year)


def test_a_birthday_is_no_day_of_a_record_and_a_telephone_no_key(office, book):
    rows = [["วันเกิด", "บัตรประชาชน", "โทรศัพท์"], *([DAY, 3100000000000 + n, f"081{n:07}"] for n in range(9))]
    written = office.registers.from_sheet(book(ข้อมูล=rows)).written
    assert "day" not in written
    assert written["key"] == [written["fields"][1]["name"]]
    assert "per_year" not in written


def test_columns_may_be_called_alike_or_not_at_all(office, book):
    rows = [["วันที่", "วันที่", None, "id", "ชื่อ\nสกุล"], *([DAY, DAY, n, n, f"ก {n}"] for n in range(9))]
    design = office.registers.from_sheet(book(ข้อมูล=rows))
    fields = design.written["fields"]
    assert [f["label"] for f in fields] == ["วันที่", "วันที่ (2)", "id", "ชื่อ สกุล"]
    assert len({f["name"] for f in fields}) == 4
    assert "id" not in {f["name"] for f in fields}
    assert design.left_out == ("คอลัมน์ C ไม่มีหัวคอลัมน์ จึงยังไม่ได้ทำเป็นช่อง",)


def test_a_sheet_is_chosen_by_its_name(office, book):
    path = book(ก=[["ชื่อ", "วันที่"], ["ก", DAY]], ข=[["รถ", "วันที่"], ["ข", DAY]], ว่าง=[])
    assert office.registers.sheets_of(path) == ("ก", "ข")
    assert office.registers.from_sheet(path).sheet == "ก"
    design = office.registers.from_sheet(path, "ข")
    assert (design.sheet, design.written["fields"][0]["label"]) == ("ข", "รถ")
    with pytest.raises(FileRefusal, match='"ค"'):
        office.registers.from_sheet(path, "ค")


def test_headings_may_stand_in_two_rows(office, book):
    rows = [
        ["ที่", "วันที่", "ผู้ร้อง", None, "เรื่อง"],
        [None, None, "ชื่อ", "โทร", None],
        *([n, DAY, f"ก {n}", f"081{n}", f"เรื่อง {n}"] for n in range(1, 10)),
    ]
    path = book(["A1:A2", "B1:B2", "C1:D1", "E1:E2"], ข้อมูล=rows)
    design = office.registers.from_sheet(path)
    assert [f["label"] for f in design.written["fields"]] == ["วันที่", "ผู้ร้อง ชื่อ", "ผู้ร้อง โทร", "เรื่อง"]
    assert all(f["required"] for f in design.written["fields"])
    office.registers.save(design.written, new=True)
    with closing(office.sheets.open_sheet(design.written["name"], path)) as incoming:
        found = incoming.check(SheetPlan(incoming.look().proposed))
        assert (found.good, found.bad) == (9, 0)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"ว่าง": []}, "ว่างเปล่า"),
        ({"หัว": [HEADINGS]}, "ยังไม่มีรายการ"),
        ({"กว้าง": [[f"ก{n}" for n in range(250)], list(range(250))]}, "250 คอลัมน์"),
        ({"กว้าง": [[f"ก{n}" for n in range(3000)], list(range(3000))]}, "คอลัมน์"),
        ({"ลำดับ": [["ลำดับ"], [1], [2], [3]]}, "คอลัมน์"),
    ],
)
def test_what_is_no_register_is_refused_in_a_sentence(office, book, sheets, said):
    with pytest.raises(FileRefusal, match=said):
        office.registers.from_sheet(book(**sheets))


def test_a_workbook_that_is_none_is_refused(office, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    for ask in (office.registers.from_sheet, office.registers.sheets_of):
        with pytest.raises(FileRefusal, match=r"x\.xlsx"):
            ask(path)


def test_a_text_file_is_as_good_as_a_workbook(office, tmp_path):
    path = tmp_path / "รายการ.csv"
    path.write_text('เลขที่,วันที่,จำนวนเงิน\nก1,31/1/2563,"1,200.50"\nก2,1/2/2563,30\n', "utf-8")
    design = office.registers.from_sheet(path)
    assert design.written["title"] == "ทะเบียนรายการ"
    assert [f["type"] for f in design.written["fields"]] == ["text", "day", "money"]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("ทะเบียนรับเรื่องร้องเรียน", "รับเรื่องร้องเรียน"),
        ("ทะเบียนรับเรื่องร้องเรียน ศูนย์ดำรงธรรม อำเภอเมืองบางพิกุล", "รับเรื่องร้องเรียน"),
        ("ทะเบียน", "ทะเบียน"),
    ],
)
def test_the_rail_has_room_for_what_a_register_is_called(title, short):
    assert short_title(title) == short
