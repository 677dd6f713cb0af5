"""A believable year of records for a new office file, by the plan it holds: invented, harmless, the same on every machine."""

from collections.abc import Callable, Iterator, Mapping

from core.faults import UsageRefusal
from core.plan.load import genesis
from core.plan.model import Plan
from core.registers import ALL
from core.registers.declaration import read_registers
from core.sample import centres, district, finance, letters, money, projects, remarks
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage, Timeline
from core.thai.calendar import WorkingCalendar
from core.thai.digits import to_arabic

__all__ = ["SampleEdit", "sample_edits", "sample_of"]

Maker = Callable[[Stage], Iterator[SampleEdit]]

# By the name of a plan that comes with the program.
SAMPLES: Mapping[str, tuple[Maker, ...]] = {
    "2563": (
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
    ),
    "example-district-2568": district.MAKERS,
}


def sample_of(named: object) -> str:
    """The name of the plan whose sample year is meant. UsageRefusal for a plan without one."""
    name = to_arabic(str(named)).strip()
    if name not in SAMPLES:
        raise UsageRefusal(
            f"ข้อมูลตัวอย่างมีเฉพาะของแผนที่มากับโปรแกรม ({' '.join(SAMPLES)}) โปรดสร้างแฟ้มโดยไม่ใส่ข้อมูลตัวอย่าง"
        )
    return name


def sample_edits(name: str, plan: Plan, calendar: WorkingCalendar) -> Iterator[SampleEdit]:
    """Every edit of the sample year of a plan that comes with the program under that name, in chronological order.

    Records run from 1 October to 30 September; requests received in the last days are paid in October. Values are
    Python values. Raises UsageRefusal for a plan without a sample.
    """
    makers, release = SAMPLES[sample_of(name)], genesis(name)
    declared = read_registers(release.declarations) if release.declarations else ALL
    stage = Stage(
        plan,
        Timeline(plan.fiscal_year, calendar),
        {register.name: register for register in declared},
        release.of("info_centres"),
        release.of("audit_criteria"),
    )
    edits = [edit for make in makers for edit in make(stage)]
    yield from sorted(edits, key=lambda edit: edit.day)
