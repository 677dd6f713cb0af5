"""What a person does about conflicts: see them, see what each side would come to, settle them."""

from collections.abc import Sequence
from datetime import date

from core.office.conflicts import disputed
from core.office.conflicts.types import Conflict, DuplicateRecords, SettledConflict, Settlement
from core.office.figures.contested import question
from core.office.figures.touching import Looking
from core.office.figures.types import IndicatorRow
from core.office.session import Session
from core.plan.proposals import is_the_keepers
from core.store.log.changes import Changes
from core.thai.fiscal import last_day_of


class ConflictService:
    """The conflicts of an open file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self) -> tuple[Conflict, ...]:
        """What was written differently apart and nobody has settled, by register and record."""
        looking = None
        if self._session.years:
            year = self._session.default_year(self._session.today())
            day = max(self._session.today(), last_day_of(year))  # what counts only later matters, too
            looking = Looking(self._session.plan(year).on(day), day, self._session.file.registers)
        with self._session.reading() as connection:
            return disputed.conflicts(connection, looking)

    def outcomes(
        self, found: Conflict, year: int | None = None, as_of: date | None = None
    ) -> tuple[tuple[IndicatorRow, ...], ...]:
        """For each side of a conflict the indicators it touches, as they would be at the end of a day (default today) were
        that side taken; nothing is changed. InputRefusal where the conflict isn't open any more.
        """
        if not found.matters:
            return ((),) * len(found.sides)
        plan, day = self._session.asked(year, as_of)
        with self._session.reading() as connection:
            return disputed.outcomes(connection, found, question(self._session, plan, day))

    def settled(self) -> tuple[SettledConflict, ...]:
        """The conflicts that were settled, the one settled last first; read from the whole log."""
        with self._session.reading() as connection:
            return disputed.settled(connection)

    def duplicates(self) -> tuple[DuplicateRecords, ...]:
        """Records that were given the same natural key apart; settled by renumbering or deleting one."""
        with self._session.reading() as connection:
            return disputed.duplicates(connection)

    def waiting(self) -> int:
        """How many conflicts and records of one key wait for a person."""
        with self._session.reading() as connection:
            return disputed.waiting(connection)

    def settle(self, decided: Sequence[Settlement], reason: str) -> Changes:
        """Settle conflicts, many as one step; the decision and its reason travel with the next package.

        InputRefusal without a reason, for a conflict that isn't open any more, a third value that can't be saved, or one
        of the plan where this file's unit doesn't keep it; UsageRefusal for a side that doesn't exist.
        """
        wanted = {one.conflict for one in decided}
        if any(is_the_keepers(c.register, c.field) for c in self.open() if c.id in wanted):
            self._session.require_keeper("ตัดสินข้อขัดแย้งของแผน")
        return disputed.settle(self._session, decided, reason)
