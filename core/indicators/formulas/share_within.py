"""A share done within minutes (indicators 5.2: acknowledged in 15, 5.3: answered in 30).

Met x 100 / all, over enquiries or over users (a user counts when all of that user's enquiries were in time). Items
whose minutes have not passed yet are left out of ``value``. Source: the 2563 plan's table ข, indicator 5.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.duties import InARow, share_duty
from core.indicators.exact import as_decimal, percent
from core.indicators.facts import ShareFacts, ShareMonth
from core.indicators.formula import PERCENT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import InTime
from core.indicators.parameters import BadParameter, Parameter, chosen, whole
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import listed, open_duty
from core.registers.clocks import Clock
from core.thai.dates import month_long

# The register whose enquiries it counts.
OVER = "letter_enquiries"
EVENTS = {"acknowledged_at": "ตอบรับ", "answered_at": "แจ้งผล"}
HOURS = {"clock": "นับเวลาตามนาฬิกา", "office": "นับเฉพาะเวลาราชการ 08:30–16:30 น. ของวันทำการ"}
COUNTS = {
    "enquiries": "นับทุกครั้งที่ติดตาม",
    "users": "นับเป็นรายผู้ใช้บริการ ผู้ใช้ต้องได้ทันเวลาทุกครั้ง",
}

IN_A_ROW = InARow("ต้องทันเวลา {n} รายติดต่อกันจึงถึง {target}", "ทันเวลา", "ราย")


def compute(question: FormulaQuestion, facts: ShareFacts) -> Figures:
    """The share among the settled ones, with its bounds over the open ones."""
    settled = facts.met + facts.missed
    best = as_decimal(percent(facts.met + facts.open, facts.total))
    return Figures(
        value=as_decimal(percent(facts.met, settled)),
        worst=as_decimal(percent(facts.met, facts.total)),
        best=best,
        open=facts.open,
        formula=_in_words(question),
        workings=(
            _total(question, facts),
            *(_working(month) for month in sorted(facts.months, key=lambda m: m.month)),
        ),
        to_do=listed(
            (open_duty(facts.open, "ราย", best), share_duty(question, facts.met, settled, IN_A_ROW))
        ),
    )


def _total(question: FormulaQuestion, facts: ShareFacts) -> Working:
    settled = facts.met + facts.missed
    value = as_decimal(percent(facts.met, settled))
    return Working(
        question.in_all, value, Decimal(facts.met), Decimal(settled), _note(facts.missed, facts.open)
    )


def _working(month: ShareMonth) -> Working:
    settled = month.met + month.missed
    return Working(
        month_long(month.month),
        as_decimal(percent(month.met, settled)),
        Decimal(month.met),
        Decimal(settled),
        _note(month.missed, month.open),
    )


def _note(missed: int, waiting: int) -> str:
    return listed((f"ไม่ทัน {missed}" if missed else "", f"ยังไม่ครบกำหนด {waiting}" if waiting else ""))


def _in_words(question: FormulaQuestion) -> str:
    settings = question.parameters
    event = EVENTS[settings["event"]]
    return (
        f"จำนวนที่{event}ภายใน {settings['minutes']} นาที × 100 ÷ จำนวนทั้งหมด · "
        f"{HOURS[settings['hours']]} · {COUNTS[settings['count']]}"
    )


def measure(choosing: Choosing) -> InTime:
    """Enquiries, or their users, by the clock that what is counted ends, with the plan's limit."""
    selection, settings = choosing.all_of(OVER), choosing.settings
    clock = next((c for c in selection.register.clocks if c.until == settings["event"]), None)
    if clock is None:
        raise BadParameter(
            f"{selection.register.title}ไม่มีกำหนดเวลาของการ{EVENTS[settings['event']]} โปรดเลือกวิธีคำนวณอื่น"
        )
    return InTime(selection, with_limit(clock, settings), "user" if settings["count"] == "users" else "")


def with_limit(clock: Clock, settings: Mapping[str, Any]) -> Clock:
    """A clock with the limit of the plan's indicator."""
    unit = "office_minutes" if settings["hours"] == "office" else "minutes"
    return replace(clock, limit=int(settings["minutes"]), unit=unit)


FORMULA = Formula(
    name="share_within",
    title="ร้อยละที่ทันเวลา",
    place=5,
    nature=Nature.SHARE,
    measure=measure,
    facts=ShareFacts,
    compute=compute,
    gives=PERCENT,
    counts="ราย",
    parameters=(
        chosen("event", "เหตุการณ์ที่นับ", EVENTS),
        Parameter("minutes", "จำนวนนาที", 15, whole(1, 100_000)),
        chosen("hours", "เวลาที่นับ", HOURS),
        chosen("count", "สิ่งที่นับ", COUNTS),
    ),
    ways=(Way("ร้อยละของการติดตามที่ [event] ภายใน [minutes] นาที [hours] [count]", over=OVER),),
)
