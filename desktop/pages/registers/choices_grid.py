"""The choices of a field as a small grid of labels and codes, typed into and pasted into like a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from core.office.registers.names import choice_code
from desktop.forms.drafting import mark_kept
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.delegates import MUTED_ROLE
from desktop.widgets.inputs.cell_grid import CellDelegate, CellGrid

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
LABEL, CODE = 0, 1
HEADINGS = ("ตัวเลือก", "รหัส")
MOST_LINES = 7  # in sight at once
NEW = "พิมพ์เพื่อเพิ่ม"


class ChoicesModel(QAbstractTableModel):
    """Choices in their order, and an empty line at the end to type another one into."""

    changed = Signal(dict)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: list[tuple[str, str]] = []  # code and label
        self._said: dict[str, Any] = {}
        self._numbered = False

    def show_choices(self, choices: Mapping[str, Any], *, numbered: bool) -> None:
        """Shows others; ``numbered``: their codes are whole numbers. A choice that says more than its label keeps what it
        says."""
        self._numbered = numbered
        made = [
            (code, said if isinstance(said, str) else str(said["label"])) for code, said in choices.items()
        ]
        self._said = dict(choices)
        if made != self._choices:
            self.beginResetModel()
            self._choices = made
            self.endResetModel()

    # -- what the grid asks

    def put(self, index: AnyIndex, text: str) -> str:
        """Takes a cell's text over; why it can't be."""
        return self._write([(index.row(), index.column(), text.strip())])

    def refusal(self, _index: AnyIndex) -> str:
        """Every cell can be typed into."""
        return ""

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Takes whole choices out, where their labels are among the cells."""
        gone = {index.row() for index in indexes if index.column() == LABEL}
        return self._take([pair for n, pair in enumerate(self._choices) if n not in gone])

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Takes a block over: labels, or labels and codes."""
        cells = [
            (index.row() + down, index.column() + right, text.strip())
            for down, line in enumerate(block)
            for right, text in enumerate(line[: 2 - index.column()])
        ]
        return self._write(cells)

    def name_of(self, index: AnyIndex) -> str:
        """A cell by its line and column."""
        return f"{index.row()}:{index.column()}"

    def place_of(self, name: str) -> QModelIndex:
        """Where it stands."""
        row, _, column = name.partition(":")
        return self.index(int(row), int(column))

    def words_of(self, index: AnyIndex) -> str:
        """A cell by its label."""
        return str(self.index(index.row(), LABEL).data() or "")

    def _write(self, cells: Sequence[tuple[int, int, str]]) -> str:
        made = list(self._choices)
        for row, column, text in cells:
            while len(made) <= row and text:
                made.append(("", ""))
            if row < len(made):
                code, label = made[row]
                made[row] = (code, text) if column == LABEL else (text, label)
        kept = [pair for pair in made if pair[1]]
        taken = [code for code, _ in kept if code]
        for place, (code, label) in enumerate(kept):
            if not code:
                kept[place] = (self._fresh(label, taken), label)
                taken.append(kept[place][0])
        return self._take(kept)

    def _take(self, made: list[tuple[str, str]]) -> str:
        codes = [code for code, _ in made]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            return f"รหัส “{twice}” ซ้ำกัน โปรดใช้รหัสที่ไม่ซ้ำกัน"
        worded = next((code for code in codes if self._numbered and not code.isdecimal()), None)
        if worded is not None:
            return f"รหัส “{worded}” ต้องเป็นจำนวนเต็ม โปรดพิมพ์ตัวเลข"
        if made != self._choices:
            self.changed.emit({code: self._with(code, label) for code, label in made})
        return ""

    def _fresh(self, label: str, taken: Sequence[str]) -> str:
        """The code of a choice that has none yet."""
        if not self._numbered:
            return choice_code(label, taken)
        return str(max((int(code) for code in taken if code.isdecimal()), default=0) + 1)

    def _with(self, code: str, label: str) -> Any:
        said = self._said.get(code)
        return {**said, "label": label} if isinstance(said, Mapping) else label

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._choices) + 1

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        known = index.row() < len(self._choices)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if known:
                code, label = self._choices[index.row()]
                return label if index.column() == LABEL else code
            return NEW if index.column() == LABEL and role == Qt.ItemDataRole.DisplayRole else ""
        if role == MUTED_ROLE:
            return not known or index.column() == CODE
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADINGS[section] if shown else None


class _LeftDelegate(CellDelegate):
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QLineEdit:
        editor = super().createEditor(parent, option, index)
        editor.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return editor


class ChoicesGrid(CellGrid):
    """The grid; ``changed`` carries the choices by code once a cell is left. Esc and Ctrl+Tab leave it."""

    changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = ChoicesModel(self)
        self.setModel(self._choices)
        self.setItemDelegate(_LeftDelegate(self))
        self.setAccessibleName("ตัวเลือก: พิมพ์หรือวางจากตาราง Ctrl+Tab ไปช่องต่อไป")
        self.setToolTip("พิมพ์หรือวางจากตาราง · Del ลบ · Ctrl+Tab ไปช่องต่อไป")
        self.fit_columns({LABEL: 3, CODE: 1}, least=50)
        self._choices.changed.connect(self.changed)
        self._choices.modelReset.connect(self._fit)
        mark_kept(self)
        self._fit()

    def show_choices(self, choices: Mapping[str, Any], *, numbered: bool) -> None:
        """Shows others; ``numbered``: their codes are whole numbers."""
        self._choices.show_choices(choices, numbered=numbered)

    def sizeHint(self) -> QSize:
        lines = min(MOST_LINES, self._choices.rowCount()) + 1
        return QSize(scaled(160), lines * row_height(self) + 2)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
