"""Years side by side: each indicator's targets and results of three years, to be read and copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from core.office import YearCell, YearComparison, YearRow
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.delegates import BOLD_ROLE, MARK_ROLE, MUTED_ROLE, ROW_TONE_ROLE
from desktop.widgets.figures import NOTHING
from desktop.widgets.noted_rows import Line, NotedTable, lines_of, remark_data

AnyIndex = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
CODE, TITLE = 0, 1
FIRST_YEAR = 2  # the first of two columns a year
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
TOLD = "จากผลการดำเนินงานที่แผนปี {year} เล่าไว้ ในแฟ้มนี้ไม่มีข้อมูลของปี {before} ให้คำนวณ"


class ComparisonModel(QAbstractTableModel):
    """Indicators down; per year its target and its result, the years ascending."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found = YearComparison((), frozenset(), ())
        self.rows: tuple[YearRow, ...] = ()
        self.lines: tuple[Line, ...] = ()

    def show(self, found: YearComparison, *, everything: bool) -> None:
        """Shows a comparison: dimension 1, or ``everything``."""
        self.beginResetModel()
        self._found = found
        self.rows = tuple(r for r in found.rows if everything or r.indicator.dimension == 1)
        self.lines = lines_of([self._remark(row) for row in self.rows])
        self.endResetModel()

    def row_at(self, index: AnyIndex) -> YearRow:
        """The indicator a line belongs to, its own or the one it remarks on."""
        return self.rows[self.lines[index.row()].row]

    def _remark(self, row: YearRow) -> str:
        told = zip(self._found.years, row.cells, strict=True)
        return " · ".join(f"ผล {year}: {cell.contested}" for year, cell in told if cell.contested)

    def tsv(self, lines: Iterable[int]) -> str:
        """Lines as text for the clipboard, headings first, a tab between cells."""
        columns = range(self.columnCount())
        table = [[self.headerData(c, Qt.Orientation.Horizontal) for c in columns]]
        table += [[" ".join((self.index(n, c).data() or "").split()) for c in columns] for n in lines]
        return "\n".join("\t".join(cells) for cells in table)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else FIRST_YEAR + 2 * len(self._found.years)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.TextAlignmentRole:
            return RIGHT if section >= FIRST_YEAR else None
        return self._heading(section) if role == Role.DisplayRole else None

    def _heading(self, section: int) -> str:
        if section < FIRST_YEAR:
            return ("รหัส", "ตัวชี้วัด")[section]
        place, kind = divmod(section - FIRST_YEAR, 2)
        return f"{('เป้าหมาย', 'ผล')[kind]} {self._found.years[place]}"

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        row, column, line = self.row_at(index), index.column(), self.lines[index.row()]
        if role == ROW_TONE_ROLE:
            return DISPUTED if any(cell.contested for cell in row.cells) else None
        if line.remark:
            return remark_data(line.remark, column, role)
        if column < FIRST_YEAR:
            return self._about(row, column, role)
        place, kind = divmod(column - FIRST_YEAR, 2)
        cell = row.cells[place]
        if role == Role.DisplayRole:
            return (cell.target, cell.result)[kind] or NOTHING
        if role == Role.TextAlignmentRole:
            return RIGHT
        if role == BOLD_ROLE:
            return kind == 1 and cell.computed
        if role == MARK_ROLE:
            return DISPUTED if kind == 1 and cell.contested else None
        if role == MUTED_ROLE:
            return kind == 0 or not cell.computed
        return self._tip(cell, place) if role == Role.ToolTipRole and kind == 1 else None

    def _about(self, row: YearRow, column: int, role: int) -> Any:
        if role == Role.DisplayRole:
            return row.indicator.code if column == CODE else row.indicator.short_title or row.indicator.title
        if role == Role.ToolTipRole:
            return row.indicator.title
        return column == CODE if role == MUTED_ROLE else None

    def _tip(self, cell: YearCell, place: int) -> str | None:
        year = self._found.years[place]
        return TOLD.format(year=year + 1, before=year) if cell.result and not cell.computed else None


class ComparisonTable(NotedTable):
    """The comparison; Ctrl+C copies the chosen lines, or all where none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = ComparisonModel(self)
        self.setModel(self.figures)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("เป้าหมายและผลของแต่ละปี กด Ctrl+C เพื่อคัดลอก กด Enter เพื่อดูที่มาของผลปีนี้")

    def show_years(self, found: YearComparison, *, everything: bool) -> None:
        """Shows a comparison; what was chosen is let go, the first line is where the keys begin."""
        self.figures.show(found, everything=everything)
        here = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self.figures.index(0, 0), here)
        targets = range(FIRST_YEAR, self.figures.columnCount(), 2)
        self.fit_columns({TITLE: 2, **dict.fromkeys(targets, 1)}, least=200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({i.row() for i in self.selectionModel().selectedRows()})
            QGuiApplication.clipboard().setText(self.figures.tsv(chosen or range(self.figures.rowCount())))
        else:
            super().keyPressEvent(event)
