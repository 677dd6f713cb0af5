"""What is asked of a person's account: what it says, a password, a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.office import NewKey, Person, PersonEdit
from core.plan.people import NAME_LENGTH, SHORTEST_PASSWORD, Role
from desktop.shell.context import AppContext
from desktop.shell.sign_in import UNLIKE
from desktop.shell.waiting_dialog import WaitingDialog, line
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import Dropdown

SEALING = "กำลังปิดผนึกกุญแจด้วยรหัสผ่าน…"
LENGTH = f"อย่างน้อย {SHORTEST_PASSWORD} ตัวอักษร เช่น คำสามคำที่ไม่เกี่ยวกัน"
FIRST = (
    "ผู้ใช้คนแรกเป็นผู้ดูแลแผน เมื่อบันทึกแล้ว ทุกคนที่จะบันทึกในแฟ้มนี้ต้องมีบัญชีและลงชื่อเข้าใช้ ผู้ที่ไม่มีบัญชียังเปิดดูได้ เลิกใช้บัญชีภายหลังไม่ได้"
)
ADD = "รหัสผ่านนี้บอกเจ้าของบัญชีเป็นการส่วนตัว แล้วให้เปลี่ยนเองในหน้าผู้ใช้"
CHANGES = {
    Role.CLERK: "บันทึกรายการของหน่วยงานตน ส่งเดือน แนบหลักฐาน",
    Role.SUPERVISOR: "รับรองเดือนและตัดสินข้อเสนอของหน่วยงานตน",
    Role.KEEPER: "แก้แผน ผู้ใช้ และการตั้งค่า รับรองเดือนของสำนักงาน",
    Role.VIEWER: "ดูและพิมพ์",
}


class PersonDialog(WaitingDialog):
    """A new account, or what one says; ``made`` carries a NewKey, ``changed`` a Person. The ``first`` one is a keeper's."""

    made = Signal(object)
    changed = Signal(object)

    def __init__(
        self, context: AppContext, units: Sequence[tuple[str, str]], person: Person | None, parent: QWidget
    ) -> None:
        title = f"แก้ไข {person.name}" if person else "เพิ่มผู้ใช้"
        super().__init__(context, title, "บันทึก", parent)
        self.context = context
        self.setMinimumWidth(scaled(560))  # what a role may do stands whole
        self._person = person
        first = not context.office.session.has_accounts
        self.name = line("ชื่อ-สกุล", text=person.name if person else "", longest=NAME_LENGTH)
        self.position = line("ตำแหน่ง", text=person.position if person else "")
        self.unit = Dropdown("", self, name="ส่วนราชการ")
        self.unit.set_choices(units)
        self.unit.set_value(person.unit if person else context.office.session.unit)
        self.roles = {role: QCheckBox(f"{role.label}: {CHANGES[role]}", self) for role in Role}
        for role, box in self.roles.items():
            box.setChecked(role in (person.roles if person else {Role.KEEPER if first else Role.CLERK}))
        self.roles[Role.KEEPER].setEnabled(not first)
        self.password, self.again = line("รหัสผ่าน", secret=True), line("พิมพ์อีกครั้ง", secret=True)
        self.password.setPlaceholderText(LENGTH)
        self.add("ชื่อ-สกุล", self.name)
        self.add("ตำแหน่ง", self.position)
        self.rows.addRow("ส่วนราชการ", self.unit)
        held = QWidget(self)
        vbox(*self.roles.values(), parent=held, margins=0, spacing=4)
        self.rows.addRow("บทบาท", held)
        if person is None:
            self.add("รหัสผ่าน", self.password)
            self.add("พิมพ์อีกครั้ง", self.again)
        self.lay_out("" if person else FIRST if first else ADD)
        self.name.setFocus()

    def go(self) -> None:
        people, person, unit = self.context.office.people, self._person, self.unit.value()
        name, position = self.name.text(), self.position.text()
        roles = frozenset(role for role, box in self.roles.items() if box.isChecked())
        if person is not None:
            edit = PersonEdit(name, position, unit, roles)
            self.wait("กำลังบันทึก…", lambda: people.change(person.id, edit), self._changed)
        elif self.password.text() != self.again.text():
            self.say(UNLIKE)
        else:
            password = self.password.text()
            self.wait(
                SEALING,
                lambda: people.add(name, password, position=position, unit=unit, roles=roles),
                self._made,
            )

    def _made(self, key: NewKey) -> None:
        self.accept()
        self.made.emit(key)

    def _changed(self, person: Person) -> None:
        self.accept()
        self.changed.emit(person)


