"""Where a new register comes from: the library, and the columns of a sheet, each to be confirmed, changed or left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QWidget

from core.office import Design, LibraryRegister, ProposedColumn
from core.office.registers.names import field_name
from core.registers.declare import Choice
from desktop.importing.dialogs import answer_help, open_at
from desktop.importing.line_list import LineList
from desktop.models.register_design import FIELDS, names_in, plain, without_fields
from desktop.models.table_model import MUTED, ModelColumn, TableModel
from desktop.pages.registers.cards import sentence_cards
from desktop.pages.registers.field_words import TYPES, WITH_CHOICES, retyped
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.keys import FINISH, bind
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

LEAVE_OUT = "ไม่เอาคอลัมน์นี้"
SHEET_HEAD = "ตรวจว่าแต่ละคอลัมน์เป็นข้อมูลชนิดใด แล้วไปออกแบบต่อ ยังไม่มีสิ่งใดถูกบันทึก"
LIBRARY_HEAD = "เลือกทะเบียนที่ใกล้เคียง แล้วแก้ไขให้ตรงกับงานก่อนบันทึก"


class _Asking(QDialog):
    """A dialog that takes something over by Ctrl+Enter."""

    def __init__(self, title: str, words: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.take, self.leave = primary(words, "Ctrl Enter", self), quiet("ยกเลิก", "Esc", self)
        self.leave.clicked.connect(self.reject)
        bind(self, FINISH, self.take.click, everywhere=True)
        answer_help(self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _fill(self, *parts: Any) -> None:
        foot = hbox(STRETCH, self.leave, self.take, spacing=10)
        vbox(*parts, foot, parent=self, margins=(18, 14, 18, 14), spacing=10)


class LibraryDialog(_Asking):
    """The registers that the program brings, the fields of the chosen one beside; ``chosen`` carries its name."""

    chosen = Signal(str)

    def __init__(self, found: Sequence[LibraryRegister], parent: QWidget | None = None) -> None:
        super().__init__("ทะเบียนจากคลัง", "ใช้ทะเบียนนี้", parent)
        self.take.clicked.connect(self._take)
        self.table = DeskTable(self)
        columns = (
            ModelColumn[LibraryRegister]("ทะเบียน", lambda one: one.title, share=1),
            ModelColumn[LibraryRegister]("ช่อง", lambda one: str(len(one.fields)), roles=MUTED),
        )
        self.model = TableModel(columns, self, key=lambda one: one.name)
        self.table.setModel(self.model)
        self.table.setAccessibleName("ทะเบียนในคลัง กด Enter เพื่อใช้")
        self.table.fit_columns({0: 1}, least=80)
        self.fields = ThaiLabel("", self)
        self.fields.setAlignment(Qt.AlignmentFlag.AlignTop)
        left, right = Panel(self), Panel(self, title="ช่องในทะเบียนนี้")
        left.body.addWidget(self.table)
        right.body.addLayout(vbox(self.fields, STRETCH, margins=(14, 10, 14, 10)))
        self._fill(ThaiLabel(LIBRARY_HEAD, self, kind="muted"), (hbox((left, 3), (right, 2), spacing=12), 1))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say())
        self.table.opened.connect(lambda _: self._take())
        open_at(self, 860, 520)
        self.model.set_rows(found)
        if found:
            go_to(self.table, self.model.index(0, 0))
        self.table.setFocus()

    def _say(self) -> None:
        one = self.model.row_at(self.table.currentIndex().row())
        self.fields.setText("\n".join(one.fields) if one else "")

    def _take(self) -> None:
        one = self.model.row_at(self.table.currentIndex().row())
        if one is not None:
            self.accept()
            self.chosen.emit(one.name)


class SheetDialog(_Asking):
    """The columns of a sheet with what each was taken for; ``taken`` carries the design as it was confirmed."""

    taken = Signal(object)

    def __init__(self, context: AppContext, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(f"ทะเบียนจาก {path.name}", "ออกแบบต่อ", parent)
        self.take.clicked.connect(self._take)
        self._context, self._path = context, path
        self._design: Design | None = None
        self.sheet = ChoiceBox((), self)
        self.sheet.setAccessibleName("แผ่นงาน")
        self._label = QLabel("แผ่นงาน", self)
        self.boxes: list[ChoiceBox] = []
        self._lines = LineList(self)
        bar = hbox(ThaiLabel(SHEET_HEAD, self, kind="muted"), self._label, self.sheet, spacing=10)
        bar.setStretch(0, 1)
        self._fill(bar, (self._lines, 1))
        self.take.setEnabled(False)
        self.sheet.changed.connect(self._look)
        for widget in (self._label, self.sheet):
            widget.hide()
        open_at(self, 980, 560)
        context.run_in_background(
            lambda: context.office.registers.sheets_of(path), self._offer, title="", on_failed=self._failed
        )

    def _offer(self, names: Sequence[str]) -> None:
        blocked = self.sheet.blockSignals(True)
        self.sheet.set_choices([Choice(name, name) for name in names])
        self.sheet.removeItem(0)
        self.sheet.setCurrentIndex(0)
        self.sheet.blockSignals(blocked)
        for widget in (self._label, self.sheet):
            widget.setVisible(len(names) > 1)
        self._look()

    def _look(self) -> None:
        office, path, sheet = self._context.office, self._path, self.sheet.value_text()
        self.take.setEnabled(False)
        self._context.run_in_background(
            lambda: office.registers.from_sheet(path, sheet), self._show, title="", on_failed=self._failed
        )

    def _show(self, design: Design) -> None:
        self._design = design
        self.boxes = [_box(column) for column in design.columns]
        lines = [_line(column, box) for column, box in zip(design.columns, self.boxes, strict=True)]
        widest = min(scaled(220), max((line[0].sizeHint().width() for line in lines), default=0))
        for line in lines:
            line[0].setFixedWidth(widest)
            line[0].setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._lines.show_lines(lines)
        self.take.setEnabled(bool(design.columns))
        if self.boxes:
            self.boxes[0].setFocus()

    def _failed(self, fault: Exception) -> None:
        self._context.refuse(fault)
        if self._design is None:
            self.reject()

    def _take(self) -> None:
        design = self._design
        if design is None or not any(box.value_text() for box in self.boxes):
            return
        self.accept()
        self.taken.emit((confirmed(design, [box.value_text() for box in self.boxes]), design))


def confirmed(design: Design, types: Sequence[str]) -> dict[str, Any]:
    """The declaration with each column's field of the type confirmed for it, "" for one that is left out."""
    written = plain(design.written)
    by_name = {field["name"]: field for field in written[FIELDS]}
    gone = {c.field for c, held in zip(design.columns, types, strict=True) if c.field and not held}
    fields: list[dict[str, Any]] = []
    for column, held in zip(design.columns, types, strict=True):
        field = by_name.get(column.field)
        if held and field is None:
            label = column.heading or f"คอลัมน์ {len(fields) + 1}"
            field = {"name": field_name(label, names_in(written, FIELDS)), "type": held, "label": label}
        if held and field is not None:
            fields.append(field if field["type"] == held else retyped(field, held))
    listed = {field["name"] for field in fields}
    beside = [field for field in written[FIELDS] if field["name"] not in listed | gone]
    return without_fields({**written, FIELDS: [*fields, *beside]}, gone)


