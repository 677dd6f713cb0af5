"""Buttons: one primary with its key, the rest quiet; and buttons that drop a list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from core.thai.dates import month_long, month_short
from core.thai.fiscal import Month, months_of
from desktop.theme import set_kind, tokens
from desktop.theme.metrics import TINY, scaled, sized
from desktop.widgets.lines import draw_line
from desktop.widgets.popup_list import PopupList
from desktop.widgets.symbols import Symbol, paint_chevron

GAP = 7
LINKS = ("link", "smalllink")


class DeskButton(QPushButton):
    """A push button that may carry a symbol before its words, and a key hint or a symbol behind them."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: str = "quiet",
        key: str = "",
        before: Symbol | None = None,
        behind: Symbol | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._key = kind, key
        self._before, self._behind = before, behind
        set_kind(self, kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if key:
            self.setToolTip(key)

    def key(self) -> str:
        """The key hint, "" for none."""
        return self._key

    def setText(self, text: str) -> None:
        key = self.shortcut()
        super().setText(text)
        self.setShortcut(key)  # Qt forgets it with the old words
        self.updateGeometry()

    def press_by_key(self) -> None:
        """Has the key it names press it."""
        self.setShortcut(self._key.replace("Enter", "Return").replace(" ", "+"))

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if not self.text():  # Qt would keep room for four letters
            return QSize(self._extra() + scaled(GAP) * 2, size.height())
        return QSize(size.width() + self._extra(), size.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _extra(self) -> int:
        symbols = sum(self._symbol_side() + scaled(GAP) for s in (self._before, self._behind) if s)
        return symbols + (self._key_width() + scaled(GAP) if self._key else 0)

    def _symbol_side(self) -> int:
        return scaled(11)

    def _key_font(self) -> QFont:
        return sized(self.font(), TINY, QFont.Weight.Medium)

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self._key) + scaled(10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setPen(self._ink())
        painter.setFont(self.font())
        self._paint_content(painter)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return tokens().muted
        if self._kind == "primary":
            return tokens().on_accent
        return tokens().accent if self._kind in LINKS else tokens().ink

    def _paint_content(self, painter: QPainter) -> None:
        ink = painter.pen().color()
        words = painter.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - words - self._extra()) // 2
        if self._before:
            self._paint_symbol(painter, self._before, left, ink)
            left += self._symbol_side() + scaled(GAP)
        draw_line(painter, QRect(left, 0, words + 2, self.height()), self.text(), raised=1)
        left += words + scaled(GAP)
        if self._behind:
            self._paint_symbol(painter, self._behind, left, ink)
            left += self._symbol_side() + scaled(GAP)
        if self._key:
            self._paint_key(painter, left)

    def _paint_symbol(self, painter: QPainter, symbol: Symbol, left: int, ink: QColor) -> None:
        side = self._symbol_side()
        symbol(painter, QRectF(left, (self.height() - side) / 2, side, side), ink)

    def _paint_key(self, painter: QPainter, left: int) -> None:
        font = self._key_font()
        height = QFontMetrics(font).height() - 1
        box = QRectF(left + 0.5, (self.height() - height) // 2 + 0.5, self._key_width() - 1, height)
        paint_key(painter, box, self._key, font)


def paint_key(painter: QPainter, box: QRectF, key: str, font: QFont) -> None:
    """Paints a key's name in a small box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens().control_line, 1))
    painter.setBrush(tokens().soft)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(tokens().muted)
    draw_line(painter, box.toRect(), key, Qt.AlignmentFlag.AlignHCenter, raised=1)
    painter.restore()


def primary(text: str, key: str = "", parent: QWidget | None = None) -> DeskButton:
    """The one primary action of a page; ``key`` is shown, the shortcut itself is the page's."""
    return DeskButton(text, parent, kind="primary", key=key)


def quiet(text: str, key: str = "", parent: QWidget | None = None) -> DeskButton:
    """Any other action."""
    return DeskButton(text, parent, key=key)


def link(text: str, parent: QWidget | None = None, *, small: bool = False) -> DeskButton:
    """An action that reads like a link; a small one stands in a line of small words."""
    return DeskButton(text, parent, kind="smalllink" if small else "link")


class Dropdown(DeskButton):
    """A button that drops a list of choices: a click, Space, Enter or the down arrow opens it."""

    chosen = Signal(object)

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(text, parent, behind=paint_chevron)
        self._choices: tuple[tuple[Any, str], ...] = ()
        self._value: Any = None
        self._name = name
        self._prefix = ""
        self._popup = PopupList(self)
        self._popup.picked.connect(self._pick)
        self.clicked.connect(self.open)
        self._say()

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """The values to choose from, with their labels."""
        self._choices = tuple(choices)
        self._say()

    def set_prefix(self, prefix: str) -> None:
        """Words shown before the chosen label."""
        self._prefix = prefix
        self._say()

    def set_value(self, value: Any) -> None:
        """Shows a value as chosen; says nothing to anybody."""
        self._value = value
        self._say()

    def value(self) -> Any:
        """The chosen value."""
        return self._value

    def open(self) -> None:
        """Drops the list."""
        current = next((n for n, (value, _) in enumerate(self._choices) if value == self._value), 0)
        self._popup.drop([label for _, label in self._choices], current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)

    def _pick(self, index: int) -> None:
        value = self._choices[index][0]
        self.set_value(value)
        self.chosen.emit(value)

    def _say(self) -> None:
        label = next((label for value, label in self._choices if value == self._value), "")
        if label or self._prefix:
            self.setText(f"{self._prefix}{label}")
        self.setAccessibleName(f"{self._name} {self.text()}".strip())


class MonthDropdown(Dropdown):
    """A month of a fiscal year, October first; ``everything`` offers the whole year too (value None)."""

    def __init__(self, year: int, parent: QWidget | None = None, *, everything: str = "") -> None:
        super().__init__("", parent, name="เดือน")
        self._everything = everything
        self.set_year(year)

    def set_year(self, year: int) -> None:
        """Offers another fiscal year's months; a month that isn't one of them gives way to the last."""
        months = months_of(year)
        whole: list[tuple[Month | None, str]] = [(None, self._everything)] if self._everything else []
        self.set_choices([*whole, *((month, month_long(month)) for month in months)])
        if self.value() is not None and self.value() not in months:
            self.set_value(months[-1])


class QuarterDropdown(Dropdown):
    """A quarter of a fiscal year; its value is the quarter's last month."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent, name="ไตรมาส")
        self.set_year(year)

    def set_year(self, year: int) -> None:
        """Offers another fiscal year's quarters."""
        months = months_of(year)
        ends = [(months[n], months[n + 2]) for n in (0, 3, 6, 9)]
        self.set_choices(
            [
                (last, f"ไตรมาส {n} ({month_short(first)} – {month_short(last)})")
                for n, (first, last) in enumerate(ends, 1)
            ]
        )
        if self.value() is not None and self.value() not in months:
            self.set_value(months[-1])

    def set_month(self, month: Month) -> None:
        """Shows the quarter a month lies in."""
        months = months_of(month.fiscal_year)
        self.set_value(months[months.index(month) // 3 * 3 + 2])
