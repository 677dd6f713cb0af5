"""The overview's tables as item models: the indicators, what falls due, and how complete the months are."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from core.indicators.result import Result
from core.office import IndicatorRow, UnitMonths, Upcoming
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.chip import chip_height, chip_size, paint_chip
from desktop.widgets.delegates import (
    BOLD_ROLE,
    MARK_ROLE,
    MUTED_ROLE,
    ROW_TONE_ROLE,
    TONE_ROLE,
    RowDelegate,
)
from desktop.widgets.figures import contested_words, figure, state_chip, target_text
from desktop.widgets.noted_rows import Line, NotedDelegate, lines_of, remark_data
from desktop.widgets.span_bar import SpanFigures, paint_span
from desktop.widgets.spark import paint_spark
from desktop.widgets.symbols import paint_check

AnyIndex = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Trend = tuple[Decimal | None, ...]

SHOWN_MONTHS = 9
DONE = "✓"
CHIP_PADDING = 2  # px at text size 100 % beside a month's chip
CODE, TITLE, TARGET, VALUE, SPAN, TREND, STATE, TO_DO = range(8)
HEADINGS = ("", "ตัวชี้วัด", "เป้าหมาย", "ผล", "ผล · ช่วงที่ยังเป็นไปได้ · เป้า", "รายเดือน", "สถานะ", "ต้องทำอะไร")
SPAN_ROLE = int(Role.UserRole) + 20
TREND_ROLE = int(Role.UserRole) + 21
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


class IndicatorModel(QAbstractTableModel):
    """One row an indicator, in the plan's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[IndicatorRow, ...] = ()
        self.lines: tuple[Line, ...] = ()
        self._trends: Mapping[str, Trend] = {}

    def set_rows(self, rows: Sequence[IndicatorRow]) -> None:
        """Shows other figures; while the lines stay the same, so does the selection."""
        lines = lines_of([contested_words(row.result, row.indicator.unit) for row in rows])
        same = _shape(rows, lines) == _shape(self.rows, self.lines)
        if not same:
            self.beginResetModel()
        self.rows, self.lines = tuple(rows), lines
        if same:
            self._moved(0, len(HEADINGS) - 1)
        else:
            self.endResetModel()

    def row_at(self, index: AnyIndex) -> IndicatorRow:
        """The indicator a line belongs to, its own or the one it remarks on."""
        return self.rows[self.lines[index.row()].row]

    def set_trends(self, trends: Mapping[str, Trend]) -> None:
        """The monthly figures, by code."""
        self._trends = trends
        self._moved(TREND, TREND)

    def _moved(self, first: int, last: int) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.lines) - 1, last))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return HEADINGS[section]
        return RIGHT if role == Role.TextAlignmentRole and section in (TARGET, VALUE) else None

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        row, column, line = self.row_at(index), index.column(), self.lines[index.row()]
        if role == ROW_TONE_ROLE:
            return DISPUTED if row.result.contested else None
        if line.remark:
            return remark_data(line.remark, column, role)
        if role == Role.DisplayRole:
            return self._text(row, column)
        if role == Role.TextAlignmentRole:
            return RIGHT if column in (TARGET, VALUE) else None
        if role == MUTED_ROLE:
            return column in (CODE, TARGET, TO_DO)
        if role == MARK_ROLE:
            return self._mark(row.result, column)
        if role == BOLD_ROLE:
            return column == VALUE
        if role == TONE_ROLE:
            return state_chip(row.result)[0] if column == STATE else None
        if role == SPAN_ROLE:
            return SpanFigures.of(row.result, row.indicator.unit) if column == SPAN else None
        if role == TREND_ROLE:
            return (self._trends.get(row.indicator.code, ()), row.result.target) if column == TREND else None
        if role == Role.ToolTipRole:
            return self._tip(row, column)
        return None

    def _text(self, row: IndicatorRow, column: int) -> str:
        texts = {
            CODE: row.indicator.code,
            TITLE: row.indicator.short_title,
            TARGET: target_text(row.indicator),
            VALUE: figure(row.result.value, row.indicator.unit),
            STATE: state_chip(row.result)[1],
            TO_DO: row.result.fault or row.result.to_do,
        }
        return texts.get(column, "")

    def _mark(self, result: Result, column: int) -> str | None:
        if column == VALUE and result.contested:
            return DISPUTED
        return "warn" if column == TO_DO and result.fault else None

    def _tip(self, row: IndicatorRow, column: int) -> str | None:
        if column == TITLE:
            return row.indicator.title
        return self._text(row, column) or None if column == TO_DO else None


