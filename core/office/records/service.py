"""What a person does with records: find, check, save, delete, take back, and ask what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.faults import Finding
from core.office.commit import commit
from core.office.editing import drafts
from core.office.editing.deleting import Chosen, Key, chosen_records, deletions
from core.office.editing.drafts import Draft
from core.office.editing.renaming import renamed_in_the_book
from core.office.hiding import Hiding
from core.office.progress import Progress
from core.office.records.defaults import blank
from core.office.records.history import past, without_values
from core.office.records.suggestions import suggestions
from core.office.records.types import Edit, HistoryItem, Saved
from core.office.session import Session
from core.plan.rights import UseCase
from core.registers.centuries import FarDays
from core.registers.declare import Register, Value
from core.store.connection import Connection
from core.store.log.changes import Change, Changes, Put
from core.store.tables import records
from core.store.tables.records import Query, Row

BLOCK = 500  # records read by id at a time


class RecordService:
    """What a person does with records."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self, name: str, query: Query | None = None) -> tuple[Row, ...]:
        """The records a query asks for, columns that live elsewhere joined."""
        register = self._session.register(name)
        with self._session.reading() as connection:
            found = records.rows(connection, register, self._asked(query))
            return self._marked(register, _joined(connection, register, found))

    def count(self, name: str, query: Query | None = None) -> int:
        """How many records a query asks for."""
        with self._session.reading() as connection:
            return records.count(connection, self._session.register(name), self._asked(query))

    def _asked(self, query: Query | None) -> Query:
        """The query, which finds nothing by what isn't told any more."""
        return replace(query or Query(), personal_from=self._session.personal_from)

    def record(self, name: str, record_id: str) -> Row:
        """One record, deleted ones too; InputRefusal where there is none."""
        register = self._session.register(name)
        with self._session.reading() as connection:
            for found in self._found(connection, register, record_id):
                return found
        raise drafts.not_there(register)

    def _found(self, connection: Connection, register: Register, record_id: str) -> tuple[Row, ...]:
        """The record of an id, as it is handed out; empty where there is none."""
        found = records.row(connection, register, record_id)
        return self._marked(register, _joined(connection, register, [found])) if found else ()

    def rows_by_id(self, name: str, ids: Sequence[str]) -> tuple[Row, ...]:
        """The records of these ids, deleted ones too, in the order given; those that are gone left out."""
        register = self._session.register(name)
        with self._session.reading() as connection:
            found: dict[str, Row] = {}
            for first in range(0, len(ids), BLOCK):
                block = ids[first : first + BLOCK]
                read = records.rows_by_id(connection, register, block)
                found |= {row.id: row for row in self._marked(register, _joined(connection, register, read))}
        return tuple(found[record] for record in ids if record in found)

    def _marked(self, register: Register, found: Sequence[Row]) -> tuple[Row, ...]:
        """The records as they are handed out: without the personal data that is kept no longer, and those marked that hold a
        day far from every plan."""
        hiding = Hiding(self._session.personal_from)
        found = tuple(hiding.row(register, row) for row in found)
        far = FarDays(register.fields, self._session.years)
        return tuple(replace(r, far=names) if (names := far.of(r.values)) else r for r in found)

    def suggestions(self, name: str) -> dict[str, tuple[str, ...]]:
        """The earlier values of each of a register's recurring fields, the ones used most and last first."""
        with self._session.reading() as connection:
            register = self._session.register(name)
            return suggestions(connection, register, self._session.personal_from)

    def blank(
        self, name: str, day: date | None = None, last: Mapping[str, Value | None] | None = None
    ) -> dict[str, Value | None]:
        """Defaults for a new record of a day (default today): the day, or the days of the record typed ``last``, the
        usual choice, the next request number."""
        register = self._session.register(name)
        with self._session.reading() as connection:
            today = day or self._session.today()
            return blank(connection, register, today, self._session.default_year(today), last)

    def check_values(
        self, name: str, raw: Mapping[str, object], record_id: str | None = None
    ) -> tuple[Finding, ...]:
        """What is wrong with raw input, field by field; nothing is written."""
        with self._session.reading() as connection:
            return self._draft(connection, name, raw, record_id).findings

    def _draft(
        self, connection: Connection, name: str, raw: Mapping[str, object], record_id: str | None
    ) -> Draft:
        return drafts.draft(self._session.checking(connection), self._session.register(name), raw, record_id)

    def save(self, name: str, raw: Mapping[str, object], record_id: str | None = None) -> Saved:
        """Save a record: only the fields given are changed. InputRefusal (with findings) changes nothing."""
        with self._session.reading() as connection:
            made = self._draft(connection, name, raw, record_id)
            reworded = self._reworded(connection, made)
        if made.errors:
            raise drafts.refusal(made.findings)
        new_id = made.record_id or made.register.id_for(made.whole) or self._session.new_id()
        label = f"{'แก้ไข' if made.exists else 'เพิ่ม'}{drafts.named(made.register, made.whole)}"
        found: list[Row] = []
        changes = commit(
            self._session,
            [*drafts.changes_of(made, new_id), *reworded],
            label,
            read=lambda connection: found.extend(self._found(connection, made.register, new_id)),
        )
        return Saved(new_id, changes, made.findings, next((row for row in found if not row.deleted), None))

    def save_many(self, name: str, edits: Sequence[Edit], label: str = "") -> Changes:
        """Save several records as one step, all or nothing; an edit whose values are all empty is as good as any
        other. InputRefusal carries the findings with ``row`` = the edit's place from 1."""
        register = self._session.register(name)
        changes = self.checked([(register, edit) for edit in edits])
        return commit(self._session, changes, label or f"แก้ไข{register.short_title} {len(edits)} รายการ")

    def checked(self, edits: Sequence[tuple[Register, Edit]]) -> list[Change]:
        """The changes of edits checked as one batch; InputRefusal carries the findings with ``row`` = the edit's place
        from 1."""
        changes: list[Change] = []
        findings: list[Finding] = []
        with self._session.reading() as connection:
            checking, batch = self._session.checking(connection).with_batch(len(edits))
            for place, (register, edit) in enumerate(edits, start=1):
                made = drafts.draft(checking, register, edit.values, edit.record_id)
                findings += [f.at_row(place) for f in made.errors]
                new_id = made.record_id or register.id_for(made.whole) or self._session.new_id()
                batch.add(register, new_id, made.whole)
                changes += [] if made.errors else drafts.changes_of(made, new_id)
                changes += self._reworded(checking.connection, made)
        if findings:
            raise drafts.refusal(findings)
        return changes

    def _reworded(self, connection: Connection, made: Draft) -> list[Put]:
        """What a new name changes in the book; a name that is only proposed changes nothing yet."""
        if made.errors or not self._session.keeps_plan:
            return []
        return list(renamed_in_the_book(connection, made))

    def delete(self, name: str, record_id: str) -> Changes:
        """Delete a record (it can be restored); InputRefusal for what belongs to the plan."""
        return self.delete_records([(name, record_id)])

    def delete_many(self, name: str, record_ids: Sequence[str]) -> Changes:
        """Delete several records of one register as one step, all or none."""
        return self.delete_records([(name, record_id) for record_id in record_ids])

    def delete_records(self, keys: Sequence[Key]) -> Changes:
        """Delete records, each given by its register and id, as one step, all or none. What is taken out of the plan
        goes with its parts; InputRefusal where a record came with the plan, something else still names it, or
        something was recorded about it. ``said`` of the changes names what went."""
        with self._session.reading() as connection, drafts.all_or_none(len(set(keys)), "ลบ"):
            chosen = chosen_records(
                connection, [(self._session.register(name).name, record_id) for name, record_id in keys]
            )
            changes = deletions(connection, chosen)
        return self._saved_told("ลบ", changes, chosen)

    def restore(self, name: str, record_id: str) -> Changes:
        """Bring a deleted record back as it was; InputRefusal where another has its natural key by now."""
        return self.restore_many(name, [record_id])

    def restore_many(self, name: str, record_ids: Sequence[str]) -> Changes:
        """Bring several deleted records back as one step, all or none. InputRefusal where another record, be it one of
        these, has the natural key of one of them."""
        register = self._session.register(name)
        changes: list[Change] = []
        with self._session.reading() as connection, drafts.all_or_none(len(set(record_ids)), "กู้คืน"):
            chosen = chosen_records(connection, [(name, record_id) for record_id in record_ids])
            checking, batch = self._session.checking(connection).with_batch(len(chosen))
            for _, row in chosen:
                changes.append(drafts.restoration(checking, register, row))
                batch.add(register, row.id, row.values)
        return self._saved_told("คืน", changes, chosen)

    def _saved_told(self, label: str, changes: Sequence[Change], chosen: Sequence[Chosen]) -> Changes:
        records = [(register, row.values) for register, row in chosen]
        done = commit(self._session, changes, f"{label}{drafts.counted(records)}")
        return replace(done, said=f"{label}{drafts.in_words(records)}")

    # Undo and history

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in Thai; None where there is nothing, or somebody wrote over it since."""
        return self._session.undo.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, in Thai; None where there is nothing."""
        return self._session.undo.redo_label

    @property
    def undo_is_long(self) -> bool:
        """True where undo or redo takes longer than a moment: it had better be done off the screen's thread."""
        return self._session.undo.is_long

    def undo(self, progress: Progress | None = None) -> Changes | None:
        """Take back one's own last step; None where there is nothing to take back. Stopped where ``progress`` asks to
        stop."""
        self._session.rights.require(UseCase.TYPE_OWN)
        done = self._session.undo.undo(progress)
        if done is not None:
            self._session.committed(done)
        return done

    def redo(self, progress: Progress | None = None) -> Changes | None:
        """Do again what was just taken back; None where there is nothing. Stopped where ``progress`` asks to stop."""
        self._session.rights.require(UseCase.TYPE_OWN)
        done = self._session.undo.redo(progress)
        if done is not None:
            self._session.committed(done)
        return done

    def history(self, name: str, record_id: str) -> tuple[HistoryItem, ...]:
        """What happened to a record, newest first, values as values; personal ones that are kept no longer aren't told."""
        register = self._session.register(name)
        with self._session.reading() as connection:
            found = past(connection, register, record_id)
            record = records.row(connection, register, record_id)
        if record is None or not Hiding(self._session.personal_from).left_out(register, record.values):
            return found
        untold = {f.name for f in register.personal_fields}
        return tuple(without_values(item) if item.field in untold else item for item in found)


def _joined(connection: Connection, register: Register, found: Sequence[Row]) -> tuple[Row, ...]:
    through = drafts.through_values(connection, register, found)
    if not through:
        return tuple(found)
    order = [f.name for f in register.fields]
    joined = []
    for record in found:
        values = {**record.values, **through[record.id]}
        joined.append(replace(record, values={name: values[name] for name in order}))
    return tuple(joined)
