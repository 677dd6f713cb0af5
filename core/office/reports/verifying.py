"""Whether a page says what was approved: by its code, or by the PDF itself, with or without the office's file."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from core.faults import FileRefusal, InputRefusal
from core.office.reports.approval import changed_since, edition, editions_of_code
from core.office.reports.kept import FIGURES, body_of, kept_of
from core.office.reports.types import ApprovedEdition, Pages, Verified
from core.office.session import Session
from core.plan.proof import Signature, read_code, read_proof
from core.reports.archive import attached
from core.reports.signing import signature_of, signed_over
from core.store.connection import Connection

LARGEST = 200 << 20  # bytes of a PDF that is looked at


def verify_code(session: Session, typed: str) -> Verified:
    """What a file says of a code. InputRefusal for what can't be one."""
    try:
        code = read_code(typed)
    except ValueError as fault:
        raise InputRefusal(str(fault)) from fault
    with session.reading() as connection:
        found = editions_of_code(connection, code)
    return _of(session, found[0] if found else None, Verified(code, session.path.name))


def verify_pdf(session: Session | None, path: Path) -> Verified:
    """What a PDF says of itself, and where a file is given what that says of it. FileRefusal where it can't be read,
    InputRefusal where it bears no code."""
    body = _read(path)
    proved = read_proof(attached(body).get(FIGURES, b""))
    if proved is None:
        raise InputRefusal(f"“{path.name}” ไม่ใช่รายงานที่รับรองแล้ว จึงไม่มีสิ่งที่ตรวจได้ โปรดใช้แฟ้ม PDF ที่พิมพ์หลังรับรองเดือน")
    signature = signature_of(body)
    if session is None:
        return Verified(proved.code, pages=Pages.NOT_COMPARED, signature=signature)
    with session.reading() as connection:
        told = edition(connection, proved.approval)
        pages = _pages(connection, body, told, signature)
    if told is not None and told.proved != proved:
        pages = Pages.CHANGED
    return _of(session, told, Verified(proved.code, session.path.name, pages=pages, signature=signature))


def _pages(
    connection: Connection, body: bytes, told: ApprovedEdition | None, signature: Signature | None
) -> Pages:
    """Whether the bytes are those of a kept document, or of one with nothing but a sound signature behind it."""
    if told is None:
        return Pages.UNKNOWN
    kept = kept_of(connection, told.id)
    if sha256(body).hexdigest() in {one.file for one in kept}:
        return Pages.KEPT
    if signature is not None and signature.sound:
        for one in kept:
            pages = body_of(connection, one.file)
            if pages is not None and signed_over(body, pages):
                return Pages.SIGNED
    return Pages.CHANGED


def _of(session: Session, told: ApprovedEdition | None, asked: Verified) -> Verified:
    """What is asked of an edition: whether it stands, whether its figures give its code, what they have come to since."""
    if told is None:
        return asked
    approved = session.closed_months.approved.get(told.proved.unit, ())
    return replace(
        asked,
        found=True,
        edition=told,
        stands=any(one.edition == told.id for one in approved),
        figures_match=told.proved.code == told.code == asked.code,
        changes=changed_since(session, told),
    )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputRefusal(f"“{path.name}” ใหญ่เกินกว่าจะเป็นรายงาน โปรดเลือกแฟ้ม PDF ของรายงาน")
        return path.read_bytes()
    except OSError as fault:
        raise FileRefusal(f"เปิด “{path.name}” ไม่ได้ โปรดตรวจชื่อและที่เก็บ") from fault
