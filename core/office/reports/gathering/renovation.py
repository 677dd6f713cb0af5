"""The renovation's items, contract and steps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core.faults import UsageRefusal
from core.office.reports.gathering.steps import progress_of
from core.office.reports.orders import ReportOrder, by_formula, terms_of
from core.plan.model import Contract, Indicator, Plan, Project
from core.registers.as_of import until
from core.reports.renovation import REPORT, Item, RenovationData
from core.store.tables.records import Query, Row

ROLES = ("reporter", "checker")


def gather(order: ReportOrder) -> RenovationData:
    """The renovation's items, contract and steps."""
    indicator = by_formula(order.plan, **REPORT.about)
    project = _contracted(_project_of(order.plan, indicator), order.as_of)
    return RenovationData(
        order.plan,
        order.as_of,
        project,
        tuple(_items(order)),
        tuple((step, done) for step, done in progress_of(order, project)),
        indicator,
        order.result(indicator),
        order.keepers_of("renovation_items", *ROLES),
        order.digits,
    )


def _contracted(project: Project, as_of: date) -> Project:
    """The project without a contract that is signed later."""
    signed = project.contract.signed_on
    return project if signed is None or signed <= as_of else replace(project, contract=Contract())


def _project_of(plan: Plan, indicator: Indicator) -> Project:
    number = terms_of(indicator).get("project")
    for project in plan.projects:
        if project.number == number or indicator.code in project.indicators:
            return project
    raise UsageRefusal(f"ตัวชี้วัดที่ {indicator.code} ไม่ได้ระบุโครงการที่มีในแผน โปรดเลือกโครงการในหน้าแผนก่อนพิมพ์")


def _items(order: ReportOrder) -> Iterable[Item]:
    """The items as the plan tells of them: rooms and fixtures in the order they are declared in."""
    fields = [order.session.register("renovation_items").field(name) for name in ("room", "fixture")]
    ranks = [{choice.code: n for n, choice in enumerate(field.choices)} for field in fields]

    def place(row: Row) -> list[int]:
        codes = (row.values[field.name] for field in fields)
        return [rank.get(str(code), len(rank)) for rank, code in zip(ranks, codes, strict=True)]

    for row in sorted(order.records.rows("renovation_items", Query(year=order.plan.fiscal_year)), key=place):
        room, fixture = (field.choice_label(str(row.values[field.name] or "")) for field in fields)
        days = (until(row.values[name], order.as_of) for name in ("installed_on", "accepted_on"))
        yield Item(room, fixture, *days)
