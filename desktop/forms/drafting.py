"""What is typed into a form is kept as a draft, and offered again: after a crash, a power cut, or Esc."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QWidget

from core.thai.dates import moment_short
from desktop.drafts import Drafts, KeptDraft, new_id
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import link, quiet
from desktop.widgets.thai_label import ThaiLabel

WAITING = "มีข้อความที่พิมพ์ค้างไว้เมื่อ {at}"
CHANGED = "{waiting} รายการถูกแก้ไขหลังจากนั้น จะนำกลับมาเฉพาะช่องที่พิมพ์"


class DraftLine(QFrame):
    """Says that something typed waits, with a button that brings it back and one that throws it away: below the sentence, or
    beside it where the line is ``wide``."""

    taken = Signal()
    thrown_away = Signal()

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        super().__init__(parent)
        set_kind(self, "info")
        self._sentence = ThaiLabel("", self, kind="small")
        self.take = quiet("นำกลับมา", "", self)
        self.drop = link("ทิ้ง", self)
        side = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        layout = QBoxLayout(side, self)
        layout.setContentsMargins(scaled(14), scaled(6), scaled(14), scaled(6))
        layout.setSpacing(scaled(4))
        layout.addWidget(self._sentence, 1)
        row = hbox(self.take, self.drop, spacing=8)
        row.addStretch(0 if wide else 1)
        layout.addLayout(row)
        self.take.clicked.connect(self.taken)
        self.drop.clicked.connect(self.thrown_away)
        self.hide()

    def text(self) -> str:
        """The sentence, "" while nothing waits."""
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str) -> None:
        """Shows a sentence; "" hides the line."""
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))


class TakesText(Protocol):
    """An input as drafting sees it: a widget that takes back the text it gave."""

    def put_text(self, text: str) -> None:
        """Puts a content in as if it had been typed."""
        ...


class DraftedFields(Protocol):
    """The fields that are typed into."""

    def names(self) -> tuple[str, ...]:
        """The fields in the order they are filled in."""
        ...

    def input(self, name: str) -> TakesText:
        """The input of a field."""
        ...

    def raw(self) -> dict[str, str]:
        """Every field's content as it is saved."""
        ...

    def commit(self) -> None:
        """Takes over what was typed everywhere."""
        ...

    def focus(self, name: str) -> None:
        """Goes to a field."""
        ...

    def focus_first(self) -> None:
        """Goes to the first field."""
        ...


class Drafted(Protocol):
    """What drafting asks of the form the fields belong to."""

    @property
    def record_id(self) -> str | None:
        """The record shown; None for a new one."""
        ...

    def saved_raw(self) -> Mapping[str, str]:
        """Every field as it was before anything was typed."""
        ...

    def takes_drafts(self) -> bool:
        """False while nothing can be typed."""
        ...


