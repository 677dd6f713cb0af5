"""A figure that is reported rather than counted: a value entered with its source.

Source: the seed's dimensions 2-4 ("ตามที่หน่วยงานกำหนด").
"""

from core.indicators.facts import EnteredFacts
from core.indicators.formula import Figures, Formula, Nature, Question
from core.indicators.result import Working
from core.indicators.words import listed
from core.thai.dates import day_short


def compute(question: Question, facts: EnteredFacts) -> Figures:
    """The latest value entered by hand; nothing is known about what it may still become."""
    return Figures(
        value=facts.value,
        worst=None,
        best=None,
        formula="ค่าล่าสุดที่บันทึกตามเกณฑ์ของหน่วยงานเจ้าของตัวชี้วัด",
        workings=(Working("ค่าที่บันทึก", facts.value, note=_origin(facts)),) if facts.value is not None else (),
        to_do="" if facts.value is not None or question.year_over else "ยังไม่ได้บันทึกผลและแหล่งที่มา",
    )


def _origin(facts: EnteredFacts) -> str:
    return listed(
        (
            f"ณ วันที่ {day_short(facts.as_of)}" if facts.as_of else "",
            f"แหล่งที่มา: {facts.source}" if facts.source else "",
        )
    )


FORMULA = Formula(
    name="entered",
    title="บันทึกผลพร้อมแหล่งที่มา",
    place=8,
    nature=Nature.ENTERED,
    reads=("manual_results",),
    facts=EnteredFacts,
    compute=compute,
)
