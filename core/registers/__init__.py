"""The registers (ทะเบียน), one module each: fields, rules, key and owner, declared once."""

from core.registers.audit_criteria import AUDIT_CRITERIA
from core.registers.audit_points import AUDIT_POINTS
from core.registers.budget_entries import BUDGET_ENTRIES
from core.registers.centre_audits import CENTRE_AUDITS
from core.registers.declare import Register
from core.registers.deliverables import DELIVERABLES
from core.registers.finance_requests import FINANCE_REQUESTS
from core.registers.indicator_remarks import INDICATOR_REMARKS
from core.registers.info_centres import INFO_CENTRES
from core.registers.letter_enquiries import LETTER_ENQUIRIES
from core.registers.manual_results import MANUAL_RESULTS
from core.registers.office_holidays import OFFICE_HOLIDAYS
from core.registers.project_steps import PROJECT_STEPS
from core.registers.renovation_items import RENOVATION_ITEMS
from core.registers.satisfaction_ratings import SATISFACTION_RATINGS
from core.registers.signers import SIGNERS
from core.registers.study_parts import STUDY_PARTS

__all__ = ["ALL", "by_name"]

# In the order of the desk's rail: finance, central, secretariat, complaints, admin.
ALL: tuple[Register, ...] = (
    FINANCE_REQUESTS,
    BUDGET_ENTRIES,
    CENTRE_AUDITS,
    INFO_CENTRES,
    AUDIT_CRITERIA,
    AUDIT_POINTS,
    RENOVATION_ITEMS,
    PROJECT_STEPS,
    LETTER_ENQUIRIES,
    SATISFACTION_RATINGS,
    STUDY_PARTS,
    DELIVERABLES,
    MANUAL_RESULTS,
    INDICATOR_REMARKS,
    SIGNERS,
    OFFICE_HOLIDAYS,
)

_BY_NAME = {register.name: register for register in ALL}


def by_name(name: str) -> Register:
    """The register of that name; KeyError where there is none."""
    return _BY_NAME[name]
