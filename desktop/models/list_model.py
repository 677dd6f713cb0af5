"""A register's list as a table that holds the records' ids, and the lines somebody has looked at."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.office import Changes, Chip, ListColumn, Listing, ListLine, Row
from desktop.models.columns import NOTHING, is_right_aligned
from desktop.widgets.delegates import MUTED_ROLE, ROW_TONE_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
MOST_KEPT = 4000  # lines


class ListModel(QAbstractTableModel):
    """Shows a ``Listing``. A line not read yet is blank, and ``lacking`` says that one was looked at; what was read stays
    known until it is said to have changed."""

    lacking = Signal()

    def __init__(self, columns: Sequence[ListColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.listing: Listing | None = None
        self.edition = 0  # counts on when lines are forgotten: what was asked for before may be out of date
        self._ids: tuple[str, ...] = ()
        self._lines: dict[str, ListLine] = {}
        self._old: set[str] = set()

    # -- what it holds

    def show(self, listing: Listing, lines: Iterable[ListLine]) -> None:
        """Shows another list, with lines of it that have been read. While the same records stand in the same order only
        their lines are seen to change."""
        stays = self.listing is not None and listing.ids == self._ids
        changed = [*self._old, *(line.row.id for line in lines)]
        if not stays:
            self.beginResetModel()
        self.listing, self._ids = listing, listing.ids
        for record in self._old:
            self._lines.pop(record, None)
        self._old = set()
        self._lines |= {line.row.id: line for line in lines}
        if not stays:
            self.endResetModel()
        else:
            self._say_changed(changed)

    def add(self, lines: Sequence[ListLine]) -> None:
        """Fills in lines that were looked at."""
        self._lines |= {line.row.id: line for line in lines}
        self._old -= {line.row.id for line in lines}
        self._say_changed(line.row.id for line in lines)

    def forget(self, changes: Changes | None = None, register: str = "") -> None:
        """Says that the lines of a register's records that changed, or (None) every line, are out of date. They stay in
        sight until a list is shown again."""
        self.edition += 1
        if changes is None or register in changes.wholly:
            self._old = set(self._lines)
        else:
            self._old |= {record for name, record in changes.records if name == register}

    def known(self) -> frozenset[str]:
        """The records whose lines have been read and are up to date; of too many none, so that they are let go of."""
        if len(self._lines) > MOST_KEPT:
            self.forget()
        return frozenset(self._lines) - self._old

    def unread(self, first: int, last: int) -> tuple[str, ...]:
        """The records from one line to another (inclusive) that haven't been read."""
        return tuple(record for record in self._ids[max(0, first) : last + 1] if record not in self._lines)

    @property
    def ids(self) -> tuple[str, ...]:
        """The records in sight, in order."""
        return self._ids

    def rows(self) -> tuple[Row, ...]:
        """Those of the records in sight that have been read, in order."""
        return tuple(self._lines[record].row for record in self._ids if record in self._lines)

    def row_at(self, line: int) -> Row | None:
        """The record of a line; None outside, and while it hasn't been read as it is now."""
        record = self.id_at(line) or ""
        known = self._lines.get(record)
        return known.row if known and record not in self._old else None

    def id_at(self, line: int) -> str | None:
        """The id of a line's record, None outside."""
        return self._ids[line] if 0 <= line < len(self._ids) else None

    def line_of(self, record_id: str | None) -> int:
        """The line a record stands in, -1 where it isn't in sight."""
        return self.listing.places.get(record_id or "", -1) if self.listing else -1

    def tsv(self, lines: Iterable[ListLine], columns: Collection[int]) -> str:
        """Cells of lines as text for the clipboard, headings first, a tab between cells."""
        table = [[self.columns[n].heading for n in columns]]
        table += [[_plain(line.cells[n]) for n in columns] for line in lines]
        return "\n".join("\t".join(cells) for cells in table)

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines.get(self._ids[index.row()])
        if line is None:
            if role == Qt.ItemDataRole.DisplayRole:
                self.lacking.emit()
            return None
        cell = line.cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text if isinstance(cell, Chip) else cell
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == TONE_ROLE:
            return cell.tone if isinstance(cell, Chip) and cell.text else None
        if role == MUTED_ROLE:
            return line.later or line.row.deleted or cell == NOTHING
        if role == ROW_TONE_ROLE:
            return "bad" if line.row.conflict else "warn" if line.row.findings else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _say_changed(self, records: Iterable[str]) -> None:
        places = [place for record in records if (place := self.line_of(record)) >= 0]
        if places:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), last))

    def _alignment(self, column: int) -> int:
        return _RIGHT if is_right_aligned(self.columns[column].type, self.columns[column].field) else _LEFT


def _plain(cell: str | Chip) -> str:
    said = cell.text if isinstance(cell, Chip) else cell
    return "" if said == NOTHING else " ".join(said.split())
