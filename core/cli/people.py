"""The command about who works with a file: people."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import acting, opened
from core.cli.options import File, Json
from core.cli.passphrase import line_of_input
from core.faults import UsageRefusal
from core.plan.people import Role

if TYPE_CHECKING:
    from core.office import Account, NewKey, Office, Person

NEW_PASSWORD, CODE = "PHAEN_NEW_PASSWORD", "PHAEN_RECOVERY_CODE"


class PeopleAct(StrEnum):
    """What is done."""

    LIST = "list"
    ADD = "add"
    CHANGE = "change"
    PASSWORD = "password"
    SHEET = "sheet"
    DEACTIVATE = "deactivate"
    REVOKE = "revoke"
    RECOVER = "recover"


READING = (PeopleAct.LIST,)
NAMED = (PeopleAct.ADD, PeopleAct.CHANGE, PeopleAct.DEACTIVATE, PeopleAct.REVOKE, PeopleAct.RECOVER)
DONE = {
    PeopleAct.ADD: "เพิ่มผู้ใช้ {name} แล้ว",
    PeopleAct.CHANGE: "แก้ไขผู้ใช้ {name} แล้ว",
    PeopleAct.PASSWORD: "ตั้งรหัสผ่านใหม่ของ {name} แล้ว",
    PeopleAct.SHEET: "ออกใบกู้บัญชีใหม่ของ {name} แล้ว ใบก่อนหน้าใช้ไม่ได้อีก",
    PeopleAct.DEACTIVATE: "ปิดบัญชีของ {name} แล้ว รายการที่บันทึกไว้ยังอยู่",
    PeopleAct.REVOKE: "เพิกถอนกุญแจของ {name} แล้ว",
    PeopleAct.RECOVER: "ตั้งรหัสผ่านใหม่ของ {name} แล้ว ใบกู้บัญชีใบก่อนใช้ไม่ได้อีก",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line gives beside the name; secrets are read when they are asked for, in the order of the lines."""

    position: str | None
    unit: str | None
    roles: frozenset[Role] | None
    rename: str | None
    reason: str
    active: bool
    new_from_input: bool
    code_from_input: bool

    def new_password(self) -> str:
        """The password to be; UsageRefusal without one."""
        return _secret(self.new_from_input, NEW_PASSWORD, "--new-password-stdin", "รหัสผ่านใหม่")

    def code(self) -> str:
        """The recovery sheet's code; UsageRefusal without one."""
        return _secret(self.code_from_input, CODE, "--code-stdin", "รหัสในใบกู้บัญชี")


def _secret(from_input: bool, variable: str, option: str, what: str) -> str:
    found = line_of_input() if from_input else os.environ.get(variable, "")
    if not found:
        raise UsageRefusal(f"ยังไม่มี{what} โปรดส่งทาง {option} หรือตัวแปร {variable}")
    return found


def people(
    file: File,
    act: Annotated[PeopleAct, typer.Argument(metavar="ACT", help="สิ่งที่ทำ")],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="ชื่อผู้ใช้")] = "",
    position: Annotated[str | None, typer.Option("--position", metavar="TEXT", help="ตำแหน่ง")] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help="รหัสส่วนราชการ")] = None,
    roles: Annotated[list[Role] | None, typer.Option("--role", help="บทบาท (ระบุได้หลายครั้ง)")] = None,
    rename: Annotated[str | None, typer.Option("--rename", metavar="NAME", help="ชื่อใหม่")] = None,
    active: Annotated[bool, typer.Option("--active", help="เปิดใช้บัญชีที่ปิดไว้อีกครั้ง")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="เหตุผลที่เพิกถอนกุญแจ")] = "",
    new_password_stdin: Annotated[
        bool, typer.Option("--new-password-stdin", help="อ่านรหัสผ่านใหม่จากบรรทัดถัดไปของข้อมูลเข้า")
    ] = False,
    code_stdin: Annotated[
        bool, typer.Option("--code-stdin", help="อ่านรหัสในใบกู้บัญชีจากบรรทัดถัดไปของข้อมูลเข้า")
    ] = False,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="TARGET", help="ใบกู้บัญชีที่จะเขียน (.pdf)")
    ] = None,
    as_json: Json = False,
) -> None:
    """ผู้ใช้ของแฟ้ม: รายชื่อ เพิ่ม แก้ไข รหัสผ่าน ปิดบัญชี เพิกถอนกุญแจ กู้บัญชี"""
    if act in NAMED and not name:
        raise UsageRefusal(f"people {act} ต้องมีชื่อผู้ใช้ โปรดระบุชื่อต่อท้าย")
    held = frozenset(roles) if roles else None
    given = Given(position, unit, held, rename, reason, active, new_password_stdin, code_stdin)
    with opened(file, read_only=act in READING, by_anybody=act is PeopleAct.RECOVER) as office:
        if act is PeopleAct.LIST:
            _list(office, as_json)
            return
        person, key = _done(office, act, name or acting().name, given)
        if key is not None and sheet is not None:
            office.reports.recovery_sheet(key, sheet)
    _tell(act, person, key, sheet, as_json)


