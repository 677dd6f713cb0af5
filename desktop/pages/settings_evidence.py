"""How much evidence the office keeps, and of which kinds; it lies in the office file, so that all its PCs keep to it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from core.office import EVIDENCE_GROUPS, EvidenceLimits, EvidenceUse, size_words
from core.thai.digits import to_arabic
from desktop.pages.settings_office import caption, captioned_grid
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.inputs import TextEdit
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

SIZES = {"evidence_file_mb": "ไฟล์ละไม่เกิน (MB)", "evidence_total_mb": "ทั้งแฟ้มไม่เกิน (MB)"}
KINDS = "evidence_kinds"


class EvidenceCard(Panel):
    """The limits of evidence; each is saved once it is typed or chosen."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="หลักฐาน")
        self._context = context
        grid = captioned_grid(self)
        self.sizes: dict[str, TextEdit] = {}
        self._shown = dict.fromkeys(SIZES, "")
        for row, (name, words) in enumerate(SIZES.items()):
            field = self.sizes[name] = TextEdit(max_length=6)
            field.setAccessibleName(words)
            field.setFixedWidth(scaled(96))
            field.committed.connect(partial(self._set_size, name))
            grid.addWidget(caption(words), row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        self.kinds = {group: QCheckBox(words, self) for group, words in EVIDENCE_GROUPS.items()}
        for box in self.kinds.values():
            box.clicked.connect(self._set_kinds)
        grid.addWidget(caption("ชนิดที่รับ"), len(SIZES), 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(vbox(*self.kinds.values(), margins=0, spacing=2), len(SIZES), 1)
        self.used = ThaiLabel("", self, kind="small")
        grid.addWidget(self.used, len(SIZES) + 1, 1)
        self.show_kept()

    def show_kept(self) -> None:
        """Shows what holds now."""
        evidence = self._context.office.evidence
        self._context.ask(
            self, lambda: (evidence.limits(), evidence.used()), lambda told: self._show(*told), topic="limits"
        )

    def _show(self, limits: EvidenceLimits, used: EvidenceUse) -> None:
        writable = not self._context.office.session.read_only
        for field, size in zip(self.sizes.values(), (limits.file, limits.total), strict=True):
            field.set_value(str(size >> 20))
            field.setEnabled(writable)
        self._shown = {name: field.value_text() for name, field in self.sizes.items()}
        for group, box in self.kinds.items():
            box.setChecked(group in limits.groups)
            box.setEnabled(writable)
        self.used.setText(_used_words(used))

    def _set_size(self, name: str) -> None:
        typed = to_arabic(self.sizes[name].value_text()).strip()
        if typed != self._shown[name]:
            self._set(name, typed)

    def _set_kinds(self) -> None:
        chosen = [group for group, box in self.kinds.items() if box.isChecked()]
        if chosen:
            self._set(KINDS, " ".join(chosen))
        else:
            self._context.tell("ต้องรับหลักฐานอย่างน้อยหนึ่งชนิด จึงยังใช้ค่าเดิม", "info")
            self.show_kept()

    def _set(self, name: str, value: str) -> None:
        office = self._context.office
        if self._context.attempt(lambda: office.settings.set(name, value)) is not None:
            self._context.tell("บันทึกเพดานและชนิดของหลักฐานแล้ว ใช้กับทุกเครื่องที่รับแพ็กเกจ")
        self.show_kept()


def _used_words(used: EvidenceUse) -> str:
    """What counts against the limit."""
    if not used.total:
        return "ตอนนี้ในแฟ้มยังไม่มีหลักฐาน"
    parts = (
        f"รายงานที่รับรอง {size_words(used.reports)}" if used.reports else "",
        f"ที่นำออกแล้วแต่ยังเก็บไว้เพราะเลิกทำได้ {size_words(used.taken_away)}" if used.taken_away else "",
    )
    told = " และ".join(filter(None, parts))
    return f"ตอนนี้ในแฟ้มใช้ไป {size_words(used.total)}" + (f" รวม{told}" if told else "")
