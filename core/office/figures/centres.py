"""The grid of centres by audited months (indicator 2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.office.figures.types import CentreRow, LaterAudit
from core.office.states import BAD, GOOD, INFO, NEUTRAL, WARN, Chip
from core.store.connection import Connection
from core.store.tables.records import Query, Row, rows
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import Month


def centre_rows(
    connection: Connection, months: Sequence[Month], settings: Mapping[str, Any], as_of: date
) -> tuple[CentreRow, ...]:
    """Every centre with the audits made up to a day, those made later apart, by code."""
    made: dict[str, dict[Month, Row]] = defaultdict(dict)
    later: dict[str, dict[Month, Row]] = defaultdict(dict)
    for audit in rows(
        connection, registers_of(connection)["centre_audits"], Query(order_by=("month",), counted=True)
    ):
        day, month = audit.values["audited_on"], audit.values["month"]
        if isinstance(day, date) and isinstance(month, Month):
            (made if day <= as_of else later)[str(audit.values["centre"])][month] = audit
    found = rows(
        connection, registers_of(connection)["info_centres"], Query(order_by=("code",), counted=True)
    )
    centres = ((str(c.values["code"]), c) for c in found)
    return tuple(_centre_row(c, made[code], later[code], months, settings, as_of) for code, c in centres)


def _centre_row(
    centre: Row,
    made: Mapping[Month, Row],
    later: Mapping[Month, Row],
    months: Sequence[Month],
    settings: Mapping[str, Any],
    as_of: date,
) -> CentreRow:
    found = [made.get(month) for month in months]
    scores = tuple(_score(audit) for audit in found)
    passed = sum(score is not None and score >= settings["score"] for score in scores)
    still = sum(
        audit is None and as_of < month.next().last_day for audit, month in zip(found, months, strict=True)
    )
    name, kind = centre.values["name"], centre.values["kind"]
    return CentreRow(
        record_id=centre.id,
        code=str(centre.values["code"]),
        name=name if isinstance(name, str) else None,
        kind=kind if isinstance(kind, str) else None,
        scores=scores,
        audits=tuple(audit.id if audit else None for audit in found),
        passed=passed,
        open=still,
        chip=_chip(passed, still, int(settings["times"]), len(months), any(found)),
        later=tuple(_later(later.get(month)) for month in months),
    )


def _later(audit: Row | None) -> LaterAudit | None:
    if audit is None:
        return None
    day = audit.values["audited_on"]
    assert isinstance(day, date)
    return LaterAudit(audit.id, day, _score(audit))


def _score(audit: Row | None) -> Decimal | None:
    score = audit.values["score"] if audit else None
    return score if isinstance(score, Decimal) else None


def _chip(passed: int, still: int, times: int, months: int, begun: bool) -> Chip:
    if passed >= times:
        return Chip(GOOD, f"ผ่านแล้ว {passed}/{months}")
    if passed + still < times:
        return Chip(BAD, f"{passed}/{months} ไม่ผ่าน")
    if not begun:
        return Chip(NEUTRAL, "ยังไม่ตรวจ")
    return Chip(WARN if passed + still == times else INFO, f"{passed}/{months} ต้องอีก {times - passed}")
