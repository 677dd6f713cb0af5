"""The lines of one record, which belong to it by fields they share: the points given for each thing there is a line of."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.office import Edit, Query, Row, Thing
from core.registers.declare import Value
from core.registers.views import View
from core.thai.dates import day_short, month_short
from core.thai.fiscal import Month
from desktop.shell.context import AppContext
from desktop.widgets.delegates import BOLD_ROLE, MUTED_ROLE
from desktop.widgets.inputs.number_edit import plain

AnyIndex = QModelIndex | QPersistentModelIndex
Key = Mapping[str, Value | None]
Read = tuple[tuple[Thing, ...], dict[str, Row]]
_TOP = QModelIndex()
LONGEST = 30  # letters of a line's name where it is named beside its cell
GOT = "ได้"
APART = " · "  # in a cell's name, behind that of its record
NOT_PASTED = "วางไม่ได้และยังไม่ได้บันทึกอะไร:"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LinesModel(QAbstractTableModel):
    """What there is a line of, one below the other, and the sum of its points. Points are saved one by one, a block as one
    step; ``key`` are the values of the fields which the lines share with their record."""

    def __init__(self, context: AppContext, view: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self.register = context.office.session.register(view.register)
        self._field = self.register.field(view.of)
        self.got = 2 if view.full else 1  # the column that is typed into
        self._things: tuple[Thing, ...] = ()
        self._lines: dict[str, Row] = {}
        self._key: Key | None = None
        self._later: date | None = None

    def show_lines(self, key: Key | None, later: date | None = None) -> None:
        """Shows the lines of one record; none of a record that comes after the day looked at (on ``later``)."""
        found = self._read(key, later)
        self.beginResetModel()
        self._key, self._later = key, later
        self._things, self._lines = found
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the points anew."""
        things, lines = self._read(self._key, self._later)
        if len(things) != len(self._things):
            self.beginResetModel()
            self._things, self._lines = things, lines
            self.endResetModel()
            return
        self._things, self._lines = things, lines
        if self._things:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.got))

    def total(self) -> Decimal:
        """What has been given so far."""
        return sum((self._got(c) or Decimal(0) for c in self._things), Decimal(0))

    def full(self) -> Decimal:
        """What can be given at most."""
        return sum((thing.full or Decimal(0) for thing in self._things), Decimal(0))

    def given(self) -> int:
        """For how many of them points were given."""
        return sum(self._got(c) is not None for c in self._things)

    def is_complete(self) -> bool:
        """True once each has its points."""
        return bool(self._things) and self.given() == len(self._things)

    def put(self, index: AnyIndex, text: str) -> str:
        """Saves points, or takes them away; why they can't be saved, "" once they are."""
        sentence = self._unwritable(index)
        if sentence:
            return sentence
        if not text.strip():
            return self.empty([index])
        edit = self._edit(self._things[index.row()], text.strip())
        return self._context.why_not(
            lambda: self._context.office.records.save(self.register.name, edit.values, edit.record_id)
        )

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into."""
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return f"พิมพ์ได้ในช่อง {GOT} เท่านั้น"
        months = [value for value in (self._key or {}).values() if isinstance(value, Month)]
        early = next((month for month in months if month.first_day > self._context.as_of), None)
        return f"ยังไม่ถึงเดือน {month_short(early)} ณ วันที่ {day_short(self._context.as_of)}" if early else ""

    def _unwritable(self, index: AnyIndex) -> str:
        return self.refusal(index) or (made_later(self._later) if self._later else "")

    def name_of(self, index: AnyIndex) -> str:
        """A cell by its record (what it shares with its lines, months first), its column and what it is a line of."""
        parts = sorted((self._key or {}).values(), key=lambda value: not isinstance(value, Month))
        shared = " ".join(month_name(v) if isinstance(v, Month) else str(v) for v in parts)
        return f"{shared}{APART}{index.column()} {self._code(index.row())}"

    def place_of(self, name: str) -> QModelIndex:
        """Where a cell of that name stands now; invalid where it isn't in sight."""
        names = {
            self.name_of(index): index
            for row in range(self.rowCount())
            for index in (self.index(row, column) for column in range(self.columnCount()))
        }
        return names.get(name, QModelIndex())

    def words_of(self, index: AnyIndex) -> str:
        """A cell by what it is a line of, as far as a narrow panel has room for it."""
        words = str(self.index(index.row(), 0).data() or "")
        return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Takes points away; why they can't be."""
        cells = [index for index in indexes if index.column() == self.got]
        rows = [self._lines[code].id for i in cells if (code := self._code(i.row())) in self._lines]
        sentence = next((s for index in cells if (s := self._unwritable(index))), "") if rows else ""
        if sentence or not rows:
            return sentence
        return self._context.why_not(
            lambda: self._context.office.records.delete_many(self.register.name, rows)
        )

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Saves a column of points as one step; blank cells leave what is there."""
        edits = []
        for down, cells in enumerate(block):
            text = cells[0].strip()
            target = self.index(index.row() + down, self.got)
            if not text:
                continue
            if len(cells) > 1 or index.row() + down >= len(self._things):
                return f"{NOT_PASTED} ให้คัดลอกมาเป็นคอลัมน์เดียว ไม่เกินจำนวนข้อ"
            if sentence := self._unwritable(target):
                return f"{NOT_PASTED} {sentence}"
            edits.append(self._edit(self._things[index.row() + down], text))
        sentence = (
            self._context.why_not(lambda: self._context.office.records.save_many(self.register.name, edits))
            if edits
            else ""
        )
        return f"{NOT_PASTED} {sentence}" if sentence else ""

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() or not self._things else len(self._things) + 1

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else self.got + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._may_type() and index.column() == self.got and index.row() < len(self._things):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_sum = index.row() == len(self._things)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._sum_cells()[index.column()] if is_sum else self._cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and not is_sum:
            return self._cells(index.row())[0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if index.column() == 0 else _RIGHT
        if role == BOLD_ROLE:
            return index.column() == self.got or (is_sum and index.column() == 0)
        if role == MUTED_ROLE:
            return 0 < index.column() < self.got
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == 0 else _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns(self._field.label, "เต็ม", GOT)[section]
        return None

    # -- inside

    def _columns(self, name: str, full: str, got: str) -> tuple[str, ...]:
        return (name, full, got) if self._view.full else (name, got)

    def _read(self, key: Key | None, later: date | None) -> Read:
        office, view = self._context.office, self._view
        shown = key if key and later is None and all(v is not None for v in key.values()) else None
        month = (shown or {}).get(self.register.date_field)
        query = Query(month=month if isinstance(month, Month) else None, equals=shown or {})
        things, lines = self._context.wait_for(
            lambda: (
                office.lists.lines_of(view, self._context.year),
                office.records.rows(self.register.name, query) if shown else (),
            )
        )
        return things, {str(r.values[view.of]): r for r in lines}

    def _may_type(self) -> bool:
        return self._key is not None and not self._context.office.session.read_only

    def _code(self, row: int) -> str:
        return self._things[row].code if row < len(self._things) else ""

    def _got(self, thing: Thing) -> Decimal | None:
        row = self._lines.get(thing.code)
        value = row.values.get(self._view.points) if row else None
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def _edit(self, thing: Thing, text: str) -> Edit:
        row = self._lines.get(thing.code)
        if row is not None:
            return Edit(row.id, {self._view.points: text})
        return Edit(None, {**(self._key or {}), self._view.of: thing.code, self._view.points: text})

    def _cells(self, row: int) -> tuple[str, ...]:
        thing = self._things[row]
        return self._columns(thing.name or thing.code, _shown(thing.full), _shown(self._got(thing)))

    def _sum_cells(self) -> tuple[str, ...]:
        return self._columns("รวม", plain(self.full()), plain(self.total()) if self.given() else "")


def month_name(month: Month) -> str:
    """A month as the names of cells hold it: ``2563-06``."""
    return f"{month.buddhist_year}-{month.month:02d}"


def made_later(day: date) -> str:
    """Why a record that comes after the day looked at can't be written to: it must not be overwritten unseen."""
    return f"มีรายการที่ลงวันที่ {day_short(day)} อยู่แล้ว ให้เลื่อนวันที่ที่ดูไปถึงวันนั้นก่อนแก้ไข"


def _shown(points: Decimal | None) -> str:
    return "" if points is None else plain(points)
