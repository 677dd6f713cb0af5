"""The fonts of official paper, and how large they are.

Government paper is set in TH SarabunPSK / TH Sarabun New / TH SarabunIT๙, 16 points. Those fonts are on most
office PCs but can't be shipped; the bundled Sarabun (OFL) stands in for them, scaled to the same x-height so that
a page keeps its layout. Sizes in this room are always *nominal*: points of TH Sarabun.
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

# Families in the order they are preferred; file names are compared without case, spaces, hyphens, underscores.
_INSTALLED = (
    ("TH Sarabun New", "thsarabunnew"),
    ("TH SarabunPSK", "thsarabunpsk"),
    ("TH SarabunPSK", "thsarabun"),
    ("TH SarabunIT๙", "thsarabunit๙"),
)


class Face:
    """One font file, ready to shape. ``units`` are font units per em; ``name`` is its PostScript-like name."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.face)
        self.units: int = self.face.upem

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
    """The preferred TH Sarabun family whose regular and bold files lie in the folders; None where there is none."""
    by_stem = {_plain(f.stem): f for folder in folders for f in sorted(_font_files(folder))}
    for title, stem in _INSTALLED:
        found = _family(by_stem, title, stem)
        if found is not None:
            return found
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
    return (f for f in folder.rglob("*") if f.suffix.lower() == ".ttf")


def _plain(stem: str) -> str:
    return stem.lower().replace(" ", "").replace("-", "").replace("_", "")


def _family(by_stem: Mapping[str, Path], title: str, stem: str) -> FontSet | None:
    regular, bold = by_stem.get(stem), by_stem.get(f"{stem}bold")
    if regular is None or bold is None:
        return None
    name = title.replace(" ", "").replace("๙", "9")
    return FontSet(title, Face(regular, f"{name}-Regular"), Face(bold, f"{name}-Bold"), 1.0)
