"""The pen: the one place that writes on a page.

A thin layer over ReportLab's canvas that knows text as shaped pieces, rules, fills, page ends and outline
entries. Coordinates are points from the page's lower left corner.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from types import SimpleNamespace

from PIL.Image import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from core.reports.typesetting.embedding import EmbeddedFont
from core.reports.typesetting.fitting import Fitting
from core.reports.typesetting.fonts import Face, FontSet
from core.reports.typesetting.linebreak import LinePiece
from core.reports.typesetting.shaping import Run, shape

Color = tuple[float, float, float]
Segment = tuple[float, float, float, float]

BLACK: Color = (0.0, 0.0, 0.0)


# A font that is never drawn with: ReportLab opens each page with its initial font, and would otherwise put an
# unembedded Helvetica into every file.
_NO_FONT = SimpleNamespace(
    fontName="phaen-none",
    face=SimpleNamespace(name="phaen-none", builtIn=0),
    _dynamicFont=1,
    _multiByte=0,
)
pdfmetrics.registerFont(_NO_FONT)


class _Paper(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's canvas without its fonts and its clock."""

    def __init__(self, target: BytesIO, size: tuple[float, float], created: datetime) -> None:
        super().__init__(
            target,
            pagesize=size,
            pageCompression=0,
            invariant=1,
            initialFontName=_NO_FONT.fontName,
            lang="th-TH",
        )
        # Its own page compression would write the pages in base 85 on top, at a third of the whole time.
        self._doc.defaultStreamFilters = [pdfdoc.PDFZCompress]
        self.setDateFormatter(lambda *_: f"D:{created:%Y%m%d%H%M%S}+07'00'")

    def embed(self, font: EmbeddedFont) -> None:
        """Have a font written into the file when it is saved."""
        self._doc.delayedFonts.append(font)


