"""The value of the latest record whose field is filled: a level measured, a stock, a rank; none without any."""

from core.indicators.choosing import Choosing
from core.indicators.facts import EnteredFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Latest
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import run_on
from core.thai.dates import day_short


def measure(choosing: Choosing) -> Latest:
    """The latest of the records chosen."""
    selection = choosing.selection()
    return Latest(selection, choosing.number(selection.register, choosing.settings["field"]).name)


def compute(question: FormulaQuestion, facts: EnteredFacts) -> Figures:
    """The value as it stands; the next record may hold another."""
    chosen = question.measure
    assert isinstance(chosen, Latest)
    label = chosen.selection.register.field(chosen.field).label
    note = f"ณ วันที่ {day_short(facts.as_of)}" if facts.as_of else ""
    missing = f"ยังไม่มี{chosen.selection.says_with(f'ที่มี{label}')} จึงยังไม่มีผล"
    return Figures(
        value=facts.value,
        worst=None,
        best=None,
        formula=run_on(label, f"ล่าสุดของ{chosen.selection.says}"),
        workings=(Working(label, facts.value, note=note),) if facts.value is not None else (),
        warnings=() if facts.value is not None else (missing,),
    )


FORMULA = Formula(
    name="last",
    title="ค่าล่าสุดของช่องในทะเบียน",
    place=14,
    nature=Nature.ENTERED,
    measure=measure,
    facts=EnteredFacts,
    compute=compute,
    parameters=(REGISTER, FIELD, FILTER, DAY_FIELD),
    ways=(Way("ค่าล่าสุดจาก [register] ของช่อง [field] [filter] โดยดูปีและเดือนจาก [day]"),),
)
