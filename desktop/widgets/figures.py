"""Figures of an indicator as an official reads them: two places, whole counts, the target with its sign."""

from decimal import Decimal

from core.indicators.goals import Goal
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


def goal_figure(goal: Goal | None, unit: str) -> str:
    """A target as its unit is written, ``60.00-80.00`` where it has two ends; – where there is none."""
    if goal is None:
        return NOTHING
    return "-".join(figure(end, unit) for end in goal.ends)


def target_text(result: Result) -> str:
    """The target of the day: ``≥ 80``, ``= 100``, ``≤ 5``, ``60-80``, – where the plan sets none."""
    return result.goal.sign if result.goal else NOTHING


def period_words(result: Result) -> str:
    """Behind a target that is a quarter's or month's, which: `` ถึงสิ้น มี.ค. 63``; "" behind the year's."""
    goal = result.goal
    return f" {goal.when}" if goal and goal.until and goal != result.year_goal else ""


def promise_words(indicator: Indicator, result: Result) -> str:
    """The year's target, that of the day's quarter or month where there is one, and what it stood at before; "" where the year's
    is all."""
    unit, goal, year = indicator.unit, result.goal, result.year_goal
    told = []
    if goal and goal != year:
        told.append(f"เป้าหมาย{goal.when} {goal.words(unit)}")
        told.append(f"ทั้งปี {year.words(unit)}" if year else "")
    if indicator.baseline is not None:
        note = f" ({indicator.baseline_note})" if indicator.baseline_note else ""
        told.append(f"ค่าฐาน {figure(indicator.baseline, unit)}{note}")
    return " · ".join(filter(None, told))


def span_text(result: Result, unit: str) -> str:
    """What the figure can still come to: ``เป็นไปได้ 91.37 – 92.10``; "" where there is nothing to say."""
    low, high = result.span
    if low is None:
        return ""
    least, most = figure(low, unit), figure(high, unit)
    if high is None:
        return f"อย่างน้อย {least}"
    return f"เป็นไปได้ {least} – {most}" if least != most else ""


def state_chip(result: Result) -> tuple[str, str]:
    """The tone and the words of a state; one that open conflicts touch is no settled one."""
    return DISPUTED if result.contested else TONES[result.status], result.status_label


def contested_words(result: Result, unit: str) -> str:
    """What open conflicts make of a figure, in words; "" where none touches it."""
    return result.contested.words(unit) if result.contested else ""
