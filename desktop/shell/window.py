"""The main window: rail, top bar, banner, the stack of pages, and the keys that work everywhere.

What it is furnished with is imported when it is furnished: a window that has painted is worth more than one that is
complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QKeyCombination, Qt, QTimer, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.duties import Begins, HasViews, Opens, Saves
from desktop.shell.standing import bound

if TYPE_CHECKING:
    from core.office import Badge, Changes
    from desktop.pages.workings import WorkingsPage
    from desktop.shell.background import Task, TaskProgress
    from desktop.shell.context import AppContext
    from desktop.shell.page import Page
    from desktop.shell.pages import PageEntry

HOME = "overview"
BEGIN = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_N)
SAVE = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_S)
LOSING = "หน้านี้มีข้อมูลที่พิมพ์แล้วยังไม่ได้บันทึก จะกลับไปบันทึกก่อน หรือทิ้งสิ่งที่พิมพ์ไว้"


class MainWindow(QMainWindow):
    """An empty window at first; ``furnish`` gives it its frame, ``attach`` an open office file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("แผน")
        self.resize(1366, 768)
        bound(self)
        self.context: AppContext | None = None
        self.pages: tuple[PageEntry, ...] = ()
        self.rail_order: tuple[PageEntry, ...] = ()
        self.made: dict[str, QWidget] = {}
        self.page_name = ""
        self._stepping: Task | None = None
        self.before_closing: Callable[[], None] = lambda: None
        self._back: list[str] = []
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count_waiting)
        self._badges: Mapping[str, Badge] = {}
        self._uncounted: frozenset[str] | None = None  # registers whose badge is out of date; None: all

    def furnish(self) -> None:
        """Puts rail, top bar, banner and the stack of pages into the window."""
        from desktop.shell.banner import Banner
        from desktop.shell.messages import Messages
        from desktop.shell.rail import Rail
        from desktop.shell.top_bar import TopBar

        desk = QWidget()
        desk.setObjectName("desk")
        self.rail, self.top_bar, self.stack = Rail(desk), TopBar(desk), QStackedWidget(desk)
        self.reading, self.banner = Banner(desk), Banner(desk)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.reading)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(desk)
        self.messages = Messages(self.stack)
        self.rail.opened.connect(self.show_page)
        self.top_bar.year.chosen.connect(self._choose_year)
        self.top_bar.day.picked.connect(self._choose_day)
        self.top_bar.undo.clicked.connect(self.undo)
        self.top_bar.redo.clicked.connect(self.redo)
        self.top_bar.setEnabled(False)

    def _show_frame(self, shown: bool) -> None:
        self.top_bar.setVisible(shown)
        self.rail.setVisible(shown)

    def rebuild(self) -> None:
        """Makes everything anew, at the text size in force, and shows the same page."""
        name, context = self.page_name, self.context
        with self._same_banners():
            self.detach()
            self.furnish()
            if context is not None:
                self.attach(context, name or HOME)

    @contextmanager
    def _same_banners(self) -> Iterator[None]:
        """The banners say afterwards what they said before: it was of the file, and the file stays."""
        said = [(banner.text(), banner.acts) for banner in (self.reading, self.banner)]
        yield
        for banner, (sentence, acts) in zip((self.reading, self.banner), said, strict=True):
            banner.say(sentence, acts)

    def show_instead(self, page: QWidget, *, alone: bool = True) -> None:
        """Shows a page that needs no office file (start, opening), alone or inside the frame."""
        self._show_frame(not alone)
        self.made["start"] = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.messages.bring_up()

    def attach(self, context: AppContext, page: str = HOME) -> None:
        """Shows an open office file."""
        from desktop.shell.pages import WITHOUT_PLAN, entries_of

        self.context = context
        self.pages = entries_of(context) if context.holds_plan else WITHOUT_PLAN
        for signal, slot in self._hears(context):
            signal.connect(slot)
        self._show_frame(True)
        self.top_bar.setEnabled(True)
        self._fill_rail(context)
        self._day_changed()
        self.show_page(page if self._entry(page) else self.pages[0].name)

    def detach(self) -> None:
        """Lets go of the office file and of every page made for it."""
        for signal, slot in self._hears(self.context) if self.context else ():
            signal.disconnect(slot)
        for page in self.made.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.made, self._back, self.page_name, self.context = {}, [], "", None
        self.rail.set_groups(())
        self.top_bar.setEnabled(False)
        self.reading.say("")
        self.banner.say("")

    def _hears(self, context: AppContext) -> tuple[tuple[SignalInstance, Callable[..., object]], ...]:
        return (
            (context.plan_came_or_went, self.show_anew),
            (context.office_changed, self._office_changed),
            (context.as_of_changed, self._day_changed),
            (context.year_changed, self._year_changed),
            (context.held, self._show_holding),
            (context.notified, self.messages.tell),
            (context.navigated, self._navigate),
            (context.workings_wanted, self._show_workings),
            (context.task_runner.started, self._follow),
        )

    def show_anew(self, page: str = HOME) -> None:
        """Makes every page anew and shows one: the file lost its last plan or has one again, or another person is at the desk."""
        context = self.context
        if context is not None:
            with self._same_banners():
                self.detach()
                self.attach(context, page or HOME)

    def may_leave(self) -> bool:
        """True when nothing typed would be lost, or the user lets it go; else shows the page that holds it."""
        for name, page in tuple(self.made.items()):  # saving lets others have a turn
            if (held := _as_page(page)) and not (held.leave() and held.may_leave()):
                self._bring(name, page)
                return self.ask_to_lose()
        return True

    def _may_turn_from(self, page: QWidget | None) -> bool:
        """False while what stands typed on a page can't be saved: it stays in sight, with the reason."""
        held = _as_page(page)
        if held is None or held.leave():
            return True
        self.rail.choose(self.page_name)
        return False

    def _show_holding(self, holding: object) -> None:
        """Another day or year was asked for, and a page holds something typed: it is shown, the top bar as it was."""
        self.refresh_frame()
        for name, page in self.made.items():
            if (held := _as_page(page)) is holding and held is not None and name != self.page_name:
                self._bring(name, held)
                held.held_back()

    def ask_to_lose(self) -> bool:
        """Asks whether what was typed and not saved may be lost."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "แผน", LOSING, parent=self)
        stay = box.addButton("กลับไปบันทึก", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("ทิ้งสิ่งที่พิมพ์", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        left = box.clickedButton() is leave
        if left and self.context is not None:
            self.context.drafts.forget_typed()
        return left

    def show_page(self, name: str, /, **args: Any) -> None:
        """Shows a page by its rail name or a register's; it is made on its first visit."""
        entry = self._entry(name)
        if entry is None or self.context is None:
            return
        page = self.made.get(entry.name)
        if page is None:
            page = self._made(entry.name, entry.make, self.context)
            args = args or self._waiting_on(entry)
        self._present(entry.name, page, args)

    def _waiting_on(self, entry: PageEntry) -> dict[str, Any]:
        """How a page opens on what was typed on it before and waits."""
        draft = self.context.drafts.latest(entry.registers) if self.context else None
        return draft.address() if draft else {}

    def _entry(self, name: str) -> PageEntry | None:
        from desktop.shell.pages import page_of

        return page_of(self.pages, name)

    def _made(self, name: str, make: Callable[[AppContext], QWidget], context: AppContext) -> QWidget:
        page = make(context)
        self.made[name] = page
        self.stack.addWidget(page)
        return page

    def _present(self, name: str, page: QWidget, args: dict[str, Any]) -> None:
        if self.page_name and self.page_name != name:
            if not self._may_turn_from(self.stack.currentWidget()):
                return
            self._back.append(self.page_name)
        self._bring(name, page)
        if args and isinstance(page, Opens):
            page.open_with(**args)

    def _bring(self, name: str, page: QWidget) -> None:
        self.page_name = name
        self.rail.choose(name)
        self.stack.setCurrentWidget(page)
        self.messages.bring_up()
        page.setFocus()

    def go_back(self) -> None:
        """Shows the page shown before this one."""
        if self._back and self._may_turn_from(self.stack.currentWidget()):
            name = self._back.pop()
            self._bring(name, self.made[name])

    def _navigate(self, name: str, args: dict[str, Any]) -> None:
        self.show_page(name, **args)

    def _show_workings(self, code: str) -> None:
        from desktop.pages.workings import WorkingsPage

        if self.context is not None:
            page = self.made.get("workings") or self._made_workings(WorkingsPage(self.context))
            self._present("workings", page, {"code": code})

    def _made_workings(self, page: WorkingsPage) -> QWidget:
        page.back_wanted.connect(self.go_back)
        self.made["workings"] = page
        self.stack.addWidget(page)
        return page

    def show_nth(self, number: int) -> None:
        """Shows the n-th page of the rail, from 1."""
        if number <= len(self.rail_order):
            self.show_page(self.rail_order[number - 1].name)

    def undo(self) -> None:
        """Takes back one's own last step."""
        if self.context is not None:
            self._step(self.context.office.records.undo_label, self.context.office.records.undo, "เลิกทำ")

    def redo(self) -> None:
        """Does again what was taken back."""
        if self.context is not None:
            self._step(self.context.office.records.redo_label, self.context.office.records.redo, "ทำซ้ำ")

    def _step(self, label: str | None, step: Callable[[TaskProgress | None], object], act: str) -> None:
        if self.context is None or self._stepping is not None:
            return  # a long step is under way: what comes next would be another one
        if label is None:
            self.messages.tell("ไม่มีรายการให้ย้อนแล้ว", "info")
        elif self.context.office.records.undo_is_long:
            tell = partial(self._tell_long_step, f"{act}แล้ว: {label}")
            self._stepping = self.context.run_with_progress(step, tell, title=f"กำลัง{act} {label}")
            self._stepping.ended.connect(self._step_ended)
        else:
            self._tell_step(f"{act}แล้ว: {label}", self.context.attempt(lambda: step(None)))

    def _step_ended(self, _: object) -> None:
        self._stepping = None

    def _tell_long_step(self, said: str, done: object) -> None:
        self._tell_step(said, done)
        if done is None:
            self.messages.tell("มีผู้แก้ไขรายการเหล่านี้ต่อแล้ว จึงย้อนไม่ได้ โปรดแก้ไขในแต่ละรายการ", "info")

    def _tell_step(self, said: str, done: object) -> None:
        if done is not None:
            self.messages.tell(said)

    def _choose_year(self, year: int) -> None:
        if self.context is not None and self.context.set_year(year):
            self._to_the_page()

    def _choose_day(self, day: Any) -> None:
        if self.context is not None and self.context.set_as_of(day):
            self._to_the_page()

    def _to_the_page(self) -> None:
        # What was chosen above is seen below: arrows and Enter go on there.
        page = self.stack.currentWidget()
        if page is not None:
            page.setFocus()

    def _follow(self, task: Task) -> None:
        if task.title:
            self.messages.progress.follow(task)

    def _fill_rail(self, context: AppContext) -> None:
        from desktop.shell.pages import groups_of

        groups = groups_of(context, self.pages)
        self.rail_order = tuple(page for _, group in groups for page in group)
        self.rail.set_office(context.office.session.plan(context.year).office if context.holds_plan else "")
        self.rail.set_groups(groups)
        self.rail.choose(self.page_name)

    def _follow_registers(self, context: AppContext, pages: tuple[PageEntry, ...]) -> None:
        for name in {e.name for e in self.pages if e.registers} & self.made.keys() - {self.page_name}:
            self.made.pop(name).deleteLater()  # made anew on its next visit
        self.pages, self._back = pages, []
        self._fill_rail(context)

    def _office_changed(self, changes: Changes) -> None:
        from desktop.shell.pages import DECLARING, PLAN, entries_of

        if self.context is not None and not changes.registers.isdisjoint(DECLARING):
            self._follow_registers(self.context, entries_of(self.context))
        if changes.registers.isdisjoint({*PLAN, "office_holidays"}) and self._uncounted is not None:
            self._uncounted |= changes.registers
        else:  # all are judged anew
            self._uncounted = None
        self.refresh_frame()

    def _day_changed(self) -> None:
        self._uncounted = None
        self.refresh_frame()

    def _year_changed(self) -> None:
        """Another year may have other units, and use other registers."""
        if self.context is not None:
            self._fill_rail(self.context)

    def refresh_frame(self) -> None:
        """Shows in the top bar what the file and the day looked at are, and who is at the desk."""
        context = self.context
        if context is None:
            return
        office = context.office
        self.top_bar.show_times(context.holds_plan)
        self.top_bar.set_year(office.session.years, context.year)
        self.top_bar.set_day(context.as_of, context.year, context.today)
        self.top_bar.set_steps(office.records.undo_label, office.records.redo_label)
        units = {unit.code: unit.name for unit in office.session.units(context.year)}
        session = office.session
        nobody = session.has_accounts and session.person is None
        self.top_bar.set_person("ดูอย่างเดียว" if nobody else session.author, units.get(session.acting_unit, ""))
        self.setWindowTitle(f"{office.session.path.name} – แผน")
        self._counting.start(0)  # after the page has painted: counts may lag, typing may not

    def _count_waiting(self) -> None:
        if self.context is None or not self.context.holds_plan:
            return
        context, of, self._uncounted = self.context, self._uncounted, frozenset()
        day = context.as_of
        office = context.office

        def count() -> tuple[Mapping[str, Badge], int, int]:
            with office.session.together():
                decides = office.session.keeps_plan or office.session.has_accounts
                proposals = office.plan.open_proposals() if decides else 0
                return office.figures.badges(day, of), office.conflicts.waiting(), proposals

        def show(found: tuple[Mapping[str, Badge], int, int]) -> None:
            # An answer may arrive when the file is let go of already, or another day is looked at.
            if self.context is context and context.as_of == day:
                badges, conflicts, proposals = found
                kept = {
                    name: badge for name, badge in self._badges.items() if of is not None and name not in of
                }
                self._badges = {**kept, **badges}
                self._show_waiting(self._badges, conflicts, proposals)

        def count_anew(fault: Exception) -> None:
            self._uncounted = None
            context.refuse(fault)

        context.run_in_background(count, show, title="", on_failed=count_anew)

    def _show_waiting(self, badges: Mapping[str, Badge], conflicts: int, proposals: int) -> None:
        from desktop.shell.rail import RailCount, counts_of

        waiting: dict[str, tuple[RailCount, ...]] = {}
        for register, badge in badges.items():
            entry = self._entry(register)
            if entry is not None:
                waiting[entry.name] = (*waiting.get(entry.name, ()), *counts_of(badge))
        if conflicts:
            waiting["conflicts"] = (RailCount(f"{conflicts} ขัดกัน", "bad"),)
        if proposals:
            waiting["proposals"] = (RailCount(f"{proposals} รอ", "warn"),)
        self.rail.model.set_waiting(waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reached only where the page's own key wasn't: the focus is above it or beside it, or it begins nothing.
        page = self.stack.currentWidget() if self.context is not None else None
        if event.keyCombination() == BEGIN and self.context is not None:
            self._begin()
        elif event.keyCombination() == SAVE and isinstance(page, Saves):
            page.save()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Begins):
            page.begin()
        else:
            self.messages.tell("เลือกทะเบียนที่จะเพิ่มรายการจากแถบซ้ายก่อน แล้วกด Ctrl+N", "info")

    def closeEvent(self, event: QCloseEvent) -> None:
        waits = self.context is not None and self.context.questions.held.hold(self.close)
        if waits or not self.may_leave():
            event.ignore()
            return
        self.before_closing()
        super().closeEvent(event)


def _as_page(widget: QWidget | None) -> Page | None:
    from desktop.shell.page import Page

    if isinstance(widget, HasViews):
        widget = widget.current()
    return widget if isinstance(widget, Page) else None
