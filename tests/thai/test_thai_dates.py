"""Days, months and minutes, read and written the Thai way."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thai import dates
from core.thai.dates import parse_day, parse_moment, parse_month
from core.thai.digits import to_arabic, to_thai
from core.thai.fiscal import Month

JANUARY_31 = date(2020, 1, 31)
# Every year that is read: B.E. 2400 to 2699.
days = st.dates(date(1857, 1, 1), date(2156, 12, 31))


def said(parse: Callable[[str], object], text: str) -> ValueError | None:
    try:
        parse(text)
    except ValueError as sentence:
        return sentence
    return None


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-31",
        "2563-01-31",
        "31/01/2563",
        "31-01-2563",
        "31.1.2563",
        "31/1/63",
        "31/01/\u200b2563\u00a0",
        "31‑01‑2563",
        "310163",
        "31012563",
        "31 ม.ค. 63",
        "31 มกราคม 2563",
        "31 มกราคม พ.ศ. 2563",
        "31ม.ค.63",
        "31 มค 63",
        "๓๑ ม.ค. ๖๓",
        "๓๑/๐๑/๒๕๖๓",
        "  31/01/2563 ",
        "31\u00a0ม.ค.\u00a063",
        "31-ม.ค.-63",
        "31-มกราคม-2563",
        "31/ม.ค./63",
        "31 / 01 / 2563",
        "31 - 1 - 63",
        "2563 - 01 - 31",
        "2020/01/31",
        "31/1/2563 0:00",
        "31/1/2563 00:00:00",
        "31 ม.ค. 63 00.00 น.",
        "2020-01-31 00:00:00",
        "2020-01-31T00:00",
        "2020-01-31 00:00:00.000",
    ],
)
def test_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_day(text) == JANUARY_31


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/01/2020", "พ.ศ. คือ 2563"),
        ("31 ม.ค. 2020", "พ.ศ. คือ 2563"),
        ("29/02/2562", "ไม่มีวันที่ 29 กุมภาพันธ์ 2562"),
        ("2020-02-30", "ไม่มีวันที่ 30 กุมภาพันธ์ 2563"),
        ("0/1/63", "ไม่มีวันที่ 0 มกราคม 2563"),
        ("1/13/2563", "ไม่มีเดือนที่ 13"),
        ("31/01-2563", "อ่านวันที่"),
        ("31/01/563", "อ่านวันที่"),
        ("31 กกก 63", "ไม่รู้จักเดือน"),
        ("2020-01-31T09:15", "อ่านวันที่"),
        ("31/1/2563 0:01", "อ่านวันที่"),
        ("31/1/2563 0:00 0:00", "อ่านวันที่"),
        ("31 / 01 - 2563", "อ่านวันที่"),
        ("31-01-2020 00:00", "พ.ศ. คือ 2563"),
        ("", "ยังไม่ได้กรอกวันที่"),
        ("1/1/2399", "อยู่นอกช่วง"),
        ("1/1/2700", "อยู่นอกช่วง"),
        ("1856-12-31", "อยู่นอกช่วง"),
        ("2157-01-01", "อยู่นอกช่วง"),
        ("เมื่อวาน" * 100, "อ่านวันที่"),
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        parse_day(text)
    assert "ให้" in str(refused.value)
    assert len(str(refused.value)) < 160


def test_leap_days_follow_the_common_era() -> None:
    assert parse_day("29/02/2563") == date(2020, 2, 29)
    assert parse_day("29 ก.พ. 2543") == date(2000, 2, 29)


def test_bounds_are_inclusive() -> None:
    assert parse_day("01/01/2400") == parse_day("1857-01-01") == date(1857, 1, 1)
    assert parse_day("31/12/2699") == parse_day("2699-12-31") == date(2156, 12, 31)


@given(days)
def test_every_day_reads_back_from_every_notation(day: date) -> None:
    written = (dates.day_short(day), dates.day_long(day), dates.day_numeric(day), day.isoformat())
    assert {parse_day(text) for text in written} == {day}
    assert {parse_day(to_thai(text)) for text in written} == {day}


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_thai_sentence(text: str) -> None:
    for parse in (parse_day, parse_month, parse_moment):
        assert said(parse, text) is None or "ให้" in str(said(parse, text))


@pytest.mark.parametrize(
    "text",
    [
        *("2563-06", "2020-06", "มิ.ย. 63", "มิ.ย.63", "มิถุนายน 2563", "06/2563", "6/63", "๖/๖๓", "2020-6"),
        *("มิ.ย.-63", "มิ.ย./2563", "06 / 2563", "2563 - 06"),
    ],
)
def test_month_is_read_however_it_is_written(text: str) -> None:
    assert parse_month(text) == Month(2020, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("06/2020", "พ.ศ. คือ 2563"),
        ("2563-13", "ไม่มีเดือนที่ 13"),
        ("0/63", "ไม่มีเดือนที่ 0"),
        ("2563", "อ่านเดือน"),
        ("", "ยังไม่ได้กรอกเดือน"),
    ],
)
def test_what_is_no_month_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_month(text)


@given(days)
def test_every_month_reads_back(day: date) -> None:
    month = Month.of(day)
    written = (dates.month_short(month), dates.month_long(month), str(month))
    assert {parse_month(text) for text in written} == {month}


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-31T09:15",
        "2020-01-31 09:15",
        "2563-01-31T09:15:00",
        "31/01/2563 09:15",
        "31/01/2563 9.15",
        "31 ม.ค. 63 09:15",
        "31 มกราคม 2563 9.15 น.",
        "๓๑/๐๑/๒๕๖๓ ๐๙:๑๕",
        "31-ม.ค.-63 9:15",
        "31 / 1 / 2563 9:15",
        "2020-01-31 09:15:00.000",
    ],
)
def test_moment_is_read_however_it_is_written(text: str) -> None:
    assert parse_moment(text) == datetime(2020, 1, 31, 9, 15)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0915", datetime(2020, 6, 30, 9, 15)),
        ("09:15", datetime(2020, 6, 30, 9, 15)),
        ("9.15 น.", datetime(2020, 6, 30, 9, 15)),
        ("๐๙๑๕", datetime(2020, 6, 30, 9, 15)),
        ("300663 0920", datetime(2020, 6, 30, 9, 20)),
        ("29/06/2563 2359", datetime(2020, 6, 29, 23, 59)),
    ],
)
def test_a_time_alone_is_of_the_day_given(text: str, meant: datetime) -> None:
    assert parse_moment(text, date(2020, 6, 30)) == meant


@pytest.mark.parametrize("text", ["0915", "09:15", "2460", "9155"])
def test_a_time_alone_is_no_moment_without_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="วันและเวลา"):
        parse_moment(text)


def test_a_time_that_is_none_is_refused_with_a_day_too() -> None:
    for text in ("2460", "24:60", "1261"):
        with pytest.raises(ValueError, match="เวลา"):
            parse_moment(text, date(2020, 6, 30))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020-01-31T09:15:30", "มีวินาที"),
        ("31/01/2563 24:00", "ไม่มีเวลา"),
        ("31/01/2563 09:60", "ไม่มีเวลา"),
        ("31/01/2563", "อ่านวันและเวลา"),
        ("31.1.2563", "อ่านวันและเวลา"),
        ("2020-01-31T09:15+07:00", "อ่านวันและเวลา"),
        ("31/01/2020 09:15", "พ.ศ. คือ 2563"),
    ],
)
def test_what_is_no_moment_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_moment(text)


@given(st.datetimes(datetime(1857, 1, 1), datetime(2156, 12, 31)))
def test_every_minute_reads_back(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    written = (dates.moment_short(minute), dates.moment_numeric(minute), f"{minute:%Y-%m-%dT%H:%M}")
    assert {parse_moment(text) for text in written} == {minute}


def test_written_forms() -> None:
    day, moment = date(2020, 6, 3), datetime(2020, 6, 3, 9, 5)
    assert dates.day_short(day) == "3 มิ.ย. 63"
    assert dates.day_long(day) == "3 มิถุนายน 2563"
    assert dates.day_numeric(day) == "03/06/2563"
    assert dates.month_short(Month.of(day)) == "มิ.ย. 63"
    assert dates.month_long(Month.of(day)) == "มิถุนายน 2563"
    assert dates.moment_short(moment) == "3 มิ.ย. 63 09:05"
    assert dates.moment_numeric(moment) == "03/06/2563 09:05"
    assert (dates.month_name_short(10), dates.month_name(9)) == ("ต.ค.", "กันยายน")


@pytest.mark.parametrize(
    ("year", "shown"),
    [
        (1900, "2443"),  # the number 63 as a spreadsheet's date
        (1957, "2500"),
        (1963, "2506"),  # 63 taken for a Common Era year
        (1977, "2520"),  # 20 taken for a Buddhist one
        (2006, "2549"),
        (2007, "50"),
        (2020, "63"),
        (2056, "99"),
        (2057, "2600"),
    ],
)
def test_a_year_whose_century_could_be_mistaken_is_written_in_full(year: int, shown: str) -> None:
    assert dates.day_short(date(year, 1, 31)) == f"31 ม.ค. {shown}"
    assert dates.month_short(Month(year, 1)) == f"ม.ค. {shown}"
    assert dates.moment_short(datetime(year, 1, 31, 9, 15)) == f"31 ม.ค. {shown} 09:15"


@pytest.mark.parametrize("month", [0, 13])
def test_month_names_end_at_twelve(month: int) -> None:
    with pytest.raises(ValueError, match="ไม่มีเดือนที่"):
        dates.month_name(month)


@given(st.text(max_size=40))
def test_digits_go_over_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert len(to_thai(text)) == len(text)


def test_digits() -> None:
    assert to_arabic("๐๑๒๓๔๕๖๗๘๙ก") == "0123456789ก"
    assert to_thai("พ.ศ. 2563") == "พ.ศ. ๒๕๖๓"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1/1/2400", date(1857, 1, 1)),
        ("2400-01-01", date(1857, 1, 1)),
        ("31/12/2699", date(2156, 12, 31)),
        ("2699-12-31", date(2156, 12, 31)),
    ],
)
def test_the_first_and_the_last_year_are_read(text: str, read: date) -> None:
    assert parse_day(text) == read


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1/1/1857", "คือ 2400"), ("1/1/2156", "คือ 2699"), ("1/1/1856", "อยู่นอกช่วง"), ("1/1/2157", "อยู่นอกช่วง")],
)
def test_a_year_of_the_common_era_is_named_where_it_can_be_meant(text: str, meant: str) -> None:
    assert meant in str(said(parse_day, text))
