"""Choosing an indicator's formula: its parameters, what the value would be, and the definitions in force by day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from core.indicators.result import Result
from core.indicators.sentences import carried
from core.office import CountedIn, FormulaTrial, Offers
from core.plan.model import Indicator
from core.thai.dates import day_short
from core.thai.fiscal import first_day_of, last_day_of
from core.thai.numbers import format_decimal
from desktop.forms.drafting import Drafting, DraftLine, TakesText
from desktop.models.plan_additions import Addition
from desktop.models.plan_items import PlanItem
from desktop.pages.plan_sentence import SentenceInputs
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.chip import ChipLabel
from desktop.widgets.figures import contested_words, figure, state_chip, target_text
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.thai_label import ThaiLabel

WORKINGS = 5
INDICATORS = "plan_indicators"


class FormulaPanel(QWidget):
    """The formula of an indicator, or of its definition changed in mid-year; nothing is saved before one says so."""

    addition_wanted = Signal(object)

    def __init__(
        self, context: AppContext, register: str, parent: QWidget | None = None, *, writable: bool = True
    ) -> None:
        super().__init__(parent)
        self._context, self._writable = context, writable
        self._item: PlanItem | None = None
        self._late = False
        self._held: dict[tuple[str, date], Result] = {}  # the figure by the plan as it is in the file
        self._saved: tuple[str, dict[str, Any]] = ("", {})
        self._chosen_for: dict[str, dict[str, Any]] = {}  # parameters by formula, while formulas are tried
        self._shown_formula = ""
        self._infos = {f.name: f for f in context.office.figures.formulas()}
        self.formula = ChoiceBox()
        self.formula.setAccessibleName("วิธีคำนวณ")
        self.formula.setEnabled(writable)
        self.parameters = SentenceInputs(context, self)
        self.value, self.target, self.state = QLabel(self), QLabel(self), ChipLabel("", "neutral", self)
        set_kind(self.value, "figure")
        set_kind(self.target, "muted")
        self.words, self.workings = ThaiLabel("", self), ThaiLabel("", self, kind="small")
        self.counted = ThaiLabel("", self, kind="small")
        self.warnings = ThaiLabel("", self, kind="warning")
        self.now = ThaiLabel("", self, kind="muted")
        self.times = ThaiLabel("", self)
        self.save = primary("ใช้สูตรนี้", "", self)
        self.change = quiet("เปลี่ยนนิยามระหว่างปี…", "", self)
        self.draft_line = DraftLine(self, wide=True)
        self.drafting = Drafting(context.drafts, register, self, self, self.draft_line)
        self._lay_out()
        self.formula.changed.connect(self._choose)
        self.parameters.changed.connect(self._typed)
        self.save.clicked.connect(self.save_formula)
        self.change.clicked.connect(self._begin_change)

    def is_dirty(self) -> bool:
        """True while another formula or other parameters are chosen than the plan has."""
        return self._item is not None and self._chosen() != self._saved

    def restore(self) -> None:
        """Takes back what was chosen and not saved."""
        if self._item is not None:
            self._load(self._item)
            self._preview()

    def show_item(self, item: PlanItem) -> None:
        """Shows an indicator's formula, or a changed definition's; what is being chosen stays."""
        same = self._item is not None and self._item.key == item.key
        self._held = {}
        if not same or not self.is_dirty():
            self._load(item)
        else:
            self._item = item
        self._preview()

    def save_formula(self) -> bool:
        """Saves the formula with its parameters; a sentence that isn't whole is said beside it and not saved."""
        item = self._item
        if item is None or item.row is None or self.parameters.lacking():
            return False
        formula, parameters = self._chosen()
        given = {"formula": formula, "parameters": _json(parameters)}
        record_id, register = item.row.id, item.register
        done = self._context.attempt(lambda: self._context.office.records.save(register, given, record_id))
        if done is None:
            return False
        if self._context.tell_if_proposed(done.changes):
            self._load(item)
        else:
            self._saved = (formula, parameters)
            self._context.tell("บันทึกวิธีคำนวณแล้ว กด Ctrl+Z เพื่อเลิกทำ", "good")
        self.drafting.show()
        self.drafting.saved(record_id)
        self._preview()
        return True

    # -- what drafting asks

    @property
    def record_id(self) -> str | None:
        """The record whose formula is shown."""
        return self._item.row.id if self._item and self._item.row else None

    def saved_raw(self) -> Mapping[str, str]:
        """Formula and parameters as the plan has them."""
        return {"formula": self._saved[0], "parameters": _json(self._saved[1])}

    def takes_drafts(self) -> bool:
        """True while something can be chosen."""
        return self._writable and self.record_id is not None

    def names(self) -> tuple[str, ...]:
        """The two fields, the one the other depends on first."""
        return ("formula", "parameters")

    def input(self, name: str) -> TakesText:
        """The input of a field."""
        return self.formula if name == "formula" else self.parameters

    def raw(self) -> dict[str, str]:
        """Formula and parameters as they are chosen."""
        formula, parameters = self._chosen()
        return {"formula": formula, "parameters": _json(parameters)}

    def commit(self) -> None:
        """Nothing waits: what is chosen is tried at once."""

    def focus(self, name: str) -> None:
        """Goes to a field."""
        (self.formula if name == "formula" else self.parameters).setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> None:
        """Goes to the formula."""
        self.focus("formula")

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.drafting.take()

    # -- inside

    def _load(self, item: PlanItem) -> None:
        self._item = item
        indicator = self._indicator()
        own = item.values.get("formula")
        formula = str(own or (indicator.formula if indicator else ""))
        # A changed definition that names no parameters goes on with the ones before.
        given = _parameters(item.values.get("parameters"))
        if not item.values.get("parameters") and indicator and formula == indicator.formula:
            given = dict(indicator.parameters or {})
        self.formula.set_choices(self._offers().formulas(self._infos.values(), formula))
        self.formula.set_value(formula)
        self._show_parameters(formula, given)
        self._saved, self._chosen_for = self._chosen(), {}
        self.drafting.show()
        self.change.setVisible(self._writable and item.register == INDICATORS)
        self.save.setVisible(self._writable)

    def _choose(self) -> None:
        """Another formula: as it was tried before, as the plan has it, or begun with what means the same in the one before."""
        formula, before = self.formula.value_text(), self._infos.get(self._shown_formula)
        known = {self._saved[0]: self._saved[1], **self._chosen_for}
        info = self._infos.get(formula)
        if formula not in known and info is not None:
            given = self.parameters.values()
            held = carried(before.sentence(given), given) if before else {}
            known[formula] = info.begun(held, self._offers().first_way(info))
        self._show_parameters(formula, known.get(formula, {}))
        self._typed()

    def _typed(self) -> None:
        formula, parameters = self._chosen()
        self._chosen_for[formula] = parameters
        self._order_tabs()
        self.drafting.note()
        self._preview()

    def _show_parameters(self, formula: str, given: Mapping[str, Any]) -> None:
        self._shown_formula = formula
        info = self._infos.get(formula)
        self.parameters.show_formula(info, given, self._offers(), writable=self._writable)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes from the formula along its sentence to the buttons."""
        tabbed = self.parameters.tabbed()
        for one, other in pairwise((self.formula, *tabbed, self.save, self.change)):
            QWidget.setTabOrder(one, other)

    def _offers(self) -> Offers:
        return self._context.office.figures.offers(self._context.year, self._code())

    def _chosen(self) -> tuple[str, dict[str, Any]]:
        return self.formula.value_text(), self.parameters.values()

    def _code(self) -> str:
        values = self._item.values if self._item else {}
        return str(values.get("code") or values.get("indicator") or "")

    def _indicator(self) -> Indicator | None:
        plan = self._context.office.session.plan(self._context.year)
        return next((i for i in plan.indicators if i.code == self._code()), None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._late:
            self._preview()

    def _preview(self) -> None:
        # Computing takes a moment: only where it is looked at.
        self._late = not self.isVisible()
        if self._late:
            return
        indicator, lacking = self._indicator(), self.parameters.lacking()
        self.save.setEnabled(self.is_dirty() and not lacking)
        self.change.setEnabled(not lacking)
        if indicator is None:
            return
        self.times.setText("\n".join(_times(indicator, self._context.year, self._titles())))
        if lacking:
            self._context.ask(self, lambda: None, lambda _: self._show_lacking(lacking), topic="formula")
            return
        figures, year, day = self._context.office.figures, self._context.year, self._context.as_of
        formula, parameters = self._chosen()
        code = indicator.code

        held = self._held.get((code, day))

        def tried() -> tuple[FormulaTrial, Result]:
            found = figures.try_formula(year, code, formula, parameters, day)
            return found, held or figures.indicator(code, year, day).result

        # The answer to what is chosen no more is never shown: the next key asks anew.
        self._context.ask(self, tried, lambda found: self._show(indicator, *found), topic="formula")

    def _show_lacking(self, lacking: str) -> None:
        """The sentence isn't whole yet: no figure of another one stays beside it."""
        for label in (self.value, self.target, self.words, self.workings, self.counted, self.now):
            label.setText("")
        self.warnings.setText(lacking)
        self.state.hide()
        self._show_filled()

    def _show(self, indicator: Indicator, trial: FormulaTrial, held: Result) -> None:
        self._held = {(held.code, held.as_of): held}
        # What is in dispute is so by whatever formula; how far it moves the figure is known of the one in force.
        result = replace(trial.result, contested=held.contested)
        set_kind(self.value, "disputed" if held.contested else "figure")
        self.value.setText(figure(result.value, indicator.unit))
        self.target.setText(f"เป้า {target_text(result)}")
        tone, words = state_chip(result)
        self.state.set(words, tone)
        self.counted.setText(" · ".join(map(_counted, trial.counted)))
        self.words.setText(result.formula)
        self.workings.setText("\n".join(_workings(result, indicator.unit)))
        self.warnings.setText("\n".join(result.warnings))
        self.now.setText(self._against(indicator, held))
        self.state.show()
        self._show_filled()

    def _show_filled(self) -> None:
        for label in (self.counted, self.words, self.workings, self.warnings, self.now):
            label.setVisible(bool(label.text()))

    def _against(self, indicator: Indicator, held: Result) -> str:
        """What changes against the figure the office has today, and what open conflicts make of that."""
        said = f"ตัวอย่างถึงสิ้นวันที่ {day_short(self._context.as_of)}"
        if self.is_dirty():
            said += f" · ตามแผนขณะนี้ {figure(held.value, indicator.unit)} · ยังไม่ได้บันทึก"
        disputed = contested_words(held, indicator.unit)
        return f"{said}\nตามแผนขณะนี้มี {disputed}" if disputed else said

    def _titles(self) -> Mapping[str, str]:
        return {name: info.title for name, info in self._infos.items()}

    def _begin_change(self) -> None:
        indicator = self._indicator()
        if indicator is None:
            return
        formula, parameters = self._chosen()
        values = {
            "fiscal_year": self._context.year,
            "indicator": indicator.code,
            "effective_from": self._context.as_of,
            "formula": formula,
            "parameters": _json(parameters),
            "definition": indicator.on(self._context.as_of).definition or None,
            "calculation": indicator.on(self._context.as_of).calculation or None,
        }
        self.restore()
        self.addition_wanted.emit(Addition("plan_definitions", "เปลี่ยนนิยามระหว่างปี", values))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        held = vbox(parent=inner, margins=(14, 8, 14, 8), spacing=8)
        caption = QLabel("วิธีคำนวณ")
        set_kind(caption, "small")
        held.addWidget(self.draft_line)
        held.addWidget(caption)
        held.addWidget(self.formula)
        held.addWidget(self.parameters)
        held.addWidget(self._preview_card())
        held.addLayout(self._buttons())
        times = QLabel("นิยามและวิธีคำนวณที่ใช้ตามช่วงเวลา")
        set_kind(times, "caption")
        held.addWidget(times)
        held.addWidget(self.times)
        held.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        vbox(area, parent=self, margins=0)

    def _preview_card(self) -> QFrame:
        card = QFrame(self)
        set_kind(card, "soft")
        column = vbox(parent=card, margins=(12, 8, 12, 8), spacing=4)
        row = hbox(self.value, self.target, self.state, STRETCH, spacing=12)
        column.addLayout(row)
        for label in (self.now, self.counted, self.words, self.workings, self.warnings):
            column.addWidget(label)
        return card

    def _buttons(self) -> QHBoxLayout:
        return hbox(self.save, self.change, STRETCH, spacing=8)


