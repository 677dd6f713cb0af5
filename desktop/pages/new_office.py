"""An office file with another plan: one that comes with the program, a plan folder's, or an office from nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from core.faults import Refusal
from core.office import NewOffice, Office, shipped_plans
from core.thai.digits import to_arabic
from core.thai.names import file_name
from desktop.pages.start import ask_to_create
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import Dropdown, primary, quiet
from desktop.widgets.strip import Strip
from desktop.widgets.thai_label import ThaiLabel

FOLDER, NOTHING = "folder", "nothing"
ABOUT = "แฟ้มของสำนักงานเดียวกันต้องเริ่มจากแผนเดียวกันจึงจะรวมกันได้ ทุกหน่วยงานจึงใช้โฟลเดอร์แผนหรือข้อความชุดเดียวกัน"
UNITS_HELP = "บรรทัดละหนึ่งแห่ง รหัส=ชื่อ แห่งแรกดูแลแผน เช่น\ngov=ฝ่ายปกครอง\nclean=ฝ่ายรักษาความสะอาด"

Plan = str | Path | NewOffice


class NewOfficeDialog(QDialog):
    """Asks where a plan comes from and whose the file is; ``plan``, ``unit`` and ``path`` hold the answers once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("สร้างแฟ้มของสำนักงาน")
        self.setMinimumWidth(scaled(560))
        self.plan: Plan = ""
        self.path = Path()
        self.source = Dropdown("", self, name="แผนมาจาก")
        shipped = [(name, f"แผนที่มากับโปรแกรม: {name}") for name in shipped_plans()]
        self.source.set_choices([*shipped, (FOLDER, "โฟลเดอร์แผน (plan.toml)"), (NOTHING, "เริ่มจากไม่มีแผน")])
        self.folder = QLineEdit(self)
        self.browse = quiet("เลือกโฟลเดอร์", parent=self)
        self.unit = Dropdown("", self, name="แฟ้มของ")
        self.name, self.department, self.year = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.units = QPlainTextEdit(self)
        self.units.setPlaceholderText(UNITS_HELP)
        self.units.setTabChangesFocus(True)
        self.units.setFixedHeight(scaled(110))
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
        self.choose(NOTHING)

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
        }
        for words, widget in (
            ("แผนมาจาก", self.source),
            ("โฟลเดอร์", folder),
            ("ชื่อสำนักงาน", self.name),
            ("หน่วยงานต้นสังกัด", self.department),
            ("ปีงบประมาณ", self.year),
            ("ส่วนราชการ", self.units),
            ("แฟ้มของ", self.unit),
        ):
            widget.setAccessibleName(words)
            self._form.addRow(QLabel(words), widget)
        self.folder.setAccessibleName("โฟลเดอร์")
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

    def choose(self, source: str) -> None:
        """Chooses where the plan comes from."""
        self.source.set_value(source)
        self._chosen(source)

    def _chosen(self, source: str) -> None:
        shown = {FOLDER: source == FOLDER, NOTHING: source == NOTHING, "unit": source != NOTHING}
        for row, widgets in self._rows.items():
            for widget in widgets:
                self._form.setRowVisible(widget, shown[row])
        self._show_units()
        self.adjustSize()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "โฟลเดอร์แผน", str(Path.home()))
        if chosen:
            self.folder.setText(chosen)
            self._show_units()

    def _show_units(self) -> None:
        """The units of the plan chosen; the one that keeps it first meant."""
        self.fault.say("")
        self.unit.set_choices([])
        if self.source.value() == NOTHING or (
            self.source.value() == FOLDER and not self.folder.text().strip()
        ):
            return
        try:
            plan = Office.preview(self._source())
        except Refusal as refusal:
            self.fault.say(str(refusal))
            return
        self.unit.set_choices([(unit.code, unit.name) for unit in plan.units])
        self.unit.set_value(plan.keeper)

    def _source(self) -> Plan:
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
            plan = self._source()
            begun = Office.preview(plan)
        except (Refusal, ValueError) as fault:
            self.fault.say(str(fault))
            return
        self.fault.say("")
        path = self.choose_target(file_name(f"{begun.office} {begun.fiscal_year}") + ".phaen")
        if path is not None:
            self.plan, self.path = plan, path
            self.accept()
