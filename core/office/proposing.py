"""Proposals to change the plan: in a file of a unit that doesn't keep the plan its edits are proposed, not written; the
unit that keeps it takes them up or declines them (DESIGN.md, "Plan edits")."""

from collections.abc import Iterable, Sequence
from itertools import chain

from core.faults import InputRefusal
from core.office.proposal_types import PlanProposal
from core.office.records import RecordCases
from core.plan.proposals import PLAN_NAMES, PLAN_PROPOSALS
from core.store.log.changes import Changes, Put, Streamed
from core.store.log.new_records import NewRecords

ONLY_KEEPER = "{what}ได้เฉพาะในแฟ้มของ{keeper} ซึ่งดูแลแผน โปรดแจ้งผู้ดูแลแผน"


class ProposalCases(RecordCases):
    """The use cases of proposals."""

    def save_checked(self, changes: Iterable[Streamed], label: str, imported: str = "") -> Changes:
        """Commit changes already checked, as one step of undo. Those of a record of the plan, and of what goes with it,
        become a proposal where this file's unit doesn't keep the plan; the first change tells whose they are."""
        first, changes = _peeked(changes)
        if first is None or first.register not in PLAN_NAMES or self.keeps_plan:
            return super().save_checked(changes, label, imported)
        from core.office import proposals  # only units that don't keep the plan propose

        # Records of the plan have ids that follow from their keys: they never come in columns.
        each = [change for change in changes if not isinstance(change, NewRecords)]
        with self._file.reading() as connection:
            written, own = proposals.proposed(self, connection, each, label)
        return super().save_checked(written, label if own else f"เสนอ{label}")

    def proposals(self, year: int | None = None) -> tuple[PlanProposal, ...]:
        """The proposals to change the plan, open ones first, then the newest; of one fiscal year or (None) of all."""
        from core.office import proposals

        with self._file.reading() as connection:
            return proposals.proposals(connection, year)

    def open_proposals(self) -> int:
        """How many proposals wait to be decided."""
        from core.office import proposals

        with self._file.reading() as connection:
            return proposals.count_open(connection)

    def take_proposals(self, ids: Sequence[str], answer: str = "") -> Changes:
        """Take proposals up: write what they wish into the plan, all of them as one step of undo.

        InputRefusal where this file's unit doesn't keep the plan, one is decided already, or what it wishes can't be
        written any more (its record is gone, or the plan's rules say no).
        """
        from core.office import proposals

        self._require_keeper("รับข้อเสนอแก้ไขแผน")
        with self._file.reading() as connection:
            changes, said = proposals.taking(self.desk(connection), ids, answer)
        return self.save_checked(changes, f"รับข้อเสนอ: {said}")

    def decline_proposals(self, ids: Sequence[str], reason: str) -> Changes:
        """Decline proposals, with the reason their proposer reads. InputRefusal as for ``take_proposals``, and without
        a reason."""
        self._require_keeper("พิจารณาข้อเสนอแก้ไขแผน")
        if not reason.strip():
            raise InputRefusal("ยังไม่มีเหตุผลที่ไม่รับข้อเสนอ โปรดกรอกเหตุผลเพื่อให้ผู้เสนอทราบ")
        return self._decide(ids, "declined", reason, "ไม่รับข้อเสนอ")

    def withdraw_proposals(self, ids: Sequence[str]) -> Changes:
        """Take back proposals of one's own unit. InputRefusal for another unit's, or one that is decided already."""
        if any(found.unit != self.unit for found in self.proposals() if found.id in ids):
            raise InputRefusal("ข้อเสนอนี้เป็นของส่วนราชการอื่น จึงถอนแทนไม่ได้ โปรดให้ผู้เสนอถอนในแฟ้มของตน")
        return self._decide(ids, "withdrawn", "", "ถอนข้อเสนอ")

    def _decide(self, ids: Sequence[str], state: str, reason: str, words: str) -> Changes:
        from core.office import proposals

        with self._file.reading() as connection:
            rows = proposals.still_open(connection, ids)
        given = {"state": state, "answer": reason.strip() or None}
        changes = [Put(PLAN_PROPOSALS.name, row.id, given) for row in rows]
        return self.save_checked(changes, f"{words}: {proposals.titles(rows)}")

    def _require_keeper(self, what: str) -> None:
        """InputRefusal where this file's unit doesn't keep the plan."""
        if not self.keeps_plan:
            raise InputRefusal(ONLY_KEEPER.format(what=what, keeper=self.keeper_name()))

    def keeper_name(self) -> str:
        """The name of the unit that keeps the plan."""
        from core.office.proposals import keeper_name

        return keeper_name(self.plan().units if self.years else ())


def _peeked(changes: Iterable[Streamed]) -> tuple[Streamed | None, Iterable[Streamed]]:
    """The first change, and all of them; a stream stays one."""
    if isinstance(changes, Sequence):
        return (changes[0] if changes else None), changes
    stream = iter(changes)
    first = next(stream, None)
    return first, (stream if first is None else chain((first,), stream))
