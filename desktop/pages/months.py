"""Closing months: how far each unit's months are; below, what the chosen one lacks or what came after its approval, and
submitting, approving, sending back and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from core.office import Lack, LateRecord, Missing, MonthAction, MonthState, UnitMonth
from core.thai.dates import moment_short, month_long, month_name_short, month_short
from desktop.forms.drafting import KeptLine
from desktop.models.table_model import CENTRE, MUTED, ModelColumn, TableModel, chip_column
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import link, primary, quiet
from desktop.widgets.delegates import MUTED_ROLE, TONE_ROLE, RowDelegate
from desktop.widgets.keys import FINISH
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

Row = tuple[UnitMonth, ...]
NOTHING_LACKS = "ไม่พบสิ่งที่ขาด"
NOTHING_LATE = "ไม่มีรายการเปลี่ยนหลังรับรอง"
NOTE = "เลือกเดือนแล้วกด Ctrl+Enter เพื่อส่งหรือรับรอง"
DONE = {
    MonthAction.SUBMIT: "ส่งแล้ว",
    MonthAction.APPROVE: "รับรองแล้ว",
    MonthAction.RETURN: "ส่งกลับแล้ว",
    MonthAction.REOPEN: "เปิดอีกครั้งแล้ว",
}
FORWARD = (MonthAction.SUBMIT, MonthAction.APPROVE)
BACK = (MonthAction.RETURN, MonthAction.REOPEN)
BACK_WORDS = {MonthAction.RETURN: "ส่งกลับแก้ไข", MonthAction.REOPEN: "เปิดเดือนอีกครั้ง"}
WHY = {
    MonthAction.RETURN: "ข้อที่ต้องแก้ไข (ต้องมีเมื่อส่งกลับ)",
    MonthAction.REOPEN: "เหตุผลหรือเลขที่หนังสือ (ต้องมีเมื่อเปิดเดือนอีกครั้ง)",
}
SHORT = {MonthState.SUBMITTED: "ส่งแล้ว", MonthState.APPROVED: "รับรอง", MonthState.RETURNED: "ส่งกลับ"}
TONES = {MonthState.SUBMITTED: "info", MonthState.APPROVED: "good", MonthState.RETURNED: "warn"}
LACKS = {
    Lack.FIGURE: ("ยังไม่มีค่า", "warn"),
    Lack.REMARK: ("คำชี้แจง", "warn"),
    Lack.CONFLICT: ("ข้อขัดแย้ง", "bad"),
    Lack.RECORD: ("เกินกำหนด", "bad"),
    Lack.EVIDENCE: ("หลักฐาน", "warn"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A line about the chosen month: what kind of thing it is and its tone, the words, who and when, and where it leads."""

    kind: tuple[str, str]
    text: str
    by: str = ""
    register: str = ""
    record_id: str | None = None


