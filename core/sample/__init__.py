"""A believable year of records for a new office file: invented, harmless, and the same on every machine."""

from collections.abc import Iterator

from core.plan.load import genesis
from core.plan.model import Plan
from core.sample import centres, finance, letters, money, projects, remarks
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage, Timeline
from core.thai.calendar import WorkingCalendar

__all__ = ["SampleEdit", "sample_edits"]

MAKERS = (
    projects.everything,
    money.holidays,
    finance.requests,
    centres.audits,
    letters.enquiries,
    letters.ratings,
    money.budget,
    money.results,
    remarks.signers,
    remarks.remarks,
)


def sample_edits(plan: Plan, calendar: WorkingCalendar) -> Iterator[SampleEdit]:
    """Every edit of the sample year of a plan that comes with the program, in chronological order.

    Records run from 1 October to 30 September; requests received in the last days are paid in October. Values are
    Python values. Raises UsageRefusal for a fiscal year the program has no plan of (the centres come with it).
    """
    release = genesis(str(plan.fiscal_year))
    time = Timeline(plan.fiscal_year, calendar)
    stage = Stage(plan, time, release.of("info_centres"), release.of("audit_criteria"))
    edits = [edit for make in MAKERS for edit in make(stage)]
    yield from sorted(edits, key=lambda edit: edit.day)
