"""Programs that are killed, files whose bytes were changed, and files that unpack to more than any office has."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from faults_office import REQUESTS, Answer, Room, ctl, state_of
from faults_power import numbers
from faults_walk import THAI, Tally

MEGABYTE = 1 << 20
MOST_SECONDS, MOST_MEMORY = 30, 600 * MEGABYTE
SAVING = """
import sys
from pathlib import Path
from faults_office import REQUESTS, request
from core.office import Office
with Office.open(Path(sys.argv[1])) as office:
    for n in range(1000):
        office.records.save(REQUESTS, request(f"{sys.argv[2]}-{n}"))
        print(f"{sys.argv[2]}-{n}", flush=True)
"""


def kills(room: Room, most: int, seed: int) -> Tally:
    """A program that saves one record after the other and says so is killed at any moment."""
    chance = random.Random(seed)
    tally = Tally("kills")
    office = Path(shutil.copy(room.given("office.phaen"), room.root / "killed.phaen"))
    for turn in range(most):
        child = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(office), f"K{turn}"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        )
        assert child.stdout
        said = [child.stdout.readline()]  # it has begun
        time.sleep(chance.random() / 5)
        child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        said += child.stdout.readlines()
        child.stdout.close()
        child.wait()
        acknowledged = {line.decode().strip() for line in said if line.endswith(b"\n")}
        wrong = [] if acknowledged else ["nothing was saved"]
        try:
            state_of(office)
            lost = acknowledged - numbers(office)
            wrong += [f"{sorted(lost)[:3]} was saved and is missing"] if lost else []
        except Exception as fault:
            wrong.append(f"does not open, or is unsound: {fault!r}"[:150])
        tally.add(f"kill {turn} after {len(said)} saves", *wrong)
    return tally


def tampered(room: Room, most: int, seed: int) -> Tally:
    """A few bytes of an office file are changed: it is refused, called unsound, or shows just what it showed."""
    chance = random.Random(seed)
    tally = Tally("tampered bytes")
    plain = room.given("office.phaen").read_bytes()
    shown = _shown(room.given("office.phaen"))
    target = room.root / "tampered.phaen"
    for _ in range(most):
        body, places = (
            bytearray(plain),
            [chance.randrange(len(plain)) for _ in range(chance.choice([1, 1, 4, 16]))],
        )
        for place in places:
            body[place] ^= 1 << chance.randrange(8)
        target.write_bytes(body)
        tally.add(f"bytes {places[:4]}", *_of_the_tampered(target, shown))
        for left in room.root.glob("tampered.*"):
            left.unlink()
    return tally


def _shown(path: Path) -> tuple[str, ...]:
    table = path.with_suffix(".csv")
    ctl("export", path, REQUESTS, table)
    figures = ctl("indicators", path, "--json", "--as-of", "2020-06-30")
    return figures.out, table.read_text(encoding="utf-8-sig")


def _of_the_tampered(path: Path, shown: tuple[str, ...]) -> Iterator[str]:
    checked = ctl("check", path)
    yield from told(checked, "check", (0, 1, 3))
    if checked.status == 0 and _shown(path) != shown:
        yield "shows something else, and check calls it sound"


def told(answer: Answer, name: str, fitting: tuple[int, ...]) -> Iterator[str]:
    """What is wrong with an answer to something that is wrong with a file."""
    if answer.status not in fitting:
        yield f"{name}: exit {answer.status}"
    if "Traceback" in answer.err:
        yield f"{name}: a traceback {answer.err.strip()[-150:]}"
    if answer.status == 3 and not THAI.search(answer.err):
        yield f"{name}: no sentence"


def bombs(room: Room) -> Tally:
    """Files that unpack to hundreds of megabytes: a sentence, within a minute, within bounds of memory."""
    tally = Tally("bombs")
    for name, make in BOMBS.items():
        bomb = make(room)
        for arguments in _meeting(room, bomb):
            tally.add(f"{name}: {arguments[0]}", *_met(arguments))
        bomb.unlink()
    return tally


def _spaces(megabytes: int) -> Iterator[bytes]:
    return (b" " * MEGABYTE for _ in range(megabytes))


def entry_bomb(room: Room) -> Path:
    """An office file whose last entry unpacks to 800 MB."""
    office = Path(shutil.copy(room.given("office.phaen"), room.root / "bomb.phaen"))
    packer = zlib.compressobj(9)
    body = b"".join(map(packer.compress, _spaces(800))) + packer.flush()
    with closing(sqlite3.connect(office)) as connection:
        connection.execute(
            "UPDATE entries SET packed = 1, body = ? WHERE n = (SELECT max(n) FROM entries)", (body,)
        )
        connection.commit()
    return office


def _zip_bomb(path: Path, like: Path, member: str, begins: bytes = b"") -> Path:
    """A copy of a package in which one member is 800 MB of spaces."""
    with zipfile.ZipFile(like) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != member:
                target.writestr(info.filename, source.read(info))
        with target.open(member, "w", force_zip64=True) as made:
            made.write(begins)
            for spaces in _spaces(800):
                made.write(spaces)
    return path


BOMBS: dict[str, Callable[[Room], Path]] = {
    "an entry": entry_bomb,
    "a package's entries": lambda room: _zip_bomb(
        room.root / "bomb.phaenx", room.given("other.phaenx"), "entries"
    ),
    "a package's manifest": lambda room: _zip_bomb(
        room.root / "bomb.phaenx", room.given("other.phaenx"), "manifest.json"
    ),
    "a workbook's sheet": lambda room: _zip_bomb(
        room.root / "bomb.xlsx", room.given("own.xlsx"), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"
    ),
    "a workbook's texts": lambda room: _zip_bomb(
        room.root / "bomb.xlsx", room.given("own.xlsx"), "xl/sharedStrings.xml", b"<sst><si><t>"
    ),
    "a chat": lambda room: _zip_bomb(room.root / "bomb.zip", room.given("chat.zip"), "chats/0.csv"),
}


def _meeting(room: Room, bomb: Path) -> Iterator[tuple[object, ...]]:
    office = Path(shutil.copy(room.given("office.phaen"), room.root / "meets.phaen"))
    if bomb.suffix == ".phaen":
        yield "check", bomb
        yield "backup", bomb, room.root / "copy.phaen"
        yield "pack", bomb, room.root / "copy.phaenx"
    elif bomb.suffix == ".phaenx":
        yield "merge", office, bomb, "--trust"
    elif bomb.suffix == ".zip":
        yield "import-line", office, bomb
    else:
        yield "import", office, REQUESTS, bomb


def _met(arguments: tuple[object, ...]) -> Iterator[str]:
    run = subprocess.run(
        [sys.executable, "-c", MEETING, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    *said, used = run.stdout.splitlines() or ["0 0"]
    memory, seconds = map(float, used.split())
    yield from told(Answer(run.returncode, "\n".join(said), run.stderr), str(arguments[0]), (1, 3))
    if seconds > MOST_SECONDS:
        yield f"{seconds:.0f} s of the processor"
    if memory > MOST_MEMORY:
        yield f"{memory // MEGABYTE:.0f} MB of memory"


MEETING = """
import sys
from core.cli.presenter import run
status = run(sys.argv[1:])
try:
    import resource
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)
except ImportError:  # Windows
    print(0, 0)
sys.exit(status)
"""
