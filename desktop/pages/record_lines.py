"""The lines of the record in a register's form, below the list."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from core.office import is_reference, target_of
from core.registers.as_of import day_of, exists
from core.registers.views import View
from desktop.pages.lines_box import LinesBox
from desktop.widgets.panel import Panel

if TYPE_CHECKING:
    from desktop.pages.register_page import RegisterPage


class RecordLines(Panel):
    """Their sum becomes a field of the record, once each line has its points."""

    def __init__(self, page: RegisterPage, view: View) -> None:
        super().__init__(page)
        self._page, self._view = page, view
        self.box = LinesBox(page.context, view, self._sum_up, self)
        self.set_title(f"{self.box.model.register.short_title} · F2")
        self.body.addWidget(self.box, 1)
        of = self.box.model.register.field(view.of)
        page.form.shown.connect(self._show)
        page.on_change([view.register, *([target_of(of)] if is_reference(of) else [])], self.box.changed)
        page.bind("F2", self.box.begin)

    def _show(self) -> None:
        """Shows the lines of the record in the form; none of one that comes after the day looked at."""
        row, register = self._page.form.row, self._page.register
        if row is None:
            self.box.show_lines(None)
            return
        later = not exists(register, row.values, self._page.context.as_of)
        since = day_of(row.values.get(register.begins)) if later else None
        self.box.show_lines({name: row.values.get(name) for name in self._view.by}, since)

    def _sum_up(self, total: Decimal) -> None:
        row, name = self._page.form.row, self._view.total
        if row is None or not name or row.values.get(name) == total:
            return
        office, register = self._page.context.office, self._page.register.name
        self._page.context.attempt(lambda: office.records.save(register, {name: str(total)}, row.id))
