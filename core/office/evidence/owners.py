"""Whose a record is, of which year, and what it is called: what evidence of it is filed under."""

from dataclasses import dataclass

from core.faults import InputRefusal, UsageRefusal
from core.office.editing import drafts
from core.office.session import Session
from core.plan.authority import OF_THE_PLAN
from core.registers.as_of import day_of
from core.registers.declare import Register, Values
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.records import Row
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import fiscal_year_of


@dataclass(frozen=True, slots=True)
class ProvedRecord:
    """A record that evidence is of: its register and id, the unit it belongs to, its fiscal year, and its name in a sentence."""

    register: Register
    id: str
    unit: str
    year: int
    called: str


def may_have_evidence(register: Register) -> bool:
    """True for a register whose records evidence may be attached to."""
    return not register.internal or register.name in OF_THE_PLAN


def proved_by(session: Session, connection: Connection, name: str, record: str) -> ProvedRecord:
    """A record that is there. UsageRefusal for a register that takes no evidence, InputRefusal where there is no such record."""
    register = registers_of(connection).get(name)
    if register is None or not may_have_evidence(register):
        raise UsageRefusal(
            f"แนบหลักฐานกับ “{name}” ไม่ได้ โปรดใช้ชื่อทะเบียน หรือ plan_indicators plan_projects plan_steps"
        )
    row = records.row(connection, register, record)
    if row is None or row.deleted:
        raise InputRefusal(f"ไม่พบรายการใน{register.title}ที่จะแนบหลักฐาน หรือรายการถูกลบแล้ว โปรดเลือกรายการใหม่")
    return _proved(session, register, row)


def _proved(session: Session, register: Register, row: Row) -> ProvedRecord:
    year = _year(session, register, row.values)
    unit = session.authority.unit_of(register.name, row.values)
    return ProvedRecord(register, row.id, unit, year, drafts.named(register, row.values))


def _year(session: Session, register: Register, values: Values) -> int:
    stated = values.get("fiscal_year")
    day = day_of(values.get(register.date_field)) if register.date_field else None
    if isinstance(stated, int):
        return stated
    return fiscal_year_of(day or session.today())
