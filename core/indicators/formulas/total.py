"""The sum of a field over any register's records (tonnes sorted, rai planted); 0 with no records."""

from decimal import Decimal

from core.indicators.amounts import said
from core.indicators.choosing import Choosing
from core.indicators.duties import count_duty
from core.indicators.facts import TallyFacts
from core.indicators.formula import AMOUNT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Tallied
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import run_on
from core.registers.declare import Field
from core.thai.dates import month_long
from core.thai.fiscal import Month


def measure(choosing: Choosing) -> Tallied:
    """The records chosen, with the field that is summed."""
    selection = choosing.selection()
    return Tallied(selection, value=choosing.number(selection.register, choosing.settings["field"]).name)


def compute(question: FormulaQuestion, facts: TallyFacts) -> Figures:
    """The sum; of amounts that can't be negative it can only grow, so worst is the value."""
    chosen, value = question.measure, facts.total
    assert isinstance(chosen, Tallied)
    field = chosen.selection.register.field(chosen.value)
    grows = _grows(field)
    words = run_on(f"ผลรวม{field.label}", f"ของ{chosen.selection.says}")
    return Figures(
        value=value,
        worst=value if grows else None,
        best=None,
        formula=words,
        workings=(
            Working(words, value, note=f"{facts.filled:,} {chosen.selection.register.counted_in}"),
            *_months(facts),
        ),
        to_do=_duty(question, value),
        nature=Nature.COUNT if grows else Nature.ENTERED,
    )


def _grows(field: Field) -> bool:
    return field.minimum is not None and field.minimum >= 0


def _months(facts: TallyFacts) -> tuple[Working, ...]:
    """The sum of each month."""
    return tuple(
        Working(month_long(tally.of), tally.total) for tally in facts.tallies if isinstance(tally.of, Month)
    )


def _duty(question: FormulaQuestion, value: Decimal) -> str:
    unit = question.indicator.unit
    return count_duty(question, value, "ต้องเพิ่มอีก", lambda amount: f"{said(unit, amount)} ")


FORMULA = Formula(
    name="sum",
    title="ผลรวมของช่องในทะเบียน",
    place=10,
    nature=Nature.COUNT,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
    gives=AMOUNT,
    parameters=(REGISTER, FIELD, FILTER, DAY_FIELD),
    ways=(Way("ผลรวมจาก [register] ของช่อง [field] [filter] โดยดูปีและเดือนจาก [day]"),),
)