def _done(office: "Office", act: PeopleAct, name: str, given: Given) -> "tuple[Person, NewKey | None]":
    """Does it; the person and, where there is a new one, the recovery code."""
    service = office.people
    if act in (PeopleAct.ADD, PeopleAct.RECOVER):
        made = _added(office, name, given) if act is PeopleAct.ADD else _recovered(office, name, given)
        return made.person, made
    person = service.person(name)
    if act is PeopleAct.CHANGE:
        return service.change(person.id, _edit(given)), None
    if act is PeopleAct.DEACTIVATE:
        return service.deactivate(person.id), None
    if act is PeopleAct.REVOKE:
        service.revoke(person.id, given.reason)
        return person, None
    if act is PeopleAct.SHEET:
        return person, service.new_sheet(_own_password(person))
    if person == office.session.person:
        service.set_password(acting().password, given.new_password())
        return person, None
    renewed = service.renew(person.id, given.new_password(), given.reason)
    return renewed.person, renewed


def _added(office: "Office", name: str, given: Given) -> "NewKey":
    return office.people.add(
        name,
        given.new_password(),
        position=given.position or "",
        unit=given.unit or office.session.unit,
        roles=given.roles or frozenset({Role.CLERK}),
    )


def _recovered(office: "Office", name: str, given: Given) -> "NewKey":
    code = given.code()  # the line before the new password
    return office.people.recover(name, code, given.new_password())


def _own_password(person: "Person") -> str:
    if person.name != acting().name:
        raise UsageRefusal("ใบกู้บัญชีออกได้เฉพาะของผู้ที่ลงชื่อเข้าใช้ โปรดระบุ --user เป็นชื่อเดียวกัน")
    return acting().password


def _edit(given: Given) -> Any:
    from core.office import PersonEdit

    return PersonEdit(given.rename, given.position, given.unit, given.roles, True if given.active else None)


def _tell(act: PeopleAct, person: "Person", key: "NewKey | None", sheet: Path | None, as_json: bool) -> None:
    if as_json:
        output.answer({"person": _person_json(person), "recovery_code": key.code if key else None})
        return
    print(DONE[act].format(name=person.name))
    if key is not None and sheet is not None:
        print(f"เขียนใบกู้บัญชีลง {sheet} แล้ว โปรดพิมพ์ เก็บไว้ในที่ปลอดภัย แล้วลบแฟ้มนี้")
    elif key is not None:
        print(f"รหัสกู้บัญชี: {key.code} โปรดจดหรือพิมพ์เก็บไว้ รหัสนี้บอกครั้งเดียว")


def _list(office: "Office", as_json: bool) -> None:
    found = office.people.people()
    if as_json:
        told = [_account_json(one) for one in found]
        output.answer({"accounts": office.session.has_accounts, "people": told})
        return
    output.table(
        ("ชื่อ", "ตำแหน่ง", "ส่วนราชการ", "บทบาท", "สถานะ"),
        [(a.person.name, a.person.position, a.person.unit, a.person.role_words, a.state) for a in found],
    )


def _account_json(account: "Account") -> dict[str, Any]:
    more = {"revoked": account.revoked, "certified_itself": account.first}
    return _person_json(account.person) | more


def _person_json(person: "Person") -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "position": person.position,
        "unit": person.unit,
        "roles": [role.value for role in Role if role in person.roles],
        "key": person.key.hex(),
        "active": person.active,
    }
