"""What pages work in: the open office file, the year and day looked at, and the few things a page may ask of the desk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from core.faults import ChangedRefusal, DamagedRefusal, InputRefusal, Refusal
from core.thai.fiscal import first_day_of, fiscal_year_of, last_day_of
from desktop.drafts import Drafts
from desktop.settings import Settings
from desktop.shell.asking import Questions
from desktop.shell.background import Task, TaskProgress, TaskRunner
from desktop.shell.trouble import sentence_of

if TYPE_CHECKING:
    from core.office import Changes, Office
    from core.office.encryption import Encryption
    from core.thai.calendar import WorkingCalendar
    from desktop.theme import ThemeController

T = TypeVar("T")
PROPOSED_TO_OWNERS = "บันทึกเป็นข้อเสนอแก้ไขแล้ว ส่วนราชการเจ้าของรายการจะพิจารณาในหน้าข้อเสนอแก้ไข รายการยังเป็นเช่นเดิม"
PROPOSED = "บันทึกเป็นข้อเสนอแก้ไขแผนแล้ว จะไปกับแพ็กเกจถัดไปเพื่อให้{keeper}พิจารณา แผนยังเป็นเช่นเดิม"


class DeskServices(Protocol):
    """What the few pages about the desk itself (files, settings) ask of it."""

    @property
    def theme(self) -> ThemeController:
        """The look, to be changed at run time."""
        ...

    def try_open(self, path: Path) -> bool:
        """Opens another office file; a refusal is told."""
        ...

    def ask_for_new(self, *, sample: bool = False) -> None:
        """Asks what a new office file shall hold and where it shall lie, makes it and opens it."""
        ...

    def look_into_backup(self, backup: Path) -> None:
        """Opens a backup of the open file to be looked at."""
        ...

    def encrypt(self, order: Encryption, *, remove_old: bool) -> None:
        """Closes the open file, has it encrypted, and opens it again."""
        ...

    def show_backups(self, path: Path) -> object:
        """Shows the copies beside an office file."""
        ...

    def lock(self) -> None:
        """Has nobody signed in until somebody signs in again."""
        ...

    def know_person(self) -> None:
        """Follows who is signed in by now: the first account was made."""
        ...

    def reopen(self) -> None:
        """Opens the same file again, under the name and unit now set."""
        ...

    def set_text_size(self, percent: int) -> None:
        """Changes the text size everywhere."""
        ...

    def print_month(self) -> None:
        """Prints the month's report."""
        ...


class Leaving:
    """Asked of every page before another day or (``year``) another year is looked at; ``held_by`` is the page that holds
    something typed which can't be saved, and has said so."""

    def __init__(self, *, year: bool) -> None:
        self.year = year
        self.held_by: QObject | None = None


