"""The registers an office keeps that is made from a plan folder: the six that belong to any plan, and those of the folder.

Source: docs/formats.md. A file ``registers/*.toml`` of the folder declares a register of its own, or with ``extends`` adds
fields, clocks, rules, views and printed lists to one of the six.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Any

from core import resources
from core.faults import FileRefusal, InputRefusal
from core.plan.model import Unit
from core.registers.declaration import MOST_REGISTERS, check_among, read_registers, written_in
from core.registers.declare import Register, Value
from core.thai.quote import quoted

Declaration = Mapping[str, Any]

ALWAYS = (
    "project_steps",
    "budget_entries",
    "manual_results",
    "indicator_remarks",
    "signers",
    "office_holidays",
)
_ADDED = ("fields", "clocks", "rules", "views", "prints")
_SUCH_AS = " เช่น "
# Who signs may sign for a unit, or for the whole office.
_SIGNING, _WHOLE_OFFICE = ("signers", "unit"), "office"


def declarations_of(
    units: Sequence[Unit], folder: Path | None = None, counted: Iterable[str] = ()
) -> tuple[Declaration, ...]:
    """What the registers of an office of these units say, those of any plan first, then the folder's in the order of
    their names, then those that ship of what is ``counted``, where the folder declares no such. FileRefusal names the file
    that can't be used, and why."""
    always = {name: _shipped(name, units) for name in ALWAYS}
    own: dict[str, Declaration] = {}
    for path in sorted((folder / "registers").glob("*.toml")) if folder else ():
        written = _read(path)
        if (extended := written.get("extends")) is not None:
            always[str(extended)] = _extended(path, always, written)
        elif (name := str(written.get("name"))) in (*always, *own) or name.startswith("plan_"):
            raise _refusal(path, f"มีทะเบียนชื่อ {quoted(name)} อยู่แล้ว โปรดใช้ชื่ออื่น")
        else:
            own[name] = written
            _check_unit(path, written, units)
    declared = _with_counted({**always, **own}, units, counted)
    if len(declared) > MOST_REGISTERS:
        raise FileRefusal(f"แผนมีทะเบียนเกิน {MOST_REGISTERS} ทะเบียน โปรดลดจำนวนลง")
    kept = tuple(one if name in own else _for_these(one, declared.keys()) for name, one in declared.items())
    try:
        among = {register.name: register for register in read_registers(kept)}
        for written in kept:
            check_among(written, among)
    except InputRefusal as reason:
        raise FileRefusal(f"ทะเบียนของแผนใช้ไม่ได้: {reason}") from reason
    return kept


def item_rows(
    registers: Iterable[Register], year: int
) -> tuple[tuple[str, str, Mapping[str, Value | None]], ...]:
    """The records that come with registers, with the ids that follow from their keys; ``year`` is that of the plan."""
    rows = []
    for register in registers:
        for item in register.items:
            values = {**item, "fiscal_year": year} if register.items_per_year else item
            rows.append((register.name, register.id_for(values) or "", values))
    return tuple(rows)


def items_of(register: Register, held: Iterable[Mapping[str, Any]], year: int) -> list[dict[str, Any]]:
    """The records ``held`` of a register that came with a year's plan, as its declaration's items say them."""
    return [
        {f.name: record[f.name] for f in register.stored_fields if f.name != "fiscal_year"}
        for record in held
        if record.get("fiscal_year", year) == year
    ]


def _shipped(name: str, units: Sequence[Unit]) -> Declaration:
    """A register that ships: the keeper's where none of these units is the one it names, its choice of a unit is of these,
    and its help gives no indicator of another office as an example."""
    written = written_in(resources.path("registers", f"{name}.toml"))
    strange = written["unit"] not in {unit.code for unit in units}
    fields = [_without_example(_with_units(name, field, units)) for field in written["fields"]]
    return {
        key: fields if key == "fields" else value
        for key, value in written.items()
        if key != "unit" or not strange
    }


def _with_counted(
    kept: Mapping[str, Declaration], units: Sequence[Unit], counted: Iterable[str]
) -> Mapping[str, Declaration]:
    """With the registers that ship of these names, and those that their fields refer to."""
    found, waiting = dict(kept), sorted({*counted} & {*_offered()} - {*kept})
    while waiting:
        name = waiting.pop(0)
        found[name] = _shipped(name, units)
        named = {str(field.get("refers_to")) for field in found[name]["fields"]}
        waiting += sorted(named & {*_offered()} - {*found, *waiting})
    return found


@cache
def _offered() -> frozenset[str]:
    return frozenset(path.stem for path in resources.path("registers").glob("*.toml"))


def _with_units(register: str, field: Declaration, units: Sequence[Unit]) -> Declaration:
    if (register, field["name"]) != _SIGNING:
        return field
    whole = {_WHOLE_OFFICE: field["choices"][_WHOLE_OFFICE]}
    return {**field, "choices": {**whole, **{unit.code: unit.name for unit in units}}}


def _without_example(field: Declaration) -> Declaration:
    if field.get("refers_to") != "indicators":
        return field
    return {**field, "help": field["help"].partition(_SUCH_AS)[0]}


def _extended(path: Path, always: Mapping[str, Declaration], written: Declaration) -> Declaration:
    extended = str(written["extends"])
    if extended not in always:
        raise _refusal(path, f"extends ใช้ได้กับ {' '.join(ALWAYS)} เท่านั้น โปรดแก้ไข")
    for key in written.keys() - {"extends", *_ADDED}:
        raise _refusal(
            path, f"{quoted(str(key))} ของทะเบียน {extended} เปลี่ยนไม่ได้ เพิ่มได้เฉพาะ {' '.join(_ADDED)}"
        )

    def add(known: Declaration, key: str) -> Declaration:
        return {**known, key: [*known.get(key, ()), *written[key]]} if written.get(key) else known

    return reduce(add, _ADDED, always[extended])


def _for_these(written: Declaration, kept: Collection[str]) -> Declaration:
    """A register that ships without the rules and views that look at a register this office doesn't keep."""
    parts = {
        key: [part for part in written[key] if part.get("register", written["name"]) in kept]
        for key in ("rules", "views")
        if key in written
    }
    return {**written, **parts}


def _check_unit(path: Path, written: Declaration, units: Sequence[Unit]) -> None:
    unit = written.get("unit")
    if unit is not None and unit not in {known.code for known in units}:
        raise _refusal(path, f"ไม่มีส่วนราชการ {quoted(str(unit))} ในแผน โปรดแก้ไข unit")


def _read(path: Path) -> Declaration:
    try:
        return written_in(path)
    except (InputRefusal, OSError) as reason:
        raise _refusal(path, str(reason)) from reason


def _refusal(path: Path, what: str) -> FileRefusal:
    return FileRefusal(f"แฟ้มแผน registers/{path.name} ใช้ไม่ได้: {what}")
