"""The records of a register that come with the plan, on one page: each is filled in where it stands, every field saves itself.

Where the view names a project, its steps and its contract stand with them; where it names another register, the list of it.
"""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from core.office import Query, Row
from core.plan.model import Project
from core.registers.views import ITEMS
from core.thai.numbers import format_baht
from desktop.pages.contract_panel import PROJECTS, ContractPanel
from desktop.pages.items_panel import ItemsPanel
from desktop.pages.quick_list import QuickList
from desktop.pages.register_reports import offer_reports
from desktop.pages.steps_page import FieldsPage
from desktop.pages.steps_panel import StepsPanel, records_of
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.widgets.boxes import hbox, vbox

Read = tuple[tuple[Row, ...], ...]  # items, steps, contract, what stands beside
NOTHING: tuple[Row, ...] = ()


class ItemsPage(FieldsPage):
    """Everything about the items on one page."""

    def __init__(self, context: AppContext, register_name: str, parent: QWidget | None = None) -> None:
        self.register = context.office.session.register(register_name)
        super().__init__(context, self.register.short_title, parent)
        view = self.register.view(ITEMS)
        assert view is not None
        self._view = view
        self.strips = Strips(context, self._codes(), self)
        self.items = ItemsPanel(context, self.register, self)
        project = self._project()
        self.steps = StepsPanel(context, self) if project else None
        self.contract = ContractPanel(context, self) if project else None
        self.beside = QuickList(context, view.beside, self) if self._is_kept(view.beside) else None
        self._lay_out()
        self.on_change(None, self.refresh)
        self.context.year_changed.connect(lambda _: self.strips.set_codes(self._codes()))
        self.refresh()
        offer_reports(self, register_name)

    def _lay_out(self) -> None:
        self.inner.addWidget(self.strips)
        if self.steps:
            self.inner.addWidget(self.steps)
        shares = (3, 2) if self.contract else (6, 5)
        panels = [(panel, 1) for panel in (self.contract, self.beside) if panel is not None]
        neighbours = [vbox(*panels, margins=0, spacing=12)] if panels else []
        self.inner.addLayout(
            hbox((self.items, shares[0]), *((p, shares[1]) for p in neighbours), spacing=12), 1
        )

    def _is_kept(self, name: str) -> bool:
        return any(register.name == name for register in self.context.office.session.registers())

    def _project(self) -> Project | None:
        plan = self.context.office.session.plan(self.context.year)
        return next((p for p in plan.projects if p.number == self._view.project), None)

    def _codes(self) -> list[str]:
        feeds, project = self.context.office.figures.feeds, self._project()
        own = (*feeds(self.register.name), *(project.indicators if project else ()))
        beside = feeds(self._view.beside) if self._is_kept(self._view.beside) else ()
        return list(dict.fromkeys((*own, *beside)))

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        panels = (self.steps, self.items, self.contract, self.beside)
        return all(panel.may_leave() for panel in panels if panel is not None)

    def save(self) -> None:
        """Saves what was typed, the record in the adding line too."""
        self.tell_settled(self.leave() and (self.beside is None or self.beside.settle()))

    def open_with(self, record_id: str = "", **_: Any) -> None:
        """Puts the cursor on an item's record."""
        self.items.focus_record(record_id)

    def refresh(self) -> None:
        """Reads the items, and what stands with them, anew."""
        project, office, year = self._project(), self.context.office, self.context.year
        budget = project.budget if project else None
        self.head.set_note("" if budget is None else f"งบประมาณ {format_baht(budget)} บาท")
        self.strips.refresh()
        name, beside = self.register.name, self.beside
        of_the_project = Query(year=year, equals={"number": self._view.project})
        self.context.ask(
            self,
            lambda: (
                office.records.rows(name, Query(year=year)),
                records_of(office, year, project.number) if project else NOTHING,
                office.records.rows(PROJECTS, of_the_project) if project else NOTHING,
                office.records.rows(beside.register.name, beside.query(year)) if beside else NOTHING,
            ),
            partial(self._show, project),
            topic="rows",
        )

    def _show(self, project: Project | None, found: Read) -> None:
        items, steps, contract, beside = found
        self.items.show_rows(items)
        if self.steps and project:
            self.steps.show_project(project, steps)
        if self.contract:
            self.contract.show_rows(contract)
        if self.beside:
            self.beside.show_rows(beside)
        self.say_later()
