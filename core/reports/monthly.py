"""รายงานผลประจำเดือน: every indicator with target and result, how each figure came about, remarks, signatures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.indicators.amounts import around, places_of, said
from core.indicators.registry import counted_in
from core.indicators.result import Result, Working
from core.plan.model import Indicator, Plan
from core.plan.records import INDICATOR_UNITS
from core.plan.targets import target_in_words
from core.reports.document import (
    NOTHING,
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
    Space,
    TableCell,
    TableColumn,
    TableRow,
    band,
    body,
    figure,
    head,
    plain,
)
from core.reports.framed import APPROVER, CHECKER, REPORTER
from core.reports.progress import ProgressData, numbered, parts_of
from core.reports.scored import ScoreColumn
from core.reports.spec import ReportSpec
from core.reports.typesetting.linebreak import Span
from core.thai.dates import day_long, month_long
from core.thai.fiscal import Month

TITLE = "รายงานผลประจำเดือน"
SIGNERS = (REPORTER, CHECKER, APPROVER)

# The four evaluation dimensions as the plan's contents name them.
_DIMENSIONS = {
    1: "มิติที่ 1 ด้านประสิทธิผลตามพันธกิจ",
    2: "มิติที่ 2 ด้านประสิทธิภาพของการปฏิบัติราชการ",
    3: "มิติที่ 3 ด้านคุณภาพในการปฏิบัติราชการ",
    4: "มิติที่ 4 ด้านการพัฒนาองค์กร",
}
_SHORT = 7  # workings that are not worth a page break
# What a working's value is where it isn't a result: an unfinished step has a share, too.
_OUTCOMES = {"ladder": "ระดับ (ร้อยละ)", "share_sum": "เนื้องาน (ร้อยละ)"}

_SUMMARY = (
    TableColumn(3.4, "centre"),
    TableColumn(12.8, "left"),
    TableColumn(5.4, "centre"),
    TableColumn(5.8, "right"),
    TableColumn(6.5, "right"),
    TableColumn(4.9, "right"),
    TableColumn(8.5, "centre"),
)
# The same with a column of points.
_SCORED = (
    TableColumn(3.0, "centre"),
    TableColumn(10.0, "left"),
    TableColumn(6.4, "centre"),
    TableColumn(5.3, "right"),
    TableColumn(6.4, "right"),
    TableColumn(5.0, "right"),
    TableColumn(4.5, "right"),
    TableColumn(7.4, "centre"),
)
_WORKINGS = (
    TableColumn(4.9),
    TableColumn(2.3, "right"),
    TableColumn(2.2, "right"),
    TableColumn(2.6, "right"),
    TableColumn(4.8),
)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the plan with its figures as of the report's day."""

    indicator: Indicator
    result: Result


@dataclass(frozen=True, slots=True)
class MonthlyData:
    """What the monthly report needs. ``lines`` in the plan's order, ``as_of`` the day whose end the figures hold
    for, ``remarks`` the office's own, ``unit`` the unit reported on ("" for the whole office),
    ``edition`` what a corrected one is called."""

    plan: Plan
    month: Month
    as_of: date
    lines: tuple[IndicatorLine, ...]
    remarks: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = SIGNERS
    unit: str = ""
    edition: str = ""
    digits: Digits = "arabic"
    progress: ProgressData = field(default_factory=ProgressData)


def document(data: MonthlyData) -> Document:
    """The monthly report as a document."""
    parts = parts_of(data.progress, pairs(data.lines))
    closing = KeepTogether((*_remarks(data, 3 + len(parts)), Signatures(data.signers)))
    sections = (
        Section("สรุปผล", (*_heading(data), Heading("1. ผลตามตัวชี้วัด", 1), _summary(data))),
        Section("วิธีคำนวณ", (Heading("2. วิธีคำนวณและข้อมูลประกอบ", 1), *_all_workings(data))),
        Section("หมายเหตุ", (*numbered(parts, 3), closing)),
    )
    footer = f"{TITLE} {month_long(data.month)} · {data.plan.office} · ข้อมูล ณ วันที่ {day_long(data.as_of)}"
    title = f"{TITLE} {month_long(data.month)} {data.plan.office}"
    return Document(title, sections, footer=footer, author=data.plan.office, digits=data.digits)


def _heading(data: MonthlyData) -> Iterable[Block]:
    yield Heading(f"{TITLE} {month_long(data.month)}", 0)
    yield Paragraph(data.plan.title, align="centre", after=0)
    whose = " ".join(part for part in (data.unit, data.plan.office, data.plan.department) if part)
    yield Paragraph(whose, align="centre", after=0)
    said = " · ".join(filter(None, (data.edition, f"ข้อมูล ณ วันที่ {day_long(data.as_of)}")))
    yield Paragraph(said, align="centre", after=2)


