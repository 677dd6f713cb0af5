"""The fonts of official paper, and how large they are.

Government paper is set in TH SarabunPSK / TH Sarabun New / TH SarabunIT๙, 16 points. Those fonts are on most
office PCs but can't be shipped; the bundled Sarabun (OFL) stands in for them, scaled to the same x-height so that
a page keeps its layout. Pages are always made up with the bundled font (see ``fitting``). Sizes in this room are
always *nominal*: points of TH Sarabun.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import uharfbuzz as hb

# TH Sarabun's digits are 362 units wide and Sarabun's 550 (of 1000); the x-heights stand in the same ratio.
SARABUN_SCALE = 0.66

# The tallest and the deepest clusters of ordinary Thai: where a line's ink can reach.
_PROBE = "ปั้ ปี้ ฟื้ ฝึ๊ โต๊ะ ไม้ น้ำ ญู ฐู ฎู ฏุ ฤๅ ษฺ ๆ (ฬ) |[{gjpq/"

# Letters, vowels and digits that every face of official paper has, and by which faces are compared.
_LETTERS = "กขคงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮ ะาำเแโใไ ๆฯ 0123456789 ๐๑๒๓๔๕๖๗๘๙ ,.()/-"

# Families in the order they are preferred, by the name the file itself bears, without case, spaces, hyphens.
_INSTALLED = (
    ("TH Sarabun New", ("thsarabunnew",)),
    ("TH SarabunPSK", ("thsarabunpsk", "thsarabun")),
    ("TH SarabunIT๙", ("thsarabunit๙", "thsarabunit9")),
)
# A face this much narrower or wider than the reference isn't the one its name says.
_WIDTHS = (0.75, 1.33)


class Face:
    """One font file, ready to shape. ``units`` are font units per em; ``name`` is its PostScript-like name."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.face = hb.Face(hb.Blob(path.read_bytes()))  # read here: any path will do, and no file stays open
        self.font = hb.Font(self.face)
        self.units: int = self.face.upem

    def advance(self, glyph: int) -> int:
        """A glyph's own width in font units, as the font's table of widths (hmtx) has it."""
        return int(self.font.get_glyph_h_advance(glyph))

    @cached_property
    def ink(self) -> tuple[float, float]:
        """How far ordinary Thai reaches above and below the baseline, in em: (ascent, descent), both positive."""
        buffer = hb.Buffer()
        buffer.add_str(_PROBE)
        buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
        hb.shape(self.font, buffer)
        tops, bottoms = [0], [0]
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            extents = self.font.get_glyph_extents(info.codepoint)
            if extents is not None:
                tops.append(extents.y_bearing + position.y_offset)
                bottoms.append(extents.y_bearing + extents.height + position.y_offset)
        return max(tops) / self.units, -min(bottoms) / self.units

    @cached_property
    def width(self) -> float:
        """The width of the same text, in em; 0 where the face lacks a letter of it."""
        buffer = hb.Buffer()
        buffer.add_str(_LETTERS)
        buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
        hb.shape(self.font, buffer)
        if any(info.codepoint == 0 for info in buffer.glyph_infos):
            return 0.0
        return float(sum(position.x_advance for position in buffer.glyph_positions)) / self.units

    @cached_property
    def turns_digits(self) -> bool:
        """True for a face that draws 0-9 as ๐-๙, as TH SarabunIT๙ does."""
        return all(self._outline(ord("0") + n) == self._outline(ord("๐") + n) for n in range(10))

    def _outline(self, character: int) -> object:
        glyph = self.font.get_nominal_glyph(character)
        return (
            None
            if glyph is None
            else (self.font.get_glyph_extents(glyph), self.font.get_glyph_h_advance(glyph))
        )

    @cached_property
    def cap_height(self) -> float:
        """The height of a capital letter, in em."""
        glyph = self.font.get_nominal_glyph(ord("H"))
        extents = self.font.get_glyph_extents(glyph) if glyph is not None else None
        return extents.y_bearing / self.units if extents is not None else 0.7


