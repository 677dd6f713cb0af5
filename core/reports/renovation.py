"""รายงานการปรับปรุงห้องน้ำ: the six items, the contract, and the project's steps plan against actual (indicator 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.indicators.result import Result
from core.plan.adoption import changes_in_words
from core.plan.model import Indicator, Plan, Project, Step
from core.reports.document import (
    NOTHING,
    Block,
    Digits,
    Document,
    DocumentTable,
    Heading,
    Paragraph,
    Signer,
    TableColumn,
    body,
    figure,
    head,
)
from core.reports.framed import CHECKER, REPORTER, day_or, framed, notes
from core.reports.spec import ReportSpec
from core.reports.steps import StepProgress
from core.reports.study import said_result
from core.reports.typesetting.linebreak import Span
from core.thai.numbers import format_baht

TITLE = "รายงานการปรับปรุงสิ่งอำนวยความสะดวกสำหรับผู้สูงอายุและผู้พิการ"

_ITEMS = (
    TableColumn(1.0, "centre"),
    TableColumn(4.0),
    TableColumn(4.4),
    TableColumn(3.2, "centre"),
    TableColumn(3.2, "centre"),
)
_STEPS = (
    TableColumn(1.2, "centre"),
    TableColumn(6.4),
    TableColumn(1.9, "right"),
    TableColumn(3.4, "centre"),
    TableColumn(2.5, "centre"),
    TableColumn(2.5, "centre"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One of the items to be renewed; days after the report's day are None."""

    room: str
    fixture: str
    installed_on: date | None
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class RenovationData:
    """What the report needs: the project with its contract, what happened to its steps, the items, the indicator."""

    plan: Plan
    as_of: date
    project: Project
    items: tuple[Item, ...]
    progress: tuple[tuple[Step, StepProgress], ...]
    indicator: Indicator
    result: Result
    signers: tuple[Signer, ...] = (REPORTER, CHECKER)
    digits: Digits = "arabic"


def document(data: RenovationData) -> Document:
    """The renovation as a document."""
    blocks = (
        Paragraph((Span("โครงการ  ", bold=True), Span(data.project.title)), size=15, after=2),
        Heading("1. สัญญาจ้าง", 1),
        *_contract(data.project),
        Heading("2. รายการปรับปรุง", 1),
        _items(data.items),
        Heading("3. ขั้นตอนตามแผนและผล", 1),
        _steps(data),
    )
    warnings = (w for w in data.result.warnings if w not in data.result.remarks)
    changes = ((step, changes_in_words(step, data.as_of)) for step, _ in data.progress)
    moved = (f"ขั้นที่ {step.step} {told}" for step, told in changes if told)
    said = (said_result(data.indicator, data.result), *warnings, *moved)
    return framed(
        TITLE, data.plan, data.as_of, blocks, closing=notes(said), signers=data.signers, digits=data.digits
    )


def _contract(project: Project) -> Iterable[Block]:
    held = project.contract
    lines = (
        ("ผู้รับจ้าง", held.contractor or NOTHING),
        ("เลขที่สัญญา", held.number or NOTHING),
        ("วงเงินตามสัญญา", f"{format_baht(held.amount)} บาท" if held.amount is not None else NOTHING),
        ("ลงนามวันที่", day_or(held.signed_on)),
        ("สิ้นสุดสัญญาวันที่", day_or(held.due_on)),
    )
    for label, text in lines:
        yield Paragraph((Span(f"{label}  ", bold=True), Span(text)), first=24, size=15, after=1)


def _items(items: Sequence[Item]) -> DocumentTable:
    rows = tuple(
        body(str(n), i.room, i.fixture, day_or(i.installed_on), day_or(i.accepted_on))
        for n, i in enumerate(items, 1)
    )
    return DocumentTable(_ITEMS, (head("ที่", "ห้องน้ำ", "รายการ", "วันที่ติดตั้ง", "วันที่ตรวจรับ"),), rows)


def _steps(data: RenovationData) -> DocumentTable:
    header = head("ขั้นที่", "ขั้นตอน", "เนื้องาน\n(ร้อยละ)", "แผน", "เริ่มจริง", "แล้วเสร็จจริง")
    rows = tuple(
        body(
            str(step.step),
            step.title,
            figure(step.share),
            _planned(step, data.as_of),
            day_or(done.started_on),
            day_or(done.finished_on),
        )
        for step, done in data.progress
    )
    return DocumentTable(_STEPS, (header,), rows)


def _planned(step: Step, day: date) -> str:
    """The months planned; of a step that was moved those adopted over the revised ones."""
    due, now = (months.words if months else "ยังไม่ระบุ" for months in (step.due(day), step.planned))
    return f"{due}\nแผนปรับ\n{now}" if step.is_moved(day) else due


REPORT = ReportSpec(
    "renovation",
    19,
    TITLE,
    "month",
    RenovationData,
    document,
    about={"formula": "ladder"},
    registers=("renovation_items",),
)
