"""Embedding a font in a PDF: a subset of its glyphs, and what each of them reads as.

The font is a Type 0 font with Identity-H encoding over codes of our own: one code per pair of glyph and text, so
that a mark drawn in a narrow or lowered form still reads as that mark, and the two halves of ำ read as one ำ.
"""

import hashlib
from io import BytesIO

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from core.reports.typesetting.fonts import Face
from core.reports.typesetting.shaping import LACKING, Glyph

# A PDF needs outlines and widths only; shaping is done, and codes are mapped by the PDF itself.
_NEEDED = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep")
_SYMBOLIC = 4
_BLOCK = 100  # a CMap's bfchar section holds no more entries


class EmbeddedFont:
    """A face as one document uses it. ``name`` is the resource name, "T1"."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._codes: dict[tuple[int, str], int] = {}
        self._glyphs: list[Glyph] = []

    def code(self, glyph: Glyph) -> int:
        """The two-byte code (from 1) that draws a glyph and reads as its text."""
        key = (glyph.gid, glyph.text)
        code = self._codes.get(key)
        if code is None:
            self._glyphs.append(glyph)
            code = self._codes[key] = len(self._glyphs)
        return code

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 - ReportLab's own name
        """Write the font into the document; ReportLab calls this for every delayed font when the file is saved."""
        data, places = _subset(self.face, {g.gid for g in self._glyphs})
        base = f"{_tag(data)}+{self.face.name}"
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
                ),
                "FontDescriptor": doc.Reference(self._descriptor(doc, base, data), f"{self.name}.descriptor"),
                "DW": 0,
                "W": f"[1 [{' '.join(self._width(g) for g in self._glyphs)}]]",
                "CIDToGIDMap": doc.Reference(_stream(self._map(places)), f"{self.name}.map"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"{self.name}.cid")]),
                "ToUnicode": doc.Reference(_stream(self._to_unicode()), f"{self.name}.unicode"),
            }
        )
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[self.name] = doc.Reference(font, self.name)

    def _width(self, glyph: Glyph) -> str:
        return f"{self.face.advance(glyph.gid) * 1000 / self.face.units:.3f}".rstrip("0").rstrip(".")

    def _map(self, places: dict[int, int]) -> bytes:
        return b"\0\0" + b"".join(places[g.gid].to_bytes(2, "big") for g in self._glyphs)

    def _descriptor(self, doc: pdfdoc.PDFDocument, base: str, data: bytes) -> pdfdoc.PDFDictionary:
        ascent, descent = (round(part * 1000) for part in self.face.ink)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base),
                "Flags": _SYMBOLIC,
                "FontBBox": f"[-500 {-descent} 1500 {ascent}]",
                "ItalicAngle": 0,
                "Ascent": ascent,
                "Descent": -descent,
                "CapHeight": round(self.face.cap_height * 1000),
                "StemV": 120 if "Bold" in base else 80,
                "FontFile2": doc.Reference(_stream(data, Length1=len(data)), f"{self.name}.file"),
            }
        )

    def _to_unicode(self) -> bytes:
        pairs = [f"<{n:04x}> <{_utf16(g.text)}>" for n, g in enumerate(self._glyphs, 1)]
        blocks = [pairs[n : n + _BLOCK] for n in range(0, len(pairs), _BLOCK)]
        body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
        return _CMAP.replace("BODY", body).encode("ascii")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
BODY
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _stream(content: bytes, **entries: int) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(entries)), content, filters=[pdfdoc.PDFZCompress])


def _tag(data: bytes) -> str:
    """Six capitals that name the subset, the same for the same glyphs."""
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])


def _subset(face: Face, gids: set[int]) -> tuple[bytes, dict[int, int]]:
    """The outlines of some glyphs as a small font file, and where each glyph lies in it."""
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE  # the box for what the font lacks
    wanted.glyph_set.update(gids)
    unneeded = (tag for tag in face.face.table_tags if tag not in _NEEDED)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in unneeded)
    plan = hb.SubsetPlan(face.face, wanted)
    places = dict(plan.old_to_new_glyph_mapping.items())
    data = plan.execute().blob.data
    return _with_box(data, places) if LACKING in gids else (data, places)


def _with_box(data: bytes, places: dict[int, int]) -> tuple[bytes, dict[int, int]]:
    """The box for what the font lacks as a glyph of its own: no page of an archive may draw ``.notdef`` (ISO 19005-3,
    6.2.11.8)."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # takes a tenth of a second, and few documents lack a letter

    font = TTFont(BytesIO(data), recalcTimestamp=False)
    order = [*font.getGlyphOrder(), "box"]
    font["glyf"]["box"] = font["glyf"][order[0]]
    font["hmtx"]["box"] = font["hmtx"][order[0]]
    font.setGlyphOrder(order)
    target = BytesIO()
    font.save(target)
    return target.getvalue(), {**places, LACKING: len(order) - 1}
