"""Several years side by side: what was promised of each indicator and what was reached.

Targets are those of the plan of the year looked at; results are computed where the file holds the plan of their year, else
read from the account of last year's results in the plan after it, where that tells of the same indicator.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from core.indicators.amounts import said
from core.office.figures.types import IndicatorRow, YearCell, YearComparison, YearRow
from core.office.session import Session
from core.plan.check.wording import squashed
from core.plan.model import Indicator, Plan
from core.plan.rollover import RESULTS
from core.plan.targets import printed_target
from core.plan.years import YEARS_SHOWN
from core.thai.digits import to_arabic

Figures = Callable[[int, date], Sequence[IndicatorRow]]  # of a fiscal year as of the end of a day

# Two wordings of an indicator's name are one from this likeness on; names of different indicators reach 0.75.
ALIKE = 0.9

_NAME_ENDS = re.compile(r"\s*(?:ค่า)?เป้าหมาย|\s*ดำเนินการ(?:ได้|แล้วเสร็จ)|\s*ผลความสำเร็จ")
_REACHED = re.compile(r"ดำเนินการ(?:ได้|แล้วเสร็จ)\s*(.+?)\s*(?:ผลความสำเร็จ|$)")
_SUCCESS = re.compile(r"ผลความสำเร็จ\s*ร้อยละ\s*([0-9]+(?:\.[0-9]+)?)")


def compare_years(session: Session, indicators: Figures, year: int, as_of: date) -> YearComparison:
    """The indicators of the plan of ``year`` over three years up to it, as of the end of a day. UsageRefusal where the
    file doesn't hold that plan."""
    plan = session.plan(year).on(as_of)
    years = tuple(range(year + 1 - YEARS_SHOWN, year + 1))
    results = {y: results_of(session, indicators, y, as_of) for y in years}
    rows = tuple(
        YearRow(i, tuple(_cell(session, plan, i, y, results[y]) for y in years)) for i in plan.indicators
    )
    return YearComparison(years, frozenset(years) & frozenset(session.years), rows)


class Results:
    """What was reached in a year: computed figures by code, and what a later plan tells, by name."""

    def __init__(self, computed: Mapping[str, IndicatorRow], told: Mapping[str, str]) -> None:
        self._computed, self._told = computed, told

    def of(self, indicator: Indicator) -> tuple[str, bool]:
        """An indicator's result as text ("" for none), and whether it was computed."""
        row = self._computed.get(indicator.code)
        if row is not None and row.result.value is not None:
            return said(row.indicator.unit, row.result.value), True
        return self._by_name(indicator.title), False

    def contested(self, indicator: Indicator) -> str:
        """What open conflicts make of an indicator's computed result, in words; "" where none touches it."""
        row = self._computed.get(indicator.code)
        contested = row.result.contested if row is not None else None
        return contested.words(row.indicator.unit) if row is not None and contested is not None else ""

    def _by_name(self, title: str) -> str:
        wanted = _bare(title)
        likest = max(self._told, key=lambda name: _likeness(name, wanted), default="")
        return self._told[likest] if likest and _likeness(likest, wanted) >= ALIKE else ""


def results_of(session: Session, indicators: Figures, year: int, as_of: date) -> Results:
    """What was reached in a year by the end of a day, as far as the file knows."""
    computed, told = {}, {}
    if year in session.years:
        # As of the day itself: what was settled after a year's end counts for it.
        computed = {row.indicator.code: row for row in indicators(year, as_of)}
    if year + 1 in session.years:
        told = dict(_told(session.plan(year + 1)))
    return Results(computed, told)


def _told(plan: Plan) -> Iterator[tuple[str, str]]:
    """(Bare name, result) of every indicator the plan tells last year's result of."""
    for text in plan.section(RESULTS):
        line = to_arabic(text.text)
        ends, reached, success = _NAME_ENDS.search(line), _REACHED.search(line), _SUCCESS.search(line)
        if text.number and ends and (reached or success):
            yield (
                _bare(line[: ends.start()]),
                reached[1] if reached else f"ร้อยละ {success[1]}" if success else "",
            )


def _bare(name: str) -> str:
    return squashed(name).replace("กทม.", "กรุงเทพมหานคร")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _cell(session: Session, plan: Plan, indicator: Indicator, year: int, results: Results) -> YearCell:
    target = printed_target(indicator, year)
    if not target and year in session.years and year != plan.fiscal_year:
        own = (i for i in session.plan(year).indicators if i.code == indicator.code)
        target = next((printed_target(i, year) for i in own), "")
    return YearCell(target, *results.of(indicator), results.contested(indicator))
