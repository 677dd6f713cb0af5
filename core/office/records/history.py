"""What happened to a record, in values: its own changes, and those of its columns that live in another register."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.office.records.types import HistoryItem
from core.registers.declare import Field, Register, Value, Wire
from core.registers.fields import WITHHELD
from core.store.connection import Connection
from core.store.log.authorship import PersonsKeys, is_not_theirs, keys_of_people
from core.store.log.history import Event, events
from core.store.tables.records import row, value_of
from core.store.tables.register_tables import registers_of


def past(connection: Connection, register: Register, record_id: str) -> tuple[HistoryItem, ...]:
    """A record's history, newest first. Fields that only a later version knows are passed over."""
    own = {f.name: f for f in register.stored_fields}
    found = [
        (e, own.get(e.field or ""))
        for e in events(connection, register.name, record_id)
        if e.field is None or e.field in own
    ]
    found += _elsewhere(connection, register, record_id)
    people = keys_of_people(connection)
    items = (_item(event, declared, people) for event, declared in found)
    return tuple(sorted(items, key=lambda item: item.at, reverse=True))


def _elsewhere(
    connection: Connection, register: Register, record_id: str
) -> Iterator[tuple[Event, Field | None]]:
    through = [f for f in register.fields if f.through]
    record = row(connection, register, record_id) if through else None
    for other in sorted({f.through.split(".")[0] for f in through}) if record else ():
        fields = {f.through.split(".")[1]: f for f in through if f.through.startswith(f"{other}.")}
        target = registers_of(connection)[other].id_for(record.values) if record else None
        for event in events(connection, other, target) if target else ():
            if event.field in fields:
                yield event, fields[event.field]


def _item(event: Event, declared: Field | None, people: Mapping[str, PersonsKeys]) -> HistoryItem:
    old, new = (_value(declared, wire) for wire in (event.old, event.new))
    name = declared.name if declared else None
    rivals = tuple(_value(declared, wire) for wire in event.rivals)
    strange = is_not_theirs(people, event.author, event.key, event.n)
    return HistoryItem(
        event.at, event.author, event.action, name, old, new, event.replica, event.reason, rivals, strange
    )


def without_values(item: HistoryItem) -> HistoryItem:
    """What happened without the values, which aren't told any more."""
    old, new = (None if value is None else WITHHELD for value in (item.old, item.new))
    return replace(item, old=old, new=new, rivals=tuple(v and WITHHELD for v in item.rivals))


def _value(declared: Field | None, wire: Wire) -> Value | None:
    return value_of(declared, wire) if declared else None
