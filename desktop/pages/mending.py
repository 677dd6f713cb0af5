"""The page of a file that has no plan: what became of it, and how it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.office import ExchangeItem, HistoryItem, Row
from core.thai.dates import moment_short
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import DeskButton, primary, quiet
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

YEARS = "plan_years"
LOST = "แฟ้มนี้ไม่มีแผนปฏิบัติราชการ จึงคำนวณตัวชี้วัดและพิมพ์รายงานไม่ได้ ข้อมูลในทะเบียนยังอยู่ครบ และกลับมาแสดงทันทีที่แผนกลับมา"
NOTHING_DELETED = "ไม่มีแผนที่ถูกลบให้คืน โปรดรับแพ็กเกจจากหน่วยงานที่มีแผน หรือเปิดแฟ้มสำรอง"


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be brought back: the plans with their deletion, and a merge that may have taken them."""

    plans: tuple[tuple[Row, HistoryItem | None], ...]
    merge: ExchangeItem | None


class MendingPage(Page):
    """Brings a deleted plan back, or leads to where one can come from."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "แฟ้มนี้ไม่มีแผน", parent)
        self.head.set_note(context.office.session.path.name)
        self.restore: tuple[DeskButton, ...] = ()
        self.plans = Panel(self, title="แผนที่ถูกลบ")
        self.take_back = quiet("ย้อนการรับแพ็กเกจล่าสุด", parent=self)
        self._about_taking_back = ThaiLabel("แฟ้มกลับเป็นเหมือนก่อนรับแพ็กเกจครั้งล่าสุด", self, kind="muted")
        self.receive = quiet("รับแพ็กเกจ", parent=self)
        self.files = quiet("เปิดหรือคืนแฟ้มอื่น", parent=self)
        self.body.addWidget(ThaiLabel(LOST, self))
        self.body.addWidget(self.plans)
        self.body.addWidget(self._other_ways())
        self.body.addStretch(1)
        self.take_back.clicked.connect(self._take_back)
        self.receive.clicked.connect(lambda: context.navigate("exchange"))
        self.files.clicked.connect(lambda: context.navigate("files"))
        self.on_change(None, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Reads anew what can be brought back."""
        office = self.context.office

        def read() -> _Found:
            plans = (
                (row, _deletion(office.records.history(YEARS, row.id)))
                for row in office.session.deleted_plans()
            )
            return _Found(tuple(plans), office.exchange.merge_to_take_back)

        self.context.ask(self, read, self._show, topic="plans")

    def _show(self, found: _Found) -> None:
        inner = QWidget(self.plans)
        grid = QGridLayout(inner)
        grid.setContentsMargins(*[scaled(14)] * 4)
        grid.setHorizontalSpacing(scaled(16))
        grid.setColumnStretch(1, 1)
        self.restore = tuple(self._button(row) for row, _ in found.plans)
        for n, ((row, deletion), button) in enumerate(zip(found.plans, self.restore, strict=True)):
            grid.addWidget(button, n, 0)
            grid.addWidget(ThaiLabel(_about(row, deletion), inner), n, 1)
        if not found.plans:
            grid.addWidget(ThaiLabel(NOTHING_DELETED, inner, kind="muted"), 0, 0, 1, 2)
        _put_into(self.plans.body, inner)
        for widget in (self.take_back, self._about_taking_back):
            widget.setVisible(found.merge is not None)
        first = next((button for button in self.restore if button.isEnabled()), self.receive)
        self.setFocusProxy(first)
        if self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, row: Row) -> DeskButton:
        year, office = row.values["fiscal_year"], self.context.office
        words = f"คืนแผนปี {year}" if office.session.keeps_plan else f"เสนอให้คืนแผนปี {year}"
        button = primary(words, parent=self)
        button.setEnabled(not office.session.read_only)
        button.clicked.connect(partial(self._bring_back, row))
        return button

    def _bring_back(self, row: Row) -> None:
        context = self.context
        done = context.attempt(lambda: context.office.records.restore(YEARS, row.id))
        if done is not None and not context.tell_if_proposed(done):
            context.tell(f"คืนแผนปี {row.values['fiscal_year']} แล้ว", "good")

    def _take_back(self) -> None:
        context = self.context
        context.run_in_background(
            context.office.exchange.take_merge_back,
            lambda _: context.tell("ย้อนการรับแล้ว ข้อมูลกลับเป็นเหมือนก่อนรับแพ็กเกจ"),
            title="กำลังย้อนการรับ",
        )

    def _other_ways(self) -> QWidget:
        panel = Panel(self, title="ทางอื่น")
        grid = QGridLayout()
        grid.setContentsMargins(*[scaled(14)] * 4)
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(8))
        grid.setColumnStretch(1, 1)
        ways = (
            (self.receive, ThaiLabel("รับแผนจากแฟ้มของหน่วยงานที่ยังมีแผนอยู่", self, kind="muted")),
            (self.files, ThaiLabel("เปิดแฟ้มอื่น หรือแฟ้มสำรองที่เก็บไว้", self, kind="muted")),
            (self.take_back, self._about_taking_back),
        )
        for row, (button, about) in enumerate(ways):
            grid.addWidget(button, row, 0)
            grid.addWidget(about, row, 1)
        panel.body.addLayout(grid)
        return panel


def _deletion(history: Sequence[HistoryItem]) -> HistoryItem | None:
    return next((item for item in history if item.action == "delete"), None)


def _about(row: Row, deletion: HistoryItem | None) -> str:
    named = f"{row.values['title'] or 'แผนปฏิบัติราชการ'} · {row.values['office'] or ''}".strip(" ·")
    if deletion is None:
        return named
    return f"{named} · ลบโดย {deletion.author} เมื่อ {moment_short(deletion.at)} น."


def _put_into(column: QVBoxLayout, widget: QWidget) -> None:
    """In the place of what was shown before."""
    while (item := column.takeAt(0)) is not None:
        if (before := item.widget()) is not None:
            before.deleteLater()
    column.addWidget(widget)
