"""Sentences one below the other, each on a ground that says how grave it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.theme import set_kind
from desktop.widgets.boxes import STRETCH, vbox
from desktop.widgets.thai_label import ThaiLabel


def sentence_cards(said: Sequence[tuple[str, str]], parent: QWidget) -> QScrollArea:
    """Sentences, each on the ground of a kind."""
    inner = QWidget(parent)
    inner.setObjectName("scrolled")
    vbox(*(_card(*one, inner) for one in said), STRETCH, parent=inner, margins=0, spacing=6)
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def _card(sentence: str, kind: str, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    set_kind(card, kind)
    vbox(ThaiLabel(sentence, card), parent=card, margins=(12, 6, 12, 6), spacing=0)
    return card
