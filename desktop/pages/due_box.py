"""The last day in time of a record, explained: the working days counted one by one, and the holidays passed over."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from core.office import Chip, DueDay
from core.thai.calendar import SATURDAY, Holiday
from core.thai.dates import month_name_short
from core.thai.fiscal import BUDDHIST_OFFSET
from desktop.theme import set_kind
from desktop.widgets.boxes import vbox
from desktop.widgets.thai_label import ThaiLabel

NO_BREAK = "\N{NO-BREAK SPACE}"
_KINDS = {"good": "good", "warn": "warn", "bad": "bad", "info": "info"}


class DueBox(QFrame):
    """A coloured box in the form; its tone is that of the record's state. ``begins`` names the day a clock begins with."""

    def __init__(self, begins: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begins = begins
        self._due, self._counted = QLabel(self), ThaiLabel("", self, kind="small")
        self._due.setTextFormat(Qt.TextFormat.RichText)
        self._due.setWordWrap(True)
        vbox(self._due, self._counted, parent=self, margins=(10, 2, 10, 3), spacing=0)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Says what is missing."""
        set_kind(self, "soft")
        self._due.setText(f"กรอก{self._begins} แล้ววันครบกำหนดจะแสดงที่นี่")
        self._counted.setText("")
        self._counted.hide()
        self._say()

    def show_due(self, due: DueDay | None, chip: Chip) -> None:
        """Shows the due day, how the record stands, and how the day was counted; its state alone while no clock runs."""
        set_kind(self, _KINDS.get(chip.tone, "soft"))
        self._due.setText(f"<b>ครบกำหนด {_full(due.due_on)}</b> · {chip.text}" if due else chip.text)
        self._counted.setText(counting(due) if due else "")
        self._counted.setVisible(due is not None)
        self._say()

    def text(self) -> str:
        """Everything it says."""
        return self.accessibleName().replace(NO_BREAK, " ")

    def _say(self) -> None:
        words = self._due.text().replace("<b>", "").replace("</b>", "")
        self.setAccessibleName(f"{words} {self._counted.text()}".strip() if self._counted.text() else words)


def counting(due: DueDay) -> str:
    """``นับถัดจาก 26 มิ.ย.: 29 30 มิ.ย. 1 2 3 8 9 ก.ค.`` and the named holidays passed over; where every day counts, how many."""
    if not due.working:
        return f"นับถัดจาก {_brief(due.began_on)} รวมวันหยุด {len(due.counted)}{NO_BREAK}วัน"
    counted = f"นับถัดจาก {_brief(due.began_on)}: {_by_month(due.counted)}"
    # A holiday on a Saturday or Sunday passes over nothing that wasn't free already.
    skipped = [h for h in due.skipped if h.day.weekday() < SATURDAY]
    return f"{counted} ({_skipped(skipped)})" if skipped else counted


def _by_month(days: Sequence[date]) -> str:
    parts = []
    for (_, month), group in groupby(days, key=lambda d: (d.year, d.month)):
        parts.append(f"{' '.join(str(d.day) for d in group)}{NO_BREAK}{month_name_short(month)}")
    return " ".join(parts)


def _skipped(holidays: Sequence[Holiday]) -> str:
    return "หยุด " + " ".join(f"{_brief(h.day)} {h.name}" for h in holidays)


def _brief(day: date) -> str:
    return f"{day.day}{NO_BREAK}{month_name_short(day.month)}"


def _full(day: date) -> str:
    return f"{_brief(day)} {day.year + BUDDHIST_OFFSET}"
