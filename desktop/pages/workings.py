"""The workings: how an indicator's figure came about, month by month, and every record behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.indicators.result import Working
from core.office import IndicatorRow, WorkingRecord, WorkingsView
from core.thai.dates import day_long
from core.thai.numbers import format_decimal
from desktop.evidence.button import EvidenceButton
from desktop.models.table_model import BOLD, MUTED, RIGHT, ModelColumn, Roles, TableModel, chip_column
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.chip import FilterChip
from desktop.widgets.delegates import ROW_TONE_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import NOTHING, figure, promise_words
from desktop.widgets.indicator_strip import IndicatorStrip
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

INDICATORS = "plan_indicators"
UNSETTLED = "เขียนไม่ตรงกัน"
VERDICTS = {
    "for": ("good", "นับให้"),
    "against": ("bad", "นับไม่ผ่าน"),
    "open": ("info", "ยังไม่ครบกำหนด"),
    "outside": ("neutral", "ไม่นับ"),
}


def line_columns(unit: str) -> tuple[ModelColumn[Working], ...]:
    """The lines of the workings: a month or a step, what was counted, and the line's own figure in ``unit``."""
    return (
        ModelColumn("รายการ", attrgetter("label")),
        ModelColumn("นับได้", lambda line: _part(line.numerator), RIGHT),
        ModelColumn("จาก", lambda line: _part(line.denominator), RIGHT),
        ModelColumn(
            "ผล", lambda line: NOTHING if line.value is None else figure(line.value, unit), RIGHT, BOLD
        ),
        ModelColumn("หมายเหตุ", attrgetter("note"), roles=MUTED),
    )


def _part(part: Decimal | None) -> str:
    return "" if part is None else format_decimal(part, 0 if part == part.to_integral_value() else 2, True)


def _detail(record: WorkingRecord) -> str:
    return f"{UNSETTLED} · {record.detail}" if record.disputed else record.detail


def _verdict(record: WorkingRecord) -> tuple[str, str]:
    """What a record was counted as, and the tone."""
    tone, words = VERDICTS.get(record.verdict, ("neutral", record.verdict))
    return words, DISPUTED if record.disputed else tone


RECORD_COLUMNS = (
    ModelColumn[WorkingRecord]("รายการในทะเบียน", attrgetter("label")),
    ModelColumn[WorkingRecord]("รายละเอียด", _detail, roles=MUTED),
    chip_column("นับเป็น", _verdict),
)
DISPUTED_ROWS: Roles[WorkingRecord] = {ROW_TONE_ROLE: lambda record: DISPUTED if record.disputed else None}


