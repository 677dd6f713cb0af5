"""How an amount is said: with the decimals of its unit, or those it has."""

from decimal import Decimal

import pytest

from core.indicators.amounts import places_of, said


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("percent", "91", "ร้อยละ 91.00"),
        ("percent", "91.005", "ร้อยละ 91.01"),
        ("person", "58", "58 คน"),
        ("person", "58.4", "58 คน"),
        ("ตัน", "1200", "1,200 ตัน"),
        ("ตัน", "1200.00", "1,200 ตัน"),
        ("ตัน", "947.9", "947.9 ตัน"),
        ("คะแนน", "4.25", "4.25 คะแนน"),
        ("คะแนน", "4.246", "4.25 คะแนน"),
        ("คะแนน", "4.999", "5 คะแนน"),
        ("ไร่", "0", "0 ไร่"),
    ],
)
def test_an_amount_has_the_decimals_of_its_unit_or_its_own(unit: str, value: str, words: str) -> None:
    assert said(unit, Decimal(value)) == words


def test_without_a_value_a_unit_of_own_words_has_two_places() -> None:
    assert (places_of("ตัน"), places_of("person"), places_of("percent")) == (2, 0, 2)
