"""Editions: a month frozen as it is approved, and read back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.indicators.result import Result
from core.office.months.types import Edition
from core.office.session import Session
from core.plan.model import Indicator
from core.plan.months import OFFICE
from core.plan.office_records import EDITIONS
from core.plan.proof import Difference, code_of, differences, figure_of, figures_text, read_figures
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Wire
from core.store.connection import Connection
from core.store.log.exchange_state import read_vector, vector, vector_text
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.thai.calendar import Holiday, WorkingCalendar
from core.thai.fiscal import Month


def frozen(
    session: Session,
    connection: Connection,
    unit: str,
    month: Month,
    figures: Iterable[tuple[Indicator, Result]],
    before: Edition | None,
    reason: str,
) -> tuple[str, dict[str, Wire]]:
    """The record of the edition that approving a month makes, and its id; ``before`` is the edition it follows."""
    record, number = session.new_id(), before.number + 1 if before else 1
    now = tuple(figure_of(indicator, result) for indicator, result in figures)
    text = figures_text(now)
    given: dict[str, Any] = {
        "unit": unit or None,
        "month": month,
        "fiscal_year": month.fiscal_year,
        "number": number,
        "approved_on": session.today(),
        "code": code_of(text, month.last_day, unit, number, record),
        "figures": text,
        "calendar": _calendar_text(session.calendar, month.fiscal_year),
        "plan_digest": plan_digest(connection, month.fiscal_year),
        "vector": vector_text(vector(connection)),
        "changes": _differences_text(differences(before.figures, now)) if before else None,
        "reason": reason or None,
    }
    return record, {name: EDITIONS.field(name).to_wire(value) for name, value in given.items()}


def editions(connection: Connection) -> Mapping[str, Edition]:
    """The editions that a file holds, by id; one whose parts can't be read is read without them."""
    found = records.rows(connection, EDITIONS, Query())
    return {row.id: edition for row in found if (edition := _edition(row)) is not None}


def edition_words(connection: Connection, record: str) -> str:
    """Which edition an id names, in words; "" for none, or one the file doesn't hold yet."""
    row = records.row(connection, EDITIONS, record) if record else None
    edition = _edition(row) if row else None
    return f"{edition.called} รหัส {edition.code}" if edition else ""


def _edition(row: Row) -> Edition | None:
    values = row.values
    month, number, approved = values["month"], values["number"], values["approved_on"]
    if not isinstance(month, Month) or not isinstance(number, int) or not isinstance(approved, date):
        return None
    try:
        return Edition(
            row.id,
            str(values["unit"] or OFFICE),
            month,
            number,
            approved,
            str(values["code"] or ""),
            read_figures(str(values["figures"] or "")),
            tuple(Holiday(date.fromisoformat(d), n, s) for d, n, s in _told(values["calendar"])),
            str(values["plan_digest"] or ""),
            read_vector(str(values["vector"] or "{}")),
            tuple(Difference(*one) for one in _told(values["changes"])),
            str(values["reason"] or ""),
        )
    except (ValueError, TypeError):
        return None


def plan_digest(connection: Connection, year: int) -> str:
    """The SHA-256 of a year's plan as the file holds it, in hex."""
    told = [
        (register.name, row.id, {f.name: f.to_wire(row.values[f.name]) for f in register.stored_fields})
        for register in PLAN_REGISTERS
        for row in records.rows(connection, register, Query(equals={"fiscal_year": year}, order_by=("id",)))
    ]
    return hashlib.sha256(_text(told).encode()).hexdigest()


def _calendar_text(calendar: WorkingCalendar, year: int) -> str:
    """The holidays of a fiscal year and of the one after, in which what was begun still falls due."""
    held = (*calendar.holidays_of(year), *calendar.holidays_of(year + 1))
    return _text([(holiday.day.isoformat(), holiday.name, holiday.source) for holiday in held])


def _differences_text(found: Iterable[Difference]) -> str:
    return _text([(one.code, one.name, one.was, one.now) for one in found])


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _told(stored: object) -> list[Any]:
    return list(json.loads(str(stored))) if stored else []
