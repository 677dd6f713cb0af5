"""Project 1, the toilets for the elderly and disabled: five steps, six fixtures, the contract, and indicator 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.office import Query, Row
from core.plan.model import Project
from core.registers.as_of import by
from core.registers.declare import Field, Register, Value
from core.thai.numbers import format_baht
from desktop.forms.suggesting import Suggesting
from desktop.pages.record_fields import RecordFields
from desktop.pages.steps_page import FieldsPage
from desktop.pages.steps_panel import StepsPanel, records_of
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.chip import ChipLabel
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput, MoneyEdit, TextEdit, ThaiDateEdit
from desktop.widgets.panel import Panel

PROJECT = 1
ITEMS = "renovation_items"
PROJECTS = "plan_projects"
CONTRACT = (
    "contract_contractor",
    "contract_number",
    "contract_amount",
    "contract_signed_on",
    "contract_due_on",
)


class RenovationPage(FieldsPage):
    """Everything about the renovation on one page; every field saves itself."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ปรับปรุงห้องน้ำ", parent)
        project = context.office.session.plan(context.year).project(PROJECT)
        self.strips = Strips(context, project.indicators, self)
        self.steps = StepsPanel(context, self)
        self.items = ItemsPanel(context, self)
        self.contract = ContractPanel(context, self)
        self.inner.addWidget(self.strips)
        self.inner.addWidget(self.steps)
        below = hbox((self.items, 3), (self.contract, 2), spacing=12)
        self.inner.addLayout(below)
        self.inner.addStretch(1)
        self.on_change(None, self.refresh)
        self.refresh()

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.steps.may_leave() and self.items.may_leave() and self.contract.fields.may_leave()

    def open_with(self, record_id: str = "", **_: Any) -> None:
        """Puts the cursor on a fixture's record."""
        self.items.focus_record(record_id)

    def refresh(self) -> None:
        """Reads the project and its records anew."""
        project = self.context.office.session.plan(self.context.year).project(PROJECT)
        budget = "" if project.budget is None else f"งบประมาณ {format_baht(project.budget)} บาท"
        self.head.set_note(budget)
        self.strips.refresh()
        office, year = self.context.office, self.context.year
        of_the_project = Query(year=year, equals={"number": PROJECT})
        self.context.ask(
            self,
            lambda: (
                records_of(office, year, PROJECT),
                office.records.rows(ITEMS, Query(year=year)),
                office.records.rows(PROJECTS, of_the_project),
            ),
            partial(self._show, project),
            topic="rows",
        )

    def _show(self, project: Project, found: tuple[tuple[Row, ...], ...]) -> None:
        steps, items, projects = found
        self.steps.show_project(project, steps)
        self.items.show_rows(items)
        self.contract.show_rows(projects)
        self.say_later()


