"""บันทึกข้อความ: the memorandum that goes with a report to whom the plan names, its sentences filled from the figures.

Source: ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526, form 29 (กระดาษบันทึกข้อความ), and its guide to typing by
computer: the order of the head, 6 points before each part, first lines in by 2.5 cm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.indicators.result import Status, by_status
from core.plan.model import Plan
from core.reports.annual import summary
from core.reports.document import (
    Block,
    Digits,
    Document,
    KeepTogether,
    MemoHead,
    Paragraph,
    Section,
    Signatures,
    Signer,
    WrittenLine,
)
from core.reports.framed import APPROVER
from core.reports.monthly import IndicatorLine, in_order, said_amount
from core.reports.progress import BEHIND, ProgressData, whole_of, with_money
from core.reports.spec import ReportSpec
from core.reports.typesetting.letterhead import CM
from core.reports.typesetting.linebreak import Span
from core.thai.dates import day_long, month_long
from core.thai.fiscal import Month
from core.thai.numbers import format_baht, format_decimal

TITLE = "บันทึกข้อความนำส่งรายงาน"

_FIRST = 2.5 * CM  # the indent of a paragraph's first line
_BEFORE = 6.0  # the space before each part
_DOTS = "." * 30


@dataclass(frozen=True, slots=True)
class MemoData:
    """What the memorandum needs. ``dated`` is its own day, ``as_of`` the day the figures hold for."""

    plan: Plan
    month: Month
    as_of: date
    dated: date
    lines: tuple[IndicatorLine, ...]
    progress: ProgressData = field(default_factory=ProgressData)
    signer: Signer = APPROVER
    digits: Digits = "arabic"
    remark: str = ""


def document(data: MemoData) -> Document:
    """The memorandum as a document."""
    year = data.plan.fiscal_year
    subject = f"รายงานผลการดำเนินงานตามแผนปฏิบัติราชการประจำปี พ.ศ. {year} เดือน{month_long(data.month)}"
    *told, last = sentences(data, subject)
    mark = f"บันทึกข้อความ {subject}"
    blocks: tuple[Block, ...] = (
        MemoHead("บันทึกข้อความ", mark, data.plan.emblem),
        WrittenLine((("ส่วนราชการ", _sender(data.plan)),)),
        WrittenLine((("ที่", ""), ("วันที่", day_long(data.dated)))),
        WrittenLine((("เรื่อง", subject),)),
        Paragraph(f"เรียน  {data.plan.addressee or _DOTS}", before=_BEFORE, after=0),
        *(_part(text) for text in told),
        KeepTogether((_part(last), _part("จึงเรียนมาเพื่อโปรดทราบ"), Signatures((data.signer,), letter=True))),
    )
    return Document(
        mark,
        (Section("บันทึกข้อความ", blocks),),
        author=data.plan.office,
        digits=data.digits,
        letter=True,
        remark=data.remark,
    )


def _sender(plan: Plan) -> tuple[Span, ...]:
    """The office with its telephone and its address for e-mail."""
    telephone = f"โทร. {plan.telephone}" if plan.telephone else ""
    email = f"ไปรษณีย์อิเล็กทรอนิกส์ {plan.email}" if plan.email else ""
    office = Span(" ".join(part for part in (plan.office, plan.department) if part))
    whole = (Span(part, whole=True) for part in (telephone, email) if part)
    return (office, *(span for part in whole for span in (Span(" "), part)))


def _part(text: str) -> Paragraph:
    return Paragraph(text, first=_FIRST, before=_BEFORE, after=0)


def sentences(data: MemoData, subject: str) -> Iterable[str]:
    """The paragraphs between the salutation and the close."""
    office = data.plan.office
    yield (
        f"ตามที่{office}ได้จัดทำแผนปฏิบัติราชการประจำปี พ.ศ. {data.plan.fiscal_year} นั้น "
        f"ขอ{subject} ข้อมูล ณ วันที่ {day_long(data.as_of)} สรุปได้ดังนี้"
    )
    yield summary(data.lines)
    yield from _behind(data)
    yield from _contested(data)
    yield from _money(data)
    yield "รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้"


def _contested(data: MemoData) -> Iterable[str]:
    """The figures that open conflicts may still move."""
    mine = [line for line in in_order(data.lines) if line.result.contested]
    if mine:
        told = _listed([_span(line) for line in mine])
        yield f"ตัวชี้วัดที่ยังมีข้อขัดแย้งของข้อมูล {len(mine)} ตัวชี้วัด ได้แก่ {told} ซึ่งอาจเปลี่ยนแปลงเมื่อตัดสินข้อขัดแย้งแล้ว"


def _span(line: IndicatorLine) -> str:
    indicator, contested = line.indicator, line.result.contested
    span = contested.span(indicator.unit) if contested else ""
    named = f"ตัวชี้วัดที่ {indicator.code} {indicator.called}"
    return f"{named} ผลอาจเป็น {span}" if span else named


def _behind(data: MemoData) -> Iterable[str]:
    """What is behind, state by state in the words of the summary; nothing is said of what has no data yet."""
    lines = in_order(data.lines)
    late = [line for line in lines if line.result.status in BEHIND]
    for label, count in by_status(line.result for line in late):
        told = [_late(data, line) for line in late if line.result.status_label == label]
        yield f"ตัวชี้วัดที่{label} {count} ตัวชี้วัด ได้แก่ {_listed(told)}"
    if late:
        return
    known = sum(line.result.status is not Status.NO_DATA for line in lines)
    if not known:
        yield "ยังไม่มีข้อมูลของตัวชี้วัดใด จึงยังสรุปไม่ได้ว่าเป็นไปตามแผนหรือไม่"
    else:
        among = "" if known == len(lines) else f"ในตัวชี้วัดที่มีข้อมูลแล้ว {known} ตัวชี้วัด "
        yield f"{among}ไม่มีตัวชี้วัดที่ล่าช้ากว่าแผน ต่ำกว่าเป้าหมาย หรือไม่ทันเป้าหมาย"


def _judged_by(line: IndicatorLine) -> str:
    """The target a state was judged by, where it isn't just the year's to be reached."""
    goal, result = line.result.goal, line.result
    if goal is None or (goal == result.year_goal and goal.most is None):
        return ""
    when = goal.when if goal != result.year_goal else ""
    return f" (เป้าหมาย{when} {goal.words(line.indicator.unit)})"


def _late(data: MemoData, line: IndicatorLine) -> str:
    indicator = line.indicator
    said = [s for s in data.progress.said if s.code == indicator.code and (s.cause or s.remedy)]
    told = f"ตัวชี้วัดที่ {indicator.code} {indicator.called} ผล {said_amount(indicator, line.result.value)}{_judged_by(line)}"
    if not said:
        return told
    causes = [
        f"เนื่องจาก{said[-1].cause}" if said[-1].cause else "",
        f"แนวทางแก้ไขคือ{said[-1].remedy}" if said[-1].remedy else "",
    ]
    return " ".join((told, *(c for c in causes if c)))


def _listed(texts: Sequence[str]) -> str:
    """Things in a row, numbered where there are several."""
    return texts[0] if len(texts) == 1 else " ".join(f"({n}) {text}" for n, text in enumerate(texts, 1))


def _money(data: MemoData) -> Iterable[str]:
    spent = with_money(data.progress.spending)
    if not spent:
        return
    whole = whole_of(spent)
    share = "" if whole.percent is None else f" คิดเป็นร้อยละ {format_decimal(whole.percent)}"
    yield (
        f"งบประมาณที่ได้รับจัดสรร {format_baht(whole.allocated)} บาท เบิกจ่ายแล้ว {format_baht(whole.disbursed)} บาท{share} "
        f"ก่อหนี้ผูกพัน {format_baht(whole.committed)} บาท"
    )


REPORT = ReportSpec("memo", 4, TITLE, "month", MemoData, document, needs=("month",), formats=("pdf",))
