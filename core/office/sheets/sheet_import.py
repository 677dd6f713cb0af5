"""A spreadsheet, or a block copied from one, taken into a register: look, decide, check, take, give the bad rows back."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from core.exchange.spreadsheets.cells import BadCell, Row, shown_cell
from core.exchange.spreadsheets.columns import rows_said
from core.exchange.spreadsheets.propose import proposed
from core.exchange.spreadsheets.row_numbers import may_number_rows, numbers_rows
from core.exchange.spreadsheets.sheets_in import REASON, field_of, match_columns, sheet_named, table_for
from core.exchange.spreadsheets.sheets_out import write_table
from core.exchange.spreadsheets.table import SheetName, SheetTable, Source, below
from core.exchange.spreadsheets.template_out import EXPLAINED, EXPLAINING
from core.faults import AgainRefusal, Finding, Severity
from core.office.commit import commit
from core.office.editing.drafts import closed_because
from core.office.ownership import Ownership
from core.office.progress import Progress, Watch, without_collector
from core.office.session import Session
from core.office.sheets.checked_rows import CheckedRows
from core.office.sheets.incoming import Outcome, SheetPlan
from core.office.sheets.incoming_columns import incoming_of
from core.office.sheets.same_rows import same_rows, same_rows_said
from core.registers.declare import Register
from core.registers.field_types.texts import LONG_TEXT, TEXT
from core.store.connection import Connection
from core.store.file.backup_set import Why
from core.store.log.changes import Put
from core.store.log.imports_seen import ImportMark
from core.thai.quote import quoted

BLOCK = 1000  # rows read, checked and told of together
SAMPLE = 8  # rows shown before a person decides
LOOKED_AT = 100  # rows that tell what a column is


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet before anything is decided: its headings, what each might mean, its first rows as text, the numbers of its
    filled rows that are ``hidden``, the names of the ``others`` that hold data, and the places (first = 0) of ``blank``
    sheets."""

    sheet: int
    headings: tuple[str, ...]
    heading_row: int
    proposed: tuple[str | None, ...]
    sample: tuple[tuple[str, ...], ...]
    hidden: tuple[int, ...] = ()
    others: tuple[str, ...] = ()
    blank: tuple[int, ...] = ()

    @property
    def sender(self) -> str:
        """What files of the same sender have in common: their headings, in any order."""
        return "|".join(sorted({h.casefold() for h in self.headings if h}))


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that stands in a column of choices and is none of them, and how often."""

    field: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """What a sheet would come to. Of the ``good`` rows ``changed`` change a record, and ``same`` say what stands in the
    register already: they need no saving. ``problems`` and ``remarks`` hold the first some thousand findings, in the order
    of their rows; ``unlisted`` counts the others. ``hidden`` rows were left out, ``proposed`` is how many records are
    another unit's and would be proposed. ``again`` says when and by whom just the new
    rows were imported before; blank where they weren't, or are told apart by a natural key."""

    read: int
    good: int
    bad: int
    problems: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    unlisted: int
    unknown: tuple[UnknownValue, ...]
    changed: int = 0
    same: int = 0
    hidden: tuple[int, ...] = ()
    again: str = ""
    proposed: int = 0

    @property
    def to_save(self) -> int:
        """How many rows saving would write."""
        return self.good - self.same


def told_apart(new: int, changed: int, same: int) -> str:
    """Of rows taken: how many are new, change a record, or say what stands there already; blank where all are new."""
    if not changed and not same:
        return ""
    return f" (เพิ่ม {new:,} แก้ไข {changed:,} ตรงกับทะเบียนอยู่แล้ว {same:,})"


