"""Proposals to change the plan or another unit's records: who answers for these takes them up or declines them; whoever
proposed looks how they fare and may withdraw them. Several are decided at once, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from core.office import ANSWER_LENGTH, Changes, PlanProposal, ProposedAction, ProposedRecord
from core.thai.dates import moment_short
from desktop.forms.drafting import KeptLine
from desktop.models.table_model import ModelColumn, TableModel, chip_column
from desktop.pages.plan_deleting import YEARS, plan_deletion
from desktop.pages.proposal_view import ProposalView
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import link, primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

TONES = {"open": "warn", "taken": "good", "declined": "bad", "withdrawn": "neutral"}
KEEPS = "เลือกได้หลายข้อพร้อมกัน แล้วรับหรือไม่รับครั้งเดียว"
PROPOSES = "ข้อเสนอเดินทางไปกับแพ็กเกจถัดไป และมีผลเมื่อ{keeper}รับเข้าแผน"
TO_OWNERS = "เลือกได้หลายข้อพร้อมกัน ข้อที่เป็นของส่วนราชการอื่นรอเจ้าของพิจารณา"
NONE = "ยังไม่มีข้อเสนอแก้ไข"
MOVED = "ข้อมูลเปลี่ยนไปแล้วหลังเสนอ โปรดเทียบค่าก่อนรับ"


class ProposalsPage(Page):
    """The proposals above, what the chosen one would change below; nothing is written until somebody decides."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ข้อเสนอแก้ไข", parent)
        self._units = {u.code: u.name for u in context.office.session.units()}
        self._keeps = context.office.session.keeps_plan
        self.head.set_note(self._note())
        self.table = DeskTable(self)
        self.model = TableModel(self._columns(), self, key=lambda _: "")
        self.changes = ProposalView(self)
        self.answer = ThaiLabel("", self, kind="muted")
        self.moved = ThaiLabel(MOVED, self, kind="error")
        self.reason = QLineEdit(self)
        self._kept = KeptLine(context.drafts, self.reason, "plan_proposals", "answer")
        self._kept.show("answer")
        self.take = primary("รับเข้าแผน", "Ctrl Enter", self)
        self.take.press_by_key()
        self.decline = quiet("ไม่รับ", "", self)
        self.withdraw = quiet("ถอนข้อเสนอ", "", self)
        self.jump = link("ไปที่จุดนี้", self)
        self.none = EmptyState(NONE, parent=self)
        self._lay_out()
        self._connect()
        self.on_change(None, self.reload)
        self.reload()

    def _note(self) -> str:
        if self.context.office.session.has_accounts:
            return TO_OWNERS
        keeper = self.context.office.session.keeper_name()
        return KEEPS if self._keeps else PROPOSES.format(keeper=keeper)

    def open_with(self, _record_id: str = "", **_: Any) -> None:
        """Shows what is there now, and a proposal of it."""
        self.reload()

    def reload(self) -> None:
        """Reads the proposals in the background; the chosen one stays chosen."""
        office = self.context.office
        self.context.run_in_background(office.plan.proposals, self._show, title="")

    def current(self) -> PlanProposal | None:
        """The proposal that is shown."""
        return self.model.row_at(self.table.currentIndex().row())

    # -- what is shown

    def _show(self, found: tuple[PlanProposal, ...]) -> None:
        before = self.current()
        self.model.set_rows(found)
        for part in (self.list, self.panel):
            part.setVisible(bool(found))
        self.none.setVisible(not found)
        if found:
            same = next((n for n, p in enumerate(found) if before and p.id == before.id), 0)
            go_to(self.table, self.model.index(same, 0))
        self._show_current()

    def _columns(self) -> Sequence[ModelColumn[PlanProposal]]:
        def title(found: PlanProposal) -> str:
            return f"ปี {found.year}: {found.title}" if found.year != self.context.year else found.title

        return (
            chip_column("สถานะ", lambda found: (found.state_label, TONES.get(found.state, "neutral"))),
            ModelColumn("เสนอเมื่อ", lambda found: moment_short(found.at)),
            ModelColumn("ผู้เสนอ", lambda found: f"{found.author} · {self._units.get(found.unit, found.unit)}"),
            ModelColumn("เรื่อง", title),
        )

    def _show_current(self) -> None:
        found = self.current()
        self.changes.show_proposal(found)
        self.answer.setText(self._decided(found) if found else "")
        self.answer.setVisible(bool(self.answer.text()))
        self.moved.setVisible(found is not None and found.open and found.moved)
        self._show_actions()

    def _decided(self, found: PlanProposal) -> str:
        if found.open or found.decided_at is None:
            return ""
        said = f"{found.state_label}โดย {found.decided_by} {moment_short(found.decided_at)}"
        return f"{said} เหตุผล: {found.answer}" if found.answer else said

    def _show_actions(self) -> None:
        chosen = self._chosen()
        session = self.context.office.session
        decides = bool(chosen) and all(p.decidable for p in chosen) and not session.read_only
        own = bool(chosen) and all(p.unit == session.acting_unit for p in chosen)
        for widget in (self.reason, self.take, self.decline):
            widget.setVisible(decides)
        self.withdraw.setVisible(own and not decides and not session.read_only)
        count = f" {len(chosen)} ข้อ" if len(chosen) > 1 else ""
        self.take.setText(f"{self._taking()}{count}")
        self.decline.setText(f"ไม่รับ{count}")
        found = self.current()
        self.jump.setVisible(found is not None and any(r.there for r in found.records))

    def _chosen(self) -> Sequence[PlanProposal]:
        """The selected proposals that nobody has decided."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [found for row in rows if (found := self.model.row_at(row)) and found.open]

    def _taking(self) -> str:
        """What taking up what is chosen is called."""
        of_plan = all(r.register.startswith("plan_") for p in self._chosen() for r in p.records)
        return "รับเข้าแผน" if of_plan else "รับ"

    # -- what a person does

    def _take(self) -> None:
        """Takes up what is chosen; what would delete a draft whole only once its year was typed."""
        gone = next((p.year for p in self._chosen() for r in p.records if _deletes_a_plan(r)), None)
        if gone is None:
            self._take_up()
        else:
            ask = plan_deletion(gone, self)
            ask.confirmed.connect(self._take_up)
            ask.open()

    def _take_up(self) -> None:
        ids, said = [p.id for p in self._chosen()], self.reason.text()
        if ids:
            office = self.context.office
            taken = f"{self._taking()}แล้ว {len(ids)} ข้อ"
            self._decide(lambda: office.plan.take_proposals(ids, said), taken)

    def _decline(self) -> None:
        ids, said = [p.id for p in self._chosen()], self.reason.text()
        if ids and not said.strip():
            self.context.tell("โปรดกรอกเหตุผลที่ไม่รับ เพื่อให้ผู้เสนอทราบ", "warn")
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        elif ids:
            office = self.context.office
            self._decide(lambda: office.plan.decline_proposals(ids, said), f"ไม่รับ {len(ids)} ข้อแล้ว")

    def _withdraw(self) -> None:
        ids = [p.id for p in self._chosen()]
        if ids:
            office = self.context.office
            self._decide(lambda: office.plan.withdraw_proposals(ids), f"ถอนข้อเสนอแล้ว {len(ids)} ข้อ")

    def _decide(self, act: Callable[[], Changes], said: str) -> None:
        if self.context.attempt(act) is not None:
            self._kept.done()
            self.table.setFocus()
            self.context.tell(f"{said} กด Ctrl+Z เพื่อเลิกทำ", "good")

    def _jump(self) -> None:
        found = self.current()
        there = next((r for r in found.records if r.there), None) if found else None
        if found is not None and there is not None:
            if found.year in self.context.office.session.years and not self.context.set_year(found.year):
                return
            if there.register.startswith("plan_"):
                self.context.navigate("plan", register=there.register, record_id=there.record_id)
            else:
                self.context.navigate(there.register, record_id=there.record_id)

    # -- parts

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_actions())
        self.table.opened.connect(lambda _: self._jump())
        self.take.clicked.connect(self._take)
        self.decline.clicked.connect(self._decline)
        self.withdraw.clicked.connect(self._withdraw)
        self.jump.clicked.connect(self._jump)
        self.bind("Esc", self.table.setFocus)

    def _lay_out(self) -> None:
        self.setFocusProxy(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setAccessibleName("ข้อเสนอแก้ไข กด Enter เพื่อไปยังจุดนั้น")
        self.table.fit_columns({2: 1, 3: 3}, least=200)
        self.reason.setMaxLength(ANSWER_LENGTH)
        self.reason.setPlaceholderText("เหตุผลหรือเลขที่หนังสือ (ต้องมีเมื่อไม่รับ)")
        self.reason.setAccessibleName("เหตุผล")
        self.list = Panel(self)
        self.list.body.addWidget(self.table)
        self.panel = Panel(self)
        for part in (self.changes, rule(self.panel), self._foot()):
            self.panel.body.addWidget(part, 1 if part is self.changes else 0)
        self.body.addWidget(self.list, 2)
        self.body.addWidget(self.panel, 3)
        self.body.addWidget(self.none, 1)

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        row = hbox(self.jump, (self.reason, 1), spacing=8)
        row.addStretch(0)
        for button in (self.withdraw, self.decline, self.take):
            row.addWidget(button)
        vbox(self.moved, self.answer, row, parent=foot, margins=(14, 8, 14, 8), spacing=6)
        return foot


def _deletes_a_plan(proposed: ProposedRecord) -> bool:
    return proposed.action is ProposedAction.DELETE and proposed.register == YEARS
