"""What the office remarks beside what was done, heard on whatever thread it is said and told on the window's."""

import logging

from PySide6.QtCore import QObject, Signal

from core import remarks


class Remarks(QObject):
    """Hears remarks until it is closed; ``said`` carries each sentence."""

    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ear = _Ear(self)
        logging.getLogger(remarks.NAME).addHandler(self._ear)

    def close(self) -> None:
        """Hears nothing more."""
        logging.getLogger(remarks.NAME).removeHandler(self._ear)


class _Ear(logging.Handler):
    def __init__(self, remarks_heard: Remarks) -> None:
        super().__init__(logging.WARNING)
        self._heard = remarks_heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.said.emit(record.getMessage())  # queued where this isn't the window's thread
