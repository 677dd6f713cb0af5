"""Random steps of three people on three PCs, compared after each with a plain model of what a log of changes means.

The model knows nothing of the program: an event is what one step wrote, and what it wrote over. A file is a set of events. What shows follows from the set alone, so merging loses nothing, in any order, any number
of times.
"""

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from faults_office import REQUESTS, Room, request, sheet
from faults_walk import Tally

from core.faults import Refusal
from core.office import Office, Settlement
from core.store.file.check import check

FIELDS = ("amount", "payee")
GONE = "deleted"
STORY = 150  # steps before three new files are begun
UNITS = ("admin", "finance", "central")
Place = tuple[str, str]  # record, field


@dataclass(frozen=True)
class Event:
    """One step: its number (later ones show before earlier ones), what it wrote where, and over which events."""

    number: int
    writes: Mapping[Place, Any]
    over: Mapping[Place, frozenset[int]]


@dataclass
class Model:
    """Every event there ever was, and what a set of them means."""

    events: dict[int, Event] = field(default_factory=dict)

    def heads(self, seen: frozenset[int], place: Place) -> dict[int, Any]:
        """The values at a place that nobody wrote over, by event."""
        here = [self.events[n] for n in seen if place in self.events[n].writes]
        gone = {n for event in here for n in event.over[place]}
        return {event.number: event.writes[place] for event in here if event.number not in gone}

    def deletion(self, seen: frozenset[int], record: str) -> tuple[bool, bool]:
        """Deleted, and whether that is disputed: a delete holds against what its author had seen of the record."""
        heads = self.heads(seen, (record, GONE))
        covered = {n for head in heads for n in self.events[head].over[record, GONE]} | set(heads)
        unseen = {n for name in FIELDS for n in self.heads(seen, (record, name))} - covered
        kinds = set(heads.values())
        return kinds == {True} and not unseen, kinds == {True, False} or (kinds == {True} and bool(unseen))

    def records(self, seen: frozenset[int]) -> set[str]:
        """Every record there ever was."""
        return {record for n in seen for record, _ in self.events[n].writes}

    def shown(self, seen: frozenset[int]) -> dict[str, tuple[Any, ...]]:
        """What a file shows: by record the values of its fields."""
        found = {}
        for record in self.records(seen):
            if not self.deletion(seen, record)[0]:
                heads = [self.heads(seen, (record, name)) for name in FIELDS]
                found[record] = tuple(values[max(values)] for values in heads)
        return found

    def disputes(self, seen: frozenset[int]) -> set[Place]:
        """The places that wait for somebody to settle them. A delete writes over no field: values that stood against each
        other do so while the record is deleted, too."""
        fields = {
            (record, name)
            for record in self.records(seen)
            for name in FIELDS
            if len(set(self.heads(seen, (record, name)).values())) > 1
        }
        return fields | {(record, GONE) for record in self.records(seen) if self.deletion(seen, record)[1]}


@dataclass
class Pc:
    """A person's PC: the file as the program has it, and the events the model says it was given."""

    folder: Path
    unit: str
    got: frozenset[int] = frozenset()
    office: Office | None = None
    taken: frozenset[int] | None = None  # what was there before the last merge, while that can be taken back
    backup: frozenset[int] | None = None
    last: tuple[str, Mapping[Place, Any], Mapping[Place, Any]] | None = None  # what undo would take back

    @property
    def path(self) -> Path:
        """The office file."""
        return self.folder / "office.phaen"

    def here(self) -> None:
        """From now on the program runs on this PC."""
        os.environ["PHAEN_STATE_DIR"] = str(self.folder / "state")


