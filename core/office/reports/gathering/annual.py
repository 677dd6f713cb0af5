"""The report of a year."""

from collections.abc import Iterable

from core.office.figures.comparison import results_of
from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.plan.years import YEARS_SHOWN
from core.reports.annual import AnnualData
from core.thai.fiscal import months_of

ROLES = ("reporter", "checker", "approver")


def gather(order: ReportOrder) -> AnnualData:
    """The year's figures beside those of the years before that the file holds."""
    return AnnualData(
        order.plan,
        order.as_of,
        lines_of(order),
        dict(_before(order)),
        progress(order, months_of(order.plan.fiscal_year)),
        order.signers("office", *ROLES),
        order.digits,
    )


def _before(order: ReportOrder) -> Iterable[tuple[tuple[str, int], str]]:
    """What was reached in the years before, as far as the file knows, by indicator and year."""
    year = order.plan.fiscal_year
    for earlier in range(year + 1 - YEARS_SHOWN, year):
        results = results_of(order.session, order.figures.indicators, earlier, order.as_of)
        for indicator in order.plan.indicators:
            if text := results.of(indicator)[0]:
                yield (indicator.code, earlier), text
