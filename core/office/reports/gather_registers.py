"""The data of the registers' own documents: renovation, study, LINE@ by month, budget spending."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from core.faults import UsageRefusal
from core.indicators.facts import ShareFacts
from core.indicators.parameters import Uncomputable
from core.indicators.registry import FORMULAS, settings
from core.indicators.result import Result
from core.office.reports.orders import Order, by_formula, chose, terms_of
from core.plan.model import Contract, Indicator, Plan, Project, Step
from core.registers.as_of import reached, until
from core.registers.declare import Value
from core.reports.budget_spending import BudgetSpendingData, ProjectSpending, Spending
from core.reports.line_months import LineMonth, LineMonthsData, Timed
from core.reports.renovation import Item, RenovationData
from core.reports.steps import StepProgress
from core.reports.study import Part, Piece, StudyData
from core.store.facts.paper_facts import money_by_month, money_by_project, ratings_by_month, users_by_month
from core.store.tables.records import Query
from core.thai.fiscal import Month, first_day_of, last_day_of, months_of

Values = Mapping[str, Value | None]
ROLES = ("reporter", "checker")


# Budget


def spending_of(order: Order) -> tuple[ProjectSpending, ...]:
    """Every project's money of the year up to the day, with what last year left."""
    year = order.plan.fiscal_year
    last = min(order.as_of, last_day_of(year))
    with order.session.reading() as connection:
        now = money_by_project(connection, first_day_of(year), last)
        ended = min(order.as_of, last_day_of(year - 1))
        before = money_by_project(connection, first_day_of(year - 1), ended)
    return tuple(
        ProjectSpending(
            p.number, p.title, p.budget, Spending.of(now, p.number), Spending.of(before, p.number)
        )
        for p in order.plan.projects
    )


def budget_spending(order: Order) -> BudgetSpendingData:
    """Budget spending by project and by month, D2.1 where the budget makes it."""
    year = order.plan.fiscal_year
    with order.session.reading() as connection:
        found = money_by_month(connection, first_day_of(year), min(order.as_of, last_day_of(year)))
    months = tuple(
        (m, Spending.of(found, m)) for m in months_of(year) if any(month == m for month, _ in found)
    )
    shares = [i for i in order.plan.indicators if i.formula == "budget_share"]
    return BudgetSpendingData(
        order.plan,
        order.as_of,
        spending_of(order),
        months,
        (shares[0], order.result(shares[0])) if shares else None,
        order.signers("finance", *ROLES),
        order.digits,
    )


# The study


def study(order: Order) -> StudyData:
    """The study's parts and the deliverables handed over by the day."""
    indicator = by_formula(order.plan, "share_sum", source="study_parts")
    year = order.plan.fiscal_year
    rows = order.records.rows("study_parts", Query(year=year))
    ends = {r.values["part"]: reached(r.values["finished_on"], year, order.as_of) for r in rows if not r.twin}
    parts = tuple(Part(p.label, p.title, p.share, ends.get(p.part)) for p in order.plan.study_parts)
    counts = [i for i in order.plan.indicators if i.formula == "count" and chose(i, of="deliverables")]
    return StudyData(
        order.plan,
        order.as_of,
        parts,
        tuple(_pieces(order)),
        tuple((i, order.result(i)) for i in (indicator, *counts)),
        order.signers("complaints", *ROLES),
        order.digits,
    )


def _pieces(order: Order) -> Iterable[Piece]:
    for row in order.records.rows("deliverables", Query(year=order.plan.fiscal_year)):
        delivered = reached(row.values["delivered_on"], order.plan.fiscal_year, order.as_of)
        if delivered and not row.twin:
            yield Piece(str(row.values["title"] or ""), str(row.values["description"] or ""), delivered)


# The renovation


def renovation(order: Order) -> RenovationData:
    """The renovation's items, contract and steps."""
    indicator = by_formula(order.plan, "ladder")
    project = _contracted(_project_of(order.plan, indicator), order.as_of)
    return RenovationData(
        order.plan,
        order.as_of,
        project,
        tuple(_items(order)),
        tuple((step, done) for step, done in progress_of(order, project)),
        indicator,
        order.result(indicator),
        order.signers("central", *ROLES),
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


def _items(order: Order) -> Iterable[Item]:
    register = order.session.register("renovation_items")
    labels = {name: register.field(name).choice_label for name in ("room", "fixture")}
    for row in order.records.rows("renovation_items", Query(year=order.plan.fiscal_year)):
        room, fixture = (labels[name](str(row.values[name] or "")) for name in ("room", "fixture"))
        days = (until(row.values[name], order.as_of) for name in ("installed_on", "accepted_on"))
        yield Item(room, fixture, *days)


def progress_of(order: Order, project: Project) -> Iterable[tuple[Step, StepProgress]]:
    """A project's steps with what really happened to them by the day."""
    year = order.plan.fiscal_year
    rows = order.records.rows("project_steps", Query(year=year))
    held = {r.values["step"]: r.values for r in rows if r.values["project"] == project.number and not r.twin}
    for step in project.steps:
        values = held.get(step.step, {})
        started, finished = values.get("started_on"), values.get("finished_on")
        yield step, StepProgress(until(started, order.as_of), reached(finished, year, order.as_of))


# LINE@


def line_months(order: Order) -> LineMonthsData:
    """LINE@ by month, with the indicators it feeds."""
    acknowledged = by_formula(order.plan, "share_within", event="acknowledged_at")
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
        order.signers("secretariat", *ROLES),
        order.digits,
    )


def _timed(order: Order, indicator: Indicator) -> dict[Month, Timed] | None:
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


def _with_counts(order: Order, *indicators: Indicator) -> Iterable[tuple[Indicator, Result]]:
    """The indicators that speak of the service, the count of users among them, in the plan's order."""
    codes = {i.code for i in indicators}
    for indicator in order.plan.indicators:
        users = indicator.formula == "count" and chose(indicator, of="users")
        if users or indicator.code in codes:
            yield indicator, order.result(indicator)
