"""รายงานการติดตามหนังสือผ่าน LINE@ รายเดือน: enquiries, time to acknowledge and answer, satisfaction (5.1-5.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.indicators.result import Result
from core.plan.model import Indicator, Plan
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
    Heading,
    Paragraph,
    Signer,
    TableCell,
    TableColumn,
    TableRow,
    body,
    figure,
    head,
    total,
)
from core.reports.framed import CHECKER, NOTHING_YET, REPORTER, framed, notes
from core.reports.spec import ReportSpec
from core.reports.study import said_result
from core.thai.dates import month_long
from core.thai.fiscal import Month

TITLE = "รายงานการติดตามหนังสือผ่าน LINE@ รายเดือน"

_TIMES = (
    TableColumn(3.6),
    TableColumn(1.7, "right"),
    TableColumn(1.7, "right"),
    *(TableColumn(1.7, "right") for _ in range(8)),
)
_LEVELS = (TableColumn(3.6), *(TableColumn(2.0, "right") for _ in range(7)))


@dataclass(frozen=True, slots=True)
class Timed:
    """How many enquiries were in time, late, and still open."""

    met: int = 0
    missed: int = 0
    open: int = 0

    @property
    def percent(self) -> Decimal | None:
        """In time as percent of those that are settled; None where none is."""
        settled = self.met + self.missed
        return Decimal(self.met) * 100 / settled if settled else None

    def __add__(self, other: "Timed") -> "Timed":
        return Timed(self.met + other.met, self.missed + other.missed, self.open + other.open)


@dataclass(frozen=True, slots=True)
class LineMonth:
    """A month: distinct users, enquiries acknowledged and answered (None where the plan doesn't say in what time),
    ratings by level 1 to 5."""

    month: Month
    users: int
    enquiries: int
    acknowledged: Timed | None = field(default_factory=Timed)
    answered: Timed | None = field(default_factory=Timed)
    levels: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LineMonthsData:
    """What the report needs; ``users`` counts the year's distinct users, ``top`` is the lowest level that satisfies."""

    plan: Plan
    as_of: date
    months: tuple[LineMonth, ...]
    users: int
    figures: tuple[tuple[Indicator, Result], ...]
    top: int = 4
    signers: tuple[Signer, ...] = (REPORTER, CHECKER)
    digits: Digits = "arabic"


def document(data: LineMonthsData) -> Document:
    """LINE@ by month as a document."""
    blocks = (
        Heading("1. การรับเรื่องและการแจ้งผล", 1),
        *_times(data),
        Heading("2. ความพึงพอใจ", 1),
        *_ratings(data),
    )
    said = (said_result(indicator, result) for indicator, result in data.figures)
    return framed(
        TITLE,
        data.plan,
        data.as_of,
        blocks,
        closing=notes((*said, "ผู้ใช้บริการรวมนับไม่ซ้ำคนทั้งปี จึงน้อยกว่าผลรวมรายเดือนได้")),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape",
    )


def _times(data: LineMonthsData) -> Iterable[Block]:
    months = [m for m in data.months if m.enquiries]
    if not months:
        yield Paragraph(NOTHING_YET)
        return
    header = (
        head(
            TableCell("เดือน", rows=2),
            TableCell("ผู้ใช้บริการ\n(คน)", rows=2),
            TableCell("เรื่อง\n(ครั้ง)", rows=2),
            TableCell("แจ้งรับทราบ (ครั้ง)", columns=4),
            TableCell("แจ้งผล (ครั้ง)", columns=4),
        ),
        head(*("ทัน", "ช้า", "ยังไม่ครบกำหนด", "ร้อยละ") * 2),
    )
    rows = [
        body(month_long(m.month), *_counts(m.users, m.enquiries, m.acknowledged, m.answered)) for m in months
    ]
    acknowledged, answered = (_sum([getattr(m, n) for m in months]) for n in ("acknowledged", "answered"))
    whole = _counts(data.users, sum(m.enquiries for m in months), acknowledged, answered, bold=True)
    yield DocumentTable(_TIMES, header, (*rows, total(["รวม", *whole])))


def _sum(timed: Sequence[Timed | None]) -> Timed | None:
    known = [one for one in timed if one is not None]
    return sum(known, Timed()) if len(known) == len(timed) else None


def _counts(users: int, enquiries: int, *timed: Timed | None, bold: bool = False) -> Iterable[TableCell]:
    yield from (figure(n, 0, grouping=True, bold=bold) for n in (users, enquiries))
    for one in timed:
        numbers = (one.met, one.missed, one.open) if one else (None, None, None)
        yield from (figure(n, 0, grouping=True, bold=bold) for n in numbers)
        yield figure(one.percent if one else None, bold=bold)


def _ratings(data: LineMonthsData) -> Iterable[Block]:
    months = [m for m in data.months if any(m.levels)]
    if not months:
        yield Paragraph(NOTHING_YET)
        return
    header = (
        head(
            TableCell("เดือน", rows=2),
            TableCell("ผู้ประเมิน (ราย)", columns=6),
            TableCell(f"ร้อยละระดับ {data.top} ขึ้นไป", rows=2),
        ),
        head("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด", "รวม"),
    )
    rows = [_rated(month_long(m.month), m.levels, data.top) for m in months]
    whole = [sum(column) for column in zip(*(m.levels for m in months), strict=True)]
    yield DocumentTable(_LEVELS, header, (*rows, _rated("รวม", whole, data.top, bold=True)))


def _rated(label: str, levels: Sequence[int], top: int, bold: bool = False) -> TableRow:
    given = sum(levels)
    share = Decimal(sum(levels[top - 1 :])) * 100 / given if given else None
    cells = (*(figure(n, 0, grouping=True, bold=bold) for n in (*levels, given)), figure(share, bold=bold))
    return total([label, *cells]) if bold else body(label, *cells)


REPORT = ReportSpec(
    "line-months",
    21,
    TITLE,
    "month",
    LineMonthsData,
    document,
    about={"formula": "share_within", "event": "acknowledged_at"},
    registers=("letter_enquiries", "satisfaction_ratings"),
)
