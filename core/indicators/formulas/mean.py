"""The mean of a field's filled values over any register's records; none without any."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from core.indicators.choosing import Choosing
from core.indicators.exact import as_decimal, decimal_of
from core.indicators.facts import Tally, TallyFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Tallied
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER
from core.indicators.result import Working
from core.indicators.words import plain
from core.registers.declare import Field
from core.thai.dates import month_long
from core.thai.fiscal import Month


def measure(choosing: Choosing) -> Tallied:
    """The records chosen, with the field whose mean is taken."""
    selection = choosing.selection()
    return Tallied(selection, value=choosing.number(selection.register, choosing.settings["field"]).name)


def compute(question: FormulaQuestion, facts: TallyFacts) -> Figures:
    """The mean of all filled values of the year, whatever their months; what comes may move it either way."""
    chosen = question.measure
    assert isinstance(chosen, Tallied)
    field = chosen.selection.register.field(chosen.value)
    filled = chosen.selection.says_with(f"ที่มี{field.label}")
    value = _mean(facts)
    months = [tally for tally in facts.tallies if isinstance(tally.of, Month) and tally.filled]
    return Figures(
        value=value,
        worst=None,
        best=None,
        formula=f"ผลรวม{field.label} ÷ จำนวน{filled}",
        workings=(
            Working("รวมทั้งปี", value, facts.total, Decimal(facts.filled)),
            *(_month(tally) for tally in months),
        ),
        warnings=() if facts.filled else (f"ยังไม่มี{filled} จึงยังไม่มีค่าเฉลี่ย",),
        to_do=_duty(question, facts, field),
    )


def _mean(found: TallyFacts | Tally) -> Decimal | None:
    return as_decimal(Fraction(found.total) / found.filled) if found.filled else None


def _month(tally: Tally) -> Working:
    assert isinstance(tally.of, Month)
    return Working(month_long(tally.of), _mean(tally), tally.total, Decimal(tally.filled))


def _duty(question: FormulaQuestion, facts: TallyFacts, field: Field) -> str:
    """What the next record must hold to bring the mean to its target; how many of the most it can hold, where one isn't enough."""
    if question.target is None or question.year_over or not question.below_target(_mean(facts)):
        return ""
    target, total = Fraction(question.target), Fraction(facts.total)
    needed, most = target * (facts.filled + 1) - total, _most(field)
    if most is None or needed <= most:
        return f"รายการถัดไปต้องได้อย่างน้อย {plain(decimal_of(needed))} จึงถึง {plain(question.target)}"
    if target >= most:
        return ""
    row = ceil((target * facts.filled - total) / (most - target))
    return f"ต้องได้ {plain(decimal_of(most))} {row:,} รายการติดต่อกันจึงถึง {plain(question.target)}"


def _most(field: Field) -> Fraction | None:
    """The greatest value the field can hold, None where nothing bounds it."""
    if field.choices:
        return max(Fraction(choice.code) for choice in field.choices)
    return None if field.maximum is None else Fraction(field.maximum)


FORMULA = Formula(
    name="mean",
    title="ค่าเฉลี่ยของช่องในทะเบียน",
    place=11,
    nature=Nature.ENTERED,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
    parameters=(REGISTER, FIELD, FILTER, DAY_FIELD),
)