class SheetImport:
    """One spreadsheet held open between a person's decisions. Nothing is written before ``take``."""

    def __init__(self, session: Session, register: Register, source: Source) -> None:
        self.register = register
        self._session, self._source = session, source
        self._tables: dict[int, SheetTable] = {}
        self._filled: dict[int, bool] = {}
        self._hidden: dict[int, Container[int]] = {}
        self._outcome: Outcome | None = None
        self._plan: SheetPlan | None = None
        self._mark: ImportMark | None = None
        self._again = ""

    @property
    def name(self) -> str:
        """The file's name."""
        return self._source.name

    @property
    def sheets(self) -> tuple[SheetName, ...]:
        """The file's sheets."""
        return self._source.sheets

    def first_sheet(self) -> int:
        """The sheet to begin with: of those that aren't hidden and hold something the first with headings of the register,
        else the first."""
        seen = [n for n, sheet in enumerate(self.sheets) if not sheet.hidden] or [0]
        filled = [n for n in seen if self.is_filled(n)] if len(seen) > 1 else []
        if len(filled) > 1:
            return next((n for n in filled if self._is_ours(n)), filled[0])
        return (filled or seen)[0]

    def is_filled(self, sheet: int) -> bool:
        """True where anything stands on a sheet."""
        if sheet not in self._filled:
            self._filled[sheet] = self._source.is_filled(sheet)
        return self._filled[sheet]

    def others_with_data(self, sheet: int) -> tuple[str, ...]:
        """The names of the file's other sheets that hold data; of hidden ones those that have headings of the register,
        for most of these are lists to choose from."""
        others = [n for n in range(len(self.sheets)) if n != sheet and self.is_filled(n)]
        return tuple(self.sheets[n].name for n in others if self._holds_data(n))

    def _holds_data(self, sheet: int) -> bool:
        if self.sheets[sheet].hidden:
            return self._is_ours(sheet)
        # What a template explains of its own columns is no data.
        return self.sheets[sheet].name != EXPLAINED or self._table(sheet).headings != EXPLAINING

    def _is_ours(self, sheet: int) -> bool:
        """True where a sheet is headed as the register is, in two columns at least."""
        headings = self._table(sheet).headings
        return sum(field_of(self.register, heading) is not None for heading in headings) > 1

    def look(
        self, sheet: int | None = None, *, headed: bool = True, progress: Progress | None = None
    ) -> SheetView:
        """A sheet's headings, proposals and first rows; without ``headed`` every row is a record.

        FileRefusal where it is blank or can't be read. Stopped where ``progress`` asks to stop.
        """
        with Watch(progress, f"กำลังอ่าน {self.name}", self._source.stop) as watch:
            view = self._view(sheet, headed=headed)
            watch.heed()
        return view

    def _view(self, sheet: int | None, *, headed: bool) -> SheetView:
        place = self.first_sheet() if sheet is None else sheet
        if headed:
            self._tables[place] = table_for(self.register, self._source, place)
        else:
            self._tables[place] = SheetTable((), 0, lambda: below(self._source, place, 0))
        table = self._tables[place]
        unseen = self._hidden_rows(place)
        hidden = tuple(number for number, _ in table.body() if number in unseen) if unseen else ()
        seen = (cells for number, cells in table.body() if number not in unseen)
        sample = [tuple(map(shown_cell, cells)) for cells in islice(seen, SAMPLE)]
        width = max(len(table.headings), *(len(row) for row in sample), 0)
        headings = (*table.headings, *[""] * (width - len(table.headings)))
        return SheetView(
            place,
            headings,
            table.heading_row,
            proposed(self.register, headings),
            tuple(sample),
            hidden,
            self.others_with_data(place),
            tuple(n for n in range(len(self.sheets)) if n != place and not self.is_filled(n)),
        )

    def look_at_block(self) -> SheetView:
        """A copied block: headed where its first row names a column of the register."""
        view = self.look()
        known = any(field_of(self.register, heading) for heading in view.headings)
        return view if known else self.look(headed=False)

    def strict_plan(self, *, update: bool, sheet: str | None = None, hidden: bool = False) -> SheetPlan:
        """The plan of an import nobody watches: the sheet of that name, or the one to begin with, and its headings as they
        stand; a column that only numbers the rows is left out. FileRefusal where there is no such sheet, InputRefusal for
        unknown headings."""
        place = self.first_sheet() if sheet is None else sheet_named(self._source, sheet)
        table = self._table(place)
        numbering = self._numbering(table)
        matched = match_columns(
            self.register, ["" if n in numbering else heading for n, heading in enumerate(table.headings)]
        )
        names = tuple(f.name if f and f.typed else None for f in matched)
        return SheetPlan(names, place, update=update, strict=True, hidden=hidden)

    def check(self, plan: SheetPlan, progress: Progress | None = None) -> SheetCheck:
        """Read and check every row; nothing is written. Stopped where ``progress`` asks to stop."""
        watch = Watch(progress, f"กำลังตรวจ {self.name}", self._source.stop)
        self._forget()
        unseen = () if plan.hidden else self._hidden_rows(plan.sheet)
        left_out: list[int] = []
        with watch, without_collector(), self._session.reading() as connection:
            table = self._table(plan.sheet)
            checking = self._session.checking(connection)
            incoming = incoming_of(checking, self._session.file.new_ids, self.register, plan, table.headings)
            try:
                for block in _blocks(table.body()):
                    incoming.take_rows(_seen(block, unseen, left_out) if unseen else block)
                    watch.tick(self._source.share())
            except BaseException:
                incoming.outcome.rows.close()
                raise
            self._outcome, self._plan = incoming.outcome, plan
            self._compare(connection)
            proposed = self._proposed(connection)
        found = _checked(incoming.outcome, left_out)
        remarks = (*_told_proposed(proposed), *self._closed(plan), *found.remarks)
        return replace(found, remarks=remarks, again=self._again, proposed=proposed)

    def _proposed(self, connection: Connection) -> int:
        """How many of the rows would not be written but proposed, for they are another unit's records."""
        if self._outcome is None or not self._session.has_accounts:
            return 0
        ownership = Ownership(self._session)
        if ownership.all_own(self.register.name):
            return 0
        changes = (change for _, block in self._outcome.rows.blocks() for change in block)
        return len({c.record for c in changes if ownership.own(connection, c) != c})

    def _closed(self, plan: SheetPlan) -> Iterator[Finding]:
        """A remark for each column that is left out because nobody fills its field in, or it only numbers the rows."""
        table = self._table(plan.sheet)
        for place in self._numbering(table):
            if plan.columns[place] is None:
                heading = table.headings[place]
                said = f"ไม่ได้นำเข้าคอลัมน์ {quoted(heading)} เพราะเป็นเพียงลำดับแถว"
                yield Finding("column.numbering", said, None, heading, Severity.REMARK)
        for heading in table.headings:
            field = field_of(self.register, heading)
            if field is not None and not field.typed and field.name not in plan.columns:
                said = f"ไม่ได้นำเข้าคอลัมน์ {quoted(heading)} {closed_because(field)}"
                yield Finding("column.closed", said, None, heading, Severity.REMARK)

    def _numbering(self, table: SheetTable) -> tuple[int, ...]:
        """The places of columns that the register hasn't and that only number the rows, as far as the first rows show."""
        asked = [
            place
            for place, heading in enumerate(table.headings)
            if may_number_rows(heading) and field_of(self.register, heading) is None
        ]
        rows = [cells for _, cells in islice(table.body(), LOOKED_AT)] if asked else []
        columns = {place: [row[place] if place < len(row) else None for row in rows] for place in asked}
        return tuple(place for place in asked if numbers_rows(table.headings[place], columns[place]))

    def _compare(self, connection: Connection) -> None:
        """Note the mark of the new rows, and whether they were imported before."""
        digest = self._outcome.digest if self._outcome else None
        if digest is None or not digest.count:
            return
        mark = digest.mark()
        before = same_rows(connection, self.register, mark)
        self._again = same_rows_said(self.register, before)
        self._mark = replace(mark, turn=max((one.mark.turn for one in before), default=0) + 1)

    def _hidden_rows(self, sheet: int) -> Container[int]:
        if sheet not in self._hidden:
            self._hidden[sheet] = self._source.hidden_rows(sheet)
        return self._hidden[sheet]

    def take(self, progress: Progress | None = None, *, again: bool = False) -> int:
        """Save the rows the last check found good and not the same, as one step of undo; returns how many. AgainRefusal
        for rows imported before, unless ``again``."""
        if self._outcome is None or not self._outcome.rows.count:
            return 0
        if not again:
            self.refuse_again()
        rows = self._outcome.rows
        count = rows.count
        watch = Watch(progress, f"กำลังบันทึก {count:,} รายการ")
        label = f"นำเข้า{self.register.short_title} {count} รายการ"
        self._source.relieve()
        self._session.before(Why.IMPORT)
        with watch, without_collector():
            commit(self._session, _watched(rows, watch), label, str(self._mark or ""))
        self._forget()
        return count

    def refuse_again(self) -> None:
        """AgainRefusal where just the rows of the last check were imported before."""
        if self._again:
            raise AgainRefusal(f"{self._again} จึงยังไม่ได้นำเข้า")

    def write_bad(self, target: Path, progress: Progress | None = None) -> int:
        """Write the rows the last check refused, as they stand in the sheet, with a column that says why; how many.

        Stopped where ``progress`` asks to stop, and nothing is written.
        """
        if self._plan is None or self._outcome is None:
            return 0
        reasons: dict[int, list[str]] = {row: [] for row in self._outcome.bad}
        for found in self._outcome.problems.findings:
            reasons.setdefault(found.row or 0, []).append(found.message)
        table = self._table(self._plan.sheet)
        width = len(table.headings)
        watch = Watch(progress, f"กำลังบันทึก {len(reasons):,} แถวที่ต้องแก้", self._source.stop)
        with watch, without_collector():
            rows = (
                [*_plain(cells, width), " ".join(reasons[number]) or _MORE]
                for number, cells in self._watched_rows(table, watch)
                if number in reasons
            )
            types = [TEXT] * width + [LONG_TEXT]
            write_table(target, [*table.headings, REASON], types, rows, watch.heed)
        return len(self._outcome.bad)

    def _watched_rows(self, table: SheetTable, watch: Watch) -> Iterator[Row]:
        for block in _blocks(table.body()):
            watch.tick(self._source.share())
            yield from block

    def close(self) -> None:
        """Let go of the file and of everything read from it."""
        self._forget()
        self._source.close()

    def _table(self, sheet: int) -> SheetTable:
        if sheet not in self._tables:
            self._tables[sheet] = table_for(self.register, self._source, sheet)
        return self._tables[sheet]

    def _forget(self) -> None:
        if self._outcome is not None:
            self._outcome.rows.close()
        self._outcome = self._plan = self._mark = None
        self._again = ""


