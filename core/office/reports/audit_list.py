"""What was done on its way to paper, or into a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from core.faults import UsageRefusal
from core.office.audit.service import AuditService
from core.office.audit.types import NOT_THEIRS, AuditEntry, AuditQuery
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.reports import render_pdf, render_xlsx
from core.reports.audit_list import AuditedAction, AuditedField, AuditListData, document
from core.thai.dates import day_long

MOST_ACTIONS = 2000
MOST_RECORDS = 20  # of one action
_MADE = {"create": "เพิ่ม", "delete": "ลบ", "restore": "คืน", "change": ""}


def write_audit(
    session: Session, query: AuditQuery, target: Path, *, masked: bool, progress: Progress | None = None
) -> Path:
    """The entries a query asks for, newest first, to .pdf or .xlsx, personal data ``masked`` or not. UsageRefusal for another ending, FileRefusal where it
    can't be written."""
    ending = target.suffix.lower()
    if ending not in (".pdf", ".xlsx"):
        raise UsageRefusal(f"พิมพ์ลงแฟ้ม “{target.name}” ไม่ได้ โปรดใช้ชื่อที่ลงท้ายด้วย .pdf หรือ .xlsx")
    made = document(audit_data(session, query, masked=masked, progress=progress))
    render = render_pdf if ending == ".pdf" else render_xlsx
    render(made, target, created=datetime.now())
    return target


def audit_data(
    session: Session, query: AuditQuery, *, masked: bool, progress: Progress | None = None
) -> AuditListData:
    """What the document is made of."""
    audit = AuditService(session)
    page = audit.page(query, most=MOST_ACTIONS, masked=masked, progress=progress)
    with Watch(progress, "") as watch:
        actions = tuple(_action(audit, entry, masked, watch) for entry in page.entries)
    plan = session.plan() if session.years else None
    return AuditListData(plan, _asked(session, query), session.now(), actions, page.after is not None)


def _action(audit: AuditService, entry: AuditEntry, masked: bool, watch: Watch) -> AuditedAction:
    watch.heed()
    fields = tuple(_fields(audit, entry, masked))
    more = max(0, entry.records - MOST_RECORDS)
    return AuditedAction(
        entry.at,
        entry.author,
        entry.unit,
        entry.label,
        entry.reason,
        NOT_THEIRS if entry.not_theirs else "",
        fields,
        more,
    )


def _fields(audit: AuditService, entry: AuditEntry, masked: bool) -> Iterator[AuditedField]:
    for record in audit.records(entry.n, MOST_RECORDS, masked=masked):
        named = f"{_MADE[record.action]}{record.named}"
        if not record.fields:
            yield AuditedField(named, "", "", "")
        for number, field in enumerate(record.fields):
            yield AuditedField("" if number else named, field.label, field.old, field.new)


def _asked(session: Session, query: AuditQuery) -> str:
    title = session.file.registers[query.register].title if query.register else ""
    first, last = (day_long(day) if day else "" for day in (query.first, query.last))
    days = f"ตั้งแต่ {first}" if first and not last else f"{first} ถึง {last}" if first else f"จนถึง {last}"
    parts = (
        f"ผู้บันทึก {query.person}" if query.person else "",
        title,
        days if first or last else "",
        f"ค้นหา “{query.text}”" if query.text else "",
    )
    return " · ".join(filter(None, parts)) or "ทั้งหมด"
