"""How large a dialog opens."""

from PySide6.QtWidgets import QDialog

from desktop.theme.metrics import scaled

MARGIN = 40  # px of the screen left free


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Gives a dialog a size in px at text size 100 %, but never more than the screen has."""
    screen = dialog.screen().availableGeometry()
    dialog.resize(min(scaled(width), screen.width() - MARGIN), min(scaled(height), screen.height() - MARGIN))