def grouped_rows(
    lines: Iterable[IndicatorLine], columns: int, row_of: Callable[[IndicatorLine], TableRow]
) -> tuple[TableRow, ...]:
    """A row for every indicator under the bands of its dimension and group, in the report's order."""
    rows: list[TableRow] = []
    shown: tuple[str, str] = ("", "")
    ordered = in_order(lines)
    parted = len({line.indicator.dimension for line in ordered}) > 1
    for line in ordered:
        title = band_title(line.indicator, parted)
        if title != shown[0]:
            rows.append(band(title, columns))
        group = line.indicator.heading
        if group and group != shown[1]:
            rows.append(group_row(line.indicator, columns))
        shown = (title, group)
        rows.append(row_of(line))
    return tuple(rows)


def _summary(data: MonthlyData) -> DocumentTable:
    scored = ScoreColumn.of(data.lines)
    header = head(
        "ที่",
        "ตัวชี้วัด",
        "ค่าเป้าหมาย",
        "แผนสะสม",
        "ผลการ\nดำเนินงาน",
        "ร้อยละของเป้าหมาย",
        *scored.heads(),
        "สถานะ",
    )
    year = data.plan.fiscal_year
    columns = _SCORED if scored.is_there else _SUMMARY
    rows = grouped_rows(data.lines, len(columns), lambda line: _summary_row(line, year, scored))
    return DocumentTable(columns, (header,), (*rows, *scored.totals(len(_SUMMARY) - 1, 1)))


def in_order(lines: Iterable[IndicatorLine]) -> list[IndicatorLine]:
    """The negotiated indicators first, then the others of dimension 1, then dimensions 2-4, in the plan's order."""
    return sorted(
        lines, key=lambda x: (x.indicator.dimension, not x.indicator.negotiated, x.indicator.ordinal)
    )


def band_title(indicator: Indicator, parted: bool) -> str:
    """The dimension an indicator stands under, where the plan is ``parted`` into several; negotiated ones apart."""
    name = _DIMENSIONS.get(indicator.dimension, f"มิติที่ {indicator.dimension}")
    if indicator.dimension != 1:
        return name
    agreed = "ตัวชี้วัดเจรจาตกลง" if indicator.negotiated else "ตัวชี้วัดที่ไม่ได้เจรจาตกลง"
    return f"{name} · {agreed}" if parted else agreed


def group_row(indicator: Indicator, columns: int) -> TableRow:
    """The title of the indicator a group of sub-indicators stands under."""
    number = indicator.code.rpartition(".")[0]
    return TableRow((TableCell(number), TableCell(indicator.heading, columns=columns - 1)), "band")


def _summary_row(line: IndicatorLine, year: int, scored: ScoreColumn) -> TableRow:
    indicator, result = line.indicator, line.result
    return body(
        indicator.code,
        indicator.title,
        target_of(line, year),
        amount(indicator, result.planned),
        amount(indicator, result.value, bold=True),
        figure(result.achievement),
        *scored.cells(indicator.code),
        state_of(result),
    )


def target_of(line: IndicatorLine, year: int) -> str:
    """The target of a fiscal year as it is printed, else who sets it; below it that of the day's quarter or month, where the
    plan has one."""
    told = target_in_words(line.indicator, year) or NOTHING
    goal = line.result.goal
    if goal is None or goal == line.result.year_goal:
        return told
    unit = line.indicator.unit
    amount_told = goal.amount(unit) if told != NOTHING else goal.words(unit)
    return f"{told}\n{goal.when}\n{amount_told}"


def amount(indicator: Indicator, value: Decimal | None, *, bold: bool = False) -> TableCell:
    """A figure in its unit: ร้อยละ 91.00, 58 คน."""
    cell = figure(value, places_of(indicator.unit, value), grouping=True, bold=bold)
    if value is None:
        return cell
    before, behind = around(indicator.unit)
    return replace(cell, text=f"{before}{plain(cell.text)}{behind}", before=before, behind=behind)


def state_of(result: Result) -> TableCell:
    """The state in words, how many items are not due yet, and how many conflicts touch the figure."""
    words = [Span(result.status_label, bold=True)]
    if result.open:
        words.append(Span(f"\nยังไม่ครบกำหนด {result.open}"))
    if result.contested:
        words.append(Span(f"\nขัดแย้ง {result.contested.count:,} รายการ"))
    return TableCell(tuple(words))


def _all_workings(data: MonthlyData) -> Iterable[Block]:
    for line in in_order(data.lines):
        told = line.result.workings or line.result.remarks or line.result.value is not None
        if told or line.indicator.dimension == 1:
            blocks = _ended(tuple(_workings(line, data.plan.fiscal_year)))
            yield from (KeepTogether(blocks),) if len(line.result.workings) <= _SHORT else blocks


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of one indicator, the last of them free of the next one's."""
    last = blocks[-1]
    return (*blocks[:-1], replace(last, keep_with_next=False)) if isinstance(last, Paragraph) else blocks


def _workings(line: IndicatorLine, year: int) -> Iterable[Block]:
    indicator, result = line.indicator, line.result
    yield Heading(
        f"ตัวชี้วัดที่ {indicator.code} {indicator.title}",
        2,
        f"ตัวชี้วัดที่ {indicator.code} {indicator.called}",
    )
    if result.formula:
        yield _said("วิธีคำนวณ", result.formula)
    yield _said("ผลการดำเนินงาน", _outcome(line, year))
    if result.to_do:
        yield _said("สิ่งที่ต้องดำเนินการ", result.to_do)
    for warning in result.warnings:
        yield _said("ข้อสังเกต", warning)
    if len(result.workings) == 1:
        yield _said("ข้อมูลประกอบ", _working_sentence(indicator, result.workings[0]))
    elif result.workings:
        yield _working_table(indicator, result.workings)