class PasswordDialog(WaitingDialog):
    """One's own password: the old one, and the new one twice; ``settled`` comes once it is changed."""

    settled = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(context, "เปลี่ยนรหัสผ่านของฉัน", "เปลี่ยน", parent)
        self.context = context
        self.old = line("รหัสผ่านเดิม", secret=True)
        self.password, self.again = line("รหัสผ่านใหม่", secret=True), line("พิมพ์อีกครั้ง", secret=True)
        self.password.setPlaceholderText(LENGTH)
        self.add("รหัสผ่านเดิม", self.old)
        self.add("รหัสผ่านใหม่", self.password)
        self.add("พิมพ์อีกครั้ง", self.again)
        self.lay_out("ใบกู้บัญชีใบเดิมยังใช้ได้")

    def go(self) -> None:
        if self.password.text() != self.again.text():
            self.say(UNLIKE)
            return
        people, old, new = self.context.office.people, self.old.text(), self.password.text()
        self.wait(SEALING, lambda: people.set_password(old, new), self._changed)

    def _changed(self, _: None) -> None:
        self.accept()
        self.settled.emit()


class OwnSheetDialog(WaitingDialog):
    """A new recovery sheet of one's own; ``made`` carries the NewKey."""

    made = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(context, "ออกใบกู้บัญชีใหม่", "ออกใบใหม่", parent)
        self.context = context
        self.password = line("รหัสผ่าน", secret=True)
        self.add("รหัสผ่าน", self.password)
        self.lay_out("ใบกู้บัญชีใบเดิมจะใช้กับแฟ้มนี้ไม่ได้อีก")

    def go(self) -> None:
        people, password = self.context.office.people, self.password.text()
        self.wait(SEALING, lambda: people.new_sheet(password), self._made)

    def _made(self, key: NewKey) -> None:
        self.accept()
        self.made.emit(key)


class RevokeDialog(WaitingDialog):
    """Why a key is revoked; with ``renewing`` a new key and password too, ``made`` then carries the NewKey."""

    settled = Signal()
    made = Signal(object)

    def __init__(self, context: AppContext, person: Person, parent: QWidget, *, renewing: bool) -> None:
        title = f"ออกกุญแจใหม่ให้ {person.name}" if renewing else f"เพิกถอนกุญแจของ {person.name}"
        super().__init__(context, title, "ออกกุญแจใหม่" if renewing else "เพิกถอน", parent)
        self.context = context
        self._person, self._renewing = person, renewing
        self.reason = line("เหตุผล")
        self.reason.setPlaceholderText("เช่น ลืมรหัสผ่าน หรือเครื่องหาย")
        self.password, self.again = line("รหัสผ่านใหม่", secret=True), line("พิมพ์อีกครั้ง", secret=True)
        self.add("เหตุผล", self.reason)
        if renewing:
            self.add("รหัสผ่านใหม่", self.password)
            self.add("พิมพ์อีกครั้ง", self.again)
        about = "กุญแจเดิมจะถูกเพิกถอนและลงชื่อเข้าใช้ไม่ได้อีก รายการที่ลงลายมือชื่อไว้ก่อนหน้านี้ยังอยู่ ส่วนรายการที่มาทีหลังจะถูกแจ้งเมื่อตรวจแฟ้ม"
        self.lay_out(about)

    def go(self) -> None:
        people, person, reason = self.context.office.people, self._person.id, self.reason.text()
        if not self._renewing:
            self.wait("กำลังบันทึก…", lambda: people.revoke(person, reason), self._revoked)
        elif self.password.text() != self.again.text():
            self.say(UNLIKE)
        else:
            password = self.password.text()
            self.wait(SEALING, lambda: people.renew(person, password, reason), self._renewed)

    def _revoked(self, _: None) -> None:
        self.accept()
        self.settled.emit()

    def _renewed(self, key: NewKey) -> None:
        self.accept()
        self.made.emit(key)
