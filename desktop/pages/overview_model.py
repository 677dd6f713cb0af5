"""The overview's tables as item models: the indicators, what falls due, and how complete the months are."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from core.office import IndicatorRow, Score, Total, UnitMonths, Upcoming
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from core.thai.numbers import format_decimal
from desktop.models.table_model import BOLD, CENTRE, MUTED, RIGHT, TIP, ModelColumn, chip_column
from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.chip import chip_height, chip_size, paint_chip
from desktop.widgets.delegates import MARK_ROLE, TONE_ROLE, AnyIndex, RowDelegate
from desktop.widgets.figures import NOTHING, contested_words, figure, promise_words, state_chip, target_text
from desktop.widgets.noted_rows import NotedDelegate
from desktop.widgets.span_bar import SpanFigures, paint_span
from desktop.widgets.spark import paint_spark
from desktop.widgets.symbols import paint_check

Role = Qt.ItemDataRole
Trend = tuple[Decimal | None, ...]

SHOWN_MONTHS = 9
DONE = "✓"
CHIP_PADDING = 2  # px at text size 100 % beside a month's chip
CODE, TITLE, TARGET, VALUE, SPAN, TREND, STATE, SCORE, TO_DO = range(9)
SPAN_ROLE = int(Role.UserRole) + 20
TREND_ROLE = int(Role.UserRole) + 21


def indicator_columns(
    trend: Callable[[IndicatorRow], Trend], score: Callable[[IndicatorRow], Score]
) -> tuple[ModelColumn[IndicatorRow], ...]:
    """An indicator from its code to what must be done; ``trend`` knows its monthly figures, ``score`` what it earns."""
    return (
        ModelColumn("", lambda row: row.indicator.code, roles=MUTED),
        ModelColumn("ตัวชี้วัด", lambda row: row.indicator.called, roles={TIP: lambda row: row.indicator.title}),
        ModelColumn(
            "เป้าหมาย",
            lambda row: target_text(row.result),
            RIGHT,
            {**MUTED, TIP: lambda row: promise_words(row.indicator, row.result)},
        ),
        ModelColumn(
            "ผล", _value, RIGHT, {**BOLD, MARK_ROLE: lambda row: DISPUTED if row.result.contested else None}
        ),
        ModelColumn("ผล · ช่วงที่ยังเป็นไปได้ · เป้า", _nothing, roles={SPAN_ROLE: _span}),
        ModelColumn("รายเดือน", _nothing, roles={TREND_ROLE: lambda row: (trend(row), _ends(row))}),
        chip_column("สถานะ", lambda row: state_chip(row.result)[::-1]),
        ModelColumn(
            "คะแนน",
            lambda row: score_text(score(row)),
            RIGHT,
            {TIP: lambda row: score_in_words(score(row))},
        ),
        ModelColumn(
            "ต้องทำอะไร",
            _to_do,
            roles={**MUTED, TIP: _to_do, MARK_ROLE: lambda row: "warn" if row.result.fault else None},
        ),
    )


def remark_of(row: IndicatorRow) -> str:
    """How many conflicts touch an indicator's figure and from what to what it could move, "" for none."""
    return contested_words(row.result, row.indicator.unit)


def score_text(score: Score) -> str:
    """What an indicator earns of its weight: ``12.00 / 15``; – without a score, "" without a weight."""
    if score.weight is None:
        return ""
    earned = NOTHING if score.weighted is None else format_decimal(score.weighted)
    return f"{earned} / {format(score.weight.normalize(), 'f')}"


def score_in_words(score: Score) -> str:
    """Its level, what its points can still come to, or why it has none."""
    level = f"ระดับ {format_decimal(score.level)}" if score.level is not None else ""
    ends = [format_decimal(points) for points in (score.worst, score.best) if points is not None]
    could = f"เป็นไปได้ {' – '.join(ends)}" if len(set(ends)) > 1 else ""
    return score.fault or " · ".join(filter(None, (level, could)))


def total_in_words(total: Total) -> str:
    """The year's score so far: ``คะแนน 46.00 จาก 100``."""
    return f"คะแนน {format_decimal(total.weighted)} จาก {format(total.weight.normalize(), 'f')}"


def _value(row: IndicatorRow) -> str:
    return figure(row.result.value, row.indicator.unit)


def _span(row: IndicatorRow) -> SpanFigures:
    return SpanFigures.of(row.result, row.indicator.unit)


def _to_do(row: IndicatorRow) -> str:
    return row.result.fault or row.result.to_do


def _ends(row: IndicatorRow) -> tuple[Decimal, ...]:
    return row.result.goal.ends if row.result.goal else ()


def _nothing(_: object) -> str:
    return ""


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


UPCOMING_COLUMNS: tuple[ModelColumn[Upcoming], ...] = (
    chip_column("", lambda item: (item.chip.text, item.chip.tone)),
    ModelColumn("", attrgetter("text")),
)


def month_columns(first: int) -> tuple[ModelColumn[UnitMonths], ...]:
    """A unit and how complete its months are, from the ``first``-th (0 is October) on."""
    named = [(n, month_name_short(m.month)) for n, m in enumerate(months_of(2563))]
    shown = named[first : first + SHOWN_MONTHS]
    return (
        ModelColumn("ความครบถ้วน", lambda row: row.unit.name),
        *(_month_column(n, name) for n, name in shown),
    )


def _month_column(place: int, name: str) -> ModelColumn[UnitMonths]:
    def words(row: UnitMonths) -> str:
        return row.cells[place].text.removeprefix("ค้าง ")  # the number alone fits; the tip says it in full

    def said(row: UnitMonths) -> str:
        return "ครบแล้ว" if row.cells[place].text == DONE else row.cells[place].text

    def tone(row: UnitMonths) -> str | None:
        return row.cells[place].tone if row.cells[place].text else None

    return ModelColumn(name, words, CENTRE, {TIP: said, Role.AccessibleTextRole: said, TONE_ROLE: tone})


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
            paint_chip(
                painter, box, str(index.data()), str(index.data(TONE_ROLE)), Qt.AlignmentFlag.AlignHCenter
            )
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
