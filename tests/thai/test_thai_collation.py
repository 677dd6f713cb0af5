"""Thai dictionary order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from core.thai.collation import sort_key
from core.thai.folding import fold_case

# Groups in the order of the Royal Institute Dictionary.
DICTIONARY = [
    "กก",
    "กฎ",
    "กระทะ",
    "กรุงเทพ",
    "กา",
    "ก่า",
    "ก้า",
    "ก้าว",
    "เก็บ",
    "เกม",
    "แก",
    "โกง",
    "ใกล้",
    "ไกล",
    "ขา",
    "ข่า",
    "ข้า",
    "เข้า",
    "งบ",
    "จาก",
    "แจ้ง",
    "ฉัน",
    "ไทย",
    "นา",
    "น่า",
    "น้า",
    "รัก",
    "ฤดู",
    "ลม",
    "หมา",
    "ใหม่",
    "อา",
    "ฮา",
]


def test_dictionary_order() -> None:
    shuffled = random.Random(2563).sample(DICTIONARY, len(DICTIONARY))
    assert sorted(shuffled, key=sort_key) == DICTIONARY


def test_leading_vowels_sort_behind_their_consonant() -> None:
    assert sorted(["ไก่", "ขา", "เกาะ", "กบ"], key=sort_key) == ["กบ", "เกาะ", "ไก่", "ขา"]


def test_marks_decide_last() -> None:
    assert sorted(["ข้าว", "ขาว", "ข่าวสาร"], key=sort_key) == ["ขาว", "ข้าว", "ข่าวสาร"]


def test_digits_and_case_make_no_difference() -> None:
    assert sort_key("ชั้น ๑A") == sort_key("ชั้น 1a")


def test_sara_am_typed_in_two_keys_is_the_same() -> None:
    assert sort_key("นํ้า") == sort_key("น้ํา") == sort_key("น้ำ")


def test_digits_then_latin_then_thai() -> None:
    assert sorted(["ก", "a", "1", "B", "๒"], key=sort_key) == ["1", "๒", "a", "B", "ก"]


@given(st.text("กขา่้1aA ", max_size=8), st.text("กขา่้1aA ", max_size=8))
def test_marks_never_outweigh_letters(first: str, second: str) -> None:
    bare = str.maketrans("", "", "่้")
    one, two = (fold_case(text).translate(bare) for text in (first, second))
    assert one == two or (sort_key(first) < sort_key(second)) == (one < two)
