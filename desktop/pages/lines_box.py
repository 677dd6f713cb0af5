"""The lines of the record that is shown: what was given for each, and their sum, which becomes the record's own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from core.registers.views import View
from desktop.forms.cell_drafting import CellDrafting
from desktop.forms.drafting import DraftLine
from desktop.models.lines_model import Key, LinesModel
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.inputs.cell_grid import CellDelegate, CellGrid
from desktop.widgets.thai_label import ThaiLabel

LEAST = 80  # px at text size 100 % for a line's name


class LinesBox(QWidget):
    """A table typed into; ``sum_up`` is told the sum once each line has its points."""

    def __init__(
        self,
        context: AppContext,
        view: View,
        sum_up: Callable[[Decimal], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._sum_up = context, sum_up
        self.model = LinesModel(context, view, self)
        self.table = CellGrid(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.fit_columns({0: 1}, samples={self.model.got: "100.00"}, least=LEAST)
        self.table.setAccessibleName(self.model.register.short_title)
        self.table.selectionModel().currentChanged.connect(self._say_whole)
        self.table.refused.connect(lambda sentence: context.tell(sentence, "warn"))
        self.draft_line = DraftLine(self)
        CellDrafting(context.drafts, self.model.register.name, view.points, self.table, self.draft_line)
        self.whole = ThaiLabel("", self, kind="small")
        self.whole.setContentsMargins(14, 4, 14, 4)
        self.whole.hide()
        vbox(self.draft_line, (self.table, 1), self.whole, parent=self, margins=0, spacing=0)

    def show_lines(self, key: Key | None, later: date | None = None) -> None:
        """Shows the lines of another record; ``settle`` first."""
        self.model.show_lines(key, later)

    def changed(self) -> None:
        """Reads the lines anew, and tells their sum where it is whole."""
        self.model.refresh()
        if self.model.is_complete():
            self._sum_up(self.model.total())

    def settle(self) -> bool:
        """Saves what stands in the open cell; False, with the cursor in it, where that can't be."""
        return self.table.settle()

    def may_leave(self) -> bool:
        """False while a cell is open."""
        return self.table.editor() is None

    def begin(self) -> None:
        """Goes to the first line without points, else to the first."""
        lines = range(max(0, self.model.rowCount() - 1))
        empty = (n for n in lines if not self.model.index(n, self.model.got).data())
        self.table.setCurrentIndex(self.model.index(next(empty, 0), self.model.got))
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_whole(self, index: QModelIndex) -> None:
        # The column is narrow; the whole name stands below while its line is the current one.
        words = str(self.model.index(index.row(), 0).data() or "") if index.isValid() else ""
        self.whole.setText(words)
        self.whole.setVisible(bool(words) and index.row() < self.model.rowCount() - 1)
