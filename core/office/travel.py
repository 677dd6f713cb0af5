"""What a person does with packages: send, look at, try, take in, take back, settle, and ask who has what.

The rooms below are imported when they are used: a desk that exchanges nothing needs no cryptography.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import UsageRefusal
from core.office.planning import PlanCases
from core.office.touching import Looking
from core.office.travel_types import (
    Conflict,
    ExchangeItem,
    Freshness,
    Merged,
    PackageInfo,
    Pc,
    Sent,
    SettledConflict,
    Settlement,
    TrialMerge,
    TwinRecords,
)
from core.office.types import IndicatorRow
from core.plan.model import Unit
from core.plan.proposals import is_the_keepers
from core.store.log.changes import Changes
from core.thai.fiscal import last_day_of

if TYPE_CHECKING:
    from core.office.brought import Order

Told = Callable[[int, int], None]


def _silent(done: int, of: int) -> None:
    pass


class TravelCases(PlanCases):
    """The use cases of files that travel."""

    def units(self, year: int | None = None) -> tuple[Unit, ...]:
        """The office's units, in the order of a year's plan (default: the latest); none where the file has no plan."""
        return tuple(self.plan(year).units) if self.years else ()

    # Sending

    def pack(self, target: Path, *, unit: str | None = None, passphrase: str | None = None) -> Sent:
        """Write a package of everything, or of what a unit is known to lack, replacing an older one of that name.

        With a passphrase it is sealed (age format). FileRefusal where it can't be written; UsageRefusal for a unit the
        plan doesn't have. Notes in the exchange log that it was sent.
        """
        from core.office import sending

        return sending.pack(self, self._file, Path(target), unit, passphrase)

    def freshness(self) -> tuple[Freshness, ...]:
        """How fresh each unit's data is in this file, and how much there is to send to it."""
        from core.office import sending

        return sending.freshness(self, self._file)

    def exchanges(self) -> tuple[ExchangeItem, ...]:
        """What was sent to and received from whom, newest first."""
        from core.office import sending

        return sending.exchanges(self._file)

    # PCs

    def this_pc(self) -> Pc:
        """This PC as others see it, with the words a colleague compares it by."""
        from core.office import sending

        return sending.own_pc(self.unit)

    def trusted_pcs(self) -> tuple[Pc, ...]:
        """The PCs whose packages this file takes in, beside this one."""
        from core.office import trust

        return trust.trusted(self._file)

    def trust(self, pc: Pc) -> None:
        """Trust a PC (once its words were compared); harmless where it is trusted already."""
        from core.office import trust

        trust.trust(self._file, pc, self.author)

    def distrust(self, pc: Pc) -> None:
        """Trust a PC no longer: what it has brought stays, its next package is refused."""
        from core.office import trust

        trust.distrust(self._file, pc)

    # Merging

    def examine(self, package: Path, *, passphrase: str | None = None) -> PackageInfo:
        """What a package says of itself and whether its PC is trusted; nothing is changed.

        FileRefusal where it is no sound package of this office; SealRefusal where it needs a (better) passphrase.
        """
        from core.office import brought

        return brought.examine(self._file, Path(package), passphrase)

    def try_merge(
        self,
        packages: Sequence[Path],
        *,
        trust: bool = False,
        passphrase: str | None = None,
        told: Told = _silent,
        year: int | None = None,
        as_of: date | None = None,
    ) -> TrialMerge:
        """What merging would come to, worked out in a copy: what comes in, which figures move as of the end of a day
        (default today), what conflicts, which plans and units would go.

        Refuses whatever ``merge`` would refuse but for the last. Works on a file opened read-only too.
        """
        from core.office import trial

        return trial.try_merge(self, self._file, _order(self, packages, trust, passphrase, told), year, as_of)

    def merge(
        self,
        packages: Sequence[Path],
        *,
        trust: bool = False,
        allow_deletes: bool = False,
        passphrase: str | None = None,
        told: Told = _silent,
    ) -> Merged:
        """Take packages in: any order, any number of times, all of them or none.

        ``told`` hears how many changes were read of how many; what it raises stops the merge and nothing is changed.
        FileRefusal for a package that isn't sound, StrangerRefusal for one of a PC this file doesn't trust (unless
        ``trust``), SealRefusal for a sealed one, DeletesRefusal where a plan or unit would go (unless ``allow_deletes``).
        What needs an earlier package waits for it, see ``Merged.lacking``.
        """
        from core.office import merging

        order = _order(self, packages, trust, passphrase, told)
        done = merging.merge(self._file, replace(order, allow_deletes=allow_deletes))
        self._changed(done.changes)
        return done

    @property
    def merge_to_take_back(self) -> ExchangeItem | None:
        """The last merge, while it can be taken back: until anything is saved, sent or merged after it."""
        from core.office import merging

        return None if self.read_only else merging.to_take_back(self._file)

    def take_merge_back(self) -> Changes:
        """Return to the copy made before the last merge, whole, under a new replica id. InputRefusal where something was
        saved or sent since."""
        from core.office import merging

        done = merging.take_back(self._file, self.author)
        self._changed(done)
        return done

    def _changed(self, done: Changes) -> None:
        self._undo.forget()
        self._tell(done)

    # Conflicts

    def conflicts(self) -> tuple[Conflict, ...]:
        """What was written differently apart and nobody has settled, by register and record."""
        from core.office import conflicts

        looking = None
        if self.years:
            year = self.default_year(self.today())
            day = max(self.today(), last_day_of(year))  # what counts only later matters, too
            looking = Looking(self.plan(year).on(day), day)
        with self._file.reading() as connection:
            return conflicts.conflicts(connection, looking)

    def outcomes(
        self, found: Conflict, year: int | None = None, as_of: date | None = None
    ) -> tuple[tuple[IndicatorRow, ...], ...]:
        """For each side of a conflict the indicators it touches, as they would be at the end of a day (default today) were
        that side taken; nothing is changed. InputRefusal where the conflict isn't open any more.
        """
        from core.office import conflicts

        if not found.matters:
            return ((),) * len(found.sides)
        plan, day = self._asked(year, as_of)
        with self._file.reading() as connection:
            return conflicts.outcomes(connection, found, self._question(plan, day))

    def settled(self) -> tuple[SettledConflict, ...]:
        """The conflicts that were settled, the one settled last first; read from the whole log."""
        from core.office import conflicts

        with self._file.reading() as connection:
            return conflicts.settled(connection)

    def twins(self) -> tuple[TwinRecords, ...]:
        """Records that were given the same natural key apart; settled by renumbering or deleting one."""
        from core.office import conflicts

        with self._file.reading() as connection:
            return conflicts.twins(connection)

    def settle(self, decided: Sequence[Settlement], reason: str) -> Changes:
        """Settle conflicts, many as one step; the decision and its reason travel with the next package.

        InputRefusal without a reason, for a conflict that isn't open any more, a third value that can't be saved, or one
        of the plan where this file's unit doesn't keep it; UsageRefusal for a side that doesn't exist.
        """
        from core.office import conflicts

        wanted = {one.conflict for one in decided}
        if any(is_the_keepers(c.register, c.field) for c in self.conflicts() if c.id in wanted):
            self._require_keeper("ตัดสินข้อขัดแย้งของแผน")
        done = conflicts.settle(self, self._file, decided, reason)
        self._changed(done)
        return done


def _order(
    office: TravelCases, paths: Sequence[Path], trust: bool, passphrase: str | None, told: Told
) -> "Order":
    from core.office.brought import Order

    if not paths:
        raise UsageRefusal("ยังไม่ได้ระบุแพ็กเกจที่จะรวม")
    return Order(tuple(map(Path, paths)), office.author, trust, passphrase, told)
