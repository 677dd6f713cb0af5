"""The evidence of what has no form of its own: a project's step, an indicator, a cell of a grid."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from core.office import BoundPdf
from core.thai.names import file_name
from desktop.evidence.view import EvidenceView
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.keys import bind
from desktop.widgets.personal_box import PersonalBox
from desktop.widgets.thai_label import ThaiLabel


class EvidenceDialog(QDialog):
    """The files of one record; those of an ``indicator`` can be bound from here."""

    def __init__(
        self,
        context: AppContext,
        register: str,
        record: str,
        called: str,
        parent: QWidget | None = None,
        *,
        indicator: str = "",
    ) -> None:
        super().__init__(parent)
        self._context, self._indicator = context, indicator
        self.setWindowTitle("หลักฐาน")
        self.resize(scaled(640), scaled(620))
        self.view = EvidenceView(context, self)
        self.bind_button = quiet("เย็บหลักฐานทั้งหมดเป็น PDF…", "", self)
        self.bind_button.setVisible(bool(indicator))
        self.bind_button.clicked.connect(self._ask_target)
        self.close_button = quiet("ปิด", "Esc", self)
        self.close_button.clicked.connect(self.accept)
        self.personal = PersonalBox(self)
        self.personal.setVisible(bool(indicator))
        foot = hbox(self.bind_button, self.personal, STRETCH, self.close_button, margins=(10, 0, 10, 10))
        head = ThaiLabel(called, self, kind="strong")
        head.setContentsMargins(scaled(10), scaled(10), scaled(10), 0)
        vbox(head, (self.view, 1), foot, parent=self, margins=0, spacing=4)
        bind(self, "Ctrl+E", self.view.choose.click)
        self.view.show_record(register, record)

    def bind_to(self, target: Path) -> None:
        """Binds all evidence of the indicator, as of the day looked at, into one PDF."""
        context, code = self._context, self._indicator
        year, day, personal = context.year, context.as_of, self.personal.take()
        context.run_with_progress(
            lambda progress: context.office.evidence.bind(
                code, target, year=year, as_of=day, progress=progress, personal=personal
            ),
            self._bound,
            title=f"เย็บหลักฐานของตัวชี้วัด {code}",
        )

    def _ask_target(self) -> None:
        name = file_name(f"หลักฐานตัวชี้วัด {self._indicator} ปี {self._context.year}") + ".pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "เย็บหลักฐาน", str(Path.home() / name), "เอกสาร PDF (*.pdf)"
        )
        if chosen:
            target = Path(chosen)
            self.bind_to(
                target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")
            )

    def _bound(self, done: BoundPdf) -> None:
        left = f" อีก {len(done.apart)} ไฟล์แสดงเป็นหน้าไม่ได้ มีชื่ออยู่ในสารบัญ" if done.apart else ""
        self._context.tell(f"เย็บหลักฐาน {done.files} ไฟล์ {done.pages} หน้า ไว้ที่ {done.path} แล้ว{left}")
