"""The mean of other indicators' values by weight; none while one of them has none."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.exact import decimal_of
from core.indicators.facts import TermFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Referred, Terms
from core.indicators.others import refers_amiss
from core.indicators.parameters import BadParameter, Parameter, ParameterKind, exact
from core.indicators.result import Working
from core.indicators.sentences import Way
from core.indicators.words import plain


def measure(choosing: Choosing) -> Terms:
    """The values of the indicators."""
    codes, weights = choosing.settings["of"], choosing.settings["weights"]
    if not codes:
        raise BadParameter("ยังไม่ได้เลือกตัวชี้วัดที่นำมาเฉลี่ย โปรดเลือกในวิธีคำนวณ")
    if len(weights) != len(codes):
        raise BadParameter(f"มีตัวชี้วัด {len(codes)} ตัวแต่มีน้ำหนัก {len(weights)} ค่า โปรดให้มีเท่ากัน")
    return Terms(tuple(map(Referred, codes)))


def compute(question: FormulaQuestion, facts: TermFacts) -> Figures:
    """The sum of value x weight over the sum of weights."""
    codes, weights = question.parameters["of"], question.parameters["weights"]
    lacking = [code for code, value in zip(codes, facts.values, strict=True) if value is None]
    value = None if lacking else _mean(facts.values, weights)
    lines = zip(codes, facts.values, weights, strict=True)
    return Figures(
        value=value,
        worst=None,
        best=None,
        formula="ค่าเฉลี่ยถ่วงน้ำหนักของ"
        + " ".join(f"ตัวชี้วัดที่ {c} (น้ำหนัก {plain(w)})" for c, w in zip(codes, weights, strict=True)),
        workings=tuple(Working(f"ตัวชี้วัดที่ {c}", v, note=f"น้ำหนัก {plain(w)}") for c, v, w in lines),
        warnings=tuple(f"ตัวชี้วัดที่ {code} ยังไม่มีผล จึงยังเฉลี่ยไม่ได้" for code in lacking),
    )


def _mean(values: tuple[Decimal | None, ...], weights: tuple[Decimal, ...]) -> Decimal:
    weighed = (Fraction(v or 0) * Fraction(w) for v, w in zip(values, weights, strict=True))
    return decimal_of(sum(weighed, Fraction(0)) / Fraction(sum(weights)))


def refers(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The indicators it takes."""
    codes: tuple[str, ...] = settings["of"]
    return codes


def _codes(value: Any) -> tuple[str, ...]:
    codes = tuple(map(str, value))
    if isinstance(value, str) or len(set(codes)) != len(codes):
        raise ValueError(value)
    return codes


def _weights(value: Any) -> tuple[Decimal, ...]:
    weights = tuple(map(exact, value))
    if isinstance(value, str) or any(weight <= 0 for weight in weights):
        raise ValueError(value)
    return weights


FORMULA = Formula(
    name="weighted_mean",
    title="ค่าเฉลี่ยถ่วงน้ำหนักของตัวชี้วัดอื่น",
    place=16,
    nature=Nature.ENTERED,
    measure=measure,
    facts=TermFacts,
    compute=compute,
    parameters=(
        Parameter("of", "ตัวชี้วัดที่นำมาเฉลี่ย", (), _codes, kind=ParameterKind.WEIGHED),
        Parameter("weights", "น้ำหนัก", (), _weights),
    ),
    ways=(Way("ค่าเฉลี่ยถ่วงน้ำหนักของ [of]"),),
    lacking=refers_amiss(refers),
    refers=refers,
)
