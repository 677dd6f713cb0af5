"""A register's declaration as records of the plan and back: the mapping that ``tomllib`` gives of docs/formats.md's tables,
and the rows of ``core.plan.register_records``.

A key left out is an empty column and comes back left out. Numbers come back as ``Decimal`` and whole numbers, days as ISO
text. The records that come with a register (``items``) are no part of it: they are records of the register.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from core.faults import Refusal
from core.plan.personal import personal_by_itself
from core.plan.register_records import (
    CHOICES,
    CLOCKS,
    FIELDS,
    JSON_COLUMNS,
    PRINTS,
    REGISTER_RECORDS,
    REGISTERS,
    RULES,
    VIEWS,
    read_json,
)
from core.registers.declaration import read_register
from core.registers.declare import Register, StatedRule, Value
from core.registers.part_names import UNNAMED, part_name
from core.registers.rule_kind import Scope
from core.registers.rule_kinds import mirrored

Declaration = Mapping[str, Any]
PartRow = tuple[str, str, dict[str, Value | None]]  # register of the plan, record id, values
Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # by register of the plan: the values of its records

PARTS: Mapping[str, Register] = {
    "fields": FIELDS,
    "clocks": CLOCKS,
    "rules": RULES,
    "views": VIEWS,
    "prints": PRINTS,
}
ITEMS = "items"
_RECORDS = {register.name: register for register in REGISTER_RECORDS}
_RENAMED = {"from": "from_field"}  # a word of Python's
# What has records of its own, by the register of the plan whose parameters can't say it, whatever comes in a package.
_OF_OTHER_RECORDS = {REGISTERS.name: frozenset({*PARTS, ITEMS}), FIELDS.name: frozenset({"choices"})}
_OF_THE_RECORD = frozenset({"register_name", "field_name", "ordinal", "parameters"})


def part_rows(written: Declaration) -> tuple[PartRow, ...]:
    """The records of a declaration that ``read_register`` accepts, in order: the register, then its parts."""
    name = written["name"]
    head = {key: value for key, value in written.items() if key not in PARTS and key != ITEMS}
    if written.get(ITEMS):  # what they say of the register holds without them
        head = {"fixed_id": True, **head, "plan_born": True}
    rows = [_row(REGISTERS, head, {})]
    for key, register in PARTS.items():
        taken: set[str] = set()
        for ordinal, part in enumerate(written.get(key, ())):
            given = {k: v for k, v in part.items() if k != "choices"}
            if register is FIELDS and personal_by_itself(name, part["name"]) and given.get("personal"):
                del given["personal"]  # goes without saying, in files of any age alike
            tied = {"register_name": name, "ordinal": ordinal, "name": _one_more(part_name(part), taken)}
            rows.append(_row(register, given, tied))
            rows.extend(_choice_rows(name, part))
    return tuple(rows)


def _one_more(name: str, taken: set[str]) -> str:
    """The name of a part; of a second one of the same name another, so that each keeps a record of its own."""
    while name in taken:
        name += "+"
    taken.add(name)
    return name


def _choice_rows(name: str, part: Declaration) -> Iterable[PartRow]:
    for ordinal, (code, said) in enumerate(part.get("choices", {}).items()):
        given = said if isinstance(said, Mapping) else {"label": said}
        tied = {"register_name": name, "field_name": part["name"], "code": code, "ordinal": ordinal}
        yield _row(CHOICES, given, tied)


def _row(register: Register, given: Declaration, tied: Mapping[str, Value | None]) -> PartRow:
    types = {field.name: field.type.python for field in register.fields if field.name not in _OF_THE_RECORD}
    values: dict[str, Any] = {field.name: None for field in register.fields}
    more: dict[str, Any] = {}
    for key, value in given.items():
        column = _RENAMED.get(key, key)
        if column in JSON_COLUMNS and column in types:
            values[column] = as_json(value)
        elif type(value) is types.get(column):
            values[column] = value
        else:
            more[key] = value
    values["parameters"] = as_json(more) if more else None
    values.update(tied)
    record = register.id_for(values)
    assert record is not None, "read_register lets nothing pass without a name"
    return register.name, record, values


def as_json(value: Any, in_order: Callable[[Iterable[str]], Iterable[str]] = sorted) -> str:
    """A value of TOML as JSON text, in the one way it can be written: keys ``in_order``, numbers as they are said."""
    if isinstance(value, Mapping):
        pairs = (f"{_text(str(key))}: {as_json(value[key], in_order)}" for key in in_order(value))
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_json(one, in_order) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    return _text(value.isoformat() if isinstance(value, date | time) else str(value))


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def as_stored(written: Declaration) -> dict[str, Any]:
    """A declaration that ``read_register`` accepts as its records will say it: its texts as they are stored, without items."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, _, values in part_rows(written):
        fields = _RECORDS[name].by_name
        told = {
            key: fields[key].type.tidy(value) or None if isinstance(value, str) else value
            for key, value in values.items()
        }
        rows.setdefault(name, []).append(told)
    return mappings_of(rows)[written["name"]]


