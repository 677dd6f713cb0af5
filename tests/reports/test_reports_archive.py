"""Kept reports are PDF/A-3b: each clause of ISO 19005-3 that we use, by itself. docs/paper.md names them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageCms, ImageStat
from reports_pictures import pdf_of, picture_of, sample_document, texts_of
from reports_sample import CREATED

from core.plan import proof
from core.reports import document as doc
from core.reports.archive import Attachment, archived, attached
from core.reports.srgb import profile
from core.reports.typesetting import seal

PROVED = proof.Proved(
    proof.figures_text([proof.Figure("1", "ก & <ข>", "percent", *("50.00",) * 4, 2, "50.00", "behind")]),
    date(2020, 6, 30),
    "",
    1,
    "0190-abc",
)
SEAL = doc.Seal(PROVED.code, proof.machine_text(PROVED.code), "ฉบับรับรอง & <ทดสอบ>")
CSV = Attachment("figures.csv", "text/csv", "ตัวเลขที่รับรอง", proof.proof_csv(PROVED))
LACKING = doc.Document(
    "ก & <ข>", (doc.Section("", (doc.Paragraph("ไม่มีในแบบอักษร 漢 AV To"),)),), author="สำนักงาน"
)


@cache
def kept(name: str = "monthly") -> bytes:
    document = LACKING if name == "lacking" else sample_document(name)
    return archived(pdf_of(replace(document, seal=SEAL)), SEAL.machine, (CSV,), CREATED)


@pytest.fixture(params=["monthly", "steps", "lacking"])
def opened(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(kept(request.param))) as pdf:
        yield pdf


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/CIDFontType2"
    ]


def test_6_1_2_header(opened: pikepdf.Pdf) -> None:
    """A version of PDF 1, and behind it a comment of four bytes over 127 for whoever takes the file for text."""
    first, second = kept().split(b"\n")[:2]
    assert first == b"%PDF-1.7"
    assert second.startswith(b"%")
    assert len([byte for byte in second if byte > 127]) >= 4


def test_6_1_3_trailer_has_an_id_and_no_encryption(opened: pikepdf.Pdf) -> None:
    assert len(opened.trailer.ID) == 2
    assert not opened.is_encrypted
    assert kept().rstrip(b"\r\n").endswith(b"%%EOF")


def test_6_1_7_streams_are_whole_and_within_the_file(opened: pikepdf.Pdf) -> None:
    for stream in (o for o in opened.objects if isinstance(o, pikepdf.Stream)):
        filters = str(stream.get("/Filter", ""))
        assert "LZW" not in filters
        assert "Crypt" not in filters
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(stream.keys())


def test_6_2_3_output_intent_is_srgb(opened: pikepdf.Pdf) -> None:
    (intent,) = opened.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes() == profile()


def test_6_2_3_the_profile_says_what_srgb_says() -> None:
    """An ICC profile of version 2 for displays; every colour comes out as by the library's own sRGB."""
    ours = ImageCms.getOpenProfile(BytesIO(profile()))
    assert ours.profile.version == pytest.approx(2.1)
    assert ours.profile.device_class == "mntr"
    assert ours.profile.xcolor_space.strip() == "RGB"
    colours = Image.new("RGB", (16, 16))
    colours.putdata([(n, 255 - n, n * 7 % 256) for n in range(256)])
    same = ImageCms.profileToProfile(colours, ours, ImageCms.createProfile("sRGB"))
    before, after = list(colours.get_flattened_data()), list(same.get_flattened_data())
    assert max(abs(a - b) for x, y in zip(before, after, strict=True) for a, b in zip(x, y, strict=True)) <= 1


