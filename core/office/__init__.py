"""The office: the only door for the desk and the command line."""

from core.office.incoming import SheetPlan
from core.office.line import LineExport, Proposal, Standing
from core.office.session import Office
from core.office.sheets import SheetCheck, SheetImport, SheetView, UnknownValue
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
from core.office.watch import Progress, Stopped
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
    "LineExport",
    "Office",
    "ParameterInfo",
    "PlanFault",
    "PlanFinding",
    "PlanState",
    "Progress",
    "Proposal",
    "Query",
    "ReportInfo",
    "Row",
    "Saved",
    "SheetCheck",
    "SheetImport",
    "SheetPlan",
    "SheetView",
    "Standing",
    "Stopped",
    "UnitMonths",
    "UnknownValue",
    "Upcoming",
    "WorkingRecord",
    "WorkingsView",
]