_MORE = "มีเรื่องที่ต้องแก้ไขมากเกินกว่าจะแสดงทั้งหมด โปรดแก้แถวอื่นก่อนแล้วตรวจใหม่"


def _told_proposed(count: int) -> Iterator[Finding]:
    if count:
        said = f"{count:,} รายการเป็นของส่วนราชการอื่น เมื่อนำเข้าจะเป็นข้อเสนอให้เจ้าของพิจารณา รายการเดิมยังไม่เปลี่ยน"
        yield Finding("rows.proposed", said, None, None, Severity.REMARK)


def _blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _seen(block: list[Row], unseen: Container[int], left_out: list[int]) -> list[Row]:
    """The rows that aren't hidden; the numbers of the others are noted."""
    left_out += [number for number, _ in block if number in unseen]
    return [row for row in block if row[0] not in unseen]


def _watched(rows: CheckedRows, watch: Watch) -> Iterator[Put]:
    done = 0
    for taken, changes in rows.blocks():
        watch.tick(done / rows.count)
        yield from changes
        done += taken


def _checked(outcome: Outcome, hidden: Sequence[int]) -> SheetCheck:
    problems, remarks = outcome.problems, outcome.remarks
    good, bad = outcome.rows.count + outcome.same, len(outcome.bad)
    listed = len(problems.findings) + len(remarks.findings)
    unknown = [UnknownValue(name, shown, n) for (name, shown), n in outcome.unknown.items()]
    return SheetCheck(
        good + bad,
        good,
        bad,
        tuple(problems.findings),
        tuple(remarks.findings),
        problems.count + remarks.count - listed,
        tuple(unknown),
        outcome.changed,
        outcome.same,
        tuple(hidden),
    )


def _plain(cells: tuple[object, ...], width: int) -> Iterator[str | int | None]:
    for place in range(width):
        cell = cells[place] if place < len(cells) else None
        yield (
            cell
            if cell is None or (isinstance(cell, int | str) and not isinstance(cell, bool))
            else _text(cell)
        )


def _text(cell: object) -> str:
    return cell.shown if isinstance(cell, BadCell) else str(cell)


__all__ = ["SheetCheck", "SheetImport", "SheetPlan", "SheetView", "UnknownValue", "rows_said", "told_apart"]
