"""The steps of a project: planned months, what really happened, and both drawn as small Gantt bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.office import Office, Query, Row, changes_in_words
from core.plan.model import Months, Project, Step
from core.registers.as_of import until
from core.registers.declare import Value
from core.thai.dates import month_name_short
from core.thai.fiscal import Month, last_day_of, months_of
from core.thai.numbers import format_decimal
from desktop.evidence.button import EvidenceButton
from desktop.pages.record_fields import RecordFields
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.chip import ChipLabel
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.gantt import GanttBar, GanttHead, GanttLegend, Stretch
from desktop.widgets.inputs import FieldInput, MonthEdit, TextEdit, ThaiDateEdit
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

REGISTER = "project_steps"
HEADINGS = ("ขั้นตอน", "ร้อยละ", "แผน: ตั้งแต่", "ถึง", "เริ่มจริง", "แล้วเสร็จ", "สถานะ", "", "หมายเหตุ", "หลักฐาน")
TITLE, SHARE, FROM, TO, STARTED, FINISHED, STATE, GANTT, NOTE, PROOF = range(10)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter
WIDTHS = {FROM: 78, TO: 78, STARTED: 96, FINISHED: 96, STATE: 76}


@dataclass(frozen=True, slots=True)
class StepState:
    """Where a step stands as of a day; ``adopted`` are the months lateness is measured against where its plan was moved,
    ``changes`` tells how."""

    tone: str
    words: str
    planned: Stretch | None
    actual: Stretch | None
    late: bool
    adopted: Stretch | None = None
    changes: str = ""


class StepsPanel(Panel):
    """A project's steps, one a row, each field saving itself."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ขั้นตอนการปฏิบัติงาน · แผน (บน) และผลจริง (ล่าง) รายเดือน")
        self._context = context
        self.rows: list[_Row] = []
        self._project, self._roomy = 0, True
        self._grid_widget: QWidget | None = None
        self.legend = GanttLegend(self)

    def show_project(self, project: Project, found: Sequence[Row]) -> None:
        """Shows a project's steps and their records; the fields are kept while the project stays the same."""
        if project.number != self._project or len(project.steps) != len(self.rows):
            self._project = project.number
            self._make_rows(project)
        records = {record.values["step"]: record for record in found}
        for row, step in zip(self.rows, project.steps, strict=True):
            record = records.get(step.step)
            if record is not None:
                row.show(record.id, record.values, step, self._context)
        self.legend.set_moved(any(step.is_moved(self._context.as_of) for step in project.steps))

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return all(row.fields.may_leave() for row in self.rows)

    def _make_rows(self, project: Project) -> None:
        if self._grid_widget is not None:
            self.legend.setParent(self)
            self._grid_widget.hide()
            self.body.removeWidget(self._grid_widget)
            self._grid_widget.deleteLater()
        self._grid_widget = QWidget(self)
        outer = QVBoxLayout(self._grid_widget)
        outer.setContentsMargins(scaled(12), scaled(2), scaled(12), scaled(8))
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(3))
        outer.addLayout(grid)
        outer.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self._grid_widget)
        _add_headings(grid, self._context.year)
        self.rows = [_Row(self._context, grid, n, step) for n, step in enumerate(project.steps)]
        self.set_roomy(self._roomy)

    def set_roomy(self, roomy: bool) -> None:
        """With or without the bars, which give way first where room is short."""
        self._roomy = roomy
        for bar in (*self.findChildren(GanttBar), *self.findChildren(GanttHead), self.legend):
            bar.setVisible(roomy)


def records_of(office: Office, year: int, project: int) -> tuple[Row, ...]:
    """The records of what really happened in a project's steps."""
    return office.records.rows(REGISTER, Query(year=year, equals={"project": project}))


def _add_headings(grid: QGridLayout, year: int) -> None:
    for column, words in enumerate(HEADINGS):
        label = QLabel(words)
        set_kind(label, "small")
        grid.addWidget(label, 0, column, RIGHT if column == SHARE else MIDDLE)
    grid.addWidget(GanttHead([month_name_short(m.month) for m in months_of(year)]), 0, GANTT)
    grid.setColumnStretch(TITLE, 3)
    grid.setColumnStretch(NOTE, 2)


