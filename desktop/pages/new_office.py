"""A new office file: with a plan that comes with the program, a plan folder's, all that the plan's keeper sent in a package,
or of an office from nothing; whose file it is, and who works in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.faults import Refusal
from core.office import NewOffice, Office, Pc, shipped_plans
from core.plan.model import Plan
from core.thai.digits import to_arabic
from core.thai.names import file_name
from desktop.pages.start import ask_to_create
from desktop.settings import Settings
from desktop.shell.asking import Questions
from desktop.shell.trouble import sentence_of
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import Dropdown, primary, quiet
from desktop.widgets.strip import Strip
from desktop.widgets.thai_label import ThaiLabel

T = TypeVar("T")

FOLDER, PACKAGE, NOTHING = "folder", "package", "nothing"
ABOUT = "แฟ้มของสำนักงานเดียวกันต้องเริ่มจากแผนเดียวกันจึงจะรวมกันได้ หน่วยงานอื่นจึงเริ่มจากแพ็กเกจของผู้ดูแลแผน หรือจากโฟลเดอร์แผนชุดเดียวกัน"
PACKAGES = "แพ็กเกจ (*.phaenx)"
COMPARE = "ก่อนสร้าง โปรดเทียบคำประจำเครื่องกับผู้ส่งทางโทรศัพท์"
UNITS_HELP = "บรรทัดละหนึ่งแห่ง รหัส=ชื่อ แห่งแรกดูแลแผน เช่น\ngov=ฝ่ายปกครอง\nclean=ฝ่ายรักษาความสะอาด"
WHO, WHO_HELP = "ชื่อผู้ใช้", "ชื่อ-สกุล ที่จะลงไว้ในประวัติของรายการที่บันทึก"
OTHER_SOURCES = (
    (FOLDER, "โฟลเดอร์แผน (plan.toml)"),
    (PACKAGE, "แพ็กเกจข้อมูลทั้งหมดจากผู้ดูแลแผน"),
    (NOTHING, "เริ่มจากไม่มีแผน"),
)
SHIPPED = "shipped"  # what a plan that comes with the program needs no further words for
OWN = (FOLDER, PACKAGE, NOTHING)
SAMPLE = "ใส่ข้อมูลตัวอย่างหนึ่งปี สำหรับฝึกใช้"


@dataclass(frozen=True, slots=True)
class FromPackage:
    """All of the keeper's file in a package, and the passphrase where it is sealed."""

    path: Path
    passphrase: str | None


Source = str | Path | NewOffice | FromPackage


