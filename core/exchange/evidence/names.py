"""The name of a file of evidence: whatever it comes from, it names a file of one folder on any PC."""

import re
import unicodedata

MOST_BYTES = 180  # in UTF-8: file systems end at 255, and a copy may get a number
NAMELESS = "หลักฐาน"

_PARTED = re.compile(r"[\\/]+")
_REFUSED = re.compile(r'[:*?"<>|]+')
# Names that Windows keeps for devices, with any ending.
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def clean_name(raw: str) -> str:
    """A name without folders, control and invisible characters, and all that a file system refuses; no name where
    nothing is left is "หลักฐาน"."""
    last = [part for part in _PARTED.split(raw) if part.strip(" .")][-1:]
    text = unicodedata.normalize("NFC", "".join(last))
    seen = "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" else _space(letter) for letter in text
    )
    name = " ".join(_REFUSED.sub("-", seen).split()).strip(" .")
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > MOST_BYTES // 4:
        return _cut(name, MOST_BYTES) or NAMELESS
    return f"{_cut(stem, MOST_BYTES - len(ending.encode()) - 1) or NAMELESS}.{ending}"


def _space(letter: str) -> str:
    """A space for what separates; nothing for what can't be seen or isn't a character."""
    return " " if unicodedata.category(letter)[0] == "Z" or letter in "\t\r\n" else ""


def _cut(text: str, most: int) -> str:
    """As much of a text as takes no more bytes than that, in whole letters with their marks."""
    while len(text.encode()) > most:
        text = text[:-1]
    return text.rstrip(" .")
