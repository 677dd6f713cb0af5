"""The office: the only door for the desk and the command line."""

from core.office.session import Office
from core.office.types import (
    CentreRow,
    CheckReport,
    Chip,
    DueDay,
    Edit,
    FormulaInfo,
    HistoryItem,
    ImportReport,
    IndicatorRow,
    ParameterInfo,
    PlanFault,
    PlanFinding,
    PlanState,
    ReportInfo,
    Saved,
    UnitMonths,
    Upcoming,
    WorkingRecord,
    WorkingsView,
)
from core.store.log import Changes
from core.store.records import Query, Row

__all__ = [
    "CentreRow",
    "Changes",
    "CheckReport",
    "Chip",
    "DueDay",
    "Edit",
    "FormulaInfo",
    "HistoryItem",
    "ImportReport",
    "IndicatorRow",
    "Office",
    "ParameterInfo",
    "PlanFault",
    "PlanFinding",
    "PlanState",
    "Query",
    "ReportInfo",
    "Row",
    "Saved",
    "UnitMonths",
    "Upcoming",
    "WorkingRecord",
    "WorkingsView",
]
