"""For how long personal data is shown; it lies in the office file, so that all its PCs keep to it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.thai.digits import to_arabic
from desktop.pages.settings_office import caption, captioned_grid
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.inputs import TextEdit
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

YEARS = "retention_years"
ASKED = "แสดงต่ออีกกี่ปีงบประมาณ"
WITHOUT_END = "เว้นว่างคือไม่จำกัด นับหลังปีงบประมาณของรายการ เช่น ชื่อผู้รับเงิน ผู้ใช้ LINE ตัวเลขและจำนวนคนไม่เปลี่ยน"


class PersonalCard(Panel):
    """The years; saved once they are typed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ข้อมูลส่วนบุคคล")
        self._context = context
        grid = captioned_grid(self)
        self.years = TextEdit(max_length=2)
        self.years.setAccessibleName(ASKED)
        self.years.setFixedWidth(scaled(96))
        self.years.committed.connect(self._set)
        self.said = ThaiLabel("", self, kind="small")
        grid.addWidget(caption(ASKED), 0, 0)
        grid.addWidget(self.years, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.said, 1, 1)
        self._shown = ""
        self.show_kept()

    def show_kept(self) -> None:
        """Shows what holds now."""
        settings = self._context.office.settings
        self._context.ask(
            self,
            lambda: (settings.text(YEARS), settings.retention_said()),
            lambda told: self._show(*told),
            topic="retention",
        )

    def _show(self, years: str, said: str) -> None:
        self._shown = years
        self.years.set_value(years or None)
        self.years.setEnabled(not self._context.office.session.read_only)
        self.said.setText(said or WITHOUT_END)

    def _set(self) -> None:
        typed = to_arabic(self.years.value_text()).strip()
        if typed == self._shown:
            return
        settings = self._context.office.settings
        if self._context.attempt(lambda: settings.set(YEARS, typed)) is not None:
            self._context.tell("ตั้งระยะเวลาแล้ว ใช้กับทุกเครื่องที่รับแพ็กเกจ")
        self.show_kept()