class ItemsPanel(Panel):
    """The six fixtures: installed, accepted, and what is left."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="รายการปรับปรุง")
        self._context = context
        self._register = context.office.session.register(ITEMS)
        self.inputs: dict[str, dict[str, FieldInput]] = {}
        self._fields: dict[str, RecordFields] = {}
        self._chips: dict[str, ChipLabel] = {}
        self._done = ChipLabel(parent=self)
        self.head_layout().addWidget(self._done)
        grid = QGridLayout()
        grid.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(10))
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(3))
        grid.setColumnStretch(4, 1)
        self.body.addLayout(grid)
        for column, name in enumerate(("fixture", "installed_on", "accepted_on", "", "note")):
            grid.addWidget(_caption(self._register.field(name).label if name else "สถานะ"), 0, column)
        self._grid, self._wanted = grid, ""

    def _add_rows(self, rows: Sequence[Row]) -> None:
        room, grid = "", self._grid
        for row in rows:
            if row.values["room"] != room:
                room = str(row.values["room"])
                heading = QLabel(self._register.field("room").choice_label(room))
                set_kind(heading, "strong")
                grid.addWidget(heading, grid.rowCount(), 0, 1, 5)
            self._add_row(grid, row.id, str(row.values["fixture"]), room)

    def _add_row(self, grid: QGridLayout, record_id: str, fixture: str, room: str) -> None:
        top = grid.rowCount()
        words = self._register.field("fixture").choice_label(fixture)
        calendar = self._context.calendar
        inputs: dict[str, FieldInput] = {
            "installed_on": ThaiDateEdit(calendar=calendar, today=self._context.day_looked_at),
            "accepted_on": ThaiDateEdit(calendar=calendar, today=self._context.day_looked_at),
            "note": TextEdit(max_length=4000),
        }
        place = f"{words} {self._register.field('room').choice_label(room)}"
        _name(inputs, self._register, place, f"{room}_{fixture}")
        grid.addWidget(QLabel(words), top, 0)
        for column, name in ((1, "installed_on"), (2, "accepted_on"), (4, "note")):
            grid.addWidget(_widget(inputs[name]), top, column)
        for name in ("installed_on", "accepted_on"):
            _widget(inputs[name]).setFixedWidth(scaled(100))
        line = FindingLine()
        grid.addWidget(line, top + 1, 0, 1, 5)
        self._chips[record_id] = ChipLabel()
        grid.setColumnMinimumWidth(3, scaled(104))
        grid.addWidget(self._chips[record_id], top, 3)
        self.inputs[record_id] = inputs
        self._fields[record_id] = RecordFields(self._context, ITEMS, inputs, line)
        grid.addWidget(self._fields[record_id].draft_line, top + 2, 0, 1, 5)

    def _in_order(self, found: Sequence[Row]) -> tuple[Row, ...]:
        room, fixture = (self._register.field(name).choices for name in ("room", "fixture"))
        rooms, fixtures = [c.code for c in room], [c.code for c in fixture]

        def place(row: Row) -> tuple[int, int]:
            return rooms.index(str(row.values["room"])), fixtures.index(str(row.values["fixture"]))

        return tuple(sorted(found, key=place))

    def show_rows(self, found: Sequence[Row]) -> None:
        """Shows the fixtures as they were read."""
        rows = self._in_order(found)
        if not self._fields:
            self._add_rows(rows)
        for row in rows:
            if row.id in self._fields:
                self._fields[row.id].show(row.id, row.values)
                self._chips[row.id].set(*item_state(row.values, self._context.as_of))
        self.focus_record(self._wanted)
        accepted = sum(by(row.values["accepted_on"], self._context.as_of) for row in rows)
        self._done.set(f"ตรวจรับแล้ว {accepted}/{len(rows)}", "good" if accepted == len(rows) else "neutral")

    def focus_record(self, record_id: str) -> None:
        """Puts the cursor into a fixture's first field."""
        self._wanted = "" if record_id in self.inputs else record_id
        if record_id in self.inputs:
            _widget(self.inputs[record_id]["installed_on"]).setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return all(fields.may_leave() for fields in self._fields.values())


class ContractPanel(Panel):
    """The contract of the project."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="สัญญา")
        self._context = context
        register = context.office.session.register(PROJECTS)
        calendar = context.calendar
        self.inputs: dict[str, FieldInput] = {
            "contract_contractor": TextEdit(max_length=register.field("contract_contractor").max_length),
            "contract_number": TextEdit(max_length=register.field("contract_number").max_length),
            "contract_amount": MoneyEdit(),
            "contract_signed_on": ThaiDateEdit(calendar=calendar, today=context.day_looked_at),
            "contract_due_on": ThaiDateEdit(calendar=calendar, today=context.day_looked_at),
        }
        _name(self.inputs, register, "", "")
        Suggesting(context, register, self.inputs, self)
        grid = QGridLayout()
        grid.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(10))
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(scaled(2))
        places = ((0, 0, 2), (2, 0, 1), (2, 1, 1), (4, 0, 1), (4, 1, 1))
        for name, (top, column, span) in zip(CONTRACT, places, strict=True):
            grid.addWidget(_caption(register.field(name).label), top, column, 1, span)
            grid.addWidget(_widget(self.inputs[name]), top + 1, column, 1, span)
        line = FindingLine()
        grid.addWidget(line, 6, 0, 1, 2)
        grid.setRowStretch(8, 1)
        self.body.addLayout(grid)
        self.fields = RecordFields(context, PROJECTS, self.inputs, line)
        grid.addWidget(self.fields.draft_line, 7, 0, 1, 2)

    def show_rows(self, found: Sequence[Row]) -> None:
        """Shows the contract as it was read."""
        for row in found:
            self.fields.show(row.id, row.values)


def item_state(values: Mapping[str, Value | None], as_of: date) -> tuple[str, str]:
    """A fixture's state as of the end of a day, in words and tone."""
    if by(values["accepted_on"], as_of):
        return "ตรวจรับแล้ว", "good"
    return ("รอตรวจรับ", "info") if by(values["installed_on"], as_of) else ("ยังไม่ติดตั้ง", "neutral")


def _name(inputs: Mapping[str, FieldInput], register: Register, place: str, suffix: str) -> None:
    for name, field in inputs.items():
        declared: Field = register.field(name)
        widget = _widget(field)
        widget.setObjectName(f"{name}_{suffix}" if suffix else name)
        widget.setAccessibleName(f"{declared.label} {place}".strip())
        widget.setToolTip(declared.help)


def _widget(field: FieldInput) -> QWidget:
    assert isinstance(field, QWidget)
    return field


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_kind(label, "small")
    return label
