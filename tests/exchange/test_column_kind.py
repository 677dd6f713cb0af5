"""What a column is by its cells: its type, and why."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core.exchange.spreadsheets.cells import BadCell
from core.exchange.spreadsheets.column_kind import kind_of

D = Decimal


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("วันที่รับ", [date(2020, 1, 31), date(2563, 2, 1), "31/1/2563", "1 ก.พ. 63", "๓๑/๑/๒๕๖๓"], "day"),
        ("วันที่รับ", [date(2020, 1, n) for n in range(1, 28)] + ["ไม่ทราบ"], "day"),
        ("เวลาแจ้ง", [datetime(2020, 1, 31, 9, 30), "31/1/2563 09.30", date(2020, 1, 31)], "moment"),
        ("เดือน", [date(2020, 1, 1), date(2020, 2, 1)], "month"),
        ("เริ่ม", [date(2020, 1, 1), date(2020, 2, 1)], "day"),
        ("งวด", ["ม.ค. 2563", "กุมภาพันธ์ 2563"], "month"),
        ("เลขรับ", ["1/2563", "2/2563"], "text"),
        ("จำนวนเงิน", [100, D("12.5"), "1,234.50", "-"], "money"),
        ("ราคา (บาท)", [100, 200], "money"),
        ("จำนวนคน", [1, 2, "1,200", 40], "whole"),
        ("น้ำหนัก", [D("1.5"), 2], "number"),
        ("ระยะ (กม.)", [D("1.125"), 2], "number"),
        ("โทรศัพท์", ["0812345678", 812345678], "text"),
        ("เบอร์ติดต่อ", ["0812345678", "021234567"], "text"),
        ("รุ่น", ["007", "012"], "text"),
        ("เลขที่", [1, 2, 3], "text"),
        ("ผ่าน", ["ใช่", "ไม่ใช่", "ใช่"], "flag"),
        ("ผลการตรวจ", ["ดี", "พอใช้", "ดี ", "ดี", "พอใช้", "พอใช้"], "choice"),
        ("ผู้ร้อง", ["สมชาย", "สมชาย", "สมชาย", "มานี", "มานี", "มานี"], "text"),
        ("เรื่อง", ["น้ำท่วม", "ไฟดับ", "ขยะ"], "text"),
        ("หมายเหตุ", ["ก\nข", "ค"], "long_text"),
        ("หมายเหตุ", ["ก" * 300], "long_text"),
        ("ว่าง", [None, None], "text"),
        ("ขีด", ["-", "–"], "text"),
        ("เวลา", [time(9, 30), time(10, 0)], "text"),
        ("สูตร", [BadCell("=A1", "สูตร"), BadCell("", "ผสาน")], "text"),
        ("บัตรประชาชน", [1234567890123, 3210987654321], "text"),
        ("ค่า", [True, False], "flag"),
    ],
)
def test_a_column_is_what_its_cells_are(heading, cells, kind):
    assert kind_of(heading, cells).type.name == kind


def test_decimals_are_as_many_as_stand_there():
    assert kind_of("ระยะ", [D("1.125"), 2]).type.places == 3
    assert kind_of("ระยะ", [D("1.5"), 2]).type.places == 2


@pytest.mark.parametrize(
    ("heading", "cells", "why"),
    [
        ("วันที่", [date(2020, 1, 31)], "ทุกแถวเป็นวันที่"),
        ("วันที่", [date(2020, 1, 31), None], "ทุกแถวที่กรอกเป็นวันที่"),
        (
            "วันที่",
            [date(2020, 1, 31)] * 19 + ["ไม่ทราบ"],
            '19 จาก 20 แถวเป็นวันที่ ที่เหลือ เช่น "ไม่ทราบ" อ่านเป็นวันที่ไม่ได้ ต้องแก้ก่อนนำเข้า',
        ),
        ("ผล", ["ดี", "พอใช้", "ปรับปรุง", "เลิก"] * 3, "มี 4 ค่าซ้ำกัน"),
        ("ว่าง", [None], "คอลัมน์นี้ยังไม่มีข้อมูล"),
    ],
)
def test_it_says_why(heading, cells, why):
    assert kind_of(heading, cells).why == why


def test_choices_are_told_as_they_are_written_most():
    kind = kind_of("ผล", ["Good ", "good", "good", "พอใช้", "พอใช้ ", "พอใช้", "พอใช้"])
    assert kind.choices == ("พอใช้", "good")
