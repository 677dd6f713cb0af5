"""The command about backups: which there are, what returning one would change, make one, return one."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import acting, asking_for_passphrase, opened
from core.cli.options import AsOf, File, Json, Year
from core.faults import UsageRefusal
from core.thai.dates import moment_short

if TYPE_CHECKING:
    from core.office import BackupFile, RestoreView

WHERE = {"folder": "ในโฟลเดอร์สำรอง", "second": "ในโฟลเดอร์ที่สอง", "beside": "ข้างแฟ้มงาน"}
ACTIONS = {"gone": "จะหายไป", "back": "จะกลับมา", "changed": "จะกลับเป็นค่าเดิม"}
MOST_TOLD = 20


def backups(  # the options of the command, by name
    file: File,
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="แฟ้มที่จะคืนลงไป ใช้กับ --restore")
    ] = None,
    restore: Annotated[
        int | None,
        typer.Option("--restore", metavar="N", help="คืนแฟ้มสำรองลำดับที่ N ลงแฟ้ม TARGET", show_default=False),
    ] = None,
    changes: Annotated[
        int | None,
        typer.Option(
            "--changes", metavar="N", help="การคืนแฟ้มสำรองลำดับที่ N จะเปลี่ยนอะไรบ้าง", show_default=False
        ),
    ] = None,
    make: Annotated[bool, typer.Option("--make", help="สำรองเดี๋ยวนี้ หากแฟ้มเปลี่ยนไปจากครั้งก่อน")] = False,
    second: Annotated[
        Path | None,
        typer.Option("--second", metavar="FOLDER", help="สำรองไว้ที่โฟลเดอร์หรือไดรฟ์ที่สองด้วย", show_default=False),
    ] = None,
    no_second: Annotated[bool, typer.Option("--no-second", help="เลิกสำรองไว้ที่โฟลเดอร์ที่สอง")] = False,
    year: Year = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """แฟ้มสำรองที่มี และการคืนแฟ้มสำรอง"""
    asked = [restore is not None, changes is not None, make, second is not None, no_second]
    if sum(asked) > 1 or (target is not None) != (restore is not None):
        raise UsageRefusal(
            "ใช้ --restore N TARGET, --changes N, --make, --second FOLDER หรือ --no-second ได้ครั้งละอย่างเดียว โปรดแก้คำสั่ง"
        )
    if restore is not None and target is not None:
        _restore(file, restore, target)
    elif changes is not None:
        _changes(file, changes, year, as_of, as_json)
    elif make:
        _make(file)
    elif second is not None or no_second:
        _set_second(file, second)
    else:
        _list(file, as_json)


def _list(file: Path, as_json: bool) -> None:
    from core.office.rescue import backup_folders, backups_of, reason_of, where_of

    found = backups_of(file)
    folder, second = backup_folders(file)
    if as_json:
        listed = [
            {
                "number": number,
                "made": one.made.isoformat(timespec="seconds"),
                "why": one.why,
                "size": one.size,
                "where": where_of(file, one),
                "path": str(one.path),
            }
            for number, one in enumerate(found, 1)
        ]
        said = str(second) if second else None
        output.answer({"folder": str(folder), "second": said, "backups": listed})
        return
    print(f"โฟลเดอร์สำรอง {folder}" + (f" และ {second}" if second else ""))
    rows = [
        (
            str(n),
            moment_short(b.made),
            reason_of(b),
            f"{b.size / 1_000_000:,.1f} MB",
            WHERE[where_of(file, b)],
        )
        for n, b in enumerate(found, 1)
    ]
    if rows:
        output.table(("ที่", "เมื่อ", "เหตุ", "ขนาดแฟ้ม", "เก็บไว้"), rows, numbers=(0, 3))
    else:
        print("ยังไม่มีแฟ้มสำรอง")


def _numbered(file: Path, number: int) -> "BackupFile":
    from core.office.rescue import backups_of

    found = backups_of(file)
    if not 1 <= number <= len(found):
        raise UsageRefusal(f"ไม่มีแฟ้มสำรองลำดับที่ {number} โปรดดูรายการด้วย phaenctl backups FILE")
    return found[number - 1]


def _restore(file: Path, number: int, target: Path) -> None:
    from core.office import Office

    chosen = _numbered(file, number)
    passphrase = acting().file_passphrase
    with asking_for_passphrase(passphrase):
        kept = Office.restore_backup(chosen.path, target, passphrase=passphrase)
    print(f"คืนแฟ้มสำรองของ {moment_short(chosen.made)} ลง {target} แล้ว")
    if kept:
        print(f"แฟ้มเดิมเก็บไว้ที่ {kept}")


def _make(file: Path) -> None:
    from core.office import Why

    with opened(file, by_anybody=True) as office:
        made = office.backups.make(Why.HAND)
    for one in made:
        print(one.path)
    if not made:
        print("แฟ้มยังไม่เปลี่ยนจากที่สำรองไว้ครั้งล่าสุด")


def _set_second(file: Path, second: Path | None) -> None:
    with opened(file, read_only=True) as office:
        office.backups.set_second_folder(second)
    print(f"จะสำรองไว้ที่ {second} ด้วย" if second else "จะไม่สำรองไว้ที่โฟลเดอร์ที่สองแล้ว")


def _changes(file: Path, number: int, year: int | None, as_of: date | None, as_json: bool) -> None:
    chosen = _numbered(file, number)
    with opened(file, read_only=True) as office:
        found = office.backups.changes(chosen.path, year=year, as_of=as_of)
    if as_json:
        output.answer(_changes_json(found))
    else:
        _print_changes(found)


def _changes_json(found: "RestoreView") -> dict[str, Any]:
    return {
        "made": found.made.isoformat(timespec="seconds"),
        "lost": found.lost,
        "regained": found.regained,
        "undone": [
            {"at": one.at.isoformat(timespec="seconds"), "by": one.author, "label": one.label}
            for one in found.undone
        ],
        "registers": [
            {"register": one.register, "gone": one.gone, "back": one.back, "changed": one.changed}
            for one in found.registers
        ],
        "records": [
            {
                "register": one.register,
                "record": one.named,
                "action": one.action,
                "fields": [{"field": label, "now": now, "backup": then} for label, now, then in one.fields],
            }
            for one in found.records
        ],
        "figures": [
            {
                "code": one.code,
                "title": one.title,
                "now": output.figure(one.before, one.unit),
                "backup": output.figure(one.after, one.unit),
            }
            for one in found.figures
        ],
    }


def _print_changes(found: "RestoreView") -> None:
    print(f"หากคืนแฟ้มสำรองของ {moment_short(found.made)} การบันทึก {found.lost:,} ครั้งหลังจากนั้นจะหายไป")
    if found.regained:
        print(f"และการบันทึก {found.regained:,} ครั้งที่มีเฉพาะในแฟ้มสำรองจะกลับมา")
    for one in found.registers:
        print(
            f"- {one.title}: จะหายไป {one.gone:,} จะกลับมา {one.back:,} จะกลับเป็นค่าเดิม {one.changed:,} รายการ"
        )
    for record in found.records[:MOST_TOLD]:
        fields = "; ".join(f"{label} “{now}” เป็น “{then}”" for label, now, then in record.fields)
        print(f"  {record.named} {ACTIONS[record.action]}{f': {fields}' if fields else ''}")
    for figure in found.figures:
        now, then = output.shown(figure.before, figure.unit), output.shown(figure.after, figure.unit)
        print(f"ตัวชี้วัด {figure.code} {figure.title}: {now} เป็น {then}")
