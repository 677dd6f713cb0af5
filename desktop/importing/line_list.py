"""A scrolling list of lines, each a few words and a choice: the body of the wizard's pages."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop.theme.metrics import scaled
from desktop.widgets.panel import Panel

CHOICE_WIDTH = 270  # px at text size 100 %
QWIDGETSIZE_MAX = (1 << 24) - 1  # for what gives way: lines of one list begin and end in the same place


class LineList(Panel):
    """Lines in columns, the second of which takes what room is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._area)

    def show_lines(self, lines: Iterable[Sequence[QWidget]]) -> None:
        """Shows other lines; the last widget of each is its choice."""
        table = QWidget()  # filled before it is shown: what is added later can't take the focus yet
        grid = QGridLayout(table)
        grid.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8))
        grid.setHorizontalSpacing(scaled(14))
        grid.setVerticalSpacing(scaled(5))
        grid.setColumnStretch(1, 1)
        place = 0
        for place, widgets in enumerate(lines, 1):
            widgets[-1].setFixedWidth(scaled(CHOICE_WIDTH))
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, place, column)
        grid.setRowStretch(place + 1, 1)
        self._area.setWidget(table)
        table.setAutoFillBackground(False)
