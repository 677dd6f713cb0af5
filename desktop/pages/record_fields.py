"""Fields that save themselves: leaving a field saves it; what can't be saved stays as typed, with the reason under it, and
is kept as a draft like what is typed just now. Whoever lays the fields out puts ``draft_line`` below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.faults import Finding, InputRefusal, Refusal
from core.registers.declare import Value
from core.registers.fields import Covered
from desktop.forms.drafting import Drafting, DraftLine
from desktop.forms.later import mark_later
from desktop.forms.named_inputs import NamedInputs
from desktop.shell.context import AppContext
from desktop.widgets.finding_line import FindingLine, worst_severity
from desktop.widgets.inputs import FieldInput
from desktop.widgets.inputs.protocol import widget_of


class RecordFields(NamedInputs, QObject):
    """The fields of one record. A field that depends on another may be saved together with it (``together``)."""

    def __init__(
        self,
        context: AppContext,
        register: str,
        inputs: Mapping[str, FieldInput],
        line: FindingLine,
        *,
        together: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__(line)
        self._context, self._office, self._register = context, context.office, register
        self._inputs, self._line = dict(inputs), line
        self._groups = {name: tuple(group) for group in together for name in group}
        self._record_id: str | None = None
        self._faulty: set[str] = set()
        self._values: dict[str, Value | None] = {}  # as they were saved last
        self._start: dict[str, str] = {}
        self.draft_line = DraftLine()
        self.drafting = Drafting(context.drafts, register, self, self, self.draft_line)
        self.later = ""  # what of the record isn't there yet on the day looked at, a sentence
        for name, field in self._inputs.items():
            field.changed.connect(lambda *_: self.drafting.note())
            field.committed.connect(partial(self._save, name))
            field.set_locked(context.office.session.read_only)

    def show(self, record_id: str | None, values: Mapping[str, Value | None]) -> None:
        """Shows a record (None: there is none yet, and nothing is saved); a field that is being typed into, or waits to be
        put right, keeps what was typed."""
        another = record_id != self._record_id
        if another:
            self._record_id = record_id
            self._faulty.clear()
            self.tell(())
        for name, field in self._inputs.items():
            if name not in self._faulty and (another or not field.pending()):
                told = not isinstance(values.get(name), Covered)
                field.set_value(values.get(name) if told else None)
                field.set_locked(not told or self._office.session.read_only)
                self._values[name], self._start[name] = values.get(name), field.value_text()
        self.mark_later()
        if another:
            self.drafting.show()

    def mark_later(self) -> None:
        """Marks the fields whose day lies after the day looked at."""
        register = self._context.office.session.register(self._register)
        self.later = mark_later(register, self._inputs, self._context.as_of)

    @property
    def register(self) -> str:
        """The register of the record."""
        return self._register

    @property
    def record_id(self) -> str | None:
        """The record shown; None before the first."""
        return self._record_id

    def saved_raw(self) -> Mapping[str, str]:
        """The fields' contents as they were saved last."""
        return self._start

    def takes_drafts(self) -> bool:
        """True while something can be typed."""
        return self._record_id is not None and not self._context.office.session.read_only

    def field_of(self, widget: QWidget | None) -> str:
        """The field a widget is the input of, "" for none of these."""
        return next((name for name, field in self._inputs.items() if widget_of(field) is widget), "")

    def in_sight(self) -> bool:
        """True while the fields can be seen."""
        return any(widget_of(field).isVisible() for field in self._inputs.values())

    def settle(self) -> bool:
        """Saves what was typed; False, with the cursor on it, where something couldn't be."""
        self.commit()
        faulty = self.faulty()
        if faulty:
            self.focus(faulty[0])
        return not faulty

    def faulty(self) -> tuple[str, ...]:
        """The fields whose content couldn't be saved."""
        return tuple(name for name in self._inputs if name in self._faulty)

    def restore(self) -> bool:
        """Gives the fields their saved values back; what was typed is offered again. False where nothing was typed."""
        typed = [n for n, field in self._inputs.items() if n in self._faulty or field.pending()]
        self._faulty.clear()
        for name in typed:
            self._inputs[name].set_value(self._values.get(name))
        if typed:
            self.tell(())
            self.drafting.show()
        return bool(typed)

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved; what is being typed is saved first."""
        self.commit()
        return not self._faulty

    def _save(self, name: str) -> None:
        if self._record_id is None:
            return
        names = self._names_with(name)
        raw = {n: self._inputs[n].value_text() for n in names}
        self._faulty.update(names)  # until they are saved: what was read before must not take their place
        try:
            saved = self._context.wait_for(
                partial(self._office.records.save, self._register, raw, self._record_id)
            )
        except InputRefusal as refusal:
            self.tell(refusal.findings or (Finding("refused", str(refusal), name),))
        except Refusal as refusal:
            self._context.refuse(refusal)
        else:
            self._context.tell_if_proposed(saved.changes)
            self._faulty.difference_update(names)
            for saved_name in names:
                self._inputs[saved_name].set_value(self._inputs[saved_name].value())
                self._values[saved_name] = self._inputs[saved_name].value()
                self._start[saved_name] = self._inputs[saved_name].value_text()
            self.drafting.note()
            if not self._faulty:
                self.tell(saved.findings)

    def _names_with(self, name: str) -> tuple[str, ...]:
        group = self._groups.get(name, (name,))
        # What was refused before is tried again: it may stand now.
        return tuple(dict.fromkeys((*group, *sorted(self._faulty))))

    def tell(self, findings: Sequence[Finding]) -> None:
        """Says what is wrong with the record, and marks the fields it is wrong in."""
        self._line.set_findings(findings)
        for name, field in self._inputs.items():
            field.set_finding(worst_severity([f for f in findings if f.field == name]))
