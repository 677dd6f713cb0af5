"""A register's records as a table: formatted once, filtered by what is seen, sorted by the Thai alphabet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.office import Chip, Row
from core.thai.digits import to_arabic
from desktop.models.columns import NOTHING, Column
from desktop.widgets.delegates import MUTED_ROLE, ROW_TONE_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Predicate = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class _Line:
    """A record with its cells as they are shown; ``words`` is what the filter looks at."""

    row: Row
    cells: tuple[str, ...]
    chips: tuple[Chip | None, ...]
    words: str


class RecordTable(QAbstractTableModel):
    """Records in sight are those that hold the filter's words and satisfy its condition."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._all: list[_Line] = []
        self._shown: list[_Line] = []
        self._places: dict[str, int] = {}
        self._text = ""
        self._condition: Predicate | None = None
        self._order: tuple[int, bool] | None = None

    # -- what it holds

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return self._columns

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Shows other columns of the same records (names have changed)."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._all = [self._line(line.row) for line in self._all]
        self._arrange()
        self.endResetModel()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Shows other records, in the order given while no column is sorted by."""
        self.beginResetModel()
        self._all = [self._line(row) for row in rows]
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str = "", condition: Predicate | None = None) -> None:
        """Keeps in sight the records that hold every word of the text and satisfy the condition."""
        self.beginResetModel()
        self._text, self._condition = text, condition
        self._arrange()
        self.endResetModel()

    def rows(self) -> tuple[Row, ...]:
        """The records in sight, in order."""
        return tuple(line.row for line in self._shown)

    def row_at(self, index: int) -> Row | None:
        """The record of a line, None outside."""
        return self._shown[index].row if 0 <= index < len(self._shown) else None

    def id_at(self, line: int) -> str | None:
        """The id of a line's record, None outside."""
        row = self.row_at(line)
        return row.id if row else None

    def line_of(self, record_id: str | None) -> int:
        """The line a record stands in, -1 where it isn't in sight."""
        return self._places.get(record_id or "", -1)

    def tsv(self, lines: Iterable[int], columns: Sequence[int]) -> str:
        """Cells of lines as text for the clipboard, headings first, a tab between cells."""
        table = [[self._columns[c].heading for c in columns]]
        table += [[_plain(self._shown[n].cells[c]) for c in columns] for n in lines]
        return "\n".join("\t".join(cells) for cells in table)

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == TONE_ROLE:
            chip = line.chips[index.column()]
            return chip.tone if chip and chip.text else None
        if role == MUTED_ROLE:
            return line.row.deleted or line.cells[index.column()] == NOTHING
        if role == ROW_TONE_ROLE:
            return "bad" if line.row.conflict else "warn" if line.row.twin or line.row.findings else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; -1 goes back to the order the records came in."""
        self.layoutAboutToBeChanged.emit()
        self._order = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.layoutChanged.emit()

    # -- inside

    def _line(self, row: Row) -> _Line:
        chips = tuple(c.chip(row) if c.chip else None for c in self._columns)
        cells = tuple(
            chip.text if chip else column.text(row) for chip, column in zip(chips, self._columns, strict=True)
        )
        return _Line(row, cells, chips, _searchable(" ".join(cells)))

    def _arrange(self) -> None:
        words = _searchable(self._text).split()
        kept = [line for line in self._all if all(w in line.words for w in words)]
        if self._condition:
            kept = [line for line in kept if self._condition(line.row)]
        if self._order and self._order[0] < len(self._columns):
            kept = self._sorted(kept, *self._order)
        self._shown = kept
        self._places = {line.row.id: n for n, line in enumerate(kept)}

    def _sorted(self, lines: list[_Line], column: int, descending: bool) -> list[_Line]:
        key = self._columns[column].sort
        keyed = [(key(line.row), line) for line in lines]
        empty = [line for k, line in keyed if k[0]]
        full = sorted(
            (pair for pair in keyed if not pair[0][0]), key=lambda pair: pair[0][1], reverse=descending
        )
        return [line for _, line in full] + empty


def _searchable(text: str) -> str:
    # 12480 finds 12,480.00, and ๖๓ finds 63.
    plain = to_arabic(text).casefold()
    return f"{plain} {plain.replace(',', '')}" if "," in plain else plain


def _plain(cell: str) -> str:
    return "" if cell == NOTHING else " ".join(cell.split())
