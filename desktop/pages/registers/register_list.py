"""The file's registers as a narrow list: what each is called, who keeps it, how many records it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from core.office import DeclaredRegister
from desktop.models.table_model import TIP, ModelColumn, TableModel
from desktop.theme import tokens
from desktop.theme.metrics import SMALL, row_height, scaled, sized
from desktop.widgets.delegates import AnyIndex, RowDelegate
from desktop.widgets.lines import draw_line
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable

BELOW_ROLE = int(Qt.ItemDataRole.UserRole) + 20
RETIRED = "เลิกใช้"


class _TwoLines(RowDelegate):
    """The title, and below it in small letters the rest."""

    def paint_content(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        half = box.height() // 2
        above = QRect(box.left(), box.top() + scaled(3), box.width(), half)
        below = QRect(box.left(), box.top() + half, box.width(), half - scaled(2))
        painter.setPen(tokens().ink)
        draw_line(painter, above, str(index.data() or ""))
        painter.setFont(sized(painter.font(), SMALL))
        painter.setPen(tokens().muted)
        draw_line(painter, below, str(index.data(BELOW_ROLE) or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), 2 * row_height(option.widget))


class RegisterList(Panel):
    """The list; ``table`` has the keys."""

    def __init__(self, units: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ทะเบียนในแฟ้ม")
        self._units = units
        self.table = DeskTable(self)
        roles = {BELOW_ROLE: self._below, TIP: _whole, int(Qt.ItemDataRole.AccessibleTextRole): self._spoken}
        column = ModelColumn[DeclaredRegister]("", lambda one: one.register.short_title, roles=roles, share=1)
        self.model: TableModel[DeclaredRegister] = TableModel(
            (column,), self, key=lambda one: one.register.name
        )
        self.table.setModel(self.model)
        self.table.setItemDelegate(_TwoLines(self.table))
        self.table.horizontalHeader().hide()
        self.table.set_row_height(2 * row_height(self.table) - scaled(14))
        self.table.fit_columns({0: 1}, least=40)
        self.table.setAccessibleName("ทะเบียนในแฟ้ม กด Enter เพื่อแก้ไข")
        self.body.addWidget(self.table)
        self.setFocusProxy(self.table)

    def show_registers(self, found: Sequence[DeclaredRegister]) -> None:
        """Shows what the file has by now."""
        self.model.set_rows(found)

    def chosen(self) -> DeclaredRegister | None:
        """The register the cursor is on."""
        return self.model.row_at(self.table.currentIndex().row())

    def _below(self, one: DeclaredRegister) -> str:
        said = [f"{one.records:,} {one.register.counted_in}", self._units.get(one.unit, one.unit)]
        return " · ".join(said if not one.retired else [RETIRED, *said])

    def _spoken(self, one: DeclaredRegister) -> str:
        return f"{one.register.title} {self._below(one)}"


def _whole(one: DeclaredRegister) -> str:
    return one.register.title
