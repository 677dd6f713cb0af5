"""รายงานผลประจำปี: what was promised and what was reached, beside the targets and results of the years before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core.indicators.result import by_status
from core.plan.model import Plan
from core.plan.targets import printed_target
from core.reports.document import (
    NOTHING,
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
)
from core.reports.framed import framed, notes
from core.reports.monthly import (
    SIGNERS,
    IndicatorLine,
    about_figures,
    amount,
    grouped_rows,
    pairs,
    state_of,
    target_of,
)
from core.reports.progress import ProgressData, numbered, parts_of
from core.reports.scored import ScoreColumn
from core.reports.spec import ReportSpec
from core.thai.dates import day_long

TITLE = "รายงานผลการดำเนินงานประจำปี"

_FIXED = (TableColumn(1.5, "centre"), TableColumn(6.4))
_YEARS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class AnnualData:
    """What the report needs; ``before`` says by (indicator code, year) what was reached in years before, as printed."""

    plan: Plan
    as_of: date
    lines: tuple[IndicatorLine, ...]
    before: dict[tuple[str, int], str] = field(default_factory=dict)
    progress: ProgressData = field(default_factory=ProgressData)
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"

    @property
    def years(self) -> tuple[int, ...]:
        """The years before that are shown."""
        year = self.plan.fiscal_year
        return tuple(range(year - _YEARS_BEFORE, year))


def document(data: AnnualData) -> Document:
    """The year's report as a document."""
    blocks: tuple[Block, ...] = (
        Heading("1. ผลตามตัวชี้วัด", 1),
        Paragraph(summary(data.lines), first=24, after=4),
        _table(data),
        *numbered(parts_of(data.progress, pairs(data.lines)), 2),
    )
    return framed(
        TITLE,
        data.plan,
        data.as_of,
        blocks,
        closing=notes((f"ผลทั้งปีคิดจากข้อมูลที่บันทึกถึงสิ้นวันที่ {day_long(data.as_of)}", *about_figures(data.lines))),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape",
    )


def summary(lines: Iterable[IndicatorLine]) -> str:
    """How many indicators are in which state, in a sentence; the numbers add up to all of them."""
    results = [line.result for line in lines]
    counted = " ".join(f"{label} {count} ตัวชี้วัด" for label, count in by_status(results))
    return f"ตัวชี้วัดทั้งหมด {len(results)} ตัวชี้วัด {counted}".strip()


def _table(data: AnnualData) -> DocumentTable:
    scored = ScoreColumn.of(data.lines)
    columns = (
        *_FIXED,
        *(TableColumn(2.45, "centre") for _ in data.years for _ in range(2)),
        TableColumn(2.6, "centre"),
        TableColumn(2.5, "right"),
        TableColumn(2.0, "right"),
        *scored.columns(1.8),
        TableColumn(3.4, "centre"),
    )
    header = (
        head(
            TableCell("ที่", rows=2),
            TableCell("ตัวชี้วัด", rows=2),
            *(TableCell(f"ปี {year}", columns=2) for year in data.years),
            TableCell(f"ปี {data.plan.fiscal_year}", columns=4 + len(scored.heads())),
        ),
        head(
            *("เป้าหมาย", "ผล") * len(data.years),
            *("เป้าหมาย", "ผล", "ร้อยละของ\nเป้าหมาย"),
            *scored.heads(),
            "สถานะ",
        ),
    )
    rows = grouped_rows(data.lines, len(columns), lambda line: _row(data, line, scored))
    before = len(columns) - len(scored.heads()) - 1
    return DocumentTable(columns, header, (*rows, *scored.totals(before, 1)))


def _row(data: AnnualData, line: IndicatorLine, scored: ScoreColumn) -> TableRow:
    indicator, result = line.indicator, line.result
    earlier = (
        text
        for year in data.years
        for text in (
            printed_target(indicator, year) or NOTHING,
            data.before.get((indicator.code, year), NOTHING),
        )
    )
    return body(
        indicator.code,
        indicator.title,
        *earlier,
        target_of(line, data.plan.fiscal_year),
        amount(indicator, result.value, bold=True),
        figure(result.achievement),
        *scored.cells(indicator.code),
        state_of(result),
    )


REPORT = ReportSpec("annual", 3, TITLE, "year", AnnualData, document)
