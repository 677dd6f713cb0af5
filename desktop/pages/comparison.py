"""Years side by side: each indicator's targets and results of three years, to be read and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from core.office import YearCell, YearComparison, YearRow
from desktop.models.table_model import MUTED, RIGHT, TIP, ModelColumn, Roles
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.delegates import BOLD_ROLE, MARK_ROLE, MUTED_ROLE
from desktop.widgets.figures import NOTHING
from desktop.widgets.noted_rows import NotedModel, NotedTable

TITLE = 1
FIRST_YEAR = 2  # the first of two columns a year
FROM_PLAN = "จากผลการดำเนินงานที่แผนปี {year} เล่าไว้ ในแฟ้มนี้ไม่มีข้อมูลของปี {before} ให้คำนวณ"


def year_columns(years: Sequence[int]) -> list[ModelColumn[YearRow]]:
    """An indicator, and per year its target and its result, the years ascending."""
    title: Roles[YearRow] = {TIP: lambda row: row.indicator.title}
    return [
        ModelColumn("รหัส", lambda row: row.indicator.code, roles={**MUTED, **title}),
        ModelColumn("ตัวชี้วัด", lambda row: row.indicator.called, roles=title),
        *(column for place, year in enumerate(years) for column in _columns_of(place, year)),
    ]


def _columns_of(place: int, year: int) -> tuple[ModelColumn[YearRow], ModelColumn[YearRow]]:
    def of(say: Callable[[YearCell], Any]) -> Callable[[YearRow], Any]:
        return lambda row: say(row.cells[place])

    tip = FROM_PLAN.format(year=year + 1, before=year)
    result: Roles[YearRow] = {
        BOLD_ROLE: of(lambda cell: cell.computed),
        MUTED_ROLE: of(lambda cell: not cell.computed),
        MARK_ROLE: of(lambda cell: DISPUTED if cell.contested else None),
        TIP: of(lambda cell: tip if cell.result and not cell.computed else None),
    }
    return (
        ModelColumn(f"เป้าหมาย {year}", of(lambda cell: cell.target or NOTHING), RIGHT, MUTED),
        ModelColumn(f"ผล {year}", of(lambda cell: cell.result or NOTHING), RIGHT, result),
    )


class ComparisonModel(NotedModel[YearRow]):
    """Indicators down, years across; it can be copied as text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), self._remark_of, parent)
        self._years: tuple[int, ...] = ()

    def show(self, found: YearComparison, *, everything: bool) -> None:
        """Shows a comparison: dimension 1, or ``everything``."""
        self._years = found.years
        shown = (row for row in found.rows if everything or row.indicator.dimension == 1)
        self.set_columns(year_columns(found.years), shown)

    def _remark_of(self, row: YearRow) -> str:
        by_year = zip(self._years, row.cells, strict=True)
        return " · ".join(f"ผล {year}: {cell.contested}" for year, cell in by_year if cell.contested)

    def tsv(self, lines: Iterable[int]) -> str:
        """Lines as text for the clipboard, headings first, a tab between cells."""
        columns = range(self.columnCount())
        table = [[column.heading for column in self.columns]]
        table += [[" ".join((self.index(n, c).data() or "").split()) for c in columns] for n in lines]
        return "\n".join("\t".join(cells) for cells in table)


class ComparisonTable(NotedTable):
    """The comparison; Ctrl+C copies the chosen lines, or all where none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = ComparisonModel(self)
        self.setModel(self.figures)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("เป้าหมายและผลของแต่ละปี กด Ctrl+C เพื่อคัดลอก กด Enter เพื่อดูที่มาของผลปีนี้")

    def show_years(self, found: YearComparison, *, everything: bool) -> None:
        """Shows a comparison; what was chosen is let go, the first line is where the keys begin."""
        self.figures.show(found, everything=everything)
        here = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self.figures.index(0, 0), here)
        targets = range(FIRST_YEAR, self.figures.columnCount(), 2)
        self.fit_columns({TITLE: 2, **dict.fromkeys(targets, 1)}, least=200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({i.row() for i in self.selectionModel().selectedRows()})
            QGuiApplication.clipboard().setText(self.figures.tsv(chosen or range(self.figures.rowCount())))
        else:
            super().keyPressEvent(event)
