"""Thai and Arabic digits mixed inside one number, or from one number of a series to the next."""

import re
from collections.abc import Iterable, Iterator, Sequence

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_node, passages
from core.plan.model import Plan
from core.thai.digits import to_arabic

_NUMBER = re.compile(r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*")
_THAI = re.compile(r"[๐-๙]")
_ORDINAL = re.compile(r"^\s*([0-9๐-๙]+(?:\.[0-9๐-๙]+)*)[.)]?\s", re.MULTILINE)


def numbers_use_one_kind(plan: Plan) -> Iterable[PlanAdvice]:
    """No number has Thai and Arabic digits; one piece of advice per place."""
    found: dict[str, tuple[Passage, list[str]]] = {}
    for at in (p for p in passages(plan) if _has_thai(p.text)):
        mixed = [n for n in _NUMBER.findall(at.text) if _is_mixed(n)]
        if mixed:
            found.setdefault(at.where, (at, []))[1].extend(mixed)
    for at, numbers in found.values():
        distinct = list(dict.fromkeys(numbers))
        message = f"เลขไทยกับเลขอารบิกปนกันในจำนวนเดียว ({' '.join(distinct)})"
        meant = " ".join(map(to_arabic, distinct))
        yield PlanAdvice("digits.mixed", message, at.where, f"น่าจะเป็น {meant}", at.ref)


def series_use_one_kind(plan: Plan) -> Iterable[PlanAdvice]:
    """Numbers of one series are all Thai or all Arabic: nodes of a kind, items of a list."""
    for kind in dict.fromkeys(n.kind for n in plan.nodes):
        nodes = [n for n in plan.nodes if n.kind == kind]
        yield from _series([(of_node(n), n.number) for n in nodes])
    for indicator in plan.indicators:
        at = of_indicator(indicator)
        for text in (indicator.definition, indicator.calculation):
            yield from _series([(at, n) for n in _ORDINAL.findall(text)])


def _series(numbers: Sequence[tuple[Passage, str]]) -> Iterator[PlanAdvice]:
    """Advice on the numbers of the kind that fewer have."""
    plain = [(at, n) for at, n in numbers if not _is_mixed(n)]
    thai = [(at, n) for at, n in plain if _has_thai(n)]
    arabic = [(at, n) for at, n in plain if not _has_thai(n)]
    fewer, more = sorted((thai, arabic), key=len)
    if fewer and more:
        at, number = fewer[0]
        message = f"ลำดับเลข {number} ใช้เลขคนละแบบกับ {more[0][1]} ในชุดเดียวกัน"
        yield PlanAdvice("digits.series", message, at.where, "น่าจะใช้เลขแบบเดียวกันทั้งชุด", at.ref)


def _has_thai(number: str) -> bool:
    return _THAI.search(number) is not None


def _is_mixed(number: str) -> bool:
    return _has_thai(number) and any("0" <= c <= "9" for c in number)
