"""A newer release on a stick: found, and its setup copied to this PC and checked there. Nothing asks the network."""

import hashlib
import stat
from base64 import b64decode
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

from core.faults import FileRefusal
from core.keys.signer import SIGNATURE_BYTES, verify
from core.releases.installed import Installed
from core.releases.manifest import FILE, LARGEST, SIGNATURE, ReleaseManifest, number_of, read, signed_bytes
from core.state_folder import state_dir
from core.whole_files import private_folder, write_whole

PIECE = 1 << 20  # bytes
Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A newer release for this PC: version and day, and the setup on the stick with its size and SHA-256 as signed."""

    version: str
    day: date
    setup: Path
    size: int
    sha256: str


def newest(folders: Iterable[Path], release: Installed, system: str) -> Offer | None:
    """The newest release in folders that is newer than ``release``, for this ``system``, and signed by the key that ``release``
    carries; None where there is none, or no key. What can't be read, or isn't as it must be, is passed over: whoever carries sticks about
    didn't make it. The setup itself is checked when it is fetched."""
    found = [offer for folder in folders if (offer := _offer(folder, release, system))]
    return max(found, key=lambda offer: number_of(offer.version), default=None)


def _offer(folder: Path, release: Installed, system: str) -> Offer | None:
    with suppress(OSError, ValueError, RecursionError):
        manifest = _manifest(folder, release.public_key)
        if manifest is None or number_of(manifest.version) <= number_of(release.version):
            return None
        for setup in manifest.setups:
            path = folder / setup.name
            if setup.system == system and stat.S_ISREG(path.lstat().st_mode):
                return Offer(manifest.version, manifest.day, path, setup.size, setup.sha256)
    return None


def _manifest(folder: Path, key: bytes) -> ReleaseManifest | None:
    """The release a folder holds, None where it isn't signed by the key. OSError or ValueError where there is none."""
    text, signature = _bytes_of(folder / FILE), b64decode(_bytes_of(folder / SIGNATURE), validate=True)
    if len(signature) != SIGNATURE_BYTES or not verify(key, signed_bytes(text), signature):
        return None
    return read(text)


def _bytes_of(path: Path) -> bytes:
    """A regular file, of one too large the beginning, which nobody signed. ValueError for anything else."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(path)
    with path.open("rb") as file:
        text = file.read(LARGEST)
    return text.strip() if path.name == SIGNATURE else text


def fetched_folder() -> Path:
    """Where setups are copied to."""
    return state_dir() / "setup"


def fetch(offer: Offer, tick: Tick = lambda _: None) -> Path:
    """Copy the setup of an offer to this PC, and see that the copy is what was signed; ``tick`` is told how far it is, 0 to 1,
    and may raise to stop. FileRefusal where it isn't, or the stick can't be read; OSError where this PC's disk can't be
    written. Nothing is left then."""
    rmtree(fetched_folder(), ignore_errors=True)  # an older one
    target = private_folder(fetched_folder() / offer.version) / offer.setup.name
    try:
        write_whole(target, lambda made: _copied(offer, made, tick))
    except BaseException:
        rmtree(fetched_folder(), ignore_errors=True)
        raise
    return target


def _copied(offer: Offer, made: Path, tick: Tick) -> None:
    try:
        source = offer.setup.open("rb")
    except OSError as fault:
        raise _unreadable(offer) from fault
    with source, made.open("wb") as copy:
        size = 0
        while piece := _piece(offer, source):
            size += len(piece)
            if size > offer.size:
                raise _another(offer)
            copy.write(piece)
            tick(size / offer.size / 2)
    if _digest(made, offer.size, tick) != offer.sha256:
        raise _another(offer)


def _piece(offer: Offer, source: BinaryIO) -> bytes:
    try:
        return source.read(PIECE)
    except OSError as fault:  # the stick was pulled out
        raise _unreadable(offer) from fault


def _digest(path: Path, size: int, tick: Tick) -> str:
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            done += len(piece)
            tick(0.5 + done / size / 2)
    return digest.hexdigest()


def _unreadable(offer: Offer) -> FileRefusal:
    return FileRefusal(f"อ่านชุดติดตั้ง “{offer.setup.name}” จากแฟลชไดรฟ์ไม่ได้ โปรดเสียบแฟลชไดรฟ์ใหม่ให้แน่นแล้วลองอีกครั้ง")


def _another(offer: Offer) -> FileRefusal:
    return FileRefusal(
        f"ชุดติดตั้ง “{offer.setup.name}” ไม่ตรงกับที่ผู้ออกรุ่นลงลายมือชื่อไว้ อาจคัดลอกมาไม่ครบหรือถูกแก้ไข จึงไม่ได้ติดตั้ง โปรดขอชุดติดตั้งใหม่จากผู้ดูแล"
    )


def forget_fetched(release: Installed) -> None:
    """Remove a setup that was fetched before, once the program is that release; what is in use stays."""
    with suppress(OSError, ValueError):
        for folder in fetched_folder().iterdir():
            if number_of(folder.name) <= number_of(release.version):
                rmtree(folder, ignore_errors=True)
