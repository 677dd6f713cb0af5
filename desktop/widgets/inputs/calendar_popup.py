"""A month to pick a day from: Buddhist year in the heading, holidays marked and named."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.thai.calendar import WorkingCalendar
from core.thai.dates import month_long
from core.thai.fiscal import Month
from desktop.theme import set_kind, tokens


class CalendarPopup(QFrame):
    """Arrow keys move, Page Up and Page Down turn the month, Enter picks, Esc closes."""

    picked = Signal(object)  # date

    def __init__(self, parent: QWidget, calendar: WorkingCalendar | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_kind(self, "popup")
        self._calendar = calendar
        self._heading = QLabel(self)
        set_kind(self._heading, "strong")
        self._month = _month_widget(self)
        self._lay_out()
        self._month.currentPageChanged.connect(self._turned)
        self._month.activated.connect(self._picked)
        self._month.clicked.connect(self._picked)

    def open_under(self, field: QWidget, day: date) -> None:
        """Shows the month of a day under a field, the day chosen; above it where the screen ends."""
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))
        self._turned()
        self.adjustSize()
        self.move(_place(self, field))
        self.show()
        view = self._view()
        view.installEventFilter(self)
        view.setFocus()

    def heading(self) -> str:
        """The month in sight, "มิถุนายน 2563"."""
        return self._heading.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handled(event.key())
        return super().eventFilter(watched, event)

    def _handled(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._picked(self._month.selectedDate())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            months = 1 if key == Qt.Key.Key_PageDown else -1
            self._month.setSelectedDate(self._month.selectedDate().addMonths(months))
        else:
            return False
        return True

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(_arrow(self, Qt.ArrowType.LeftArrow, "เดือนก่อน", self._month.showPreviousMonth))
        bar.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignCenter)
        bar.addWidget(_arrow(self, Qt.ArrowType.RightArrow, "เดือนถัดไป", self._month.showNextMonth))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(bar)
        column.addWidget(self._month)

    def _turned(self) -> None:
        month = Month(self._month.yearShown(), self._month.monthShown())
        self._heading.setText(month_long(month))
        self._month.setDateTextFormat(QDate(), QTextCharFormat())
        if self._calendar:
            self._mark_holidays(month, self._calendar)

    def _mark_holidays(self, month: Month, calendar: WorkingCalendar) -> None:
        closed = QTextCharFormat()
        closed.setForeground(tokens().tone("bad").ink)
        for holiday in calendar.holidays_between(month.first_day, month.last_day):
            closed.setToolTip(holiday.name)
            self._month.setDateTextFormat(_qdate(holiday.day), closed)

    def _picked(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()

    def _view(self) -> QWidget:
        view = self._month.findChild(QWidget, "qt_calendar_calendarview")
        assert isinstance(view, QWidget)
        return view


def _month_widget(parent: QWidget) -> QCalendarWidget:
    widget = QCalendarWidget(parent)
    widget.setNavigationBarVisible(False)
    widget.setDateEditEnabled(False)
    widget.setLocale(QLocale(QLocale.Language.Thai, QLocale.Country.Thailand))
    widget.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
    widget.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    widget.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    widget.setGridVisible(False)
    # Days of the neighbouring months are painted as disabled ones.
    widget.setStyleSheet(f"QAbstractItemView:disabled {{ color: {tokens().control_line.name()}; }}")
    quiet = QTextCharFormat()
    quiet.setForeground(tokens().muted)
    widget.setHeaderTextFormat(quiet)
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        widget.setWeekdayTextFormat(weekday, quiet)
    return widget


def _arrow(parent: QWidget, arrow: Qt.ArrowType, name: str, turn: object) -> QToolButton:
    button = QToolButton(parent)
    button.setArrowType(arrow)
    button.setAutoRaise(True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(turn)
    return button


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _place(popup: QWidget, field: QWidget) -> QPoint:
    below = field.mapToGlobal(QPoint(0, field.height() + 2))
    screen = field.screen().availableGeometry()
    if below.y() + popup.height() > screen.bottom():
        below.setY(field.mapToGlobal(QPoint(0, 0)).y() - popup.height() - 2)
    below.setX(max(screen.left(), min(below.x(), screen.right() - popup.width())))
    return below
