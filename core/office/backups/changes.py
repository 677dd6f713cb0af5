"""What returning a backup would change, told without changing anything: the backup is put together elsewhere and looked into."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from core.faults import FileRefusal
from core.office.backups.types import ChangedRecord, RegisterChanges, RestoreView, UndoneAction
from core.office.editing.drafts import named
from core.office.figures.moved import moved_figures
from core.office.session import Session
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.file.copies import only_in
from core.store.file.damage import backup_file
from core.store.file.office_file import OfficeFile
from core.store.log.chain import read_entry
from core.store.log.clock import wall_time
from core.store.log.entry import Entry
from core.store.log.exchange_state import office_id
from core.store.tables.bulk import chunks
from core.store.tables.records import Row, rows_by_id
from core.store.tables.register_tables import registers_of

MOST_TOLD = 200
_ACTIONS = ("gone", "back", "changed")
Touched = dict[str, set[str]]  # record ids by register


def restore_view(session: Session, backup: Path, year: int | None, as_of: date | None) -> RestoreView:
    """See ``BackupService.changes``."""
    made = backup_file(backup).made
    file = OfficeFile.look_into(backup, holder=session.author, key=session.file.key)
    with Session(file, session.author, session.today) as before:
        with session.reading() as now, before.reading() as then:
            if office_id(now) != office_id(then):
                raise FileRefusal(f"แฟ้มสำรอง “{backup.name}” เป็นของสำนักงานอื่น โปรดเลือกแฟ้มสำรองของแฟ้มนี้")
            here, there = (session.path, session.file.key), (file.path, file.key)
            lost, regained = only_in(here, there), only_in(there, here)
            touched = _touched(then, regained, _touched(now, lost, {}))
            found = list(_differences(now, then, touched))
            undone = tuple(_undone(now, lost))
        figures = moved_figures(session, before, year, as_of)
    titles = {name: register.title for name, register in session.file.registers.items()}
    return RestoreView(
        made, len(lost), len(regained), undone, _counted(found, titles), tuple(found[:MOST_TOLD]), figures
    )


def _touched(connection: Connection, numbers: Sequence[int], touched: Touched) -> Touched:
    for number in numbers:
        for register, record in read_entry(connection, number).records():
            touched.setdefault(register, set()).add(record)
    return touched


def _undone(connection: Connection, numbers: Sequence[int]) -> Iterator[UndoneAction]:
    """The newest actions first, each once."""
    told: set[str] = set()
    for number in islice(reversed(numbers), MOST_TOLD):
        entry: Entry = read_entry(connection, number)
        if entry.action not in told:
            told.add(entry.action)
            yield UndoneAction(wall_time(entry.clock), entry.author, entry.label)


def _differences(now: Connection, then: Connection, touched: Touched) -> Iterator[ChangedRecord]:
    here, there = registers_of(now), registers_of(then)
    for name in sorted(touched):
        register = here.get(name) or there.get(name)
        if register is None:
            continue
        for ids in chunks(sorted(touched[name])):
            ours = _standing(now, here.get(name), ids)
            theirs = _standing(then, there.get(name), ids)
            for record in ids:
                yield from _difference(register, ours.get(record), theirs.get(record))


def _standing(connection: Connection, register: Register | None, ids: Sequence[str]) -> dict[str, Row]:
    found = rows_by_id(connection, register, ids) if register else ()
    return {row.id: row for row in found if not row.deleted}


def _difference(register: Register, now: Row | None, then: Row | None) -> Iterator[ChangedRecord]:
    if now is None and then is not None:
        yield ChangedRecord(register.name, named(register, then.values), "back")
    elif then is None and now is not None:
        yield ChangedRecord(register.name, named(register, now.values), "gone")
    elif now is not None and then is not None:
        fields = tuple(
            (f.label, f.show(now.values.get(f.name)), f.show(then.values.get(f.name)))
            for f in register.stored_fields
            if now.values.get(f.name) != then.values.get(f.name)
        )
        if fields:
            yield ChangedRecord(register.name, named(register, now.values), "changed", fields)


def _counted(found: Sequence[ChangedRecord], titles: dict[str, str]) -> tuple[RegisterChanges, ...]:
    names = dict.fromkeys(one.register for one in found)
    return tuple(
        RegisterChanges(name, titles.get(name, name), *(_how_many(found, name, what) for what in _ACTIONS))
        for name in names
    )


def _how_many(found: Sequence[ChangedRecord], name: str, action: str) -> int:
    return sum(1 for one in found if (one.register, one.action) == (name, action))
