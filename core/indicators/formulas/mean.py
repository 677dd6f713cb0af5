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
from core.indicators.sentences import Way
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
            Working(question.in_all, value, facts.total, Decimal(facts.filled)),
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
    """What the next record must hold to bring the mean to its target or keep it within; how many of the most or the least it can
    hold, where one isn't enough."""
    value, total = _mean(facts), Fraction(facts.total)
    least, most = _ends(field)
    if (reach := question.short_of(value)) is not None:
        target = Fraction(reach)
        needed = target * (facts.filled + 1) - total
        if most is None or needed <= most:
            return f"รายการถัดไปต้องได้อย่างน้อย {plain(decimal_of(needed))} จึงถึง {plain(reach)}"
        return _in_a_row(facts, target, most, "จึงถึง") if target < most else ""
    if (limit := question.limit) is None or value is None:
        return ""
    target = Fraction(limit)
    needed = target * (facts.filled + 1) - total
    if least is not None and needed < least:
        return _in_a_row(facts, target, least, "จึงลงถึง") if target > least else ""
    if question.meets(value) and (most is None or needed >= most):  # whatever comes next, it stays within
        return ""
    return f"รายการถัดไปต้องได้ไม่เกิน {plain(decimal_of(needed))} จึงไม่เกิน {plain(limit)}"


def _in_a_row(facts: TallyFacts, target: Fraction, end: Fraction, until: str) -> str:
    """How many records that hold the end of the scale move the mean to its target."""
    row = ceil((target * facts.filled - Fraction(facts.total)) / (end - target))
    return f"ต้องได้ {plain(decimal_of(end))} {row:,} รายการติดต่อกัน{until} {plain(decimal_of(target))}"


def _ends(field: Field) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest value the field can hold, None where nothing bounds it."""
    if field.choices:
        codes = [Fraction(choice.code) for choice in field.choices]
        return min(codes), max(codes)
    least, most = (None if end is None else Fraction(end) for end in (field.minimum, field.maximum))
    return least, most


FORMULA = Formula(
    name="mean",
    title="ค่าเฉลี่ยของช่องในทะเบียน",
    place=11,
    nature=Nature.ENTERED,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
    parameters=(REGISTER, FIELD, FILTER, DAY_FIELD),
    ways=(Way("ค่าเฉลี่ยจาก [register] ของช่อง [field] [filter] โดยดูปีและเดือนจาก [day]"),),
)
