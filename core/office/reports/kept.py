"""Approved documents kept as they were printed: made once, on approval, and given again whenever they are asked for."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from core.faults import InputRefusal, UsageRefusal
from core.office.reports.approval import (
    as_approved,
    changed_since,
    edition,
    is_of_month,
    month_told,
    standing,
    unit_of,
)
from core.office.reports.documents import document_of
from core.office.reports.types import ApprovedEdition, Asked
from core.office.session import Session
from core.plan.months import OFFICE
from core.plan.office_records import EDITIONS, PRINTED_REPORTS
from core.plan.proof import machine_text, proof_csv
from core.reports import REPORTS, ReportSpec, render_pdf, render_xlsx
from core.reports.archive import Attachment, archived, attached
from core.store.connection import Connection
from core.store.file.blob_writer import put_pieces
from core.store.log.changes import Put
from core.store.log.makers import makers
from core.store.tables import blobs, records
from core.store.tables.blobs import Blob
from core.store.tables.records import Query
from core.thai.dates import month_short

FIGURES = "figures.csv"
_DESCRIBED = "ตัวเลขที่รับรอง และสิ่งที่ใช้ทำรหัสตรวจสอบ"
WORKBOOK = "report.xlsx"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAME = "รายงานเดียวกันเป็นสมุดงาน"


@dataclass(frozen=True, slots=True)
class _Printed:
    spec: ReportSpec
    body: bytes

    @property
    def blob(self) -> Blob:
        return Blob(sha256(self.body).hexdigest(), len(self.body))


def keep(session: Session, edition_id: str, thai_digits: bool = False) -> int:
    """Print every document of an edition of a month and keep it in the file: of the whole office's all, of a unit's those that are
    its own; how many. What is kept already is left as it is, and what the plan has nothing for is left out. InputRefusal for an
    edition the file doesn't hold, and where its figures aren't those of the file any more: what is kept says what was approved."""
    with session.reading() as connection:
        told = edition(connection, edition_id)
        known = {one.report for one in kept_of(connection, edition_id)}
    if told is None:
        raise InputRefusal("ไม่พบฉบับที่รับรองนี้ในแฟ้ม โปรดดูสถานะของเดือนอีกครั้ง")
    wanted = [s for s in REPORTS if is_of_month(s, told.month) and s.name not in known]
    mine = [s for s in wanted if told.proved.unit in (OFFICE, unit_of(session, s))]
    now = datetime.now()
    printed = [made for spec in mine if (made := _printed(session, spec, told, thai_digits, now))]
    if printed and changed_since(session, told):
        raise InputRefusal("ตัวเลขของเดือนเปลี่ยนไปขณะจัดทำรายงาน จึงยังไม่ได้เก็บ โปรดเปิดเดือนและรับรองใหม่")
    for one in printed:
        put_pieces(session.file, BytesIO(one.body), one.blob)

    def finish(connection: Connection) -> None:
        for one in printed:
            blobs.finish(connection, one.blob)

    if printed:
        changes = [_put(session, told, one) for one in printed]
        session.write(changes, f"เก็บรายงานที่รับรองของเดือน {month_short(told.month)}", read=finish)
    return len(printed)


def _printed(
    session: Session, spec: ReportSpec, told: ApprovedEdition, thai_digits: bool, now: datetime
) -> _Printed | None:
    asked = Asked(spec.name, told.month.fiscal_year, told.month, thai_digits=thai_digits)
    try:
        document = as_approved(spec, document_of(session, asked), told)
    except (UsageRefusal, InputRefusal):
        return None
    whole, book = BytesIO(), BytesIO()
    render_pdf(document, whole, created=now)
    within = [Attachment(FIGURES, "text/csv", _DESCRIBED, proof_csv(told.proved))]
    if "xlsx" in spec.formats:
        render_xlsx(document, book, created=now)
        within.append(Attachment(WORKBOOK, _XLSX, _SAME, book.getvalue()))
    return _Printed(spec, archived(whole.getvalue(), machine_text(told.code), tuple(within), now))


def _put(session: Session, told: ApprovedEdition, printed: _Printed) -> Put:
    given: dict[str, Any] = {
        "edition": told.id,
        "report": printed.spec.name,
        "title": f"{printed.spec.title} {month_short(told.month)}",
        "file": printed.blob.hash,
        "size": printed.blob.size,
        "code": told.code,
        "fiscal_year": told.month.fiscal_year,
        "month": told.month,
        "unit": told.proved.unit or None,
    }
    wires = {name: PRINTED_REPORTS.field(name).to_wire(value) for name, value in given.items()}
    return Put(PRINTED_REPORTS.name, session.new_id(), wires)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was kept: of which edition, which report, and the SHA-256 of its bytes in hex."""

    edition: str
    report: str
    file: str


def kept_of(connection: Connection, edition_id: str) -> tuple[Kept, ...]:
    """What was kept of an edition by whoever approved it, the first kept first: a record that somebody else made, wrote to
    later, or made of another unit, month or code, puts nothing in the place of the approved pages."""
    approved = records.row(connection, EDITIONS, edition_id)
    by = makers(connection, EDITIONS, [edition_id]).get(edition_id)
    if approved is None or by is None:
        return ()
    found = records.rows(connection, PRINTED_REPORTS, Query(equals={"edition": edition_id}, order_by=("id",)))
    made_by = makers(connection, PRINTED_REPORTS, [row.id for row in found])
    return tuple(
        Kept(edition_id, str(row.values["report"]), str(row.values["file"]))
        for row in found
        if made_by.get(row.id) == by
        and all(row.values[n] == approved.values[n] for n in ("unit", "month", "code"))
    )


def body_of(connection: Connection, file: str) -> bytes | None:
    """A kept document's bytes; None where they aren't in this copy of the file, FileRefusal where they are damaged."""
    if not blobs.held(connection, [file]):
        return None
    whole = BytesIO()
    blobs.write_out(connection, file, whole)
    return whole.getvalue()


def kept_pages(session: Session, spec: ReportSpec, asked: Asked) -> bytes | None:
    """The bytes of a document as it was approved; None where its month isn't, or it wasn't kept here."""
    month = month_told(session, asked)
    if month is None or not is_of_month(spec, month):
        return None
    with session.reading() as connection:
        found = (
            one
            for e in standing(session, spec, month)
            for one in kept_of(connection, e)
            if one.report == spec.name
        )
        return next((body for one in found if (body := body_of(connection, one.file)) is not None), None)


def kept_workbook(session: Session, spec: ReportSpec, asked: Asked) -> bytes | None:
    """The same document as the workbook that was kept within it."""
    pages = kept_pages(session, spec, asked)
    return attached(pages).get(WORKBOOK) if pages else None
