"""What an indicator's formula makes of it: its settings, what it reads, its figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.facts import Facts
from core.indicators.formula import Figures, Formula, FormulaQuestion, IndicatorLike, PlanLike
from core.indicators.formulas import FORMULAS
from core.indicators.goals import AT_MOST, goal_on, year_goal
from core.indicators.measures import Measured, reads
from core.indicators.parameters import BadParameter, Uncomputable
from core.indicators.result import Result, Status
from core.indicators.status import status_of
from core.indicators.words import listed
from core.registers.declare import COUNTED_IN, Register

__all__ = [
    "FORMULAS",
    "counted_in",
    "evaluate",
    "measure_with",
    "measures_of",
    "reads_of",
    "settings",
    "settings_for",
    "settings_in",
    "without_figures",
]


def settings(indicator: IndicatorLike) -> Mapping[str, Any]:
    """The indicator's parameters with the defaults filled in.

    Raises BadParameter (a Thai sentence) where the plan names a formula or a parameter that can't be used.
    """
    formula = _formula(indicator)
    if indicator.parameters is None:
        raise BadParameter("ค่าที่ใช้คำนวณในแผนอ่านไม่ได้ โปรดเลือกวิธีคำนวณและบันทึกใหม่", indicator.code)
    try:
        return formula.settings(indicator.parameters)
    except BadParameter as fault:
        raise BadParameter(fault.why, indicator.code) from fault


def settings_for(plan: PlanLike, indicator: IndicatorLike) -> Mapping[str, Any]:
    """The same, and the plan has what they ask for. Raises BadParameter, or Uncomputable where it hasn't."""
    given = settings(indicator)
    lacking = _formula(indicator).lacking(plan, given)
    if lacking:
        raise Uncomputable(lacking, indicator.code)
    return given


def settings_in(plan: PlanLike, formula: str, **given: object) -> Mapping[str, Any] | None:
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


def measure_with(
    indicator: IndicatorLike, given: Mapping[str, Any], registers: Mapping[str, Register]
) -> Measured:
    """What is counted for an indicator with settled parameters. Raises BadParameter where they name what the registers haven't."""
    try:
        return _formula(indicator).measure(Choosing(indicator.code, given, registers))
    except BadParameter as fault:
        raise BadParameter(fault.why, indicator.code) from fault


def measures_of(
    plan: PlanLike, indicator: IndicatorLike, registers: Mapping[str, Register]
) -> tuple[Measured, ...]:
    """What is counted for an indicator and for those it refers to; what can't be computed is left out."""
    measures = (_measured(one, registers) for one in (indicator, *_referred(plan, indicator)))
    return tuple(measure for measure in measures if measure)


def reads_of(plan: PlanLike, indicator: IndicatorLike, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """The registers this very indicator reads, by itself or through those it refers to."""
    measures = measures_of(plan, indicator, registers)
    return tuple(dict.fromkeys(name for measure in measures for name in reads(measure)))


def _measured(indicator: IndicatorLike, registers: Mapping[str, Register]) -> Measured | None:
    try:
        return measure_with(indicator, settings(indicator), registers)
    except BadParameter:
        return None


def _referred(plan: PlanLike, indicator: IndicatorLike) -> tuple[IndicatorLike, ...]:
    """The indicators whose values an indicator takes, and whose they take in turn."""
    codes, found = _refers(indicator), dict[str, IndicatorLike]()
    while codes:
        more = {i.code: i for i in plan.indicators if i.code in codes and i.code not in found}
        found |= more
        codes = tuple(code for other in more.values() for code in _refers(other))
    return tuple(found.values())


def _refers(indicator: IndicatorLike) -> tuple[str, ...]:
    try:
        return _formula(indicator).refers(settings(indicator))
    except BadParameter:
        return ()


def counted_in(indicator: IndicatorLike) -> str:
    """The Thai classifier of what the indicator's workings divide, or บาท; "" where they divide nothing."""
    known = FORMULAS.get(indicator.formula)
    if known and known.counts and known.chooses(indicator.parameters or {}):
        return COUNTED_IN
    return known.counts if known else ""


def evaluate(
    indicator: IndicatorLike,
    facts: Facts,
    as_of: date,
    fiscal_year: int,
    measure: Measured | None = None,
    of_year: Facts | None = None,
) -> Result:
    """The indicator's figures as of the end of a day.

    ``facts`` are those of that day and fiscal year (Buddhist), counted by ``measure``; ``of_year`` those of the whole year, where
    they are a quarter's or month's alone. A formula or
    parameter that can't be used gives a Result without figures and a Thai warning, for folding never refuses.
    Raises TypeError for facts of another formula's type: that is our own fault.
    """
    try:
        formula = _formula(indicator)
        question = FormulaQuestion(indicator, as_of, fiscal_year, settings(indicator), measure)
    except BadParameter as fault:
        return without_figures(indicator, as_of, fiscal_year, fault)
    if not isinstance(facts, formula.facts):
        raise TypeError(f"{formula.name} takes {formula.facts}, not {type(facts).__name__}")
    figures = formula.compute(question, facts)
    return _result(
        question, formula, figures, figures if of_year is None else formula.compute(question, of_year)
    )


def _formula(indicator: IndicatorLike) -> Formula:
    if not indicator.formula:
        raise BadParameter("แผนยังไม่ได้กำหนดวิธีคำนวณ โปรดเลือกวิธีคำนวณในแผน", indicator.code)
    if indicator.formula not in FORMULAS:
        raise BadParameter(
            f"แผนกำหนดสูตร “{indicator.formula}” ซึ่งโปรแกรมไม่รู้จัก โปรดเลือกสูตรในแผนใหม่", indicator.code
        )
    return FORMULAS[indicator.formula]


def _result(question: FormulaQuestion, formula: Formula, figures: Figures, year: Figures) -> Result:
    goal, value = question.goal, figures.value
    bounds = (figures.worst, figures.best)
    worst, best = bounds[::-1] if question.indicator.comparison == AT_MOST else bounds
    return Result(
        code=question.indicator.code,
        as_of=question.as_of,
        value=value,
        worst=worst,
        best=best,
        open=figures.open,
        goal=goal,
        achievement=goal.achievement(value) if goal and value is not None else None,
        status=status_of(question, figures.nature or formula.nature, figures, year),
        planned=figures.planned,
        formula=listed((figures.formula, question.counted_days)),
        workings=figures.workings,
        warnings=(*figures.warnings, *_endless(question, figures)),
        to_do=figures.to_do,
        year_goal=question.year_goal,
        year_value=year.value,
    )


def _endless(question: FormulaQuestion, figures: Figures) -> tuple[str, ...]:
    """What is said of a value whose target is to lie between two numbers and has but one."""
    if figures.value is None or question.goal is not None or question.indicator.target is None:
        return ()
    return ("ค่าเป้าหมายแบบอยู่ระหว่างยังไม่มีค่าสูงสุด จึงยังไม่ได้เทียบเป้าหมาย โปรดกรอกในแผน",)


def without_figures(indicator: IndicatorLike, as_of: date, fiscal_year: int, fault: Uncomputable) -> Result:
    """What is known of an indicator that can't be computed: its targets, and why."""
    return Result(
        code=indicator.code,
        as_of=as_of,
        value=None,
        worst=None,
        best=None,
        open=0,
        goal=goal_on(indicator, fiscal_year, as_of),
        achievement=None,
        status=Status.NO_DATA,
        warnings=(str(fault),),
        fault=str(fault),
        year_goal=year_goal(indicator, fiscal_year),
    )
