"""Writing packages, and what a file knows of the others."""

import socket
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from core.exchange.packages.manifest import LONGEST_TEXT, MOST_WANTED, Manifest, Member
from core.exchange.packages.writer import Spans, write_package
from core.faults import FileRefusal, UsageRefusal
from core.keys.pc_key import pc_key, words_of
from core.office.exchange import evidence
from core.office.exchange.types import ExchangeItem, Freshness, Pc, Sent
from core.office.session import Session
from core.plan.model import Unit
from core.remarks import remarked
from core.store.connection import Connection
from core.store.file.office_file import OfficeFile
from core.store.file.signed import refuse_wrong_signatures
from core.store.log import clock, exchange_state
from core.store.log.chain import last_number, meta
from core.store.log.exchange_state import Exchange, Vector
from core.store.tables import blobs

ENDING = ".phaenx"


def pc_name() -> str:
    """What this PC is called by its owner's network."""
    name = socket.gethostname()[:LONGEST_TEXT]
    return name if name.isprintable() else ""


def own_pc(unit: str) -> Pc:
    """This PC as others see it."""
    key = pc_key().public
    return Pc(unit, pc_name(), key, words_of(key), trusted=True)


def pack(
    session: Session, target: Path, unit: str | None, passphrase: str | None, *, with_evidence: bool = True
) -> Sent:
    """Write a package and note that it was sent; see ``ExchangeService.pack``."""
    file = session.file
    _refuse_target(target)
    if unit is not None:
        _refuse_unit(session.units(), unit)
    with file.reading() as connection:
        refuse_wrong_signatures(connection, file.path.name)
        base = exchange_state.known_of(connection, unit) if unit else {}
        numbers, upto = exchange_state.beyond(connection, base), last_number(connection)
        said = partial(_manifest, connection, session.author, file.now_ms(), base)
        files = evidence.going_along(connection, numbers, unit) if with_evidence else []
        made = write_package(
            target,
            exchange_state.bodies(connection, numbers),
            said,
            pc_key(),
            passphrase,
            evidence.bodies(connection, files),
        )
    count = made.entries.count
    done = Exchange(
        exchange_state.SENT, made.written_ms, session.author, unit or "", "", target.name, count, upto=upto
    )
    with (
        remarked(f"เขียนแพ็กเกจ “{target.name}” เรียบร้อยแล้ว แต่จดไว้ในบันทึกการรับส่งไม่ได้"),
        file.transaction() as connection,
    ):
        exchange_state.note_exchange(connection, done)
    return Sent(target, unit or "", count, len(files), sum(blob.size for blob in files))


def _refuse_target(target: Path) -> None:
    if target.suffix.lower() != ENDING:
        raise FileRefusal(f"เขียนแพ็กเกจลง “{target.name}” ไม่ได้ โปรดตั้งชื่อแฟ้มลงท้ายด้วย {ENDING}")


def _refuse_unit(units: Sequence[Unit], unit: str) -> None:
    known = [u.code for u in units]
    if unit not in known:
        raise UsageRefusal(f"ไม่มีส่วนราชการรหัส “{unit}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(known)}")


def _manifest(
    connection: Connection, author: str, written_ms: int, base: Vector, spans: Spans, entries: Member
) -> Manifest:
    """What is said of a package beside what is in it."""
    settings = meta(connection)
    holds = exchange_state.vector(connection)
    return Manifest(
        office=exchange_state.office_id(connection),
        unit=settings["unit"],
        pc=pc_name(),
        replica=settings["replica"],
        author=author[:LONGEST_TEXT],
        written_ms=written_ms,
        holds=holds,
        needs=base,
        spans=spans,
        units=exchange_state.units_of(connection, tuple(holds)),
        entries=entries,
        wanted=tuple(sorted(blobs.wanted(connection)))[:MOST_WANTED],
    )


def exchanges(file: OfficeFile) -> tuple[ExchangeItem, ...]:
    """The exchange log, newest first."""
    with file.reading() as connection:
        return tuple(map(exchange_item, exchange_state.exchanges(connection)))


def exchange_item(done: Exchange) -> ExchangeItem:
    """One line of the exchange log."""
    at = moment(done.at_ms)
    return ExchangeItem(
        done.kind, at, done.author, done.unit, done.pc, done.package, done.entries, done.fresh
    )


def freshness(session: Session) -> tuple[Freshness, ...]:
    """How fresh each unit's data is, in the plan's order."""
    with session.reading() as connection:
        latest = exchange_state.latest_by_unit(connection)
        received = {
            e.unit: e.at_ms
            for e in reversed(exchange_state.exchanges(connection))
            if e.kind == exchange_state.RECEIVED
        }
        return tuple(
            Freshness(
                unit,
                clock.wall_time(latest[unit.code]) if unit.code in latest else None,
                moment(received[unit.code]) if unit.code in received else None,
                len(exchange_state.beyond(connection, exchange_state.known_of(connection, unit.code))),
            )
            for unit in session.units()
        )


def moment(at_ms: int) -> datetime:
    """Milliseconds since 1970 (UTC) as Bangkok wall time."""
    return clock.wall_time(clock.reading(at_ms))
