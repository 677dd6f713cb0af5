"""The share of a budget that is spent: committed money is shown, not counted.

Source: docs/domain.md section 3, indicator D2.1.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.indicators.choosing import Choosing
from core.indicators.evidence import AGAINST, FOR, OUTSIDE, WorkingRecord
from core.indicators.exact import HUNDRED, decimal_of
from core.indicators.facts import BudgetFacts
from core.indicators.formula import PERCENT, Behind, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Spent
from core.indicators.parameters import chosen
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.registers import by_name
from core.thai.dates import day_short
from core.thai.numbers import format_baht

# What last year left: listed apart, or spent together with this year's allocation; and what the share is of then.
CHOICES = {"apart": "แสดงแยก ไม่รวมในตัวหาร", "added": "รวมในตัวหาร"}
CARRIED = {"apart": "ได้รับจัดสรร", "added": "ได้รับจัดสรรรวมเงินยกมาจากปีก่อน"}


def compute(question: FormulaQuestion, facts: BudgetFacts) -> Figures:
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


def measure(choosing: Choosing) -> Spent:
    """The year's entries and those of the year before."""
    return Spent(choosing.all_of("budget_entries"), "kind", "amount")


def _brought(facts: BudgetFacts) -> tuple[Working, ...]:
    """What last year left, free and committed, each where there is any."""
    lines = (
        ("ยกมาจากปีก่อน", facts.carried, "จัดสรร - เบิกจ่าย - ก่อหนี้ผูกพันของปีก่อน"),
        ("ยกมาจากปีก่อนที่ก่อหนี้ผูกพันไว้", facts.carried_committed, "แสดงแยก"),
    )
    return tuple(Working(label, numerator=amount, note=note) for label, amount, note in lines if amount)


def _share(part: Decimal, allocated: Decimal) -> Decimal | None:
    return decimal_of(Fraction(part) * Fraction(HUNDRED) / Fraction(allocated)) if allocated > 0 else None


def explain(behind: Behind) -> Iterable[WorkingRecord]:
    """Each entry of the year: disbursed for the share, allocated against it, committed outside."""
    words = by_name("budget_entries").field("kind")
    for record in behind.records:
        amount, day, kind = (record.values[n] for n in ("amount", "entry_on", "kind"))
        assert isinstance(day, date)
        shown = f"{day_short(day)} · {format_baht(amount) if isinstance(amount, Decimal) else '–'} บาท"
        verdict = FOR if kind == "disbursed" else AGAINST if kind == "allocated" else OUTSIDE
        label = f"{words.choice_label(str(kind))} โครงการ {record.values['project']}"
        yield WorkingRecord(behind.register, record.id, label, verdict, shown)


FORMULA = Formula(
    name="budget_share",
    title="ร้อยละการเบิกจ่ายงบประมาณ",
    place=9,
    nature=Nature.ENTERED,
    measure=measure,
    facts=BudgetFacts,
    compute=compute,
    gives=PERCENT,
    explain=explain,
    counts="บาท",
    parameters=(chosen("carried", "เงินยกมาจากปีก่อน", CHOICES),),
    ways=(Way("ร้อยละของเงินที่เบิกจ่ายต่อเงินที่ได้รับจัดสรร เงินยกมาจากปีก่อน [carried]"),),
)
