"""Commands about records: import, export, templates, LINE."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened, taken_out_of
from core.cli.options import AMonth, File, Json, WithPersonal
from core.faults import AgainRefusal, FileRefusal, Finding, InputRefusal, Severity
from core.thai.quote import quoted

if TYPE_CHECKING:
    from core.office import ImportReport

BAD_ANSWER = 1
MOST_SHOWN = 40  # findings of a kind: a person reads these, a program has --json

RegisterName = Annotated[str, typer.Argument(metavar="REGISTER", help="ชื่อทะเบียน (ดู phaenctl registers)")]


def import_(
    file: File,
    register: RegisterName,
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="แฟ้ม .xlsx .xls .ods หรือ .csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ตรวจอย่างเดียว ไม่บันทึก")] = False,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="รับแถวที่ดี แม้มีแถวที่ใช้ไม่ได้")] = False,
    update: Annotated[bool, typer.Option("--update", help="แก้ไขรายการที่มีเลขประจำรายการนั้นอยู่แล้ว")] = False,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="แผ่นงานที่จะนำเข้า (ปกติ: แผ่นแรกที่มีข้อมูล)", show_default=False
        ),
    ] = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="นำเข้าแถวที่ซ่อนหรือกรองไว้ด้วย")] = False,
    again: Annotated[bool, typer.Option("--again", help="นำเข้าอีกชุด แม้เคยนำเข้าแถวชุดเดียวกันไว้แล้ว")] = False,
    as_json: Json = False,
) -> int:
    """นำรายการจากตารางเข้าทะเบียน"""
    with opened(file) as office:
        labels = {f.name: f.label for f in office.session.register(register).fields}
        try:
            found = office.sheets.import_records(
                register,
                source,
                dry_run=dry_run,
                keep_good=keep_good,
                update=update,
                sheet=sheet,
                hidden=hidden,
                again=again,
            )
        except AgainRefusal as refusal:
            raise InputRefusal(f"{refusal} หากต้องการนำเข้าอีกชุด ใช้ --again") from refusal
    if as_json:
        output.answer(_import_json(found))
    else:
        _print_import(found, labels, dry_run=dry_run)
    return BAD_ANSWER if found.rejected else 0


def _import_json(found: "ImportReport") -> dict[str, Any]:
    return {
        "register": found.register,
        "read": found.read,
        "accepted": found.accepted,
        "rejected": found.rejected,
        "problems": [_problem_json(p) for p in found.problems],
        "remarks": [_problem_json(p) for p in (*_left_out(found), *found.remarks)],
        "unlisted": found.unlisted,
        "changed": found.changed,
        "unchanged": found.same,
        "sheet": found.sheet,
        "other_sheets": list(found.other_sheets),
        "hidden_rows": list(found.hidden),
        **({"proposed": found.proposed} if found.proposed else {}),
    }


def _left_out(found: "ImportReport") -> Iterator[Finding]:
    """What of the file is left out unless it is asked for."""
    from core.office import rows_said

    if found.other_sheets:
        names = ", ".join(map(quoted, found.other_sheets))
        said = f"อ่านเฉพาะแผ่นงาน {quoted(found.sheet)} ยังมีข้อมูลในแผ่นงาน {names} ใช้ --sheet ตามด้วยชื่อแผ่น เพื่อนำเข้าแผ่นนั้น"
        yield Finding("sheet.others", said, None, found.other_sheets[0], Severity.REMARK)
    if found.hidden:
        said = f"ไม่ได้นำเข้าแถวที่ซ่อนหรือกรองไว้ {rows_said(found.hidden)} ใช้ --hidden เพื่อนำเข้าด้วย"
        yield Finding("sheet.hidden", said, None, None, Severity.REMARK, found.hidden[0])


def _problem_json(problem: Finding) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.field, "value": problem.value, "message": problem.message}


def _print_import(found: "ImportReport", labels: Mapping[str, str], *, dry_run: bool) -> None:
    from core.office import told_apart

    new = found.accepted - found.changed - found.same
    held = 0 if found.accepted else found.read - found.rejected
    done = "ตรวจแล้ว (ไม่ได้บันทึก)" if dry_run else "ยังไม่ได้นำเข้า" if held else "นำเข้าแล้ว"
    good = (
        f"ถูกต้อง {held:,} แถว"
        if held
        else f"รับ {found.accepted:,} แถว{told_apart(new, found.changed, found.same)}"
    )
    print(f"{done}: อ่าน {found.read:,} แถว {good} ต้องแก้ {found.rejected:,} แถว")
    for left_out in _left_out(found):
        print(left_out.message)
    if held:
        print("แถวที่ถูกต้องรอแถวที่ต้องแก้อยู่ แก้แล้วนำเข้าใหม่ หรือใช้ --keep-good เพื่อรับเฉพาะแถวที่ถูกต้อง")
    if any(p.code == "key.taken" for p in found.problems):
        print("มีรายการที่อยู่ในทะเบียนแล้ว หากต้องการแก้ไขตามตาราง ใช้ --update")
    for title, problems in (("ต้องแก้ไข", found.problems), ("ข้อสังเกต", found.remarks)):
        if problems:
            print(f"\n{title}")
            output.table(
                ("แถว", "ช่อง", "ค่า", "เรื่อง"),
                [
                    (str(p.row or ""), labels.get(p.field or "", ""), p.value or "", p.message)
                    for p in problems[:MOST_SHOWN]
                ],
                numbers=(0,),
            )
    shown = min(MOST_SHOWN, len(found.problems)) + min(MOST_SHOWN, len(found.remarks))
    left = len(found.problems) + len(found.remarks) + found.unlisted - shown
    if left:
        print(f"และอีก {left:,} เรื่องที่ไม่ได้แสดง ดูเพิ่มได้ด้วย --json")


def export(
    file: File,
    register: RegisterName,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="แฟ้ม .csv หรือ .xlsx ที่จะเขียน")],
    month: AMonth = None,
    names: Annotated[bool, typer.Option("--names", help="หัวตารางเป็นชื่อช่องภาษาอังกฤษ")] = False,
    personal: WithPersonal = False,
) -> None:
    """เขียนรายการของทะเบียนลงตาราง"""
    with taken_out_of(file) as office:
        count = office.sheets.export_records(register, target, month=month, names=names, personal=personal)
    print(f"เขียน {count} รายการลง {target}")


def import_line(
    file: File,
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="ไฟล์ส่งออกแชตของ LINE (.zip หรือ .csv)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ตรวจอย่างเดียว ไม่บันทึก")] = False,
    keep_text: Annotated[bool, typer.Option("--keep-text", help="เก็บข้อความที่ถามไว้เป็นชื่อเรื่อง")] = False,
    register: Annotated[
        str, typer.Option("--register", metavar="NAME", help="ทะเบียนที่รับ เมื่อมีหลายทะเบียนที่รับแชตจาก LINE")
    ] = "",
    as_json: Json = False,
) -> int:
    """นำเรื่องที่ติดตามจากแชต LINE เข้าทะเบียน"""
    from core.office import ProposalState

    with opened(file) as office:
        found = office.sheets.read_line(source, name=register)
        accepted = 0 if dry_run else office.sheets.take_line(found.proposals, keep_text=keep_text)
    counts = {str(standing): found.count(standing) for standing in ProposalState}
    if as_json:
        problems = [_problem_json(p) for p in found.problems]
        read = len(found.proposals) + len(found.held)
        output.answer({"read": read, "accepted": accepted, **counts, "problems": problems})
    else:
        done = "ตรวจแล้ว (ไม่ได้บันทึก)" if dry_run else f"นำเข้าแล้ว {accepted} เรื่อง"
        print(
            f"{done}: ใหม่ {counts['new']} เติมเวลา {counts['fills']} มีอยู่แล้ว {counts['known']} พักไว้ {counts['held']}"
        )
        for problem in found.problems:
            print(problem.message)
    return BAD_ANSWER if found.problems else 0


def template(
    file: File,
    register: RegisterName,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="แฟ้ม .xlsx ที่จะเขียน")],
) -> None:
    """เขียนแบบกรอกเปล่าของทะเบียน"""
    if target.exists():  # somebody may have filled it in
        raise FileRefusal(f"มีไฟล์ {target.name} อยู่แล้วและอาจกรอกไว้แล้ว โปรดตั้งชื่ออื่นหรือย้ายไฟล์เดิมออกก่อน")
    with opened(file, read_only=True) as office:
        office.sheets.write_template(register, target)
    print(f"เขียนแบบกรอกลง {target}")
