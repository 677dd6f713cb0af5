"""Writing the sample year into a file: each day's edits as their authors saved them, all in one transaction."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, timezone
from itertools import groupby
from typing import Any

from core.office.records.service import RecordService
from core.office.session import Session
from core.sample import SampleEdit, sample_edits
from core.store.file.office_file import Batch
from core.store.log.changes import ActionInfo, Change, Put
from core.store.tables.register_tables import Registers

CLOSING = time(16, 0)
BANGKOK = timezone(timedelta(hours=7))


def fill(session: Session, name: str, plan_year: int) -> None:
    """Write the sample of the year of a plan that comes with the program under that name."""
    edits = sample_edits(name, session.plan(plan_year), session.calendar)
    born = {row.id: row.values for row in RecordService(session).rows("project_steps")}
    batches = []
    for (day, author, register), group in groupby(edits, key=lambda e: (e.day, e.author, e.register)):
        moment = datetime.combine(day, CLOSING, BANGKOK)
        changes = [change for edit in group for change in _changes(session.file.registers, edit, born)]
        label = f"บันทึก{session.register(register).short_title}"
        batches.append(Batch(changes, ActionInfo(author, label), int(moment.timestamp() * 1000)))
    session.write_batches(batches)


def _changes(known: Registers, edit: SampleEdit, born: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    register = known[edit.register]
    own: dict[str, Any] = {}
    others: dict[str, dict[str, Any]] = {}
    for name, value in edit.values.items():
        declared = register.field(name)
        other, _, field = declared.through.partition(".")
        (others.setdefault(other, {}) if field else own)[field or name] = declared.to_wire(value)
    changes: list[Change] = [Put(register.name, edit.record_id, own)] if own else []
    for other, values in others.items():
        target = known[other].id_for(born[edit.record_id])
        assert target is not None
        changes.append(Put(other, target, values))
    return changes
