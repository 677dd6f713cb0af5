"""Writing a package: entries streamed into the zip, then the manifest over them, then the signature over that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from core.exchange.packages import age, refusals
from core.exchange.packages.manifest import ENTRIES, Manifest, Member, encode
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
) -> Manifest:
    """Write a package, replacing what is there only once it is whole; ``manifest`` makes the manifest of the spans
    and the member written. With a passphrase it is sealed after it was signed. FileRefusal where it can't be."""
    made: list[Manifest] = []

    def write(beside: Path) -> None:
        made.append(_write_zip(beside, path.name, entries, manifest, key))

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
) -> Manifest:
    with ZipFile(target, "w") as package:
        with package.open(_member(ENTRIES), "w") as member:
            counting = _Counting(member, name)  # type: ignore[arg-type]  # writable, all that is asked
            digest = counting.write(entries)
        said = manifest(counting.spans, Member(counting.size, digest, counting.count))
        body = encode(said)
        package.writestr(_member(MANIFEST), body)
        package.writestr(_member(SIGNATURE), signature_of(body, key))
    return said


def _member(name: str) -> ZipInfo:
    found = ZipInfo(name)
    found.compress_type = ZIP_DEFLATED
    return found
