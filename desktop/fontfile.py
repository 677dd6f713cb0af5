"""A copy of Sarabun that doesn't cut Thai marks, made once and kept beside the user's other caches. No Qt here.

Sarabun declares a line of 1068/-232 of 1000 units, but its ink reaches 1281 above (ปั๊) and, in ordinary words,
353 below the baseline, so every label, row and field cuts marks. The copy declares what the ink needs, is renamed
(the OFL asks for that of a changed font), and gets an empty glyph for U+200B, which the original lacks.
A second family shows the digits 0-9 as Thai digits: the text of a screen stays what it is, only its look changes.
"""

import os
import tempfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from core.whole_files import move
from desktop.places import font_folder

FAMILY = "Phaen Sarabun"
THAI_DIGITS_FAMILY = "Phaen Sarabun Thai Digits"
FAMILIES = (FAMILY, THAI_DIGITS_FAMILY)
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
ASCENT, DESCENT = 1285, 428
RELEASE = 1  # raise it whenever the copy changes, so that caches are made anew
ZERO_WIDTH_SPACE = 0x200B
THAI_ZERO = 0x0E50


def source_folder() -> Path | None:
    """Where the package ``fontpkg-sarabun`` keeps its files, None where it isn't installed."""
    spec = find_spec("fontpkg_sarabun")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "files"


def cache_folder() -> Path:
    """Where the copies are kept: per user, safe to delete."""
    return font_folder(RELEASE)


def file_name(family: str, weight: str) -> str:
    """The copy's file name."""
    return f"{family.replace(' ', '')}-{weight}.ttf"


def ready_files(folder: Path, family: str) -> tuple[Path, ...]:
    """The four files of a family in a folder, () while one is missing."""
    paths = tuple(folder / file_name(family, weight) for weight in WEIGHTS)
    return paths if all(path.is_file() for path in paths) else ()


def build(folder: Path, families: tuple[str, ...] = FAMILIES) -> tuple[Path, ...]:
    """Makes every copy of the families that is missing in ``folder`` and returns their paths.

    Raises FileNotFoundError where Sarabun isn't installed, OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(family, weight) for family in families for weight in WEIGHTS]
    for family, weight in wanted:
        if not (folder / file_name(family, weight)).is_file():
            _write(folder / file_name(family, weight), honest_copy(family, weight))
    return tuple(folder / file_name(family, weight) for family, weight in wanted)


def honest_copy(family: str, weight: str) -> bytes:
    """One font file of a family, as bytes. Raises FileNotFoundError where Sarabun isn't installed."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # the desk needs it once in its life

    folder = source_folder()
    if folder is None:
        raise FileNotFoundError("fontpkg-sarabun")
    font = TTFont(folder / f"Sarabun-{weight}.ttf")
    _declare_lines(font)
    _rename(font, family, weight)
    _add_empty_glyph(font, ZERO_WIDTH_SPACE)
    if family == THAI_DIGITS_FAMILY:
        _show_thai_digits(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _declare_lines(font: Any) -> None:
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, -DESCENT, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ASCENT, -DESCENT, 0
    table.usWinAscent, table.usWinDescent = ASCENT, DESCENT


def _rename(font: Any, family: str, weight: str) -> None:
    names = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        names.removeNames(nameID=name_id)
    full = f"{family} {weight}"
    texts = {1: family, 2: weight, 3: f"{full} {RELEASE}", 4: full, 6: full.replace(" ", "")}
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
        names.setName(text, name_id, 1, 0, 0)


def _add_empty_glyph(font: Any, code: int) -> None:
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # noqa: PLC0415  # as above

    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (0, 0)
    _map(font, {code: name})


def _show_thai_digits(font: Any) -> None:
    shown = font.getBestCmap()
    _map(font, {ord("0") + n: shown[THAI_ZERO + n] for n in range(10)})


def _map(font: Any, glyphs: dict[int, str]) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(glyphs)


def _write(path: Path, content: bytes) -> None:
    # Whole or not at all: two desks may start at the same moment.
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    move(Path(temporary), path)
