"""รายงานการศึกษาระบบเรื่องร้องเรียน: the weighted parts of the study and the deliverables made of it (indicators 4.1, 4.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from core.reports.framed import CHECKER, NOTHING_YET, REPORTER, day_or, framed, notes
from core.reports.monthly import said_amount
from core.reports.spec import ReportSpec

TITLE = "รายงานการศึกษาระบบเรื่องร้องเรียนและชิ้นงาน"
ZERO = Decimal(0)

_PARTS = (
    TableColumn(1.4, "centre"),
    TableColumn(8.0),
    TableColumn(2.2, "right"),
    TableColumn(2.6, "centre"),
    TableColumn(2.4, "right"),
)
_PIECES = (TableColumn(1.0, "centre"), TableColumn(5.4), TableColumn(7.2), TableColumn(2.6, "centre"))


@dataclass(frozen=True, slots=True)
class FinishedPart:
    """A part of the study: its label and title as in the plan, its share in percent, the day it was finished by the
    report's day (None while it isn't)."""

    label: str
    title: str
    share: Decimal
    finished_on: date | None

    @property
    def reached(self) -> Decimal:
        """The share once it is finished, else nothing."""
        return self.share if self.finished_on else ZERO


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A deliverable handed over."""

    title: str
    description: str
    delivered_on: date


@dataclass(frozen=True, slots=True)
class StudyData:
    """What the report needs; ``figures`` are the indicators it is about with their results."""

    plan: Plan
    as_of: date
    parts: tuple[FinishedPart, ...]
    pieces: tuple[HandedOver, ...]
    figures: tuple[tuple[Indicator, Result], ...]
    signers: tuple[Signer, ...] = (REPORTER, CHECKER)
    digits: Digits = "arabic"


def document(data: StudyData) -> Document:
    """The study as a document."""
    blocks = (
        Heading("1. ความก้าวหน้าของการศึกษา", 1),
        _parts(data.parts),
        Heading("2. ชิ้นงานที่พัฒนาจากผลการศึกษา", 1),
        *_pieces(data.pieces),
    )
    said = (said_result(indicator, result) for indicator, result in data.figures)
    return framed(
        TITLE, data.plan, data.as_of, blocks, closing=notes(said), signers=data.signers, digits=data.digits
    )


def _parts(parts: Sequence[FinishedPart]) -> DocumentTable:
    rows = tuple(
        body(p.label, p.title, figure(p.share), day_or(p.finished_on, "ยังไม่แล้วเสร็จ"), figure(p.reached))
        for p in parts
    )
    shares, reached = (sum(values, ZERO) for values in ((p.share for p in parts), (p.reached for p in parts)))
    last = total(
        [TableCell("รวม", columns=2, bold=True), figure(shares, bold=True), "", figure(reached, bold=True)]
    )
    header = head("ส่วนที่", "งาน", "เนื้องาน\n(ร้อยละ)", "วันที่แล้วเสร็จ", "ได้แล้ว\n(ร้อยละ)")
    return DocumentTable(_PARTS, (header,), (*rows, last))


def _pieces(pieces: Sequence[HandedOver]) -> Iterable[Block]:
    if not pieces:
        yield Paragraph(f"{NOTHING_YET}ชิ้นงานที่ส่งมอบ")
        return
    rows: tuple[TableRow, ...] = tuple(
        body(str(n), p.title, p.description, day_or(p.delivered_on)) for n, p in enumerate(pieces, 1)
    )
    yield DocumentTable(_PIECES, (head("ที่", "ชิ้นงาน", "รายละเอียด", "วันที่ส่งมอบ"),), rows)


def said_result(indicator: Indicator, result: Result) -> str:
    """An indicator's result in one line, with what must be known of it."""
    value = said_amount(indicator, result.value)
    said = f"ตัวชี้วัดที่ {indicator.code} {indicator.title}: {value} · {result.status_label}"
    return " · ".join((said, *result.remarks))


REPORT = ReportSpec(
    "study",
    20,
    TITLE,
    "month",
    StudyData,
    document,
    about={"formula": "share_sum", "source": "study_parts"},
    registers=("study_parts", "deliverables"),
)
