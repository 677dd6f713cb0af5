"""What a release on a stick says of itself: ``phaen-release.toml``, and the signature beside it (docs/formats.md)."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

FILE, SIGNATURE = "phaen-release.toml", "phaen-release.sig"
FORMAT = 1
SYSTEMS = ("windows", "deb", "portable")
LARGEST = 64 << 10  # bytes of the file; ten setups need two thousand
MOST_SETUPS = 20
LARGEST_SETUP = 2 << 30  # bytes
# What is signed begins with what it is for, so that no other signature of the key's can stand for it.
PURPOSE = b"phaen release\n"
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,3}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~+-]{0,99}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SetupFile:
    """A setup file: for which of ``SYSTEMS``, its name in the same folder, its size in bytes and its SHA-256 in hex."""

    system: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """A release: version, the day it was made, and its setup files."""

    version: str
    day: date
    setups: tuple[SetupFile, ...]


def number_of(version: str) -> tuple[int, ...]:
    """A version as numbers that compare as versions do (1.10 is after 1.9, and is 1.10.0); ValueError for what is none."""
    if not _VERSION.fullmatch(version):
        raise ValueError(version)
    number = tuple(map(int, version.split(".")))
    return number + (0,) * (4 - len(number))


def signed_bytes(text: bytes) -> bytes:
    """What is signed of the file's bytes."""
    return PURPOSE + text


def text_of(manifest: ReleaseManifest) -> str:
    """The file."""
    lines = [f"format = {FORMAT}", f'version = "{manifest.version}"', f'day = "{manifest.day.isoformat()}"']
    for setup in manifest.setups:
        lines += ["", "[[setups]]", f'system = "{setup.system}"', f'file = "{setup.name}"']
        lines += [f"size = {setup.size}", f'sha256 = "{setup.sha256}"']
    return "\n".join(lines) + "\n"


def read(text: bytes) -> ReleaseManifest:
    """What the file says; what it says beside is for later programs. ValueError for what is no release of this format."""
    told = tomllib.loads(text.decode("utf-8"))
    if told.get("format") != FORMAT:
        raise ValueError("format")
    version, setups = _text(told, "version"), told.get("setups")
    number_of(version)
    if not isinstance(setups, list) or len(setups) > MOST_SETUPS:
        raise ValueError("setups")
    return ReleaseManifest(version, date.fromisoformat(_text(told, "day")), tuple(map(_setup, setups)))


def _setup(told: Any) -> SetupFile:
    if not isinstance(told, dict):
        raise ValueError("setups")
    name, size, sha256 = _text(told, "file"), told.get("size"), _text(told, "sha256")
    if not _NAME.fullmatch(name) or not _SHA256.fullmatch(sha256):  # a name alone: it stays in the folder
        raise ValueError(name)
    if type(size) is not int or not 0 < size <= LARGEST_SETUP:
        raise ValueError("size")
    return SetupFile(_text(told, "system"), name, size, sha256)


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    if not isinstance(value, str):
        raise ValueError(key)
    return value
