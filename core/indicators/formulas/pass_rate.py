"""A pass rate n of m months (indicator 2: centres scoring at least 80 in at least 4 of the months January-June).

Passing centres x 100 / 72, where 72 is the plan's parameter and not the count of rows: 8 of 72 are 11.11.
A centre that has passed often enough keeps it, so the bounds are true: worst is the value, best counts the centres
that can still reach it. Source: the 2563 plan's table ข, indicator 2.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from core.indicators.exact import as_decimal, percent
from core.indicators.facts import PassFacts, PassGroup
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.parameters import Parameter, between, calendar_months, whole
from core.indicators.result import Working
from core.indicators.words import listed, plain
from core.thai.dates import month_long, month_name_short
from core.thai.fiscal import FIRST_MONTH, Month


def compute(question: FormulaQuestion, facts: PassFacts) -> Figures:
    """The centres that have passed often enough, and those that still can."""
    times, denominator = question.parameters["times"], question.parameters["denominator"]
    passing = sum(g.count for g in facts.groups if g.passed >= times)
    hopeful = sum(g.count for g in facts.groups if g.passed < times <= g.passed + g.open)
    value = as_decimal(percent(passing, denominator))
    return Figures(
        value=value,
        worst=value,
        best=as_decimal(percent(passing + hopeful, denominator)),
        open=sum(g.open * g.count for g in facts.groups),
        formula=_in_words(question),
        workings=(
            Working("ศูนย์ที่ผ่านเกณฑ์", value, Decimal(passing), Decimal(denominator)),
            *(_month_working(*line) for line in sorted(facts.by_month)),
            *(_group_working(g) for g in sorted(facts.groups, key=lambda g: (-g.passed, -g.open, -g.count))),
        ),
        warnings=_too_many(facts, denominator),
        to_do=_duty(passing, hopeful, value, question),
    )


def _month_working(month: Month, audited: int, passed: int) -> Working:
    return Working(
        month_long(month),
        as_decimal(percent(passed, audited)),
        Decimal(passed),
        Decimal(audited),
        note=f"ตรวจ {audited} ศูนย์ ผ่าน {passed} ศูนย์",
    )


def _group_working(group: PassGroup) -> Working:
    label = f"ผ่านแล้ว {group.passed} เดือน"
    if group.open:
        label += f" ยังไม่ตรวจ {group.open} เดือน"
    return Working(label, numerator=Decimal(group.count), note=f"{group.count} ศูนย์")


def _too_many(facts: PassFacts, denominator: int) -> tuple[str, ...]:
    rows = sum(group.count for group in facts.groups)
    if rows <= denominator:
        return ()
    return (f"ทะเบียนมี {rows} ศูนย์ แต่แผนกำหนดตัวหารไว้ {denominator} โปรดตรวจสอบทะเบียนศูนย์หรือตัวหารในแผน",)


def _in_words(question: FormulaQuestion) -> str:
    settings = question.parameters
    months = settings["months"]
    return (
        f"จำนวนศูนย์ที่ได้ {plain(settings['score'])} คะแนนขึ้นไป อย่างน้อย {settings['times']} ใน {len(months)} เดือน "
        f"({_month_span(months)}) × 100 ÷ {settings['denominator']}"
    )


def _month_span(months: tuple[int, ...]) -> str:
    """The months in fiscal order; a run by its ends."""
    ordered = sorted(months, key=lambda month: (month - FIRST_MONTH) % 12)
    names = [month_name_short(month) for month in ordered]
    is_run = all((b - a) % 12 == 1 for a, b in pairwise(ordered))
    return f"{names[0]}–{names[-1]}" if is_run and len(names) > 2 else ", ".join(names)


def _duty(passing: int, hopeful: int, value: Decimal | None, question: FormulaQuestion) -> str:
    if not hopeful:
        return ""
    return listed(
        (
            f"{passing} จาก {question.parameters['denominator']} ศูนย์ผ่าน",
            f"อีก {hopeful} ศูนย์ยังผ่านได้",
            _still_needed(passing, value, question),
        )
    )


def _still_needed(passing: int, value: Decimal | None, question: FormulaQuestion) -> str:
    if not question.below_target(value) or question.target is None:
        return ""
    enough = ceil(Fraction(question.target) * question.parameters["denominator"] / 100)
    return f"ต้องผ่านอีก {enough - passing} ศูนย์จึงถึง {plain(question.target)}"


FORMULA = Formula(
    name="pass_rate",
    title="ร้อยละของศูนย์ที่ผ่านเกณฑ์",
    place=4,
    nature=Nature.FINITE,
    reads=("centre_audits", "info_centres"),
    facts=PassFacts,
    compute=compute,
    counts="ศูนย์",
    parameters=(
        Parameter("score", "คะแนนที่ถือว่าผ่าน", 80, between(0, 100)),
        Parameter("times", "จำนวนเดือนที่ต้องผ่าน", 4, whole(1, 12)),
        Parameter("months", "เดือนที่ตรวจ", (1, 2, 3, 4, 5, 6), calendar_months),
        Parameter("denominator", "จำนวนศูนย์ทั้งหมด", 72, whole(1, 1_000_000)),
    ),
)
