"""What happened to a record: who, when, which field, from what to what; the latest on top."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from core.office import NOT_THEIRS, HistoryItem
from core.registers.declare import Register
from core.thai.dates import moment_short
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.thai_label import ThaiLabel

ACTIONS = {"create": "สร้างรายการ", "change": "แก้ไข", "delete": "ลบรายการ", "restore": "กู้คืนรายการ"}
NOTHING = "ว่าง"
MOST = 200


class HistoryView(QScrollArea):
    """A record's history as sentences."""

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.show_items(())

    def show_items(self, items: Sequence[HistoryItem]) -> None:
        """Shows the items, those of one save under one heading."""
        content = QWidget(self)
        content.setObjectName("scrolled")
        column = vbox(parent=content, margins=(14, 10, 14, 10), spacing=2)
        latest = sorted(items, key=lambda i: i.at, reverse=True)[:MOST]
        for (heading, _), group in groupby(latest, key=lambda item: (_heading(item), item.reason)):
            column.addWidget(_head(heading, content))
            for line in self._lines(tuple(group)):
                column.addWidget(ThaiLabel(line, content))
            column.addSpacing(scaled(8))
        if not items:
            column.addWidget(ThaiLabel("ยังไม่มีประวัติของรายการนี้", content, kind="muted"))
        column.addStretch(1)
        self.setWidget(content)
        self._content = content

    def text(self) -> str:
        """Everything shown, line by line."""
        return "\n".join(label.text() for label in self._content.findChildren(QLabel))

    def _lines(self, items: Sequence[HistoryItem]) -> list[str]:
        reasons = dict.fromkeys(f"เหตุผล: {item.reason}" for item in items if item.reason)
        return [*(line for item in items if (line := self._line(item))), *reasons]

    def _line(self, item: HistoryItem) -> str:
        if item.field is None:
            return ""
        field = next((f for f in self._register.fields if f.name == item.field), None)
        if field is None:
            return f"{item.field}: {item.new}"
        old, new, *rivals = (field.show(value) or NOTHING for value in (item.old, item.new, *item.rivals))
        if rivals:
            return f"{field.label} ใช้ {new} จากที่เขียนต่างกัน {' · '.join(rivals)}"
        return f"{field.label} {new}" if item.action == "create" else f"{field.label} จาก {old} เป็น {new}"


def _heading(item: HistoryItem) -> str:
    did = ACTIONS.get(item.action, item.action)
    if item.rivals:
        did = "ตัดสินข้อขัดแย้ง" if item.field else f"ตัดสินข้อขัดแย้ง {did}"
    author = f"{item.author} ({NOT_THEIRS})" if item.not_theirs else item.author
    return f"{moment_short(item.at)} · {author} · {did}"


def _head(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    set_kind(label, "small")
    return label