@dataclass(frozen=True)
class FontSet:
    """A regular and a bold face, and ``scale``: real points per nominal point."""

    title: str
    regular: Face
    bold: Face
    scale: float

    def face(self, bold: bool) -> Face:
        """The bold face or the regular one."""
        return self.bold if bold else self.regular

    @cached_property
    def ink(self) -> tuple[float, float]:
        """How far a line's ink can reach above and below its baseline, in nominal em."""
        regular, bold = self.regular.ink, self.bold.ink
        return max(regular[0], bold[0]) * self.scale, max(regular[1], bold[1]) * self.scale


@cache
def bundled() -> FontSet:
    """Sarabun as it comes with the program: the same on every machine."""
    folder = Path(str(files("fontpkg_sarabun"))) / "files"
    return FontSet(
        "Sarabun",
        Face(folder / "Sarabun-Regular.ttf", "Sarabun-Regular"),
        Face(folder / "Sarabun-Bold.ttf", "Sarabun-Bold"),
        SARABUN_SCALE,
    )


@cache
def official() -> FontSet:
    """TH Sarabun where this PC has it, else the bundled Sarabun."""
    return find_installed(font_folders()) or bundled()


def find_installed(folders: Iterable[Path]) -> FontSet | None:
    """The preferred TH Sarabun family of which both a regular and a bold face lie in the folders (a page never mixes
    two designs); None where there is none. A file that can't be read, or isn't what its name says, is passed over."""
    faces: dict[tuple[str, str], Face] = {}
    for path in (f for folder in folders for f in sorted(_font_files(folder))):
        named = _named(path)
        if named is not None:
            faces.setdefault(named[0], named[1])
    for title, families in _INSTALLED:
        for family in families:
            regular, bold = faces.get((family, "regular")), faces.get((family, "bold"))
            if regular and bold:
                return _family(title, regular, bold)
    return None


def font_folders(
    environment: Mapping[str, str] | None = None, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Where this system keeps fonts: the person's own folders and the machine's."""
    env = os.environ if environment is None else environment
    home = Path(env.get("USERPROFILE") or env.get("HOME") or Path.home())
    if platform == "win32":
        local = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return (local / "Microsoft" / "Windows" / "Fonts", Path(env.get("WINDIR", r"C:\Windows")) / "Fonts")
    if platform == "darwin":
        return (home / "Library" / "Fonts", Path("/Library/Fonts"))
    shared = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share")
    return (shared / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def _font_files(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return ()
    return (f for f in folder.rglob("*") if f.suffix.lower() == ".ttf" and "sarabun" in f.stem.lower())


def _named(path: Path) -> tuple[tuple[str, str], Face] | None:
    """A file's family and style as it names them itself, with its face; None for a file that is of no use here."""
    try:
        face = Face(path, path.stem)
    except OSError:
        return None
    names = hb.OTNameIdPredefined
    family, style = face.face.get_name(names.FONT_FAMILY), face.face.get_name(names.FONT_SUBFAMILY)
    if not family or not style or "glyf" not in face.face.table_tags:
        return None
    style = _plain(style)
    if style not in ("regular", "bold") or not _resembles(face, bundled().face(style == "bold")):
        return None
    return (_plain(family), style), face


def _resembles(face: Face, reference: Face) -> bool:
    ratio = face.width / (reference.width * SARABUN_SCALE)
    return _WIDTHS[0] <= ratio <= _WIDTHS[1]


def _plain(name: str) -> str:
    return name.lower().replace(" ", "").replace("-", "").replace("_", "")


def _family(title: str, regular: Face, bold: Face) -> FontSet:
    name = title.replace(" ", "").replace("๙", "9")
    return FontSet(title, Face(regular.path, f"{name}-Regular"), Face(bold.path, f"{name}-Bold"), 1.0)