class Drafting(QObject):
    """Keeps and offers the drafts of one form, or of the fields of a record that save themselves. These say what happens
    to them: ``show``, ``note``, ``saved``."""

    def __init__(
        self, drafts: Drafts, register: str, form: Drafted, fields: DraftedFields, line: DraftLine
    ) -> None:
        super().__init__(line)
        self._drafts, self._register, self._form, self._fields = drafts, register, form, fields
        self.line = line
        self._own = ""  # the draft being typed
        self._left = ""  # the one that was being typed before the form showed something anew
        self._shown: str | None = None
        self._offered: KeptDraft | None = None
        self._escaped = False
        self.place = ""  # of the plan, at which a new record was begun
        for name in fields.names():
            mark_kept(fields.input(name))
        line.taken.connect(self.take)
        line.thrown_away.connect(self.throw_away)

    def show(self) -> None:
        """The form shows a record, or the same one anew: what waits for it is offered."""
        record = self._form.record_id
        self._escaped = record == self._shown and (self._escaped or bool(self._own))
        self._shown, self._left, self._own = record, self._own, ""
        self._drafts.leave(self._left)
        self._offer()

    def note(self) -> None:
        """Something was typed."""
        base, raw = self._form.saved_raw(), self._fields.raw()
        typed = {n: raw[n] for n in raw if raw[n] != base.get(n, "") and self._may_be_kept(n)}
        if typed and self._form.takes_drafts():
            self._own = self._own or new_id()
            record, place = self._form.record_id, "" if self._form.record_id else self.place
            draft = KeptDraft(self._own, self._register, record, base, typed, datetime.now(), place)
            self._drafts.put(draft, self)
        else:
            self._drafts.forget(self._own)
            self._own = ""

    def saved(self, record_id: str) -> None:
        """A record was saved, just after it was shown as it stands now: nothing of it waits any more."""
        self._drafts.forget(self._left)
        self._drafts.forget_record(self._register, record_id, self._fields.names())
        self._left, self._escaped = "", False
        self._offer()

    def can_take_back(self) -> bool:
        """True while what Esc took away can be brought back by Ctrl+Z."""
        return self._escaped and self._offered is not None and not self._own

    def take(self) -> None:
        """Puts what was typed into the fields, unsaved."""
        draft = self._offered
        if draft is None:
            return
        self._own, self._offered, self._escaped = draft.id, None, False
        self._drafts.put(draft, self)
        self.line.say("")
        known = [name for name in self._fields.names() if name in draft.typed]
        for name in known:
            self._fields.input(name).put_text(draft.typed[name])
        self._fields.commit()
        if known:
            self._fields.focus(known[0])

    def throw_away(self) -> None:
        """Forgets what waits."""
        if self._offered is not None:
            self._drafts.forget(self._offered.id)
        self._offer()
        self._fields.focus_first()

    def _offer(self) -> None:
        draft = self._waiting() if self._form.takes_drafts() else None
        now = self._form.saved_raw()
        while draft is not None and all(now.get(n) == text for n, text in draft.typed.items()):
            self._drafts.forget(draft.id)  # the record holds it by now
            draft = self._waiting()
        self._offered = draft
        self.line.say(self._sentence(draft, now) if draft else "")

    def _waiting(self) -> KeptDraft | None:
        return self._drafts.of(self._register, self._shown, self._fields.names())

    def _sentence(self, draft: KeptDraft, now: Mapping[str, str]) -> str:
        waiting = WAITING.format(at=moment_short(draft.at))
        changed = draft.record_id is not None and any(now.get(n) != text for n, text in draft.base.items())
        return CHANGED.format(waiting=waiting) if changed else waiting

    def _may_be_kept(self, name: str) -> bool:
        """False for what isn't even shown on the screen."""
        field = self._fields.input(name)
        return not isinstance(field, QLineEdit) or field.echoMode() is QLineEdit.EchoMode.Normal


class KeptLine(QObject):
    """Keeps what is typed into a single line that belongs to no record (a reason, a value decided for), and puts it back
    where the line is shown for the same thing again."""

    def __init__(self, drafts: Drafts, line: QLineEdit, register: str, field: str) -> None:
        super().__init__(line)
        self._drafts, self._line, self._register, self._field = drafts, line, register, field
        self._place = self._own = self._shown = ""
        mark_kept(line)
        line.textChanged.connect(self._note)

    def show(self, place: str, text: str = "") -> None:
        """The line is for another thing: what was typed for it waits there already, else it holds ``text``."""
        if place == self._place:
            return
        self._drafts.leave(self._own)
        self._place, self._own, self._shown = place, "", text
        draft = self._drafts.at(self._register, place.__eq__)
        if draft is not None:
            self._own = draft.id
        self._line.setText(draft.typed.get(self._field, text) if draft else text)

    def done(self, text: str = "") -> None:
        """What was typed is taken over; the line holds ``text`` now."""
        self._drafts.forget_place(self._register, self._place)
        self._own, self._shown = "", text
        self._line.setText(text)

    def _note(self, text: str) -> None:
        if not self._place or text == self._shown:
            self._drafts.forget(self._own)
            self._own = ""
            return
        self._own = self._own or new_id()
        base, typed = {self._field: self._shown}, {self._field: text}
        self._drafts.put(
            KeptDraft(self._own, self._register, None, base, typed, datetime.now(), self._place), self
        )


def mark_kept(widget: object) -> None:
    """Says of an input that what is typed into it is kept as a draft."""
    assert isinstance(widget, QObject)
    widget.setProperty("kept", True)


def order_tabs(line: DraftLine, first: QWidget) -> None:
    """Shift+Tab in the first field leads to the line above it."""
    QWidget.setTabOrder(line.take, line.drop)
    QWidget.setTabOrder(line.drop, first)
    line.take.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
