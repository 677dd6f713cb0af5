"""All formulas by name, and the one function that asks them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from core.indicators.count import COUNT
from core.indicators.entered import BUDGET_SHARE, ENTERED
from core.indicators.exact import achievement
from core.indicators.facts import Facts
from core.indicators.formula import Figures, Formula, Question
from core.indicators.ladder import LADDER
from core.indicators.monthly_mean import MONTHLY_MEAN
from core.indicators.parameters import BadParameter
from core.indicators.pass_rate import PASS_RATE
from core.indicators.result import Result, Status
from core.indicators.share_sum import SHARE_SUM
from core.indicators.share_within import SHARE_WITHIN
from core.indicators.status import status_of
from core.indicators.top_box import TOP_BOX
from core.plan.model import Indicator, Plan

FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        formula.name: formula
        for formula in (
            LADDER,
            SHARE_SUM,
            MONTHLY_MEAN,
            PASS_RATE,
            SHARE_WITHIN,
            TOP_BOX,
            COUNT,
            ENTERED,
            BUDGET_SHARE,
        )
    }
)


def settings(indicator: Indicator) -> Mapping[str, Any]:
    """The indicator's parameters with the defaults filled in.

    Raises BadParameter (a Thai sentence) where the plan names a formula or a parameter that can't be used.
    """
    return _formula(indicator).settings(indicator.parameters)


def settings_in(plan: Plan, formula: str, **given: object) -> Mapping[str, Any] | None:
    """The settings of the plan's first usable indicator of a formula that has those ``given``; None where it has none."""
    for indicator in plan.indicators:
        if indicator.formula != formula:
            continue
        try:
            found = settings(indicator)
        except BadParameter:
            continue
        if all(found[name] == value for name, value in given.items()):
            return found
    return None


def reads_of(indicator: Indicator) -> tuple[str, ...]:
    """The registers this very indicator reads; none where its formula or parameters can't be used."""
    try:
        return _formula(indicator).reads_with(settings(indicator))
    except BadParameter:
        return ()


def evaluate(indicator: Indicator, facts: Facts, as_of: date, fiscal_year: int) -> Result:
    """The indicator's figures as of the end of a day.

    ``facts`` are those of that day and fiscal year (Buddhist), counted with ``settings(indicator)``. A formula or
    parameter that can't be used gives a Result without figures and a Thai warning, for folding never refuses.
    Raises TypeError for facts of another formula's type: that is our own fault.
    """
    try:
        formula = _formula(indicator)
        question = Question(indicator, as_of, fiscal_year, formula.settings(indicator.parameters))
    except BadParameter as fault:
        return _without_figures(indicator, as_of, str(fault))
    if not isinstance(facts, formula.facts):
        raise TypeError(f"{formula.name} takes {formula.facts.__name__}, not {type(facts).__name__}")
    return _result(question, formula, formula.compute(question, facts))


def _formula(indicator: Indicator) -> Formula:
    if indicator.formula not in FORMULAS:
        raise BadParameter(
            f"แผนกำหนดสูตร “{indicator.formula}” ให้ตัวชี้วัด {indicator.code} ซึ่งโปรแกรมไม่รู้จัก โปรดเลือกสูตรในแผนใหม่"
        )
    return FORMULAS[indicator.formula]


def _result(question: Question, formula: Formula, figures: Figures) -> Result:
    return Result(
        code=question.indicator.code,
        as_of=question.as_of,
        value=figures.value,
        worst=figures.worst,
        best=figures.best,
        open=figures.open,
        target=question.target,
        achievement=achievement(figures.value, question.target),
        status=status_of(question, formula.nature, figures),
        planned=figures.planned,
        formula=figures.formula,
        workings=figures.workings,
        warnings=figures.warnings,
        to_do=figures.to_do,
    )


def _without_figures(indicator: Indicator, as_of: date, warning: str) -> Result:
    return Result(
        code=indicator.code,
        as_of=as_of,
        value=None,
        worst=None,
        best=None,
        open=0,
        target=indicator.target,
        achievement=None,
        status=Status.NO_DATA,
        warnings=(warning,),
    )
