"""What a field that names another record can be filled in with: keys and the names they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.office.hiding import Hiding
from core.plan.model import Plan
from core.registers.declare import Field, Register, Value
from core.store.connection import Connection
from core.store.tables.records import Query, rows

# Fields that name a record of the plan by number or code, and which register holds it.
REFERENCES = {
    "project": "plan_projects",
    "indicator": "plan_indicators",
    "owner": "plan_units",
    "node": "plan_nodes",
    "parent": "plan_nodes",
    "measure": "plan_measures",
}

IN_USE = "active"

Options = tuple[tuple[str, str], ...]


def is_reference(field: Field) -> bool:
    """True for a field that names a record kept elsewhere."""
    return bool(target_of(field))


def target_of(field: Field) -> str:
    """The register whose records the field names, "" for none."""
    return field.refers_to or field.code_of or REFERENCES.get(field.name, "")


def plan_options(plan: Plan, target: str) -> Options | None:
    """The keys and names of the plan's records of a register, in order; None for a register that isn't the plan's."""
    if target == "plan_projects":
        return tuple((str(p.number), p.title) for p in plan.projects)
    if target == "plan_indicators":
        return tuple((i.code, i.called) for i in plan.indicators)
    if target == "plan_units":
        return tuple((u.code, u.name) for u in plan.units)
    if target == "plan_nodes":
        return tuple((n.code, f"{n.label} {n.number} {n.title}") for n in plan.nodes)
    if target == "plan_measures":
        return tuple((m.code, f"มาตรการที่ {m.number} {m.title}") for m in plan.measures)
    return None


def kept_options(connection: Connection, register: Register, hiding: Hiding) -> Options:
    """The keys and names of a register's records, in its order; names as they are told."""
    key = register.key_fields[-1]
    found = rows(connection, register, Query())
    return tuple(
        (str(r.values[key]), _name(hiding.values(register, r.values))) for r in found if r.values.get(key)
    )


def named(register: Register, values: Mapping[str, Value | None]) -> str:
    """What a record is called beside its key: its name or title, and in brackets what else of its list tells it from others of
    that name; "" where it has none yet."""
    texts = [f.name for f in register.fields if f.type.is_text and f.in_list and not f.type.many_lines]
    name, *more = [str(values.get(n) or "") for n in texts if n not in register.key_fields] or [""]
    beside = [words for words in more if words and words not in name]
    return f"{name} ({', '.join(beside)})" if name and beside else name


@dataclass(frozen=True, slots=True)
class Thing:
    """What a register's view has a line of: what stands for it in a record, its name, and the most points there are."""

    code: str
    name: str
    full: Decimal | None = None


def things_of(
    connection: Connection, register: Register, key: str, hiding: Hiding, full: str = ""
) -> tuple[Thing, ...]:
    """The records of a register that a field can name, in its order, but for those no longer in use: its flag ``active`` says
    no; names as they are told. ``full`` is the field that holds the most points."""
    found = (row for row in rows(connection, register, Query()) if row.values.get(IN_USE) is not False)
    return tuple(
        Thing(
            str(row.values[key]),
            named(register, hiding.values(register, row.values)),
            _number(row.values.get(full)),
        )
        for row in found
    )


def _number(value: Value | None) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _name(values: Mapping[str, Value | None]) -> str:
    return str(values.get("name") or values.get("title") or "")