class WorkingsPage(Page):
    """One indicator's workings; Esc goes back to where one came from."""

    back_wanted = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ที่มาของตัวเลข", parent)
        self._view: WorkingsView | None = None
        self._code = ""
        self.lines = TableModel(line_columns("percent"), self)
        self.records = TableModel(RECORD_COLUMNS, self, row_roles=DISPUTED_ROWS)
        back = quiet("กลับ", "Esc", self)
        back.clicked.connect(self.back_wanted)
        self.proof = EvidenceButton(context, INDICATORS, alone=True)
        self.proof.take_drops([self])
        self.head.add_action(self.proof)
        self.head.add_action(back)
        self.bind("Ctrl+E", self.proof.click)
        self.bind("Esc", self.back_wanted.emit)
        self._add_top()
        self._add_tables()
        self.on_change(None, self.refresh)

    def _add_top(self) -> None:
        self.strip = IndicatorStrip(self)
        self.strip.hide_link()
        self.strip.conflicts_requested.connect(lambda code: self.context.navigate("conflicts", code=code))
        self.body.addWidget(self.strip)
        card = Panel(self, title="สูตร")
        inner = QVBoxLayout()
        inner.setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(8))
        self.title, self.formula = ThaiLabel("", self, kind="strong"), ThaiLabel("", self)
        self.warnings = ThaiLabel("", self, kind="warning")
        self.to_do = ThaiLabel("", self, kind="muted")
        self.promise = ThaiLabel("", self, kind="muted")
        for label in (self.title, self.promise, self.formula, self.warnings, self.to_do):
            inner.addWidget(label)
        card.body.addLayout(inner)
        self.body.addWidget(card)

    def _add_tables(self) -> None:
        row = hbox((self._lines_panel(), 4), (self._records_panel(), 7), spacing=12)
        self.body.addLayout(row, 1)

    def _lines_panel(self) -> QWidget:
        panel = Panel(self)
        self.lines_table = DeskTable(panel)
        self.lines_table.setModel(self.lines)
        self.lines_table.fit_columns({0: 1, 4: 1}, least=116)
        self.lines_table.setAccessibleName("ผลทีละรายการ")
        panel.body.addWidget(self.lines_table)
        return panel

    def _records_panel(self) -> QWidget:
        column = vbox(margins=0, spacing=8)
        chips = QHBoxLayout()
        chips.setSpacing(scaled(4))
        self.filters = {verdict: FilterChip(words, tone, self) for verdict, (tone, words) in VERDICTS.items()}
        for chip in self.filters.values():
            chip.toggled.connect(self._show_records)
            chips.addWidget(chip)
        chips.addStretch(1)
        panel = Panel(self)
        self.table = DeskTable(panel)
        self.table.setModel(self.records)
        self.table.fit_columns({1: 1}, least=200)
        self.table.setAccessibleName("รายการที่อยู่เบื้องหลังตัวเลข กด Enter เพื่อเปิดในทะเบียน")
        self.table.opened.connect(self._open_record)
        self._none = EmptyState("ไม่มีรายการตามที่เลือกไว้", parent=panel)
        panel.body.addWidget(self.table)
        panel.body.addWidget(self._none)
        column.addLayout(chips)
        column.addWidget(panel, 1)
        whole = QWidget(self)
        whole.setLayout(column)
        return whole

    def open_with(self, code: str = "", **_: Any) -> None:
        """Shows an indicator, all its records at first."""
        if code != self._code:
            for chip in self.filters.values():
                chip.set_on(False)
        self._code = code
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Computes the workings anew."""
        if not self._code:
            return
        context = self.context
        office, code, year, as_of = context.office, self._code, context.year, context.as_of
        context.ask(self, lambda: office.figures.workings(code, year, as_of), self._show, topic="rows")

    def _show(self, view: WorkingsView) -> None:
        self._view = view
        indicator, result = view.indicator, view.result
        self.head.set_title(f"ที่มาของตัวชี้วัด {indicator.code}")
        self.head.set_note(f"ถึงสิ้นวันที่ {day_long(result.as_of)}")
        self.strip.set_row(IndicatorRow(indicator, result))
        values = {"fiscal_year": self.context.year, "code": indicator.code}
        own = self.context.office.session.register(INDICATORS).id_for(values)
        called = f"ตัวชี้วัดที่ {indicator.code} {indicator.title}"
        self.proof.show_record(own, called, indicator=indicator.code)
        self.title.setText(indicator.title)
        self.formula.setText(result.formula or indicator.calculation)
        on_strip = (result.fault, result.contested.sentence if result.contested else "")  # by the strip
        _say(self.warnings, "\n".join(w for w in result.warnings if w not in on_strip))
        _say(self.promise, promise_words(indicator, result))
        _say(self.to_do, f"ต้องทำ: {result.to_do}" if result.to_do else "")
        self.lines.set_columns(line_columns(indicator.unit), result.workings)
        self._count(view.records)
        self._show_records()

    def _count(self, records: Sequence[WorkingRecord]) -> None:
        counts = Counter(record.verdict for record in records)
        for verdict, chip in self.filters.items():
            chip.set_text(f"{VERDICTS[verdict][1]} {counts[verdict]}")
            chip.setVisible(bool(counts[verdict]) or chip.is_on())

    def _show_records(self) -> None:
        records = self._view.records if self._view else ()
        chosen = {verdict for verdict, chip in self.filters.items() if chip.is_on()}
        self.records.set_rows([r for r in records if not chosen or r.verdict in chosen])
        found = bool(self.records.rows)
        self.table.setVisible(found)
        self._none.setVisible(not found)
        if found:
            self.table.selectRow(0)

    def _open_record(self, index: QModelIndex) -> None:
        record = self.records.rows[index.row()]
        self.context.navigate(record.register, record_id=record.record_id)


def _say(label: ThaiLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
