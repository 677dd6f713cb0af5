"""What checking an office file finds: frozen, without database or screen."""

from dataclasses import dataclass

from core.office.plan.types import PlanFinding
from core.office.records.types import RecordFinding


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Is the file sound, does the plan agree with itself, and what is wrong in records. ``problems`` are Thai sentences,
    ``remarks`` such of what isn't wrong and yet to be known."""

    sound: bool
    problems: tuple[str, ...]
    plan_findings: tuple[PlanFinding, ...] = ()
    record_findings: tuple[RecordFinding, ...] = ()
    remarks: tuple[str, ...] = ()
