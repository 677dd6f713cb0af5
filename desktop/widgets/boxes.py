"""Box layouts in one call: what stands in a row or a column, and how much room is around and between."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.theme.metrics import scaled

STRETCH = 1  # room that nothing needs goes here
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | int
Margins = int | tuple[int, int, int, int]
L = TypeVar("L", bound=QBoxLayout)


def hbox(
    *parts: Part, parent: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QHBoxLayout:
    """A row of widgets and layouts, each alone or with its share of what room is left; ``margins`` (left, top, right,
    bottom, or one for all) and ``spacing`` in px at text size 100 %, as the style has them by default."""
    return _filled(QHBoxLayout(), parts, parent, margins, spacing)


def vbox(
    *parts: Part, parent: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QVBoxLayout:
    """The same one below the other."""
    return _filled(QVBoxLayout(), parts, parent, margins, spacing)


def _filled(
    layout: L, parts: tuple[Part, ...], parent: QWidget | None, margins: Margins | None, spacing: int | None
) -> L:
    if parent is not None:
        parent.setLayout(layout)
    if margins is not None:
        layout.setContentsMargins(*map(scaled, (margins,) * 4 if isinstance(margins, int) else margins))
    if spacing is not None:
        layout.setSpacing(scaled(spacing))
    for part in parts:
        one, share = part if isinstance(part, tuple) else (part, 0)
        if isinstance(one, int):
            layout.addStretch(one)
        elif isinstance(one, QWidget):
            layout.addWidget(one, share)
        else:
            layout.addLayout(one, share)
    return layout
