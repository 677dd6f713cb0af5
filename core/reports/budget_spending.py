"""รายงานการใช้จ่ายงบประมาณ: per project and per month what was allocated, committed and disbursed, in baht.

Source: docs/domain.md section 4, "Budget": carried over = allocated - disbursed - committed of last year, the committed part
listed apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.indicators.result import Result
from core.plan.model import Indicator, Plan
from core.plan.spending import NOTHING_SPENT, Spending
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
from core.thai.dates import month_long
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal

TITLE = "รายงานการใช้จ่ายงบประมาณ"

_PROJECTS = (
    TableColumn(0.9, "centre"),
    TableColumn(6.2),
    *(TableColumn(2.5, "right") for _ in range(7)),
    TableColumn(1.7, "right"),
)
_MONTHS = (TableColumn(5.0), *(TableColumn(3.0, "right") for _ in range(3)))


@dataclass(frozen=True, slots=True)
class ProjectSpending:
    """A project's money: planned budget (None where it has none), this year's spending, and last year's, of which
    ``last.left`` is carried over and ``last.committed`` carried over as committed."""

    number: int
    title: str
    planned: Decimal | None
    this: Spending
    last: Spending = NOTHING_SPENT


@dataclass(frozen=True, slots=True)
class BudgetSpendingData:
    """What the report needs: projects in the plan's order, months with entries in order, D2.1 where it is computed."""

    plan: Plan
    as_of: date
    projects: tuple[ProjectSpending, ...]
    months: tuple[tuple[Month, Spending], ...]
    indicator: tuple[Indicator, Result] | None = None
    signers: tuple[Signer, ...] = (REPORTER, CHECKER)
    digits: Digits = "arabic"


def document(data: BudgetSpendingData) -> Document:
    """Budget spending as a document."""
    return framed(
        TITLE,
        data.plan,
        data.as_of,
        (
            Heading("1. รายโครงการ", 1),
            project_table(data.projects),
            Heading("2. รายเดือน", 1),
            *_months(data.months),
        ),
        closing=notes(_notes(data)),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape",
    )


def project_table(projects: Sequence[ProjectSpending]) -> DocumentTable:
    """Projects with their money; the last row sums them up."""
    header = (
        head(
            TableCell("ที่", rows=2),
            TableCell("โครงการ/กิจกรรม", rows=2),
            TableCell("งบประมาณ\nตามแผน (บาท)", rows=2),
            TableCell("ยกมาจากปีก่อน (บาท)", columns=2),
            TableCell("ปีงบประมาณนี้ (บาท)", columns=4),
            TableCell("ร้อยละ\nเบิกจ่าย", rows=2),
        ),
        head("คงเหลือ", "ก่อหนี้ผูกพัน", "ได้รับจัดสรร", "ก่อหนี้ผูกพัน", "เบิกจ่าย", "คงเหลือ"),
    )
    return DocumentTable(_PROJECTS, header, (*map(_project, projects), _sums(projects)))


def _project(project: ProjectSpending) -> TableRow:
    return body(str(project.number), project.title, *_figures(project.planned, project.last, project.this))


def _figures(
    planned: Decimal | None, last: Spending, this: Spending, bold: bool = False
) -> Iterable[TableCell]:
    amounts = (planned, last.left, last.committed, this.allocated, this.committed, this.disbursed, this.left)
    yield from (figure(amount or None, grouping=True, bold=bold) for amount in amounts)
    yield figure(this.percent, bold=bold)


def _sums(projects: Sequence[ProjectSpending]) -> TableRow:
    planned = sum((p.planned for p in projects if p.planned is not None), Decimal(0))
    last, this = (sum((getattr(p, n) for p in projects), Spending()) for n in ("last", "this"))
    return total([TableCell("รวม", columns=2, bold=True), *_figures(planned, last, this, bold=True)])


def _months(months: Sequence[tuple[Month, Spending]]) -> Iterable[Block]:
    if not months:
        yield Paragraph(NOTHING_YET)
        return
    rows = [
        body(month_long(month), *(figure(a or None, grouping=True) for a in _three(spent)))
        for month, spent in months
    ]
    whole = sum((spent for _, spent in months), Spending())
    last = total(["รวม", *(figure(a, grouping=True, bold=True) for a in _three(whole))])
    yield DocumentTable(
        _MONTHS, (head("เดือน", "จัดสรร (บาท)", "ก่อหนี้ผูกพัน (บาท)", "เบิกจ่าย (บาท)"),), (*rows, last)
    )


def _three(spent: Spending) -> tuple[Decimal, Decimal, Decimal]:
    return spent.allocated, spent.committed, spent.disbursed


def _notes(data: BudgetSpendingData) -> Iterable[str]:
    yield "คงเหลือ = ได้รับจัดสรร - ก่อหนี้ผูกพัน - เบิกจ่าย ส่วนยกมาจากปีก่อนคิดจากรายการของปีงบประมาณก่อน"
    if data.indicator:
        indicator, result = data.indicator
        value = "ยังไม่มีข้อมูล" if result.value is None else f"ร้อยละ {format_decimal(result.value)}"
        yield " · ".join((f"ตัวชี้วัดที่ {indicator.code} {indicator.title}: {value}", *result.remarks))


REPORT = ReportSpec(
    "budget-spending", 22, TITLE, "month", BudgetSpendingData, document, registers=("budget_entries",)
)
