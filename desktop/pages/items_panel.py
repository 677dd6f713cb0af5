"""The items of a register, a row each: what came with the plan is told, the rest is filled in, and how far each one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.office import Row, event_words
from core.registers.as_of import by, day_of
from core.registers.declare import Field, Register, Value
from core.registers.views import ITEMS
from core.thai.fiscal import last_day_of
from desktop.evidence.button import EvidenceButton
from desktop.forms.input_set import InputSet
from desktop.pages.contract_panel import caption
from desktop.pages.record_fields import RecordFields
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.chip import ChipLabel
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput, TextEdit
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

YEAR = "fiscal_year"
DAY_WIDTH, STATE_WIDTH = 104, 104  # px at text size 100 %
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ItemFields:
    """What of a register's items is told, and what is filled in: their key, what each must have, and
    the words and numbers that stand before the first day came with the plan."""

    def __init__(self, register: Register) -> None:
        view = register.view(ITEMS)
        self.group = register.field(view.group) if view and view.group else None
        shown = [f for f in register.fields if f.name != YEAR and f is not self.group]
        first_day = next((place for place, f in enumerate(shown) if f.type.tells_a_day), 0)
        plain = [
            f for f in shown[:first_day] if (f.type.is_text or f.type.is_number) and not f.type.many_lines
        ]
        told = [f for f in shown if f.name in register.key_fields or f.required or not f.typed or f in plain]
        self.numbers = [f for f in told if f.type.is_number and f.name not in register.key_fields]
        self.names = [f for f in told if f not in self.numbers]
        filled = [f for f in shown if f not in told]
        self.short = [f for f in filled if not f.type.is_text]
        self.texts = [f for f in filled if f.type.is_text]
        self.days = [f for f in self.short if f.type.tells_a_day]
        # A long name leaves no room beside it: then texts stand below.
        self.below = any(f.type.is_text and f.name not in register.key_fields for f in self.names)

    def name(self, values: Mapping[str, Value | None]) -> str:
        """What an item is called: ``อ่างล้างมือ``, ``1. จัดทำแผน``."""
        said = [(f, f.show(values.get(f.name))) for f in self.names]
        first, *more = [f"{shown}." if f.type.labelled and len(said) > 1 else shown for f, shown in said] or [
            ""
        ]
        return " ".join(filter(None, (first, *more)))

    def state(self, values: Mapping[str, Value | None], as_of: date) -> tuple[str, str]:
        """How far an item is at the end of a day, in words and tone: by the last of its days that has come."""
        reached = [place for place, f in enumerate(self.days) if by(values.get(f.name), as_of)]
        if not reached:
            return f"ยังไม่{deed(self.days[0])}", "neutral"
        last = reached[-1]
        if last + 1 < len(self.days):
            return f"รอ{deed(self.days[last + 1])}", "info"
        return ("หลังสิ้นปี", "warn") if self.is_over(values) else (f"{deed(self.days[-1])}แล้ว", "good")

    def is_done(self, values: Mapping[str, Value | None], as_of: date) -> bool:
        """True where the last of its days has come, within its year."""
        return bool(self.days) and by(values.get(self.days[-1].name), as_of) and not self.is_over(values)

    def is_over(self, values: Mapping[str, Value | None]) -> bool:
        """True of what came after its plan's year was over."""
        return comes_after_its_year(values, day_of(values.get(self.days[-1].name)))


def deed(declared: Field) -> str:
    """What was done on a day, by its field's label: ``ตรวจรับ``, ``เสร็จ``."""
    return event_words(declared).removeprefix("แล้ว")


def comes_after_its_year(values: Mapping[str, Value | None], day: date | None) -> bool:
    """True of what came after the year of the plan it was for."""
    year = values.get(YEAR)
    return isinstance(year, int) and day is not None and day > last_day_of(year)


