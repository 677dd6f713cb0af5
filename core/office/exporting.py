"""What leaves the program is kept in the file: who, when, what, masked or not. Source: docs/domain.md, "Personal data"."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.faults import Refusal, WriteRefusal
from core.office.commit import commit
from core.office.session import Session
from core.plan.office_records import EXPORT_KINDS, EXPORTS
from core.plan.rights import UseCase
from core.remarks import remark
from core.store.log.changes import Put

_LONGEST = 200
UNRECORDED = "ไม่ได้จดไว้ในแฟ้มว่ามีการส่งออกครั้งนี้"
NOT_THEIRS = "ยังไม่ได้ลงชื่อเข้าใช้ หรือผู้ใช้นี้ไม่มีสิทธิ์ส่งออก"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is on its way out: its ``kind`` (a key of ``EXPORT_KINDS``), what it is called, where it goes (a file, a folder or a
    printer), whether it shows ``personal`` data (None: that is no question of what it is), and of how many records it is made,
    where that is known."""

    kind: str
    name: str
    target: Path
    personal: bool | None = False
    rows: int | None = None


@contextmanager
def going_out(session: Session, outgoing: Outgoing) -> Iterator[None]:
    """What is made within leaves the program. What is masked is recorded once it is made, and goes without where it must. Personal
    data is recorded first: what is stopped or refused after that was asked for, at least."""
    if outgoing.personal:
        record_outgoing(session, outgoing)
    yield
    if not outgoing.personal:
        _record(session, outgoing)


def record_outgoing(session: Session, outgoing: Outgoing) -> None:
    """Record, beforehand, what leaves the program. Personal data is refused where that can't be: RightRefusal for who may not
    export, FileRefusal where the file can't be written."""
    if outgoing.personal:
        session.rights.require(UseCase.EXPORT)
        if session.barred:
            raise WriteRefusal(
                f"จดไม่ได้ว่าใครนำข้อมูลส่วนบุคคลออก จึงยังไม่ได้ส่งออก โปรดปิดข้อมูลส่วนบุคคล หรือเปิดแฟ้มให้เขียนได้ก่อน ({session.barred})"
            )
    _record(session, outgoing)


def _record(session: Session, outgoing: Outgoing) -> None:
    """Write it down; where that can't be, Refusal of personal data, of anything else it is remarked."""
    why = session.barred or (NOT_THEIRS if session.rights.why(UseCase.EXPORT) else "")
    try:
        if not why:
            _write(session, outgoing)
    except Refusal as refusal:
        if outgoing.personal:
            raise
        why = str(refusal)
    if why:
        remark(f"{UNRECORDED}: {why}")


def _write(session: Session, outgoing: Outgoing) -> None:
    masked = None if outgoing.personal is None else not outgoing.personal
    given = {
        "kind": outgoing.kind,
        "name": outgoing.name[:_LONGEST],
        "target": outgoing.target.name[:_LONGEST],
        "rows": outgoing.rows,
        "masked": masked,
    }
    wires = {name: EXPORTS.field(name).to_wire(value) for name, value in given.items()}
    commit(session, [Put(EXPORTS.name, session.new_id(), wires)], _label(outgoing))


def _label(outgoing: Outgoing) -> str:
    shown = " แสดงข้อมูลส่วนบุคคล" if outgoing.personal else ""
    return f"{EXPORT_KINDS[outgoing.kind]} {outgoing.name} ไปที่ “{outgoing.target.name}”{shown}"[:_LONGEST]
