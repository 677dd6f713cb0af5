"""The study's parts and the deliverables."""

from collections.abc import Iterable

from core.office.reports.orders import ReportOrder, by_formula, chose
from core.registers.as_of import reached
from core.reports.study import REPORT, FinishedPart, HandedOver, StudyData
from core.store.tables.records import Query

ROLES = ("reporter", "checker")


def gather(order: ReportOrder) -> StudyData:
    """The study's parts and the deliverables handed over by the day."""
    indicator = by_formula(order.plan, **REPORT.about)
    year = order.plan.fiscal_year
    rows = order.records.rows("study_parts", Query(year=year))
    ends = {
        r.values["part"]: reached(r.values["finished_on"], year, order.as_of) for r in rows if not r.duplicate
    }
    parts = tuple(FinishedPart(p.label, p.title, p.share, ends.get(p.part)) for p in order.plan.study_parts)
    counts = [i for i in order.plan.indicators if i.formula == "count" and chose(i, of="deliverables")]
    return StudyData(
        order.plan,
        order.as_of,
        parts,
        tuple(_pieces(order)),
        tuple((i, order.result(i)) for i in (indicator, *counts)),
        order.keepers_of("study_parts", *ROLES),
        order.digits,
    )


def _pieces(order: ReportOrder) -> Iterable[HandedOver]:
    for row in order.records.rows("deliverables", Query(year=order.plan.fiscal_year)):
        delivered = reached(row.values["delivered_on"], order.plan.fiscal_year, order.as_of)
        if delivered and not row.duplicate:
            yield HandedOver(str(row.values["title"] or ""), str(row.values["description"] or ""), delivered)
