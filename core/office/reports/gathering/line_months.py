"""LINE@ by month."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.indicators.facts import ShareFacts
from core.indicators.parameters import Uncomputable
from core.indicators.registry import FORMULAS, settings
from core.indicators.result import Result
from core.office.reports.orders import ReportOrder, by_formula, chose, terms_of
from core.plan.model import Indicator
from core.reports.line_months import REPORT, LineMonth, LineMonthsData, Timed
from core.store.facts.paper_facts import ratings_by_month, users_by_month
from core.thai.fiscal import Month, first_day_of, last_day_of, months_of

ROLES = ("reporter", "checker")


def gather(order: ReportOrder) -> LineMonthsData:
    """LINE@ by month, with the indicators it feeds."""
    acknowledged = by_formula(order.plan, **REPORT.about)
    answered = by_formula(order.plan, "share_within", event="answered_at")
    rated = by_formula(order.plan, "top_box")
    year = order.plan.fiscal_year
    first, last = first_day_of(year), min(order.as_of, last_day_of(year))
    with order.session.reading() as connection:
        users, whole = users_by_month(connection, first, last)
        ratings = ratings_by_month(connection, first, last)
    in_time, told = _timed(order, acknowledged), _timed(order, answered)
    months = tuple(
        LineMonth(m, *users.get(m, (0, 0)), _of(in_time, m), _of(told, m), _levels(ratings, m))
        for m in months_of(year)
    )
    return LineMonthsData(
        order.plan,
        order.as_of,
        months,
        whole,
        tuple(_with_counts(order, acknowledged, answered, rated)),
        _lowest(rated),
        order.keepers_of("letter_enquiries", *ROLES),
        order.digits,
    )


def _timed(order: ReportOrder, indicator: Indicator) -> dict[Month, Timed] | None:
    """Enquiries by month, also where the plan's figure counts users; None where they can't be judged."""
    counted = replace(indicator, parameters={**terms_of(indicator), "count": "enquiries"})
    try:
        facts = order.figures.facts(counted, order.plan.fiscal_year, order.as_of)
    except Uncomputable:
        return None
    assert isinstance(facts, ShareFacts)
    return {m.month: Timed(m.met, m.missed, m.open) for m in facts.months}


def _of(timed: Mapping[Month, Timed] | None, month: Month) -> Timed | None:
    return None if timed is None else timed.get(month, Timed())


def _lowest(rated: Indicator) -> int:
    """The lowest level that satisfies; the formula's own where the plan's can't be used."""
    try:
        return int(settings(rated)["from_level"])
    except Uncomputable:
        return int(FORMULAS[rated.formula].defaults["from_level"])


def _levels(ratings: Mapping[tuple[Month, int], int], month: Month) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = (ratings.get((month, level), 0) for level in range(1, 6))
    return one, two, three, four, five


def _with_counts(order: ReportOrder, *indicators: Indicator) -> Iterable[tuple[Indicator, Result]]:
    """The indicators that speak of the service, the count of users among them, in the plan's order."""
    codes = {i.code for i in indicators}
    for indicator in order.plan.indicators:
        users = indicator.formula == "count" and chose(indicator, of="users")
        if users or indicator.code in codes:
            yield indicator, order.result(indicator)
