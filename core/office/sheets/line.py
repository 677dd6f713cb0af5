"""A LINE export taken into the register whose declaration says which of its fields hold what a chat tells (``[line]``):
proposals first, nothing kept that wasn't chosen.

An enquiry begins with a user's message and lasts until a person of the office has answered; what the user writes on
before that belongs to it, unless so long after that it must be another. The first answer by a person acknowledges it;
where several follow one another, the last of them told the result. Users who write in one chat ask one enquiry each. An
enquiry of which a row can't be read, or whose answer may be another's, is held and named, never taken in part. Message
texts are shown for choosing and kept only where asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from core.exchange.line.reading import Chat, Entry, Message, Unread, read_chats
from core.faults import Finding, InputRefusal, UsageRefusal
from core.office.progress import Progress, Watch
from core.office.records.service import RecordService
from core.office.records.types import Edit
from core.office.session import Session
from core.registers.declare import Register, Value
from core.registers.line import LineFields
from core.store.file.backup_set import Why
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.thai.dates import moment_short
from core.thai.folding import fold
from core.thai.quote import quoted

ANOTHER = timedelta(hours=12)  # after so long without an answer a user's message is another enquiry
LONGEST_TEXT = 500  # characters of a message that are shown


class ProposalState(StrEnum):
    """How a proposal stands to the file."""

    NEW = "new"
    KNOWN = "known"  # the file has it, with all it says
    FILLS = "fills"  # the file has it, and lacks a time the chat knows
    HELD = "held"  # the chat doesn't tell the whole of it: it is only named


@dataclass(frozen=True, slots=True)
class Proposal:
    """One enquiry as a chat tells it; moments are Bangkok time. ``record_id`` is the file's record of it. Of one that is
    held ``why`` says in Thai what can't be told, and ``asked_at`` may be None; without a ``user`` it stands for all of the
    chat's. ``row`` is where it begins, ``register`` the name of the register it is for."""

    user: str
    asked_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    text: str
    chat: str
    row: int
    why: str = ""
    standing: ProposalState = ProposalState.NEW
    record_id: str | None = None
    register: str = ""

    @property
    def held_said(self) -> str:
        """One Thai sentence that names an enquiry that is held, and says why."""
        whose = f"เรื่องของ {quoted(self.user)} " if self.user else "ทุกเรื่อง"
        asked = f"ที่ถาม {moment_short(self.asked_at)} " if self.asked_at else ""
        return f"พัก{whose}{asked}ไว้ เพราะในแชต {self.chat} {self.why} โปรดตรวจในแชตแล้วบันทึกเอง"


@dataclass(frozen=True, slots=True)
class LineExport:
    """What an export proposes, by time, and what is held, by chat."""

    name: str
    proposals: tuple[Proposal, ...]
    held: tuple[Proposal, ...]

    def count(self, standing: ProposalState) -> int:
        """How many proposals stand so."""
        return sum(p.standing is standing for p in (*self.proposals, *self.held))

    @property
    def problems(self) -> tuple[Finding, ...]:
        """A finding for each that is held."""
        return tuple(Finding("line.held", p.held_said, None, p.user or None, row=p.row) for p in self.held)


def read_line(session: Session, source: Path, name: str, progress: Progress | None) -> LineExport:
    """The enquiries an export proposes, beside what the file has already; nothing is written. ``name`` is that of the register,
    "" for the one there is. UsageRefusal where it takes no LINE exports, or where there are several; InputRefusal where there
    is none."""
    register, fields = _taking(session, name)
    watch = Watch(progress, f"กำลังอ่าน {source.name}")
    made: list[Proposal] = []
    for chat, share in read_chats(source):
        watch.tick(share)
        made += [replace(one, register=register.name) for one in enquiries(chat)]
    with (
        session.reading() as connection
    ):  # not as a person is told: a name that is kept no longer is known all the same
        stored = records.rows(connection, register, Query())
    known = {_who_when(r.values[fields.user], r.values[fields.asked]): r for r in stored}
    longest = register.field(fields.user).max_length
    told = _told_apart(made, longest)
    placed = [_placed(p, fields, known.get(_who_when(p.user, p.asked_at))) for p in told]
    held = tuple(p for p in placed if p.standing is ProposalState.HELD)
    whole = [p for p in placed if p.standing is not ProposalState.HELD]
    return LineExport(source.name, tuple(sorted(whole, key=lambda p: (p.asked_at, p.user))), held)


