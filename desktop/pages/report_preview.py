"""A document on screen: small pages to choose from, large ones to read, zoom, and where one is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.models.sheets import Sheets
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import DeskButton, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.keys import bind
from desktop.widgets.page_column import PageColumn, Zoom
from desktop.widgets.panel import Panel, rule
from desktop.widgets.thai_label import ThaiLabel


class ReportPreview(Panel):
    """Shows the pages of a document, or one sentence where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("ตัวอย่างก่อนพิมพ์")
        self.pages = PageColumn(self)
        self.pages.setAccessibleName("หน้าของเอกสาร")
        self.small = PageColumn(self, captions=True, margin=10)
        self.small.setAccessibleName("หน้าย่อ")
        self.small.setFixedWidth(scaled(116))
        self.small.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.small.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.small.picked.connect(self.pages.go_to)
        self.pages.current_changed.connect(self._follow)
        self.pages.zoomed.connect(self._say)
        self._message = EmptyState("", parent=self)
        self._whole = False
        self._working = ""
        self._arrange()
        self._bind_keys()
        self.show_message("")

    def _arrange(self) -> None:
        reading = QWidget(self)
        row = QHBoxLayout(reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.small)
        row.addWidget(self.pages, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(reading)
        self._stack.addWidget(self._message)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(rule(self))
        self.body.addLayout(self._made_foot())

    def _made_foot(self) -> QVBoxLayout:
        self.place = ThaiLabel("", self, kind="muted")
        self.percent = ThaiLabel("", self, kind="muted")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.percent.setMinimumWidth(scaled(52))
        self.smaller = self._zoomer("−", "ย่อ (Ctrl -)", lambda: self.pages.step_zoom(False))
        self.larger = self._zoomer("+", "ขยาย (Ctrl +)", lambda: self.pages.step_zoom(True))
        self.wide = self._zoomer("พอดีความกว้าง", "พอดีความกว้าง (Ctrl 0)", lambda: self.set_zoom("width"))
        self.full = self._zoomer("เต็มหน้า", "เห็นทั้งหน้า", lambda: self.set_zoom("page"))
        row = hbox(
            (self.place, 1),
            self.percent,
            self.smaller,
            self.larger,
            self.wide,
            self.full,
            margins=(12, 4, 8, 4),
            spacing=6,
        )
        foot = QVBoxLayout()
        foot.addLayout(row)
        return foot

    def _zoomer(self, text: str, hint: str, act: Callable[[], object]) -> DeskButton:
        button = quiet(text, parent=self)
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        button.clicked.connect(lambda: act())
        return button

    def _bind_keys(self) -> None:
        for keys, act in (
            ("Ctrl++", lambda: self.pages.step_zoom(True)),
            ("Ctrl+=", lambda: self.pages.step_zoom(True)),
            ("Ctrl+-", lambda: self.pages.step_zoom(False)),
            ("Ctrl+0", lambda: self.set_zoom("width")),
        ):
            bind(self, keys, act)

    def set_zoom(self, zoom: Zoom) -> None:
        """Shows the pages at another size."""
        self.pages.set_zoom(zoom)

    def show_opening(self, sheets: Sheets, *, same: bool) -> None:
        """Shows a document's first page while the others are drawn; ``same`` where it only changed, so that what is
        looked at stays."""
        if not same:
            self._show(sheets, whole=False, same=False)

    def show_whole(self, sheets: Sheets) -> None:
        """Shows a document whole; what was looked at stays in sight."""
        self._show(sheets, whole=True, same=True)

    def _show(self, sheets: Sheets, *, whole: bool, same: bool) -> None:
        self._whole = whole
        for column in (self.pages, self.small):
            column.set_sheets(sheets, same=same)
        self._stack.setCurrentIndex(0)
        self._follow(self.pages.current())
        self._say()

    def show_message(self, sentence: str) -> None:
        """Shows a sentence instead of pages."""
        self._whole = False
        for column in (self.pages, self.small):
            column.close_document()
        self._message.set_sentence(sentence)
        self._stack.setCurrentIndex(1)
        self._say()

    def set_working(self, words: str) -> None:
        """Says at the foot how far drawing is; "" when it is done."""
        self._working = words
        self._say()

    def whole(self) -> bool:
        """True once every page is there."""
        return self._whole

    def _follow(self, page: int) -> None:
        self.small.mark(page)
        self._say()

    def _say(self) -> None:
        count = self.pages.count()
        there = bool(count)
        for button in (self.smaller, self.larger, self.wide, self.full):
            button.setEnabled(there)
        self.percent.setText(f"{self.pages.percent()} %" if there else "")
        of = f" / {count}" if self._whole else ""
        place = f"หน้า {self.pages.current() + 1}{of}" if there else ""
        self.place.setText(" · ".join(part for part in (place, self._working) if part))
