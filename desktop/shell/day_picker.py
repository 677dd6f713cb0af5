"""The as-of day: a button that drops a date field and the ends of the year's months."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from core.thai.dates import day_long, day_short, month_long, month_name_short
from core.thai.fiscal import Month, months_of
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import DeskButton
from desktop.widgets.popup_list import ChoiceList
from desktop.widgets.symbols import paint_chevron


class DayPopup(QFrame):
    """A date field over a list of likely days."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, day: date, choices: Sequence[tuple[date, str]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        from desktop.widgets.inputs.date_edit import ThaiDateEdit  # noqa: PLC0415  # brings the registers with it

        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_kind(self, "popup")
        self._choices = tuple(choices)
        self.field = ThaiDateEdit(self)
        self.field.set_day(day)
        self.field.setAccessibleName("ดูข้อมูล ณ วันที่")
        self.field.returnPressed.connect(self._typed)
        self.list = ChoiceList(self)
        self.list.set_labels([label for _, label in choices])
        self.list.picked.connect(lambda row: self._pick(self._choices[row][0]))
        caption = QLabel("พิมพ์วันที่ เช่น 30/06/2563 หรือเลือกด้านล่าง")
        set_kind(caption, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        for widget in (caption, self.field, self.list):
            layout.addWidget(widget)
        self.setMinimumWidth(scaled(300))

    def drop(self, under: QWidget) -> None:
        """Shows it under a widget."""
        self.move(under.mapToGlobal(QPoint(0, under.height() + 2)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def _typed(self) -> None:
        day = self.field.day()
        if day is not None:
            self._pick(day)

    def _pick(self, day: date) -> None:
        self.picked.emit(day)
        self.close()


class DayPicker(DeskButton):
    """``ณ วันที่ 30 มิ.ย. 2563``; ``picked`` carries the day chosen."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ณ วันที่", parent, behind=paint_chevron)
        self._day, self._year, self._today = date.today(), 0, date.today()
        self.popup: DayPopup | None = None
        self.clicked.connect(self.open)

    def set_day(self, day: date, year: int, today: date) -> None:
        """Shows a day; the list offers today and the month ends of a fiscal year."""
        self._day, self._year, self._today = day, year, today
        self.setText(f"ณ วันที่ {day.day} {month_name_short(day.month)} {Month.of(day).buddhist_year}")
        self.setAccessibleName(f"ดูข้อมูล ณ วันที่ {day_long(day)}")

    def open(self) -> None:
        """Drops the field and the list."""
        ends = [(month.last_day, f"สิ้นเดือน {month_long(month)}") for month in months_of(self._year)]
        choices = [(self._today, f"วันนี้ ({day_short(self._today)})"), *ends]
        self.popup = DayPopup(self, self._day, choices)
        self.popup.picked.connect(self.picked)
        self.popup.drop(self)