def test_6_2_4_3_colours_are_rgb_alone(opened: pikepdf.Pdf) -> None:
    """What the output intent gives a meaning to; no CMYK, no spot colours."""
    for page in opened.pages:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(page)}
        assert not operators & {"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}
        assert not {"/ColorSpace", "/Shading", "/Pattern"} & set(page.Resources.keys())


def test_6_2_10_no_transparency(opened: pikepdf.Pdf) -> None:
    """The draft mark and all else is opaque: nothing to flatten in fifty years."""
    assert all("/Group" not in page and "/ExtGState" not in page.Resources for page in opened.pages)
    assert not [o for o in opened.objects if isinstance(o, pikepdf.Stream) and "/SMask" in o]


def test_6_2_11_4_fonts_are_embedded_with_each_glyph_used(opened: pikepdf.Pdf) -> None:
    assert fonts_of(opened)
    for font in fonts_of(opened):
        glyphs = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes())).getGlyphOrder()
        places = font.CIDToGIDMap.read_bytes()
        used = [int.from_bytes(places[n : n + 2], "big") for n in range(2, len(places), 2)]
        assert max(used) < len(glyphs)


def test_6_2_11_5_widths_are_the_fonts_own(opened: pikepdf.Pdf) -> None:
    """The widths a reader is told are those of the embedded program, kerned or not."""
    for font in fonts_of(opened):
        program = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        order, units = program.getGlyphOrder(), program["head"].unitsPerEm
        places = font.CIDToGIDMap.read_bytes()
        first, widths = font.W
        for n, width in enumerate(widths, int(first)):
            glyph = order[int.from_bytes(places[2 * n : 2 * n + 2], "big")]
            assert abs(float(width) - program["hmtx"][glyph][0] * 1000 / units) <= 1


def test_6_2_11_7_every_code_reads_as_text(opened: pikepdf.Pdf) -> None:
    for font in (
        o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"
    ):
        assert b"beginbfchar" in font.ToUnicode.read_bytes()


def test_6_2_11_8_no_page_draws_notdef(opened: pikepdf.Pdf) -> None:
    """What the font lacks is drawn as a box that is a glyph of its own."""
    for font in fonts_of(opened):
        places = font.CIDToGIDMap.read_bytes()
        assert all(places[n : n + 2] != b"\0\0" for n in range(2, len(places), 2))


def test_the_box_looks_as_before() -> None:
    dark = ImageStat.Stat(picture_of(kept("lacking"), 1)).extrema[0][0]
    assert dark < 60
    assert "漢" in texts_of(kept("lacking"))[0]


def test_6_5_nothing_acts(opened: pikepdf.Pdf) -> None:
    """No scripts, no launching, no outside links; outline entries are plain destinations."""
    assert not {"/AA", "/OpenAction", "/AcroForm"} & set(opened.Root.keys())
    assert "/JavaScript" not in opened.Root.get("/Names", {})
    for page in opened.pages:
        assert not {"/AA", "/Annots", "/PresSteps"} & set(page.keys())


def test_6_6_2_metadata_says_what_the_file_is(opened: pikepdf.Pdf) -> None:
    """XMP in UTF-8, unpacked, its packet whole, with the part and level of the standard."""
    stream = opened.Root.Metadata
    assert (stream.Type, stream.Subtype) == ("/Metadata", "/XML")
    text = stream.read_bytes().decode("utf-8")
    assert text.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert text.rstrip().endswith('<?xpacket end="w"?>')
    with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        assert xmp.pdfa_status == "3B"
        assert xmp["dc:identifier"] == SEAL.machine


def test_6_6_2_metadata_and_info_agree(opened: pikepdf.Pdf) -> None:
    info = opened.docinfo
    with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        assert xmp["dc:title"] == str(info.Title)
        assert list(xmp["dc:creator"]) == [str(info.Author)]
        assert xmp["xmp:CreatorTool"] == str(info.Creator)
        assert xmp["pdf:Producer"] == str(info.Producer)
        told = re.sub(r"\D", "", xmp["xmp:CreateDate"])
        assert told == re.sub(r"\D", "", str(info.CreationDate))
        assert xmp["xmp:ModifyDate"] == xmp["xmp:CreateDate"]


def test_6_6_2_3_only_properties_of_known_schemas(opened: pikepdf.Pdf) -> None:
    """Others would have to be described by an extension schema."""
    text = opened.Root.Metadata.read_bytes().decode("utf-8")
    assert set(re.findall(r"xmlns:(\w+)=", text)) == {"x", "rdf", "pdfaid", "dc", "xmp", "pdf"}


