"""Figures of an indicator as an official reads them: two places, whole counts, the target with its sign."""

from decimal import Decimal

from core.indicators.result import Result, Status
from core.office import places_of
from core.plan.model import Indicator
from core.thai.numbers import format_decimal
from desktop.theme.token_sets import DISPUTED

NOTHING = "–"
TONES = {
    Status.SECURED: "good",
    Status.ON_TRACK: "good",
    Status.BEHIND: "bad",
    Status.OUT_OF_REACH: "bad",
    Status.OPEN: "info",
    Status.REPORTED: "info",
    Status.NO_DATA: "neutral",
}


def figure(value: Decimal | None, unit: str) -> str:
    """A figure as its unit is written; – where there is none."""
    if value is None:
        return NOTHING
    return format_decimal(value, places_of(unit, value), grouping=True)


def target_text(indicator: Indicator) -> str:
    """``≥ 80``, ``= 100``, – where the plan sets none."""
    target = indicator.target
    if target is None:
        return NOTHING
    sign = "=" if indicator.comparison == "eq" else "≥"
    return f"{sign} {format(target.normalize(), ',f')}"


def span_text(result: Result, unit: str) -> str:
    """What the figure can still come to: ``เป็นไปได้ 91.37 – 92.10``; "" where there is nothing to say."""
    if result.worst is None:
        return ""
    worst = figure(result.worst, unit)
    best = figure(result.best, unit)
    if result.best is None:
        return f"อย่างน้อย {worst}"
    return f"เป็นไปได้ {worst} – {best}" if worst != best else ""


def state_chip(result: Result) -> tuple[str, str]:
    """The tone and the words of a state; one that open conflicts touch is no settled one."""
    return DISPUTED if result.contested else TONES[result.status], result.status_label


def contested_words(result: Result, unit: str) -> str:
    """What open conflicts make of a figure, in words; "" where none touches it."""
    return result.contested.words(unit) if result.contested else ""