def mappings_of(rows: Rows) -> dict[str, dict[str, Any]]:
    """The declarations that records say, by register, in the order of their names; nothing is refused: a part without its
    register is passed over, and what can't be read as JSON is left out."""
    found = {
        str(row["name"]): _mapping(REGISTERS, row) for row in rows.get(REGISTERS.name, ()) if row["name"]
    }
    choices: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row in _in_order(rows.get(CHOICES.name, ()), "code"):
        at = row["register_name"], row["field_name"]
        choices.setdefault(at, {})[str(row["code"])] = _choice(_mapping(CHOICES, row))
    for key, register in PARTS.items():
        for row in _in_order(rows.get(register.name, ()), "name"):
            part = _mapping(register, row)
            if register is FIELDS and personal_by_itself(str(row["register_name"]), str(row["name"])):
                part.setdefault("personal", True)
            if register is FIELDS and (listed := choices.get((row["register_name"], row["name"]))):
                part["choices"] = listed
            if row["register_name"] in found:
                found[row["register_name"]].setdefault(key, []).append(part)
    for row in rows.get(REGISTERS.name, ()):
        _keep_prints(row, found.get(str(row["name"]), {}))
    return dict(sorted(found.items()))


def _keep_prints(row: Mapping[str, Any], said: dict[str, Any]) -> None:
    """Printed lists as they were kept up to format 7, in the register's own record; one with a record counts instead."""
    more = read_json(str(row["parameters"] or ""))
    kept = more.get("prints") if isinstance(more, dict) else None
    named = (
        [one for one in kept if isinstance(one, dict) and one.get("name")] if isinstance(kept, list) else []
    )
    known = {part.get("name") for part in said.get("prints", ())}
    if lacking := [one for one in named if one["name"] not in known]:
        said.setdefault("prints", []).extend(lacking)


def _in_order(rows: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["ordinal"] or 0, str(row[name])))


def _choice(said: dict[str, Any]) -> Any:
    said.pop("code", None)
    return said["label"] if said.keys() == {"label"} else said


def _mapping(register: Register, row: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    renamed = {column: key for key, column in _RENAMED.items()}
    for field in register.fields:
        value = row[field.name]
        if value is None or field.name in _OF_THE_RECORD:
            continue
        value = read_json(str(value)) if field.name in JSON_COLUMNS else value
        if value is not None and not (field.name == "name" and UNNAMED in str(value)):
            said[renamed.get(field.name, field.name)] = value
    more = read_json(str(row["parameters"] or ""))
    beside = more.items() if isinstance(more, dict) else ()
    told = {*said, *_OF_OTHER_RECORDS.get(register.name, ())}
    return said | {key: value for key, value in beside if key not in told}


@dataclass(frozen=True, slots=True)
class Readable:
    """A declaration as far as it goes: the register it makes, None where it has not even a field; the ``halves`` of its rules
    that other registers' records are asked about, by the name of the register; and why each part that makes no sense is
    ``left_out``, in Thai sentences."""

    register: Register | None
    halves: tuple[tuple[str, StatedRule], ...] = ()
    left_out: tuple[str, ...] = ()


def readable(written: Declaration) -> Readable:
    """What a declaration says that may say anything: it came by merging, part by part."""
    try:
        return _read(read_register(written), written)
    except Refusal as refusal:
        whole = str(refusal)
    register, refused = None, []
    taken: dict[str, Any] = {"name": written["name"], "title": written.get("title") or written["name"]}
    for key, piece in _pieces(written):
        wanted = {**taken, key: [*taken.get(key, ()), piece] if key in PARTS else piece}
        try:
            register, taken = read_register(wanted), wanted
        except Refusal as refusal:
            refused.append(str(refusal))
    return _read(register, taken, refused) if register else Readable(None, left_out=(whole,))


def _read(register: Register, written: Declaration, refused: Iterable[str] = ()) -> Readable:
    scope = Scope.of(register)
    halves = (mirrored(rule, scope) for rule in written.get("rules", ()))
    return Readable(register, tuple(filter(None, halves)), tuple(refused))


def _pieces(written: Declaration) -> Iterable[tuple[str, Any]]:
    """What a declaration says beside its name, piece by piece; what names fields after these."""
    listed = {key: written[key] for key in PARTS if isinstance(written.get(key), list | tuple)}
    yield from (("fields", part) for part in listed.get("fields", ()))
    yield from ((key, value) for key, value in written.items() if key not in PARTS and key != "name")
    yield from ((key, part) for key in PARTS if key != "fields" for part in listed.get(key, ()))
