"""A register's grid, its items by months: values typed, saved at once, pasted as one step."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.faults import InputRefusal, Refusal
from core.office import Edit, Grid, GridRow, LaterRecord, event_words
from core.registers.declare import Register, Value
from core.registers.fields import Start
from core.registers.views import GRID
from core.thai.dates import day_short, month_name_short, month_short
from core.thai.fiscal import Month
from desktop.models.grid_values import start_of, value_text
from desktop.models.lines_model import NOT_PASTED, made_later, month_name
from desktop.shell.context import AppContext
from desktop.widgets.delegates import BOLD_ROLE, MARK_ROLE, MUTED_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PASS_ROLE = int(Qt.ItemDataRole.UserRole) + 20  # bool | None: passed, failed, nothing there or judged
USUAL = 6  # months that stand beside codes and names without scrolling
UNNAMED = "(ยังไม่มีชื่อ)"
SUM = "รวม"


class GridModel(QAbstractTableModel):
    """A line for each item, a column for each month; where nothing is judged, sums at the end and at the foot. Writing goes
    through the office; what changed is read back from it."""

    def __init__(self, context: AppContext, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        view = register.view(GRID)
        assert view is not None
        self._context, self._register, self._view = context, register, view
        self._grid = Grid((), (), None, "")
        self._months: tuple[Month, ...] = ()
        self._all: dict[str, GridRow] = {}
        self._codes: list[str] = []
        self._keeps: Callable[[GridRow], bool] | None = None
        # What a new record starts with in the fields that go on as they were typed last.
        self.carried: dict[str, str] = {f.name: "" for f in register.fields if f.default is Start.LAST}
        self.reset()

    # -- what it holds

    @property
    def months(self) -> tuple[Month, ...]:
        """The months in sight."""
        return self._months

    @property
    def is_wide(self) -> bool:
        """True where so many months are in sight that the table scrolls: then the names stand before it."""
        return len(self._months) > USUAL

    @property
    def lead(self) -> tuple[str, ...]:
        """The columns before the months. Choices, and what stands for itself, have no code beside their name."""
        item = self._register.field(self._view.item)
        if self.is_wide:
            return ()
        return ("code", "name") if item.refers_to or item.code_of else ("name",)

    @property
    def first_month(self) -> int:
        """The column of the first month."""
        return len(self.lead)

    @property
    def grid(self) -> Grid:
        """What was read last."""
        return self._grid

    @property
    def noun(self) -> str:
        """What is typed into the cells: คะแนน."""
        return self._register.field(self._view.value).label.partition(" (")[0]

    @property
    def has_sums(self) -> bool:
        """True where the values are added up: nothing is judged by them."""
        return self._grid.passes is None

    def all_rows(self) -> tuple[GridRow, ...]:
        """Every item, in sight or not."""
        return tuple(self._all.values())

    def row_at(self, line: int) -> GridRow | None:
        """The item of a line, None outside and for the sums."""
        return self._all[self._codes[line]] if 0 <= line < len(self._codes) else None

    def row_of(self, item: str) -> GridRow | None:
        """An item's row, in sight or not; None where there is none."""
        return self._all.get(item)

    def line_of(self, item: str) -> int:
        """The line of an item, -1 where it isn't in sight."""
        return self._codes.index(item) if item in self._codes else -1

    def month_at(self, column: int) -> Month | None:
        """The month of a column, None for the others."""
        place = column - self.first_month
        return self._months[place] if 0 <= place < len(self._months) else None

    def column_of(self, month: Month) -> int:
        """The column of a month; ValueError where there is none."""
        return self.first_month + self._months.index(month)

    def reset(self) -> None:
        """Reads another year's grid."""
        self._read()
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._months = self._grid.months
        self._codes = [c for c, row in self._all.items() if self._keeps is None or self._keeps(row)]
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the figures anew; the lines in sight stay, so that nothing slips away while typing."""
        before = set(self._all)
        self._read()
        if set(self._all) != before:
            self._show()
            return
        last = self.index(max(0, self.rowCount() - 1), self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def set_filter(self, keeps: Callable[[GridRow], bool] | None) -> None:
        """Keeps in sight the items a condition holds for now."""
        self._keeps = keeps
        self._show()

    def filled_on(self, month: Month) -> date:
        """The day a new record of a month is dated: the day looked at, no later than the following month's end."""
        return min(self._context.as_of, month.next().last_day)

    def starts_with(self, month: Month) -> dict[str, Value | None]:
        """What a new record of a month has beside its item, month and value."""
        fields = {f.name: f for f in self._register.fields}
        given: dict[str, Value | None] = {n: start_of(f, self._context.as_of) for n, f in fields.items()}
        given |= {n: f.type.on_day(self.filled_on(month)) for n, f in fields.items() if n in self._view.fill}
        given |= dict(self.carried)
        return {name: value for name, value in given.items() if value not in (None, "")}

    # -- what is typed

    def put(self, index: AnyIndex, text: str) -> str:
        """Saves a value, or deletes the record; why it can't be, "" once it is."""
        sentence = self._unwritable(index)
        if sentence:
            return sentence
        if not text.strip():
            return self.empty([index])
        edit = self._edit(index, text.strip())
        return self._context.why_not(
            lambda: self._context.office.records.save(self._register.name, edit.values, edit.record_id)
        )

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into."""
        month = self.month_at(index.column())
        if self.row_at(index.row()) is None or month is None:
            return f"พิมพ์{self.noun}ได้ในช่องเดือนเท่านั้น"
        if self._context.office.session.read_only:
            return f"เปิดไฟล์ไว้เพื่ออ่านเท่านั้น จึงบันทึก{self.noun}ไม่ได้"
        if month.first_day > self._context.as_of:
            return f"ยังไม่ถึงเดือน {month_short(month)} ณ วันที่ {day_short(self._context.as_of)}"
        return ""

    def _unwritable(self, index: AnyIndex) -> str:
        """Why a cell can't be written to: it takes nothing, or its record comes after the day looked at, and must not be
        overwritten unseen."""
        later = self.later(index)
        if later is None:
            return self.refusal(index)
        return made_later(later.day)

    def later(self, index: AnyIndex) -> LaterRecord | None:
        """The record of a cell that comes after the day looked at."""
        row, place = self.row_at(index.row()), index.column() - self.first_month
        if row is None or not 0 <= place < len(row.later) or row.records[place]:
            return None
        return row.later[place]

    def name_of(self, index: AnyIndex) -> str:
        """A cell by its item and month (for the others, their column)."""
        row, month = self.row_at(index.row()), self.month_at(index.column())
        return f"{month_name(month) if month else index.column()} {row.item if row else ''}"

    def place_of(self, name: str) -> QModelIndex:
        """Where a cell of that name stands now; invalid where it isn't in sight."""
        of, _, item = name.partition(" ")
        columns = {month_name(month): self.column_of(month) for month in self._months}
        columns |= {str(n): n for n in range(self.columnCount()) if self.month_at(n) is None}
        return self.index(self.line_of(item), columns.get(of, -1))

    def words_of(self, index: AnyIndex) -> str:
        """A cell by its item and month, in words."""
        row, month = self.row_at(index.row()), self.month_at(index.column())
        name = (row.name or row.item) if row else ""
        return f"{name} {month_short(month)}" if month else name

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Deletes the records of cells, as one step; where one can't be none is, and the sentence names it."""
        for index in indexes:
            if (self._record(index) or self.later(index)) and (sentence := self._unwritable(index)):
                return f"{self._place(index)} {sentence}"
        found = [record for index in indexes if (record := self._record(index))]
        delete = self._context.office.records.delete_many
        return self._context.why_not(lambda: delete(self._register.name, found)) if found else ""

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Saves a block as one step; blank cells leave what is there. Where one cell can't be saved none is, and
        the sentence names it."""
        edits: list[tuple[QModelIndex, Edit]] = []
        for target, text in self._laid_over(index, block):
            if not target.isValid():
                return _too_large(block)
            sentence = self._unwritable(target)
            if sentence:
                return self._not_pasted(target, sentence)
            if text != target.data(Qt.ItemDataRole.EditRole):
                edits.append((target, self._edit(target, text)))
        return self._save_block(edits) if edits else ""

    def _save_block(self, edits: Sequence[tuple[QModelIndex, Edit]]) -> str:
        try:
            self._context.wait_for(
                lambda: self._context.office.records.save_many(
                    self._register.name, [edit for _, edit in edits]
                )
            )
        except InputRefusal as refusal:
            first = next((f for f in refusal.findings if f.row), None)
            if first is None or first.row is None:
                return str(refusal)
            return self._not_pasted(edits[first.row - 1][0], first.message)
        except Refusal as refusal:
            return self._context.why(refusal)
        return ""

    def _laid_over(
        self, index: AnyIndex, block: Sequence[Sequence[str]]
    ) -> Iterator[tuple[QModelIndex, str]]:
        """The block's filled cells with the places they fall on (invalid ones outside the grid)."""
        for down, cells in enumerate(block):
            for right, text in enumerate(cells):
                if text.strip():
                    yield self.index(index.row() + down, index.column() + right), text.strip()

    def _not_pasted(self, index: AnyIndex, sentence: str) -> str:
        return f"{NOT_PASTED} {self._place(index)} {sentence}"

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._codes) + bool(self._codes and self.has_sums)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else self.first_month + len(self._months) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        month, writable = self.month_at(index.column()), not self._context.office.session.read_only
        if month and writable and month.first_day <= self._context.as_of and self.row_at(index.row()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, place = self.row_at(index.row()), index.column() - self.first_month
        if row is None:
            return self._foot_data(index.column(), role) if index.row() == len(self._codes) else None
        if self.month_at(index.column()):
            later = self.later(index)
            return self._later_data(later, role) if later else self._value_data(row.values[place], role)
        if place == len(self._months) and row.chip is None:
            return self._sum_data([value for value in row.values if value is not None], role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, index.column())
        if role == TONE_ROLE and place >= 0:
            return row.chip.tone if row.chip else None
        if role == MUTED_ROLE:
            return place == -len(self.lead) < -1 or (place == -1 and not row.name)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._name_data(section, role)
        month = self.month_at(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numbers = month or (self.has_sums and section >= self.first_month)
            return int(Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.DisplayRole:
            return month_name_short(month.month) if month else self._headings()[section]
        return None

    # -- inside

    def _read(self) -> None:
        office, year, day = self._context.office, self._context.year, self._context.as_of
        self._grid = self._context.wait_for(lambda: office.figures.grid(self._register.name, year, day))
        self._all = {row.item: row for row in self._grid.rows}

    def _name_data(self, line: int, role: int) -> Any:
        """What stands before a line of a wide grid."""
        row = self.row_at(line)
        if role == Qt.ItemDataRole.FontRole:
            return row is None or None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (row.name or row.item) if row else SUM

    def _headings(self) -> dict[int, str]:
        named = {"code": "รหัส", "name": self._register.field(self._view.item).label}
        last = self.first_month + len(self._months)
        return {**{n: named[name] for n, name in enumerate(self.lead)}, last: SUM if self.has_sums else "ผล"}

    def value_text(self, value: Decimal) -> str:
        """A value as a cell shows it."""
        return value_text(self._register.field(self._view.value), value)

    def _value_data(self, value: Decimal | None, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return "" if value is None else self.value_text(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if value is None or self._grid.passes is None:
            return None
        passed = value >= self._grid.passes
        if role == PASS_ROLE:
            return passed
        if role == MARK_ROLE:
            return "good" if passed else "bad"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.value_text(value)} {'ผ่าน' if passed else 'ไม่ผ่าน'}"
        return None

    def _foot_data(self, column: int, role: int) -> Any:
        """The sums of the items in sight."""
        if column < self.first_month:
            if role == BOLD_ROLE:
                return True
            return SUM if role == Qt.ItemDataRole.DisplayRole and column == self.first_month - 1 else None
        place = column - self.first_month
        kept = [self._all[code].values for code in self._codes]
        cells = [values[place] if place < len(self._months) else None for values in kept]
        if place == len(self._months):
            cells = [value for values in kept for value in values]
        return self._sum_data([value for value in cells if value is not None], role)

    def _sum_data(self, values: Sequence[Decimal], role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.value_text(sum(values, Decimal(0))) if values else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        return True if role == BOLD_ROLE else None

    def _later_data(self, later: LaterRecord, role: int) -> Any:
        """A cell whose record comes after the day looked at: it says so, for the value isn't there yet."""
        if role == Qt.ItemDataRole.DisplayRole:
            return "ภายหลัง"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            begun = event_words(self._register.field(self._register.begins))
            value = "" if later.value is None else f" {self.noun} {self.value_text(later.value)}"
            return f"{begun} {day_short(later.day)}{value} · หลังวันที่ดู ยังไม่นับ"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.EditRole:
            return ""
        return role == MUTED_ROLE or None

    def _words(self, row: GridRow, column: int) -> str:
        if column >= self.first_month:
            return row.chip.text if row.chip else ""
        return row.item if self.lead[column] == "code" else row.name or UNNAMED

    def _record(self, index: AnyIndex) -> str | None:
        row, place = self.row_at(index.row()), index.column() - self.first_month
        return row.records[place] if row and 0 <= place < len(self._months) else None

    def _edit(self, index: AnyIndex, text: str) -> Edit:
        record = self._record(index)
        if record:
            return Edit(record, {self._view.value: text})
        row, month = self.row_at(index.row()), self.month_at(index.column())
        assert row is not None
        assert month is not None
        own = {self._view.item: row.item, self._view.month: month, self._view.value: text}
        return Edit(None, {**self.starts_with(month), **own})

    def _place(self, index: AnyIndex) -> str:
        return f"{self.words_of(index)}:"


def _too_large(block: Sequence[Sequence[str]]) -> str:
    columns = max((len(row) for row in block), default=0)
    return f"{NOT_PASTED} ข้อมูลที่คัดลอกมา {len(block)} แถว {columns} คอลัมน์ เกินขอบตาราง"
