"""การเบิกจ่ายเงิน ว.119 รายเดือน: per month of receipt what came in, and what of it was paid within the limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.indicators.facts import ShareMonth
from core.indicators.result import Result
from core.plan.model import Indicator, Plan
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
    Heading,
    KeepTogether,
    Paragraph,
    Section,
    Signatures,
    Signer,
    TableCell,
    TableColumn,
    TableRow,
    body,
    figure,
    head,
    total,
)
from core.reports.spec import ReportSpec
from core.thai.dates import day_long, month_long
from core.thai.numbers import format_decimal

TITLE = "รายงานการตรวจสอบและเบิกจ่ายเงินรายเดือน"
SIGNERS = (Signer("ผู้รายงาน"), Signer("ผู้ตรวจสอบ"))

_COLUMNS = (
    TableColumn(3.4),
    TableColumn(1.5, "right"),
    TableColumn(1.8, "right"),
    TableColumn(1.5, "right"),
    TableColumn(2.2, "right"),
    TableColumn(2.0, "right"),
    TableColumn(1.8, "right"),
    TableColumn(1.9, "right"),
)


@dataclass(frozen=True, slots=True)
class FinanceMonth:
    """A month of receipt: the tally of requests that count, and how many of the others there were: ``cancelled``
    requests and ``other`` procurement than ว.119."""

    tally: ShareMonth
    cancelled: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class FinanceMonthsData:
    """What the report needs: the indicator with its figures, and the year's months in order."""

    plan: Plan
    as_of: date
    indicator: Indicator
    result: Result
    months: tuple[FinanceMonth, ...]
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"


def document(data: FinanceMonthsData) -> Document:
    """Finance by month as a document."""
    year = data.plan.fiscal_year
    blocks: tuple[Block, ...] = (
        Heading(f"{TITLE}\nปีงบประมาณ พ.ศ. {year}", 0, f"{TITLE} ปีงบประมาณ พ.ศ. {year}"),
        Paragraph(f"{data.plan.office} {data.plan.department}", align="centre", after=0),
        Paragraph(f"ข้อมูล ณ วันที่ {day_long(data.as_of)}", align="centre", after=6),
        Paragraph(f"ตัวชี้วัดที่ {data.indicator.code} {data.indicator.title}", after=4),
        _table(data),
        KeepTogether((*_notes(data), Signatures(data.signers))),
    )
    footer = f"{TITLE} · ปีงบประมาณ พ.ศ. {year} · ข้อมูล ณ วันที่ {day_long(data.as_of)}"
    sections = (Section("รายเดือน", blocks),)
    return Document(
        f"{TITLE} ปีงบประมาณ พ.ศ. {year}", sections, footer=footer, author=data.plan.office, digits=data.digits
    )


def month_percent(tally: ShareMonth) -> Decimal | None:
    """On-time requests as percent of those that are settled; None where none is. Exact to 28 digits."""
    settled = tally.met + tally.missed
    return Decimal(tally.met) * 100 / settled if settled else None


def _table(data: FinanceMonthsData) -> DocumentTable:
    header = (
        head(
            TableCell("เดือนที่รับใบขอเบิกเงิน", rows=2),
            TableCell("นำมาคิดในตัวชี้วัด (ฉบับ)", columns=4),
            TableCell("ร้อยละที่ทันกำหนด", rows=2),
            TableCell("ไม่นำมาคิด (ฉบับ)", columns=2),
        ),
        head("รับ", "ทัน", "ช้า", "ยังไม่ครบกำหนด", "ยกเลิก", "นอก ว.119"),
    )
    return DocumentTable(_COLUMNS, header, (*map(_row, data.months), _sums(data.months), _mean(data.result)))


def _row(month: FinanceMonth) -> TableRow:
    before, after = (_counts(part) for part in _figures(month))
    return body(month_long(month.tally.month), *before, figure(month_percent(month.tally)), *after)


def _figures(month: FinanceMonth) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The counts left and right of the percentage."""
    tally = month.tally
    return (tally.total, tally.met, tally.missed, tally.open), (month.cancelled, month.other)


def _counts(numbers: Iterable[int], bold: bool = False) -> tuple[TableCell, ...]:
    return tuple(figure(n, 0, grouping=True, bold=bold) for n in numbers)


def _sums(months: Sequence[FinanceMonth]) -> TableRow:
    rows = [_figures(month) for month in months]
    before = (sum(row[0][n] for row in rows) for n in range(4))
    after = (sum(row[1][n] for row in rows) for n in range(2))
    return total(["รวม", *_counts(before, bold=True), TableCell(""), *_counts(after, bold=True)])


def _mean(result: Result) -> TableRow:
    label = TableCell("ค่าเฉลี่ยของร้อยละรายเดือน", columns=5, bold=True, align="left")
    state = TableCell(result.status_label, columns=2, align="centre")
    return total([label, figure(result.value, bold=True), state])


def _notes(data: FinanceMonthsData) -> Iterable[Block]:
    yield Heading("หมายเหตุ", 2)
    notes = [
        f"วิธีคำนวณ: {data.result.formula}" if data.result.formula else "",
        "ใบขอเบิกเงินที่ยกเลิกและที่ไม่ใช่ ว.119 นับแยกไว้ ไม่นำมาคิดร้อยละ",
        _open_note(data.result),
        *data.result.warnings,
    ]
    for number, note in enumerate((n for n in notes if n), 1):
        yield Paragraph(f"{number}. {note}", rest=10.5, size=15, after=1)


def _open_note(result: Result) -> str:
    if not result.open or result.worst is None or result.best is None:
        return ""
    worst, best = map(format_decimal, sorted((result.worst, result.best)))
    return f"ยังไม่ครบกำหนด {result.open} ฉบับ ถ้าช้าทั้งหมดค่าเฉลี่ยจะเป็น {worst} ถ้าทันทั้งหมดจะเป็น {best}"


REPORT = ReportSpec(
    "finance-months",
    17,
    TITLE,
    "month",
    FinanceMonthsData,
    document,
    about={"formula": "monthly_mean"},
    registers=("finance_requests",),
)
