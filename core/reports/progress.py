"""What the reports of a period say beside the figures: remarks, cause and remedy, steps against plan, money spent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.indicators.result import Result, Status
from core.plan.model import Indicator
from core.plan.spending import Spending
from core.reports.budget_spending import ProjectSpending
from core.reports.document import (
    Block,
    DocumentTable,
    Heading,
    Paragraph,
    TableCell,
    TableColumn,
    TableRow,
    body,
    figure,
    head,
    total,
)
from core.reports.typesetting.linebreak import Span
from core.thai.dates import month_short
from core.thai.fiscal import Month

BEHIND = (Status.BEHIND, Status.OUT_OF_REACH)
TO_FILL_IN = "." * 60
MOST_LATE = 8

Part = tuple[str, tuple[Block, ...]]

_STEPS = (
    TableColumn(0.9, "centre"),
    TableColumn(6.4),
    TableColumn(1.9, "right"),
    TableColumn(1.9, "right"),
    TableColumn(5.6),
)
_MONEY = (
    TableColumn(0.9, "centre"),
    TableColumn(7.0),
    *(TableColumn(2.3, "right") for _ in range(3)),
    TableColumn(1.9, "right"),
)


@dataclass(frozen=True, slots=True)
class MonthRemark:
    """What the office said of an indicator in a month."""

    code: str
    month: Month
    remark: str = ""
    cause: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """A project's progress in percent of its work shares as of the day (None where the plan has no shares): planned,
    None while no months are planned, and actual; ``late`` names the steps that should be done and are not, None where
    no step has planned months; ``moved`` tells of the steps whose plan was changed."""

    number: int
    title: str
    planned: Decimal | None
    actual: Decimal | None
    late: tuple[str, ...] | None = None
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressData:
    """All of it; any part may be empty."""

    said: tuple[MonthRemark, ...] = ()
    projects: tuple[ProjectProgress, ...] = ()
    spending: tuple[ProjectSpending, ...] = ()


def about_indicators(
    lines: Iterable[tuple[Indicator, Result]], said: Sequence[MonthRemark]
) -> Iterable[Block]:
    """Remarks indicator by indicator; one that is behind and of which nothing was said has lines to write on."""
    for indicator, result in lines:
        mine = [s for s in said if s.code == indicator.code]
        behind = result.status in BEHIND
        if not mine and not behind:
            continue
        yield Paragraph(
            (Span(f"ตัวชี้วัดที่ {indicator.code} {indicator.called}", bold=True),),
            size=15,
            after=1,
            keep_with_next=True,
        )
        for one in mine:
            yield from _told(one, many=len({s.month for s in mine}) > 1)
        if behind and not any(s.cause or s.remedy for s in mine):
            for label in ("ปัญหาอุปสรรค", "แนวทางแก้ไข"):
                yield _line(label, TO_FILL_IN)


def _told(said: MonthRemark, *, many: bool) -> Iterable[Paragraph]:
    month = f" ({month_short(said.month)})" if many else ""
    for label, text in (("หมายเหตุ", said.remark), ("ปัญหาอุปสรรค", said.cause), ("แนวทางแก้ไข", said.remedy)):
        if text:
            yield _line(f"{label}{month}", text)


def _line(label: str, text: str) -> Paragraph:
    return Paragraph((Span(f"{label}: ", bold=True), Span(text)), first=14, rest=28, size=15, after=1)


def steps_table(projects: Sequence[ProjectProgress]) -> DocumentTable:
    """Planned against actual progress of every project."""
    header = head("ที่", "โครงการ/กิจกรรม", "แผน\n(ร้อยละ)", "ผล\n(ร้อยละ)", "ขั้นตอนที่ล่าช้ากว่าแผน")
    return DocumentTable(_STEPS, (header,), tuple(map(_progress_row, projects)))


def _progress_row(project: ProjectProgress) -> TableRow:
    late = "ยังไม่ระบุแผน" if project.late is None else _late(project.late)
    return body(str(project.number), project.title, figure(project.planned), figure(project.actual), late)


def _late(steps: Sequence[str]) -> str:
    """The first steps that are late, the others counted: the table of steps holds them all."""
    more = len(steps) - MOST_LATE
    return "\n".join((*steps[:MOST_LATE], *([f"และอีก {more} ขั้น"] if more > 0 else []))) or "ไม่มี"


def _projects(projects: Sequence[ProjectProgress]) -> Iterable[Block]:
    """The table, and what was moved in the plan under it."""
    if projects:
        yield steps_table(projects)
    for project in projects:
        for told in project.moved:
            yield Paragraph(f"โครงการที่ {project.number} {told}", first=14, rest=28, size=15, after=1)


def money_table(spending: Sequence[ProjectSpending]) -> DocumentTable:
    """Money of the projects that have a budget; the last row sums them up."""
    header = head(
        "ที่", "โครงการ/กิจกรรม", "ได้รับจัดสรร\n(บาท)", "ก่อหนี้ผูกพัน\n(บาท)", "เบิกจ่าย\n(บาท)", "ร้อยละ\nเบิกจ่าย"
    )
    shown = with_money(spending)
    rows = (body(str(p.number), p.title, *_amounts(p.this)) for p in shown)
    sums = total([TableCell("รวม", columns=2, bold=True), *_amounts(whole_of(shown), bold=True)])
    return DocumentTable(_MONEY, (header,), (*rows, sums))


def with_money(spending: Iterable[ProjectSpending]) -> tuple[ProjectSpending, ...]:
    """The projects that have a budget or spent money."""
    return tuple(p for p in spending if p.planned or p.this != Spending())


def whole_of(spending: Iterable[ProjectSpending]) -> Spending:
    """The year's money of all of them."""
    return sum((p.this for p in spending), Spending())


def _amounts(spent: Spending, bold: bool = False) -> Iterable[TableCell]:
    for amount in (spent.allocated, spent.committed, spent.disbursed):
        yield figure(amount, grouping=True, bold=bold)
    yield figure(spent.percent, bold=bold)


def parts_of(progress: ProgressData, lines: Iterable[tuple[Indicator, Result]]) -> tuple[Part, ...]:
    """The parts of a period's report below the figures, title and blocks; those without anything are left out."""
    money = with_money(progress.spending)
    parts: tuple[Part, ...] = (
        ("ความก้าวหน้าของโครงการ/กิจกรรม", tuple(_projects(progress.projects))),
        ("การใช้จ่ายงบประมาณ", (money_table(money),) if money else ()),
        ("หมายเหตุ ปัญหาอุปสรรค และแนวทางแก้ไข", tuple(about_indicators(lines, progress.said))),
    )
    return tuple((title, blocks) for title, blocks in parts if blocks)


def numbered(parts: Iterable[Part], number: int) -> Iterable[Block]:
    """Parts under headings numbered from ``number``."""
    for n, (title, blocks) in enumerate(parts, number):
        yield Heading(f"{n}. {title}", 1)
        yield from blocks
