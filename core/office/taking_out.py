"""Taking a record out of the plan: what goes with it, and what keeps it there."""

from collections.abc import Iterator

from core.faults import InputRefusal
from core.office import editing
from core.plan.ties import BORN, TIES, Tie
from core.registers.declare import Register
from core.store import records
from core.store.changes import Change, Delete
from core.store.connection import Connection
from core.store.records import Query, Row
from core.store.tables import REGISTERS


def taking_out(connection: Connection, register: Register, row: Row) -> Iterator[Change]:
    """The changes that take a record and its parts out of the plan. Raises InputRefusal."""
    yield Delete(register.name, row.id)
    for tie in TIES.get(register.name, ()):
        other = REGISTERS[tie.register]
        named = _naming(connection, other, tie, row)
        if named and not tie.part:
            raise InputRefusal(
                f"ลบ{editing.named(register, row.values)}ไม่ได้ เพราะยังมี{tie.words} {len(named)} รายการ โปรดย้ายหรือลบรายการเหล่านั้นก่อน"
            )
        for part in named:
            yield from taking_out(connection, other, part)
    yield from _with_born(connection, register, row)


def _naming(connection: Connection, other: Register, tie: Tie, row: Row) -> tuple[Row, ...]:
    year = row.values["fiscal_year"]
    code = row.values[tie.code]
    assert isinstance(year, int)
    asked = (
        Query(equals={tie.field: code, "fiscal_year": year})
        if other.internal
        else Query(year=year, equals={tie.field: code})
    )
    return tuple(records.rows(connection, other, asked)) if code is not None else ()


def _with_born(connection: Connection, register: Register, row: Row) -> Iterator[Change]:
    born = BORN.get(register.name)
    if born is None:
        return
    other = REGISTERS[born.register]
    record = other.id_for({name: row.values[name] for name in born.key})
    found = records.row(connection, other, record or "")
    if found is None or found.deleted:
        return
    if any(found.values[f.name] is not None for f in other.stored_fields if f.name not in born.key):
        raise InputRefusal(
            f"ลบ{editing.named(register, row.values)}ไม่ได้ เพราะบันทึกวันที่หรือหมายเหตุไว้ใน{other.title}แล้ว โปรดล้างค่าที่บันทึกก่อน"
        )
    yield Delete(other.name, found.id)
