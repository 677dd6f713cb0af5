"""The rival values of one conflict side by side: what each says, who wrote it, what figure it would give, its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from core.office import Conflict, ConflictSide, Contested, IndicatorRow
from core.thai.dates import moment_short
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.chip import ChipLabel
from desktop.widgets.figures import figure, goal_figure
from desktop.widgets.thai_label import ThaiLabel

NOTHING = "(ว่าง)"
CURRENT = "ค่าในแฟ้มนี้"
ABOUT_CURRENT = "ตัวเลข รายงาน และไฟล์ส่งออกใช้ค่านี้จนกว่าจะตัดสิน คือค่าที่เขียนทีหลังสุด"
MOST_KEYS = 9
CARD = 196  # px at text size 100 % below which a card is too narrow to read

Outcome = Sequence[IndicatorRow]


def moves(conflict: Conflict, outcomes: Sequence[Outcome]) -> tuple[tuple[str, str], ...]:
    """Each indicator a conflict touches, and from what to what it could move by the day looked at: ``("3",
    "75.00–100.00")``."""
    return tuple((code, _moved(code, outcomes)) for code in conflict.matters)


def _moved(code: str, outcomes: Sequence[Outcome]) -> str:
    found = [next((row for row in rows if row.indicator.code == code), None) for rows in outcomes]
    rows = [row for row in found if row is not None]
    if not rows:
        return "ยังไม่มีผลถึงวันที่ดู"
    unit = rows[0].indicator.unit
    values = [row.result.value for row in rows if row.result.value is not None]
    low, high = min(values, default=None), max(values, default=None)
    moves = Contested(1, low, high, may_lack=len(values) < len(outcomes))
    targets = list(dict.fromkeys(goal_figure(row.result.goal, unit) for row in rows))
    moved = moves.span(unit) or "ผลไม่เปลี่ยน"
    return f"{moved} เป้า {' หรือ '.join(targets)}" if len(targets) > 1 else moved


class SideCard(QFrame):
    """One rival value, taken by its button or its key."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = f"ค่าที่ {side + 1}"
        heading = QLabel(self._name)
        set_kind(heading, "caption")
        self.current = ChipLabel("", "info", self)
        self.current.setToolTip(ABOUT_CURRENT)
        self.value = ThaiLabel("", self, kind="strong")
        self.whose = ThaiLabel("", self, kind="small")
        self.reason = ThaiLabel("", self)
        self.outcome = ThaiLabel("", self)
        self.take = quiet("ใช้ค่านี้", str(side + 1) if side < MOST_KEYS else "", self)
        column = vbox(parent=self, margins=10, spacing=4)
        # The button stands above, in sight however long the value is.
        head = hbox(heading, self.current, STRETCH, self.take)
        column.addLayout(head)
        for part in (self.value, self.outcome, self.reason, self.whose):
            column.addWidget(part)
        column.addStretch(1)
        self.mark(False)

    def show_side(self, side: ConflictSide, units: Mapping[str, str]) -> None:
        """Shows a value and who wrote it where and when; its figure is told later."""
        self.value.setText(side.shown or NOTHING)
        self.current.set(CURRENT if side.current else "", "info")
        self.reason.setText(f"เคยตัดสินว่าใช้ค่านี้ เพราะ{side.reason}")
        self.reason.setVisible(bool(side.reason))
        whose = f"{side.author} {units.get(side.unit, side.unit)}".strip()
        alike = f"\nเขียนค่านี้ด้วย: {', '.join(side.alike)}" if side.alike else ""
        self.whose.setText(f"{whose}\n{moment_short(side.at)}{alike}")
        name = f"{self._name} {self.current.text()}".strip()
        self.take.setAccessibleName(f"ใช้{name} {self.value.text()} ของ {whose}")
        self.show_outcome(())

    def show_outcome(self, rows: Outcome) -> None:
        """Shows what the indicators would come to were this value taken."""
        self.outcome.setText("\n".join(map(_outcome, rows)))
        self.outcome.setVisible(bool(rows))

    def mark(self, chosen: bool) -> None:
        """Sets the card off as the one chosen."""
        set_kind(self, "good" if chosen else "soft")


def _outcome(row: IndicatorRow) -> str:
    value = figure(row.result.value, row.indicator.unit)
    return f"ตัวชี้วัด {row.indicator.code} จะเป็น {value} {row.result.status_label}"


class SidesView(QScrollArea):
    """The cards of a conflict, as many in a row as can be read; scrolled where they are long."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: Mapping[str, str] = {}
        self._pool: list[SideCard] = []
        self._shown = 0
        self._conflict = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("ค่าที่เขียนต่างกัน")
        page = QWidget()
        page.setObjectName("scrolled")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(scaled(8))
        self.setWidget(page)

    @property
    def cards(self) -> Sequence[SideCard]:
        """The cards of what is shown, in the order of its sides."""
        return self._pool[: self._shown]

    def set_units(self, units: Mapping[str, str]) -> None:
        """The names of the units by their codes."""
        self._units = units

    def show_conflict(self, found: Conflict) -> None:
        """Shows a conflict's values; another conflict's from the top."""
        if found.id != self._conflict:
            self.verticalScrollBar().setValue(0)
        self._conflict = found.id
        while len(self._pool) < len(found.sides):
            self._pool.append(self._made(len(self._pool)))
        self._shown = len(found.sides)
        for card, side in zip(self._pool, found.sides, strict=False):
            card.show_side(side, self._units)
        self._place()

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Shows what the indicators would come to, side by side."""
        for card, rows in zip(self.cards, outcomes, strict=True):
            card.show_outcome(rows)

    def mark(self, side: int | None) -> None:
        """Sets off the value chosen, None for none of them."""
        for n, card in enumerate(self.cards):
            card.mark(n == side)

    def _made(self, side: int) -> SideCard:
        card = SideCard(side, self.widget())
        card.take.clicked.connect(lambda: self.taken.emit(side))
        return card

    def _columns(self) -> int:
        """As many as fit, evened out over the rows."""
        room = max(1, (self.viewport().width() + scaled(8)) // scaled(CARD + 8))
        rows = -(-self._shown // room)
        return -(-self._shown // max(1, rows))

    def _place(self) -> None:
        columns = self._columns()
        for card in self._pool:
            self._grid.removeWidget(card)
            card.setVisible(card in self.cards)
        for n, card in enumerate(self.cards):
            self._grid.addWidget(card, n // columns, n % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
