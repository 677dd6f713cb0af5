"""Commands about exchange between units: pack, merge, conflicts, settle."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened
from core.cli.options import File, Json
from core.cli.passphrase import FromFile, FromInput, Text, passphrase_of
from core.faults import AccountsRefusal, DeletesRefusal, UsageRefusal
from core.thai.dates import moment_short, month_short

if TYPE_CHECKING:
    from core.office import Conflict, ConflictSide, DuplicateRecords, Merged, MergeDryRun, Settlement

BAD_ANSWER = 1


def pack(
    file: File,
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="แพ็กเกจที่จะเขียน (*.phaenx)")],
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="U", help="เฉพาะที่ส่วนราชการนี้ยังไม่มี", show_default=False),
    ] = None,
    without_evidence: Annotated[
        bool, typer.Option("--without-evidence", help="ไม่ส่งไฟล์หลักฐานไปด้วย ผู้รับขอภายหลังได้")
    ] = False,
    passphrase: Text = None,
    passphrase_stdin: FromInput = False,
    passphrase_file: FromFile = None,
) -> None:
    """เขียนแพ็กเกจแลกเปลี่ยน"""
    secret = passphrase_of(passphrase, passphrase_stdin, passphrase_file)
    with opened(file) as office:
        # First: a key that can't be read refuses before anything is written.
        words = office.exchange.this_pc().words
        sent = office.exchange.pack(package, unit=unit, passphrase=secret, with_evidence=not without_evidence)
    files = f" และหลักฐาน {sent.files} ไฟล์" if sent.files else ""
    print(f"เขียนการเปลี่ยนแปลง {sent.entries} รายการ{files}ลง {package}")
    print(f"คำประจำเครื่องนี้: {' '.join(words)}")


def merge(
    file: File,
    packages: Annotated[list[Path], typer.Argument(metavar="PACKAGE...", help="แพ็กเกจที่จะรวม (*.phaenx)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ลองรวมอย่างเดียว ไม่บันทึก")] = False,
    trust: Annotated[bool, typer.Option("--trust", help="ยืนยันเครื่องที่ลงลายเซ็น")] = False,
    allow_deletes: Annotated[
        bool, typer.Option("--allow-deletes", help="ยอมให้แพ็กเกจลบแผนหรือส่วนราชการ")
    ] = False,
    accept_accounts: Annotated[
        bool, typer.Option("--accept-accounts", help="ยอมรับบัญชีผู้ใช้ที่ไม่รู้จักบัญชีของแฟ้มนี้")
    ] = False,
    passphrase: Text = None,
    passphrase_stdin: FromInput = False,
    passphrase_file: FromFile = None,
    as_json: Json = False,
) -> int:
    """รวมแพ็กเกจเข้าแฟ้ม กี่ครั้งก็ได้ ลำดับใดก็ได้"""
    secret = passphrase_of(passphrase, passphrase_stdin, passphrase_file)
    with opened(file, read_only=dry_run) as office:
        trial = office.exchange.try_merge(packages, trust=trust, passphrase=secret) if dry_run else None
        try:
            found = (
                trial.merged
                if trial
                else office.exchange.merge(
                    packages,
                    trust=trust,
                    allow_deletes=allow_deletes,
                    accept_accounts=accept_accounts,
                    passphrase=secret,
                )
            )
        except DeletesRefusal as refusal:
            raise DeletesRefusal(f"{refusal} (--allow-deletes)", refusal.names) from refusal
        except AccountsRefusal as refusal:
            raise AccountsRefusal(f"{refusal} (--accept-accounts)", refusal.names) from refusal
    if as_json:
        output.answer(_merged_json(found) | (_trial_json(trial) if trial else {}))
    else:
        _print_merged(found, dry_run=dry_run)
        if trial:
            _print_trial(trial)
    refused = trial is not None and (
        (bool(found.deletes) and not allow_deletes) or (found.rival and not accept_accounts)
    )
    return BAD_ANSWER if found.conflicts or refused else 0


def _merged_json(found: "Merged") -> dict[str, Any]:
    return {
        "packages": len(found.packages),
        "read": found.read,
        "new": found.new,
        "known": found.known,
        "conflicts": found.conflicts,
        "waiting": found.waiting,
        "files": found.files,
        "files_lacking": found.files_lacking,
        "lacking": [{"unit": one.unit, "replica": one.replica, "up_to": one.up_to} for one in found.lacking],
        **({"deletes": list(found.deletes)} if found.deletes else {}),
        **({"accounts": list(found.accounts)} if found.accounts else {}),
    }


def _trial_json(trial: "MergeDryRun") -> dict[str, Any]:
    return {
        "arrivals": [
            {
                "unit": one.unit,
                "register": one.register,
                "month": str(one.month) if one.month else None,
                "records": one.records,
            }
            for one in trial.arrivals
        ],
        "moved": [
            {
                "code": one.code,
                "title": one.title,
                "before": output.figure(one.before, one.unit),
                "after": output.figure(one.after, one.unit),
            }
            for one in trial.moved
        ],
        "new_conflicts": [_conflict_json(one) for one in trial.conflicts],
    }


def _print_merged(found: "Merged", *, dry_run: bool) -> None:
    done = "ลองรวมแล้ว (ไม่ได้บันทึก)" if dry_run else "รวมแล้ว"
    print(
        f"{done}: {len(found.packages)} แพ็กเกจ อ่าน {found.read} รายการ ใหม่ {found.new} มีอยู่แล้ว {found.known}"
    )
    for one in found.lacking:
        print(f"ยังขาดแพ็กเกจก่อนหน้าของ {one.unit or one.replica} ถึงรายการที่ {one.up_to} โปรดขอจากผู้ส่งแล้วรวมเพิ่ม")
    if found.files:
        print(f"รับหลักฐาน {found.files} ไฟล์")
    if found.files_lacking:
        print(f"ยังขาดหลักฐาน {found.files_lacking} ไฟล์ ส่งแพ็กเกจของแฟ้มนี้ให้ผู้ส่ง แล้วขอแพ็กเกจใหม่ที่มีหลักฐาน")
    if found.waiting:
        print(f"รายการที่รอแพ็กเกจก่อนหน้า {found.waiting} รายการ")
    for name in found.deletes:
        print(f"{'จะลบ' if dry_run else 'ลบ'}{name} ออกจากแฟ้ม")
    for name in found.accounts:
        rival = " ซึ่งไม่รู้จักบัญชีของแฟ้มนี้" if found.rival else ""
        print(f"{'จะเริ่ม' if dry_run else 'เริ่ม'}บัญชีผู้ใช้ของ {name}{rival}")
    if found.conflicts:
        print(f"ข้อขัดแย้งที่รอตัดสิน {found.conflicts} รายการ ดูด้วย phaenctl conflicts")


def _print_trial(trial: "MergeDryRun") -> None:
    if trial.arrivals:
        print("\nจะมีเข้ามา")
        output.table(
            ("หน่วยงาน", "ทะเบียน", "เดือน", "รายการ"),
            [
                (a.unit or output.NOTHING, a.title, month_short(a.month) if a.month else "", str(a.records))
                for a in trial.arrivals
            ],
            numbers=(3,),
        )
    if trial.moved:
        print("\nตัวชี้วัดที่จะเปลี่ยน")
        output.table(
            ("ตัวชี้วัด", "ชื่อ", "จาก", "เป็น"),
            [
                (m.code, m.title, output.shown(m.before, m.unit), output.shown(m.after, m.unit))
                for m in trial.moved
            ],
            numbers=(2, 3),
        )
    if trial.conflicts:
        print("\nข้อขัดแย้งที่จะเกิด")
        _print_conflicts(trial.conflicts)


def conflicts(file: File, as_json: Json = False) -> int:
    """ข้อขัดแย้งที่ยังไม่มีใครตัดสิน"""
    with opened(file, read_only=True) as office:
        found, duplicates = office.conflicts.open(), office.conflicts.duplicates()
    if as_json:
        output.answer(
            {
                "conflicts": [_conflict_json(one) for one in found],
                "twins": [_duplicates_json(one) for one in duplicates],
            }
        )
    else:
        _print_conflicts(found)
        for one in duplicates:
            print(f"{one.title}: {one.record} มี {len(one.record_ids)} รายการ โปรดแก้เลขหรือลบให้เหลือรายการเดียว")
    return BAD_ANSWER if found else 0


def _conflict_json(found: "Conflict") -> dict[str, Any]:
    return {
        "id": found.id,
        "register": found.register,
        "record": found.record,
        "record_id": found.record_id,
        "field": found.field,
        "ours": _side_json(found.ours),
        "theirs": _side_json(found.theirs),
        "others": [_side_json(side) for side in found.sides[2:]],
        "sides": [{"side": n, **_side_json(side)} for n, side in enumerate(found.sides, start=1)],
        "matters": list(found.matters),
    }


def _side_json(side: "ConflictSide") -> dict[str, Any]:
    return {
        "value": None if side.value is None else _plain(side.value),
        "by": side.author,
        "at": side.at.isoformat(),
        "unit": side.unit,
        "alike": list(side.alike),
        "stands": side.current,
        "reason": side.reason,
    }


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _duplicates_json(found: "DuplicateRecords") -> dict[str, Any]:
    return {
        "register": found.register,
        "record": found.record,
        "record_ids": list(found.record_ids),
        "by": list(found.authors),
    }


def _print_conflicts(found: "tuple[Conflict, ...]") -> None:
    most = max((len(c.sides) for c in found), default=2)
    more = tuple(f"ค่าที่ {n}" for n in range(3, most + 1))
    output.table(
        ("รหัส", "ทะเบียน", "รายการ", "ช่อง", "1 ของเรา", "2 ของเขา", *more, "ตัวชี้วัด"),
        [(c.id, c.title, c.record, c.label, *_said_of(c, most), " ".join(c.matters)) for c in found],
    )


def _said_of(found: "Conflict", most: int) -> tuple[str, ...]:
    said = tuple(map(_said, found.sides))
    return said + ("",) * (most - len(said))


def _said(side: "ConflictSide") -> str:
    who = ", ".join((side.author, *side.alike))
    current = " · ใช้อยู่ในแฟ้มนี้" if side.current else ""
    reason = f" เพราะ {side.reason}" if side.reason else ""
    return f"{side.shown or '(ว่าง)'} ({who} {moment_short(side.at)}{reason}{current})"


def settle(
    file: File,
    conflict: Annotated[str, typer.Argument(metavar="CONFLICT", help="รหัสข้อขัดแย้ง (ดู phaenctl conflicts)")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="เหตุผล เก็บไว้ในประวัติ")],
    take: Annotated[
        str | None,
        typer.Option("--take", metavar="ours|theirs|VALUE", help="ค่าที่เลือก หรือค่าใหม่", show_default=False),
    ] = None,
    side: Annotated[
        int | None,
        typer.Option("--side", metavar="N", help="ค่าลำดับที่เท่าใดที่เลือก นับจาก 1", show_default=False),
    ] = None,
) -> None:
    """ตัดสินข้อขัดแย้ง พร้อมเหตุผล"""
    decided = _settlement(conflict, take, side)
    with opened(file) as office:
        office.conflicts.settle([decided], reason)
    print("ตัดสินแล้ว")


def _settlement(conflict: str, take: str | None, side: int | None) -> "Settlement":
    from core.office import Settlement

    if (take is None) == (side is None):
        raise UsageRefusal("โปรดเลือกค่าด้วย --take หรือ --side อย่างใดอย่างหนึ่ง")
    if side is not None:
        return Settlement(conflict, side - 1)
    sides = {"ours": 0, "theirs": 1}
    return Settlement(conflict, sides[take]) if take in sides else Settlement(conflict, value=take)
