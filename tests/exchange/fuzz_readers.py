"""Fuzzing the readers: ``python tests/exchange/fuzz_readers.py [minutes] [seed]``. A short run is part of the tests.

Each turn takes a sound file, spoils some bytes (of a package: inside one of its parts), and reads it. Whatever happens
must be a table or a refusal in a Thai sentence, within a second or so.
"""

import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sheets"
UNREADABLE = ("README", "locked")
SLOW = 5.0  # seconds of the processor
JUNK = (
    *(b"\x00", b"\xff", b'"', b",", b"<", b">", b"&#0;", b"999999999", b"-1", b"XFD1048576", b"'", b"\n"),
    *(b'r="A9999999"', b't="e"', b'number-rows-repeated="1048576"', b'number-columns-repeated="16384"'),
    "ที่".encode(),
    "ที่".encode("cp874"),
)


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, cut, doubled or replaced by junk."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        kind = chance.randrange(5)
        if kind == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif kind == 1:
            out[at : at + chance.randint(1, 40)] = b""
        elif kind == 2:
            out[at:at] = chance.choice(JUNK)
        elif kind == 3:
            out[at : at + 4] = chance.choice(JUNK)
        else:
            out[at:at] = bytes(out[at : at + chance.randint(1, 200)])
    return bytes(out)


def spoiled_package(data: bytes, chance: random.Random) -> bytes:
    """A zip package one of whose parts is spoiled, or the whole of it."""
    if chance.random() < 0.25:
        return spoiled(data, chance)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        worst = chance.choice([n for n in names if n.endswith((".xml", ".rels", ".csv"))])
        for name in names:
            part = old.read(name)
            new.writestr(name, spoiled(part, chance) if name == worst else part)
    return made.getvalue()


def line_export() -> bytes:
    """A sound LINE export."""
    head = "\ufeffAccount name,'a'\nTime zone,'+09:00'\nDownloaded on,'x'\nSender type,Sender name,Date,Time,Message\n"
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "a.csv", (head + 'User,มานะ,2020/06/29,11:00,"a\nb"\nAccount,ส,2020/06/29,11:10,x\n').encode()
        )
    return made.getvalue()


def turns(seed: int) -> Iterator[tuple[str, bytes]]:
    """File endings and spoiled contents, without end."""
    chance = random.Random(seed)
    sound = [(p.suffix, p.read_bytes()) for p in sorted(FIXTURES.iterdir()) if p.stem not in UNREADABLE]
    sound.append((".zip", line_export()))
    while True:
        ending, data = chance.choice(sound)
        packed = ending in (".xlsx", ".ods", ".zip")
        yield ending, spoiled_package(data, chance) if packed else spoiled(data, chance)


def read(path: Path) -> str:
    """What reading the file comes to: ``read``, or ``refused``; anything else is raised."""
    from core.exchange.line.reading import read_chats
    from core.faults import FileRefusal

    try:
        if path.suffix == ".zip":
            list(read_chats(path))
            return "read"
        sheets_of(path)
    except FileRefusal as refusal:
        return "refused" if "โปรด" in str(refusal) else "said unkindly"
    return "read"


def sheets_of(path: Path) -> list[object]:
    """Every row of every sheet."""
    from core.exchange.spreadsheets.sheets_in import open_source, table_for
    from core.registers import by_name

    with closing(open_source(path)) as source:
        tables = [table_for(by_name("finance_requests"), source, n) for n in range(len(source.sheets))]
        return [list(table.body()) for table in tables]


def used() -> float:
    """The processor's seconds so far, of this process and those it started: others may be at work on the machine."""
    return sum(os.times()[:4])


def run(seconds: float, seed: int) -> dict[str, int]:
    """Fuzzes for so long; returns how many turns came to what."""
    counts: dict[str, int] = {}
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        for ending, data in turns(seed):
            path = Path(folder) / f"in{ending}"
            path.write_bytes(data)
            begun = used()
            try:
                came_to = read(path)
            except BaseException:
                kept = Path(tempfile.gettempdir()) / f"fuzz-failed{ending}"
                kept.write_bytes(data)
                print(f"the file is kept as {kept}", file=sys.stderr)
                raise
            if came_to not in ("read", "refused"):
                Path(tempfile.gettempdir(), f"fuzz-odd{ending}").write_bytes(data)
            assert used() - begun < SLOW, ending
            assert came_to in ("read", "refused"), came_to
            counts[came_to] = counts.get(came_to, 0) + 1
            if time.monotonic() > end:
                return counts
    return counts


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    print(run(minutes * 60, int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)))
