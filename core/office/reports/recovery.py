"""The recovery sheet of an account on its way to paper."""

from io import BytesIO
from pathlib import Path

from core.faults import UsageRefusal
from core.office.people.types import NewKey
from core.office.session import Session
from core.reports import render_pdf
from core.reports.output import write_whole
from core.reports.recovery_sheet import SheetData, document


def recovery_sheet(session: Session, key: NewKey) -> bytes:
    """The sheet of a code that was just drawn, as the bytes of a PDF of one page."""
    person = key.person
    units = {unit.code: unit.name for unit in session.units()}
    office = session.plan().office if session.years else ""
    data = SheetData(
        person.name,
        person.position,
        units.get(person.unit, person.unit),
        office,
        session.path.name,
        key.code,
        session.today(),
    )
    made = BytesIO()
    render_pdf(document(data), made, created=session.now())
    return made.getvalue()


def write_recovery_sheet(session: Session, key: NewKey, target: Path) -> Path:
    """The same to a file; UsageRefusal for another ending than .pdf, FileRefusal where it can't be written."""
    if target.suffix.lower() != ".pdf":
        raise UsageRefusal(f"ใบกู้บัญชีเขียนเป็น .pdf เท่านั้น โปรดแก้ชื่อ “{target.name}”")
    write_whole(target, recovery_sheet(session, key))
    return target
