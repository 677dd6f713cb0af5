"""The state of an indicator, from its figures (docs/domain.md section 3, "Status"). Compared unrounded.

What is settled for good is judged by the year's figures and the year's goal, how it stands by those of the day.
"""

from decimal import Decimal

from core.indicators.formula import Figures, FormulaQuestion, Nature
from core.indicators.goals import Goal
from core.indicators.result import Status


def status_of(question: FormulaQuestion, nature: Nature, figures: Figures, year: Figures) -> Status:
    """The state in words: nothing known, settled for good, or how it stands as of the day. ``year`` are the figures of the
    whole year, where those of the day are a quarter's or month's alone."""
    value, goal = figures.value, question.goal
    if value is None:
        return Status.NO_DATA
    if goal is None:
        return Status.REPORTED
    if question.year_goal is not None and year.value is not None:
        if _secured(question, question.year_goal, nature, year):
            return Status.SECURED
        if _out_of_reach(question, question.year_goal, nature, year):
            return Status.OUT_OF_REACH
    return _underway(goal, nature, figures, value)


def _secured(question: FormulaQuestion, goal: Goal, nature: Nature, figures: Figures) -> bool:
    """The target is met and can't be lost."""
    if figures.value is None or not goal.met(figures.value):
        return False
    if nature is Nature.FINITE and goal.kept(figures.worst, figures.best):
        return True
    return (nature is Nature.COUNT and goal.most is None) or _settled(question, figures)


def _out_of_reach(question: FormulaQuestion, goal: Goal, nature: Nature, figures: Figures) -> bool:
    """The target can't be met any more."""
    if figures.value is None:
        return False
    if nature is Nature.FINITE and goal.lost(figures.worst, figures.best):
        return True
    if nature is Nature.COUNT and goal.over(figures.value):
        return True
    return _settled(question, figures) and not goal.met(figures.value)


def _underway(goal: Goal, nature: Nature, figures: Figures, value: Decimal) -> Status:
    if goal.met(value):
        return Status.ON_TRACK
    if goal.over(value):
        return Status.OPEN if nature is Nature.ENTERED else Status.BEHIND
    if figures.planned is not None:
        return Status.ON_TRACK if value >= figures.planned else Status.BEHIND
    return Status.BEHIND if nature is Nature.SHARE else Status.OPEN


def _settled(question: FormulaQuestion, figures: Figures) -> bool:
    """The year is over and no item is open."""
    return question.year_over and not figures.open
