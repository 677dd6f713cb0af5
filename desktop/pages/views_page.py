"""A register with several views: one page, a tab for each view, the one looked at last first."""

from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from core.registers.declare import Register
from core.registers.views import GRID, ITEMS, LIST
from desktop.pages.grid_page import GridPage
from desktop.pages.items_page import ItemsPage
from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.widgets.keys import bind
from desktop.widgets.tab_bar import TabBar

PAGES = {LIST: RegisterPage, GRID: GridPage, ITEMS: ItemsPage}
WORDS = {LIST: "รายการ", GRID: "ตารางรายเดือน", ITEMS: "ตามแผน"}


def page_kinds(register: Register) -> tuple[str, ...]:
    """The views of a register that are pages, in their order; list with form where it declares none."""
    kinds = dict.fromkeys(view.kind for view in register.views if view.kind in PAGES)
    return tuple(kinds) or (LIST,)


def page_for(context: AppContext, name: str) -> QWidget:
    """The page of a register."""
    kinds = page_kinds(context.office.session.register(name))
    return ViewsPage(context, name, kinds) if len(kinds) > 1 else PAGES[kinds[0]](context, name)


class ViewsPage(QWidget):
    """Each view is made on its first visit, and is a page by itself."""

    def __init__(self, context: AppContext, name: str, kinds: tuple[str, ...]) -> None:
        super().__init__()
        self._context, self._name, self._kinds = context, name, kinds
        self._pages: dict[str, Page] = {}
        self._tabs: list[TabBar] = []
        self._stack = QStackedLayout(self)
        wanted = context.settings.view_of(name)
        self.kind = ""
        self._show(wanted if wanted in kinds else kinds[0])
        bind(self, "Ctrl+PgDown", lambda: self.turn(1))
        bind(self, "Ctrl+PgUp", lambda: self.turn(-1))

    def current(self) -> Page:
        """The view in sight."""
        return self._pages[self.kind]

    def turn(self, step: int) -> None:
        """Shows the next view (1) or the one before (-1)."""
        place = self._kinds.index(self.kind) + step
        if 0 <= place < len(self._kinds):
            self.show_kind(self._kinds[place])

    def show_kind(self, kind: str) -> None:
        """Shows a view, unless what was typed in the one in sight has to be saved first."""
        if kind != self.kind and self.current().leave() and not self.current().held_back():
            self._show(kind)
            self._context.settings.remember_view(self._name, kind)
            self.current().setFocus()
        for tabs in self._tabs:
            tabs.setCurrentIndex(self._kinds.index(self.kind))

    def open_with(self, **args: Any) -> None:
        """As the view in sight does; a new record is begun in the list, where there is one."""
        if args.get("new") and LIST in self._kinds:
            self.show_kind(LIST)
        self.current().open_with(**args)

    def begin(self) -> None:
        """Begins a new record in the list, where there is one."""
        self.open_with(new=True)

    def save(self) -> None:
        """Saves what is typed in the view in sight."""
        self.current().save()

    def _show(self, kind: str) -> None:
        if kind not in self._pages:
            self._pages[kind] = self._made(kind)
            self._stack.addWidget(self._pages[kind])
        self.kind = kind
        self._stack.setCurrentWidget(self._pages[kind])
        self.setFocusProxy(self._pages[kind])

    def _made(self, kind: str) -> Page:
        page: Page = PAGES[kind](self._context, self._name)
        tabs = TabBar()
        tabs.setAccessibleName("มุมมอง")
        for each in self._kinds:
            tabs.addTab(WORDS[each])
        tabs.setCurrentIndex(self._kinds.index(kind))
        tabs.currentChanged.connect(lambda place: self.show_kind(self._kinds[place]))
        self._tabs.append(tabs)
        page.head.add_beside(tabs)
        return page
