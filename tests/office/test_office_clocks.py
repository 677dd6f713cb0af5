"""A register of the office's own with clocks: its state column, quick filters, due list, badge and months follow."""

from datetime import date, datetime

import pytest
from own_registers import give_own

from core.office import Badge, ListQuery, Office

JUNE_30 = date(2020, 6, 30)


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose file has registers of its own."""
    give_own(office)
    office.session.now = lambda: datetime(2020, 7, 2, 9, 0)
    return office


def complaint(office: Office, number: str, received: str, register: str = "complaints", **days: str) -> str:
    values = {
        "request_no": number,
        "procurement": "other",
        "amount": "1",
        "payee": "นุช",
        "received_on": received,
    }
    return office.records.save(register, {**values, **days}).record_id


def question(office: Office, asked: str, **more: str) -> str:
    return office.records.save("questions", {"user": "ก้อย", "asked_at": asked, **more}).record_id


def cells(office: Office, register: str, column: str, as_of: date = JUNE_30) -> list[str]:
    """The cells of a column, as the register is listed."""
    query = ListQuery(register, as_of)
    place = [c.name for c in office.lists.list_columns(register)].index(column)
    lines = office.lists.list_lines(query, office.lists.open_list(query).ids)
    return [getattr(line.cells[place], "text", line.cells[place]) for line in lines]


def test_a_record_says_how_it_stands_by_the_clock_alone(office: Office) -> None:
    complaint(office, "63/1", "24/06/2563")
    complaint(office, "63/2", "25/06/2563")
    complaint(office, "63/3", "26/06/2563")
    complaint(office, "63/4", "24/06/2563", returned_on="25/06/2563")
    complaint(office, "63/5", "24/06/2563", returned_on="25/06/2563", resubmitted_on="29/06/2563")
    complaint(office, "63/6", "22/06/2563", cheque_on="25/06/2563")
    complaint(office, "63/7", "22/06/2563", cheque_on="26/06/2563")
    complaint(office, "63/8", "22/06/2563", cancelled_on="24/06/2563")
    complaint(office, "63/9", "01/07/2563")
    headings = [column.heading for column in office.lists.list_columns("complaints")]
    assert (headings[1], headings[-1]) == ("สถานะ", "กำหนดปิดเรื่อง")
    stands = zip(
        cells(office, "complaints", "request_no"),
        cells(office, "complaints", "due_on"),
        cells(office, "complaints", "state"),
        strict=True,
    )
    assert list(stands) == [
        ("63/1", "29 มิ.ย. 63", "เกินกำหนด 1 วัน"),
        ("63/2", "30 มิ.ย. 63", "ครบกำหนดวันนี้"),
        ("63/3", "1 ก.ค. 63", "เหลือ 1 วันทำการ"),
        ("63/5", "2 ก.ค. 63", "เหลือ 2 วันทำการ"),
        ("63/4", "–", "ส่งคืนแก้ไข"),
        ("63/8", "25 มิ.ย. 63", "ยกเลิก"),
        ("63/7", "25 มิ.ย. 63", "ช้า 1 วัน"),
        ("63/6", "25 มิ.ย. 63", "ทันกำหนด"),
        ("63/9", "8 ก.ค. 63", "รับหลังวันที่ดู"),
    ]


def test_quick_filters_due_list_badge_and_months_follow(office: Office) -> None:
    late = complaint(office, "63/1", "24/06/2563")
    complaint(office, "63/2", "25/06/2563")
    complaint(office, "63/4", "24/06/2563", returned_on="25/06/2563")
    complaint(office, "63/6", "22/06/2563", cheque_on="25/06/2563")
    filters = [(f.key, f.words) for f in office.lists.list_filters("complaints")]
    assert filters == [
        ("waits", "ค้างปิดเรื่อง"),
        ("overdue", "เกินกำหนด"),
        ("away", "ส่งคืนแก้ไข"),
        ("no_evidence", "ยังไม่มีหลักฐาน"),
    ]
    assert office.lists.open_list(ListQuery("complaints", JUNE_30)).filters == {
        "waits": 3,
        "overdue": 1,
        "away": 1,
        "no_evidence": 4,
    }
    kept = office.lists.open_list(ListQuery("complaints", JUNE_30, filters=frozenset(["overdue"])))
    assert kept.ids == (late,)
    due = [(u.chip.text, u.text) for u in office.figures.upcoming(JUNE_30) if u.register == "complaints"]
    assert due == [("เกิน 1 วันทำการ", "เรื่องร้องเรียน 63/1 นุช"), ("วันนี้", "เรื่องร้องเรียน 63/2 นุช")]
    assert office.figures.badges(JUNE_30) == {"complaints": Badge(1, 1)}
    months = next(u.cells for u in office.figures.completeness(2563, JUNE_30) if u.unit.code == "complaints")
    assert [cell.text for cell in months][7:10] == ["–", "ค้าง 3", ""]


def test_the_months_of_a_register_of_no_unit_are_the_plan_keepers(office: Office) -> None:
    question(office, "30/06/2563 09:00")
    cells = {u.unit.code: u.cells[8].text for u in office.figures.completeness(2563, JUNE_30)}
    assert cells == {
        "admin": "ค้าง 1",
        "central": "ค้าง 72",
        "secretariat": "–",
        "finance": "–",
        "complaints": "–",
    }


def test_several_clocks_are_named_one_after_the_other(office: Office) -> None:
    complaint(office, "63/1", "29/06/2563", "permits")
    complaint(office, "63/2", "29/06/2563", "permits", checked_on="30/06/2563")
    complaint(office, "63/3", "22/06/2563", "permits", checked_on="25/06/2563", cheque_on="26/06/2563")
    complaint(office, "63/4", "22/06/2563", "permits", cheque_on="24/06/2563")
    assert cells(office, "permits", "state") == [
        "รอตรวจ · เหลือ 1 วัน",
        "รอปิดเรื่อง · เหลือ 2 วันทำการ",
        "ไม่ได้ตรวจ",
        "ตรวจช้า 1 วัน · ปิดเรื่องช้า 1 วัน",
    ]
    assert cells(office, "permits", "due_on") == ["1 ก.ค. 63", "1 ก.ค. 63", "24 มิ.ย. 63", "24 มิ.ย. 63"]
    assert cells(office, "permits", "due_on.close")[0] == "2 ก.ค. 63"
    by_due = ListQuery("permits", JUNE_30, by="due_on.close", descending=True)
    assert len(office.lists.open_list(by_due).ids) == 4


def test_a_limit_in_office_hours_runs_while_offices_are_open(office: Office) -> None:
    question(office, "30/06/2563 09:00")
    question(office, "26/06/2563 09:00")
    question(office, "26/06/2563 09:00", answered_at="29/06/2563 09:00")
    question(office, "26/06/2563 09:00", answered_at="29/06/2563 09:12")
    assert cells(office, "questions", "state") == [
        "รอตอบ · เกิน 1 วัน",
        "รอตอบ ถึง 1 ก.ค. 09:00",
        "ทันเวลา",
        "ตอบช้า 12 นาที",
    ]
    assert cells(office, "questions", "due_on")[0] == "29 มิ.ย. 63 09:00"
    assert office.lists.open_list(ListQuery("questions", JUNE_30)).filters == {
        "waits": 2,
        "overdue": 1,
        "no_evidence": 4,
    }
    due = [(u.day, u.chip.text) for u in office.figures.upcoming(JUNE_30) if u.register == "questions"]
    assert due == [(date(2020, 6, 29), "เกิน 1 วันทำการ"), (date(2020, 7, 1), "พรุ่งนี้")]


def test_the_due_day_counts_days_off_only_where_the_clock_does(office: Office) -> None:
    values = {"received_on": date(2019, 10, 31)}  # 4 and 5 November were holidays
    working = office.figures.clock_terms("complaints", 2563, JUNE_30).due_day(values)
    assert working
    assert (working.due_on, len(working.counted)) == (date(2019, 11, 7), 3)
    assert [h.day.day for h in working.skipped] == [4, 5]
    every = office.figures.clock_terms("permits", 2563, JUNE_30).due_day(values)
    assert every
    assert (every.due_on, len(every.counted), every.skipped) == (date(2019, 11, 2), 2, ())