def _taking(session: Session, name: str) -> tuple[Register, LineFields]:
    """The register of that name, or the one there is that takes LINE exports, and its fields for them."""
    taking = {r.name: (r, r.line) for r in session.registers() if r.line is not None and not r.retired}
    if name in taking:
        return taking[name]
    if name:
        title = session.register(name).title
        raise UsageRefusal(f"{title}ไม่ได้รับแชตจาก LINE โปรดเพิ่มส่วน line ในทะเบียนนั้น หรือเลือกทะเบียนอื่น")
    if not taking:
        raise InputRefusal("แฟ้มนี้ไม่มีทะเบียนที่รับแชตจาก LINE โปรดเพิ่มส่วน line ในทะเบียนที่จะรับ")
    if len(taking) > 1:
        raise UsageRefusal(f"แฟ้มนี้มีหลายทะเบียนที่รับแชตจาก LINE โปรดระบุทะเบียนใดทะเบียนหนึ่ง ({' '.join(taking)})")
    return next(iter(taking.values()))


def _who_when(user: Value | None, asked_at: Value | None) -> tuple[str, Value | None]:
    """What an enquiry is known by."""
    return fold(str(user or "")), asked_at


def enquiries(chat: Chat) -> tuple[Proposal, ...]:
    """The enquiries of one chat, in the order they ended, those that can't be told whole held."""
    if chat.entries and not any(isinstance(entry, Message) for entry in chat.entries):
        first = chat.entries[0]
        assert isinstance(first, Unread)
        return (_held_chat(chat, first),)
    told = _Telling(chat)
    for entry in chat.entries:
        told.take(entry)
    return told.ended()


def _held_chat(chat: Chat, first: Unread) -> Proposal:
    why = f"อ่าน{first.why} ไม่ได้ทุกแถวตั้งแต่แถวที่ {first.row}"
    return Proposal("", None, None, None, "", chat.name, first.row, why, ProposalState.HELD)


@dataclass(slots=True)
class _Open:
    """An enquiry under way: what one user asked, and what was answered. ``gaps``: rows that can't be read and may belong to
    it; ``shared``: an answer came while others waited, too; ``answered``: by a row read or not."""

    user: str
    asked: list[Message] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    gaps: list[Unread] = field(default_factory=list)
    answered: bool = False
    shared: bool = False


