"""What is designed and not saved is kept as a draft, and offered again: after a crash, or when one comes back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.thai.dates import moment_short
from desktop.drafts import Drafts, KeptDraft, new_id
from desktop.forms.drafting import DraftLine
from desktop.models.register_design import RegisterDesign, as_text, from_text

REGISTER, FIELD = "plan_registers", "written"
NEW = "new"  # the place of a register the file hasn't
WAITING = "มีทะเบียน “{title}” ที่ออกแบบค้างไว้เมื่อ {at}"


class DesignDrafts(QObject):
    """Keeps and offers the drafts of the designer."""

    def __init__(self, drafts: Drafts, design: RegisterDesign, parent: QWidget) -> None:
        super().__init__(parent)
        self._drafts, self._design = drafts, design
        self._own = ""
        self._offered: KeptDraft | None = None
        self.line = DraftLine(parent, wide=True)
        self.line.taken.connect(self.take)
        self.line.thrown_away.connect(self.throw_away)

    def offer(self) -> None:
        """Another register is designed: what waits for it is offered."""
        place = self._place()
        self._offered = self._drafts.at(REGISTER, place.__eq__)
        draft = self._offered
        title = from_text(draft.typed[FIELD]).get("title", "") if draft else ""
        self.line.say(WAITING.format(title=title, at=moment_short(draft.at)) if draft else "")

    def leave(self) -> None:
        """What is designed isn't designed any further for now: it waits to be offered."""
        self._drafts.leave(self._own)
        self._own = ""

    def note(self) -> None:
        """Something was designed."""
        if not self._design.is_touched():
            self._drafts.forget(self._own)
            self._own = ""
            return
        self._own = self._own or new_id()
        base = {FIELD: as_text(self._design.base or {})}
        typed = {FIELD: as_text(self._design.written)}
        draft = KeptDraft(self._own, REGISTER, None, base, typed, datetime.now(), self._place())
        self._drafts.put(draft, self)

    def saved(self) -> None:
        """It was saved: nothing of it waits any more."""
        self._drafts.forget(self._own)
        self._drafts.forget_place(REGISTER, self._place())
        self._own, self._offered = "", None
        self.line.say("")

    def take(self) -> None:
        """Designs on from what waits."""
        draft = self._offered
        if draft is not None:
            self._own, self._offered = draft.id, None
            self.line.say("")
            self._design.put(from_text(draft.typed[FIELD]))

    def throw_away(self) -> None:
        """Forgets what waits."""
        if self._offered is not None:
            self._drafts.forget(self._offered.id)
        self.offer()

    def _place(self) -> str:
        return NEW if self._design.base is None else str(self._design.base["name"])
