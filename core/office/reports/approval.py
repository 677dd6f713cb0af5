"""Which documents were approved, which are drafts, and what a page says of either."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from core.office.editing.closed_months import states_of
from core.office.figures.service import FigureService
from core.office.reports.types import ApprovedEdition, Asked
from core.office.session import Session
from core.plan.months import OFFICE
from core.plan.office_records import EDITIONS
from core.plan.proof import Difference, Proved, differences, figure_of, machine_text, read_figures
from core.reports import REPORTS, ReportSpec
from core.reports.document import (
    Document,
    DocumentTable,
    Heading,
    Paragraph,
    Seal,
    Section,
    TableColumn,
    body,
    head,
)
from core.store.connection import Connection
from core.store.log.history import events
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import registers_of
from core.thai.dates import day_long
from core.thai.fiscal import Month, months_of

_CHANGES = (
    TableColumn(1.2, "centre"),
    TableColumn(4.0),
    TableColumn(3.0, "right"),
    TableColumn(3.0, "right"),
)
_OF_ALL = ("monthly", "quarterly", "annual")  # the reports of every indicator
NOT_HERE = "เดือนนี้รับรองแล้ว แต่แฟ้มนี้ยังไม่มีฉบับที่เก็บไว้ของ{title} จึงพิมพ์เป็นร่าง โปรดรับแพ็กเกจพร้อมหลักฐานจากแฟ้มที่รับรอง"


def edition(connection: Connection, record: str) -> ApprovedEdition | None:
    """The edition of that id; None where the file holds none."""
    row = records.row(connection, EDITIONS, record)
    return _edition(connection, row) if row is not None and not row.deleted else None


def editions_of_code(connection: Connection, code: str) -> tuple[ApprovedEdition, ...]:
    """The editions that bear a code, those first whose figures give it: anybody could write it on another."""
    found = records.rows(connection, EDITIONS, Query(equals={"code": code}))
    told = [one for row in found if (one := _edition(connection, row)) is not None]
    return tuple(sorted(told, key=lambda one: one.proved.code != code))


def _edition(connection: Connection, row: Row) -> ApprovedEdition | None:
    """An edition with those before it of the same unit and month; None where its record lacks what makes one."""
    same = {name: row.values[name] for name in ("unit", "month")}
    earlier = records.rows(connection, EDITIONS, Query(equals=same, order_by=("number", "id")))
    number = row.values["number"]
    found: ApprovedEdition | None = None
    for one in (*(r for r in earlier if _number(r) < _number(row)), row):
        month, approved = one.values["month"], one.values["approved_on"]
        if isinstance(month, Month) and isinstance(approved, date) and isinstance(number, int):
            unit, text = str(one.values["unit"] or OFFICE), str(one.values["figures"] or "[]")
            proved = Proved(text, month.last_day, unit, _number(one), one.id)
            by = events(connection, EDITIONS.name, one.id)[-1].author
            code, reason = str(one.values["code"] or ""), str(one.values["reason"] or "")
            found = ApprovedEdition(
                proved, code, month, approved, by, reason, found, _name(connection, unit, month)
            )
    return found


def _name(connection: Connection, unit: str, month: Month) -> str:
    wanted = Query(equals={"code": unit, "fiscal_year": month.fiscal_year}, counted=True)
    found = records.rows(connection, registers_of(connection)["plan_units"], wanted) if unit else ()
    return next((str(row.values["name"]) for row in found), unit)


def changed_since(session: Session, told: ApprovedEdition) -> tuple[Difference, ...]:
    """What differs between the figures approved and those of that day by now."""
    if told.month.fiscal_year not in session.years:
        return ()
    was = read_figures(told.proved.figures)
    mine = {figure.code for figure in was}
    rows = FigureService(session).indicators(told.month.fiscal_year, told.proved.day)
    now = [figure_of(r.indicator, r.result) for r in rows if not told.proved.unit or r.indicator.code in mine]
    return differences(was, now)


def _number(row: Row) -> int:
    number = row.values["number"]
    return number if isinstance(number, int) else 0


def standing(session: Session, spec: ReportSpec, month: Month) -> tuple[str, ...]:
    """The ids of the editions in which a document's month stands approved: the whole office's first, then that of the unit whose
    it is."""
    approved = session.closed_months.approved
    units = dict.fromkeys((OFFICE, unit_of(session, spec)))
    return tuple(one.edition for unit in units for one in approved.get(unit, ()) if one.month == month)


def unit_of(session: Session, spec: ReportSpec) -> str:
    """The unit of whose registers alone a document is made; ``OFFICE`` for one that is about all."""
    registers = [session.file.registers.get(name) for name in spec.registers]
    units = {(r.unit or session.keeper.code) if r and not r.owner_field else OFFICE for r in registers}
    return units.pop() if len(units) == 1 else OFFICE


def month_told(session: Session, asked: Asked) -> Month | None:
    """The month whose end a document shows; None where its day is no month's last."""
    day = asked.as_of or (asked.month.last_day if asked.month else session.today())
    month = asked.month or Month.of(day)
    return month if day == month.last_day else None


