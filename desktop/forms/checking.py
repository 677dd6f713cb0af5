"""What is wrong with what stands in a form, asked anew as fields are left, and said under the fields it is about."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from core.faults import Finding
from core.office import Row
from core.registers.declare import Register
from desktop.forms.field_area import FieldArea
from desktop.shell.background import Task
from desktop.shell.context import AppContext
from desktop.widgets.finding_line import FindingLine


class Checked(Protocol):
    """What checking asks of the form."""

    @property
    def row(self) -> Row | None:
        """The record shown; None for a new one."""
        ...

    def saved_raw(self) -> Mapping[str, str]:
        """The fields before anything was typed: another mapping each time something is shown."""
        ...

    def raw_to_save(self) -> Mapping[str, object]:
        """What stands in the fields, and what is saved beside them."""
        ...


class LiveFindings(QObject):
    """The findings of one form: what has been filled in is spoken of at once, an empty field only once it was left or
    saving was tried."""

    shown = Signal()

    def __init__(
        self, context: AppContext, register: Register, form: Checked, fields: FieldArea, general: FindingLine
    ) -> None:
        super().__init__(fields)
        self._context, self._register = context, register
        self._form, self._fields, self._general = form, fields, general
        self._left: set[str] = set()
        self._tried = False
        self._findings: tuple[Finding, ...] = ()
        self._soon = QTimer(self)  # of one turn's questions the last is asked
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)
        self._asked: Task | None = None

    def begin(self, findings: Sequence[Finding] = ()) -> None:
        """Another record is shown: what has been found in it, if that is known already."""
        self._left, self._tried = set(), False
        self.show(findings)

    def try_saving(self) -> None:
        """From now on empty fields are spoken of too."""
        self._tried = True
        self._soon.stop()  # saving says it

    def leave(self, name: str) -> None:
        """A field's content is final."""
        self._left.add(name)
        self.check()

    def check(self) -> None:
        """Asks what is wrong with what stands in the fields, once this turn is over."""
        self._soon.start(0)

    def _ask(self) -> None:
        row, start = self._form.row, self._form.saved_raw()
        if row is not None and row.deleted:
            self.show(())  # nothing is to be put right in it before it is brought back
            return
        raw, office = self._form.raw_to_save(), self._context.office
        ask = partial(office.records.check_values, self._register.name, raw, row.id if row else None)
        self._asked = self._context.ask(self, ask, partial(self._show_of, start), topic="findings")

    def show(self, findings: Sequence[Finding]) -> None:
        """Says each finding under its field, those of no field under them all; what was asked before is asked no more."""
        self._soon.stop()
        if self._asked is not None:
            self._asked.cancel()
        self._say(findings)

    def _say(self, findings: Sequence[Finding]) -> None:
        raw = self._fields.raw() if findings else {}
        self._findings = tuple(f for f in findings if self._tried or self._spoken_of(f, raw))
        self._fields.show_findings(self._findings)
        self._general.set_findings([f for f in self._findings if f.field not in raw])
        self.shown.emit()

    def faults(self) -> int:
        """How many of the findings shown keep the record from being saved."""
        return sum(f.is_error for f in self._findings)

    def first_fault(self) -> str:
        """The first field that keeps it from being saved, "" for none."""
        faulty = {f.field for f in self._findings if f.is_error}
        return next((n for n in self._fields.names() if n in faulty), "")

    def _show_of(self, start: Mapping[str, str], findings: Sequence[Finding]) -> None:
        if start is self._form.saved_raw() and not self._soon.isActive():
            self._say(findings)

    def _spoken_of(self, finding: Finding, raw: Mapping[str, str]) -> bool:
        if finding.field is None:
            return self._form.row is not None
        return finding.field in self._left or bool(raw.get(finding.field))
