"""Tables told by their columns: what a cell says, and when the chosen row stays chosen."""

from importlib import import_module
from operator import itemgetter
from pkgutil import walk_packages

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QTableView

import desktop
from desktop.models.table_model import ALIGNMENT, RIGHT, TIP, ModelColumn, TableModel, chip_column
from desktop.widgets.delegates import ROW_TONE_ROLE, TONE_ROLE
from desktop.widgets.noted_rows import REMARK_ROLE, NotedModel

ROWS = ({"id": "a", "sum": "12.00"}, {"id": "b", "sum": "7.50"})
COLUMNS = (
    chip_column("", lambda row: ("ครบ", "good") if row["id"] == "a" else ("ขาด", "bad")),
    ModelColumn("รวม", itemgetter("sum"), RIGHT, {TIP: lambda row: f"รวม {row['sum']} บาท"}),
)


@pytest.fixture
def view(theme_app, qtbot):
    """A view over a model of two rows, the second chosen."""
    made = QTableView()
    qtbot.addWidget(made)
    made.setModel(
        TableModel(COLUMNS, made, key=itemgetter("id"), row_roles={ROW_TONE_ROLE: lambda row: "warn"})
    )
    made.model().set_rows(ROWS)
    made.selectRow(1)
    return made


def test_a_cell_says_what_its_column_says_of_the_row(view):
    model = view.model()
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)] == ["", "รวม"]
    assert [model.index(1, n).data() for n in range(2)] == ["ขาด", "7.50"]
    assert (model.index(1, 0).data(TONE_ROLE), model.index(1, 1).data(TONE_ROLE)) == ("bad", None)
    assert (model.index(0, 1).data(TIP), model.index(0, 0).data(TIP)) == ("รวม 12.00 บาท", None)
    assert model.index(0, 1).data(ALIGNMENT) == RIGHT
    assert {model.index(n, m).data(ROW_TONE_ROLE) for n in range(2) for m in range(2)} == {"warn"}
    assert (model.id_at(1), model.id_at(2), model.line_of("b"), model.line_of("c")) == ("b", None, 1, -1)


def test_the_chosen_row_stays_while_the_rows_are_the_same(view):
    view.model().set_rows([{**row, "sum": "0.00"} for row in ROWS])
    assert (view.currentIndex().row(), view.currentIndex().siblingAtColumn(1).data()) == (1, "0.00")
    view.model().set_rows(ROWS[1:])
    assert not view.currentIndex().isValid()


def test_a_remark_stands_under_its_row():
    model = NotedModel(COLUMNS, lambda row: "ขัดแย้ง" if row["id"] == "a" else "")
    model.set_rows(ROWS)
    shown = [(model.index(n, 0).data(), model.index(n, 1).data()) for n in range(model.rowCount())]
    assert shown == [("ครบ", "12.00"), (None, "ขัดแย้ง"), ("ขาด", "7.50")]
    assert [bool(model.index(n, 0).data(REMARK_ROLE)) for n in range(3)] == [False, True, False]
    assert [bool(model.index(n, 0).data(ROW_TONE_ROLE)) for n in range(3)] == [True, True, False]


def test_only_other_things_than_tables_have_a_model_of_their_own(theme_app):
    """A list of columns is enough for a table; another class is a grid typed into, or the windowed list of a register."""
    for module in walk_packages(desktop.__path__, "desktop."):
        import_module(module.name)
    own = {
        kind.__name__
        for kind in QAbstractTableModel.__subclasses__()
        if kind.__module__.startswith("desktop")
    }
    assert own == {
        "TableModel",
        "ListModel",
        "GridModel",
        "LinesModel",
        "ChoicesModel",
    }  # the last are typed into
