"""Checking and saving records: raw input in, findings or changes out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from core.faults import Finding, InputRefusal
from core.office.editing.batch import BatchLookup
from core.office.editing.closed_changes import findings as closed_findings
from core.office.editing.closed_months import ClosedMonths
from core.office.editing.in_use import redeclared
from core.plan.ties import BORN
from core.registers.declare import Calendar, Field, Lookup, Register, RuleContext, Value, compared
from core.registers.validate import check, read_values
from core.store.connection import Connection
from core.store.log.changes import Delete, Put, Restore
from core.store.tables.records import FileLookup, Row, by_key, row
from core.store.tables.register_tables import Registers, registers_of
from core.store.tables.snapshot import Snapshot

Valued = Mapping[str, Value | None]

MANY = 100  # records from which on reading a register's keys once is cheaper than asking for each


@dataclass(frozen=True, slots=True)
class Checking:
    """What checking needs to know: the open file's state, the calendar, today, the year records fall to, the years
    the file holds a plan for, and its closed months."""

    connection: Connection
    calendar: Calendar
    today: date
    fiscal_year: int
    plan_years: tuple[int, ...]
    lookup: Lookup
    closed: ClosedMonths

    @classmethod
    def over(
        cls,
        connection: Connection,
        calendar: Calendar,
        today: date,
        fiscal_year: int,
        plan_years: tuple[int, ...],
        closed: ClosedMonths,
    ) -> "Checking":
        """Checking over an open connection, with nothing laid over the file's records."""
        return cls(connection, calendar, today, fiscal_year, plan_years, FileLookup(connection), closed)

    @property
    def registers(self) -> Registers:
        """The file's registers by name."""
        return registers_of(self.connection)

    def context(self, record_id: str | None) -> RuleContext:
        """What the rules may look at while a record is checked."""
        return RuleContext(self.lookup, self.calendar, self.today, self.registers, record_id, self.plan_years)

    def with_batch(self, records: int) -> "tuple[Checking, BatchLookup]":
        """The same for checking so many records as one batch, and the batch laid over the file's records."""
        batch = BatchLookup(Snapshot(self.connection) if records >= MANY else self.lookup)
        return replace(self, lookup=batch), batch

    def row(self, register: Register, record_id: str) -> Row | None:
        """One record of the file, out of the batch's snapshot where there is one."""
        base = self.lookup.base if isinstance(self.lookup, BatchLookup) else None
        if isinstance(base, Snapshot):
            return base.row(register.name, record_id)
        return row(self.connection, register, record_id)

    def laid(self, register: Register, record_id: str) -> Valued:
        """What the batch at hand has done to a record so far."""
        known = self.lookup.so_far(register.name, record_id) if isinstance(self.lookup, BatchLookup) else {}
        return {name: value for name, value in known.items() if name != "id"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A record about to be saved: the fields given, the whole record as it would stand, and the findings. ``registers`` are
    those of the file, for the records that are written along with it."""

    registers: Registers
    register: Register
    record_id: str | None
    given: Valued
    whole: Valued
    findings: tuple[Finding, ...]
    exists: bool

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep it from being saved."""
        return tuple(f for f in self.findings if f.is_error)


def draft(checking: Checking, register: Register, raw: Mapping[str, object], record_id: str | None) -> Draft:
    """Read and check raw input against the file; nothing is written."""
    given, findings = read_values(register, raw)
    return draft_of(checking, register, given, findings, record_id)


def draft_of(
    checking: Checking, register: Register, given: Valued, findings: Sequence[Finding], record_id: str | None
) -> Draft:
    """Check values already read, ``findings`` being those of their reading, against the file."""
    current = _current(checking, register, record_id)
    if current is None:
        given = of_a_year(checking, register, given)
    if current is None and register.plan_born:
        key = register.natural_key(given)
        current = _visible(by_key(checking.connection, register, key)) if key else None
    held = _held(checking, register, current) if current else {}
    given = as_known(checking, register, given, held)
    whole = {**held, **given} if held else given
    known_id = current.id if current else None
    context = checking.context(known_id)
    unreadable = frozenset(f.field for f in findings if f.field)
    checked = check(register, whole, context, unreadable, just_read=not held)
    found = [
        *findings,
        *checked,
        *_moved(register, current, whole),
        *_closed(register, given, held),
        *_redeclared(checking, register, current, whole),
        *closed_findings(checking.closed, checking.connection, register, known_id, held or None, whole),
    ]
    return Draft(checking.registers, register, known_id, given, whole, tuple(found), current is not None)


def of_a_year(checking: Checking, register: Register, given: Valued) -> Valued:
    """The values with a fiscal year where the natural key has one: who names none means the year worked in."""
    if given.get("fiscal_year") is not None or "fiscal_year" not in register.key_fields:
        return given
    return {**given, "fiscal_year": checking.fiscal_year}


def holds(checking: Checking, register: Register, record_id: str, given: Valued) -> bool:
    """True where the record stands as ``given`` says, as far as it says something."""
    current = _current(checking, register, record_id)
    held = _held(checking, register, current) if current else {}
    known = as_known(checking, register, given, held)
    return bool(held) and all(held.get(name) == value for name, value in known.items())


def as_known(checking: Checking, register: Register, given: Valued, held: Valued) -> Valued:
    """The values given as the file writes them: a code as it is written where it comes from, and a text as it stands
    where nobody could tell the two apart, so that what older programs stored isn't written anew."""
    texts = {name: value for name, value in given.items() if isinstance(value, str)}
    known = {
        name: as_coded(checking.registers, checking.lookup, register.field(name), value)
        for name, value in texts.items()
    }
    kept = {name: _as_held(register, name, held.get(name), value) for name, value in known.items()}
    return {**given, **kept}


def as_coded(known: Registers, lookup: Lookup, field: Field, value: str) -> str:
    """The code of another record as it is written there; as it is where there is none, or the field holds no code."""
    if field.refers_to:
        found, name = lookup.by_key(field.refers_to, value), known[field.refers_to].key_fields[0]
        return str(found[name]) if found else value
    code = known[field.code_of].key_fields[-1] if field.code_of else ""
    if not code or not known[field.code_of].field(code).type.is_text:
        return value
    written = [str(row[code]) for row in lookup.where(field.code_of, **{code: value})]
    return value if value in written or not written else written[0]


def _as_held(register: Register, name: str, held: Value | None, value: str) -> str:
    if not isinstance(held, str) or held == value:
        return value
    # A fixed id follows from the key as it was typed first.
    same_key = register.fixed_id and name in register.key_fields and compared(held) == compared(value)
    return held if same_key or register.field(name).type.tidy(held) == value else value


def _held(checking: Checking, register: Register, current: Row) -> Valued:
    return {**_through(checking, register, current), **current.values, **checking.laid(register, current.id)}


def _visible(found: Row | None) -> Row | None:
    return None if found is None or found.deleted else found


def _current(checking: Checking, register: Register, record_id: str | None) -> Row | None:
    if record_id is None:
        return None
    found = checking.row(register, record_id)
    if found is None:
        raise not_there(register)
    if found.deleted:
        raise InputRefusal(f"รายการนี้ใน{register.title}ถูกลบไปแล้ว โปรดคืนรายการก่อนแก้ไข")
    return found


def not_there(register: Register) -> InputRefusal:
    """The sentence for a record id that nothing has."""
    return InputRefusal(f"ไม่พบรายการนี้ใน{register.title} โปรดเลือกรายการจากทะเบียนอีกครั้ง")


def _moved(register: Register, current: Row | None, whole: Valued) -> list[Finding]:
    if not register.fixed_id or current is None or register.id_for(whole) in (None, current.id):
        return []
    moved = [name for name in register.key_fields if whole.get(name) != current.values[name]]
    labels = " ".join(register.field(name).label for name in moved)
    instead = "กรอกในรายการที่ต้องการแทน" if register.plan_born else "ลบรายการนี้แล้วเพิ่มรายการใหม่"
    return [Finding("key.changed", f"แก้{labels}ของรายการที่บันทึกแล้วไม่ได้ โปรดใช้ค่าเดิม หรือ{instead}", moved[0])]


def _closed(register: Register, given: Valued, held: Valued) -> list[Finding]:
    """What was given for fields that nobody fills in here, but for what stands there."""
    return [
        Finding("field.closed", f"แก้{field.label}ที่นี่ไม่ได้ {closed_because(field)} โปรดใช้ค่าเดิม", field.name)
        for field in register.fields
        if not field.typed and field.name in given and given[field.name] != held.get(field.name)
    ]


def closed_because(field: Field) -> str:
    """Why nobody fills a field in, as a part of a sentence."""
    return "เพราะช่องนี้เลิกใช้แล้ว" if field.retired else "เพราะค่านี้แก้ไขในแผน"


def _redeclared(
    checking: Checking, register: Register, current: Row | None, whole: Valued
) -> Iterator[Finding]:
    if register.internal and current is not None:
        yield from redeclared(checking.connection, register.name, current, whole)


def changes_of(made: Draft, record_id: str) -> list[Put]:
    """The changes that save a draft: the fields given, and those written through to another register."""
    # A new record writes every field: one that was deleted under the same fixed id must not keep its old values.
    fields = [f for f in made.register.stored_fields if not made.exists or f.name in made.given]
    own = {f.name: f.to_wire(made.given.get(f.name)) for f in fields}
    changes = [Put(made.register.name, record_id, own), *_born(made)]
    for other, values in _written_through(made.register, made.given).items():
        target = made.registers[other].id_for(made.whole)
        assert target is not None
        changes.append(Put(other, target, values))
    return changes


def _born(made: Draft) -> list[Put]:
    """A new step or study part of the plan comes with the record of what really happens to it."""
    born = BORN.get(made.register.name)
    if born is None or made.exists or born.register not in made.registers:
        return []
    register = made.registers[born.register]
    key = {name: made.whole.get(name) for name in born.key}
    record = register.id_for(key)
    assert record is not None
    return [Put(register.name, record, {n: register.field(n).to_wire(v) for n, v in key.items()})]


def _written_through(register: Register, given: Valued) -> dict[str, dict[str, Any]]:
    others: dict[str, dict[str, Any]] = {}
    for declared in register.fields:
        if declared.through and declared.typed and declared.name in given:
            other, name = declared.through.split(".")
            others.setdefault(other, {})[name] = declared.to_wire(given[declared.name])
    return others


def _through(checking: Checking, register: Register, current: Row) -> dict[str, Value | None]:
    return through_values(checking.connection, register, [current]).get(current.id, {})


def through_values(
    connection: Connection, register: Register, found: Sequence[Row]
) -> dict[str, dict[str, Value | None]]:
    """By record id: the values of the columns that live in another register (planned months of a step)."""
    through = [f for f in register.fields if f.through]
    if not through:
        return {}
    joined: dict[str, dict[str, Value | None]] = {}
    for record in found:
        values: dict[str, Value | None] = {}
        for declared in through:
            other, name = declared.through.split(".")
            key = registers_of(connection)[other].natural_key(record.values)
            held = by_key(connection, registers_of(connection)[other], key) if key else None
            values[declared.name] = held.values[name] if held else None
        joined[record.id] = values
    return joined


def deletion(register: Register, record: Row) -> Delete:
    """The change that deletes a record; InputRefusal for what belongs to the plan."""
    if register.plan_born:
        raise InputRefusal(f"รายการใน{register.title}มากับแผนจึงลบไม่ได้ โปรดปิดการใช้งานหรือล้างค่าที่กรอกแทน")
    return Delete(register.name, record.id)


@contextmanager
def all_or_none(count: int, what: str) -> Iterator[None]:
    """Where one of several can't be done, the sentence says that nothing was: ``what`` is the action in Thai."""
    try:
        yield
    except InputRefusal as refused:
        if count < 2:
            raise
        raise InputRefusal(f"ยังไม่ได้{what}รายการใด: {refused}", refused.findings) from refused


def restoration(checking: Checking, register: Register, record: Row) -> Restore:
    """The change that brings a record back; InputRefusal where its natural key has been given to another since."""
    context = checking.context(record.id)
    taken = [f for f in check(register, record.values, context) if f.code == "key.taken"]
    if taken:
        raise refusal(taken)
    return Restore(register.name, record.id)


def refusal(findings: Sequence[Finding]) -> InputRefusal:
    """The one sentence for input that can't be saved, with all its findings."""
    errors = [f for f in findings if f.is_error]
    more = f" (และอีก {len(errors) - 1} เรื่อง)" if len(errors) > 1 else ""
    return InputRefusal(f"{errors[0].message}{more}", tuple(findings))


def named(register: Register, values: Valued) -> str:
    """A record's name in a sentence: "เรื่องร้องเรียน 68/0431", "ขั้นตอนโครงการ โครงการ 1 ขั้นตอนที่ 2". Such sentences are kept in
    the log for good: no personal data is in them."""
    return f"{register.short_title} {_called(register, values)}".strip()


def counted(records: Sequence[tuple[Register, Valued]]) -> str:
    """One record by name, several by how many they are: "เรื่องร้องเรียน 5 รายการ"."""
    if len(records) == 1:
        return named(*records[0])
    titles = {register.short_title for register, _ in records}
    return f"{titles.pop() if len(titles) == 1 else 'ทั้งหมด'} {len(records):,} รายการ"


def in_words(records: Sequence[tuple[Register, Valued]]) -> str:
    """The same with the first of several by name: "เรื่องร้องเรียน 5 รายการ (68/0431, 68/0432, 68/0433 และอีก 2)"."""
    if len(records) == 1:
        return named(*records[0])
    call = _called if len({register.name for register, _ in records}) == 1 else named
    names = list(filter(None, (call(register, values) for register, values in records[:_MOST_NAMES])))
    left = len(records) - len(names)
    more = f" และอีก {left:,}" if left else ""
    return counted(records) + (f" ({', '.join(names)}{more})" if names else "")


def _called(register: Register, values: Valued) -> str:
    names = register.key_fields[:-1] if register.per_year else register.key_fields
    telling = [name for name in names if name != "fiscal_year"] or names  # a plan is named by its year alone
    named_by = map(register.field, telling) if names else (f for f in register.fields if f.name in _TELLING)
    said = filter(None, (_said(f, values.get(f.name)) for f in named_by if not f.personal))
    return " ".join(said if names else islice(said, 1))[:_LONGEST_NAME]


_MOST_NAMES = 3  # of several records those named in a sentence; of the others it says how many
# What a person calls a record without a key by: the first of these that is filled.
_TELLING = frozenset({"title", "indicator", "reference", "letter_no", "subject", "rated_on"})
_LONGEST_NAME = 60


def _said(field: Field, value: Value | None) -> str:
    shown = field.show(value)
    return f"{field.label} {shown}" if shown and field.type.labelled else shown
