"""Every command with every fault at every call: the answer is compared with the file.

Exit 0 (or the answer of an undisturbed run) means it is done, 3 that nothing was changed, with one sentence in Thai; never 4,
never a traceback. The file is sound, a target is the old one or the whole new one, and after the next start nothing lies
about.
"""

import random
import re
import time
import tomllib
import traceback
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faults_inject import Fault, Injector
from faults_office import COMMANDS, OLD, Answer, Command, Room, State, state_of

from core.cli.presenter import REFUSED
from core.office.exporting import UNRECORDED
from core.office.rescue import backups_of, can_be_returned

MOST_PLACES = 14  # of one kind of call in one command
THAI = re.compile("[\u0e01-\u0e5b]")
PASSING = re.compile(r"[0-9a-f]{6,}|tmp\w+")


@dataclass
class Tally:
    """How many were tried, and what didn't hold: by what it was, where."""

    name: str
    tried: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    note: str = ""
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def held(self) -> int:
        """How many of those tried held."""
        return self.tried - len({where for places in self.wrong.values() for where in places})

    def add(self, where: str, *wrong: str) -> None:
        """One more was tried."""
        self.tried += 1
        for what in wrong:
            self.wrong[what].append(where)


@dataclass(frozen=True)
class Undisturbed:
    """A command's run without a fault: its answer, the file before and after, calls by kind."""

    command: Command
    answer: Answer
    before: State
    after: State
    counts: Counter[str]


def walk(room: Room, injector: Injector, most: int, seed: int, only: str = "", seconds: float = 1e9) -> Tally:
    """Tries ``most`` of all places, drawn by the seed; those of the commands whose name begins with ``only``."""
    chance = random.Random(seed)
    runs = [undisturbed(room, injector, command) for command in COMMANDS if command.name.startswith(only)]
    places = [(run, fault) for run in runs for fault in faults(run, injector, chance)]
    chance.shuffle(places)
    tally = Tally("injected faults", note=f"of {len(places):,} places")
    ends = time.monotonic() + seconds
    while tally.tried < most and places and time.monotonic() < ends:
        for run, fault in places[: most - tally.tried]:
            if time.monotonic() > ends:
                break
            attempt(room, injector, run, fault, tally)
        chance.shuffle(places)
    return tally


def undisturbed(room: Room, injector: Injector, command: Command) -> Undisturbed:
    """How a command ends by itself."""
    room.fresh(command)
    before = state_of(room.office)
    command.run(room)  # whatever is imported late is imported now
    room.fresh(command)
    with injector.armed(room.faulty, None):
        answer = command.run(room)
    assert answer.status in (0, 1), (command.name, answer)
    return Undisturbed(command, answer, before, state_of(room.office), injector.counts)


def faults(run: Undisturbed, injector: Injector, chance: random.Random) -> Iterator[Fault]:
    """The faults worth trying on a command."""
    for kind, errors in injector.kinds.items():
        places: Sequence[int] = range(1, run.counts[kind] + 1)
        if len(places) > MOST_PLACES:
            places = sorted(chance.sample(places, MOST_PLACES))
        for nth in places:
            for error in errors:
                yield Fault(kind, error, nth)
                if error in ("ENOSPC", "SQLITE_FULL", "EACCES"):
                    yield Fault(kind, error, nth, on=True)


def attempt(room: Room, injector: Injector, run: Undisturbed, fault: Fault, tally: Tally) -> None:
    """One fault in one command; a fault that never came about isn't counted."""
    room.fresh(run.command)
    before = room.office.read_bytes()
    with injector.armed(room.faulty, fault):
        try:
            answer = run.command.run(room)
        except Exception:
            answer = Answer(4, "", traceback.format_exc())
    if not injector.fired:
        return
    wrong = judged(room, run, answer, unchanged=room.office.read_bytes() == before)
    tally.failed[f"exit {answer.status}"] += 1
    tally.add(f"{fault}, exit {answer.status}", *(f"{run.command.name}: {one}" for one in wrong))


def judged(room: Room, run: Undisturbed, answer: Answer, *, unchanged: bool) -> list[str]:
    """What is wrong with how a command ended; ``unchanged``: the file is byte by byte what it was."""
    done = answer.status == run.answer.status
    wrong = []
    if "Traceback" in answer.err + answer.out:
        wrong.append("a traceback: " + " ".join((answer.err + answer.out).split())[-300:])
    if not done and answer.status != REFUSED:
        wrong.append(f"exit {answer.status}")
    if answer.status == REFUSED and not (THAI.search(answer.err) and answer.err.strip().count("\n") == 0):
        wrong.append(f"not one sentence: {answer.err.strip()[:80]}")
    changed = done and UNRECORDED not in answer.err  # what went out without its record says so
    wanted = run.after if changed else run.before
    if not unchanged or wanted.but_ids() != run.before.but_ids():
        wrong += _of_the_file(room, run, changed)
    wrong += _of_the_target(room, run.command, done)
    wrong += _of_the_backups(room)
    left = sorted({PASSING.sub("*", name) for name in room.leftovers(run.command, done=done)})
    return [*wrong, *(f"litter: {name}" for name in left)]


def _of_the_file(room: Room, run: Undisturbed, done: bool) -> Iterator[str]:
    try:
        now = state_of(room.office)
    except Exception as fault:
        yield f"does not open, or is unsound: {fault!r}"[:150]
        return
    wanted = run.after if done else run.before
    if now.but_ids() != wanted.but_ids():
        yield f"{'done' if done else 'refused'}, but {now} instead of {wanted}"


def _of_the_backups(room: Room) -> list[str]:
    """Every backup that is listed can be returned."""
    kept = (one for one in backups_of(room.office) if one.path.suffix == ".phaenb")
    return [f"a backup that can't be returned: {one.why}" for one in kept if not can_be_returned(one.path)]


def _of_the_target(room: Room, command: Command, done: bool) -> Iterator[str]:
    if not command.target:
        return
    body = room.at(command.target).read_bytes()
    if not done and body != OLD and command.target != "backup.phaen":
        yield "the target changed, though refused"
    if command.target == "backup.phaen":
        yield from _of_the_backup(room)
    elif done and (body == OLD or not _is_whole(room.at(command.target), body)):
        yield "done, but the target is not there whole"


def _of_the_backup(room: Room) -> Iterator[str]:
    """The older backup or the new one: they hold the same."""
    try:
        state_of(room.at("backup.phaen"))
    except Exception as fault:
        yield f"the backup does not open, or is unsound: {fault!r}"[:150]


def _is_whole(target: Path, body: bytes) -> bool:
    if target.suffix == ".csv":
        return body.endswith(b"\r\n") and body.count(b"\r\n") > 1
    if target.suffix == ".pdf":
        return body.startswith(b"%PDF") and body.rstrip().endswith(b"%%EOF")
    if target.suffix == ".toml":
        return "fields" in tomllib.loads(body.decode())
    with zipfile.ZipFile(target) as package:
        return package.testzip() is None
