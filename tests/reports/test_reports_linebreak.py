"""Lines break between words, never inside a cluster or a number, and never grow wider than their column."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reports.typesetting.fonts import bundled
from core.reports.typesetting.linebreak import (
    FilledLine,
    Span,
    break_lines,
    clusters,
    natural_width,
    pieces,
)
from core.thai.digits import to_thai
from core.thai.numbers import format_baht, format_decimal

PROSE = (
    "การจัดทำแผนปฏิบัติราชการเป็นกระบวนการหนึ่งที่สำคัญ เพื่อเป็นแนวทางในการปฏิบัติงานให้สำเร็จตามวัตถุประสงค์ "
    "ในปีงบประมาณ พ.ศ. 2563 (SWOT Analysis) ร้อยละ 80 ของหน่วยงานต่าง ๆ รวม 14,486,000.00 บาท"
)
# Marks and following vowels: none of them may begin a line.
CLINGING = set("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎ๆฯ")


def alone(line: FilledLine) -> bool:
    """A line that holds what is never broken, and is narrowed to fit."""
    return sum(len(piece.clusters) for piece in line.pieces if not piece.space) == 1


def lines_of(text: str, width: float, **options: float) -> tuple[FilledLine, ...]:
    return break_lines(bundled(), (Span(text),), width, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [4, 7, 11, 18, 40])
def test_lines_fit_and_keep_the_text(width: float) -> None:
    lines = lines_of(PROSE, width)
    assert "".join(line.text for line in lines) == PROSE
    assert all(line.width <= width + 1e-6 or alone(line) for line in lines)
    assert not any(line.text[0] in CLINGING for line in lines)


@given(st.text("กขญฐปำ่้ีูเโ ์ะาๆฯSW12,.()/-", max_size=40), st.floats(2.5, 12))
def test_any_text_is_kept_whole(text: str, width: float) -> None:
    assert "".join(line.text for line in lines_of(text, width)).replace(" ", "") == text.replace(" ", "")


# Text as an officer writes it, its quotes curled so that it is known which is which.
_WORDS = st.sampled_from(
    [
        "การ",
        "ปรับปรุง",
        "ห้องน้ำ",
        "ต่าง",
        "ร้อยละ",
        "ที่",
        "พ.ศ.",
        "SWOT",
        "กรุงเทพฯ",
        "ญี่ปุ่น",
        "โครงการ/กิจกรรม",
        "สั้น-ยาว",
        "ฯลฯ",
        "don't",
    ]
)
_AMOUNTS = st.builds(
    lambda value, write, thai, behind: f" {to_thai(write(value)) if thai else write(value)}{behind}",
    st.decimals(Decimal("-999999999999999.99"), Decimal("999999999999999.99"), places=2),
    st.sampled_from(
        [format_baht, format_decimal, lambda v: f"({format_baht(abs(v))})", lambda v: f"฿{abs(v)}"]
    ),
    st.booleans(),
    st.sampled_from(["", "%", " บาท", "บาท", ".-"]),
)
_PLAIN = st.one_of(_WORDS, _AMOUNTS, st.sampled_from([" ", " ", " ๆ", "ๆ", "…", " …", " ฯ", ", "]))
_INNER = st.lists(_PLAIN, min_size=1, max_size=4).map("".join)
_ENCLOSED = st.builds(
    lambda pair, inner, before, behind: f"{before}{pair[0]}{inner}{pair[1]}{behind}",
    st.sampled_from(["“”", "‘’", "()", "[]", "“ ”"]).map(lambda p: (p[:-1], p[-1])),
    _INNER.filter(lambda inner: inner.strip() != ""),
    st.sampled_from(["", " "]),
    st.sampled_from(["", " "]),
)
_TEXTS = st.lists(st.one_of(_PLAIN, _ENCLOSED), min_size=1, max_size=12).map("".join)
_FIGURES = re.compile(r"[-+]?฿?[0-9๐-๙][0-9๐-๙.,]*[0-9๐-๙]")


def breaks_in(text: str, lines: tuple[FilledLine, ...]) -> list[int]:
    """Where in a text its lines end, before the spaces there."""
    ends, at = [], 0
    for line in lines:
        for character in line.text.replace(" ", ""):
            at = text.index(character, at) + 1
        ends.append(at)
    return ends[:-1]


@given(_TEXTS, st.floats(1, 40))
@settings(max_examples=300)
def test_no_line_breaks_a_number_or_parts_a_mark_from_what_it_clings_to(curled: str, width: float) -> None:
    straight = curled.translate(str.maketrans("“”‘’", "\"\"''"))
    if curled.count("“ ") or curled.count("‘") or straight.count('"') % 2:
        straight = curled  # where a straight one could be read either way
    for text in {curled, straight}:
        lines = lines_of(text, width)
        assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
        assert all(line.width <= width + 1e-6 or alone(line) for line in lines)
        ends = breaks_in(text, lines)
        assert not any(curled[end - 1] in "([“‘" or curled[end] in "-/" for end in ends)
        starts = [curled[end:].lstrip(" ") for end in ends]
        assert not any(s[:1] in {*")]”’…ๆ,.%", *CLINGING} and not s.startswith("ฯลฯ") for s in starts)
        assert not any(found.start() < end < found.end() for found in _FIGURES.finditer(text) for end in ends)


def test_a_word_wider_than_its_column_breaks_between_clusters() -> None:
    word = "กรุงเทพมหานครอมรรัตนโกสินทร์" * 3
    for width in (2.0, 3.3, 5.1):
        lines = lines_of(word, width)
        assert len(lines) > 3
        assert all(line.width <= width + 1e-6 for line in lines)
        assert not any(line.text[0] in CLINGING for line in lines)


def test_a_cluster_is_never_broken_even_in_the_narrowest_column() -> None:
    lines = lines_of("ปั้นน้ำเป็นตัว", 0.1)
    assert [line.text for line in lines] == clusters("ปั้นน้ำเป็นตัว")


def pieces_of(text: str) -> tuple[str, ...]:
    return tuple("".join(piece) for piece in pieces(text))


def test_clusters_hold_their_marks_and_vowels() -> None:
    assert clusters("น้ำที่เก๋ๆ") == ["น้ำ", "ที่", "เก๋ๆ"]


@pytest.mark.parametrize(
    "solid", ["14,486,000.00", "พ.ศ. 2563", "ว.119", "30/06/2563", "ที่ 1", "ร้อยละ 80", "มิ.ย. 63"]
)
def test_numbers_and_what_announces_them_stay_together(solid: str) -> None:
    assert any(solid in piece for piece in pieces_of(f"ตาม {solid} นี้"))


@pytest.mark.parametrize(
    ("text", "unbreakable"), [("(ร้อยละ)", "("), ("ต่าง ๆ", "ๆ"), ("การฯ", "ฯ"), ("ก / ข", "/")]
)
def test_no_piece_is_a_lone_mark(text: str, unbreakable: str) -> None:
    assert unbreakable not in pieces_of(text) or " " in text


@pytest.mark.parametrize("text", ["เเกโโขไไค", "กเ ข", "ทรงเเพทย์โ่ย"])
def test_a_leading_vowel_stays_with_what_follows(text: str) -> None:
    assert not any(p[-1] in "เแโใไ" for p, following in pairwise(pieces_of(text)) if not following.isspace())


def test_a_slash_may_end_a_line() -> None:
    assert pieces_of("โครงการ/กิจกรรม")[0] == "โครงการ/"


def test_newlines_are_kept_as_lines() -> None:
    lines = lines_of("หนึ่ง\nสอง\n\nสี่", 20)
    assert [(line.text, line.last) for line in lines] == [
        ("หนึ่ง", True),
        ("สอง", True),
        ("", True),
        ("สี่", True),
    ]


def test_indents_take_their_room() -> None:
    width = natural_width(bundled(), (Span("หนึ่ง สอง"),))
    assert len(lines_of("หนึ่ง สอง", width)) == 1
    assert len(lines_of("หนึ่ง สอง", width, first=0.5)) == 2


def test_balanced_lines_are_as_few_and_more_even() -> None:
    text = (Span("ผลการตรวจติดตามศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์ของหน่วยงานในสังกัดกรุงเทพมหานคร"),)
    width = natural_width(bundled(), text) * 0.8
    plain, even = (break_lines(bundled(), text, width, 0, 0, balanced) for balanced in (False, True))
    assert len(plain) == len(even) == 2
    assert abs(even[0].width - even[1].width) < abs(plain[0].width - plain[1].width)


def test_a_piece_too_wide_parts_at_its_space_first() -> None:
    width = natural_width(bundled(), (Span("พ.ศ."),)) + 0.2
    assert [line.text.strip() for line in lines_of("พ.ศ. 63", width)] == ["พ.ศ.", "63"]


def test_bold_and_plain_stand_in_one_line() -> None:
    spans = (Span("ชื่อตัวชี้วัดที่ 1  ", bold=True), Span("ความสำเร็จ"))
    (line,) = break_lines(bundled(), spans, 60)
    assert {piece.face.name for piece in line.pieces} == {"Sarabun-Bold", "Sarabun-Regular"}


PERSONS = ["นายประเสริฐ วงศ์ไทย", "นางสาวกมลวรรณ ศรีสุข", "น.ส.สมใจ รักดี", "ว่าที่ร้อยตรีสมชาย ดีมาก", "ม.ล.ปนัดดา ทองดี"]
POSITIONS = [
    "ปลัดกรุงเทพมหานคร",
    "รองปลัดกรุงเทพมหานคร",
    "เลขานุการปลัดกรุงเทพมหานคร",
    "ผู้อำนวยการเขตบางพิกุล",
    "หัวหน้าฝ่ายบริหารงานทั่วไป",
    "นักวิเคราะห์นโยบายและแผนชำนาญการพิเศษ",
]
_PROSE = st.lists(st.one_of(_WORDS, st.sampled_from([" ", "ของ", "และ"])), max_size=8).map("".join)


@given(
    _PROSE,
    st.sampled_from(["กรุงเทพมหานคร", "ร้อยละ 100", "ร้อยละ ๑๐๐", *PERSONS, *POSITIONS]),
    st.sampled_from(["{} ", " ({}) ", ' "{}" ', "{}\n"]),
    _PROSE,
    st.floats(1, 40),
)
@settings(max_examples=300)
def test_a_name_is_not_broken_where_a_line_holds_it(
    before: str, name: str, around: str, behind: str, width: float
) -> None:
    lines = lines_of(f"{before} {around.format(name)}{behind}", width)
    assert "".join(line.text for line in lines).replace(" ", "") == re.sub(
        r"[ \n]", "", f"{before}{around.format(name)}{behind}"
    )
    held = natural_width(bundled(), (Span(around.format(name).strip()),)) <= width
    assert not held or any(name in line.text for line in lines)
    city = natural_width(bundled(), (Span('"กรุงเทพมหานคร"'),)) <= width
    assert not city or "กรุงเทพมหานคร" not in name or any("กรุงเทพมหานคร" in line.text for line in lines)


def test_a_name_too_wide_parts_at_its_space_first() -> None:
    width = natural_width(bundled(), (Span("นายประเสริฐ วงศ์"),)) + 0.1
    assert [line.text.strip() for line in lines_of("นายประเสริฐ วงศ์ไทย", width)] == ["นายประเสริฐ", "วงศ์ไทย"]


@pytest.mark.parametrize(
    "text", ["พ.ศ. นายประเสริฐ วงศ์ไทย", "นายกรัฐมนตรี เห็นชอบ", "ทนายความ เห็นชอบ", "นายจ้าง ลูกจ้าง", "ขุนนาง เห็นชอบ"]
)
def test_words_that_begin_like_a_name_are_none(text: str) -> None:
    assert len(pieces(text)) > 1


def test_what_a_document_calls_a_name_stays_whole() -> None:
    position = "ครูใหญ่โรงเรียนวัดทุ่งเหนือ"
    width = natural_width(bundled(), (Span(position),))
    (first, second) = break_lines(bundled(), (Span("ตำแหน่ง "), Span(position, whole=True)), width)
    assert (first.text.strip(), second.text) == ("ตำแหน่ง", position)
    assert len(break_lines(bundled(), (Span(position, whole=True),), width / 2)) > 1
