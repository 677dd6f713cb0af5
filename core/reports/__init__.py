"""Official Thai paper: documents as plain data, set in PDF or in a spreadsheet.

The office gathers the data, a document module turns it into a ``Document``, a renderer writes the file. Nothing here
reads a database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from core.reports import (
    annual,
    basic_list,
    budget_spending,
    budget_summary,
    centre_months,
    dimensions,
    finance_months,
    line_months,
    measures_projects,
    memo,
    monthly,
    past_results,
    plan_book,
    quarterly,
    renovation,
    routine_projects,
    steps,
    study,
    swot,
    table_a,
    table_b,
    targets,
)
from core.reports.document import Document
from core.reports.pdf import render_opening, render_pdf
from core.reports.printed import PlanData
from core.reports.workbook import render_xlsx

# How often a report is drawn up: every month, quarter or year, or whenever the plan changes.
Rhythm = Literal["month", "quarter", "year", "plan"]


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report that can be made: ``name`` as the command line knows it, its Thai ``title``, its ``rhythm``, the class of
    its data and the function that turns data into a document."""

    name: str
    title: str
    rhythm: Rhythm
    data: type[Any]
    document: Callable[[Any], Document]
    needs: tuple[str, ...] = ()


REPORTS: tuple[ReportSpec, ...] = (
    ReportSpec("monthly", monthly.TITLE, "month", monthly.MonthlyData, monthly.document, needs=("month",)),
    ReportSpec(
        "quarterly",
        quarterly.TITLE,
        "quarter",
        quarterly.QuarterlyData,
        quarterly.document,
        needs=("quarter",),
    ),
    ReportSpec("annual", annual.TITLE, "year", annual.AnnualData, annual.document),
    ReportSpec("memo", memo.TITLE, "month", memo.MemoData, memo.document, needs=("month",)),
    ReportSpec("plan-book", plan_book.TITLE, "plan", steps.StepsData, plan_book.document),
    ReportSpec("past-results", past_results.TITLE, "plan", PlanData, past_results.document),
    ReportSpec("swot", swot.TITLE, "plan", PlanData, swot.document),
    ReportSpec("targets", targets.TITLE, "plan", PlanData, targets.document),
    ReportSpec("measures-projects", measures_projects.TITLE, "plan", PlanData, measures_projects.document),
    ReportSpec("budget-summary", budget_summary.TITLE, "plan", PlanData, budget_summary.document),
    ReportSpec("routine-projects", routine_projects.TITLE, "plan", PlanData, routine_projects.document),
    ReportSpec("basic-list", basic_list.TITLE, "plan", PlanData, basic_list.document),
    ReportSpec("table-a", table_a.TITLE, "plan", PlanData, table_a.document),
    ReportSpec("table-b", table_b.TITLE, "plan", PlanData, table_b.document),
    ReportSpec("dimensions", dimensions.TITLE, "plan", PlanData, dimensions.document),
    ReportSpec("steps", steps.TITLE, "month", steps.StepsData, steps.document),
    ReportSpec(
        "finance-months",
        finance_months.TITLE,
        "month",
        finance_months.FinanceMonthsData,
        finance_months.document,
    ),
    ReportSpec(
        "centre-months", centre_months.TITLE, "month", centre_months.CentreMonthsData, centre_months.document
    ),
    ReportSpec("renovation", renovation.TITLE, "month", renovation.RenovationData, renovation.document),
    ReportSpec("study", study.TITLE, "month", study.StudyData, study.document),
    ReportSpec("line-months", line_months.TITLE, "month", line_months.LineMonthsData, line_months.document),
    ReportSpec(
        "budget-spending",
        budget_spending.TITLE,
        "month",
        budget_spending.BudgetSpendingData,
        budget_spending.document,
    ),
)


def by_name(name: str) -> ReportSpec:
    """The report of that name; KeyError where there is none."""
    return next((r for r in REPORTS if r.name == name), None) or _missing(name)


def _missing(name: str) -> ReportSpec:
    raise KeyError(name)


__all__ = ["REPORTS", "Document", "ReportSpec", "by_name", "render_opening", "render_pdf", "render_xlsx"]