class AppContext(QObject):
    """One open office file. ``office_changed`` carries core.office.Changes and comes on the UI thread. While the file
    ``holds_plan`` is False, ``year`` is today's, and no page that needs a plan is shown."""

    office_changed = Signal(object)
    leaving = Signal(object)  # a Leaving
    held = Signal(object)  # the page that held one back
    as_of_changed = Signal(object)
    year_changed = Signal(int)
    notified = Signal(str, str)  # sentence, tone
    plan_came_or_went = Signal()  # the file has its first plan, or has lost its last one
    navigated = Signal(str, dict)
    workings_wanted = Signal(str)
    changed_underneath = Signal()  # somebody else has written the file: a person has to choose
    damaged = Signal(object)  # DamagedRefusal: the file was found damaged
    _committed = Signal(object)

    def __init__(
        self, office: Office, settings: Settings, parent: QObject | None = None, *, today: date | None = None
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.settings = settings
        self.desk: DeskServices | None = None
        self.today = today or date.today()
        self.task_runner = TaskRunner(self)
        self.questions = Questions(self)
        self.holds_plan, self.year = self.questions.wait_for(self._first_year)
        self.as_of = day_within(self.year, self.today)
        seal = self.questions.wait_for(office.session.draft_seal)
        self.drafts = Drafts(office.session.path, self, read_only=bool(office.session.barred), seal=seal)
        self._own = threading.local()  # ``changes``: those committed by what somebody waits for
        # A change may be committed on a worker's thread; the bound slot below brings it to this one.
        self._committed.connect(self._announce_in_turn)
        self._unsubscribe = office.session.subscribe(self._hear)

    def _hear(self, changes: Changes) -> None:
        """Something was committed, on whichever thread; what the window asks for at every turn is read anew on that one."""
        self._know(self.year)
        waited_for: list[Changes] | None = getattr(self._own, "changes", None)
        if waited_for is None:
            self._committed.emit(changes)
        else:
            waited_for.append(changes)

    def _first_year(self) -> tuple[bool, int]:
        """Whether the file holds a plan, and the year to begin with."""
        holds = bool(self.office.session.years)
        year = self.office.session.default_year(self.today) if holds else fiscal_year_of(self.today)
        self._know(year)
        return holds, year

    def know_anew(self) -> None:
        """Reads what the window asks for at every turn: another person is at the desk."""
        self.wait_for(partial(self._know, self.year))

    def _know(self, year: int) -> None:
        office = self.office
        with suppress(Refusal), office.session.together():  # a refusal is told where it is asked for
            _ = office.session.read_only, office.session.acting_unit
            _ = office.records.undo_label, office.records.redo_label, office.session.keeps_plan
            for day in (first_day_of(year), last_day_of(year)):
                office.session.calendar.is_working_day(day)  # works the year out
            if year in office.session.years:
                office.session.plan(year)
                office.session.keeper_name()

    @Slot(object)
    def _announce_in_turn(self, changes: object) -> None:
        self.questions.held.in_turn(self._announce)(changes)

    def _announce(self, changes: object) -> None:
        if bool(self.office.session.years) != self.holds_plan:
            self._change_over()
            return
        if (
            self.holds_plan and self.year not in self.office.session.years
        ):  # the plan looked at was taken back
            self._turn_to(self.office.session.default_year(self.today))
        self.office_changed.emit(changes)

    def _change_over(self) -> None:
        """Every page is made anew: none of those there can show a file without a plan, or knows the one that came."""
        self.holds_plan = bool(self.office.session.years)
        if self.holds_plan:
            self.year = self.office.session.default_year(self.today)
            self.as_of = day_within(self.year, self.today)
        self.plan_came_or_went.emit()

    @property
    def calendar(self) -> WorkingCalendar:
        """The government calendar with the office's own additions and removals; read from the file once after a change."""
        return self.office.session.calendar

    def day_looked_at(self) -> date:
        """``as_of`` for whoever asks for it later: what is new starts on that day, not on the clock's."""
        return self.as_of

    def set_as_of(self, day: date) -> bool:
        """Looks at another day (the end of it); inclusive, may lie outside the year. False where a page holds something
        typed that can't be saved."""
        if day == self.as_of:
            return True
        if not self._let_go(Leaving(year=False)):
            return False
        self.as_of = day
        self.as_of_changed.emit(day)
        return True

    def set_year(self, year: int) -> bool:
        """Looks at another fiscal year, as of today where that lies in it, else of its nearer end. False where a page
        holds something typed that isn't saved."""
        if year != self.year:
            if not self._let_go(Leaving(year=True)):
                return False
            self.wait_for(partial(self._know, year))
            self._turn_to(year)
        return True

    def _let_go(self, leaving: Leaving) -> bool:
        self.leaving.emit(leaving)
        if leaving.held_by is not None:
            self.held.emit(leaving.held_by)
        return leaving.held_by is None

    def _turn_to(self, year: int) -> None:
        self.year = year
        self.as_of = day_within(year, self.today)
        self.year_changed.emit(year)
        self.as_of_changed.emit(self.as_of)

    def navigate(self, page: str, /, **args: Any) -> None:
        """Shows a page by its rail name or a register's name; ``args`` go to its ``open_with``."""
        self.navigated.emit(page, args)

    def workings(self, code: str) -> None:
        """Shows how an indicator's figure came about."""
        self.workings_wanted.emit(code)

    def tell(self, sentence: str, tone: str = "good") -> None:
        """Says one sentence to the user."""
        self.notified.emit(sentence, tone)

    def tell_if_proposed(self, done: Changes) -> bool:
        """Says so where what was done became a proposal; False where it is done."""
        from core.office import proposes  # noqa: PLC0415  # the office's code is loaded in the background

        session = self.office.session
        if not proposes(done) or (session.keeps_plan and not session.has_accounts):
            return False
        if session.has_accounts:
            self.tell(PROPOSED_TO_OWNERS, "info")
            return True
        self.tell(PROPOSED.format(keeper=self.office.session.keeper_name()), "info")
        return True

    def tell_undoable(self, done: Changes) -> None:
        """Says by name what was done, and how it is taken back."""
        self.tell(f"{done.said} แล้ว กด Ctrl+Z เพื่อเลิกทำ")

    def refuse(self, error: BaseException) -> None:
        """Tells what went wrong: a refusal in its sentence, a bug by its log."""
        self.notified.emit(*sentence_of(error))
        self._lead_on(error)

    def _lead_on(self, error: BaseException) -> None:
        """Where a person has to choose how to go on, the choice is shown."""
        if isinstance(error, ChangedRefusal):
            self.changed_underneath.emit()
        if isinstance(error, DamagedRefusal):
            self.damaged.emit(error)

    def wait_for(self, func: Callable[[], T]) -> T:
        """Has the office do something that what a person does next depends on, saving above all: ``func`` runs off the
        window's thread, before what is only asked; the window lives on, and what is typed meanwhile waits until the
        caller has gone on with the result. ``office_changed`` has been heard by then. Raises what ``func`` raises.
        """
        made: list[Changes] = []
        try:
            return self.questions.wait_for(partial(self._gathering, made, func))
        finally:
            for changes in made:
                self._announce(changes)

    def _gathering(self, made: list[Changes], func: Callable[[], T]) -> T:
        self._own.changes = made
        try:
            return func()
        finally:
            del self._own.changes

    def attempt(self, func: Callable[[], T]) -> T | None:
        """The same; a refusal is told and None returned."""
        try:
            return self.wait_for(func)
        except Refusal as refusal:
            self.refuse(refusal)
            return None

    def why_not(self, func: Callable[[], object]) -> str:
        """The same with what was typed into a cell; why it couldn't be done, one Thai sentence, "" once it is."""
        try:
            self.wait_for(func)
        except Exception as fault:
            return self.why(fault)
        return ""

    def why(self, fault: Exception) -> str:
        """Why something typed into a cell wasn't saved, one Thai sentence to stand beside it."""
        if isinstance(fault, InputRefusal):
            return next((f.message for f in fault.findings if f.is_error), str(fault))
        self._lead_on(fault)
        return sentence_of(fault)[0]

    def drop_typed(self) -> bool:
        """Forgets what was typed while something was waited for; True where something was."""
        return self.questions.held.drop()

    def ask(
        self,
        asker: QObject,
        func: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        topic: str = "",
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Asks the office something short: ``func`` runs off the window's thread, one question after the other, then
        ``on_done`` is given the answer on it. What is written is waited for instead (``wait_for``).

        Nobody hears the answer once the ``asker`` is gone, or has put another question on the same ``topic`` ("": each
        is answered). A failure is told, unless ``on_failed`` hears it.
        """
        return self.questions.ask(asker, func, on_done, on_failed or self.refuse, topic)

    def run_in_background(
        self,
        func: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        title: str = "กำลังทำงาน",
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Runs ``func`` off the UI thread (title "": without showing progress), then ``on_done`` with its result on it."""
        return self.run_with_progress(lambda _: func(), on_done, title=title, on_failed=on_failed)

    def run_with_progress(
        self,
        func: Callable[[TaskProgress], T],
        on_done: Callable[[T], None],
        *,
        title: str = "กำลังทำงาน",
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Like ``run_in_background``, for a function that says how far it is and may be stopped."""
        task, in_turn = Task(title, func), self.questions.held.in_turn
        task.succeeded.connect(in_turn(on_done))
        task.failed.connect(in_turn(on_failed or self.refuse))
        return self.task_runner.start(task)

    def close(self) -> None:
        """Lets go of the file: waits for work under way, then closes it."""
        self.questions.close()
        self.task_runner.close()
        self.drafts.close()
        self._unsubscribe()
        self.office.close()


def day_within(year: int, today: date) -> date:
    """Today where it lies in the fiscal year, else the year's end that is nearer to it."""
    if fiscal_year_of(today) == year:
        return today
    return last_day_of(year) if fiscal_year_of(today) > year else first_day_of(year)
