"""The release that runs: a built program carries it in the file ``RELEASE`` beside the package ``core`` (docs/formats.md)."""

import tomllib
from base64 import b64decode
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core import resources

PROGRAM = "phaen"
CARRIED = resources.ROOT.parent / "RELEASE"


@dataclass(frozen=True, slots=True)
class Installed:
    """The release that runs: its version (``1.0.0``), the day it was made (``2026-11-30``) and the 32 bytes of the public key
    (Ed25519) that newer ones are signed by. A developer's checkout has neither day nor key."""

    version: str
    day: str = ""
    public_key: bytes = b""


def installed(carried: Path = CARRIED) -> Installed:
    """The release that runs. What the build wrote is trusted as the program's own code is."""
    try:
        told = tomllib.loads(carried.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Installed(_of_checkout())
    return Installed(told["version"], told["day"], b64decode(told["public_key"]))


def _of_checkout() -> str:
    try:
        return version(PROGRAM)
    except PackageNotFoundError:  # run from a checkout that was never set up
        return ""
