"""Settings: how the desk looks, and who works at it. Every choice takes effect at once and is remembered."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from core.plan.office_settings import YES
from core.thai.digits import to_arabic
from desktop.pages.settings_evidence import EvidenceCard
from desktop.pages.settings_office import OfficeCard, caption, captioned_grid
from desktop.pages.settings_personal import PersonalCard
from desktop.places import log_path
from desktop.settings import TEXT_SIZES
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, vbox
from desktop.widgets.buttons import Dropdown
from desktop.widgets.inputs import TextEdit
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

K = TypeVar("K")
SIGNED_ONLY = "รับเฉพาะรายการที่ผู้มีบัญชีลงลายมือชื่อ (เมื่อทุกเครื่องปรับรุ่นแล้ว)"
THEMES = (("system", "ตามเครื่อง"), ("light", "สว่าง"), ("dark", "มืด"), ("contrast", "ตัดกันสูง"))


class SettingsPage(Page):
    """Three cards: the look, what stands on the office's memoranda, and the person."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ตั้งค่า", parent)
        self.themes: dict[str, QRadioButton] = {}
        self.sizes: dict[int, QRadioButton] = {}
        self.digits: dict[bool, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self.office = OfficeCard(context, self)
        self.evidence = EvidenceCard(context, self)
        self.personal = PersonalCard(context, self)
        note = ThaiLabel(f"บันทึกการทำงานของโปรแกรมอยู่ที่ {log_path()}", self, kind="small")
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        inside = QWidget(area)
        inside.setObjectName("scrolled")
        vbox(
            self._look(),
            self.office,
            self.evidence,
            self.personal,
            self._person(),
            note,
            STRETCH,
            parent=inside,
            margins=0,
            spacing=12,
        )
        area.setWidget(inside)
        self.body.addWidget(area)
        context.office_changed.connect(self._show_unit)
        self.on_change(["plan_years"], self.office.show_kept)
        self.on_change(["office_settings", "office_evidence"], self.evidence.show_kept)
        self.on_change(["office_settings"], self.personal.show_kept)

    def _look(self) -> QWidget:
        settings = self.context.settings
        panel = Panel(self, title="หน้าตา")
        grid = captioned_grid(panel)
        self.themes = self._choice(grid, 0, "สี", dict(THEMES), settings.theme)
        self.sizes = self._choice(
            grid, 1, "ขนาดตัวอักษร", {s: f"{s} %" for s in TEXT_SIZES}, settings.text_size
        )
        digits = {False: "0 1 2 3 อารบิก", True: "๐ ๑ ๒ ๓ ไทย"}
        self.digits = self._choice(grid, 2, "ตัวเลขบนจอ", digits, settings.thai_digits)
        for name, theme in self.themes.items():
            theme.clicked.connect(lambda _=False, n=name: self._set_theme(n))
        for percent, size in self.sizes.items():
            size.clicked.connect(lambda _=False, p=percent: self._set_text_size(p))
        for thai, digit in self.digits.items():
            digit.clicked.connect(lambda _=False, t=thai: self._set_digits(t))
        return panel

    def _choice(
        self, grid: QGridLayout, row: int, title: str, labels: dict[K, str], chosen: K
    ) -> dict[K, QRadioButton]:
        grid.addWidget(caption(title), row, 0)
        group = QButtonGroup(self)
        self._groups.append(group)
        line = QHBoxLayout()
        line.setSpacing(scaled(18))
        made = {}
        for value, label in labels.items():
            made[value] = QRadioButton(label)
            made[value].setChecked(value == chosen)
            made[value].setAccessibleName(f"{title} {label}")
            group.addButton(made[value])
            line.addWidget(made[value])
        line.addStretch(1)
        grid.addLayout(line, row, 1)
        return made

    def _person(self) -> QWidget:
        panel = Panel(self, title="ผู้ใช้")
        grid = captioned_grid(panel)
        self.name = TextEdit(max_length=100)
        self.name.set_value(self.context.settings.user_name)
        self.name.setAccessibleName("ชื่อผู้ใช้")
        self.name.setFixedWidth(scaled(300))
        self.name.committed.connect(self._set_name)
        self.unit = Dropdown("", self, name="หน่วยงานของฉัน")
        self.unit.chosen.connect(self._set_unit)
        self.unit.setEnabled(not self.context.office.session.read_only)
        self.idle = TextEdit(max_length=3)
        self.idle.setFixedWidth(scaled(80))
        self.idle.committed.connect(self._set_idle)
        accounts = self.context.office.session.has_accounts
        asked = ("ไม่ใช้กี่นาทีจึงล็อก (0 ไม่ล็อก)", self.idle) if accounts else ("ชื่อที่ลงในประวัติ", self.name)
        self.idle.setAccessibleName(asked[0])
        (self.name if accounts else self.idle).hide()
        grid.addWidget(caption(asked[0]), 0, 0)
        grid.addWidget(asked[1], 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(caption("หน่วยงานของแฟ้มนี้"), 1, 0)
        grid.addWidget(self.unit, 1, 1, Qt.AlignmentFlag.AlignLeft)
        self.signed_only = QCheckBox(SIGNED_ONLY, self)
        self.signed_only.setVisible(accounts)
        self.signed_only.clicked.connect(self._set_signed_only)
        grid.addWidget(self.signed_only, 2, 1)
        self._show_unit()
        self._show_kept()
        return panel

    def _show_kept(self) -> None:
        settings = self.context.office.settings

        def show(found: tuple[str, str]) -> None:
            self.idle.set_value(found[0])
            self.signed_only.setChecked(found[1] == YES)

        self.context.ask(
            self, lambda: (settings.text("idle_minutes"), settings.text("signed_only")), show, topic="kept"
        )

    def _set_idle(self) -> None:
        typed = to_arabic(self.idle.value_text()).strip()
        self._set("idle_minutes", typed, "ตั้งเวลาล็อกแล้ว มีผลเมื่อลงชื่อเข้าใช้ครั้งถัดไป ในทุกเครื่องที่รับแพ็กเกจ")

    def _set_signed_only(self, wanted: bool) -> None:
        self._set("signed_only", YES if wanted else "", "ตั้งค่าแล้ว มีผลกับแพ็กเกจที่รับจากนี้ไป")

    def _set(self, name: str, value: str, said: str) -> None:
        settings = self.context.office.settings
        if self.context.attempt(lambda: settings.set(name, value)) is not None:
            self.context.tell(said)
        self._show_kept()

    def _show_unit(self) -> None:
        office = self.context.office
        self.unit.set_choices([(unit.code, unit.name) for unit in office.session.units(self.context.year)])
        self.unit.set_value(office.session.unit)

    def save(self) -> None:
        """Takes over what was typed; everything else took effect at once."""
        self.office.commit()
        if self.name.isHidden() or self.name.value_text() == self.context.settings.user_name:
            self.idle.commit()
            self.context.tell("บันทึกแล้ว ทุกค่าในหน้านี้มีผลทันทีที่เลือก")
        else:
            self.name.commit()

    def _set_theme(self, name: str) -> None:
        if self.context.desk is not None:
            self.context.desk.theme.set_theme(name)

    def _set_text_size(self, percent: int) -> None:
        if self.context.desk is not None:
            self.context.desk.set_text_size(percent)

    def _set_digits(self, thai: bool) -> None:
        if self.context.desk is not None:
            self.context.desk.theme.set_thai_digits(thai)

    def _set_name(self) -> None:
        self.context.settings.set_user_name(self.name.value_text())
        if self.context.desk is not None:
            self.context.desk.reopen()

    def _set_unit(self, code: str) -> None:
        office = self.context.office

        def set_unit() -> str:
            office.settings.set_unit(code)
            return office.session.unit

        if self.context.attempt(set_unit) == code and self.context.desk is not None:
            self.context.desk.reopen()
        else:
            self._show_unit()