def _box(column: ProposedColumn) -> ChoiceBox:
    offered = {
        code: label for code, label in TYPES.items() if code != "choice" or column.type in WITH_CHOICES
    }
    box = ChoiceBox([Choice(code, label) for code, label in offered.items()])
    box.setItemText(0, LEAVE_OUT)
    box.set_value(column.type if column.field else None)
    box.setAccessibleName(f"ชนิดของคอลัมน์ {column.heading}")
    return box


def _line(column: ProposedColumn, box: ChoiceBox) -> tuple[QWidget, ...]:
    heading = ElidedLabel(column.heading or "(ไม่มีหัวคอลัมน์)", kind="")
    heading.setBuddy(box)
    said = QWidget()
    samples, why = ElidedLabel(" · ".join(column.samples), kind=""), ElidedLabel(column.why, kind="small")
    for label in (samples, why):
        label.setMaximumWidth((1 << 24) - 1)
    vbox(samples, why, parent=said, margins=(0, 2, 0, 2), spacing=0)
    return heading, said, box


class LeftOutDialog(QDialog):
    """What of a form has no counterpart in a register, a sentence each."""

    def __init__(self, name: str, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"ทะเบียนจาก {name}")
        self.close_it = primary("ออกแบบต่อ", "Ctrl Enter", self)
        self.close_it.clicked.connect(self.accept)
        bind(self, FINISH, self.accept, everywhere=True)
        said = f"นำคำถามมาเป็นช่องแล้ว แต่มี {len(sentences)} ส่วนที่ทะเบียนไม่มี จึงไม่ได้นำมา"
        cards = sentence_cards([(sentence, "soft") for sentence in sentences], self)
        vbox(
            ThaiLabel(said, self, kind="strong"),
            (cards, 1),
            hbox(STRETCH, self.close_it),
            parent=self,
            margins=(18, 14, 18, 14),
            spacing=10,
        )
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answer_help(self)
        open_at(self, 620, 400)
