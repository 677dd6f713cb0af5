"""A record as a person names it: by its id, or by what stands in its key."""

from core.faults import InputRefusal, UsageRefusal
from core.office.evidence.owners import may_have_evidence
from core.office.session import Session
from core.registers.declare import Register, Value
from core.registers.reading import Unreadable
from core.store.tables import records
from core.store.tables.records import Query


def record_named(session: Session, name: str, text: str) -> str:
    """The id of a record: of one that has the id ``text``, else whose key's values but for the fiscal year these are, parted by
    spaces; of several the latest year's. UsageRefusal for a register that takes no evidence, InputRefusal where none is so."""
    register = session.file.registers.get(name)
    if register is None or not may_have_evidence(register):
        raise UsageRefusal(f"ไม่มีทะเบียนชื่อ “{name}” ที่แนบหลักฐานได้ โปรดดูชื่อด้วย phaenctl registers")
    with session.reading() as connection:
        if records.row(connection, register, text) is not None:
            return text
        equals = _key(register, text)
        found = records.rows(connection, register, Query(equals=equals, counted=True)) if equals else ()
    if not found:
        raise InputRefusal(f"ไม่พบรายการ “{text}” ใน{register.title} โปรดตรวจเลขประจำรายการแล้วพิมพ์ใหม่")
    return max(found, key=lambda row: (str(row.values.get("fiscal_year", "")), row.id)).id


def _key(register: Register, text: str) -> dict[str, Value | None]:
    """The values of a key that a text says; none where it says no such."""
    names = register.key_fields[:-1] if register.per_year else register.key_fields
    names = tuple(name for name in names if name != "fiscal_year")
    parts = [text] if len(names) == 1 else text.split()
    if len(parts) != len(names):
        return {}
    try:
        fields = [register.field(name) for name in names]
        return {field.name: field.type.read(field, part) for field, part in zip(fields, parts, strict=True)}
    except (Unreadable, ValueError):
        return {}
