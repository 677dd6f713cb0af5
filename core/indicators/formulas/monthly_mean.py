"""The plain mean of monthly percentages (indicator 3: ว.119 requests paid within 7 working days).

Per month of receipt on-time x 100 / received, then the mean of the months that received at least one: 90/100 and
46/50 give 90 and 92, mean 91 (not the pooled share). Requests not yet due are left out of ``value``; ``worst`` and
``best`` count every one of them late, or in time. Source: the 2563 plan's table ข, indicator 3.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.duties import mean_duty
from core.indicators.exact import as_decimal, mean, percent
from core.indicators.facts import ShareFacts, ShareMonth
from core.indicators.formula import PERCENT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import InTime
from core.indicators.parameters import Parameter, chosen, whole
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import listed, open_duty
from core.registers.clocks import WORKING_DAYS, Clock
from core.thai.dates import month_long

# The register whose requests it counts.
OVER = "finance_requests"
CLOCKS = {
    "first_receipt": "นับจากวันที่รับครั้งแรกแม้มีการส่งคืนแก้ไข",
    "resubmission": "นับจากวันที่รับคืนหลังแก้ไข",
}
PROCUREMENTS = {"w119": "เฉพาะ ว.119", "other": "เฉพาะที่ไม่ใช่ ว.119"}

IN_A_ROW = "ต้องทันทุกฉบับติดต่อกัน {n} เดือนจึงถึง {target}"


def compute(question: FormulaQuestion, facts: ShareFacts) -> Figures:
    """The mean of the settled requests' months, with its bounds over the open ones."""
    months = tuple(sorted(facts.months, key=lambda tally: tally.month))
    settled = [share for tally in months if (share := _settled_share(tally)) is not None]
    value = as_decimal(mean(settled))
    best = _bound(months, lambda tally: tally.met + tally.open)
    waiting = sum(tally.open for tally in months)
    return Figures(
        value=value,
        worst=_bound(months, lambda tally: tally.met),
        best=best,
        open=waiting,
        formula=_in_words(question),
        workings=tuple(_working(tally) for tally in months),
        to_do=listed((open_duty(waiting, "ฉบับ", best), mean_duty(question, settled, "เดือน", IN_A_ROW))),
    )


def _settled_share(tally: ShareMonth) -> Fraction | None:
    return percent(tally.met, tally.total - tally.open)


def _bound(months: Sequence[ShareMonth], in_time: Callable[[ShareMonth], int]) -> Decimal | None:
    shares = [percent(in_time(tally), tally.total) for tally in months]
    return as_decimal(mean([share for share in shares if share is not None]))


def _working(tally: ShareMonth) -> Working:
    notes = listed(
        (f"ช้า {tally.missed}" if tally.missed else "", f"ยังไม่ครบกำหนด {tally.open}" if tally.open else "")
    )
    return Working(
        month_long(tally.month),
        value=as_decimal(_settled_share(tally)),
        numerator=Decimal(tally.met),
        denominator=Decimal(tally.total - tally.open),
        note=notes,
    )


def _in_words(question: FormulaQuestion) -> str:
    days, clock = question.parameters["working_days"], CLOCKS[question.parameters["clock"]]
    scope = PROCUREMENTS[question.parameters["procurement"]]
    return (
        "ค่าเฉลี่ยของร้อยละรายเดือน (เดือนที่รับ) = จำนวนที่จัดทำเช็คทัน × 100 ÷ จำนวนที่รับ · "
        f"ทัน คือภายใน {days} วันทำการ นับถัดจากวันที่ได้รับ · {clock} · {scope} ไม่นับใบที่ยกเลิกและใบที่ยังไม่ครบกำหนด"
    )


def measure(choosing: Choosing) -> InTime:
    """Requests of the kind chosen, by the month of receipt, as their clock to payment has it with the plan's limit."""
    selection = choosing.all_of(OVER, procurement=choosing.settings["procurement"])
    clock = choosing.clock(selection.register, "pay")
    return InTime(selection, with_limit(clock, choosing.settings))


def with_limit(clock: Clock, settings: Mapping[str, Any]) -> Clock:
    """A clock with the limit of the plan's indicator, which may begin anew at resubmission."""
    runs_on = settings["clock"] != "resubmission"
    return replace(clock, limit=int(settings["working_days"]), unit=WORKING_DAYS, runs_on=runs_on)


FORMULA = Formula(
    name="monthly_mean",
    title="ค่าเฉลี่ยร้อยละรายเดือน",
    place=3,
    nature=Nature.SHARE,
    measure=measure,
    facts=ShareFacts,
    compute=compute,
    gives=PERCENT,
    counts="ฉบับ",
    parameters=(
        Parameter("working_days", "จำนวนวันทำการ", 7, whole(1, 365)),
        chosen("clock", "วันเริ่มนับ", CLOCKS),
        chosen("procurement", "ประเภท", PROCUREMENTS),
    ),
    ways=(
        Way(
            "ค่าเฉลี่ยของร้อยละรายเดือนของใบขอเบิก [procurement] ที่จัดทำเช็คภายใน [working_days] วันทำการ [clock]",
            over=OVER,
        ),
    ),
)
