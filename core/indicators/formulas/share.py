"""The share of any register's records that meet a condition, in percent; none of none."""

from decimal import Decimal

from core.indicators.choosing import Choosing
from core.indicators.duties import InARow, share_duty
from core.indicators.exact import as_decimal, percent
from core.indicators.facts import Tally, TallyFacts
from core.indicators.formula import PERCENT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Tallied
from core.indicators.parameters import DAY_FIELD, FILTER, REGISTER, BadParameter, renamed
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.thai.dates import month_long
from core.thai.fiscal import Month

IN_A_ROW = InARow("ต้องตรงเงื่อนไขติดต่อกัน {n:,} รายการจึงถึง {target}", "ตรงเงื่อนไข", "รายการ")


def measure(choosing: Choosing) -> Tallied:
    """The records chosen, and which of them meet the condition."""
    selection = choosing.selection()
    meets = choosing.filter(selection.register, choosing.settings["meets"])
    if not meets.parts:
        raise BadParameter("ยังไม่ได้เลือกเงื่อนไขที่นับเป็นผล (meets) โปรดเลือกเงื่อนไขในวิธีคำนวณ")
    return Tallied(selection, meets=meets)


def compute(question: FormulaQuestion, facts: TallyFacts) -> Figures:
    """Those that meet it x 100 / all; a record is never open, so the bounds are the value."""
    chosen = question.measure
    assert isinstance(chosen, Tallied)
    says = chosen.selection.says_with
    value = as_decimal(percent(facts.met, facts.records))
    return Figures(
        value=value,
        worst=value,
        best=value,
        formula=f"จำนวน{says(f'ที่{chosen.meets.says}')} × 100 ÷ จำนวน{says('ทั้งหมด')}",
        workings=(
            Working(question.in_all, value, Decimal(facts.met), Decimal(facts.records)),
            *(_month(tally) for tally in facts.tallies if tally.of is not None),
        ),
        warnings=() if facts.records else (f"ยังไม่มี{chosen.selection.says} จึงยังไม่มีร้อยละ",),
        to_do=share_duty(question, facts.met, facts.records, IN_A_ROW),
    )


def _month(tally: Tally) -> Working:
    assert isinstance(tally.of, Month)
    share = as_decimal(percent(tally.met, tally.records))
    return Working(month_long(tally.of), share, Decimal(tally.met), Decimal(tally.records))


MEETS = renamed(FILTER, "meets", "เงื่อนไขที่นับเป็นผล", unless="", worded="ที่")
FORMULA = Formula(
    name="share",
    title="ร้อยละของรายการที่ตรงเงื่อนไข",
    place=12,
    nature=Nature.SHARE,
    measure=measure,
    facts=TallyFacts,
    compute=compute,
    gives=PERCENT,
    counts="รายการ",
    parameters=(REGISTER, FILTER, MEETS, DAY_FIELD),
    ways=(Way("ร้อยละของ [register] [filter] [meets] โดยดูปีและเดือนจาก [day]"),),
)
