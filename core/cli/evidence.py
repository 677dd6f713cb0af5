"""The command about evidence: evidence add, list, bind, missing."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli import output
from core.cli.opening import opened, taken_out_of
from core.cli.options import AMonth, AsOf, File, Json, WithPersonal, Year
from core.faults import UsageRefusal
from core.thai.dates import day_short

if TYPE_CHECKING:
    from core.office import BoundPdf, EvidenceItem, MissingEvidence, Office
    from core.thai.fiscal import Month


class EvidenceAction(StrEnum):
    """What ``evidence`` is asked for."""

    ADD = "add"
    LIST = "list"
    BIND = "bind"
    MISSING = "missing"


# What each action takes after FILE, in order; the last of ``add`` may be repeated.
_WORDS = {
    EvidenceAction.ADD: "REGISTER RECORD PATH...",
    EvidenceAction.LIST: "[REGISTER [RECORD]]",
    EvidenceAction.BIND: "INDICATOR TARGET",
    EvidenceAction.MISSING: "",
}
_COUNTS = {
    EvidenceAction.ADD: (3, None),
    EvidenceAction.LIST: (0, 2),
    EvidenceAction.BIND: (2, 2),
    EvidenceAction.MISSING: (0, 0),
}


def evidence(
    file: File,
    action: Annotated[EvidenceAction, typer.Argument(metavar="add|list|bind|missing", help="สิ่งที่จะทำ")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]",
            help="add REGISTER RECORD PATH... · list [REGISTER [RECORD]] · bind INDICATOR TARGET",
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="หมายเหตุของไฟล์ที่แนบ (add)")] = "",
    year: Year = None,
    month: AMonth = None,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help="เฉพาะส่วนราชการนี้ (missing)")] = "",
    as_of: AsOf = None,
    personal: WithPersonal = False,
    as_json: Json = False,
) -> None:
    """หลักฐาน: แนบไฟล์กับรายการ ดูรายชื่อ เย็บรวมเป็น PDF ของตัวชี้วัด และดูรายการที่ยังไม่มีหลักฐาน"""
    given = words or []
    least, most = _COUNTS[action]
    if len(given) < least or (most is not None and len(given) > most):
        raise UsageRefusal(f"โปรดพิมพ์ phaenctl evidence FILE {action.value} {_WORDS[action]}".rstrip())
    if personal and action is not EvidenceAction.BIND:
        raise UsageRefusal("--with-personal-data ใช้กับ evidence FILE bind เท่านั้น โปรดเอาออก")
    binds = action is EvidenceAction.BIND
    with taken_out_of(file) if binds else opened(file, read_only=action is not EvidenceAction.ADD) as office:
        if action is EvidenceAction.ADD:
            _add(office, given[0], given[1], [Path(path) for path in given[2:]], note, as_json)
        elif action is EvidenceAction.LIST:
            _list(office, given, as_json)
        elif action is EvidenceAction.BIND:
            target = Path(given[1])
            done = office.evidence.bind(given[0], target, year=year, as_of=as_of, personal=personal)
            _say_bound(done, as_json)
        else:
            _say_missing(
                office.evidence.missing(year=year, month=month, unit=unit, as_of=as_of), month, as_json
            )


def _add(
    office: "Office", register: str, named: str, paths: Sequence[Path], note: str, as_json: bool
) -> None:
    record = office.evidence.record_named(register, named)
    before = {item.id for item in office.evidence.of(register, record)}
    done = office.evidence.attach(register, record, paths, note=note)
    added = [item for item in office.evidence.of(register, record) if item.id not in before]
    if as_json:
        output.answer({"evidence": [_json(item) for item in added]})
    else:
        print(f"{done.said} แล้ว")


def _list(office: "Office", given: Sequence[str], as_json: bool) -> None:
    if len(given) == 2:
        items = office.evidence.of(given[0], office.evidence.record_named(*given))
    else:
        items = office.evidence.all(*given)
    if as_json:
        limits, used = office.evidence.limits(), office.evidence.used()
        output.answer(
            {
                "evidence": [_json(item) for item in items],
                "bytes": used.total,
                "reports_bytes": used.reports,
                "taken_away_bytes": used.taken_away,
                "limits": {"file": limits.file, "total": limits.total, "kinds": sorted(limits.groups)},
                "lacking": [{"file": name, "size": size} for name, size in office.evidence.lacking().items()],
            }
        )
        return
    output.table(
        ("ทะเบียน", "รายการ", "ชื่อไฟล์", "ขนาด", "แนบเมื่อ", "หมายเหตุ", "อยู่ในแฟ้ม"),
        [
            (
                *(item.register, item.record, item.name, f"{item.size:,}"),
                *(day_short(item.added_on) if item.added_on else "", item.note, "" if item.held else "ไม่อยู่"),
            )
            for item in items
        ],
        numbers=(3,),
    )


def _json(item: "EvidenceItem") -> dict[str, Any]:
    return {
        "id": item.id,
        "register": item.register,
        "record": item.record,
        "name": item.name,
        "file": item.file,
        "size": item.size,
        "kind": item.kind,
        "note": item.note,
        "unit": item.unit,
        "added_on": item.added_on.isoformat() if item.added_on else None,
        "held": item.held,
    }


def _say_bound(done: "BoundPdf", as_json: bool) -> None:
    if as_json:
        apart = [{"name": name, "message": why} for name, why in done.apart]
        output.answer({"target": str(done.path), "pages": done.pages, "files": done.files, "apart": apart})
        return
    print(f"เย็บหลักฐาน {done.files} ไฟล์ {done.pages} หน้า ลง {done.path}")
    for name, why in done.apart:
        print(f"ไม่ได้เย็บรวม {name}: {why}")


def _say_missing(found: "Sequence[MissingEvidence]", month: "Month | None", as_json: bool) -> None:
    if as_json:
        output.answer(
            {
                "month": str(month) if month else None,
                "missing": [
                    {
                        "register": one.register,
                        "title": one.title,
                        "count": len(one.records),
                        "records": [{"record": record, "label": label} for record, label in one.records],
                    }
                    for one in found
                ],
            }
        )
        return
    output.table(
        ("ทะเบียน", "ยังไม่มีหลักฐาน", "รายการ"),
        [
            (one.title, f"{len(one.records):,}", " · ".join(label for _, label in one.records[:5]))
            for one in found
        ],
        numbers=(1,),
    )
