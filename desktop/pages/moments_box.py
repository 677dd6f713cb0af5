"""How a record with limits in minutes or hours stands, and until when each moment gives time; the key that writes now into its
next moment."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from core.office import Chip
from core.thai.dates import day_short
from desktop.theme import set_kind
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.thai_label import ThaiLabel

KEY = "F8"
_KINDS = {"good": "good", "warn": "warn", "bad": "bad", "info": "info"}


class MomentsBox(QFrame):
    """A coloured box under the moments; its tone is that of the record's state."""

    stamp_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._limits = QLabel(self), ThaiLabel("", self, kind="small")
        set_kind(self._state, "strong")
        self.button = quiet("", KEY, self)
        self.button.clicked.connect(self.stamp_wanted)
        vbox(self._state, self._limits, self.button, parent=self, margins=(10, 3, 10, 5), spacing=2)

    def show_state(
        self, chip: Chip, began: date | None, limits: Mapping[str, datetime], following: str
    ) -> None:
        """Shows a state, the last moments in time by what is to be done, and what is written next ("": nothing)."""
        set_kind(self, _KINDS.get(chip.tone, "soft"))
        self._state.setText(chip.text)
        times = (f"{label}ภายใน {_at(moment, began)}" for label, moment in limits.items())
        self._limits.setText(" · ".join(times))
        self._limits.setVisible(bool(limits))
        self.button.setText(f"ลงเวลา{following}เดี๋ยวนี้" if following else "")
        self.button.setVisible(bool(following))
        self.setAccessibleName(f"{chip.text} {self._limits.text()}".strip())

    def text(self) -> str:
        """Everything it says."""
        return self.accessibleName()


def _at(moment: datetime, began: date | None) -> str:
    day = "" if moment.date() == began else f"{day_short(moment).rsplit(' ', 1)[0]} "
    return f"{day}{moment:%H:%M}"
