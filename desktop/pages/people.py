"""Who works with the file: accounts, and what one does with one's own. Without accounts, what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from core.office import Account, NewKey, Person, PersonEdit
from core.plan.office_settings import YES
from core.plan.people import Role
from desktop.models.table_model import ModelColumn, TableModel
from desktop.pages.person_dialogs import OwnSheetDialog, PasswordDialog, PersonDialog, RevokeDialog
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.recovery_sheet import RecoverySheetDialog
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import DeskButton, primary, quiet
from desktop.widgets.panel import Panel
from desktop.widgets.strip import Strip
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

REGISTERS = ("office_people", "office_revocations", "office_settings", "plan_units")
WITHOUT = (
    "แฟ้มนี้ยังไม่มีบัญชีผู้ใช้ ใครก็ตามที่เปิดแฟ้มได้บันทึกและแก้ไขได้ทุกอย่าง ชื่อในประวัติเป็นชื่อที่พิมพ์ไว้ในหน้าตั้งค่า "
    "รายการลงลายมือชื่อของเครื่อง ไม่ใช่ของบุคคล เหมาะกับสำนักงานที่มีผู้ใช้คนเดียวในเครื่องของตนเอง",
    "เมื่อเริ่มใช้บัญชี ผู้ที่จะบันทึกต้องลงชื่อเข้าใช้ด้วยรหัสผ่าน แต่ละคนทำได้ตามบทบาทและหน่วยงานของตน ทุกรายการลงลายมือชื่อของผู้ทำ "
    "และบัญชีเดินทางไปกับแพ็กเกจ",
)
ONE_KEEPER = "มีผู้ดูแลแผนเพียงคนเดียว หากลืมรหัสผ่านและไม่มีใบกู้บัญชี จะไม่มีผู้ใดแก้แผนหรือผู้ใช้ได้อีก ควรมีผู้ดูแลแผนสองคน"
SIGNED_ONLY = (
    "เมื่อทุกหน่วยงานมีบัญชีแล้ว ควรเลือก “รับเฉพาะรายการที่ผู้มีบัญชีลงลายมือชื่อ” ในหน้าตั้งค่า จะไม่รับรายการจากเครื่องที่ไม่มีผู้ลงลายมือชื่อ"
)
TWO_FIRST = "มีผู้ดูแลแผนที่รับรองตนเอง {count} คน คือ {names} เพราะเริ่มใช้บัญชีในแฟ้มที่แยกกัน หากมีผู้ที่ไม่รู้จัก ให้ปิดบัญชีและเพิกถอนกุญแจของผู้นั้น"


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything the page shows, read at once off the UI thread."""

    accounts: Sequence[Account]
    units: dict[str, str]
    signed_only: bool
    after_revocation: Sequence[str]


