"""The share of ratings in the top levels (indicator 5.4: มาก or มากที่สุด, levels 4 and 5); each rating counts.

Source: the 2563 plan's table ข, indicator 5 (4. ความพึงพอใจของผู้ใช้บริการ).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from core.indicators.choosing import Choosing
from core.indicators.duties import InARow, share_duty
from core.indicators.evidence import AGAINST, FOR, NAMELESS, WorkingRecord
from core.indicators.exact import as_decimal, percent
from core.indicators.facts import TallyFacts
from core.indicators.formula import PERCENT, Behind, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Tallied
from core.indicators.parameters import Parameter, ParameterKind, whole
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.registers import by_name
from core.thai.dates import day_short

# The register whose ratings it counts.
OVER = "satisfaction_ratings"
LEVELS = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")


def compute(question: FormulaQuestion, facts: TallyFacts) -> Figures:
    """The share of the top levels; a rating is never open, so the bounds are the value."""
    lowest = question.parameters["from_level"]
    counts = levels_of(facts)
    top, total = sum(counts[lowest - 1 :]), sum(counts)
    value = as_decimal(percent(top, total))
    words = "หรือ".join(LEVELS[lowest - 1 :])
    return Figures(
        value=value,
        worst=value,
        best=value,
        formula=f"จำนวนผู้ประเมินระดับ{words} × 100 ÷ จำนวนผู้ประเมินทั้งหมด",
        workings=(
            Working(f"ระดับ{words}", value, Decimal(top), Decimal(total)),
            *(_level(counts, number) for number in range(len(LEVELS), 0, -1)),
        ),
        to_do=_duty(question, top, total, words),
    )


def measure(choosing: Choosing) -> Tallied:
    """Ratings by level."""
    return Tallied(choosing.all_of(OVER), by="level")


def levels_of(facts: TallyFacts) -> tuple[int, ...]:
    """How many gave each level, the lowest first; what is no level is left out."""
    given = {tally.of: tally.records for tally in facts.tallies}
    return tuple(given.get(level, 0) for level in range(1, len(LEVELS) + 1))


def _level(counts: Sequence[int], number: int) -> Working:
    count, total = counts[number - 1], sum(counts)
    return Working(
        f"{number} {LEVELS[number - 1]}", as_decimal(percent(count, total)), Decimal(count), Decimal(total)
    )


def _duty(question: FormulaQuestion, top: int, total: int, words: str) -> str:
    reach = f"ต้องได้ระดับ{words} {{n}} รายติดต่อกันจึงถึง {{target}}"
    return share_duty(question, top, total, InARow(reach, f"ได้ระดับ{words}", "ราย"))


def explain(behind: Behind) -> Iterable[WorkingRecord]:
    """Each rating, for the figure from the lowest level that counts on."""
    lowest, words = behind.question.parameters["from_level"], by_name(OVER).field("level")
    for record in behind.records:
        level, day = record.values["level"], record.values["rated_on"]
        assert isinstance(day, date)
        shown = f"{day_short(day)} · ระดับ {words.choice_label(str(level))}"
        verdict = FOR if isinstance(level, int) and level >= lowest else AGAINST
        label = str(record.values["user"] or NAMELESS)
        yield WorkingRecord(behind.register, record.id, label, verdict, shown)


FORMULA = Formula(
    name="top_box",
    title="ร้อยละที่พึงพอใจ",
    place=6,
    nature=Nature.SHARE,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
    gives=PERCENT,
    explain=explain,
    counts="ราย",
    parameters=(
        Parameter(
            "from_level",
            "ระดับต่ำสุดที่นับ",
            4,
            whole(1, len(LEVELS)),
            {str(number): f"{number} {words}" for number, words in enumerate(LEVELS, 1)},
            kind=ParameterKind.CODE,
        ),
    ),
    ways=(Way("ร้อยละของผู้ประเมินที่พึงพอใจตั้งแต่ระดับ [from_level] ขึ้นไป", over=OVER),),
)