def _workings(result: Result, unit: str) -> list[str]:
    """The first lines of the workings, and how many more there are."""
    more = len(result.workings) - WORKINGS
    lines = [_line(working, unit) for working in result.workings[:WORKINGS]]
    return [*lines, f"และอีก {more} บรรทัด"] if more > 0 else lines


def _line(working: Any, unit: str) -> str:
    parts = [working.label]
    if working.numerator is not None and working.denominator is not None:
        parts.append(f"{_plain(working.numerator)} จาก {_plain(working.denominator)}")
    elif working.numerator is not None:
        parts.append(_plain(working.numerator))
    if working.value is not None:
        parts.append(f"= {figure(working.value, unit)}")
    return " ".join([*parts, working.note]).strip()


def _counted(found: CountedIn) -> str:
    return f"นับจาก{found.title} {found.records:,} {found.counted_in}"


def _plain(value: Any) -> str:
    return format_decimal(value, 0 if value == value.to_integral_value() else 2, grouping=True)


def _times(indicator: Indicator, year: int, titles: Mapping[str, str]) -> list[str]:
    """Each stretch of days with the formula and definition in force, the oldest first."""
    starts = [first_day_of(year), *(c.effective_from for c in indicator.changes)]
    ends = [*(s - timedelta(days=1) for s in starts[1:]), last_day_of(year)]
    reasons = ["ตามแผนเดิม", *(c.reason for c in indicator.changes)]
    lines = []
    for start, end, reason in zip(starts, ends, reasons, strict=True):
        if end < start:
            continue
        held = indicator.on(start)
        title = titles.get(held.formula, held.formula)
        lines.append(f"{day_short(start)} – {day_short(end)}: {title} ({reason})")
        if held.definition:
            lines.append(f"    นิยาม: {' '.join(held.definition.split())}")
    return lines


def _parameters(typed: object) -> dict[str, Any]:
    try:
        read = json.loads(str(typed or "{}"))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _json(parameters: Mapping[str, Any]) -> str:
    return json.dumps(parameters, ensure_ascii=False, sort_keys=True)
