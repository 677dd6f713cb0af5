"""The memorandum as ระเบียบงานสารบรรณ has it, measured on the finished page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO

import pypdf
import pytest
import reports_sample as sample
from PIL import Image
from pypdf.generic import ContentStream
from reports_pictures import pdf_of, picture_of, texts_of

from core.faults import InputRefusal
from core.reports import memo
from core.reports.document import Digits, Signer
from core.reports.pdf import CM
from core.reports.typesetting.fonts import bundled
from core.thai.fiscal import Month

LEFT, RIGHT = 3 * CM, 19 * CM
HALF = (LEFT + RIGHT) / 2
TOP = 29.7 * CM
SIGNER = Signer("ผู้อนุมัติ", "นายประเสริฐ วงศ์ไทย", "เลขานุการปลัดกรุงเทพมหานคร")
EMAIL = "saraban1@bangkok.go.th"


def png(width: int, height: int, color: object = (120, 20, 20), mode: str = "RGB") -> bytes:
    target = BytesIO()
    Image.new(mode, (width, height), color).save(target, "PNG")  # type: ignore[arg-type]
    return target.getvalue()


@dataclass(frozen=True)
class Line:
    """A line of text as it was drawn: its baseline and begin in points from the lower left corner, its nominal size."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


def memorandum(digits: Digits = "arabic", emblem: bytes = b"", **changes: object) -> memo.MemoData:
    plan = replace(sample.plan(), telephone="0 2221 2141", email=EMAIL, emblem=emblem)
    dated = date(2020, 7, 3)
    data = memo.MemoData(
        plan, Month(2020, 6), sample.AS_OF, dated, sample.lines(), signer=SIGNER, digits=digits
    )
    return replace(data, **changes)  # type: ignore[arg-type]


@cache
def printed(digits: Digits = "arabic", emblem: bytes = b"") -> bytes:
    return pdf_of(memo.document(memorandum(digits, emblem)))


def operations(pdf: bytes, page: int = 0) -> Iterator[tuple[list[object], str]]:
    reader = pypdf.PdfReader(BytesIO(pdf))
    stream = ContentStream(reader.pages[page].get_contents(), reader)
    yield from ((operands, operator.decode()) for operands, operator in stream.operations)


@cache
def lines(pdf: bytes, page: int = 0) -> tuple[Line, ...]:
    """The lines of a page, from its top."""
    fonts = pypdf.PdfReader(BytesIO(pdf)).pages[page]["/Resources"]["/Font"]
    found, text = [], ""
    for operands, operator in operations(pdf, page):
        match operator:
            case "BDC":
                text = str(operands[1]["/ActualText"])  # type: ignore[index,call-overload]
            case "Tm":
                x, y = float(operands[4]), float(operands[5])  # type: ignore[arg-type]
            case "Tf" if text:
                bold = "Bold" in fonts[operands[0]].get_object()["/BaseFont"]
                size = float(operands[1]) / bundled().scale  # type: ignore[arg-type]
                found.append(Line(text, x, y, round(size, 1), bold))
                text = ""
    return tuple(found)


def line(begin: str, pdf: bytes | None = None) -> Line:
    """The line that begins so."""
    return next(found for found in lines(pdf or printed()) if found.text.strip().startswith(begin))


