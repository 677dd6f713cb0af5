"""Who may do what: the table of roles and use cases. Source: docs/domain.md, "Rights"."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.plan.people import ROLE_LABELS, Role


class UseCase(StrEnum):
    """What a person does with an office file."""

    READ = "read"
    PRINT = "print"
    EXPORT = "export"
    TYPE_OWN = "type_own"
    PROPOSE = "propose"
    ATTACH = "attach"
    SUBMIT_MONTH = "submit_month"
    APPROVE_MONTH = "approve_month"
    REOPEN_MONTH = "reopen_month"
    DECIDE_PROPOSAL = "decide_proposal"
    APPROVE_OFFICE = "approve_office"
    EDIT_PLAN = "edit_plan"
    MANAGE_PEOPLE = "manage_people"
    CHANGE_SETTINGS = "change_settings"
    TRUST_PC = "trust_pc"
    MERGE = "merge"
    PACK = "pack"
    RESTORE = "restore"


# How each is called in a sentence that refuses it.
USE_CASE_WORDS: Mapping[UseCase, str] = {
    UseCase.READ: "ดูข้อมูล",
    UseCase.PRINT: "พิมพ์รายงาน",
    UseCase.EXPORT: "ส่งข้อมูลออกเป็นแฟ้ม",
    UseCase.TYPE_OWN: "บันทึกรายการ",
    UseCase.PROPOSE: "เสนอแก้ไขรายการของส่วนราชการอื่น",
    UseCase.ATTACH: "แนบหลักฐาน",
    UseCase.SUBMIT_MONTH: "ส่งเดือน",
    UseCase.APPROVE_MONTH: "รับรองหรือส่งคืนเดือน",
    UseCase.REOPEN_MONTH: "เปิดเดือนอีกครั้ง",
    UseCase.DECIDE_PROPOSAL: "พิจารณาข้อเสนอแก้ไข",
    UseCase.APPROVE_OFFICE: "รับรองเดือนของทั้งสำนักงาน",
    UseCase.EDIT_PLAN: "แก้ไขแผนและทะเบียน",
    UseCase.MANAGE_PEOPLE: "จัดการผู้ใช้",
    UseCase.CHANGE_SETTINGS: "ตั้งค่าของสำนักงาน",
    UseCase.TRUST_PC: "เชื่อถือเครื่องอื่น",
    UseCase.MERGE: "รวมแพ็กเกจ",
    UseCase.PACK: "ทำแพ็กเกจ",
    UseCase.RESTORE: "คืนแฟ้มจากแฟ้มสำรอง",
}

_ALL = frozenset(Role)
_WRITERS = _ALL - {Role.VIEWER}
_HEADS = frozenset({Role.SUPERVISOR, Role.KEEPER})
_KEEPER = frozenset({Role.KEEPER})

ALLOWED: Mapping[UseCase, frozenset[Role]] = {
    UseCase.READ: _ALL,
    UseCase.PRINT: _ALL,
    UseCase.EXPORT: _WRITERS,
    UseCase.TYPE_OWN: _WRITERS,
    UseCase.PROPOSE: _WRITERS,
    UseCase.ATTACH: _WRITERS,
    UseCase.SUBMIT_MONTH: _WRITERS,
    UseCase.APPROVE_MONTH: _HEADS,
    UseCase.REOPEN_MONTH: _HEADS,
    UseCase.DECIDE_PROPOSAL: _HEADS,
    UseCase.APPROVE_OFFICE: _KEEPER,
    UseCase.EDIT_PLAN: _KEEPER,
    UseCase.MANAGE_PEOPLE: _KEEPER,
    UseCase.CHANGE_SETTINGS: _KEEPER,
    UseCase.TRUST_PC: _KEEPER,
    UseCase.MERGE: _WRITERS,
    UseCase.PACK: _WRITERS,
    UseCase.RESTORE: _HEADS,
}

# What is done for a unit, by its own people alone.
OF_A_UNIT = frozenset(
    {
        UseCase.TYPE_OWN,
        UseCase.ATTACH,
        UseCase.SUBMIT_MONTH,
        UseCase.APPROVE_MONTH,
        UseCase.REOPEN_MONTH,
        UseCase.DECIDE_PROPOSAL,
    }
)

# What is open to who looks at a file with accounts without signing in.
WITHOUT_SIGNING_IN = frozenset({UseCase.READ, UseCase.PRINT})


# What writing into the office's own records is; all others are typed, or of the plan, and can be proposed.
_OFFICE_RECORDS: Mapping[str, UseCase] = {
    "office_people": UseCase.MANAGE_PEOPLE,
    "office_revocations": UseCase.MANAGE_PEOPLE,
    "office_settings": UseCase.CHANGE_SETTINGS,
    "office_month_states": UseCase.APPROVE_MONTH,
    "office_editions": UseCase.APPROVE_MONTH,
    "office_printed_reports": UseCase.APPROVE_MONTH,
    "office_evidence": UseCase.ATTACH,
    "office_exports": UseCase.EXPORT,
}


def use_case_of(register: str) -> UseCase | None:
    """What writing into a register of the office's own records is; None for one whose changes can be proposed."""
    return _OFFICE_RECORDS.get(register)


def allowed(roles: Iterable[Role], use_case: UseCase) -> bool:
    """True where one of a person's roles may do it."""
    return not ALLOWED[use_case].isdisjoint(roles)


def role_words(use_case: UseCase) -> str:
    """The roles that may do it, in Thai."""
    return " หรือ".join(ROLE_LABELS[role] for role in Role if role in ALLOWED[use_case])