class ItemsPanel(Panel):
    """The items by group."""

    def __init__(self, context: AppContext, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=register.title)
        self._context, self._register = context, register
        self.of = ItemFields(register)
        self.inputs: dict[str, dict[str, FieldInput]] = {}
        self._fields: dict[str, RecordFields] = {}
        self._chips: dict[str, ChipLabel] = {}
        self.proofs: dict[str, EvidenceButton] = {}
        self._wanted = ""  # the record to go to once it is shown
        self._done = ChipLabel(parent=self)
        self.head_layout().addWidget(self._done)
        self._rows: QWidget | None = None
        self.nothing = EmptyState(f"ปีนี้ยังไม่มี{register.short_title}ที่มากับแผน", parent=self)
        self.body.addWidget(self.nothing)

    def show_rows(self, found: Sequence[Row]) -> None:
        """Shows the items as they were read; the fields are kept while the items stay the same."""
        rows = self._in_order(found)
        if [row.id for row in rows] != list(self._fields):
            self._make_rows(rows)
        for row in rows:
            self._fields[row.id].show(row.id, row.values)
            if self.of.days:
                self._chips[row.id].set(*self.of.state(row.values, self._context.as_of))
        self.nothing.setVisible(not rows)
        self.focus_record(self._wanted)
        self._say_done(rows)

    def focus_record(self, record_id: str) -> None:
        """Puts the cursor into an item's first field."""
        self._wanted = "" if self.inputs.get(record_id) else record_id
        for field in list(self.inputs.get(record_id, {}).values())[:1]:
            widget_of(field).setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return all(fields.may_leave() for fields in self._fields.values())

    def _say_done(self, rows: Sequence[Row]) -> None:
        if not self.of.days:
            return
        done = [row for row in rows if self.of.is_done(row.values, self._context.as_of)]
        what, whole = deed(self.of.days[-1]), len(done) == len(rows)
        if self.of.numbers:
            name = self.of.numbers[0]
            words = f"รวมที่{what} {_sum(name, done)} จาก {_sum(name, rows)}"
        else:
            words = f"{what}แล้ว {len(done)}/{len(rows)}"
        self._done.set(words, "good" if whole and rows else "neutral")

    def _in_order(self, found: Sequence[Row]) -> tuple[Row, ...]:
        """By group, choices in their order, else in the register's order."""
        named = [*([self.of.group] if self.of.group else []), *(f for f in self.of.names if f.choices)]
        order = {f.name: [c.code for c in f.choices] for f in named}
        if self.of.group and not self.of.group.choices:
            order[self.of.group.name] = [str(row.values[self.of.group.name]) for row in found]

        def place(row: Row) -> tuple[int, ...]:
            codes = ((places, str(row.values[name])) for name, places in order.items())
            return tuple(places.index(code) if code in places else len(places) for places, code in codes)

        return tuple(sorted(found, key=place))

    # -- the rows

    def _make_rows(self, rows: Sequence[Row]) -> None:
        if self._rows is not None:
            self._rows.hide()
            self.body.removeWidget(self._rows)
            self._rows.deleteLater()
        self._rows = QWidget(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(3))
        vbox(grid, parent=self._rows, margins=(12, 4, 12, 10)).addStretch(1)
        self.body.insertWidget(0, self._rows, 1)
        self.inputs, self._fields, self._chips, self.proofs = {}, {}, {}, {}
        self._add_headings(grid)
        group = None
        for row in rows:
            if self.of.group and row.values[self.of.group.name] != group:
                group = row.values[self.of.group.name]
                heading = QLabel(self.of.group.show(group))
                set_kind(heading, "strong")
                grid.addWidget(heading, grid.rowCount(), 0, 1, self._columns())
            self._add_row(grid, row)

    def _columns(self) -> int:
        beside = 0 if self.of.below else len(self.of.texts)
        return 1 + len(self.of.numbers) + len(self.of.short) + bool(self.of.days) + beside

    def _add_headings(self, grid: QGridLayout) -> None:
        of = self.of
        key = [f.label for f in of.names if f.name in self._register.key_fields]
        state = ["สถานะ"] if of.days else []
        texts = [] if of.below else [f.label for f in of.texts]
        words = [" ".join(key), *(f.label for f in (*of.numbers, *of.short)), *state, *texts]
        for column, said in enumerate(words):
            right = RIGHT if 0 < column <= len(of.numbers) else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(caption(said), 0, column, right)
        grid.addWidget(caption("หลักฐาน"), 0, len(words))
        if of.below or not of.texts:
            grid.setColumnStretch(0, 1)
        for column in range(len(words) - len(texts), len(words)):
            grid.setColumnStretch(column, 1)
        if of.days:
            grid.setColumnMinimumWidth(len(words) - len(texts) - 1, scaled(STATE_WIDTH))

    def _add_row(self, grid: QGridLayout, row: Row) -> None:
        of, top = self.of, grid.rowCount()
        inputs = self._made(row)
        grid.addWidget(ThaiLabel(of.name(row.values)) if of.below else QLabel(of.name(row.values)), top, 0)
        column = 1
        for declared in of.numbers:
            number = QLabel(declared.show(row.values.get(declared.name)))
            set_kind(number, "muted")
            grid.addWidget(number, top, column, RIGHT)
            column += 1
        for declared in of.short:
            grid.addWidget(widget_of(inputs[declared.name]), top, column)
            column += 1
        if of.days:
            self._chips[row.id] = ChipLabel()
            grid.addWidget(self._chips[row.id], top, column)
            column += 1
        under = top + 1
        for declared in of.texts:
            if of.below:
                grid.addWidget(widget_of(inputs[declared.name]), under, 0, 1, self._columns())
                under += 1
            else:
                grid.addWidget(widget_of(inputs[declared.name]), top, column)
                column += 1
        proof = self.proofs[row.id] = EvidenceButton(self._context, self._register.name)
        proof.show_record(row.id, f"{self._register.short_title} {of.name(row.values)}")
        proof.take_drops([widget_of(field) for field in inputs.values()])
        grid.addWidget(proof, top, self._columns())
        line = FindingLine()
        grid.addWidget(line, under, 0, 1, self._columns())
        self.inputs[row.id] = inputs
        self._fields[row.id] = RecordFields(self._context, self._register.name, inputs, line)
        grid.addWidget(self._fields[row.id].draft_line, under + 1, 0, 1, self._columns())
        if of.below:
            grid.setRowMinimumHeight(under + 2, scaled(6))

    def _made(self, row: Row) -> dict[str, FieldInput]:
        """The inputs of an item, named by it."""
        made = InputSet(self._context, self._register, self.of.short).all
        made |= {f.name: TextEdit(max_length=f.max_length) for f in self.of.texts}
        keys = [self._register.field(name) for name in self._register.key_fields if name != YEAR]
        place = " ".join(_labelled(f, row.values.get(f.name)) for f in reversed(keys))
        for name, field in made.items():
            declared, widget = self._register.field(name), widget_of(field)
            widget.setObjectName("_".join((name, *(str(row.values.get(f.name)) for f in keys))))
            widget.setAccessibleName(f"{declared.label} {place}".strip())
            widget.setToolTip(declared.help)
            if declared in self.of.days:
                widget.setFixedWidth(scaled(DAY_WIDTH))
            if self.of.below and isinstance(field, TextEdit):
                field.setPlaceholderText(declared.label)
        return made


def _labelled(declared: Field, value: Value | None) -> str:
    shown = declared.show(value)
    return f"{declared.label} {shown}" if declared.type.labelled else shown


def _sum(declared: Field, rows: Sequence[Row]) -> str:
    values = [row.values.get(declared.name) for row in rows]
    return declared.type.show(sum((v for v in values if isinstance(v, int | Decimal)), Decimal(0)))
