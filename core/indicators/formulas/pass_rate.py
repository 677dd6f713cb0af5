"""A pass rate n of m months (indicator 2: centres scoring at least 80 in at least 4 of the months January-June).

Passing centres x 100 / 72, where 72 is the plan's parameter and not the count of rows: 8 of 72 are 11.11.
A centre that has passed often enough keeps it, so the bounds are true: worst is the value, best counts the centres
that can still reach it. Source: the 2563 plan's table ข, indicator 2.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.exact import as_decimal, percent
from core.indicators.facts import PassFacts, PassGroup
from core.indicators.formula import PERCENT, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Passed
from core.indicators.parameters import (
    FIELD,
    REGISTER,
    BadParameter,
    Parameter,
    ParameterKind,
    between,
    calendar_months,
    exact,
    instead,
    optional,
    renamed,
    whole,
)
from core.indicators.result import Working
from core.indicators.sentences import ANY, Way
from core.indicators.words import listed, plain
from core.thai.dates import month_long, month_name_short
from core.thai.fiscal import FIRST_MONTH, Month

ITEMS = "items"
# The registers it counts where none are chosen.
CENTRES, AUDITS = "info_centres", "centre_audits"


@dataclass(frozen=True, slots=True)
class Audited:
    """How a question is spoken of: what is audited, when one passes, and of how many the rate is."""

    noun: str
    passes: str
    denominator: int


def compute(question: FormulaQuestion, facts: PassFacts) -> Figures:
    """The items that have passed often enough, and those that still can; None of no items."""
    times, told = question.parameters["times"], _audited(question, facts)
    passing = sum(g.count for g in facts.groups if g.passed >= times)
    hopeful = sum(g.count for g in facts.groups if g.passed < times <= g.passed + g.open)
    value = as_decimal(percent(passing, told.denominator))
    by_state = sorted(facts.groups, key=lambda g: (-g.passed, -g.open, -g.count))
    return Figures(
        value=value,
        worst=value,
        best=as_decimal(percent(passing + hopeful, told.denominator)),
        open=sum(g.open * g.count for g in facts.groups),
        formula=_in_words(question, told),
        workings=(
            Working(f"{told.noun}ที่ผ่านเกณฑ์", value, Decimal(passing), Decimal(told.denominator)),
            *(_month_working(told.noun, *line) for line in sorted(facts.by_month)),
            *(_group_working(told.noun, group) for group in by_state),
        ),
        warnings=_too_many(facts, told),
        to_do=_duty(passing, hopeful, value, question, told),
    )


def _audited(question: FormulaQuestion, facts: PassFacts) -> Audited:
    settings, chosen = question.parameters, question.measure
    denominator = settings["denominator"]
    if denominator == ITEMS:
        denominator = sum(group.count for group in facts.groups)
    if not settings["items"]:
        return Audited("ศูนย์", f"ได้ {plain(settings['score'])} คะแนน", denominator)
    assert isinstance(chosen, Passed)
    score = chosen.audits.register.field(chosen.score).label
    return Audited(chosen.items.short_title, f"{score} {plain(chosen.at_least)} ", denominator)


def measure(choosing: Choosing) -> Passed:
    """The items and audits that are chosen; else the centres of the plan of 2563."""
    settings, months = choosing.settings, choosing.settings["months"]
    if not settings["items"]:
        items = choosing.register(CENTRES)
        audits, at_least = choosing.all_of(AUDITS), settings["score"]
        return Passed(items, audits, "centre", "month", "score", at_least, months)
    items, audits = choosing.register(settings["items"]), choosing.selection({"register": settings["audits"]})
    if len(items.key_fields) != 1 or settings["at_least"] is None:
        raise BadParameter("ต้องเลือกทะเบียนที่มีรหัสหนึ่งช่อง และเกณฑ์ที่ถือว่าผ่าน โปรดแก้วิธีคำนวณ")
    month = choosing.dated(audits.register, settings["month"])
    if month.type.python is not Month:
        raise BadParameter(f"ช่อง{month.label}ของ{audits.register.title}ไม่ใช่เดือน โปรดเลือกช่องอื่นในวิธีคำนวณ")
    item = choosing.field(audits.register, settings["item"]).name
    score = choosing.number(audits.register, settings["score"]).name
    return Passed(items, audits, item, month.name, score, settings["at_least"], months, settings["grace"])


def _month_working(noun: str, month: Month, audited: int, passed: int) -> Working:
    return Working(
        month_long(month),
        as_decimal(percent(passed, audited)),
        Decimal(passed),
        Decimal(audited),
        note=f"ตรวจ {audited} {noun} ผ่าน {passed} {noun}",
    )


def _group_working(noun: str, group: PassGroup) -> Working:
    label = f"ผ่านแล้ว {group.passed} เดือน"
    if group.open:
        label += f" ยังไม่ตรวจ {group.open} เดือน"
    return Working(label, numerator=Decimal(group.count), note=f"{group.count} {noun}")


def _too_many(facts: PassFacts, told: Audited) -> tuple[str, ...]:
    rows = sum(group.count for group in facts.groups)
    if rows <= told.denominator:
        return ()
    return (
        f"ทะเบียนมี {rows} {told.noun} แต่แผนกำหนดตัวหารไว้ {told.denominator} โปรดตรวจสอบทะเบียน{told.noun}หรือตัวหารในแผน",
    )


def _in_words(question: FormulaQuestion, told: Audited) -> str:
    settings = question.parameters
    months = settings["months"]
    return (
        f"จำนวน{told.noun}ที่{told.passes}ขึ้นไป อย่างน้อย {settings['times']} ใน {len(months)} เดือน "
        f"({_month_span(months)}) × 100 ÷ {told.denominator}"
    )


def _month_span(months: tuple[int, ...]) -> str:
    """The months in fiscal order; a run by its ends."""
    ordered = sorted(months, key=lambda month: (month - FIRST_MONTH) % 12)
    names = [month_name_short(month) for month in ordered]
    is_run = all((b - a) % 12 == 1 for a, b in pairwise(ordered))
    return f"{names[0]}–{names[-1]}" if is_run and len(names) > 2 else ", ".join(names)


def _duty(passing: int, hopeful: int, value: Decimal | None, question: FormulaQuestion, told: Audited) -> str:
    if not hopeful:
        return ""
    return listed(
        (
            f"{passing} จาก {told.denominator} {told.noun}ผ่าน",
            f"อีก {hopeful} {told.noun}ยังผ่านได้",
            _still_needed(passing, value, question, told),
        )
    )


def _still_needed(passing: int, value: Decimal | None, question: FormulaQuestion, told: Audited) -> str:
    target, limit = question.short_of(value), question.limit
    if target is not None:
        enough = ceil(Fraction(target) * told.denominator / 100)
        return f"ต้องผ่านอีก {enough - passing} {told.noun}จึงถึง {plain(target)}"
    left = -1 if limit is None else floor(Fraction(limit) * told.denominator / 100) - passing
    return f"ผ่านได้อีกไม่เกิน {left} {told.noun}" if left >= 0 else ""


def _score(value: Any) -> Decimal | str:
    """The least score that passes, or the field that holds scores."""
    return value if isinstance(value, str) and value[:1].isalpha() else between(0, 100)(value)


def _denominator(value: Any) -> int | str:
    """A number, or ITEMS: as many as there are."""
    return ITEMS if value == ITEMS else whole(1, 1_000_000)(value)


FORMULA = Formula(
    name="pass_rate",
    title="ร้อยละของศูนย์ที่ผ่านเกณฑ์",
    place=4,
    nature=Nature.FINITE,
    measure=measure,
    facts=PassFacts,
    compute=compute,
    gives=PERCENT,
    counts="ศูนย์",
    parameters=(
        Parameter("score", "คะแนนที่ถือว่าผ่าน", 80, _score),
        Parameter("times", "จำนวนเดือนที่ต้องผ่าน", 4, whole(1, 12)),
        Parameter("months", "เดือนที่ตรวจ", (1, 2, 3, 4, 5, 6), calendar_months, kind=ParameterKind.MONTHS),
        Parameter("denominator", "จำนวนศูนย์ทั้งหมด", 72, _denominator),
        *instead(
            renamed(REGISTER, "items", "ทะเบียนสิ่งที่ตรวจ", kind=ParameterKind.ITEMS),
            renamed(REGISTER, "audits", "ทะเบียนผลการตรวจ"),
            renamed(FIELD, "item", "ช่องสิ่งที่ตรวจ", kind=ParameterKind.FIELD, of="audits"),
            renamed(FIELD, "month", "ช่องเดือน", kind=ParameterKind.MONTH, of="audits"),
            Parameter("at_least", "ค่าที่ถือว่าผ่าน", None, optional(exact)),
            Parameter("grace", "จำนวนเดือนที่ยังตรวจย้อนหลังได้", 1, whole(0, 12)),
        ),
    ),
    ways=(
        Way(
            "ร้อยละของ [way] [items] ที่ [audits] ของเดือน [months] มี [score] ตั้งแต่ [at_least] ขึ้นไป "
            "อย่างน้อย [times] เดือน คิดจาก [denominator] · ช่องที่บอกสิ่งที่ตรวจ [item] ช่องที่บอกเดือน [month] "
            "ตรวจย้อนหลังได้ [grace] เดือน",
            "รายการของทะเบียน",
            {"items": ANY},
            blanks=(
                renamed(FIELD, "score", "ช่องผล", of="audits"),
                Parameter(
                    "denominator",
                    "จำนวนทั้งหมด",
                    72,
                    _denominator,
                    unless="ทุกรายการของทะเบียน",
                    blank=ITEMS,
                ),
            ),
        ),
        Way(
            "ร้อยละของ [way] ที่ได้ตั้งแต่ [score] คะแนน อย่างน้อย [times] เดือน ในเดือน [months] คิดจาก [denominator] ศูนย์",
            "ศูนย์ที่ตรวจ",
            over=AUDITS,
        ),
    ),
)
