"""The command about what was done: by whom, when, with old and new values; printed where a target is named."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened, taken_out_of
from core.cli.options import File, Json, WithPersonal, reader
from core.faults import UsageRefusal
from core.thai.dates import moment_short, parse_day

if TYPE_CHECKING:
    from core.office import AuditEntry, AuditRecord

MOST = 100
MOST_RECORDS = 20
ACTIONS = {"create": "เพิ่ม", "change": "แก้ไข", "delete": "ลบ", "restore": "คืน"}


def audit(  # the options of the command, by name
    file: File,
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="พิมพ์ลงแฟ้ม .pdf หรือ .xlsx (ปกติ: แสดงบนจอ)")
    ] = None,
    person: Annotated[str, typer.Option("--person", metavar="NAME", help="เฉพาะที่ผู้นี้บันทึก")] = "",
    first: Annotated[
        date | None,
        typer.Option("--from", metavar="DAY", parser=reader(parse_day), help="ตั้งแต่วันที่", show_default=False),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--to", metavar="DAY", parser=reader(parse_day), help="ถึงวันที่", show_default=False),
    ] = None,
    register: Annotated[str, typer.Option("--register", metavar="NAME", help="เฉพาะทะเบียนนี้")] = "",
    record: Annotated[
        str, typer.Option("--record", metavar="ID", help="เฉพาะรายการรหัสนี้ ใช้กับ --register")
    ] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="เฉพาะที่มีข้อความนี้")] = "",
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="มากที่สุดกี่ครั้ง นับจากล่าสุด")] = MOST,
    personal: WithPersonal = False,
    as_json: Json = False,
) -> None:
    """ใครทำอะไรเมื่อใด พร้อมค่าเดิมและค่าใหม่"""
    from core.office import AuditQuery

    query = AuditQuery(person, first, last, register, record, text)
    if target is not None:
        with taken_out_of(file) as office:
            office.reports.print_audit(query, target, personal=personal)
        print(target)
        return
    if personal:
        raise UsageRefusal("--with-personal-data ใช้เมื่อพิมพ์ลงแฟ้ม โปรดระบุแฟ้ม .pdf หรือ .xlsx ที่จะเขียน")
    with opened(file, read_only=True) as office:
        page = office.audit.page(query, most=most)
        found = [(entry, office.audit.records(entry.n, MOST_RECORDS)) for entry in page.entries]
    if as_json:
        listed = [_entry_json(entry, records) for entry, records in found]
        output.answer({"entries": listed, "more": page.after is not None})
    else:
        _print(found)


def _entry_json(entry: "AuditEntry", records: "tuple[AuditRecord, ...]") -> dict[str, Any]:
    return {
        "number": entry.n,
        "at": entry.at.isoformat(timespec="seconds"),
        "by": entry.author,
        "unit": entry.unit,
        "key": entry.key or None,
        "not_theirs": entry.not_theirs,
        "label": entry.label,
        "reason": entry.reason,
        "count": entry.records,
        "records": [
            {
                "register": one.register,
                "record": one.record,
                "named": one.named,
                "action": one.action,
                "fields": [{"field": f.label, "old": f.old, "new": f.new} for f in one.fields],
            }
            for one in records
        ],
    }


def _print(found: "list[tuple[AuditEntry, tuple[AuditRecord, ...]]]") -> None:
    for entry, records in found:
        reason = f" (เหตุผล: {entry.reason})" if entry.reason else ""
        print(f"{moment_short(entry.at)} {entry.author}: {entry.label}{reason}")
        for one in records:
            fields = "; ".join(f"{f.label} “{f.old}” เป็น “{f.new}”" for f in one.fields)
            print(f"  {ACTIONS[one.action]} {one.named}{f': {fields}' if fields else ''}")
        if entry.records > len(records):
            print(f"  และอีก {entry.records - len(records):,} รายการ")
    if not found:
        print("ไม่มีรายการ")
