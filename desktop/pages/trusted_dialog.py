"""The PCs whose packages this file takes in, with the words people compare them by."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from core.office import Pc
from desktop.models.table_model import ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

UNKNOWN = "ยังไม่เชื่อถือ"
ABOUT = "แพ็กเกจจากเครื่องเหล่านี้รับเข้าได้โดยไม่ต้องเทียบคำอีก เลิกเชื่อถือเครื่องที่หาย ส่งซ่อม หรือเลิกใช้ ข้อมูลที่รับมาแล้วยังอยู่"


class TrustedDialog(QDialog):
    """Shows this PC's words, and the others; one may be trusted no longer."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._units = {u.code: u.name for u in context.office.session.units()}
        self.setWindowTitle("เครื่องที่เชื่อถือ")
        self.resize(scaled(760), scaled(420))
        own = context.wait_for(context.office.exchange.this_pc)
        self.words = ThaiLabel(f"คำประจำเครื่องนี้ ({own.name}): {' · '.join(own.words)}", self)
        self.table = DeskTable(self)
        self.table.setAccessibleName("เครื่องที่เชื่อถือ")
        self.model = TableModel[Pc](
            (
                ModelColumn("หน่วยงาน", lambda pc: self._units.get(pc.unit, pc.unit)),
                ModelColumn("เครื่อง", lambda pc: pc.name),
                ModelColumn("คำประจำเครื่อง", lambda pc: " · ".join(pc.words)),
                ModelColumn("เชื่อถือโดย", lambda pc: pc.trusted_by if pc.trusted else UNKNOWN),
            ),
            self,
        )
        self.table.setModel(self.model)
        self.table.fit_columns({0: 1, 1: 1, 3: 1})
        self.none = EmptyState("ยังไม่มีเครื่องอื่นที่เชื่อถือ จะถามเมื่อรับแพ็กเกจจากเครื่องใหม่ครั้งแรก", parent=self)
        self.forget = quiet("เลิกเชื่อถือ", "Del", self)
        self.forget.press_by_key()
        self.forget.clicked.connect(self._forget)
        self.trust = quiet("เทียบคำแล้ว เชื่อถือ", parent=self)
        self.trust.clicked.connect(self._trust)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.close_button = primary("ปิด", "Esc", self)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()
        self._reload()

    def _lay_out(self) -> None:
        panel = Panel(self)
        panel.body.addWidget(self.table)
        panel.body.addWidget(self.none)
        buttons = hbox(self.forget, self.trust, STRETCH, self.close_button)
        vbox(
            self.words,
            ThaiLabel(ABOUT, self, kind="muted"),
            (panel, 1),
            buttons,
            parent=self,
            margins=18,
            spacing=12,
        )

    def _reload(self) -> None:
        office, line = self._context.office, max(0, self.table.currentIndex().row())
        pcs = self._context.wait_for(lambda: (*office.exchange.trusted_pcs(), *office.exchange.unknown_pcs()))
        self.model.set_rows(pcs)
        self.table.setVisible(bool(pcs))
        self.none.setVisible(not pcs)
        if pcs:
            self.table.selectRow(min(line, len(pcs) - 1))
            self.table.setFocus()
        self._offer()

    def _chosen(self) -> Pc | None:
        return self.model.row_at(self.table.currentIndex().row())

    def _offer(self) -> None:
        pc, writes = self._chosen(), not self._context.office.session.read_only
        self.forget.setEnabled(pc is not None and pc.trusted and writes)
        self.trust.setEnabled(pc is not None and not pc.trusted and writes)
        self.trust.setVisible(any(not one.trusted for one in self.model.rows))

    def _forget(self) -> None:
        self._settle(self._context.office.exchange.distrust)

    def _trust(self) -> None:
        self._settle(self._context.office.exchange.trust)

    def _settle(self, act: Callable[[Pc], None]) -> None:
        pc = self._chosen()
        if pc is not None:
            self._context.attempt(lambda: act(pc))
            self._reload()
