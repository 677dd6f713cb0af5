"""Rows of a table with a remark under them: a line of its own from the first text to the table's edge, with a mark before its
words, chosen and opened like a row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.models.table_model import DISPLAY, TIP, TOP, ModelColumn, TableModel
from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.delegates import ROW_TONE_ROLE, AnyIndex, RowDelegate
from desktop.widgets.lines import draw_line
from desktop.widgets.symbols import paint_alert
from desktop.widgets.table import DeskTable

REMARK_ROLE = int(Qt.ItemDataRole.UserRole) + 6  # str: the line is a remark, in these words
TITLE = 1  # the column from which a remark has the row's whole width
MARK, GAP = 14, 7
OPEN = "Enter ดูข้อขัดแย้ง"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line of the table: the row it shows, or the remark under that row."""

    row: int
    remark: str = ""


def lines_of(remarks: Sequence[str]) -> tuple[NotedLine, ...]:
    """A line a row, and one more under each that has a remark ("" for none)."""
    lines: list[NotedLine] = []
    for row, remark in enumerate(remarks):
        lines += [NotedLine(row), NotedLine(row, remark)] if remark else [NotedLine(row)]
    return tuple(lines)


class NotedModel(TableModel[T]):
    """Rows that are marked as disputed where ``remark`` says something of them, with that remark under them."""

    def __init__(
        self,
        columns: Iterable[ModelColumn[T]],
        remark: Callable[[T], str],
        parent: QObject | None = None,
        *,
        key: Callable[[T], str] | None = None,
    ) -> None:
        super().__init__(columns, parent, key=key)
        self._remark = remark
        self.lines: tuple[NotedLine, ...] = ()

    def row_at(self, line: int) -> T | None:
        """The row a line belongs to, its own or the one it remarks on; None outside."""
        return self.rows[self.lines[line].row] if 0 <= line < len(self.lines) else None

    def rowCount(self, parent: AnyIndex = TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = int(DISPLAY)) -> Any:
        remark = self.lines[index.row()].remark
        if role == ROW_TONE_ROLE:
            row = self.row_at(index.row())
            return DISPUTED if row is not None and self._remark(row) else None
        if not remark:
            return super().data(index, role)
        if role == REMARK_ROLE:
            return remark
        if index.column() == TITLE and role in (DISPLAY, TIP):
            return remark
        spoken = index.column() == TITLE and role == Qt.ItemDataRole.AccessibleTextRole
        return f"{remark} {OPEN}" if spoken else None

    def _hold(self, rows: tuple[T, ...]) -> None:
        super()._hold(rows)
        self.lines = lines_of([self._remark(row) for row in rows])

    def _shape(self, rows: Sequence[T]) -> list[object]:
        return [*super()._shape(rows), *(bool(self._remark(row)) for row in rows)]


class NotedDelegate(RowDelegate):
    """Paints the lines that are remarks, which the model's ``REMARK_ROLE`` says."""

    def looks(self, index: AnyIndex) -> tuple[str, str]:
        # A remark has the whole width: no column is made wider for it.
        return ("", "") if index.data(REMARK_ROLE) else super().looks(index)

    def paint_content(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        remark = index.data(REMARK_ROLE)
        if not remark:
            self.paint_row(painter, box, index)
        elif index.column() == TITLE:
            _paint_remark(painter, box, str(remark))

    def paint_row(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        """The content of a cell of a row."""
        super().paint_content(painter, box, index)


def _paint_remark(painter: QPainter, box: QRect, remark: str) -> None:
    side = scaled(MARK)
    paint_alert(painter, QRectF(box.x(), box.y() + (box.height() - side) / 2, side, side), tokens().warn.ink)
    box = box.adjusted(side + scaled(GAP), 0, 0, 0)
    painter.setPen(tokens().warn.ink)
    draw_line(painter, box, remark)
    box = box.adjusted(painter.fontMetrics().horizontalAdvance(remark) + scaled(2 * GAP), 0, 0, 0)
    painter.setPen(tokens().muted)
    draw_line(painter, box, OPEN)


class NotedTable(DeskTable):
    """A table some of whose rows have remarks: ``remark_opened`` is said of a remark on Enter or a click, ``row_opened`` of
    a row as ``opened`` is."""

    remark_opened = Signal(QModelIndex)
    row_opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(NotedDelegate(self))
        self.opened.connect(self._open)
        self.clicked.connect(self._click)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._span)
            self._span()

    def _span(self) -> None:
        self.clearSpans()
        model = self.model()
        for line in range(model.rowCount()):
            if model.index(line, TITLE).data(REMARK_ROLE):
                self.setSpan(line, TITLE, 1, model.columnCount() - TITLE)

    def _open(self, index: QModelIndex) -> None:
        (self.remark_opened if index.data(REMARK_ROLE) else self.row_opened).emit(index)

    def _click(self, index: QModelIndex) -> None:
        if index.data(REMARK_ROLE):
            self._open(index)
