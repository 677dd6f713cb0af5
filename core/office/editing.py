"""Checking and saving records: raw input in, findings or changes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.faults import Finding, InputRefusal
from core.registers.declare import Calendar, Lookup, Register, RuleContext, Value
from core.registers.validate import check, read_values
from core.store.connection import Connection
from core.store.log import Change, Delete, Put
from core.store.records import FileLookup, Row, by_key, row
from core.store.tables import REGISTERS

Valued = Mapping[str, Value | None]


@dataclass(slots=True)
class BatchLookup:
    """The file's records with those of the batch laid over them, so that rows of one import see each other."""

    base: Lookup
    _keys: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[str]]] = field(
        default_factory=dict
    )

    def add(self, register: Register, record_id: str, values: Valued) -> None:
        """Lay one more record over the file's."""
        row = {"id": record_id, **values}
        self._rows.setdefault(register.name, {})[record_id] = row
        key = register.natural_key(row)
        if key is not None:
            self._keys[register.name, key] = row
        for (name, fields), index in self._indexes.items():
            if name == register.name:
                index.setdefault(tuple(row.get(f) for f in fields), []).append(record_id)

    def by_key(self, register: str, key: str) -> Mapping[str, Any] | None:
        """The batch's record of that natural key, else the file's."""
        return self._keys.get((register, key)) or self.base.by_key(register, key)

    def where(self, register: str, **equals: Value | None) -> Sequence[Mapping[str, Any]]:
        """The file's records with just these values, and the batch's."""
        rows = self._rows.get(register, {})
        fields = tuple(sorted(equals))
        if (register, fields) not in self._indexes:
            index: dict[tuple[Any, ...], list[str]] = {}
            for record_id, row in rows.items():
                index.setdefault(tuple(row.get(f) for f in fields), []).append(record_id)
            self._indexes[register, fields] = index
        found = self._indexes[register, fields].get(tuple(equals[f] for f in fields), [])
        kept = [r for r in self.base.where(register, **equals) if r["id"] not in rows]
        return [*kept, *(rows[i] for i in dict.fromkeys(found))]


@dataclass(frozen=True, slots=True)
class Desk:
    """What checking needs to know: the open file's state, the calendar, today, the year records fall to."""

    connection: Connection
    calendar: Calendar
    today: date
    fiscal_year: int
    lookup: Lookup

    @classmethod
    def over(cls, connection: Connection, calendar: Calendar, today: date, fiscal_year: int) -> "Desk":
        """A desk over an open connection, with nothing laid over the file's records."""
        return cls(connection, calendar, today, fiscal_year, FileLookup(connection))


@dataclass(frozen=True, slots=True)
class Draft:
    """A record about to be saved: the fields given, the whole record as it would stand, and the findings."""

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


def draft(desk: Desk, register: Register, raw: Mapping[str, object], record_id: str | None) -> Draft:
    """Read and check raw input against the file; nothing is written."""
    given, findings = read_values(register, raw)
    current = _current(desk, register, record_id, given)
    if current is None and "fiscal_year" in _names(register) and given.get("fiscal_year") is None:
        given = {**given, "fiscal_year": desk.fiscal_year}
    if current is None and register.plan_born:
        key = register.natural_key(given)
        current = _visible(by_key(desk.connection, register, key)) if key else None
    stands = {**_through(desk, register, current), **current.values} if current else {}
    whole = {**stands, **given}
    known_id = current.id if current else None
    context = RuleContext(desk.lookup, desk.calendar, desk.today, known_id)
    unreadable = frozenset(f.field for f in findings if f.field)
    found = [*findings, *check(register, whole, context, unreadable), *_moved(register, current, whole)]
    return Draft(register, known_id, given, whole, tuple(found), current is not None)


def _names(register: Register) -> set[str]:
    return {f.name for f in register.fields}


def _visible(found: Row | None) -> Row | None:
    return None if found is None or found.deleted else found


def _current(desk: Desk, register: Register, record_id: str | None, given: Valued) -> Row | None:
    if record_id is None:
        return None
    found = row(desk.connection, register, record_id)
    if found is None:
        raise InputRefusal(f"ไม่พบรายการนี้ใน{register.title} อาจถูกลบไปแล้ว โปรดเปิดรายการใหม่")
    return found


def _moved(register: Register, current: Row | None, whole: Valued) -> list[Finding]:
    if not register.fixed_id or current is None or register.id_for(whole) in (None, current.id):
        return []
    advice = "รายการนี้ย้ายไปเป็นรายการอื่นไม่ได้ โปรดลบรายการนี้แล้วเพิ่มรายการใหม่"
    return [Finding("key.changed", advice, register.key_fields[0])]


def changes_of(made: Draft, record_id: str) -> list[Change]:
    """The changes that save a draft: the fields given, and those written through to another register."""
    own = {f.name: f.to_wire(made.given[f.name]) for f in made.register.stored_fields if f.name in made.given}
    if not made.exists:
        own = {name: wire for name, wire in own.items() if wire is not None}
    changes: list[Change] = [Put(made.register.name, record_id, own)]
    for other, values in _written_through(made.register, made.given).items():
        target = REGISTERS[other].id_for(made.whole)
        assert target is not None
        changes.append(Put(other, target, values))
    return changes


def _written_through(register: Register, given: Valued) -> dict[str, dict[str, Any]]:
    others: dict[str, dict[str, Any]] = {}
    for declared in register.fields:
        if declared.through and declared.name in given:
            other, name = declared.through.split(".")
            others.setdefault(other, {})[name] = declared.to_wire(given[declared.name])
    return others


def _through(desk: Desk, register: Register, current: Row) -> dict[str, Value | None]:
    return through_values(desk.connection, register, [current]).get(current.id, {})


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
            key = REGISTERS[other].natural_key(record.values)
            held = by_key(connection, REGISTERS[other], key) if key else None
            values[declared.name] = held.values[name] if held else None
        joined[record.id] = values
    return joined


def deletion(register: Register, record: Row) -> Delete:
    """The change that deletes a record; InputRefusal for what belongs to the plan."""
    if register.plan_born:
        raise InputRefusal(f"รายการใน{register.title}มากับแผนจึงลบไม่ได้ โปรดปิดการใช้งานหรือล้างค่าที่กรอกแทน")
    return Delete(register.name, record.id)


def refusal(findings: Sequence[Finding]) -> InputRefusal:
    """The one sentence for input that can't be saved, with all its findings."""
    errors = [f for f in findings if f.is_error]
    more = f" (และอีก {len(errors) - 1} เรื่อง)" if len(errors) > 1 else ""
    return InputRefusal(f"{errors[0].message}{more}", tuple(findings))


def named(register: Register, values: Valued) -> str:
    """A record's name in a sentence: "ใบขอเบิกเงิน 63/0431"."""
    shown = [values.get(name) for name in (*register.key_fields, "title", "user", "payee") if name in values]
    texts = [str(v) for v in shown if isinstance(v, str | int) and not isinstance(v, bool)]
    return f"{register.short_title} {texts[0]}" if texts else register.short_title
