"""Three offices exchange for a year: packages in random order, lost, doubled and late, files copied, restored and edited
again, clocks that are wrong. In the end all hold the same, to the byte, and count the same."""

import os
import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import REQUESTS, TODAY, Desk, desk_of, on_pc

from core.faults import InputRefusal
from core.office import Office, Query, Settlement
from core.plan.proposals import is_the_keepers
from core.registers import ALL

UNITS = {"สมศรี": "finance", "มานี": "admin", "ปิติ": "secretariat"}
DAYS_OFF = {"สมศรี": 0, "มานี": -9, "ปิติ": 12}
MONTHS = 12


@dataclass
class Year:
    """The three offices, and the sticks that lie about."""

    folder: Path
    chance: random.Random
    desks: list[Desk]
    sticks: list[tuple[Desk, Path]] = field(default_factory=list)
    backups: dict[str, Path] = field(default_factory=dict)
    made: int = 0

    def month(self, number: int) -> None:
        """A month: each edits, sends and takes what reaches it; now and then something happens to a file."""
        for desk in self.desks:
            with desk.open() as office:
                for _ in range(self.chance.randint(2, 5)):
                    self._edit(office, number)
            self._send(desk)
        self._carry(share=0.6)
        happening = self.chance.choice((self._back_up, self._restore, self._copy_away, self._settle))
        happening(self.chance.choice(self.desks))

    def _edit(self, office: Office, month: int) -> None:
        known = office.records.rows(REQUESTS, Query(limit=40))
        action = self.chance.choice(
            ("new", "new", "change", "change", "change", "audit", "plan", "delete", "restore", "undo")
        )
        try:
            if action == "new":
                office.records.save(REQUESTS, self._request(month))
            elif action == "audit":
                office.records.save("centre_audits", self._audit(office))
            elif action == "plan":
                self._edit_plan(office)
            elif action == "undo":
                office.records.undo()
            elif action == "restore":
                gone = office.records.rows(REQUESTS, Query(deleted=True))
                office.records.restore(REQUESTS, self.chance.choice(gone).id) if gone else None
            elif known:
                record = self.chance.choice(known).id
                if action == "delete":
                    office.records.delete(REQUESTS, record)
                else:
                    office.records.save(REQUESTS, self._change(), record)
        except InputRefusal:
            return  # a number already given, an order of days that can't be: as on any desk

    def _request(self, month: int) -> dict[str, Any]:
        # Numbers come from a small box, so that two desks give the same one.
        number, day = self.chance.randint(1, 40), self.chance.randint(1, 28)
        year = 2562 if month < 3 else 2563
        received = f"{day:02d}/{(month + 9) % 12 + 1:02d}/{year}"
        return {
            "request_no": f"63/{number}",
            "procurement": "w119",
            "amount": "1000",
            "received_on": received,
        }

    def _change(self) -> dict[str, Any]:
        return self.chance.choice(
            (
                {"amount": str(self.chance.randint(1, 4) * 1000)},
                {"note": self.chance.choice(("ก", "ข", ""))},
                {"request_no": f"63/{self.chance.randint(1, 40)}"},
                {"procurement": self.chance.choice(("w119", "normal"))},
            )
        )

    def _audit(self, office: Office) -> dict[str, Any]:
        centres = [row.values["code"] for row in office.records.rows("info_centres", Query(limit=3))]
        month = self.chance.choice(("2563-01", "2563-02"))
        score = str(self.chance.randint(60, 99))
        return {
            "centre": self.chance.choice(centres),
            "month": month,
            "audited_on": f"{month}-20",
            "score": score,
        }

    def _edit_plan(self, office: Office) -> None:
        """An edit of the plan: a proposal where another unit keeps it; who keeps it decides what is proposed."""
        project = self.chance.choice(office.records.rows("plan_projects", Query(limit=3)))
        office.records.save("plan_projects", {"title": f"โครงการ {self.chance.randint(1, 4)}"}, project.id)
        waiting = [p.id for p in office.plan.proposals() if p.open]
        if waiting and office.session.keeps_plan:
            one = [self.chance.choice(waiting)]
            office.plan.take_proposals(one) if self.chance.random() < 0.6 else office.plan.decline_proposals(
                one, "ไม่ตรง"
            )

    def _send(self, desk: Desk) -> None:
        if self.chance.random() < 0.8:
            self.made += 1
            to = self.chance.choice([None, *UNITS.values()])
            stick = desk.send(self.folder / f"{self.made}.phaenx", to)
            self.sticks += [(other, stick) for other in self.desks if other.author != desk.author]

    def _carry(self, share: float) -> None:
        """Some sticks arrive, in any order, some twice; some are lost for good, the rest come later or never."""
        self.chance.shuffle(self.sticks)
        arriving = int(len(self.sticks) * share)
        carried, self.sticks = self.sticks[:arriving], self.sticks[arriving:]
        for desk, stick in carried:
            if self.chance.random() < 0.25:
                continue  # lost
            desk.take(*[stick] * self.chance.choice((1, 1, 2)))
            if self.chance.random() < 0.1:
                self._take_back(desk)

    def _take_back(self, desk: Desk) -> None:
        with desk.open() as office:
            if office.exchange.merge_to_take_back:
                office.exchange.take_merge_back()

    def _back_up(self, desk: Desk) -> None:
        with desk.open() as office:
            self.made += 1
            self.backups[desk.author] = office.file.backup(self.folder / f"backup-{self.made}.phaen")

    def _restore(self, desk: Desk) -> None:
        backup = self.backups.get(desk.author)
        if backup:
            with on_pc(desk.path.parent / "pc"):
                Office.restore_backup(backup, desk.path)
        else:
            self._back_up(desk)

    def _copy_away(self, desk: Desk) -> None:
        """Somebody takes the file home on a stick, edits it there, and brings a package back."""
        self.made += 1
        home = self.folder / f"home-{self.made}"
        (home / "pc").mkdir(parents=True)
        copy = Desk(Path(shutil.copy(desk.path, home / "office.phaen")), desk.author)
        with copy.open() as office:
            for _ in range(3):
                self._edit(office, 8)
        stick = copy.send(self.folder / f"{self.made}.phaenx")
        self.sticks += [(other, stick) for other in self.desks]

    def _settle(self, desk: Desk) -> None:
        with desk.open() as office:
            found = [
                c
                for c in office.conflicts.open()
                if office.session.keeps_plan or not is_the_keepers(c.register, c.field)
            ]
            decided = [Settlement(c.id, self.chance.randrange(len(c.sides))) for c in found]
            if decided:
                office.conflicts.settle(decided, "ตามต้นเรื่อง")

    def close(self) -> None:
        """At last everything that is still about arrives, and everybody gives everybody all there is."""
        self._carry(share=1)
        for _ in range(2):
            for desk in self.desks:
                self.made += 1
                stick = desk.send(self.folder / f"{self.made}.phaenx")
                for other in self.desks:
                    if other is not desk:
                        other.take(stick)


