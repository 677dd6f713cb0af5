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
from core.store.log.changes import Put

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is on its way out: its ``kind`` (a key of ``EXPORT_KINDS``), what it is called, where it goes (a file, a folder or a
    printer), and whether it shows ``personal`` data (None: that is no question of what it is)."""

    kind: str
    name: str
    target: Path
    personal: bool | None = False


@dataclass(slots=True)
class OutgoingRows:
    """How many records went out, once that is known."""

    rows: int | None = None


@contextmanager
def going_out(session: Session, outgoing: Outgoing) -> Iterator[OutgoingRows]:
    """What is made within leaves the program, and is recorded once it is made. Personal data isn't shown where that can't be
    recorded: refused beforehand, or its file is taken away again; what is masked goes without where it must."""
    _refuse_unrecorded(session, outgoing)
    count = OutgoingRows()
    yield count
    try:
        _record(session, outgoing, count)
    except Refusal:
        if outgoing.personal:
            outgoing.target.unlink(missing_ok=True)
            raise


def record_outgoing(session: Session, outgoing: Outgoing) -> None:
    """Record, beforehand, what leaves the program without a file of its own. Refuses as ``going_out``."""
    _refuse_unrecorded(session, outgoing)
    try:
        _record(session, outgoing, OutgoingRows())
    except Refusal:
        if outgoing.personal:
            raise


def why_unrecorded(session: Session) -> str:
    """Why what goes out now isn't recorded, one Thai sentence; "" where it is."""
    return session.barred or session.rights.why(UseCase.EXPORT)


def _refuse_unrecorded(session: Session, outgoing: Outgoing) -> None:
    """Refusal of personal data that would leave without being recorded."""
    if not outgoing.personal:
        return
    session.rights.require(UseCase.EXPORT)
    if session.barred:
        raise WriteRefusal(
            f"จดไม่ได้ว่าใครนำข้อมูลส่วนบุคคลออก จึงยังไม่ได้ส่งออก โปรดปิดข้อมูลส่วนบุคคล หรือเปิดแฟ้มให้เขียนได้ก่อน ({session.barred})"
        )


def _record(session: Session, outgoing: Outgoing, count: OutgoingRows) -> None:
    if why_unrecorded(session):
        return
    masked = None if outgoing.personal is None else not outgoing.personal
    given = {
        "kind": outgoing.kind,
        "name": outgoing.name[:_LONGEST],
        "target": outgoing.target.name[:_LONGEST],
        "rows": count.rows,
        "masked": masked,
    }
    wires = {name: EXPORTS.field(name).to_wire(value) for name, value in given.items()}
    commit(session, [Put(EXPORTS.name, session.new_id(), wires)], _label(outgoing))


def _label(outgoing: Outgoing) -> str:
    shown = " แสดงข้อมูลส่วนบุคคล" if outgoing.personal else ""
    return f"{EXPORT_KINDS[outgoing.kind]} {outgoing.name} ไปที่ “{outgoing.target.name}”{shown}"[:_LONGEST]
