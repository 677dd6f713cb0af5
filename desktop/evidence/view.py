"""The files attached to a record: dropped, pasted or chosen, looked at, opened, taken away."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from core.office import Changes, EvidenceItem, PagePicture, size_words
from core.thai.dates import day_short
from desktop.evidence.preview import Preview
from desktop.models.table_model import MUTED, RIGHT, ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.theme.metrics import row_height
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_drops import FileDrops, local_files
from desktop.widgets.flow import FlowLayout
from desktop.widgets.keys import bind
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

REGISTER = "office_evidence"
NONE = "ยังไม่มีหลักฐาน ลากไฟล์มาวางที่นี่ วางด้วย Ctrl+V หรือเลือกไฟล์"
NONE_READ_ONLY = "ยังไม่มีหลักฐานของรายการนี้"
NOT_HERE = "ตัวไฟล์ยังไม่อยู่ในแฟ้มนี้ แพ็กเกจที่ได้รับไม่ได้แนบมา ส่งแพ็กเกจของแฟ้มนี้ไปแล้วขอใหม่ได้"
NO_PREVIEW = "ดูตัวอย่างที่นี่ไม่ได้ กด Enter เพื่อเปิดด้วยโปรแกรมของไฟล์นั้น"
LOOKING = "กำลังเปิดดูตัวอย่าง"
PASTED = "ภาพที่วาง.png"
LEAST_LINES = 3  # in sight, the heading among them, however little room there is
COLUMNS = (
    ModelColumn[EvidenceItem]("ไฟล์", lambda item: item.name),
    ModelColumn[EvidenceItem]("ขนาด", lambda item: size_words(item.size), RIGHT, MUTED),
)


class EvidenceView(QWidget):
    """The evidence of one record of a register."""

    counted = Signal(int)  # how many files there are

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._register, self._record = "", ""
        self._wanted = ""  # the file whose picture is waited for
        self._folder: QTemporaryDir | None = None  # of copies handed to other programs
        self._writable = not context.office.session.read_only
        self.model = TableModel(COLUMNS, self, key=lambda item: item.id)
        self.table = DeskTable(self)
        self.table.setModel(self.model)
        self.table.fit_columns({0: 1}, least=96)
        self.table.setMinimumHeight(LEAST_LINES * row_height(self.table))
        self.table.setAccessibleName("หลักฐานของรายการ กด Enter เพื่อเปิด Del เพื่อเอาออก")
        self.none = EmptyState(NONE if self._writable else NONE_READ_ONLY, parent=self)
        self.about = ThaiLabel("", self, kind="small")
        self.preview = Preview(self)
        self.choose = primary("แนบไฟล์…", "Ctrl E", self)
        self.open_button = quiet("เปิด", "Enter", self)
        self.save = quiet("บันทึกสำเนา…", "", self)
        self.remove = quiet("เอาออก", "Del", self)
        self.choose_files: Callable[[], list[Path]] = self._ask_files
        self.open_path: Callable[[Path], None] = _open
        self._lay_out()
        self._connect()

    # -- what is shown

    def show_record(self, register: str, record: str | None) -> None:
        """Shows the evidence of a record; None for a record that isn't saved yet."""
        if (register, record or "") != (self._register, self._record):
            self._register, self._record = register, record or ""
            self._wanted = ""
            self.model.set_rows(())
            self._say(())
        self.refresh()

    def refresh(self) -> None:
        """Reads the list anew."""
        if not self._record:
            self.counted.emit(0)
            return
        read = partial(self._context.office.evidence.of, self._register, self._record)
        self._context.ask(self, read, partial(self._show, self._record), topic="evidence")

    def items(self) -> tuple[EvidenceItem, ...]:
        """The files in the list."""
        return self.model.rows

    def chosen(self) -> EvidenceItem | None:
        """The file the list stands on."""
        return self.model.row_at(self.table.currentIndex().row())

    # -- what a person does

    def attach(self, paths: Sequence[Path]) -> None:
        """Attaches files in the background, all or none."""
        if not paths:
            return
        if not self._writable:
            self._context.tell(self._context.office.session.barred, "warn")
            return
        if not self._record:
            self._context.tell("รายการนี้ยังไม่ได้บันทึก โปรดบันทึกก่อน แล้วจึงแนบหลักฐาน", "info")
            return
        office, register, record = self._context.office, self._register, self._record
        title = f"แนบ {paths[0].name}" if len(paths) == 1 else f"แนบหลักฐาน {len(paths)} ไฟล์"
        self._context.run_with_progress(
            lambda progress: office.evidence.attach(register, record, paths, progress=progress),
            self._told,
            title=title,
        )

    def paste(self) -> None:
        """Attaches the files that were copied, or the picture that was."""
        self.attach(self._copied(QGuiApplication.clipboard().mimeData()))

    def open_chosen(self) -> None:
        """Opens a copy of the chosen file with the program of its kind."""
        item = self.chosen()
        if item is not None:
            folder = Path(self._private_folder()) / item.id
            folder.mkdir(exist_ok=True)
            office = self._context.office
            self._context.run_in_background(
                lambda: office.evidence.copy_out(item.id, folder), self.open_path, title=f"เปิด {item.name}"
            )

    def save_chosen(self) -> None:
        """Writes a copy of the chosen file where the user wants it."""
        item = self.chosen()
        if item is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, "บันทึกสำเนาหลักฐาน", str(Path.home() / item.name))
        if name:
            office = self._context.office
            self._context.run_in_background(
                lambda: office.evidence.save_as(item.id, Path(name)),
                lambda path: self._context.tell(f"บันทึกสำเนาไว้ที่ {path} แล้ว"),
                title=f"บันทึกสำเนา {item.name}",
            )

    def remove_chosen(self) -> None:
        """Takes the chosen file away; Ctrl+Z brings it back."""
        item = self.chosen()
        if item is None or not self._writable:
            return
        done = self._context.attempt(lambda: self._context.office.evidence.detach([item.id]))
        if done is not None:
            self._context.tell_undoable(done)
            self.refresh()

    # -- inside

    def _show(self, record: str, items: tuple[EvidenceItem, ...]) -> None:
        if record != self._record:
            return
        line = max(0, self.table.currentIndex().row())
        self.model.set_rows(items)
        if items and self.table.currentIndex().row() < 0:
            self.table.selectRow(min(line, len(items) - 1))
        if items and self.choose.hasFocus():
            self.table.setFocus()
        self._say(items)
        self._look()

    def _say(self, items: Sequence[EvidenceItem]) -> None:
        self._stack.setCurrentIndex(int(not items))
        for button in (self.open_button, self.save, self.remove):
            button.setVisible(bool(items) and (self._writable or button is not self.remove))
        self.choose.setVisible(self._writable)
        self.counted.emit(len(items))

    def _look(self, page: int = 0) -> None:
        """Shows the chosen file as far as it can be."""
        item = self.chosen()
        self.about.setText(_about(item) if item else "")
        self.about.setVisible(bool(self.about.text()))
        if item is None or not item.held or not item.shown:
            self._wanted = ""
            self.preview.say("" if item is None else NOT_HERE if not item.held else NO_PREVIEW)
            return
        wanted = f"{item.id} {page}"
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if not self.preview.pages or page == 0:
            self.preview.say(LOOKING)
        self._context.run_in_background(
            partial(self._context.office.evidence.picture, item.id, page),
            partial(self._show_page, wanted, page, item.name),
            title="",
            on_failed=partial(self._show_fault, wanted),
        )

    def _show_page(self, wanted: str, page: int, name: str, seen: PagePicture) -> None:
        if wanted == self._wanted:
            self.preview.show_page(seen, page, name)

    def _show_fault(self, wanted: str, fault: Exception) -> None:
        if wanted == self._wanted:
            self.preview.say(self._context.why(fault))

    def _turn(self, step: int) -> None:
        page = self.preview.page + step
        if 0 <= page < self.preview.pages:
            self._look(page)

    def _told(self, done: Changes) -> None:
        self._context.tell_undoable(done)
        self.refresh()

    def _ask_files(self) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self, "เลือกไฟล์หลักฐาน", str(Path.home()))
        return [Path(name) for name in names]

    def _copied(self, data: QMimeData) -> list[Path]:
        paths = local_files(data)
        image = data.imageData() if not paths and data.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            path = Path(self._private_folder()) / PASTED
            image.save(str(path))
            paths = [path]
        if not paths:
            self._context.tell("ในคลิปบอร์ดไม่มีไฟล์หรือภาพ คัดลอกไฟล์ก่อนแล้วกด Ctrl+V", "info")
        return paths

    def _private_folder(self) -> str:
        if self._folder is None:
            self._folder = QTemporaryDir()
        return self._folder.path()

    def _lay_out(self) -> None:
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.choose, self.open_button, self.save, self.remove):
            flow.addWidget(button)
        shown = QWidget(self)
        vbox((self.table, 2), self.about, (self.preview, 5), parent=shown, margins=0, spacing=8)
        self._stack = QStackedLayout()
        self._stack.addWidget(shown)
        self._stack.addWidget(self.none)
        vbox((self._stack, 1), buttons, parent=self, margins=(10, 8, 10, 8), spacing=8)
        self._say(())

    def _connect(self) -> None:
        self.choose.clicked.connect(lambda: self.attach(self.choose_files()))
        self.open_button.clicked.connect(self.open_chosen)
        self.save.clicked.connect(self.save_chosen)
        self.remove.clicked.connect(self.remove_chosen)
        self.table.opened.connect(lambda _: self.open_chosen())
        self.table.delete_wanted.connect(self.remove_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        self.preview.page_wanted.connect(self._look)
        FileDrops(self).dropped.connect(self.attach)
        bind(self, "PgDown", lambda: self._turn(1))
        bind(self, "PgUp", lambda: self._turn(-1))
        self._context.office_changed.connect(self._changed)
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V is the files' here, whatever it is elsewhere on the page."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.paste()
                return True
        return super().eventFilter(watched, event)

    def _changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers and self.isVisible():
            self.refresh()


def _about(item: EvidenceItem) -> str:
    """When it was attached, and its note."""
    added = f"แนบเมื่อ {day_short(item.added_on)}" if item.added_on else ""
    return " · ".join(part for part in (added, item.note) if part)


def _open(path: Path) -> None:
    """Has the PC's program for such files show it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
