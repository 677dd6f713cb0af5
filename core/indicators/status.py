"""The state of an indicator, from its figures (docs/domain.md section 3, "Status"). Compared unrounded."""

from core.indicators.formula import Figures, FormulaQuestion, Nature
from core.indicators.result import Status


def status_of(question: FormulaQuestion, nature: Nature, figures: Figures) -> Status:
    """The state in words: nothing known, settled for good, or how it stands as of the day."""
    if figures.value is None:
        return Status.NO_DATA
    if question.target is None:
        return Status.REPORTED
    if _secured(question, nature, figures):
        return Status.SECURED
    if _out_of_reach(question, nature, figures):
        return Status.OUT_OF_REACH
    return _underway(question, nature, figures)


def _secured(question: FormulaQuestion, nature: Nature, figures: Figures) -> bool:
    """The target is met and can't be lost."""
    if question.below_target(figures.value):
        return False
    if nature is Nature.FINITE and not question.below_target(figures.worst):
        return True
    return nature is Nature.COUNT or _settled(question, figures)


def _out_of_reach(question: FormulaQuestion, nature: Nature, figures: Figures) -> bool:
    """The target can't be met any more."""
    if nature is Nature.FINITE and question.below_target(figures.best):
        return True
    return question.below_target(figures.value) and _settled(question, figures)


def _underway(question: FormulaQuestion, nature: Nature, figures: Figures) -> Status:
    if not question.below_target(figures.value):
        return Status.ON_TRACK
    if figures.planned is not None and figures.value is not None:
        return Status.ON_TRACK if figures.value >= figures.planned else Status.BEHIND
    return Status.BEHIND if nature is Nature.SHARE else Status.OPEN


def _settled(question: FormulaQuestion, figures: Figures) -> bool:
    """The year is over and no item is open."""
    return question.year_over and not figures.open