def dotted(pdf: bytes) -> list[tuple[float, float, float]]:
    """Dotted lines: begin, end, height."""
    ends = [[float(n) for n in operands] for operands, operator in operations(pdf) if operator in "ml"]  # type: ignore[arg-type]
    return [(a[0], b[0], a[1]) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def near(value: float) -> object:
    return pytest.approx(value, abs=0.6)


def width_of(found: Line) -> float:
    """How wide a line is, by the characters pdfium sees on it."""
    picture = picture_of(printed(), 1, 4)
    strip = picture.crop(
        (0, int((TOP - found.y - found.size * 0.5) * 4), picture.width, int((TOP - found.y) * 4))
    )
    box = strip.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box is not None
    return (box[2] - box[0]) / 4


def test_the_labels_are_bold_and_20_points_what_is_written_16() -> None:
    for label in ("ส่วนราชการ", "ที่", "วันที่", "เรื่อง"):
        assert (line(label).size, line(label).bold) == (20, True)
    assert (line("บันทึกข้อความ").size, line("บันทึกข้อความ").bold) == (29, True)
    others = [x for x in lines(printed()) if x.size not in (20, 29)]
    assert {(x.size, x.bold) for x in others} == {(16, False)}
    assert line("3 กรกฎาคม 2563").y == line("วันที่").y == line("ที่").y
    assert line("รายงานผล").y == line("เรื่อง").y


def test_the_title_is_centred_in_a_line_of_35_points_at_the_pictures_foot() -> None:
    title = line("บันทึกข้อความ")
    assert title.x + width_of(title) / 2 == pytest.approx(HALF, abs=1.5)
    ink = bundled().ink
    below = TOP - title.y + ink[1] * 29 + (35 - sum(ink) * 29) / 2
    assert below == near(3.0 * CM)  # 1.5 cm of the paper, 1.5 cm of the picture


def test_dotted_lines_reach_the_margin_and_the_date_stands_at_the_middle() -> None:
    assert line("ส่วนราชการ").x == line("ที่").x == line("เรื่อง").x == near(LEFT)
    assert line("วันที่").x == near(HALF)
    ends = dotted(printed())
    ends_at_middle = [end for end in ends if end[1] < HALF]
    assert len(ends_at_middle) == 1  # ที่ ends before วันที่
    assert all(end[1] == near(RIGHT) for end in ends if end not in ends_at_middle)
    for label in ("ส่วนราชการ", "ที่", "วันที่", "เรื่อง"):
        assert any(0 < line(label).y - y < 4 and x > line(label).x for x, _, y in ends)


def test_there_is_no_rule_but_the_dotted_lines() -> None:
    drawn = [operator for _, operator in operations(printed())]
    assert drawn.count("S") == len(dotted(printed())) == drawn.count("d")
    assert "re" not in drawn


def test_the_sender_ends_with_telephone_and_e_mail() -> None:
    told = [x.text.strip() for x in lines(printed())]
    assert f"โทร. 0 2221 2141 ไปรษณีย์อิเล็กทรอนิกส์ {EMAIL}" in " ".join(told)
    thai = " ".join(x.text.strip() for x in lines(printed("thai")))
    assert f"โทร. ๐ ๒๒๒๑ ๒๑๔๑ ไปรษณีย์อิเล็กทรอนิกส์ {EMAIL}" in thai
    assert "๓ กรกฎาคม ๒๕๖๓" in thai
    assert not re.search("[0-9]", thai.replace(EMAIL, ""))
    alone = memorandum()
    alone = replace(alone, plan=replace(alone.plan, telephone="", email=""))
    assert not re.search("โทร|ไปรษณีย์", "".join(texts_of(pdf_of(memo.document(alone)))))


def test_each_part_begins_six_points_lower_and_first_lines_stand_in_by_2_5_cm() -> None:
    single = sum(bundled().ink) * 16
    body = [x for x in lines(printed()) if x.y < line("เรียน").y]
    close = next(n for n, x in enumerate(body) if x.text.startswith("จึงเรียน"))
    body = body[: close + 1]
    assert line("เรียน").x == near(LEFT)
    assert body[0].text.startswith("ตามที่")
    firsts = [x for x in body if x.x == near(LEFT + 2.5 * CM)]
    assert len(firsts) >= 4
    assert all(x.x == near(LEFT) for x in body if x not in firsts)
    above = line("เรียน")
    for x in body:
        assert above.y - x.y == near(single + (6 if x in firsts else 0))
        above = x


def test_name_and_position_stand_centred_under_the_right_half() -> None:
    name, position = line("(นาย"), line("เลขานุการปลัด", printed())
    for found, text in ((name, "(นายประเสริฐ วงศ์ไทย)"), (position, SIGNER.position)):
        assert found.text == text
        assert found.x + width_of(found) / 2 == pytest.approx((HALF + RIGHT) / 2, abs=1.5)
    assert position.y < name.y < line("จึงเรียน").y - 40
    told = "".join(texts_of(printed()))
    assert not re.search("ลงชื่อ|ตำแหน่ง|ผู้อนุมัติ", told)


def test_who_signs_is_left_to_write_where_nobody_is_named() -> None:
    told = "".join(texts_of(pdf_of(memo.document(memorandum(signer=Signer("ผู้อนุมัติ"))))))
    assert re.search(r"\(\.{20,}\)", told)
    assert re.search(r"ตำแหน่ง \.{20,}", told)


@pytest.mark.parametrize(("wide", "high"), [(500, 600), (1800, 2000), (30, 30), (2000, 100)])
def test_the_offices_picture_is_a_centimetre_and_a_half_high(wide: int, high: int) -> None:
    shown = operations(printed(emblem=png(wide, high)))
    placed = next(
        [float(n) for n in operands]
        for operands, operator in shown
        if operator == "cm" and len(operands) == 6 and operands[4]
    )  # type: ignore[arg-type]
    width, _, _, height, x, y = placed
    assert (x, y + height) == (near(LEFT), near(TOP - 1.5 * CM))
    assert width / height == pytest.approx(wide / high, rel=0.02)
    assert height == near(1.5 * CM) or width == near(4 * CM)


def test_its_place_stays_empty_where_there_is_none() -> None:
    without, given = lines(printed()), lines(printed(emblem=png(500, 600)))
    assert without == given
    left = picture_of(printed(), 1, 2).crop((0, 0, int(6 * CM * 2), int(3 * CM * 2) - 4))
    assert left.getextrema() == (255, 255)


def test_what_is_clear_in_a_picture_is_the_papers_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(target, "PNG")
    left = picture_of(printed(emblem=target.getvalue()), 1, 2).crop(
        (0, 0, int(6 * CM * 2), int(3 * CM * 2) - 4)
    )
    assert left.getextrema() == (255, 255)


@pytest.mark.parametrize(
    "emblem",
    [
        png(500, 600)[:200],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"\xff\xd8\xff" + b"\0" * 100,
        png(10_000, 10_000, 0, "1"),
        b"GIF89a" + b"\0" * 20,
    ],
    ids=["cut", "no PNG", "no JPEG", "a bomb", "another kind"],
)
def test_a_picture_that_cannot_be_printed_is_refused_calmly(emblem: bytes) -> None:
    with pytest.raises(InputRefusal, match=r"ภาพครุฑ.*โปรดเลือก.*หน้าตั้งค่า"):
        pdf_of(memo.document(memorandum(emblem=emblem)))


def test_a_long_memorandum_takes_its_last_lines_to_the_signature() -> None:
    data = memorandum()
    for more in range(0, 40, 3):
        title = " ".join(f"เรื่องที่ {n}" for n in range(more * 8))
        pdf = pdf_of(memo.document(replace(data, plan=replace(data.plan, office=f"สำนักงาน {title}"))))
        last = [x.text.strip() for x in lines(pdf, len(texts_of(pdf)) - 1)]
        signed = last.index("(นายประเสริฐ วงศ์ไทย)")
        assert last[signed - 2 : signed] == ["รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้", "จึงเรียนมาเพื่อโปรดทราบ"]
