"""What a change of a record would alter in a closed month, as findings and in words. Source: docs/domain.md, "Closing a month"."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.faults import Finding
from core.office.editing.closed_months import ClosedMonths
from core.plan.closing import ClosedRecords
from core.plan.office_records import EDITIONS
from core.registers.as_of import day_of
from core.registers.declare import Register, Values
from core.store.connection import Connection
from core.store.log.exchange_state import read_vector
from core.store.log.known_then import KnownThen
from core.store.tables import records
from core.thai.dates import day_short, month_short
from core.thai.fiscal import Month

LATER_THAN_ANY = "~"  # the id of a record that has none yet: new ids are the last


def findings(
    closed: ClosedMonths,
    connection: Connection,
    register: Register,
    record: str | None,
    before: Values | None,
    after: Values | None,
) -> tuple[Finding, ...]:
    """What a record's change would alter in a closed month, field by field; one of no field where it would come into it, or go
    from it."""
    if not closed.may_matter(register):
        return ()
    units = dict.fromkeys(
        closed.unit_of(register, values) for values in (before, after) if values is not None
    )
    for unit in units:
        kept = closed.over(register, unit)
        refused = kept.refused(before, after) if kept else None
        if kept and refused and record and before is not None:
            since = _filled_since(closed, connection, kept, record, unit, refused)
            refused = kept.refused(before, after, since)
        if kept and refused is not None:
            return tuple(_told(closed, kept, unit, before, after, refused))
    return tuple(_recounted(closed, connection, register, record, before, after))


def _recounted(
    closed: ClosedMonths,
    connection: Connection,
    register: Register,
    record: str | None,
    before: Values | None,
    after: Values | None,
) -> Iterator[Finding]:
    """Of records that share a natural key only the first counts: what a change would make count, or no longer, of a closed
    month."""
    had, has = (register.natural_key(values) if values is not None else None for values in (before, after))
    if not register.may_be_doubled or had == has:
        return
    own = record or LATER_THAN_ANY
    for key in filter(None, (had, has)):
        held = {row.id: row.values for row in records.holders(connection, register, key) if row.id != own}
        was, becomes = (min([*held, *([own] if key == mine else [])], default="") for mine in (had, has))
        for changed, says in ((was, "ไม่นับ"), (becomes, "นับ")) if was != becomes else ():
            values = held.get(changed)
            kept = closed.over(register, closed.unit_of(register, values)) if values is not None else None
            if kept and kept.seen(values):
                days = days_of(register.begins, values)
                unit = closed.unit_of(register, values or {})
                told = f"เปลี่ยนรายการนี้แล้ว{register.short_title}อีกรายการหนึ่งซึ่งใช้ {key} ด้วยจะ{says} จึงทำ"
                yield closed_finding(closed, kept, unit, days, told, register.key_fields[0])


def _filled_since(
    closed: ClosedMonths,
    connection: Connection,
    kept: ClosedRecords,
    record: str,
    unit: str,
    fields: Iterable[str],
) -> frozenset[str]:
    """Of some fields those that were empty when the month was approved."""
    latest = closed.latest(unit)
    edition = records.row(connection, EDITIONS, latest.edition) if latest else None
    vector = str(edition.values["vector"] or "") if edition else ""
    then = KnownThen(connection, read_vector(vector)).wires(kept.register, record) if vector else None
    empty = {name for name in fields if then is not None and then.get(name) is None}
    return frozenset(empty - kept.measured)


def _told(
    closed: ClosedMonths,
    kept: ClosedRecords,
    unit: str,
    before: Values | None,
    after: Values | None,
    refused: tuple[str, ...],
) -> Iterator[Finding]:
    register = kept.register
    if not refused:
        says = _coming_or_going(kept, before, after)
        named = register.begins if register.begins and before is not None and after is not None else None
        yield closed_finding(closed, kept, unit, days_of(register.begins, before, after), says, named)
    for name in refused:
        declared = register.field(name)
        days = days_of(name if declared.type.tells_a_day else register.begins, before, after)
        yield closed_finding(closed, kept, unit, days, f"แก้{declared.label}", name)


def _coming_or_going(kept: ClosedRecords, before: Values | None, after: Values | None) -> str:
    if before is not None and after is not None:
        begins = kept.register.begins
        return f"แก้{kept.register.field(begins).label}" if begins else "แก้รายการนี้"
    return "เพิ่มรายการนี้" if before is None else "ลบรายการนี้"


def days_of(name: str, *values: Values | None) -> list[date]:
    """The days that a field of some records tells."""
    return [day for one in values if one is not None and name and (day := day_of(one.get(name)))]


def closed_finding(
    closed: ClosedMonths, kept: ClosedRecords, unit: str, days: Iterable[date], says: str, name: str | None
) -> Finding:
    """Why what somebody ``says`` can't be done in a closed month, at the field ``name`` (None: the whole record)."""
    month = closed.month_of(unit, min((day for day in days if day <= kept.day), default=kept.day))
    return Finding("month.closed", f"{says}ไม่ได้ เพราะ{open_words(month)}", name)


def open_words(month: Month) -> str:
    """That a month is closed, and what to do about it."""
    return f"เดือน {month_short(month)} รับรองแล้ว โปรดขอให้หัวหน้าเปิดเดือน {month_short(month)} อีกครั้งก่อน"


def state_words(closed: ClosedMonths, register: Register, values: Values) -> str:
    """What a form says of a record of a closed month before anything is typed; "" where it isn't of one."""
    kept = closed.over(register, closed.unit_of(register, values)) if closed.may_matter(register) else None
    seen = kept.seen(values) if kept else None
    if kept is None or not seen or not any(seen[name] is not None for name in seen):
        return ""
    month = month_short(Month.of(kept.day))
    return f"เดือน {month} รับรองแล้ว กรอกได้เฉพาะช่องที่ยังว่างและวันหลัง {day_short(kept.day)} หากต้องแก้ค่าเดิม โปรดขอให้หัวหน้าเปิดเดือนอีกครั้ง"
