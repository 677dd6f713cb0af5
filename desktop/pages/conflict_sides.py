"""The rival values of one conflict side by side: what each says, who wrote it, what figure it would give, its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.office import Conflict, ConflictSide, IndicatorRow
from core.thai.dates import moment_short
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import quiet
from desktop.widgets.figures import figure
from desktop.widgets.thai_label import ThaiLabel

NOTHING = "(ว่าง)"
OURS, THEIRS = "ค่าในแฟ้มนี้", "ค่าที่รับมา"
MOST_KEYS = 9
CARD = 196  # px at text size 100 % below which a card is too narrow to read

Outcome = Sequence[IndicatorRow]


def side_name(side: int) -> str:
    """What a side is called."""
    return THEIRS if side else OURS


class SideCard(QFrame):
    """One rival value, taken by its button or its key."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = f"{side_name(side)} ({side + 1})"
        heading = QLabel(f"{side + 1} · {side_name(side)}")
        set_kind(heading, "caption")
        self.value = ThaiLabel("", self, kind="strong")
        self.whose = ThaiLabel("", self, kind="small")
        self.outcome = ThaiLabel("", self)
        self.take = quiet("ใช้ค่านี้", str(side + 1) if side < MOST_KEYS else "", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[scaled(10)] * 4)
        column.setSpacing(scaled(4))
        # The button stands above, in sight however long the value is.
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.take)
        column.addLayout(head)
        for part in (self.value, self.outcome, self.whose):
            column.addWidget(part)
        column.addStretch(1)
        self.mark(False)

    def show_side(self, side: ConflictSide, units: Mapping[str, str]) -> None:
        """Shows a value and who wrote it where and when; its figure is told later."""
        self.value.setText(side.shown or NOTHING)
        whose = f"{side.author} {units.get(side.unit, side.unit)}".strip()
        alike = f"\nเขียนค่านี้ด้วย: {', '.join(side.alike)}" if side.alike else ""
        self.whose.setText(f"{whose}\n{moment_short(side.at)}{alike}")
        self.take.setAccessibleName(f"ใช้{self._name} {self.value.text()} ของ {whose}")
        self.show_outcome(())

    def show_outcome(self, rows: Outcome) -> None:
        """Shows what the indicators would come to were this value taken."""
        said = (f"ตัวชี้วัด {r.indicator.code} จะเป็น {figure(r.result.value, r.indicator.unit)}" for r in rows)
        self.outcome.setText("\n".join(said))
        self.outcome.setVisible(bool(rows))

    def mark(self, chosen: bool) -> None:
        """Sets the card off as the one chosen."""
        set_kind(self, "good" if chosen else "soft")


class SidesView(QScrollArea):
    """The cards of a conflict, as many in a row as can be read; scrolled where they are long."""

    taken = Signal(int)

    def __init__(self, units: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = units
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
