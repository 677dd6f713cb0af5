"""The registers that a file's own records declare (``core.plan.register_records``)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from core.plan.register_mappings import Readable, as_json, mappings_of, readable
from core.plan.register_records import REGISTER_RECORDS, read_json
from core.registers.declaration import MOST_REGISTERS
from core.registers.declare import Register, StatedRule, Wire

DECLARATIONS = frozenset(register.name for register in REGISTER_RECORDS)
KEPT = 1000  # registers read once: the same declaration is the same register, in every file
FILES = 50  # files, as it were, whose declarations needn't be read again


Stored = tuple[
    tuple[Wire, ...], ...
]  # the rows of one register of the plan, columns in the order of its fields


def declared_in(connection: Connection, taken: frozenset[str]) -> tuple[Register, ...]:
    """The registers that a file declares, in rail order. Whatever its records say, nothing is refused: a register is read as
    far as it goes, one that goes by a name that is ``taken`` does nothing."""
    return _registers(_stored(connection), taken)


def declarations_in(connection: Connection) -> dict[str, dict[str, Any]]:
    """What the file's records say of each register, by its name, in the form of docs/formats.md."""
    return mappings_of(_rows(_stored(connection)))


def left_out(connection: Connection, taken: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """By register declared, why parts of its declaration are left out, in Thai sentences; only those of which some are."""
    declared = _declarations(_stored(connection), taken)
    read = ((str(said["name"]), _read(as_json(said, iter)).left_out) for said in declared)
    return {name: sentences for name, sentences in read if sentences}


def _stored(connection: Connection) -> tuple[Stored, ...]:
    return tuple(tuple(map(tuple, connection.exec_driver_sql(query))) for query in _QUERIES)


def _query(register: Register) -> str:
    columns = ", ".join(f'"{field.name}"' for field in register.fields)
    return f"SELECT {columns} FROM {register.name} WHERE deleted = 0 AND twin = 0 ORDER BY id"


_QUERIES = tuple(map(_query, REGISTER_RECORDS))


@lru_cache(FILES)
def _registers(stored: tuple[Stored, ...], taken: frozenset[str]) -> tuple[Register, ...]:
    # By the order of their names: whoever forges more makes no more tables.
    read = [_read(as_json(said, iter)) for said in _declarations(stored, taken)[:MOST_REGISTERS]]
    halves = [half for one in read for half in one.halves]
    made = [
        _with(one.register, tuple(rule for name, rule in halves if name == one.register.name))
        for one in read
        if one.register
    ]
    return tuple(sorted(made, key=lambda register: (register.place, register.name)))


@lru_cache(KEPT)
def _with(register: Register, rules: tuple[StatedRule, ...]) -> Register:
    """The register with the halves of other registers' rules that its records are asked about."""
    return replace(register, rules=(*register.rules, *rules)) if rules else register


def _declarations(stored: tuple[Stored, ...], taken: frozenset[str]) -> list[Mapping[str, Any]]:
    found = mappings_of(_rows(stored)).items()
    return [said for name, said in found if name not in taken and not name.startswith("sqlite_")]


def _rows(stored: tuple[Stored, ...]) -> dict[str, list[dict[str, Any]]]:
    of = zip(REGISTER_RECORDS, stored, strict=True)
    return {register.name: [_values(register, wires) for wires in some] for register, some in of}


@lru_cache(KEPT)
def _read(declaration: str) -> Readable:
    """What a declaration says, written as JSON in the order of its parts (choices are shown in theirs)."""
    return readable(read_json(declaration))


def _values(register: Register, wires: Iterable[Wire]) -> dict[str, Any]:
    """The values of stored wires; one that makes no sense is none."""
    values: dict[str, Any] = {}
    for field, wire in zip(register.fields, wires, strict=True):
        try:
            values[field.name] = field.from_wire(wire)
        except (ValueError, TypeError):
            values[field.name] = None
    return values
