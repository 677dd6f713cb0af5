"""The Gantt of a project: a line a step, plan above actual; the planned bars are edited by mouse or by keys.

Mouse: drag a bar to move it, its end to make it longer or shorter, an empty line to begin one. Keys: up and down
choose the step, left and right move its bar, Shift with them moves the end, Ctrl the beginning, Delete takes the bar
away, Insert begins one, Enter opens the step. ``planned_changed`` comes once for each drag or key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import SMALL, row_height, scaled, sized
from desktop.widgets.gantt import MONTHS, Stretch, draw_outline
from desktop.widgets.lines import draw_line

LABEL, SHARE, SUM, CELL = 190, 58, 58, 30  # px at text size 100 %
LEAST_LABEL, LEAST_CELL = 90, 18  # where room is short; the running sum gives way first
GRIP = 7  # px at text size 100 % at a bar's end that change its length
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class GanttLine:
    """A step's line: its title, its share and running sum as shown, its months, those adopted where they are others, and
    whether it is late."""

    title: str
    share: str = ""
    total: str = ""
    planned: Stretch | None = None
    actual: Stretch | None = None
    late: bool = False
    words: str = ""
    adopted: Stretch | None = None


class Grip(Enum):
    """Where a bar is taken hold of."""

    WHOLE = "whole"
    FIRST = "first"
    LAST = "last"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class _Drag:
    line: int
    grip: Grip
    month: int
    start: Stretch


def dragged(start: Stretch, grip: Grip, taken: int, month: int) -> Stretch:
    """A bar taken hold of in month ``taken`` and led to ``month``; it stays within the year and one month long."""
    if grip is Grip.FIRST:
        return Stretch(min(month, start.last), start.last)
    if grip is Grip.LAST:
        return Stretch(start.first, max(month, start.first))
    if grip is Grip.NEW:
        return Stretch(min(taken, month), max(taken, month))
    shift = max(-start.first, min(month - taken, MONTHS - 1 - start.last))
    return Stretch(start.first + shift, start.last + shift)


class GanttEditor(QWidget):
    """A project's steps over twelve fiscal months; ``planned_changed`` carries the line and a Stretch, or None."""

    planned_changed = Signal(int, object)
    current_changed = Signal(int)
    opened = Signal(int)

    def __init__(self, months: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months = tuple(months)
        self._lines: tuple[GanttLine, ...] = ()
        self._current = 0
        self._editable = True
        self._drag: _Drag | None = None
        self._ghost: Stretch | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[GanttLine]) -> None:
        """Shows other lines; the current one stays where it can."""
        self._lines = tuple(lines)
        self._drag, self._ghost = None, None
        self._current = max(0, min(self._current, len(lines) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Lets bars be changed, or only looked at."""
        self._editable = editable

    def lines(self) -> tuple[GanttLine, ...]:
        """The lines shown."""
        return self._lines

    def current(self) -> int:
        """The current line."""
        return self._current

    def set_current(self, line: int) -> None:
        """Makes a line the current one."""
        if 0 <= line < len(self._lines) and line != self._current:
            self._current = line
            self._say()
            self.update()
            self.current_changed.emit(line)

    def cell(self, line: int, month: int) -> QRect:
        """The box of a line's month."""
        left, width = self._grid_left(), self._cell_width()
        return QRect(left + month * width, self._top(line), width, self._row())

    def bar(self, line: int) -> QRectF:
        """The box of a line's planned bar; empty where it has none."""
        planned = self._lines[line].planned
        return self._box(line, planned, 0) if planned else QRectF()

    def head(self) -> QRect:
        """The box of the headings; they stay in sight however far the lines are scrolled."""
        seen = self.visibleRegion().boundingRect()
        return QRect(0, seen.top(), self.width(), row_height(self))

    def sizeHint(self) -> QSize:
        width = scaled(LABEL) + scaled(SHARE) + scaled(SUM) + scaled(CELL) * MONTHS + 1
        return QSize(width, self._top(len(self._lines)) + 1)

    def minimumSizeHint(self) -> QSize:
        width = scaled(LEAST_LABEL) + scaled(SHARE) + scaled(LEAST_CELL) * MONTHS + 1
        return QSize(width, self.sizeHint().height())

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.set_current(self._current + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._lines:
            self.opened.emit(self._current)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._shift(1 if key == Qt.Key.Key_Right else -1, event.modifiers())
        elif key == Qt.Key.Key_Insert:
            self._begin()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set_planned(self._current, None)
        else:
            super().keyPressEvent(event)

    def _shift(self, step: int, held: Qt.KeyboardModifier) -> None:
        planned = self._planned(self._current)
        if planned is None:
            self._begin()
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._pull(planned, Grip.LAST, planned.last, planned.last + step)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._pull(planned, Grip.FIRST, planned.first, planned.first + step)
        else:
            self._pull(planned, Grip.WHOLE, planned.first, planned.first + step)

    def _pull(self, start: Stretch, grip: Grip, taken: int, month: int) -> None:
        wanted = max(0, min(month, MONTHS - 1)) if grip is not Grip.WHOLE else month
        self._set_planned(self._current, dragged(start, grip, taken, wanted))

    def _begin(self) -> None:
        """A bar of one month where there is none, right after the step before."""
        if not self._lines or self._planned(self._current):
            return
        before = [line.planned for line in self._lines[: self._current] if line.planned]
        month = min(before[-1].last + 1, MONTHS - 1) if before else 0
        self._set_planned(self._current, Stretch(month, month))

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        line = self._line_at(at)
        if event.button() is not Qt.MouseButton.LeftButton or line is None:
            return
        self.set_current(line)
        if self._editable and at.x() >= self._grid_left():
            month = self._month_at(at)
            grip = self._grip_at(line, at)
            start = self._planned(line)
            # A line has one bar: beside it nothing is begun.
            if grip is Grip.NEW and start is None:
                self._drag = _Drag(line, grip, month, Stretch(month, month))
                self._lead(month)
            elif grip is not None and start is not None and grip is not Grip.NEW:
                self._drag = _Drag(line, grip, month, start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._drag is not None:
            self._lead(self._month_at(at))
            return
        line = self._line_at(at)
        grip = self._grip_at(line, at) if line is not None and self._editable else None
        ends = (Grip.FIRST, Grip.LAST)
        shape = Qt.CursorShape.SizeHorCursor if grip in ends else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.OpenHandCursor if grip is Grip.WHOLE else shape)
        self.setToolTip(self._lines[line].words if line is not None else "")

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        drag, ghost = self._drag, self._ghost
        self._drag, self._ghost = None, None
        self.update()
        if drag is not None and ghost is not None:
            self._set_planned(drag.line, ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        line = self._line_at(at)
        if line is not None and at.x() < self._grid_left():
            self.opened.emit(line)

    def _lead(self, month: int) -> None:
        drag = self._drag
        if drag is not None:
            self._ghost = dragged(drag.start, drag.grip, drag.month, month)
            self.update()

    def _grip_at(self, line: int, at: QPoint) -> Grip | None:
        if at.x() < self._grid_left():
            return None
        if self._lines[line].planned is None:
            return Grip.NEW
        bar = self.bar(line)
        if not bar.left() - 2 <= at.x() <= bar.right() + 2:
            return None
        reach = min(scaled(GRIP), bar.width() / 3)
        if at.x() <= bar.left() + reach:
            return Grip.FIRST
        return Grip.LAST if at.x() >= bar.right() - reach else Grip.WHOLE

    def _line_at(self, at: QPoint) -> int | None:
        if self.head().contains(at):
            return None
        found = (n for n in range(len(self._lines)) if self._top(n) <= at.y() < self._top(n + 1))
        return next(found, None)

    def _month_at(self, at: QPoint) -> int:
        return max(0, min((at.x() - self._grid_left()) // self._cell_width(), MONTHS - 1))

    # -- inside

    def _planned(self, line: int) -> Stretch | None:
        return self._lines[line].planned if line < len(self._lines) else None

    def _set_planned(self, line: int, planned: Stretch | None) -> None:
        if self._editable and line < len(self._lines) and planned != self._lines[line].planned:
            self.planned_changed.emit(line, planned)

    def _say(self) -> None:
        line = self._lines[self._current] if self._lines else None
        self.setAccessibleName(f"{line.title} {line.words}" if line else "ยังไม่มีขั้นตอน")

    def _row(self) -> int:
        return row_height(self) + scaled(2)

    def _top(self, line: int) -> int:
        return row_height(self) + line * self._row()

    def _cell_width(self) -> int:
        least = scaled(LABEL) + scaled(SHARE) + scaled(SUM)
        return max(scaled(LEAST_CELL), min(scaled(CELL), (self.width() - least - 1) // MONTHS))

    def _sum_width(self) -> int:
        """The width of the running sum's column, 0 where there is no room for it."""
        least = scaled(LEAST_LABEL) + scaled(SHARE) + scaled(SUM)
        return scaled(SUM) if self._grid_left() >= least else 0

    def _grid_left(self) -> int:
        return self.width() - self._cell_width() * MONTHS - 1

    def _box(self, line: int, months: Stretch, below: int) -> QRectF:
        first, half = self.cell(line, months.first), self._row() / 2
        width = (months.last - months.first + 1) * self._cell_width()
        slim = scaled(4) if below else scaled(3)
        return QRectF(first.left() + 2, first.top() + below * half + slim - below, width - 3, half - slim)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens().panel)
        for n, line in enumerate(self._lines):
            self._paint_line(painter, n, line)
        self._paint_head(painter)

    def _paint_head(self, painter: QPainter) -> None:
        head = self.head()
        painter.fillRect(head, tokens().soft)
        painter.fillRect(QRect(0, head.bottom(), self.width(), 1), tokens().line)
        painter.setFont(sized(self.font(), SMALL, QFont.Weight.Medium))
        painter.setPen(tokens().muted)
        title, share, total = self._columns(head)
        draw_line(painter, title, "ขั้นตอน")
        draw_line(painter, share, "เนื้องาน", RIGHT)
        if total.width():
            draw_line(painter, total, "สะสม", RIGHT)
        roomy = self._cell_width() >= scaled(CELL) - scaled(4)
        painter.setFont(sized(self.font(), SMALL - 1 if roomy else SMALL - 3))
        for month, name in enumerate(self._months):
            box = self.cell(0, month)
            box.moveTop(head.top())
            box.setHeight(head.height())
            draw_line(
                painter, box.adjusted(-3, 0, 3, 0), name.replace(".", ""), Qt.AlignmentFlag.AlignHCenter
            )

    def _columns(self, row: QRect) -> tuple[QRect, QRect, QRect]:
        """The boxes of title, share and running sum in a row."""
        gap, right = scaled(8), self._grid_left() - scaled(10)
        wide = self._sum_width()
        total = QRect(right - wide + gap, row.top(), max(0, wide - gap), row.height())
        share = QRect(total.left() - scaled(SHARE), row.top(), scaled(SHARE) - gap, row.height())
        return QRect(scaled(10), row.top(), share.left() - gap - scaled(10), row.height()), share, total

    def _paint_line(self, painter: QPainter, n: int, line: GanttLine) -> None:
        row = QRect(0, self._top(n), self.width(), self._row())
        current = n == self._current
        if current:
            painter.fillRect(row, tokens().selection if self.hasFocus() else tokens().soft)
        painter.fillRect(QRect(0, row.bottom(), row.width(), 1), tokens().line)
        for month in range(MONTHS + 1):
            painter.fillRect(
                QRect(self.cell(n, 0).left() + month * self._cell_width(), row.top(), 1, row.height()),
                tokens().line,
            )
        painter.setFont(self.font())
        painter.setPen(tokens().ink)
        title, share, total = self._columns(row)
        draw_line(painter, title, line.title)
        draw_line(painter, share, line.share, RIGHT)
        painter.setPen(tokens().muted)
        if total.width():
            draw_line(painter, total, line.total, RIGHT)
        moving = self._ghost if self._drag is not None and self._drag.line == n else None
        planned = moving or line.planned
        if planned:
            self._paint_bar(painter, self._box(n, planned, 0), tokens().info.ink, framed=moving is not None)
        if line.actual:
            ink = tokens().warn.ink if line.late else tokens().accent
            self._paint_bar(painter, self._box(n, line.actual, 1), ink)
        if line.adopted:
            draw_outline(painter, self._box(n, line.adopted, 0))

    def _paint_bar(self, painter: QPainter, box: QRectF, colour: QColor, *, framed: bool = False) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().ink, 1.4) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 3, 3)
        painter.restore()
