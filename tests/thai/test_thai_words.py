"""Word boundaries, and where a line may end."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import resources
from core.thai.words import ZERO_WIDTH_SPACE, breakable, line_pieces, words

THAI = "".join(chr(n) for n in range(0xE01, 0xE5C) if unicodedata.category(chr(n)) != "Cn")
mixed = st.text(THAI + " 0129.,/()-ABab\n", max_size=40)
FOLLOWING = re.compile(r"[ะ-ฺๅ็-๎]")
SEED_LIKE = "โครงการปรับปรุงห้องน้ำสำหรับผู้สูงอายุและผู้พิการ ลานคนเมือง ชั้น A ฝั่งศาลาว่าการกรุงเทพมหานคร"


def test_words_of_the_office_stay_whole() -> None:
    for word in ("งบประมาณ", "ตัวชี้วัด", "เจ้าหน้าที่", "ว.119", "พ.ศ.", "มี.ค.", "ป้อมปราบศัตรูพ่าย", "สลป."):
        assert words(word) == [word]


def test_long_compounds_are_breakable() -> None:
    assert words("ศาลาว่าการกรุงเทพมหานคร") == ["ศาลา", "ว่าการ", "กรุงเทพ", "มหานคร"]


@pytest.mark.parametrize(
    "cut",
    [
        "โครงการ|พัฒนา",
        "แนวทาง|การ|ดำเนิน|งาน",
        "รับเงิน|ได้",
        "เอกสาร|ประกอบ",
        "ข้อมูล|ความ|ก้าวหน้า",
        "บริหารจัดการ|เมือง",
        "ดำเนินการ|ปรับปรุง",
        "ศูนย์|ข้อมูล|ข่าวสาร|อิเล็กทรอนิกส์",
    ],
)
def test_office_prose_is_cut_where_a_reader_would(cut: str) -> None:
    text = cut.replace("|", "")
    assert set(_ends(cut.split("|"))) >= set(_ends(words(text)))


@given(mixed)
def test_joined_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert "".join(line_pieces(text)) == text
    assert breakable(text).replace(ZERO_WIDTH_SPACE, "") == text


@given(mixed)
def test_no_piece_begins_inside_a_cluster(text: str) -> None:
    for pieces in (words(text), line_pieces(text)):
        assert not any(FOLLOWING.match(piece) for piece in pieces[1:])
        assert not any(re.search(r"[เ-ไ]\Z", piece) for piece in pieces[:-1])


@given(mixed)
def test_breaks_are_never_beside_a_space(text: str) -> None:
    assert not re.search(rf"\s{ZERO_WIDTH_SPACE}|{ZERO_WIDTH_SPACE}\s", breakable(text))


@pytest.mark.parametrize(
    ("text", "cut"),
    [("ปีๆ", "ปีๆ"), ("สมชายๆ", "สม|ชายๆ"), ("เขตฯ", "เขตฯ"), ("12ๆ", "12|ๆ"), ("Aฯ", "A|ฯ")],
)
def test_repetition_and_abbreviation_stay_with_the_thai_word_they_follow(text: str, cut: str) -> None:
    assert "|".join(words(text)) == cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("เจ้าหนี้/ผู้มีสิทธิรับเงิน", "เจ้าหนี้/|ผู้มีสิทธิ|รับเงิน"),
        ("จำนวน 12,480.00 บาท", "จำนวน |12,480.00 |บาท"),
        ("เลขที่ 63/0431(ส่งคืน)แล้ว", "เลขที่ |63/0431(ส่งคืน)|แล้ว"),
        ("เด็กๆ และแผนฯ ฯลฯ", "เด็กๆ |และ|แผนฯ |ฯลฯ"),
        ("LINE@ที่ใช้", "LINE@|ที่|ใช้"),
        ("", ""),
    ],
)
def test_lines_end_only_where_paper_allows(text: str, cut: str) -> None:
    assert "|".join(line_pieces(text)) == cut


def test_breakable_marks_the_words_and_not_the_spaces() -> None:
    marked = breakable(SEED_LIKE)
    assert breakable(marked) == marked
    assert f"ศาลา{ZERO_WIDTH_SPACE}ว่าการ" in marked
    assert " ลาน" in marked


def test_list_is_sorted_clean_and_holds_the_offices_words() -> None:
    listed = resources.path("words", "thai.txt").read_text("utf-8").splitlines()
    own = resources.path("words", "office.txt").read_text("utf-8").splitlines()
    assert listed == sorted(set(listed))
    assert {w for w in own if w and not w.startswith("#")} <= set(listed)
    assert "ศาลาว่าการกรุงเทพมหานคร" not in listed


def _ends(pieces: list[str]) -> list[int]:
    return [sum(map(len, pieces[: n + 1])) for n in range(len(pieces))]
