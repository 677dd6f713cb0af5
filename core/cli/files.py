"""Commands about the office file itself: init, check, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli import output
from core.cli.options import File, Json

BAD_ANSWER = 1


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะสร้าง (*.phaen)")],
    plan: Annotated[
        str,
        typer.Option("--plan", metavar="NAME|FOLDER", help="แผนที่มากับโปรแกรม หรือโฟลเดอร์ที่มี plan.toml"),
    ] = "2563",
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="U", help="รหัสส่วนราชการเจ้าของแฟ้ม (ปกติ: ส่วนราชการที่ดูแลแผน)"),
    ] = "",
    sample: Annotated[bool, typer.Option("--sample", help="ใส่ข้อมูลตัวอย่างหนึ่งปี")] = False,
) -> None:
    """สร้างแฟ้มสำนักงานพร้อมแผน"""
    from core.office import Office

    Office.create(file, plan=plan, unit=unit, sample=sample).close()
    print(f"สร้าง {file} แล้ว")


def check(file: File, as_json: Json = False) -> int:
    """ตรวจว่าแฟ้มสมบูรณ์ แผนไม่ขัดกันเอง และไม่มีรายการที่ต้องตรวจ"""
    from core.office import Office

    with Office.open(file, read_only=True) as office:
        found = office.file.check()
    if as_json:
        output.answer(
            {
                "file": {"sound": found.sound, "problems": list(found.problems)},
                "plan": {
                    "findings": [
                        {"code": f.code, "message": f.message, "where": f.where, "ref": f.ref}
                        for f in found.plan_findings
                    ]
                },
                "records": {
                    "findings": [
                        {
                            "code": f.code,
                            "message": f.message,
                            "where": f.where,
                            "register": f.register,
                            "record": f.record_id or None,
                        }
                        for f in found.record_findings
                    ]
                },
            }
        )
    else:
        print("แฟ้มสมบูรณ์" if found.sound else "แฟ้มมีปัญหา")
        for problem in found.problems:
            print(f"- {problem}")
        if found.plan_findings:
            print(f"แผนมีข้อควรพิจารณา {len(found.plan_findings)} ข้อ")
        for finding in found.plan_findings:
            print(f"- {finding.where}: {finding.message}")
        if found.record_findings:
            print(f"รายการที่ต้องตรวจ {len(found.record_findings)} ข้อ")
        for record in found.record_findings:
            print(f"- {record.where}: {record.message}")
    return 0 if found.sound else BAD_ANSWER


def backup(
    file: File,
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="แฟ้มสำรองที่จะเขียน (ปกติ: ข้างแฟ้มเดิม)")
    ] = None,
) -> None:
    """สำรองแฟ้ม และพิสูจน์ว่าใช้ได้"""
    from core.office import Office

    with Office.open(file, read_only=True) as office:
        print(office.file.backup(target))


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="แฟ้มสำรอง")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะคืนลงไป")],
    another: Annotated[bool, typer.Option("--another", help="คืนแม้เป็นแฟ้มสำรองของแฟ้มอื่น")] = False,
) -> None:
    """คืนแฟ้มจากแฟ้มสำรองที่พิสูจน์แล้ว"""
    from core.office import Office

    kept = Office.restore_backup(backup, file, another=another)
    print(f"คืนลง {file} แล้ว")
    if kept:
        print(f"แฟ้มเดิมเก็บไว้ที่ {kept}")
