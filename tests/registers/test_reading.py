"""Reading what was typed: exactly, or not at all and with a sentence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.registers import ALL, by_name
from core.registers.declare import Field, Register
from core.registers.reading import Unreadable, printable, read_value
from core.registers.validate import read_values
from core.thai.fiscal import Month
from core.thai.folding import clean_lines

AMOUNT = by_name("finance_requests").field("amount")
RECEIVED = by_name("finance_requests").field("received_on")
REQUEST_NO = by_name("finance_requests").field("request_no")
NOTE = by_name("finance_requests").field("note")
PROCUREMENT = by_name("finance_requests").field("procurement")
MONTH = by_name("centre_audits").field("month")
SCORE = by_name("centre_audits").field("score")
CENTRE = by_name("centre_audits").field("centre")
ACTIVE = by_name("info_centres").field("active")
PROJECT = by_name("project_steps").field("project")
LEVEL = by_name("satisfaction_ratings").field("level")
ASKED = by_name("letter_enquiries").field("asked_at")
YEAR = by_name("study_parts").field("fiscal_year")

READ: list[tuple[Field, object, object]] = [
    (AMOUNT, "12,480.00", Decimal("12480.00")),
    (AMOUNT, "๑๒,๔๘๐.๕๐", Decimal("12480.50")),
    (AMOUNT, 12480.1, Decimal("12480.10")),
    (AMOUNT, 0.1 + 0.2, Decimal("0.30")),
    (AMOUNT, 5, Decimal(5)),
    (AMOUNT, Decimal("7.500"), Decimal("7.50")),
    (AMOUNT, "10,000,000,000", Decimal(10**10)),
    (RECEIVED, "26/06/2563", date(2020, 6, 26)),
    (RECEIVED, "2020-06-26", date(2020, 6, 26)),
    (RECEIVED, "2563-06-26", date(2020, 6, 26)),
    (RECEIVED, "260663", date(2020, 6, 26)),
    (RECEIVED, "๒๖ มิ.ย. ๖๓", date(2020, 6, 26)),
    (RECEIVED, "29/02/2563", date(2020, 2, 29)),
    (RECEIVED, date(2563, 6, 26), date(2020, 6, 26)),
    (RECEIVED, datetime(2563, 6, 26), date(2020, 6, 26)),
    (RECEIVED, datetime(2020, 6, 26), date(2020, 6, 26)),
    (RECEIVED, date(2399, 1, 1), None),
    (MONTH, "2563-01", Month(2020, 1)),
    (MONTH, "2020-01", Month(2020, 1)),
    (MONTH, "ม.ค. 63", Month(2020, 1)),
    (MONTH, date(2563, 1, 1), Month(2020, 1)),
    (MONTH, datetime(2020, 1, 1), Month(2020, 1)),
    (MONTH, Month(2020, 1), Month(2020, 1)),
    (MONTH, date(2020, 1, 2), None),
    (ASKED, "31/01/2563 09:15", datetime(2020, 1, 31, 9, 15)),
    (ASKED, "2020-01-31T09:15", datetime(2020, 1, 31, 9, 15)),
    (ASKED, datetime(2563, 1, 31, 9, 15), datetime(2020, 1, 31, 9, 15)),
    (ASKED, datetime(2020, 1, 31, 9, 15, 1), None),
    (ASKED, datetime(2020, 1, 31, 9, 15, tzinfo=UTC), None),
    (ASKED, date(2563, 1, 31), datetime(2020, 1, 31)),
    (ASKED, "31/01/2563", None),
    (ASKED, time(9, 15), None),
    (PROCUREMENT, "w119", "w119"),
    (PROCUREMENT, "W119", "w119"),
    (PROCUREMENT, "ว.119", "w119"),
    (PROCUREMENT, "ว.๑๑๙", "w119"),
    (PROCUREMENT, "ว119", None),
    (PROCUREMENT, True, None),
    (LEVEL, "มาก", 4),
    (LEVEL, "๔", 4),
    (LEVEL, 4.0, 4),
    (LEVEL, 4, 4),
    (LEVEL, 4.5, None),
    (LEVEL, "0", None),
    (LEVEL, True, None),
    (PROJECT, "1", 1),
    (PROJECT, 1.0, 1),
    (PROJECT, "1.5", None),
    (PROJECT, "0", None),
    (YEAR, "2563", 2563),
    (YEAR, "2020", None),
    (ACTIVE, "ใช่", True),
    (ACTIVE, "ไม่ใช่", False),
    (ACTIVE, "1", True),
    (ACTIVE, "๐", False),
    (ACTIVE, 1, True),
    (ACTIVE, 0.0, False),
    (ACTIVE, False, False),
    (ACTIVE, 2, None),
    (ACTIVE, Decimal("sNaN"), None),
    (ACTIVE, "บางที", None),
    (REQUEST_NO, "  63/0431 ", "63/0431"),
    (REQUEST_NO, 431.0, "431"),
    (REQUEST_NO, 50050000, "50050000"),
    (REQUEST_NO, 7.1, "7.1"),
    (REQUEST_NO, "๖๓/๐๔๓๑", "๖๓/๐๔๓๑"),
    (REQUEST_NO, date(2020, 6, 1), None),
    (REQUEST_NO, 1e300, None),
    (REQUEST_NO, "63\n0431", None),
    (REQUEST_NO, "63\t0431", None),
    (REQUEST_NO, "x" * 50, "x" * 50),
    (REQUEST_NO, "x" * 51, None),
    (NOTE, "บรรทัดแรก\nบรรทัดสอง", "บรรทัดแรก\nบรรทัดสอง"),
    (NOTE, "a\x00b", None),
    (NOTE, "a\x1f", None),
    (NOTE, "\ud800", None),
    (NOTE, "ทำงาน\u200bดี", "ทำงานดี"),
    (NOTE, "น\u0e4d\u0e32", "น\u0e33"),
    (NOTE, "ก  ข\r\n\u00a0ค ", "ก  ข\n ค"),
    (REQUEST_NO, "\ufeffก\u00a0  ๖๓/๑\u200b", "ก ๖๓/๑"),
    (PROCUREMENT, "ว.\u200b๑๑๙\u00a0", "w119"),
    (AMOUNT, "\ufeff1,000\u00a0", Decimal("1000.00")),
    (RECEIVED, "31/01/\u200b2563", date(2020, 1, 31)),
    (AMOUNT, "abc", None),
    (AMOUNT, "100.005", None),
    (AMOUNT, 100.005, None),
    (AMOUNT, Decimal("1.00000000000000000000000000000000001"), None),
    (AMOUNT, "0", None),
    (AMOUNT, "-1", None),
    (AMOUNT, "10,000,000,000.01", None),
    (AMOUNT, float("nan"), None),
    (AMOUNT, float("inf"), None),
    (AMOUNT, Decimal("NaN"), None),
    (AMOUNT, Decimal("sNaN"), None),
    (AMOUNT, Decimal("1e999999"), None),
    (AMOUNT, Decimal("1e-999999"), None),
    (AMOUNT, True, None),
    (AMOUNT, "1e5", None),
    (AMOUNT, "9" * 100_000, None),
    (SCORE, "100", Decimal(100)),
    (SCORE, "100.01", None),
    (SCORE, "-0", Decimal(0)),
    (CENTRE, 50050000.0, "50050000"),
    (RECEIVED, "31/06/2563", None),
    (RECEIVED, "29/02/2564", None),
    (RECEIVED, date(2564, 2, 28), date(2021, 2, 28)),
    (RECEIVED, date(2564, 2, 28).replace(month=3, day=1), date(2021, 3, 1)),
    (RECEIVED, "26/06/2020", None),
    (RECEIVED, datetime(2020, 6, 26, 9, 0), None),
    (RECEIVED, 43831, None),
    (RECEIVED, 43831.0, None),
    (RECEIVED, Month(2020, 6), None),
    (RECEIVED, date(1800, 1, 1), None),
    (RECEIVED, date(2700, 1, 1), None),
    (RECEIVED, date(2400, 1, 1), date(1857, 1, 1)),
    (RECEIVED, b"2020-01-01", None),
    (RECEIVED, ["2020-01-01"], None),
]


@pytest.mark.parametrize(("field", "raw", "value"), READ)
def test_what_is_read_and_what_is_refused(field: Field, raw: object, value: object) -> None:
    if value is not None:
        read = read_value(field, raw)
        assert read == value
        assert type(read) is type(value)
        return
    with pytest.raises(ValueError, match=field.label):
        read_value(field, raw)


@pytest.mark.parametrize("field", [NOTE, REQUEST_NO, PROCUREMENT, AMOUNT, RECEIVED, LEVEL])
def test_what_holds_nothing_that_can_be_seen_is_empty(field: Field) -> None:
    for raw in ("", " ", "\u200b\ufeff", "\u00a0 \u200d"):
        assert read_value(field, raw) is None


def test_a_leap_day_that_only_the_cell_has_is_refused() -> None:
    with pytest.raises(Unreadable, match="ไม่มีในปฏิทิน"):
        read_value(RECEIVED, date(2568, 2, 29))  # B.E. 2568 is 2025


def test_a_number_longer_than_python_writes_out_is_refused() -> None:
    for field in (AMOUNT, PROJECT, REQUEST_NO, PROCUREMENT, LEVEL):
        with pytest.raises(Unreadable, match=r"ตัวเลขยาวมาก|มากเกิน"):
            read_value(field, 10**5000)


SENTENCES: list[tuple[Field, object, str, str]] = [
    (
        LEVEL,
        "ดี",
        "value.choice",
        'ระดับ "ดี" ไม่มีในตัวเลือก โปรดเลือก น้อยที่สุด หรือ น้อย หรือ ปานกลาง หรือ มาก หรือ มากที่สุด',
    ),
    (AMOUNT, "abc", "value.number", 'จำนวนเงิน: "abc" ไม่ใช่จำนวน ให้พิมพ์เป็นตัวเลข เช่น 12,480.50'),
    (AMOUNT, True, "value.number", 'จำนวนเงิน "True" ไม่ใช่ตัวเลข โปรดพิมพ์ตัวเลข เช่น 12,480.00'),
    (RECEIVED, 43831.0, "value.day", 'วันที่รับ "43831.0" ไม่ใช่วันที่ โปรดพิมพ์ เช่น 31/01/2563'),
    (
        RECEIVED,
        datetime(2020, 6, 26, 9),
        "value.day",
        'วันที่รับ "2020-06-26 09:00:00" มีเวลาอยู่ด้วย โปรดพิมพ์ เช่น 31/01/2563',
    ),
    (
        REQUEST_NO,
        date(2020, 6, 1),
        "value.kind",
        'เลขที่ใบขอเบิก "2020-06-01" ไม่ใช่ข้อความ โปรดจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่',
    ),
    (
        NOTE,
        "ก\x00ข",
        "text.control",
        'หมายเหตุ "ก\N{REPLACEMENT CHARACTER}ข" มีอักขระควบคุมที่มองไม่เห็น โปรดลบแล้วพิมพ์ใหม่',
    ),
    (
        RECEIVED,
        date(1800, 1, 1),
        "limit.year",
        "วันที่รับ อยู่ในปี พ.ศ. 2343 ซึ่งอยู่นอกช่วง พ.ศ. 2400 ถึง 2699 โปรดตรวจปี",
    ),
    (YEAR, "2020", "limit.range", 'ปีงบประมาณ "2020" ต้องอยู่ระหว่าง 2400 ถึง 2699 โปรดตรวจตัวเลข'),
    (PROJECT, "0", "limit.range", 'โครงการ "0" ต้องไม่น้อยกว่า 1 โปรดตรวจตัวเลข'),
]


@pytest.mark.parametrize(("field", "raw", "code", "sentence"), SENTENCES)
def test_the_sentence_says_what_and_what_to_do(field: Field, raw: object, code: str, sentence: str) -> None:
    _, findings = read_values(by_register(field), {field.name: raw})
    assert [(f.code, f.field, f.message) for f in findings] == [(code, field.name, sentence)]


def by_register(field: Field) -> Register:
    return next(r for r in ALL if field in r.fields)


def anything() -> st.SearchStrategy[Any]:
    typed = st.one_of(
        st.text(max_size=300),
        st.text(st.characters(exclude_categories=()), max_size=20),
        st.text(st.sampled_from("0123456789๐๑๒๓/-.:T ม.ค,+กพ"), max_size=20),
        st.binary(max_size=20),
        st.binary(max_size=20).map(lambda b: b.decode("latin-1")),
    )
    real = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
        st.lists(st.integers(), max_size=2),
    )
    return st.one_of(typed, real)


@given(raw=anything())
@example(raw="-" * 100_000)
@example(raw="1" * 5000)
@example(raw=10**400)
@example(raw="ก" * 100_000)
def test_reading_raises_nothing_but_a_thai_sentence(raw: object) -> None:
    for field in every_field():
        refusal = None
        try:
            value = read_value(field, raw)
        except ValueError as reason:
            refusal = reason
        if refusal is None:
            assert value is None or field.from_wire(field.to_wire(value)) == value
            continue
        assert isinstance(refusal, Unreadable)
        assert field.label in str(refusal)
        assert len(str(refusal)) < 400
        assert not any(c in "\n\r\t\x00" for c in str(refusal))


def every_field() -> Iterator[Field]:
    for register in ALL:
        yield from register.fields


@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=40))
def test_text_is_kept_but_for_what_nobody_can_see(text: str) -> None:
    assert read_value(NOTE, f"  {text}\n") == (clean_lines(text) or None)


@given(raw=anything())
def test_what_was_typed_is_shown_printable(raw: object) -> None:
    shown = printable(raw)
    assert len(shown) <= 200
    shown.encode("utf-8")
    assert "\x00" not in shown