class Pen:
    """Writes one document with a set of fonts. ``size`` is the page's width and height in points; the same input and
    ``created`` (Bangkok time) give the same bytes."""

    def __init__(self, fonts: FontSet, size: tuple[float, float], created: datetime) -> None:
        self.fonts = fonts
        self.width, self.height = size
        self._target = BytesIO()
        self._paper = _Paper(self._target, size, created)
        self._fitting = Fitting(fonts)
        self._embedded: dict[Face, EmbeddedFont] = {}
        self._written: dict[tuple[Face, str, float], str] = {}
        self._bookmarks = 0
        # The characters no face here draws, each with the line it first stood in.
        self.lacking: dict[str, str] = {}

    def describe(self, title: str, author: str, subject: str = "") -> None:
        """The document's properties as a reader shows them."""
        self._paper.setTitle(title)
        self._paper.setAuthor(author)
        self._paper.setSubject(subject)
        self._paper.setCreator("แผน")
        self._paper.setViewerPreference("DisplayDocTitle", "true")

    def text(
        self,
        x: float,
        baseline: float,
        pieces: Sequence[LinePiece],
        size: float,
        color: Color = BLACK,
        squeeze: float = 1.0,
    ) -> None:
        """Draw the pieces of a line from x on, in the widths they were laid out with, or narrowed by ``squeeze``;
        ``size`` in nominal points."""
        if not pieces:
            return
        y = _n(baseline - self._fitting.drop * size)
        parts = [_reads_as(pieces), f"BT {_rgb(color)} rg"]
        for run in self._fitting.runs(pieces, size):
            place = x + run.shift * squeeze
            parts.append(f"{_n(run.stretch * squeeze, 5)} 0 0 1 {_n(place)} {y} Tm")
            parts.append(f"/{self._font(run.face).name} {_n(run.size)} Tf")
            parts += [self._operators(run.face, text, run.size) for text in run.texts]
            for text in run.texts:
                for character in shape(run.face, text).lacking:
                    self.lacking.setdefault(character, "".join(piece.text for piece in pieces))
        self._paper.addLiteral(" ".join([*parts, "ET EMC"]))

    def fill(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """Fill a rectangle whose lower left corner is (x, y)."""
        self._paper.addLiteral(f"{_rgb(color)} rg {_n(x)} {_n(y)} {_n(width)} {_n(height)} re f")

    def rules(self, segments: Iterable[Segment], thickness: float = 0.5, color: Color = BLACK) -> None:
        """Draw straight rules (x1, y1, x2, y2); their ends are square, so corners are closed."""
        path = " ".join(f"{_n(a)} {_n(b)} m {_n(c)} {_n(d)} l" for a, b, c, d in segments)
        if path:
            self._paper.addLiteral(f"2 J {_n(thickness)} w {_rgb(color)} RG {path} S")

    def squares(self, x: float, y: float, side: float, rows: Sequence[Sequence[int]]) -> None:
        """Draw the dark modules of a code whose lower left corner is (x, y), ``side`` points high, as one path: the modules
        that touch in a row are one rectangle."""
        module = side / len(rows)
        parts = []
        for n, row in enumerate(rows, 1):
            for dark, group in groupby(enumerate(row), lambda place: bool(place[1])):
                if dark:
                    places = [column for column, _ in group]
                    corner = f"{_n(x + places[0] * module)} {_n(y + side - n * module)}"
                    parts.append(f"{corner} {_n(len(places) * module)} {_n(module)} re")
        self._paper.addLiteral(f"{_rgb(BLACK)} rg {' '.join(parts)} f")

    @contextmanager
    def turned(self, x: float, y: float, degrees: float) -> Iterator[None]:
        """What is drawn meanwhile is drawn about (x, y), turned to the left by so many degrees."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        turn = " ".join(_n(part, 5) for part in (cos, sin, -sin, cos))
        self._paper.addLiteral(f"q {turn} {_n(x)} {_n(y)} cm")
        yield
        self._paper.addLiteral("Q")

    def dots(self, left: float, right: float, y: float) -> None:
        """Draw a dotted line to write on."""
        line = f"{_n(left)} {_n(y)} m {_n(right)} {_n(y)} l"
        self._paper.addLiteral(f"q 1 J [0 2.5] 0 d 0.8 w {_rgb(BLACK)} RG {line} S Q")

    def picture(self, x: float, y: float, width: float, height: float, picture: Image) -> None:
        """Draw a picture whose lower left corner is (x, y)."""
        self._paper.drawImage(ImageReader(picture), x, y, width, height)

    def bookmark(self, title: str, level: int, top: float) -> None:
        """An outline entry that leads to this page at a height."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self._paper.bookmarkHorizontalAbsolute(key, top)
        self._paper.addOutlineEntry(title, key, level)

    def turn(self, size: tuple[float, float]) -> None:
        """Make the page begun now one of that width and height in points."""
        self.width, self.height = size
        self._paper.setPageSize(size)

    def end_page(self) -> None:
        """Finish the page; the next mark goes on a new one."""
        self._paper.showPage()

    def finish(self) -> bytes:
        """The finished file. The pen can't be used afterwards."""
        self._paper.save()
        return self._target.getvalue()

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._embedded.get(face)
        if font is None:
            font = self._embedded[face] = EmbeddedFont(face, f"T{len(self._embedded) + 1}")
            self._paper.embed(font)
        return font

    def _operators(self, face: Face, text: str, real: float) -> str:
        key = (face, text, real)
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = _show(shape(face, text), self._font(face), real)
        return written


def _reads_as(pieces: Sequence[LinePiece]) -> str:
    """Say what a line reads as. Readers that go by positions alone would put spaces where a mark moves the pen."""
    text = "".join(piece.text for piece in pieces)
    return f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC"


def _show(run: Run, font: EmbeddedFont, real: float) -> str:
    """A run as text operators: TJ moves the pen by thousandths of an em (where a glyph is shifted, or its advance isn't
    its own width), Ts lifts a mark."""
    per_unit = 1000 / font.face.units
    shows: list[str] = []
    row: list[str] = []
    lift = 0
    for glyph in run.glyphs:
        if glyph.dy != lift:
            shows += [_tj(row), f"{_n(glyph.dy * real / font.face.units)} Ts"]
            row, lift = [], glyph.dy
        before = -glyph.dx * per_unit
        after = (font.face.advance(glyph.gid) + glyph.dx - glyph.advance) * per_unit
        row += [f" {_n(before)} "] if before else []
        row.append(f"<{font.code(glyph):04x}>")
        row += [f" {_n(after)} "] if after else []
    shows.append(_tj(row))
    if lift:
        shows.append("0 Ts")
    return " ".join(s for s in shows if s)


def _tj(row: list[str]) -> str:
    if not row:
        return ""
    return f"[{''.join(row)}] TJ".replace("><", "")


@lru_cache(maxsize=64)
def _rgb(color: Color) -> str:
    return " ".join(_n(part) for part in color)


@lru_cache(maxsize=65536)  # places repeat: columns, sizes, the lines of a grid
def _n(value: float, places: int = 3) -> str:
    """A number as PDF likes it: a few places at most, no exponent."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
