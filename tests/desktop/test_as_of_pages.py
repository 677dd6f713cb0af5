"""A day chosen holds on every page: a page as of that day is the page of a file in which nothing later was ever written.

The model is that second file: the sample year cut off at the end of the day, record by record, by what ``DAYS`` says of
each register. Every page of the rail is walked, those added later too: whatever is written on it (labels, chips, badges,
counts, totals, filters, cells) is the same over both files, but for what is marked as later.
"""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QAbstractListModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from core.registers import ALL
from desktop.forms.record_form import RecordForm
from desktop.models.list_model import ListModel
from desktop.pages.grid_panel import GridPanel
from desktop.pages.record_list import RecordList
from desktop.pages.report_preview import ReportPreview
from desktop.shell.desk import Desk
from desktop.shell.pages import entries
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.indicator_strip import IndicatorStrip

BEGINS, ENDS = date(2019, 10, 1), date(2020, 9, 30)
CLOCK = date(2020, 11, 2)  # the PC's, by which nothing of the year is later
YEAR = [BEGINS + timedelta(days=n) for n in range((ENDS - BEGINS).days + 1)]
LOOKED_AT = Random(date.today().toordinal()).sample(YEAR, 12 if os.environ.get("PHAEN_LONG") else 1)
# By register: from which day on a record is there ("": always), and which of its fields hold something that happened.
DAYS = {
    "finance_requests": (
        "received_on",
        "checked_on returned_on resubmitted_on approved_on sent_on transferred_on cheque_on cancelled_on",
    ),
    "budget_entries": ("entry_on", ""),
    "centre_audits": ("audited_on", ""),
    "audit_points": ("", ""),
    "audit_criteria": ("", ""),
    "info_centres": ("", ""),
    "renovation_items": ("", "installed_on accepted_on"),
    "project_steps": ("", "started_on finished_on"),
    "letter_enquiries": ("asked_at", "acknowledged_at answered_at"),
    "satisfaction_ratings": ("rated_on", ""),
    "study_parts": ("", "finished_on"),
    "deliverables": ("delivered_on", ""),
    "manual_results": ("as_of", ""),
    "indicator_remarks": ("month", ""),
    "signers": ("", ""),
    "office_holidays": ("", ""),
}
LATER = "หลังวันที่ดู"  # how a page marks what comes later ...
LATER_AUDIT = "ภายหลัง"  # ... and the grid of audits, in a cell
MARKED = f" {LATER} ยังไม่นับ"  # ... and a field, to those who can't see its dashed frame
COUNTED_LATER = re.compile(rf" · {LATER} [0-9,]+$")
NOT_THERE = ("รายการนี้จึงยังไม่นับ", f"{LATER} จึงยังไม่นับ")  # a form that shows a record of later
OF_A_RECORD = (RecordForm, GridPanel, IndicatorStrip)


def cut_off(path, day):
    """What lies after the end of a day is taken out of the file's tables, as if it had never been written."""
    with closing(sqlite3.connect(path)) as file, file:
        for register, (begins, fields) in DAYS.items():
            end = day.isoformat()[:7] if begins == "month" else f"{day.isoformat()}T99"
            if begins:
                file.execute(f"DELETE FROM {register} WHERE {begins} > ?", (end,))
            for field in fields.split():
                file.execute(f"UPDATE {register} SET {field} = NULL WHERE {field} > ?", (end,))
    return Path(path)


def written_on(page):
    """Everything that is written on a page, by who says it, without what is marked as later: what tells of the record
    chosen, and the rest."""
    record, rest = [], []
    for one in (page, *page.findChildren(QWidget)):
        # A list that holds nothing but later records is empty in the model, and says so there.
        if not one.isVisibleTo(page) or lies_in(one, (EmptyState, ReportPreview)):
            continue
        lines = lines_of(one) if isinstance(one, QAbstractItemView) else said_by(one)
        (record if lies_in(one, OF_A_RECORD) else rest).extend(lines)
    return record, rest


def lies_in(widget, kinds):
    while widget is not None and not isinstance(widget, kinds):
        widget = widget.parentWidget()
    return widget is not None


def said_by(widget):
    says = getattr(widget, "text", None)
    text = COUNTED_LATER.sub("", str(says()) if callable(says) else "")
    name = COUNTED_LATER.sub("", f"{widget.accessibleName()} {widget.accessibleDescription()}".strip())
    kind = type(widget).__name__
    if MARKED in name:
        return [(kind, "", name.replace(MARKED, ""))]
    if any(words in text for words in NOT_THERE):
        return [NOT_THERE]
    return [(kind, text, name)] if (text or name) and LATER not in text + name else []


def lines_of(view):
    """The rows of a table, list or tree, cell by cell."""
    model = view.model()
    if model is None:
        return []
    rows = model.rowCount()
    if isinstance(model, ListModel) and model.listing:
        rows -= model.listing.later  # they come last, and muted
    found = []
    places = [model.index(row, 0) for row in range(rows)]
    while places:
        first = places.pop(0)
        wide = 1 if isinstance(model, QAbstractListModel) else model.columnCount(first.parent())
        cells = [str(first.siblingAtColumn(n).data() or "") for n in range(wide)]
        if not any(LATER in cell for cell in cells):
            found.append((type(model).__name__, *("" if cell == LATER_AUDIT else cell for cell in cells)))
        if isinstance(view, QTreeView):
            places = [model.index(n, 0, first) for n in range(model.rowCount(first))] + places
    return found


@pytest.fixture
def walk(qapp, qtbot, settle, settings):
    """``walk(path, day)``: what is written on every page of the rail, and on the rail, as of the end of the day."""

    def walked(path, day):
        desk = Desk(qapp, settings, today=CLOCK)
        desk.window.show()
        desk.open_file(path)
        desk.context.set_as_of(day)

        def rested():
            settle()
            while desk.context.task_runner.busy():
                with qtbot.waitSignal(desk.context.task_runner.rested):
                    pass
                settle()
            for _ in range(3):  # what an answer put on the page is shown in a later turn
                qapp.processEvents()

        found = {}
        for entry in entries(desk.context.office.session.registers()):
            desk.window.show_page(entry.name)
            page = desk.window.made[entry.name]
            for listed in page.findChildren(RecordList):
                if listed.by_month:  # the whole year holds what is later, too
                    listed.show_month(None)
                    listed.month_chosen.emit(None)
            rested()
            found[entry.name] = written_on(page)
        found["the window"] = written_on(desk.window)
        desk.close()
        desk.window.deleteLater()
        desk.deleteLater()
        return found

    return walked


def test_the_model_knows_every_register():
    assert set(DAYS) == {register.name for register in ALL}


@pytest.mark.parametrize("day", LOOKED_AT, ids=str)
def test_every_page_says_what_it_would_say_had_nothing_later_been_written(walk, sample_file, tmp_path, day):
    path = tmp_path / "office.phaen"
    whole = walk(Path(shutil.copy(sample_file, path)), day)
    model = walk(cut_off(shutil.copy(sample_file, path), day), day)
    assert whole.keys() == model.keys()
    wrong = {name: differences(whole[name], model[name]) for name in whole}
    assert {name: found for name, found in wrong.items() if found} == {}


def differences(told, model):
    """What only the page says, and what only the model's says; of a record that isn't there yet nothing is compared."""
    parts = [told[1], model[1]]
    if NOT_THERE not in [*told[0], *model[0]]:
        parts = [told[0] + told[1], model[0] + model[1]]
    ours, theirs = ([line for line in one if line not in other] for one, other in (parts, parts[::-1]))
    return [("page", *line) for line in ours] + [("model", *line) for line in theirs]