def test_6_8_the_figures_are_an_associated_file(opened: pikepdf.Pdf) -> None:
    (spec,) = opened.Root.AF
    assert spec.AFRelationship == "/Data"
    assert (str(spec.F), str(spec.UF)) == ("figures.csv", "figures.csv")
    assert str(spec.Desc) == CSV.description
    assert spec.EF.F.Subtype == "/text/csv"
    assert "/ModDate" in spec.EF.F.Params
    assert opened.attachments["figures.csv"].obj.objgen == spec.objgen


def test_6_10_no_xfa_and_6_9_no_optional_content(opened: pikepdf.Pdf) -> None:
    assert not {"/OCProperties", "/NeedsRendering"} & set(opened.Root.keys())


def test_the_attachment_is_the_whole_proof() -> None:
    assert attached(kept()) == {"figures.csv": CSV.body}
    assert proof.read_proof(attached(kept())["figures.csv"]) == PROVED
    for other in (b"", b"%PDF-1.7 torn", pdf_of(LACKING)):
        assert attached(other) == {}


def test_the_same_report_is_the_same_file() -> None:
    plain = pdf_of(replace(sample_document("monthly"), seal=SEAL))
    assert archived(plain, SEAL.machine, (CSV,), CREATED) == kept()
    assert archived(plain, SEAL.machine, (CSV,), datetime(2030, 1, 1)) != kept()


def test_the_pages_are_those_of_the_report() -> None:
    plain = pdf_of(replace(sample_document("monthly"), seal=SEAL))
    assert texts_of(kept()) == texts_of(plain)
    assert picture_of(kept(), 1).tobytes() == picture_of(plain, 1).tobytes()


@pytest.mark.parametrize("name", ["monthly", "steps"])
def test_the_code_is_read_from_each_page_at_100_dpi(name: str) -> None:
    """Each module of the printed code, sampled at its middle on a page of 100 dots an inch, is what the encoder made:
    upright and landscape, whatever stands above it; all around it the paper is white."""
    rows = seal.modules(SEAL.machine)
    opened = pypdfium2.PdfDocument(kept(name))
    scale = 100 / 72
    for number in range(1, len(opened) + 1):
        picture = picture_of(kept(name), number, scale)
        step, right, below = (part * scale for part in (seal.MODULE, *seal.EDGES))
        left, top = picture.width - right - len(rows) * step, picture.height - below - len(rows) * step
        read = [
            [
                int(picture.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) < 128)
                for x in range(len(rows))
            ]
            for y in range(len(rows))
        ]
        assert read == [[int(dark) for dark in row] for row in rows]
        above = (int(left), int(top - 2 * step), picture.width, int(top) - 1)
        beside = (int(left - 2 * step), int(top), int(left) - 1, picture.height)
        assert min(ImageStat.Stat(picture.crop(box)).extrema[0][0] for box in (above, beside)) == 255
    opened.close()


def test_the_foot_says_code_and_edition_in_any_digits() -> None:
    for digits in ("arabic", "thai"):
        page = texts_of(pdf_of(replace(sample_document("monthly"), seal=SEAL, digits=digits)))[0]
        assert f"รหัสตรวจสอบ {SEAL.code}" in page
        assert SEAL.words in page


def test_a_draft_says_so_across_each_page_and_hides_nothing() -> None:
    document = sample_document("monthly")
    plain, draft = pdf_of(document), pdf_of(replace(document, draft=True))
    for number, (before, after) in enumerate(zip(texts_of(plain), texts_of(draft), strict=True), 1):
        assert after.split() == ["ร่าง", *before.split()]
        old, new = picture_of(plain, number, 1.0), picture_of(draft, number, 1.0)
        paper = [
            b for a, b in zip(old.get_flattened_data(), new.get_flattened_data(), strict=True) if a == 255
        ]
        assert min(paper) > 220
        assert sum(shade < 255 for shade in paper) > len(paper) / 40
        ink = [
            (a, b) for a, b in zip(old.get_flattened_data(), new.get_flattened_data(), strict=True) if a < 100
        ]
        assert all(b <= a + 25 for a, b in ink)
