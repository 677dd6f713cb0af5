"""The share of any register's records that are done in time by one of its clocks, over the year or as the mean of the months'
(quarters') shares. Open ones are left out of the value; worst and best count each of them late, or in time."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from core.indicators.choosing import Choosing
from core.indicators.duties import InARow, mean_duty, share_duty
from core.indicators.exact import as_decimal, mean, percent
from core.indicators.facts import ShareFacts, ShareMonth
from core.indicators.formula import PERCENT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import InTime
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER, ParameterKind, chosen, renamed
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import listed, month_word, open_duty
from core.registers.clocks import Clock
from core.registers.declare import Field
from core.thai.dates import month_long
from core.thai.fiscal import FIRST_MONTH, Month

YEAR, QUARTERS = "year", "mean_of_quarters"
BY = {
    YEAR: "ทั้งปีรวมกัน",
    "mean_of_months": "ค่าเฉลี่ยของร้อยละรายเดือน",
    QUARTERS: "ค่าเฉลี่ยของร้อยละรายไตรมาส",
}
UNITS = {
    "working_days": "วันทำการ",
    "days": "วัน",
    "minutes": "นาที",
    "office_minutes": "นาทีในเวลาราชการ",
    "hours": "ชั่วโมง",
    "office_hours": "ชั่วโมงในเวลาราชการ",
}
Tallied = ShareFacts | ShareMonth
IN_A_ROW = InARow("ต้องทันเวลาติดต่อกัน {n:,} รายการจึงถึง {target}", "ทันเวลา", "รายการ")


def measure(choosing: Choosing) -> InTime:
    """The records chosen, or the values of a field, by a clock of the register."""
    selection, settings = choosing.selection(), choosing.settings
    register = selection.register
    clock = choosing.clock(register, settings["clock"])
    each = choosing.field(register, settings["each"]).name if settings["each"] else ""
    return InTime(selection, clock, each, settings["by"] == QUARTERS)


def compute(question: FormulaQuestion, facts: ShareFacts) -> Figures:
    """The share among the settled ones, with its bounds over the open ones."""
    timed, by = question.measure, question.parameters["by"]
    assert isinstance(timed, InTime)

    def figure(share: Callable[[Tallied], Fraction | None]) -> Decimal | None:
        if by == YEAR:
            return as_decimal(share(facts))
        shares = (share(period) for period in facts.months)
        return as_decimal(mean([found for found in shares if found is not None]))

    value, best = figure(_settled), figure(lambda t: percent(t.met + t.open, t.total))
    noun = timed.selection.register.counted_in
    waiting = facts.open if by == YEAR else sum(period.open for period in facts.months)
    return Figures(
        value=value,
        worst=figure(lambda t: percent(t.met, t.total)),
        best=best,
        open=waiting,
        formula=_in_words(timed, by),
        workings=(
            _working(question.in_all, facts),
            *(_working(_named(timed, p.month), p) for p in facts.months),
        ),
        warnings=() if facts.total else (f"ยังไม่มี{timed.selection.says_with('ที่เริ่มนับเวลา')} จึงยังไม่มีร้อยละ",),
        to_do=listed((open_duty(waiting, noun, best), _duty(question, facts))),
    )


def _settled(tally: Tallied) -> Fraction | None:
    return percent(tally.met, tally.met + tally.missed)


def _working(label: str, tally: Tallied) -> Working:
    note = listed(
        (
            f"ไม่ทัน {tally.missed:,}" if tally.missed else "",
            f"ยังไม่ครบกำหนด {tally.open:,}" if tally.open else "",
        )
    )
    return Working(
        label, as_decimal(_settled(tally)), Decimal(tally.met), Decimal(tally.met + tally.missed), note
    )


def _named(timed: InTime, month: Month) -> str:
    if not timed.quarterly:
        return month_long(month)
    number = (month.month - FIRST_MONTH) % 12 // 3 + 1
    return f"ไตรมาสที่ {number} ({month_word(month)}–{month_word(month.next(2))})"


def _in_words(timed: InTime, by: str) -> str:
    register, clock = timed.selection.register, timed.clock
    done = f"ที่{_within(clock, register.field(clock.since))}"
    each = timed.selection.says_with(done)
    if timed.each:
        each = f"{register.field(timed.each).label} (ทุกรายการต้องทัน) {done} ใน{timed.selection.says}"
    share = f"จำนวน{each} × 100 ÷ จำนวนที่{clock.label}แล้วหรือครบกำหนดแล้ว"
    return share if by == YEAR else f"{BY[by]} = {share}"


def _within(clock: Clock, since: Field) -> str:
    return f"{clock.label}ภายใน {clock.limit:,} {UNITS[clock.unit]} นับจาก{since.called}"


def _duty(question: FormulaQuestion, facts: ShareFacts) -> str:
    by = question.parameters["by"]
    if by == YEAR:
        return share_duty(question, facts.met, facts.met + facts.missed, IN_A_ROW)
    settled = [share for period in facts.months if (share := _settled(period)) is not None]
    period = "ไตรมาส" if by == QUARTERS else "เดือน"
    return mean_duty(question, settled, period, f"ต้องทันทุกรายการหลาย{period}ติดต่อกันจึงถึง {{target}}")


EACH = renamed(
    FIELD,
    "each",
    "ช่องที่นับแทนรายการ",
    kind=ParameterKind.FIELD,
    unless="รายการ",
    worded="{} ซึ่งต้องทันทุกรายการ",
)
FORMULA = Formula(
    name="share_in_time",
    title="ร้อยละที่ทันกำหนดเวลาของทะเบียน",
    place=13,
    nature=Nature.SHARE,
    measure=measure,
    facts=ShareFacts,
    compute=compute,
    gives=PERCENT,
    counts="รายการ",
    parameters=(
        REGISTER,
        renamed(REGISTER, "clock", "กำหนดเวลา", kind=ParameterKind.CLOCK),
        FILTER,
        EACH,
        chosen("by", "วิธีรวม", BY),
        DAY_FIELD,
    ),
    ways=(Way("ร้อยละของ [register] [filter] ที่ [clock] นับทีละ [each] คิด [by] โดยดูปีและเดือนจาก [day]"),),
)
