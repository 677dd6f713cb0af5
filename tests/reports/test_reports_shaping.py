"""Glyphs stand where HarfBuzz puts them, read as the text they stand for, and never fall out of their line."""

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from core.reports.typesetting import fonts
from core.reports.typesetting.shaping import clean, shape

HARD = ["ที่", "ญู", "ฐู", "ปั้น", "น้ำ", "ก่ำ", "SWOTที่", "ฟื้น", "โป๊ะ", "ฝึ่ง", "ฎุ", "ฤๅ", "เก๋ๆ", "ฯพณฯ", "กำ"]
THAI = st.text(
    st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, exclude_categories=["Cn"]), max_size=12
)


def face() -> fonts.Face:
    return fonts.bundled().regular


def shaped_by_harfbuzz(text: str) -> list[tuple[int, int, int, int]]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
    hb.shape(face().font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(i.codepoint, p.x_advance, p.x_offset, p.y_offset) for i, p in pairs]


def name_of(gid: int) -> str:
    return str(face().font.glyph_to_string(gid))


@pytest.mark.parametrize("text", HARD)
def test_glyphs_stand_where_harfbuzz_puts_them(text: str) -> None:
    run = shape(face(), text)
    assert [(g.gid, g.advance, g.dx, g.dy) for g in run.glyphs] == shaped_by_harfbuzz(text)
    assert run.width == sum(advance for _, advance, _, _ in shaped_by_harfbuzz(text))


@pytest.mark.parametrize("text", HARD)
def test_glyphs_read_as_the_text(text: str) -> None:
    assert "".join(g.text for g in shape(face(), text).glyphs) == text


@given(THAI)
def test_any_thai_reads_as_itself(text: str) -> None:
    assert "".join(g.text for g in shape(face(), text).glyphs) == text


def test_marks_take_the_forms_their_consonant_needs() -> None:
    forms = {text: [name_of(g.gid) for g in shape(face(), text).glyphs] for text in ("ที่", "ญู", "ฐู", "ปั้น")}
    assert forms["ที่"][2] == "uni0E48.small"
    assert forms["ญู"][0] == "yoYingthai.less"
    assert forms["ฐู"][0] == "thoThanthai.less"
    assert forms["ปั้น"][1] == "uni0E31.narrow"


def test_thai_behind_latin_is_still_shaped_as_thai() -> None:
    latin, thai = shape(face(), "SWOTที่").glyphs, shape(face(), "ที่").glyphs
    assert latin[-3:] == thai


def test_a_tone_mark_over_a_tall_consonant_moves() -> None:
    tone = shape(face(), "ปั้น").glyphs[2]
    assert (tone.advance, tone.text) == (0, "้")
    assert tone.dx < 0


def test_plain_figures_are_known_as_plain() -> None:
    assert shape(face(), "1,234.50").plain
    assert not shape(face(), "ที่").plain


def test_what_cannot_be_seen_is_cleaned_away() -> None:
    assert clean("งบ\u200bประมาณ\u00a0ปี\t63\ufeff") == "งบประมาณ ปี 63"


def test_what_the_face_lacks_is_one_mark_for_each_and_reads_as_itself() -> None:
    run = shape(face(), "ก😀ข👍🏽ค🇹🇭✓")
    assert run.lacking == ("😀", "👍🏽", "🇹🇭", "✓")
    assert "".join(glyph.text for glyph in run.glyphs) == "ก😀ข👍🏽ค🇹🇭✓"
    assert [glyph.text for glyph in run.glyphs if glyph.gid == 0] == list(run.lacking)
    assert shape(face(), "ที่ ≥ ½").lacking == ()


def test_ink_reaches_beyond_the_declared_metrics() -> None:
    ascent, descent = face().ink
    assert ascent > 1.068  # the font declares 1068 and 232
    assert descent > 0.232
