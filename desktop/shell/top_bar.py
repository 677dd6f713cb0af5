"""The top bar: the year and day looked at, the search box, undo and redo, and who is at the desk."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.shell.day_picker import DayPicker
from desktop.shell.search_box import SearchBox
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import DeskButton, Dropdown
from desktop.widgets.symbols import paint_redo, paint_undo

ROOMY, ROOMY_FOR_A_NAME = 900, 640  # px at text size 100 %


class TopBar(QFrame):
    """Made of plain controls; the window wires them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "topbar")
        self.year = Dropdown("ปีงบประมาณ", self, name="")
        self.year.set_prefix("ปีงบประมาณ ")
        self.day = DayPicker(self)
        self.search = SearchBox(self)
        self.undo = DeskButton("เลิกทำ", self, before=paint_undo)
        self.redo = DeskButton("ทำซ้ำ", self, before=paint_redo)
        self._person = QLabel()
        self._who = ("", "")
        set_kind(self._person, "muted")
        self._lay_out()
        self.set_steps(None, None)

    def _lay_out(self) -> None:
        row = hbox(self.year, self.day, parent=self, margins=(18, 9, 18, 10), spacing=10)
        row.addStretch(2)
        row.addWidget(self.search, 6)
        row.addStretch(3)
        for widget in (self.undo, self.redo, self._person):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.search.setMinimumWidth(scaled(110))
        self.search.setMaximumWidth(scaled(360))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Large text on a small screen: the steps keep their symbols, the unit goes, at last the name.
        roomy = event.size().width() >= scaled(ROOMY)
        self.undo.setText("เลิกทำ" if roomy else "")
        self.redo.setText("ทำซ้ำ" if roomy else "")
        self._show_person()
        self._person.setVisible(event.size().width() >= scaled(ROOMY_FOR_A_NAME))

    def set_year(self, years: Sequence[int], year: int) -> None:
        """Offers the years the file holds."""
        self.year.set_choices([(known, str(known)) for known in years])
        self.year.set_value(year)

    def show_times(self, shown: bool) -> None:
        """Shows year and day, or leaves them out where there is no plan to look at."""
        self.year.setVisible(shown)
        self.day.setVisible(shown)

    def set_day(self, day: date, year: int, today: date) -> None:
        """Shows the as-of day."""
        self.day.set_day(day, year, today)

    def set_person(self, name: str, unit: str) -> None:
        """Shows who works here, and in which unit."""
        self._who = (name, unit)
        self._show_person()

    def _show_person(self) -> None:
        name, unit = self._who
        self._person.setText(f"{name} · {unit}" if unit and self.width() >= scaled(ROOMY) else name)

    def set_steps(self, undo: str | None, redo: str | None) -> None:
        """What undo and redo would do, None where there is nothing."""
        for button, label, word, key in (
            (self.undo, undo, "เลิกทำ", "Ctrl+Z"),
            (self.redo, redo, "ทำซ้ำ", "Ctrl+Y"),
        ):
            button.setEnabled(label is not None)
            button.setToolTip(f"{word}: {label} ({key})" if label else f"ยังไม่มีรายการให้{word} ({key})")
            button.setAccessibleName(f"{word} {label or ''}".strip())
        self.redo.setVisible(redo is not None)
