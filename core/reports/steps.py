"""ขั้นตอนการปฏิบัติงานของโครงการ/กิจกรรม: each project's steps on a page, plan and actual by month.

The page keeps the wording and the columns of the plan's table; under every step a row of planned months stands
over a row of months in which work was really done. Of a step that was moved the months adopted stand over the revised
ones, and who moved it when is told below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.plan.adoption import changes_in_words
from core.plan.model import Months, Plan, PrintedRow, PrintedTable, Project, Step
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
    Fill,
    Heading,
    KeepTogether,
    Legend,
    Paragraph,
    Section,
    Signatures,
    Signer,
    TableCell,
    TableColumn,
    TableRow,
)
from core.reports.printed import cell, head_rows
from core.reports.spec import ReportSpec
from core.reports.typesetting.linebreak import Span
from core.thai.dates import day_long
from core.thai.fiscal import Month, months_of

TITLE = "ขั้นตอนการปฏิบัติงานของโครงการ/กิจกรรม"
SIGNERS = (Signer("ผู้รายงาน"), Signer("ผู้ตรวจสอบ"))

_MONTHS = 12
_BAR = 11.0  # the height of a plan or actual row, points
_MONTH_WEIGHT = 1.0
# What the columns before the months weigh, by how many there are.
_LEADING = {1: (9.0,), 2: (7.2, 2.4), 3: (7.2, 2.4, 2.8), 4: (1.8, 5.6, 2.4, 2.8)}


@dataclass(frozen=True, slots=True)
class StepProgress:
    """What really happened to a step: the days are None where there are none."""

    started_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepsData:
    """What the steps table needs. ``progress`` by (project, step); days after ``as_of`` are ignored."""

    plan: Plan
    as_of: date
    progress: Mapping[tuple[int, int], StepProgress]
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"


def document(data: StepsData) -> Document:
    """The steps of every project, one landscape page each."""
    year = data.plan.fiscal_year
    title = f"{TITLE} ปีงบประมาณ พ.ศ. {year} {data.plan.office}"
    footer = f"{TITLE} · ปีงบประมาณ พ.ศ. {year} · ข้อมูล ณ วันที่ {day_long(data.as_of)}"
    return Document(title, sections(data), "landscape", footer, data.plan.office, data.digits)


def sections(data: StepsData) -> tuple[Section, ...]:
    """A section for every project."""
    return tuple(
        Section(f"โครงการที่ {p.number}", tuple(_project(data, p)), new_page=True) for p in data.plan.projects
    )


def _project(data: StepsData, project: Project) -> Iterable[Block]:
    printed = data.plan.table(f"steps.{project.number}")
    titles = [row.cells[0] for row in _rows(printed, "title")] or [printed.title]
    yield Heading("\n".join(titles), 0, f"โครงการ/กิจกรรมที่ {project.number} {project.title}")
    yield from _leads([row.cells[0] for row in _rows(printed, "lead")])
    yield _table(data, project, printed)
    yield _legend(data, project)
    changes = ((step, changes_in_words(step, data.as_of)) for step in project.steps)
    told = [f"ขั้นตอนที่ {step.step} {change}" for step, change in changes if change]
    notes = (*(row.cells[0] for row in _rows(printed, "note")), *told)
    lines = tuple(Paragraph(note, size=15) for note in notes)
    yield KeepTogether((*lines, Signatures(data.signers, brief=True)))


def _legend(data: StepsData, project: Project) -> Legend:
    """What the bars mean; the revised plan where some step was moved."""
    if any(step.is_moved(data.as_of) for step in project.steps):
        return Legend((("plan", "แผนเดิม"), ("revised", "แผนปรับ"), ("actual", "ผล")))
    planned = any(step.due(data.as_of) for step in project.steps)
    return Legend((("plan", "แผน" if planned else "แผน (ยังไม่ระบุเดือนที่ดำเนินการ)"), ("actual", "ผล")))


def _rows(printed: PrintedTable, kind: str) -> list[PrintedRow]:
    return [row for row in printed.rows if row.kind == kind]


def _leads(texts: Sequence[str]) -> Iterable[Paragraph]:
    """The names of indicator and project: a bold label and the lines that belong to it."""
    label = ""
    for text in texts:
        if text.startswith("ชื่อ"):
            label = text
            continue
        first, *more = text.split("\n")
        yield Paragraph((Span(f"{label}  ", bold=True), Span(first)), size=15, after=1)
        for line in more:
            yield Paragraph(line, first=24, rest=38, size=15, after=1)
        label = ""


def _table(data: StepsData, project: Project, printed: PrintedTable) -> DocumentTable:
    width = max(len(row.cells) for row in printed.rows)
    leading = width - _MONTHS
    weights = _LEADING.get(leading, (3.0,) * leading)
    text_column = weights.index(max(weights))
    columns = (
        tuple(
            TableColumn(weight, "left" if n == text_column else "centre") for n, weight in enumerate(weights)
        )
        + (TableColumn(_MONTH_WEIGHT, "centre"),) * _MONTHS
    )
    rows: list[TableRow] = []
    steps = {_ref(step): step for step in project.steps}
    for row in _rows(printed, "row"):
        rows += _step_rows(data, row.cells[:leading], steps.get(row.ref))
    for row in _rows(printed, "total"):
        rows.append(_total_row(row.cells[:leading]))
    return DocumentTable(columns, head_rows([row.cells for row in _rows(printed, "head")]), tuple(rows))


def _total_row(cells: Sequence[str]) -> TableRow:
    return TableRow(
        tuple(replace(cell(text), bold=True) for text in cells) + (TableCell(),) * _MONTHS, "total"
    )


def _step_rows(data: StepsData, cells: Sequence[str], step: Step | None) -> tuple[TableRow, ...]:
    """A step's words, and a row of months for its plan, for the revised plan where it was moved, and for what was done."""
    bars: list[tuple[Fill, Months | None]] = [("plan", step.due(data.as_of) if step else None)]
    if step is not None and step.is_moved(data.as_of):
        bars.append(("revised", step.planned))
    bars.append(("actual", _done(data, step)))
    texts = tuple(replace(cell(text), rows=len(bars)) for text in cells)
    first, *rest = (_bar(data, fill, months) for fill, months in bars)
    return TableRow((*texts, *first), height=_BAR), *(TableRow(cells, height=_BAR) for cells in rest)


def _bar(data: StepsData, fill: Fill, shown: Months | None) -> tuple[TableCell, ...]:
    months = months_of(data.plan.fiscal_year)
    return tuple(TableCell(fill=fill if shown and shown.first <= m <= shown.last else None) for m in months)


def _done(data: StepsData, step: Step | None) -> Months | None:
    """The months a step was really worked on, up to the day of the report."""
    progress = data.progress.get((step.project, step.step)) if step else None
    if progress is None:
        return None
    finished = progress.finished_on if progress.finished_on and progress.finished_on <= data.as_of else None
    started = progress.started_on or finished
    if started is None or started > data.as_of:
        return None
    return Months(Month.of(started), Month.of(finished or data.as_of))


def _ref(step: Step) -> str:
    return f"step:{step.project}.{step.step}"


REPORT = ReportSpec("steps", 16, TITLE, "month", StepsData, document)
