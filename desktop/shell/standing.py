"""Where the desk's window stands: never larger than its screen, and on one that there is."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QMainWindow

LEAST = QSize(960, 600)


def bound(window: QMainWindow) -> None:
    """Sets a window's least size: at 200 % a screen of 1920 × 1080 has room for 960 × 540."""
    window.setMinimumSize(LEAST.boundedTo(window.screen().availableSize()))


def stand(window: QMainWindow, geometry: QByteArray) -> None:
    """Has a window stand where it stood last; where nobody knows, as large as it is made, or as its screen where that is
    smaller. Qt brings one whose screen is gone onto one there is."""
    room = window.screen().availableSize()
    if not window.restoreGeometry(geometry) and window.size().boundedTo(room) != window.size():
        window.setWindowState(Qt.WindowState.WindowMaximized)
