"""A register proposed from an XLSForm workbook."""

from pathlib import Path
from typing import Any

from core.exchange.xlsform.declared import FormRegister
from core.exchange.xlsform.workbook import UNTITLED
from core.faults import FileRefusal
from core.office.registers.names import register_name, short_title
from core.office.registers.types import Design
from core.registers.declaration import MOST_FIELDS


def design_of_form(form: FormRegister, path: Path, taken: frozenset[str]) -> Design:
    """The register that a form makes, under a name that isn't ``taken``; its first day is the records' day. FileRefusal for a form
    that asks nothing, or more than a register can hold."""
    if not form.fields:
        raise FileRefusal(f"แบบฟอร์มในไฟล์ {path.name} ไม่มีคำถามที่ทำเป็นช่องได้ โปรดเลือกแบบฟอร์มอื่น")
    if len(form.fields) > MOST_FIELDS:
        raise FileRefusal(
            f"แบบฟอร์มในไฟล์ {path.name} ได้ {len(form.fields):,} ช่อง แต่ทะเบียนมีได้ไม่เกิน {MOST_FIELDS} ช่อง โปรดแบ่งเป็นหลายแบบฟอร์ม"
        )
    title = path.stem if form.title in ("", UNTITLED) else form.title
    dated = [field["name"] for kind in ("day", "moment") for field in form.fields if field["type"] == kind]
    written: dict[str, Any] = {
        "name": register_name(title, taken),
        "title": title,
        "short_title": short_title(title),
        **({"day": dated[0], "order": [dated[0]]} if dated else {}),
        "fields": list(form.fields),
        **({"rules": list(form.rules)} if form.rules else {}),
    }
    return Design(written, left_out=form.left_out)