class NewOfficeDialog(QDialog):
    """Asks where a plan comes from, whose the file is, and who works in it where this PC doesn't know yet; ``plan``, ``path``,
    ``whose`` and ``with_sample`` hold the answers once accepted. ``sample`` asks for a year of sample records first."""

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, *, sample: bool = False, unit: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("สร้างแฟ้มของสำนักงาน")
        self.setMinimumWidth(scaled(600))
        self._settings, self._own_unit = settings, unit
        self._questions = Questions(self)
        self.plan: Source = ""
        self.path = Path()
        self.source = Dropdown("", self, name="แผนมาจาก")
        self._name_sources({})
        self.folder = QLineEdit(self)
        self.browse = quiet("เลือกโฟลเดอร์", parent=self)
        self.package, self.passphrase = QLineEdit(self), QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.browse_packages = quiet("เลือกแพ็กเกจ", parent=self)
        self.sent_by = ThaiLabel("", self, kind="muted")
        self.unit = Dropdown("", self, name="แฟ้มของ")
        self.sample = QCheckBox(SAMPLE, self)
        self.sample.setChecked(sample)
        self.name, self.department, self.year = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.units = QPlainTextEdit(self)
        self.units.setPlaceholderText(UNITS_HELP)
        self.units.setTabChangesFocus(True)
        self.units.setFixedHeight(scaled(110))
        self.who = QLineEdit(self)
        self.who.setPlaceholderText(WHO_HELP)
        self.fault = Strip("bad", None, self)
        self.make = primary("เลือกที่เก็บแล้วสร้าง", "Ctrl Enter", self)
        self.make.press_by_key()
        self.leave = quiet("ยกเลิก", "Esc", self)
        self.choose_target: Callable[[str], Path | None] = lambda name: ask_to_create(self, name)
        self._lay_out()
        self.source.chosen.connect(self._chosen)
        self.browse.clicked.connect(self._browse)
        self.browse_packages.clicked.connect(self._browse_packages)
        for line in (self.folder, self.package, self.passphrase):
            line.editingFinished.connect(self._show_units)
        self.make.clicked.connect(self._make)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._questions.close)
        self.choose(next(iter(shipped_plans()), NOTHING))
        self._ask(_shipped, self._name_sources)
        (self.source if settings.user_known else self.who).setFocus()

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setVerticalSpacing(scaled(10))
        self._form.setHorizontalSpacing(scaled(14))
        folder = QWidget(self)
        hbox((self.folder, STRETCH), self.browse, parent=folder, margins=0)
        package = QWidget(self)
        hbox((self.package, STRETCH), self.browse_packages, parent=package, margins=0)
        self._rows: dict[str, tuple[QWidget, ...]] = {
            FOLDER: (folder,),
            PACKAGE: (package, self.passphrase, self.sent_by),
            NOTHING: (self.name, self.department, self.year, self.units),
            "unit": (self.unit,),
            "sample": (self.sample,),
        }
        for words, widget in (
            ("แผนมาจาก", self.source),
            ("โฟลเดอร์", folder),
            ("แพ็กเกจ", package),
            ("รหัสผ่าน (ถ้ามี)", self.passphrase),
            ("ผู้ส่ง", self.sent_by),
            ("ชื่อสำนักงาน", self.name),
            ("หน่วยงานต้นสังกัด", self.department),
            ("ปีงบประมาณ", self.year),
            ("ส่วนราชการ", self.units),
            ("แฟ้มของ", self.unit),
            (WHO, self.who),
            ("", self.sample),
        ):
            if words:
                widget.setAccessibleName(words)
            self._form.addRow(QLabel(words), widget)
        self.folder.setAccessibleName("โฟลเดอร์")
        self.package.setAccessibleName("แพ็กเกจ")
        self._form.setRowVisible(self.who, not self._settings.user_known)
        vbox(
            ThaiLabel(ABOUT, self, kind="muted"),
            self._form,
            self.fault,
            STRETCH,
            hbox(STRETCH, self.leave, self.make),
            parent=self,
            margins=18,
            spacing=14,
        )

    def _name_sources(self, plans: Mapping[str, Plan]) -> None:
        """The plans that come with the program by what they are, as soon as they have been read."""
        known = {name: f"{plan.office} ปี {plan.fiscal_year}" for name, plan in plans.items()}
        shipped = [(name, f"แผนที่มากับโปรแกรม: {known.get(name, name)}") for name in shipped_plans()]
        self.source.set_choices([*shipped, *OTHER_SOURCES])

    def choose(self, source: str) -> None:
        """Chooses where the plan comes from."""
        self.source.set_value(source)
        self._chosen(source)

    def _chosen(self, source: str) -> None:
        shown = {
            FOLDER: source == FOLDER,
            PACKAGE: source == PACKAGE,
            NOTHING: source == NOTHING,
            "unit": source != NOTHING,
            "sample": source not in OWN,
        }
        for row, widgets in self._rows.items():
            for widget in widgets:
                self._form.setRowVisible(widget, shown[row])
        self._show_units()
        self.adjustSize()

    def whose(self) -> str:
        """The code of the unit whose file it is; "" for the one that keeps the plan."""
        return "" if self.source.value() == NOTHING else str(self.unit.value() or "")

    def with_sample(self) -> bool:
        """True where the file shall begin with a year of sample records."""
        return self.sample.isChecked() and self.source.value() not in OWN

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "โฟลเดอร์แผน", str(Path.home()))
        if chosen:
            self.folder.setText(chosen)
            self._show_units()

    def _browse_packages(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "แพ็กเกจจากผู้ดูแลแผน", str(Path.home()), PACKAGES)
        if chosen:
            self.package.setText(chosen)
            self._show_units()

    def _show_units(self) -> None:
        """The units of the plan chosen; the open file's own first meant, else the one that keeps the plan."""
        self.fault.say("")
        self.unit.set_choices([])
        self.unit.set_value(None)
        self.sent_by.setText("")
        named = {FOLDER: self.folder.text(), PACKAGE: self.package.text(), NOTHING: ""}
        if named.get(str(self.source.value()), SHIPPED).strip():
            self._ask(partial(_preview, self._source()), self._offer_units, "units")

    def _offer_units(self, found: tuple[Plan, Pc | None]) -> None:
        plan, sender = found
        if sender is not None:
            self.sent_by.setText(f"{sender.name} · {COMPARE}: {' · '.join(sender.words)}")
            self.adjustSize()
        self.unit.set_choices([(unit.code, unit.name) for unit in plan.units])
        known = {unit.code for unit in plan.units}
        self.unit.set_value(self._own_unit if self._own_unit in known else plan.keeper)

    def _ask(self, func: Callable[[], T], on_done: Callable[[T], None], topic: str = "") -> None:
        """Reads plans off the window's thread: a folder may lie on a slow disk."""
        self._questions.ask(self, func, on_done, self._say_fault, topic)

    def _say_fault(self, fault: Exception) -> None:
        self.make.setEnabled(True)
        self.fault.say(sentence_of(fault)[0])

    def _source(self) -> Source:
        """The plan as it is asked for. ValueError, a Thai sentence, where what was typed can't be read."""
        source = str(self.source.value())
        if source == FOLDER:
            return Path(self.folder.text().strip())
        if source == PACKAGE:
            return FromPackage(Path(self.package.text().strip()), self.passphrase.text() or None)
        if source != NOTHING:
            return source
        year = to_arabic(self.year.text()).strip()
        if not year.isdecimal():
            raise ValueError("ปีงบประมาณยังไม่ใช่ตัวเลข โปรดพิมพ์ปี พ.ศ. สี่หลัก เช่น 2568")
        lines = [line for line in self.units.toPlainText().splitlines() if line.strip()]
        units = [(code.strip(), name.strip()) for code, _, name in (line.partition("=") for line in lines)]
        return NewOffice(self.name.text().strip(), int(year), units, self.department.text().strip())

    def _make(self) -> None:
        try:
            source = self._source()
        except ValueError as fault:
            self.fault.say(str(fault))
            return
        self.make.setEnabled(False)
        self._ask(partial(_preview, source), partial(self._choose_place, source))

    def _choose_place(self, source: Source, found: tuple[Plan, Pc | None]) -> None:
        plan, _ = found
        self.make.setEnabled(True)
        self.fault.say("")
        before = "ตัวอย่าง " if self.with_sample() else ""
        path = self.choose_target(file_name(f"{before}{plan.office} {plan.fiscal_year}") + ".phaen")
        if path is None:
            return
        if not self._settings.user_known:
            self._settings.set_user_name(self.who.text())
        self.plan, self.path = source, path
        self.accept()


def maker(source: Source, *, unit: str, sample: bool, author: str) -> Callable[[Path], Office]:
    """What makes the new office file at a path, and opens it. Of a package, whose PC's words were to be compared, it trusts
    the PC. It refuses as ``Office.create`` and ``Office.create_from`` do."""
    if isinstance(source, FromPackage):
        return partial(
            Office.create_from,
            package=source.path,
            unit=unit,
            trust=True,
            passphrase=source.passphrase,
            author=author,
        )
    return partial(Office.create, plan=source, unit=unit, sample=sample, author=author)


def _preview(source: Source) -> tuple[Plan, Pc | None]:
    """The plan that a new file would hold, and whose package it comes in."""
    if isinstance(source, FromPackage):
        return Office.preview_package(source.path, source.passphrase)
    return Office.preview(source), None


def _shipped() -> Mapping[str, Plan]:
    """The plans that come with the program; one that can't be read keeps its name."""
    found = {}
    for name in shipped_plans():
        try:
            found[name] = Office.preview(name)
        except Refusal:
            continue
    return found
