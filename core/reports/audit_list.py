"""ประวัติการใช้งาน: what was done, by whom and when, with old and new values, as a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.plan.model import Plan
from core.reports.document import (
    Digits,
    Document,
    DocumentTable,
    Heading,
    Paragraph,
    Section,
    TableCell,
    TableColumn,
    TableRow,
    body,
    head,
)
from core.thai.dates import moment_short

TITLE = "ประวัติการใช้งาน"
_COLUMNS = (
    TableColumn(3.2, valign="top"),
    TableColumn(3.6, valign="top"),
    TableColumn(5.0, valign="top"),
    TableColumn(4.4, valign="top"),
    TableColumn(3.4, valign="top"),
    TableColumn(4.0, valign="top"),
    TableColumn(4.0, valign="top"),
)


@dataclass(frozen=True, slots=True)
class AuditedField:
    """A field that was written: of which record, label, the value replaced and the value written."""

    record: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AuditedAction:
    """One thing that was done: when, by whom, in which unit's file, what, why, which fields; ``doubt`` is what speaks against
    the name ("" for nothing), ``more`` records aren't told."""

    at: datetime
    author: str
    unit: str
    label: str
    reason: str
    doubt: str
    fields: tuple[AuditedField, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class AuditListData:
    """What the list needs: ``asked`` says in words which entries, ``left_out`` whether there were more."""

    plan: Plan | None
    asked: str
    printed_at: datetime
    actions: tuple[AuditedAction, ...]
    left_out: bool = False
    digits: Digits = "arabic"


def document(data: AuditListData) -> Document:
    """The list as a document, newest first."""
    office = f"{data.plan.office} {data.plan.department}" if data.plan else ""
    more = " · พิมพ์เฉพาะรายการล่าสุด ยังมีรายการก่อนหน้านี้อีก" if data.left_out else ""
    blocks = (
        Heading(TITLE, 0),
        *((Paragraph(office, align="centre", after=0),) if office else ()),
        Paragraph(data.asked, align="centre", after=0),
        Paragraph(f"{len(data.actions):,} ครั้ง{more}", align="centre", after=6),
        DocumentTable(
            _COLUMNS,
            (head("เมื่อ", "ผู้บันทึก", "งานที่ทำ", "รายการ", "ช่อง", "ค่าเดิม", "ค่าใหม่"),),
            tuple(_rows(data)),
            flowing=True,
        ),
    )
    footer = f"{TITLE} · พิมพ์เมื่อ {moment_short(data.printed_at)}"
    section = Section(TITLE, blocks, orientation="landscape")
    author = data.plan.office if data.plan else ""
    return Document(TITLE, (section,), footer=footer, author=author, digits=data.digits)


def _rows(data: AuditListData) -> Iterator[TableRow]:
    if not data.actions:
        yield body(TableCell("ไม่มีรายการ", columns=len(_COLUMNS), align="centre"))
    for action in data.actions:
        who = "\n".join(filter(None, (action.author, action.unit, action.doubt)))
        what = "\n".join(filter(None, (action.label, f"เหตุผล: {action.reason}" if action.reason else "")))
        first = (moment_short(action.at), who, what)
        lines = [(one.record, one.label, one.old, one.new) for one in action.fields] or [("", "", "", "")]
        if action.more:
            lines.append((f"และอีก {action.more:,} รายการ", "", "", ""))
        for number, line in enumerate(lines):
            yield body(*(first if number == 0 else ("", "", "")), *line)
