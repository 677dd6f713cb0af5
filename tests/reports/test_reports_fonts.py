"""Whatever font the PC has, a document has the same pages: the face is fitted into the room that was reserved.

TH Sarabun can't be shipped, so its part is played by fonts made here from Sarabun: renamed, brought to TH Sarabun's
size and its digits' width, every other letter some percent narrower or wider.
"""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from reports_ink import rules_touched
from reports_pictures import sample_document, texts_of
from reports_sample import CREATED, steps

from core.reports import by_name, render_pdf
from core.reports import document as doc
from core.reports.typesetting import fonts
from core.reports.typesetting.fitting import STRETCH, Fitting
from core.reports.typesetting.linebreak import Span, break_lines
from core.reports.typesetting.shaping import shape

DIGIT = 0.362  # of an em, in TH Sarabun
BOOKS = ("monthly", "plan-book")


@pytest.fixture(scope="session")
def pc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PC with TH Sarabun New in 1000 units an em and TH SarabunPSK in 2048, both other than Sarabun in width."""
    folder = tmp_path_factory.mktemp("fonts")
    for name, units, percent in (("TH Sarabun New", 1000, 6), ("TH SarabunPSK", 2048, -9)):
        for bold in (False, True):
            font = lessened(opened(bold))
            scale_upem(font, round(units * fonts.SARABUN_SCALE))
            font["head"].unitsPerEm = units
            widths_altered(font, percent)
            save(font, folder, name, bold)
    return folder


def opened(bold: bool = False) -> TTFont:
    return TTFont(fonts.bundled().face(bold).path)


def lessened(font: TTFont) -> TTFont:
    """With the letters of Thai paper only: scaling takes a third of the time."""
    options = subset.Options(layout_features=["*"], notdef_outline=True)
    lesser = subset.Subsetter(options)
    lesser.populate(unicodes=[*range(0x20, 0x100), *range(0xE01, 0xE5C), *range(0x2010, 0x2030)])
    lesser.subset(font)
    return font


def widths_altered(font: TTFont, percent: int) -> None:
    """Letters up to so many percent wider (narrower below 0), none as the next; digits as TH Sarabun has them."""
    digits = {font.getBestCmap()[ord(d)] for d in "0123456789"}
    for n, (name, (advance, bearing)) in enumerate(sorted(font["hmtx"].metrics.items())):
        factor = 1 + percent / 100 * (1, 0.2, 0.8, 0.5, 1)[n % 5]
        new = round(DIGIT * font["head"].unitsPerEm) if name in digits else round(advance * factor)
        font["hmtx"].metrics[name] = (new, bearing)


def named(folder: Path, family: str, bold: bool = False) -> Path:
    """A font with that family's name and TH Sarabun's size on the page, else Sarabun's own."""
    font = opened(bold)
    font["head"].unitsPerEm = round(1000 / fonts.SARABUN_SCALE)
    return save(font, folder, family, bold)


def save(font: TTFont, folder: Path, family: str, bold: bool) -> Path:
    style = "Bold" if bold else "Regular"
    for kind, text in (
        (1, family),
        (2, style),
        (4, f"{family} {style}"),
        (6, f"{family}-{style}".replace(" ", "")),
    ):
        font["name"].setName(text, kind, 3, 1, 0x409)
    path = folder / f"{family.replace(' ', '')}{' Bold' if bold else ''}.ttf"
    font.save(path)
    return path


def installed(pc: Path, title: str) -> fonts.FontSet:
    regular, bold = (pc / f"{title.replace(' ', '')}{weight}.ttf" for weight in ("", " Bold"))
    return fonts.FontSet(title, fonts.Face(regular, "THS-Regular"), fonts.Face(bold, "THS-Bold"), 1.0)


@cache
def document(name: str) -> doc.Document:
    return by_name("plan-book").document(steps()) if name == "plan-book" else sample_document(name)


def drawn(document: doc.Document, faces: fonts.FontSet) -> bytes:
    buffer = BytesIO()
    render_pdf(document, buffer, created=CREATED, fonts=faces)
    return buffer.getvalue()


@cache
def reference(name: str) -> tuple[str, ...]:
    return tuple(solid(t) for t in texts_of(drawn(document(name), fonts.bundled())))


def solid(text: str) -> str:
    return re.sub(r"\s|\ufffe", "", text)


