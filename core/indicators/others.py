"""Indicators that take the values of others: which those are, and what keeps them from being taken."""

from collections.abc import Callable, Mapping
from typing import Any

from core.indicators.formula import IndicatorLike, PlanLike

Refers = Callable[[Mapping[str, Any]], tuple[str, ...]]


def refers_amiss(refers: Refers) -> Callable[[PlanLike, Mapping[str, Any]], str]:
    """What a formula that refers to others lacks of a plan: an indicator that isn't there, or one that leads back to itself."""

    def lacking(plan: PlanLike, settings: Mapping[str, Any]) -> str:
        known = {indicator.code: indicator for indicator in plan.indicators}
        for code in refers(settings):
            if code not in known:
                return f"อ้างถึงตัวชี้วัดที่ {code} ซึ่งไม่มีในแผน โปรดเลือกตัวชี้วัดในวิธีคำนวณ"
        around = _circle(known, refers(settings), (), set())
        if not around:
            return ""
        return f"ตัวชี้วัดอ้างถึงกันเป็นวงกลม ({' → '.join(around)}) โปรดแก้วิธีคำนวณของตัวชี้วัดใดตัวหนึ่ง"

    return lacking


def _circle(
    known: Mapping[str, IndicatorLike], codes: tuple[str, ...], path: tuple[str, ...], done: set[str]
) -> tuple[str, ...]:
    """The way from one of some indicators back to itself; () where there is none. ``done``: those that lead to none."""
    for code in codes:
        if code in path:
            return (*path[path.index(code) :], code)
        if code in known and code not in done:
            found = _circle(known, referred_by(known[code]), (*path, code), done)
            if found:
                return found
            done.add(code)
    return ()


def referred_by(indicator: IndicatorLike) -> tuple[str, ...]:
    """The codes an indicator refers to as its parameters are written, whether they can be used or not."""
    given = indicator.parameters or {}
    if indicator.formula == "weighted_mean" and isinstance(given.get("of"), list | tuple):
        return tuple(map(str, given["of"]))
    tables = (given.get(name) for name in ("over", "under")) if indicator.formula == "ratio" else ()
    return tuple(str(t["indicator"]) for t in tables if isinstance(t, Mapping) and "indicator" in t)
