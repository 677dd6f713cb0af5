"""Writing the plan held as a plan folder."""

from collections.abc import Mapping
from pathlib import Path

from core.faults import FileRefusal
from core.office.session import Session
from core.plan.export import folder_of, picture_of
from core.plan.load import BORN_REGISTERS
from core.plan.office_registers import ALWAYS, items_of
from core.plan.records import PLAN_REGISTERS
from core.registers.toml_text import toml_text
from core.store.tables import records
from core.store.tables.declared_registers import declarations_in
from core.whole_files import passing_folder, patiently, sync_folder


def export_plan(session: Session, folder: Path, year: int) -> None:
    """Write the plan of a year to a folder that isn't there yet, or is empty: whole or not at all. FileRefusal."""
    named = (*(r.name for r in PLAN_REGISTERS), *BORN_REGISTERS)
    with session.reading() as connection:
        known = session.file.registers
        rows = {n: records.all_values(connection, known[n]) for n in named if n in known}
    _refuse_taken(folder)
    try:
        with passing_folder(folder.absolute().parent, folder.name) as passing:
            draft = passing / folder.name
            draft.mkdir()
            for name, text in {**folder_of(year, rows), **_registers(session, year)}.items():
                (draft / name).parent.mkdir(exist_ok=True)
                (draft / name).write_text(text, "utf-8", newline="\n")
            for name, content in picture_of(year, rows).items():
                (draft / name).write_bytes(content)
            sync_folder(draft)
            if folder.is_dir():
                folder.rmdir()
            patiently(lambda: draft.rename(folder))
            sync_folder(folder.absolute().parent)
    except OSError as fault:
        raise FileRefusal(f"เขียนโฟลเดอร์แผน “{folder.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault


def _registers(session: Session, year: int) -> Mapping[str, str]:
    """The office's own registers, each with the records that come with the plan, by the names of their files."""
    with session.reading() as connection:
        told = declarations_in(connection)
        own = {
            n: dict(mapping) for n, mapping in told.items() if n not in ALWAYS and n in session.file.registers
        }
        for name, mapping in own.items():
            register = session.file.registers[name]
            if register.plan_born and name not in BORN_REGISTERS:
                mapping["items"] = items_of(register, records.all_values(connection, register), year)
    return {f"registers/{name}.toml": toml_text(mapping) for name, mapping in own.items()}


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileRefusal(f"มี “{folder.name}” อยู่แล้วและไม่ว่าง โปรดเลือกชื่อโฟลเดอร์ใหม่")
    if not folder.absolute().parent.is_dir():
        raise FileRefusal(f"ไม่พบโฟลเดอร์ “{folder.parent}” โปรดเลือกโฟลเดอร์ที่มีอยู่")
