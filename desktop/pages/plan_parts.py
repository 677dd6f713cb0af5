"""The records that belong together, as lists beside the form: budget lines with their sum, targets by year, rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.office import Row
from core.registers.declare import Register
from core.thai.numbers import format_decimal
from desktop.models.columns import RECORD_ROLES, field_column, record_column
from desktop.models.plan_additions import Addition
from desktop.models.plan_items import PlanItem, row_label, target_words
from desktop.models.table_model import ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.chip import ChipLabel
from desktop.widgets.flow import Flow
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable

WHOLE = Decimal(100)
WORDS = "words"  # a target as it is printed


@dataclass(frozen=True)
class Parts:
    """A list of records of one register under a place: what each column shows, and what is said at its foot."""

    register: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    foot: str = ""
    tone: str = ""
    chip: str = ""
    additions: tuple[Addition, ...] = ()


def parts_of(item: PlanItem, register: str, additions: Sequence[Addition]) -> Parts:
    """The records of a register right under a place, with their sum where they make one."""
    rows = tuple(c.row for c in item.children if c.row is not None and c.register == register)
    if item.row is not None and register == "plan_targets":
        rows = tuple(_with_words(item.row, row) for row in rows)
    offered = tuple(a for a in additions if a.register == register)
    say = _FEET.get(register, _counted)
    foot, tone, chip = say(item, rows)
    return Parts(register, rows, COLUMNS.get(register, ()), foot, tone, chip, offered)


def _with_words(indicator: Row, target: Row) -> Row:
    return replace(target, values={**target.values, WORDS: target_words(indicator, target)})


def _counted(_item: PlanItem, rows: Sequence[Row]) -> tuple[str, str, str]:
    return f"{len(rows)} รายการ", "", ""


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((v for r in rows if isinstance(v := r.values.get(name), Decimal)), Decimal(0))


def _money(item: PlanItem, rows: Sequence[Row]) -> tuple[str, str, str]:
    whole, budget = _sum(rows, "amount"), item.values.get("budget")
    said = f"รวม {format_decimal(whole, 2, grouping=True)} บาท"
    if not rows or not isinstance(budget, Decimal):
        return said, "", ""
    if budget == whole:
        return said, "good", "ตรงกับงบประมาณโครงการ"
    return said, "warn", f"งบประมาณโครงการ {format_decimal(budget, 2, grouping=True)}"


def share_chip(whole: Decimal) -> tuple[str, str]:
    """The tone and the words for a sum of shares: a hundred, or what lacks."""
    if whole == WHOLE:
        return "good", "ครบร้อยละ 100"
    gap = abs(WHOLE - whole)
    return "bad", f"{'ขาด' if whole < WHOLE else 'เกิน'} {format(gap.normalize(), 'f')}"


def _shares(_item: PlanItem, rows: Sequence[Row]) -> tuple[str, str, str]:
    whole = _sum(rows, "share")
    return (f"รวมเนื้องานร้อยละ {format(whole.normalize(), 'f')}", *share_chip(whole))


COLUMNS = {
    "plan_budget_lines": ("ordinal", "title", "amount"),
    "plan_targets": ("year", WORDS),
    "plan_texts": ("number", "text"),
    "plan_study_parts": ("label", "title", "share"),
    "plan_printed_rows": ("ordinal", "kind", "cells"),
    "plan_units": ("ordinal", "name"),
    "plan_nodes": ("number", "title"),
    "plan_measures": ("number", "title"),
    "plan_projects": ("number", "title", "budget"),
    "plan_indicators": ("code", "title"),
    "plan_printed_tables": ("ordinal", "title"),
}
WIDE = ("title", "text", "cells", "name", WORDS)
_FEET: dict[str, Callable[[PlanItem, Sequence[Row]], tuple[str, str, str]]] = {
    "plan_budget_lines": _money,
    "plan_study_parts": _shares,
}


class PartsList(QWidget):
    """A list of records with a foot; Enter or a double click opens one, Del deletes those selected, a button each begins
    another of the kinds offered."""

    opened = Signal(object)  # the record's key in the tree
    addition_wanted = Signal(object)
    delete_wanted = Signal(list)  # the keys of the selected records

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._context, self._writable = context, writable
        self._register = ""
        self._offered: tuple[Addition, ...] = ()
        self.model = TableModel[Row]((), self, key=lambda row: row.id, row_roles=RECORD_ROLES)
        self.table = DeskTable(self)
        self.table.setModel(self.model)
        self.table.setSelectionMode(DeskTable.SelectionMode.ExtendedSelection)
        self.selection = RowSelection(self.table, self.model)
        self.table.opened.connect(self._open)
        self.table.delete_wanted.connect(self._delete)
        self.table.setAccessibleName("รายการในส่วนนี้ กด Enter เพื่อเปิด กด Del เพื่อลบ")
        self.foot, self.chip = QLabel(self), ChipLabel("", "neutral", self)
        set_kind(self.foot, "strong")
        self.add, self.further = quiet("เพิ่ม", "", self), quiet("เพิ่ม", "", self)
        self.add.clicked.connect(lambda: self._begin(0))
        self.further.clicked.connect(lambda: self._begin(1))
        adding = Flow(self)
        adding.put(self.add, self.further)
        row = hbox((adding, 1), self.chip, self.foot, margins=(14, 6, 14, 6), spacing=10)
        vbox((self.table, 1), row, parent=self, margins=0, spacing=0)

    def show_parts(self, parts: Parts) -> None:
        """Shows other records."""
        if parts.register != self._register:
            self._register = parts.register
            self._set_columns(self._context.office.session.register(parts.register), parts.columns)
        self.selection.keep(lambda: self.model.set_rows(parts.rows))
        self.foot.setText(parts.foot)
        self.chip.setVisible(bool(parts.chip))
        self.chip.set(parts.chip, parts.tone or "neutral")
        self._offered = parts.additions
        for number, button in enumerate((self.add, self.further)):
            offered = parts.additions[number : number + 1]
            button.setVisible(bool(offered) and self._writable)
            button.setText("".join(addition.words for addition in offered))

    def _set_columns(self, register: Register, names: Sequence[str]) -> None:
        columns = [_column(register, name) for name in names]
        self.model.set_columns(columns)
        self.table.fit_columns(
            {n: column.share for n, column in enumerate(columns) if column.share}, least=160
        )

    def _open(self) -> None:
        row = self.model.row_at(self.table.currentIndex().row())
        if row is not None:
            self.opened.emit((self._register, row.id))

    def _delete(self) -> None:
        self.delete_wanted.emit([(self._register, record_id) for record_id in self.selection.ids()])

    def _begin(self, number: int) -> None:
        if number < len(self._offered):
            self.addition_wanted.emit(self._offered[number])


def _column(register: Register, name: str) -> ModelColumn[Row]:
    if name == "cells":
        return record_column("ข้อความในแถว", row_label, share=1)
    if name == WORDS:
        return record_column(register.field("value").label, lambda row: str(row.values[WORDS]), share=1)
    return field_column(register.field(name), one_line=name in WIDE)
