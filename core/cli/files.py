"""Commands about the office file itself: init, check, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli import output
from core.cli.opening import FilePassphraseFromInput, asking_for_passphrase, file_passphrase, opened
from core.cli.options import File, Json, Year
from core.cli.passphrase import FromFile, FromInput, Text, passphrase_of
from core.faults import UsageRefusal

BAD_ANSWER = 1


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะสร้าง (*.phaen)")],
    plan: Annotated[
        str,
        typer.Option(
            "--plan", metavar="NAME|FOLDER", help="แผนที่มากับโปรแกรม หรือโฟลเดอร์ที่มี plan.toml (ปกติ: 2563)"
        ),
    ] = "",
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="CODE",
            help="ส่วนราชการเจ้าของแฟ้ม (ปกติ: ที่ดูแลแผน) หรือเมื่อใช้ --office: รหัส=ชื่อ ของแต่ละส่วนราชการ (ระบุได้หลายครั้ง)",
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="ใส่ข้อมูลตัวอย่างหนึ่งปี")] = False,
    office: Annotated[
        str, typer.Option("--office", metavar="NAME", help="ชื่อสำนักงานใหม่ที่ยังไม่มีแผน ใช้กับ --year และ --unit")
    ] = "",
    department: Annotated[
        str, typer.Option("--department", metavar="NAME", help="หน่วยงานต้นสังกัดของสำนักงานใหม่")
    ] = "",
    year: Year = None,
    package: Annotated[
        Path | None,
        typer.Option("--from", metavar="PACKAGE", help="สร้างจากแพ็กเกจข้อมูลทั้งหมดของผู้ดูแลแผน ใช้กับ --unit"),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="เชื่อถือเครื่องที่ลงลายเซ็นแพ็กเกจ")] = False,
    passphrase: Text = None,
    passphrase_stdin: FromInput = False,
    passphrase_file: FromFile = None,
    keeper: Annotated[
        str, typer.Option("--keeper", metavar="CODE", help="ส่วนราชการที่ดูแลแผนของสำนักงานใหม่ (ปกติ: แห่งแรก)")
    ] = "",
) -> None:
    """สร้างแฟ้มสำนักงานพร้อมแผน"""
    from core.office import NewOffice, Office

    units = unit or []
    if package is not None:
        if plan or sample or office or department or keeper or year is not None or len(units) != 1:
            raise UsageRefusal("--from ใช้กับ --unit CODE หนึ่งแห่ง และ --trust เท่านั้น โปรดแก้คำสั่ง")
        secret = passphrase_of(passphrase, passphrase_stdin, passphrase_file)
        Office.create_from(file, package, unit=units[0], trust=trust, passphrase=secret).close()
    elif office:
        if plan or sample or year is None or not units:
            raise UsageRefusal("--office ใช้กับ --year และ --unit รหัส=ชื่อ โดยไม่มี --plan และ --sample โปรดแก้คำสั่ง")
        new = NewOffice(office, year, [_coded(one) for one in units], department, keeper)
        Office.create(file, plan=new).close()
    else:
        if department or keeper or year is not None or len(units) > 1:
            raise UsageRefusal(
                "--department --year --keeper และ --unit หลายแห่ง ใช้กับ --office เท่านั้น โปรดแก้คำสั่ง"
            )
        Office.create(file, plan=plan or "2563", unit="".join(units), sample=sample).close()
    print(f"สร้าง {file} แล้ว")


def _coded(given: str) -> tuple[str, str]:
    code, equals, name = given.partition("=")
    if not equals:
        raise UsageRefusal(f"--unit {given} ไม่มีชื่อ โปรดเขียนเป็น รหัส=ชื่อ เช่น --unit gov=ฝ่ายปกครอง")
    return code.strip(), name.strip()


def check(file: File, as_json: Json = False) -> int:
    """ตรวจว่าแฟ้มสมบูรณ์ แผนไม่ขัดกันเอง และไม่มีรายการที่ต้องตรวจ"""
    with opened(file, read_only=True) as office:
        found = office.file.check()
    if as_json:
        output.answer(
            {
                "file": {"sound": found.sound, "problems": list(found.problems)},
                "remarks": list(found.remarks),
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
        for known in found.remarks:
            print(f"ข้อสังเกต: {known}")
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
    with opened(file, read_only=True) as office:
        print(office.file.backup(target))


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="แฟ้มสำรอง")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="แฟ้มสำนักงานที่จะคืนลงไป")],
    another: Annotated[bool, typer.Option("--another", help="คืนแม้เป็นแฟ้มสำรองของแฟ้มอื่น")] = False,
    file_passphrase_stdin: FilePassphraseFromInput = False,
) -> None:
    """คืนแฟ้มจากแฟ้มสำรองที่พิสูจน์แล้ว"""
    from core.office import Office

    passphrase = file_passphrase(file_passphrase_stdin)
    with asking_for_passphrase(passphrase):
        kept = Office.restore_backup(backup, file, another=another, passphrase=passphrase)
    print(f"คืนลง {file} แล้ว")
    if kept:
        print(f"แฟ้มเดิมเก็บไว้ที่ {kept}")
