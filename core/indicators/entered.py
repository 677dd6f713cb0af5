"""Figures that are reported rather than counted: a value entered with its source, and the share of a budget spent.

Source: the seed's dimensions 2-4 ("ตามที่หน่วยงานกำหนด"); DOMAIN.md section 3 for D2.1.
"""

from decimal import Decimal
from fractions import Fraction

from core.indicators.exact import HUNDRED, decimal_of
from core.indicators.facts import BudgetFacts, EnteredFacts
from core.indicators.formula import Figures, Formula, Nature, Question
from core.indicators.parameters import Parameter, one_of
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


# What last year left: listed apart, or spent together with this year's allocation.
CARRIED = {"apart": "ได้รับจัดสรร", "added": "ได้รับจัดสรรรวมเงินยกมาจากปีก่อน"}


def compute_budget_share(question: Question, facts: BudgetFacts) -> Figures:
    """Disbursed x 100 / allocated; null while nothing is allocated. Committed money is shown, not counted; what was
    carried over from last year is listed, and belongs to the denominator where the plan says so."""
    chosen = question.parameters["carried"]
    brought = facts.carried + facts.carried_committed
    whole = facts.allocated + (brought if chosen == "added" else Decimal(0))
    value = _share(facts.disbursed, whole)
    return Figures(
        value=value,
        worst=value,
        best=value if question.year_over else None,
        formula=f"เบิกจ่าย × 100 ÷ {CARRIED[chosen]} (ก่อหนี้ผูกพันแสดงแยก ไม่นับเป็นเบิกจ่าย)",
        workings=(
            Working("เบิกจ่าย", value, facts.disbursed, whole),
            Working("ก่อหนี้ผูกพัน", _share(facts.committed, whole), facts.committed, whole),
            Working("คงเหลือ", numerator=whole - facts.disbursed - facts.committed),
            *_brought(facts),
        ),
    )


def _brought(facts: BudgetFacts) -> tuple[Working, ...]:
    """What last year left, free and committed, each where there is any."""
    lines = (
        ("ยกมาจากปีก่อน", facts.carried, "จัดสรร - เบิกจ่าย - ก่อหนี้ผูกพันของปีก่อน"),
        ("ยกมาจากปีก่อนที่ก่อหนี้ผูกพันไว้", facts.carried_committed, "แสดงแยก"),
    )
    return tuple(Working(label, numerator=amount, note=note) for label, amount, note in lines if amount)


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
    counts="บาท",
    parameters=(Parameter("carried", "เงินยกมาจากปีก่อน", "apart", one_of(*CARRIED)),),
)
