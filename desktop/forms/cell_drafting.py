"""What stands half-typed in a grid's open cell is kept as a draft, and offered again on a line above the grid."""

from datetime import datetime

from PySide6.QtCore import QObject

from core.thai.dates import moment_short
from desktop.drafts import Drafts, KeptDraft, new_id
from desktop.forms.drafting import DraftLine, mark_kept
from desktop.widgets.inputs.cell_grid import CellGrid

WAITING = "มีค่า “{typed}” ที่พิมพ์ค้างไว้เมื่อ {at}: {where}"


class CellDrafting(QObject):
    """Keeps and offers the drafts of one grid's cells, which hold one field of a register."""

    def __init__(self, drafts: Drafts, register: str, field: str, grid: CellGrid, line: DraftLine) -> None:
        super().__init__(line)
        self._drafts, self._register, self._field, self._grid = drafts, register, field, grid
        self.line = line
        self._own = ""  # the draft of the open cell
        self._offered: KeptDraft | None = None
        self._escaped = False
        mark_kept(grid)
        grid.typed.connect(self._note)
        grid.stored.connect(self._stored)
        grid.given_up.connect(self._given_up)
        grid.retraces = self
        grid.model().modelReset.connect(self.offer)
        line.taken.connect(self.take)
        line.thrown_away.connect(self.throw_away)
        self.offer()

    def offer(self) -> None:
        """Offers what waits for a cell in sight."""
        cells = self._grid.cells()
        draft = self._drafts.at(self._register, lambda place: cells.place_of(place).isValid())
        self._offered = draft
        self.line.say(self._sentence(draft) if draft else "")

    def take(self) -> None:
        """Opens the cell with what was typed in it, unsaved."""
        draft = self._offered
        if draft is not None and self._grid.settle():
            self._escaped = False
            self._own = draft.id
            self._drafts.put(draft, self)
            self._grid.type_into(draft.place, draft.typed[self._field])
            self.offer()

    def throw_away(self) -> None:
        """Forgets what waits."""
        if self._offered is not None:
            self._drafts.forget(self._offered.id)
        self.offer()
        self._grid.setFocus()

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self._escaped and self._offered is not None and not self._own

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.take()

    def _note(self, place: str, saved: str, text: str) -> None:
        if text == saved:
            self._drafts.forget(self._own)
            self._own = ""
            return
        self._own = self._own or new_id()
        base, typed = {self._field: saved}, {self._field: text}
        self._drafts.put(
            KeptDraft(self._own, self._register, None, base, typed, datetime.now(), place=place), self
        )

    def _stored(self, place: str) -> None:
        self._drafts.forget_place(self._register, place)
        self._own, self._escaped = "", False
        self.offer()

    def _given_up(self) -> None:
        self._drafts.leave(self._own)
        self._escaped, self._own = bool(self._own), ""
        self.offer()

    def _sentence(self, draft: KeptDraft) -> str:
        cells = self._grid.cells()
        where = cells.words_of(cells.place_of(draft.place))
        return WAITING.format(at=moment_short(draft.at), where=where, typed=draft.typed[self._field])