class _Row:
    """One step: its fields, its bar, and the line that says what is wrong."""

    def __init__(self, context: AppContext, grid: QGridLayout, place: int, step: Step) -> None:
        self._chip, self._bar = ChipLabel(), GanttBar()
        self._line, self.changes = FindingLine(), ThaiLabel(kind="small")
        self.inputs = _inputs(context, step)
        top = 1 + place * 4
        title = ThaiLabel(f"{step.step}. {step.title}")
        title.setMinimumWidth(scaled(170))
        grid.addWidget(title, top, TITLE)
        share = QLabel("–" if step.share is None else format_decimal(step.share, 0))
        set_kind(share, "muted")
        grid.addWidget(share, top, SHARE, RIGHT)
        for column, field in zip((FROM, TO, STARTED, FINISHED, NOTE), self.inputs.values(), strict=True):
            assert isinstance(field, QWidget)
            if column in WIDTHS:
                field.setFixedWidth(scaled(WIDTHS[column]))
            grid.addWidget(field, top, column)
        grid.addWidget(self._chip, top, STATE)
        grid.setColumnMinimumWidth(STATE, scaled(WIDTHS[STATE]))
        grid.addWidget(self._bar, top, GANTT)
        grid.addWidget(self.changes, top + 1, 0, 1, len(HEADINGS))
        grid.addWidget(self._line, top + 2, 0, 1, len(HEADINGS))
        self.proof = EvidenceButton(context, REGISTER)
        grid.addWidget(self.proof, top, PROOF)
        self.proof.take_drops([title, *map(widget_of, self.inputs.values())])
        together = (("planned_from", "planned_to"),)
        self.fields = RecordFields(context, REGISTER, self.inputs, self._line, together=together)
        grid.addWidget(self.fields.draft_line, top + 3, 0, 1, len(HEADINGS))

    def show(
        self, record_id: str, values: Mapping[str, Value | None], step: Step, context: AppContext
    ) -> None:
        self.fields.show(record_id, values)
        self.proof.show_record(record_id, f"ขั้นตอนที่ {step.step} {step.title}")
        state = state_of(values, context.year, context.as_of, step)
        self._chip.set(state.words, state.tone)
        self.changes.setText(state.changes)
        self.changes.setVisible(bool(state.changes))
        words = bar_words(values, state)
        self._bar.set_months(state.planned, state.actual, late=state.late, words=words, adopted=state.adopted)


def _inputs(context: AppContext, step: Step) -> dict[str, FieldInput]:
    calendar = context.calendar
    made: dict[str, FieldInput] = {
        "planned_from": MonthEdit(today=context.day_looked_at),
        "planned_to": MonthEdit(today=context.day_looked_at),
        "started_on": ThaiDateEdit(calendar=calendar, today=context.day_looked_at),
        "finished_on": ThaiDateEdit(calendar=calendar, today=context.day_looked_at),
        "note": TextEdit(max_length=4000),
    }
    register = context.office.session.register(REGISTER)
    for name, field in made.items():
        assert isinstance(field, QWidget)
        declared = register.field(name)
        field.setObjectName(f"{name}_{step.step}")
        field.setAccessibleName(f"{declared.label} ขั้นตอนที่ {step.step}")
        field.setToolTip(declared.help)
    return made


def state_of(
    values: Mapping[str, Value | None], year: int, as_of: date, step: Step | None = None
) -> StepState:
    """Where a step stands as of the end of a day, by its record's values; ``step`` is the plan's, which knows what was
    adopted of it (None: nothing but the planned months)."""
    months = _planned(values)
    due = step.due(as_of) if step else months
    moved = step is not None and step.is_moved(as_of)
    started, finished = (until(values.get(name), as_of) for name in ("started_on", "finished_on"))
    late = bool(due and (finished or as_of) > due.last.last_day)
    return StepState(
        *_said(started, finished, late=late, last=last_day_of(year)),
        planned=_stretch(months, year),
        actual=_days(started or finished, finished or (as_of if started else None), year),
        late=late,
        adopted=_stretch(due, year) if moved else None,
        changes=changes_in_words(step, as_of) if step else "",
    )


def _said(started: date | None, finished: date | None, *, late: bool, last: date) -> tuple[str, str]:
    """The tone and the words of a step's state; ``last`` is the year's last day."""
    if finished and finished > last:
        return "warn", "หลังสิ้นปี"
    if finished:
        return ("warn", "เสร็จช้า") if late else ("good", "เสร็จแล้ว")
    if late:
        return "bad", "เกินแผน"
    return ("info", "กำลังทำ") if started else ("neutral", "ยังไม่เริ่ม")


def _planned(values: Mapping[str, Value | None]) -> Months | None:
    first, last = values.get("planned_from"), values.get("planned_to")
    return Months(first, last) if isinstance(first, Month) and isinstance(last, Month) else None


def _stretch(months: Months | None, year: int) -> Stretch | None:
    return _clipped(months.first, months.last, year) if months else None


def _days(first: date | None, last: date | None, year: int) -> Stretch | None:
    return _clipped(Month.of(first), Month.of(last), year) if first and last else None


def _clipped(first: Month, last: Month, year: int) -> Stretch | None:
    months = months_of(year)
    if last < months[0] or first > months[-1] or last < first:
        return None
    return Stretch(months.index(max(first, months[0])), months.index(min(last, months[-1])))


def bar_words(values: Mapping[str, Value | None], state: StepState) -> str:
    """What a step's bars show, in words."""
    months = _planned(values)
    planned = f"แผน {months.words}" if months else "แผนยังไม่ระบุเดือน"
    return f"{state.changes or planned} · {state.words}"
