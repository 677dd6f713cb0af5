"""ตารางคะแนนผลการดำเนินงาน: each indicator's weight, level and points, added up by dimension and over all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.indicators.scores import LEVELS, OF_RESULT, Score, Scores, Total, levels_fault, scores_of
from core.plan.model import Indicator, Plan
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
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
from core.reports.framed import framed, notes
from core.reports.monthly import (
    SIGNERS,
    IndicatorLine,
    about_figures,
    amount,
    grouped_rows,
    in_order,
    target_of,
)
from core.reports.scored import bounds, totals_of
from core.reports.spec import ReportSpec
from core.thai.dates import day_long

TITLE = "ตารางคะแนนผลการดำเนินงาน"
NO_WEIGHTS = "แผนปีนี้ยังไม่ได้กำหนดน้ำหนักของตัวชี้วัด จึงยังไม่มีคะแนน"

_COLUMNS = (
    TableColumn(1.2, "centre"),
    TableColumn(6.6),
    TableColumn(3.4, "centre"),
    *(TableColumn(1.3, "centre") for _ in range(LEVELS)),
    TableColumn(2.5, "right"),
    TableColumn(1.6, "right"),
    TableColumn(1.4, "right"),
    TableColumn(1.9, "right"),
    TableColumn(2.4, "centre"),
)


@dataclass(frozen=True, slots=True)
class ScoresData:
    """What the table needs: ``lines`` in the plan's order, with their figures as of the day; ``disputed`` are the codes of the
    indicators whose weight or levels open conflicts touch."""

    plan: Plan
    as_of: date
    lines: tuple[IndicatorLine, ...]
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"
    disputed: frozenset[str] = frozenset()


def document(data: ScoresData) -> Document:
    """The table of scores as a document."""
    scores = scores_of((line.indicator, line.result) for line in data.lines)
    block: Block = _table(data, scores) if scores.are_kept else Paragraph(NO_WEIGHTS, align="centre", after=6)
    return framed(
        TITLE,
        data.plan,
        data.as_of,
        (block,),
        closing=notes(_notes(data, scores) if scores.are_kept else ()),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape",
    )


def _table(data: ScoresData, scores: Scores) -> DocumentTable:
    header = (
        head(
            TableCell("ที่", rows=2),
            TableCell("ตัวชี้วัด", rows=2),
            TableCell("ค่าเป้าหมาย", rows=2),
            TableCell("เกณฑ์การให้คะแนน (ระดับ)", columns=LEVELS),
            TableCell("ผลการ\nดำเนินงาน", rows=2),
            TableCell("น้ำหนัก\n(ร้อยละ)", rows=2),
            TableCell("ระดับ\nที่ได้", rows=2),
            TableCell("คะแนน\nถ่วงน้ำหนัก", rows=2),
            TableCell("เป็นไปได้", rows=2),
        ),
        head(*map(str, range(1, LEVELS + 1))),
    )
    weighed = [line for line in data.lines if line.indicator.weight is not None]
    year = data.plan.fiscal_year
    rows = grouped_rows(weighed, len(_COLUMNS), lambda line: _row(line, scores.of[line.indicator.code], year))
    return DocumentTable(_COLUMNS, header, (*rows, *map(_total, totals_of(scores))))


def _row(line: IndicatorLine, score: Score, year: int) -> TableRow:
    indicator = line.indicator
    return body(
        indicator.code,
        indicator.title,
        target_of(line, year),
        *_scale(indicator),
        amount(indicator, line.result.value, bold=True),
        figure(score.weight),
        figure(score.level),
        figure(score.weighted, bold=True),
        bounds(score.worst, score.best),
    )


def _scale(indicator: Indicator) -> tuple[TableCell, ...]:
    """The values that score 1 to 5, else of what the score is made."""
    if not levels_fault(indicator.levels, indicator.comparison) and indicator.levels:
        return tuple(replace(figure(v, _places(v), grouping=True), align="centre") for v in indicator.levels)
    words = "ตามผลที่วัดได้" if indicator.score == OF_RESULT else "ตามร้อยละของเป้าหมาย"
    return (TableCell("–" if indicator.levels else words, columns=LEVELS, align="centre"),)


def _places(value: Decimal) -> int:
    """The decimals a number has: 0 of 1000, 1 of 3.5."""
    return max(-int(value.normalize().as_tuple().exponent), 0)


def _total(told: tuple[str, Total]) -> TableRow:
    label, one = told
    return total(
        (
            TableCell(label, columns=4 + LEVELS, bold=True, align="right"),
            figure(one.weight, bold=True),
            "",
            figure(one.weighted, bold=True),
            TableCell(bounds(one.worst, one.best), bold=True, align="centre"),
        )
    )


def _notes(data: ScoresData, scores: Scores) -> Iterable[str]:
    yield f"คะแนนคิดจากข้อมูลที่บันทึกถึงสิ้นวันที่ {day_long(data.as_of)} ตัวชี้วัดที่ยังไม่มีผลได้ 0 คะแนน"
    weighed = [line.indicator for line in data.lines if line.indicator.weight is not None]
    if any(indicator.levels for indicator in weighed):
        yield "มีเกณฑ์ระดับ: ระดับที่ได้เทียบสัดส่วนระหว่างเกณฑ์ คะแนนถ่วงน้ำหนัก = น้ำหนัก × ระดับ ÷ 5"
    without = {i.score == OF_RESULT for i in weighed if not i.levels}
    if False in without:
        yield "ตามร้อยละของเป้าหมาย: คะแนนถ่วงน้ำหนัก = น้ำหนัก × ร้อยละของเป้าหมาย (ไม่เกิน 100) ÷ 100"
    if True in without:
        yield "ตามผลที่วัดได้: คะแนนถ่วงน้ำหนัก = น้ำหนัก × ผลที่วัดได้ (ไม่เกิน 100) ÷ 100"
    for line in in_order(data.lines):
        if fault := scores.of[line.indicator.code].fault:
            yield f"ตัวชี้วัดที่ {line.indicator.code} ยังไม่มีคะแนน {fault}"
        if line.indicator.code in data.disputed:
            yield f"ตัวชี้วัดที่ {line.indicator.code} มีข้อขัดแย้งที่ยังไม่ตัดสินเรื่องน้ำหนักหรือเกณฑ์คะแนน คะแนนที่แสดงใช้ค่าในแฟ้มนี้"
    yield from about_figures(data.lines)


REPORT = ReportSpec("scores", 23, TITLE, "month", ScoresData, document, weighed=True)
