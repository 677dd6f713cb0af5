"""An entry of the log in words: what it did to which record, with old and new value."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import islice

from core.office.audit.types import AuditEntry, AuditField, AuditRecord
from core.office.editing.drafts import named
from core.office.hiding import Hiding
from core.registers.declare import Register, Values, Wire
from core.store.connection import Connection
from core.store.log.audit import LoggedEntry
from core.store.log.authorship import PersonsKeys, is_not_theirs
from core.store.log.clock import wall_time
from core.store.log.entry import DELETED, Entry, Write
from core.store.log.history import Past
from core.store.tables.records import row, value_of
from core.thai.folding import fold_case

LONGEST = 300  # letters of a value that are told
USER, _LONGEST_NAME = "user", 60  # the field, and as much of it as was put into a sentence
WITHOUT_LABEL = "บันทึกข้อมูล"
BEHIND_THE_SCENES = "(ข้อมูลภายในโปรแกรม)"
# Sealed keys, frozen figures and the like: that they were written is told, what is no words for anybody.
INTERNAL = frozenset(
    {"locked_key", "recovery_key", "key", "figures", "calendar", "changes", "vector", "plan_digest", "file"}
)


def entry_in_words(
    connection: Connection,
    past: Past,
    one: LoggedEntry,
    units: Mapping[str, str],
    keys: Mapping[str, PersonsKeys],
    hiding: Hiding,
) -> AuditEntry:
    """An entry as a list has it; ``units`` are names by code, ``keys`` everybody's by name."""
    entry, registers = one.entry, past.registers
    touched = entry.records()
    names = tuple(sorted({register for register, _ in touched}))
    first = min(touched, default=None)
    named_first = _named(connection, past, entry, *first) if first and len(touched) == 1 else ""
    return AuditEntry(
        one.n,
        entry.clock,
        wall_time(entry.clock),
        entry.author,
        units.get(entry.unit, entry.unit),
        _label(connection, past, one, hiding, touched) or WITHOUT_LABEL,
        entry.reason,
        len(touched),
        tuple(registers[name].title if name in registers else name for name in names),
        named_first,
        one.key,
        is_not_theirs(keys, entry.author, one.key, one.n),
    )


def holds(
    connection: Connection, past: Past, one: LoggedEntry, words: Collection[str], hiding: Hiding
) -> bool:
    """True where an entry holds every word in what is told of it: a word that stands only where personal data is kept no longer
    finds nothing."""
    told = fold_case("\n".join(_texts(connection, past, one, hiding)))
    return all(fold_case(word) in told for word in words)


def _texts(connection: Connection, past: Past, one: LoggedEntry, hiding: Hiding) -> Iterator[str]:
    entry = one.entry
    touched = entry.records()
    yield from (entry.author, entry.reason, _label(connection, past, one, hiding, touched))
    for name, record in touched:
        yield from (name, record)
        register, hidden = past.registers.get(name), set[str]()
        if register and hiding.left_out(register, _values(connection, register, entry, record)):
            hidden = {f.name for f in register.personal_fields}
        written = ((w.field, w.value) for w in entry.writes.get(name, ()) if w.record == record)
        for field, wire in (*_made_with(entry, name, record).items(), *written):
            if wire is not None and field not in hidden:
                yield str(wire)


def _label(
    connection: Connection, past: Past, one: LoggedEntry, hiding: Hiding, touched: Collection[tuple[str, str]]
) -> str:
    """What was done, in the writer's words. Older programs called a record without a key by its user: who isn't told now isn't told
    there either."""
    label, place = one.entry.label, next(iter(touched), ("", ""))
    register = past.registers.get(place[0])
    if len(touched) != 1 or register is None or USER not in {f.name for f in register.personal_fields}:
        return label
    stands = _values(connection, register, one.entry, place[1])
    written = {past.value(n, (*place, USER)) for n in past.writers((*place, USER))}
    for name in sorted((str(wire)[:_LONGEST_NAME] for wire in written if wire), key=len, reverse=True):
        label = label.replace(name, str(hiding.values(register, {**stands, USER: name})[USER]))
    return label


def records_in_words(
    connection: Connection, past: Past, one: LoggedEntry, most: int, hiding: Hiding
) -> tuple[AuditRecord, ...]:
    """What an entry did to each record, the first ``most`` of them."""
    touched = sorted(one.entry.records())
    return tuple(_told(connection, past, one, place, hiding) for place in islice(touched, most))


def _told(
    connection: Connection, past: Past, one: LoggedEntry, place: tuple[str, str], hiding: Hiding
) -> AuditRecord:
    name, record = place
    entry, register = one.entry, past.registers.get(name)
    title = register.title if register else name
    writes = [write for write in entry.writes.get(name, ()) if write.record == record]
    block = entry.new.get(name)
    made = block is not None and record in block.records
    action = "create" if made else _action(writes)
    fields: tuple[AuditField, ...] = ()
    if register:
        stands = _values(connection, register, entry, record)
        fields = tuple(_fields(past, one, register, record, partial(_shown, hiding, register, stands)))
    return AuditRecord(name, record, title, _named(connection, past, entry, name, record), action, fields)


def _action(writes: list[Write]) -> str:
    deletes = [write for write in writes if write.field == DELETED]
    return "change" if not deletes else "delete" if deletes[-1].value else "restore"


def _fields(
    past: Past, one: LoggedEntry, register: Register, record: str, shown: Callable[[str, Wire], str]
) -> Iterator[AuditField]:
    known = {f.name: f for f in register.stored_fields}
    for name, wire in _made_with(one.entry, register.name, record).items():
        if wire is not None and name in known:
            yield AuditField(known[name].label, "", shown(name, wire))
    for write in one.entry.writes.get(register.name, ()):
        if write.record == record and write.field in known:
            old = past.before(one.n, (register.name, record, write.field))
            before, after = (shown(write.field, wire) for wire in (old, write.value))
            yield AuditField(known[write.field].label, before, after)


def _made_with(entry: Entry, register: str, record: str) -> dict[str, Wire]:
    block = entry.new.get(register)
    if block is None or record not in block.records:
        return {}
    at = list(block.records).index(record)
    return {name: column[at] for name, column in zip(block.fields, block.columns, strict=True)}


def _shown(hiding: Hiding, register: Register, stands: Values, name: str, wire: Wire) -> str:
    """A value of a record, which ``stands`` so now."""
    if wire is None:
        return ""
    if register.internal and name in INTERNAL:
        return BEHIND_THE_SCENES
    declared = register.field(name)
    told = hiding.values(register, {**stands, name: value_of(declared, wire)})
    text = " ".join(declared.show(told[name]).split())
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _named(connection: Connection, past: Past, entry: Entry, name: str, record: str) -> str:
    """What a record is called now; as it was made where it isn't there."""
    register = past.registers.get(name)
    if register is None:
        return record
    return named(register, _values(connection, register, entry, record))


def _values(connection: Connection, register: Register, entry: Entry, record: str) -> Values:
    """What a record holds now; as it was made where it isn't there."""
    found = row(connection, register, record)
    if found is not None:
        return found.values
    made = _made_with(entry, register.name, record)
    return {f.name: value_of(f, made.get(f.name)) for f in register.stored_fields}
