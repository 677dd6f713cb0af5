"""The checklist of one audit: what a centre got for each criterion; the sum becomes the score once all are given."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.office import Edit, Query, Row
from core.thai.dates import day_short, month_short
from core.thai.fiscal import Month
from desktop.shell.context import AppContext
from desktop.widgets.delegates import BOLD_ROLE, MUTED_ROLE
from desktop.widgets.inputs.number_edit import plain

AnyIndex = QModelIndex | QPersistentModelIndex
Read = tuple[tuple[Row, ...], dict[str, Row]]
_TOP = QModelIndex()
REGISTER = "audit_points"
TITLE, FULL, GOT = 0, 1, 2
LONGEST = 30  # letters of a criterion where it is named beside its cell
NOT_PASTED = "วางไม่ได้และยังไม่ได้บันทึกอะไร:"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ChecklistModel(QAbstractTableModel):
    """Criteria in use, a line each, and their sum below. Points are saved one by one, a block as one step."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._criteria: tuple[Row, ...] = ()
        self._points: dict[str, Row] = {}
        self._centre: str | None = None
        self._month: Month | None = None
        self._later: date | None = None

    def show_audit(self, centre: str | None, month: Month | None, later: date | None = None) -> None:
        """Shows the points of one centre in one month; none of an audit made after the day looked at (on ``later``)."""
        found = self._read(centre, month, later)
        self.beginResetModel()
        self._centre, self._month, self._later = centre, month, later
        self._criteria, self._points = found
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the points anew."""
        criteria, points = self._read(self._centre, self._month, self._later)
        if len(criteria) != len(self._criteria):
            self.beginResetModel()
            self._criteria, self._points = criteria, points
            self.endResetModel()
            return
        self._criteria, self._points = criteria, points
        if self._criteria:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, GOT))

    def total(self) -> Decimal:
        """What has been given so far."""
        return sum((self._got(c) or Decimal(0) for c in self._criteria), Decimal(0))

    def full(self) -> Decimal:
        """What can be given at most."""
        return sum((_points_of(c) or Decimal(0) for c in self._criteria), Decimal(0))

    def given(self) -> int:
        """For how many criteria points were given."""
        return sum(self._got(c) is not None for c in self._criteria)

    def is_complete(self) -> bool:
        """True once every criterion has its points."""
        return bool(self._criteria) and self.given() == len(self._criteria)

    def put(self, index: AnyIndex, text: str) -> str:
        """Saves points, or takes them away; why they can't be saved, "" once they are."""
        sentence = self._unwritable(index)
        if sentence:
            return sentence
        if not text.strip():
            return self.empty([index])
        edit = self._edit(self._criteria[index.row()], text.strip())
        return self._context.why_not(
            lambda: self._context.office.records.save(REGISTER, edit.values, edit.record_id)
        )

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into."""
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return "พิมพ์คะแนนได้ในช่อง ได้ เท่านั้น"
        if self._month and self._month.first_day > self._context.as_of:
            return f"ยังไม่ถึงเดือน {month_short(self._month)} ณ วันที่ {day_short(self._context.as_of)}"
        return ""

    def _unwritable(self, index: AnyIndex) -> str:
        return self.refusal(index) or (made_later(self._later) if self._later else "")

    def name_of(self, index: AnyIndex) -> str:
        """A cell by its audit (centre and month), its column and its criterion."""
        month = month_name(self._month) if self._month else ""
        return f"{self._centre} {month} {index.column()} {self._code(index.row())}"

    def place_of(self, name: str) -> QModelIndex:
        """Where a cell of that name stands now; invalid where it isn't in sight."""
        names = {
            self.name_of(index): index
            for row in range(self.rowCount())
            for index in (self.index(row, column) for column in range(self.columnCount()))
        }
        return names.get(name, QModelIndex())

    def words_of(self, index: AnyIndex) -> str:
        """A cell by its criterion, as far as a narrow panel has room for it."""
        words = str(self.index(index.row(), TITLE).data() or "")
        return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Takes points away; why they can't be."""
        cells = [index for index in indexes if index.column() == GOT]
        rows = [self._points[code].id for i in cells if (code := self._code(i.row())) in self._points]
        sentence = next((s for index in cells if (s := self._unwritable(index))), "") if rows else ""
        if sentence or not rows:
            return sentence
        return self._context.why_not(lambda: self._context.office.records.delete_many(REGISTER, rows))

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Saves a column of points as one step; blank cells leave what is there."""
        edits = []
        for down, cells in enumerate(block):
            text = cells[0].strip()
            target = self.index(index.row() + down, GOT)
            if not text:
                continue
            if len(cells) > 1 or index.row() + down >= len(self._criteria):
                return f"{NOT_PASTED} ให้คัดลอกคะแนนมาเป็นคอลัมน์เดียว ไม่เกินจำนวนข้อ"
            if sentence := self._unwritable(target):
                return f"{NOT_PASTED} {sentence}"
            edits.append(self._edit(self._criteria[index.row() + down], text))
        sentence = (
            self._context.why_not(lambda: self._context.office.records.save_many(REGISTER, edits))
            if edits
            else ""
        )
        return f"{NOT_PASTED} {sentence}" if sentence else ""

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() or not self._criteria else len(self._criteria) + 1

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else 3

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._may_type() and index.column() == GOT and index.row() < len(self._criteria):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_sum = index.row() == len(self._criteria)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._sum_cells()[index.column()] if is_sum else self._cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and not is_sum:
            return self._cells(index.row())[TITLE]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if index.column() == TITLE else _RIGHT
        if role == BOLD_ROLE:
            return index.column() == GOT or (is_sum and index.column() == TITLE)
        if role == MUTED_ROLE:
            return index.column() == FULL
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == TITLE else _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return ("เกณฑ์", "เต็ม", "ได้")[section]
        return None

    # -- inside

    def _read(self, centre: str | None, month: Month | None, later: date | None) -> Read:
        office = self._context.office
        query = Query(month=month, equals={"centre": centre, "month": month})
        shown = centre and month and later is None
        rows, points = self._context.wait_for(
            lambda: (
                office.records.rows("audit_criteria"),
                office.records.rows(REGISTER, query) if shown else (),
            )
        )
        criteria = tuple(r for r in rows if r.values.get("active") is not False)
        return criteria, {str(r.values["criterion"]): r for r in points}

    def _may_type(self) -> bool:
        return (
            self._centre is not None
            and self._month is not None
            and not self._context.office.session.read_only
        )

    def _code(self, row: int) -> str:
        return str(self._criteria[row].values["code"]) if row < len(self._criteria) else ""

    def _got(self, criterion: Row) -> Decimal | None:
        row = self._points.get(str(criterion.values["code"]))
        return _points_of(row) if row else None

    def _edit(self, criterion: Row, text: str) -> Edit:
        code = str(criterion.values["code"])
        row = self._points.get(code)
        if row is not None:
            return Edit(row.id, {"points": text})
        return Edit(None, {"centre": self._centre, "month": self._month, "criterion": code, "points": text})

    def _cells(self, row: int) -> tuple[str, str, str]:
        criterion = self._criteria[row]
        section = criterion.values.get("section")
        title = str(criterion.values.get("title") or criterion.values["code"])
        named = f"{title} ({section})" if section and str(section) not in title else title
        return named, _shown(_points_of(criterion)), _shown(self._got(criterion))

    def _sum_cells(self) -> tuple[str, str, str]:
        return "รวม", plain(self.full()), plain(self.total()) if self.given() else ""


def month_name(month: Month) -> str:
    """A month as the names of cells hold it: ``2563-06``."""
    return f"{month.buddhist_year}-{month.month:02d}"


def made_later(day: date) -> str:
    """Why an audit made after the day looked at can't be written to: it must not be overwritten unseen."""
    return f"มีผลการตรวจที่ลงวันที่ {day_short(day)} อยู่แล้ว ให้เลื่อนวันที่ที่ดูไปถึงวันนั้นก่อนแก้ไข"


def _points_of(row: Row) -> Decimal | None:
    value = row.values.get("points")
    return value if isinstance(value, Decimal) else None


def _shown(points: Decimal | None) -> str:
    return "" if points is None else plain(points)
