"""What is wrong in records that stand in the file already: nothing refused them, for they came by merging or are old."""

from collections.abc import Iterator, Sequence

from core.office.editing.drafts import named
from core.office.records.types import RecordFinding
from core.plan.register_records import REGISTERS
from core.registers.centuries import far_from_plans
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.log.imports_seen import Imported, ImportMark, imports_of
from core.store.tables.declared_registers import left_out
from core.store.tables.far_days import far_rows
from core.store.tables.register_tables import registers_of, taken_names
from core.thai.dates import moment_short

MOST_LISTED = 1_000  # of a register; more are only counted


def record_findings(connection: Connection, plan_years: Sequence[int]) -> tuple[RecordFinding, ...]:
    """The findings, register by register, then those of what declares registers; ``plan_years`` are the fiscal years
    (Buddhist) the file holds a plan for."""
    of_records = (
        found
        for register in registers_of(connection).values()
        for kind in (_far_days(connection, register, plan_years), doubled_rows(connection, register))
        for found in kind
    )
    return (*of_records, *_left_out(connection))


def _left_out(connection: Connection) -> Iterator[RecordFinding]:
    """What of the declarations makes no sense, so that their registers go without it."""
    for name, sentences in left_out(connection, taken_names()).items():
        record = REGISTERS.id_for({"name": name}) or ""
        for sentence in sentences:
            yield RecordFinding("declaration", sentence, name, REGISTERS.name, record)


def _far_days(
    connection: Connection, register: Register, plan_years: Sequence[int]
) -> Iterator[RecordFinding]:
    rows, count = far_rows(connection, register, plan_years, MOST_LISTED)
    for row in rows:
        for found in far_from_plans(register.stored_fields, row.values, plan_years):
            where = named(register, row.values)
            yield RecordFinding(found.code, found.message, where, register.name, row.id)
    if count > len(rows):
        more = f"มีวันที่ห่างจากแผนทุกปีอีก {count - len(rows):,} รายการ โปรดแก้รายการข้างต้นก่อนแล้วตรวจใหม่"
        yield RecordFinding("day.far", more, register.title, register.name)


def doubled_rows(connection: Connection, register: Register) -> Iterator[RecordFinding]:
    """The imports of the same rows that were made apart, neither knowing of the other, and came together by merging: what
    was imported again on purpose has another turn. Of a set whose doubled rows are deleted nothing is said."""
    if register.key_fields:
        return
    apart: dict[ImportMark, list[Imported]] = {}
    for one in imports_of(connection, register):
        apart.setdefault(one.mark, []).append(one)
    for mark, found in apart.items():
        over = sum(one.standing for one in found) - mark.count
        if len(found) > 1 and over > 0:
            said = " และ ".join(f"{one.author} เมื่อ {moment_short(one.at)}" for one in found)
            message = (
                f"นำเข้าแถวชุดเดียวกัน {mark.count:,} แถวไว้ {len(found)} ครั้ง โดย {said} "
                f"จึงมีรายการเกินมา {over:,} รายการ โปรดตรวจและลบรายการที่ซ้ำ"
            )
            yield RecordFinding("rows.doubled", message, register.title, register.name, found[-1].record)
