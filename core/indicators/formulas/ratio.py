"""One figure over another: sums or counts of registers, or the values of other indicators."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.exact import decimal_of
from core.indicators.facts import TermFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Referred, Tallied, Terms
from core.indicators.others import refers_amiss
from core.indicators.parameters import BadParameter, Parameter, ParameterKind, exact
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import plain, run_on

_OF_RECORDS = frozenset({"register", "field", "filter", "day"})
_OVER = {"over": "ตัวตั้ง", "under": "ตัวหาร"}


def measure(choosing: Choosing) -> Terms:
    """Both figures."""
    return Terms(tuple(_term(choosing, name) for name in _OVER))


def _term(choosing: Choosing, name: str) -> Tallied | Referred:
    given = choosing.settings[name]
    if not given:
        raise BadParameter(f"ยังไม่ได้เลือก{_OVER[name]} ({name}) โปรดเลือกในวิธีคำนวณ")
    if "indicator" in given and len(given) == 1:
        return Referred(str(given["indicator"]))
    if not set(given) <= _OF_RECORDS:
        raise BadParameter(
            f"{_OVER[name]} ({name}) ใช้ได้เฉพาะ register field filter day หรือ indicator อย่างเดียว โปรดแก้วิธีคำนวณ"
        )
    selection = choosing.selection(given)
    field = choosing.number(selection.register, given["field"]).name if "field" in given else ""
    return Tallied(selection, value=field)


def compute(question: FormulaQuestion, facts: TermFacts) -> Figures:
    """The one times a number over the other; none where either has no value, or the other is 0."""
    over, under = facts.values
    times = question.parameters["times"]
    value = None
    if over is not None and under:
        value = decimal_of(Fraction(over) * Fraction(times) / Fraction(under))
    upper, lower = _said(question)
    return Figures(
        value=value,
        worst=None,
        best=None,
        formula=f"{upper} × {plain(times)} ÷ {lower}" if times != 1 else f"{upper} ÷ {lower}",
        workings=(Working("ผล", value, over, under), Working(upper, over), Working(lower, under)),
        warnings=_lacking_value(over, under, upper, lower),
    )


def _lacking_value(over: Decimal | None, under: Decimal | None, upper: str, lower: str) -> tuple[str, ...]:
    missing = [said for value, said in ((over, upper), (under, lower)) if value is None]
    if missing:
        return (f"ยังไม่มีผลของ{'และ'.join(missing)} จึงยังคิดอัตราส่วนไม่ได้",)
    return () if under else (f"ตัวหารเป็น 0: {lower} จึงยังคิดอัตราส่วนไม่ได้",)


def _said(question: FormulaQuestion) -> tuple[str, ...]:
    assert isinstance(question.measure, Terms)
    return tuple(map(said, question.measure.of))


def said(term: Tallied | Referred) -> str:
    """A figure in words."""
    if isinstance(term, Referred):
        return f"ผลของตัวชี้วัดที่ {term.code}"
    register = term.selection.register
    if not term.value:
        return f"จำนวน{term.selection.says}"
    return run_on(f"ผลรวม{register.field(term.value).label}", f"ของ{term.selection.says}")


def refers(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The indicators it takes."""
    tables = (settings[name] or {} for name in _OVER)
    return tuple(str(table["indicator"]) for table in tables if "indicator" in table)


def _table(value: Any) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, Mapping):
        raise TypeError(value)
    return value


FORMULA = Formula(
    name="ratio",
    title="อัตราส่วนของสองค่า",
    place=15,
    nature=Nature.ENTERED,
    measure=measure,
    facts=TermFacts,
    compute=compute,
    parameters=(
        Parameter("over", "ตัวตั้ง", None, _table, kind=ParameterKind.FIGURE),
        Parameter("under", "ตัวหาร", None, _table, kind=ParameterKind.FIGURE),
        Parameter("times", "คูณด้วย", 100, exact),
    ),
    ways=(Way("[over] คูณด้วย [times] หารด้วย [under]"),),
    lacking=refers_amiss(refers),
    refers=refers,
)