def _said(label: str, text: str) -> Paragraph:
    return Paragraph((Span(f"{label}  ", bold=True), Span(text)), size=15, after=2, keep_with_next=True)


def _working_sentence(indicator: Indicator, working: Working) -> str:
    """A single working needs no table."""
    counted = (_count(indicator, n).text for n in (working.numerator, working.denominator))
    shares = " จาก ".join(plain(text) for text in counted if text)
    shares = f"{shares} {counted_in(indicator)}" if shares else ""
    value = said_amount(indicator, working.value) if working.value is not None else ""
    return " · ".join(part for part in (f"{working.label} {value}".strip(), shares, working.note) if part)


def _working_table(indicator: Indicator, workings: tuple[Working, ...]) -> DocumentTable:
    """The lines behind a figure; where none of them is a division, the two columns of counts are left out."""
    counted = any(w.numerator is not None or w.denominator is not None for w in workings)
    unit = counted_in(indicator)
    heads = (f"นับได้ ({unit})", f"จาก ({unit})") if unit else ("ตัวตั้ง", "ตัวหาร")
    counts = heads if counted else ()
    label = TableCell("รายการ", columns=1 if counted else 3)
    outcome = (
        _OUTCOMES.get(indicator.formula) or f"ผล ({INDICATOR_UNITS.get(indicator.unit, indicator.unit)})"
    )
    rows = tuple(_working_row(indicator, w, counted) for w in workings)
    return DocumentTable(_WORKINGS, (head(label, *counts, outcome, "หมายเหตุ"),), rows)


def _working_row(indicator: Indicator, working: Working, counted: bool) -> TableRow:
    counts = (_count(indicator, working.numerator), _count(indicator, working.denominator)) if counted else ()
    label = TableCell(working.label, columns=1 if counted else 3)
    value = figure(working.value, places_of(indicator.unit, working.value), missing="")
    return body(label, *counts, value, working.note)


def _count(indicator: Indicator, value: Decimal | None) -> TableCell:
    """A count, baht, or a sum with its decimals; empty where the line is no division."""
    unit = counted_in(indicator)
    whole = value is None or value == value.to_integral_value()
    return figure(value, 0 if unit != "บาท" and (unit or whole) else 2, grouping=True, missing="")


def _outcome(line: IndicatorLine, year: int) -> str:
    """The result in one line, with what it stood at before, and what the items already recorded can still come to."""
    indicator, result = line.indicator, line.result
    target = " ".join(target_of(line, year).split())
    parts = [f"{said_amount(indicator, result.value)} (เป้าหมาย {target})"]
    if indicator.baseline is not None:
        note = f" ({indicator.baseline_note})" if indicator.baseline_note else ""
        parts.append(f"ค่าฐาน {said_amount(indicator, indicator.baseline)}{note}")
    low, high = result.span
    if result.open and low is not None:
        span = f"ต่ำสุด {said_amount(indicator, low)}"
        if high is not None:
            span += f" สูงสุด {said_amount(indicator, high)}"
        parts.append(f"ยังไม่ครบกำหนด {result.open} · เป็นไปได้ {span}")
    parts.append(result.status_label)
    return " · ".join(parts)


def said_amount(indicator: Indicator, value: Decimal | None) -> str:
    """An amount with its unit as it is said: ร้อยละ 91.00, 58 คน."""
    return NOTHING if value is None else said(indicator.unit, value)


def about_figures(lines: Iterable[IndicatorLine]) -> Iterable[str]:
    """What must be known of single figures, a sentence each, in the report's order."""
    return (remark for line in in_order(lines) for remark in line.result.remarks)


def pairs(lines: Iterable[IndicatorLine]) -> tuple[tuple[Indicator, Result], ...]:
    """The indicators with their results, in the report's order."""
    return tuple((line.indicator, line.result) for line in in_order(lines))


def _remarks(data: MonthlyData, number: int) -> Iterable[Block]:
    yield Heading(f"{number}. หมายเหตุทั่วไป", 1)
    general = (
        f"ผลการดำเนินงานคิดจากข้อมูลที่บันทึกถึงสิ้นวันที่ {day_long(data.as_of)} แสดงทศนิยมสองตำแหน่ง",
        "รายการที่ยังไม่ครบกำหนดยังไม่นำมาคิดในผลการดำเนินงาน จนกว่าจะดำเนินการแล้วเสร็จหรือพ้นกำหนด",
    )
    for number, remark in enumerate((*general, *data.remarks), 1):
        yield Paragraph(f"{number}. {remark}", rest=10.5, size=15, after=1)
    yield Space(6)


REPORT = ReportSpec("monthly", 1, TITLE, "month", MonthlyData, document, needs=("month",))