class _Telling:
    """Follows a chat entry by entry. An answer is that of whoever waits; where several wait it can't be told whose it is.
    An answered enquiry ends when a user writes on."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._waiting: dict[str, _Open] = {}
        self._loose: list[Unread] = []  # since the last answer: of a user or not, who knows
        self._ended: list[Proposal] = []
        messages = [e for e in chat.entries if isinstance(e, Message) and e.by_user and e.sender]
        names = {fold(message.sender): message.sender for message in messages}
        # Of the only user a row may lack the name; where there are several it can't be told whose it is.
        self._only = next(iter(names.values())) if len(names) == 1 else ""
        self._several = len(names) > 1

    def take(self, entry: Entry) -> None:
        """The next entry."""
        if isinstance(entry, Message) and entry.by_user and self._several and not entry.sender:
            entry = Unread(entry.row, True, "", "ชื่อผู้ส่งซึ่งว่างอยู่")
        if entry.by_user is None:
            self._loosen(entry)
        elif entry.by_user:
            self._ask(entry)
        elif isinstance(entry, Unread) or not entry.automatic:
            self._answer(entry)

    def ended(self) -> tuple[Proposal, ...]:
        """The enquiries; those that still wait end with the chat."""
        if self._loose and not self._waiting:
            self._waiting[""] = _Open("", gaps=self._loose)
        self._end(list(self._waiting))
        return tuple(self._ended)

    def _loosen(self, entry: Entry) -> None:
        assert isinstance(entry, Unread)
        self._loose.append(entry)
        for waiting in self._waiting.values():
            waiting.gaps.append(entry)

    def _ask(self, entry: Entry) -> None:
        self._end([user for user, waiting in self._waiting.items() if waiting.answered])
        name = entry.sender or self._only
        user = fold(name)
        before = self._waiting.get(user)
        if before and isinstance(entry, Message) and before.asked and _another(before.asked[-1], entry):
            self._loose = [gap for gap in before.gaps if gap.row > before.asked[-1].row]
            self._end([user])
        begun = self._waiting.setdefault(user, _Open(name, gaps=list(self._loose)))
        if isinstance(entry, Message):
            begun.asked.append(entry)
        else:
            begun.gaps.append(entry)
        self._loose.clear()

    def _answer(self, entry: Entry) -> None:
        if not self._waiting and self._loose:
            self._waiting[""] = _Open("", gaps=list(self._loose))
        self._loose.clear()
        shared = len(self._waiting) > 1
        for waiting in self._waiting.values():
            waiting.answered = True
            waiting.shared = waiting.shared or shared
            if isinstance(entry, Message):
                waiting.answers.append(entry)
            else:
                waiting.gaps.append(entry)

    def _end(self, users: Iterable[str]) -> None:
        for user in users:
            self._ended.append(_enquiry(self._chat, self._waiting.pop(user)))


def _another(before: Message, message: Message) -> bool:
    return message.at - before.at >= ANOTHER


def _enquiry(chat: Chat, told: _Open) -> Proposal:
    asked, answers = told.asked, told.answers
    why = _why_held(told)
    return Proposal(
        user=told.user or Path(chat.name).stem,
        asked_at=asked[0].at if asked and not _begins_unread(told) else None,
        acknowledged_at=answers[0].at if answers and not why else None,
        answered_at=answers[-1].at if len(answers) > 1 and not why else None,
        text=" ".join(" ".join(m.text for m in asked).split())[:LONGEST_TEXT],
        chat=chat.name,
        row=min([*(m.row for m in asked), *(g.row for g in told.gaps)]),
        why=why,
        standing=ProposalState.HELD if why else ProposalState.NEW,
    )


def _begins_unread(told: _Open) -> bool:
    return bool(told.gaps) and min(g.row for g in told.gaps) < told.asked[0].row


def _why_held(told: _Open) -> str:
    if told.gaps:
        return f"แถวที่ {told.gaps[0].row} อ่าน{told.gaps[0].why} ไม่ได้"
    return "มีผู้ถามหลายคนรอคำตอบพร้อมกัน จึงไม่ทราบว่าตอบใคร" if told.shared else ""


def _told_apart(made: Iterable[Proposal], longest: int) -> list[Proposal]:
    """Users of one name in several chats are several persons: but for the first, the chat's name stands behind. No user is
    longer than so many characters."""
    first: dict[str, str] = {}
    named = [replace(p, user=p.user[:longest]) for p in made]
    return [
        p if first.setdefault(fold(p.user), p.chat) == p.chat else replace(p, user=_with_chat(p, longest))
        for p in named
    ]


def _with_chat(proposal: Proposal, longest: int) -> str:
    behind = f" ({Path(proposal.chat).stem[:60]})"[:longest]
    return proposal.user[: longest - len(behind)] + behind


def _placed(proposal: Proposal, fields: LineFields, known: Row | None) -> Proposal:
    if known is None or proposal.asked_at is None:
        return proposal
    if proposal.why:
        # What nobody could tell from the chat, a person may have written down meanwhile.
        whole = all(known.values[name] is not None for name in _times(proposal, fields))
        return replace(proposal, standing=ProposalState.KNOWN, record_id=known.id) if whole else proposal
    times = _times(proposal, fields)
    lacking = [name for name, value in times.items() if value and known.values[name] is None]
    return replace(
        proposal, standing=ProposalState.FILLS if lacking else ProposalState.KNOWN, record_id=known.id
    )


def _times(proposal: Proposal, fields: LineFields) -> dict[str, Value | None]:
    return {fields.acknowledged: proposal.acknowledged_at, fields.answered: proposal.answered_at}


def take_line(session: Session, chosen: Sequence[Proposal], *, keep_text: bool) -> int:
    """Save the chosen proposals as one step of undo; returns how many. Those the file knows and those held are passed over,
    and only empty times are filled in. InputRefusal where one of them can't stand, or where the register keeps no texts and
    they are asked for; then none is kept."""
    taken = [p for p in chosen if p.standing in (ProposalState.NEW, ProposalState.FILLS)]
    if not taken:
        return 0
    register, fields = _taking(session, taken[0].register)
    if keep_text and not fields.subject:
        raise InputRefusal(
            f"{register.title}ไม่มีช่องเก็บข้อความที่ถาม โปรดนำเข้าโดยไม่เก็บข้อความ หรือระบุ subject ในส่วน line ของทะเบียน"
        )
    edits = [_edit(session, register, fields, p, keep_text) for p in taken]
    session.before(Why.IMPORT)
    RecordService(session).save_many(register.name, edits, f"นำเข้าจาก LINE {len(edits):,} เรื่อง")
    return len(edits)


def _edit(
    session: Session, register: Register, fields: LineFields, proposal: Proposal, keep_text: bool
) -> Edit:
    times = _times(proposal, fields)
    if proposal.record_id is None:
        kept = proposal.text[: register.field(fields.subject).max_length] if keep_text else ""
        subject = {fields.subject: kept} if kept else {}
        return Edit(None, {fields.user: proposal.user, fields.asked: proposal.asked_at, **times, **subject})
    stands = RecordService(session).record(register.name, proposal.record_id).values
    return Edit(proposal.record_id, {n: v for n, v in times.items() if v and stands[n] is None})


__all__ = ["LineExport", "Proposal", "ProposalState", "enquiries", "read_line", "take_line"]
