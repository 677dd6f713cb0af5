"""The desk itself: the window, the office file that is open, and what can be done from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from importlib import import_module
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from core.faults import DamagedRefusal, PassphraseRefusal, Refusal
from desktop.drafts import expired
from desktop.settings import Settings
from desktop.shell.background import Task, TaskRunner
from desktop.shell.banner import Act
from desktop.shell.context import AppContext
from desktop.shell.duties import Prints
from desktop.shell.encrypted_file import ask_passphrase, carry_out
from desktop.shell.gate import Gate
from desktop.shell.looking_over import LookingOver
from desktop.shell.new_day import NewDay
from desktop.shell.pages import load_pages, page_of
from desktop.shell.remarks import Remarks
from desktop.shell.safekeeping import Safekeeping
from desktop.shell.search_box import SearchTarget
from desktop.shell.targets import targets_of
from desktop.shell.trouble import sentence_of
from desktop.shell.undo_keys import UndoKeys
from desktop.shell.who import WhoDialog
from desktop.shell.window import HOME, MainWindow
from desktop.theme import ThemeController
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.keys import bind

if TYPE_CHECKING:
    from core.keys.file_key import FileKey
    from core.office import Office, ReportInfo
    from core.office.encryption import Encryption
    from core.plan.model import Unit
    from desktop.pages.new_office import Source
    from desktop.shell.backups import BackupsDialog

DRAFTS = "มีข้อความที่พิมพ์ค้างไว้และยังไม่ได้บันทึก {count:,} รายการ ในหน้า {titles} เปิดรายการนั้นแล้วเลือกนำกลับมาหรือทิ้ง"
SAVE_COPY = "บันทึกสำเนา"
BACK_TO_FILE = "กลับไปแฟ้มงาน"
TO_BE_READ = "เปิดไว้ให้ดูอย่างเดียว"


class Desk(QObject):
    """Opens and closes office files and wires the keys; furnishes the window given, or one of its own."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        window: MainWindow | None = None,
        *,
        today: date | None = None,
    ) -> None:
        super().__init__(app)
        self.settings = settings
        self.today = today
        self.theme = ThemeController(app, settings)
        self._loader = TaskRunner(self)
        self._remarks = Remarks(self)
        self._remarks.said.connect(self._tell_remark)
        self.looking_over = LookingOver(self)
        self.new_day = NewDay(self)
        self._reports: Sequence[ReportInfo] = ()
        self.gate = Gate(self)
        self.keeps_backups = True
        self.safekeeping: Safekeeping | None = None
        self.window = window or MainWindow()
        self.window.furnish()
        self.window.before_closing = self.close
        self.window.top_bar.search.set_offer(self.targets)
        self._bind_keys()
        UndoKeys(app, self.window)

    @property
    def context(self) -> AppContext | None:
        """The open file's context, None while no file is open."""
        return self.window.context

    def _bind_keys(self) -> None:
        window = self.window
        keys: list[tuple[str | Sequence[str], Callable[[], object]]] = [
            ("Ctrl+K", self._search),
            ("Ctrl+Z", window.undo),
            (("Ctrl+Y", "Ctrl+Shift+Z"), window.redo),
            ("Ctrl+P", self._print),
            ("F1", self.show_help),
            ("F9", self.lock),
            ("Alt+Left", window.go_back),
            ("Ctrl+.", self._stop),
            *((f"Ctrl+{number}", partial(window.show_nth, number)) for number in range(1, 10)),
        ]
        for which, act in keys:
            bind(window, which, act, everywhere=True)

    def _stop(self) -> None:
        self.window.messages.progress.cancel()

    def _search(self) -> None:
        # Asked of the window each time: a change of text size makes the bar anew.
        self.window.top_bar.search.open()

    def tell(self, sentence: str, tone: str = "good") -> None:
        """Says a sentence."""
        self.window.messages.tell(sentence, tone)

    def _tell_remark(self, sentence: str) -> None:
        self.window.messages.remark(sentence)

    def show_start(self, sentence: str = "") -> None:
        """Shows the page from which a file is opened or made."""
        from desktop.pages.start import StartPage

        self.window.detach()
        self.window.show_instead(StartPage(self, sentence))

    def open_later(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Opens a file once its code is loaded, so that the window has painted by then and stays alive; where it is
        open, does what is to be done ``then``."""
        self.window.show_instead(EmptyState(f"กำลังเปิด {path.name}"), alone=False)
        task = Task("", lambda _: import_module("core.office"))
        task.succeeded.connect(lambda _: self.try_open(path, then=then))
        task.failed.connect(lambda error: self.tell(*sentence_of(error)))
        self._loader.start(task)

    def open_file(
        self, path: Path, key: FileKey | None = None, then: Callable[[], object] | None = None
    ) -> bool:
        """Opens an office file in place of the one open now, an encrypted one with the ``key`` it was open with; one in use,
        or that can't be written, is opened to be read. True when open."""
        from core.office import Office

        self._enter(Office.open_or_read(path, author=self.settings.user_name, key=key), then)
        return True

    def _opener(self, path: Path) -> Callable[[str], Office]:
        from core.office import Office

        return lambda typed: Office.open_or_read(path, author=self.settings.user_name, passphrase=typed)

    def _enter(self, office: Office, then: Callable[[], object] | None = None) -> None:
        self._take(office)
        self.settings.remember_file(office.session.path.resolve())
        if office.session.barred:
            copy = [Act(SAVE_COPY, self.save_copy, "Ctrl+Shift+S")] if office.session.copy_helps else []
            self.window.reading.say(
                office.session.barred if copy else f"{office.session.barred} {TO_BE_READ}", copy
            )
        if then is not None:
            then()

    def look_into(self, copy: Path, back: Act, key: FileKey | None = None) -> None:
        """Opens a copy of an office file to be looked at, with the way ``back``; ``key``: what opens it where it isn't the open
        file's key. Refusal as it comes."""
        from core.office import Office

        opens, show = (
            partial(Office.look_into, copy, author=self.settings.user_name),
            partial(self._look, back),
        )
        try:
            show(opens(key=key or self._key()))
        except PassphraseRefusal:
            ask_passphrase(self, copy, lambda typed: opens(passphrase=typed), show)

    def _look(self, back: Act, office: Office) -> None:
        self._take(office)
        self.window.reading.say(office.session.barred, [Act(SAVE_COPY, self.save_copy, "Ctrl+Shift+S"), back])

    def _key(self) -> FileKey | None:
        return self.context.office.session.file.key if self.context is not None else None

    def encrypt(self, order: Encryption, *, remove_old: bool) -> None:
        """Closes the open file, has it encrypted, and opens it again."""
        carry_out(self, order, remove_old=remove_old)

    def look_into_backup(self, backup: Path) -> None:
        """Opens a backup of the open file to be looked at, with the way back to the file; a refusal is told."""
        context = self.context
        if context is None or not self.window.may_leave():
            return
        path = context.office.session.path
        try:
            self.look_into(backup, Act(BACK_TO_FILE, partial(self.try_open, path, self._key())))
        except Refusal as refusal:
            self.refuse(refusal)

    def ask_for_new(self, *, sample: bool = False) -> None:
        """Asks what a new office file shall hold and where it shall lie, makes it and opens it."""
        from desktop.pages.new_office import NewOfficeDialog

        def make() -> None:
            self.create_file(dialog.path, plan=dialog.plan, unit=dialog.whose(), sample=dialog.with_sample())

        unit = self.context.office.session.unit if self.context else ""
        dialog = NewOfficeDialog(self.settings, self.window, sample=sample, unit=unit)
        dialog.accepted.connect(make)
        dialog.open()

    def save_copy(self) -> None:
        """Asks where a verified copy of the open file shall lie, makes it and opens it."""
        from desktop.pages.start import ask_for_copy

        context = self.context
        if context is None:
            return
        target = ask_for_copy(self.window, Path.home() / context.office.session.path.name)
        if target is not None:
            self.save_copy_as(context, target)

    def save_copy_as(self, context: AppContext, target: Path) -> None:
        """Makes a verified copy of the open file in the background and opens it."""

        def made(copy: Path) -> None:
            if self.try_open(copy, context.office.session.file.key):
                self.tell(f"บันทึกสำเนาแล้วที่ {copy} และเปิดสำเนานี้ให้แล้ว")

        context.run_with_progress(
            lambda progress: context.office.file.backup(target, progress), made, title="กำลังบันทึกสำเนา"
        )

    def show_backups(self, path: Path, damage: DamagedRefusal | None = None) -> BackupsDialog | None:
        """Shows the copies beside an office file, and what was found where it is damaged; None where they are shown."""
        from desktop.shell.backups import BackupsDialog

        if any(dialog.isVisible() for dialog in self.window.findChildren(BackupsDialog)):
            return None
        dialog = BackupsDialog(self, path, damage)
        dialog.open()
        return dialog

    def try_open(
        self, path: Path, key: FileKey | None = None, then: Callable[[], object] | None = None
    ) -> bool:
        """Opens a file, after asking for its passphrase if need be, and does what comes ``then``; says why where it is refused,
        and all stays as it is."""
        if self.context is not None and realpath(self.context.office.session.path) == realpath(path):
            self.tell(f"แฟ้ม {path.name} เปิดอยู่แล้ว", "info")
            if then is not None:
                then()
            return True
        try:
            return self.open_file(path, key, then)
        except PassphraseRefusal:
            ask_passphrase(self, path, self._opener(path), partial(self._enter, then=then))
            return False
        except Refusal as refusal:
            self.refuse(refusal)
            return False

    def create_file(self, path: Path, *, plan: Source, unit: str = "", sample: bool = False) -> bool:
        """Makes an office file and opens it. True when open."""
        from desktop.pages.new_office import maker

        make = maker(plan, unit=unit, sample=sample, author=self.settings.user_name)
        try:
            office = make(path)
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        self._take(office)
        self.settings.remember_file(office.session.path.resolve())
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Tells why something couldn't be done, on the page that opens files where none is open."""
        if self.context is None:
            self.show_start(str(refusal))
        else:
            self.tell(*sentence_of(refusal))
        if isinstance(refusal, DamagedRefusal):
            self._show_damage(refusal)

    def _show_damage(self, damage: DamagedRefusal) -> None:
        self.show_backups(damage.path, damage)

    def _take(self, office: Office) -> None:
        """Shows an open office file in place of the one open now. Refusal as it comes, after which none is open."""
        self.let_go()
        try:
            self._show(AppContext(office, self.settings, self, today=self.today))
        except Refusal as refusal:
            self.let_go()
            office.close()
            self.show_start(str(refusal))
            raise

    def _show(self, context: AppContext) -> None:
        office = context.office
        context.desk = self
        context.changed_underneath.connect(self._ask_how_to_go_on)
        context.damaged.connect(self._show_damage)
        self.window.attach(context, HOME)
        self._tell_drafts(context)
        self.gate.enter(context)
        if not (self.settings.user_known or office.session.read_only or office.session.has_accounts):
            context.ask(self, lambda: (office.session.units(), office.session.unit), self._ask_who)
        # The list of reports brings the whole of the printing room with it.
        context.run_in_background(office.reports.available, self._know_reports, title="")
        context.run_in_background(load_pages, lambda _: None, title="")
        if self.keeps_backups:
            self.safekeeping = Safekeeping(context, self.tell)
        self.looking_over.begin(office)

    def _ask_who(self, found: tuple[Sequence[Unit], str]) -> None:
        """At the first start on this PC: who works here, and whose file it is."""
        context, (units, unit) = self.context, found
        if context is None or self.settings.user_known:
            return
        dialog = WhoDialog([(u.code, u.name) for u in units], unit, self.window)
        dialog.put_off.connect(partial(self.settings.set_user_name, ""))
        dialog.accepted.connect(
            lambda: self._know_who(context, dialog.name.text(), dialog.unit.value(), unit)
        )
        dialog.open()

    def _know_who(self, context: AppContext, name: str, unit: str, before: str) -> None:
        self.settings.set_user_name(name)
        if unit != before:
            context.attempt(partial(context.office.session.set_unit, unit))
        self.open_again()

    def _tell_drafts(self, context: AppContext) -> None:
        """Forgets what nobody can take up any more, and says once what was typed and not saved when the file was open last,
        and where it is offered again."""
        office, drafts = context.office, context.drafts.all()
        if drafts:
            ask = partial(expired, office, drafts, datetime.now())
            context.ask(self, ask, partial(self._tell_waiting, context))

    def _tell_waiting(self, context: AppContext, gone: Sequence[str]) -> None:
        if context is not self.context:
            return  # another file was opened meanwhile: the drafts of this one are put away
        for draft_id in gone:
            context.drafts.forget(draft_id)
        drafts = context.drafts.all()
        if drafts:
            shown = (page_of(self.window.pages, draft.register) for draft in drafts)
            titles = " · ".join(dict.fromkeys(page.title for page in shown if page is not None))
            self.tell(DRAFTS.format(count=len(drafts), titles=titles), "info")

    def _know_reports(self, reports: Sequence[ReportInfo]) -> None:
        self._reports = reports

    def let_go(self) -> None:
        """Closes the open file."""
        context = self.context
        self.gate.close()
        if self.safekeeping is not None:
            self.safekeeping.close()
            self.safekeeping = None
        self.window.detach()
        if context is not None:
            context.close()
            context.deleteLater()

    def reopen(self) -> None:
        """Opens the same file again, under the name now set, on the page now shown."""
        if self.context is None:
            return
        if not self.window.may_leave():
            return
        self.open_again()

    def open_again(self) -> bool:
        """Opens what lies under the open file's name by now; what was typed and not saved is left. True when open."""
        if self.context is None:
            return False
        path, page, key = self.context.office.session.path, self.window.page_name, self._key()
        self.let_go()
        if not self.try_open(path, key):
            return False
        self.window.show_page(page)
        return True

    def lock(self) -> None:
        """F9: nobody is signed in until somebody signs in again."""
        self.gate.lock()

    def know_person(self) -> None:
        """Follows who is signed in by now: the first account was made."""
        self.gate.know()

    def _ask_how_to_go_on(self) -> None:
        from desktop.shell.changed_file import ask_how_to_go_on

        ask_how_to_go_on(self)

    def close(self) -> None:
        """Remembers the window and lets go of the file, and of the windows that work on their own."""
        self._remarks.close()
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        self.settings.set_window(self.window.saveGeometry())
        self.let_go()

    def set_text_size(self, percent: int) -> None:
        """Changes the text size everywhere, at once."""
        if not self.window.may_leave():
            return
        self.theme.set_text_size(percent)
        self.window.rebuild()
        self.window.top_bar.search.set_offer(self.targets)

    def _print(self) -> None:
        page = self.window.stack.currentWidget()
        if isinstance(page, Prints):
            page.print_now()
        else:
            self.print_month()

    def print_month(self) -> None:
        """The month's report of the day looked at, opened when it is done."""
        from desktop.shell.printing import print_month  # brings all of printing with it

        if self.context is not None:
            print_month(self.context)

    def show_help(self) -> None:
        """The keys, and how things are done."""
        from desktop.shell.help import HelpDialog

        HelpDialog(self.window).open()

    def targets(self) -> Sequence[SearchTarget]:
        """Everything the search box finds."""
        return targets_of(self, self._reports)
