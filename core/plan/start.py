"""A plan from nothing: an office's name, its units and the year, for an office that writes its plan in the program."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.faults import InputRefusal, Refusal
from core.plan.bundle import PlanFile
from core.plan.load import PlanRelease, of_an_office, release_of


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a person says of an office: ``units`` are codes and names in order, ``keeper`` the code of the one that keeps
    the plan ("" for the first), ``year`` the fiscal year (Buddhist) of the plan to be written."""

    name: str
    year: int
    units: Sequence[tuple[str, str]]
    department: str = ""
    keeper: str = ""


class _Said(PlanFile):
    """What was said instead of written into a file."""

    def refusal(self, what: str) -> Refusal:
        return InputRefusal(f"สร้างสำนักงานไม่ได้: {what} โปรดแก้ไขแล้วทำใหม่")


def plan_of(office: NewOffice) -> PlanRelease:
    """The office's plan before anything is written into it. InputRefusal where what was said can't be used."""
    sheet = {
        "fiscal_year": office.year,
        "title": f"แผนปฏิบัติราชการประจำปี พ.ศ. {office.year}",
        "office": office.name,
        "department": office.department,
        "keeper": office.keeper,
        "units": [{"code": code, "name": name} for code, name in office.units],
    }
    return of_an_office(release_of(_Said("", sheet)))
