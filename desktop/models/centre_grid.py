"""The grid of centres by audited months: scores typed, saved at once, pasted as one step (indicator 2)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.faults import InputRefusal, Refusal
from core.office import CentreRow, Edit, LaterAudit
from core.thai.dates import day_short, month_name_short, month_short
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal
from desktop.models.checklist import NOT_PASTED, made_later, month_name
from desktop.shell.context import AppContext
from desktop.widgets.delegates import MARK_ROLE, MUTED_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PASS_ROLE = int(Qt.ItemDataRole.UserRole) + 20  # bool | None: passed, failed, not audited
CODE, NAME, FIRST_MONTH = 0, 1, 2
REGISTER = "centre_audits"
UNNAMED = "(ยังไม่มีชื่อ)"


class CentreGridModel(QAbstractTableModel):
    """72 centres x the plan's months. Writing goes through the office; what changed is read back from it."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._months: tuple[Month, ...] = ()
        self._all: dict[str, CentreRow] = {}
        self._codes: list[str] = []
        self._keeps: Callable[[CentreRow], bool] | None = None
        self._read_months: tuple[Month, ...] = ()
        # What a new audit is dated and signed with, unless the panel says otherwise.
        self.auditor = ""
        self.reset()

    # -- what it holds

    @property
    def months(self) -> tuple[Month, ...]:
        """The plan's audited months."""
        return self._months

    def all_rows(self) -> tuple[CentreRow, ...]:
        """Every centre, in sight or not."""
        return tuple(self._all.values())

    def centre(self, row: int) -> CentreRow | None:
        """The centre of a line, None outside."""
        return self._all[self._codes[row]] if 0 <= row < len(self._codes) else None

    def centre_of(self, code: str) -> CentreRow | None:
        """The centre of a code, in sight or not; None where there is none."""
        return self._all.get(code)

    def line_of(self, code: str) -> int:
        """The line of a centre, -1 where it isn't in sight."""
        return self._codes.index(code) if code in self._codes else -1

    def month_at(self, column: int) -> Month | None:
        """The month of a column, None for the others."""
        place = column - FIRST_MONTH
        return self._months[place] if 0 <= place < len(self._months) else None

    def column_of(self, month: Month) -> int:
        """The column of a month; ValueError where there is none."""
        return FIRST_MONTH + self._months.index(month)

    def reset(self) -> None:
        """Reads another year's grid."""
        self._read()
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._months = self._read_months
        self._codes = [c for c, row in self._all.items() if self._keeps is None or self._keeps(row)]
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the figures anew; the lines in sight stay, so that nothing slips away while typing."""
        before = set(self._all)
        self._read()
        if set(self._all) != before:
            self._show()
            return
        last = self.index(max(0, len(self._codes) - 1), self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def set_filter(self, keeps: Callable[[CentreRow], bool] | None) -> None:
        """Keeps in sight the centres a condition holds for now."""
        self._keeps = keeps
        self._show()

    def audited_on(self, month: Month) -> date:
        """The day a new audit of a month is dated: the day looked at, no later than the following month's end."""
        return min(self._context.as_of, month.next().last_day)

    # -- what is typed

    def put(self, index: AnyIndex, text: str) -> str:
        """Saves a score, or deletes the audit; why it can't be, "" once it is."""
        sentence = self._unwritable(index)
        if sentence:
            return sentence
        if not text.strip():
            return self.empty([index])
        edit = self._edit(index, text.strip())
        return self._context.why_not(
            lambda: self._context.office.records.save(REGISTER, edit.values, edit.record_id)
        )

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into."""
        month = self.month_at(index.column())
        if self.centre(index.row()) is None or month is None:
            return "พิมพ์คะแนนได้ในช่องเดือนเท่านั้น"
        if self._context.office.session.read_only:
            return "เปิดไฟล์ไว้เพื่ออ่านเท่านั้น จึงบันทึกคะแนนไม่ได้"
        if month.first_day > self._context.as_of:
            return f"ยังไม่ถึงเดือน {month_short(month)} ณ วันที่ {day_short(self._context.as_of)}"
        return ""

    def _unwritable(self, index: AnyIndex) -> str:
        """Why a cell can't be written to: it takes nothing, or its audit is made after the day looked at, and must not be
        overwritten unseen."""
        later = self.later(index)
        if later is None:
            return self.refusal(index)
        return made_later(later.audited_on)

    def later(self, index: AnyIndex) -> LaterAudit | None:
        """The audit of a cell that is made after the day looked at."""
        centre, place = self.centre(index.row()), index.column() - FIRST_MONTH
        if centre is None or not 0 <= place < len(centre.later) or centre.audits[place]:
            return None
        return centre.later[place]

    def name_of(self, index: AnyIndex) -> str:
        """A cell by its centre and month (for the others, their column)."""
        centre, month = self.centre(index.row()), self.month_at(index.column())
        return f"{centre.code if centre else ''} {month_name(month) if month else index.column()}"

    def place_of(self, name: str) -> QModelIndex:
        """Where a cell of that name stands now; invalid where it isn't in sight."""
        code, _, of = name.partition(" ")
        columns = {month_name(month): self.column_of(month) for month in self._months}
        columns |= {str(n): n for n in range(self.columnCount()) if self.month_at(n) is None}
        return self.index(self.line_of(code), columns.get(of, -1))

    def words_of(self, index: AnyIndex) -> str:
        """A cell by its centre and month, in words."""
        centre, month = self.centre(index.row()), self.month_at(index.column())
        name = (centre.name or centre.code) if centre else ""
        return f"{name} {month_short(month)}" if month else name

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Deletes the audits of cells, as one step; where one can't be none is, and the sentence names it."""
        for index in indexes:
            if (self._audit(index) or self.later(index)) and (sentence := self._unwritable(index)):
                return f"{self._place(index)} {sentence}"
        audits = [audit for index in indexes if (audit := self._audit(index))]
        return (
            self._context.why_not(lambda: self._context.office.records.delete_many(REGISTER, audits))
            if audits
            else ""
        )

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Saves a block as one step; blank cells leave what is there. Where one cell can't be saved none is, and
        the sentence names it."""
        edits: list[tuple[QModelIndex, Edit]] = []
        for target, text in self._laid_over(index, block):
            if not target.isValid():
                return _too_large(block)
            sentence = self._unwritable(target)
            if sentence:
                return self._not_pasted(target, sentence)
            if text != target.data(Qt.ItemDataRole.EditRole):
                edits.append((target, self._edit(target, text)))
        return self._save_block(edits) if edits else ""

    def _save_block(self, edits: Sequence[tuple[QModelIndex, Edit]]) -> str:
        try:
            self._context.wait_for(
                lambda: self._context.office.records.save_many(REGISTER, [edit for _, edit in edits])
            )
        except InputRefusal as refusal:
            first = next((f for f in refusal.findings if f.row), None)
            if first is None or first.row is None:
                return str(refusal)
            return self._not_pasted(edits[first.row - 1][0], first.message)
        except Refusal as refusal:
            return self._context.why(refusal)
        return ""

    def _laid_over(
        self, index: AnyIndex, block: Sequence[Sequence[str]]
    ) -> Iterator[tuple[QModelIndex, str]]:
        """The block's filled cells with the places they fall on (invalid ones outside the grid)."""
        for down, cells in enumerate(block):
            for right, text in enumerate(cells):
                if text.strip():
                    yield self.index(index.row() + down, index.column() + right), text.strip()

    def _not_pasted(self, index: AnyIndex, sentence: str) -> str:
        return f"{NOT_PASTED} {self._place(index)} {sentence}"

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._codes)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else FIRST_MONTH + len(self._months) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        month = self.month_at(index.column())
        if month and month.first_day <= self._context.as_of and not self._context.office.session.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        centre = self.centre(index.row())
        if centre is None:
            return None
        if self.month_at(index.column()):
            later = self.later(index)
            if later is not None:
                return _later_data(later, role)
            return self._score_data(centre.scores[index.column() - FIRST_MONTH], role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(centre, index.column())
        if role == TONE_ROLE and index.column() > NAME:
            return centre.chip.tone
        if role == MUTED_ROLE:
            return index.column() == CODE or (index.column() == NAME and not centre.name)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        month = self.month_at(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight if month else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.DisplayRole:
            return month_name_short(month.month) if month else {CODE: "รหัส", NAME: "ศูนย์"}.get(section, "ผล")
        return None

    # -- inside

    def _read(self) -> None:
        office, year, day = self._context.office, self._context.year, self._context.as_of
        self._read_months, rows, self._limit = self._context.wait_for(
            lambda: (
                office.figures.audit_months(year, day),
                office.figures.centre_rows(year, day),
                office.figures.pass_mark(year, day),
            )
        )
        self._all = {row.code: row for row in rows}

    def _score_data(self, score: Decimal | None, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if score is None else score_text(score)
        if role == Qt.ItemDataRole.EditRole:
            return "" if score is None else score_text(score)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if score is None:
            return None
        passed = score >= self._limit
        if role == PASS_ROLE:
            return passed
        if role == MARK_ROLE:
            return "good" if passed else "bad"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{score_text(score)} {'ผ่าน' if passed else 'ไม่ผ่าน'}"
        return None

    def _words(self, centre: CentreRow, column: int) -> str:
        return {CODE: centre.code, NAME: centre.name or UNNAMED}.get(column, centre.chip.text)

    def _audit(self, index: AnyIndex) -> str | None:
        centre = self.centre(index.row())
        place = index.column() - FIRST_MONTH
        return centre.audits[place] if centre and 0 <= place < len(self._months) else None

    def _edit(self, index: AnyIndex, text: str) -> Edit:
        audit = self._audit(index)
        if audit:
            return Edit(audit, {"score": text})
        centre, month = self.centre(index.row()), self.month_at(index.column())
        assert centre is not None
        assert month is not None
        new = {"centre": centre.code, "month": month, "audited_on": self.audited_on(month), "score": text}
        return Edit(None, {**new, "auditor": self.auditor} if self.auditor else new)

    def _place(self, index: AnyIndex) -> str:
        return f"{self.words_of(index)}:"


def _later_data(later: LaterAudit, role: int) -> Any:
    """A cell whose audit is made after the day looked at: it says so, for the score isn't there yet."""
    if role == Qt.ItemDataRole.DisplayRole:
        return "ภายหลัง"
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        score = "" if later.score is None else f" ได้ {score_text(later.score)}"
        return f"ตรวจ {day_short(later.audited_on)}{score} · หลังวันที่ดู ยังไม่นับ"
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT
    if role == Qt.ItemDataRole.EditRole:
        return ""
    return role == MUTED_ROLE or None


def score_text(score: Decimal) -> str:
    """A score with one decimal, with two where it has two."""
    return format_decimal(score, 1 if score == round(score, 1) else 2)


def _too_large(block: Sequence[Sequence[str]]) -> str:
    columns = max((len(row) for row in block), default=0)
    return f"{NOT_PASTED} ข้อมูลที่คัดลอกมา {len(block)} แถว {columns} คอลัมน์ เกินขอบตาราง"
