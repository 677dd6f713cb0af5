"""The office: the only door for the desk and the command line."""

from core.indicators.evidence import WorkingRecord
from core.indicators.formula import Formula
from core.indicators.parameters import Parameter
from core.office.conflicts.types import Conflict, ConflictSide, SettledConflict, Settlement, TwinRecords
from core.office.exchange.types import (
    Arrival,
    ExchangeItem,
    Freshness,
    Lacking,
    Merged,
    Moved,
    PackageInfo,
    Pc,
    Sent,
    TrialMerge,
)
from core.office.figures.enquiries import EnquiryStanding, EnquiryTerms
from core.office.figures.requests import RequestStanding, RequestTerms
from core.office.figures.types import (
    Badge,
    CentreRow,
    DueDay,
    IndicatorRow,
    LaterAudit,
    UnitMonths,
    Upcoming,
    WorkingsView,
    YearCell,
    YearComparison,
    YearRow,
)
from core.office.file.types import CheckReport
from core.office.office import Office
from core.office.plan.proposal_types import PlanProposal, WishedField, WishedRecord
from core.office.plan.types import CarriedOver, PlanFault, PlanFinding, PlanState, RolledOver, RolloverPreview
from core.office.progress import Progress
from core.office.records.list_types import ListColumn, ListFilter, Listing, ListLine, ListQuery
from core.office.records.references import is_reference, target_of
from core.office.records.types import Edit, HistoryItem, RecordFinding, Saved, proposes
from core.office.reports.types import Asked, Bundle, ReportInfo
from core.office.sheets.incoming import SheetPlan
from core.office.sheets.line import LineExport, Proposal, Standing
from core.office.sheets.sheet_import import (
    SheetCheck,
    SheetImport,
    SheetView,
    UnknownValue,
    rows_said,
    told_apart,
)
from core.office.sheets.types import ImportReport
from core.office.states import Chip
from core.store.log.changes import Changes
from core.store.tables.records import Query, Row

__all__ = [
    "Arrival",
    "Asked",
    "Badge",
    "Bundle",
    "CarriedOver",
    "CentreRow",
    "Changes",
    "CheckReport",
    "Chip",
    "Conflict",
    "ConflictSide",
    "DueDay",
    "Edit",
    "EnquiryStanding",
    "EnquiryTerms",
    "ExchangeItem",
    "Formula",
    "Freshness",
    "HistoryItem",
    "ImportReport",
    "IndicatorRow",
    "Lacking",
    "LaterAudit",
    "LineExport",
    "ListColumn",
    "ListFilter",
    "ListLine",
    "ListQuery",
    "Listing",
    "Merged",
    "Moved",
    "Office",
    "PackageInfo",
    "Parameter",
    "Pc",
    "PlanFault",
    "PlanFinding",
    "PlanProposal",
    "PlanState",
    "Progress",
    "Proposal",
    "Query",
    "RecordFinding",
    "ReportInfo",
    "RequestStanding",
    "RequestTerms",
    "RolledOver",
    "RolloverPreview",
    "Row",
    "Saved",
    "Sent",
    "SettledConflict",
    "Settlement",
    "SheetCheck",
    "SheetImport",
    "SheetPlan",
    "SheetView",
    "Standing",
    "TrialMerge",
    "TwinRecords",
    "UnitMonths",
    "UnknownValue",
    "Upcoming",
    "WishedField",
    "WishedRecord",
    "WorkingRecord",
    "WorkingsView",
    "YearCell",
    "YearComparison",
    "YearRow",
    "is_reference",
    "proposes",
    "rows_said",
    "target_of",
    "told_apart",
]
