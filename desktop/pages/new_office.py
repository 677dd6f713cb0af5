"""A new office file: with a plan that comes with the program, a plan folder's, or of an office from nothing; whose file it is,
and who works in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from core.office import NewOffice, Office, shipped_plans
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

FOLDER, NOTHING = "folder", "nothing"
ABOUT = "แฟ้มของสำนักงานเดียวกันต้องเริ่มจากแผนเดียวกันจึงจะรวมกันได้ ทุกหน่วยงานจึงใช้โฟลเดอร์แผนหรือข้อความชุดเดียวกัน"
UNITS_HELP = "บรรทัดละหนึ่งแห่ง รหัส=ชื่อ แห่งแรกดูแลแผน เช่น\ngov=ฝ่ายปกครอง\nclean=ฝ่ายรักษาความสะอาด"
WHO, WHO_HELP = "ชื่อผู้ใช้", "ชื่อ-สกุล ที่จะลงไว้ในประวัติของรายการที่บันทึก"
SAMPLE = "ใส่ข้อมูลตัวอย่างหนึ่งปี สำหรับฝึกใช้"

Source = str | Path | NewOffice


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
        self.folder.editingFinished.connect(self._show_units)
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
        self._rows: dict[str, tuple[QWidget, ...]] = {
            FOLDER: (folder,),
            NOTHING: (self.name, self.department, self.year, self.units),
            "unit": (self.unit,),
            "sample": (self.sample,),
        }
        for words, widget in (
            ("แผนมาจาก", self.source),
            ("โฟลเดอร์", folder),
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
        self.source.set_choices([*shipped, (FOLDER, "โฟลเดอร์แผน (plan.toml)"), (NOTHING, "เริ่มจากไม่มีแผน")])

    def choose(self, source: str) -> None:
        """Chooses where the plan comes from."""
        self.source.set_value(source)
        self._chosen(source)

    def _chosen(self, source: str) -> None:
        shown = {
            FOLDER: source == FOLDER,
            NOTHING: source == NOTHING,
            "unit": source != NOTHING,
            "sample": source not in (FOLDER, NOTHING),
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
        return self.sample.isChecked() and self.source.value() not in (FOLDER, NOTHING)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "โฟลเดอร์แผน", str(Path.home()))
        if chosen:
            self.folder.setText(chosen)
            self._show_units()

    def _show_units(self) -> None:
        """The units of the plan chosen; the open file's own first meant, else the one that keeps the plan."""
        self.fault.say("")
        self.unit.set_choices([])
        self.unit.set_value(None)
        if self.source.value() == NOTHING or (
            self.source.value() == FOLDER and not self.folder.text().strip()
        ):
            return
        self._ask(partial(Office.preview, self._source()), self._offer_units, "units")

    def _offer_units(self, plan: Plan) -> None:
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
        self._ask(partial(Office.preview, source), partial(self._choose_place, source))

    def _choose_place(self, source: Source, plan: Plan) -> None:
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


def _shipped() -> Mapping[str, Plan]:
    """The plans that come with the program; one that can't be read keeps its name."""
    found = {}
    for name in shipped_plans():
        try:
            found[name] = Office.preview(name)
        except Refusal:
            continue
    return found
