"""Days, months and minutes of the Buddhist era, typed the way an office writes them.

Everything ``core.thai.dates`` reads may be typed; ``+`` and ``-`` step while the field is empty or holds a whole
day; Down, F4 or Alt+Down open a calendar. While edited the field shows ``31/01/2563``, otherwise ``31 ม.ค. 63``.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from core.registers.declare import Value
from core.thai import dates
from core.thai.calendar import WorkingCalendar
from core.thai.fiscal import Month
from desktop.widgets.inputs.calendar_popup import CalendarPopup
from desktop.widgets.inputs.line import LineInput

_STEPS = {"+": 1, "=": 1, "-": -1}


class _Stepped(LineInput):
    """A line that ``+`` and ``-`` step while it is empty or readable."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.text())
        if step and not self.isReadOnly() and not self.problem():
            self.step(step)
        else:
            super().keyPressEvent(event)

    def step(self, count: int) -> None:
        """Moves on by so many days or months."""
        self.type_value(self.stepped(self.value(), count))
        self.selectAll()

    def stepped(self, value: Value | None, count: int) -> Value:
        """The value so many steps on; from nothing, the first step gives the default."""
        raise NotImplementedError


class ThaiDateEdit(_Stepped):
    """A day of the Buddhist era. ``today`` says, each time it is asked, on which day the calendar opens and stepping starts
    while the field is empty: on the desk the day looked at."""

    def __init__(
        self,
        parent: QWidget | None = None,
        calendar: WorkingCalendar | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._calendar = calendar
        self.today = today

    def day(self) -> date | None:
        """The day, None while empty or unreadable."""
        return _day_of(self.value())

    def set_day(self, day: date | None) -> None:
        """Shows a day, as if saved."""
        self.set_value(day)

    def read(self, text: str) -> Value | None:
        return dates.parse_day(text)

    def written(self, value: Value) -> str:
        assert isinstance(value, date)
        return dates.day_numeric(value)

    def shown(self, value: Value) -> str:
        assert isinstance(value, date)
        return dates.day_short(value)

    def stepped(self, value: Value | None, count: int) -> Value:
        day = _day_of(value)
        return self.today() if day is None else day + timedelta(days=count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self.isReadOnly():
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> CalendarPopup:
        """Opens the calendar under the field."""
        popup = CalendarPopup(self, self._calendar)
        popup.picked.connect(self._picked)
        popup.open_under(self, self.day() or self.today())
        return popup

    def _picked(self, day: date) -> None:
        self.type_value(self.with_day(day))
        self.commit()

    def with_day(self, day: date) -> Value:
        """The value once that day has been picked."""
        return day


class MomentEdit(ThaiDateEdit):
    """A day and minute, Bangkok time; picking another day keeps the time. A time alone (``0915``, ``09:15``) is of the
    day ``day_of_time`` gives, else of the day an empty field starts from."""

    day_of_time: Callable[[], date] | None = None

    def read(self, text: str) -> Value | None:
        return dates.parse_moment(text, (self.day_of_time or self.today)())

    def written(self, value: Value) -> str:
        assert isinstance(value, datetime)
        return dates.moment_numeric(value)

    def shown(self, value: Value) -> str:
        assert isinstance(value, datetime)
        return dates.moment_short(value)

    def stepped(self, value: Value | None, count: int) -> Value:
        if not isinstance(value, datetime):
            return self.with_day(self.today())
        return value + timedelta(days=count)

    def with_day(self, day: date) -> Value:
        now = self.value()
        clock = now.time() if isinstance(now, datetime) else _OPENING
        return datetime.combine(day, clock)


class MonthEdit(_Stepped):
    """A month of the Buddhist era: ``06/2563`` while edited, ``มิ.ย. 63`` otherwise. Stepping starts from the month of
    ``today`` while the field is empty."""

    def __init__(self, parent: QWidget | None = None, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.today = today

    def month(self) -> Month | None:
        """The month, None while empty or unreadable."""
        value = self.value()
        return value if isinstance(value, Month) else None

    def read(self, text: str) -> Value | None:
        return dates.parse_month(text)

    def written(self, value: Value) -> str:
        assert isinstance(value, Month)
        return f"{value.month:02d}/{value.buddhist_year}"

    def shown(self, value: Value) -> str:
        assert isinstance(value, Month)
        return dates.month_short(value)

    def stepped(self, value: Value | None, count: int) -> Value:
        if isinstance(value, Month):
            return value.next(count)
        return Month.of(self.today())


# Offices open at half past eight; a day picked in the calendar needs some time to start from.
_OPENING = datetime(2000, 1, 1, 8, 30).time()


def _day_of(value: Value | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
