"""Numbers as a clerk types and reads them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thai.digits import to_thai
from core.thai.numbers import format_baht, format_decimal, parse_decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12480", "12480"),
        ("12,480.50", "12480.50"),
        ("1,234,567", "1234567"),
        ("๑๒,๔๘๐.๕๐", "12480.50"),
        (" 12,480.50 บาท ", "12480.50"),
        ("100บาท", "100"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("\ufeff12,480.50\u200b", "12480.50"),
        ("１，０００", "1000"),
        ("+5.25", "5.25"),
        (".5", "0.5"),
        ("0.005", "0.005"),
        ("000", "0"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_number_is_read_exactly(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ยังไม่ได้กรอกจำนวน"),
        ("   ", "ยังไม่ได้กรอกจำนวน"),
        ("abc", "ไม่ใช่จำนวน"),
        ("NaN", "ไม่ใช่จำนวน"),
        ("Infinity", "ไม่ใช่จำนวน"),
        ("1e5", "ไม่ใช่จำนวน"),
        ("1_000", "ไม่ใช่จำนวน"),
        ("1.2.3", "ไม่ใช่จำนวน"),
        ("5.", "ไม่ใช่จำนวน"),
        ("บาท", "ไม่ใช่จำนวน"),
        ("-", "ไม่ใช่จำนวน"),
        ("²", "ไม่ใช่จำนวน"),
        ("1,00", "อยู่ผิดที่"),
        ("12,34,567", "อยู่ผิดที่"),
        ("1234,567", "อยู่ผิดที่"),
        (",100", "อยู่ผิดที่"),
        ("1000000000000000", "ยาวเกิน"),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        parse_decimal(text)
    assert "ให้" in str(refused.value)


@given(st.decimals(-(10**14), 10**14, places=2))
def test_every_amount_reads_back(amount: Decimal) -> None:
    written = (format_baht(amount), to_thai(format_baht(amount)), format_decimal(amount))
    assert {parse_decimal(text) for text in written} == {amount}


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_thai_sentence(text: str) -> None:
    try:
        outcome = str(parse_decimal(text))
    except ValueError as sentence:
        outcome = str(sentence)
    assert "ให้" in outcome or Decimal(outcome).is_finite()


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        ("91.365", 2, "91.37"),
        ("91.364999", 2, "91.36"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("2.5", 0, "3"),
        ("1E+3", 2, "1000.00"),
        ("100", 2, "100.00"),
    ],
)
def test_rounding_is_half_up(value: str, places: int, written: str) -> None:
    assert format_decimal(Decimal(value), places) == written


def test_grouping() -> None:
    assert format_decimal(14486000, 0, grouping=True) == "14,486,000"
    assert format_baht(Decimal("12480")) == "12,480.00"
    assert format_decimal(Decimal("14486000")) == "14486000.00"
