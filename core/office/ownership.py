"""Of changes, which the acting person writes (docs/domain.md, "Rights")."""

from collections.abc import Mapping

from core.office.session import Session
from core.plan.authority import DELETED, Deed
from core.plan.proposals import FACTS, ProposedAction, ProposedChange
from core.registers.declare import Register, Wire
from core.store.connection import Connection
from core.store.log.changes import Change, Delete, Put, Restore
from core.store.log.made_with import values_made
from core.store.tables import records
from core.store.tables.register_tables import registers_of

NOTHING: Mapping[str, Wire] = {}


class Ownership:
    """What the acting person may write, as the file stands."""

    def __init__(self, session: Session) -> None:
        self._authority = session.authority
        self._person = session.person

    def all_own(self, register: str) -> bool:
        """True where every record of a register is the person's to write; False where it depends on the record."""
        told = self._authority.told_by(register)
        return not told and self._authority.may(self._person, Deed(register, "", "", None, {}))

    def own(self, connection: Connection, change: Change) -> Change | None:
        """As much of a change as is the person's to write: all of a new record or none, of another its fields."""
        if self.all_own(change.register):
            return change
        register = registers_of(connection)[change.register]
        made = values_made(connection, register, change.record)
        if made is None:
            values = dict(change.values) if isinstance(change, Put) else {}
            mine = self._authority.may_make(self._person, register.name, change.record, values)
            return change if mine else None
        return self._of_existing(connection, register, change, made)

    def _of_existing(
        self, connection: Connection, register: Register, change: Change, made: Mapping[str, Wire]
    ) -> Change | None:
        ending = {Delete: 1, Restore: 0}.get(type(change))
        if not isinstance(change, Put):
            return change if self._may(change, DELETED, ending, made) else None
        row = records.row(connection, register, change.record)
        if row is not None and row.deleted and not self._may(change, DELETED, 0, made):
            return None
        held = {n: register.field(n).to_wire(v) for n, v in row.values.items()} if row is not None else {}
        values = {
            n: v for n, v in change.values.items() if held.get(n) == v or self._may(change, n, v, made, held)
        }
        if len(values) == len(change.values):
            return change
        return Put(change.register, change.record, values, change.settles) if values else None

    def _may(
        self,
        change: Change,
        field: str,
        value: Wire,
        made: Mapping[str, Wire],
        held: Mapping[str, Wire] = NOTHING,
    ) -> bool:
        deed = Deed(change.register, change.record, field, value, made, held.get(field))
        return self._authority.may(self._person, deed)

    def unit(self, connection: Connection, change: Change) -> str:
        """The unit whose a record of an office's register is."""
        made = values_made(connection, registers_of(connection)[change.register], change.record)
        given = dict(change.values) if isinstance(change, Put) else {}
        return self._authority.unit_of(change.register, made if made is not None else given)

    def fact(self, connection: Connection, change: Change) -> Put | None:
        """What a change of the plan writes of the year's facts into a record that is there; they are no edit of the plan."""
        facts = FACTS.get(change.register, frozenset())
        if not isinstance(change, Put) or not facts & change.values.keys():
            return None
        row = records.row(connection, registers_of(connection)[change.register], change.record)
        if row is None or row.deleted:
            return None
        values = {n: v for n, v in change.values.items() if n in facts}
        own = self.own(connection, Put(change.register, change.record, values))
        return own if isinstance(own, Put) else None

    def may_take(self, connection: Connection, part: ProposedChange) -> bool:
        """True where the person may write what a proposal wishes of a record."""
        change: Change = Put(part.register, part.record, {n: wish.wanted for n, wish in part.fields.items()})
        if part.action is ProposedAction.DELETE:
            change = Delete(part.register, part.record)
        elif part.action is ProposedAction.RESTORE:
            change = Restore(part.register, part.record)
        return self.own(connection, change) == change
