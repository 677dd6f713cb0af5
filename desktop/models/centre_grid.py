"""The grid of centres by audited months: scores typed, saved at once, pasted as one step (indicator 2)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.faults import InputRefusal, Refusal
from core.office import CentreRow, Edit, Query
from core.thai.dates import day_short, month_name_short, month_short
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal
from desktop.shell.context import AppContext
from desktop.widgets.delegates import MARK_ROLE, MUTED_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
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
        self.beginResetModel()
        self._months = self._context.office.audit_months(self._context.year)
        self._read()
        self._codes = [c for c, row in self._all.items() if self._keeps is None or self._keeps(row)]
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the figures anew; the lines in sight stay, so that nothing slips away while typing."""
        before = set(self._all)
        self._read()
        if set(self._all) != before:
            self.reset()
            return
        last = self.index(max(0, len(self._codes) - 1), self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def set_filter(self, keeps: Callable[[CentreRow], bool] | None) -> None:
        """Keeps in sight the centres a condition holds for now."""
        self._keeps = keeps
        self.reset()

    def audited_on(self, month: Month) -> date:
        """The day a new audit of a month is dated: the day looked at, no later than the following month's end."""
        return min(self._context.as_of, month.next().last_day)

    # -- what is typed

    def complaint(self, index: AnyIndex, text: str) -> str:
        """Why a score can't be saved."""
        if not text.strip():
            return ""
        refusal = self.refusal(index)
        if refusal:
            return refusal
        edit = self._edit(index, text)
        findings = self._context.office.check_values(REGISTER, edit.values, edit.record_id)
        return next((f.message for f in findings if f.is_error), "")

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into."""
        return self._place_refusal(index, self._dated_after(index))

    def _place_refusal(self, index: AnyIndex, later: Mapping[tuple[str, Month], date]) -> str:
        centre, month = self.centre(index.row()), self.month_at(index.column())
        if centre is None or month is None:
            return "พิมพ์คะแนนได้ในช่องเดือนเท่านั้น"
        if self._context.office.read_only:
            return "เปิดไฟล์ไว้เพื่ออ่านเท่านั้น จึงบันทึกคะแนนไม่ได้"
        if month.first_day > self._context.as_of:
            return f"ยังไม่ถึงเดือน {month_short(month)} ณ วันที่ {day_short(self._context.as_of)}"
        day = later.get((centre.code, month))
        if day is None or self._audit(index):
            return ""
        return f"มีผลการตรวจที่ลงวันที่ {day_short(day)} อยู่แล้ว ให้เลื่อนวันที่ที่ดูไปถึงวันนั้นก่อนแก้ไข"

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or self.refusal(index):
            return False
        if not text:
            self.empty([index])
            return True
        edit = self._edit(index, text)
        saved = self._context.attempt(
            lambda: self._context.office.save(REGISTER, edit.values, edit.record_id)
        )
        return saved is not None

    def empty(self, indexes: Sequence[AnyIndex]) -> None:
        """Deletes the audits of cells, as one step."""
        found = (self._audit(index) for index in indexes if not self.refusal(index))
        audits = [audit for audit in found if audit]
        if audits:
            self._context.attempt(lambda: self._context.office.delete_many(REGISTER, audits))

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Saves a block as one step; blank cells leave what is there. Where one cell can't be saved none is, and
        the sentence names it."""
        later = self._dated_after()
        edits: list[tuple[QModelIndex, Edit]] = []
        for target, text in self._laid_over(index, block):
            if not target.isValid():
                return _too_large(block)
            sentence = self._place_refusal(target, later)
            if sentence:
                return self._not_pasted(target, sentence)
            if text != target.data(Qt.ItemDataRole.EditRole):
                edits.append((target, self._edit(target, text)))
        return self._save_block(edits) if edits else ""

    def _save_block(self, edits: Sequence[tuple[QModelIndex, Edit]]) -> str:
        try:
            self._context.office.save_many(REGISTER, [edit for _, edit in edits])
        except InputRefusal as refusal:
            first = next((f for f in refusal.findings if f.row), None)
            if first is None or first.row is None:
                return str(refusal)
            return self._not_pasted(edits[first.row - 1][0], first.message)
        except Refusal as refusal:
            return str(refusal)
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
        return f"วางไม่ได้และยังไม่ได้บันทึกอะไร: {self._place(index)} {sentence}"

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._codes)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else FIRST_MONTH + len(self._months) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        month = self.month_at(index.column())
        if month and month.first_day <= self._context.as_of and not self._context.office.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        centre = self.centre(index.row())
        if centre is None:
            return None
        if self.month_at(index.column()):
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
        context = self._context
        self._all = {row.code: row for row in context.office.centre_rows(context.year, context.as_of)}
        self._limit = context.office.pass_mark(context.year, context.as_of)

    def _score_data(self, score: Decimal | None, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if score is None else score_text(score)
        if role == Qt.ItemDataRole.EditRole:
            return "" if score is None else score_text(score)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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

    def _dated_after(self, index: AnyIndex | None = None) -> dict[tuple[str, Month], date]:
        """Audits dated after the day looked at, of one cell or of the year: they aren't in sight, and must not be
        overwritten unseen."""
        query = Query(year=self._context.year)
        if index is not None:
            centre, month = self.centre(index.row()), self.month_at(index.column())
            query = Query(month=month, equals={"centre": centre.code if centre else None})
        found = {}
        for row in self._context.office.rows(REGISTER, query):
            day, audited = row.values.get("audited_on"), row.values.get("month")
            if isinstance(day, date) and isinstance(audited, Month) and day > self._context.as_of:
                found[str(row.values["centre"]), audited] = day
        return found

    def _place(self, index: AnyIndex) -> str:
        centre, month = self.centre(index.row()), self.month_at(index.column())
        name = (centre.name or centre.code) if centre else ""
        return f"{name} {month_short(month)}:" if month else f"{name}:"


def score_text(score: Decimal) -> str:
    """A score with one decimal, with two where it has two."""
    return format_decimal(score, 1 if score == round(score, 1) else 2)


def _too_large(block: Sequence[Sequence[str]]) -> str:
    columns = max((len(row) for row in block), default=0)
    return f"วางไม่ได้และยังไม่ได้บันทึกอะไร: ข้อมูลที่คัดลอกมา {len(block)} แถว {columns} คอลัมน์ เกินขอบตาราง"
