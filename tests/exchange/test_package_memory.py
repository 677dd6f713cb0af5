"""Bombs: whatever a package unpacks to, reading and merging it takes less than 300 MB."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from package_parts import KEY, manifest, signed

from core.exchange.packages import age
from core.exchange.packages.manifest import Member, encode
from core.store.file.genesis import FirstEntry
from core.store.file.office_file import OfficeFile
from core.store.log.entry import LARGEST_ENTRY

MOST_MB = 300
MANY = 5  # entries as large as they may be, to be met a block at a time

MERGING = """
import sys
from pathlib import Path
from core.exchange.packages.reader import opened_package
from core.exchange.packages.ingest import ingest
from core.faults import FileRefusal
from core.store.file.office_file import OfficeFile
from core.store.log.intake import Intake
said = "taken"
with OfficeFile.open(Path(sys.argv[1]), holder="x") as file:
    try:
        with file.merging() as connection, opened_package(Path(sys.argv[2]), "x") as package:
            intake = Intake(connection, file.now_ms)
            ingest(package, intake, complete=False, on_read=lambda read: None)
            intake.close()
    except FileRefusal:
        said = "refused"
(peak,) = (line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(said, int(peak) // 1024)
"""


def framed(bodies: list[bytes]) -> bytes:
    return b"".join(len(body).to_bytes(4, "big") + body for body in bodies)


def one_chain(bodies: list[bytes], last: int) -> bytes:
    entries = framed(bodies)
    return signed(manifest({"r": (1, last)}, Member(len(entries), sha256(entries).digest(), last)), entries)


def said(seq: int, prev: str | None, filling: str) -> bytes:
    head = {"replica": "r", "seq": seq, "prev": prev, "clock": seq, "author": "ก", "schema": 1}
    return (json.dumps(head)[:-1] + f", {filling}}}").encode()


def nested() -> bytes:
    """Entries of nothing but empty lists, which unpack twenty times as large."""
    return one_chain([said(1, None, f'"x": [{"[]," * (LARGEST_ENTRY // 3 - 99)}[]]')] * MANY, MANY)


def crowded() -> bytes:
    """A sound entry that writes to as many records as there is room for."""
    writes = ",".join(f'["{n:06}","note",1,[]]' for n in range(LARGEST_ENTRY // 24))
    body = said(1, None, f'"set": {{"finance_requests": [{writes}]}}')
    assert len(body) <= LARGEST_ENTRY
    return one_chain([body], 1)


def waiting() -> bytes:
    """Sound entries that will wait for ever."""
    bodies = [said(seq, "ab" * 32, f'"label": "{"ก" * 600_000}"') for seq in range(2, MANY)]
    entries = framed(bodies)
    return signed(
        manifest({"r": (2, MANY - 1)}, Member(len(entries), sha256(entries).digest(), MANY - 2)), entries
    )


def zeros() -> bytes:
    """A megabyte that unpacks to a gigabyte."""
    target = io.BytesIO()
    digest, block = sha256(), bytes(2**20)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open("entries", "w") as member:
            for _ in range(512):
                member.write(block)
                digest.update(block)
        body = encode(manifest({}, Member(512 * 2**20, digest.digest(), 1)))
        package.writestr("manifest.json", body)
        package.writestr("signature", KEY.sign(body))
    return target.getvalue()


def heavy_manifest() -> bytes:
    """A manifest as large as it may be, of nothing but empty lists."""
    body = b'{"format": 1, "x": [' + b"[]," * (2**21 // 3 - 99) + b"[]]}"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, inside in (("entries", b""), ("manifest.json", body), ("signature", KEY.sign(body))):
            package.writestr(name, inside)
    return target.getvalue()


def hard_seal() -> bytes:
    """A sealed package that asks for as much work as is done for anybody."""
    target = io.BytesIO()
    age.seal(io.BytesIO(b"x"), target, "x")
    return target.getvalue().replace(b" 16\n", b" %d\n" % age.MOST_LOG_WORK, 1)


BOMBS = {
    nested: "refused",
    crowded: "taken",
    waiting: "taken",
    zeros: "refused",
    heavy_manifest: "refused",
    hard_seal: "refused",
}


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the peak is read from Linux's own books")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_takes_no_more_memory_than_there_is(tmp_path, bomb):
    package, office = tmp_path / "bomb.phaenx", tmp_path / "office.phaen"
    package.write_bytes(bomb())
    OfficeFile.create(office, FirstEntry("ทดสอบ", 1_569_862_800_000, []), holder="ผู้ทดสอบ").close()
    done = subprocess.run(
        [sys.executable, "-c", MERGING, str(office), str(package)], capture_output=True, text=True, check=True
    )
    said, peak = done.stdout.split()
    assert said == BOMBS[bomb]
    print(peak)
    assert int(peak) < MOST_MB, f"{peak} MB"