class Story:
    """Three files, from the same beginning."""

    def __init__(self, room: Room, seed: int) -> None:
        self.chance = random.Random(seed)
        self.model = Model()
        self.ticks = count(1_600_000_000_000, 1000)
        self.numbers = count(1)
        self.folder = room.root / "story"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.pcs = [Pc(self.folder / unit, unit) for unit in UNITS]
        for pc in self.pcs:
            pc.folder.mkdir(parents=True)
            shutil.copy(room.given("blank.phaen"), pc.path)
            self.opened(pc)
            self._office(pc).session.set_unit(pc.unit)
        self.steps: dict[Callable[[Pc], bool], int] = {
            self.make: 20, self.edit: 34, self.delete: 8, self.undo: 8, self.take_in_sheet: 4, self.send: 10,
            self.settle: 6, self.take_back: 3, self.back_up: 2, self.restore: 2, self.reopen: 3,
        }  # fmt: skip

    def opened(self, pc: Pc) -> None:
        """Open a PC's file anew."""
        pc.here()
        if pc.office:
            pc.office.close()
        pc.office = Office.open(pc.path, author=pc.unit)
        pc.office.session.file.now_ms = lambda: next(self.ticks)
        pc.last = None

    def close(self) -> None:
        """Close all files."""
        for pc in self.pcs:
            if pc.office:
                pc.office.close()

    def _office(self, pc: Pc) -> Office:
        assert pc.office
        pc.here()
        return pc.office

    # What the model is told

    def _wrote(self, pc: Pc, writes: Mapping[Place, Any]) -> None:
        over = {place: self._over(pc.got, place) for place in writes}
        event = Event(next(self.numbers), dict(writes), over)
        self.model.events[event.number] = event
        pc.got |= {event.number}
        pc.taken = None

    def _over(self, seen: frozenset[int], place: Place) -> frozenset[int]:
        record, name = place
        names = (GONE, *FIELDS) if name == GONE else (name,)
        return frozenset(n for one in names for n in self.model.heads(seen, (record, one)))

    def _one(self, pc: Pc) -> tuple[str, tuple[Any, ...]] | None:
        shown = sorted(self.model.shown(pc.got).items())
        return self.chance.choice(shown) if shown else None

    # What a person does: True where it was done

    def make(self, pc: Pc) -> bool:
        """Save a new request."""
        number = next(self.numbers)
        values = request(f"{pc.unit}-{number}", number)
        record = self._office(pc).records.save(REQUESTS, values).record_id
        wrote = {(record, "amount"): number, (record, "payee"): values["payee"]}
        self._wrote(pc, wrote)
        pc.last = "make", wrote, {(record, GONE): True}
        return True

    def edit(self, pc: Pc) -> bool:
        """Change a field or two of a request."""
        found = self._one(pc)
        if not found:
            return False
        record, values = found
        given = {name: self._typed(name) for name in self.chance.choice([FIELDS, FIELDS[:1], FIELDS[1:]])}
        before = dict(zip(FIELDS, values, strict=True))
        writes = {(record, name): value for name, value in given.items() if value != before[name]}
        plain = all(len(self.model.heads(pc.got, place)) == 1 for place in writes)
        self._office(pc).records.save(REQUESTS, {name: str(value) for name, value in given.items()}, record)
        if writes:
            self._wrote(pc, writes)
            undo = {place: before[place[1]] for place in writes}
            pc.last = ("edit", writes, undo) if plain else None
        return True

    def _typed(self, name: str) -> Any:
        # Few different values, so that two people often write the same.
        return (
            self.chance.randrange(1, 6)
            if name == "amount"
            else self.chance.choice(["ร้าน ก", "ร้าน ข", "ร้าน ค"])
        )

    def delete(self, pc: Pc) -> bool:
        """Delete a request."""
        found = self._one(pc)
        if not found:
            return False
        self._office(pc).records.delete(REQUESTS, found[0])
        plain = not self.model.heads(pc.got, (found[0], GONE))
        self._wrote(pc, {(found[0], GONE): True})
        pc.last = ("delete", {(found[0], GONE): True}, {(found[0], GONE): False}) if plain else None
        return True

    def undo(self, pc: Pc) -> bool:
        """Take the last step back."""
        if pc.last is None:
            return False
        assert self._office(pc).records.undo() is not None, "undo was not offered"
        self._wrote(pc, pc.last[2])
        pc.last = None
        return True

    def take_in_sheet(self, pc: Pc) -> bool:
        """Import a sheet of new requests."""
        number = next(self.numbers)
        source = sheet(self.folder / "sheet.csv", f"{pc.unit}-sheet{number}-", 3)
        found = self._office(pc).sheets.import_records(REQUESTS, source)
        assert found.accepted == 3, found
        names = {f"{pc.unit}-sheet{number}-{n}": n for n in range(3)}
        writes: dict[Place, Any] = {}
        for row in self._office(pc).records.rows(REQUESTS):
            if (name := row.values["request_no"]) in names:
                writes[row.id, "amount"], writes[row.id, "payee"] = 100 + names[str(name)], f"ร้าน {name}"
        self._wrote(pc, writes)
        pc.last = None
        return True

    def send(self, pc: Pc) -> bool:
        """Give another PC a package of everything; sometimes twice."""
        other = self.chance.choice([one for one in self.pcs if one is not pc])
        package = self.folder / f"{pc.unit}.phaenx"
        self._office(pc).exchange.pack(package)
        pc.taken = None
        for _ in range(self.chance.choice([1, 1, 2])):
            self._merge(other, package, pc)
        return True

    def _merge(self, pc: Pc, package: Path, sender: Pc) -> None:
        done = self._office(pc).exchange.merge([package], trust=True)
        before = pc.got
        pc.got |= sender.got
        assert (pc.got > before) == (done.new > 0), "what was new is said to be known, or the other way round"
        if done.new:  # a package that brings nothing leaves the merge before it to be taken back
            pc.taken = before
        pc.last = None

    def settle(self, pc: Pc) -> bool:
        """Settle a conflict, for one of its sides."""
        open_ones = [c for c in self._office(pc).conflicts.open() if c.register == REQUESTS]
        if not open_ones:
            return False
        conflict = self.chance.choice(open_ones)
        side = self.chance.randrange(len(conflict.sides))
        name = conflict.field if conflict.field in FIELDS else GONE
        self._office(pc).conflicts.settle([Settlement(conflict.id, side)], "ตรวจแล้ว")
        value = conflict.sides[side].value
        record = conflict.record_id
        wrote: dict[Place, Any] = {(record, name): int(str(value)) if name == "amount" else value}
        # Settling a field decides nothing else: a deleted record stays deleted, a disputed delete waits on.
        if name != GONE and self.model.deletion(pc.got, record)[0]:
            wrote[record, GONE] = True
        self._wrote(pc, wrote)
        pc.last = None
        return True

    def take_back(self, pc: Pc) -> bool:
        """Take the last merge back, or be refused."""
        try:
            self._office(pc).exchange.take_merge_back()
        except Refusal:
            assert pc.taken is None, "a merge could not be taken back"
            return True
        assert pc.taken is not None, "a merge was taken back after something was saved"
        pc.got, pc.taken, pc.last = pc.taken, None, None
        return True

    def back_up(self, pc: Pc) -> bool:
        """Make a backup."""
        self._office(pc)
        (pc.folder / "backup.phaen").unlink(missing_ok=True)
        self._office(pc).file.backup(pc.folder / "backup.phaen")
        pc.backup = pc.got
        return True

    def restore(self, pc: Pc) -> bool:
        """Return to the backup."""
        if pc.backup is None:
            return False
        self._office(pc).close()
        pc.office = None
        # A backup that has nothing in common with the file, as one made before the first record, may be another's: such
        # a one is returned only where that is asked for.
        another = pc.got.isdisjoint(pc.backup)
        Office.restore_backup(pc.folder / "backup.phaen", pc.path, another=another)
        for kept in pc.folder.glob("office.before-*"):
            kept.unlink()
        pc.got, pc.taken = pc.backup, None
        self.opened(pc)
        return True

    def reopen(self, pc: Pc) -> bool:
        """Close the file and open it again."""
        self.opened(pc)
        return True

    # The comparison

    def differences(self, pc: Pc) -> Iterator[str]:
        """Where a file shows something else than the model."""
        wanted = self.model.shown(pc.got)
        found = {
            row.id: (int(row.values["amount"]), row.values["payee"])
            for row in self._office(pc).records.rows(REQUESTS)
        }  # type: ignore[arg-type]
        if found != wanted:
            odd = sorted(k for k in {*found, *wanted} if found.get(k) != wanted.get(k))
            yield f"{len(odd)} records differ: {found.get(odd[0])} shown, {wanted.get(odd[0])} wanted"
        open_now = {
            (c.record_id, c.field if c.field in FIELDS else GONE)
            for c in self._office(pc).conflicts.open()
            if c.register == REQUESTS
        }
        due = self.model.disputes(pc.got)
        if open_now != due:
            yield f"conflicts: {sorted(open_now - due)} told too many, {sorted(due - open_now)} missing"

    def end(self) -> Iterator[str]:
        """All give all everything, in different orders: all are alike, sound, and as the model says."""
        for round_trip in range(2):
            order = [(one, other) for one in self.pcs for other in self.pcs if one is not other]
            self.chance.shuffle(order)
            for one, other in order:
                package = self.folder / f"{round_trip}.phaenx"
                self._office(one).exchange.pack(package)
                self._merge(other, package, one)
        for pc in self.pcs:
            yield from (f"at the end: {odd}" for odd in self.differences(pc))
            with self._office(pc).session.reading() as connection:
                yield from (f"unsound: {problem}" for problem in check(connection).problems)
        if len({pc.got for pc in self.pcs}) != 1:
            yield "at the end the files don't hold the same"


def random_steps(room: Room, most: int, seed: int, seconds: float = 1e9) -> Tally:
    """So many steps, in stories of ``STORY`` each."""
    tally = Tally("random steps")
    ends = time.monotonic() + seconds
    for n in count():
        if tally.tried >= most or time.monotonic() > ends:
            return tally
        with closing(Story(room, seed * 100_000 + n)) as story:
            _told(story, min(STORY, most - tally.tried), f"story {n}", tally)
    return tally


def _told(story: Story, steps: int, name: str, tally: Tally) -> None:
    for n in range(steps):
        pc = story.chance.choice(story.pcs)
        step = story.chance.choices(list(story.steps), list(story.steps.values()))[0]
        where = f"{name}, step {n}: {step.__name__} on {pc.unit}"
        try:
            while not step(pc):
                step = story.make
            wrong = (
                [odd for one in story.pcs for odd in story.differences(one)]
                if step == story.send
                else list(story.differences(pc))
            )
        except (AssertionError, Refusal) as fault:
            wrong = [f"{fault!r}"[:200]]
        tally.add(where, *wrong)
        if wrong:
            return  # what follows would only say so again
    tally.add(f"{name}, its end", *story.end())
