"""What looks the same is stored in one form and compared as one; what looks different stays different."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.thai.folding import are_folded, clean, clean_lines, fold, fold_all, fold_case, folds_by_letter

SAME = (
    ("น้ำ", "น\u0e49\u0e4dา", "น\u0e4d\u0e49า", "น\u0e33\u0e49", "น้\u200bำ"),
    ("สำนัก", "ส\u0e4dานัก"),
    ("แก", "เเก", "เ\u200bเก", "เ\ufeffเก"),
    ("ที่", "ท\u0e48\u0e35", "ที\u200d่"),
    ("สิทธิ์", "สิทธ\u0e4c\u0e34"),
    ("พันธุ์", "พันธ\u0e4c\u0e38"),
    ("ผู้ใด", "ผ\u0e49\u0e39ใด"),
    ("เขต ก", "เขต  ก", "เขต\u00a0ก", "เขต\u202fก", "เขต\u3000ก", "\ufeffเขต ก ", "เขต\u2003\u200bก"),
    ("สมชาย", "สม\u00adชาย", "\u202aสมชาย\u202c", "สมชาย\u2060", "สม\u034fชาย", "สมชาย\ufe0f"),
    ("café", "cafe\u0301"),
)
ALIKE_WHEN_COMPARED = (
    ("63/0431", "๖๓/๐๔๓๑", "๖3/๐431", "６３／０４３１", "63/0431\ufeff"),
    ("ก-1", "ก‐1", "ก‑1", "ก–1", "ก−๑"),
    ("ที่", "ที่่"),
)
DIFFERENT = (
    ("ก", "กา"),
    ("น้ำ", "น้า"),
    ("เก", "แก"),
    ("ที่", "ที้"),
    ("กิ", "กี"),
    ("ก ข", "กข"),
    ("A1", "a1"),
    ("กุ", "กู"),
    ("ม.2", "ม.²"),
)

# Letters, marks in any order, what can't be seen, other spaces, other digits, letters from elsewhere.
KEYS = "กนเแาำํัิีุู็่้์๎ฺ ๑1\u200b\u00a0\ufeff\u00ad\u0301éA０–\t\n"
TEXTS = st.one_of(st.text(alphabet=KEYS, max_size=12), st.text(max_size=12))


@pytest.mark.parametrize("texts", SAME)
def test_what_looks_the_same_is_stored_and_compared_as_one(texts: tuple[str, ...]) -> None:
    assert {clean(text) for text in texts} == {texts[0]}
    assert {clean_lines(f"ก\r\n  {text}\u2028") for text in texts} >= {f"ก\n  {texts[0]}"}
    assert {fold(text) for text in texts} == {fold(texts[0])}


@pytest.mark.parametrize("texts", ALIKE_WHEN_COMPARED)
def test_digits_hyphens_and_wide_letters_are_compared_as_one_and_stored_as_typed(
    texts: tuple[str, ...],
) -> None:
    assert {fold(text) for text in texts} == {texts[0]}
    assert clean(texts[1]) == texts[1]


@pytest.mark.parametrize("texts", DIFFERENT)
def test_what_looks_different_stays_different(texts: tuple[str, ...]) -> None:
    assert fold(texts[0]) != fold(texts[1])
    assert all(clean(text) == text for text in texts)


def test_searching_takes_large_letters_like_small_ones() -> None:
    assert fold_case("LINE@ ๖๓") == fold_case("line@ 63")


def test_lines_keep_their_beginnings_and_lose_what_nobody_sees() -> None:
    assert clean_lines("ก  ข \r\n\u00a0- น\u0e4d\u0e49า\u200b\t\r\n") == "ก  ข\n - น้ำ"


@given(TEXTS)
@example("\u0301ัุ")
def test_cleaning_and_folding_again_changes_nothing(text: str) -> None:
    stored, lines, compared = clean(text), clean_lines(text), fold(text)
    assert (clean(stored), clean_lines(lines), fold(compared)) == (stored, lines, compared)
    assert fold(stored) == fold(lines) == compared
    assert fold_case(stored) == fold_case(compared)


@given(st.lists(TEXTS, max_size=4))
@example([" ก", "ข"])
@example(["ก", "ข "])
def test_many_texts_fold_as_each_does(texts: list[str]) -> None:
    assert list(fold_all(texts)) == [fold(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "by_letter", "is_whole"),
    [
        ("กรุงเทพ", True, True),
        ("A1 –๑", True, False),
        (" ก", True, False),
        ("ก  ข", True, False),
        ("เเก", False, False),
        ("ที่่", False, False),
        ("น\u0e49\u0e4dา", False, False),
    ],
)
def test_what_needs_no_folding_is_known_beforehand(text: str, by_letter: bool, is_whole: bool) -> None:
    assert folds_by_letter(text) is by_letter
    assert are_folded(text) is is_whole
    assert not is_whole or fold(text) == text


@given(TEXTS)
def test_cleaning_loses_nothing_that_can_be_seen(text: str) -> None:
    assert seen(clean(text)) == seen(text)


def seen(text: str) -> list[str]:
    """The letters, marks and signs that can be seen, in no order; ำ and แ taken apart."""
    apart = unicodedata.normalize("NFD", text).replace("ำ", "ํา").replace("แ", "เเ")
    return sorted(
        c
        for c in apart
        if not re.match(r"\s", c) and unicodedata.category(c) not in UNSEEN and c not in FILLERS
    )


UNSEEN = {"Cf", "Cn"}
FILLERS = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0",
    *map(chr, range(0xFE00, 0xFE10)),
}
