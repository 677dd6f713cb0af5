"""Writing a package: entries and files streamed into the zip, then the manifest over them, then the signature over that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson

from core.exchange.packages import age, refusals
from core.exchange.packages.files import Files, write_files
from core.exchange.packages.manifest import ENTRIES, EVIDENCE, Manifest, Member, encode
from core.exchange.packages.reader import LENGTH_BYTES, MANIFEST, MOST_BYTES, SIGNATURE
from core.exchange.packages.signing import signature_of
from core.keys.signer import KeySigner
from core.whole_files import write_whole

Spans = dict[str, tuple[int, int]]


@dataclass(slots=True)
class _Counting:
    """What has been written of the entries so far."""

    target: BinaryIO
    name: str
    size: int = 0
    count: int = 0
    spans: Spans = field(default_factory=dict)

    def write(self, entries: Iterable[bytes]) -> bytes:
        """Write the entries, each led by its length; returns the SHA-256 of it all."""
        digest = sha256()
        for body in entries:
            led = len(body).to_bytes(LENGTH_BYTES, "big") + body
            self.size += len(led)
            if self.size > MOST_BYTES:
                raise refusals.too_large(self.name)
            digest.update(led)
            self.target.write(led)
            self._note(body)
        return digest.digest()

    def _note(self, body: bytes) -> None:
        said = orjson.loads(body)
        replica, seq = said["replica"], said["seq"]
        first, last = self.spans.get(replica, (seq, seq))
        self.spans[replica] = (min(first, seq), max(last, seq))
        self.count += 1


def write_package(
    path: Path,
    entries: Iterable[bytes],
    manifest: Callable[[Spans, Member], Manifest],
    key: KeySigner,
    passphrase: str | None = None,
    files: Files = (),
) -> Manifest:
    """Write a package, replacing what is there only once it is whole; ``manifest`` makes the manifest of the spans
    and the member written, ``files`` are the evidence that goes along. With a passphrase it is sealed after it was signed. FileRefusal
    where it can't be."""
    made: list[Manifest] = []

    def write(beside: Path) -> None:
        made.append(_write_zip(beside, path.name, entries, manifest, key, files))

    def write_sealed(beside: Path) -> None:
        plain = beside.with_suffix(".plain")
        write(plain)
        with plain.open("rb") as source, beside.open("wb") as target:
            age.seal(source, target, passphrase or "")

    try:
        write_whole(path, write if passphrase is None else write_sealed)
    except OSError as fault:
        raise refusals.unwritable(path.name) from fault
    return made[0]


def _write_zip(
    target: Path,
    name: str,
    entries: Iterable[bytes],
    manifest: Callable[[Spans, Member], Manifest],
    key: KeySigner,
    files: Files,
) -> Manifest:
    with ZipFile(target, "w") as package:
        with package.open(_member(ENTRIES), "w") as member:
            counting = _Counting(member, name)  # type: ignore[arg-type]  # writable, all that is asked
            digest = counting.write(entries)
        said = manifest(counting.spans, Member(counting.size, digest, counting.count))
        said = replace(said, evidence=_write_files(package, files))
        body = encode(said)
        package.writestr(_member(MANIFEST), body)
        package.writestr(_member(SIGNATURE), signature_of(body, key))
    return said


def _write_files(package: ZipFile, files: Files) -> Member | None:
    """Write the files, where there are any, as they are: what is scanned or photographed is packed already."""
    waiting = iter(files)
    first = next(waiting, None)
    if first is None:
        return None
    with package.open(_member(EVIDENCE, ZIP_STORED), "w") as member:
        return write_files(chain([first], waiting), member)  # type: ignore[arg-type]  # writable, all that is asked


def _member(name: str, packing: int = ZIP_DEFLATED) -> ZipInfo:
    found = ZipInfo(name)
    found.compress_type = packing
    return found
