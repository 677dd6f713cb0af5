"""Where the plan and what is entered for it contradict the file's own registers: the share of the budget spent beside the
entries of the budget register it should come from, and budgets of which that register tells nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.indicators import evaluate
from core.office.figures import results
from core.office.plan.types import PlanFinding
from core.plan.model import Indicator, Plan
from core.plan.money import baht
from core.plan.spending import Spending
from core.store.connection import Connection
from core.store.facts.paper_facts import money_by_project
from core.store.tables.records import Row
from core.store.tables.register_tables import registers_of
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short
from core.thai.fiscal import first_day_of, last_day_of
from core.thai.numbers import format_decimal, round_half_up

_SPENDING = re.compile(r"(?:ใช้จ่าย|เบิกจ่าย).*งบประมาณ|งบประมาณ.*(?:ใช้จ่าย|เบิกจ่าย)")
# A share of projects or offices, or of one kind of money only, is another measure.
_ANOTHER = re.compile(r"(?:โครงการ|หน่วยงาน|กิจกรรม)ที่|ลงทุน|งบกลาง|เหลื่อมปี")


def contradicted(
    connection: Connection, plan: Plan, calendar: WorkingCalendar, entered: Iterable[Row]
) -> Iterator[PlanFinding]:
    """A finding for each result of a plan's year, out of the rows of ``manual_results``, that differs from what the
    budget register comes to by the end of its day, to two places. Nothing is said while nothing is allocated."""
    spending = {i.code: i for i in plan.indicators if _is_spending(i)}
    for row in entered:
        indicator = spending.get(str(row.values["indicator"]))
        day, value = row.values["as_of"], row.values["value"]
        if indicator is None or row.duplicate or not isinstance(day, date) or not isinstance(value, Decimal):
            continue
        computed = _spent_by(connection, plan, calendar, indicator, day)
        if computed is not None and round_half_up(value) != round_half_up(computed):
            title = registers_of(connection)["budget_entries"].title
            yield _finding(indicator, day, value, computed, title)


def unallocated(connection: Connection, plan: Plan) -> Iterator[PlanFinding]:
    """A finding for each project with a budget of which the budget register tells no allotment, where it does of others: the
    book and the reports of money add up to different totals."""
    year = plan.fiscal_year
    sums = money_by_project(connection, first_day_of(year), last_day_of(year))
    told = {p.number for p in plan.projects if Spending.of(sums, p.number).allocated}
    for project in (p for p in plan.projects if told and p.budget and p.number not in told):
        title = registers_of(connection)["budget_entries"].title
        yield PlanFinding(
            "budget.unallocated",
            f"โครงการที่ {project.number} มีวงเงิน {baht(project.budget or Decimal(0))} บาท แต่ยังไม่มีรายการจัดสรรใน{title} "
            "ยอดรวมในรายงานจึงต่างจากเล่มแผน โปรดบันทึกรายการจัดสรร หรือแก้วงเงิน",
            f"โครงการที่ {project.number}",
            f"project:{project.number}",
        )


def _is_spending(indicator: Indicator) -> bool:
    entered = indicator.formula == "entered" and indicator.unit == "percent"
    return entered and bool(_SPENDING.search(indicator.title)) and not _ANOTHER.search(indicator.title)


def _spent_by(
    connection: Connection, plan: Plan, calendar: WorkingCalendar, indicator: Indicator, day: date
) -> Decimal | None:
    """The share spent by the end of a day, as ``budget_share`` would compute it."""
    computed = replace(indicator, formula="budget_share", parameters={})
    facts = results.counted(connection, plan, computed, calendar, day)
    return evaluate(computed, facts, day, plan.fiscal_year).value


def _finding(
    indicator: Indicator, day: date, value: Decimal, computed: Decimal, register: str
) -> PlanFinding:
    return PlanFinding(
        "results.contradicted",
        f"ผล ณ วันที่ {day_short(day)} บันทึกไว้ร้อยละ {format_decimal(value)} แต่{register}"
        f"ถึงวันนั้นคิดได้ร้อยละ {format_decimal(computed)} โปรดแก้ค่าที่ผิด หรือให้ตัวชี้วัดนี้คำนวณจากทะเบียน",
        f"ตัวชี้วัดที่ {indicator.code} {indicator.called}",
        f"indicator:{indicator.code}",
    )
