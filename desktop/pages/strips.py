"""The strips of the indicators a register feeds; they move with every save."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.office import IndicatorRow
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.indicator_strip import IndicatorStrip


class Strips(QWidget):
    """One strip per indicator, under each other."""

    def __init__(self, context: AppContext, codes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._strips: dict[str, IndicatorStrip] = {}
        self._column = vbox(parent=self, margins=0, spacing=6)
        self.set_codes(codes)

    def set_codes(self, codes: Sequence[str]) -> None:
        """Shows the strips of other indicators."""
        if list(codes) == list(self._strips) and codes:
            return
        for strip in self._strips.values():
            strip.deleteLater()
        self._strips = {code: self._made() for code in codes}
        self.setVisible(bool(codes))
        self.refresh()

    def _made(self) -> IndicatorStrip:
        strip = IndicatorStrip(self)
        strip.workings_requested.connect(self._context.workings)
        strip.conflicts_requested.connect(lambda code: self._context.navigate("conflicts", code=code))
        self._column.addWidget(strip)
        return strip

    def strip(self, code: str) -> IndicatorStrip:
        """The strip of an indicator; KeyError where there is none."""
        return self._strips[code]

    def refresh(self) -> None:
        """Computes the indicators anew as of the context's day."""
        office, year, day = self._context.office, self._context.year, self._context.as_of
        codes = tuple(self._strips)
        self._context.ask(
            self,
            lambda: [(code, office.figures.indicator(code, year, day)) for code in codes],
            self._show,
            topic="rows",
        )

    def _show(self, rows: Sequence[tuple[str, IndicatorRow]]) -> None:
        for code, row in rows:
            if code in self._strips:  # else others are shown by now
                self._strips[code].set_row(row)
