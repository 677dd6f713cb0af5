"""What the reports of a register and of a period have in common: heading, source line, footer, signatures."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.plan.model import Plan
from core.reports.document import (
    Block,
    Digits,
    Document,
    Heading,
    KeepTogether,
    Orientation,
    Paragraph,
    Section,
    Signatures,
    Signer,
)
from core.thai.dates import day_long, day_short

REPORTER, CHECKER, APPROVER = Signer("ผู้รายงาน"), Signer("ผู้ตรวจสอบ"), Signer("ผู้อนุมัติ")
NOTHING_YET = "ยังไม่มีรายการ"


def framed(  # noqa: PLR0913  # what differs from report to report, by name
    title: str,
    plan: Plan,
    as_of: date,
    blocks: Sequence[Block],
    *,
    closing: Sequence[Block] = (),
    signers: tuple[Signer, ...] = (REPORTER, CHECKER),
    digits: Digits = "arabic",
    orientation: Orientation = "portrait",
    about: str = "",
) -> Document:
    """A document of one section: title, whose plan, as of which day, ``blocks``, then ``closing`` and the signatures
    kept together, where anybody signs. ``about`` stands in the title after the year."""
    year = f"ปีงบประมาณ พ.ศ. {plan.fiscal_year}"
    said = " ".join(part for part in (about, year) if part)
    opening: tuple[Block, ...] = (
        Heading(f"{title}\n{said}", 0, f"{title} {said}"),
        Paragraph(f"{plan.office} {plan.department}", align="centre", after=0),
        Paragraph(f"ข้อมูล ณ วันที่ {day_long(as_of)}", align="centre", after=6),
    )
    signed = KeepTogether((*closing, *((Signatures(signers),) if signers else ())))
    section = Section(title[:30], (*opening, *blocks, *((signed,) if signed.blocks else ())))
    footer = f"{title} · {said} · ข้อมูล ณ วันที่ {day_long(as_of)}"
    return Document(f"{title} {said}", (section,), orientation, footer, plan.office, digits)


def notes(texts: Iterable[str]) -> tuple[Block, ...]:
    """Numbered notes under a heading; nothing where there are none."""
    told = [text for text in texts if text]
    lines = (Paragraph(f"{n}. {text}", rest=10.5, size=15, after=1) for n, text in enumerate(told, 1))
    return (Heading("หมายเหตุ", 2), *lines) if told else ()


def day_or(day: date | None, missing: str = "–") -> str:
    """A day in short, or what stands where there is none."""
    return day_short(day) if day else missing
