"""The contract of a project, each field saving itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.office import Row
from desktop.forms.input_set import InputSet
from desktop.forms.suggesting import Suggesting
from desktop.pages.record_fields import RecordFields
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import Panel

PROJECTS = "plan_projects"
# The fields of a contract with their places: row, column, columns they take.
CONTRACT = {
    "contract_contractor": (0, 0, 2),
    "contract_number": (2, 0, 1),
    "contract_amount": (2, 1, 1),
    "contract_signed_on": (4, 0, 1),
    "contract_due_on": (4, 1, 1),
}


class ContractPanel(Panel):
    """The contract of the project that is shown."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="สัญญา")
        register = context.office.session.register(PROJECTS)
        declared = [register.field(name) for name in CONTRACT]
        self.inputs = InputSet(context, register, declared).all
        Suggesting(context, register, self.inputs, self)
        grid = QGridLayout()
        grid.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(10))
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(scaled(2))
        for name, (top, column, span) in CONTRACT.items():
            grid.addWidget(caption(register.field(name).label), top, column, 1, span)
            grid.addWidget(widget_of(self.inputs[name]), top + 1, column, 1, span)
        line = FindingLine()
        grid.addWidget(line, 6, 0, 1, 2)
        grid.setRowStretch(8, 1)
        self.body.addLayout(grid)
        self.fields = RecordFields(context, PROJECTS, self.inputs, line)
        grid.addWidget(self.fields.draft_line, 7, 0, 1, 2)

    def show_rows(self, found: Sequence[Row]) -> None:
        """Shows the contract as it was read."""
        for row in found:
            self.fields.show(row.id, row.values)

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.fields.may_leave()


def caption(text: str) -> QLabel:
    """The small words above a field."""
    label = QLabel(text)
    set_kind(label, "small")
    return label
