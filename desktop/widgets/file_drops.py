"""Files dropped on a part of the window, whatever field of it they fall on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_MOVES = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def local_files(data: QMimeData) -> list[Path]:
    """The files of this PC that are dragged or were copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class FileDrops(QObject):
    """Takes files dropped on a widget and on what it holds; text dragged into a field goes its usual way."""

    dropped = Signal(list)  # of Path

    def __init__(self, on: QWidget, also: Sequence[QWidget] = ()) -> None:
        super().__init__(on)
        self._on = (on, *also)
        for widget in self._on:
            widget.setAcceptDrops(True)
            self._watch(widget)

    def _watch(self, widget: QWidget) -> None:
        for one in (widget, *widget.findChildren(QWidget)):
            if one.acceptDrops():
                one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and local_files(event.mimeData()):
            event.acceptProposedAction()
            if event.type() not in _MOVES:
                self.dropped.emit(local_files(event.mimeData()))
            return True
        return super().eventFilter(watched, event)
