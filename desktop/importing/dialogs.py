"""What the dialogs of this room have in common: how large they open, and the help on F1."""

from PySide6.QtWidgets import QDialog

from desktop.shell.help import HelpDialog
from desktop.theme.metrics import scaled
from desktop.widgets.keys import bind

MARGIN = 40  # px of the screen left free


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Gives a dialog a size in px at text size 100 %, but never more than the screen has."""
    screen = dialog.screen().availableGeometry()
    dialog.resize(min(scaled(width), screen.width() - MARGIN), min(scaled(height), screen.height() - MARGIN))


def answer_help(dialog: QDialog) -> None:
    """Opens the help over a dialog, for the window's own F1 is out of reach below it."""
    bind(dialog, "F1", lambda: HelpDialog(dialog).open(), everywhere=True)
