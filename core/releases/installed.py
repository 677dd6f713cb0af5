"""The release that runs: a built program carries it in the file ``RELEASE`` beside the package ``core`` (docs/formats.md)."""

import sys
import tomllib
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from core import resources

PROGRAM_FOLDER = resources.ROOT.parent
PACKAGED = (Path("/usr"), Path("/opt"))  # where a package of the system's lays programs


@dataclass(frozen=True, slots=True)
class Installed:
    """The release that runs: its version (``1.0.0``), the day it was made (``2026-11-30``) and the 32 bytes of the public key
    (Ed25519) that newer ones are signed by. A developer's checkout has neither day nor key."""

    version: str
    day: str = ""
    public_key: bytes = b""


def installed(folder: Path = PROGRAM_FOLDER) -> Installed:
    """The release that runs, of the program in ``folder``. What a build wrote there is trusted as the program's own code is."""
    try:
        told = tomllib.loads((folder / "RELEASE").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Installed(_of_checkout(folder / "pyproject.toml"))
    return Installed(told["version"], told["day"], b64decode(told["public_key"]))


def _of_checkout(project: Path) -> str:
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def system_of(folder: Path = PROGRAM_FOLDER) -> str:
    """Which kind of setup renews the program in ``folder``: ``windows``, ``deb`` or ``portable``."""
    if sys.platform == "win32":
        return "windows"
    return "deb" if any(folder.is_relative_to(place) for place in PACKAGED) else "portable"
