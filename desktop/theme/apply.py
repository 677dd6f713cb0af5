"""Putting a look on the application, and reading the look in force.

The look hangs on the application object itself, so painted widgets and delegates find it without being handed it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics, Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.faults import Severity
from desktop.settings import Settings
from desktop.theme import fonts
from desktop.theme.palette import palette
from desktop.theme.style import sheet
from desktop.theme.token_sets import ALL, DARK, LIGHT, Tokens

PROPERTY = "phaenLook"
BODY = 14
ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


@dataclass(frozen=True, slots=True)
class Appearance:
    """Everything that decides how the desk looks. ``scale`` 1 is text of 14 px."""

    tokens: Tokens
    scale: float = 1.0
    thai_digits: bool = False


DEFAULT = Appearance(LIGHT)


def look() -> Appearance:
    """The look in force; the light one while none was applied."""
    application = QApplication.instance()
    return (application.property(PROPERTY) if application else None) or DEFAULT


def tokens() -> Tokens:
    """The tokens in force."""
    return look().tokens


def apply(app: QApplication, wanted: Appearance) -> None:
    """Gives the whole application a look; may be called again at any time, and does nothing where it has that look."""
    worn = app.property(PROPERTY)
    if worn == wanted:
        return  # setting even the same style sheet styles every widget anew
    QDir.setSearchPaths("phaen", [str(ICONS)])
    if worn is None:  # once, and by name: a style object held in Python may outlive its C++ side
        app.setStyle("Fusion")
    font = body_font(wanted)
    app.setProperty(PROPERTY, wanted)
    app.setFont(font)
    app.setPalette(palette(wanted.tokens))
    app.setStyleSheet(sheet(wanted.tokens, wanted.scale, QFontMetrics(font).height()))


def body_font(wanted: Appearance) -> QFont:
    """The font of running text, sized in pixels so that pictures are the same everywhere."""
    font = QFont(fonts.load(fonts.family_for(wanted.thai_digits)))
    font.setPixelSize(round(BODY * wanted.scale))
    return font


def set_kind(widget: QWidget, kind: str) -> None:
    """Names the role the style sheet shall paint a widget in."""
    _set(widget, "kind", kind)


def set_fault(widget: QWidget, severity: Severity | None) -> None:
    """Marks an input as faulty (red), doubtful (amber) or sound."""
    _set(widget, "fault", severity.value if severity else "")


def set_later(widget: QWidget, later: bool) -> None:
    """Marks an input whose day lies after the day looked at, or takes the mark away."""
    _set(widget, "later", "true" if later else "")


def _set(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ThemeController(QObject):
    """Keeps the look in step with the settings and, where the platform says so, with the system."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.refresh()

    def refresh(self) -> None:
        """Applies what the settings say now."""
        apply(self._app, self._wanted())
        self.changed.emit()

    def set_theme(self, name: str) -> None:
        """``light``, ``dark``, ``contrast`` or ``system``; remembered."""
        self._remember(lambda: self._settings.set_theme(name))

    def set_text_size(self, percent: int) -> None:
        """Text size in percent (100, 125, 150); remembered."""
        self._remember(lambda: self._settings.set_text_size(percent))

    def set_thai_digits(self, wanted: bool) -> None:
        """Shows every digit on the screen as a Thai digit, or not; remembered."""
        self._remember(lambda: self._settings.set_thai_digits(wanted))

    def _remember(self, write: Callable[[], None]) -> None:
        write()
        self.refresh()

    def _follow_system(self) -> None:
        if self._settings.theme == "system":
            self.refresh()

    def _wanted(self) -> Appearance:
        name = self._settings.theme
        chosen = self._system_tokens() if name == "system" else ALL.get(name, LIGHT)
        return replace(
            DEFAULT,
            tokens=chosen,
            scale=self._settings.text_size / 100,
            thai_digits=self._settings.thai_digits,
        )

    def _system_tokens(self) -> Tokens:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
