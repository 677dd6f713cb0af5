"""Figures that are reported rather than counted: a value entered with its source, and the share of a budget spent.

Source: the seed's dimensions 2-4 ("ตามที่หน่วยงานกำหนด"); DOMAIN.md section 3 for D2.1.
"""

from decimal import Decimal
from fractions import Fraction

from core.indicators.exact import HUNDRED, decimal_of
from core.indicators.facts import BudgetFacts, EnteredFacts
from core.indicators.formula import Figures, Formula, Nature, Question
from core.indicators.result import Working
from core.indicators.words import listed
from core.thai.dates import day_short


def compute_entered(question: Question, facts: EnteredFacts) -> Figures:
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


def compute_budget_share(question: Question, facts: BudgetFacts) -> Figures:
    """Disbursed x 100 / allocated; null while nothing is allocated. Committed money is shown, not counted."""
    value = _share(facts.disbursed, facts.allocated)
    return Figures(
        value=value,
        worst=value,
        best=value if question.year_over else None,
        formula="เบิกจ่าย × 100 ÷ ได้รับจัดสรร (ก่อหนี้ผูกพันแสดงแยก ไม่นับเป็นเบิกจ่าย)",
        workings=(
            Working("เบิกจ่าย", value, facts.disbursed, facts.allocated),
            Working("ก่อหนี้ผูกพัน", _share(facts.committed, facts.allocated), facts.committed, facts.allocated),
            Working("คงเหลือ", numerator=facts.allocated - facts.disbursed - facts.committed),
        ),
    )


def _share(part: Decimal, allocated: Decimal) -> Decimal | None:
    return decimal_of(Fraction(part) * Fraction(HUNDRED) / Fraction(allocated)) if allocated > 0 else None


ENTERED = Formula(
    name="entered",
    nature=Nature.ENTERED,
    reads=("manual_results",),
    facts=EnteredFacts,
    compute=compute_entered,
)

BUDGET_SHARE = Formula(
    name="budget_share",
    nature=Nature.ENTERED,
    reads=("budget_entries",),
    facts=BudgetFacts,
    compute=compute_budget_share,
)