def _shape(rows: Sequence[IndicatorRow], lines: Sequence[Line]) -> list[tuple[str, bool]]:
    return [(rows[line.row].indicator.code, bool(line.remark)) for line in lines]


class IndicatorDelegate(NotedDelegate):
    """Rows with a span bar and a spark line among their cells."""

    def paint_row(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        span = index.data(SPAN_ROLE)
        trend = index.data(TREND_ROLE)
        if span is not None:
            paint_span(painter, QRectF(box), span)
        elif trend is not None:
            room = QRectF(box).adjusted(0, scaled(4), 0, -scaled(4))
            paint_spark(painter, room, trend[0], trend[1])
        else:
            super().paint_row(painter, box, index)


class UpcomingModel(QAbstractTableModel):
    """What falls due: how soon, and what."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Upcoming, ...] = ()

    def set_rows(self, rows: Sequence[Upcoming]) -> None:
        """Shows another list."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else 2

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        item = self.rows[index.row()]
        if role == Role.DisplayRole:
            return item.text if index.column() else item.chip.text
        if role == TONE_ROLE and index.column() == 0:
            return item.chip.tone
        return item.text if role == Role.ToolTipRole else None


class MonthsModel(QAbstractTableModel):
    """Units down, months across: how complete each month is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[UnitMonths, ...] = ()
        self._first, self._names = 0, [month_name_short(m.month) for m in months_of(2563)]

    def set_rows(self, rows: Sequence[UnitMonths], first: int) -> None:
        """Shows the months from the ``first``-th (0 is October) on."""
        self.beginResetModel()
        self.rows, self._first = tuple(rows), first
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else 1 + SHOWN_MONTHS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return self._names[self._first + section - 1] if section else "ความครบถ้วน"
        return CENTRE if role == Role.TextAlignmentRole and section else None

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        row = self.rows[index.row()]
        if index.column() == 0:
            return row.unit.name if role == Role.DisplayRole else None
        chip = row.cells[self._first + index.column() - 1]
        if role == Role.DisplayRole:
            return chip.text.removeprefix("ค้าง ")  # the number alone fits; the tip says it in full
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return "ครบแล้ว" if chip.text == DONE else chip.text
        if role == TONE_ROLE:
            return chip.tone if chip.text else None
        return CENTRE if role == Role.TextAlignmentRole else None


class MonthsDelegate(RowDelegate):
    """Small chips in the middle of their cells; the check mark, which Sarabun lacks, is painted."""

    def content_box(self, option: QStyleOptionViewItem, index: AnyIndex) -> QRect:
        side = scaled(CHIP_PADDING)
        if not index.column():
            return super().content_box(option, index)
        return option.rect.adjusted(side, 0, -side, -1)

    def cell_width(self, font: QFont, index: AnyIndex) -> int:
        if not index.column():
            return super().cell_width(font, index)
        return chip_size(font, str(index.data() or DONE)).width() + 2 * scaled(CHIP_PADDING)

    def paint_content(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        if index.data() == DONE:
            self._paint_done(painter, box)
        elif index.column() and index.data():
            paint_chip(painter, box, str(index.data()), str(index.data(TONE_ROLE)), CENTRE)
        else:
            super().paint_content(painter, box, index)

    def _paint_done(self, painter: QPainter, box: QRect) -> None:
        good = tokens().good
        height = chip_height(painter.fontMetrics()) - scaled(4)
        pill = QRectF(0, 0, scaled(22), height)
        pill.moveCenter(QRectF(box).center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(good.background)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        side = scaled(10)
        mark = QRectF(0, 0, side, side)
        mark.moveCenter(pill.center())
        paint_check(painter, mark, good.ink)
