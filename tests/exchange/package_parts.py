"""Packages made by hand, sound and otherwise, for the tests that read them."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.exchange.packages.manifest import Manifest, Member, encode
from core.exchange.packages.reader import opened_package
from core.exchange.packages.signing import signature_of
from core.exchange.packages.writer import Spans, write_package
from core.keys.signer import KeySigner, signer_from
from core.store.log.entry import Entry, NewRows
from core.store.log.entry import encode as encode_entry

KEY = signer_from(bytes(range(32)))
OFFICE = bytes(32)


def manifest(spans: Spans, entries: Member, **more: Any) -> Manifest:
    """A plain manifest of one sender."""
    plain = Manifest(
        office=OFFICE,
        unit="finance",
        pc="การเงิน-1",
        replica="r",
        author="สมศรี",
        written_ms=1_590_000_000_000,
        holds={},
        needs={},
        spans=spans,
        units={"r": "finance"},
        entries=entries,
    )
    return replace(plain, **more)


def chain(count: int, replica: str = "r") -> list[bytes]:
    """A chain of small entries."""
    made: list[bytes] = []
    before: Entry | None = None
    for seq in range(1, count + 1):
        rows = {"finance_requests": NewRows.of(("amount",), ((f"{replica}-{seq}", (seq,)),))}
        entry = Entry(replica, seq, before.id if before else None, seq, "สมศรี", 1, new=rows)
        before = replace(entry, stored=encode_entry(entry))
        made.append(before.stored)
    return made


def written(path: Path, entries: Iterable[bytes], passphrase: str | None = None, **more: Any) -> Path:
    """A sound package, ``more`` said otherwise in its manifest before it is signed."""
    write_package(path, entries, lambda spans, member: manifest(spans, member, **more), KEY, passphrase)
    return path


def read(path: Path, passphrase: str | None = None) -> list[bytes]:
    """All entries of a package, as a merge reads them."""
    with opened_package(path, passphrase) as package:
        return list(package.entries())


def members_of(path: Path) -> dict[str, bytes]:
    """The members of a package, by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of these members, names twice too."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members:
            package.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def signed(said: Manifest, entries: bytes, key: KeySigner = KEY) -> bytes:
    """A package of these very bytes, signed."""
    body = encode(said)
    return zipped([("entries", entries), ("manifest.json", body), ("signature", signature_of(body, key))])
