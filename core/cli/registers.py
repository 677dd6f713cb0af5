"""Commands about registers as they are declared: registers, register."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.options import File, Json
from core.cli.plan import plain
from core.faults import UsageRefusal

if TYPE_CHECKING:
    from core.office import Office
    from core.registers.clocks import Clock
    from core.registers.declare import Field, Register

UNITS_OF_TIME = {
    "working_days": "วันทำการ",
    "days": "วัน",
    "minutes": "นาที",
    "office_minutes": "นาทีในเวลาราชการ",
    "hours": "ชั่วโมง",
    "office_hours": "ชั่วโมงในเวลาราชการ",
}


def registers(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะดู ไม่ระบุหมายถึงทะเบียนที่มากับโปรแกรม"),
    ] = None,
    as_json: Json = False,
) -> None:
    """ทะเบียนทั้งหมด พร้อมช่อง ชนิด และกฎ"""
    shown = _known(file)
    if as_json:
        output.answer({"registers": [_register_json(r) for r in shown]})
        return
    for one in shown:
        _print_register(one)
        print()


def _known(file: Path | None) -> "Sequence[Register]":
    from core.office import Office
    from core.registers import ALL

    if file is None:
        return [r for r in ALL if not r.internal]
    with Office.open(file, read_only=True) as office:
        return office.session.registers()


def _register_json(register: "Register") -> dict[str, Any]:
    from core.registers.centuries import rule_texts

    return {
        "name": register.name,
        "title": register.title,
        "unit": register.unit,
        "key": list(register.key_fields),
        "plan_born": register.plan_born,
        "columns": [_column_json(f) for f in register.fields],
        "rules": list(rule_texts(register)),
    }


def _column_json(field: "Field") -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type.name,
        "required": field.required,
        "choices": [{"code": c.code, "label": c.label} for c in field.choices],
        "minimum": None if field.minimum is None else str(field.minimum),
        "maximum": None if field.maximum is None else str(field.maximum),
        "above_zero": field.above_zero,
        "max_length": field.max_length if field.type.is_text else None,
        "refers_to": field.refers_to or None,
        "help": field.help,
    }


def _print_register(register: "Register") -> None:
    from core.registers.centuries import rule_texts

    key = " + ".join(register.key_fields) or output.NOTHING
    print(f"{register.name}  {register.title}  (เลขประจำรายการ: {key})")
    output.table(
        ("ช่อง", "ชื่อไทย", "ชนิด", "ต้องมี", "ค่าที่ใช้ได้"),
        [(f.name, f.label, f.type.name, "ต้องมี" if f.required else "", _limits(f)) for f in register.fields],
    )
    for rule in rule_texts(register):
        print(f"- {rule}")


def _limits(field: "Field") -> str:
    if field.choices:
        return " ".join(f"{c.code}={c.label}" for c in field.choices)
    if field.above_zero:
        return "มากกว่า 0"
    low, high = field.minimum, field.maximum
    if low is None and high is None:
        return ""
    return f"{'' if low is None else low}–{'' if high is None else high}"


class RegisterAction(StrEnum):
    """What ``register`` is asked for."""

    LIST = "list"
    SHOW = "show"
    NEW = "new"
    EXPORT = "export"


# What each takes after its name.
TAKES: Mapping[RegisterAction, tuple[str, ...]] = {
    RegisterAction.LIST: (),
    RegisterAction.SHOW: ("NAME",),
    RegisterAction.NEW: ("SOURCE",),
    RegisterAction.EXPORT: ("NAME", "TARGET"),
}


def register(
    file: File,
    action: Annotated[
        RegisterAction,
        typer.Argument(
            metavar="list|show|new|export", help="รายชื่อทะเบียน ดูทะเบียน เพิ่มทะเบียน หรือเขียนทะเบียนลงแฟ้ม"
        ),
    ],
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME|SOURCE TARGET",
            help="ชื่อทะเบียน และแฟ้ม .toml ที่จะเขียน หรือที่มาของทะเบียนใหม่: แฟ้ม .toml หรือ library:NAME",
        ),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="ชื่อทะเบียนใหม่ แทนชื่อที่มากับที่มา", show_default=False)
    ] = "",
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="CODE", help="รหัสส่วนราชการเจ้าของทะเบียนใหม่", show_default=False),
    ] = "",
    as_json: Json = False,
) -> None:
    """ทะเบียนที่แฟ้มมี: รายชื่อ ดู เพิ่ม เขียนลงแฟ้ม .toml"""
    from core.office import Office

    given = _given(action, about or [], name or unit)
    with Office.open(file, read_only=action is not RegisterAction.NEW) as office:
        if action is RegisterAction.LIST:
            _list(office, as_json=as_json)
        elif action is RegisterAction.SHOW:
            _show(office, given[0], as_json=as_json)
        elif action is RegisterAction.EXPORT:
            _export(office, *given, as_json=as_json)
        else:
            _new(office, given[0], name, unit, as_json=as_json)


def _given(action: RegisterAction, about: list[str], of_new: str) -> list[str]:
    """What was asked about, as many as the action takes. UsageRefusal for more or fewer, and for options of another action."""
    takes = TAKES[action]
    if len(about) < len(takes):
        raise UsageRefusal(
            f"ยังไม่ได้ระบุ {takes[len(about)]} ใช้ phaenctl register FILE {' '.join((action, *takes))}"
        )
    if len(about) > len(takes):
        raise UsageRefusal(f"มีค่าเกินมา ใช้ phaenctl register FILE {' '.join((action, *takes))}")
    if of_new and action is not RegisterAction.NEW:
        raise UsageRefusal(f"--name และ --unit ใช้กับ register FILE {RegisterAction.NEW} เท่านั้น โปรดเอาออก")
    return about


def _list(office: "Office", *, as_json: bool) -> None:
    found = office.registers.declared()
    if as_json:
        told = [
            {
                "name": one.register.name,
                "title": one.register.title,
                "unit": one.unit,
                "records": one.records,
                "retired": one.retired,
            }
            for one in found
        ]
        output.answer({"registers": told})
        return
    output.table(
        ("ชื่อ", "ทะเบียน", "เจ้าของ", "รายการ", ""),
        [
            (r.register.name, r.register.title, r.unit, f"{r.records:,}", "เลิกใช้" if r.retired else "")
            for r in found
        ],
        numbers=(3,),
    )


def _show(office: "Office", name: str, *, as_json: bool) -> None:
    written = office.registers.declaration(name)
    if as_json:
        output.answer(plain(written))
        return
    shown = office.session.register(name)
    _print_register(shown)
    for clock in shown.clocks:
        print(f"- กำหนดเวลา {_clock_said(shown, clock)}")


def _clock_said(register: "Register", clock: "Clock") -> str:
    """A clock in one line: ``ปิดเรื่อง: จากวันที่รับ ถึงวันที่ปิดเรื่อง ภายใน 3 วันทำการ``."""
    ends = (
        ("จาก", clock.since),
        ("ถึง", clock.until),
        ("ไม่นับเมื่อมี", clock.stopped_by),
        ("พักเมื่อมี", clock.out_since),
        ("นับใหม่จาก", "" if clock.runs_on else clock.restarts_on),
    )
    said = [f"{word}{register.field(name).label}" for word, name in ends if name]
    said.insert(2, f"ภายใน {clock.limit} {UNITS_OF_TIME[clock.unit]}")
    return f"{clock.label}: {' '.join(said)}"


def _export(office: "Office", name: str, target: str, *, as_json: bool) -> None:
    office.registers.export(name, Path(target))
    if as_json:
        output.answer({"register": name, "target": target})
    else:
        print(f"เขียนทะเบียน {name} ลง {target}")


def _new(office: "Office", source: str, name: str, unit: str, *, as_json: bool) -> None:
    from core.office import proposes

    made = office.registers.declare(source, name, unit)
    proposed = proposes(made.changes)
    if as_json:
        output.answer({"register": made.register.name, "title": made.register.title, "proposed": proposed})
    elif proposed:
        print(
            f"เสนอเพิ่มทะเบียน {made.register.name} ({made.register.title}) ต่อ{office.session.keeper_name()}แล้ว"
        )
    else:
        print(f"เพิ่มทะเบียน {made.register.name} ({made.register.title}) แล้ว")
