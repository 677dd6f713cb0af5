"""The office: the only door for the desk and the command line."""

from core.exchange.evidence.kinds import GROUPS as EVIDENCE_GROUPS
from core.indicators.amounts import places_of
from core.indicators.contested import Contested
from core.indicators.evidence import WorkingRecord
from core.indicators.formula import Formula
from core.indicators.parameters import ParameterKind
from core.indicators.scores import Score, Scores, Total, levels_fault, scores_of
from core.keys.draft_seal import DraftSeal
from core.office.audit.types import NOT_THEIRS, AuditEntry, AuditPage, AuditQuery, AuditRecord
from core.office.backups.types import ChangedRecord, RegisterChanges, RestoreView, UndoneAction
from core.office.conflicts.types import Conflict, ConflictSide, DuplicateRecords, SettledConflict, Settlement
from core.office.evidence.limits import size_words
from core.office.evidence.types import (
    BoundPdf,
    EvidenceItem,
    EvidenceLimits,
    EvidenceUse,
    MissingEvidence,
    PagePicture,
)
from core.office.exchange.types import (
    Arrival,
    ExchangeItem,
    Freshness,
    Lacking,
    Merged,
    MergeDryRun,
    PackageInfo,
    Pc,
    Sent,
)
from core.office.figures.clock_words import event_words
from core.office.figures.clocks import ClockTerms, RecordStanding, next_moment
from core.office.figures.offers import Offers, operators_of, value_of
from core.office.figures.types import (
    Badge,
    CountedIn,
    DueDay,
    FormulaTrial,
    Grid,
    GridRow,
    IndicatorRow,
    LaterRecord,
    MovedFigure,
    UnitMonths,
    Upcoming,
    WorkingsView,
    YearCell,
    YearComparison,
    YearRow,
)
from core.office.file.types import CheckReport
from core.office.months.types import Edition, Lack, LateRecord, Missing, UnitMonth
from core.office.office import Office
from core.office.people.types import Account, NewKey, PersonEdit
from core.office.plan.proposal_types import PlanProposal, ProposedField, ProposedRecord
from core.office.plan.types import (
    CarriedOver,
    GoingOn,
    Letterhead,
    Measured,
    PlanFault,
    PlanFinding,
    PlanState,
    RolledOver,
    RolloverPreview,
    UsedRegister,
)
from core.office.plan.wording import Wording
from core.office.progress import Progress
from core.office.records.list_types import ListColumn, ListFilter, Listing, ListLine, ListQuery
from core.office.records.types import Edit, HistoryItem, RecordFinding, Saved, proposes
from core.office.references import Thing, is_reference, target_of
from core.office.registers.trial import Trial
from core.office.registers.types import (
    DeclaredRegister,
    Design,
    LibraryRegister,
    Meaning,
    NewRegister,
    ProposedColumn,
)
from core.office.reports.types import Asked, Bundle, Certificate, ReportInfo, Verified
from core.office.sheets.incoming import SheetPlan
from core.office.sheets.line import LineExport, Proposal, ProposalState
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
from core.plan.adoption import changes_in_words
from core.plan.left_behind import Left
from core.plan.load import shipped_plans
from core.plan.months import MonthAction, MonthState
from core.plan.people import Person, Role, name_fault, password_fault
from core.plan.proposals import ANSWER_LENGTH, ProposedAction
from core.plan.records import NODE_KINDS, PLAN_REGISTERS, ROW_KINDS
from core.plan.start import NewOffice
from core.plan.targets import composed, worded
from core.store.file.backup_set import Why
from core.store.file.damage import BackupFile
from core.store.log.changes import Changes
from core.store.tables.records import Query, Row

__all__ = [
    "ANSWER_LENGTH",
    "EVIDENCE_GROUPS",
    "NODE_KINDS",
    "NOT_THEIRS",
    "PLAN_REGISTERS",
    "ROW_KINDS",
    "Account",
    "Arrival",
    "Asked",
    "AuditEntry",
    "AuditPage",
    "AuditQuery",
    "AuditRecord",
    "BackupFile",
    "Badge",
    "BoundPdf",
    "Bundle",
    "CarriedOver",
    "Certificate",
    "ChangedRecord",
    "Changes",
    "CheckReport",
    "Chip",
    "ClockTerms",
    "Conflict",
    "ConflictSide",
    "Contested",
    "CountedIn",
    "DeclaredRegister",
    "Design",
    "DraftSeal",
    "DueDay",
    "DuplicateRecords",
    "Edit",
    "Edition",
    "EvidenceItem",
    "EvidenceLimits",
    "EvidenceUse",
    "ExchangeItem",
    "Formula",
    "FormulaTrial",
    "Freshness",
    "GoingOn",
    "Grid",
    "GridRow",
    "HistoryItem",
    "ImportReport",
    "IndicatorRow",
    "Lack",
    "Lacking",
    "LateRecord",
    "LaterRecord",
    "Left",
    "Letterhead",
    "LibraryRegister",
    "LineExport",
    "ListColumn",
    "ListFilter",
    "ListLine",
    "ListQuery",
    "Listing",
    "Meaning",
    "Measured",
    "MergeDryRun",
    "Merged",
    "Missing",
    "MissingEvidence",
    "MonthAction",
    "MonthState",
    "MovedFigure",
    "NewKey",
    "NewOffice",
    "NewRegister",
    "Offers",
    "Office",
    "PackageInfo",
    "PagePicture",
    "ParameterKind",
    "Pc",
    "Person",
    "PersonEdit",
    "PlanFault",
    "PlanFinding",
    "PlanProposal",
    "PlanState",
    "Progress",
    "Proposal",
    "ProposalState",
    "ProposedAction",
    "ProposedColumn",
    "ProposedField",
    "ProposedRecord",
    "Query",
    "RecordFinding",
    "RecordStanding",
    "RegisterChanges",
    "ReportInfo",
    "RestoreView",
    "Role",
    "RolledOver",
    "RolloverPreview",
    "Row",
    "Saved",
    "Score",
    "Scores",
    "Sent",
    "SettledConflict",
    "Settlement",
    "SheetCheck",
    "SheetImport",
    "SheetPlan",
    "SheetView",
    "Thing",
    "Total",
    "Trial",
    "UndoneAction",
    "UnitMonth",
    "UnitMonths",
    "UnknownValue",
    "Upcoming",
    "UsedRegister",
    "Verified",
    "Why",
    "Wording",
    "WorkingRecord",
    "WorkingsView",
    "YearCell",
    "YearComparison",
    "YearRow",
    "changes_in_words",
    "composed",
    "event_words",
    "is_reference",
    "levels_fault",
    "name_fault",
    "next_moment",
    "operators_of",
    "password_fault",
    "places_of",
    "proposes",
    "rows_said",
    "scores_of",
    "shipped_plans",
    "size_words",
    "target_of",
    "told_apart",
    "value_of",
    "worded",
]
