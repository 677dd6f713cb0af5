"""A figure that is reported rather than counted: a value entered with its source.

Source: the 2563 plan's dimensions 2-4 ("ตามที่หน่วยงานกำหนด").
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.indicators.choosing import Choosing
from core.indicators.evidence import FOR, OUTSIDE, WorkingRecord
from core.indicators.facts import EnteredFacts
from core.indicators.formula import Behind, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Latest
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import listed
from core.registers.declare import compared
from core.thai.dates import day_short
from core.thai.numbers import format_decimal


def compute(question: FormulaQuestion, facts: EnteredFacts) -> Figures:
    """The latest value entered by hand; nothing is known about what it may still become."""
    return Figures(
        value=facts.value,
        worst=None,
        best=None,
        formula="ค่าล่าสุดที่บันทึกตามเกณฑ์ของหน่วยงานเจ้าของตัวชี้วัด",
        workings=(Working("ค่าที่บันทึก", facts.value, note=_origin(facts)),) if facts.value is not None else (),
        to_do="" if facts.value is not None or question.year_over else "ยังไม่ได้บันทึกผลและแหล่งที่มา",
    )


def measure(choosing: Choosing) -> Latest:
    """The latest result entered for the indicator."""
    return Latest(choosing.all_of("manual_results", indicator=choosing.code), "value", "source")


def _origin(facts: EnteredFacts) -> str:
    return listed(
        (
            f"ณ วันที่ {day_short(facts.as_of)}" if facts.as_of else "",
            f"แหล่งที่มา: {facts.source}" if facts.source else "",
        )
    )


def explain(behind: Behind) -> Iterable[WorkingRecord]:
    """What was entered for the indicator, the latest first, which alone counts."""
    code = compared(behind.question.indicator.code)
    mine = [r for r in behind.records if compared(r.values["indicator"]) == code]
    for record in reversed(mine):
        value, day = record.values["value"], record.values["as_of"]
        assert isinstance(day, date)
        shown = f"ณ {day_short(day)} · {format_decimal(value) if isinstance(value, Decimal) else '–'}"
        verdict = FOR if record is mine[-1] else OUTSIDE
        yield WorkingRecord(behind.register, record.id, str(record.values["source"] or ""), verdict, shown)


FORMULA = Formula(
    name="entered",
    title="บันทึกผลพร้อมแหล่งที่มา",
    place=8,
    nature=Nature.ENTERED,
    measure=measure,
    facts=EnteredFacts,
    compute=compute,
    explain=explain,
    ways=(Way("ค่าล่าสุดที่หน่วยงานเจ้าของตัวชี้วัดบันทึกไว้พร้อมแหล่งที่มา"),),
)