class PeoplePage(Page):
    """The list of accounts with what a keeper does with them, and one's own account."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ผู้ใช้", parent)
        self._units: dict[str, str] = {}
        self.accounts: Sequence[Account] = ()
        self.told = Strip("warn", None, self)
        self.body.addWidget(self.told)
        self.body.addWidget(self._without_panel())
        self.body.addWidget(self._own_panel())
        self.body.addWidget(self._list_panel(), 1)
        self.body.addStretch(0)
        self.on_change(REGISTERS, self.reload)
        self.reload()

    def _without_panel(self) -> QWidget:
        self.without = Panel(self, title="แฟ้มที่ไม่มีบัญชีผู้ใช้")
        self.start = primary("เริ่มใช้บัญชีผู้ใช้…", "Ctrl N", self)
        self.start.clicked.connect(self.begin)
        words = (ThaiLabel(text, self) for text in WITHOUT)
        self.without.body.addLayout(vbox(*words, hbox(self.start, STRETCH), margins=14, spacing=10))
        self.without.hide()
        return self.without

    def _own_panel(self) -> QWidget:
        self.own = Panel(self, title="บัญชีของฉัน")
        self.me = ThaiLabel("", self)
        self.password, self.sheet = quiet("เปลี่ยนรหัสผ่าน…", parent=self), quiet("ออกใบกู้บัญชีใหม่…", parent=self)
        self.lock = quiet("ล็อก", "F9", self)
        self.password.clicked.connect(self._change_password)
        self.sheet.clicked.connect(self._new_sheet)
        self.lock.clicked.connect(self._lock)
        self.own.body.addLayout(
            hbox((self.me, 1), self.password, self.sheet, self.lock, margins=14, spacing=10)
        )
        self.own.hide()
        return self.own

    def _list_panel(self) -> QWidget:
        self.listed = Panel(self, title="ผู้ใช้ของแฟ้มนี้")
        self.table = DeskTable(self)
        self.table.setAccessibleName("ผู้ใช้")
        self.model = TableModel[Account](
            (
                ModelColumn("ชื่อ", lambda a: a.person.name),
                ModelColumn("ตำแหน่ง", lambda a: a.person.position),
                ModelColumn("ส่วนราชการ", lambda a: self._units.get(a.person.unit, a.person.unit)),
                ModelColumn("บทบาท", lambda a: a.person.role_words),
                ModelColumn("สถานะ", lambda a: a.state),
            ),
            self,
        )
        self.table.setModel(self.model)
        self.table.fit_columns({0: 2, 1: 2, 2: 2, 3: 2, 4: 1})
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.table.opened.connect(lambda *_: self._change())
        self.add = primary("เพิ่มผู้ใช้…", "Ctrl N", self)
        self.change, self.renew = quiet("แก้ไข…", "Enter", self), quiet("ออกกุญแจและรหัสผ่านใหม่…", parent=self)
        self.end, self.revoke = quiet("ปิดบัญชี", parent=self), quiet("เพิกถอนกุญแจ…", parent=self)
        acts = {
            self.add: self.begin,
            self.change: self._change,
            self.renew: partial(self._revoke, renewing=True),
            self.end: self._end,
            self.revoke: partial(self._revoke, renewing=False),
        }
        for button, act in acts.items():
            button.clicked.connect(lambda _=False, act=act: act())
        self.keeping: tuple[DeskButton, ...] = tuple(acts)
        self.listed.body.addWidget(self.table)
        row = hbox(self.change, self.renew, self.end, self.revoke, STRETCH, self.add, margins=10, spacing=8)
        self.listed.body.addLayout(row)
        self.listed.hide()
        return self.listed

    # -- showing

    def reload(self) -> None:
        """Asks who there is."""
        office = self.context.office

        def ask() -> _Found:
            units = {u.code: u.name for u in office.session.units()}
            signed_only = office.settings.text("signed_only") == YES
            return _Found(office.people.people(), units, signed_only, office.people.after_revocation())

        self.context.ask(self, ask, self._show, topic="people")

    def _show(self, found: _Found) -> None:
        self.accounts, self._units = found.accounts, found.units
        session, row = self.context.office.session, max(0, self.table.currentIndex().row())
        me = session.person
        self.model.set_rows(self.accounts)
        self.without.setVisible(not self.accounts)
        self.listed.setVisible(bool(self.accounts))
        self.own.setVisible(me is not None)
        if me is not None:
            self.me.setText(
                " · ".join(filter(None, (me.name, me.position, self._units.get(me.unit), me.role_words)))
            )
        self.start.setEnabled(not session.barred)
        self._say(found)
        if self.accounts:
            self.table.selectRow(min(row, len(self.accounts) - 1))
        self._offer()

    def _say(self, found: _Found) -> None:
        """What a keeper should know of the accounts: one thing, the gravest."""
        keepers = [a.person.name for a in self.accounts if a.in_use and Role.KEEPER in a.person.roles]
        first = [a.person.name for a in self.accounts if a.first and a.in_use]
        if len(first) > 1:
            self.told.say(TWO_FIRST.format(count=len(first), names=" และ ".join(first)), "warn")
        elif found.after_revocation:
            count = len(found.after_revocation)
            more = f" และอีก {count - 1:,} รายการ" if count > 1 else ""
            self.told.say(f"{found.after_revocation[0]}{more}", "warn")
        elif len(keepers) == 1:
            self.told.say(ONE_KEEPER, "warn")
        else:
            self.told.say(SIGNED_ONLY if self.accounts and not found.signed_only else "", "info")

    def _offer(self) -> None:
        """Buttons follow the account chosen; what may not be done the office refuses."""
        chosen, me = self._chosen(), self.context.office.session.person
        keeps = me is not None and Role.KEEPER in me.roles and not self.context.office.session.barred
        for button in self.keeping:
            button.setVisible(keeps)
            button.setEnabled(button is self.add or chosen is not None)
        if chosen is not None:
            self.end.setText("ปิดบัญชี" if chosen.person.active else "เปิดบัญชีอีกครั้ง")
            self.revoke.setEnabled(not chosen.revoked)
            self.renew.setEnabled(me is None or chosen.person.id != me.id)

    def _chosen(self) -> Account | None:
        return self.model.row_at(self.table.currentIndex().row())

    # -- doing

    def begin(self) -> None:
        """Ctrl+N: a new account."""
        self._person_dialog(None)

    def _change(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.change.isVisible():
            self._person_dialog(chosen.person)

    def _person_dialog(self, person: Person | None) -> None:
        dialog = PersonDialog(self.context, tuple(self._units.items()), person, self)
        dialog.made.connect(self._made)
        dialog.changed.connect(lambda changed: self.context.tell(f"แก้ไข {changed.name} แล้ว"))
        self._open(dialog)

    def _made(self, key: NewKey) -> None:
        if self.context.desk is not None:
            self.context.desk.know_person()
        self._sheet(key)

    def _sheet(self, key: NewKey) -> None:
        self._open(RecoverySheetDialog(self.context, key, self.window()))

    def _end(self) -> None:
        chosen, people = self._chosen(), self.context.office.people
        if chosen is None:
            return
        person = chosen.person
        if not person.active:
            self._take_up(person)
        elif self.context.attempt(partial(people.deactivate, person.id)) is not None:
            self.context.tell(f"ปิดบัญชีของ {person.name} แล้ว รายการที่บันทึกไว้ยังอยู่")
            if self.context.office.session.person is None:
                self._lock()

    def _take_up(self, person: Person) -> None:
        people = self.context.office.people
        if self.context.attempt(partial(people.change, person.id, PersonEdit(active=True))) is not None:
            self.context.tell(f"เปิดบัญชีของ {person.name} อีกครั้งแล้ว")

    def _revoke(self, *, renewing: bool) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = RevokeDialog(self.context, chosen.person, self, renewing=renewing)
        dialog.made.connect(self._sheet)
        dialog.settled.connect(lambda: self.context.tell(f"เพิกถอนกุญแจของ {chosen.person.name} แล้ว"))
        self._open(dialog)

    def _lock(self) -> None:
        if self.context.desk is not None:
            self.context.desk.lock()

    def _change_password(self) -> None:
        dialog = PasswordDialog(self.context, self)
        dialog.settled.connect(lambda: self.context.tell("เปลี่ยนรหัสผ่านแล้ว"))
        self._open(dialog)

    def _new_sheet(self) -> None:
        dialog = OwnSheetDialog(self.context, self)
        dialog.made.connect(self._sheet)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog  # what stands open, for whoever looks
        dialog.open()
