"""The grid of centres by audited months (indicator 2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.office.types import BAD, GOOD, INFO, NEUTRAL, WARN, CentreRow, Chip
from core.store.connection import Connection
from core.store.records import Query, Row, rows
from core.store.tables import REGISTERS
from core.thai.fiscal import Month


def centre_rows(
    connection: Connection, months: Sequence[Month], settings: Mapping[str, Any], as_of: date
) -> tuple[CentreRow, ...]:
    """Every centre with the audits made up to a day, by code."""
    audits: dict[str, dict[Month, Row]] = defaultdict(dict)
    for audit in rows(connection, REGISTERS["centre_audits"], Query(order_by=("month",))):
        made, month = audit.values["audited_on"], audit.values["month"]
        if isinstance(made, date) and made <= as_of and isinstance(month, Month):
            audits[str(audit.values["centre"])][month] = audit
    centres = rows(connection, REGISTERS["info_centres"], Query(order_by=("code",)))
    return tuple(_centre_row(c, audits[str(c.values["code"])], months, settings, as_of) for c in centres)


def _centre_row(
    centre: Row,
    audits: Mapping[Month, Row],
    months: Sequence[Month],
    settings: Mapping[str, Any],
    as_of: date,
) -> CentreRow:
    found = [audits.get(month) for month in months]
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
    )


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
