"""The tree of the plan page: places that hold the searched words with what stands over them, findings marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.thai.folding import fold_case
from desktop.models.plan_items import Key, PlanItem

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 2  # str tone: the place has a finding
GROUP_ROLE = int(Qt.ItemDataRole.UserRole) + 3  # bool: a heading, no record
COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 4  # int: how many stand right under a heading


class PlanTree(QAbstractItemModel):
    """One column of labels. The items are handed in whole; ``filter`` hides, nothing is ever edited here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = PlanItem(("", "root"), "")
        self._words: tuple[str, ...] = ()
        self._shown: dict[int, list[PlanItem]] = {}
        self._by_key: dict[Key, PlanItem] = {}
        self._marks: Mapping[Key, str] = {}

    def set_root(self, root: PlanItem) -> None:
        """Shows another tree."""
        self.beginResetModel()
        self._root = root
        self._by_key = {item.key: item for item in root.walk()}
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Keeps in sight the places whose label holds every word, what stands over them and all under them."""
        self.beginResetModel()
        self._words = tuple(fold_case(text).split())
        self._arrange()
        self.endResetModel()

    def set_marks(self, marks: Mapping[Key, str]) -> None:
        """Marks places by their findings' tone; a place over a marked one is marked, too."""
        whole: dict[Key, str] = {}
        for key, tone in marks.items():
            found = self._by_key.get(key)
            for item in found.path() if found else ():
                whole[item.key] = "bad" if "bad" in (tone, whole.get(item.key)) else tone
        self._marks = whole
        self.dataChanged.emit(self.index(0, 0), self.index(max(0, self.rowCount() - 1), 0))

    def is_filtered(self) -> bool:
        """True while words are searched."""
        return bool(self._words)

    def item(self, index: AnyIndex) -> PlanItem | None:
        """The place of an index."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, PlanItem) else None

    def item_of(self, key: Key) -> PlanItem | None:
        """The place of a key, in sight or not."""
        return self._by_key.get(key)

    def alike(self, item: PlanItem) -> list[Key]:
        """All places of a place's kind, itself among them, in the order they stand in."""
        return [other.key for other in self._root.walk() if other.register == item.register]

    def index_of(self, key: Key) -> QModelIndex:
        """Where a place stands; invalid where it isn't in sight."""
        item = self._by_key.get(key)
        if item is None or item.parent is None or item not in self._children(item.parent):
            return QModelIndex()
        return self.createIndex(self._children(item.parent).index(item), 0, item)

    def holds(self, item: PlanItem) -> bool:
        """True for a place whose own label holds every searched word."""
        label = fold_case(item.label)
        return all(word in label for word in self._words)

    def first_match(self) -> QModelIndex:
        """The first place that holds the searched words itself; invalid for none."""
        found = (i for i in self._root.walk() if i.parent is not None and self.holds(i))
        item = next(found, None)
        return self.index_of(item.key) if item else QModelIndex()

    # -- Qt's side

    def index(self, row: int, column: int, parent: AnyIndex = _TOP) -> QModelIndex:
        children = self._children(self.item(parent) or self._root)
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(self, index: AnyIndex = _TOP) -> Any:  # Qt overloads this name
        item = self.item(index)
        above = item.parent if item else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(self._children(above.parent).index(above), 0, above)

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return len(self._children(self.item(parent) or self._root))

    def columnCount(self, _parent: AnyIndex = _TOP) -> int:
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return item.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.label} มีข้อสังเกต" if item.key in self._marks else item.label
        if role == KEY_ROLE:
            return item.key
        if role == MARK_ROLE:
            return self._marks.get(item.key)
        if role == GROUP_ROLE:
            return item.row is None
        return len(item.children) if role == COUNT_ROLE else None

    # -- inside

    def _children(self, item: PlanItem) -> list[PlanItem]:
        return self._shown.get(id(item), item.children) if self._words else item.children

    def _arrange(self) -> None:
        self._shown = {}
        if self._words:
            self._keep(self._root)

    def _keep(self, item: PlanItem) -> bool:
        """Notes which children stay in sight; True where the item itself does."""
        if item.parent is not None and self.holds(item):
            return True  # all under it stays
        self._shown[id(item)] = [child for child in item.children if self._keep(child)]
        return bool(self._shown[id(item)])
