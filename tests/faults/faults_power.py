"""Power cuts, replayed.

What a day's work does to its folder is recorded call by call; then the power is cut after a random one, again and again.
What was written and not synced since is kept or lost sector by sector; names made, moved or removed in a folder since it was
synced are kept up to a random one. Whatever was acknowledged before the cut must be there, in sound files.
"""

import os
import random
import shutil
import struct
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faults_inject import Preloaded
from faults_office import REQUESTS, Room, ctl, request, state_of
from faults_walk import Tally

from core.office import Office

SECTOR = 512
HEAD = struct.Struct("@4l")
Call = tuple[str, str, int, bytes]  # what, to which name in the folder, where, with which bytes
Names = dict[str, int]


@dataclass(frozen=True)
class Day:
    """What was done to a folder that began so, call by call, and what the office file held before and after each step."""

    begins: dict[str, bytes]
    calls: list[Call]
    held: list[frozenset[str]]


def cuts(room: Room, injector: Preloaded, most: int, seed: int, seconds: float = 1e9) -> Tally:
    """Records a day and cuts the power ``most`` times in it."""
    chance = random.Random(seed)
    done = recorded(room, injector)
    steps = [place for place, call in enumerate(done.calls) if call[0] == "!"]
    tally = Tally("power cuts", note=f"in {len(done.calls):,} calls of {len(steps)} acknowledged steps")
    after = room.root / "after"
    ends = time.monotonic() + seconds
    while tally.tried < most and time.monotonic() < ends:
        # Half of them shortly after something was acknowledged: there most can be lost.
        near = chance.choice(steps) + chance.choice([1, 1, 2, 3, 5])
        place = min(
            near if chance.random() < 0.5 else chance.randrange(1, len(done.calls) + 1), len(done.calls)
        )
        disk = Disk.of(done.begins)
        for call in done.calls[:place]:
            disk.do(*call)
        disk.cut_power(after, chance)
        tally.add(f"after call {place}", *missing(after, disk.acknowledged, done.held))
    return tally


