"""What a person does with records: find, check, save, delete, take back, and ask what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.faults import Finding
from core.office import editing
from core.office.base import OpenOffice
from core.office.editing import Draft
from core.office.past import past
from core.office.types import Edit, HistoryItem, Saved
from core.office.watch import Progress
from core.registers.declare import Register, Value
from core.store import records
from core.store.changes import Change, Changes
from core.store.connection import Connection
from core.store.records import Query, Row


class RecordCases(OpenOffice):
    """The use cases of records."""

    def rows(self, name: str, query: Query | None = None) -> tuple[Row, ...]:
        """The records a query asks for, columns that live elsewhere joined."""
        register = self.register(name)
        with self._file.reading() as connection:
            found = records.rows(connection, register, query or Query())
            return _joined(connection, register, found)

    def count(self, name: str, query: Query | None = None) -> int:
        """How many records a query asks for."""
        with self._file.reading() as connection:
            return records.count(connection, self.register(name), query or Query())

    def record(self, name: str, record_id: str) -> Row:
        """One record, deleted ones too; InputRefusal where there is none."""
        register = self.register(name)
        with self._file.reading() as connection:
            found = records.row(connection, register, record_id)
            if found is None:
                raise editing.not_there(register)
            return _joined(connection, register, [found])[0]

    def blank(self, name: str, day: date | None = None) -> dict[str, Value | None]:
        """Defaults for a new record of a day (default today): the day, the usual choice, the next request number."""
        from core.office.defaults import blank

        register = self.register(name)
        with self._file.reading() as connection:
            return blank(connection, register, day or self.today(), self.default_year(day or self.today()))

    def check_values(
        self, name: str, raw: Mapping[str, object], record_id: str | None = None
    ) -> tuple[Finding, ...]:
        """What is wrong with raw input, field by field; nothing is written."""
        with self._file.reading() as connection:
            return self._draft(connection, name, raw, record_id).findings

    def _draft(
        self, connection: Connection, name: str, raw: Mapping[str, object], record_id: str | None
    ) -> Draft:
        return editing.draft(self.desk(connection), self.register(name), raw, record_id)

    def save(self, name: str, raw: Mapping[str, object], record_id: str | None = None) -> Saved:
        """Save a record: only the fields given are changed. InputRefusal (with findings) changes nothing."""
        with self._file.reading() as connection:
            made = self._draft(connection, name, raw, record_id)
        if made.errors:
            raise editing.refusal(made.findings)
        new_id = made.record_id or made.register.id_for(made.whole) or self._file.new_id()
        label = f"{'แก้ไข' if made.exists else 'เพิ่ม'}{editing.named(made.register, made.whole)}"
        changes = self.save_checked(editing.changes_of(made, new_id), label)
        return Saved(new_id, changes, made.findings)

    def save_many(self, name: str, edits: Sequence[Edit], label: str = "") -> Changes:
        """Save several records as one step, all or nothing; an edit whose values are all empty is as good as any
        other. InputRefusal carries the findings with ``row`` = the edit's place from 1."""
        register = self.register(name)
        changes: list[Change] = []
        findings: list[Finding] = []
        with self._file.reading() as connection:
            desk, batch = self.desk(connection).with_batch(len(edits))
            for place, edit in enumerate(edits, start=1):
                made = editing.draft(desk, register, edit.values, edit.record_id)
                findings += [f.at_row(place) for f in made.errors]
                new_id = made.record_id or register.id_for(made.whole) or self._file.new_id()
                batch.add(register, new_id, made.whole)
                changes += [] if made.errors else editing.changes_of(made, new_id)
        if findings:
            raise editing.refusal(findings)
        return self.save_checked(changes, label or f"แก้ไข{register.short_title} {len(edits)} รายการ")

    def delete(self, name: str, record_id: str) -> Changes:
        """Delete a record (it can be restored); InputRefusal for what belongs to the plan."""
        return self.delete_many(name, [record_id])

    def delete_many(self, name: str, record_ids: Sequence[str]) -> Changes:
        """Delete several records as one step."""
        register = self.register(name)
        found = [self.record(name, record_id) for record_id in record_ids]
        changes: list[Change] = [editing.deletion(register, record) for record in found]
        one = editing.named(register, found[0].values) if len(found) == 1 else ""
        return self.save_checked(changes, f"ลบ{one or f'{register.short_title} {len(found)} รายการ'}")

    def restore(self, name: str, record_id: str) -> Changes:
        """Bring a deleted record back as it was; InputRefusal where another has its natural key by now."""
        register = self.register(name)
        record = self.record(name, record_id)
        with self._file.reading() as connection:
            change = editing.restoration(self.desk(connection), register, record)
        return self.save_checked([change], f"คืน{editing.named(register, record.values)}")

    # Undo and history

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in Thai; None where there is nothing, or somebody wrote over it since."""
        return self._undo.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, in Thai; None where there is nothing."""
        return self._undo.redo_label

    @property
    def undo_is_long(self) -> bool:
        """True where undo or redo takes longer than a moment: it had better be done off the screen's thread."""
        return self._undo.is_long

    def undo(self, progress: Progress | None = None) -> Changes | None:
        """Take back one's own last step; None where there is nothing to take back. Stopped where ``progress`` asks to
        stop."""
        done = self._undo.undo(progress)
        self._tell(done or Changes())
        return done

    def redo(self, progress: Progress | None = None) -> Changes | None:
        """Do again what was just taken back; None where there is nothing. Stopped where ``progress`` asks to stop."""
        done = self._undo.redo(progress)
        self._tell(done or Changes())
        return done

    def history(self, name: str, record_id: str) -> tuple[HistoryItem, ...]:
        """What happened to a record, newest first, values as values."""
        register = self.register(name)
        with self._file.reading() as connection:
            return past(connection, register, record_id)


def _joined(connection: Connection, register: Register, found: Sequence[Row]) -> tuple[Row, ...]:
    through = editing.through_values(connection, register, found)
    if not through:
        return tuple(found)
    order = [f.name for f in register.fields]
    joined = []
    for record in found:
        values = {**record.values, **through[record.id]}
        joined.append(replace(record, values={name: values[name] for name in order}))
    return tuple(joined)