@pytest.mark.parametrize("title", ["TH Sarabun New", "TH SarabunPSK"])
@pytest.mark.parametrize("name", BOOKS)
def test_every_page_holds_the_same_with_any_font(name: str, title: str, pc: Path) -> None:
    """Not only the first row of each page: all of its text, in the same order, exactly."""
    pdf = drawn(document(name), installed(pc, title))
    assert tuple(solid(t) for t in texts_of(pdf)) == reference(name)
    bases = {
        font.get_object()["/BaseFont"].split("+")[1]
        for page in pypdf.PdfReader(BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {"THS-Regular", "THS-Bold"} <= bases


def test_widths_of_their_own_would_break_other_lines(pc: Path) -> None:
    """The fonts made here differ enough to matter: laid out by themselves they fill lines otherwise."""
    text = (Span("การจัดทำแผนปฏิบัติราชการเป็นกระบวนการที่สำคัญ เพื่อเป็นแนวทางในการปฏิบัติงานให้สำเร็จ " * 3),)
    for title in ("TH Sarabun New", "TH SarabunPSK"):
        pairs = [
            (
                [line.text for line in break_lines(faces, text, points / 16 / faces.scale)]
                for faces in (fonts.bundled(), installed(pc, title))
            )
            for points in range(150, 450, 30)
        ]
        assert any(reference != alone for reference, alone in pairs)


@pytest.mark.parametrize("title", ["TH Sarabun New", "TH SarabunPSK"])
def test_no_ink_of_an_installed_font_lies_on_a_rule(
    title: str, pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, touched = rules_touched(document("monthly"), installed(pc, title), monkeypatch)
    assert rules > 300
    assert touched == []


def test_no_ink_of_a_far_wider_taller_face_lies_on_a_rule(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = installed(pc, "TH Sarabun New")
    large = fonts.FontSet("large", known.regular, known.bold, 1.4)
    _, touched = rules_touched(document("monthly"), large, monkeypatch)
    assert touched == []
    (page, *_) = texts_of(drawn(document("monthly"), large))
    assert solid(page) == reference("monthly")[0]


def test_a_line_is_as_wide_as_it_was_laid_out(pc: Path) -> None:
    spans = (Span("ชื่อตัวชี้วัด ", bold=True), Span("ความสำเร็จของการเบิกจ่าย 1,234.50 "))
    (line,) = break_lines(fonts.bundled(), spans, 80)
    faces = installed(pc, "TH SarabunPSK")
    bold, regular = Fitting(faces).runs(line.pieces, 16)
    em = 16 * fonts.SARABUN_SCALE
    assert (bold.face, regular.face) == (faces.bold, faces.regular)
    assert bold.shift == 0
    assert regular.shift == pytest.approx(
        sum(p.width for p in line.pieces if p.face.name.endswith("Bold")) * em
    )
    inked = sum(wide(regular.face, t) for t in regular.texts[:-1]) * regular.size * regular.stretch
    assert regular.shift + inked == pytest.approx(line.width * em)
    assert 0.85 < regular.stretch < STRETCH
    assert regular.stretch != 1


def wide(face: fonts.Face, text: str) -> float:
    return shape(face, text).width / face.units


def test_a_narrow_run_is_stretched_only_so_far_and_stands_in_the_middle(pc: Path) -> None:
    (line,) = break_lines(fonts.bundled(), (Span("ราชการ"),), 80)
    known = installed(pc, "TH Sarabun New")
    small = fonts.FontSet("small", known.regular, known.bold, 0.5)
    (run,) = Fitting(small).runs(line.pieces, 16)
    assert run.stretch == STRETCH
    left = run.shift
    right = line.width * 16 * fonts.SARABUN_SCALE - left - wide(run.face, "ราชการ") * 8 * STRETCH
    assert left == pytest.approx(right)
    assert left > 1


@pytest.mark.parametrize(
    ("up", "down", "drop"),
    [(0.05, -0.05, 0.05), (-0.05, 0.05, -0.05), (-0.1, -0.1, 0.0), (0.05, -0.1, 0.05), (0.3, 0.0, None)],
)
def test_taller_or_deeper_ink_stays_in_the_height_of_its_line(
    up: float, down: float, drop: float | None
) -> None:
    reference = fonts.bundled()
    faces = fonts.FontSet("other", reference.regular, reference.bold, 0.66)
    reach, depth = reference.ink
    faces.__dict__["ink"] = (reach + up, depth + down)  # as if it had been measured so
    fitting = Fitting(faces)
    smaller = fitting._scale / faces.scale
    assert (reach + up) * smaller - fitting.drop <= reach + 1e-9
    assert (depth + down) * smaller + fitting.drop <= depth + 1e-9
    assert (smaller == pytest.approx(1)) == (drop is not None)
    assert drop is None or fitting.drop == pytest.approx(drop)


def test_the_bundled_font_is_drawn_as_laid_out() -> None:
    (line,) = break_lines(fonts.bundled(), (Span("หนึ่ง", bold=True), Span(" สอง")), 80)
    runs = list(Fitting(fonts.bundled()).runs(line.pieces, 16))
    assert {run.stretch for run in runs} == {1.0}
    assert Fitting(fonts.bundled()).drop == 0


def test_what_the_installed_font_lacks_is_drawn_with_the_bundled_one(tmp_path: Path) -> None:
    font = opened()
    for table in font["cmap"].tables:
        table.cmap.pop(ord("–"), None)
    font["head"].unitsPerEm = round(1000 / fonts.SARABUN_SCALE)
    face = fonts.Face(save(font, tmp_path, "TH SarabunPSK", False), "THS-Regular")
    (line,) = break_lines(fonts.bundled(), (Span("ไม่มี – มี"),), 80)
    runs = Fitting(fonts.FontSet("x", face, face, 1.0)).runs(line.pieces, 16)
    kept = {text for run in runs for text in run.texts if run.face is fonts.bundled().regular}
    assert any("–" in text for text in kept)
    assert "มี" not in kept


def test_a_face_that_turns_digits_leaves_arabic_ones_to_the_bundled_font(tmp_path: Path) -> None:
    """TH SarabunIT๙ draws 0-9 as ๐-๙: the paper shows the digits that were asked for."""
    font = opened()
    for table in font["cmap"].tables:
        for n in range(10):
            if ord("๐") + n in table.cmap:
                table.cmap[ord("0") + n] = table.cmap[ord("๐") + n]
    font["head"].unitsPerEm = round(1000 / fonts.SARABUN_SCALE)
    face = fonts.Face(save(font, tmp_path, "TH SarabunIT๙", False), "THS-Regular")
    assert face.turns_digits
    assert not fonts.bundled().regular.turns_digits
    (line,) = break_lines(fonts.bundled(), (Span("ปี 2563 ปี ๒๕๖๓"),), 80)
    for run in Fitting(fonts.FontSet("x", face, face, 1.0)).runs(line.pieces, 16):
        arabic = any("2563" in text for text in run.texts)
        assert (run.face is fonts.bundled().regular) == arabic


FAMILIES = ("TH Sarabun New", "TH SarabunPSK", "TH SarabunIT๙")


@pytest.mark.parametrize("present", [FAMILIES, FAMILIES[1:], FAMILIES[2:]])
def test_the_preferred_family_that_is_there_is_taken(present: tuple[str, ...], tmp_path: Path) -> None:
    for family in reversed(present):
        for bold in (False, True):
            named(tmp_path, family, bold)
    found = fonts.find_installed([tmp_path])
    assert found is not None
    assert (found.title, found.scale) == (present[0], 1.0)
    assert found.bold.path.stem.endswith("Bold")


def test_a_font_is_known_by_the_name_it_bears_not_by_its_files(tmp_path: Path) -> None:
    for bold in (False, True):
        path = named(tmp_path, "TH SarabunPSK", bold)
        path.rename(tmp_path / f"THSARABUN_{int(bold)}.TTF")
    found = fonts.find_installed([tmp_path])
    assert found is not None
    assert found.title == "TH SarabunPSK"
    assert found.bold.path.name == "THSARABUN_1.TTF"


def test_a_family_without_its_bold_face_is_passed_over(tmp_path: Path) -> None:
    named(tmp_path, "TH Sarabun New")
    assert fonts.find_installed([tmp_path]) is None
    for bold in (False, True):
        named(tmp_path, "TH SarabunIT๙", bold)
    found = fonts.find_installed([tmp_path])
    assert found is not None
    assert found.title == "TH SarabunIT๙"


def test_what_only_bears_the_name_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "THSarabunNew.ttf").write_bytes(b"not a font")
    (tmp_path / "sarabun-folder.ttf").mkdir()
    for bold in (False, True):
        save(opened(bold), tmp_path, "TH SarabunPSK", bold)  # half as large again as TH Sarabun is
    assert fonts.find_installed([tmp_path]) is None


def test_without_the_official_font_the_bundled_one_serves(tmp_path: Path) -> None:
    assert fonts.find_installed([tmp_path, tmp_path / "missing"]) is None
    assert fonts.official().title in ("Sarabun", *FAMILIES)


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_every_system_has_font_folders(platform: str) -> None:
    environment = {
        "USERPROFILE": "C:/Users/x",
        "HOME": "/home/x",
        "LOCALAPPDATA": "C:/l",
        "WINDIR": "C:/Windows",
    }
    assert len(fonts.font_folders(environment, platform)) >= 2
