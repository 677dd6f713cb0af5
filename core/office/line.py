"""A LINE export taken into the register of letter enquiries: proposals first, nothing kept that wasn't chosen.

An enquiry begins with a user's message and lasts until a person of the office has answered; what the user writes on
before that belongs to it, unless so long after that it must be another. The first answer by a person acknowledges it;
where several follow one another, the last of them told the result. Message texts are shown for choosing and kept only
where asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from core.exchange.line_in import Chat, Message, read_chats
from core.faults import Finding
from core.office.types import Edit
from core.office.watch import Progress, Watch
from core.registers.declare import Value
from core.store.records import Query, Row

if TYPE_CHECKING:
    from core.office.session import Office

REGISTER = "letter_enquiries"
ANOTHER = timedelta(hours=12)  # after so long without an answer a user's message is another enquiry
LONGEST_SUBJECT = 500
LONGEST_USER = 200


class Standing(StrEnum):
    """How a proposal stands to the file."""

    NEW = "new"
    KNOWN = "known"  # the file has it, with all it says
    FILLS = "fills"  # the file has it, and lacks a time the chat knows


@dataclass(frozen=True, slots=True)
class Proposal:
    """One enquiry as a chat tells it; moments are Bangkok time. ``record_id`` is the file's record of it."""

    user: str
    asked_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    text: str
    chat: str
    standing: Standing = Standing.NEW
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class LineExport:
    """What an export proposes, by time; ``problems`` are messages that couldn't be read."""

    name: str
    proposals: tuple[Proposal, ...]
    problems: tuple[Finding, ...]

    def count(self, standing: Standing) -> int:
        """How many proposals stand so."""
        return sum(p.standing is standing for p in self.proposals)


def read_line(office: "Office", source: Path, progress: Progress | None) -> LineExport:
    """The enquiries an export proposes, beside what the file has already; nothing is written."""
    watch = Watch(progress, f"กำลังอ่าน {source.name}")
    made: list[Proposal] = []
    problems: list[Finding] = []
    for chat, share in read_chats(source):
        watch.tick(share)
        made += enquiries(chat)
        problems += chat.problems
    known = {(r.values["user"], r.values["asked_at"]): r for r in office.rows(REGISTER, Query())}
    placed = [_placed(p, known.get((p.user, p.asked_at))) for p in _told_apart(made)]
    return LineExport(source.name, tuple(sorted(placed, key=lambda p: (p.asked_at, p.user))), tuple(problems))


def enquiries(chat: Chat) -> Iterator[Proposal]:
    """The enquiries of one chat, in order."""
    asked: list[Message] = []
    answers: list[Message] = []
    for message in chat.messages:
        if message.automatic or (not message.by_user and not asked):
            continue
        if not message.by_user:
            answers.append(message)
            continue
        if asked and (answers or message.at - asked[-1].at >= ANOTHER):
            yield _enquiry(chat, asked, answers)
            asked, answers = [], []
        asked.append(message)
    if asked:
        yield _enquiry(chat, asked, answers)


def _enquiry(chat: Chat, asked: Sequence[Message], answers: Sequence[Message]) -> Proposal:
    return Proposal(
        user=(asked[0].sender or Path(chat.name).stem)[:LONGEST_USER],
        asked_at=asked[0].at,
        acknowledged_at=answers[0].at if answers else None,
        answered_at=answers[-1].at if len(answers) > 1 else None,
        text=" ".join(" ".join(m.text for m in asked).split())[:LONGEST_SUBJECT],
        chat=chat.name,
    )


def _told_apart(made: Iterable[Proposal]) -> list[Proposal]:
    """Users of one name in several chats are several persons: but for the first, the chat's name stands behind."""
    first: dict[str, str] = {}
    return [p if first.setdefault(p.user, p.chat) == p.chat else replace(p, user=_with_chat(p)) for p in made]


def _with_chat(proposal: Proposal) -> str:
    behind = f" ({Path(proposal.chat).stem[:60]})"
    return proposal.user[: LONGEST_USER - len(behind)] + behind


def _placed(proposal: Proposal, known: Row | None) -> Proposal:
    if known is None:
        return proposal
    lacking = [name for name, value in _times(proposal).items() if value and known.values[name] is None]
    return replace(proposal, standing=Standing.FILLS if lacking else Standing.KNOWN, record_id=known.id)


def _times(proposal: Proposal) -> dict[str, Value | None]:
    return {"acknowledged_at": proposal.acknowledged_at, "answered_at": proposal.answered_at}


def take_line(office: "Office", chosen: Sequence[Proposal], *, keep_text: bool) -> int:
    """Save the chosen proposals as one step of undo; returns how many. Those the file knows are passed over, and only
    empty times are filled in. InputRefusal where one of them can't stand; then none is kept."""
    edits = [_edit(office, p, keep_text) for p in chosen if p.standing is not Standing.KNOWN]
    if edits:
        office.save_many(REGISTER, edits, f"นำเข้าจาก LINE {len(edits):,} เรื่อง")
    return len(edits)


def _edit(office: "Office", proposal: Proposal, keep_text: bool) -> Edit:
    if proposal.record_id is None:
        subject = {"subject": proposal.text} if keep_text and proposal.text else {}
        return Edit(
            None, {"user": proposal.user, "asked_at": proposal.asked_at, **_times(proposal), **subject}
        )
    stands = office.record(REGISTER, proposal.record_id).values
    return Edit(proposal.record_id, {n: v for n, v in _times(proposal).items() if v and stands[n] is None})


__all__ = ["LineExport", "Proposal", "Standing", "enquiries", "read_line", "take_line"]