def is_approved_by_month(spec: ReportSpec) -> bool:
    """True for what is drawn up each month, quarter or year; not for the plan's own documents and for lists of a register."""
    return spec.rhythm != "plan" and any(spec.name == known.name for known in REPORTS)


def is_of_month(spec: ReportSpec, month: Month) -> bool:
    """True for a document that is approved with a month and drawn up at its end: a quarter's in the quarter's last month, a
    year's in the year's last."""
    if not is_approved_by_month(spec):
        return False
    place = months_of(month.fiscal_year).index(month) + 1
    return {"month": True, "quarter": place % 3 == 0, "year": place == 12}.get(spec.rhythm, False)


def as_draft(session: Session, spec: ReportSpec, asked: Asked, document: Document) -> Document:
    """A document as it is printed before its month is approved: marked, where the office has accounts or ever submitted a
    month; as it always was elsewhere."""
    if not is_approved_by_month(spec) or not _months_matter(session):
        return document
    month = month_told(session, asked)
    told = month is not None and is_of_month(spec, month) and standing(session, spec, month)
    remark = NOT_HERE.format(title=spec.title) if told else ""
    return replace(document, draft=True, remark=" ".join(part for part in (document.remark, remark) if part))


def _months_matter(session: Session) -> bool:
    if session.has_accounts:
        return True
    with session.reading() as connection:
        return bool(states_of(connection))


def as_approved(spec: ReportSpec, document: Document, of: ApprovedEdition) -> Document:
    """A document with its edition's seal. A corrected report of all indicators says what differs from the edition before, ahead
    of its last section; what is about one matter, or a letter, says which edition it is."""
    document = replace(document, seal=Seal(of.code, machine_text(of.code), of.words))
    if of.before is None or spec.name not in _OF_ALL:
        return document
    changes = Section("สิ่งที่แก้ไข", tuple(_changes(of)))
    return replace(document, sections=(*document.sections[:-1], changes, *document.sections[-1:]))


def _changes(of: ApprovedEdition) -> Iterator[Heading | Paragraph | DocumentTable]:
    assert of.before is not None
    label = f"ฉบับแก้ไขครั้งที่ {of.proved.number - 1}"
    yield Heading(f"{label}: สิ่งที่แก้ไขจากฉบับที่รับรองเมื่อ {day_long(of.before.approved_on)}", 1, outline=-1)
    if of.reason:
        yield Paragraph(f"เหตุผลที่แก้ไข  {of.reason}", size=15)
    if not of.changes:
        yield Paragraph("ตัวเลขของตัวชี้วัดเท่ากับฉบับก่อนทุกตัว", size=15)
        return
    rows = tuple(body(change.code, *change.words) for change in of.changes)
    yield DocumentTable(_CHANGES, (head("ที่", "รายการ", "เดิม", "แก้ไขเป็น"),), rows)
