"""A unit's file made from the keeper's package: what its files begin with is the first entry of the package."""

from pathlib import Path

from core.exchange.packages import refusals
from core.exchange.packages.reader import opened_package
from core.faults import FileRefusal
from core.store.file.genesis import FirstEntry, genesis_entry
from core.store.log.clock import milliseconds
from core.store.log.entry import BadEntry, Entry
from core.store.log.intake import blocks


def first_of(path: Path, passphrase: str | None) -> FirstEntry:
    """What the files of a package's office begin with. FileRefusal where the package isn't sound or doesn't hold it,
    SealRefusal for a sealed one."""
    with opened_package(path, passphrase) as package:
        try:
            for block in blocks(package.entries()):
                for entry in block:
                    if entry.id == package.manifest.office:
                        return _as_plan(entry, package.name)
        except BadEntry as fault:
            raise refusals.damaged(package.name) from fault
        raise incomplete(package.name)


def incomplete(name: str) -> FileRefusal:
    """The package holds only what some unit lacked."""
    return FileRefusal(
        f"แพ็กเกจ “{name}” มีเพียงบางส่วนของแฟ้ม จึงสร้างแฟ้มใหม่ไม่ได้ โปรดขอแพ็กเกจที่มีข้อมูลทั้งหมดจากผู้ดูแลแผน"
    )


def _as_plan(entry: Entry, name: str) -> FirstEntry:
    """The entry as a plan's first one, which makes the very same bytes again."""
    rows = [
        (register, record, dict(zip(block.fields, wires, strict=True)))
        for register, block in entry.new.items()
        for record, wires in block.rows
    ]
    called, moment_ms = entry.label.rpartition(" ")[2], milliseconds(entry.clock)
    for made in (FirstEntry(called, moment_ms, rows), FirstEntry.of_office(called, moment_ms, rows)):
        if genesis_entry(made).id == entry.id:
            return made
    raise refusals.forged(name)
