"""Which records behind figures have no evidence. Source: docs/domain.md, "Evidence"."""

from collections.abc import Iterator
from datetime import date

from core.indicators.evidence import label_of
from core.indicators.measures import reads
from core.indicators.registry import measures_of
from core.office.evidence.types import MissingEvidence
from core.office.hiding import Hiding
from core.office.session import Session
from core.plan.closing import is_closed_by_months
from core.plan.model import Plan
from core.store.connection import Connection
from core.store.tables import evidence
from core.thai.fiscal import Month, first_day_of, last_day_of


def missing(
    session: Session, year: int | None, month: Month | None, unit: str, as_of: date | None
) -> tuple[MissingEvidence, ...]:
    """See ``EvidenceService.missing``."""
    plan, day = session.asked(month.fiscal_year if month else year, as_of)
    first = month.first_day if month else first_day_of(plan.fiscal_year)
    last = min(day, month.last_day if month else last_day_of(plan.fiscal_year))
    with session.reading() as connection:
        return tuple(_lacking(session, connection, plan, unit, first, last))


def _lacking(
    session: Session, connection: Connection, plan: Plan, unit: str, first: date, last: date
) -> Iterator[MissingEvidence]:
    behind, hiding = registers_behind(session, plan), Hiding(session.personal_from)
    authority = session.authority
    for register in session.registers():
        if register.name not in behind or not is_closed_by_months(register):
            continue
        found = evidence.without(connection, register, first, last)
        records = tuple(
            (row.id, label_of(register, hiding.values(register, row.values)))
            for row in found
            if not unit or authority.unit_of(register.name, row.values) == unit
        )
        if records:
            yield MissingEvidence(register.name, register.title, register.counted_in, records)


def registers_behind(session: Session, plan: Plan) -> frozenset[str]:
    """The registers that some indicator of a plan reads."""
    known = session.file.registers
    measured = (m for indicator in plan.indicators for m in measures_of(plan, indicator, known))
    return frozenset(name for measure in measured for name in reads(measure))
