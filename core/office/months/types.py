"""What the service of months hands out: frozen, without database or screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.plan.model import Unit
from core.plan.months import MonthAction, MonthState
from core.plan.proof import Difference, Figure
from core.store.log.exchange_state import ChainMark
from core.thai.calendar import Holiday
from core.thai.dates import day_short
from core.thai.fiscal import Month

_DIFFERING = {"value": "ผล", "target": "ค่าเป้าหมาย", "achievement": "ร้อยละของเป้าหมาย", "code": "ตัวชี้วัด"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What an edition changed of an indicator's figure: which, what it was before and is now."""

    code: str
    what: str
    was: str | int | None
    now: str | int | None

    @property
    def words(self) -> str:
        """The change in words."""
        was, now = ("ไม่มี" if value is None else str(value) for value in (self.was, self.now))
        return f"ตัวชี้วัดที่ {self.code} {self.what} {was} เป็น {now}"


@dataclass(frozen=True, slots=True)
class Edition:
    """A month as it was approved: ``figures`` as reports print them, the ``holidays`` it was counted with, the digest of the
    plan, and how far the log had come (``vector``). ``differences`` are those from the edition before, ``reason`` why
    there is another."""

    id: str
    unit: str
    month: Month
    number: int
    approved_on: date
    code: str
    figures: tuple[Figure, ...]
    holidays: tuple[Holiday, ...]
    plan_digest: str
    vector: Mapping[str, ChainMark]
    differences: tuple[Difference, ...] = ()
    reason: str = ""

    @property
    def label(self) -> str:
        """What the paper says of it: "" for the first edition, ฉบับแก้ไขครั้งที่ 1 for the second."""
        return f"ฉบับแก้ไขครั้งที่ {self.number - 1}" if self.number > 1 else ""

    @property
    def called(self) -> str:
        """Which one it is, in few words: "ฉบับแก้ไขครั้งที่ 1 รับรอง 5 มิ.ย. 63"."""
        return f"{self.label or 'ฉบับแรก'} รับรอง {day_short(self.approved_on)}"

    @property
    def corrections(self) -> str:
        """What a corrected edition changed, and why, in a sentence; "" of the first."""
        changed = [one.words for one in self.changed]
        what = " · ".join(changed) if changed else "ตัวเลขไม่เปลี่ยน"
        because = f" เพราะ{self.reason}" if self.reason else ""
        return f"{self.label}{because}: {what}" if self.label else ""

    @property
    def changed(self) -> tuple[Correction, ...]:
        """The figures that a corrected edition changed."""
        told = [one for one in self.differences if one.name in _DIFFERING]
        return tuple(Correction(one.code, _DIFFERING[one.name], one.was, one.now) for one in told)


@dataclass(frozen=True, slots=True)
class LateRecord:
    """A record that what came after the approval has changed as of the month's last day: what it is called, which ``fields``
    differ (none: it came, or went), who wrote that, when, and in whose file."""

    register: str
    record_id: str
    name: str
    says: str
    fields: tuple[str, ...]
    author: str
    at: datetime
    unit: str


class Lack(StrEnum):
    """What kind of thing is missing when a month is submitted."""

    FIGURE = "figure"
    REMARK = "remark"
    CONFLICT = "conflict"
    RECORD = "record"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a month is submitted without: one Thai sentence, and where it can be mended."""

    kind: Lack
    text: str
    register: str = ""
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """How far a unit's month is (``unit`` None: the whole office's): who did it and when, why it was returned or opened again,
    the edition that stands, how many records have changed since, what the person at the desk may do, and why not."""

    unit: Unit | None
    month: Month
    state: MonthState
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    edition: Edition | None = None
    changes: int = 0
    may: tuple[MonthAction, ...] = ()
    disputed: bool = False
    withheld: Mapping[MonthAction, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The unit's code, "" for the whole office."""
        return self.unit.code if self.unit else ""

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.unit.name if self.unit else "ทั้งสำนักงาน"
