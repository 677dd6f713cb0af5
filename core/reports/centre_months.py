"""ผลการตรวจติดตามศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์: every centre by month, and who passes."""

from collections.abc import Iterable
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
    KeepTogether,
    Paragraph,
    Section,
    Signatures,
    Signer,
    TableCell,
    TableColumn,
    TableRow,
    band,
    body,
    figure,
    head,
    total,
)
from core.reports.spec import ReportSpec
from core.thai.dates import day_long, month_long, month_short
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal

TITLE = "ผลการตรวจติดตามศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์"
SIGNERS = (Signer("ผู้ตรวจติดตาม"), Signer("ผู้ตรวจสอบ"))
UNNAMED = "(ยังไม่ระบุชื่อ)"

_KINDS = {"bureau": "สำนักและส่วนราชการ", "district": "สำนักงานเขต", "other": "หน่วยงานอื่น"}


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre: its score in each audited month (None where there is none), how many months it passed, and how
    many it may still pass."""

    code: str
    name: str
    kind: str
    scores: tuple[Decimal | None, ...]
    passed: int
    open: int


@dataclass(frozen=True, slots=True)
class CentreMonthsData:
    """What the report needs. ``pass_mark`` is the least score that passes a month, ``times`` the least number of
    months that passes a centre, ``denominator`` the plan's number of centres."""

    plan: Plan
    as_of: date
    indicator: Indicator
    result: Result
    months: tuple[Month, ...]
    centres: tuple[CentreLine, ...]
    pass_mark: Decimal = Decimal(80)
    times: int = 4
    denominator: int = 72
    signers: tuple[Signer, ...] = SIGNERS
    digits: Digits = "arabic"


def document(data: CentreMonthsData) -> Document:
    """The centres by month as a document."""
    year = data.plan.fiscal_year
    blocks: tuple[Block, ...] = (
        Heading(f"{TITLE}\nปีงบประมาณ พ.ศ. {year}", 0, f"{TITLE} ปีงบประมาณ พ.ศ. {year}"),
        Paragraph(f"{data.plan.office} {data.plan.department}", align="centre", after=0),
        Paragraph(f"{_period(data)} · ข้อมูล ณ วันที่ {day_long(data.as_of)}", align="centre", after=6),
        _table(data),
        KeepTogether((*_notes(data), Signatures(data.signers))),
    )
    footer = f"{TITLE} · ปีงบประมาณ พ.ศ. {year} · ข้อมูล ณ วันที่ {day_long(data.as_of)}"
    sections = (Section("ศูนย์รายเดือน", blocks),)
    return Document(
        f"{TITLE} ปีงบประมาณ พ.ศ. {year}", sections, footer=footer, author=data.plan.office, digits=data.digits
    )


def verdict(data: CentreMonthsData, centre: CentreLine) -> str:
    """ผ่าน, ไม่ผ่าน, or how many months are still missing while they can come."""
    if centre.passed >= data.times:
        return "ผ่าน"
    if centre.passed + centre.open < data.times:
        return "ไม่ผ่าน"
    return f"ต้องอีก {data.times - centre.passed}"


def _period(data: CentreMonthsData) -> str:
    if not data.months:
        return ""
    return f"เดือน{month_long(data.months[0])} ถึงเดือน{month_long(data.months[-1])}"


def _table(data: CentreMonthsData) -> DocumentTable:
    count = len(data.months)
    columns = (
        TableColumn(1.1, "centre"),
        TableColumn(5.6),
        *(TableColumn(1.45, "right"),) * count,
        TableColumn(1.4, "centre"),
        TableColumn(2.1, "centre"),
    )
    return DocumentTable(columns, _header(data), (*_body(data, len(columns)), *_totals(data)))


def _header(data: CentreMonthsData) -> tuple[TableRow, TableRow]:
    upper = head(
        TableCell("ที่", rows=2),
        TableCell("หน่วยงาน", rows=2),
        TableCell("คะแนนที่ได้ (เต็ม 100 คะแนน)", columns=len(data.months)),
        TableCell("ผ่าน\n(ครั้ง)", rows=2),
        TableCell("ผลการ\nประเมิน", rows=2),
    )
    return upper, head(*(month_short(m).replace(" ", "\n") for m in data.months))


def _body(data: CentreMonthsData, columns: int) -> Iterable[TableRow]:
    shown = ""
    for number, centre in enumerate(sorted(data.centres, key=_by_kind), 1):
        if centre.kind != shown:
            shown = centre.kind
            yield band(_KINDS.get(shown, shown), columns)
        scores = (figure(s, bold=s is not None and s >= data.pass_mark) for s in centre.scores)
        yield body(
            figure_centred(number),
            centre.name or UNNAMED,
            *scores,
            figure_centred(centre.passed),
            TableCell(verdict(data, centre), bold=centre.passed >= data.times),
        )


def _by_kind(centre: CentreLine) -> int:
    """Bureaus first, then districts, then others; within a kind the office's own order."""
    kinds = list(_KINDS)
    return kinds.index(centre.kind) if centre.kind in kinds else len(kinds)


def figure_centred(value: int) -> TableCell:
    """A count in the middle of its column."""
    return TableCell(str(value), align="centre", number=value)


def _totals(data: CentreMonthsData) -> Iterable[TableRow]:
    columns = [[c.scores[n] for c in data.centres] for n in range(len(data.months))]
    audited = [sum(1 for s in scores if s is not None) for scores in columns]
    passed = [sum(1 for s in scores if s is not None and s >= data.pass_mark) for scores in columns]
    passing = sum(1 for c in data.centres if c.passed >= data.times)
    end = TableCell(f"รวมผ่าน {passing} ศูนย์", columns=2, rows=2, bold=True, align="centre")
    yield total([TableCell("ตรวจแล้ว (ศูนย์)", columns=2, bold=True, align="left"), *_whole(audited), end])
    yield total([TableCell("ผ่านเกณฑ์ในเดือน (ศูนย์)", columns=2, bold=True, align="left"), *_whole(passed)])


def _whole(numbers: Iterable[int]) -> tuple[TableCell, ...]:
    return tuple(figure(n, 0, bold=True) for n in numbers)


def _notes(data: CentreMonthsData) -> Iterable[Block]:
    result = data.result
    mark = format_decimal(data.pass_mark, 0 if data.pass_mark == data.pass_mark.to_integral_value() else 2)
    yield Heading("หมายเหตุ", 2)
    value = format_decimal(result.value) if result.value is not None else "ยังไม่มีข้อมูล"
    notes = (
        f"เกณฑ์ผ่านในแต่ละเดือนคือ {mark} คะแนนขึ้นไป (พิมพ์ตัวหนา) ศูนย์ที่ผ่านการประเมินต้องผ่านอย่างน้อย {data.times} ครั้ง "
        f"ในรอบ {len(data.months)} เดือน เครื่องหมาย – คือยังไม่มีผลการตรวจ",
        f"ตัวชี้วัดที่ {data.indicator.code} ร้อยละของศูนย์ที่ผ่าน คิดจาก {data.denominator} ศูนย์ตามแผน "
        f"ได้ร้อยละ {value} ({result.status_label})",
        *result.warnings,
    )
    for number, note in enumerate(notes, 1):
        yield Paragraph(f"{number}. {note}", rest=10.5, size=15, after=1)


REPORT = ReportSpec(
    "centre-months",
    18,
    TITLE,
    "month",
    CentreMonthsData,
    document,
    about={"formula": "pass_rate"},
    registers=("info_centres", "centre_audits"),
)
