"""Rows of any kind as a table, told by its columns: what a cell says of a row, and how it is painted.

Classes of their own are only what is no such table: the tree of the plan, the windowed list of a register
(``ListModel``: it holds ids and reads lines as they are looked at) and the grids whose cells are typed into
(``GridModel``, ``LinesModel``, ``ChoicesModel``: they save cell by cell).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.widgets.delegates import BOLD_ROLE, MUTED_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
Roles = Mapping[int, Callable[[T], Any]]
DISPLAY = Qt.ItemDataRole.DisplayRole
ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
TIP = Qt.ItemDataRole.ToolTipRole
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
TOP = QModelIndex()


def always(_: object) -> bool:
    """True of every row."""
    return True


MUTED: Roles[Any] = {MUTED_ROLE: always}
BOLD: Roles[Any] = {BOLD_ROLE: always}


@dataclass(frozen=True)
class ModelColumn(Generic[T]):
    """One column: its heading, the text of a row, where it stands, and what else is asked of a cell by Qt's role or one of
    the delegates'; running text has a ``share`` in the room that is left. A cell whose text doesn't fit tells it whole by
    itself."""

    heading: str
    text: Callable[[T], str]
    align: int = LEFT
    roles: Roles[T] = field(default_factory=dict)
    share: int = 0


def chip_column(heading: str, chip: Callable[[T], tuple[str, str]]) -> ModelColumn[T]:
    """A column of chips; ``chip`` says a row's words and their tone."""
    return ModelColumn(heading, lambda row: chip(row)[0], roles={TONE_ROLE: lambda row: chip(row)[1]})


class TableModel(QAbstractTableModel, Generic[T]):
    """Rows in the order given. ``key`` names a row: while the same rows are shown in the same order they stay selected
    (without one, never). ``row_roles`` are asked of every cell of a row."""

    def __init__(
        self,
        columns: Iterable[ModelColumn[T]],
        parent: QObject | None = None,
        *,
        key: Callable[[T], str] | None = None,
        row_roles: Roles[T] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[T, ...] = ()
        self._key, self._row_roles = key, row_roles or {}

    def set_columns(self, columns: Iterable[ModelColumn[T]], rows: Iterable[T] = ()) -> None:
        """Shows other columns, and other rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._hold(tuple(rows))
        self.endResetModel()

    def set_rows(self, rows: Iterable[T]) -> None:
        """Shows other rows."""
        shown = tuple(rows)
        if self._key is not None and self._shape(shown) == self._shape(self.rows):
            self._hold(shown)
            self.say_changed()
            return
        self.beginResetModel()
        self._hold(shown)
        self.endResetModel()

    def say_changed(self) -> None:
        """Has every cell asked anew."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    def row_at(self, line: int) -> T | None:
        """The row of a line, None outside."""
        return self.rows[line] if 0 <= line < len(self.rows) else None

    def id_at(self, line: int) -> str | None:
        """The key of a line's row, None outside."""
        row = self.row_at(line)
        return self._key(row) if self._key and row is not None else None

    def line_of(self, key: str | None) -> int:
        """The line of the row of a key, -1 where it isn't there."""
        if key is None:
            return -1
        return next((n for n in range(len(self.rows)) if self.id_at(n) == key), -1)

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(DISPLAY)) -> Any:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role == DISPLAY:
            return self.columns[section].heading
        return self.columns[section].align if role == ALIGNMENT else None

    def data(self, index: AnyIndex, role: int = int(DISPLAY)) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == DISPLAY:
            return column.text(row)
        if role == ALIGNMENT:
            return column.align
        of_cell = column.roles.get(role) or self._row_roles.get(role)
        return of_cell(row) if of_cell else None

    # -- what a table of another kind of lines overrides

    def _hold(self, rows: tuple[T, ...]) -> None:
        self.rows = rows

    def _shape(self, rows: Sequence[T]) -> list[object]:
        return [self._key(row) for row in rows] if self._key else []
