"""The desk over another office than the first: every page opens, and none says a word of the first one."""

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit

from core import resources
from core.plan.office_registers import ALWAYS

FIRST = tomllib.loads(resources.path("plans", "2563", "plan.toml").read_text("utf-8"))
DECLARED = [
    tomllib.loads(path.read_text("utf-8"))
    for path in resources.path("registers").glob("*.toml")
    if path.stem not in ALWAYS
]
WORDS = (
    {FIRST["office"], "2563", "LINE@", "ว.119"}
    | {unit["name"] for unit in FIRST["units"]}
    | {declared[key] for declared in DECLARED for key in ("title", "short_title")}
)
# Of a register a person doesn't have yet: what the library offers.
ELSEWHERE = ("registers",)


@pytest.fixture
def district(desk, office_file_of, tmp_path, settle):
    """The desk on the sample year of the district, on 30 June 2568."""
    path = shutil.copy(
        office_file_of("clean", sample=True, plan="example-district-2568"), tmp_path / "d.phaen"
    )
    desk.today = date(2025, 6, 30)
    assert desk.open_file(Path(path))
    settle()
    return desk


def said_on(page):
    """What a page shows and says of itself: labels, buttons, hints, and the cells of its lists."""
    for label in page.findChildren(QLabel):
        yield label.text()
    for button in page.findChildren(QAbstractButton):
        yield button.text()
    for line in page.findChildren(QLineEdit):
        yield line.placeholderText()
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        cells = ((row, column) for row in range(50) for column in range(20))
        for row, column in cells if model else ():
            if model.hasIndex(row, column):
                yield str(model.index(row, column).data() or "")


def test_no_page_of_another_office_says_a_word_of_the_first(district, settle):
    found = {}
    for entry in district.window.pages:
        district.window.show_page(entry.name)
        settle()
        page = district.window.stack.currentWidget()
        told = " ".join((entry.title, *said_on(page)))
        if entry.name not in ELSEWHERE:
            hits = [word for word in WORDS if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told)]
            if hits:
                found[entry.name] = hits
    assert found == {}


def test_a_project_is_called_by_the_indicator_its_steps_count_for(district):
    titles = {entry.name: entry.title for entry in district.window.pages}
    assert titles["steps-1"] == "แยกเศษอาหารทั้งเขต"
    assert titles["steps-2"] == "สวนใกล้บ้านริมคลอง"
