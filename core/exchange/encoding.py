"""Which encoding a text file of a Thai office is in, found by looking through the whole of it.

UTF-8 and UTF-16 with or without BOM, and Windows-874 (TIS-620), which Excel still writes on Thai PCs. A few characters
that can't be read don't keep the others out: they come out as such (``is_flawed``), for their cells to be named.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO

FLAWS = "\ufffd\udc80-\udcff"  # for a character class: what stands where something couldn't be read
_FLAW = re.compile(f"[{FLAWS}]")
# A mark or vowel that can't stand where it stands, or a single Thai letter before a Latin one: "café", "École".
_NOT_THAI = re.compile(rf"[{FLAWS}]|(?:(?<=[^ก-๙])|^)[ัิ-ฺ็-๎]|(?:(?<=[^ก-๛])|^)[ก-๛](?=[A-Za-z])", re.MULTILINE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20  # bytes
_SAMPLE = 4096  # bytes looked at for UTF-16 without BOM
# The high bytes of what Thai offices write in UTF-16: Latin, Thai, general punctuation.
_HIGH_BYTES_OF_UTF16 = frozenset((0x00, 0x0E, 0x20))
_MOST = 0.9
_HIGH = bytes(range(0x80, 0x100))
_WIDE = ("utf-16", "utf-16-le", "utf-16-be")
_ONE_IN = 10  # of the characters beyond ASCII may be unreadable, else the encoding is another
_A_FEW = (
    5  # that can't be read in an else plain file: it can't be told what they should be, and they are named
)

Open = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is opened as text: the codec's ``name``, and ``errors`` for what it can't read. ``flawed``: there is
    such."""

    name: str
    errors: str
    flawed: bool


def encoding_of(opened: Open) -> Encoding | None:
    """The encoding of a file, which ``opened`` opens for reading, as often as asked; None where it is none of ours."""
    with opened() as file:
        head = file.read(_SAMPLE)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    if marked:
        return _best(opened, marked)
    if b"\0" in head:
        halves = (("utf-16-le", head[1::2]), ("utf-16-be", head[::2]))
        return _best(opened, *(name for name, high in halves if _is_high(high)))
    return _best(opened, "utf-8", "cp874")


def decoded(data: bytes) -> str | None:
    """The text of a file held in memory; None where it is in none of our encodings."""
    found = encoding_of(partial(BytesIO, data))
    return data.decode(found.name, found.errors) if found else None


def is_flawed(text: str) -> bool:
    """True where something in the text couldn't be read."""
    return _FLAW.search(text) is not None


def mended(text: str) -> str:
    """The text with a visible mark where something couldn't be read."""
    return _FLAW.sub("\ufffd", text)


def _is_high(high: bytes) -> bool:
    return sum(byte in _HIGH_BYTES_OF_UTF16 for byte in high) >= _MOST * len(high)


def _best(opened: Open, *names: str) -> Encoding | None:
    """The first encoding in which everything can be read; else the one with the fewest doubts, if they are few."""
    tried: list[tuple[int, Encoding]] = []
    for name in names:
        read = _tried(opened, name)
        if read and not read[0]:
            return read[1]
        tried += [read] if read else []
    return min(tried, key=lambda read: read[0])[1] if tried else None


def _tried(opened: Open, name: str) -> tuple[int, Encoding] | None:
    """How many doubtful characters the file holds in an encoding; None for more than one in four beyond ASCII."""
    errors = "replace" if name in _WIDE else "surrogateescape"
    odd = _NOT_THAI if name == "cp874" else _FLAW
    flaws = doubts = beyond = 0
    for text, high in _pieces(opened, name, errors):
        if "\0" in text:
            return None
        flaws += len(_FLAW.findall(text))
        doubts += len(odd.findall(text))
        beyond += high
    return (doubts, Encoding(name, errors, bool(flaws))) if doubts * _ONE_IN <= beyond else None


def _pieces(opened: Open, name: str, errors: str) -> Iterator[tuple[str, int]]:
    """The file's text, and how many bytes of it lie beyond ASCII (of UTF-16: how many characters there are)."""
    decoder = codecs.getincrementaldecoder(name)(errors)
    before = ""
    with opened() as file:
        while data := file.read(_CHUNK):
            text = decoder.decode(data)
            high = len(text) if name in _WIDE else len(data) - len(data.translate(None, _HIGH))
            yield before + text, high
            before = text[-1:]  # a mark at the start of a piece belongs to what stands before it
        yield decoder.decode(b"", final=True), 0
