"""รายงานผลรอบ 3, 6, 9 และ 12 เดือน: every indicator at the end of each quarter so far, cumulative in the year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.plan.model import Plan
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
    Heading,
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

TITLE = "รายงานผลการดำเนินงานรายไตรมาส"
QUARTERS = 4

_COLUMNS = (
    TableColumn(1.3, "centre"),
    TableColumn(6.4),
    TableColumn(2.7, "centre"),
    *(TableColumn(2.2, "right") for _ in range(QUARTERS)),
    TableColumn(2.0, "right"),
    TableColumn(3.1, "centre"),
)


@dataclass(frozen=True, slots=True)
class QuarterlyData:
    """What the report needs: ``quarter`` 1-4, ``lines`` as of the report's day, ``values`` by indicator code at the
    end of each quarter up to it (the last as of the day)."""

    plan: Plan
    quarter: int
    as_of: date
    lines: tuple[IndicatorLine, ...]
    values: dict[str, tuple[Decimal | None, ...]]
    progress: ProgressData = field(default_factory=ProgressData)
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"


def document(data: QuarterlyData) -> Document:
    """The quarter's report as a document."""
    blocks: tuple[Block, ...] = (
        Heading("1. ผลตามตัวชี้วัด", 1),
        _table(data),
        *numbered(parts_of(data.progress, pairs(data.lines)), 2),
    )
    return framed(
        TITLE,
        data.plan,
        data.as_of,
        blocks,
        closing=notes(_notes(data)),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape",
        about=f"ไตรมาสที่ {data.quarter} (รอบ {data.quarter * 3} เดือน)",
    )


def _table(data: QuarterlyData) -> DocumentTable:
    scored = ScoreColumn.of(data.lines)
    header = (
        head(
            TableCell("ที่", rows=2),
            TableCell("ตัวชี้วัด", rows=2),
            TableCell("ค่าเป้าหมาย", rows=2),
            TableCell("ผลสะสม ณ สิ้นไตรมาส", columns=QUARTERS),
            TableCell("ร้อยละของ\nเป้าหมาย", rows=2),
            *scored.heads(rows=2),
            TableCell("สถานะ", rows=2),
        ),
        head(*(f"ไตรมาส {n}" for n in range(1, QUARTERS + 1))),
    )
    columns = (*_COLUMNS[:-1], *scored.columns(1.8), _COLUMNS[-1])
    rows = grouped_rows(data.lines, len(columns), lambda line: _row(data, line, scored))
    return DocumentTable(columns, header, (*rows, *scored.totals(len(_COLUMNS) - 1, 1)))


def _row(data: QuarterlyData, line: IndicatorLine, scored: ScoreColumn) -> TableRow:
    indicator, result = line.indicator, line.result
    values = data.values.get(indicator.code, ())
    cells = (
        amount(indicator, value, bold=n == data.quarter - 1) if n < data.quarter else TableCell("")
        for n, value in enumerate((*values, *(None,) * QUARTERS)[:QUARTERS])
    )
    return body(
        indicator.code,
        indicator.title,
        target_of(line, data.plan.fiscal_year),
        *cells,
        figure(result.achievement),
        *scored.cells(indicator.code),
        state_of(result),
    )


def _notes(data: QuarterlyData) -> Iterable[str]:
    yield f"ผลสะสมตั้งแต่ต้นปีงบประมาณ คิดจากข้อมูลที่บันทึกถึงสิ้นวันที่ {day_long(data.as_of)}"
    promised = (line.indicator for line in data.lines)
    if alone := [i.code for i in promised if i.period_targets and not i.cumulative]:
        yield f"ตัวชี้วัดที่ {' '.join(alone)} ไม่ใช่ผลสะสม แต่ละไตรมาสคิดจากข้อมูลของไตรมาสหรือเดือนนั้นเท่านั้น"
    yield from about_figures(data.lines)


REPORT = ReportSpec("quarterly", 2, TITLE, "quarter", QuarterlyData, document, needs=("quarter",))