def recorded(room: Room, injector: Preloaded) -> Day:
    """A day's work. AssertionError where its calls don't make the folder as the day left it: then not all were seen."""
    folder = room.root / "watched"
    folder.mkdir()
    for name in ("office.phaen", "other.phaenx"):
        shutil.copy(room.given(name), folder)
    begins = {path.name: path.read_bytes() for path in folder.iterdir()}
    held = [numbers(folder / "office.phaen")]
    record = room.root / "calls"
    with injector.recorded(folder, record) as mark:
        for made in steps(room, folder):
            mark(made)
            held.append(numbers(folder / "office.phaen"))
    calls = list(read_calls(record.read_bytes(), folder))
    disk = Disk.of(begins)
    for call in calls:
        disk.do(*call)
    assert disk.seen() == {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
    return Day(begins, calls, held)


def numbers(path: Path) -> frozenset[str]:
    """The numbers of the requests an office file shows."""
    with Office.open(path, read_only=True) as office:
        return frozenset(str(row.values["request_no"]) for row in office.records.rows(REQUESTS))


def steps(room: Room, folder: Path) -> Iterator[str]:
    """Work of every kind, one step after the other; the name of the file each has made, if any."""
    office_file = folder / "office.phaen"
    with Office.open(office_file) as office:
        for n in range(4):
            record = office.records.save(REQUESTS, request(f"PC{n}", 300 + n)).record_id
            yield ""
        office.records.delete(REQUESTS, record)
        yield ""
        office.records.undo()
        yield ""
    for made, arguments in (
        ("", ("import", office_file, REQUESTS, room.given("more.csv"))),
        ("backup.phaen", ("backup", office_file, folder / "backup.phaen")),
        ("t.xlsx", ("export", office_file, REQUESTS, folder / "t.xlsx")),
        ("t.phaenx", ("pack", office_file, folder / "t.phaenx")),
        ("", ("merge", office_file, folder / "other.phaenx", "--trust")),
    ):
        answer = ctl(*arguments)
        assert answer.status == 0, (arguments, answer)
        yield made
    with Office.open(office_file) as office:
        office.exchange.take_merge_back()
        yield ""
        office.records.save(REQUESTS, request("PC9"))
        yield ""
    answer = ctl("restore", folder / "backup.phaen", office_file)
    assert answer.status == 0, answer
    yield ""


def read_calls(record: bytes, folder: Path) -> Iterator[Call]:
    """The calls of a record, their names as seen from the folder."""
    at = 0
    while at < len(record):
        what, length, offset, size = HEAD.unpack_from(record, at)
        at += HEAD.size
        name, data = record[at : at + length], record[at + length : at + length + size]
        at += length + size
        if chr(what) == "!":
            yield "!", name.decode(), 0, b""
            continue
        if chr(what) == "r":
            data = os.fsencode(os.path.relpath(os.fsdecode(data), folder))
        yield chr(what), os.path.relpath(os.fsdecode(name), folder), offset, data


@dataclass
class Disk:
    """A folder as the program sees it, and what of it is on the disk for certain."""

    names: Names = field(default_factory=dict)
    sure_names: Names = field(default_factory=dict)
    loose_names: list[tuple[str, Names, list[str]]] = field(default_factory=list)
    sure: list[bytearray] = field(default_factory=list)
    loose: list[list[tuple[int, bytes | None]]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, begins: dict[str, bytes]) -> "Disk":
        """The disk before the day."""
        names = {name: place for place, name in enumerate(begins)}
        return cls(
            names, dict(names), [], [bytearray(body) for body in begins.values()], [[] for _ in begins]
        )

    def do(self, what: str, name: str, at: int, data: bytes) -> None:
        """One call."""
        if what == "!":
            self.acknowledged.append(name)
        elif what == "c" and name not in self.names:
            self.sure.append(bytearray())
            self.loose.append([])
            self._named(name, {name: len(self.sure) - 1}, [])
        elif what == "u":
            self._named(name, {}, [name])
        elif what == "r":
            self._named(os.fsdecode(data), {os.fsdecode(data): self.names[name]}, [name])
        elif what == "s" and name not in self.names:
            self._settle_names(name)
        elif name in self.names:
            number = self.names[name]
            if what == "s":
                apply(self.sure[number], self.loose[number])
                self.loose[number] = []
            elif what in "wt":
                self.loose[number].append((at, data if what == "w" else None))

    def _named(self, where: str, made: Names, gone: list[str]) -> None:
        # What is moved between folders is moved in one step, as journals of file systems have it.
        self.loose_names.append((str(Path(where).parent), made, gone))
        change_names(self.names, made, gone)

    def _settle_names(self, folder: str) -> None:
        rest = []
        for change in self.loose_names:
            if change[0] == folder:
                change_names(self.sure_names, *change[1:])
            else:
                rest.append(change)
        self.loose_names = rest

    def seen(self) -> dict[str, bytes]:
        """The folder as the program sees it."""
        found = {}
        for name, number in self.names.items():
            body = bytearray(self.sure[number])
            apply(body, self.loose[number])
            found[name] = bytes(body)
        return found

    def cut_power(self, folder: Path, chance: random.Random) -> None:
        """Writes the folder as it may come back."""
        names = dict(self.sure_names)
        for _, made, gone in self.loose_names[: chance.randint(0, len(self.loose_names))]:
            change_names(names, made, gone)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, number in names.items():
            body = bytearray(self.sure[number])
            apply(
                body,
                [part for change in self.loose[number] for part in sectors(change) if chance.random() < 0.5],
            )
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(body)


def change_names(names: Names, made: Names, gone: list[str]) -> None:
    """Take names away and add others."""
    for name in gone:
        names.pop(name, None)
    names.update(made)


def apply(body: bytearray, changes: list[tuple[int, bytes | None]]) -> None:
    """Write pieces at their places, zeros before them where the file is shorter; None cuts it there."""
    for at, data in changes:
        if len(body) < at:
            body.extend(bytes(at - len(body)))
        if data is None:
            del body[at:]
        else:
            body[at : at + len(data)] = data


def sectors(change: tuple[int, bytes | None]) -> Iterator[tuple[int, bytes | None]]:
    """A write as the disk does it."""
    at, data = change
    if data is None:
        yield change
        return
    for start in range(0, len(data), SECTOR):
        yield at + start, data[start : start + SECTOR]


def missing(folder: Path, acknowledged: list[str], held: list[frozenset[str]]) -> Iterator[str]:
    """What of that which was acknowledged isn't so after the cut; the step under way is done, or not begun."""
    for name in ("office.phaen", *filter(None, acknowledged)):
        try:
            _prove(folder / name)
        except Exception as fault:
            yield f"{name} is not whole: {fault!r}"[:150]
            return
    found, last = numbers(folder / "office.phaen"), len(acknowledged)
    if found not in held[last : last + 2]:
        yield f"missing {sorted(held[last] - found)[:3]}, not to be there {sorted(found - held[last])[:3]}"


def _prove(path: Path) -> None:
    if path.suffix == ".phaen":
        state_of(path)
        return
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