class MonthsPage(Page):
    """Units by months above, the chosen month below."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ปิดเดือน", parent)
        session = context.office.session
        self._own, self._keeps = session.acting_unit, session.keeps_plan
        self._names = {u.code: u.name for u in session.units()}
        self.table = DeskTable(self)
        self.model: TableModel[Row] = TableModel((), self, key=lambda row: row[0].code)
        self.detail = DeskTable(self)
        self.lines: TableModel[Detail] = TableModel(self._columns(), self, key=lambda _: "")
        self.state = ThaiLabel("", self)
        self.why_not = ThaiLabel("", self, kind="muted")
        self.reason = QLineEdit(self)
        self._kept = KeptLine(context.drafts, self.reason, "office_month_states", "reason")
        self.forward = primary("", "Ctrl Enter", self)
        self.back = quiet("", "", self)
        self.print = link("รายงานประจำเดือน", self)
        self._lay_out()
        self._connect()
        self.head.set_note(NOTE)
        self.on_change(None, self.reload)
        self.reload()

    def open_with(self, unit: str | None = None, month: Any = None, **_: Any) -> None:
        """Shows a unit's month."""
        for line, row in enumerate(self.model.rows):
            for place, found in enumerate(row):
                if found.code == (self._own if unit is None else unit) and found.month == month:
                    go_to(self.table, self.model.index(line, place + 1))

    def reload(self) -> None:
        """Reads the months in the background; the chosen one stays chosen."""
        months, year = self.context.office.months, self.context.year
        self.context.ask(self, lambda: months.table(year), self._show, topic="table")

    def current(self) -> UnitMonth | None:
        """The month that is shown below."""
        index = self.table.currentIndex()
        row = self.model.row_at(index.row())
        return row[max(0, index.column() - 1)] if row else None

    # -- what is shown

    def _show(self, table: Sequence[Row]) -> None:
        shown = [row for row in table if self._keeps or row[0].code in (self._own, "")]
        if len(self.model.columns) != len(table[0]) + 1:
            self.model.set_columns(_month_columns(table[0]), shown)
            months = dict.fromkeys(range(1, len(table[0]) + 1), 1)
            self.table.fit_columns({0: 3} | months, least=150)
        else:
            self.model.set_rows(shown)
        if not self.table.currentIndex().isValid():
            day = self.context.day_looked_at()
            over = [place for place, found in enumerate(table[0]) if found.month.last_day <= day]
            line = next((n for n, row in enumerate(shown) if row[0].code == self._own), 0)
            go_to(self.table, self.model.index(line, (over[-1] if over else 0) + 1))
        self._show_current()

    def _columns(self) -> tuple[ModelColumn[Detail], ...]:
        return (
            chip_column("เรื่อง", lambda one: one.kind),
            ModelColumn("รายละเอียด", lambda one: one.text),
            ModelColumn("ผู้บันทึก", lambda one: one.by, roles=MUTED),
        )

    def _show_current(self) -> None:
        found = self.current()
        if found is None:
            return
        self.panel.show()
        self.panel.set_title(f"{month_long(found.month)} · {found.name}")
        self.state.setText(_told(found))
        self._show_actions(found)
        months = self.context.office.months
        self.context.ask(
            self, lambda: _details(months, found, self._names), self._show_details, topic="detail"
        )

    def _show_details(self, details: Sequence[Detail]) -> None:
        self.lines.set_rows(details)
        found = self.current()
        if not details and found is not None:
            said = NOTHING_LATE if found.edition else NOTHING_LACKS
            self.lines.set_rows([Detail(("", ""), said)])

    def _show_actions(self, found: UnitMonth) -> None:
        writes = not self.context.office.session.read_only
        forward = next((a for a in FORWARD if a in found.may), None) if writes else None
        back = next((a for a in BACK if a in found.may), None) if writes else None
        self.forward.setVisible(forward is not None)
        self.forward.setText(f"{forward.label}เดือน {month_short(found.month)}" if forward else "")
        self.back.setVisible(back is not None)
        self.reason.setVisible(back is not None)
        if back:
            self.back.setText(BACK_WORDS[back])
            self.reason.setPlaceholderText(WHY[back])
            self._kept.show(f"{found.code} {found.month} {back}")
        withheld = next(iter(found.withheld.values()), "")
        self.why_not.setText(withheld)
        self.why_not.setVisible(bool(withheld) and forward is None)

    # -- what a person does

    def _go_on(self) -> None:
        found = self.current()
        action = next((a for a in FORWARD if found and a in found.may), None)
        if found is not None and action is not None and not self.forward.isHidden():
            self._act(found, action)

    def _go_back(self) -> None:
        found = self.current()
        action = next((a for a in BACK if found and a in found.may), None)
        if found is None or action is None:
            return
        if not self.reason.text().strip():
            self.context.tell(f"โปรดกรอก{WHY[action].partition(' (')[0]}", "warn")
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._act(found, action):
            self._kept.done()

    def _act(self, found: UnitMonth, action: MonthAction) -> bool:
        months, reason = self.context.office.months, self.reason.text() if action in BACK else ""
        done = self.context.attempt(lambda: months.act(action, found.code, found.month, reason))
        if done is None:
            return False
        self.table.setFocus()
        self.context.tell(f"เดือน{month_long(found.month)} ของ{found.name} {DONE[action]}", "good")
        return True

    def _print(self) -> None:
        found = self.current()
        if found is not None:
            self.context.navigate("reports", name="monthly", month=found.month)

    def _jump(self) -> None:
        one = self.lines.row_at(self.detail.currentIndex().row())
        if one is not None and one.register:
            self.context.navigate(one.register, record_id=one.record_id)

    # -- parts

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.table.opened.connect(lambda _: self.detail.setFocus())
        self.detail.opened.connect(lambda _: self._jump())
        self.forward.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.reason.returnPressed.connect(self._go_back)
        self.print.clicked.connect(self._print)
        self.bind(FINISH, self._go_on)
        self.bind("Esc", self.table.setFocus)

    def _lay_out(self) -> None:
        self.setFocusProxy(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setItemDelegate(RowDelegate(self.table, frame_current=True))
        self.table.setAccessibleName("เดือนของแต่ละส่วนราชการ")
        self.detail.setModel(self.lines)
        self.detail.setAccessibleName("สิ่งที่ขาดหรือเปลี่ยนของเดือนที่เลือก กด Enter เพื่อไปยังรายการ")
        self.detail.fit_columns({1: 1}, least=150)
        self.reason.setMaxLength(500)
        self.reason.setAccessibleName("เหตุผล")
        above = Panel(self)
        above.body.addWidget(self.table)
        self.panel = Panel(self, title=" ")
        top = QWidget(self)
        vbox(self.state, parent=top, margins=(14, 8, 14, 8))
        for part in (top, self.detail, rule(self.panel), self._foot()):
            self.panel.body.addWidget(part, 1 if part is self.detail else 0)
        self.panel.hide()  # until the months are read
        self.body.addWidget(above, 2)
        self.body.addWidget(self.panel, 3)

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        row = hbox(self.print, (self.reason, 1), spacing=8)
        row.addStretch(0)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        vbox(self.why_not, row, parent=foot, margins=(14, 8, 14, 8), spacing=6)
        return foot


def _month_columns(year: Row) -> list[ModelColumn[Row]]:
    named = ModelColumn[Row]("ส่วนราชการ", lambda row: row[0].name)
    return [named, *(_month_column(place, found) for place, found in enumerate(year))]


def _month_column(place: int, found: UnitMonth) -> ModelColumn[Row]:
    return ModelColumn(
        month_name_short(found.month.month),
        lambda row: _short(row[place]),
        CENTRE,
        {TONE_ROLE: lambda row: _tone(row[place]), MUTED_ROLE: lambda row: not _tone(row[place])},
    )


def _short(found: UnitMonth) -> str:
    if found.disputed:
        return "ขัดแย้ง"
    more = f" +{found.changes}" if found.changes else ""
    return f"{SHORT[found.state]}{more}" if found.state in SHORT else "–"


def _tone(found: UnitMonth) -> str | None:
    if found.disputed:
        return "bad"
    return "warn" if found.changes else TONES.get(found.state)


def _told(found: UnitMonth) -> str:
    """How far a month is, who brought it there and when, and what was said."""
    who = f" โดย {found.by} {moment_short(found.at)}" if found.at else ""
    reason = f" · {found.reason}" if found.reason else ""
    edition = f" · {found.edition.called} รหัส {found.edition.code}" if found.edition else ""
    disputed = " · รับรองไว้สองแห่งต่างกัน โปรดตัดสินในหน้าข้อขัดแย้ง" if found.disputed else ""
    return f"{found.state.label}{who}{edition}{reason}{disputed}"


def _details(months: Any, found: UnitMonth, names: dict[str, str]) -> list[Detail]:
    """What the chosen month lacks; of an approved one what differs from the edition before, and what came later."""
    if found.edition is not None:
        late = (_late(one, names) for one in months.late(found.edition))
        return [*(Detail(("แก้ไขแล้ว", "info"), one.words) for one in found.edition.changed), *late]
    return [_missing(one) for one in months.missing(found.code, found.month)]


def _missing(one: Missing) -> Detail:
    return Detail(LACKS[one.kind], one.text, "", one.register, one.record_id)


def _late(one: LateRecord, names: dict[str, str]) -> Detail:
    by = " · ".join(filter(None, (one.author, names.get(one.unit, one.unit), moment_short(one.at))))
    return Detail(("หลังรับรอง", "warn"), f"{one.name}: {one.says}", by, one.register, one.record_id)