def exported(desk: Desk, folder: Path) -> dict[str, bytes]:
    """Every register as a spreadsheet, in natural-key order, then by id."""
    found = {}
    with desk.open() as office:
        for register in ALL:
            target = folder / f"{register.name}.csv"
            office.sheets.export_records(register.name, target, names=True, personal=True)
            found[register.name] = target.read_bytes()
    return found


# Twenty other years with PHAEN_LONG=1.
SEEDS = range(2563, 2583) if os.environ.get("PHAEN_LONG") else (2563,)


@pytest.mark.parametrize("seed", SEEDS)
def test_three_offices_exchange_for_a_year_and_end_alike(plan_file, tmp_path, seed):
    desks = [desk_of(plan_file, tmp_path, unit, name, DAYS_OFF[name]) for name, unit in UNITS.items()]
    year = Year(tmp_path, random.Random(seed), desks)
    for number in range(MONTHS):
        year.month(number)
    year.close()
    seen = []
    for desk in desks:
        with desk.open() as office:
            assert office.file.check().problems == ()
            figures = [(row.indicator.code, row.result) for row in office.figures.indicators(2563, TODAY)]
            conflicts = {c.id: {side.value for side in c.sides} for c in office.conflicts.open()}
            fresh = [f.latest_change for f in office.exchange.freshness()]
            seen.append(
                (
                    figures,
                    conflicts,
                    office.conflicts.duplicates(),
                    fresh,
                    office.session.plan(2563),
                    # Who may decide one is the file's own.
                    tuple(replace(found, decidable=False) for found in office.plan.proposals()),
                )
            )
    assert seen[0][-1], "something of the plan was proposed"
    assert seen[0] == seen[1] == seen[2]
    exports = [exported(desk, tmp_path) for desk in desks]  # last: each is recorded in its desk's own file
    assert exports[0] == exports[1] == exports[2]
    assert exports[0][REQUESTS].count(b"\r\n") > 5
